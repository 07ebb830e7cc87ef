"""Numbers written in digits, Chinese characters or English words."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = {"百": 100, "千": 1_000, "k": 1_000, "万": 10_000, "w": 10_000}


def _chinese(text: str) -> int | None:
    import cn2an  # needs a fifth of a second: only when such a number is met

    try:
        return int(cn2an.cn2an(text.replace("〇", "零"), "smart"))
    except ValueError:
        return None


def parse_amount(text: str) -> str | None:
    """Return a sum in yuan as a plain decimal string, or None for none.

    >>> parse_amount("3.5万"), parse_amount("五万三"), parse_amount("1,200")
    ('35000', '53000', '1200')
    """
    text = re.sub(r"[, 多余]", "", text).replace("thousand", "k")
    if not re.match(r"\d", text):
        value = _chinese(text)
        return None if value is None else str(value)
    mixed = re.fullmatch(r"(\d+)万(\d{1,4})", text)
    if mixed:  # 2万4 is 24,000 and 2万4500 is 24,500
        rest = mixed.group(2)
        below = int(rest) * (1000 if len(rest) == 1 else 1)
        return str(int(mixed.group(1)) * 10_000 + below)
    scale = _SCALES.get(text[-1], 1)
    try:
        amount = Decimal(text.rstrip("百千万kw")) * scale
    except InvalidOperation:
        return None
    return f"{amount.normalize():f}"


def parse_ordinal(text: str) -> int | None:
    """Return the number of an article, or None.

    >>> parse_ordinal("30"), parse_ordinal("二十九"), parse_ordinal("twenty-nine")
    (30, 29, 29)
    """
    if text.isdecimal():
        return int(text)
    if not text.isascii():
        return _chinese(text)
    tens, _, ones = text.replace("-", " ").partition(" ")
    if not ones and tens in _ONES:
        return _ONES.index(tens) + 1
    if tens not in _TENS or (ones and ones not in _ONES[:9]):
        return None
    return 10 * (_TENS.index(tens) + 2) + (_ONES.index(ones) + 1 if ones else 0)
