"""What the base holds and nothing uses: an id that nobody would miss.

Materials and figures must be used by an answer, documents cited, named as a source or
superseded or still to come. What stays all the same says why in ``kept``.
"""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.check_texts import document_place, texts
from knowledge.errors import Problem
from knowledge.facts import SHOWN
from knowledge.figures import REFERENCE
from knowledge.load import Base
from knowledge.model import Answer
from knowledge.select import DERIVED

_MEND = "Use it, remove it, or say in 'kept' why it stays."


def unused_problems(base: Base) -> Iterator[Problem]:
    """Yield every material, figure, document and value that nothing uses."""
    answers = [a for topic in base.topics.values() for a in topic.answers]
    papers = {name for answer in answers for name in answer.materials or ()}
    for name, material in base.materials.items():
        if name not in papers and not material.kept:
            what = "is asked for by no answer."
            yield Problem("materials.yml", f"materials.{name}", what, _MEND)
    shown = used_figures(base)
    for name, figure in base.figures.items():
        if name not in shown and not figure.kept:
            yield Problem("figures", name, "is shown by no answer.", _MEND)
    cited = used_documents(base)
    for name, document in base.documents.items():
        passing = document.superseded_by or not document.citable
        if name not in cited and not passing and not document.kept:
            file, path = document_place(document)
            yield Problem(file, path, "is cited by nothing.", _MEND)
    yield from _values(base, answers)


def used_figures(base: Base) -> set[str]:
    """Return the figures that answers name or refer to in their texts."""
    named = {
        name
        for topic in base.topics.values()
        for answer in topic.answers
        for name in answer.figures or ()
    }
    referred = {
        match.group(1)
        for said in texts(base)
        for match in REFERENCE.finditer(said.text.zh)
    }
    return named | referred


def used_documents(base: Base) -> set[str]:
    """Return the documents that answers cite or name, and those behind figures."""
    used = {value.source for figure in base.figures.values() for value in figure.values}
    for topic in base.topics.values():
        for answer in topic.answers:
            used |= set(answer.sources or ())
            used |= {basis.document for basis in answer.legal_basis or ()}
    return used


def _values(base: Base, answers: list[Answer]) -> Iterator[Problem]:
    """Find values that only conditions could use, and none does.

    The values of a fact that is asked for, shown outside or derived stand for a case.
    """
    asked = {name for topic in base.topics.values() for name in topic.ask}
    asked |= {*SHOWN, *DERIVED}
    wanted: set[tuple[str, str]] = set()
    for answer in answers:
        for name, value in answer.when.items():
            values = value if isinstance(value, list) else [value]
            wanted |= {(name, item) for item in values}
    for name, fact in base.facts.items():
        for value in fact.values:
            if name not in asked and (name, value) not in wanted:
                what = "turns no answer and is asked by no topic."
                mend = "Use it in a condition, or remove it."
                yield Problem("facts.yml", f"facts.{name}.{value}", what, mend)
