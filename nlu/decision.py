"""When to answer and when to ask back: probabilities made honest, and costs weighed.

Both are learned from held-out questions, which neither head has seen. A temperature
and a bias for questions of other fields make the probabilities true on average. Then
each topic gets the threshold that costs least: a wrong answer costs more than asking
back, and some wrong answers more than others.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

_TEMPERATURES = np.geomspace(0.2, 3.0, 60)
#: Tried for the classes of other fields together, in log-probability.
_BIASES = np.linspace(-1.5, 1.5, 31)
#: Below this an answer would be a guess, whatever it costs.
LOWEST = 0.2
_THRESHOLDS = np.linspace(LOWEST, 0.95, 31)
#: Costs this near, as a share, are a tie: then it is kinder to answer.
_TIED = 0.05
#: What all topics together say about one topic's threshold, in held-out questions.
_SHARED = 12.0


@dataclass(frozen=True)
class Costs:
    """What a decision costs; a right answer costs nothing.

    ``asked``: asking back a person whose question we could have answered. ``wrong``:
    the answer to another question. ``outside``: policy for a question of another field.
    ``dear``: topic -> cost of that topic's answer when it is wrong. ``outside_share``:
    how many of a hundred real messages belong to another field, from 0 to 1.
    """

    asked: float = 1.0
    wrong: float = 2.0
    outside: float = 3.0
    dear: Mapping[str, float] = field(default_factory=dict)
    outside_share: float = 0.2


@dataclass(frozen=True)
class Decision:
    """Learned: ``temperature``, ``outside_bias``, from which probability to answer.

    ``outside_bias`` is added to the log-probability of the ``outside`` classes, which
    give no policy, by the message's language; ``thresholds`` are by topic,
    ``otherwise`` for the rest.
    """

    temperature: float = 1.0
    outside_bias: Mapping[str, float] = field(default_factory=dict)
    outside: frozenset[str] = frozenset()
    thresholds: Mapping[str, float] = field(default_factory=dict)
    otherwise: float = 0.3

    def probabilities(
        self, logs: Array, classes: Sequence[str], languages: Sequence[str]
    ) -> Array:
        """Return (messages, classes) probabilities of unnormalised logarithms."""
        is_outside = np.array([name in self.outside for name in classes])
        bias = np.array([self.outside_bias.get(name, 0.0) for name in languages])
        scaled = (logs + np.outer(bias, is_outside)) / self.temperature
        scaled = np.exp(scaled - scaled.max(axis=1, keepdims=True))
        return np.asarray(scaled / scaled.sum(axis=1, keepdims=True))

    def is_sure(self, topic: str, probability: float) -> bool:
        """Tell whether ``topic`` is answered at ``probability``."""
        return probability >= self.thresholds.get(topic, self.otherwise)

    def save(self, folder: Path) -> None:
        """Write what was learned into ``folder``."""
        data = {**vars(self), "outside": sorted(self.outside)}
        (folder / "decision.json").write_text(json.dumps(data), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Decision:
        """Read what was learned from ``folder``."""
        data = json.loads((folder / "decision.json").read_text("utf-8"))
        return cls(**{**data, "outside": frozenset(data["outside"])})


@dataclass(frozen=True)
class HeldOut:
    """Questions that neither head has seen, as rows.

    ``logs`` has unnormalised log-probabilities, (questions, classes); ``right`` the
    topics that answer each question, ``languages`` its language.
    """

    logs: Array
    classes: Sequence[str]
    languages: Sequence[str]
    right: Sequence[frozenset[str]]


def learn(questions: HeldOut, outside: frozenset[str], costs: Costs) -> Decision:
    """Return the decision for ``questions``: calibrated first, then cheapest.

    ``outside`` are the classes that give no policy.
    """
    weights = _weights(questions, outside, costs.outside_share)
    plain = _calibrated(questions, outside, weights)
    rows = plain.probabilities(questions.logs, questions.classes, questions.languages)
    best = np.array([questions.classes[index] for index in rows.argmax(axis=1)])
    curves = (
        np.array(
            [
                _cost_curve(name, probability, topics, outside, costs)
                for name, probability, topics in zip(
                    best, rows.max(axis=1), questions.right, strict=True
                )
            ]
        )
        * weights[:, None]
    )
    # a topic with few held-out questions follows all the others
    shared = curves.mean(axis=0) * _SHARED
    thresholds = {
        name: _cheapest(curves[best == name].sum(axis=0) + shared)
        for name in questions.classes
    }
    return replace(plain, thresholds=thresholds, otherwise=_cheapest(shared))


def _cheapest(curve: Array) -> float:
    """Return the cheapest threshold; of those as good as equal the lowest."""
    good = curve <= curve.min() * (1 + _TIED)
    return round(float(_THRESHOLDS[good.argmax()]), 3)


def _weights(questions: HeldOut, outside: frozenset[str], share: float) -> Array:
    """Return a weight for each question: ``share`` of a language is of other fields."""
    is_outside = np.array([bool(topics & outside) for topics in questions.right])
    languages = np.array(questions.languages)
    weights = np.ones(len(is_outside))
    for language in set(questions.languages):
        spoken = languages == language
        there = is_outside[spoken].mean()
        if 0 < there < 1:
            balanced = np.where(is_outside, share / there, (1 - share) / (1 - there))
            weights[spoken] = balanced[spoken]
    return weights


def _calibrated(
    questions: HeldOut, outside: frozenset[str], weights: Array
) -> Decision:
    """Return the temperature and biases under which the right topics are likeliest.

    For a question of another field every class of other fields counts as right.
    """
    hits = np.array(
        [
            [
                name in topics or bool(name in outside and topics & outside)
                for name in questions.classes
            ]
            for topics in questions.right
        ]
    )

    def loss(tried: Decision) -> float:
        rows = tried.probabilities(
            questions.logs, questions.classes, questions.languages
        )
        missed = -np.log(np.maximum((rows * hits).sum(axis=1), 1e-9))
        return float((missed * weights).mean())

    best = Decision(outside=outside)
    for _ in range(2):  # one after the other, twice: they hardly touch each other
        tried = [replace(best, temperature=float(t)) for t in _TEMPERATURES]
        best = min(tried, key=loss)
        for language in _mixed(questions, outside):
            tried = [
                replace(best, outside_bias={**best.outside_bias, language: float(bias)})
                for bias in _BIASES
            ]
            best = min(tried, key=loss)
    return best


def _mixed(questions: HeldOut, outside: frozenset[str]) -> list[str]:
    """Return the languages that have questions of both kinds: ours and others'."""
    kinds = {
        (language, bool(topics & outside))
        for language, topics in zip(questions.languages, questions.right, strict=True)
    }
    both = {language for language, _ in kinds}
    return sorted(name for name in both if {(name, True), (name, False)} <= kinds)


def _cost_curve(
    name: str,
    probability: float,
    right: frozenset[str],
    outside: frozenset[str],
    costs: Costs,
) -> Array:
    """Return what one question costs at each of ``_THRESHOLDS``."""
    is_outside = bool(right & outside)
    if name in right:
        answered = 0.0
    elif name in outside:
        answered = 0.0 if is_outside else costs.wrong
    else:
        answered = costs.dear.get(name, costs.wrong)
        if is_outside:
            answered = max(answered, costs.outside)
    # asking back about something that is not ours at all is half an answer
    asked = costs.asked / 2 if is_outside else costs.asked
    return np.where(probability >= _THRESHOLDS, answered, asked)
