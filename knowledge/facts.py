"""Known facts in plain values, and facts as people write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Union

from knowledge.errors import FactError
from knowledge.load import Base
from knowledge.model import Fact, Facts, FactValue
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


# --- facts as people write them -------------------------------------------------------

_AMOUNT = re.compile(r"[¥￥]?(\d[\d,]*(?:\.\d+)?)(万)?(?:元|块|yuan|rmb)?")
_YES_NO = {"true": "yes", "false": "no", "是": "yes", "否": "no"}
_ABROAD = frozenset({"abroad", "境外", "国外", "海外"})


def parse(base: Base, text: str) -> tuple[str, str]:
    """Return fact and value of ``text``, written as ``fact=value``.

    Either side may be an id or plain words: the label or a synonym, a place's name, an
    amount such as 3万元.

    >>> parse(base, "参保地=厦门")
    ("insured_region", "350200")

    Raises:
        FactError: when it names no fact, or no value that this fact can have.
    """
    left, sign, right = unicodedata.normalize("NFKC", text).partition("=")
    key, word = left.strip().lower(), right.strip()
    if not sign or not key or not word:
        raise FactError(f"{text!r} is no fact", "write it as care=inpatient")
    name = _named(base.facts, key)
    if name is None:
        raise FactError(f"no fact {left.strip()!r}", f"use one of {_ids(base.facts)}")
    value = _value(base, name, word)
    if value is None:
        values = base.facts[name].values
        mend = f"use one of {_ids(values)}" if values else _KINDS[base.facts[name].kind]
        raise FactError(f"{name} has no value {word!r}", mend)
    return name, value


def stated(base: Base, given: Iterable[str]) -> Facts:
    """Return the facts that ``given`` states, each as ``parse`` reads it.

    Raises:
        FactError: when one names no fact, or no value that this fact can have.
    """
    return dict(parse(base, text) for text in given)


_KINDS = {
    "place": "write a province or city such as 南京 or Nanjing",
    "money": "write an amount in yuan such as 35000",
    "number": "write a number such as 29",
    "document": "write an id of documents.yml or law/, or a short name",
}


def _ids(known: Mapping[str, object]) -> str:
    return ", ".join(known)


def _named(
    entries: Mapping[str, Fact] | Mapping[str, FactValue], word: str
) -> str | None:
    """Return the id of the entry that ``word`` is the id, label or synonym of."""
    for name, entry in entries.items():
        labels = {name, entry.label.zh.lower(), entry.label.en.lower()}
        if isinstance(entry, FactValue):
            labels.update(synonym.lower() for synonym in entry.synonyms)
        if word in labels:
            return name
    return None


def _value(base: Base, name: str, word: str) -> str | None:
    fact, low = base.facts[name], word.lower()
    if fact.kind == "choice":
        return _named(fact.values, low) or _named(fact.values, _YES_NO.get(low, ""))
    if fact.kind == "place":
        return _place(base, low)
    if fact.kind == "money":
        return _amount(low.replace(" ", ""))
    if fact.kind == "number":
        return str(int(word)) if word.isdecimal() else None
    return _document(base, low)


def _document(base: Base, word: str) -> str | None:
    for document in base.documents.values():
        names = (document.short.zh, document.short.en, *document.also)
        if word == document.id or word in (name.lower() for name in names):
            return document.id
    return None


def _place(base: Base, word: str) -> str | None:
    if word in _ABROAD:
        return ABROAD
    if word in base.places.by_code:
        return word
    places = base.places
    codes = places.by_spelling.get(word) or places.by_ambiguous.get(word)
    return codes[0] if codes else None


def _amount(word: str) -> str | None:
    match = _AMOUNT.fullmatch(word)
    if match is None:
        return None
    amount = Decimal(match.group(1).replace(",", "")) * (10000 if match.group(2) else 1)
    return f"{amount.normalize():f}"
