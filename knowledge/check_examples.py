"""What must hold of the sample figures. Returns every problem."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from knowledge.errors import Problem
from knowledge.examples import Example
from knowledge.load import Base

FILE = "examples.yml"
_FACT = "hospital_tier"


def example_problems(base: Base) -> Iterator[Problem]:
    """Yield all problems of the sample figures of ``base``."""
    seen: dict[tuple[str, str, str | None], str] = {}
    for name, row in base.examples.items():
        where = f"examples.{name}"
        key = (row.place, row.insurance, row.status)
        if key in seen:
            what = f"is for the same people as {seen[key]!r}."
            yield Problem(FILE, where, what, "Keep one of them.")
        seen.setdefault(key, name)
        if row.place not in base.places:
            what = f"unknown place {row.place!r}."
            mend = "Use CN or a code of regions/."
            yield Problem(FILE, f"{where}.place", what, mend)
        if row.source not in base.documents:
            what = f"unknown source {row.source!r}."
            mend = "Register it in documents.yml or law/."
            yield Problem(FILE, f"{where}.source", what, mend)
        yield from _figure_problems(base, where, row)


def _figure_problems(base: Base, where: str, row: Example) -> Iterator[Problem]:
    fact = base.facts.get(_FACT)
    levels = set(fact.values) if fact else set()
    unknown = sorted(row.ratio.keys() - levels)
    if unknown:
        mend = f"Use one of {sorted(levels)}."
        yield Problem(FILE, f"{where}.ratio", f"has unknown levels {unknown}.", mend)
    if not row.ratio or row.ratio.keys() != row.deductible.keys():
        what = "has other levels than ratio, or none."
        mend = "Give both for the same levels."
        yield Problem(FILE, f"{where}.deductible", what, mend)
    for level, ratio in row.ratio.items():
        if not Decimal(0) <= ratio <= Decimal(1):
            what = f"{ratio} is no fraction of 1."
            yield Problem(FILE, f"{where}.ratio.{level}", what, "Write 0.85 for 85 %.")
    for level, amount in row.deductible.items():
        if not amount.is_finite() or amount < 0:
            what = f"{amount} is no sum of money."
            mend = "Write yuan from 0 up."
            yield Problem(FILE, f"{where}.deductible.{level}", what, mend)
    if row.cap is not None and not (row.cap.is_finite() and row.cap > 0):
        what = f"{row.cap} is no cap."
        yield Problem(FILE, f"{where}.cap", what, "Write yuan above 0, or remove it.")
