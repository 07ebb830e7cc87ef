"""What an estimate starts from: one bill, read strictly from plain data.

Money is in yuan, rounded half up to the fen as it is read. Rates are fractions of 1:
0.85 is 85 percent, a cut of 0.2 is 20 percentage points. What is absent is zero, an
absent or null cap is unlimited. What cannot be is refused with the key and the mend.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NoReturn, Optional

from typing_extensions import Literal, get_args

from knowledge.errors import EstimateError

FEN = Decimal("0.01")
ZERO = Decimal(0)
ONE = Decimal(1)
#: Far above any bill; what is larger is a slip, and would only slow us down.
MOST = Decimal(10) ** 12

CutKind = Literal["points", "factor", "first_pay"]

_NUMBER = re.compile(r"[+-]?(\d{1,40}(\.\d{0,40})?|\.\d{1,40})([eE][+-]?\d{1,3})?")
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
    top = _object(data, "", _BILL)
    cut = _cut(top.get("cut"))
    bill = Bill(
        total=_amount(top, "total"),
        self_funded=_amount(top, "self_funded"),
        over_limit=_amount(top, "over_limit"),
        class_b=tuple(
            ClassB(
                _amount(item, "amount", where),
                _rate(item, "first_pay_rate", where),
            )
            for where, item in _items(top, "class_b", ("amount", "first_pay_rate"))
        ),
        deductible=_amount(top, "deductible"),
        bands=_bands(top),
        cap_left=_cap(top, "cap_left"),
        cut=cut,
        serious_illness=_serious(top.get("serious_illness")),
        medical_assistance=_assistance(top.get("medical_assistance")),
    )
    _fits(bill)
    return bill


def _fits(bill: Bill) -> None:
    """Refuse a bill whose figures contradict each other."""
    if bill.self_funded > bill.total:
        _refuse(
            "self_funded",
            f"自费 {bill.self_funded} 元超过了总额 {bill.total} 元。请核对两个数。",
            f"{bill.self_funded} yuan is above the total of {bill.total} yuan. "
            "Correct one of the two.",
        )
    class_b = sum((item.amount for item in bill.class_b), ZERO)
    parts = bill.self_funded + bill.over_limit + class_b
    if parts > bill.total:
        key = "class_b" if bill.class_b else "over_limit"
        _refuse(
            key,
            f"自费、超限价和乙类合计 {parts} 元，超过了总额 {bill.total} 元。请核对，"
            "同一笔钱不要算两次。",
            f"self_funded, over_limit and class_b add up to {parts} yuan, above the "
            f"total of {bill.total} yuan. Correct them; count nothing twice.",
        )
    lowest = min(band.ratio for band in bill.bands)
    if bill.cut and bill.cut.kind == "points" and bill.cut.value > lowest:
        _refuse(
            "cut.value",
            f"降幅 {bill.cut.value} 大于报销比例 {lowest}。请写小于或等于比例的数。",
            f"the cut {bill.cut.value} is larger than the ratio {lowest}. Write one "
            "that is not above the ratio.",
        )


def _bands(top: Mapping[str, Any]) -> tuple[Band, ...]:
    has_ratio = top.get("ratio") is not None
    has_bands = top.get("bands") is not None
    if has_ratio and has_bands:
        _refuse(
            "bands",
            "ratio 和 bands 只能给一个，请删掉一个。",
            "ratio and bands are both given. Remove one of them.",
        )
    if has_ratio:
        return (Band(None, _rate(top, "ratio")),)
    if not has_bands:
        _refuse(
            "ratio",
            "没有报销比例。请写 ratio（如 0.85）或分段的 bands；比例问参保地，"
            "电话 12393。",
            "is missing, and so is bands. Write ratio (such as 0.85) or bands; the "
            "insured place tells it, telephone 12393.",
        )
    bands: list[Band] = []
    for where, item in _items(top, "bands", ("up_to", "ratio")):
        if item.get("ratio") is None:
            _refuse(f"{where}.ratio", "缺比例，请写上。", "is missing. Write it.")
        bands.append(Band(_cap(item, "up_to", where), _rate(item, "ratio", where)))
    _ascending(bands)
    return tuple(bands)


def _ascending(bands: Sequence[Band]) -> None:
    if not bands:
        _refuse("bands", "是空的，请至少写一段。", "is empty. Write at least one band.")
    before = ZERO
    for index, band in enumerate(bands):
        last = index == len(bands) - 1
        if band.up_to is None and last:
            return
        if band.up_to is None or band.up_to <= before:
            _refuse(
                f"bands[{index}].up_to",
                "各段要从低到高排列，只有最后一段可以是 null。请重新排列。",
                "bands must ascend, and only the last may be null. Put them in order.",
            )
        before = band.up_to


def _cut(value: Any) -> Cut | None:
    if value is None:
        return None
    item = _object(value, "cut", ("kind", "value"))
    kind = item.get("kind")
    if not isinstance(kind, str) or kind not in get_args(CutKind):
        _refuse(
            "cut.kind",
            "请写 points（减百分点）、factor（乘系数）或 first_pay（先自付一部分）。",
            "is not known. Write points, factor or first_pay.",
        )
    if item.get("value") is None:
        _refuse("cut.value", "没有写，请写上，如 0.2。", "is missing. Write 0.2, say.")
    return Cut(kind, _rate(item, "value", "cut"))  # type: ignore[arg-type]


def _serious(value: Any) -> SeriousIllness | None:
    if value is None:
        return None
    keys = ("deductible", "ratio", "cap", "own_in_scope_this_year")
    item = _object(value, "serious_illness", keys)
    return SeriousIllness(
        _amount(item, "deductible", "serious_illness"),
        _rate(item, "ratio", "serious_illness"),
        _cap(item, "cap", "serious_illness"),
        _cap(item, "own_in_scope_this_year", "serious_illness"),
    )


def _assistance(value: Any) -> MedicalAssistance | None:
    if value is None:
        return None
    where = "medical_assistance"
    item = _object(value, where, ("ratio", "deductible", "cap"))
    return MedicalAssistance(
        _rate(item, "ratio", where),
        _amount(item, "deductible", where),
        _cap(item, "cap", where),
    )


def _object(value: Any, where: str, keys: Sequence[str]) -> Mapping[str, Any]:
    known = ", ".join(keys)
    if not isinstance(value, Mapping):
        _refuse(
            where,
            f"应是一个 JSON 对象。请写成 {{…}}，可用的键：{known}。",
            f"must be a JSON object. Write {{…}} with the keys: {known}.",
        )
    for key in value:
        if key not in keys:
            _refuse(
                _dotted(where, str(key)[:40]),
                f"不认识这个键。可用的键：{known}。",
                f"is an unknown key. Known are: {known}.",
            )
    return value


def _items(
    top: Mapping[str, Any], key: str, keys: Sequence[str]
) -> list[tuple[str, Mapping[str, Any]]]:
    value = top.get(key)
    if value is None:
        return []
    if not isinstance(value, (list, tuple)):
        _refuse(key, "应是一个列表，请写成 […]。", "must be a list. Write […].")
    return [
        (f"{key}[{index}]", _object(item, f"{key}[{index}]", keys))
        for index, item in enumerate(value)
    ]


def _cap(item: Mapping[str, Any], key: str, where: str = "") -> Decimal | None:
    return None if item.get(key) is None else _amount(item, key, where)


def _amount(item: Mapping[str, Any], key: str, where: str = "") -> Decimal:
    name = _dotted(where, key)
    value = _number(item.get(key, 0), name, "50000")
    if value < 0:
        _refuse(
            name, "金额不能是负数，请改正。", "is negative. Write an amount from 0 up."
        )
    if value > MOST:
        _refuse(
            name,
            "金额大得不合理，请按元填写。",
            "is too large for a bill. Write it in yuan.",
        )
    return to_fen(value)


def _rate(item: Mapping[str, Any], key: str, where: str = "") -> Decimal:
    name = _dotted(where, key)
    value = _number(item.get(key, 0), name, "0.85")
    if value < 0:
        _refuse(
            name,
            "不能是负数，请写 0 到 1 之间的数。",
            "is negative. Write a fraction from 0 to 1.",
        )
    if value > 1:
        points = item.get("kind") == "points"
        zh = "20 个百分点请写 0.2" if points else "85% 请写 0.85"
        en = "write 0.2 for 20 percentage points" if points else "85 % is 0.85"
        _refuse(
            name,
            f"不能大于 1，是 1 的几分之几：{zh}。",
            f"is above 1. Write a fraction of 1: {en}.",
        )
    return value


def _number(value: Any, name: str, example: str) -> Decimal:
    zh = f"不是数字，请写成 {example} 这样。"
    en = f"is not a number. Write it like {example}."
    if isinstance(value, bool) or not isinstance(value, (str, int, float, Decimal)):
        _refuse(name, zh, en)
    text = str(value).strip()
    if len(text) > 100 or not text.isascii() or not _NUMBER.fullmatch(text):
        _refuse(name, zh, en)
    return Decimal(text) or ZERO  # no negative zero


def _dotted(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


def _refuse(key: str, zh: str, en: str) -> NoReturn:
    raise EstimateError(key, zh, en)
