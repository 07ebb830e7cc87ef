"""What a load was answered with, in figures."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from simulator.delivery import Delivered

#: Shares of messages for which a time is told.
_SHARES = (0.5, 0.95, 0.99, 1.0)


@dataclass(frozen=True)
class Times:
    """Seconds within which half, most, nearly all and all were answered."""

    p50: float
    p95: float
    p99: float
    max: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Times | None:
        """Return the times of ``seconds``; None when there are none."""
        if not seconds:
            return None
        ordered = sorted(seconds)
        ranks = (max(1, math.ceil(share * len(ordered))) for share in _SHARES)
        return cls(*(round(ordered[rank - 1], 3) for rank in ranks))


@dataclass(frozen=True)
class Report:
    """What became of all messages.

    ``once``, ``twice`` and ``unanswered`` add up to ``messages``; ``faults`` are those
    of the unanswered for which the platform showed its fault text. ``passive`` is the
    time of the delivery that brought the reply, ``waited`` what the person waited for
    the first answer of any kind. ``retries`` counts deliveries beyond the first.
    """

    users: int
    messages: int
    seconds: float
    once: int
    twice: int
    unanswered: int
    faults: int
    pushes: int
    retries: int
    passive: Times | None
    waited: Times | None
    problems: dict[str, int]

    @classmethod
    def of(cls, done: Sequence[Delivered], users: int, seconds: float) -> Report:
        """Count what ``done`` brought; ``seconds`` is how long it was sent for."""
        answers = [d.message.user.answers(d.message.id) for d in done]
        people = {d.message.user.openid: d.message.user for d in done}
        double = {ident for user in people.values() for ident in user.twice()}
        twice = sum(d.message.id in double for d in done)
        unanswered = sum(not found for found in answers)
        replied = [d.attempts[-1].seconds for d in done if d.outcome == "reply"]
        return cls(
            users=users,
            messages=len(done),
            seconds=round(seconds, 2),
            once=len(done) - twice - unanswered,
            twice=twice,
            unanswered=unanswered,
            faults=sum(d.outcome == "fault" for d in done),
            pushes=sum(seen.how == "push" for found in answers for seen in found),
            retries=sum(len(d.attempts) - 1 for d in done),
            passive=Times.of(replied),
            waited=Times.of([found[0].after for found in answers if found]),
            problems=dict(Counter(p for d in done for p in d.problems)),
        )

    def as_json(self) -> dict[str, Any]:
        """Return everything, for a file."""
        return asdict(self)

    def lines(self) -> list[str]:
        """Return everything, for people."""
        rate = self.messages / self.seconds if self.seconds else 0.0
        return [
            f"messages     {self.messages} of {self.users} people, {rate:.1f} a second",
            f"once         {self.once}",
            f"twice        {self.twice}",
            f"unanswered   {self.unanswered} ({self.faults} with the fault text)",
            f"retries      {self.retries}, pushes {self.pushes}",
            f"passive      {_said(self.passive)}",
            f"waited       {_said(self.waited)}",
            *(f"  {count} × {problem}" for problem, count in self.problems.items()),
        ]


def _said(times: Times | None) -> str:
    if times is None:
        return "–"
    return (
        f"p50 {times.p50:.3f} s, p95 {times.p95:.3f} s, "
        f"p99 {times.p99:.3f} s, max {times.max:.3f} s"
    )
