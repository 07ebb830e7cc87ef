"""How good a classifier is on our own questions, and how that is counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from knowledge.load import Base
from nlu.language import detect

QUESTIONS = Path(__file__).resolve().parent.parent / "tests" / "nlu" / "questions"


@dataclass(frozen=True)
class Question:
    """A message, the topics that answer it (any will do), and its language."""

    text: str
    right: tuple[str, ...]
    language: str


@dataclass(frozen=True)
class Answer:
    """What a classifier said: its decision, and its ranking, best first."""

    first: str
    ranking: Sequence[str]


@dataclass(frozen=True)
class Score:
    """Shares from 0 to 1, of questions on our topics and of those of other fields.

    ``first``: answered with a right topic. ``first_three``: a right topic is among
    the first three. ``declined``: asked back, or sent away. ``outside_answered``: got
    policy although the question is of another field.
    """

    first: float
    first_three: float
    declined: float
    outside_answered: float


def questions() -> list[Question]:
    """Return the questions of the test set, in a fixed order."""
    rows = []
    for path in sorted(QUESTIONS.glob("*.yml")):
        for row in yaml.safe_load(path.read_text("utf-8")):
            right = tuple(row["topic"].split("|"))
            rows.append(Question(row["text"], right, detect(row["text"])))
    return rows


def policy(base: Base) -> frozenset[str]:
    """Return the topics whose answer is policy."""
    return frozenset(t.id for t in base.topics.values() if t.kind == "policy")


def by_language(
    answers: Sequence[Answer], policy_topics: frozenset[str]
) -> dict[str, Score]:
    """Return the scores of ``answers`` to ``questions()``: zh, en and all."""
    pairs = list(zip(questions(), answers, strict=True))
    parts: dict[str, Any] = {
        language: [pair for pair in pairs if pair[0].language == language]
        for language in ("zh", "en")
    }
    return {
        name: _score(part, policy_topics)
        for name, part in {**parts, "all": pairs}.items()
    }


def _score(
    pairs: Sequence[tuple[Question, Answer]], policy_topics: frozenset[str]
) -> Score:
    ours = [(q, a) for q, a in pairs if policy_topics & set(q.right)]
    others = [a for q, a in pairs if not policy_topics & set(q.right)]
    return Score(
        first=_share(a.first in q.right for q, a in ours),
        first_three=_share(bool(set(q.right) & set(a.ranking[:3])) for q, a in ours),
        declined=_share(a.first not in policy_topics for _, a in ours),
        outside_answered=_share(a.first in policy_topics for a in others),
    )


def _share(hits: Any) -> float:
    counted = list(hits)
    return sum(counted) / len(counted) if counted else 0.0
