"""Every answer of the knowledge base, as WeChat shows it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from actions import reply
from actions.turn import Turn
from channels import options
from channels.wechat import xml
from channels.wechat.pages import LIMIT, pages, size
from channels.wechat.text import text
from knowledge.checklist import checklist
from knowledge.checklist_row import as_row
from knowledge.checklist_text import as_text
from knowledge.load import Base
from knowledge.model import LANGUAGES, Language

DAY = dt.date(2026, 12, 1)
#: Most pages of a single answer: who asks one thing does not page through a book.
MOST_PAGES = 4


def answer(base: Base, topic: str, language: Language) -> dict[str, Any]:
    turn = Turn(base, language, topic, topic, 0.9, ((topic, 0.9),), {}, DAY, "")
    return reply.for_topic(turn, topic)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_fits_into_a_few_pages(base: Base, language: Language) -> None:
    for topic in base.topics:
        payload = answer(base, topic, language)
        made = pages(text([payload]), language=language)
        assert 1 <= len(made) <= MOST_PAGES, topic
        assert all(size(page) <= LIMIT for page in made), topic
        # the direct answer and the articles stand on the first page
        assert payload["say"] in made[0], topic
        for citation in payload["citations"]:
            assert citation["name"] in made[0], topic


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_option_has_its_number(base: Base, language: Language) -> None:
    for topic in base.topics:
        payload = answer(base, topic, language)
        lines = text([payload]).split("\n")
        for number, option in enumerate(options.offered([payload]), 1):
            assert f"{number}. {option['label']}" in lines, topic


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_an_answer_is_lost(base: Base, language: Language) -> None:
    for topic in base.topics:
        payload = answer(base, topic, language)
        lines = xml.clean(payload["text"]).split("\n")
        shown = set(text([payload]).split("\n"))
        assert all(line.rstrip() in shown for line in lines), topic


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_checklist_shows_its_papers(base: Base, language: Language) -> None:
    for procedure in base.procedures:
        made = checklist(base, procedure, {}, DAY)
        row, printed = as_row(made, language), as_text(made, language)
        cited = [{**one, "gist": ""} for one in row["citations"]]
        payload = {
            "kind": "result",
            "language": language,
            "say": row["say"],
            "text": printed,
            "printed": printed,
            "checklist": row,
            "citations": cited,
            "options": [],
        }
        shown = text([payload])
        for paper in (*row["bring"], *row["perhaps"]):
            assert f"□ {paper['name']}" in shown, procedure
        for line in (*row["steps"], row["cost"], row["result"], *row["notices"]):
            assert line in shown, procedure
        first = pages(shown, language=language)[0]
        assert row["say"] in first, procedure
        assert all(citation["name"] in first for citation in cited), procedure
