"""What the fund pays of one bill, step by step, to the fen.

The formula is that of the official settlement sheet for care in another province
(annex to jiangsu-2022-75); the figures are the insured place's. Every sum shown is
rounded half up to the fen, and the next step works on with the rounded sum, so that
anybody can recompute it. What the patient pays is the remainder: the parts always add
up to the total.

This is an estimate. The settlement sheet and the insured place's agency (telephone
12393) decide (Social Insurance Law, articles 26, 28 and 29).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Any, Optional

from knowledge.errors import EstimateError
from knowledge.estimate_model import ONE, ZERO, Band, Bill, to_fen
from knowledge.model import Text

LEVELS = "social-insurance-law#26"
SCOPE = "social-insurance-law#28"
SETTLEMENT = "social-insurance-law#29"
SHEET = "jiangsu-2022-75"
SERIOUS = "state-office-2015-57"
ASSISTANCE = "state-office-2021-42"
AWAY = "nhsa-2022-22"
#: Source of a figure that the person gave.
GIVEN = "given"

DECIDES = Text(
    zh="这是估算。实际以结算单和参保地医保经办机构为准（电话 12393），"
    "依据《社会保险法》第26、28、29条。",
    en="This is an estimate. The settlement sheet and the insured place's agency "
    "decide (telephone 12393); Social Insurance Law, Articles 26, 28 and 29.",
)


@dataclass(frozen=True)
class Step:
    """One step: what it is called, its sum in yuan, and where it comes from.

    ``source`` is a document's id, or ``given`` for a figure taken from the input.
    """

    name: str
    label: Text
    amount: Decimal
    formula: str
    source: str
    legal_basis: tuple[str, ...]


@dataclass(frozen=True)
class Estimate:
    """Who pays what of the bill, in yuan. ``in_scope`` is before a first-pay cut."""

    total: Decimal
    in_scope: Decimal
    fund: Decimal
    serious_illness: Decimal
    medical_assistance: Optional[Decimal]
    patient: Decimal
    steps: tuple[Step, ...]

    def as_json(self) -> dict[str, Any]:
        """Return plain data: sums as strings in yuan with two decimals, and steps."""
        row: dict[str, Any] = {
            "in_scope": _yuan(self.in_scope),
            "fund": _yuan(self.fund),
            "serious_illness": _yuan(self.serious_illness),
        }
        if self.medical_assistance is not None:
            row["medical_assistance"] = _yuan(self.medical_assistance)
        row["patient"] = _yuan(self.patient)
        row["steps"] = [_step_json(step) for step in self.steps]
        return row


def estimate(bill: Bill) -> Estimate:
    """Work out who pays what of ``bill``.

    Raises:
        EstimateError: when the in-scope cost lies beyond the last band.
    """
    with localcontext() as context:
        context.prec = 200  # products of the longest figures stay exact
        return _estimate(bill)


def _estimate(bill: Bill) -> Estimate:
    steps = [_step("total", "总费用", "total of the bill", bill.total)]
    in_scope = _in_scope(bill, steps)
    fund = _fund(bill, in_scope, steps)
    serious = _serious(bill, in_scope, fund, steps)
    aid = _assistance(bill, in_scope - fund - serious, steps)
    patient = bill.total - fund - serious - (aid or ZERO)
    paid = [fund, serious] if aid is None else [fund, serious, aid]
    formula = " − ".join(map(_yuan, [bill.total, *paid]))
    label = Text(zh="个人负担", en="you pay")
    steps.append(Step("patient", label, patient, formula, SHEET, (SETTLEMENT,)))
    return Estimate(bill.total, in_scope, fund, serious, aid, patient, tuple(steps))


def _step(name: str, zh: str, en: str, amount: Decimal) -> Step:
    """Return a step that only names a figure that was given."""
    return Step(name, Text(zh=zh, en=en), amount, _yuan(amount), GIVEN, (SCOPE,))


def _in_scope(bill: Bill, steps: list[Step]) -> Decimal:
    """Return what counts: the total without what lies outside the catalogues."""
    own = sum((b.amount * b.first_pay_rate for b in bill.class_b), ZERO)
    in_scope = to_fen(bill.total - bill.self_funded - bill.over_limit - own)
    # the remainder, so that the four parts add up to the total
    first_pay = bill.total - bill.self_funded - bill.over_limit - in_scope
    steps.append(
        _step(
            "self_funded",
            "目录外自费",
            "outside the catalogues, self-funded",
            bill.self_funded,
        )
    )
    steps.append(
        _step(
            "over_limit",
            "超过支付限价的部分",
            "above the payment limit",
            bill.over_limit,
        )
    )
    formula = " + ".join(
        f"{_yuan(b.amount)} × {plain(b.first_pay_rate)}" for b in bill.class_b
    )
    steps.append(
        Step(
            "class_b_first_pay",
            Text(zh="乙类先行自付", en="own first share of class B items"),
            first_pay,
            formula or "0",
            SHEET,
            (SCOPE,),
        )
    )
    parts = (bill.total, bill.self_funded, bill.over_limit, first_pay)
    label = Text(zh="符合医保范围的费用", en="cost in scope")
    formula = " − ".join(map(_yuan, parts))
    steps.append(Step("in_scope", label, in_scope, formula, SHEET, (SCOPE,)))
    return in_scope


def _fund(bill: Bill, in_scope: Decimal, steps: list[Step]) -> Decimal:
    """Return what basic insurance pays: ratio above the deductible, within the cap."""
    counted = in_scope
    cut = bill.cut
    if cut and cut.kind == "first_pay":
        counted = to_fen(in_scope * (ONE - cut.value))
        label = Text(
            zh="异地先行自付后的费用", en="cost after the first share for care away"
        )
        formula = f"{_yuan(in_scope)} × (1 − {plain(cut.value)})"
        steps.append(
            Step("after_first_pay", label, counted, formula, GIVEN, (LEVELS, AWAY))
        )
    above = max(ZERO, counted - bill.deductible)
    label = Text(zh="起付线以上的费用", en="cost above the deductible")
    formula = f"max(0, {_yuan(counted)} − {_yuan(bill.deductible)})"
    steps.append(Step("above_deductible", label, above, formula, GIVEN, (LEVELS,)))
    parts = list(_parts(bill, counted))
    pays = to_fen(sum((part * ratio for part, ratio, _ in parts), ZERO))
    formula = " + ".join(f"{_yuan(part)} × {shown}" for part, _, shown in parts)
    label = Text(zh="按比例计算", en="at the ratio")
    basis = (LEVELS, AWAY) if cut else (LEVELS,)
    steps.append(Step("at_ratio", label, pays, formula or "0", GIVEN, basis))
    fund = pays if bill.cap_left is None else min(pays, bill.cap_left)
    label = Text(zh="统筹基金支付", en="the fund pays")
    limit = "" if bill.cap_left is None else f", {_yuan(bill.cap_left)}"
    formula = f"min({_yuan(pays)}{limit})" if limit else _yuan(pays)
    steps.append(Step("fund", label, fund, formula, SHEET, (LEVELS, SETTLEMENT)))
    return fund


def _parts(bill: Bill, counted: Decimal) -> Iterator[tuple[Decimal, Decimal, str]]:
    """Yield each band's part of the cost with its ratio after the cut.

    Bands count the in-scope cost from zero; the deductible comes off the lowest part.
    """
    low = ZERO
    for band in bill.bands:
        high = counted if band.up_to is None else min(counted, band.up_to)
        part = max(ZERO, high - max(low, bill.deductible))
        if part or len(bill.bands) == 1:
            yield part, *_ratio(bill, band)
        if band.up_to is None:
            return
        low = band.up_to
    if counted > low:
        raise EstimateError(
            f"bands[{len(bill.bands) - 1}].up_to",
            f"范围内费用 {_yuan(counted)} 元超过了最后一段。请把最后一段写成 null，"
            "或再加一段。",
            f"the cost in scope, {_yuan(counted)} yuan, lies beyond the last band. "
            "Write null there, or add a band.",
        )


def _ratio(bill: Bill, band: Band) -> tuple[Decimal, str]:
    shown = plain(band.ratio)
    if bill.cut and bill.cut.kind == "points":
        return band.ratio - bill.cut.value, f"({shown} − {plain(bill.cut.value)})"
    if bill.cut and bill.cut.kind == "factor":
        return band.ratio * bill.cut.value, f"({shown} × {plain(bill.cut.value)})"
    return band.ratio, shown


def _serious(
    bill: Bill, in_scope: Decimal, fund: Decimal, steps: list[Step]
) -> Decimal:
    """Return what serious-illness insurance pays.

    Its own share counts over the year, but it never pays more than what of this bill
    is in scope and not yet paid.
    """
    rule = bill.serious_illness
    if rule is None:
        return ZERO
    left = in_scope - fund
    own = rule.own_in_scope_this_year
    own = left if own is None else own
    limits = [left] if rule.cap is None else [left, rule.cap]
    pays = min(to_fen(max(ZERO, own - rule.deductible) * rule.ratio), *limits)
    label = Text(zh="大病保险支付", en="serious-illness insurance pays")
    formula = (
        f"min(max(0, {_yuan(own)} − {_yuan(rule.deductible)}) × {plain(rule.ratio)}, "
        f"{', '.join(map(_yuan, limits))})"
    )
    steps.append(Step("serious_illness", label, pays, formula, SERIOUS, (LEVELS,)))
    return pays


def _assistance(bill: Bill, left: Decimal, steps: list[Step]) -> Decimal | None:
    """Return what medical assistance pays of the in-scope cost still ``left``."""
    rule = bill.medical_assistance
    if rule is None:
        return None
    pays = to_fen(max(ZERO, left - rule.deductible) * rule.ratio)
    formula = f"max(0, {_yuan(left)} − {_yuan(rule.deductible)}) × {plain(rule.ratio)}"
    if rule.cap is not None:
        pays = min(pays, rule.cap)
        formula = f"min({formula}, {_yuan(rule.cap)})"
    label = Text(zh="医疗救助支付", en="medical assistance pays")
    basis = (LEVELS, ASSISTANCE)
    steps.append(Step("medical_assistance", label, pays, formula, ASSISTANCE, basis))
    return pays


def plain(number: Decimal) -> str:
    """Return ``number`` without exponent or trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _yuan(amount: Decimal) -> str:
    return f"{to_fen(amount):f}"


def _step_json(step: Step) -> dict[str, Any]:
    return {
        "name": step.name,
        "zh": step.label.zh,
        "en": step.label.en,
        "amount": _yuan(step.amount),
        "formula": step.formula,
        "source": step.source,
        "legal_basis": list(step.legal_basis),
    }
