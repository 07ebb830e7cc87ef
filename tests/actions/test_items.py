"""Answers about the things a message names."""

from __future__ import annotations

from typing import Any

import pytest

from actions import wording
from knowledge.load import Base
from knowledge.model import LANGUAGES

ITEM_KEYS = {"id", "name", "status", "status_label", "why", "check", "fund"}


async def asked(act: Any, about: str, text: str, **named: Any) -> dict[str, Any]:
    said = await act("action_answer", about, text=text, **named)
    assert said.text == said.payload["text"]
    payload: dict[str, Any] = said.payload
    return payload


@pytest.mark.parametrize(
    ("language", "text", "start"),
    [
        ("zh", "种植牙能报吗", "种植牙：种植牙多数地方不进医保统筹"),
        ("en", "are dental implants covered", "Dental implant: Dental implants are"),
    ],
)
async def test_the_first_sentence_is_about_the_thing_named(
    act: Any, language: str, text: str, start: str
) -> None:
    payload = await asked(act, "what_is_covered", text, language=language)
    assert payload["say"].startswith(start)
    assert payload["text"].startswith(start)
    (item,) = payload["items"]
    assert set(item) == ITEM_KEYS
    assert (item["id"], item["status"], item["fund"]) == (
        "dental-implant",
        "usually_not",
        None,
    )
    label = wording.COVERED["usually_not"]
    assert item["status_label"] == label.in_language(language)


async def test_its_legal_basis_comes_first_and_the_topics_stays(act: Any) -> None:
    plain = await asked(act, "what_is_covered", "这个能报吗")
    payload = await asked(act, "what_is_covered", "打疫苗能报吗")
    refs = [citation["ref"] for citation in payload["citations"]]
    assert refs[0] == "social-insurance-law#30"
    assert set(refs) >= {citation["ref"] for citation in plain["citations"]}
    assert len(refs) == len(set(refs))


async def test_steps_begin_with_what_to_ask_and_leave_medicine_out(act: Any) -> None:
    plain = await asked(act, "what_is_covered", "这个能报吗")
    payload = await asked(act, "what_is_covered", "做个CT能报吗")
    assert payload["steps"][0] == payload["items"][0]["check"]
    assert not any(step.startswith("查药品") for step in payload["steps"])
    assert set(payload["steps"][1:]) < set(plain["steps"])
    assert set(payload["exceptions"]) < set(plain["exceptions"])


async def test_for_medicine_the_steps_on_medicine_stay(act: Any) -> None:
    payload = await asked(act, "what_is_covered", "靶向药能报吗")
    assert any(step.startswith("查药品") for step in payload["steps"])


async def test_several_things_are_answered_one_after_the_other(act: Any) -> None:
    payload = await asked(act, "what_is_covered", "补牙、镶牙、洗牙都能报吗")
    ids = [item["id"] for item in payload["items"]]
    assert ids == ["tooth-filling", "dentures", "teeth-cleaning"]
    lines = payload["say"].split("\n")
    assert [line.partition("：")[0] for line in lines[:3]] == [
        "补牙",
        "镶牙假牙",
        "洗牙",
    ]
    checks = dict.fromkeys(item["check"] for item in payload["items"])
    assert payload["steps"][: len(checks)] == list(checks)


async def test_nothing_named_leaves_the_answer_as_it_is(act: Any) -> None:
    payload = await asked(act, "what_is_covered", "医保都能报什么")
    assert payload["items"] == []
    assert payload["say"].startswith("看病必需的药")


async def test_other_topics_speak_of_no_single_thing(act: Any) -> None:
    payload = await asked(act, "reimbursement_ratio", "种植牙报多少")
    assert payload["items"] == []


async def test_how_to_look_medicine_up_is_no_question_of_a_single_thing(
    act: Any,
) -> None:
    payload = await asked(act, "drug_catalogue", "农合药品目录查询")
    assert payload["items"] == []


async def test_a_thing_that_does_not_fit_the_topic_is_left_out(act: Any) -> None:
    payload = await asked(act, "maternity", "怀孕做CT和无痛分娩能报吗")
    assert [item["id"] for item in payload["items"]] == ["labour-analgesia"]


async def test_beside_other_topics_the_general_answer_stays(
    act: Any, base: Base
) -> None:
    payload = await asked(act, "maternity", "无痛分娩能报吗")
    general = base.topics["maternity"].general.say.zh
    assert payload["say"].endswith(general)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_recalled_item_is_said_with_a_hedge(act: Any, language: str) -> None:
    text = {"zh": "做CT能报吗", "en": "is a CT covered"}[language]
    payload = await asked(act, "what_is_covered", text, language=language)
    assert payload["notices"][0] == wording.HEDGE.in_language(language)


@pytest.mark.parametrize(
    ("text", "fund", "topic"),
    [
        ("工伤治疗医保报吗", "work_injury", "work_injury"),
        ("被人打伤医保报吗", "third_party", "third_party"),
        ("剖腹产能报吗", "maternity", "maternity"),
        ("流感疫苗能报吗", "public_health", "what_is_not_covered"),
        ("血压计能报吗", "account_only", "account_usage"),
    ],
)
async def test_where_another_fund_pays_its_topic_is_the_first_option(
    act: Any, text: str, fund: str, topic: str
) -> None:
    payload = await asked(act, "what_is_covered", text)
    assert payload["items"][0]["fund"] == fund
    offered = [option["payload"] for option in payload["options"]]
    assert offered[0] == f"/{topic}"
    assert len(offered) == len(set(offered))


async def test_care_abroad_is_answered_by_the_law_whatever_is_named(act: Any) -> None:
    payload = await asked(
        act, "what_is_covered", "在香港做CT能报吗", away_scope="abroad"
    )
    assert payload["items"] == []
    assert payload["answer"] == "what_is_covered/abroad"


async def test_an_emergency_keeps_its_own_answer_beside_the_thing(
    act: Any, base: Base
) -> None:
    payload = await asked(act, "what_is_covered", "急诊做了CT", care="emergency")
    assert payload["items"][0]["id"] == "ct"
    assert "先救治再说" in payload["say"]


async def test_a_chosen_option_names_nothing(act: Any) -> None:
    text = '/inform{"care": "inpatient", "note": "CT"}'
    payload = await asked(act, "inform", text, topic="what_is_covered")
    assert payload["items"] == []


async def test_a_follow_up_keeps_nothing_named_before(act: Any) -> None:
    payload = await asked(act, "inform", "住院的", topic="what_is_covered")
    assert payload["items"] == []


async def test_each_of_several_questions_sees_its_own_part_only(act_all: Any) -> None:
    words = {
        "what_is_covered": "种植牙能报吗",
        "account_usage": "个人账户能买血压计吗",
    }
    said, _ = await act_all(
        "action_answer",
        list(words),
        text="，".join(words.values()),
        words=words,
    )
    named = [[item["id"] for item in payload["items"]] for payload in said]
    assert named == [["dental-implant"], ["blood-pressure-monitor"]]
    assert said[0]["text"].splitlines()[1].startswith("种植牙：")
