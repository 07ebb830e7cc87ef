"""Actions run by rasa-sdk's own executor, on a tracker made by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from rasa_sdk.executor import ActionExecutor

from actions.turn import DAY_VARIABLE, Turn
from knowledge.load import Base
from knowledge.model import Language


@dataclass(frozen=True)
class Said:
    """What one action said and remembered."""

    payload: dict[str, Any]
    text: str
    slots: dict[str, Any]


Act = Callable[..., Awaitable[Said]]
MakeTurn = Callable[..., Turn]


def _stated(slots: dict[str, Any]) -> list[tuple[str, int, int]]:
    """An article's number counts only where the message itself names it."""
    return [("article", 0, 0)] if slots.get("article") is not None else []


def call(
    action: str,
    intent: str = "",
    *,
    text: str = "",
    language: str = "zh",
    kept_language: str | None = None,
    ranking: tuple[tuple[str, float], ...] = (),
    confidence: float = 0.9,
    entities: tuple[tuple[str, int, int], ...] = (),
    questions: list[str] | None = None,
    words: dict[str, str] | None = None,
    follow_up: str | None = None,
    **slots: Any,
) -> dict[str, Any]:
    """Return the request that Rasa would send to run ``action``.

    ``entities`` are (fact, start, end); ``language`` is the message's,
    ``kept_language`` the conversation's so far; ``questions`` the topics of a message
    that asks several, ``words`` by topic the part that asks it; ``follow_up`` what it
    asks of the answer before.
    """
    return {
        "next_action": action,
        "sender_id": "somebody",
        "domain": {},
        "tracker": {
            "sender_id": "somebody",
            "slots": {**slots, "language": kept_language},
            "events": [],
            "paused": False,
            "active_loop": {},
            "latest_message": {
                "text": text,
                "language": language,
                "follow_up": follow_up,
                "intent": {"name": intent, "confidence": confidence},
                "entities": [
                    {"entity": n, "start": start, "end": end, "value": slots.get(n)}
                    for n, start, end in (*entities, *_stated(slots))
                ],
                "intent_ranking": [
                    {"name": name, "confidence": share} for name, share in ranking
                ],
                "questions": [
                    {
                        "name": name,
                        "confidence": confidence,
                        "text": (words or {}).get(name, text),
                    }
                    for name in questions or []
                ],
            },
        },
    }


@pytest.fixture(autouse=True)
def _an_ordinary_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """No law is about to change, whatever the calendar says."""
    monkeypatch.setenv(DAY_VARIABLE, "2026-06-01")


@pytest.fixture(name="call", scope="session")
def _call() -> Callable[..., dict[str, Any]]:
    return call


@pytest.fixture(scope="session")
def act() -> Act:
    executor = ActionExecutor()
    executor.register_package("actions")

    async def run(*arguments: Any, **named: Any) -> Said:
        result = await executor.run(call(*arguments, **named))
        assert result is not None
        (response,) = result["responses"]
        slots = {event["name"]: event["value"] for event in result["events"]}
        return Said(response["custom"], response["text"], slots)

    return run


@pytest.fixture(scope="session")
def act_all() -> Any:
    """Run an action on a message that asks several things."""
    executor = ActionExecutor()
    executor.register_package("actions")

    async def run(action: str, questions: list[str], **named: Any) -> Any:
        request = call(action, questions[0], questions=questions, **named)
        result = await executor.run(request)
        assert result is not None
        slots = {event["name"]: event["value"] for event in result["events"]}
        return [response["custom"] for response in result["responses"]], slots

    return run


@pytest.fixture
def turn(base: Base) -> MakeTurn:
    """Make a turn as an action would see it."""

    def make(language: Language = "zh", day: str = "2026-06-01", **facts: str) -> Turn:
        return Turn(
            base=base,
            language=language,
            intent="",
            topic=None,
            confidence=0.91234,
            ranking=(("maternity", 0.91234), ("newborn", 0.05)),
            facts=facts,
            stated=facts,
            learned={},
            day=dt.date.fromisoformat(day),
            text="",
        )

    return make
