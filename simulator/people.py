"""People with a phone: what they saw, and how much may still be pushed to them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

#: A passive reply, a pushed message, the platform's fault text, "is typing".
How = Literal["reply", "push", "fault", "typing"]


class Clock:
    """The platform's time. A test puts it forward to let quotas and tokens end."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def __call__(self) -> float:
        """Return seconds since 1970."""
        return time.time() + self._ahead

    def advance(self, seconds: float) -> None:
        """Let ``seconds`` pass at once."""
        self._ahead += seconds


@dataclass(frozen=True)
class Limits:
    """What the platform allows. Quotas are pushes to a person, times are seconds."""

    text_bytes: int = 2_048
    message_quota: int = 5
    message_seconds: float = 48 * 3600.0
    click_quota: int = 3
    click_seconds: float = 60.0
    typing_after: float = 30.0
    typing_seconds: float = 15.0
    token_seconds: float = 7_200.0
    token_early: float = 300.0
    forced_a_day: int = 20
    forced_apart: float = 30.0
    menu_items: int = 10


@dataclass(frozen=True)
class Seen:
    """Something that showed on a phone.

    ``message`` is the id of the message that it answers; of a push, which names none,
    that of the person's last message. ``after`` is seconds since that was sent.
    """

    time: float
    how: How
    text: str
    message: str = ""
    after: float = 0.0
    options: tuple[tuple[str, str], ...] = ()

    @property
    def size(self) -> int:
        """Bytes of the text in UTF-8."""
        return len(self.text.encode("utf-8"))


@dataclass
class Grant:
    """So many pushes are allowed until then."""

    until: float
    left: int


@dataclass
class User:
    """Somebody who may follow the account. ``inbox`` is what they saw, in order."""

    openid: str
    clock: Clock
    limits: Limits
    follows: bool = True
    inbox: list[Seen] = field(default_factory=list)
    listener: Callable[[Seen], None] | None = None
    last_message: str = ""
    last_wrote: float = float("-inf")
    typing_until: float = float("-inf")
    _grants: dict[str, Grant] = field(default_factory=dict)
    _sent: dict[str, float] = field(default_factory=dict)
    _changed: asyncio.Event | None = None

    def sends(self, message: str, grant: Literal["message", "click", ""]) -> None:
        """Note that a message goes out, and what it allows to be pushed."""
        now = self.clock()
        if message in self._sent:
            return  # the same one again, on purpose
        self._sent[message] = now
        self.last_message = message
        if grant == "message":
            self.last_wrote = now
            until = now + self.limits.message_seconds
            self._grants[grant] = Grant(until, self.limits.message_quota)
        elif grant == "click":
            until = now + self.limits.click_seconds
            self._grants[grant] = Grant(until, self.limits.click_quota)

    def allows_push(self) -> Literal["yes", "silent", "used"]:
        """Take one push off the quota; "silent" if there is none, or "used" up."""
        # what ends first is used first
        grants = sorted(self._grants.values(), key=lambda grant: grant.until)
        valid = [grant for grant in grants if grant.until > self.clock()]
        if not self.follows or not valid:
            return "silent"
        for grant in valid:
            if grant.left > 0:
                grant.left -= 1
                return "yes"
        return "used"

    def sees(
        self,
        how: How,
        text: str,
        message: str = "",
        options: Sequence[tuple[str, str]] = (),
    ) -> Seen:
        """Show something on the phone. "is typing" is told but not kept."""
        now, answered = self.clock(), message or self.last_message
        after = now - self._sent.get(answered, now)
        seen = Seen(now, how, text, answered, after, tuple(options))
        if how != "typing":
            self.typing_until = float("-inf")
            self.inbox.append(seen)
            if self._changed is not None:
                self._changed.set()
        if self.listener is not None:
            self.listener(seen)
        return seen

    async def until(self, count: int, seconds: float) -> bool:
        """Wait until the inbox holds ``count``; False when ``seconds`` pass first."""
        if self._changed is None:
            self._changed = asyncio.Event()
        end = time.monotonic() + seconds
        while len(self.inbox) < count:
            self._changed.clear()
            left = end - time.monotonic()
            try:
                await asyncio.wait_for(self._changed.wait(), max(0.0, left))
            except asyncio.TimeoutError:
                return len(self.inbox) >= count
        return True

    def answers(self, message: str) -> list[Seen]:
        """Return what answered the message with that id, faults left out."""
        return [s for s in self.inbox if s.message == message and s.how != "fault"]

    def twice(self) -> list[str]:
        """Return the ids of messages that were answered twice.

        That is by two replies, by a reply and a push, or by the same text again.
        Several different pushes are one answer in parts.
        """
        found = []
        for message in self._sent:
            answers = self.answers(message)
            replies = sum(seen.how == "reply" for seen in answers)
            texts = {seen.text for seen in answers}
            mixed = 0 < replies < len(answers)
            if replies > 1 or mixed or len(texts) < len(answers):
                found.append(message)
        return found

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        """The options of the last menu message, as (id, label)."""
        return next((s.options for s in reversed(self.inbox) if s.options), ())
