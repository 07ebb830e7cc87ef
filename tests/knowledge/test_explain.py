"""Why an answer was chosen and the others were not; facts in plain words."""

from __future__ import annotations

import datetime as dt

import pytest

from knowledge.errors import FactError, UnknownTopicError
from knowledge.explain import explained
from knowledge.facts import stated
from knowledge.load import Base
from knowledge.select import select

DAY = dt.date(2026, 6, 1)


def why(tiny, **facts):
    found = explained(tiny.load(), "claim", facts, DAY)
    return {c.answer.id: [text.en for text in c.why] for c in found.candidates}


def test_the_chosen_answer_comes_first_with_the_conditions_met(tiny):
    tiny.add_answers({"id": "late", "when": {"filed": "no", "care": "inpatient"}})

    assert why(tiny, filed="no", care="inpatient") == {
        "late": ["chosen", "filed = no (no)", "kind of care = stay (inpatient)"],
        "general": ["the chosen one meets more conditions"],
    }


def test_each_condition_that_fails_is_named_with_what_is_known(tiny):
    tiny.add_answers({"id": "late", "when": {"filed": "no", "care": ["inpatient"]}})

    assert why(tiny, filed="yes")["late"] == [
        "needs filed = no (no), it is yes (yes)",
        "needs kind of care = stay (inpatient), not known",
    ]


@pytest.mark.parametrize(
    ("winner", "loser", "facts", "reason"),
    [
        pytest.param(
            {"decisive": True, "when": {"filed": "no"}},
            {"when": {"filed": "no", "care": "inpatient"}},
            {"filed": "no", "care": "inpatient"},
            "the chosen one is decisive",
            id="decisive",
        ),
        pytest.param(
            {"place": "320100"},
            {"place": "320000"},
            {"insured_region": "320100"},
            "the chosen one is more local",
            id="nearer",
        ),
        pytest.param(
            {"when": {"filed": "no"}},
            {"when": {"care": "inpatient"}},
            {"filed": "no", "care": "inpatient"},
            "equal, but later in the file",
            id="first",
        ),
        pytest.param(
            {"when": {"filed": "no"}},
            {"when": {"filed": "no"}, "place": "310000"},
            {"filed": "no"},
            "only for Shanghai",
            id="elsewhere",
        ),
        pytest.param(
            {"when": {"filed": "no"}},
            {"when": {"filed": "no"}, "until": "2026-05-31"},
            {"filed": "no"},
            "holds only … to 2026-05-31",
            id="over",
        ),
    ],
)
def test_why_another_answer_lost(tiny, winner, loser, facts, reason):
    tiny.add_answers({"id": "winner", **winner}, {"id": "loser", **loser})

    found = why(tiny, **facts)
    assert next(iter(found)) == "winner"
    assert found["loser"] == [reason]


def test_a_general_answer_out_of_its_period_is_named_as_a_last_resort(tiny):
    tiny.put("topics/claim.yml", ["answers", 0, "until"], "2026-01-01")

    assert why(tiny)["general"][0] == "nothing fits, so the general answer is given"


def test_an_unknown_topic_is_an_error(tiny):
    with pytest.raises(UnknownTopicError):
        explained(tiny.load(), "weather", {}, DAY)


def test_it_explains_what_is_selected_and_says_something_of_each(base: Base):
    facts = {"insured_region": "320100", "filed": "no", "care": "inpatient"}
    for topic in base.topics.values():
        found = explained(base, topic.id, facts, DAY)
        assert found.selection.id == select(base, topic.id, facts, DAY).id
        assert found.candidates[0].answer.id == found.selection.answer.id
        assert [c.chosen for c in found.candidates].count(True) == 1
        assert len(found.candidates) == len(topic.answers)
        assert all(c.why for c in found.candidates)


@pytest.mark.parametrize(
    ("given", "fact", "value"),
    [
        ("insured_region=厦门", "insured_region", "350200"),
        ("参保地=Xiamen", "insured_region", "350200"),
        ("insured place = 350200", "insured_region", "350200"),
        ("treatment_region=abroad", "treatment_region", "ABROAD"),
        ("filed=no", "filed", "no"),
        ("filed=没备案", "filed", "no"),
        ("是否已备案=已备案", "filed", "yes"),
        ("care=hospital stay", "care", "inpatient"),
        ("insurance=新农合", "insurance", "resident"),
        ("amount=35000.50", "amount", "35000.5"),
        ("article=29", "article", "29"),
        ("document=社会保险法", "document", "social-insurance-law"),
    ],
)
def test_facts_are_read_as_ids_or_in_plain_words(base: Base, given, fact, value):
    assert stated(base, [given]) == {fact: value}


@pytest.mark.parametrize(
    ("given", "wrong", "mend"),
    [
        ("filed", "'filed' is no fact", "write it as care=inpatient"),
        ("filed=", "'filed=' is no fact", "write it as care=inpatient"),
        ("colour=red", "no fact 'colour'", "use one of insurance, "),
        ("care=tooth", "care has no value 'tooth'", "use one of inpatient, "),
        (
            "insured_region=金星",
            "insured_region has no value '金星'",
            "a province or city such as 南京",
        ),
        ("amount=many", "amount has no value 'many'", "in yuan such as 35000"),
        ("amount=-1", "amount has no value '-1'", "in yuan such as 35000"),
        ("amount=,", "amount has no value ','", "in yuan such as 35000"),
        ("amount=nan", "amount has no value 'nan'", "in yuan such as 35000"),
        ("amount=inf", "amount has no value 'inf'", "in yuan such as 35000"),
        ("article=2.5", "article has no value '2.5'", "a number such as 29"),
        (
            "document=吏部则例",
            "document has no value '吏部则例'",
            "an id of documents.yml",
        ),
    ],
)
def test_an_unknown_fact_or_value_says_what_is_known(base: Base, given, wrong, mend):
    with pytest.raises(FactError) as caught:
        stated(base, [given])

    assert str(caught.value).startswith(f"{wrong}: ")
    assert mend in str(caught.value)
