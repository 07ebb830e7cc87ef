"""When to answer and when to ask back: probabilities made honest, and costs weighed.

Both are learned from held-out questions, which neither head has seen. A temperature
makes the probabilities true on average. Then each topic gets the threshold that costs
least: a wrong answer costs more than asking back, and some wrong answers more than
others.
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
_BIASES = np.linspace(-1.5, 1.5, 13)
_THRESHOLDS = np.linspace(0.0, 0.95, 39)
#: What all topics together say about one topic's threshold, in held-out questions.
_SHARED = 12.0


@dataclass(frozen=True)
class Costs:
    """What a decision costs; a right answer costs nothing.

    ``asked``: asking back a person whose question we could have answered. ``wrong``:
    the answer to another question. ``outside``: policy for a question of another field.
    ``dear``: topic -> cost of that topic's answer when it is wrong.
    """

    asked: float = 1.0
    wrong: float = 2.0
    outside: float = 3.0
    dear: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Decision:
    """Learned: ``temperature``, ``outside_bias``, from which probability to answer.

    ``outside_bias`` is added to the log-probability of the ``outside`` classes, which
    give no policy; ``thresholds`` are by topic, ``otherwise`` for the rest.
    """

    temperature: float = 1.0
    outside_bias: float = 0.0
    outside: frozenset[str] = frozenset()
    thresholds: Mapping[str, float] = field(default_factory=dict)
    otherwise: float = 0.3

    def probabilities(self, logs: Array, classes: Sequence[str]) -> Array:
        """Return (messages, classes) probabilities of unnormalised logarithms."""
        bias = [self.outside_bias * (name in self.outside) for name in classes]
        scaled = (logs + np.array(bias)) / self.temperature
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


def learn(
    logs: Array,
    classes: Sequence[str],
    right: Sequence[frozenset[str]],
    outside: frozenset[str],
    costs: Costs,
) -> Decision:
    """Return the decision that costs least on held-out questions.

    ``logs`` has a row of unnormalised log-probabilities for each question, ``right``
    the topics that answer it; ``outside`` are the classes that give no policy.
    """
    hits = np.array([[name in topics for name in classes] for topics in right])
    tried = []
    for bias in _BIASES:
        plain = Decision(1.0, float(bias), outside)
        plain = replace(plain, temperature=_temperature(plain, logs, classes, hits))
        rows = plain.probabilities(logs, classes)
        best = [classes[index] for index in rows.argmax(axis=1)]
        curves = np.array(
            [
                _cost_curve(name, probability, topics, outside, costs)
                for name, probability, topics in zip(
                    best, rows.max(axis=1), right, strict=True
                )
            ]
        )
        tried.append((float(curves.mean(axis=0).min()), plain, best, curves))
    _, plain, best, curves = min(tried, key=lambda each: each[0])
    # a topic with few held-out questions follows all the others
    shared = curves.mean(axis=0) * _SHARED
    named = np.array(best)
    thresholds = {
        name: _cheapest(curves[named == name].sum(axis=0) + shared) for name in classes
    }
    return replace(plain, thresholds=thresholds, otherwise=_cheapest(shared))


def _cheapest(curve: Array) -> float:
    return round(float(_THRESHOLDS[curve.argmin()]), 3)


def _temperature(
    plain: Decision, logs: Array, classes: Sequence[str], hits: Array
) -> float:
    """Return the temperature under which the right topics are likeliest."""

    def loss(temperature: float) -> float:
        rows = replace(plain, temperature=temperature).probabilities(logs, classes)
        return float(-np.log(np.maximum((rows * hits).sum(axis=1), 1e-9)).mean())

    return float(min(_TEMPERATURES, key=loss))


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
