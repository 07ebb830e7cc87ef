"""Which things of the coverage index a message names. Pure functions."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from knowledge.model_coverage import CoverageItem
from knowledge.spelling import Spelling, misspelt
from knowledge.text import normalise

#: At most so many things of one message are answered.
MOST = 3

_HAN = r"\u4e00-\u9fff"
# PET-CT, PET/CT and PET CT are one; a blank next to Chinese says nothing
_JOINTS = re.compile(r"(?<=[a-z0-9])[-_/·.'’]+(?=[a-z0-9])")
_BLANK_AT_HAN = re.compile(rf"(?<=[{_HAN}]) | (?=[{_HAN}])")
_WORD = re.compile(r"[a-z0-9]+")
_ALL_HAN = re.compile(rf"[{_HAN}]+")
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


@dataclass(frozen=True)
class Named:
    """A thing named: its id, where in the folded text, and by which alias."""

    id: str
    start: int
    end: int
    alias: str
    misspelt: bool = False

    @property
    def weight(self) -> int:
        """How much it says; a Chinese character says about what three letters do."""
        return sum(1 if character in _LATIN else 3 for character in self.alias)


class Coverage:
    """The coverage index: items by id, found in messages by name."""

    def __init__(self, items: Mapping[str, CoverageItem]) -> None:
        """Index ``items`` by id; names are indexed when first looked for."""
        self.items = items

    def named(self, text: str) -> tuple[str, ...]:
        """Return the ids of the items ``text`` names, in order, at most three.

        Of more, the last: stories come first, the question at the end.
        """
        found = self._apart(self._matches(folded(text)))
        if any(not self.items[match.id].broad for match in found):
            found = [match for match in found if not self.items[match.id].broad]
        ids = dict.fromkeys(match.id for match in sorted(found, key=lambda m: m.start))
        return tuple(ids)[-MOST:]

    @functools.cached_property
    def names(self) -> dict[str, str]:
        """Every name and alias, folded, with the item's id."""
        return {
            folded(name): key
            for key, item in self.items.items()
            for name in names_of(item)
        }

    @functools.cached_property
    def _lengths(self) -> dict[str, tuple[int, ...]]:
        """For two first characters the lengths of the names that start with them."""
        lengths: dict[str, set[int]] = {}
        for name in self.names:
            lengths.setdefault(name[:2], set()).add(len(name))
        return {start: tuple(sorted(found)) for start, found in lengths.items()}

    @functools.cached_property
    def _spelling(self) -> Spelling:
        words = {word for name in self.names for word in _WORD.findall(name)}
        return Spelling(words, (n for n in self.names if _ALL_HAN.fullmatch(n)))

    def _matches(self, text: str) -> Iterator[Named]:
        corrected = self._spelling.corrected(text)
        yield from self._exact(corrected)
        for start, end, name in misspelt(self._spelling, corrected):
            yield Named(self.names[name], start, end, name, misspelt=True)

    def _apart(self, matches: Iterable[Named]) -> list[Named]:
        """Return the matches that overlap no better one: well spelt, narrow, long."""
        kept: list[Named] = []
        for match in sorted(matches, key=self._rank):
            if all(match.end <= k.start or k.end <= match.start for k in kept):
                kept.append(match)
        return kept

    def _rank(self, match: Named) -> tuple[int, int, int]:
        doubt = 2 if self.items[match.id].broad else int(match.misspelt)
        return doubt, -match.weight, match.start

    def _exact(self, text: str) -> Iterator[Named]:
        for start in range(len(text)):
            if start and text[start - 1] in _LATIN and text[start] in _LATIN:
                continue  # in the middle of a word
            for length in self._lengths.get(text[start : start + 2], ()):
                name = text[start : start + length]
                if len(name) < length or name not in self.names:
                    continue
                end = _word_end(text, start + length)
                if end is not None:
                    yield Named(self.names[name], start, end, name)


def names_of(item: CoverageItem) -> tuple[str, ...]:
    """Return everything ``item`` is called."""
    return (item.name.zh, item.name.en, *item.aliases)


def folded(text: str) -> str:
    """Return ``text`` in the form names are compared in."""
    return _BLANK_AT_HAN.sub("", _JOINTS.sub(" ", normalise(text)))


def _word_end(text: str, end: int) -> int | None:
    """Return where the word at ``end`` ends, its plural counted; None inside one."""
    if text[end - 1] not in _LATIN:
        return end
    for plural in ("", "s", "es"):
        after = end + len(plural)
        whole = after >= len(text) or text[after] not in _LATIN
        if whole and text.startswith(plural, end):
            return after
    return None
