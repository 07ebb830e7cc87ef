"""docs/benchmarks.md and its picture, from the figures of ``make bench``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.figures import (
    TIMES_MESSAGES,
    Figures,
    furthest_short,
    people,
    targets,
)

NAMES = {"ours": "Baoxiao", "stock": "stock Rasa"}
_COLOURS = {"ours": "#1f6f8b", "stock": "#b0b7bd"}
_INK = {"ours": "#ffffff", "stock": "#333333"}
_MISSING = "–"

_ABOUT = """\
Written by `make bench`; do not edit. The figures stand in
`benchmarks/results/speed.json`.

**Both systems** have the same `domain.yml`, rules and actions, and get the same
{questions} questions (`benchmarks/questions.yml`): one system at a time, in turn, in
{rounds} rounds whose samples count together. {learned}

- **Baoxiao** is `baoxiao serve`: one process, conversations in SQLite, metrics on,
  asked through its web channel with signed sessions; only the limits on who asks are
  lifted. For each message it also tells facts, places and second questions, which
  stock Rasa does not.
- **Stock Rasa** is `rasa run` (REST channel, conversations in memory, logging as it
  comes) with `rasa run actions` beside it. Its pipeline is Rasa's default for Chinese
  without what only serves entities; its policies are Memoization, Rule and TED, of
  which the first and the last find no stories to learn from. It learned for one epoch
  in the largest of Rasa's batches: an answer takes as long after a hundred.
  `FallbackClassifier` is left out, since to ask back costs less than to answer.

**The load** is closed: each conversation asks as soon as it is answered, for
{seconds:g} s, and a new one begins after the last question. To begin takes time but
counts as no message. A reply without text, or none within a minute, is a failure. Those
who ask are a process of their own on the same machine, so they take processor time from
both systems: {client_ours:.0f} % of a core with ours and {client_stock:.0f} % with
stock, in the largest load.
"""
_ALL = "Both learned from the same examples."
_SOME = (
    "Stock Rasa learned from {stock_examples} examples of each intent, ours from all: "
    "an epoch over all of them had not ended after 20 minutes of processor time, and "
    "more n-grams make it no quicker. "
    "`STOCK_EXAMPLES=0 make bench` lets it learn from all."
)
_RATIO = """\
A ratio above 1 is good for messages a second and the share answered, below 1 for the
rest. "Answered" is the share of messages whose reply answers a topic, rather than
declining, small talk or asking for more."""
_INSIDE = """\
A turn in one process, without HTTP, takes {ms:.1f} ms (mean). A profile of it
(`benchmarks/inside.py`), scaled to that time; watching makes Python look dearer than
what is compiled:"""
_MISSED = """\
**Why not {times:g} times as many messages with {people}.** Stock Rasa does {stock:.1f}
a second there, so {times:g} times as many leave {wanted:.1f} ms for each; ours takes
{took:.1f} ms. A message with one conversation takes {spent:.1f} ms of processor, most
of it the turn above, the rest HTTP, signatures and metrics. The largest part of a turn
({largest}) takes {most:.1f} ms; the others are many and small. What stock Rasa does in
its time is less: it tells no facts, keeps nothing on disk and answers what the rules
say of one intent."""
_WORKERS = """\
{conversations} conversations, with PostgreSQL and Redis on the same machine. On {cores}
cores two workers share the processor with both of them and with those who ask
({client:.0f} % of a core with two workers): where nearly all of the cores is in use,
they are the bound, and machines apart would show more."""


def page(figures: Figures) -> str:
    """Return docs/benchmarks.md."""
    largest = list(figures["ours"]["loads"])[-1]
    clients = {
        f"client_{name}": 100 * figures[name]["loads"][largest]["client_share"]
        for name in NAMES
    }
    same = figures["stock_examples"] == figures["sample"]
    learned = _ALL if same else _SOME.format(**figures)
    parts = ["# How fast it is, against stock Rasa"]
    if figures["sample"]:
        parts.append(f"**A trial**, with {figures['sample']} examples of each intent.")
    parts += [
        _ABOUT.format(**figures, **clients, learned=learned).strip(),
        "## Figures",
        _figures(figures),
        _RATIO,
        "![Messages a second, and milliseconds an answer](benchmarks.svg)",
        "## Targets",
        _targets(figures),
        "## Where the time goes",
        _spent(figures),
        *_why(figures),
        "## More workers",
        _workers(figures),
        "## Measured on",
        _measured(figures),
    ]
    return "\n\n".join(parts) + "\n"


def _number(value: float | None, digits: int = 0) -> str:
    return _MISSING if value is None else f"{value:,.{digits}f}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table: words on the left, figures on the right."""
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _figures(figures: Figures) -> str:
    """Return the one table of both systems."""
    ours, stock = figures["ours"], figures["stock"]
    rows: list[list[str]] = []

    def add(name: str, digits: int, *path: str, scale: float = 1.0) -> None:
        mine, other = (_at(one, path, scale) for one in (ours, stock))
        ratio = _number(mine / other, 2) if mine and other else _MISSING
        rows.append([name, _number(mine, digits), _number(other, digits), ratio])

    for number in ours["loads"]:
        where = ("loads", number)
        add(f"messages a second, {people(number)}", 1, *where, "rate")
        for share in ("p50", "p95", "p99"):
            add(f"ms an answer, {people(number)}, {share}", 0, *where, share)
        failed = [sum(s["loads"][number]["failures"].values()) for s in (ours, stock)]
        rows.append([f"failures, {people(number)}", *map(str, failed), _MISSING])
        add(f"answered, %, {people(number)}", 0, *where, "answered_share", scale=100)
    for turn in ours["turn_ms"]:
        add(f"ms of turn {turn} of a conversation", 0, "turn_ms", turn)
    failed = [s["turn_failures"] for s in (ours, stock)]
    rows.append(["failures in the long conversation", *map(str, failed), _MISSING])
    add("s from start to the first answer", 1, "start_seconds")
    add("MB of memory after the load (RSS)", 0, "memory_mb", "rss")
    add("the same, shared pages counted once (PSS)", 0, "memory_mb", "pss")
    add("s of training (stock Rasa: one epoch)", 0, "training", "seconds")
    add("s of processor time for it", 0, "training", "cpu_seconds")
    return _table(["", NAMES["ours"], NAMES["stock"], "ratio"], rows)


