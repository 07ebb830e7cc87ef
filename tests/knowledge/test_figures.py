"""Which number holds where and when, and how it reads in both languages."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from knowledge import figures
from knowledge.model import Figure, FigureValue, Text

DAY = dt.date(2026, 11, 22)
LABEL = Text(zh="数", en="number")


def value(number="1", **more):
    more = {"source": "notice", "confidence": "verified", **more}
    return FigureValue(value=number, **more)


def figure(*values, unit="percent"):
    return Figure(label=LABEL, unit=unit, values=list(values))


@pytest.mark.parametrize(
    ("unit", "number", "zh", "en"),
    [
        ("yuan", "1300", "1,300 元", "1,300 yuan"),
        ("yuan", "1", "1 元", "1 yuan"),
        ("percent", "85", "85%", "85 %"),
        ("percent", "0.05", "0.05%", "0.05 %"),
        ("percentage_points", "20", "20 个百分点", "20 percentage points"),
        ("percentage_points", "1", "1 个百分点", "1 percentage point"),
        ("days", "98", "98 天", "98 days"),
        ("days", "1", "1 天", "1 day"),
        ("working_days", "30", "30 个工作日", "30 working days"),
        ("working_days", "1", "1 个工作日", "1 working day"),
        ("months", "6", "6 个月", "6 months"),
        ("months", "1", "1 个月", "1 month"),
        ("years", "25", "25 年", "25 years"),
        ("years", "1", "1 年", "1 year"),
        ("years_of_age", "60", "60 周岁", "60 years of age"),
        ("weeks", "12", "12 周", "12 weeks"),
        ("weeks", "1", "1 周", "1 week"),
        ("times", "2.50", "2.5 倍", "2.5 times"),
        ("times", "1", "1 倍", "1 time"),
        ("count", "10", "10", "10"),
        ("days", "0", "0 天", "0 days"),
        ("yuan", "1250000", "1,250,000 元", "1,250,000 yuan"),
    ],
)
def test_each_unit_reads_in_both_languages(unit, number, zh, en):
    shown = figures.amount(figure(unit=unit), value(number))

    assert (shown.zh, shown.en) == (zh, en)


@pytest.mark.parametrize(
    ("bound", "zh", "en"),
    [
        ("exactly", "30 天", "30 days"),
        ("about", "约 30 天", "about 30 days"),
        ("at_most", "不超过 30 天", "at most 30 days"),
        ("at_least", "不少于 30 天", "at least 30 days"),
    ],
)
def test_a_bound_is_said_unless_the_text_wants_it_plain(bound, zh, en):
    bounded = value("30", bound=bound)

    said = figures.amount(figure(unit="days"), bounded)
    plain = figures.amount(figure(unit="days"), bounded, plain=True)

    assert (said.zh, said.en) == (zh, en)
    assert (plain.zh, plain.en) == ("30 天", "30 days")


@pytest.mark.parametrize(
    ("low", "high", "unit", "zh", "en"),
    [
        ("92", "96", "percent", "92–96%", "92–96 %"),
        ("1", "2", "months", "1–2 个月", "1–2 months"),
        ("0", "5", "days", "0–5 天", "0–5 days"),
        ("1000", "2000.5", "yuan", "1,000–2,000.5 元", "1,000–2,000.5 yuan"),
    ],
)
def test_a_range_names_both_ends_in_the_plural(low, high, unit, zh, en):
    shown = figures.amount(figure(unit=unit), value(low, to=high))

    assert (shown.zh, shown.en) == (zh, en)


LOCAL = figure(
    value("50"),
    value("60", place="320000"),
    value("70", place="320500"),
)


@pytest.mark.parametrize(
    ("place", "number"),
    [
        pytest.param(None, "50", id="no place known"),
        pytest.param("310000", "50", id="a place without a value"),
        pytest.param("320000", "60", id="the province"),
        pytest.param("320100", "60", id="a city of the province"),
        pytest.param("320500", "70", id="the city itself"),
        pytest.param("320583", "70", id="a county city within that city"),
    ],
)
def test_the_most_local_value_is_chosen(tiny, place, number):
    chain = tiny.load().places.chain(place)

    assert figures.value_for(LOCAL, chain, DAY).value == Decimal(number)


CHANGED = figure(
    value("4", until="2025-12-31"),
    value("6", since="2026-01-01", until="2026-12-31"),
    value("8", since="2027-01-01"),
)


@pytest.mark.parametrize(
    ("day", "number"),
    [
        ("2020-01-01", "4"),
        ("2025-12-31", "4"),
        ("2026-01-01", "6"),
        ("2026-12-31", "6"),
        ("2027-01-01", "8"),
        ("2040-01-01", "8"),
    ],
)
def test_the_value_in_force_on_the_day_is_chosen(day, number):
    chosen = figures.value_for(CHANGED, ["CN"], dt.date.fromisoformat(day))

    assert chosen.value == Decimal(number)


def test_a_local_value_that_has_ended_gives_way_to_the_national_one():
    ended = figure(value("60", place="320000", until="2025-12-31"), value("50"))

    chosen = figures.value_for(ended, ["320100", "320000", "CN"], DAY)

    assert chosen.value == Decimal("50")


def test_a_value_outside_its_period_is_not_chosen():
    assert figures.value_for(figure(value(since="2027-01-01")), ["CN"], DAY) is None


@pytest.mark.parametrize("place", ["CN", "320000"])
def test_an_example_value_is_never_chosen_or_shown(tiny, place):
    tiny.put(
        "figures/tiny.yml",
        ["figures", "example-share", "values", 0, "place"],
        place,
    )
    base = tiny.load()
    chain = base.places.chain("320100")

    assert figures.value_for(base.figures["example-share"], chain, DAY) is None
    assert figures.shown(base, "example-share", chain, DAY) == []


def fill(base, zh, en, place=None, day=DAY):
    chain = base.places.chain(place)
    return figures.fill(base, Text(zh=zh, en=en), chain, day)


@pytest.mark.parametrize(
    ("place", "reference", "zh", "en"),
    [
        (None, "{claim-days}", "不超过 30 个工作日办完", "at most 30 working days"),
        (None, "{claim-days:plain}", "30 个工作日办完", "30 working days"),
        ("320100", "{claim-days}", "10 个工作日办完", "10 working days"),
    ],
)
def test_a_reference_is_replaced_by_the_value_of_the_place(
    tiny, place, reference, zh, en
):
    filled = fill(tiny.load(), f"{reference}办完", reference, place)

    assert (filled.zh, filled.en) == (zh, en)


def test_every_reference_of_a_text_is_replaced(tiny):
    text = "甲{claim-days:plain}乙{claim-days}丙"

    filled = fill(tiny.load(), text, "a {claim-days} b {claim-days:plain} c")

    assert filled.zh == "甲30 个工作日乙不超过 30 个工作日丙"
    assert filled.en == "a at most 30 working days b 30 working days c"


def test_a_text_without_references_stays_as_it_is(tiny):
    text = Text(zh="先问参保地。", en="Ask first.")

    assert figures.fill(tiny.load(), text, ["CN"], DAY) is text


def test_a_reference_outside_its_period_is_vague_rather_than_wrong(tiny):
    keys = ["figures", "claim-days", "values", 0, "until"]
    tiny.put("figures/tiny.yml", keys, "2026-12-31")
    base = tiny.load()

    last = fill(base, "{claim-days}", "{claim-days}", day=dt.date(2026, 12, 31))
    after = fill(base, "{claim-days}", "{claim-days}", day=dt.date(2027, 1, 1))

    assert last.zh == "不超过 30 个工作日"
    assert (after.zh, after.en) == ("按当地规定", "as locally set")


def test_the_value_of_the_place_is_shown_as_its_own(tiny):
    base = tiny.load()

    (shown,) = figures.shown(base, "local-share", base.places.chain("320583"), DAY)

    assert (shown.id, shown.label.en) == ("local-share", "Share paid")
    assert (shown.place, shown.place_name.zh) == ("320000", "江苏")
    assert (shown.amount.zh, shown.example) == ("85%", False)


def test_a_national_value_is_shown_as_nationwide(tiny):
    base = tiny.load()

    (shown,) = figures.shown(base, "claim-days", base.places.chain("310000"), DAY)

    assert (shown.place, shown.place_name.en) == ("CN", "nationwide")
    assert not shown.example


def test_values_of_other_places_are_shown_as_two_examples_at_most(tiny):
    values = [
        {"place": place, "value": 80, "source": "notice", "confidence": "quoted"}
        for place in ("320100", "320500", "810000")
    ]
    tiny.put("figures/tiny.yml", ["figures", "local-share", "values"], values)
    base = tiny.load()

    shown = figures.shown(base, "local-share", base.places.chain("310000"), DAY)

    assert [(item.place, item.example) for item in shown] == [
        ("320100", True),
        ("320500", True),
    ]


def test_an_example_from_elsewhere_must_be_in_force(tiny):
    keys = ["figures", "local-share", "values", 0, "until"]
    tiny.put("figures/tiny.yml", keys, "2025-12-31")
    base = tiny.load()

    assert figures.shown(base, "local-share", ["CN"], DAY) == []
