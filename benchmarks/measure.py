"""The run of ``make bench``: several workers of ours, then both systems in turn."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from statistics import mean, median

import httpx
import psutil

from benchmarks import training
from benchmarks.figures import CONCURRENT, Figures, summary, turn_costs
from benchmarks.load import Job, Outcome, questions
from benchmarks.servers import HOST, Ours, Stock, System
from benchmarks.systems import sample
from benchmarks.training import Cost
from shell import project

#: Turns of one long conversation whose cost is compared.
TURNS = (10, 100, 300)
#: Workers that are compared, and conversations they get.
WORKERS, WORKERS_LOAD = (1, 2), 32
#: Seconds after which the long conversation ends, however far it has come.
_LONG = 300.0
#: Seconds of work that nobody measures, after a start.
_WARM = 4.0
#: Seconds beyond its own time after which a load has gone wrong.
_PATIENCE = 600.0
_PACKAGES = (
    "rasa",
    "rasa-sdk",
    "tensorflow",
    "sanic",
    "numpy",
    "scikit-learn",
    "jieba",
    "aiohttp",
)
_STAGE = re.compile(r'baoxiao_turn_seconds_(sum|count)\{stage="(\w+)"\} (\S+)')

Say = Callable[[str], None]
#: By stage: seconds so far, and turns so far.
Stages = dict[str, tuple[float, float]]


@dataclass
class Found:
    """What the rounds of one system gave so far."""

    starts: list[float] = field(default_factory=list)
    memories: list[dict[str, float]] = field(default_factory=list)
    loads: dict[str, list[Outcome]] = field(default_factory=lambda: defaultdict(list))
    turns: list[Outcome] = field(default_factory=list)
    cpu_ms: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    stage_ms: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def figures(self, trained: Cost) -> Figures:
        """Return the figures of all rounds together."""
        return {
            "training": asdict(trained),
            "start_seconds": median(self.starts),
            "starts": self.starts,
            "memory_mb": {
                kind: median(memory[kind] for memory in self.memories)
                for kind in ("rss", "pss")
            },
            "loads": {number: summary(found) for number, found in self.loads.items()},
            "turn_ms": turn_costs(self.turns, TURNS),
            "turn_failures": sum(sum(one.failures.values()) for one in self.turns),
            "cpu_ms": {name: mean(found) for name, found in self.cpu_ms.items()},
            "stage_ms": {name: mean(found) for name, found in self.stage_ms.items()},
        }


def run(seconds: float, rounds: int, folder: Path, say: Say) -> Figures:
    """Measure everything, each load ``seconds`` long; ``folder`` is for what is kept.

    Raises:
        RuntimeError: when a program ends by itself, or a load fails.
        TimeoutError: when one does not answer.
    """
    began = psutil.getloadavg()[0]
    for name in ("ours", "stock"):
        (folder / name).mkdir()
    say("training stock Rasa, unless it has been …")
    model, stock_cost = training.stock(folder / "stock")
    say("training ours …")
    copy, our_cost = training.ours(folder / "ours")
    root = copy if sample() else project.ROOT
    say("one worker and several …")
    workers = _workers(folder, root, seconds, rounds)
    found = {"ours": Found(), "stock": Found()}
    for number in range(rounds):
        for name, one in found.items():
            say(f"round {number + 1} of {rounds}, {name} …")
            place = folder / f"{name}-{number}"
            system = Ours(place, root) if name == "ours" else Stock(place, model)
            _round(system, one, seconds)
    return {
        **_surroundings(began),
        "sample": sample(),
        "stock_examples": training.stock_examples(),
        "seconds": seconds,
        "rounds": rounds,
        "questions": len(questions()),
        "ours": found["ours"].figures(our_cost),
        "stock": found["stock"].figures(stock_cost),
        "inside": _inside(root),
        "workers_load": WORKERS_LOAD,
        "workers": workers,
    }


def _round(system: System, found: Found, seconds: float) -> None:
    """Start ``system``, measure it once, and end it."""
    with system:
        found.starts.append(system.start_seconds)
        _do(system, seconds=_WARM)
        for number in CONCURRENT:
            used, stages = system.cpu_seconds(), _stages(system)
            outcome = _do(system, conversations=number, seconds=seconds)
            found.loads[str(number)].append(outcome)
            if number == 1:  # nothing waits, so each stage is its own work
                _spent(system, found, outcome, used, stages)
        found.memories.append(system.memory())
        found.turns.append(_do(system, turns=max(TURNS) + 2, seconds=_LONG))


def _spent(
    system: System,
    found: Found,
    outcome: Outcome,
    used: dict[str, float],
    before: Stages,
) -> None:
    """Keep what a message took: of the processors by program, and by stage."""
    if not outcome.ms:
        return
    for name, total in system.cpu_seconds().items():
        found.cpu_ms[name].append(1000 * (total - used[name]) / len(outcome.ms))
    shares = {}
    for stage, (total, turns) in _stages(system).items():
        spent, seen = before.get(stage, (0.0, 0.0))
        if turns > seen:
            shares[stage] = 1000 * (total - spent) / (turns - seen)
    if not shares:
        return
    whole = shares.pop("whole")
    shares["rest"] = whole - sum(shares.values())
    shares["HTTP and client"] = mean(outcome.ms) - whole
    for stage, ms in shares.items():
        found.stage_ms[stage].append(ms)


def _stages(system: System) -> Stages:
    """Return what the metrics of ours say; nothing of stock, which has none."""
    if not isinstance(system, Ours):
        return {}
    with httpx.Client(trust_env=False, timeout=30) as http:
        text = http.get(f"http://{HOST}:{system.metrics}/metrics").text
    read = {(stage, kind): float(n) for kind, stage, n in _STAGE.findall(text)}
    return {
        stage: (read[stage, "sum"], read[stage, "count"])
        for stage, kind in read
        if kind == "sum"
    }


def _do(system: System, **given: float) -> Outcome:
    """Do a job in a process of its own."""
    job = Job(system.channel, system.address, **given)  # type: ignore[arg-type]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.load"],
        input=json.dumps(asdict(job)),
        stdout=subprocess.PIPE,
        text=True,
        cwd=project.ROOT,
        timeout=job.seconds + _PATIENCE,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{job} failed with status {done.returncode}, see above")
    return Outcome(**json.loads(done.stdout))


def _inside(root: Path) -> Figures:
    """Return what a turn of ours spends its time on, measured in its own process."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.inside"],
        stdout=subprocess.PIPE,
        cwd=root,
        timeout=_PATIENCE,
        check=True,
    )
    found: Figures = json.loads(done.stdout)
    return found


