"""Why an answer was chosen, and why the others of its topic were not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.load import Base
from knowledge.model import Answer, Condition, Facts, Text
from knowledge.select import Selection, in_period, met, rank, select

_CHOSEN = Text(zh="选中", en="chosen")
_FALLBACK = Text(
    zh="没有一条完全符合，用通用答案", en="nothing fits, so the general answer is given"
)
#: What the winner has more of, in the order of ``rank``.
_BEATEN = (
    Text(zh="选中的一条优先（decisive）", en="the chosen one is decisive"),
    Text(zh="选中的一条满足的条件更多", en="the chosen one meets more conditions"),
    Text(zh="选中的一条更贴近参保地", en="the chosen one is more local"),
)
_LATER = Text(zh="条件相同，排在选中的一条之后", en="equal, but later in the file")


@dataclass(frozen=True)
class Candidate:
    """One answer of the topic: whether it was chosen, fits, and why or why not."""

    answer: Answer
    chosen: bool
    fits: bool
    why: tuple[Text, ...]


@dataclass(frozen=True)
class Explained:
    """A selection with every answer that was weighed for it, the chosen one first."""

    selection: Selection
    candidates: tuple[Candidate, ...]


def explained(
    base: Base, topic: str, facts: Mapping[str, str], day: dt.date
) -> Explained:
    """Return the answer of ``topic`` for ``facts`` on ``day``, and why it is that one.

    Raises:
        UnknownTopicError: when the base has no such topic.
    """
    selection = select(base, topic, facts, day)
    chain = base.places.chain(selection.facts.get("insured_region"))
    answers = selection.topic.answers
    winner = next(a for a in answers if a.id == selection.answer.id)
    weighed = [
        _weighed(base, answer, winner, selection.facts, chain, day)
        for answer in answers
    ]
    weighed.sort(key=lambda candidate: (not candidate.chosen, not candidate.fits))
    return Explained(selection, tuple(weighed))


def _weighed(
    base: Base,
    answer: Answer,
    winner: Answer,
    facts: Facts,
    chain: Sequence[str],
    day: dt.date,
) -> Candidate:
    chosen = answer is winner
    against = tuple(_against(base, answer, facts, chain, day))
    if chosen and not against:
        met = tuple(_condition(base, n, w) for n, w in answer.when.items())
        return Candidate(answer, True, True, (_CHOSEN, *met))
    if chosen:
        return Candidate(answer, True, False, (_FALLBACK, *against))
    if against:
        return Candidate(answer, False, False, against)
    pairs = zip(rank(winner, chain), rank(answer, chain), strict=True)
    beaten = (reason for reason, (a, b) in zip(_BEATEN, pairs, strict=True) if a != b)
    return Candidate(answer, False, True, (next(beaten, _LATER),))


def _against(
    base: Base, answer: Answer, facts: Facts, chain: Sequence[str], day: dt.date
) -> Iterator[Text]:
    for name, wanted in answer.when.items():
        if met(name, wanted, facts):
            continue
        need = _condition(base, name, wanted)
        known = _value(base, name, facts[name]) if name in facts else None
        yield Text(
            zh=f"需要{need.zh}，" + (f"已知是{known.zh}" if known else "未知"),
            en=f"needs {need.en}, " + (f"it is {known.en}" if known else "not known"),
        )
    if answer.place not in chain:
        place = base.places.name(answer.place)
        yield Text(zh=f"只用于{place.zh}", en=f"only for {place.en}")
    if not in_period(answer, day):
        since, until = answer.since or "…", answer.until or "…"
        yield Text(
            zh=f"只在 {since} 至 {until} 有效", en=f"holds only {since} to {until}"
        )


def _condition(base: Base, name: str, wanted: Condition) -> Text:
    values = wanted if isinstance(wanted, list) else [wanted]
    labels = [_value(base, name, value) for value in values]
    fact = base.facts[name].label
    return Text(
        zh=f"{fact.zh}＝" + "／".join(label.zh for label in labels),
        en=f"{fact.en} = " + " or ".join(label.en for label in labels),
    )


def _value(base: Base, name: str, value: str) -> Text:
    """Return ``value`` in words, with its id: people write the id into files."""
    fact = base.facts[name]
    if fact.kind == "place" and value in base.places:
        label = base.places.name(value)
    elif value in fact.values:
        label = fact.values[value].label
    else:
        return Text(zh=value, en=value)
    return Text(zh=f"{label.zh}（{value}）", en=f"{label.en} ({value})")
