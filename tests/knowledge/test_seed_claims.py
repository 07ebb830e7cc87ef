"""False claims that went round: none is made, the right rule is given instead."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
import yaml

from actions import reply
from actions.turn import Turn
from knowledge.model import LANGUAGES
from knowledge.select import select

DAY = dt.date(2026, 11, 22)
CLAIMS = yaml.safe_load(
    Path(__file__).with_name("seed_claims.yml").read_text(encoding="utf-8")
)["claims"]

each_claim = pytest.mark.parametrize("claim", CLAIMS, ids=[row["id"] for row in CLAIMS])
each_language = pytest.mark.parametrize("language", LANGUAGES)


def matches(pattern, text):
    return re.search(pattern, text, re.IGNORECASE | re.MULTILINE)


def reply_text(base, claim, language):
    chosen = select(base, claim["topic"], claim.get("facts"), DAY)
    turn = Turn(
        base=base,
        language=language,
        intent=claim["topic"],
        topic=claim["topic"],
        confidence=1.0,
        ranking=(),
        facts=chosen.facts,
        day=DAY,
        text="",
    )
    return reply.for_selection(turn, chosen)["text"]


def everything_said(base, language):
    """Yield (where, text) for every text of every answer and figure."""
    for topic in base.topics.values():
        for answer in topic.answers:
            parts = (answer.say, *(answer.steps or ()), *(answer.exceptions or ()))
            for text in parts:
                yield f"{topic.id}/{answer.id}", text.in_language(language)
    for name, figure in base.figures.items():
        notes = [value.note for value in figure.values if value.note]
        for text in (figure.label, *notes):
            yield name, text.in_language(language)


@each_language
@each_claim
def test_no_answer_makes_the_claim(base, claim, language):
    made = [
        (where, text)
        for where, text in everything_said(base, language)
        for pattern in claim["never"][language]
        if matches(pattern, text)
    ]

    assert made == []


@each_language
@each_claim
def test_the_answer_says_the_current_rule(base, claim, language):
    text = reply_text(base, claim, language)

    for pattern in claim["says"][language]:
        assert matches(pattern, text), f"{pattern!r} is not in:\n{text}"


@each_language
@each_claim
async def test_who_heard_the_claim_gets_the_right_topic(assistant, claim, language):
    """Answered, or, when the assistant is unsure, offered among its few options."""
    turn = await assistant.ask_once(claim["question"][language])

    (payload,) = turn.payloads
    expected = [claim["topic"], *claim.get("topics", ())]
    got = {payload["topic"]}
    if payload["kind"] == "unsure":
        got = {option["payload"].lstrip("/") for option in payload["options"]}
    assert got & set(expected), (payload["kind"], payload["ranking"][:3])
    for fact, value in claim.get("heard", {}).items():
        assert payload["facts"].get(fact) == value


def test_the_claims_have_ids_of_their_own():
    ids = [claim["id"] for claim in CLAIMS]

    assert len(ids) == len(set(ids))


def test_the_claims_are_about_topics_and_facts_of_the_base(base):
    for claim in CLAIMS:
        assert {claim["topic"], *claim.get("topics", ())} <= set(base.topics)
        assert set(claim.get("facts", {})) <= set(base.facts)
