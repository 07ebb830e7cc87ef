"""Turns about the conversation: why, how do you know, what is remembered, again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from actions import feedback, wording
from actions.fallback import MENU
from knowledge.load import Base
from knowledge.model import LANGUAGES, Language

TOPIC = "inpatient_cross_province"
ANSWER = f"{TOPIC}/general"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_why_names_the_fact_and_asks_again(
    act: Any, base: Base, language: Language
) -> None:
    said = await act(
        "action_converse",
        "ask_why",
        language=language,
        pending="filed",
        asked=["filed"],
        answered=[ANSWER],
    )
    why = base.facts["filed"].why
    assert why is not None
    assert why.in_language(language) in said.text
    assert said.payload["ask"]["fact"] == "filed"
    assert said.payload["citations"]
    assert said.payload["topic"] is None


async def test_no_verdict_is_kept_where_nothing_was_answered(
    act: Any, feedback_file: Path
) -> None:
    said = await act("action_converse", "unhelpful")
    assert said.payload["kind"] == "small_talk"
    assert said.text == wording.ABUSE.zh
    assert not feedback_file.exists()


async def test_why_without_a_question_says_so(act: Any) -> None:
    said = await act("action_converse", "ask_why", answered=[ANSWER])
    assert said.text == wording.WHY_NOTHING.zh


@pytest.mark.parametrize("language", LANGUAGES)
async def test_how_do_you_know_names_articles_documents_and_the_review(
    act: Any, base: Base, language: Language
) -> None:
    said = await act(
        "action_converse", "ask_source", language=language, answered=[ANSWER]
    )
    topic = base.topics[TOPIC]
    assert topic.reviewed.isoformat() in said.text
    cited = {citation["ref"] for citation in said.payload["citations"]}
    assert "social-insurance-law#29" in cited
    for name in topic.general.sources or ():
        assert base.documents[name].title.in_language(language) in said.text


@pytest.mark.parametrize("intent", ["ask_source", "simplify", "more", "repeat"])
async def test_before_any_answer_there_is_nothing_to_say_again(
    act: Any, intent: str
) -> None:
    said = await act("action_converse", intent)
    assert said.text.startswith(wording.NOTHING_YET.zh)
    assert len(said.payload["options"]) == len(MENU)


async def test_what_is_known_is_listed_in_words(act: Any) -> None:
    said = await act(
        "action_converse",
        "what_known",
        insured_region="350200",
        filed="no",
        amount="35000",
    )
    assert "参保地：厦门" in said.text
    assert "未备案" in said.text
    assert "35000元" in said.text
    nothing = await act("action_converse", "what_known")
    assert nothing.text == wording.KNOWN_NOTHING.zh


async def test_forget_drops_every_slot(call: Any) -> None:
    from rasa_sdk.executor import ActionExecutor

    executor = ActionExecutor()
    executor.register_package("actions")
    request = call("action_converse", "forget", insured_region="350200", filed="no")
    result = await executor.run(request)
    assert result is not None
    assert [event["event"] for event in result["events"]] == ["reset_slots"]
    (response,) = result["responses"]
    assert response["custom"]["kind"] == "forgotten"
    assert response["custom"]["facts"] == {}


async def test_forget_is_obeyed_whatever_else_the_message_says(call: Any) -> None:
    from rasa_sdk.executor import ActionExecutor

    executor = ActionExecutor()
    executor.register_package("actions")
    # all of it states a fact that the last topic asks for
    text, whole = "没备案", (("filed", 0, 3),)
    request = call(
        "action_converse", "forget", text=text, entities=whole, filed="no", topic=TOPIC
    )
    result = await executor.run(request)
    assert result is not None
    (response,) = result["responses"]
    assert response["custom"]["kind"] == "forgotten"


async def test_simpler_is_much_shorter_and_keeps_the_answer(
    act: Any, base: Base
) -> None:
    said = await act("action_converse", "simplify", answered=[ANSWER])
    whole = await act("action_converse", "repeat", answered=[ANSWER])
    assert base.topics[TOPIC].general.say.zh in said.text
    assert len(said.text) < len(whole.text) / 2
    assert "12393" in said.text


async def test_more_gives_the_notes_and_documents(act: Any, base: Base) -> None:
    said = await act("action_converse", "more", answered=[ANSWER])
    for text in base.topics[TOPIC].general.exceptions or ():
        assert text.zh in said.text
    assert said.payload["options"]


async def test_the_last_answer_is_given_again_in_the_language_of_now(act: Any) -> None:
    said = await act("action_converse", "repeat", language="en", answered=[ANSWER])
    assert said.payload["answer"] == ANSWER
    assert said.payload["language"] == "en"


# --- was it helpful -------------------------------------------------------------------


async def test_a_verdict_is_kept_with_topic_and_answer(
    act: Any, feedback_file: Path
) -> None:
    await act("action_converse", "helpful", answered=["newborn/general", ANSWER])
    asked = await act("action_converse", "unhelpful", answered=[ANSWER])
    assert len(asked.payload["options"]) == len(feedback.REASONS)
    first, second = map(json.loads, feedback_file.read_text("utf-8").splitlines())
    assert (first["topic"], first["answer"], first["helpful"]) == (TOPIC, ANSWER, True)
    assert (second["helpful"], second["reason"]) == (False, "")
    assert set(first) == {
        "day",
        "topic",
        "answer",
        "helpful",
        "reason",
        "language",
    }


async def test_a_verdict_that_cannot_be_kept_loses_no_reply(
    act: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv(feedback.FILE_VARIABLE, str(blocked / "feedback.jsonl"))
    said = await act("action_converse", "helpful", answered=[ANSWER])
    assert said.text == wording.HELPFUL_THANKS.zh


async def test_it_is_asked_after_some_answers_and_not_after_every_one(act: Any) -> None:
    topic, count, asked = "contact_hotline", 0, []
    for _ in range(8):
        said = await act("action_answer", topic, topic=topic, since_feedback=count)
        asked.append("feedback" in said.payload)
        count = said.slots.get("since_feedback", count)
    assert asked.count(True) == 2
    assert asked[0] is False
    assert said.payload["ask"] is None


async def test_a_person_who_leaves_is_asked_once(act: Any) -> None:
    thanks = await act("action_small_talk", "thanks", since_feedback=1)
    assert thanks.payload["feedback"]["options"][0]["payload"] == "/helpful"
    again = await act(
        "action_small_talk", "goodbye", since_feedback=thanks.slots["since_feedback"]
    )
    assert "feedback" not in again.payload


# --- a person who takes over ----------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_note_says_what_was_asked_told_and_answered(
    act: Any, base: Base, language: Language
) -> None:
    said = await act(
        "action_small_talk",
        "human_handoff",
        language=language,
        answered=["newborn/general", ANSWER],
        insured_region="350200",
    )
    note = said.payload["note"]
    for topic in ("newborn", TOPIC):
        assert base.topics[topic].title.in_language(language) in note
    assert base.places.name("350200").in_language(language) in note
    assert ("《社会保险法》第29条" if language == "zh" else "Article 29") in note
    for number in ("12393", "12333", "12366"):
        assert number in said.text


async def test_without_a_question_there_is_no_note(act: Any) -> None:
    said = await act("action_small_talk", "human_handoff")
    assert said.payload["note"] == ""
    assert said.text == wording.HUMAN.zh
