from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.numerals import parse_amount, parse_ordinal


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("3.5万", "35000"),
        ("3万", "30000"),
        ("3 万", "30000"),
        ("2千", "2000"),
        ("5百", "500"),
        ("3w", "30000"),
        ("12k", "12000"),
        ("5 thousand", "5000"),
        ("1,200", "1200"),
        ("1,234,567", "1234567"),
        ("99.50", "99.5"),
        ("100", "100"),
        ("0", "0"),
        ("2万4", "24000"),
        ("2万4500", "24500"),
        ("27余万", "270000"),
        ("五万三", "53000"),
        ("两千五", "2500"),
        ("一万二", "12000"),
        ("三百", "300"),
        ("八千", "8000"),
        ("十万", "100000"),
        ("一百零五", "105"),
        ("十", "10"),
    ],
)
def test_a_sum_is_read_as_plain_yuan(text: str, wanted: str) -> None:
    assert parse_amount(text) == wanted


@pytest.mark.parametrize("text", ["几万", "百千", "1.2.3", "万"])
def test_what_is_no_sum_is_none(text: str) -> None:
    assert parse_amount(text) is None


@given(st.integers(0, 10**9))
def test_digits_stand_for_themselves(number: int) -> None:
    assert parse_amount(str(number)) == str(number)
    assert parse_amount(f"{number:,}") == str(number)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("30", 30),
        ("三十", 30),
        ("二十九", 29),
        ("一百零二", 102),
        ("十", 10),
        ("十六", 16),
        ("一千二百六十", 1260),
        ("thirty", 30),
        ("twenty-nine", 29),
        ("twenty nine", 29),
        ("one", 1),
        ("nineteen", 19),
        ("ninety-nine", 99),
    ],
)
def test_the_number_of_an_article_is_read(text: str, wanted: int) -> None:
    assert parse_ordinal(text) == wanted


@pytest.mark.parametrize("text", ["about", "几", "thirteen-one-hundred"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse_ordinal(text) is None


@given(st.integers(1, 999))
def test_every_article_number_is_read_in_chinese(number: int) -> None:
    import cn2an

    assert parse_ordinal(cn2an.an2cn(number)) == number
