from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from nlu import heads
from nlu.heads import Heads


@dataclass(frozen=True)
class Data:
    sparse: Any
    dense: Any
    labels: list[str]


@pytest.fixture(scope="module")
def data() -> Data:
    """Three classes; words tell all three, meaning tells them less clearly."""
    random = np.random.default_rng(7)
    labels = ["card", "ratio", "law"] * 12
    index = np.array([["card", "law", "ratio"].index(label) for label in labels])
    sparse = np.eye(3, dtype=np.float32)[index]
    dense = sparse @ np.ones((3, 4), np.float32) * 0
    dense[np.arange(len(labels)), index] = 1
    noise = random.normal(0, 0.4, dense.shape).astype(np.float32)
    return Data(csr_matrix(sparse), dense + noise, labels)


@pytest.fixture(scope="module")
def trained(data: Data) -> Heads:
    return heads.train(data.sparse, data.dense, data.labels, 10.0)


def test_classes_are_the_labels_in_order(trained: Heads) -> None:
    assert trained.classes == ("card", "law", "ratio")


def _best(trained: Heads, logs: Any) -> list[str]:
    return [trained.classes[index] for index in logs.argmax(axis=1)]


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_one_head_alone_gives_log_probabilities(
    trained: Heads, data: Data, share: float
) -> None:
    rows = trained.logs(data.sparse, data.dense, share)
    assert rows.shape == (36, 3)
    assert (rows < 0).all()
    np.testing.assert_allclose(np.exp(rows).sum(axis=1), 1, rtol=1e-5)


def test_the_blend_lies_between_both_heads(trained: Heads, data: Data) -> None:
    words, blend, meaning = (
        trained.logs(data.sparse, data.dense, share) for share in (0.0, 0.25, 1.0)
    )
    np.testing.assert_allclose(blend, 0.75 * words + 0.25 * meaning, rtol=1e-6)
    # unnormalised: two opinions that differ leave less than all
    total = np.exp(blend).sum(axis=1)
    assert (total < 1).all()


def test_the_trained_classes_come_first(trained: Heads, data: Data) -> None:
    assert _best(trained, trained.logs(data.sparse, data.dense, 0.4)) == data.labels


def test_share_decides_which_head_is_heard(trained: Heads) -> None:
    words_say_card = csr_matrix(np.array([[1, 0, 0]], np.float32))
    meaning_says_law = np.array([[0, 1, 0, 0]], np.float32)
    best = [
        _best(trained, trained.logs(words_say_card, meaning_says_law, share))
        for share in (0.0, 1.0)
    ]
    assert best == [["card"], ["law"]]


def test_a_head_without_share_changes_nothing(trained: Heads, data: Data) -> None:
    other = np.zeros_like(data.dense)
    np.testing.assert_array_equal(
        trained.logs(data.sparse, data.dense, 0.0),
        trained.logs(data.sparse, other, 0.0),
    )


def test_far_out_features_still_give_finite_logs(trained: Heads) -> None:
    sparse = csr_matrix(np.array([[1e4, 0, 0]], np.float32))
    dense = np.array([[0, 1e4, 0, 0]], np.float32)
    assert np.isfinite(trained.logs(sparse, dense, 0.5)).all()


def test_a_class_weighs_as_the_root_of_its_examples() -> None:
    # common and rare have the same features: only how often they come tells them
    labels = ["common"] * 90 + ["rare"] * 10 + ["other"] * 50
    dense = np.array([[float(label == "other")] for label in labels], np.float32)
    trained = heads.train(csr_matrix(dense), dense, labels, 10.0)
    common, _, rare = np.exp(trained.logs(csr_matrix(dense[:1]), dense[:1], 0.0))[0]
    # 9 if every example weighed the same, 1 if every class did
    assert 3 < common / rare < 5


def test_saved_heads_load_equal(trained: Heads, data: Data, tmp_path: Path) -> None:
    trained.save(tmp_path)
    loaded = Heads.load(tmp_path)
    assert loaded.classes == trained.classes
    np.testing.assert_allclose(
        loaded.logs(data.sparse, data.dense, 0.4),
        trained.logs(data.sparse, data.dense, 0.4),
        rtol=1e-4,
    )


def test_saving_what_was_loaded_changes_nothing(trained: Heads, tmp_path: Path) -> None:
    trained.save(tmp_path)
    loaded = Heads.load(tmp_path)
    (tmp_path / "again").mkdir()
    loaded.save(tmp_path / "again")
    again = Heads.load(tmp_path / "again")
    np.testing.assert_array_equal(loaded.sparse_weights, again.sparse_weights)
    np.testing.assert_array_equal(loaded.dense_weights, again.dense_weights)
    np.testing.assert_array_equal(loaded.sparse_bias, again.sparse_bias)
    np.testing.assert_array_equal(loaded.dense_bias, again.dense_bias)
    np.testing.assert_array_equal(loaded.hidden_weights, again.hidden_weights)


def test_training_twice_gives_the_same_weights(trained: Heads, data: Data) -> None:
    again = heads.train(data.sparse, data.dense, data.labels, 10.0)
    np.testing.assert_array_equal(again.sparse_weights, trained.sparse_weights)
    np.testing.assert_array_equal(again.dense_weights, trained.dense_weights)
