"""Sample figures: what the check refuses, and which row fits whom."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.examples import LABEL, example_for
from knowledge.load import Base

FILE = "examples.yml"


def test_sample_figures_never_count_as_more(base: Base) -> None:
    assert {row.confidence for row in base.examples.values()} == {"example"}
    assert LABEL.zh == "示例，以当地为准"
    assert LABEL.en == "example only; the local rules decide"


@pytest.mark.parametrize(
    ("key", "value", "path", "what"),
    [
        ("place", "999999", "place", "unknown place '999999'."),
        ("source", "no-notice", "source", "unknown source 'no-notice'."),
        ("ratio", {"1": 0.9, "2": 85}, "ratio.2", "85 is no fraction of 1."),
        ("ratio", {"1": 0.9, "2": -1}, "ratio.2", "-1 is no fraction of 1."),
        ("ratio", {"1": 0.9}, "deductible", "has other levels than ratio, or none."),
        ("deductible", {"1": -5, "2": 5}, "deductible.1", "-5 is no sum of money."),
        ("cap", 0, "cap", "0 is no cap."),
    ],
)
def test_the_check_names_what_is_wrong(
    tiny: Any, key: str, value: Any, path: str, what: str
) -> None:
    tiny.put(FILE, ["examples", "nanjing", key], value)
    (problem,) = tiny.problems()
    assert problem.file == f"knowledge/{FILE}"
    assert problem.path == f"examples.nanjing.{path}"
    assert problem.what == what
    assert problem.mend


def test_levels_are_those_of_the_facts(tiny: Any) -> None:
    for key in ("ratio", "deductible"):
        tiny.put(FILE, ["examples", "nanjing", key], {"9": 1})
    (problem,) = tiny.problems()
    assert problem.what == "has unknown levels ['9']."


def test_two_rows_for_the_same_people_are_refused(tiny: Any) -> None:
    row = tiny.data(FILE)["examples"]["nanjing"]
    tiny.put(FILE, ["examples", "again"], row)
    (problem,) = tiny.problems()
    assert problem.what == "is for the same people as 'nanjing'."


@pytest.mark.parametrize("value", ["verified", "quoted"])
def test_a_sample_cannot_be_called_verified(tiny: Any, value: str) -> None:
    tiny.put(FILE, ["examples", "nanjing", "confidence"], value)
    (problem,) = tiny.problems()
    assert problem.path == "examples.nanjing.confidence"


@pytest.mark.parametrize(
    ("place", "insurance", "tier", "status", "found"),
    [
        ("310000", "employee", "3", None, "shanghai-employee"),
        ("310000", "employee", "3", "working", "shanghai-employee"),
        ("310000", "employee", "3", "retired", "shanghai-employee-retired"),
        ("610100", "resident", "2", None, "xian-resident"),
        ("610100", "resident", "3", None, "anywhere-resident"),
        ("320100", "employee", "1", "retired", "anywhere-employee"),
        (None, "resident", "1", None, "anywhere-resident"),
    ],
)
def test_the_most_local_row_fits(
    base: Base,
    place: str | None,
    insurance: str,
    tier: str,
    status: str | None,
    found: str,
) -> None:
    chain = base.places.chain(place)
    row = example_for(base.examples.values(), chain, insurance, tier, status)
    assert row == base.examples[found]
