"""Known facts in plain values, as people and programs beside ours write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Union

from knowledge.errors import UnknownFactError
from knowledge.load import Base
from knowledge.model import Fact, Facts
from knowledge.places import ABROAD

Plain = Union[str, int, float, bool]

#: The facts that are shown outside; the others only help to choose an answer.
SHOWN = (
    "insured_region",
    "treatment_region",
    "insurance",
    "care",
    "filed",
    "hospital_tier",
    "amount",
    "status",
    "reason_away",
    "article",
)
#: Values that serve the choice of an answer and have no plain name outside.
_INNER = frozenset({("status", "child"), ("status", "foreigner")})


def plain(base: Base, facts: Mapping[str, str]) -> dict[str, Plain]:
    """Return the ``SHOWN`` ones of ``facts`` in plain values.

    Places are Chinese short names (厦门), ``amount`` is a number of yuan, ``filed`` a
    boolean, ``hospital_tier`` (1, 2, 3) and ``article`` are integers.

    >>> plain(base, {"insured_region": "350200", "filed": "no", "amount": "35000"})
    {"insured_region": "厦门", "filed": False, "amount": 35000}
    """
    return {
        name: _plain(base, name, facts[name])
        for name in SHOWN
        if name in facts and (name, facts[name]) not in _INNER
    }


def _plain(base: Base, name: str, value: str) -> Plain:
    kind = base.facts[name].kind
    if kind == "place":
        return base.places.name(value).zh if value in base.places else value
    if kind == "money":
        amount = Decimal(value)
        return int(amount) if amount == amount.to_integral_value() else float(amount)
    if kind == "number" or name == "hospital_tier":
        return int(value)
    return {"yes": True, "no": False}.get(value, value)


def stated(base: Base, given: Iterable[str]) -> Facts:
    """Return facts from ``name=value``, both as ids or in plain words.

    >>> stated(base, ["参保地=厦门", "filed=没备案", "care=inpatient"])
    {"insured_region": "350200", "filed": "no", "care": "inpatient"}

    Raises:
        UnknownFactError: when a fact or a value is not known, with those that are.
    """
    facts = {}
    for item in given:
        name, equals, value = (part.strip() for part in item.partition("="))
        if not equals or not value:
            raise UnknownFactError(f"no fact in {item!r}", "write it as filed=no")
        fact_id = _fact_named(base, name)
        facts[fact_id] = _value_named(base, fact_id, base.facts[fact_id], value)
    return facts


def _fact_named(base: Base, name: str) -> str:
    for fact_id, fact in base.facts.items():
        if name.lower() in (fact_id, fact.label.zh, fact.label.en.lower()):
            return fact_id
    raise UnknownFactError(f"no fact {name!r}", f"use one of {', '.join(base.facts)}")


def _value_named(base: Base, name: str, fact: Fact, value: str) -> str:
    word = value.lower()
    if fact.kind == "choice":
        found = _choice(fact, word)
        mend = f"use one of {', '.join(fact.values)}, or a word that means it"
    elif fact.kind == "place":
        found = _place(base, word)
        mend = "use a name such as 厦门 or Xiamen, a code such as 350200, or ABROAD"
    elif fact.kind == "document":
        names = {
            d.id: {d.id, *d.also, d.short.zh, d.short.en.lower()}
            for d in (base.documents.values())
        }
        found = next((key for key, known in names.items() if word in known), None)
        mend = "use an id or a short name of documents.yml or law/"
    else:
        found = _amount(word, whole=fact.kind == "number")
        mend = "write a number such as 35000"
    if found is None:
        raise UnknownFactError(f"no {name} {value!r}", mend)
    return found


def _choice(fact: Fact, word: str) -> str | None:
    for value, entry in fact.values.items():
        labels = (value, entry.label.zh, entry.label.en.lower())
        if word in labels or word in (synonym.lower() for synonym in entry.synonyms):
            return value
    return None


def _place(base: Base, word: str) -> str | None:
    places = base.places
    if word in places.by_code:
        return word
    if word in (ABROAD.lower(), "境外", "国外"):
        return ABROAD
    found = places.by_spelling.get(word) or places.by_ambiguous.get(word)
    return found[0] if found else None


def _amount(word: str, whole: bool) -> str | None:
    try:
        amount = Decimal(word)
    except InvalidOperation:
        return None
    fits = amount.is_finite() and amount >= 0
    return word if fits and (not whole or word.isdecimal()) else None
