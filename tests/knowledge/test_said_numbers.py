"""Numbers as texts write them, in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.said_numbers import chinese, loose, sure

DIGITS = "零一二三四五六七八九"


def written(number: int) -> str:
    """Write 1 to 9999 in Chinese, the slow and obvious way."""
    text = ""
    for power, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            text += DIGITS[digit] + sign
        elif text and not text.endswith("零"):
            text += "零"
    return text.rstrip("零")


@given(st.integers(1, 9999))
def test_numerals_with_powers_are_read(number):
    assert chinese(written(number)) == number


@given(st.integers(1, 9999))
def test_every_article_number_is_sure_in_chinese(number):
    assert str(number) in sure(f"见第{written(number)}条。")


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("十", 10),
        ("十五", 15),
        ("二〇二七", 2027),
        ("一万", 10000),
        ("三万五千", 35000),
    ],
)
def test_other_ways_of_writing(numeral, value):
    assert chinese(numeral) == value


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("罚一千元至１万元", {"1000", "10000"}),
        ("加收万分之五，报百分之七十", {"0.05", "70"}),
        ("Pay 1,300 yuan or 0.05 %", {"1300", "0.05"}),
        ("一般一样", set()),
        ("three months from May", set()),
    ],
)
def test_what_is_a_number_beyond_doubt(text, numbers):
    assert sure(text) == numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("twenty-five years", "25"),
        ("from May on", "5"),
        ("the fourth month", "4"),
        ("twice the wage", "2"),
        ("二至五倍", "5"),
    ],
)
def test_what_may_be_a_number(text, number):
    assert number in loose(text)
