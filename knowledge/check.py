"""What must hold across the files of the knowledge base. Returns every problem."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.check_citations import citation_problems
from knowledge.check_coverage import coverage_problems
from knowledge.check_examples import example_problems
from knowledge.check_glossary import glossary_problems
from knowledge.check_procedures import procedure_problems
from knowledge.check_refs import (
    CODE,
    basis_problems,
    case_problems,
    ground_problems,
    unknown_ids,
)
from knowledge.check_texts import text_problems
from knowledge.check_unused import unused_problems
from knowledge.errors import Problem
from knowledge.load import Base
from knowledge.model import NATIONAL, Answer, Topic
from knowledge.select import merged


def problems_across(base: Base, folder: str = "knowledge") -> list[Problem]:
    """Return all problems of ``base``, which was read from ``folder``."""
    found = [
        *_document_problems(base),
        *_figure_problems(base),
        *_fact_problems(base),
        *example_problems(base),
        *text_problems(base),
        *citation_problems(base),
        *unused_problems(base),
        *coverage_problems(base),
        *glossary_problems(base),
    ]
    for topic in base.topics.values():
        found.extend(_topic_problems(base, topic))
    for procedure in base.procedures.values():
        found.extend(procedure_problems(base, procedure))
    return [
        Problem(f"{folder}/{item.file}", item.path, item.what, item.mend)
        for item in found
    ]


def _document_problems(base: Base) -> Iterator[Problem]:
    for document in base.documents.values():
        file = f"law/{document.id}.yml" if document.articles else "documents.yml"
        successor = document.superseded_by
        if successor is not None and successor not in base.documents:
            mend = "Register the successor in documents.yml."
            yield Problem(file, document.id, f"unknown successor {successor!r}.", mend)
        if document.place not in base.places:
            yield Problem(file, document.id, f"unknown place {document.place!r}.", CODE)
        rechecks = document.rechecks
        if rechecks is not None:
            law = base.documents.get(rechecks.law)
            missing = [n for n in rechecks.articles if law and n not in law.articles]
            if law is None or missing:
                what = f"rechecks unknown articles {missing or rechecks.law}."
                yield Problem(file, document.id, what, "Name articles that exist.")


def _figure_problems(base: Base) -> Iterator[Problem]:
    for name, figure in base.figures.items():
        file, path = "figures", name
        if not figure.values:
            yield Problem(file, path, "has no value.", "Add a value with its source.")
        for index, value in enumerate(figure.values):
            where = f"{path}.values[{index}]"
            if value.place not in base.places:
                yield Problem(file, where, f"unknown place {value.place!r}.", CODE)
            source = base.documents.get(value.source)
            if source is None:
                mend = "Register it in documents.yml or law/."
                yield Problem(file, where, f"unknown source {value.source!r}.", mend)
            elif value.article is not None and value.article not in source.articles:
                what = f"{value.source} has no article {value.article} here."
                yield Problem(file, where, what, "Add the article, or correct it.")
            if value.since and value.until and value.until < value.since:
                yield Problem(file, where, "ends before it starts.", "Swap the dates.")
            if value.to is not None and value.to <= value.value:
                yield Problem(file, where, "'to' is not above 'value'.", "Swap them.")


def _fact_problems(base: Base) -> Iterator[Problem]:
    for name, fact in base.facts.items():
        if (fact.kind == "choice") != bool(fact.values):
            mend = "Give a choice fact values, and only a choice fact."
            yield Problem("facts.yml", f"facts.{name}.values", "do not fit kind.", mend)
        seen: dict[str, str] = {}
        for value, entry in fact.values.items():
            for word in entry.synonyms:
                other = seen.setdefault(word.lower(), value)
                if other != value:
                    what = f"{word!r} means both {other} and {value}."
                    mend = "Keep it in one of them."
                    yield Problem("facts.yml", f"facts.{name}.{value}", what, mend)


def _topic_problems(base: Base, topic: Topic) -> Iterator[Problem]:
    file = f"topics/{topic.id}.yml"
    yield from unknown_ids(file, "related", topic.related, base.topics, "topics/")
    yield from unknown_ids(file, "ask", topic.ask, base.facts, "facts.yml")
    yield from _becomes_problems(base, topic, file)
    if topic.id in topic.related:
        yield Problem(file, "related", "names the topic itself.", "Remove it.")
    for index, fact in enumerate(topic.ask):
        if fact in base.facts and base.facts[fact].question is None:
            what = f"asks for {fact!r}, which has no question."
            yield Problem(file, f"ask[{index}]", what, "Write it in facts.yml.")
    if not any(not a.when and a.place == NATIONAL for a in topic.answers):
        mend = "Add one with 'when: {}' and no place."
        yield Problem(file, "answers", "have no general answer.", mend)
        return
    seen: set[str] = set()
    for answer in topic.answers:
        path = topic.answer_path(answer)
        if answer.id in seen:
            mend = "Give each answer its own id."
            yield Problem(file, f"{path}.id", f"{answer.id!r} is taken.", mend)
        seen.add(answer.id)
        yield from _answer_problems(base, topic, answer, file, path)


def _becomes_problems(base: Base, topic: Topic, file: str) -> Iterator[Problem]:
    for name, others in topic.becomes.items():
        fact = base.facts.get(name)
        known = fact.values if fact else {}
        yield from unknown_ids(
            file, f"becomes.{name}", list(others), known, "facts.yml"
        )
        targets = list(others.values())
        yield from unknown_ids(file, f"becomes.{name}", targets, base.topics, "topics/")


def _answer_problems(
    base: Base, topic: Topic, answer: Answer, file: str, path: str
) -> Iterator[Problem]:
    yield from case_problems(base, answer, file, path)
    for key, known, home in (
        ("materials", base.materials, "materials.yml"),
        ("figures", base.figures, "figures/"),
    ):
        yield from unknown_ids(
            file, f"{path}.{key}", getattr(answer, key) or [], known, home
        )
    yield from _basis_problems(base, topic, answer, file, path)


def _basis_problems(
    base: Base, topic: Topic, answer: Answer, file: str, path: str
) -> Iterator[Problem]:
    yield from basis_problems(
        base, answer.legal_basis or [], file, f"{path}.legal_basis"
    )
    if topic.kind == "neighbour":
        return
    yield from ground_problems(merged(topic, answer), file, path)
