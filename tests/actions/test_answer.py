"""One action for every topic."""

from __future__ import annotations

import re
from typing import Any

import pytest

from actions import wording
from actions.turn import DAY_VARIABLE, today
from knowledge.live import current
from knowledge.load import Base
from knowledge.model import LANGUAGES, Language

CITING = "use_card_elsewhere"  # rests on Article 29, which the coming law re-checks


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_topic_is_answered_by_the_one_action(
    act: Any, base: Base, language: Language
) -> None:
    for topic in base.topics:
        said = await act("action_answer", topic, language=language)
        assert said.payload["answer"] == f"{topic}/general"
        assert said.payload["language"] == language
        assert said.text == said.payload["text"]


async def test_the_topic_and_the_language_are_remembered(act: Any) -> None:
    said = await act("action_answer", CITING, language="en")
    asked = said.payload["ask"]["fact"]
    assert said.slots == {
        "language": "en",
        "topic": CITING,
        "answered": [f"{CITING}/general"],
        "pending": asked,
        "asked": [asked],
        "since_feedback": 1,
    }


async def test_a_stated_fact_gives_the_narrower_answer(act: Any) -> None:
    said = await act("action_answer", CITING, filed="no")
    assert said.payload["answer"] == f"{CITING}/not_filed"
    assert said.payload["facts"] == {"filed": "no"}


async def test_a_new_fact_is_about_the_last_topic(act: Any) -> None:
    said = await act("action_answer", "inform", topic=CITING, filed="yes")
    assert said.payload["answer"] == f"{CITING}/filed"
    assert "topic" not in said.slots  # as it was: nothing to set


async def test_a_fact_without_a_topic_asks_back_and_names_what_was_heard(
    act: Any,
) -> None:
    said = await act("action_answer", "inform", insurance="employee", language="en")
    assert said.payload["kind"] == "unsure"
    assert "employee insurance" in said.text.splitlines()[0]
    assert said.slots == {"language": "en"}


async def test_a_topic_that_the_base_no_longer_has_asks_back(act: Any) -> None:
    said = await act("action_answer", "inform", topic="no_such_topic", filed="no")
    assert said.payload["kind"] == "unsure"


@pytest.mark.parametrize(
    ("text", "entities", "confidence", "topic"),
    [
        ("resident insurance", (("insurance", 0, 18),), 0.57, "reimbursement_ratio"),
        ("the resident insurance", (("insurance", 4, 22),), 0.6, "reimbursement_ratio"),
        ("resident insurance", (("insurance", 0, 18),), 0.95, "reimbursement_ratio"),
        ("the resident insurance", (("insurance", 4, 22),), 0.95, "enrol_resident"),
        (
            "joining resident insurance in may",
            (("insurance", 8, 26),),
            0.6,
            "reimbursement_ratio",
        ),
        (
            "how do I join resident insurance now",
            (("insurance", 14, 32),),
            0.6,
            "enrol_resident",
        ),
        ("not designated", (("designated", 0, 14),), 0.6, "enrol_resident"),
        ("resident insurance", (), 0.6, "enrol_resident"),
        ("/enrol_resident", (("insurance", 0, 15),), 0.6, "enrol_resident"),
    ],
    ids=[
        "bare",
        "nearly bare",
        "bare, and sure of another topic",
        "nearly bare, and sure of its own topic",
        "mostly the fact",
        "part of a question",
        "a fact not asked for",
        "no fact",
        "an option",
    ],
)
async def test_a_bare_fact_that_was_asked_for_stays_with_the_last_topic(
    act: Any, text: str, entities: Any, confidence: float, topic: str
) -> None:
    said = await act(
        "action_answer",
        "enrol_resident",
        text=text,
        entities=entities,
        confidence=confidence,
        topic="reimbursement_ratio",
        insurance="resident",
    )
    assert said.payload["topic"] == topic


async def test_two_places_make_the_distance_known(act: Any) -> None:
    said = await act(
        "action_answer", CITING, insured_region="340100", treatment_region="810000"
    )
    assert said.payload["answer"] == f"{CITING}/abroad"
    assert [c["ref"] for c in said.payload["citations"]] == ["social-insurance-law#30"]


@pytest.mark.parametrize(
    ("text", "message", "kept", "answered"),
    [
        (f"/{CITING}", "zh", "en", "en"),
        (f"/{CITING}", "en", "zh", "zh"),
        (f"/{CITING}", "zh", None, "zh"),
        ("卡在外地能用吗", "zh", "en", "zh"),
        ("does it work elsewhere", "en", "zh", "en"),
    ],
    ids=["option en", "option zh", "first option", "chinese again", "english now"],
)
async def test_an_option_keeps_the_language_of_the_conversation(
    act: Any, text: str, message: str, kept: str | None, answered: str
) -> None:
    said = await act(
        "action_answer", CITING, text=text, language=message, kept_language=kept
    )
    assert said.payload["language"] == answered


