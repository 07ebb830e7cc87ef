"""A checklist as one JSON object, for other programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from knowledge.checklist import Checklist, Item
from knowledge.citing import citation_name
from knowledge.figures import ShownFigure
from knowledge.model import Language, Text


def as_row(made: Checklist, language: Language) -> dict[str, Any]:
    """Return ``made`` as one JSON object, its texts in ``language``."""

    def said(texts: Iterable[Text]) -> list[str]:
        return [text.in_language(language) for text in texts]

    other = made.variant.other_basis
    return {
        "id": made.id,
        "language": language,
        "day": made.day.isoformat(),
        "title": made.title.in_language(language),
        "say": made.say.in_language(language),
        "facts": made.facts,
        "bring": [_item(item, language) for item in made.bring],
        "perhaps": [_item(item, language) for item in made.perhaps],
        "open": [
            {
                "fact": unknown.id,
                "question": (unknown.fact.question or unknown.fact.label).in_language(
                    language
                ),
                "papers": said(unknown.papers),
                "rules": unknown.rules,
            }
            for unknown in made.open
        ],
        "where": made.where.in_language(language),
        "online": said(made.online),
        "counter": said(made.counter),
        "steps": said(made.steps),
        "time_limit": made.time_limit.in_language(language),
        "limits": [_figure(made, item, language) for item in made.limits],
        "handling": [_figure(made, item, language) for item in made.handling],
        "cost": made.cost.in_language(language),
        "result": made.result.in_language(language),
        "exceptions": said(made.exceptions),
        "citations": [
            {
                "ref": item.ref,
                "name": citation_name(item.document, item.number, language),
                "by_analogy": item.by_analogy,
            }
            for item in made.citations
        ],
        "other_basis": other.in_language(language) if other else "",
        "notices": said(made.notices),
        "hedged": made.hedged,
    }


def _item(item: Item, language: Language) -> dict[str, Any]:
    only_if, note = item.only_if, item.material.note
    return {
        "material": item.id,
        "name": item.material.name.in_language(language),
        "why": item.why.in_language(language),
        "note": note.in_language(language) if note else "",
        "instead": [m.name.in_language(language) for m in item.instead],
        "only_if": only_if.in_language(language) if only_if else "",
        "waits_for": list(item.waits_for),
    }


def _figure(made: Checklist, item: ShownFigure, language: Language) -> dict[str, Any]:
    source = made.sources[item.value.source]
    return {
        "id": item.id,
        "label": item.label.in_language(language),
        "amount": item.amount.in_language(language),
        "place": item.place_name.in_language(language),
        "source": citation_name(source, item.value.article, language),
        "confidence": item.value.confidence,
        "example": item.example,
    }
