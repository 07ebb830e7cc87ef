"""What was said, read back from a conversation."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)

from channels import conversations, history
from channels.talk import Choice, Talk
from shell.assistant import Assistant


def user(text: str, time: float = 1.0, **metadata: Any) -> UserUttered:
    return UserUttered(text, timestamp=time, metadata=metadata)


def bot(payload: Any = None, time: float = 2.0) -> BotUttered:
    data = {"custom": payload} if payload is not None else {}
    return BotUttered("plain", data, timestamp=time)


ONE, TWO, THREE = ({"say": word} for word in ("one", "two", "three"))


@pytest.mark.parametrize(
    ("events", "wanted"),
    [
        ([], []),
        ([user("医保")], [history.Entry(1.0, text="医保")]),
        ([user("2", shown="2")], [history.Entry(1.0, text="2")]),
        ([user("/lost_card", shown="卡丢了")], [history.Entry(1.0, text="卡丢了")]),
        ([user("/greet", shown="")], []),
        ([user("")], []),
        ([bot(ONE)], [history.Entry(2.0, payload=ONE)]),
        ([bot()], []),
        ([ActionExecuted("x"), SlotSet("a", 1), SessionStarted()], []),
        (
            [user("a", 1.0), bot(ONE, 2.0), bot(TWO, 3.0), user("b", 4.0)],
            [
                history.Entry(1.0, text="a"),
                history.Entry(2.0, payload=ONE),
                history.Entry(3.0, payload=TWO),
                history.Entry(4.0, text="b"),
            ],
        ),
    ],
)
def test_what_people_and_the_assistant_said_is_read_and_nothing_else(
    events: list[Event], wanted: list[history.Entry]
) -> None:
    assert history.entries(events) == wanted


@pytest.mark.parametrize(
    ("events", "wanted"),
    [
        ([], []),
        ([user("a")], []),
        ([bot(ONE)], [ONE]),
        ([user("a"), bot(ONE), bot(TWO)], [ONE, TWO]),
        ([user("a"), bot(ONE), user("b"), bot(TWO), bot(THREE)], [TWO, THREE]),
        ([user("a"), bot(ONE), user("b")], []),
        ([user("a"), bot(ONE), bot(), SlotSet("x", 1)], [ONE]),
    ],
)
def test_the_last_turn_is_what_was_said_since_the_person_spoke(
    events: list[Event], wanted: list[Any]
) -> None:
    assert history.last_said(events) == wanted


async def test_a_conversation_is_read_back_as_it_went(assistant: Assistant) -> None:
    talk, sender = Talk(assistant.agent), uuid.uuid4().hex
    greeting = await talk.choose(Choice("/greet", "", "zh"), sender)
    first = await talk.say("我的电话13800138000，卡丢了怎么补办", sender)
    second = await talk.choose(Choice("/maternity", "生孩子能报吗", "zh"), sender)
    entries, _ = await talk.history(sender)
    assert [entry.payload or entry.text for entry in entries] == [
        *greeting.payloads,
        first.shown,
        *first.payloads,
        "生孩子能报吗",
        *second.payloads,
    ]
    assert "13800138000" not in first.shown
    times = [entry.time for entry in entries]
    assert times == sorted(times)


async def test_the_history_outlives_the_events_that_rasa_reads(
    assistant: Assistant,
) -> None:
    talk, sender = Talk(assistant.agent), uuid.uuid4().hex
    wanted: list[Any] = []
    store = assistant.agent.tracker_store
    for number in range(40):
        turn = await talk.say(f"异地就医怎么备案，第{number}次问", sender)
        wanted += [turn.shown, *turn.payloads]
    tracker = await store.retrieve(sender)
    kept = [event for event in tracker.events if isinstance(event, UserUttered)]
    assert len(kept) < 40, "nothing was trimmed: the test shows nothing"
    assert len(tracker.events) <= conversations._EVENTS + 60
    entries, _ = await talk.history(sender)
    assert [entry.payload or entry.text for entry in entries] == wanted


async def test_options_can_be_chosen_by_number_after_trimming_too(
    assistant: Assistant,
) -> None:
    talk, sender = Talk(assistant.agent), uuid.uuid4().hex
    for _ in range(40):
        await talk.say("异地就医怎么备案", sender)
    turn = await talk.choose(Choice("/greet", "你好", "zh"), sender)
    wanted = turn.payloads[-1]["options"][0]["payload"].removeprefix("/")
    turn = await talk.say("1", sender)
    assert turn.payloads[0]["topic"] == wanted
