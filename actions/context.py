"""What a message means after what was said before: the same topic, another fact.

Pure functions over two small records: the message (``Said``) and the conversation so
far (``Before``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.load import Base
from knowledge.model import Facts, Topic
from knowledge.select import met

#: Intents that carry no topic of their own: the last topic is meant.
FOLLOW_UP_INTENTS = frozenset({"inform"})
#: Said with a fact, these correct or confirm it: 不对，是居民的.
_REPLYING = frozenset({"affirm", "deny"})

#: What the model says when no intent is certain enough.
_UNSURE = "nlu_fallback"

_NO_TOPIC = frozenset({_UNSURE, "out_of_scope"})

_INSURED, _TREATED, _PLACE = "insured_region", "treatment_region", "place"
#: What a follow-up is called that changes a fact; any other names an aspect.
_FACTS = "facts"

#: From this confidence on, a message is about its own topic, whatever was asked before,
#: unless this share of it is nothing but the fact asked for.
_CERTAIN = 0.8
_ALL, _MOST = 0.9, 0.5


@dataclass(frozen=True)
class Said:
    """The message: intent, facts, questions, and the share of it that states facts.

    ``words`` are the parts of the message that ask its ``questions``. ``follow_up`` is
    an aspect of the answer before, ``facts``, or None; ``nearest`` the likeliest topic,
    however unlikely.
    """

    text: str
    intent: str
    facts: Facts
    questions: tuple[str, ...]
    words: tuple[str, ...]
    follow_up: str | None
    certain: bool
    spans: tuple[tuple[str, int], ...]
    nearest: str | None = None

    @classmethod
    def of(cls, base: Base, message: Any, intent: str) -> Said:
        """Read Rasa's parse of a message."""
        entities = message.get("entities") or ()
        text = str(message.get("text") or "")
        asked = [q for q in message.get("questions") or () if q["name"] in base.topics]
        ranked = [str(item["name"]) for item in message.get("intent_ranking") or ()]
        confidence = float((message.get("intent") or {}).get("confidence") or 0)
        return cls(
            text=text,
            intent=intent,
            facts={
                e["entity"]: str(e["value"])
                for e in entities
                if e["entity"] in base.facts
            },
            questions=tuple(str(item["name"]) for item in asked),
            words=tuple(str(item.get("text") or text) for item in asked),
            follow_up=message.get("follow_up"),
            certain=confidence >= _CERTAIN,
            spans=tuple((e["entity"], e["end"] - e["start"]) for e in entities),
            nearest=next((name for name in ranked if name in base.topics), None),
        )

    @property
    def aspect(self) -> str | None:
        """The aspect that is asked for, if any."""
        return None if self.follow_up == _FACTS else self.follow_up

    @property
    def is_option(self) -> bool:
        """Whether an option was chosen instead of something typed."""
        return self.text.startswith("/")


@dataclass(frozen=True)
class Before:
    """The conversation so far: facts, last topic, facts asked for, the open question.

    ``pending`` is the fact that the last reply asked for.
    """

    facts: Facts
    topic: Topic | None
    asked: tuple[str, ...]
    pending: str | None

    @classmethod
    def of(cls, base: Base, slots: Mapping[str, Any]) -> Before:
        """Read the slots."""
        facts = {
            name: str(value)
            for name in base.facts
            if (value := slots.get(name)) is not None
        }
        return cls(
            facts=facts,
            topic=base.topics.get(str(slots.get("topic"))),
            asked=tuple(slots.get("asked") or ()),
            pending=slots.get("pending"),
        )


