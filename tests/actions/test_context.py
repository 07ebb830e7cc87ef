"""What a message means after what was said before."""

from __future__ import annotations

from typing import Any

import pytest

from actions import context
from actions.context import Before, Said
from knowledge.load import Base


def said(text: str = "", intent: str = "", **more: Any) -> Said:
    facts = more.pop("facts", {})
    fields = {
        "questions": (),
        "words": (),
        "follow_up": None,
        "certain": False,
        "spans": tuple((name, len(text)) for name in facts),
        **more,
    }
    return Said(text=text, intent=intent, facts=facts, **fields)


def before(base: Base, topic: str | None = None, **more: Any) -> Before:
    facts = more.pop("facts", {})
    fields = {"asked": (), "pending": None, **more}
    return Before(facts=facts, topic=base.topics[topic] if topic else None, **fields)


STAY = "inpatient_cross_province"


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        (said("没备案", "inform", facts={"filed": "no"}), True),
        (said("要什么材料", "materials_needed", follow_up="materials"), True),
        (said("那门诊呢", "outpatient_reimbursement", follow_up="facts"), True),
        (said("不对，是居民的", "deny", facts={"insurance": "resident"}), True),
        (said("好的", "affirm"), False),
        (said("怎么备案", "file_cross_province", certain=True), False),
        (
            said(
                "the driver ran away",
                "nlu_fallback",
                nearest=STAY,
                facts={"liable_party": "unknown"},
            ),
            True,
        ),
        (said("the driver", "nlu_fallback", nearest=STAY), False),
        (said("两个问题", questions=("newborn", "maternity")), False),
    ],
    ids=lambda value: getattr(value, "text", value),
)
def test_some_messages_only_add_to_the_question_before(
    base: Base, message: Said, wanted: bool
) -> None:
    assert context.follows(base, before(base, STAY), message) is wanted
    assert context.follows(base, before(base), message) is False


@pytest.mark.parametrize(("intent", "value"), [("affirm", "yes"), ("deny", "no")])
def test_yes_and_no_answer_a_question_that_has_only_these(
    base: Base, intent: str, value: str
) -> None:
    asked = before(base, STAY, pending="filed")
    message = said("有" if value == "yes" else "没有", intent)
    assert context.follows(base, asked, message)
    assert context.learned(base, asked, message, STAY) == {"filed": value}


def test_yes_answers_no_question_with_other_answers(base: Base) -> None:
    asked = before(base, STAY, pending="reason_away")
    assert not context.follows(base, asked, said("是的", "affirm"))


@pytest.mark.parametrize(
    ("text", "role"),
    [("不是成都，是重庆", "treatment_region"), ("不是厦门，是重庆", "insured_region")],
)
def test_a_place_takes_the_role_of_the_one_it_corrects(
    base: Base, text: str, role: str
) -> None:
    known = before(
        base, STAY, facts={"insured_region": "350200", "treatment_region": "510100"}
    )
    message = said(text, "inform", facts={"place": "500000"})
    assert context.learned(base, known, message, STAY) == {role: "500000"}


def test_a_bare_place_is_the_one_that_was_asked_for(base: Base) -> None:
    message = said("重庆", "inform", facts={"place": "500000"})
    asked = before(base, STAY, pending="treatment_region")
    assert context.learned(base, asked, message, STAY) == {"treatment_region": "500000"}


def test_another_kind_of_care_turns_to_its_topic(base: Base) -> None:
    message = said("那门诊呢", "outpatient", facts={"care": "outpatient"})
    topic = context.topic(base, before(base, STAY), message, follows=True)
    assert topic == "outpatient_cross_province"
    ratio = before(base, "reimbursement_ratio")
    assert context.topic(base, ratio, message, follows=True) == "reimbursement_ratio"


def test_a_fact_that_changes_nothing_leads_to_its_own_topic(base: Base) -> None:
    last = before(base, "drug_catalogue")
    message = said(
        "那慢特病呢",
        "chronic_disease_outpatient",
        facts={"care": "chronic"},
        follow_up="facts",
        certain=True,
    )
    assert context.topic(base, last, message, True) == "chronic_disease_outpatient"
    stay = before(base, STAY)
    filed = said(
        "没备案呢",
        "file_cross_province",
        facts={"filed": "no"},
        follow_up="facts",
        certain=True,
    )
    assert context.topic(base, stay, filed, True) == STAY


def test_another_field_is_not_asked_about_again_with_a_fact_of_ours(base: Base) -> None:
    last = before(base, "housing_fund")
    fact = said("and maternity?", "maternity", facts={"care": "maternity"})
    assert not context.follows(base, last, fact)
    assert context.follows(
        base, last, said("要什么材料", "inform", follow_up="materials")
    )


def test_a_part_of_the_last_matter_is_no_question_of_another_field(base: Base) -> None:
    last = before(base, "newborn")
    part = said("还没上户口", "out_of_scope", facts={"newborn_matter": "no_register"})
    assert context.follows(base, last, part)
    assert not context.follows(base, last, said("今天天气怎么样", "out_of_scope"))


@pytest.mark.parametrize(
    ("facts", "role"),
    [
        ({"insured_region": "420100"}, "insured_region"),
        (
            {"insured_region": "340000", "treatment_region": "330100"},
            "treatment_region",
        ),
    ],
)
def test_another_place_asked_about_takes_the_role_that_the_answer_turns_on(
    base: Base, facts: dict[str, str], role: str
) -> None:
    last = before(base, "reimbursement_ratio", facts=facts)
    place = said("那上海呢", facts={"place": "310000"}, follow_up="facts")
    found = context.learned(base, last, place, "reimbursement_ratio")
    assert found == {role: "310000"}
