"""Files to one checked, indexed ``Base``.

``load()`` is what programs call: it raises ``KnowledgeError`` with every problem at
once. ``read()`` gives the base and the problems, for the check.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from knowledge.citable import Citable
from knowledge.covered import Coverage
from knowledge.errors import KnowledgeError, Problem
from knowledge.examples import Example
from knowledge.glossary import Entry, Glossary
from knowledge.model import (
    Document,
    Fact,
    Figure,
    Frozen,
    Material,
    Topic,
)
from knowledge.model_coverage import CoverageItem
from knowledge.model_places import Province
from knowledge.places import Places
from knowledge.procedure import Procedure

FOLDER = Path(__file__).resolve().parent

#: Name, time of change and size of every file: differs when a file does.
Stamp = tuple[tuple[str, int, int], ...]

_Model = TypeVar("_Model", bound=Frozen)

_MENDS = {
    "value_error.missing": "Add it.",
    "value_error.extra": "Remove it, or correct its spelling.",
    "value_error.date": "Write a date as 2026-01-31.",
    "value_error.any_str.min_length": "Write the text, or remove the key.",
    "type_error.none.not_allowed": "Write a value, or remove the key.",
}


@dataclass(frozen=True)
class Base:
    """The whole knowledge base, indexed by id."""

    topics: Mapping[str, Topic]
    procedures: Mapping[str, Procedure]
    documents: Mapping[str, Document]
    figures: Mapping[str, Figure]
    materials: Mapping[str, Material]
    facts: Mapping[str, Fact]
    examples: Mapping[str, Example]
    places: Places
    citations: Mapping[str, Citable]
    coverage: Coverage
    glossary: Glossary


class _Loader(yaml.CSafeLoader):
    """A safe YAML loader that refuses a key written twice."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(
                    None, None, "a key is no plain text", key.start_mark
                )
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"key {key.value!r} is written twice", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)


class _Reader:
    """Reads files under one folder and collects what is wrong with them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []

    def note(self, path: Path, where: str, what: str, mend: str) -> None:
        self.problems.append(Problem(self.name(path), where, what, mend))

    def name(self, path: Path) -> str:
        return str(Path(self.folder.name) / path.relative_to(self.folder))

    def yaml(self, path: Path) -> Any:
        try:
            data = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            where = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
            self.note(path, where, f"{error.problem}.", "Mend the YAML there.")
        except (OSError, UnicodeDecodeError) as error:
            self.note(path, "", f"cannot be read ({error}).", "Save it as UTF-8 text.")
        except yaml.reader.ReaderError as error:
            what = f"holds a character YAML does not allow (#x{error.character:04x})."
            self.note(path, "", what, "Remove it.")
        except ValueError as error:  # a date such as 2026-02-30
            what = f"holds an impossible value ({error})."
            self.note(path, "", what, "Write a date as 2026-01-31.")
        else:
            if data is None:
                self.note(path, "", "is empty.", "Fill it, or delete the file.")
            return data
        return None

    def parse(
        self, path: Path, model: type[_Model], data: Any, prefix: str = ""
    ) -> _Model | None:
        try:
            return model.parse_obj(data)
        except ValidationError as error:
            for fault in error.errors():
                where = prefix + _dotted(fault["loc"])
                mend = _MENDS.get(fault["type"], "Correct it.")
                self.note(path, where.strip("."), f"{fault['msg']}.", mend)
        return None

    def mapping(self, name: str, key: str, model: type[_Model]) -> dict[str, _Model]:
        """Read ``name``, a file that maps ``key`` to entries by id."""
        path = self.folder / name
        return self._entries(path, self.yaml(path), key, model)

    def _entries(
        self, path: Path, data: Any, key: str, model: type[_Model]
    ) -> dict[str, _Model]:
        if data is None:
            return {}
        if not isinstance(data, dict) or not isinstance(data.get(key), dict):
            self.note(path, "", f"has no mapping {key!r}.", f"Start it with '{key}:'.")
            return {}
        for name in data.keys() - {key}:
            self.note(
                path, str(name), "does not belong here.", f"Move it under '{key}:'."
            )
        entries = {}
        for name, value in data[key].items():
            if model is Document and isinstance(value, dict):
                value = {"id": name, **value}
            entry = self.parse(path, model, value, f"{key}.{name}.")
            if entry is not None:
                entries[str(name)] = entry
        return entries

    def files(self, folder: str) -> list[Path]:
        return sorted((self.folder / folder).glob("*.yml"))


def _dotted(location: tuple[int | str, ...]) -> str:
    """Write a pydantic location as ``answers[0].say.en``."""
    parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in location]
    return "".join(part for part in parts if part != ".__root__").lstrip(".")


@contextlib.contextmanager
def _nothing_collected() -> Iterator[None]:
    """Pause the garbage collector: it takes a third of reading and finds nothing."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


