"""Rasa without work that serves nobody here, at the same answers.

Rasa copies events for logs that are not written, looks for classes that it knows, and
orders its graph anew at every message.
"""

from __future__ import annotations

import copy
import functools
import gc
from collections import deque
from typing import Any

from rasa.core.processor import MessageProcessor
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

    @staticmethod
    def _log_slots(tracker: Any) -> None:
        """Write no log of all slots."""

    def _check_for_unseen_features(self, parse_data: Any) -> None:
        """Leave it to the checks before training."""


def _copied(tracker: Any) -> Any:
    """Return a copy of ``tracker``. Rasa makes one by replaying all that happened."""
    other = copy.copy(tracker)
    other.slots = {name: copy.copy(slot) for name, slot in tracker.slots.items()}
    other.events = deque(tracker.events, tracker.events.maxlen)
    return other


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
