"""Provinces and cities: by code, by name, and what lies within what."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from knowledge.model import NATIONAL, Text
from knowledge.model_places import City, Province

#: Outside the mainland for the fund's purposes (Social Insurance Law, article 30).
OUTSIDE_MAINLAND = frozenset({"710000", "810000", "820000"})

#: Stands for any foreign country as a place of treatment.
ABROAD = "ABROAD"

#: Province-level cities: one pooling area each.
MUNICIPALITIES = frozenset({"110000", "120000", "310000", "500000"})

_SUFFIX = re.compile(r"(特别行政区|自治区|自治州|地区|省|市|盟|州|县)$")
_NATION = Text(zh="全国", en="nationwide")


@dataclass(frozen=True)
class Place:
    """One place: its code, names, and the code of what it lies within."""

    code: str
    name: Text
    official: str
    within: str
    spellings: frozenset[str] = field(default_factory=frozenset)
    ambiguous: frozenset[str] = field(default_factory=frozenset)


class Places:
    """Index of places by code and by lower-case spelling."""

    def __init__(self, provinces: Iterable[Province]) -> None:
        """Index ``provinces`` and their cities; larger places win shared spellings."""
        self.by_code: dict[str, Place] = {}
        #: spelling -> codes, provinces and big cities first
        self.by_spelling: dict[str, list[str]] = {}
        #: the same for spellings that mean the place only in a clear context
        self.by_ambiguous: dict[str, list[str]] = {}
        provinces = list(provinces)
        for province in provinces:
            self._add(_place(province, NATIONAL))
        for province in provinces:
            for city in province.cities:
                self._add(_place(city, city.within or province.code))

    def _add(self, place: Place) -> None:
        self.by_code[place.code] = place
        for spelling in sorted(place.spellings):
            self.by_spelling.setdefault(spelling, []).append(place.code)
        for spelling in sorted(place.ambiguous):
            self.by_ambiguous.setdefault(spelling, []).append(place.code)

    def __contains__(self, code: str) -> bool:
        """Tell whether ``code`` is the nation or a known place."""
        return code == NATIONAL or code in self.by_code

    def name(self, code: str) -> Text:
        """Return the name of the place ``code``."""
        return _NATION if code == NATIONAL else self.by_code[code].name

    def chain(self, code: str | None) -> tuple[str, ...]:
        """Return ``code`` and all it lies within, most local first, ``CN`` last.

        >>> places.chain("320100")
        ("320100", "320000", "CN")
        """
        chain = []
        while code and code != NATIONAL and code in self.by_code:
            chain.append(code)
            code = self.by_code[code].within
        return (*chain, NATIONAL)

    def province(self, code: str) -> str:
        """Return the code of the province that ``code`` lies in."""
        chain = self.chain(code)
        return chain[-2] if len(chain) > 1 else NATIONAL

    def scope(self, insured: str, treated: str) -> str | None:
        """Return how far ``treated`` is from ``insured``: home, same or other province.

        None when it cannot be told (a province and a city inside it).
        """
        home, away = self.chain(insured), self.chain(treated)
        if treated in home or insured in away:
            wider = min(home, away, key=len)[0]
            one_pool = wider in MUNICIPALITIES or self.province(wider) != wider
            return "home" if one_pool else None
        if home[-2:] == away[-2:]:
            return "same_province"
        return "other_province"


def _place(unit: Province | City, within: str) -> Place:
    names = {unit.name.zh, unit.official, unit.name.en, *unit.also}
    bare = _SUFFIX.sub("", unit.name.zh)
    if bare == unit.name.zh:
        names |= {bare + suffix for suffix in _suffixes(unit)}
    names |= {re.sub(r"[ '’-]", "", name) for name in names if name.isascii()}
    names |= {name.replace("'", "’") for name in names}
    spellings = {name.lower() for name in names}
    ambiguous = frozenset(name.lower() for name in unit.ambiguous)
    return Place(
        unit.code,
        unit.name,
        unit.official,
        within,
        frozenset(spellings - ambiguous),
        ambiguous,
    )


def _suffixes(unit: Province | City) -> tuple[str, ...]:
    ending = _SUFFIX.search(unit.official)
    if ending is None:
        return ()
    return (
        (ending.group(1), "州") if ending.group(1) == "自治州" else (ending.group(1),)
    )
