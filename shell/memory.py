"""Conversations kept in this process, each bounded: a long one costs no more a turn."""

from __future__ import annotations

from collections import deque
from typing import Any

from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

#: Events of a conversation that are kept. What was learned lives on in slots.
_EVENTS = 200


class Conversations(InMemoryTrackerStore):  # type: ignore[misc]  # rasa is untyped here
    """Keeps trackers as they are; Rasa's own writes and reads all of one a turn."""

    def __init__(self, domain: Domain) -> None:
        """Start with no conversation."""
        super().__init__(domain)
        self._kept: dict[str, DialogueStateTracker] = {}

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep ``tracker``, the oldest events left out."""
        await self.stream_events(tracker)
        if len(tracker.events) > _EVENTS:
            recent = list(tracker.events)[-_EVENTS // 2 :]
            tracker.events = deque([*_state(tracker), *recent])
        self._kept[tracker.sender_id] = tracker

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the conversation of ``sender_id``, if there is one."""
        return self._kept.get(sender_id)

    async def keys(self) -> Any:
        """Return everybody who has a conversation."""
        return self._kept.keys()

    def forget(self, sender_id: str) -> None:
        """Erase a conversation."""
        self._kept.pop(sender_id, None)


def _state(tracker: DialogueStateTracker) -> list[Event]:
    """Return what the events left out had led to: Rasa replays events in places."""
    state: list[Event] = [
        SlotSet(name, slot.value)
        for name, slot in tracker.slots.items()
        if slot.value is not None
    ]
    if tracker.active_loop_name:
        state.append(ActiveLoop(tracker.active_loop_name))
    return state
