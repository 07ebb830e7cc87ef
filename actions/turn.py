"""What an action needs of the tracker: language, facts, topic, ranking, day."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass, field
from typing import Any

from knowledge import live
from knowledge.load import Base
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
    message that asks several things, in order, and nothing for any other message;
    ``facts`` are fact id -> value, from the whole conversation, ``stated`` those of
    this message alone, ``learned`` those that only the question before it makes clear,
    ``passed`` those of an earlier question that this one leaves behind.
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
    passed: frozenset[str] = frozenset()


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
    base = live.current()
    message = tracker.latest_message or {}
    intent = str((message.get("intent") or {}).get("name") or "")
    ranking = tuple(
        (str(item["name"]), float(item["confidence"]))
        for item in message.get("intent_ranking") or ()
    )
    text = str(message.get("text") or "")
    last = base.topics.get(str(tracker.slots.get("topic")))
    facts, stated = _facts(base, tracker), _stated(message)
    questions = tuple(
        str(item["name"])
        for item in message.get("questions") or ()
        if item["name"] in base.topics
    )
    follows = last is not None and not questions and _follows(last, message, intent)
    topic = questions[0] if questions else _topic(base, last, follows, intent)
    replied = last is not None and topic == last.id
    learned = _learned(last, facts, stated) if replied else {}
    passed = _passed(base, facts, stated) if topic and not follows else frozenset()
    return Turn(
        base=base,
        language=_language(tracker, message, text),
        intent=intent,
        topic=topic,
        confidence=float((message.get("intent") or {}).get("confidence") or 0.0),
        ranking=ranking,
        facts={k: v for k, v in facts.items() if k not in passed} | learned,
        stated=stated,
        learned=learned,
        day=today(),
        text=text,
        questions=questions,
        passed=passed,
    )


def _language(tracker: Any, message: Any, text: str) -> Language:
    """Language of the message; of the conversation when an option was chosen."""
    kept = tracker.slots.get("language")
    if text.startswith("/") and kept:
        return "en" if kept == "en" else "zh"
    return "en" if message.get("language") == "en" else "zh"


def _follows(last: Topic, message: Any, intent: str) -> bool:
    """Tell whether a message only adds to the question about ``last``."""
    return intent in FOLLOW_UP_INTENTS or _answers_question(last, message)


def _topic(base: Base, last: Topic | None, follows: bool, intent: str) -> str | None:
    if last is not None and follows:
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


def _passed(base: Base, facts: Facts, stated: Facts) -> frozenset[str]:
    """Return the facts that belong to the question before and not to this one."""
    return frozenset(
        name for name in facts if not base.facts[name].lasting and name not in stated
    )


def _facts(base: Base, tracker: Any) -> Facts:
    return {
        name: str(value)
        for name in base.facts
        if (value := tracker.slots.get(name)) is not None
    }
