"""Numbers written in digits, Chinese characters or English words."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = {"百": 100, "千": 1_000, "k": 1_000, "万": 10_000, "w": 10_000}
_EN_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
_LATIN_SCALES = {"thousand": "k", "qian": "k", "wan": "w"}


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
    if re.match(r"[a-z]", text):
        words = _english(text)
        return None if words is None else str(words)
    for word, letter in _LATIN_SCALES.items():
        text = text.replace(word, letter)
    text = re.sub(r"[, 多余]", "", text)
    if re.fullmatch(r"\d+(?:\.\d+)?million", text):
        text = f"{Decimal(text[:-7]) * 100}w"
    mixed = re.fullmatch(r"(\d+)[万w](\d{4}|\d{3}|\d{2})", text)
    if mixed:  # 2万4500 is 24,500
        return str(int(mixed.group(1)) * 10_000 + int(mixed.group(2)))
    if not re.fullmatch(r"[\d.]+[百千万kw]?", text):
        value = _chinese(text.replace("w", "万"))
        return None if value is None else str(value)
    scale = _SCALES.get(text[-1], 1)
    try:
        amount = Decimal(text.rstrip("百千万kw")) * scale
    except InvalidOperation:
        return None
    return f"{amount.normalize():f}"


def _english(text: str) -> int | None:
    """Return the value of English number words, or None."""
    total = part = 0
    for word in re.findall(r"[a-z]+", text):
        if word in ("a", "an"):
            part = 1
        elif word in ONES:
            part += ONES.index(word) + 1
        elif word in TENS:
            part += 10 * (TENS.index(word) + 2)
        elif word == "hundred":
            part *= 100
        elif word in _EN_SCALES:
            total, part = total + part * _EN_SCALES[word], 0
        elif word != "and":
            return None
    return total + part or None


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
    if not ones and tens in ONES:
        return ONES.index(tens) + 1
    if tens not in TENS or (ones and ones not in ONES[:9]):
        return None
    return 10 * (TENS.index(tens) + 2) + (ONES.index(ones) + 1 if ones else 0)