def follows(base: Base, before: Before, said: Said) -> bool:
    """Tell whether a message only adds to the question asked before."""
    if before.topic is None or said.questions:
        return False
    if before.topic.kind == "neighbour" and said.facts and not said.aspect:
        return False  # another field has no answer that turns on a fact of ours
    if said.intent in FOLLOW_UP_INTENTS or said.follow_up:
        return True
    if said.intent in _REPLYING and not said.is_option:
        return bool(said.facts) or _is_yes_no(base, before)
    if said.intent == _UNSURE and said.nearest == before.topic.id and said.facts:
        return True  # too little for a question of its own: the driver ran away
    matters = {k: v for k, v in said.facts.items() if not base.facts[k].lasting}
    if said.intent in _NO_TOPIC and _turns_on(before.topic, matters):
        return True  # a part of the last matter, and of nothing else: 还没上户口
    return _answers(before.topic, said)


def topic(base: Base, before: Before, said: Said, follows: bool) -> str | None:
    """Return the topic that the message is about."""
    if said.questions:
        return said.questions[0]
    if before.topic is not None and follows:
        turned = _turned(before.topic, said.facts)
        if turned == before.topic.id and _is_another(base, before.topic, said):
            return said.intent
        return turned
    return said.intent if said.intent in base.topics else None


def _is_another(base: Base, last: Topic, said: Said) -> bool:
    """Tell whether a fact that ``last`` says nothing about names a topic of its own."""
    if said.follow_up != _FACTS or not said.certain or said.intent not in base.topics:
        return False
    return not _turns_on(last, said.facts)


def _turns_on(topic: Topic, stated: Facts) -> bool:
    """Tell whether ``topic`` has an answer for one of the stated facts."""
    return any(
        name in stated and met(name, wanted, stated)
        for answer in topic.answers
        for name, wanted in answer.when.items()
    )


def _turned(last: Topic, stated: Facts) -> str:
    """Return the neighbour that ``last`` becomes with a stated fact, else ``last``."""
    for name, value in stated.items():
        other = last.becomes.get(name, {}).get(value)
        if other is not None:
            return other
    return last.id


def learned(base: Base, before: Before, said: Said, topic: str | None) -> Facts:
    """Return facts that only what was said before makes clear.

    A bare place is the one that was asked for, or takes the role of the place it
    corrects; yes and no answer a question that has only these answers.
    """
    if _PLACE in said.facts and not {_INSURED, _TREATED} & said.facts.keys():
        role = _role(base, before, said, topic)
        return {role: said.facts[_PLACE]} if role else {}
    if said.intent in _REPLYING and not said.facts and _is_yes_no(base, before):
        assert before.pending is not None
        return {before.pending: "yes" if said.intent == "affirm" else "no"}
    return {}


def _role(base: Base, before: Before, said: Said, topic: str | None) -> str | None:
    for role in (_INSURED, _TREATED):
        kept = before.facts.get(role, "")
        if kept in base.places and kept != said.facts[_PLACE]:
            name = base.places.name(kept)
            if name.zh in said.text or name.en.lower() in said.text.lower():
                return role
    if before.topic is None or topic is None:
        return None
    if before.pending in (_INSURED, _TREATED):
        return before.pending
    if said.follow_up == _FACTS and _TREATED in before.facts:
        return _TREATED  # and in Shanghai? is about another hospital
    unknown = _INSURED not in before.facts or said.follow_up == _FACTS
    asked = _INSURED in before.topic.ask and unknown
    return _INSURED if asked and topic == before.topic.id else None


def _is_yes_no(base: Base, before: Before) -> bool:
    asked = base.facts.get(before.pending or "")
    return asked is not None and asked.values.keys() == {"yes", "no"}


def passed(base: Base, facts: Facts, stated: Facts) -> frozenset[str]:
    """Return the facts that belong to the question before and not to this one."""
    return frozenset(
        name for name in facts if not base.facts[name].lasting and name not in stated
    )


def _answers(last: Topic, said: Said) -> bool:
    """Tell whether a message is hardly more than a fact that ``last`` asks for."""
    if said.is_option:
        return False
    asked = {*last.ask, _PLACE} if _INSURED in last.ask else set(last.ask)
    covered = sum(length for name, length in said.spans if name in asked)
    share = covered / (len(said.text.strip()) or 1)
    return share > (_ALL if said.certain else _MOST)
