"""What a run reads from the programs it measures."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.load import Outcome
from benchmarks.measure import Found, _do, _spent, _stages
from benchmarks.servers import HOST, Ours, Stock
from channels.metrics import Metrics
from channels.watch import STAGES, Event


def answered(**seconds: float) -> Event:
    return Event("turn.answered", "web", seconds=seconds)


def test_the_stages_are_read_from_the_metrics_of_ours(tmp_path: Path) -> None:
    system, metrics, found = Ours(tmp_path), Metrics(), Found()
    metrics(answered(understanding=5.0, whole=9.0))  # before the load: does not count
    server = metrics.serve(HOST, system.metrics)
    try:
        before = _stages(system)
        assert set(before) == set(STAGES)
        for whole in (0.03, 0.05):
            metrics(answered(understanding=0.02, action=0.01, whole=whole))
        _spent(system, found, Outcome([44.0, 46.0]), {}, before)
    finally:
        server.close()
    (rest,), (outside,) = found.stage_ms["rest"], found.stage_ms["HTTP and client"]
    assert found.stage_ms["understanding"] == [pytest.approx(20)]
    assert found.stage_ms["action"] == [pytest.approx(10)]
    assert (rest, outside) == (pytest.approx(10), pytest.approx(5))


def test_stock_rasa_has_no_stages(tmp_path: Path) -> None:
    assert _stages(Stock(tmp_path, tmp_path / "model.tar.gz")) == {}


def test_a_load_without_an_answer_spends_nothing(tmp_path: Path) -> None:
    found = Found()
    _spent(Stock(tmp_path, tmp_path / "model"), found, Outcome(), {}, {})
    assert not found.cpu_ms
    assert not found.stage_ms


def test_those_who_ask_report_from_a_process_of_their_own(tmp_path: Path) -> None:
    outcome = _do(Stock(tmp_path, tmp_path / "model"), turns=2)
    assert outcome.failures == {"ClientConnectorError": 2}
    assert outcome.seconds > outcome.cpu_seconds > 0
    assert 0 <= outcome.busy <= 1
