"""What one person needs for one errand, composed from the facts. Pure functions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge import figures
from knowledge.errors import UnknownProcedureError
from knowledge.figures import REFERENCE, ShownFigure
from knowledge.load import Base
from knowledge.model import NATIONAL, Document, Fact, Facts, Material, Text
from knowledge.procedure import Channels, Need, Procedure, Variant
from knowledge.select import (
    Citation,
    best,
    cited,
    completed,
    derived,
    filled,
    in_period,
    lacking,
    law_notices,
    place_notice,
)

_PLACE = "insured_region"


@dataclass(frozen=True)
class Item:
    """One paper, why it is wanted, and the papers that will do in its place.

    ``waits_for`` names the unknown facts that decide whether it is needed; ``only_if``
    says the condition in words. An item to bring has neither.
    """

    id: str
    material: Material
    why: Text
    instead: tuple[Material, ...]
    waits_for: tuple[str, ...] = ()
    only_if: Text | None = None


@dataclass(frozen=True)
class Open:
    """A fact that is not known and would change the list.

    ``papers`` are the materials it decides on; ``rules`` tells whether it changes more:
    the steps, the time limits or who is responsible.
    """

    id: str
    fact: Fact
    papers: tuple[Text, ...]
    rules: bool


@dataclass(frozen=True)
class Checklist:
    """Everything to print, in both languages, figures filled in.

    ``limits`` and ``handling`` carry the place and source of each time limit.
    """

    procedure: Procedure
    variant: Variant
    facts: Facts
    known: tuple[tuple[Text, Text], ...]
    day: dt.date
    title: Text
    say: Text
    bring: tuple[Item, ...]
    perhaps: tuple[Item, ...]
    open: tuple[Open, ...]
    where: Text
    online: tuple[Text, ...]
    counter: tuple[Text, ...]
    steps: tuple[Text, ...]
    time_limit: Text
    limits: tuple[ShownFigure, ...]
    handling: tuple[ShownFigure, ...]
    sources: Mapping[str, Document]
    cost: Text
    result: Text
    exceptions: tuple[Text, ...]
    citations: tuple[Citation, ...]
    notices: tuple[Text, ...]

    @property
    def id(self) -> str:
        """``procedure/variant``, permanent."""
        return f"{self.procedure.id}/{self.variant.id}"

    @property
    def hedged(self) -> bool:
        """Whether it must be said with a hedge."""
        return self.variant.confidence == "recalled"


def for_topic(base: Base, topic_id: str) -> tuple[str, ...]:
    """Return the ids of the procedures that belong to ``topic_id``."""
    return tuple(
        name
        for name, procedure in base.procedures.items()
        if topic_id in procedure.topics
    )


def checklist(
    base: Base,
    procedure_id: str,
    facts: Mapping[str, str] | None = None,
    day: dt.date | None = None,
) -> Checklist:
    """Return what ``procedure_id`` takes for ``facts`` on ``day`` (today by default).

    Raises:
        UnknownProcedureError: when the base has no such procedure.
    """
    if procedure_id not in base.procedures:
        raise UnknownProcedureError(procedure_id)
    procedure = base.procedures[procedure_id]
    day = day or dt.date.today()
    known = derived(base, facts or {})
    chain = base.places.chain(known.get(_PLACE))
    chosen = best(procedure.variants, procedure.general, known, chain, day)
    return _made(base, procedure, chosen, known, day)


def _made(
    base: Base, procedure: Procedure, chosen: Variant, known: Facts, day: dt.date
) -> Checklist:
    variant = completed(chosen, procedure.general)
    chain = base.places.chain(known.get(_PLACE))
    bring, perhaps = _items(base, variant, known)
    limits = _shown(base, _limits(variant), chain, day)
    handling = _shown(base, variant.handling or (), chain, day)
    shown = (*limits, *handling)
    channels = variant.channels or Channels()

    def text(value: Text | None) -> Text:
        assert value is not None  # the check makes sure that every variant has it
        return figures.fill(base, value, chain, day)

    return Checklist(
        procedure=procedure,
        variant=variant,
        facts=known,
        known=tuple(_named(base, known)),
        day=day,
        title=procedure.title,
        say=text(variant.say),
        bring=bring,
        perhaps=perhaps,
        open=_open(base, procedure, chosen, perhaps, shown, known, day),
        where=text(variant.where),
        online=filled(base, channels.online, chain, day),
        counter=filled(base, channels.counter, chain, day),
        steps=filled(base, variant.steps, chain, day),
        time_limit=text(variant.time_limit),
        limits=limits,
        handling=handling,
        sources={f.value.source: base.documents[f.value.source] for f in shown},
        cost=text(variant.cost),
        result=text(variant.result),
        exceptions=filled(base, variant.exceptions, chain, day),
        citations=cited(base, variant),
        notices=_notices(base, procedure, variant, known, shown, day),
    )


def _notices(
    base: Base,
    procedure: Procedure,
    variant: Variant,
    known: Facts,
    shown: Sequence[ShownFigure],
    day: dt.date,
) -> tuple[Text, ...]:
    matters = _PLACE in procedure.ask or _local(base, shown)
    return (
        *place_notice(base, variant, known, shown, matters=matters),
        *law_notices(base, cited(base, variant), day),
    )


def _limits(variant: Variant) -> list[str]:
    """Return the figures on until when: those listed, and those the text names."""
    texts = [variant.time_limit] if variant.time_limit else []
    named = [m.group(1) for text in texts for m in REFERENCE.finditer(text.zh)]
    return list(dict.fromkeys([*named, *(variant.limits or ())]))


def _shown(
    base: Base, names: Sequence[str], chain: Sequence[str], day: dt.date
) -> tuple[ShownFigure, ...]:
    return tuple(f for name in names for f in figures.shown(base, name, chain, day))


def _items(
    base: Base, variant: Variant, known: Facts
) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """Return what to bring, and what may be needed besides; nothing is named twice."""
    bring: dict[str, Item] = {}
    perhaps: dict[str, Item] = {}
    for need in variant.materials or ():
        waits_for = lacking(need.when, known)
        if waits_for is None:
            continue
        certain = not waits_for and (bool(need.when) or need.only_if is None)
        item = _item(base, need, waits_for, certain)
        (bring if certain else perhaps).setdefault(need.material, item)
    extra = (item for name, item in perhaps.items() if name not in bring)
    return tuple(bring.values()), tuple(extra)


def _item(base: Base, need: Need, waits_for: tuple[str, ...], certain: bool) -> Item:
    return Item(
        id=need.material,
        material=base.materials[need.material],
        why=need.why,
        instead=tuple(base.materials[name] for name in need.instead),
        waits_for=waits_for,
        only_if=None if certain else need.only_if or _in_words(base, need, waits_for),
    )


def _in_words(base: Base, need: Need, waits_for: tuple[str, ...]) -> Text:
    """Return the conditions of ``need`` that are still open, by their labels."""
    zh, en = [], []
    for name in waits_for:
        wanted, fact = need.when[name], base.facts[name]
        values = wanted if isinstance(wanted, list) else [wanted]
        labels = [fact.values[v].label for v in values if v in fact.values]
        zh.append(f"{fact.label.zh}：{'或'.join(label.zh for label in labels)}")
        en.append(f"{fact.label.en}: {' or '.join(label.en for label in labels)}")
    return Text(zh="，".join(zh), en=", ".join(en))


def _open(
    base: Base,
    procedure: Procedure,
    chosen: Variant,
    perhaps: Sequence[Item],
    shown: Sequence[ShownFigure],
    known: Facts,
    day: dt.date,
) -> tuple[Open, ...]:
    """Return the unknown facts that would change the list, most decisive first."""
    rules = {name for v in procedure.variants for name in _awaits(v, known, day)}
    if chosen.decisive:  # nothing else is weighed
        rules = set()
    if _PLACE not in known and _local(base, shown):
        rules.add(_PLACE)
    papers: dict[str, list[Text]] = {}
    for item in perhaps:
        for name in item.waits_for:
            papers.setdefault(name, []).append(item.material.name)
    order = [*procedure.ask, *base.facts]
    names = [n for n in dict.fromkeys(order) if n in rules or n in papers]
    return tuple(
        Open(n, base.facts[n], tuple(papers.get(n, ())), n in rules) for n in names
    )


def _awaits(variant: Variant, known: Facts, day: dt.date) -> tuple[str, ...]:
    """Return the unknown facts that ``variant`` would need to be chosen."""
    missing = lacking(variant.when, known)
    if missing is None or not in_period(variant, day):
        return ()
    if variant.place == NATIONAL:
        return missing
    return () if _PLACE in known else (*missing, _PLACE)


def _local(base: Base, shown: Sequence[ShownFigure]) -> bool:
    """Tell whether a place may have another value; statutes bind all of them alike."""
    return any(
        value.place != NATIONAL for f in shown for value in base.figures[f.id].values
    )


def _named(base: Base, known: Facts) -> Iterator[tuple[Text, Text]]:
    """Yield label and value of each known fact as people read them."""
    for name, value in known.items():
        fact = base.facts.get(name)
        if fact is None:
            continue
        if value in fact.values:
            yield fact.label, fact.values[value].label
        elif fact.kind == "place" and value in base.places:
            yield fact.label, base.places.name(value)
        else:
            yield fact.label, Text(zh=value, en=value)