@_nothing_collected()
def read(folder: Path = FOLDER) -> tuple[Base, list[Problem]]:
    """Read every file under ``folder``; return the base and all problems found."""
    reader = _Reader(folder)
    documents = reader.mapping("documents.yml", "documents", Document)
    for path in reader.files("law"):
        law = _whole_file(reader, path, Document)
        if law is not None:
            documents[law.id] = law
    topics = {}
    for path in reader.files("topics"):
        topic = _whole_file(reader, path, Topic)
        if topic is not None:
            topics[topic.id] = topic
    procedures = {}
    for path in reader.files("procedures"):
        procedure = _whole_file(reader, path, Procedure)
        if procedure is not None:
            procedures[procedure.id] = procedure
    figures: dict[str, Figure] = {}
    for path in reader.files("figures"):
        name = path.relative_to(folder).as_posix()
        for key, figure in reader.mapping(name, "figures", Figure).items():
            if key in figures:
                reader.note(path, f"figures.{key}", "exists twice.", "Rename one.")
            figures[key] = figure
    provinces = []
    for path in reader.files("regions"):
        data = reader.yaml(path)
        province = None if data is None else reader.parse(path, Province, data)
        if province is not None:
            provinces.append(province)
    base = Base(
        topics=topics,
        procedures=procedures,
        documents=documents,
        figures=figures,
        materials=reader.mapping("materials.yml", "materials", Material),
        facts=reader.mapping("facts.yml", "facts", Fact),
        examples=reader.mapping("examples.yml", "examples", Example),
        places=Places(provinces),
        citations=reader.mapping("citations.yml", "citations", Citable),
        coverage=Coverage(_coverage(reader)),
        glossary=Glossary(_glossary(reader)),
    )
    return base, reader.problems


def _glossary(reader: _Reader) -> dict[str, Entry]:
    """Read the glossary, which a base may do without."""
    there = (reader.folder / "glossary.yml").exists()
    return reader.mapping("glossary.yml", "glossary", Entry) if there else {}


def _coverage(reader: _Reader) -> dict[str, CoverageItem]:
    """Read ``coverage/``; a file's ``defaults`` fill what its items leave out."""
    found: dict[str, CoverageItem] = {}
    for path in reader.files("coverage"):
        data = reader.yaml(path)
        if data is None:
            continue
        if not isinstance(data, dict) or not isinstance(data.get("items"), dict):
            reader.note(path, "items", "is missing.", "Write 'items:' and ids below.")
            continue
        for name in data.keys() - {"defaults", "items"}:
            mend = "Move it under 'defaults:' or 'items:'."
            reader.note(path, str(name), "does not belong here.", mend)
        for name, value in data["items"].items():
            if isinstance(value, dict):
                value = {**(data.get("defaults") or {}), **value}
            item = reader.parse(path, CoverageItem, value, f"items.{name}.")
            if name in found:
                reader.note(path, f"items.{name}", "exists twice.", "Rename one.")
            if item is not None:
                found[str(name)] = item
    return found


_WithId = TypeVar("_WithId", Document, Topic, Procedure)


def _whole_file(reader: _Reader, path: Path, model: type[_WithId]) -> _WithId | None:
    data = reader.yaml(path)
    if data is None:
        return None
    entry = reader.parse(path, model, data)
    if entry is not None and entry.id != path.stem:
        mend = f"Write {path.stem!r}, or rename the file."
        reader.note(path, "id", f"{entry.id!r} is not the file's name.", mend)
    return entry


def load(folder: Path = FOLDER) -> Base:
    """Return the checked base under ``folder``, read once in a process.

    Raises:
        KnowledgeError: with every problem found, when there is any.
    """
    return loaded(folder)[1]


@functools.lru_cache(maxsize=4)
def loaded(folder: Path) -> tuple[Stamp, Base]:
    """Return what ``load`` does, with the stamp of the files it was read from.

    Raises:
        KnowledgeError: with every problem found, when there is any.
    """
    from knowledge.check import problems_across

    stamp = stamp_of(folder)  # before reading: an edit meanwhile is seen later
    base, problems = read(folder)
    if not problems:
        problems = problems_across(base, folder.name)
    if problems:
        raise KnowledgeError(problems)
    return stamp, base


def stamp_of(folder: Path) -> Stamp:
    """Return the stamp of every file under ``folder``, without opening any."""
    return tuple(sorted(_files(folder)))


def _files(folder: Path | str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            try:
                if entry.is_dir():
                    yield from _files(entry.path)
                elif entry.name.endswith(".yml"):
                    status = entry.stat()
                    yield entry.path, status.st_mtime_ns, status.st_size
            except FileNotFoundError:
                continue  # an editor moved it away just now; the next look sees more
