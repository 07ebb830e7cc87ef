"""Figures of what was measured: percentiles, summaries, and which targets are met."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks.load import Outcome

Figures = dict[str, Any]

#: Conversations at once, of each load.
CONCURRENT = (1, 8, 32)
#: What is wanted against stock Rasa.
TIMES_MESSAGES = 5.0
_SHARE_OF_P50, _SHARE_OF_MEMORY, _SHARE_OF_START = 0.25, 0.6, 0.6
#: A turn's cost is the median of so many turns before and after it, and of itself.
_AROUND = 2


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest of ``values`` that ``share`` of them (0 to 1) do not exceed.

    Raises:
        ValueError: when there are none, or the share is no share.
    """
    if not values or not 0 <= share <= 1:
        raise ValueError(f"no percentile {share} of {len(values)} values")
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def summary(outcomes: Sequence[Outcome]) -> Figures:
    """Return one load's figures from all its rounds: times in ms, shares from 0 to 1.

    ``client_share`` is the part of one core that went into asking, ``busy_share`` of
    all cores that was in use.
    """
    ms = [value for outcome in outcomes for value in outcome.ms]
    seconds = sum(outcome.seconds for outcome in outcomes)
    failures: Counter[str] = Counter()
    for outcome in outcomes:
        failures.update(outcome.failures)
    return {
        "messages": len(ms),
        "seconds": seconds,
        "rate": len(ms) / seconds,
        "rates": [len(outcome.ms) / outcome.seconds for outcome in outcomes],
        **{
            f"p{share}": percentile(ms, share / 100) if ms else None
            for share in (50, 95, 99)
        },
        "failures": dict(failures),
        "answered_share": sum(o.answers for o in outcomes) / len(ms) if ms else 0.0,
        "client_share": sum(o.cpu_seconds for o in outcomes) / seconds,
        "busy_share": sum(o.busy * o.seconds for o in outcomes) / seconds,
    }


def around(ms: Sequence[float], turn: int) -> list[float]:
    """Return the times of the turns about ``turn``, which counts from one."""
    return list(ms[turn - 1 - _AROUND : turn + _AROUND])


def turn_costs(
    outcomes: Sequence[Outcome], turns: Sequence[int]
) -> dict[str, float | None]:
    """Return the median ms of each turn, over all rounds without a failure.

    Where a turn has failed one cannot tell which those after it are. None where no
    conversation without a failure came so far in its time.
    """
    whole = [outcome.ms for outcome in outcomes if not outcome.failures]
    found: dict[str, float | None] = {}
    for turn in turns:
        reached = [around(ms, turn) for ms in whole if len(ms) >= turn + _AROUND]
        values = [value for part in reached for value in part]
        found[str(turn)] = median(values) if values else None
    return found


@dataclass(frozen=True)
class Target:
    """What is wanted, what came out, and whether that is enough."""

    wanted: str
    reached: str
    met: bool


def targets(ours: Figures, stock: Figures) -> list[Target]:
    """Return every target with what the figures say about it."""
    found = []
    for number in map(str, CONCURRENT):
        mine, other = ours["loads"][number], stock["loads"][number]
        found.append(
            _at_least(
                f"messages a second, {people(number)}",
                mine["rate"],
                other["rate"],
                TIMES_MESSAGES,
            )
        )
    for number in map(str, CONCURRENT):
        mine, other = ours["loads"][number], stock["loads"][number]
        name = f"median time of an answer, {people(number)}"
        found.append(_at_most(name, mine["p50"], other["p50"], _SHARE_OF_P50))
    mine, other = ours["memory_mb"], stock["memory_mb"]
    found.append(
        _at_most("memory after the load", mine["rss"], other["rss"], _SHARE_OF_MEMORY)
    )
    mine, other = ours["start_seconds"], stock["start_seconds"]
    found.append(_at_most("start until the first answer", mine, other, _SHARE_OF_START))
    return found


def furthest_short(ours: Figures, stock: Figures) -> str | None:
    """Return where messages a second fall furthest short of their target, or None.

    It is the number of conversations at once, as in ``loads``.
    """
    short = {}
    for number, load in ours["loads"].items():
        mine, other = load["rate"], stock["loads"][number]["rate"]
        if mine and other and mine / other < TIMES_MESSAGES:
            short[number] = mine / other
    return min(short, key=lambda number: short[number]) if short else None


def people(number: str) -> str:
    """Return so many conversations, in words."""
    return f"{number} conversation{'' if number == '1' else 's'}"


def _at_least(
    name: str, mine: float | None, other: float | None, times: float
) -> Target:
    wanted = f"{name}: at least {times:g} times stock's"
    if not mine or not other:
        return Target(wanted, "not measured", False)
    return Target(wanted, f"{mine / other:.1f} times", mine / other >= times)


def _at_most(name: str, mine: float | None, other: float | None, most: float) -> Target:
    wanted = f"{name}: at most {100 * most:.0f} % of stock's"
    if not mine or not other:
        return Target(wanted, "not measured", False)
    return Target(wanted, f"{100 * mine / other:.0f} %", mine / other <= most)
