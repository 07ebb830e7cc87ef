"""What Rasa needs of a conversation to go on, as JSON: slots, task, last events.

Replies are left out of it: they stand in ``said``, and are put back when it is read.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Sequence
from typing import Any

from rasa.shared.core.events import (
    ActiveLoop,
    BotUttered,
    Event,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

#: Events that Rasa reads; what was learned before them lives on in slots.
EVENTS = 40
_LEFT_OUT = ("intent_ranking", "response_selector", "text_tokens")


def state(tracker: DialogueStateTracker) -> list[Event]:
    """Return events that lead to the slots and the task of ``tracker``."""
    found: list[Event] = [
        SlotSet(name, slot.value)
        for name, slot in tracker.slots.items()
        if slot.value is not None
    ]
    if tracker.active_loop_name:
        found.append(ActiveLoop(tracker.active_loop_name))
    return found


def shorten(tracker: DialogueStateTracker, longest: int, kept: int) -> list[Event]:
    """Leave only the last ``kept`` events once there are more than ``longest``.

    Returns the events left out.
    """
    if len(tracker.events) <= longest:
        return []
    events = list(tracker.events)
    tracker.events = deque([*state(tracker), *events[-kept:]])
    return events[:-kept]


def rows(events: Iterable[Event]) -> list[str]:
    """Return each of ``events`` as JSON."""
    return [_json(_row(event)) for event in events]


def write(tracker: DialogueStateTracker, last: Sequence[str] | None = None) -> str:
    """Return ``tracker`` as JSON.

    ``last`` are the ``rows`` of its last events, if they were made before.
    """
    if last is None:
        last = rows(list(tracker.events)[-EVENTS:])
    slots = {
        name: slot.value
        for name, slot in tracker.slots.items()
        if slot.value is not None
    }
    head = _json({"slots": slots, "loop": tracker.active_loop_name})
    return f'{head[:-1]},"events":[{",".join(last[-EVENTS:])}]}}'


def replies_in(events: Sequence[dict[str, Any]]) -> int:
    """Return how many replies are to be put back into ``events``."""
    return sum(event.get("reply", False) for event in events)


def read(
    text: str, replies: Sequence[str], tracker: DialogueStateTracker
) -> DialogueStateTracker:
    """Bring a new ``tracker`` to the state in ``text``.

    ``replies`` are the last ones said, oldest first, as JSON; the last of them belong
    to the last events.
    """
    kept = json.loads(text)
    for name, value in kept["slots"].items():
        tracker.update(SlotSet(name, value))
    if kept["loop"]:
        tracker.update(ActiveLoop(kept["loop"]))
    wanted = replies_in(kept["events"])
    back = iter(replies[len(replies) - wanted :] if wanted else ())
    for row in kept["events"]:
        if row.pop("reply", False):
            row["data"] = {**row["data"], "custom": json.loads(next(back, "null"))}
        event = Event.from_parameters(row)
        if event is not None:
            tracker.update(event)
    for name, value in kept["slots"].items():  # the last word, whatever events said
        tracker.slots[name].value = value
    return tracker


def _row(event: Event) -> dict[str, Any]:
    row: dict[str, Any] = event.as_dict()
    if isinstance(event, BotUttered) and event.data.get("custom"):
        data = {k: v for k, v in event.data.items() if v and k != "custom"}
        return {**row, "text": "", "data": data, "reply": True}
    if isinstance(event, UserUttered):
        parsed = row.get("parse_data", {})
        row["parse_data"] = {k: v for k, v in parsed.items() if k not in _LEFT_OUT}
    return row


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
