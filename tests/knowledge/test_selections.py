"""Which answer, figures and articles a person gets: a table for each field."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.load import Base
from knowledge.model import LANGUAGES, Language
from knowledge.select import Selection, select

FOLDER = Path(__file__).with_name("selections")
#: The day of a row that names none: the coming law is not in force yet.
DAY = dt.date(2026, 11, 25)
#: Fewer rows than this say little about a field.
ENOUGH = 50
KEYS = {"topic", "facts", "day", "answer", "cites", "place", "figures"}
KEYS |= {f"says_{language}" for language in LANGUAGES}

Row = dict[str, Any]
FILES: dict[str, list[Row]] = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in sorted(FOLDER.glob("*.yml"))
}


def _name(file: str, number: int, row: Row) -> str:
    facts = "-".join(str(value) for value in row.get("facts", {}).values())
    return f"{file}-{number}-{row['topic']}-{facts}"


ROWS = [
    pytest.param(row, id=_name(file, number, row))
    for file, rows in FILES.items()
    for number, row in enumerate(rows, start=1)
]
SAID = [
    pytest.param(*row.values, language, id=f"{row.id}-{language}")
    for row in ROWS
    for language in LANGUAGES
    if f"says_{language}" in row.values[0]
]

each_row = pytest.mark.parametrize("row", ROWS)


def _chosen(base: Base, row: Row) -> Selection:
    return select(base, row["topic"], row.get("facts"), row.get("day", DAY))


@pytest.mark.parametrize("file", FILES)
def test_a_field_has_enough_rows(file: str) -> None:
    assert len(FILES[file]) >= ENOUGH


@each_row
def test_a_row_names_what_exists(base: Base, row: Row) -> None:
    assert set(row) <= KEYS
    assert row["topic"] in base.topics
    answers = {answer.id for answer in base.topics[row["topic"]].answers}
    assert row["answer"] in answers
    for name, value in row.get("facts", {}).items():
        fact = base.facts[name]
        known = base.places if fact.kind == "place" else fact.values or {value}
        assert value in known, name
    assert set(row.get("figures", ())) <= set(base.figures)


@each_row
def test_the_answer_fits_the_person_the_place_and_the_day(base: Base, row: Row) -> None:
    chosen = _chosen(base, row)

    assert chosen.answer.id == row["answer"]
    assert set(row.get("cites", ())) <= {citation.ref for citation in chosen.citations}
    assert set(row.get("figures", ())) <= {figure.id for figure in chosen.figures}
    if "place" in row:
        own = {figure.place for figure in chosen.figures if not figure.example}
        assert row["place"] in own | {chosen.answer.place}


@pytest.mark.parametrize(("row", "language"), SAID)
def test_the_answer_says_what_matters(base: Base, row: Row, language: Language) -> None:
    chosen = _chosen(base, row)
    texts = (chosen.say, *chosen.steps, *chosen.exceptions, *chosen.notices)
    said = "\n".join(text.in_language(language) for text in texts)

    assert re.search(row[f"says_{language}"], said, re.IGNORECASE), said
