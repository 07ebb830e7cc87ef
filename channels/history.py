"""What was said in a conversation, from its events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Reversible
from dataclasses import dataclass
from typing import Any

from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from channels import watch

Payload = dict[str, Any]

_VERDICTS = frozenset({"helpful", "unhelpful"})


@dataclass(frozen=True)
class Entry:
    """One thing said: the ``text`` of a person, or the ``payload`` of a reply.

    ``time`` is in seconds since 1970.
    """

    time: float
    text: str = ""
    payload: Payload | None = None


def entries(events: Iterable[Event]) -> list[Entry]:
    """Return what was said, oldest first, without turns that no person made."""
    found = []
    for event in events:
        if isinstance(event, UserUttered):
            shown = event.metadata.get("shown", event.text or "")
            if shown:
                found.append(Entry(event.timestamp, text=shown))
        elif isinstance(event, BotUttered) and event.data.get("custom"):
            found.append(Entry(event.timestamp, payload=event.data["custom"]))
    return found


def last_said(events: Reversible[Event]) -> list[Payload]:
    """Return the payloads of the last turn, in order."""
    said: list[Payload] = []
    for event in reversed(events):
        if isinstance(event, UserUttered):
            break
        if isinstance(event, BotUttered) and event.data.get("custom"):
            said.append(event.data["custom"])
    return said[::-1]


def answer_to(events: Reversible[Event], name: str) -> list[Payload] | None:
    """Return the payloads that answered the message of that name; None if none did."""
    said: list[Payload] = []
    for event in reversed(events):
        if isinstance(event, BotUttered) and event.data.get("custom"):
            said.append(event.data["custom"])
        elif isinstance(event, UserUttered):
            if event.metadata.get("id") == name:
                return said[::-1]
            said = []
    return None


def told(tracker: DialogueStateTracker, channel: str) -> Iterator[watch.Event]:
    """Yield what the last message was beside a question: a beginning, a verdict."""
    asked = (
        event
        for event in reversed(tracker.events)
        if isinstance(event, UserUttered)
        and event.metadata.get("shown", event.text or "")
    )
    last = next(asked, None)
    if last is None:
        return
    if next(asked, None) is None:
        yield watch.Event("conversation.begun", channel, tracker.sender_id)
    verdict = last.intent.get("name")
    answered = tracker.slots["answered"].value if "answered" in tracker.slots else None
    # why it did not help is told in a second message: no verdict of its own
    detail = any(e.get("entity") == "feedback_reason" for e in last.entities)
    if verdict in _VERDICTS and answered and not detail:
        yield watch.Event(
            "feedback.given",
            channel,
            tracker.sender_id,
            topic=answered[-1].partition("/")[0],
            code=verdict,
        )
