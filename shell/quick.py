"""Rasa without work that serves nobody here, at the same answers.

Rasa copies events for logs that are not written, looks for classes that it knows,
orders its graph anew at every message, and asks every slot whether something fills it.
"""

from __future__ import annotations

import copy
import functools
import gc
from collections import deque
from typing import Any

from rasa.core.actions.action import action_for_name_or_text
from rasa.core.processor import MessageProcessor
from rasa.shared.core.constants import ACTION_EXTRACT_SLOTS
from rasa.shared.core.events import ActionExecutionRejected, Event
from rasa.shared.core.trackers import DialogueStateTracker

from nlu.runner import StraightRunner


class _Processor(MessageProcessor):  # type: ignore[misc]  # rasa is untyped here
    """Handles messages as Rasa does, and logs none of it."""

    def _log_action_on_tracker(
        self, tracker: Any, action: Any, events: Any, prediction: Any
    ) -> None:
        events = events or []
        if not any(isinstance(event, ActionExecutionRejected) for event in events):
            tracker.update_with_events(prediction.events, self.domain)
            tracker.update(action.event_for_successful_execution(prediction))
        tracker.update_with_events(events, self.domain)

    async def run_action_extract_slots(self, output_channel: Any, tracker: Any) -> Any:
        """Fill slots from what was found; the others need not be asked."""
        action = action_for_name_or_text(
            ACTION_EXTRACT_SLOTS, self.domain, self.action_endpoint
        )
        message = tracker.latest_message
        found = {entity["entity"] for entity in message.entities} if message else set()
        domain = copy.copy(self.domain)
        domain.slots = [
            slot
            for slot in self.domain.slots
            if any(_may_fill(mapping, found) for mapping in slot.mappings)
        ]
        events = await action.run(output_channel, self.nlg, tracker, domain)
        await self._send_bot_messages(events, tracker, output_channel)
        tracker.update_with_events(events, self.domain)
        return tracker

    @staticmethod
    def _log_slots(tracker: Any) -> None:
        """Write no log of all slots."""

    def _check_for_unseen_features(self, parse_data: Any) -> None:
        """Leave it to the checks before training."""


def _copied(tracker: Any) -> Any:
    """Return a copy of ``tracker``. Rasa makes one by replaying all that happened."""
    other = _twin(tracker)
    other.slots = {name: _twin(slot) for name, slot in tracker.slots.items()}
    other.events = deque(tracker.events, tracker.events.maxlen)
    return other


def _twin(thing: Any) -> Any:
    """Return what ``copy.copy`` does of a plain object, with less to look up."""
    other = object.__new__(type(thing))
    other.__dict__.update(thing.__dict__)
    return other


def _may_fill(mapping: dict[str, Any], found: set[str]) -> bool:
    """Tell whether a slot's ``mapping`` can fill it when these entities were found."""
    kind = mapping["type"]
    if kind == "from_entity":
        return mapping["entity"] in found
    return kind != "custom" or "action" in mapping


def quicken(agent: Any) -> None:
    """Make a loaded ``rasa.core.agent.Agent`` quicker."""
    processor = agent.processor
    processor.__class__ = _Processor
    processor.graph_runner = StraightRunner(processor.graph_runner)
    if not hasattr(Event.resolve_by_type, "cache_info"):
        kept = functools.lru_cache(maxsize=None)(Event.resolve_by_type)
        Event.resolve_by_type = staticmethod(kept)
    DialogueStateTracker.copy = _copied
    # what is loaded stays: looking for garbage in it takes a tenth of a second
    gc.collect()
    gc.freeze()
