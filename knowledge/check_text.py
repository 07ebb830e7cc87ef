"""What every check of a text asks: languages, numbers, references that exist."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge.errors import Problem
from knowledge.load import Base
from knowledge.model import Basis, Text

#: A number with a unit: it belongs into figures/, with a place, a period and a source.
NUMBER = re.compile(
    r"\d[\d,.]*\s*(%|％|个百分点|个?工作日|元|万|个月|(?<!月\d)(?<!月\d\d)[天日](?!起)|倍|周)"
    r"|[一二三四五六七八九十百两]+(个月|个工作日|个百分点|成(?![人年功都])|万?元)"
    r"|\d[\d,.]*\s*(percent|per cent|yuan|rmb|days|working|months?|weeks|times|points)"
    r"|\b(two|three|four|five|six|ten|fifteen|thirty)\s(months|days|working|percent)",
    re.IGNORECASE,
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")


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


def languages(file: str, path: str, texts: dict[str, Text]) -> Iterator[Problem]:
    """Yield a problem for each text that is not in both languages."""
    for key, text in texts.items():
        where = ".".join(part for part in (path, key) if part)
        if not _HAN.search(text.zh):
            yield Problem(file, f"{where}.zh", "is not Chinese.", "Translate it.")
        if len(_HAN.findall(text.en)) > 2 * len(_LATIN_WORD.findall(text.en)):
            yield Problem(file, f"{where}.en", "is not English.", "Translate it.")
