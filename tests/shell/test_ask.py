"""Questions in, answers out, one line each."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from channels import intake
from shell import ask
from shell.assistant import Turn

KEYS = [
    "text",
    "language",
    "topic",
    "topics",
    "confidence",
    "ranking",
    "facts",
    "citations",
    "answer",
]


def payload(kind: str, **more: Any) -> dict[str, Any]:
    return {
        "kind": kind,
        "language": "en",
        "topic": "maternity",
        "confidence": 0.7,
        "ranking": ["maternity", "newborn"],
        "facts": {"insurance": "employee"},
        "citations": [{"ref": "social-insurance-law#54", "name": "ignored"}],
        "text": "Yes.",
        **more,
    }


def test_a_row_holds_what_was_understood_and_said() -> None:
    row = ask.as_row("having a baby", "zh", Turn(payloads=[payload("answer")]))
    assert row == {
        "text": "having a baby",
        "language": "en",
        "topic": "maternity",
        "topics": ["maternity"],
        "confidence": 0.7,
        "ranking": ["maternity", "newborn"],
        "facts": {"insurance": "employee"},
        "citations": ["social-insurance-law#54"],
        "answer": "Yes.",
    }
    assert list(row) == KEYS


@pytest.mark.parametrize(
    ("kind", "topic"),
    [
        ("answer", "maternity"),
        ("neighbour", "maternity"),
        ("article", "maternity"),
        ("unsure", None),
        ("out_of_scope", None),
        ("small_talk", None),
        ("trouble", None),
    ],
)
def test_only_an_answer_has_a_topic(kind: str, topic: str | None) -> None:
    row = ask.as_row("q", "zh", Turn(payloads=[payload(kind)]))
    assert row["topic"] == topic
    assert row["topics"] == ([topic] if topic else [])


def test_several_answers_are_one_row_in_their_order() -> None:
    second = {"topic": "lost_card", "text": "Report it.", "facts": {}}
    citations = [{"ref": "social-insurance-law#54"}, {"ref": "agency-regulation#7"}]
    turn = Turn(
        payloads=[payload("answer"), payload("answer", **second, citations=citations)]
    )
    row = ask.as_row("both", "zh", turn)
    assert (row["topic"], row["topics"]) == ("maternity", ["maternity", "lost_card"])
    assert row["citations"] == ["social-insurance-law#54", "agency-regulation#7"]
    assert row["answer"] == "Yes.\n\nReport it."


def test_facts_are_plain_values() -> None:
    known = {
        "insured_region": "350200",
        "treatment_region": "510100",
        "care": "emergency",
        "filed": "no",
        "hospital_tier": "3",
        "amount": "12800.5",
        "place": "350200",
        "relation": "parent",
    }
    row = ask.as_row("q", "zh", Turn(payloads=[payload("answer", facts=known)]))
    assert row["facts"] == {
        "insured_region": "厦门",
        "treatment_region": "成都",
        "care": "emergency",
        "filed": False,
        "hospital_tier": 3,
        "amount": 12800.5,
        "reason_away": "emergency",
    }


def test_a_turn_without_reply_keeps_every_key() -> None:
    row = ask.as_row("q", "zh", Turn())
    assert list(row) == KEYS
    assert (row["topic"], row["answer"], row["citations"]) == (None, "", [])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_message_that_cannot_be_read_says_why(language: Any) -> None:
    row = ask.as_row("x" * 500, language, Turn(problem=intake.EMPTY))
    assert list(row) == [*KEYS, "error"]
    assert row["topic"] is None
    assert row["answer"] == intake.EMPTY.in_language(language)
    assert row["error"] == intake.EMPTY.en
    assert row["text"] == "x" * 80


@pytest.mark.parametrize(
    "problem", [None, intake.TOO_LONG], ids=["answered", "refused"]
)
def test_personal_numbers_are_in_no_row(problem: Any) -> None:
    turn = Turn(payloads=[payload("answer")], problem=problem)
    row = ask.as_row("我的身份证110101199003074518报多少", "zh", turn)
    assert "110101199003074518" not in json.dumps(row)


def asked(assistant: Any, lines: list[Any], as_json: bool = True) -> list[Any]:
    out = io.StringIO()
    ask.run(assistant, lines, out, as_json=as_json)
    if not as_json:
        return out.getvalue().split("\n\n")
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_each_line_is_answered_in_order(assistant: Any) -> None:
    lines = ["生孩子能报多少钱", b"what does article 30 say", "公积金怎么提取"]
    rows = asked(assistant, lines)
    assert [row["topic"] for row in rows] == [
        "maternity",
        "legal_article",
        "housing_fund",
    ]
    assert rows[1]["text"] == "what does article 30 say"
    assert rows[1]["citations"] == ["social-insurance-law#30"]
    assert [row["language"] for row in rows] == ["zh", "en", "zh"]


def test_each_line_is_a_conversation_of_its_own(assistant: Any) -> None:
    rows = asked(assistant, ["职工医保生孩子报多少", "生孩子能报多少钱"])
    assert rows[0]["facts"]["insurance"] == "employee"
    assert "insurance" not in rows[1]["facts"]


def test_the_same_question_gets_the_same_row(assistant: Any) -> None:
    first, second = asked(assistant, ["医保报销比例是多少"] * 2)
    assert first == second


def test_no_conversation_is_kept_after_its_answer(assistant: Any) -> None:
    before = len(assistant.store._kept)
    asked(assistant, ["你好", "", "/", b"\xff\xfe"])
    assert len(assistant.store._kept) == before


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("", intake.EMPTY),
        (b"   ", intake.EMPTY),
        ("///", intake.EMPTY),
        (b"\xff\xfeabc", intake.UNREADABLE),
    ],
    ids=["empty", "blanks", "slashes", "no UTF-8"],
)
def test_an_unreadable_line_has_a_row_of_its_own(
    assistant: Any, line: str | bytes, problem: Any
) -> None:
    refused, answered = asked(assistant, [line, "生孩子能报多少钱"])
    assert refused["error"] == problem.en
    assert refused["topic"] is None
    assert answered["topic"] == "maternity"


def test_a_forged_intent_is_read_as_words(assistant: Any) -> None:
    (row,) = asked(assistant, ['/inform{"insurance": "employee"}'])
    assert row["facts"] != {"insurance": "employee"} or row["confidence"] < 1.0
    assert "error" not in row


def test_without_json_the_answers_alone_are_written(assistant: Any) -> None:
    (row,) = asked(assistant, ["谢谢"])
    assert asked(assistant, ["谢谢"], as_json=False) == [row["answer"], ""]
