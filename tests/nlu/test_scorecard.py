"""How often real wordings get the right topic: figures that must not drop.

The questions in ``questions/`` were written apart from the training data, by people who
had not seen it. They are for measuring: never copy one into data/nlu.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.load import Base
from shell.assistant import Assistant

QUESTIONS = Path(__file__).parent / "questions"
HAN = re.compile(r"[\u3400-\u9fff]")
FALLBACK = "nlu_fallback"

#: Share in percent: at least these for topics, at most these for other fields.
LEAST = {
    ("zh", "first"): 89,
    ("zh", "first three"): 98,
    ("en", "first"): 77,
    ("en", "first three"): 94,
}
MOST_ANSWERED_OUTSIDE = 9


def questions() -> list[dict[str, str]]:
    """Return every question with its topic (several joined by ``|``)."""
    paths = sorted(QUESTIONS.glob("*.yml"))
    return [row for path in paths for row in yaml.safe_load(path.read_text("utf-8"))]


@pytest.fixture(scope="module")
async def ranked(assistant: Assistant) -> list[tuple[str, set[str], str, list[str]]]:
    """Return (text, right topics, first choice, ranking) of each question."""
    rows = []
    for row in questions():
        parsed: Any = await assistant._agent.parse_message(row["text"])
        names = [item["name"] for item in parsed["intent_ranking"]]
        ranking = [name for name in names if name != FALLBACK]
        right = set(row["topic"].split("|"))
        rows.append((row["text"], right, parsed["intent"]["name"], ranking))
    return rows


def is_outside(base: Base, right: set[str]) -> bool:
    """Tell whether a question belongs to none of our topics."""
    return not any(t in base.topics and base.topics[t].kind == "policy" for t in right)


def test_the_questions_are_enough_and_name_real_topics(base: Base) -> None:
    rows = questions()
    known = {*base.topics, "out_of_scope"}
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        topics = row["topic"].split("|")
        assert set(topics) <= known, row
        counts[topics[0], "zh" if HAN.search(row["text"]) else "en"] += 1
    for topic in base.topics:
        assert counts[topic, "zh"] >= 15, topic
        assert counts[topic, "en"] >= 8, topic
    assert counts["out_of_scope", "zh"] + counts["out_of_scope", "en"] >= 300
    assert len({row["text"] for row in rows}) == len(rows)


def test_no_question_is_a_training_example() -> None:
    examples = set()
    for path in sorted((Path(__file__).parents[2] / "data" / "nlu").glob("*.yml")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("    - "):
                examples.add(line.removeprefix("    - ").strip().lower())
    both = {row["text"].lower() for row in questions()} & examples
    assert not both


@pytest.mark.parametrize("language", ["zh", "en"])
def test_topics_are_found(base: Base, ranked: Any, language: str) -> None:
    rows = [
        (right, first, ranking)
        for text, right, first, ranking in ranked
        if ("zh" if HAN.search(text) else "en") == language
        and not is_outside(base, right)
    ]
    first_share = 100 * sum(first in right for right, first, _ in rows) / len(rows)
    three_share = (
        100 * sum(bool(right & set(r[:3])) for right, _, r in rows) / len(rows)
    )
    assert first_share >= LEAST[language, "first"]
    assert three_share >= LEAST[language, "first three"]


def test_other_fields_seldom_get_policy(base: Base, ranked: Any) -> None:
    outside = [
        (right, first) for _, right, first, _ in ranked if is_outside(base, right)
    ]
    answered = [
        (right, first)
        for right, first in outside
        if first in base.topics and base.topics[first].kind == "policy"
    ]
    assert 100 * len(answered) / len(outside) <= MOST_ANSWERED_OUTSIDE
