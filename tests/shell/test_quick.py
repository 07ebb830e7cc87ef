"""Rasa made quicker answers as Rasa does."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.events import Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity

from shell.assistant import Assistant
from shell.quick import _copied

TALK = [
    "医保卡可以在外省用吗",
    "我妈在成都住院，没备案，医保在重庆，能报吗",
    "/guide_filing",
    "江苏南京",
    "What is paid for having a baby?",
]


async def tracker_of(assistant: Assistant, sender: str) -> Any:
    return await assistant.store.retrieve(sender)


async def test_a_copied_tracker_is_the_replayed_one(assistant: Assistant) -> None:
    sender = uuid.uuid4().hex
    for text in TALK:
        if text.startswith("/"):
            await assistant.choose(text, sender)
        else:
            await assistant.say(text, sender)
        tracker = await tracker_of(assistant, sender)
        replayed = tracker.travel_back_in_time(float("inf"))
        copied = _copied(tracker)
        for verbosity in (EventVerbosity.ALL, EventVerbosity.APPLIED):
            shown = copied.current_state(verbosity)
            assert shown == replayed.current_state(verbosity)


async def test_a_copied_tracker_is_apart(assistant: Assistant) -> None:
    sender = uuid.uuid4().hex
    await assistant.say(TALK[0], sender)
    tracker = await tracker_of(assistant, sender)
    before = tracker.current_state(EventVerbosity.ALL)
    copied = DialogueStateTracker.copy(tracker)
    copied.update(UserUttered("另一句", {"name": "greet", "confidence": 1.0}))
    copied.update(SlotSet("language", "en"))
    assert tracker.current_state(EventVerbosity.ALL) == before
    assert copied.slots["language"].value == "en"


#: Each fills other slots, some none: several entities, an option's, a choice of all.
FILLED = [
    "谢谢",
    "我妈在成都住院，没备案，医保在重庆，能报吗",
    "35岁的职工，在厦门三级医院花了35000元",
    '/inform{"insurance": "employee"}',
    "/guide_filing",
]


@pytest.mark.parametrize("text", FILLED)
async def test_slots_are_filled_as_before(assistant: Assistant, text: str) -> None:
    processor = assistant.agent.processor
    parsed = await processor.parse_message(UserMessage(text))
    message = UserUttered(text, parsed["intent"], parsed["entities"], parsed)
    slots = processor.domain.slots
    quick, slow = (DialogueStateTracker(name, slots) for name in ("quick", "slow"))
    for tracker, kind in ((quick, type(processor)), (slow, MessageProcessor)):
        tracker.update(message)
        output = CollectingOutputChannel()
        await kind.run_action_extract_slots(processor, output, tracker)
    shown = [list(map(str, tracker.events)) for tracker in (quick, slow)]
    assert shown[0] == shown[1]
    assert quick.current_slot_values() == slow.current_slot_values()
    filled = {e.key for e in quick.events if isinstance(e, SlotSet)}
    assert bool(filled) == bool(parsed["entities"])


def test_events_are_found_by_name_as_before(assistant: Assistant) -> None:
    assert Event.resolve_by_type("slot") is SlotSet
    assert Event.resolve_by_type("user", default=SlotSet) is UserUttered
    with pytest.raises(ValueError, match="Unknown event name 'nothing'"):
        Event.resolve_by_type("nothing")
