"""What the assistant does, told to whoever watches: counted, timed, logged.

Channels tell events here and know nothing of who listens. An event has names of ours
only (channel, topic, kind, code) and times: never what people wrote, an address or the
id that a platform gives somebody.
"""

from __future__ import annotations

import contextlib
import functools
import logging
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

logger = logging.getLogger(__name__)

Result = TypeVar("Result")

Name = Literal[
    "turn.answered",  # a message was answered
    "turn.opened",  # a turn that no person wrote: the greeting of a new session
    "turn.repeated",  # a message came again and got the same replies
    "turn.failed",  # a message got a problem in place of an answer
    "conversation.begun",  # somebody wrote for the first time
    "feedback.given",  # an answer was called helpful or unhelpful
    "request.refused",  # a channel refused a request
    "push.sent",
    "push.refused",
    "platform.failed",  # a call of the platform's interface failed
]
#: Parts of a turn that are timed; ``whole`` is all of it.
STAGES = ("lock", "understanding", "action", "saving", "whole")


@dataclass(frozen=True)
class Reply:
    """The kind of one reply, and the topic it speaks of."""

    kind: str
    topic: str = ""


@dataclass(frozen=True)
class Event:
    """Something that happened.

    ``code`` is a problem, a verdict or the platform's error; ``seconds`` are by stage.
    ``conversation`` is the sender id, which watchers shorten before they show it.
    """

    name: Name
    channel: str = ""
    conversation: str = field(default="", repr=False)
    language: str = ""
    topic: str = ""
    code: str = ""
    replies: tuple[Reply, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)


Watcher = Callable[[Event], None]
_watchers: list[Watcher] = []


@contextlib.contextmanager
def watching(watcher: Watcher) -> Iterator[None]:
    """Tell ``watcher`` of every event meanwhile."""
    _watchers.append(watcher)
    try:
        yield
    finally:
        _watchers.remove(watcher)


def tell(event: Event) -> None:
    """Tell everybody who watches. Nothing they do can break an answer."""
    for watcher in tuple(_watchers):
        try:
            watcher(event)
        except Exception as error:  # its text may hold anything
            logger.error("a watcher failed: %s", type(error).__name__)


def refused(channel: str, code: str) -> None:
    """Tell that ``channel`` refused a request."""
    tell(Event("request.refused", channel, code=code))


def pushed(channel: str, taken: bool) -> None:
    """Tell whether the platform took a message sent unasked."""
    tell(Event("push.sent" if taken else "push.refused", channel))


def platform_failed(channel: str, code: int | None) -> None:
    """Tell that a call of the platform failed; without a code it was not reached."""
    tell(Event("platform.failed", channel, code=str(code or "unreachable")))


class Watched:
    """One turn while it goes on."""

    def __init__(self, channel: str, sender: str) -> None:
        """Begin to time it."""
        self._where = (channel, sender)
        self._begun = time.perf_counter()
        self._spent: dict[str, float] = {}
        self._repeated = False

    def spend(self, stage: str, seconds: float) -> None:
        """Add to the time of a stage."""
        self._spent[stage] = self._spent.get(stage, 0.0) + seconds

    def waited(self) -> None:
        """Note that what went by so far was waiting for the conversation."""
        self.spend("lock", time.perf_counter() - self._begun)

    def repeated(self) -> None:
        """Note that the replies are those of an earlier turn."""
        self._repeated = True

    def end(
        self, payloads: Sequence[Mapping[str, Any]], code: str, person: bool
    ) -> None:
        """Tell what became of it; ``person`` when somebody wrote or chose."""
        self.spend("whole", time.perf_counter() - self._begun)
        name: Name = "turn.answered" if person else "turn.opened"
        if self._repeated:
            name = "turn.repeated"
        replies = tuple(
            Reply(str(payload.get("kind") or ""), str(payload.get("topic") or ""))
            for payload in payloads
        )
        language = str(payloads[-1].get("language") or "") if payloads else ""
        tell(
            Event(
                "turn.failed" if code else name,
                *self._where,
                language=language,
                topic=next((r.topic for r in replies if r.topic), ""),
                code=code,
                replies=replies,
                seconds=self._spent,
            )
        )


_turn: ContextVar[Watched | None] = ContextVar("watched turn", default=None)


@contextlib.contextmanager
def turn(channel: str, sender: str) -> Iterator[Watched]:
    """Time a turn; what ``timed`` functions take meanwhile counts for it."""
    watched = Watched(channel, sender)
    token = _turn.set(watched)
    try:
        yield watched
    finally:
        _turn.reset(token)


def timed(
    stage: str, work: Callable[..., Awaitable[Result]]
) -> Callable[..., Awaitable[Result]]:
    """Return ``work``, whose time counts for ``stage`` of the turn that calls it."""

    @functools.wraps(work)
    async def run(*arguments: Any, **named: Any) -> Result:
        begun = time.perf_counter()
        try:
            return await work(*arguments, **named)
        finally:
            watched = _turn.get()
            if watched is not None:
                watched.spend(stage, time.perf_counter() - begun)

    return run
