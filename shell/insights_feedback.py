"""What people said of answers, from the file that keeps their verdicts."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Verdicts:
    """What was said of the answers to one topic; ``reasons`` why they did not help."""

    helpful: int = 0
    unhelpful: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def share(self) -> float:
        """The share of verdicts that say helpful."""
        return self.helpful / (self.helpful + self.unhelpful)


def read(path: Path, since: dt.date) -> dict[str, Verdicts]:
    """Return the verdicts since a day by topic, the most often unhelpful first.

    There are none without a file; a line that was cut short is left out.
    """
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return {}
    found: dict[str, Verdicts] = {}
    # a reason comes after its verdict, as a line of its own
    open_verdicts: Counter[tuple[str, ...]] = Counter()
    for row in _rows(lines, since):
        verdicts = found.setdefault(row["topic"], Verdicts())
        key = (row["day"], row["answer"], row["language"])
        if row["helpful"]:
            verdicts.helpful += 1
        elif not row["reason"]:
            verdicts.unhelpful += 1
            open_verdicts[key] += 1
        else:
            verdicts.reasons[row["reason"]] += 1
            if open_verdicts[key]:
                open_verdicts[key] -= 1
            else:
                verdicts.unhelpful += 1
    order = sorted(found.items(), key=lambda item: (-item[1].unhelpful, item[0]))
    return dict(order)


def _rows(lines: Iterable[str], since: dt.date) -> Iterator[dict[str, Any]]:
    for line in lines:
        try:
            row = json.loads(line)
            recent = row["day"] >= since.isoformat()
            keys = ("day", "topic", "answer", "helpful", "reason", "language")
            whole = {key: row[key] for key in keys}
        except (ValueError, KeyError, TypeError):
            continue
        if recent:
            yield whole
