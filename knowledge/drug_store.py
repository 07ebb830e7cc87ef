"""The imported drug catalogue as a file: where it is, its shape, how it is written.

It stays outside version control: whoever runs the assistant imports the official list.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import sqlite3
import tempfile
from pathlib import Path

from knowledge.covered import folded
from knowledge.drug_names import aliases
from knowledge.model_drugs import Drug, DrugList

#: Environment variable that names another file than ``var/drugs.sqlite``.
PATH_VARIABLE = "BAOXIAO_DRUGS"
_DEFAULT = Path(__file__).resolve().parent.parent / "var" / "drugs.sqlite"

#: Number of the file's shape; another number is not read.
SHAPE = 1
#: The columns of a medicine, in their order in :class:`Drug`.
COLUMNS = tuple(field.name for field in dataclasses.fields(Drug))

_SCHEMA = f"""
CREATE TABLE meta (title TEXT, year INTEGER, file TEXT);
CREATE TABLE drugs (
    id INTEGER PRIMARY KEY, {", ".join(f"{name} TEXT NOT NULL" for name in COLUMNS)}
);
CREATE TABLE aliases (alias TEXT NOT NULL, drug INTEGER NOT NULL REFERENCES drugs);
CREATE INDEX alias_of ON aliases (alias);
CREATE VIRTUAL TABLE names USING fts5 (name, tokenize='trigram');
"""


def path() -> Path:
    """Return where the catalogue is, or would be."""
    given = os.environ.get(PATH_VARIABLE)
    return Path(given) if given else _DEFAULT


def write(catalogue: DrugList, target: Path) -> None:
    """Write ``catalogue`` to ``target``, whole or not at all.

    Raises:
        OSError: when the folder cannot be written to.
        sqlite3.Error: when the disk is full or SQLite lacks the trigram tokenizer.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".drugs-", dir=target.parent)
    os.close(handle)
    try:
        with contextlib.closing(sqlite3.connect(name)) as connection, connection:
            _fill(connection, catalogue)
        os.chmod(name, 0o644)  # a server may run as somebody else
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise


def _fill(connection: sqlite3.Connection, catalogue: DrugList) -> None:
    connection.executescript(_SCHEMA)
    connection.execute(f"PRAGMA user_version = {SHAPE}")
    connection.execute(
        "INSERT INTO meta VALUES (?, ?, ?)",
        (catalogue.title, catalogue.year, catalogue.file),
    )
    marks = ", ".join("?" * (len(COLUMNS) + 1))
    for number, drug in enumerate(catalogue.drugs, 1):
        values = [getattr(drug, column) for column in COLUMNS]
        connection.execute(f"INSERT INTO drugs VALUES ({marks})", (number, *values))
        names = [name for name in (drug.name, drug.english, drug.brand) if name]
        connection.executemany(
            "INSERT INTO aliases VALUES (?, ?)",
            [(alias, number) for name in names for alias in aliases(name)],
        )
        connection.execute(
            "INSERT INTO names (rowid, name) VALUES (?, ?)",
            (number, " | ".join(folded(name) for name in names)),
        )
