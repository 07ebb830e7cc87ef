"""What messages name: everyday words, slips, both languages; and what they do not."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge.covered import MOST, folded, names_of
from knowledge.load import Base, load

TABLE = yaml.safe_load(
    Path(__file__).with_name("covered.yml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize(
    "row", [pytest.param(row, id=row["say"]) for row in TABLE["found"]]
)
def test_a_message_names_what_its_words_say(base: Base, row: dict[str, Any]) -> None:
    assert list(base.coverage.named(row["say"])) == row["items"]


@pytest.mark.parametrize("text", TABLE["nothing"])
def test_other_words_name_nothing(base: Base, text: str) -> None:
    assert base.coverage.named(text) == ()


def test_every_name_is_found_by_itself(base: Base) -> None:
    missed = [
        (name, key)
        for key, item in base.coverage.items.items()
        for name in names_of(item)
        if base.coverage.named(name) != (key,)
    ]
    assert missed == []


def test_a_wrong_letter_never_turns_one_name_into_another(base: Base) -> None:
    """What is spelt right is read as it stands, however near another name is."""
    names = base.coverage.names
    for name, key in names.items():
        text = f"请问{name}能报吗"
        assert base.coverage.named(text)[-1:] == (key,), name


@given(st.text(st.characters(blacklist_categories=["Cs"]), max_size=200))
def test_any_text_is_read_and_names_at_most_three(text: str) -> None:
    named = load().coverage.named(text)
    assert len(named) == len(set(named)) <= MOST


@given(st.text("CTct 做查-－／醫医保牙", max_size=30))
def test_width_case_and_script_change_nothing(text: str) -> None:
    coverage = load().coverage
    assert coverage.named(text) == coverage.named(folded(text))


def test_a_message_is_read_in_a_millisecond(base: Base) -> None:
    texts = [row["say"] for row in TABLE["found"]] + TABLE["nothing"]
    base.coverage.named(texts[0])
    taken = []
    for _ in range(5):
        start = time.perf_counter()
        for text in texts:
            base.coverage.named(text)
        taken.append((time.perf_counter() - start) / len(texts))
    assert min(taken) < 0.001