def _at(one: Figures, path: Sequence[str], scale: float) -> float | None:
    found: Any = one
    for key in path:
        found = found[key]
    return None if found is None else float(found) * scale


def _targets(figures: Figures) -> str:
    rows = [
        [target.wanted, target.reached, "met" if target.met else "**not met**"]
        for target in targets(figures["ours"], figures["stock"])
    ]
    return _table(["wanted", "reached", ""], rows)


def _spent(figures: Figures) -> str:
    """Return what a message takes: by stage (ours), and of the processors (both)."""
    stages = figures["ours"]["stage_ms"]
    total = sum(stages.values())
    rows = [
        [name, _number(ms, 1), _number(100 * ms / total)] for name, ms in stages.items()
    ]
    processor = []
    for name, label in NAMES.items():
        spent = figures[name]["cpu_ms"].items()
        parts = " + ".join(f"{ms:.1f} ({part})" for part, ms in spent)
        processor.append(f"{label} {parts}")
    return (
        "Mean of a message of Baoxiao with one conversation, from its own metrics "
        "([watching.md](watching.md)):\n\n"
        f"{_table(['stage', 'ms', '%'], rows)}\n\n"
        f"Processor time a message, in ms: {'; '.join(processor)}."
    )


def _why(figures: Figures) -> list[str]:
    """Return what a turn is made of, and why it cannot be as quick as is wanted."""
    inside = figures["inside"]
    ms, shares = inside["ms"], inside["shares"]
    rows = [
        [part, _number(share * ms, 1), _number(100 * share)]
        for part, share in shares.items()
    ]
    found = [
        _INSIDE.format(ms=ms).strip(),
        _table(["part of a turn", "ms", "%"], rows),
    ]
    number = furthest_short(figures["ours"], figures["stock"])
    if number is not None:
        mine, other = (figures[name]["loads"][number]["rate"] for name in NAMES)
        largest, share = max(shares.items(), key=lambda part: part[1])
        told = {
            "times": TIMES_MESSAGES,
            "people": people(number),
            "stock": other,
            "wanted": 1000 / (TIMES_MESSAGES * other),
            "took": 1000 / mine,
            "spent": sum(figures["ours"]["cpu_ms"].values()),
            "largest": largest,
            "most": share * ms,
        }
        found.append(_MISSED.format(**told).strip())
    return found


