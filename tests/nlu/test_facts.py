"""Facts of a message against cases that were written apart from the code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.facts import SHOWN, Plain, plain
from knowledge.load import Base
from knowledge.select import derived
from nlu.matching import FactMatcher

_FOLDER = Path(__file__).parent / "facts"
CASES: list[dict[str, Any]] = [
    case
    for path in sorted(_FOLDER.glob("*.yml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]
#: Share of the cases in which exactly the facts expected must be found.
_RIGHT = 0.95

Reads = Callable[[str], "dict[str, Plain]"]


@pytest.fixture(scope="module")
def reads(base: Base, matcher: FactMatcher) -> Reads:
    """The plain facts of a message, as ``baoxiao ask --json`` prints them."""

    def read(text: str) -> dict[str, Plain]:
        stated = {found.fact: found.value for found in matcher.find(text)}
        return plain(base, derived(base, stated))

    return read


def _is_legal(base: Base, name: str, value: object) -> bool:
    kind = base.facts[name].kind
    if kind == "place":
        return any(place.name.zh == value for place in base.places.by_code.values())
    if kind in ("money", "number"):
        return isinstance(value, int if kind == "number" else (int, float))
    if name == "filed":
        return isinstance(value, bool)
    if name == "hospital_tier":
        return isinstance(value, int) and str(value) in base.facts[name].values
    return value in base.facts[name].values


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:40] for case in CASES])
def test_a_case_expects_known_facts_with_legal_values(
    base: Base, case: dict[str, Any]
) -> None:
    assert set(case) == {"text", "facts"}
    assert set(case["facts"]) <= set(SHOWN)
    wrong = {
        name: value
        for name, value in case["facts"].items()
        if not _is_legal(base, name, value)
    }
    assert wrong == {}


def test_there_are_enough_cases_and_none_twice() -> None:
    texts = [case["text"] for case in CASES]
    assert len(texts) >= 200
    assert len(texts) == len(set(texts))


def test_nearly_all_cases_give_exactly_the_facts_expected(reads: Reads) -> None:
    wrong = []
    for case in CASES:
        got, wanted = reads(case["text"]), case["facts"]
        if got != wanted:
            wrong.append(f"{case['text']}\n  wanted {wanted}\n  got    {got}")
    share = 1 - len(wrong) / len(CASES)
    assert share >= _RIGHT, f"{share:.1%} right\n" + "\n".join(wrong)
