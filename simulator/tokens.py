"""Access tokens: one while it is valid, renewed early, forced anew at a cost."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from simulator.people import Clock, Limits


class ApiError(Exception):
    """A call that the platform refuses, with its code."""

    def __init__(self, code: int, message: str) -> None:
        """Refuse with ``code``; ``message`` is the errmsg."""
        super().__init__(f"{code} {message}")
        self.code = code
        self.message = message


@dataclass
class Token:
    """A token and when it ends. ``void``: a forced one took its place."""

    value: str
    until: float
    void: bool = False


class Tokens:
    """The tokens of one account. ``unknown`` is the code for one that is none."""

    def __init__(self, clock: Clock, limits: Limits, unknown: int = 40001) -> None:
        self._clock = clock
        self._limits = limits
        self._unknown = unknown
        self._issued: list[Token] = []
        self._forced: list[float] = []

    def issue(self, force: bool = False) -> tuple[str, int]:
        """Return the token and how many seconds it still lives.

        Raises:
            ApiError: when it is forced too often.
        """
        now = self._clock()
        if force:
            self._count_forced(now)
            self.revoke()
        last = self._issued[-1] if self._issued else None
        if last is None or last.void or last.until - now <= self._limits.token_early:
            last = Token(secrets.token_urlsafe(102), now + self._limits.token_seconds)
            self._issued.append(last)
        return last.value, int(last.until - now)

    def revoke(self) -> None:
        """Make all tokens void, as another program that asks for one does."""
        for token in self._issued:
            token.void = True

    def check(self, given: str) -> None:
        """Pass when ``given`` is valid.

        Raises:
            ApiError: when it is missing, unknown, void or has ended.
        """
        if not given:
            raise ApiError(41001, "access_token missing")
        found = next((t for t in self._issued if t.value == given), None)
        if found is None or found.void:
            raise ApiError(self._unknown, "invalid credential, access_token is invalid")
        if found.until <= self._clock():
            raise ApiError(42001, "access_token expired")

    def _count_forced(self, now: float) -> None:
        day = [moment for moment in self._forced if now - moment < 86_400]
        if len(day) >= self._limits.forced_a_day:
            raise ApiError(45009, "reach max api daily quota limit")
        if day and now - day[-1] < self._limits.forced_apart:
            raise ApiError(45011, "api minute-quota reach limit, must slower")
        self._forced = [*day, now]
