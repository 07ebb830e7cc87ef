"""Both models that ``make bench`` compares, and how long each takes to train.

Ours is trained by our own program in a copy of the project, stock Rasa's by ``rasa
train`` into models/bench, where it stays until anything it is made from changes.
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml

from benchmarks import systems
from benchmarks.servers import environment
from shell import project

KEPT = project.MODELS / "bench"
#: Seconds after which a training has gone wrong.
_PATIENCE = 6 * 3600
_STOCK_EXAMPLES = 50
_PARTS = ("actions", "channels", "data", "knowledge", "nlu", "requirements", "shell")
_FILES = ("config.yml", "domain.yml")
_BUILT = Path("widget")
#: What decides in stock Rasa. Each component learns for one epoch: one or a hundred,
#: it answers as fast.
_POLICIES: list[dict[str, Any]] = [
    {"name": "MemoizationPolicy"},
    {"name": "RulePolicy"},
    {
        "name": "TEDPolicy",
        "max_history": 5,
        "epochs": 1,
        "constrain_similarities": True,
    },
]
#: Examples of a step: the most that Rasa takes by default, at the end of a training.
#: One epoch of the smallest, with which it begins, would take several times as long.
_BATCH = 256


def stock_config() -> dict[str, Any]:
    """Return stock Rasa's config: as for ``make bench-nlu``, without its fallback.

    To ask back costs less than to answer, so a system that is unsure would seem quick.
    """
    config: dict[str, Any] = yaml.safe_load(systems.STOCK.format(epochs=1))
    pipeline = [
        part for part in config["pipeline"] if part["name"] != "FallbackClassifier"
    ]
    for part in pipeline:
        if part["name"] == "DIETClassifier":
            part["batch_size"] = _BATCH
    config["pipeline"] = pipeline
    return {**config, "policies": _POLICIES}


def stock_examples() -> int:
    """Return how many examples of each intent stock Rasa learns from; 0: all of them.

    ``STOCK_EXAMPLES`` sets it, else fifty: an epoch over all takes it hours.
    """
    return systems.sample() or int(os.environ.get("STOCK_EXAMPLES") or _STOCK_EXAMPLES)


def _stock_inputs() -> list[Path]:
    data = [project.DATA / "rules.yml", project.DATA / "stories.yml"]
    return [project.DOMAIN, *data, *sorted(systems.TRAINING.glob("*.yml"))]


def fingerprint() -> str:
    """Return a digest of everything stock Rasa's model is made from."""
    digest = hashlib.sha256(json.dumps(stock_config()).encode())
    digest.update(f"{stock_examples()} {version('rasa')}".encode())
    for path in _stock_inputs():
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@dataclass(frozen=True)
class Cost:
    """What a training took: seconds that went by, and of the processors."""

    seconds: float
    cpu_seconds: float


def stock(folder: Path) -> tuple[Path, Cost]:
    """Return stock Rasa's model and what it took, trained now or before.

    ``folder`` takes what is only needed meanwhile.
    """
    name = f"stock-{fingerprint()}"
    model, record = KEPT / f"{name}.tar.gz", KEPT / f"{name}.json"
    if not (model.exists() and record.exists()):
        config = folder / "stock.yml"
        config.write_text(yaml.safe_dump(stock_config()), encoding="utf-8")
        rules = [str(project.DATA / part) for part in ("rules.yml", "stories.yml")]
        size = stock_examples()
        nlu = systems.sampled(folder, size) if size else systems.TRAINING
        KEPT.mkdir(parents=True, exist_ok=True)
        command = ["rasa", "train", "--force", "--config", str(config)]
        command += ["--domain", str(project.DOMAIN), "--data", str(nlu), *rules]
        command += ["--out", str(KEPT), "--fixed-model-name", name]
        cost = _trained(command, project.ROOT, folder / "stock.log")
        record.write_text(json.dumps(asdict(cost)) + "\n", encoding="utf-8")
    return model, Cost(**json.loads(record.read_text("utf-8")))


def ours(folder: Path) -> tuple[Path, Cost]:
    """Train our model in a copy of the project; return the copy and what it took."""
    copy = folder / "project"
    without = shutil.ignore_patterns("__pycache__", "node_modules", "dist")
    for name in _PARTS:
        shutil.copytree(project.ROOT / name, copy / name, ignore=without)
    for name in _FILES:
        shutil.copy(project.ROOT / name, copy / name)
    for name in ("dist", "demo"):
        shutil.copytree(project.ROOT / _BUILT / name, copy / _BUILT / name)
    if systems.sample():
        shutil.rmtree(copy / "data" / "nlu")
        systems.sampled(folder, systems.sample()).rename(copy / "data" / "nlu")
    command = ["shell.main", "train", "--force"]
    return copy, _trained(command, copy, folder / "ours.log")


def _trained(command: Sequence[str], root: Path, log: Path) -> Cost:
    """Run a training and return what it took; what it says goes to ``log``."""
    begun, used = time.monotonic(), _used()
    with log.open("w") as said:
        done = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=root,
            env=environment(root),
            stdout=said,
            stderr=subprocess.STDOUT,
            timeout=_PATIENCE,
            check=False,
        )
    if done.returncode:
        failed = f"{' '.join(command)} failed with status {done.returncode}"
        sys.exit(f"{failed}:\n{log.read_text()[-3000:]}")
    return Cost(time.monotonic() - begun, _used() - used)


def _used() -> float:
    """Return the processor time of the processes that we started and that ended."""
    found = resource.getrusage(resource.RUSAGE_CHILDREN)
    return found.ru_utime + found.ru_stime
