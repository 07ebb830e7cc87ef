"""A selection as messages: plain text that reads well anywhere, and a payload.

The payload is what rich channels render; its keys are part of the channels' contract:
kind, language, topic, answer, title, say, items, drugs, steps, materials, figures,
exceptions, citations, other_basis, sources, notices, reviewed, ask, options,
confidence, ranking, facts, text, terms, and part where a message asked several things.
A reply that is no answer has ``listed`` (its options stand in ``text``, numbered) and
``closing``, a sentence after them.
``items`` are the things named that were asked about (id, name, status, status_label,
why, check, fund); ``say`` begins with a line for each of them, in the same order.
``drugs`` is what the imported drug catalogue says about the medicines named, or null:
title, year and file of the catalogue, entries (name, form, class 甲, 乙 or empty,
class_label, negotiated, limits, valid_until, expired), more (how many were left out),
missing (names it does not have) and lines, which are the first of ``say``, before those
of ``items``. Text of the catalogue is data as printed: a channel escapes it like what
people type. ``terms`` explains the jargon of say, steps, materials, exceptions and
sections, at most five: term (as written there) and meaning. The text is without it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from actions import offers, plain, wording
from actions.turn import Turn
from knowledge.citing import citation_name
from knowledge.figures import ShownFigure
from knowledge.glossary import terms
from knowledge.load import Base
from knowledge.model import Document, Language, Text, Topic
from knowledge.select import Citation, Selection, select

Payload = dict[str, Any]
Option = dict[str, str]


def option_for_topic(topic: Topic, language: Language) -> Option:
    """Return the option that asks about ``topic`` when chosen."""
    return {"label": topic.question.in_language(language), "payload": f"/{topic.id}"}


def options_for_topics(
    base: Base, topics: Iterable[str], language: Language
) -> list[Option]:
    """Return an option for each known topic id."""
    known = (base.topics[name] for name in topics if name in base.topics)
    return [option_for_topic(topic, language) for topic in known]


def option_for_fact(base: Base, fact: str, value: str, language: Language) -> Option:
    """Return the option that states ``fact`` = ``value`` when chosen."""
    label = base.facts[fact].values[value].label.in_language(language)
    payload = "/inform" + json.dumps({fact: value}, ensure_ascii=False)
    return {"label": label, "payload": payload}


def facts_shown(turn: Turn) -> list[tuple[str, str]]:
    """Return label and value, in words, of each fact of the person."""
    shown, language = [], turn.language
    for name, value in turn.facts.items():
        fact = turn.base.facts[name]
        if not fact.lasting or name == "place":  # a place without a role says nothing
            continue
        label = fact.label.in_language(language)
        if fact.kind == "choice" and value in fact.values:
            shown.append((label, fact.values[value].label.in_language(language)))
        elif fact.kind == "place" and value in turn.base.places:
            shown.append((label, turn.base.places.name(value).in_language(language)))
        elif fact.kind == "money":
            shown.append((label, f"{value}{'元' if language == 'zh' else ' yuan'}"))
    return shown


def for_topic(turn: Turn, topic: str) -> Payload:
    """Return the payload of the answer to ``topic`` for the turn's facts and day."""
    return for_selection(turn, select(turn.base, topic, turn.facts, turn.day))


def for_selection(
    turn: Turn,
    chosen: Selection,
    *,
    items: Sequence[Payload] = (),
    drugs: Payload | None = None,
    options: Sequence[Option] = (),
) -> Payload:
    """Return the payload of an answer, with its plain ``text``.

    ``items`` are the things and ``drugs`` the medicines named that it speaks of,
    ``options`` come before those of the related topics.
    """
    language = turn.language

    def said(texts: Sequence[Text]) -> list[str]:
        return [text.in_language(language) for text in texts]

    other = chosen.answer.other_basis
    related = [option_for_topic(topic, language) for topic in chosen.related]
    payload: Payload = {
        "kind": "answer" if chosen.topic.kind == "policy" else "neighbour",
        "language": language,
        "topic": chosen.topic.id,
        "answer": chosen.id,
        "title": chosen.topic.title.in_language(language),
        "say": chosen.say.in_language(language),
        "items": list(items),
        "drugs": drugs,
        "steps": said(chosen.steps),
        "materials": [
            {
                "id": name,
                "name": material.name.in_language(language),
                "note": material.note.in_language(language) if material.note else "",
            }
            for name, material in chosen.materials
        ],
        "figures": [figure(turn.base, item, language) for item in chosen.figures],
        "exceptions": said(chosen.exceptions),
        "citations": [_citation(item, language) for item in chosen.citations],
        "other_basis": other.in_language(language) if other else "",
        "sources": [_source(item, language) for item in chosen.sources],
        "notices": [*_hedge(chosen, language), *said(chosen.notices)],
        "reviewed": chosen.topic.reviewed.isoformat(),
        "ask": question(turn, _unasked(turn, chosen)),
        "options": [
            *options,
            *(option for option in related if option not in options),
            *offers.options(chosen.topic.id, language),
        ],
    }
    return _finished(turn, payload)


