"""Finds medicines in the imported national drug catalogue.

Every look-up opens the file anew and closes it again; all of it takes a millisecond. So
an import by another process is seen at once, and no handle stays open.
Without a file there is no catalogue; a broken one is logged and counts as none.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import quote

from knowledge import drug_names, drug_store
from knowledge.covered import folded
from knowledge.model_drugs import Drug

logger = logging.getLogger(__name__)

_TRIGRAM = 3  # characters that the full-text index needs
#: A message so short asks about its only name: Chinese characters, English words.
_CHARACTERS, _WORDS = 20, 7
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


@dataclass(frozen=True)
class Found:
    """What a catalogue says about the medicines of a message.

    ``drugs`` are its lines, best first; ``missing`` the names it does not have, as the
    message has them; ``title``, ``year`` and ``file`` say which catalogue it is.
    """

    title: str
    year: int
    file: str
    drugs: tuple[Drug, ...]
    missing: tuple[str, ...] = ()


def look_up(text: str, *, asks_for_one: bool = False) -> Found | None:
    """Return what the catalogue says about the medicines that ``text`` names.

    Args:
        text: A message of a person.
        asks_for_one: Whether the message is known to ask for a medicine; then its only
            word that belongs to no question is a name, even one of a brand.

    Returns:
        None without a catalogue; without ``drugs`` and ``missing`` if none is named.
    """
    return _read(lambda reader: reader.look_up(folded(text), asks_for_one))


def _read(use: Callable[[_Reader], Found]) -> Found | None:
    """Return what ``use`` finds; None without a catalogue that can be read."""
    path = drug_store.path()
    if not os.path.exists(path):
        return None
    # immutable: the file is replaced as a whole, never changed
    address = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
    try:
        with contextlib.closing(sqlite3.connect(address, uri=True)) as connection:
            (shape,) = connection.execute("PRAGMA user_version").fetchone()
            if shape != drug_store.SHAPE:
                raise sqlite3.DatabaseError(f"its shape is {shape}")
            return use(_Reader(connection))
    except sqlite3.Error as error:
        mend = "Import it again with: baoxiao import-drugs FILE"
        logger.error("%s: no drug catalogue can be read (%s). %s", path, error, mend)
        return None


@dataclass(frozen=True)
class _Span:
    """A name in a folded text."""

    start: int
    end: int
    name: str
    missing: bool = False


class _Reader:
    """One look at an open catalogue."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def look_up(self, text: str, asks_for_one: bool) -> Found:
        spans = self._spans(text)
        words = drug_names.left_over(_without(text, spans))
        hits: dict[int, None] = {}
        missing = [span.name for span in spans if span.missing]
        for span in spans:
            if not span.missing:
                hits.update(dict.fromkeys(self.ids(span.name)))
        alone = asks_for_one and not spans and len(words) == 1 and _short(text)
        for word in filter(drug_names.may_be_drug, words):
            named = drug_names.looks_like_drug(word)
            ids = self._of_word(word) if named or asks_for_one else []
            hits.update(dict.fromkeys(ids))
            name = drug_names.trimmed(word)
            if not ids and name and (named or alone):
                missing.append(name)
        return self.found(hits, missing)

    def found(self, ids: Iterable[int], missing: Iterable[str] = ()) -> Found:
        """Return the lines numbered ``ids``, in that order."""
        drugs = []
        columns = ", ".join(drug_store.COLUMNS)
        for number in ids:
            query = f"SELECT {columns} FROM drugs WHERE id = ?"
            drugs.append(Drug(*self._connection.execute(query, (number,)).fetchone()))
        query = "SELECT title, year, file FROM meta"
        title, year, file = self._connection.execute(query).fetchone()
        return Found(title, year, file, tuple(drugs), tuple(dict.fromkeys(missing)))

    def ids(self, name: str) -> list[int]:
        """Return the lines with ``name`` in their name: exact, short, in order."""
        if not name:
            return []
        if len(name) < _TRIGRAM:
            where, sought = "n.name LIKE ? ESCAPE '!'", f"%{_escaped(name)}%"
        else:
            quoted = name.replace('"', '""')
            where, sought = "names MATCH ?", f'"{quoted}"'
        query = (
            f"SELECT n.rowid FROM names n WHERE {where} ORDER BY "
            "NOT EXISTS (SELECT 1 FROM aliases WHERE drug = n.rowid AND alias = ?), "
            "length(n.name), n.rowid"
        )
        rows = self._connection.execute(query, (sought, name))
        return [row[0] for row in rows]

    def _of_word(self, word: str) -> list[int]:
        """Return the lines that have ``word``, or its shortest form, in their name."""
        for name in dict.fromkeys((word, drug_names.core(word))):
            ids = self.ids(name)
            if name[0] in _LATIN:
                ids = [number for number in ids if self._has(number, name)]
            if ids:
                return ids
        return []

    def _has(self, drug: int, word: str) -> bool:
        """Tell whether a Latin ``word`` is a whole one in the line's names."""
        query = "SELECT name FROM names WHERE rowid = ?"
        (name,) = self._connection.execute(query, (drug,)).fetchone()
        return any(_whole(name, at, at + len(word)) for at in _places(name, word))

    def _spans(self, text: str) -> list[_Span]:
        """Return the names of the catalogue in ``text`` that lie in no longer one."""
        query = (
            "SELECT DISTINCT alias FROM aliases WHERE length(alias) >= ? "
            "AND instr(?, alias) ORDER BY length(alias) DESC"
        )
        rows = self._connection.execute(query, (drug_names.SHORTEST, text)).fetchall()
        kept: list[_Span] = []
        for (alias,) in rows:
            for start in _places(text, alias):
                end = start + len(alias)
                if any(start < k.end and k.start < end for k in kept):
                    continue
                if not _whole(text, start, end) or drug_names.is_kind(alias):
                    continue
                if drug_names.no_medicine(text[end:]):
                    continue
                before = drug_names.other_substance(text[:start])
                name = f"{before}{alias}"
                kept.append(_Span(start - len(before), end, name, bool(before)))
        return sorted(kept, key=lambda span: span.start)


def _places(text: str, name: str) -> list[int]:
    return [at for at in range(len(text)) if text.startswith(name, at)]


def _whole(text: str, start: int, end: int) -> bool:
    """Tell whether ``start`` to ``end`` cuts no English word in two."""
    begins = not (start and text[start - 1] in _LATIN and text[start] in _LATIN)
    ends = not (end < len(text) and text[end - 1] in _LATIN and text[end] in _LATIN)
    return begins and ends


def _short(text: str) -> bool:
    """Tell whether ``text`` has room for hardly more than a name and a question."""
    return len(text) <= _CHARACTERS if not text.isascii() else text.count(" ") < _WORDS


def _without(text: str, spans: Iterable[_Span]) -> str:
    """Return ``text`` with a stop in the place of each name."""
    for span in sorted(spans, key=lambda span: -span.start):
        text = f"{text[: span.start]}，{text[span.end :]}"
    return text


def _escaped(name: str) -> str:
    return name.replace("!", "!!").replace("%", "!%").replace("_", "!_")
