"""Percentiles, summaries and targets are what they are called."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from benchmarks.figures import (
    around,
    furthest_short,
    percentile,
    summary,
    targets,
    turn_costs,
)
from benchmarks.load import Outcome


@pytest.mark.parametrize(
    ("share", "value"), [(0, 1), (0.5, 50), (0.95, 95), (0.99, 99), (1, 100)]
)
def test_a_percentile_is_the_value_that_so_many_do_not_exceed(
    share: float, value: float
) -> None:
    assert percentile(list(range(100, 0, -1)), share) == value


@pytest.mark.parametrize("share", [0, 0.5, 0.99, 1])
def test_of_one_value_every_percentile_is_that_one(share: float) -> None:
    assert percentile([7.0], share) == 7.0


@pytest.mark.parametrize(("values", "share"), [([], 0.5), ([1.0], 1.1), ([1.0], -0.1)])
def test_what_has_no_percentile_is_refused(values: list[float], share: float) -> None:
    with pytest.raises(ValueError, match="no percentile"):
        percentile(values, share)


def test_rounds_count_together_by_their_messages_and_seconds() -> None:
    one = Outcome([10.0] * 30, {"empty": 1}, 20, 3.0, cpu_seconds=0.3, busy=1.0)
    other = Outcome([30.0] * 10, {"empty": 2}, 20, 5.0, cpu_seconds=0.5, busy=0.2)
    found = summary([one, other])
    assert found["rate"] == 5.0
    assert found["rates"] == [10.0, 2.0]
    assert (found["p50"], found["p95"], found["p99"]) == (10.0, 30.0, 30.0)
    assert found["failures"] == {"empty": 3}
    assert found["answered_share"] == 1.0
    assert found["client_share"] == pytest.approx(0.1)
    assert found["busy_share"] == pytest.approx(0.5)


def test_a_load_that_only_failed_has_no_times() -> None:
    found = summary([Outcome([], {"empty": 4}, 0, 2.0, 0.1)])
    assert (found["rate"], found["p50"], found["answered_share"]) == (0.0, None, 0.0)
    assert found["failures"] == {"empty": 4}


def test_the_turns_about_one_count_from_one() -> None:
    assert around([float(turn) for turn in range(1, 21)], 10) == [8, 9, 10, 11, 12]


def test_a_turn_costs_the_median_over_all_rounds() -> None:
    rounds = [Outcome([float(n) for n in range(1, 21)]), Outcome([100.0] * 20)]
    assert turn_costs(rounds[:1], [10, 3]) == {"10": 10.0, "3": 3.0}
    assert turn_costs(rounds, [10]) == {"10": 56.0}


def test_a_conversation_with_a_failed_turn_tells_no_cost() -> None:
    broken = Outcome([1.0] * 20, {"empty": 1})
    assert turn_costs([broken], [10]) == {"10": None}
    assert turn_costs([broken, Outcome([2.0] * 20)], [10]) == {"10": 2.0}


def system(rate: float, p50: float | None, rss: float, start: float) -> dict[str, Any]:
    load = {"rate": rate, "p50": p50}
    loads = {number: copy.copy(load) for number in ("1", "8", "32")}
    return {"loads": loads, "memory_mb": {"rss": rss}, "start_seconds": start}


STOCK = system(10, 400, 1000, 40)


def test_what_just_reaches_the_targets_meets_them_all() -> None:
    found = targets(system(50, 100, 600, 24), STOCK)
    assert len(found) == 8
    assert all(target.met for target in found)
    assert [target.reached for target in found] == [
        *["5.0 times"] * 3,
        *["25 %"] * 3,
        *["60 %"] * 2,
    ]


@pytest.mark.parametrize(
    ("ours", "missed"),
    [
        (system(49.9, 100, 600, 24), ["messages"] * 3),
        (system(50, 101, 600, 24), ["median"] * 3),
        (system(50, 100, 601, 24), ["memory"]),
        (system(50, 100, 600, 24.1), ["start"]),
        (system(0, None, 600, 24), ["messages"] * 3 + ["median"] * 3),
    ],
)
def test_what_falls_short_misses_its_target_only(
    ours: dict[str, Any], missed: list[str]
) -> None:
    found = [t.wanted.partition(" ")[0] for t in targets(ours, STOCK) if not t.met]
    assert found == missed


def test_one_load_that_falls_short_is_told_from_the_others() -> None:
    ours = system(50, 100, 600, 24)
    ours["loads"]["8"]["rate"] = 20
    (missed,) = [target for target in targets(ours, STOCK) if not target.met]
    assert "8 conversations" in missed.wanted
    assert missed.reached == "2.0 times"


def test_a_turn_that_was_not_reached_in_time_is_none() -> None:
    outcomes = [Outcome(ms=[float(n) for n in range(1, 21)])]
    assert turn_costs(outcomes, [10, 100]) == {"10": 10.0, "100": None}


@pytest.mark.parametrize(
    ("rates", "where"),
    [
        ([60, 50, 50], None),
        ([60, 49, 45], "32"),
        ([30, 49, 45], "1"),
        ([0, 60, 60], None),  # never answered: that is no ratio
    ],
    ids=["all reached", "two missed", "all missed", "one without an answer"],
)
def test_where_messages_fall_furthest_short(
    rates: list[int], where: str | None
) -> None:
    numbers = ("1", "8", "32")
    ours = {
        "loads": {n: {"rate": rate} for n, rate in zip(numbers, rates, strict=True)}
    }
    stock = {"loads": {n: {"rate": 10} for n in numbers}}
    assert furthest_short(ours, stock) == where
