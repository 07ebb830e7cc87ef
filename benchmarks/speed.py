"""Speed, measured against stock Rasa: ``python -m benchmarks.speed [--report]``.

Keeps the figures in benchmarks/results/speed.json and writes docs/benchmarks.md with
its picture from them; ``--report`` only writes those two. With SAMPLE=5 in the
environment both systems learn from so few examples of each intent, to try it out, and
the figures and the page go into build/ instead.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import tempfile
from pathlib import Path

from benchmarks import measure, speed_page
from benchmarks.systems import sample
from shell import project

RESULTS = project.ROOT / "benchmarks" / "results"
PAGES = project.ROOT / "docs"


def main(arguments: list[str]) -> None:
    """Measure, keep the figures, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=15.0, help="of each load")
    parser.add_argument("--rounds", type=int, default=2, help="of both systems")
    parser.add_argument("--report", action="store_true", help="only write the page")
    given = parser.parse_args(arguments)
    tried_out = project.ROOT / "build" / "bench"
    results, pages = (tried_out, tried_out) if sample() else (RESULTS, PAGES)
    for folder in (results, pages):
        folder.mkdir(parents=True, exist_ok=True)
    kept = results / "speed.json"
    if not given.report:
        # whoever is told to end still ends what it has started
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
        with tempfile.TemporaryDirectory(prefix="bench-") as name:
            figures = measure.run(given.seconds, given.rounds, Path(name), _say)
        text = json.dumps(figures, indent=1, ensure_ascii=False)
        kept.write_text(text + "\n", encoding="utf-8")
    figures = json.loads(kept.read_text("utf-8"))
    page = speed_page.page(figures)
    (pages / "benchmarks.md").write_text(page, encoding="utf-8")
    speed_page.picture(figures, pages / "benchmarks.svg")
    print(page)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
