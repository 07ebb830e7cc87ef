"""The types of an estimate's input: one bill and the rules of the insured place.

Money is in yuan, rates are fractions of 1, a cap of None is unlimited.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Optional

from typing_extensions import Literal

FEN = Decimal("0.01")
ZERO = Decimal(0)
ONE = Decimal(1)
#: Far above any bill; what is larger is a slip, and would only slow us down.
MOST = Decimal(10) ** 12

CutKind = Literal["points", "factor", "first_pay"]


@dataclass(frozen=True)
class ClassB:
    """Items of class B (乙类): the share ``first_pay_rate`` is the patient's own."""

    amount: Decimal
    first_pay_rate: Decimal


@dataclass(frozen=True)
class Band:
    """A ratio for the in-scope cost up to ``up_to`` yuan (None: without end)."""

    up_to: Optional[Decimal]
    ratio: Decimal


@dataclass(frozen=True)
class Cut:
    """How care outside the insured place is paid less.

    ``points`` is taken off the ratio, ``factor`` multiplies it, ``first_pay`` is the
    share of the in-scope cost that stays with the patient before the deductible.
    """

    kind: CutKind
    value: Decimal


@dataclass(frozen=True)
class SeriousIllness:
    """Serious-illness insurance (大病保险); the own share may be the whole year's."""

    deductible: Decimal
    ratio: Decimal
    cap: Optional[Decimal]
    own_in_scope_this_year: Optional[Decimal]


@dataclass(frozen=True)
class MedicalAssistance:
    """Medical assistance (医疗救助) on what the first two layers leave."""

    ratio: Decimal
    deductible: Decimal
    cap: Optional[Decimal]


@dataclass(frozen=True)
class Bill:
    """One bill and the rules of the insured place. A flat ratio is one open band."""

    total: Decimal
    self_funded: Decimal
    over_limit: Decimal
    class_b: tuple[ClassB, ...]
    deductible: Decimal
    bands: tuple[Band, ...]
    cap_left: Optional[Decimal]
    cut: Optional[Cut]
    serious_illness: Optional[SeriousIllness]
    medical_assistance: Optional[MedicalAssistance]


def to_fen(amount: Decimal) -> Decimal:
    """Return ``amount`` yuan rounded half up to the fen."""
    return amount.quantize(FEN, ROUND_HALF_UP)
