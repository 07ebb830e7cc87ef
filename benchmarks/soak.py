"""Half an hour at 60 % of capacity: ``make soak``, or ``python -m benchmarks.soak``.

Measures first what one worker can do, then sends so much of it, evenly, and looks at
the memory of the program. What comes of it goes to results/soak.json and docs/soak.svg.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median, quantiles

from benchmarks import load
from benchmarks.servers import Ours
from shell import project

PICTURE = project.ROOT / "docs" / "soak.svg"
RESULT = Path(__file__).parent / "results" / "soak.json"
#: Conversations at once, and messages after which one begins anew.
_PEOPLE, _VISIT = 64, 12
#: Seconds in which capacity is measured, between two looks at memory, and at which the
#: program counts as warm.
_MEASURED, _LOOK, WARM = 30.0, 10.0, 300.0
#: Part of the looks that is averaged at the beginning and at the end.
_SOME = 6


@dataclass
class Soak:
    """What came of it: ``memory`` are (seconds, MB), ``ms`` the 50., 95., 99. %."""

    capacity: float
    rate: float
    seconds: float = 0.0
    answered: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    ms: tuple[float, ...] = ()
    memory: list[tuple[float, float]] = field(default_factory=list)

    def growth(self) -> float:
        """Return the growth of memory since it was warm, in percent."""
        since = [size for moment, size in self.memory if moment >= WARM]
        if len(since) < 2 * _SOME:
            raise ValueError(f"too short: memory counts from {WARM:.0f} s on")
        before, after = median(since[:_SOME]), median(since[-_SOME:])
        return 100 * (after / before - 1)


async def _person(
    one: load.Web, texts: Sequence[str], times: asyncio.Queue[float], soak: Soak
) -> list[float]:
    """Ask at the moments in ``times`` until one is negative; return what it took."""
    took: list[float] = []
    for number in itertools.count():
        due = await times.get()
        if due < 0:
            return took
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        try:
            if number % _VISIT == 0:
                await one.begin()
            begun = time.perf_counter()
            await load.answered(one, texts[number % len(texts)])
            took.append(1000 * (time.perf_counter() - begun))
        except Exception as error:  # whatever it is, it is one too many
            soak.failures[f"{type(error).__name__} {error}".strip()] += 1


async def _asking(address: str, soak: Soak, seconds: float) -> None:
    texts = load.questions()
    times: asyncio.Queue[float] = asyncio.Queue()
    begun = time.perf_counter()
    for number in range(round(soak.rate * seconds)):
        times.put_nowait(begun + number / soak.rate)
    for _ in range(_PEOPLE):
        times.put_nowait(-1.0)
    async with load.connected(_PEOPLE) as http:
        people = [load.Web(http, address) for _ in range(_PEOPLE)]
        turned = (
            _person(one, texts[n % len(texts) :] + texts[: n % len(texts)], times, soak)
            for n, one in enumerate(people)
        )
        took = [ms for found in await asyncio.gather(*turned) for ms in found]
    soak.seconds, soak.answered = time.perf_counter() - begun, len(took)
    cuts = quantiles(took, n=100)
    soak.ms = (cuts[49], cuts[94], cuts[98])


async def _watched(server: Ours, soak: Soak, seconds: float) -> None:
    begun = time.perf_counter()

    async def look() -> None:
        while True:
            moment = time.perf_counter() - begun
            soak.memory.append((round(moment), round(server.memory()["rss"], 1)))
            await asyncio.sleep(_LOOK)

    looking = asyncio.create_task(look())
    try:
        await _asking(server.address, soak, seconds)
    finally:
        looking.cancel()


def run(seconds: float, share: float) -> Soak:
    """Return what came of ``seconds`` at ``share`` of capacity."""
    with tempfile.TemporaryDirectory() as folder, Ours(Path(folder)) as server:
        job = load.Job("web", server.address, conversations=8, seconds=_MEASURED)
        outcome = asyncio.run(load.run(job))
        capacity = len(outcome.ms) / outcome.seconds
        soak = Soak(capacity, capacity * share)
        asyncio.run(_watched(server, soak, seconds))
        return soak


def picture(soak: Soak, path: Path) -> None:
    """Draw memory over time."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = (
        "baoxiao"  # the same file for the same figures
    )
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 2.6))
    minutes, sizes = zip(
        *((moment / 60, mb) for moment, mb in soak.memory), strict=True
    )
    axes.plot(minutes, sizes, color="#1f6f8b")
    axes.axvline(WARM / 60, color="#999999", linewidth=0.8, linestyle=":")
    axes.set(
        xlabel=f"minutes at {soak.rate:.1f} messages a second",
        ylabel="MB of memory",
        ylim=(0, 1.25 * max(sizes)),
    )
    axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})


def main() -> int:
    """Run from the command line; 1 when a message failed."""
    parser = argparse.ArgumentParser("benchmarks.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--share", type=float, default=0.6, help="of capacity")
    given = parser.parse_args()
    soak = run(60 * given.minutes, given.share)
    growth = soak.growth()
    picture(soak, PICTURE)
    RESULT.parent.mkdir(exist_ok=True)
    shown = {**asdict(soak), "growth_percent": growth}
    RESULT.write_text(json.dumps(shown, indent=1) + "\n", encoding="utf-8")
    print(
        f"capacity {soak.capacity:.1f} messages a second, sent {soak.rate:.1f} "
        f"for {soak.seconds / 60:.0f} minutes\n"
        f"answered {soak.answered}, failed {sum(soak.failures.values())} "
        f"{dict(soak.failures) or ''}\n"
        "ms: p50 {:.0f}, p95 {:.0f}, p99 {:.0f}\n".format(*soak.ms)
        + f"memory {growth:+.1f} % since minute {WARM / 60:.0f}"
    )
    return 1 if soak.failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
