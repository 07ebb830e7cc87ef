"""Answers about medicines a message names, from the imported drug catalogue."""

from __future__ import annotations

import dataclasses
import datetime as dt

from actions import reply, wording
from actions.turn import Turn
from knowledge import drugs
from knowledge.drug_names import looks_like_drug
from knowledge.drugs import Found
from knowledge.model import LANGUAGES, Language, Text
from knowledge.model_drugs import BID, Drug
from knowledge.select import Selection, cite

_CATALOGUE = "drug_catalogue"
#: The topics that speak of single medicines.
_TOPICS = frozenset({_CATALOGUE, "what_is_covered", "pharmacy_purchase"})
#: Topics whose general answer says nothing beside what the catalogue does.
_SAID = frozenset({_CATALOGUE, "what_is_covered"})
#: At most so many lines of the catalogue are said, and so much of their limits.
_MOST, _LIMITS = 5, 200


def named(turn: Turn, chosen: Selection) -> Found | None:
    """Return what the catalogue says about the medicines asked about, if any.

    A chosen option names nothing, and care abroad is answered by the law.
    """
    topic = chosen.topic.id
    abroad = chosen.facts.get("away_scope") == "abroad"
    if topic not in _TOPICS or abroad or turn.text.startswith("/"):
        return None
    asks = topic == _CATALOGUE and turn.intent == topic
    found = drugs.look_up(turn.text, asks_for_one=asks)
    if found is None:
        return None
    missing = tuple(
        name
        for name in found.missing
        if looks_like_drug(name) or not turn.base.coverage.named(name)
    )
    found = dataclasses.replace(found, missing=missing)
    return found if found.drugs or found.missing else None


def about(turn: Turn, chosen: Selection, found: Found, things: int) -> Selection:
    """Return ``chosen`` as an answer that begins with what the catalogue says.

    The lines of the ``things`` named beside follow, then what class A and B mean for
    payment (Social Insurance Law, Article 28), then what the topic adds.
    """
    classes = turn.base.topics[_CATALOGUE].general
    own = [cite(turn.base, basis) for basis in (classes.legal_basis or [])[:1]]
    citations = tuple({c.ref: c for c in (*own, *chosen.citations)}.values())
    repeated = chosen.topic.id in _SAID and chosen.answer.id == chosen.topic.general.id
    said = {}
    for language in LANGUAGES:
        rest = chosen.say.in_language(language).split("\n")
        blocks = _lines(turn, found, language) + rest[:things]
        blocks.append(classes.say.in_language(language))
        said[language] = "\n".join(blocks if repeated else blocks + rest[things:])
    return dataclasses.replace(
        chosen,
        say=Text(zh=said["zh"], en=said["en"]),
        citations=citations,
        notices=(*_age(turn, found), *chosen.notices),
    )


def _age(turn: Turn, found: Found) -> list[Text]:
    """Return a word of caution when the catalogue is older than last year's."""
    if turn.day.year <= found.year + 1:
        return []
    old = wording.DRUGS_OLD
    return [Text(zh=old.zh.format(found.year), en=old.en.format(found.year))]


def payload(turn: Turn, found: Found) -> reply.Payload:
    """Return the payload of what was found: plain values, text as printed."""
    return {
        "title": found.title,
        "year": found.year,
        "file": found.file,
        "entries": [_entry(drug, turn) for drug in found.drugs[:_MOST]],
        "more": max(0, len(found.drugs) - _MOST),
        "missing": list(found.missing),
        "lines": _lines(turn, found, turn.language),
    }


def _entry(drug: Drug, turn: Turn) -> reply.Payload:
    return {
        "name": drug.name,
        "form": drug.form,
        "class": drug.drug_class,
        "class_label": _class(drug, turn.language),
        "negotiated": drug.negotiated,
        "limits": drug.limits,
        "valid_until": drug.valid_until,
        "expired": _expired(drug, turn.day),
    }


def _class(drug: Drug, language: Language) -> str:
    return wording.DRUG_CLASS[drug.drug_class].in_language(language)


def _expired(drug: Drug, day: dt.date) -> bool:
    return bool(drug.valid_until) and dt.date.fromisoformat(drug.valid_until) < day


def _lines(turn: Turn, found: Found, language: Language) -> list[str]:
    """Return a line for each medicine, those not found, and which catalogue it is."""
    lines = [_line(drug, turn.day, language) for drug in found.drugs[:_MOST]]

    def add(phrase: Text, *values: object) -> None:
        lines.append(phrase.in_language(language).format(*values))

    if len(found.drugs) > _MOST:
        add(wording.DRUGS_MORE, len(found.drugs) - _MOST)
    if found.missing:
        mark = "、" if language == "zh" else ", "
        names = mark.join(
            wording.QUOTED.in_language(language).format(name) for name in found.missing
        )
        add(wording.DRUGS_MISSING, names, found.year)
    add(wording.DRUGS_SOURCE, found.title, found.year, found.file)
    return lines


def _line(drug: Drug, day: dt.date, language: Language) -> str:
    said = [_class(drug, language)]
    if drug.negotiated:
        agreed = wording.DRUG_BID if drug.part == BID else wording.DRUG_NEGOTIATED
        said.append(agreed.in_language(language))
    if drug.limits:
        cut = len(drug.limits) > _LIMITS
        limits = drug.limits[:_LIMITS] + ("……" if cut else "")
        said.append(wording.DRUG_LIMITS.in_language(language).format(limits))
    if drug.valid_until:
        expired = _expired(drug, day)
        until = wording.DRUG_EXPIRED if expired else wording.DRUG_UNTIL
        said.append(until.in_language(language).format(drug.valid_until))
    name = f"{drug.name} {drug.english}".strip() if language == "en" else drug.name
    if language == "zh":
        form = f"（{drug.form}）" if drug.form else ""
        return f"{name}{form}：{'；'.join(said)}。"
    form = f" ({drug.form})" if drug.form else ""
    return f"{name}{form}: {'; '.join(said)}."