def _workers(figures: Figures) -> str:
    found = figures["workers"]
    alone = next(iter(found.values()))["rate"]
    rows = [
        [
            number,
            _number(load["rate"], 1),
            _number(load["rate"] / alone, 2) if alone else _MISSING,
            _number(load["p50"]),
            _number(load["p95"]),
            _number(100 * load["busy_share"]),
            str(sum(load["failures"].values())),
        ]
        for number, load in found.items()
    ]
    about = _WORKERS.format(
        conversations=figures["workers_load"],
        cores=figures["machine"]["cores"],
        client=100 * list(found.values())[-1]["client_share"],
    )
    head = ["workers", "messages a second", "times one", "p50", "p95"]
    head += ["cores in use, %", "failures"]
    return f"{about}\n\n{_table(head, rows)}"


def _measured(figures: Figures) -> str:
    machine = figures["machine"]
    packages = ", ".join(f"{n} {v}" for n, v in figures["versions"].items())
    lines = [
        f"{figures['date']}",
        f"{machine['processor']}, {machine['cores']} cores, "
        f"{machine['memory_gb']:.0f} GB, {machine['system']}; load before it began "
        f"{machine['load_before']:.1f}",
        f"Python {figures['python']}, {packages}",
        f"training data, rules and stock Rasa's config {figures['data']}",
    ]
    for name in NAMES:
        rates = {
            number: ", ".join(f"{rate:.1f}" for rate in load["rates"])
            for number, load in figures[name]["loads"].items()
        }
        told = "; ".join(f"{people(number)}: {rate}" for number, rate in rates.items())
        starts = ", ".join(f"{start:.1f}" for start in figures[name]["starts"])
        lines.append(
            f"{NAMES[name]} by round: messages a second with {told}; start {starts} s"
        )
    return "\n".join(f"- {line}." for line in lines)


def picture(figures: Figures, path: Path) -> None:
    """Draw messages a second and times of an answer, by conversations at once."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "baoxiao"
    from matplotlib import pyplot as plt

    figure, (rate, time) = plt.subplots(1, 2, figsize=(9, 3.4))
    width = 0.38
    for place, (name, label) in enumerate(NAMES.items()):
        loads = figures[name]["loads"]
        at = [index + (place - 0.5) * width for index in range(len(loads))]
        rates = [load["rate"] for load in loads.values()]
        bars = rate.bar(at, rates, width, color=_COLOURS[name], label=label)
        rate.bar_label(bars, fmt="%.1f", padding=2, fontsize=8)
        half = [load["p50"] or 0 for load in loads.values()]
        most = [load["p95"] or 0 for load in loads.values()]
        bars = time.bar(at, half, width, color=_COLOURS[name])
        # inside the bar: the dash stands above it
        inside = {"padding": -11, "color": _INK[name]}
        time.bar_label(bars, fmt="%.0f", fontsize=8, **inside)
        time.plot(at, most, "_", color="#333333", markersize=14)
    rate.set_title("Messages a second (more is better)", fontsize=10)
    rate.legend(fontsize=8, frameon=False)
    time.set_title("Median ms an answer, dash: p95 (less is better)", fontsize=10)
    time.set_yscale("log")
    time.set_ylim(bottom=1)
    for axes in (rate, time):
        axes.set_xticks(range(len(figures["ours"]["loads"])))
        axes.set_xticklabels([people(number) for number in figures["ours"]["loads"]])
        axes.tick_params(labelsize=8)
        axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)
