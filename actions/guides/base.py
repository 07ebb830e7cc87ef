"""A guided task as pure data: what is known, what is asked next, when it is done."""

from __future__ import annotations

import datetime as dt
import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from actions.guides import words
from actions.reply import Payload
from actions.turn import Turn
from knowledge.load import Base
from knowledge.model import Facts, Text

#: What stands for "I do not know", for facts and figures alike.
UNKNOWN = "unknown"
#: The entity that carries the chosen option where it is no fact.
ANSWER = "guide_answer"
#: More questions than this no task has.
_MOST = 12


@dataclass(frozen=True)
class State:
    """What is remembered of a task between messages, in the slot ``guide``.

    ``figures`` are answers that are no facts, and ``unknown`` for facts that the person
    does not know. ``history`` has what was asked, oldest first; ``failures`` counts
    the messages in a row that were not understood. ``end`` is ``done`` or ``left``.
    """

    name: str
    figures: Mapping[str, str] = field(default_factory=dict)
    history: tuple[str, ...] = ()
    failures: int = 0
    end: str | None = None

    @classmethod
    def of(cls, slot: Any, name: str) -> State | None:
        """Read the slot; None when it holds no unfinished task called ``name``."""
        if not isinstance(slot, dict) or slot.get("name") != name or slot.get("end"):
            return None
        return cls(
            name=name,
            figures=dict(slot.get("figures") or {}),
            history=tuple(slot.get("history") or ()),
            failures=int(slot.get("failures") or 0),
        )

    def as_slot(self) -> dict[str, Any]:
        """Return plain data for the slot."""
        return {
            "name": self.name,
            "figures": dict(self.figures),
            "history": list(self.history),
            "failures": self.failures,
            "end": self.end,
        }


@dataclass(frozen=True)
class Case:
    """What is known of a person's case: facts (derived too) and figures, on a day."""

    base: Base
    facts: Facts
    figures: Mapping[str, str]
    day: dt.date

    def get(self, key: str) -> str | None:
        """Return a fact or figure; None when it is open or not known."""
        value = self.facts.get(key) or self.figures.get(key)
        return None if value == UNKNOWN else value

    def is_open(self, key: str) -> bool:
        """Tell whether the person may still be asked for ``key``."""
        return not self.facts.get(key) and self.figures.get(key) is None

    def is_unknown(self, key: str) -> bool:
        """Tell whether the person said that they do not know."""
        return not self.facts.get(key) and self.figures.get(key) == UNKNOWN

    def answered(self, key: str, value: str) -> Case:
        """Return the case with one more answer."""
        if key in self.base.facts and value != UNKNOWN:
            return replace(self, facts={**self.facts, key: value})
        return replace(self, figures={**self.figures, key: value})


@dataclass(frozen=True)
class Ask:
    """One question. ``kind`` is choice, place, money or rate.

    ``options`` are (entity, value, label); ``key`` is the fact or figure asked for.
    """

    key: str
    kind: str
    text: Text
    why: Text
    options: tuple[tuple[str, str, Text], ...] = ()

    def values(self) -> tuple[str, ...]:
        """Return the values of the options, in order."""
        return tuple(value for _, value, _ in self.options)


class Guide(ABC):
    """A guided task. Everything is computed from the case; nothing is remembered."""

    name: str
    #: The topic that it belongs to.
    topic: str
    title: Text
    intro: Text
    #: Facts that the task asks for or uses.
    facts: frozenset[str]
    #: Whether sums and rates may be told by name (起付线 1300).
    takes_figures: bool = False
    #: Question -> which place a bare place name is while it is open.
    places: Mapping[str, str] = MappingProxyType({"insured_region": "insured_region"})

    @property
    def form(self) -> str:
        """The name of the Rasa form."""
        return f"{self.name}_form"

    def begin(self, turn: Turn) -> Mapping[str, str]:
        """Return the figures that are known before anything is asked."""
        return {}

    def own(
        self, case: Case, key: str, text: str, ranking: Sequence[str]
    ) -> Mapping[str, str]:
        """Return what ``text`` answers to ``key`` in ways that only this task has."""
        return {}

    def check(self, case: Case) -> None:  # noqa: B027 - most tasks have no figures
        """Refuse figures that cannot be.

        Raises:
            EstimateError: with the reason.
        """

    @abstractmethod
    def ask(self, case: Case) -> Ask | None:
        """Return the next question, or None when nothing is left to ask."""

    @abstractmethod
    def result(self, turn: Turn, case: Case) -> Payload:
        """Return the result."""

    def left(self, case: Case) -> int:
        """Return how many questions are left, as far as can be told."""
        for count in range(_MOST):
            question = self.ask(case)
            if question is None:
                return count
            case = case.answered(question.key, _likely(question))
        return _MOST


def _likely(question: Ask) -> str:
    if question.kind == "money":
        return "0"
    if question.kind == "rate":
        return "0.5"
    return question.values()[0] if question.options else UNKNOWN


def ask_fact(
    base: Base,
    key: str,
    *,
    text: Text | None = None,
    why: Text | None = None,
    labels: Mapping[str, Text] | None = None,
) -> Ask:
    """Return the question for a fact; ``labels`` choose and rename its values."""
    fact = base.facts[key]
    named = labels or {value: entry.label for value, entry in fact.values.items()}
    options = tuple((key, value, label) for value, label in named.items())
    question = text or fact.question or fact.label
    kind = "place" if fact.kind == "place" else "choice"
    return Ask(key, kind, question, why or fact.why or question, options)


def ask_choice(key: str, text: Text, why: Text, labels: Mapping[str, Text]) -> Ask:
    """Return a question with options that are no fact."""
    options = tuple((ANSWER, value, label) for value, label in labels.items())
    return Ask(key, "choice", text, why, options)


def payload_of(entity: str, value: str) -> str:
    """Return what is sent when an option is chosen."""
    return "/inform" + json.dumps({entity: value}, ensure_ascii=False)


def with_unknown(question: Ask) -> Ask:
    """Return the question with "I do not know" as the last option."""
    unknown = (ANSWER, UNKNOWN, words.UNKNOWN_OPTION)
    return replace(question, options=(*question.options, unknown))