# --- several questions ----------------------------------------------------------------


async def test_each_question_of_a_message_is_answered_with_its_law(
    act_all: Any,
) -> None:
    said, slots = await act_all("action_answer", ["lost_card", "maternity"])
    assert [payload["topic"] for payload in said] == ["lost_card", "maternity"]
    assert [payload["part"] for payload in said] == [1, 2]
    assert all(payload["citations"] for payload in said)
    assert said[0]["text"].startswith("【问题 1】社保卡")
    assert slots["topic"] == "maternity"


async def test_only_the_last_of_several_answers_asks_back(act_all: Any) -> None:
    said, _ = await act_all("action_answer", [CITING, "maternity"])
    assert said[0]["ask"] is None
    assert said[0]["options"] == []
    assert said[1]["ask"] is not None
    assert said[1]["options"]


@pytest.mark.parametrize("action", ["action_answer", "action_article"])
async def test_an_article_may_be_one_of_several_questions(
    act_all: Any, action: str
) -> None:
    said, _ = await act_all(action, ["legal_article", "lost_card"], article="29")
    assert [payload["kind"] for payload in said] == ["article", "answer"]
    assert said[0]["citations"][0]["ref"] == "social-insurance-law#29"


async def test_one_question_has_no_number(act: Any) -> None:
    said = await act("action_answer", CITING)
    assert "part" not in said.payload


# --- the day -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "pattern"),
    [
        ("2026-11-01", None),
        ("2026-11-02", r"comes into force on 2027-01-01"),
        ("2026-12-31", r"comes into force on 2027-01-01"),
        ("2027-01-01", r"in force since 2027-01-01.*re-checked"),
        ("2028-05-05", r"in force since 2027-01-01.*re-checked"),
    ],
    ids=["long before", "60 days before", "the day before", "the day", "after"],
)
async def test_the_coming_law_is_announced_and_then_questions_the_citation(
    act: Any, monkeypatch: pytest.MonkeyPatch, day: str, pattern: str | None
) -> None:
    monkeypatch.setenv(DAY_VARIABLE, day)
    said = await act("action_answer", CITING, language="en")
    notices = "\n".join(said.payload["notices"])
    if pattern is None:
        assert "2027" not in notices
    else:
        assert re.search(pattern, notices)
    assert "social-insurance-law#29" in [c["ref"] for c in said.payload["citations"]]


async def test_the_coming_law_leaves_answers_on_other_articles_alone(
    act: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DAY_VARIABLE, "2027-01-01")
    said = await act("action_answer", "fraud", language="en")
    assert "2027" not in "\n".join(said.payload["notices"])


@pytest.mark.parametrize("value", ["tomorrow", "2027-13-01", "01/01/2027"])
def test_a_day_that_is_no_date_says_how_to_write_it(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv(DAY_VARIABLE, value)
    with pytest.raises(ValueError, match=r"no date: write it as 2027-01-01"):
        today()


def test_an_empty_day_means_today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DAY_VARIABLE, "")
    unset = today()
    monkeypatch.delenv(DAY_VARIABLE)
    assert unset <= today()


async def test_a_fact_of_one_question_is_left_behind_by_the_next(
    act: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = current()  # the one the actions answer from
    passing = base.facts["discharged"].copy(update={"lasting": False})
    monkeypatch.setitem(base.facts, "discharged", passing)  # type: ignore[arg-type]

    again = await act("action_answer", "inform", topic=CITING, discharged="yes")
    assert again.payload["facts"] == {"discharged": "yes"}

    anew = await act("action_answer", CITING, topic=CITING, discharged="yes")
    assert anew.payload["facts"] == {}
    assert anew.slots["discharged"] is None

    stated = (("discharged", 0, 3),)
    said = await act(
        "action_answer",
        CITING,
        text="出院了还能用吗",
        entities=stated,
        discharged="yes",
    )
    assert said.payload["facts"] == {"discharged": "yes"}


# the claims' own time limit says nothing about a card
@pytest.mark.parametrize(
    ("last", "aspect"), [("lost_card", "time"), ("file_cross_province", "how_much")]
)
async def test_an_aspect_nobody_wrote_down_is_said_to_be_missing(
    act: Any, base: Base, last: str, aspect: str
) -> None:
    call = {"topic": last, "follow_up": aspect, "text": "那呢"}
    said = await act("action_answer", "reimbursement_time_limit", **call)
    title = base.topics[last].title.zh
    assert said.payload["topic"] == last
    assert said.text.startswith(wording.SILENT.zh.format(title=title))
