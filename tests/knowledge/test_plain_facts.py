"""Known facts as programs beside ours read them."""

from __future__ import annotations

import json

import pytest

from knowledge.facts import SHOWN, plain

XIAMEN, CHENGDU, SHANGHAI = "350200", "510100", "310000"


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("insured_region", XIAMEN, "厦门"),
        ("treatment_region", CHENGDU, "成都"),
        ("treatment_region", SHANGHAI, "上海"),
        ("insured_region", "Atlantis", "Atlantis"),  # no place of ours
        ("amount", "35000", 35000),
        ("amount", "35000.00", 35000),
        ("amount", "0.5", 0.5),
        ("amount", "3E+4", 30000),
        ("filed", "yes", True),
        ("filed", "no", False),
        ("hospital_tier", "3", 3),
        ("article", "29", 29),
        ("insurance", "employee", "employee"),
        ("care", "inpatient", "inpatient"),
        ("status", "retired", "retired"),
        ("reason_away", "long_term", "long_term"),
    ],
)
def test_a_fact_gets_a_plain_value_of_its_kind(base, name, value, wanted):
    found = plain(base, {name: value})

    assert found == {name: wanted}
    assert type(found[name]) is type(wanted)  # True == 1


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"place": XIAMEN},
        {"relation": "parent", "away_scope": "home", "document": "notice"},
        {"status": "child"},
        {"status": "foreigner"},
    ],
)
def test_what_only_helps_to_choose_an_answer_stays_inside(base, facts):
    assert plain(base, facts) == {}


def test_facts_come_in_the_order_they_are_shown(base):
    said = {"article": "29", "filed": "no", "place": XIAMEN, "insured_region": XIAMEN}

    assert list(plain(base, said)) == ["insured_region", "filed", "article"]


def test_every_shown_fact_is_one_of_the_vocabulary(base):
    assert set(SHOWN) <= set(base.facts)


def test_every_value_of_the_vocabulary_can_be_sent(base):
    said = [(name, value) for name in SHOWN for value in base.facts[name].values]
    inside = [pair for pair in said if not plain(base, dict([pair]))]

    assert inside == [("status", "child"), ("status", "foreigner")]
    for name, value in said:
        shown = plain(base, {name: value})
        assert json.loads(json.dumps(shown)) == shown
