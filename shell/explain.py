"""An answer with the reasons for it, in the terminal or as JSON."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from rich.table import Table
from rich.text import Text as Styled

from actions.reply import Payload, for_selection
from actions.turn import Turn
from knowledge.explain import Candidate, Explained, explained
from knowledge.load import Base
from knowledge.model import Facts, Language, Text
from shell import render

_TITLE = Text(zh="为什么是这一条", en="Why this answer")
_HEADINGS = (
    Text(zh="答案", en="answer"),
    Text(zh="地方", en="place"),
    Text(zh="有效期", en="period"),
    Text(zh="理由", en="why"),
)


@dataclass(frozen=True)
class Told:
    """What to explain: a topic, what is known, on which day, in which language."""

    base: Base
    topic: str
    facts: Facts
    day: dt.date
    language: Language

    def explained(self) -> Explained:
        """Return the selection and every answer weighed for it.

        Raises:
            UnknownTopicError: when the base has no such topic.
        """
        return explained(self.base, self.topic, self.facts, self.day)


def as_json(told: Told) -> dict[str, Any]:
    """Return the payload of the answer, with ``day``, ``facts`` and ``candidates``.

    Raises:
        UnknownTopicError: when the base has no such topic.
    """
    found = told.explained()
    payload = _payload(told, found)
    for key in ("confidence", "ranking"):  # of understanding, and nothing was asked
        del payload[key]
    payload["day"] = told.day.isoformat()
    payload["facts"] = found.selection.facts
    payload["candidates"] = [_candidate(told, item) for item in found.candidates]
    return payload


def show(told: Told) -> None:
    """Print the answer and the table of all that were weighed.

    Raises:
        UnknownTopicError: when the base has no such topic.
    """
    found = told.explained()
    console = render.console()
    render.payload(console, _payload(told, found), [])
    known = ", ".join(f"{k}={v}" for k, v in found.selection.facts.items())
    console.print(Styled(f"{found.selection.id} · {told.day} · {known or '–'}"))
    table = Table(title=_TITLE.in_language(told.language), title_justify="left")
    for heading in _HEADINGS:
        table.add_column(heading.in_language(told.language), overflow="fold")
    for item in found.candidates:
        row = _candidate(told, item)
        style = "bold green" if item.chosen else "" if item.fits else "dim"
        cells = (row["id"], row["place"], row["period"], "\n".join(row["why"]))
        table.add_row(*(Styled(cell, style=style) for cell in cells))
    console.print(table)


def _payload(told: Told, found: Explained) -> Payload:
    turn = Turn(
        base=told.base,
        language=told.language,
        intent=told.topic,
        topic=told.topic,
        confidence=1.0,
        ranking=(),
        facts=told.facts,
        day=told.day,
        text="",
    )
    return for_selection(turn, found.selection)


def _candidate(told: Told, item: Candidate) -> dict[str, Any]:
    answer = item.answer
    bounded = answer.since or answer.until
    return {
        "id": answer.id,
        "chosen": item.chosen,
        "fits": item.fits,
        "place": told.base.places.name(answer.place).in_language(told.language),
        "period": f"{answer.since or '…'} – {answer.until or '…'}" if bounded else "",
        "why": [text.in_language(told.language) for text in item.why],
    }
