"""Sums and rates as people write them."""

from __future__ import annotations

import pytest

from knowledge.reading import read_money, read_rate


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("3.5万", "35000"),
        ("35k", "35000"),
        ("35,000 元", "35000"),
        ("３５０００", "35000"),
        ("五万块", "50000"),
        ("¥1200.50", "1200.5"),
        ("-5", None),
        ("abc", None),
        ("三万五", "35000"),
        ("大概三万五吧", "35000"),
        ("about 3.2万", "32000"),
        ("¥12,800.50", "12800.5"),
        ("住院", None),
        ("", None),
    ],
)
def test_money_as_people_write_it(text: str, amount: str | None) -> None:
    assert read_money(text) == amount


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("85%", "0.85"),
        ("85 ％", "0.85"),
        ("0.85", "0.85"),
        ("百分之85", "0.85"),
        ("1", "1"),
        ("85", "0.85"),
        ("120%", None),
        ("-5%", None),
        ("much", None),
        ("1.5", None),
        ("八成五", "0.85"),
        ("八成", "0.8"),
        ("三成半", "0.35"),
        ("百分之八十五", "0.85"),
        ("85 percent", "0.85"),
        ("大概85%吧", "0.85"),
    ],
)
def test_rates_as_people_write_them(text: str, rate: str | None) -> None:
    assert read_rate(text) == rate
