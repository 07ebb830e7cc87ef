"""Known facts in plain values, as programs beside ours read them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Union

from knowledge.load import Base

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
