"""What people ask, and where the assistant does not help, from what was said.

A visit is what somebody says without half an hour of silence. A question is a message
that wants an answer: greetings and turns about the conversation are none.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from shell.insights_clusters import Asked
from shell.insights_rows import Turn

#: Seconds of silence after which a visit is over.
SILENCE = 1_800.0
DAY = 86_400.0

DECLINED = frozenset({"unsure", "out_of_scope"})
ANSWERED = frozenset({"answer", "neighbour", "article", "result", "form"})
_VERDICT = "unhelpful"


@dataclass
class Task:
    """How a guided task went: ``left`` counts the questions at which it was left."""

    begun: int = 0
    finished: int = 0
    left: Counter[str] = field(default_factory=Counter)


@dataclass
class Insights:
    """Counts over ``days``; ``daily`` and the lists of ``topics`` have one for each.

    ``outcomes`` are of questions, ``ends`` kinds of the last reply of a visit.
    ``asked`` are the questions that were declined or called unhelpful.
    """

    days: list[dt.date]
    conversations: int = 0
    visits: int = 0
    messages: int = 0
    opened: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    channels: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    daily: list[Counter[str]] = field(default_factory=list)
    topics: dict[str, list[int]] = field(default_factory=dict)
    tasks: dict[str, Task] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    @property
    def questions(self) -> int:
        """The number of questions."""
        return sum(self.outcomes.values())

    def share(self, outcome: str) -> float:
        """The share of questions with that outcome."""
        return self.outcomes[outcome] / self.questions if self.questions else 0.0


def gather(
    conversations: Iterable[Sequence[Turn]], now: dt.datetime, days: int
) -> Insights:
    """Return what ``conversations`` of the last ``days`` days tell."""
    last = now.date()
    shown = [last - dt.timedelta(days=back) for back in reversed(range(days))]
    found = Insights(shown, daily=[Counter() for _ in shown])
    place = {day: number for number, day in enumerate(shown)}
    for turns in conversations:
        said = [turn for turn in turns if turn.text]
        if not said:
            found.opened += 1
            continue
        found.conversations += 1
        for visit in visits(turns):
            _count_visit(found, visit, now.timestamp())
        for turn in said:
            number = place.get(dt.datetime.fromtimestamp(turn.time, now.tzinfo).date())
            _count(found, turn, number)
        found.asked += _asked(turns)
    return found


def visits(turns: Sequence[Turn]) -> Iterator[list[Turn]]:
    """Yield the turns of each visit in which somebody wrote."""
    visit = list(turns[:1])
    for before, turn in pairwise(turns):
        if turn.time - before.time > SILENCE:
            yield from _written(visit)
            visit = []
        visit.append(turn)
    yield from _written(visit)


def _written(visit: list[Turn]) -> Iterator[list[Turn]]:
    if any(turn.text for turn in visit):
        yield visit


def _count(found: Insights, turn: Turn, day: int | None) -> None:
    found.messages += 1
    found.languages[turn.language or "?"] += 1
    found.channels[turn.channel or "?"] += 1
    outcome = outcome_of(turn)
    if outcome:
        found.outcomes[outcome] += 1
    if day is None:
        return
    found.daily[day][outcome or "other"] += 1
    for topic in {r.topic for r in turn.replies if r.kind in ANSWERED and r.topic}:
        counts = found.topics.setdefault(topic, [0] * len(found.days))
        counts[day] += 1


def outcome_of(turn: Turn) -> str:
    """Return what became of a question; nothing for what is none."""
    if not turn.replies or "trouble" in turn.kinds:
        return "failed"
    if turn.kinds & DECLINED:
        return "declined"
    return "answered" if turn.kinds & ANSWERED else ""


def _count_visit(found: Insights, visit: Sequence[Turn], now: float) -> None:
    found.visits += 1
    said = [reply for turn in visit for reply in turn.replies]
    over = now - visit[-1].time > SILENCE
    last = said[-1] if said else None
    if over:
        found.ends[last.kind if last else "nothing"] += 1
    done = {reply.guide for reply in said if reply.kind == "result"}
    for name in {reply.guide for reply in said if reply.guide}:
        task = found.tasks.setdefault(name, Task())
        task.begun += 1
        if name in done:
            task.finished += 1
        elif over:
            asked = [r.asks for r in said if r.guide == name and r.asks]
            task.left[asked[-1] if asked else "?"] += 1


def _asked(turns: Sequence[Turn]) -> Iterator[Asked]:
    """Yield the questions that were declined, and those called unhelpful after."""
    for number, turn in enumerate(turns):
        if turn.text and not turn.chosen and turn.kinds & DECLINED:
            after = turns[number + 1] if number + 1 < len(turns) else None
            kind = next(iter(turn.kinds & DECLINED))
            # one of the topics offered was chosen: so that is what was meant
            meant = after.intent if after and after.chosen and after.text else ""
            answered = after is not None and bool(after.kinds & ANSWERED)
            sure = bool(meant) and answered
            guess = meant if sure else turn.guess
            yield Asked(turn.text, turn.sender, kind, turn.time, guess, sure)
        # the verdict itself, not the reason that may follow it
        if turn.intent == _VERDICT and number and turns[number - 1].intent != _VERDICT:
            about = _last_answered(turns[:number])
            if about is not None and not about.chosen:
                topic = next((r.topic for r in about.replies if r.topic), about.guess)
                yield Asked(about.text, about.sender, _VERDICT, about.time, topic)


def _last_answered(turns: Sequence[Turn]) -> Turn | None:
    return next(
        (turn for turn in reversed(turns) if turn.text and turn.kinds & ANSWERED), None
    )


def as_json(found: Insights) -> dict[str, Any]:
    """Return the counts as an object for JSON."""
    return {
        "from": found.days[0].isoformat(),
        "to": found.days[-1].isoformat(),
        "conversations": found.conversations,
        "visits": found.visits,
        "messages": found.messages,
        "opened_without_a_message": found.opened,
        "languages": dict(found.languages.most_common()),
        "channels": dict(found.channels.most_common()),
        "outcomes": dict(found.outcomes.most_common()),
        "daily": [
            {"day": day.isoformat(), "messages": sum(counts.values()), **counts}
            for day, counts in zip(found.days, found.daily, strict=True)
        ],
        "topics": dict(by_size(found.topics)),
        "last_replies": dict(found.ends.most_common()),
        "tasks": {
            name: {
                "begun": task.begun,
                "finished": task.finished,
                "left_at": dict(task.left.most_common()),
            }
            for name, task in found.tasks.items()
        },
    }


def by_size(topics: dict[str, list[int]]) -> list[tuple[str, list[int]]]:
    """Return topics with their daily counts, the most asked first."""
    return sorted(topics.items(), key=lambda item: (-sum(item[1]), item[0]))
