"""Answers about the very things a message names: is this covered, and who pays."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from actions import drugs, reply, wording
from actions.turn import Turn
from knowledge.model import LANGUAGES, Language, Text
from knowledge.model_coverage import CoverageItem
from knowledge.select import Selection, cite, law_notices, select

#: Topics whose general answer says nothing beside the answers to single things.
_SAID_BY_ITEMS = frozenset({"what_is_covered", "drug_catalogue"})
#: Which topic tells more where another fund or person pays.
_TOPIC_OF_FUND = {
    "work_injury": "work_injury",
    "third_party": "third_party",
    "maternity": "maternity",
    "public_health": "what_is_not_covered",
    "account_only": "account_usage",
}
#: At most so many of the topic's own steps and exceptions stay beside the items.
_STEPS, _EXCEPTIONS = 3, 3
_MEDICINE = "药"


def for_topic(turn: Turn, topic: str) -> reply.Payload:
    """Return the payload of the answer to ``topic``, for the things named in it."""
    chosen = select(turn.base, topic, turn.facts, turn.day)
    named, medicines = _named(turn, chosen), drugs.named(turn, chosen)
    if named:
        chosen = _about(turn, chosen, tuple(named.values()))
    if medicines:
        chosen = drugs.about(turn, chosen, medicines, len(named))
    return reply.for_selection(
        turn,
        chosen,
        items=[_item(name, item, turn.language) for name, item in named.items()],
        drugs=drugs.payload(turn, medicines) if medicines else None,
        options=_options(turn, topic, named.values()),
    )


def _named(turn: Turn, chosen: Selection) -> dict[str, CoverageItem]:
    """Return the items named that the topic speaks of; none for care abroad.

    A chosen option has no words of its own, so it names nothing.
    """
    abroad = chosen.facts.get("away_scope") == "abroad"
    if abroad or turn.text.startswith("/"):
        return {}
    coverage = turn.base.coverage
    return {
        name: coverage.items[name]
        for name in coverage.named(turn.text)
        if chosen.topic.id in coverage.items[name].topics
    }


def _about(turn: Turn, chosen: Selection, items: Sequence[CoverageItem]) -> Selection:
    """Return ``chosen`` as an answer on ``items``: theirs first, its own shortened."""
    own = [cite(turn.base, basis) for item in items for basis in item.legal_basis]
    citations = tuple({c.ref: c for c in (*own, *chosen.citations)}.values())
    coming = law_notices(turn.base, citations, turn.day)
    answer = chosen.answer
    if any(item.confidence == "recalled" for item in items):
        answer = answer.copy(update={"confidence": "recalled"})
    checks = dict.fromkeys(item.check for item in items)
    medicine = any("drug_catalogue" in item.topics for item in items)
    steps = [step for step in chosen.steps if medicine or not _on_medicine(step)]
    return dataclasses.replace(
        chosen,
        answer=answer,
        say=_say(chosen, items),
        steps=(*checks, *steps[:_STEPS]),
        exceptions=chosen.exceptions[:_EXCEPTIONS],
        citations=citations,
        notices=tuple(dict.fromkeys((*chosen.notices, *coming))),
    )


def _on_medicine(step: Text) -> bool:
    """Tell whether a step's heading says that it is about medicine."""
    heading, colon, _ = step.zh.partition("：")
    return bool(colon) and _MEDICINE in heading


def _say(chosen: Selection, items: Sequence[CoverageItem]) -> Text:
    """Return a line for each item, and below what the topic adds to them."""
    topic = chosen.topic
    general = chosen.answer.id == topic.general.id
    adds = not (general and topic.id in _SAID_BY_ITEMS)
    said = {}
    for language in LANGUAGES:
        lines = [_line(item, language) for item in items]
        if adds:
            lines.append(chosen.say.in_language(language))
        said[language] = "\n".join(lines)
    return Text(zh=said["zh"], en=said["en"])


def _line(item: CoverageItem, language: Language) -> str:
    name, why = item.name.in_language(language), item.why.in_language(language)
    return (
        f"{name}：{why}" if language == "zh" else f"{name[0].upper()}{name[1:]}: {why}"
    )


def _item(name: str, item: CoverageItem, language: Language) -> reply.Payload:
    return {
        "id": name,
        "name": item.name.in_language(language),
        "status": item.status,
        "status_label": wording.COVERED[item.fund or item.status].in_language(language),
        "why": item.why.in_language(language),
        "check": item.check.in_language(language),
        "fund": item.fund,
    }


def _options(
    turn: Turn, topic: str, items: Iterable[CoverageItem]
) -> list[reply.Option]:
    funds = dict.fromkeys(_TOPIC_OF_FUND.get(item.fund or "", topic) for item in items)
    others = [name for name in funds if name != topic]
    return reply.options_for_topics(turn.base, others, turn.language)
