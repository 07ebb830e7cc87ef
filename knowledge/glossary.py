"""What the jargon in our texts means: the glossary, and which of it texts hold.

Pure functions over ``glossary.yml``; the names are compiled once for each base.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import List

from pydantic import Field

from knowledge.model import LANGUAGES, Frozen, Kept, Language, Text

#: At most so many terms of one reply are explained.
MOST = 5


class Names(Frozen):
    """What a term is called in our texts; English names in the singular."""

    zh: List[str] = Field(..., min_items=1)
    en: List[str] = Field(..., min_items=1)

    def in_language(self, language: Language) -> List[str]:
        """Return the names in ``language``."""
        return self.zh if language == "zh" else self.en


class Entry(Kept):
    """A term: its names and, in one plain sentence, what it means.

    A name that no text of ours holds says in ``kept`` why it stays.
    """

    names: Names
    meaning: Text


@dataclass(frozen=True)
class Term:
    """A term found in a text: its id, its name as written there, its meaning."""

    id: str
    name: str
    meaning: str


class Glossary:
    """The terms by id, found in texts by name."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        """Index ``entries`` by id; names are compiled when first looked for."""
        self.entries = entries

    @functools.cached_property
    def ids(self) -> dict[Language, dict[str, str]]:
        """For each language every name, folded, with the term's id."""
        return {
            language: {
                folded(name): key
                for key, entry in self.entries.items()
                for name in entry.names.in_language(language)
            }
            for language in LANGUAGES
        }

    @functools.cached_property
    def _patterns(self) -> dict[Language, re.Pattern[str]]:
        return {
            language: pattern(self.ids[language], language) for language in LANGUAGES
        }

    def found(self, text: str, language: Language) -> Iterator[tuple[str, str, str]]:
        """Yield id, name as written and name folded of each term in ``text``."""
        for match in self._patterns[language].finditer(text):
            name = folded(match.group(1))
            yield self.ids[language][name], match.group(), name


def terms(
    texts: Iterable[str], language: Language, glossary: Glossary, most: int = MOST
) -> list[Term]:
    """Return the terms that ``texts`` hold, at most ``most``, as they first occur.

    The longest name wins, and its meaning explains the names inside it: beside "late
    filing" a mere "filing" is not explained, wherever it stands.
    """
    first: dict[str, tuple[str, str]] = {}
    for text in texts:
        for key, written, name in glossary.found(text, language):
            first.setdefault(key, (written, name))
    names = [name for _, name in first.values()]
    told = [
        Term(key, written, glossary.entries[key].meaning.in_language(language))
        for key, (written, name) in first.items()
        if not _inside(name, names, language)
    ]
    return told[: max(most, 0)]


def pattern(names: Iterable[str], language: Language) -> re.Pattern[str]:
    """Return what finds any of the folded ``names``: as group 1, its plural too."""
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    one = "|".join(map(re.escape, longest_first)) or r"(?!)"
    if language == "zh":
        return re.compile(f"({one})")
    # case of plain letters only: what matches must be found by its folded name
    return re.compile(rf"(?<![^\W_])(?ai:({one})(?:es|s)?)(?![^\W_])")


def folded(name: str) -> str:
    """Return ``name`` in the form names are compared in."""
    return name.lower()


def _inside(name: str, others: Iterable[str], language: Language) -> bool:
    """Tell whether ``name`` is a part of a longer one of ``others``."""
    longer = [other for other in others if len(other) > len(name) and name in other]
    if not longer or language == "zh":
        return bool(longer)
    return any(pattern([name], language).search(other) for other in longer)
