"""Numbers as texts write them: digits of any script, Chinese numerals, English words.

Two languages are compared by what they hold. ``sure`` gives the numbers that can be
nothing else, ``loose`` also what may be one (一 is one in 一天 and none in 一般); a
number that is sure in one language must be at least possible in the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_ZH_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")}
_ZH_DIGITS |= {"〇": 0, "两": 2}
_ZH_POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10000}
_ZH_NUMERAL = "([〇零一二两三四五六七八九十百千万]+)"
_ZH_RUN = re.compile(_ZH_NUMERAL)
#: A Chinese numeral that counts or numbers something, such as 第三十条 and 三十日.
_ZH_SURE = re.compile(
    rf"第{_ZH_NUMERAL}(?=[条号令])|{_ZH_NUMERAL}(?=个?工作日|日|个月|倍|元|％|%|周岁)"
)
_PARTS = re.compile(rf"([百千万])分之{_ZH_NUMERAL}")
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?(\s*万)?")
_MONTHS = {
    name: str(number)
    for number, name in enumerate(
        "january february march april may june july august september october "
        "november december".split(),
        1,
    )
}
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})\b", re.IGNORECASE)
_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen "
_UNITS += "fourteen fifteen sixteen seventeen eighteen nineteen"
_SMALL = {name: number for number, name in enumerate(_UNITS.split())}
_TENS = {
    name: 10 * number
    for number, name in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), 2
    )
}
_OTHER = {"hundred": 100, "half": 2, "double": 2, "twice": 2, "once": 1, "a": 1}
_OTHER |= {"both": 2, "either": 2, "quarter": 4}
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_OTHER |= {name: number for number, name in enumerate(_ORDINALS, 1)}
_EN_WORD = re.compile(
    rf"\b(?:({'|'.join(_TENS)})[- ])?({'|'.join([*_SMALL, *_TENS, *_OTHER])})\b", re.I
)


def chinese(numeral: str) -> int:
    """Return the value of a Chinese numeral, written with powers or digit by digit.

    >>> chinese("一千零四十五"), chinese("二〇二七")
    (1045, 2027)
    """
    if not any(sign in _ZH_POWERS for sign in numeral):
        return int("".join(str(_ZH_DIGITS[sign]) for sign in numeral))
    total, digit = 0, 0
    for sign in numeral:
        if sign == "万":
            total, digit = (total + digit or 1) * 10000, 0
        elif sign in _ZH_POWERS:
            total += (digit or 1) * _ZH_POWERS[sign]
            digit = 0
        else:
            digit = _ZH_DIGITS[sign]
    return total + digit


def sure(text: str) -> set[str]:
    """Return the numbers of ``text`` that are numbers beyond doubt."""
    return {*_written(text), *_counted(text)}


def loose(text: str) -> set[str]:
    """Return every number that ``text`` may hold, in whatever form."""
    found = sure(text)
    found |= {str(chinese(run)) for run in _ZH_RUN.findall(text)}
    # 五至十五年, 二三十: a run read as one number hides its parts
    signs = set(text)
    found |= {str(_ZH_DIGITS[sign]) for sign in signs & _ZH_DIGITS.keys()}
    found |= {str(_ZH_POWERS[sign]) for sign in signs & _ZH_POWERS.keys()}
    if "半" in text:
        found |= {"2", "6"}
    for match in _EN_WORD.finditer(text):
        tens, word = (match.group(1) or "").lower(), match.group(2).lower()
        value = _SMALL.get(word) or _TENS.get(word) or _OTHER.get(word) or 0
        found |= {str(value), str(_TENS.get(tens, 0) + value)}
    found |= {_MONTHS[word.lower()] for word in _MONTH.findall(text)}
    return found


def _written(text: str) -> Iterator[str]:
    for match in _DIGITS.finditer(text):
        number = match.group().replace(",", "").rstrip("万 ")
        value = float(number) * (10000 if match.group(1) else 1)
        yield f"{value:g}" if value < 1e6 else str(int(value))


def _counted(text: str) -> Iterator[str]:
    if text.isascii():
        return
    for match in _ZH_SURE.finditer(text):
        yield str(chinese(match.group(1) or match.group(2)))
    for match in _PARTS.finditer(text):
        per = _ZH_POWERS[match.group(1)] // 100
        yield f"{chinese(match.group(2)) / per:g}"  # in percent, as English says it
