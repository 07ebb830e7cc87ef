"""Whatever is known of a case, on whatever day: there is an answer, and it is whole."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from actions import reply
from actions.turn import Turn
from knowledge.model import LANGUAGES
from knowledge.places import ABROAD
from knowledge.select import select

DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2030, 12, 31))
#: No limit on time: a slow machine fails no test. Same examples in every run.
EXAMPLES = settings(max_examples=400, deadline=None, derandomize=True)


def values_of(base, fact):
    """A strategy for the values that a fact of the base may have."""
    if fact.kind == "choice":
        return st.sampled_from(sorted(fact.values))
    if fact.kind == "place":
        return st.sampled_from([*sorted(base.places.by_code), ABROAD, "CN", "nowhere"])
    return st.integers(0, 10**7).map(str) | st.text(max_size=5)


def draw_facts(base, data):
    known = {name: values_of(base, fact) for name, fact in base.facts.items()}
    return data.draw(st.fixed_dictionaries({}, optional=known), label="facts")


def draw_selection(base, data, day):
    topic = data.draw(st.sampled_from(sorted(base.topics)), label="topic")
    return select(base, topic, draw_facts(base, data), day)


def payload(base, selection, language):
    turn = Turn(
        base=base,
        language=language,
        intent=selection.topic.id,
        topic=selection.topic.id,
        confidence=1.0,
        ranking=((selection.topic.id, 1.0),),
        facts=selection.facts,
        day=selection.day,
        text="",
    )
    return reply.for_selection(turn, selection)


def strings(value):
    """Yield every text inside a payload."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from strings(item)


@EXAMPLES
@given(data=st.data(), day=DAYS)
def test_every_case_gets_an_answer_with_its_basis(base, data, day):
    selection = draw_selection(base, data, day)

    assert selection.say.zh and selection.say.en
    assert selection.topic.general.place == "CN"
    if selection.topic.kind == "policy":
        assert selection.citations
        assert selection.sources


@EXAMPLES
@given(data=st.data(), day=DAYS)
def test_no_reference_to_a_figure_is_left_in_a_reply(base, data, day):
    selection = draw_selection(base, data, day)

    for language in LANGUAGES:
        whole = payload(base, selection, language)
        for key in ("options", "ask", "facts"):  # payloads of options hold JSON
            del whole[key]
        assert [text for text in strings(whole) if "{" in text or "}" in text] == []


@EXAMPLES
@given(data=st.data(), day=DAYS)
def test_both_languages_give_the_same_answer(base, data, day):
    selection = draw_selection(base, data, day)

    zh, en = (payload(base, selection, language) for language in LANGUAGES)

    assert [c["ref"] for c in zh["citations"]] == [c["ref"] for c in en["citations"]]
    for key in ("steps", "exceptions", "notices", "options"):
        assert len(zh[key]) == len(en[key]), key
    for key in ("materials", "figures", "sources"):
        assert [item["id"] for item in zh[key]] == [item["id"] for item in en[key]]
    assert zh["answer"] == en["answer"]
    assert bool(zh["other_basis"]) == bool(en["other_basis"])
    assert (zh["ask"] or {}).get("fact") == (en["ask"] or {}).get("fact")


@EXAMPLES
@given(data=st.data(), day=DAYS)
def test_the_next_question_is_one_the_person_can_answer(base, data, day):
    selection = draw_selection(base, data, day)

    for fact in selection.open:
        assert fact not in selection.facts
        assert fact in selection.topic.ask
        assert base.facts[fact].question is not None


@EXAMPLES
@given(data=st.data(), day=DAYS)
def test_a_figure_shown_as_ones_own_is_of_ones_own_place_and_day(base, data, day):
    selection = draw_selection(base, data, day)
    chain = base.places.chain(selection.facts.get("insured_region"))

    for item in selection.figures:
        assert item.value.confidence != "example"
        assert item.example == (item.place not in chain)
        assert item.value.since is None or item.value.since <= day
        assert item.value.until is None or item.value.until >= day