def _workers(
    folder: Path, root: Path, seconds: float, rounds: int
) -> dict[str, Figures]:
    """Return the load's figures by the number of workers, all with PostgreSQL."""
    found: dict[str, list[Outcome]] = defaultdict(list)
    with _shared(folder) as shared:
        for turn, number in enumerate(WORKERS * rounds):
            place = folder / f"workers-{turn}"
            with Ours(place, root, number, shared) as system:
                # new connections, so that every worker gets some: all must be ready
                for _ in range(2):
                    _do(system, conversations=WORKERS_LOAD, seconds=_WARM)
                outcome = _do(system, conversations=WORKERS_LOAD, seconds=seconds)
            found[str(number)].append(outcome)
    return {number: summary(outcomes) for number, outcomes in found.items()}


@contextmanager
def _shared(folder: Path) -> Iterator[dict[str, str]]:
    """Run a PostgreSQL and a Redis meanwhile; say where they are."""
    from tests.servers import Postgres, RedisServer

    postgres = Postgres()
    try:
        redis = RedisServer(folder)
        try:
            yield {
                "BAOXIAO_DATABASE": postgres.database(),
                "BAOXIAO_REDIS": redis.address,
            }
        finally:
            redis.stop()
    finally:
        postgres.close()


def _surroundings(load_before: float) -> Figures:
    """Return when and where this was measured, and with which versions."""
    return {
        "date": dt.date.today().isoformat(),
        "machine": {
            "processor": _processor(),
            "cores": os.cpu_count(),
            "memory_gb": psutil.virtual_memory().total / 1e9,
            "system": f"{platform.system()} {platform.release()}",
            "load_before": load_before,
        },
        "python": platform.python_version(),
        "versions": {name: version(name) for name in _PACKAGES},
        "data": training.fingerprint(),
    }


def _processor() -> str:
    """Return the processor's name where the system tells it, else its kind."""
    try:
        told = Path("/proc/cpuinfo").read_text()
    except OSError:
        told = ""
    named = re.search(r"(?m)^model name\s*: (.+)$", told)
    return named.group(1).strip() if named else platform.machine()
