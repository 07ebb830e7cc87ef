"""Payloads as terminal text."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest

from actions import items, reply, wording
from actions.turn import Turn
from channels.options import offered
from knowledge.load import Base
from knowledge.model import LANGUAGES, Language
from knowledge.select import select
from shell import render


def made(base: Base, topic: str, language: Language, **facts: str) -> dict[str, Any]:
    day = dt.date(2026, 6, 1)
    turn = Turn(base, language, topic, topic, 0.9, ((topic, 0.9),), facts, day, "")
    return reply.for_selection(turn, select(base, topic, facts, day))


def shown(payload: dict[str, Any], width: int = 400) -> str:
    screen = io.StringIO()
    console = render.console(file=screen, width=width)
    options = offered([payload])
    render.payload(console, payload, options)
    return screen.getvalue()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_shows_all_its_parts(base: Base, language: Language) -> None:
    for topic in base.topics:
        payload = made(base, topic, language)
        text = " ".join(shown(payload, width=4_000).split())
        parts = [
            payload["title"],
            payload["say"],
            *payload["steps"],
            *payload["exceptions"],
            *(item["name"] for item in payload["materials"]),
            *(item["name"] for item in payload["citations"]),
            *payload["notices"],
            *(option["label"] for option in payload["options"]),
        ]
        missing = [part for part in parts if " ".join(part.split()) not in text]
        assert not missing, topic


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_thing_named_begins_with_its_status(base: Base, language: Language) -> None:
    day = dt.date(2026, 6, 1)
    text = "种植牙和CT能报吗"
    turn = Turn(base, language, "", None, 0.9, (), {}, day, text)
    payload = items.for_topic(turn, "what_is_not_covered")
    lines = payload["say"].split("\n")
    screen = " ".join(shown(payload, width=4_000).split())
    labels = [item["status_label"] for item in payload["items"]]
    assert len(labels) == 2
    for label, line in zip(labels, lines, strict=False):
        assert f"[{label}] {line}" in screen
    assert lines[2] in screen


def test_options_are_numbered_through_from_the_question_to_the_next_topics(
    base: Base,
) -> None:
    payload = made(base, "use_card_elsewhere", "en")
    text = shown(payload)
    options = offered([payload])
    numbered = [line.strip() for line in text.splitlines() if line.startswith("  ")]
    assert numbered == [f"{n}. {o['label']}" for n, o in enumerate(options, 1)]
    question = text.index(payload["ask"]["question"])
    after = text.index(wording.NEXT.en)
    assert question < text.index("\n  1. ") < after < text.index(options[-1]["label"])


@pytest.mark.parametrize(
    "typed",
    ["[bold]x[/bold]", "[red]", "[/]", "[link=https://example.com]x[/link]", ":smile:"],
)
def test_what_people_type_is_never_markup(base: Base, typed: str) -> None:
    payload = made(base, "maternity", "en") | {"say": typed, "title": typed}
    assert shown(payload).count(typed) == 2
    payload = {"kind": "unsure", "language": "en", "say": typed, "notices": [typed]}
    assert shown(payload).count(typed) == 2


def test_trouble_is_shown_in_both_languages() -> None:
    text = f"{wording.TROUBLE.zh}\n{wording.TROUBLE.en}"
    screen = shown({"kind": "trouble", "text": text, "say": text})
    assert wording.TROUBLE.zh in screen
    assert wording.TROUBLE.en in screen


@pytest.mark.parametrize("width", [20, 40, 80])
def test_nothing_is_lost_on_a_narrow_terminal(base: Base, width: int) -> None:
    payload = made(base, "maternity", "zh")
    letters = "".join(c for c in shown(payload, width) if c.isalnum())
    for step in payload["steps"]:
        assert "".join(c for c in step if c.isalnum()) in letters


def test_debug_shows_what_was_understood(base: Base) -> None:
    screen = io.StringIO()
    payload = made(base, "maternity", "en", insurance="employee")
    render.debug(render.console(file=screen, width=400), payload)
    for part in ('"topic": "maternity"', '"insurance": "employee"', "law#54"):
        assert part in screen.getvalue()


def test_debug_of_a_reply_without_those_keys_does_not_fail() -> None:
    screen = io.StringIO()
    render.debug(render.console(file=screen, width=400), {"kind": "trouble"})
    assert '"topic": null' in screen.getvalue()
