"""A selection as plain text and payload."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from actions import plain, reply, wording
from knowledge.citing import citation_name
from knowledge.load import Base
from knowledge.model import LANGUAGES, NATIONAL, Answer, Document, Language, Topic
from knowledge.select import select

ANSWER_KEYS = {
    "kind",
    "language",
    "topic",
    "answer",
    "title",
    "say",
    "items",
    "drugs",
    "steps",
    "materials",
    "figures",
    "exceptions",
    "citations",
    "other_basis",
    "sources",
    "notices",
    "reviewed",
    "ask",
    "options",
    "confidence",
    "ranking",
    "facts",
    "text",
    "terms",
}
PHRASE_KEYS = {
    "kind",
    "listed",
    "closing",
    "language",
    "topic",
    "say",
    "citations",
    "notices",
    "options",
    "confidence",
    "ranking",
    "facts",
    "text",
    "terms",
}


def facts_for(answer: Answer) -> dict[str, str]:
    """Facts under which ``answer`` is meant to be given."""
    facts = {
        name: wanted[0] if isinstance(wanted, list) else wanted
        for name, wanted in answer.when.items()
    }
    if answer.place != NATIONAL:
        facts["insured_region"] = answer.place
    return facts


def every_answer(base: Base) -> Iterator[tuple[Topic, dict[str, str]]]:
    for topic in base.topics.values():
        for answer in topic.answers:
            yield topic, facts_for(answer)


@pytest.fixture
def payload_of(base: Base, turn: Any) -> Any:
    def make(
        topic: str, language: Language = "zh", day: str = "2026-06-01", **facts: str
    ) -> dict[str, Any]:
        chosen = select(base, topic, facts, dt.date.fromisoformat(day))
        return reply.for_selection(turn(language, day, **facts), chosen)

    return make


def references(payload: dict[str, Any]) -> dict[str, Any]:
    """Everything in a payload that does not depend on the language."""
    asked = payload["ask"]
    return {
        "answer": payload["answer"],
        "citations": [(c["ref"], c["by_analogy"]) for c in payload["citations"]],
        "materials": [item["id"] for item in payload["materials"]],
        "figures": [(f["id"], f["example"]) for f in payload["figures"]],
        "sources": [item["id"] for item in payload["sources"]],
        "steps": len(payload["steps"]),
        "exceptions": len(payload["exceptions"]),
        "notices": len(payload["notices"]),
        "other basis": bool(payload["other_basis"]),
        "ask": asked and (asked["fact"], [o["payload"] for o in asked["options"]]),
        "options": [option["payload"] for option in payload["options"]],
    }


# --- payload -------------------------------------------------------------------------


def test_every_answer_has_exactly_the_keys_of_the_contract(
    base: Base, payload_of: Any
) -> None:
    for topic, facts in every_answer(base):
        for language in LANGUAGES:
            payload = payload_of(topic.id, language, **facts)
            assert set(payload) == ANSWER_KEYS, payload["answer"]


def test_every_answer_can_be_sent_as_json(base: Base, payload_of: Any) -> None:
    for topic, facts in every_answer(base):
        payload = payload_of(topic.id, **facts)
        assert json.loads(json.dumps(payload)) == payload


def test_both_languages_rest_on_the_same_references(
    base: Base, payload_of: Any
) -> None:
    for topic, facts in every_answer(base):
        chinese, english = (
            references(payload_of(topic.id, x, **facts)) for x in LANGUAGES
        )
        assert chinese == english


def test_no_figure_reference_is_left_unfilled(base: Base, payload_of: Any) -> None:
    for topic, facts in every_answer(base):
        for language in LANGUAGES:
            payload = payload_of(topic.id, language, **facts)
            assert not re.search(r"[{}]", payload["text"]), payload["answer"]


def test_an_english_answer_is_english(base: Base, payload_of: Any) -> None:
    for topic, facts in every_answer(base):
        payload = payload_of(topic.id, "en", **facts)
        han = len(re.findall(r"[\u4e00-\u9fff]", payload["say"]))
        assert han < len(payload["say"]) / 4, payload["answer"]


def test_policy_answers_carry_a_citation_and_neighbours_none(
    base: Base, payload_of: Any
) -> None:
    for topic, facts in every_answer(base):
        payload = payload_of(topic.id, **facts)
        is_policy = topic.kind == "policy"
        assert payload["kind"] == ("answer" if is_policy else "neighbour")
        assert bool(payload["citations"]) == is_policy, payload["answer"]


def test_an_answer_that_no_text_was_read_for_is_hedged(
    base: Base, payload_of: Any
) -> None:
    seen = set()
    for topic, facts in every_answer(base):
        for language in LANGUAGES:
            payload = payload_of(topic.id, language, **facts)
            hedge = wording.HEDGE.in_language(language) in payload["notices"]
            decides = wording.DECIDES.in_language(language) in payload["notices"]
            chosen = select(base, topic.id, facts, dt.date(2026, 6, 1))
            is_policy = topic.kind == "policy"
            assert (hedge, decides) == (
                is_policy and chosen.hedged,
                is_policy and not chosen.hedged,
            )
            seen.add((hedge, decides))
    assert seen == {(True, False), (False, True), (False, False)}


def test_ranking_confidence_and_facts_of_the_turn_are_kept(payload_of: Any) -> None:
    payload = payload_of("maternity", insurance="employee")
    assert payload["confidence"] == 0.9123
    assert payload["ranking"] == ["maternity", "newborn"]
    assert payload["facts"] == {"insurance": "employee"}


def test_a_phrase_has_the_keys_that_channels_read(turn: Any) -> None:
    payload = reply.for_phrase(turn("en"), "small_talk", "Hello.")
    assert set(payload) == PHRASE_KEYS
    assert payload["text"] == "Hello."
    assert payload["topic"] is None


# --- jargon --------------------------------------------------------------------------


def test_jargon_is_explained_beside_the_text(base: Base, payload_of: Any) -> None:
    for topic, facts in every_answer(base):
        for language in LANGUAGES:
            payload = payload_of(topic.id, language, **facts)
            shown = [payload["say"], *payload["steps"], *payload["exceptions"]]
            shown += [f"{m['name']}\n{m['note']}" for m in payload["materials"]]
            assert len(payload["terms"]) <= 5
            for term in payload["terms"]:
                assert set(term) == {"term", "meaning"}
                assert any(term["term"] in text for text in shown)
                assert term["meaning"] not in payload["text"]


@pytest.mark.parametrize(
    ("payload", "found"),
    [
        ({"say": "先备案。"}, ["备案"]),
        ({"say": "好。", "steps": ["问起付线。"]}, ["起付线"]),
        (
            {"say": "好。", "exceptions": ["问起付线。"], "steps": ["备案"]},
            ["备案", "起付线"],
        ),
        (
            {"say": "好。", "materials": [{"name": "转诊证明", "note": "备案用"}]},
            ["转诊", "备案"],
        ),
        ({"say": "好。", "sections": [{"title": "目录", "lines": ["自费"]}]}, ["自费"]),
        ({"say": "好。", "citations": [{"gist": "备案"}], "notices": ["备案"]}, []),
    ],
    ids=["say", "steps", "exceptions", "materials", "sections", "no law, no notice"],
)
def test_jargon_is_looked_for_in_what_is_said(
    base: Base, payload: dict[str, Any], found: list[str]
) -> None:
    told = reply.explained(base, {"language": "zh", **payload})
    assert [one["term"] for one in told] == found


# --- the question back ---------------------------------------------------------------


def test_the_most_decisive_unknown_fact_is_asked_for(payload_of: Any) -> None:
    asked = payload_of("use_card_elsewhere")["ask"]
    assert asked["fact"] == "away_scope"
    after = payload_of("use_card_elsewhere", away_scope="other_province")["ask"]
    assert after["fact"] == "filed"


def test_options_of_a_question_state_each_value_of_the_fact(
    base: Base, payload_of: Any
) -> None:
    asked = payload_of("use_card_elsewhere", "en")["ask"]
    values = base.facts["away_scope"].values
    assert [option["label"] for option in asked["options"]] == [
        value.label.en for value in values.values()
    ]
    for option, value in zip(asked["options"], values, strict=True):
        assert option["payload"].startswith("/inform{")
        assert json.loads(option["payload"].removeprefix("/inform")) == {
            "away_scope": value
        }


def test_a_place_is_asked_for_without_options(payload_of: Any) -> None:
    asked = payload_of("reimbursement_time_limit")["ask"]
    assert asked["fact"] == "insured_region"
    assert asked["options"] == []


def test_nothing_is_asked_when_everything_is_known(base: Base, payload_of: Any) -> None:
    topic = base.topics["materials_needed"]
    known = {name: next(iter(base.facts[name].values)) for name in topic.ask}
    assert payload_of("materials_needed", **known)["ask"] is None


def test_unknown_topics_give_no_option(base: Base) -> None:
    options = reply.options_for_topics(base, ["no_such_topic", "maternity"], "en")
    assert options == [
        {"label": base.topics["maternity"].question.en, "payload": "/maternity"}
    ]


# --- how references read -------------------------------------------------------------


def made(short_zh: str, short_en: str) -> Document:
    return Document(
        id="made-up",
        title={"zh": short_zh, "en": short_en},
        short={"zh": short_zh, "en": short_en},
        kind="law",
        confidence="verified",
    )


@pytest.mark.parametrize(
    ("short", "number", "language", "reads"),
    [
        ("社会保险法", 29, "zh", "《社会保险法》第29条"),
        ("社会保险法", 29, "en", "Law of X, Article 29"),
        ("社会保险法", None, "zh", "《社会保险法》"),
        ("社会保险法", None, "en", "Law of X"),
        ("国办发〔2021〕14号", None, "zh", "国办发〔2021〕14号"),
    ],
    ids=["article", "english article", "whole", "english whole", "numbered notice"],
)
def test_a_citation_reads_as_people_write_it(
    short: str, number: int | None, language: Language, reads: str
) -> None:
    assert citation_name(made(short, "Law of X"), number, language) == reads


@pytest.mark.parametrize(
    ("change", "zh", "en"),
    [
        ({}, "时限：3 天（全国，《法》）", "时限: 3 天 (全国, 《法》)"),
        (
            {"since": "2026-01-01"},
            "时限：3 天（全国，2026-01-01 起，《法》）",
            "时限: 3 天 (全国, since 2026-01-01, 《法》)",
        ),
        (
            {"example": True, "note": "仅住院"},
            "时限：3 天（例如 全国，《法》；仅住院）",
            "时限: 3 天 (for example 全国, 《法》; 仅住院)",
        ),
    ],
    ids=["plain", "since a day", "an example with a note"],
)
def test_a_figure_names_place_day_and_source(
    change: dict[str, Any], zh: str, en: str
) -> None:
    figure = {
        "label": "时限",
        "amount": "3 天",
        "place": "全国",
        "since": "",
        "source": "《法》",
        "note": "",
        "example": False,
        **change,
    }
    assert plain.figure_line(figure, "zh") == zh
    assert plain.figure_line(figure, "en") == en


def test_an_analogy_is_named_as_one() -> None:
    citation = {"name": "N", "by_analogy": True, "gist": ""}
    assert plain.citation_line(citation, "zh") == "N（类推参照）"
    assert plain.citation_line({**citation, "gist": "g"}, "en") == "N (by analogy): g"


# --- plain text ----------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_plain_text_goes_from_the_answer_to_what_it_rests_on(
    language: Language,
) -> None:
    payload = {
        "language": language,
        "say": "SAY",
        "steps": ["STEP-A", "STEP-B"],
        "materials": [{"name": "PAPER", "note": ""}],
        "figures": [
            {
                "label": "FIGURE",
                "amount": "1",
                "place": "P",
                "since": "",
                "source": "S",
                "note": "",
                "example": False,
            }
        ],
        "exceptions": ["NOTE"],
        "citations": [{"name": "LAW", "gist": "GIST", "by_analogy": False}],
        "other_basis": "OTHER",
        "notices": ["NOTICE"],
    }
    text = plain.plain_text(payload)
    order = [
        "SAY",
        wording.STEPS.in_language(language),
        "1. STEP-A",
        "2. STEP-B",
        wording.MATERIALS.in_language(language),
        "- PAPER",
        wording.FIGURES.in_language(language),
        "- FIGURE",
        wording.EXCEPTIONS.in_language(language),
        "- NOTE",
        wording.BASIS.in_language(language),
        "- LAW",
        "OTHER",
        "NOTICE",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    assert text.startswith("SAY\n\n")


def test_every_answer_starts_with_what_it_says(base: Base, payload_of: Any) -> None:
    for topic, facts in every_answer(base):
        payload = payload_of(topic.id, **facts)
        assert payload["text"].startswith(payload["say"] + "\n\n")


def test_every_part_of_an_answer_is_in_its_plain_text(
    base: Base, payload_of: Any
) -> None:
    for topic, facts in every_answer(base):
        payload = payload_of(topic.id, "en", **facts)
        parts = [
            *payload["steps"],
            *(item["name"] for item in payload["materials"]),
            *(item["amount"] for item in payload["figures"]),
            *payload["exceptions"],
            *(item["name"] for item in payload["citations"]),
            payload["other_basis"],
            *payload["notices"],
        ]
        missing = [part for part in parts if part not in payload["text"]]
        assert not missing, payload["answer"]


def test_blocks_without_content_have_no_heading() -> None:
    payload = {"language": "en", "say": "Hello.", "citations": [], "notices": []}
    assert plain.plain_text(payload) == "Hello."


def test_a_sum_is_never_shown_in_scientific_notation(
    base: Base, payload_of: Any
) -> None:
    values = [v.value for f in base.figures.values() for v in f.values]
    assert max(values) > Decimal(1000)
    for topic, facts in every_answer(base):
        for figure in payload_of(topic.id, **facts)["figures"]:
            assert not re.search(r"\dE[+-]?\d", figure["amount"]), figure
