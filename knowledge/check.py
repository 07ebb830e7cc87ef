"""What must hold across the files of the knowledge base. Returns every problem."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.check_citations import citation_problems
from knowledge.check_texts import text_problems
from knowledge.check_unused import unused_problems
from knowledge.errors import Problem
from knowledge.figures import REFERENCE
from knowledge.load import Base
from knowledge.model import LANGUAGES, NATIONAL, Answer, Topic
from knowledge.select import merged

STATUTE = "social-insurance-law"


def problems_across(base: Base, folder: str = "knowledge") -> list[Problem]:
    """Return all problems of ``base``, which was read from ``folder``."""
    found = [
        *_document_problems(base),
        *_figure_problems(base),
        *_fact_problems(base),
        *text_problems(base),
        *citation_problems(base),
        *unused_problems(base),
    ]
    for topic in base.topics.values():
        found.extend(_topic_problems(base, topic))
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
            yield Problem(
                file, document.id, f"unknown place {document.place!r}.", _CODE
            )
        rechecks = document.rechecks
        if rechecks is not None:
            law = base.documents.get(rechecks.law)
            missing = [n for n in rechecks.articles if law and n not in law.articles]
            if law is None or missing:
                what = f"rechecks unknown articles {missing or rechecks.law}."
                yield Problem(file, document.id, what, "Name articles that exist.")


_CODE = "Use CN or a code of regions/."


def _figure_problems(base: Base) -> Iterator[Problem]:
    for name, figure in base.figures.items():
        file, path = "figures", name
        if not figure.values:
            yield Problem(file, path, "has no value.", "Add a value with its source.")
        for index, value in enumerate(figure.values):
            where = f"{path}.values[{index}]"
            if value.place not in base.places:
                yield Problem(file, where, f"unknown place {value.place!r}.", _CODE)
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
    yield from _unknown(file, "related", topic.related, base.topics, "topics/")
    yield from _unknown(file, "ask", topic.ask, base.facts, "facts.yml")
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


def _answer_problems(
    base: Base, topic: Topic, answer: Answer, file: str, path: str
) -> Iterator[Problem]:
    if answer.place not in base.places:
        yield Problem(file, f"{path}.place", f"unknown {answer.place!r}.", _CODE)
    for name, wanted in answer.when.items():
        fact = base.facts.get(name)
        where = f"{path}.when.{name}"
        if fact is None:
            yield Problem(file, where, "is no fact.", "Use an id of facts.yml.")
            continue
        values = wanted if isinstance(wanted, list) else [wanted]
        unknown = [v for v in values if fact.kind == "choice" and v not in fact.values]
        if unknown:
            what = f"has unknown values {unknown}."
            yield Problem(file, where, what, f"Use one of {sorted(fact.values)}.")
    for key, known, home in (
        ("materials", base.materials, "materials.yml"),
        ("figures", base.figures, "figures/"),
        ("sources", base.documents, "documents.yml or law/"),
    ):
        yield from _unknown(
            file, f"{path}.{key}", getattr(answer, key) or [], known, home
        )
    yield from _text_problems(base, answer, file, path)
    yield from _basis_problems(base, topic, answer, file, path)


def _text_problems(
    base: Base, answer: Answer, file: str, path: str
) -> Iterator[Problem]:
    texts = {f"{path}.say": answer.say}
    for key in ("steps", "exceptions"):
        for index, text in enumerate(getattr(answer, key) or ()):
            texts[f"{path}.{key}[{index}]"] = text
    for where, text in texts.items():
        for language in LANGUAGES:
            prose = text.in_language(language)
            for name in sorted({m.group(1) for m in REFERENCE.finditer(prose)}):
                yield from _reference_problems(base, name, file, f"{where}.{language}")


def _reference_problems(
    base: Base, name: str, file: str, where: str
) -> Iterator[Problem]:
    figure = base.figures.get(name)
    if figure is None:
        yield Problem(file, where, f"unknown figure {name!r}.", "Add it to figures/.")
    elif not any(
        v.place == NATIONAL and v.confidence != "example" for v in figure.values
    ):
        mend = "Name it under 'figures' instead, or add a national value."
        yield Problem(file, where, f"figure {name!r} has no national value.", mend)


def _basis_problems(
    base: Base, topic: Topic, answer: Answer, file: str, path: str
) -> Iterator[Problem]:
    for index, basis in enumerate(answer.legal_basis or []):
        where = f"{path}.legal_basis[{index}]"
        document = base.documents.get(basis.document)
        if document is None:
            mend = "Register it in law/ or documents.yml."
            yield Problem(file, where, f"unknown document {basis.document!r}.", mend)
            continue
        if not document.citable:
            mend = "Cite the law in force until its text is registered."
            yield Problem(file, where, f"{document.id} is not citable.", mend)
        if document.superseded_by:
            mend = f"Cite {document.superseded_by!r}."
            yield Problem(file, where, f"{document.id} is superseded.", mend)
        if basis.article is not None and basis.article not in document.articles:
            mend = f"Add it to law/{document.id}.yml, or correct the number."
            yield Problem(file, where, f"no article {basis.article}.", mend)
        if basis.article is None and "#" in basis.ref:
            yield Problem(file, where, "has no number after '#'.", "Write id#29.")
    if topic.kind == "neighbour":
        return
    whole = merged(topic, answer)
    direct = [b for b in whole.legal_basis or [] if not b.by_analogy]
    in_statute = any(b.document == STATUTE and b.article is not None for b in direct)
    if not direct:
        mend = "Name the articles it rests on."
        yield Problem(file, f"{path}.legal_basis", "is missing.", mend)
    elif not in_statute and whole.other_basis is None:
        mend = f"Cite {STATUTE}#N, or say in other_basis why none applies."
        yield Problem(file, f"{path}.legal_basis", "names no article of it.", mend)
    if not whole.sources:
        mend = "Name the documents it was written from."
        yield Problem(file, f"{path}.sources", "is missing.", mend)


def _unknown(
    file: str, path: str, names: list[str], known: object, home: str
) -> Iterator[Problem]:
    for index, name in enumerate(names):
        if name not in known:  # type: ignore[operator]
            what = f"unknown id {name!r}."
            yield Problem(file, f"{path}[{index}]", what, f"Define it in {home}.")
