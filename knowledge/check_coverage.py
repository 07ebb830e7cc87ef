"""What must hold in the coverage index. Returns every problem."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.check_refs import basis_problems, unknown_ids
from knowledge.covered import folded, names_of
from knowledge.errors import Problem
from knowledge.load import Base
from knowledge.model_coverage import CoverageItem

_FILE = "coverage"

#: The topics whose answers speak of single things.
TOPICS = (
    "what_is_covered",
    "what_is_not_covered",
    "drug_catalogue",
    "maternity",
    "account_usage",
)


def coverage_problems(base: Base) -> Iterator[Problem]:
    """Yield all problems of the coverage index of ``base``."""
    for name, item in base.coverage.items.items():
        path = f"items.{name}"
        yield from basis_problems(base, item.legal_basis, _FILE, f"{path}.legal_basis")
        known = [topic for topic in TOPICS if topic in base.topics]
        home = f"the topics that speak of single things: {', '.join(known)}"
        yield from unknown_ids(_FILE, f"{path}.topics", item.topics, known, home)
        yield from _status_problems(item, path)
    yield from _name_problems(base)


def _status_problems(item: CoverageItem, path: str) -> Iterator[Problem]:
    elsewhere = item.status == "other_fund"
    if elsewhere != (item.fund is not None):
        mend = "Give 'fund' with status other_fund, and only then."
        yield Problem(_FILE, f"{path}.fund", "does not fit the status.", mend)
    if item.confidence == "example":
        mend = "Use recalled, quoted or verified."
        yield Problem(_FILE, f"{path}.confidence", "is never an answer.", mend)


def _name_problems(base: Base) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for key, item in base.coverage.items.items():
        for name in names_of(item):
            path, form = f"items.{key}.aliases", folded(name)
            if len(form) < 2:
                mend = "Write two characters or more."
                yield Problem(_FILE, path, f"{name!r} is too short to find.", mend)
            other = seen.setdefault(form, key)
            if other != key:
                what = f"{name!r} names {other} too."
                yield Problem(_FILE, path, what, "Keep it in one of them.")
