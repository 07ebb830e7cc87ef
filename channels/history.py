"""What was said in a conversation, from its events."""

from __future__ import annotations

from collections.abc import Iterable, Reversible
from dataclasses import dataclass
from typing import Any

from rasa.shared.core.events import BotUttered, Event, UserUttered

Payload = dict[str, Any]


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
