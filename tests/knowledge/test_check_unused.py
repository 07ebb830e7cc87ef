"""Ids that nothing uses are reported, unless they say why they stay."""

from __future__ import annotations

import pytest

CLAIM = "topics/claim.yml"
NAMED = {"zh": "名称", "en": "name"}
NOTICE = {"title": NAMED, "short": NAMED, "kind": "policy", "confidence": "quoted"}
FIGURE = {
    "label": NAMED,
    "unit": "days",
    "values": [{"value": 3, "source": "notice", "confidence": "quoted"}],
}
ENTRIES = [
    pytest.param("materials", {"name": NAMED}, "asked for by no answer", id="paper"),
    pytest.param("figures", FIGURE, "shown by no answer", id="figure"),
    pytest.param("documents", NOTICE, "cited by nothing", id="document"),
]
FILES = {"figures": "figures/tiny.yml"}


@pytest.mark.parametrize(("key", "entry", "what"), ENTRIES)
def test_what_nothing_uses_is_reported_unless_it_says_why_it_stays(
    tiny, key, entry, what
):
    file = FILES.get(key, f"{key}.yml")
    tiny.put(file, [key, "spare"], entry)

    (problem,) = tiny.problems()
    assert problem.what == f"is {what}."
    assert problem.path.endswith("spare")
    assert problem.mend == "Use it, remove it, or say in 'kept' why it stays."

    tiny.put(file, [key, "spare", "kept"], "Agencies ask for it in some places.")
    assert tiny.problems() == []


def test_a_document_superseded_or_to_come_needs_no_citation(tiny):
    tiny.put("documents.yml", ["documents", "spare"], {**NOTICE, "citable": False})
    tiny.put(
        "documents.yml", ["documents", "older"], {**NOTICE, "superseded_by": "notice"}
    )
    assert tiny.problems() == []


def test_a_figure_in_a_text_is_used(tiny):
    tiny.put("figures/tiny.yml", ["figures", "spare"], FIGURE)
    tiny.put(
        CLAIM,
        ["answers", 0, "steps", 0],
        {"zh": "{spare:plain}内交。", "en": "Hand it in within {spare}."},
    )
    assert tiny.problems() == []


def test_a_value_that_turns_no_answer_is_reported_unless_it_is_asked_for(tiny):
    colour = {"label": NAMED, "values": {"red": {"label": NAMED}}}
    tiny.put("facts.yml", ["facts", "colour"], colour)
    assert [(p.path, p.what) for p in tiny.problems()] == [
        ("facts.colour.red", "turns no answer and is asked by no topic.")
    ]

    tiny.add_answers({"id": "red", "when": {"colour": ["red"]}})
    assert tiny.problems() == []
