"""What an action needs of the tracker: language, facts, topic, ranking, day."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass, field
from typing import Any

from knowledge.load import Base, load
from knowledge.model import Facts, Language, Topic

#: Environment variable that sets another day than today (2027-01-01), for try-outs.
DAY_VARIABLE = "BAOXIAO_DAY"

#: Intents that carry no topic of their own: the last topic is meant.
FOLLOW_UP_INTENTS = frozenset({"inform"})

_INSURED = "insured_region"

#: From this confidence on, a message is about its own topic, whatever was asked before,
#: unless this share of it is nothing but the fact asked for.
_CERTAIN = 0.8
_ALL, _MOST = 0.9, 0.5


@dataclass(frozen=True)
class Turn:
    """One message as an action sees it.

    ``ranking`` holds (topic, confidence), best first; ``questions`` the topics of a
    message that asks several things, in order, and nothing for any other message, and
    ``words`` the part of the message that asks each of them; ``facts`` are
    fact id -> value, from the whole conversation, ``stated`` those of this message
    alone, ``learned`` those that only the question before it makes clear.
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
    stated: Facts = field(default_factory=dict)
    learned: Facts = field(default_factory=dict)
    questions: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


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
    )
    text = str(message.get("text") or "")
    last = base.topics.get(str(tracker.slots.get("topic")))
    facts, stated = _facts(base, tracker), _stated(message)
    asked = [q for q in message.get("questions") or () if q["name"] in base.topics]
    questions = tuple(str(item["name"]) for item in asked)
    topic = questions[0] if questions else _topic(base, last, message, intent)
    replied = last is not None and topic == last.id
    learned = _learned(last, facts, stated) if replied else {}
    return Turn(
        base=base,
        language=_language(tracker, message, text),
        intent=intent,
        topic=topic,
        confidence=float((message.get("intent") or {}).get("confidence") or 0.0),
        ranking=ranking,
        facts={**facts, **learned},
        stated=stated,
        learned=learned,
        day=today(),
        text=text,
        questions=questions,
        words=tuple(str(item.get("text") or text) for item in asked),
    )


def _language(tracker: Any, message: Any, text: str) -> Language:
    """Language of the message; of the conversation when an option was chosen."""
    kept = tracker.slots.get("language")
    if text.startswith("/") and kept:
        return "en" if kept == "en" else "zh"
    return "en" if message.get("language") == "en" else "zh"


def _topic(base: Base, last: Topic | None, message: Any, intent: str) -> str | None:
    if last is not None and (
        intent in FOLLOW_UP_INTENTS or _answers_question(last, message)
    ):
        return last.id
    return intent if intent in base.topics else None


def _answers_question(topic: Topic, message: Any) -> bool:
    """Tell whether a message is hardly more than a fact that ``topic`` asks for."""
    text = str(message.get("text") or "").strip()
    if text.startswith("/"):
        return False
    certain = float((message.get("intent") or {}).get("confidence") or 0) >= _CERTAIN
    asked = {*topic.ask, "place"} if _INSURED in topic.ask else set(topic.ask)
    stated = (e for e in message.get("entities") or () if e["entity"] in asked)
    covered: int = sum(e["end"] - e["start"] for e in stated)
    share = covered / (len(text) or 1)
    return share > (_ALL if certain else _MOST)


def _stated(message: Any) -> Facts:
    return {e["entity"]: str(e["value"]) for e in message.get("entities") or ()}


def _learned(last: Topic | None, facts: Facts, stated: Facts) -> Facts:
    """Take a bare place for the insured place when the last topic asks for that."""
    asked = last is not None and _INSURED in last.ask and _INSURED not in facts
    return {_INSURED: stated["place"]} if asked and "place" in stated else {}


def _facts(base: Base, tracker: Any) -> Facts:
    return {
        name: str(value)
        for name in base.facts
        if (value := tracker.slots.get(name)) is not None
    }
