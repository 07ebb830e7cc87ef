"""Conversations kept in this process, each bounded: a long one costs no more a turn.

A tracker store of Rasa (``type: channels.conversations.Conversations`` in
``endpoints.yml``). What was said stays readable after Rasa's events of it are gone.
"""

from __future__ import annotations

import contextlib
import time
from collections import OrderedDict, deque
from dataclasses import dataclass, field
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from channels import tail
from channels.history import Entry, entries

#: Events of a conversation that Rasa reads. What was learned lives on in slots.
_EVENTS = 80
#: Older messages and replies that can still be read back.
_SAID = 200
#: Conversations at once, and seconds after which one that rests is dropped.
_MOST = 5_000
_REST = 24 * 3600.0


@dataclass
class _Kept:
    tracker: DialogueStateTracker
    seen: float
    events: int = 0  # of the tracker, when it was last saved
    said: deque[Event] = field(default_factory=lambda: deque(maxlen=_SAID))


class Conversations(InMemoryTrackerStore):  # type: ignore[misc]  # rasa is untyped here
    """Keeps trackers as they are; Rasa's own writes and reads all of one a turn."""

    def __init__(
        self, domain: Domain, event_broker: EventBroker | None = None, **_: Any
    ) -> None:
        """Start with no conversation."""
        super().__init__(domain, event_broker)
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep ``tracker``, the oldest events left out."""
        await self.stream_events(tracker)
        now = time.monotonic()
        kept = self._kept.pop(tracker.sender_id, None) or _Kept(tracker, now)
        older = tail.shorten(tracker, _EVENTS, _EVENTS // 2)
        kept.said.extend(e for e in older if isinstance(e, (UserUttered, BotUttered)))
        kept.tracker, kept.seen, kept.events = tracker, now, len(tracker.events)
        self._kept[tracker.sender_id] = kept
        self._drop_rested(now)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the conversation of ``sender_id``, if there is one."""
        kept = self._kept.get(sender_id)
        return kept.tracker if kept else None

    async def retrieve_full_tracker(
        self, sender_id: str
    ) -> DialogueStateTracker | None:
        """Return the same: ``said`` has what is older."""
        return await self.retrieve(sender_id)

    async def said(self, sender_id: str) -> list[Entry]:
        """Return what was said in a conversation, oldest first."""
        kept = self._kept.get(sender_id)
        return entries([*kept.said, *kept.tracker.events]) if kept else []

    async def keys(self) -> Any:
        """Return everybody who has a conversation."""
        return self._kept.keys()

    @staticmethod
    def held(sender_id: str) -> contextlib.AbstractContextManager[None]:
        """Nobody else could change it."""
        return contextlib.nullcontext()

    def undo(self, sender_id: str) -> None:
        """Leave a conversation as it was last saved: a turn has broken off."""
        kept = self._kept.get(sender_id)
        if kept is not None:
            tracker = self.init_tracker(sender_id)
            for event in list(kept.tracker.events)[: kept.events]:
                tracker.update(event)
            kept.tracker = tracker

    async def erase(self, sender_id: str) -> None:
        """Erase a conversation."""
        self._kept.pop(sender_id, None)

    def _drop_rested(self, now: float) -> None:
        """Drop conversations that rest, and the ones that rest longest over the cap."""
        while self._kept:
            oldest = next(iter(self._kept.values()))
            if len(self._kept) <= _MOST and oldest.seen > now - _REST:
                return
            self._kept.popitem(last=False)
