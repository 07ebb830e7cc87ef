"""What an estimate starts from: one bill, read strictly from plain data.

Money is in yuan, rounded half up to the fen as it is read. Rates are fractions of 1:
0.85 is 85 percent, a cut of 0.2 is 20 percentage points. What is absent is zero, an
absent or null cap is unlimited. What cannot be is refused with the key and the mend.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from typing_extensions import get_args

from knowledge.errors import EstimateError
from knowledge.estimate_fields import (
    amount_of,
    as_object,
    cap_of,
    items_of,
    rate_of,
    refuse,
)
from knowledge.estimate_model import (
    ZERO,
    Band,
    Bill,
    ClassB,
    Cut,
    CutKind,
    MedicalAssistance,
    SeriousIllness,
)

_BILL = (
    "total",
    "self_funded",
    "over_limit",
    "class_b",
    "deductible",
    "ratio",
    "bands",
    "cap_left",
    "cut",
    "serious_illness",
    "medical_assistance",
)


def read_json(raw: bytes) -> Bill:
    """Read one JSON object.

    Raises:
        EstimateError: when it is no JSON object or holds what cannot be.
    """
    try:
        data = json.loads(
            raw.decode("utf-8-sig"),
            parse_float=str,  # as written: no binary fractions
            parse_int=str,
            parse_constant=str,
            object_pairs_hook=_once,
        )
    except EstimateError:
        raise
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else error
        raise EstimateError(
            "",
            f"标准输入不是有效的 JSON（{reason}）。请写一个 JSON 对象，"
            '例如 {"total": "50000", "ratio": "0.85"}。',
            f"Standard input is no valid JSON ({reason}). Write one JSON object, "
            'such as {"total": "50000", "ratio": "0.85"}.',
        ) from None
    return read_bill(data)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise EstimateError(
                key, "写了两次，请只留一个。", "is written twice. Keep one of them."
            )
        found[key] = value
    return found


def read_bill(data: Any) -> Bill:
    """Read a bill from plain data, whose numbers are decimals, strings or numbers.

    Raises:
        EstimateError: naming the key, what is wrong with it and the mend.
    """
    top = as_object(data, "", _BILL)
    cut = _cut(top.get("cut"))
    bill = Bill(
        total=amount_of(top, "total"),
        self_funded=amount_of(top, "self_funded"),
        over_limit=amount_of(top, "over_limit"),
        class_b=tuple(
            ClassB(
                amount_of(item, "amount", where),
                rate_of(item, "first_pay_rate", where),
            )
            for where, item in items_of(top, "class_b", ("amount", "first_pay_rate"))
        ),
        deductible=amount_of(top, "deductible"),
        bands=_bands(top),
        cap_left=cap_of(top, "cap_left"),
        cut=cut,
        serious_illness=_serious(top.get("serious_illness")),
        medical_assistance=_assistance(top.get("medical_assistance")),
    )
    _fits(bill)
    return bill


def _fits(bill: Bill) -> None:
    """Refuse a bill whose figures contradict each other."""
    if bill.self_funded > bill.total:
        refuse(
            "self_funded",
            f"自费 {bill.self_funded} 元超过了总额 {bill.total} 元。请核对两个数。",
            f"{bill.self_funded} yuan is above the total of {bill.total} yuan. "
            "Correct one of the two.",
        )
    class_b = sum((item.amount for item in bill.class_b), ZERO)
    parts = bill.self_funded + bill.over_limit + class_b
    if parts > bill.total:
        key = "class_b" if bill.class_b else "over_limit"
        refuse(
            key,
            f"自费、超限价和乙类合计 {parts} 元，超过了总额 {bill.total} 元。请核对，"
            "同一笔钱不要算两次。",
            f"self_funded, over_limit and class_b add up to {parts} yuan, above the "
            f"total of {bill.total} yuan. Correct them; count nothing twice.",
        )
    lowest = min(band.ratio for band in bill.bands)
    if bill.cut and bill.cut.kind == "points" and bill.cut.value > lowest:
        refuse(
            "cut.value",
            f"降幅 {bill.cut.value} 大于报销比例 {lowest}。请写小于或等于比例的数。",
            f"the cut {bill.cut.value} is larger than the ratio {lowest}. Write one "
            "that is not above the ratio.",
        )


def _bands(top: Mapping[str, Any]) -> tuple[Band, ...]:
    has_ratio = top.get("ratio") is not None
    has_bands = top.get("bands") is not None
    if has_ratio and has_bands:
        refuse(
            "bands",
            "ratio 和 bands 只能给一个，请删掉一个。",
            "ratio and bands are both given. Remove one of them.",
        )
    if has_ratio:
        return (Band(None, rate_of(top, "ratio")),)
    if not has_bands:
        refuse(
            "ratio",
            "没有报销比例。请写 ratio（如 0.85）或分段的 bands；比例问参保地，"
            "电话 12393。",
            "is missing, and so is bands. Write ratio (such as 0.85) or bands; the "
            "insured place tells it, telephone 12393.",
        )
    bands: list[Band] = []
    for where, item in items_of(top, "bands", ("up_to", "ratio")):
        if item.get("ratio") is None:
            refuse(f"{where}.ratio", "缺比例，请写上。", "is missing. Write it.")
        bands.append(Band(cap_of(item, "up_to", where), rate_of(item, "ratio", where)))
    _ascending(bands)
    return tuple(bands)


def _ascending(bands: Sequence[Band]) -> None:
    if not bands:
        refuse("bands", "是空的，请至少写一段。", "is empty. Write at least one band.")
    before = ZERO
    for index, band in enumerate(bands):
        last = index == len(bands) - 1
        if band.up_to is None and last:
            return
        if band.up_to is None or band.up_to <= before:
            refuse(
                f"bands[{index}].up_to",
                "各段要从低到高排列，只有最后一段可以是 null。请重新排列。",
                "bands must ascend, and only the last may be null. Put them in order.",
            )
        before = band.up_to


def _cut(value: Any) -> Cut | None:
    if value is None:
        return None
    item = as_object(value, "cut", ("kind", "value"))
    kind = item.get("kind")
    if not isinstance(kind, str) or kind not in get_args(CutKind):
        refuse(
            "cut.kind",
            "请写 points（减百分点）、factor（乘系数）或 first_pay（先自付一部分）。",
            "is not known. Write points, factor or first_pay.",
        )
    if item.get("value") is None:
        refuse("cut.value", "没有写，请写上，如 0.2。", "is missing. Write 0.2, say.")
    return Cut(kind, rate_of(item, "value", "cut"))  # type: ignore[arg-type]


def _serious(value: Any) -> SeriousIllness | None:
    if value is None:
        return None
    keys = ("deductible", "ratio", "cap", "own_in_scope_this_year")
    item = as_object(value, "serious_illness", keys)
    return SeriousIllness(
        amount_of(item, "deductible", "serious_illness"),
        rate_of(item, "ratio", "serious_illness"),
        cap_of(item, "cap", "serious_illness"),
        cap_of(item, "own_in_scope_this_year", "serious_illness"),
    )


def _assistance(value: Any) -> MedicalAssistance | None:
    if value is None:
        return None
    where = "medical_assistance"
    item = as_object(value, where, ("ratio", "deductible", "cap"))
    return MedicalAssistance(
        rate_of(item, "ratio", where),
        amount_of(item, "deductible", where),
        cap_of(item, "cap", where),
    )
