"""Two heads, a linear one on n-grams and a small network on sentence vectors.

They are trained apart and blended as log-probabilities: a joint model lets the many
n-grams drown the few dense numbers, and takes several times as long to train. The
network has one hidden layer, since what is *not* about medical insurance lies all
around what is: no plane cuts it off. How sure the blend may be is learned afterwards
(``decision``).
"""

from __future__ import annotations

import os
import warnings
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

Array = np.ndarray[Any, Any]

#: Networks that are averaged, by seed: one alone is surer than it should be.
_SEEDS = (1, 2, 3)
_UNITS = 256
_WEIGHTS = (
    "sparse_weights",
    "sparse_bias",
    "hidden_weights",
    "hidden_bias",
    "dense_weights",
    "dense_bias",
)


@dataclass(frozen=True)
class Heads:
    """Trained weights: ``classes`` names, columns of both heads' last matrices.

    Shapes: sparse (n-grams, classes) and (classes,); hidden (512, units) and (units,);
    dense (units, classes) and (classes,).
    """

    classes: tuple[str, ...]
    sparse_weights: Array
    sparse_bias: Array
    hidden_weights: Array
    hidden_bias: Array
    dense_weights: Array
    dense_bias: Array

    def logs(self, sparse: Any, dense: Array, share: float) -> Array:
        """Return (messages, classes) log-probabilities of the blend, unnormalised.

        ``share`` is the weight of the dense head, from 0 to 1.
        """
        from_words = np.asarray(sparse @ self.sparse_weights) + self.sparse_bias
        one_against_rest = _log_sigmoid(from_words)
        words = one_against_rest - _log_sum(one_against_rest)
        hidden = np.maximum(dense @ self.hidden_weights + self.hidden_bias, 0)
        meaning = hidden @ self.dense_weights + self.dense_bias
        meaning = meaning - _log_sum(meaning)
        return np.asarray((1 - share) * words + share * meaning)

    def save(self, folder: Path) -> None:
        """Write the weights into ``folder``."""
        weights = {name: getattr(self, name).astype(np.float32) for name in _WEIGHTS}
        np.savez(folder / "heads.npz", classes=np.array(self.classes), **weights)

    @classmethod
    def load(cls, folder: Path) -> Heads:
        """Read the weights from ``folder``; no code is unpickled."""
        with np.load(folder / "heads.npz", allow_pickle=False) as data:
            classes = tuple(str(name) for name in data["classes"])
            return cls(classes, **{name: data[name] for name in _WEIGHTS})


def train(sparse: Any, dense: Array, labels: list[str], sparse_c: float) -> Heads:
    """Train both heads on rows of features with their ``labels``.

    ``sparse_c`` is the inverse strength of the linear head's regularisation.
    """
    weights = _weights(labels)
    classes = sorted(weights)
    named = np.array(labels)
    with warnings.catch_warnings(), ThreadPoolExecutor(os.cpu_count()) as pool:
        # stopped early on purpose: more steps take time and gain nothing
        warnings.simplefilter("ignore", ConvergenceWarning)
        # side by side, since they let go of the interpreter
        of_meaning = [pool.submit(_network, dense, named, seed) for seed in _SEEDS]
        of_words = list(
            pool.map(
                lambda name: _word(sparse, named == name, weights[name], sparse_c),
                classes,
            )
        )
        networks = [network.result() for network in of_meaning]
    return Heads(
        classes=tuple(classes),
        sparse_weights=np.vstack([model.coef_[0] for model in of_words]).T.copy(),
        sparse_bias=np.array([model.intercept_[0] for model in of_words]),
        # side by side the networks are one, whose output is the mean of theirs
        hidden_weights=np.hstack([n.coefs_[0] for n in networks]),
        hidden_bias=np.hstack([n.intercepts_[0] for n in networks]),
        dense_weights=np.vstack([n.coefs_[1] for n in networks]) / len(networks),
        dense_bias=np.mean([n.intercepts_[1] for n in networks], axis=0),
    )


def _word(sparse: Any, is_it: Array, weight: float, c: float) -> Any:
    """Return one topic against the rest, by liblinear: fast and deterministic."""
    model = LogisticRegression(
        C=c,
        solver="liblinear",
        tol=0.01,
        class_weight={True: weight, False: 1.0},
        random_state=1,
    )
    return model.fit(sparse, is_it)


def _network(dense: Array, named: Array, seed: int) -> Any:
    model = MLPClassifier(
        hidden_layer_sizes=(_UNITS,),
        alpha=3e-3,
        learning_rate_init=2e-3,
        batch_size=min(256, len(named)),
        max_iter=25,
        random_state=seed,
    )
    return model.fit(dense, named)


def _weights(labels: list[str]) -> dict[str, float]:
    """Return class weights half way between none and equal classes.

    Other fields have ten times the examples of a topic; they are also far wider.
    """
    counts = Counter(labels)
    even = len(labels) / len(counts)
    return {name: (even / count) ** 0.5 for name, count in counts.items()}


def _log_sum(rows: Array) -> Array:
    top = rows.max(axis=1, keepdims=True)
    return np.asarray(top + np.log(np.exp(rows - top).sum(axis=1, keepdims=True)))


def _log_sigmoid(rows: Array) -> Array:
    return np.asarray(-np.logaddexp(0, -rows))
