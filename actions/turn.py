"""What an action needs of the tracker: language, facts, topic, ranking, day."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from actions import context
from knowledge import live
from knowledge.load import Base
from knowledge.model import Facts, Language

#: Environment variable that sets another day than today (2027-01-01), for try-outs.
DAY_VARIABLE = "BAOXIAO_DAY"

#: ok, more, ¥12,800, 35k: of no language.
_ONE_WORD = re.compile(
    r"[A-Z]{1,4}|(?:ok|okay|yes|no|more|app|skip|back|stop)|[¥￥]?[\d,. ]+[%％kwKW]?"
)


@dataclass(frozen=True)
class Turn:
    """One message as an action sees it.

    ``ranking`` holds (topic, confidence), best first; ``questions`` the topics of a
    message that asks several things, in order, and nothing for any other message,
    ``words`` the part of the message that asks each of them;
    ``facts`` are fact id -> value, from the whole conversation, ``stated`` those of
    this message alone, ``learned`` those that only what was said before makes clear,
    ``passed`` those of an earlier question that this one leaves behind. ``aspect`` is
    the one part of the last answer that is asked for (``materials``, ``time`` …).
    ``asked`` are the facts asked for so far, ``answered`` the answers given, as
    ``topic/answer``, both oldest first. ``entities`` holds what the message names
    beside facts, ``slots`` everything that is remembered.
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
    passed: frozenset[str] = frozenset()
    aspect: str | None = None
    asked: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    entities: Mapping[str, str] = field(default_factory=dict)
    slots: Mapping[str, Any] = field(default_factory=dict)


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
    slots = tracker.slots
    intent = str((message.get("intent") or {}).get("name") or "")
    said = context.Said.of(base, message, intent)
    before = context.Before.of(base, slots)
    follows = context.follows(base, before, said)
    topic = context.topic(base, before, said, follows)
    learned = context.learned(base, before, said, topic)
    facts = {**before.facts, **said.facts}
    passed = (
        context.passed(base, facts, said.facts)
        if topic and not follows
        else frozenset[str]()
    )
    return Turn(
        base=base,
        language=_language(slots, message, said.text),
        intent=intent,
        topic=topic,
        confidence=float((message.get("intent") or {}).get("confidence") or 0.0),
        ranking=tuple(
            (str(item["name"]), float(item["confidence"]))
            for item in message.get("intent_ranking") or ()
        ),
        facts={k: v for k, v in facts.items() if k not in passed} | learned,
        stated=said.facts,
        learned=learned,
        day=today(),
        text=said.text,
        questions=said.questions,
        words=said.words,
        passed=passed,
        aspect=said.aspect if follows else None,
        asked=before.asked,
        answered=tuple(slots.get("answered") or ()),
        entities={e["entity"]: str(e["value"]) for e in message.get("entities") or ()},
        slots=slots,
    )


def _language(slots: Mapping[str, Any], message: Any, text: str) -> Language:
    """The language asked for; else the message's; the last one's for a mere word.

    A chosen option is answered in the language in which it was offered.
    """
    chosen = text.startswith("/")
    offered = (message.get("metadata") or {}).get("language") if chosen else None
    mere = chosen or _ONE_WORD.fullmatch(text.strip())
    kept = (
        offered
        or slots.get("wanted_language")
        or (slots.get("language") if mere else None)
    )
    return "en" if (kept or message.get("language")) == "en" else "zh"
