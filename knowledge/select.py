"""Which answer holds for these facts, in this place, on this day. Pure functions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge import figures
from knowledge.errors import UnknownTopicError
from knowledge.load import Base
from knowledge.model import (
    NATIONAL,
    Answer,
    Article,
    Basis,
    Condition,
    Document,
    Facts,
    Material,
    Text,
    Topic,
)
from knowledge.places import ABROAD, OUTSIDE_MAINLAND

#: Days before a law comes into force from which its coming is announced.
ANNOUNCE_DAYS = 60

#: Facts that ``derived`` adds when nobody stated them.
DERIVED = frozenset({"away_scope", "reason_away"})


@dataclass(frozen=True)
class Citation:
    """A document, or one article of it, that an answer rests on."""

    ref: str
    document: Document
    number: int | None
    article: Article | None
    by_analogy: bool = False


@dataclass(frozen=True)
class Selection:
    """Everything a reply needs, in both languages, figures filled in."""

    topic: Topic
    answer: Answer
    facts: Facts
    day: dt.date
    say: Text
    steps: tuple[Text, ...]
    materials: tuple[tuple[str, Material], ...]
    figures: tuple[figures.ShownFigure, ...]
    exceptions: tuple[Text, ...]
    citations: tuple[Citation, ...]
    sources: tuple[Document, ...]
    notices: tuple[Text, ...]
    ask: str | None
    related: tuple[Topic, ...]

    @property
    def id(self) -> str:
        """``topic/answer``, permanent: feedback and tests refer to it."""
        return f"{self.topic.id}/{self.answer.id}"

    @property
    def hedged(self) -> bool:
        """Whether the answer must be said with a hedge."""
        return self.answer.confidence == "recalled"


def select(
    base: Base,
    topic_id: str,
    facts: Mapping[str, str] | None = None,
    day: dt.date | None = None,
) -> Selection:
    """Return the answer of ``topic_id`` for ``facts`` on ``day`` (today by default).

    A decisive answer wins, then the one with most met conditions; among equals the most
    local one.

    Raises:
        UnknownTopicError: when the base has no such topic.
    """
    if topic_id not in base.topics:
        raise UnknownTopicError(topic_id)
    topic = base.topics[topic_id]
    day = day or dt.date.today()
    known = derived(base, facts or {})
    chain = base.places.chain(known.get("insured_region"))
    answer = merged(topic, _best(topic, known, chain, day))
    shown = [
        item
        for figure_id in answer.figures or ()
        for item in figures.shown(base, figure_id, chain, day)
    ]
    citations = cited(base, answer)
    return Selection(
        topic=topic,
        answer=answer,
        facts=known,
        day=day,
        say=figures.fill(base, answer.say, chain, day),
        steps=_filled(base, answer.steps, chain, day),
        materials=tuple(
            (name, base.materials[name]) for name in answer.materials or ()
        ),
        figures=tuple(shown),
        exceptions=_filled(base, answer.exceptions, chain, day),
        citations=citations,
        sources=tuple(base.documents[name] for name in answer.sources or ()),
        notices=(
            *_place_notice(base, topic, answer, known, shown),
            *law_notices(base, citations, day),
        ),
        ask=next((fact for fact in topic.ask if fact not in known), None),
        related=tuple(base.topics[name] for name in topic.related),
    )


def _filled(
    base: Base, texts: Sequence[Text] | None, chain: Sequence[str], day: dt.date
) -> tuple[Text, ...]:
    return tuple(figures.fill(base, text, chain, day) for text in texts or ())


def derived(base: Base, facts: Mapping[str, str]) -> Facts:
    """Return ``facts`` with what follows from them: how far from home, and why."""
    known = dict(facts)
    insured, treated = known.get("insured_region"), known.get("treatment_region")
    if treated in OUTSIDE_MAINLAND or treated == ABROAD:
        known.setdefault("away_scope", "abroad")
    elif insured and treated:
        scope = base.places.scope(insured, treated)
        if scope:
            known.setdefault("away_scope", scope)
    away = known.get("away_scope") in ("same_province", "other_province")
    if away and known.get("care") == "emergency":
        known.setdefault("reason_away", "emergency")
    return known


def _best(topic: Topic, facts: Facts, chain: Sequence[str], day: dt.date) -> Answer:
    fitting = [
        answer
        for answer in topic.answers
        if answer.place in chain and in_period(answer, day) and meets(answer, facts)
    ]
    # ``max`` keeps the first of equals: the order in the file decides the rest
    return max(fitting, key=lambda answer: rank(answer, chain), default=topic.general)


def rank(answer: Answer, chain: Sequence[str]) -> tuple[bool, int, int]:
    """Return what fitting answers are compared by: the greatest one wins.

    Decisive, number of conditions, nearness. Among decisive answers nothing else counts
    than the place: abroad stays abroad in an emergency too.
    """
    conditions = 0 if answer.decisive else len(answer.when)
    return answer.decisive, conditions, -chain.index(answer.place)


def in_period(answer: Answer, day: dt.date) -> bool:
    """Tell whether ``answer`` holds on ``day``."""
    started = answer.since is None or answer.since <= day
    return started and (answer.until is None or day <= answer.until)


def meets(answer: Answer, facts: Mapping[str, str]) -> bool:
    """Tell whether ``facts`` meet every condition of ``answer``."""
    return all(met(name, wanted, facts) for name, wanted in answer.when.items())


def met(name: str, wanted: Condition, facts: Mapping[str, str]) -> bool:
    """Tell whether the fact ``name`` has a ``wanted`` value."""
    return facts.get(name) in (wanted if isinstance(wanted, list) else [wanted])


def merged(topic: Topic, answer: Answer) -> Answer:
    """Return ``answer`` with what it leaves out taken from the general answer."""
    general = topic.general
    if answer is general:
        return answer
    gaps = (
        "steps",
        "materials",
        "figures",
        "exceptions",
        "legal_basis",
        "sources",
        "confidence",
    )
    taken = {key: getattr(general, key) for key in gaps if getattr(answer, key) is None}
    if answer.legal_basis is None and answer.other_basis is None:
        taken["other_basis"] = general.other_basis
    return answer.copy(update=taken)


def cited(base: Base, answer: Answer) -> tuple[Citation, ...]:
    """Return everything that ``answer`` rests on, in order."""
    return tuple(cite(base, basis) for basis in answer.legal_basis or ())


def cite(base: Base, basis: Basis) -> Citation:
    """Return the citation that ``basis`` refers to (the check made sure it exists)."""
    document = base.documents[basis.document]
    number = basis.article
    article = document.articles[number] if number is not None else None
    return Citation(basis.ref, document, number, article, basis.by_analogy)


def _place_notice(
    base: Base,
    topic: Topic,
    answer: Answer,
    facts: Facts,
    shown: Sequence[figures.ShownFigure],
) -> list[Text]:
    """Say so when local figures would matter and the base has none for the place."""
    place = facts.get("insured_region")
    if place is None or place not in base.places:
        return []
    turns_on_place = "insured_region" in topic.ask or bool(answer.figures)
    local = [item for item in shown if not item.example and item.place != NATIONAL]
    if not turns_on_place or local or answer.place != NATIONAL:
        return []
    name = base.places.name(place)
    return [
        Text(
            zh=f"我没有{name.zh}的已核实具体数字，"
            "请以当地医保部门答复为准，可拨打 12393。",
            en=f"I have no verified local figures for {name.en}; the local medical "
            "security office decides, call 12393.",
        )
    ]


def law_notices(
    base: Base, citations: Sequence[Citation], day: dt.date
) -> tuple[Text, ...]:
    """Say when a newer law puts the cited articles in question, or soon will.

    A registered law that is not yet citable lists the articles it ``rechecks``.
    """
    notices = []
    for law in base.documents.values():
        if law.rechecks is None or law.in_force is None:
            continue
        touched = any(
            citation.document.id == law.rechecks.law
            and citation.number in law.rechecks.articles
            for citation in citations
        )
        if not touched:
            continue
        if day >= law.in_force:
            notices.append(
                Text(
                    zh=f"《{law.short.zh}》已自 {law.in_force} 起施行，"
                    "上述条文引用正在对照新法复核，请以 12393 的答复为准。",
                    en=f"The {law.short.en} is in force since {law.in_force}; the "
                    "citation above is being re-checked against it. Ask 12393 to be "
                    "sure.",
                )
            )
        elif day >= law.in_force - dt.timedelta(days=ANNOUNCE_DAYS):
            notices.append(
                Text(
                    zh=f"《{law.short.zh}》将自 {law.in_force} 起施行，"
                    "届时引用条文会更新。",
                    en=f"The {law.short.en} comes into force on {law.in_force}; "
                    "citations will then be updated.",
                )
            )
    return tuple(notices)
