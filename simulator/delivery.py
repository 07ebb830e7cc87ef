"""Delivers messages to the channel as the platform does, and shows people the replies.

The connection is closed after five seconds and the message delivered again, three times
in all. What came too late is lost, as it is with the platform.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from types import TracebackType

import httpx

from simulator import messages
from simulator.account import Account
from simulator.envelope import Letter, check, seal
from simulator.messages import Message
from simulator.people import Seen, User
from simulator.replies import FAULT, Verdict, judge


@dataclass(frozen=True)
class Attempt:
    """One delivery. ``verdict`` is None when nothing came in time."""

    seconds: float
    query: dict[str, str] = field(repr=False)
    status: int | None = None
    body: bytes = field(default=b"", repr=False)
    verdict: Verdict | None = None

    @property
    def problem(self) -> str:
        """What was wrong with it; empty when all was well."""
        return "no response in time" if self.verdict is None else self.verdict.problem


@dataclass(frozen=True)
class Delivered:
    """A message that the platform is done with. ``seconds`` is how long that took."""

    message: Message
    attempts: tuple[Attempt, ...]
    seconds: float
    seen: Seen | None = None

    @property
    def outcome(self) -> str:
        """``reply``, ``received`` (nothing to show so far) or ``fault``."""
        verdict = self.attempts[-1].verdict
        good = verdict is not None and verdict.kind in ("reply", "received")
        return verdict.kind if good and verdict is not None else "fault"

    @property
    def text(self) -> str:
        """What the person saw, empty for nothing."""
        return self.seen.text if self.seen else ""

    @property
    def problems(self) -> list[str]:
        """What was wrong with the deliveries, in order."""
        return [attempt.problem for attempt in self.attempts if attempt.problem]


class Delivery:
    """Delivers messages of an account to ``address``, the channel's full URL.

    ``patience`` is the five-second rule in seconds, ``attempts`` the deliveries in all,
    ``skew`` puts the signed time off. Use it with ``async with``.
    """

    def __init__(
        self,
        account: Account,
        address: str,
        patience: float = 5.0,
        attempts: int = 3,
        skew: float = 0.0,
    ) -> None:
        self.account = account
        self.address = address
        self.patience = patience
        self.attempts = attempts
        self.skew = skew
        self.delivered: list[Delivered] = []
        self._http = httpx.AsyncClient(
            timeout=None,
            trust_env=False,
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=100),
            headers={"User-Agent": "Mozilla/4.0", "Accept": "*/*"},
        )

    async def __aenter__(self) -> Delivery:
        """Begin."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def verify(self, patience: float | None = None) -> bool:
        """Check the address as the platform's set-up page does.

        WeCom waits for a second only, and both want the bare echo.
        """
        if patience is None:
            patience = self.patience if self.account.kind == "official" else 1.0
        letter, echo = check(self.account)
        try:
            asked = self._http.get(self.address, params=letter.query)
            answer = await asyncio.wait_for(asked, patience)
        except (asyncio.TimeoutError, httpx.HTTPError):
            return False
        return answer.status_code == 200 and answer.content == echo.encode()

    async def say(self, user: User, text: str) -> Delivered:
        """Deliver what ``user`` types."""
        return await self.send(messages.text(self.account, user, text))

    async def tap(self, user: User, number: int) -> Delivered:
        """Deliver a tap on an option, from 1, of the last menu message.

        Raises:
            IndexError: when there is no such option.
        """
        if not 1 <= number <= len(user.options):
            raise IndexError(f"no option {number} on the phone")
        ident, label = user.options[number - 1]
        return await self.send(messages.text(self.account, user, label, ident))

    async def send(self, message: Message) -> Delivered:
        """Deliver ``message``, up to three times; the same one twice is a duplicate."""
        message.user.sends(message.id, message.grant)
        begun, made = time.monotonic(), list[Attempt]()
        while len(made) < self.attempts:
            attempt = await self._attempt(message)
            made.append(attempt)
            if attempt.verdict is not None and attempt.verdict.kind != "odd":
                break
        seen = self._show(message, made[-1].verdict)
        seconds = time.monotonic() - begun
        done = Delivered(message, tuple(made), seconds, seen)
        self.delivered.append(done)
        return done

    def _show(self, message: Message, verdict: Verdict | None) -> Seen | None:
        if verdict is not None and verdict.kind == "received":
            return None
        if verdict is not None and verdict.kind == "reply":
            return message.user.sees("reply", verdict.text, message.id)
        if self.account.kind == "wecom":
            return None  # there nothing is shown at all
        return message.user.sees("fault", FAULT, message.id)

    async def _attempt(self, message: Message) -> Attempt:
        letter = seal(self.account, message, self.skew)
        begun = time.monotonic()
        try:
            answer = await asyncio.wait_for(self._post(letter), self.patience)
        except (asyncio.TimeoutError, httpx.HTTPError):
            return Attempt(time.monotonic() - begun, letter.query)
        verdict = judge(self.account, message, answer.status_code, answer.content)
        return Attempt(
            time.monotonic() - begun,
            letter.query,
            answer.status_code,
            answer.content,
            verdict,
        )

    async def _post(self, letter: Letter) -> httpx.Response:
        return await self._http.post(
            self.address,
            params=letter.query,
            content=letter.body,
            headers={"Content-Type": "text/xml"},
        )
