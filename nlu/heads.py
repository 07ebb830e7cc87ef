"""Two linear heads, one on n-grams and one on sentence vectors, and their blend.

They are trained apart and blended as log-probabilities: a joint model lets the many
n-grams drown the few dense numbers, and takes several times as long to train. How sure
the blend may be is learned afterwards (``decision``).
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

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Heads:
    """Trained weights: ``classes`` names, columns of both weight matrices.

    Shapes: sparse (n-grams, classes) and (classes,); dense (512, classes) and
    (classes,).
    """

    classes: tuple[str, ...]
    sparse_weights: Array
    sparse_bias: Array
    dense_weights: Array
    dense_bias: Array

    def logs(self, sparse: Any, dense: Array, share: float) -> Array:
        """Return (messages, classes) log-probabilities of the blend, unnormalised.

        ``share`` is the weight of the dense head, from 0 to 1.
        """
        from_words = np.asarray(sparse @ self.sparse_weights) + self.sparse_bias
        one_against_rest = _log_sigmoid(from_words)
        words = one_against_rest - _log_sum(one_against_rest)
        meaning = dense @ self.dense_weights + self.dense_bias
        meaning = meaning - _log_sum(meaning)
        return np.asarray((1 - share) * words + share * meaning)

    def save(self, folder: Path) -> None:
        """Write the weights into ``folder``."""
        np.savez(
            folder / "heads.npz",
            classes=np.array(self.classes),
            sparse_weights=self.sparse_weights.astype(np.float32),
            sparse_bias=self.sparse_bias.astype(np.float32),
            dense_weights=self.dense_weights.astype(np.float32),
            dense_bias=self.dense_bias.astype(np.float32),
        )

    @classmethod
    def load(cls, folder: Path) -> Heads:
        """Read the weights from ``folder``; no code is unpickled."""
        with np.load(folder / "heads.npz", allow_pickle=False) as data:
            return cls(
                classes=tuple(str(name) for name in data["classes"]),
                sparse_weights=data["sparse_weights"],
                sparse_bias=data["sparse_bias"],
                dense_weights=data["dense_weights"],
                dense_bias=data["dense_bias"],
            )


def train(
    sparse: Any, dense: Array, labels: list[str], sparse_c: float, dense_c: float
) -> Heads:
    """Train both heads on rows of features with their ``labels``.

    ``sparse_c`` and ``dense_c`` are inverse strengths of regularisation.
    """
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    weights = _weights(labels)
    classes = sorted(weights)
    named = np.array(labels)

    def meaning() -> Any:
        # stopped early on purpose: more steps take time and gain nothing
        model = LogisticRegression(
            C=dense_c, max_iter=50, class_weight=weights, random_state=1
        )
        return model.fit(dense, labels)

    def word(name: str) -> Any:
        # one against the rest by liblinear: fast on sparse rows and deterministic
        model = LogisticRegression(
            C=sparse_c,
            solver="liblinear",
            tol=0.01,
            class_weight={True: weights[name], False: 1.0},
            random_state=1,
        )
        return model.fit(sparse, named == name)

    with warnings.catch_warnings(), ThreadPoolExecutor(os.cpu_count()) as pool:
        warnings.simplefilter("ignore", ConvergenceWarning)
        # side by side, since they let go of the interpreter
        of_meaning = pool.submit(meaning)
        of_words = list(pool.map(word, classes))
        by_meaning = of_meaning.result()
    return Heads(
        classes=tuple(classes),
        sparse_weights=np.vstack([model.coef_[0] for model in of_words]).T.copy(),
        sparse_bias=np.array([model.intercept_[0] for model in of_words]),
        dense_weights=by_meaning.coef_.T.copy(),
        dense_bias=by_meaning.intercept_,
    )


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
