"""Whether answers cite articles within their meaning, by the table citations.yml.

The table was made by reading the articles: it names for every topic those that may be
cited and why. An article written for something else may be cited by analogy only.
"""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.citable import Citable
from knowledge.errors import Problem
from knowledge.load import Base
from knowledge.model import Basis

FILE = "citations.yml"


def citation_problems(base: Base) -> Iterator[Problem]:
    """Yield citations outside the table, and what is wrong with the table itself."""
    yield from _table_problems(base)
    for topic in base.topics.values():
        table = base.citations.get(topic.id)
        for answer in topic.answers:
            for index, basis in enumerate(answer.legal_basis or ()):
                if _is_article(base, basis):
                    where = f"{topic.answer_path(answer)}.legal_basis[{index}]"
                    yield from _cited(f"topics/{topic.id}.yml", where, basis, table)


def _is_article(base: Base, basis: Basis) -> bool:
    document = base.documents.get(basis.document)
    return document is not None and basis.article in document.articles


def _cited(
    file: str, where: str, basis: Basis, table: Citable | None
) -> Iterator[Problem]:
    fit = table.articles.get(basis.ref) if table else None
    if fit is None:
        what = f"cites {basis.ref} outside its meaning."
        mend = f"Read the article; cite another, or enter it with why in {FILE}."
        yield Problem(file, where, what, mend)
    elif fit.by_analogy and not basis.by_analogy:
        what = f"cites {basis.ref}, which was written for something else."
        mend = f"Write {{ref: {basis.ref}, by_analogy: true}} and a basis proper."
        yield Problem(file, where, what, mend)


def _table_problems(base: Base) -> Iterator[Problem]:
    for name, table in base.citations.items():
        if name not in base.topics:
            mend = "Remove it, or correct the id."
            yield Problem(FILE, f"citations.{name}", "is no topic.", mend)
        for ref in table.articles:
            if not _is_article(base, Basis(ref=ref)):
                what = "is no article on record."
                mend = "Add it to law/, or correct the number."
                yield Problem(FILE, f"citations.{name}.articles.{ref}", what, mend)
    for topic in base.topics.values():
        if topic.kind == "policy" and topic.id not in base.citations:
            mend = f"Enter the articles it may cite, and why, under {topic.id!r}."
            yield Problem(FILE, "citations", f"lack {topic.id!r}.", mend)