def for_phrase(
    turn: Turn,
    kind: str,
    say: str,
    *,
    options: Sequence[Option] = (),
    listed: bool = False,
    closing: Text | None = None,
    citations: Sequence[Citation] = (),
    notices: Sequence[Text] = (),
    topic: str | None = None,
) -> Payload:
    """Return the payload of a reply that is no policy answer.

    ``listed`` options stand in the plain text too, and ``closing`` after them.
    """
    language = turn.language
    payload: Payload = {
        "kind": kind,
        "language": language,
        "topic": topic,
        "say": say,
        "citations": [_citation(item, language) for item in citations],
        "notices": [text.in_language(language) for text in notices],
        "options": list(options),
        "listed": listed,
        "closing": closing.in_language(language) if closing else "",
    }
    return _finished(turn, payload)


def as_part(turn: Turn, payload: Payload, topic: str, number: int) -> Payload:
    """Return ``payload`` as answer ``number`` of several in one reply.

    Only the last of them asks back and names what else to ask.
    """
    title = turn.base.topics[topic].title.in_language(turn.language)
    heading = wording.PART.in_language(turn.language).format(number, title)
    part = {**payload, "part": number, "text": f"{heading}\n{payload['text']}"}
    if number < len(turn.questions):
        part["options"] = []
        if "ask" in part:
            part["ask"] = None
    return part


def _finished(turn: Turn, payload: Payload) -> Payload:
    payload["confidence"] = round(turn.confidence, 4)
    payload["ranking"] = [name for name, _ in turn.ranking]
    payload["facts"] = turn.facts
    return written(turn, payload)


def written(turn: Turn, payload: Payload) -> Payload:
    """Return ``payload`` with the ``text`` and ``terms`` that follow from the rest."""
    text, terms = plain.plain_text(payload), explained(turn.base, payload)
    return {**payload, "text": text, "terms": terms}


def explained(base: Base, payload: Payload) -> list[Payload]:
    """Return the ``terms`` of ``payload``: the jargon it holds, with its meaning."""
    papers = [f"{m['name']}\n{m['note']}" for m in payload.get("materials", [])]
    lines = [line for part in payload.get("sections", []) for line in part["lines"]]
    rest = (*payload.get("steps", []), *papers, *payload.get("exceptions", []), *lines)
    found = terms((payload["say"], *rest), payload["language"], base.glossary)
    return [{"term": one.name, "meaning": one.meaning} for one in found]


def _hedge(chosen: Selection, language: Language) -> list[str]:
    if chosen.topic.kind != "policy":
        return []
    phrase = wording.HEDGE if chosen.hedged else wording.DECIDES
    return [phrase.in_language(language)]


def figure(base: Base, item: ShownFigure, language: Language) -> Payload:
    """Return one figure with place, date and source."""
    source = base.documents[item.value.source]
    return {
        "id": item.id,
        "label": item.label.in_language(language),
        "unit": base.figures[item.id].unit,
        "amount": item.amount.in_language(language),
        "place": item.place_name.in_language(language),
        "since": item.value.since.isoformat() if item.value.since else "",
        "source": citation_name(source, item.value.article, language),
        "note": item.value.note.in_language(language) if item.value.note else "",
        "example": item.example,
    }


def _citation(item: Citation, language: Language) -> Payload:
    article, law = item.article, item.document
    note = article.note if article else None
    gist = article.gist if article else law.gist
    return {
        "ref": item.ref,
        "name": citation_name(law, item.number, language),
        "title": (article.title if article else law.title).in_language(language),
        "gist": gist.in_language(language) if gist else "",
        "note": note.in_language(language) if note else "",
        "by_analogy": item.by_analogy,
        "version": law.version.isoformat() if law.version else "",
    }


def _source(document: Document, language: Language) -> Payload:
    number = document.number.in_language(language) if document.number else ""
    return {
        "id": document.id,
        "name": document.title.in_language(language),
        "number": number,
        "in_force": document.in_force.isoformat() if document.in_force else "",
    }


def _unasked(turn: Turn, chosen: Selection) -> str | None:
    """Return the most decisive open fact that nobody was asked for yet."""
    return next((fact for fact in chosen.open if fact not in turn.asked), None)


def question(turn: Turn, fact: str | None) -> Payload | None:
    """Return the question for one fact, with its options."""
    if fact is None:
        return None
    entry = turn.base.facts[fact]
    if entry.question is None:
        return None
    language = turn.language
    options = [option_for_fact(turn.base, fact, v, language) for v in entry.values]
    return {
        "fact": fact,
        "kind": entry.kind,
        "question": entry.question.in_language(language),
        "options": options,
    }
