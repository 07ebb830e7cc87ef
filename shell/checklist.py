"""Checklists for errands: as text to print, or as JSON."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from typing import TextIO

from knowledge.checklist import checklist
from knowledge.checklist_row import as_row
from knowledge.checklist_text import as_text
from knowledge.columns import width
from knowledge.facts import parse
from knowledge.load import Base
from knowledge.model import Language


def run(
    base: Base,
    words: Sequence[str],
    day: dt.date,
    language: Language,
    out: TextIO,
    *,
    as_json: bool = False,
) -> None:
    """Write the checklist that ``words`` ask for, or the list of them, to ``out``.

    ``words`` are a procedure's id and facts written as ``fact=value``, in any order.

    Raises:
        UnknownProcedureError: when there is no such procedure.
        FactError: when a fact cannot be read.
    """
    facts = dict(parse(base, word) for word in words if _is_fact(word))
    names = [word for word in words if not _is_fact(word)]
    if not names:
        out.write(_all_as_json(base, language) if as_json else "".join(_all(base)))
    for name in names:
        made = checklist(base, name, facts, day)
        if as_json:
            out.write(json.dumps(as_row(made, language), ensure_ascii=False) + "\n")
        else:
            out.write(as_text(made, language))


def _is_fact(word: str) -> bool:
    return "=" in word or "＝" in word


def _all(base: Base) -> Iterator[str]:
    widest = max(map(len, base.procedures), default=0)
    tall = max((width(p.title.zh) for p in base.procedures.values()), default=0)
    for name, procedure in base.procedures.items():
        title = procedure.title
        gap = " " * (tall - width(title.zh))
        yield f"{name:<{widest}}  {title.zh}{gap}  {title.en}\n"


def _all_as_json(base: Base, language: Language) -> str:
    rows = (
        {
            "id": name,
            "title": procedure.title.in_language(language),
            "topics": procedure.topics,
            "ask": procedure.ask,
        }
        for name, procedure in base.procedures.items()
    )
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
