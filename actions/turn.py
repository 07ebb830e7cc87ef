"""What an action needs of the tracker: language, facts, topic, ranking, day."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from typing import Any

from knowledge.load import Base, load
from knowledge.model import Facts, Language, Topic

#: Environment variable that sets another day than today (2027-01-01), for try-outs.
DAY_VARIABLE = "BAOXIAO_DAY"

#: Intents that carry no topic of their own: the last topic is meant.
FOLLOW_UP_INTENTS = frozenset({"inform"})

#: From this confidence on, a message is about its own topic, whatever was asked before.
_CERTAIN = 0.8


@dataclass(frozen=True)
class Turn:
    """One message as an action sees it.

    ``ranking`` holds (topic, confidence), best first, without Rasa's own fallback;
    ``facts`` are fact id -> value, from the whole conversation.
    """

    base: Base
    language: Language
    intent: str
    topic: str | None
    confidence: float
    ranking: tuple[tuple[str, float], ...]
    facts: Facts
    day: dt.date
    text: str


def today() -> dt.date:
    """Return the day answers are given for.

    Raises:
        ValueError: when ``BAOXIAO_DAY`` is set and is no date.
    """
    given = os.environ.get(DAY_VARIABLE)
    if not given:
        return dt.date.today()
    try:
        return dt.date.fromisoformat(given)
    except ValueError as error:
        mend = "write it as 2027-01-01, or unset it"
        raise ValueError(f"{DAY_VARIABLE}={given!r} is no date: {mend}") from error


def read(tracker: Any) -> Turn:
    """Return the current turn of a rasa-sdk ``tracker``."""
    base = load()
    message = tracker.latest_message or {}
    intent = str((message.get("intent") or {}).get("name") or "")
    ranking = tuple(
        (str(item["name"]), float(item["confidence"]))
        for item in message.get("intent_ranking") or ()
        if item["name"] != "nlu_fallback"
    )
    text = str(message.get("text") or "")
    return Turn(
        base=base,
        language=_language(tracker, message, text),
        intent=intent,
        topic=_topic(base, tracker, message, intent),
        confidence=float((message.get("intent") or {}).get("confidence") or 0.0),
        ranking=ranking,
        facts=_facts(base, tracker),
        day=today(),
        text=text,
    )


def _language(tracker: Any, message: Any, text: str) -> Language:
    """Language of the message; of the conversation when an option was chosen."""
    kept = tracker.slots.get("language")
    if text.startswith("/") and kept:
        return "en" if kept == "en" else "zh"
    return "en" if message.get("language") == "en" else "zh"


def _topic(base: Base, tracker: Any, message: Any, intent: str) -> str | None:
    last = tracker.slots.get("topic")
    if last in base.topics and (
        intent in FOLLOW_UP_INTENTS or _answers_question(base.topics[last], message)
    ):
        return str(last)
    return intent if intent in base.topics else None


def _answers_question(topic: Topic, message: Any) -> bool:
    """Tell whether a message is hardly more than a fact that ``topic`` asks for."""
    text = str(message.get("text") or "").strip()
    certain = float((message.get("intent") or {}).get("confidence") or 0) >= _CERTAIN
    if certain or text.startswith("/"):
        return False
    stated = (e for e in message.get("entities") or () if e["entity"] in topic.ask)
    covered: int = sum(e["end"] - e["start"] for e in stated)
    return 2 * covered > len(text)


def _facts(base: Base, tracker: Any) -> Facts:
    return {
        name: str(value)
        for name in base.facts
        if (value := tracker.slots.get(name)) is not None
    }
