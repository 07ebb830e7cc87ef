"""Single figures of an estimate's input: amounts, rates, objects and lists.

Each function refuses what cannot be with ``EstimateError``: the key and the mend.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NoReturn

from knowledge.errors import EstimateError
from knowledge.estimate_model import MOST, ZERO, to_fen

_NUMBER = re.compile(r"[+-]?(\d{1,40}(\.\d{0,40})?|\.\d{1,40})([eE][+-]?\d{1,3})?")


def as_object(value: Any, where: str, keys: Sequence[str]) -> Mapping[str, Any]:
    """Return ``value`` as an object with no other keys than ``keys``."""
    known = ", ".join(keys)
    if not isinstance(value, Mapping):
        refuse(
            where,
            f"应是一个 JSON 对象。请写成 {{…}}，可用的键：{known}。",
            f"must be a JSON object. Write {{…}} with the keys: {known}.",
        )
    for key in value:
        if key not in keys:
            refuse(
                _dotted(where, str(key)[:40]),
                f"不认识这个键。可用的键：{known}。",
                f"is an unknown key. Known are: {known}.",
            )
    return value


def items_of(
    top: Mapping[str, Any], key: str, keys: Sequence[str]
) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the objects of a list, each with where it stands."""
    value = top.get(key)
    if value is None:
        return []
    if not isinstance(value, (list, tuple)):
        refuse(key, "应是一个列表，请写成 […]。", "must be a list. Write […].")
    return [
        (f"{key}[{index}]", as_object(item, f"{key}[{index}]", keys))
        for index, item in enumerate(value)
    ]


def cap_of(item: Mapping[str, Any], key: str, where: str = "") -> Decimal | None:
    """Return an amount, or None where absent or null: unlimited."""
    return None if item.get(key) is None else amount_of(item, key, where)


def amount_of(item: Mapping[str, Any], key: str, where: str = "") -> Decimal:
    """Return an amount in yuan, rounded to the fen; absent is zero."""
    name = _dotted(where, key)
    value = _number(item.get(key, 0), name, "50000")
    if value < 0:
        refuse(
            name, "金额不能是负数，请改正。", "is negative. Write an amount from 0 up."
        )
    if value > MOST:
        refuse(
            name,
            "金额大得不合理，请按元填写。",
            "is too large for a bill. Write it in yuan.",
        )
    return to_fen(value)


def rate_of(item: Mapping[str, Any], key: str, where: str = "") -> Decimal:
    """Return a fraction of 1; absent is zero."""
    name = _dotted(where, key)
    value = _number(item.get(key, 0), name, "0.85")
    if value < 0:
        refuse(
            name,
            "不能是负数，请写 0 到 1 之间的数。",
            "is negative. Write a fraction from 0 to 1.",
        )
    if value > 1:
        points = item.get("kind") == "points"
        zh = "20 个百分点请写 0.2" if points else "85% 请写 0.85"
        en = "write 0.2 for 20 percentage points" if points else "85 % is 0.85"
        refuse(
            name,
            f"不能大于 1，是 1 的几分之几：{zh}。",
            f"is above 1. Write a fraction of 1: {en}.",
        )
    return value


def _number(value: Any, name: str, example: str) -> Decimal:
    zh = f"不是数字，请写成 {example} 这样。"
    en = f"is not a number. Write it like {example}."
    if isinstance(value, bool) or not isinstance(value, (str, int, float, Decimal)):
        refuse(name, zh, en)
    text = str(value).strip()
    if len(text) > 100 or not text.isascii() or not _NUMBER.fullmatch(text):
        refuse(name, zh, en)
    return Decimal(text) or ZERO  # no negative zero


def _dotted(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


def refuse(key: str, zh: str, en: str) -> NoReturn:
    """Raise ``EstimateError`` for ``key`` with the fault and the mend."""
    raise EstimateError(key, zh, en)
