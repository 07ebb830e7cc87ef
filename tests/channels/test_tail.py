"""What is written of a conversation, and read back."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    Event,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from channels import history, tail

DOMAIN = Domain.from_dict(
    {
        "version": "3.1",
        "intents": ["ask"],
        "slots": {
            name: {"type": "any", "mappings": [{"type": "custom"}]}
            for name in ("fact", "guide", "last_topic")
        },
        "forms": {"filing_form": {"required_slots": []}},
    }
)
SLOTS = ("fact", "guide", "last_topic")

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.text(max_size=3), inner, max_size=2)
    ),
    max_leaves=4,
)


def asked(text: str) -> Event:
    parsed = {"intent": {"name": "ask", "confidence": 0.5}, "entities": []}
    ranked = {"intent_ranking": [parsed["intent"]] * 9, "language": "zh"}
    meta = {"shown": text, "id": text}
    return UserUttered(text, parsed["intent"], [], {**parsed, **ranked}, metadata=meta)


def replied(payload: Any) -> Event:
    return BotUttered("", {"custom": {"say": payload}})


events = st.lists(
    st.one_of(
        st.text(min_size=1, max_size=8).map(asked),
        json_values.map(replied),
        st.just(BotUttered("plain")),
        st.tuples(st.sampled_from(SLOTS), json_values).map(lambda one: SlotSet(*one)),
        st.sampled_from(["filing_form", None]).map(ActiveLoop),
        st.just(ActionExecuted("action_listen")),
    ),
    max_size=3 * tail.EVENTS,
)


def new() -> DialogueStateTracker:
    return DialogueStateTracker("somebody", DOMAIN.slots)


def played(happened: list[Event]) -> DialogueStateTracker:
    tracker = new()
    for event in happened:
        tracker.update(event)
    return tracker


def replies(tracker: DialogueStateTracker) -> list[str]:
    """Return all replies as they stand in the database."""
    return [
        json.dumps(event.data["custom"])
        for event in tracker.events
        if isinstance(event, BotUttered) and event.data.get("custom")
    ]


def slots(tracker: DialogueStateTracker) -> dict[str, Any]:
    return {name: tracker.slots[name].value for name in SLOTS}


@settings(max_examples=40)
@given(events)
def test_what_is_read_back_goes_on_as_what_was_written(happened: list[Event]) -> None:
    tracker = played(happened)
    said = replies(tracker)
    back = tail.read(tail.write(tracker), said, new())
    assert slots(back) == slots(tracker)
    assert back.active_loop_name == tracker.active_loop_name
    recent = list(tracker.events)[-tail.EVENTS :]
    assert history.last_said(list(back.events)) == history.last_said(recent)
    assert back.latest_message.text == played(recent).latest_message.text
    # and again, as many turns do
    assert (
        json.loads(tail.write(back))["slots"]
        == json.loads(tail.write(tracker))["slots"]
    )


@settings(max_examples=40)
@given(events, st.integers(1, 20), st.integers(0, 20))
def test_what_is_shortened_keeps_its_state_and_last_events(
    happened: list[Event], kept: int, more: int
) -> None:
    tracker = played(happened)
    before, state = list(tracker.events), slots(tracker)
    out = tail.shorten(tracker, kept + more, kept)
    if len(before) <= kept + more:
        assert (out, list(tracker.events)) == ([], before)
        return
    assert [*out, *list(tracker.events)[-kept:]] == before
    again = played(list(tracker.events))
    assert slots(again) == state
    assert again.active_loop_name == tracker.active_loop_name


def test_its_size_does_not_grow_with_the_conversation() -> None:
    one = [asked("医保卡丢了"), SlotSet("fact", "x"), replied("长" * 2_000)]
    short, long = (len(tail.write(played(one * times))) for times in (20, 400))
    assert long <= short * 1.01
    assert short < 20_000
    assert "长" not in tail.write(played(one))


def test_the_message_a_reply_answers_is_found_in_what_is_read_back() -> None:
    happened = [asked("first"), replied(1), replied(2), asked("second"), replied(3)]
    tracker = played(happened)
    back = tail.read(tail.write(tracker), replies(tracker), new())
    assert history.answer_to(back.events, "first") == [{"say": 1}, {"say": 2}]
    assert history.answer_to(back.events, "second") == [{"say": 3}]
    assert history.answer_to(back.events, "third") is None
