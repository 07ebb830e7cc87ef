"""What the real base costs of processor time: a busy machine is no fault."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
import yaml

from knowledge.check import problems_across
from knowledge.load import FOLDER, Base, read
from knowledge.select import select

FACTS = {
    "insured_region": "350200",
    "treatment_region": "310000",
    "care": "inpatient",
    "filed": "no",
}


def best(work: Callable[[], object], runs: int) -> float:
    """Return the processor seconds of the cheapest of ``runs``."""
    times = []
    for _ in range(runs):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return min(times)


def test_reading_and_checking_cost_no_more_than_a_few_times_what_yaml_costs():
    def yaml_alone() -> None:
        for path in sorted(FOLDER.rglob("*.yml")):
            yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)

    def everything() -> None:
        base, problems = read()
        assert not problems_across(base) and not problems

    assert best(everything, 3) < 5 * best(yaml_alone, 3)


@pytest.mark.parametrize("facts", [{}, FACTS], ids=["nothing known", "much known"])
def test_choosing_an_answer_takes_less_than_a_millisecond(
    base: Base, facts: dict[str, str]
):
    for topic in base.topics:
        assert best(lambda name=topic: select(base, name, facts), 5) < 1e-3, topic
