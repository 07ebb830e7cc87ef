"""Sums and rates as people write them, each alone: 3.5万, 35k, ¥12,800.50, 八成五."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from knowledge.numerals import parse_amount

_UNITS = re.compile(r"(元整?|块钱?|圆|¥|rmb|cny|yuan)", re.IGNORECASE)
_ABOUT = re.compile(
    r"^(?:大概|大约|差不多|约|是|有|就|总共|一共|我?花了|about|around|roughly"
    r"|it was|it is|it's|some)+\s*"
    r"|\s*(?:左右|上下|吧|了|的|more or less)+$|[。.!！,，]+$"
)
_START = re.compile(r"[\d.a-z零〇一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟]")
_PERCENT = re.compile(
    r"(?:百分之)?(\d{1,3}(?:\.\d{1,10})?)\s*(%|percent|per cent|个点)?"
)
_TENTHS = re.compile(r"([一二两三四五六七八九\d])成([半一二三四五六七八九\d])?")
_HAN_PERCENT = re.compile(r"百分之([零一二三四五六七八九十百]+)")
_HAN = "零一二三四五六七八九"


def folded(text: str) -> str:
    """Return ``text`` with full-width characters narrow, trimmed, in lower case."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def _bare(text: str) -> str:
    bare, before = folded(text), ""
    while bare != before:
        before, bare = bare, _ABOUT.sub("", bare).strip()
    return bare


def read_money(text: str) -> str | None:
    """Return a sum of yuan as a plain number, or None when ``text`` is none.

    >>> read_money("3.5万"), read_money("¥12,800.50"), read_money("三万五")
    ('35000', '12800.5', '35000')
    """
    bare = _UNITS.sub("", _bare(text)).strip()
    if not bare or not _START.match(bare):
        return None
    return parse_amount(bare)


def read_rate(text: str) -> str | None:
    """Return a rate as a fraction of 1, or None when ``text`` is none.

    >>> read_rate("85%"), read_rate("八成五"), read_rate("0.85"), read_rate("85")
    ('0.85', '0.85', '0.85', '0.85')
    """
    bare = _bare(text)
    tenths = _TENTHS.fullmatch(bare)
    if tenths:
        whole, part = (_digit(d) for d in (tenths.group(1), tenths.group(2) or "零"))
        return f"{Decimal(whole) / 10 + Decimal(part) / 100:f}"
    han = _HAN_PERCENT.fullmatch(bare)
    if han:
        number = parse_amount(han.group(1))
        bare = f"{number}%" if number else bare
    found = _PERCENT.fullmatch(bare)
    if found is None:
        return None
    value = Decimal(found.group(1))
    # 85 cannot be a fraction of 1, so it is a percentage
    if found.group(2) or bare.startswith("百分之") or value >= 2:
        value /= 100
    return f"{value:f}" if value <= 1 else None


def _digit(written: str) -> int:
    if written == "半":
        return 5
    if written == "两":
        return 2
    return _HAN.index(written) if written in _HAN else int(written)
