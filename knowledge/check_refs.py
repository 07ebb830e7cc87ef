"""What every check asks of references: ids, documents, facts and figures that exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from knowledge.check_texts import spoken
from knowledge.errors import Problem
from knowledge.figures import REFERENCE
from knowledge.load import Base
from knowledge.model import LANGUAGES, NATIONAL, Basis, Case, Condition, Text

STATUTE = "social-insurance-law"

#: How to mend an unknown place.
CODE = "Use CN or a code of regions/."


def basis_problems(
    base: Base, legal_basis: Sequence[Basis], file: str, path: str
) -> Iterator[Problem]:
    """Yield a problem for each legal basis that cannot be cited."""
    for index, basis in enumerate(legal_basis):
        where = f"{path}[{index}]"
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


def unknown_ids(
    file: str, path: str, names: list[str], known: object, home: str
) -> Iterator[Problem]:
    """Yield a problem for each of ``names`` that ``home`` does not define."""
    for index, name in enumerate(names):
        if name not in known:  # type: ignore[operator]
            what = f"unknown id {name!r}."
            yield Problem(file, f"{path}[{index}]", what, f"Define it in {home}.")


def condition_problems(
    base: Base, when: Mapping[str, Condition], file: str, path: str
) -> Iterator[Problem]:
    """Yield a problem for each condition that no fact can meet."""
    for name, wanted in when.items():
        fact = base.facts.get(name)
        where = f"{path}.{name}"
        if fact is None:
            yield Problem(file, where, "is no fact.", "Use an id of facts.yml.")
            continue
        values = wanted if isinstance(wanted, list) else [wanted]
        unknown = [v for v in values if fact.kind == "choice" and v not in fact.values]
        if unknown:
            what = f"has unknown values {unknown}."
            yield Problem(file, where, what, f"Use one of {sorted(fact.values)}.")


def case_problems(base: Base, case: Case, file: str, path: str) -> Iterator[Problem]:
    """Yield what is wrong with the parts that every case has."""
    if case.place not in base.places:
        yield Problem(file, f"{path}.place", f"unknown {case.place!r}.", CODE)
    yield from condition_problems(base, case.when, file, f"{path}.when")
    sources = case.sources or []
    home = "documents.yml or law/"
    yield from unknown_ids(file, f"{path}.sources", sources, base.documents, home)
    texts = {f"{path}.{key}": text for key, text in spoken(case).items()}
    yield from prose_problems(base, texts, file)


def prose_problems(
    base: Base, texts: Mapping[str, Text], file: str
) -> Iterator[Problem]:
    """Yield a problem for each figure that ``texts``, by path, cannot fill in."""
    for where, text in texts.items():
        for language in LANGUAGES:
            prose = text.in_language(language)
            for name in sorted({match.group(1) for match in REFERENCE.finditer(prose)}):
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


def ground_problems(whole: Case, file: str, path: str) -> Iterator[Problem]:
    """Yield a problem when a completed policy case rests on no law or source."""
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
