"""The page and the picture say what the figures say, and nothing by hand."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import defusedxml.ElementTree as ElementTree
import pytest

from benchmarks.speed_page import page, picture


def load(rate: float, p50: float | None) -> dict[str, Any]:
    return {
        "messages": 1234,
        "seconds": 30.0,
        "rate": rate,
        "rates": [rate - 1, rate + 1],
        "p50": p50,
        "p95": p50 and 2 * p50,
        "p99": p50 and 3 * p50,
        "failures": {},
        "answered_share": 0.9,
        "client_share": 0.11,
        "busy_share": 0.97,
    }


def system(rate: float, p50: float, **more: Any) -> dict[str, Any]:
    return {
        "training": {"seconds": 80.0, "cpu_seconds": 120.0},
        "start_seconds": 12.0,
        "starts": [11.0, 13.0],
        "memory_mb": {"rss": 700.0, "pss": 600.0},
        "loads": {n: load(rate, p50 * int(n)) for n in ("1", "8", "32")},
        "turn_ms": {"10": 20.0, "100": 21.0, "300": None},
        "turn_failures": 0,
        "cpu_ms": {"baoxiao": 15.0},
        "stage_ms": {},
        **more,
    }


@pytest.fixture
def figures() -> dict[str, Any]:
    stages = {"understanding": 6.0, "action": 3.0, "rest": 1.0}
    memory = {"rss": 1600.0, "pss": 1200.0}
    return {
        "date": "2026-11-30",
        "machine": {
            "processor": "A processor",
            "cores": 2,
            "memory_gb": 24.6,
            "system": "Linux 6",
            "load_before": 0.12,
        },
        "python": "3.10.13",
        "versions": {"rasa": "3.6.21"},
        "data": "0123456789ab",
        "sample": 0,
        "stock_examples": 50,
        "seconds": 15.0,
        "rounds": 2,
        "questions": 24,
        "ours": system(60.0, 16.0, stage_ms=stages),
        "stock": system(
            10.0,
            100.0,
            memory_mb=memory,
            start_seconds=40.0,
            cpu_ms={"actions": 9.0, "rasa": 80.0},
        ),
        "inside": {"ms": 20.0, "shares": {"Rasa": 0.5, "sentence encoder": 0.3}},
        "workers_load": 32,
        "workers": {"1": load(40.0, 800.0), "2": load(70.0, 450.0)},
    }


def row(text: str, name: str) -> list[str]:
    (found,) = [line for line in text.splitlines() if line.startswith(f"| {name} |")]
    return [cell.strip() for cell in found.strip("|").split("|")][1:]


def test_both_systems_stand_side_by_side_with_their_ratio(
    figures: dict[str, Any],
) -> None:
    said = page(figures)
    assert row(said, "messages a second, 1 conversation") == ["60.0", "10.0", "6.00"]
    assert row(said, "ms an answer, 32 conversations, p95") == [
        "1,024",
        "6,400",
        "0.16",
    ]
    assert row(said, "answered, %, 8 conversations") == ["90", "90", "1.00"]
    assert row(said, "MB of memory after the load (RSS)") == ["700", "1,600", "0.44"]
    assert row(said, "ms of turn 300 of a conversation") == ["–", "–", "–"]
    assert "A trial" not in said
    for line in ("A processor, 2 cores, 25 GB", "rasa 3.6.21", "2026-11-30"):
        assert line in said


def test_targets_are_called_met_as_the_figures_change(figures: dict[str, Any]) -> None:
    said = page(figures)
    assert "not met" not in said
    name = "messages a second, 8 conversations: at least 5 times stock's"
    assert row(said, name) == ["6.0 times", "met"]
    figures["ours"]["loads"]["8"]["rate"] = 30.0
    assert row(page(figures), name) == ["3.0 times", "**not met**"]


def test_failures_are_shown(figures: dict[str, Any]) -> None:
    figures["stock"]["loads"]["32"]["failures"] = {"empty": 3, "too late": 4}
    assert row(page(figures), "failures, 32 conversations") == ["0", "7", "–"]


def test_a_system_that_never_answered_does_not_break_the_page(
    figures: dict[str, Any], tmp_path: Path
) -> None:
    figures["stock"]["loads"]["32"] = load(0.0, None)
    said = page(figures)
    assert row(said, "ms an answer, 32 conversations, p50") == ["512", "–", "–"]
    assert "not measured" in said
    picture(figures, tmp_path / "picture.svg")


def test_stages_and_processor_time_are_told(figures: dict[str, Any]) -> None:
    said = page(figures)
    assert row(said, "understanding") == ["6.0", "60"]
    assert "stock Rasa 9.0 (actions) + 80.0 (rasa)" in said


def test_workers_are_compared_with_one(figures: dict[str, Any]) -> None:
    assert row(page(figures), "2") == ["70.0", "1.75", "450", "900", "97", "0"]


def test_what_each_learned_from_is_told(figures: dict[str, Any]) -> None:
    assert "learned from 50 examples of each intent, ours from all" in page(figures)
    figures["stock_examples"] = 0
    assert "Both learned from the same examples." in page(figures)


def test_a_trial_says_that_it_is_one(figures: dict[str, Any]) -> None:
    figures["sample"] = 5
    assert "**A trial**, with 5 examples of each intent." in page(figures)


def test_the_picture_is_the_same_for_the_same_figures(
    figures: dict[str, Any], tmp_path: Path
) -> None:
    for name in ("one.svg", "other.svg"):
        picture(copy.deepcopy(figures), tmp_path / name)
    one, other = ((tmp_path / name).read_bytes() for name in ("one.svg", "other.svg"))
    assert one == other
    assert ElementTree.fromstring(one).tag.endswith("svg")


def test_where_a_turn_goes_and_why_it_is_not_as_quick_as_wanted(
    figures: dict[str, Any],
) -> None:
    quick = page(figures)  # six times stock's messages: there is nothing to explain
    assert row(quick, "sentence encoder") == ["6.0", "30"]
    assert "Why not" not in quick
    figures["ours"]["loads"]["8"] = load(45.0, 100.0)
    slow = page(figures)
    # stock does 10 a second, so 5 times as many leave 1000 / 50 ms for each
    assert "Why not 5 times as many messages with 8 conversations" in slow
    said = " ".join(slow.split())
    assert "leave 20.0 ms for each; ours takes 22.2 ms" in said
    spent = sum(figures["ours"]["cpu_ms"].values())
    assert f"takes {spent:.1f} ms of processor" in said
    assert "(Rasa) takes 10.0 ms" in said
