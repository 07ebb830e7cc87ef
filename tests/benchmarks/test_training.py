"""Stock Rasa is trained as promised, and not again without need."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import training


def test_stock_rasa_has_its_policies_and_no_cheaper_way_out() -> None:
    config = training.stock_config()
    names = [part["name"] for part in config["pipeline"]]
    assert names == [
        "JiebaTokenizer",
        "CountVectorsFeaturizer",
        "CountVectorsFeaturizer",
        "DIETClassifier",
    ]
    policies = [part["name"] for part in config["policies"]]
    assert policies == ["MemoizationPolicy", "RulePolicy", "TEDPolicy"]
    learning = [*config["pipeline"], *config["policies"]]
    assert [part["epochs"] for part in learning if "epochs" in part] == [1, 1]


def test_a_model_that_is_there_is_not_trained_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(training, "KEPT", tmp_path)
    name = f"stock-{training.fingerprint()}"
    (tmp_path / f"{name}.tar.gz").write_bytes(b"a model")
    (tmp_path / f"{name}.json").write_text(
        json.dumps({"seconds": 7.5, "cpu_seconds": 9.0})
    )
    model, cost = training.stock(tmp_path)
    assert model == tmp_path / f"{name}.tar.gz"
    assert cost == training.Cost(7.5, 9.0)


def test_a_model_of_a_sample_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SAMPLE", raising=False)
    whole = training.fingerprint()
    monkeypatch.setenv("SAMPLE", "5")
    assert training.fingerprint() != whole


def test_a_training_costs_its_own_seconds_and_processor_time(tmp_path: Path) -> None:
    (tmp_path / "busy.py").write_text("print(sum(range(3_000_000)))")
    cost = training._trained(["busy"], tmp_path, tmp_path / "log")
    assert cost.seconds > 0
    assert cost.cpu_seconds > 0
    assert "4499998500000" in (tmp_path / "log").read_text()


def test_a_training_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="No module named"):
        training._trained(["no.such.module"], tmp_path, tmp_path / "log")
