"""What a form asks next, and what it says when facts stay open."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from knowledge.errors import EstimateError
from knowledge.estimate_plan import UNKNOWN, Question, Worked, lines, plan, work_out
from knowledge.examples import LABEL
from knowledge.load import Base

DAY = dt.date(2026, 11, 1)
BILL = {
    "total": 50000,
    "self_funded": 3000,
    "class_b": 12000,
    "class_b_rate": "0.1",
    "deductible": 1000,
    "ratio": "0.85",
    "cap_left": UNKNOWN,
}


def test_it_asks_in_an_order_that_suits_people(base: Base) -> None:
    facts: dict[str, str] = {}
    amounts: dict[str, Any] = {}
    asked = []
    while isinstance(step := plan(base, facts, amounts, DAY), Question):
        asked.append(step.key)
        assert step.text.zh and step.text.en and step.why.zh and step.why.en
        known = {"total": 50000, "class_b": 100}.get(step.key, UNKNOWN)
        place = step.kind in ("place", "choice")
        (facts if place else amounts)[step.key] = known
    assert asked == [
        *("total", "insurance", "insured_region", "hospital_tier", "self_funded"),
        *("class_b", "class_b_rate", "deductible", "ratio", "cap_left"),
    ]
    assert step.is_range


def test_what_is_known_is_not_asked(base: Base) -> None:
    worked = plan(base, {"insured_region": "610100"}, BILL, DAY)
    assert isinstance(worked, Worked)
    assert worked.most.fund == worked.least.fund == Decimal("38080.00")
    assert not any(a.example for a in worked.assumptions)


@pytest.mark.parametrize(
    ("place", "filed", "reason", "least", "most"),
    [
        (None, None, None, "38080", "38080"),
        (None, "no", UNKNOWN, "29120", "38080"),
        (None, "yes", "long_term", "38080", "38080"),
        (None, "yes", "referral", "33600", "38080"),
        (None, "no", "referral", "29120", "38080"),
        ("320100", UNKNOWN, "emergency", "38080", "38080"),  # Jiangsu makes no cut
        ("320100", "yes", "referral", "35840", "38080"),
        ("440400", "no", "temporary", "29120", "29120"),  # Zhuhai: exactly 20 points
    ],
)
def test_an_open_cut_gives_a_range(
    base: Base,
    place: str | None,
    filed: str | None,
    reason: str | None,
    least: str,
    most: str,
) -> None:
    facts = {"insured_region": place, "filed": filed, "reason_away": reason}
    known = {key: value for key, value in facts.items() if value}
    worked = work_out(base, known, BILL, DAY)
    assert (worked.least.fund, worked.most.fund) == (Decimal(least), Decimal(most))


def test_samples_are_labelled_with_the_document(base: Base) -> None:
    facts = {"insured_region": "610100", "insurance": "employee", "hospital_tier": "3"}
    worked = work_out(base, facts, {"total": 50000}, DAY)
    samples = [a for a in worked.assumptions if a.example]
    assert {a.key for a in samples} == {"deductible", "ratio", "cap_left"}
    for sample in samples:
        assert sample.source == "xian-2017-72"
        assert LABEL.zh in sample.text.zh
        assert LABEL.en in sample.text.en
    assert worked.most.fund == Decimal("39040.00")  # (50000 - 1200) x 0.8


def test_a_cut_never_exceeds_the_ratio(base: Base) -> None:
    facts = {"filed": "no"}
    worked = work_out(base, facts, {**BILL, "ratio": "0.1"}, DAY)
    assert worked.least.fund == 0


def test_the_lines_say_all_in_both_languages(base: Base) -> None:
    worked = work_out(base, {"filed": "no"}, {"total": 50000}, DAY)
    zh, en = "\n".join(lines(worked, "zh")), "\n".join(lines(worked, "en"))
    assert LABEL.zh in zh and LABEL.en in en
    assert "12393" in zh and "12393" in en
    assert "20 个百分点" in zh and "20 percentage points" in en
    assert len(zh.splitlines()) == len(en.splitlines())


@pytest.mark.parametrize(
    "amounts",
    [
        {"total": -1},
        {"total": 10, "self_funded": 11},
        {"class_b_rate": "2"},
        {"ratio": "85"},
        {"nonsense": 1},
    ],
)
def test_what_cannot_be_is_refused_at_once(base: Base, amounts: dict[str, Any]) -> None:
    with pytest.raises(EstimateError):
        plan(base, {}, amounts, DAY)
