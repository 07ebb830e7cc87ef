"""The platform's access token: one for the whole deployment, renewed by one worker.

Each call that renews a token may end the one before, so several workers must not do it
on their own. The token is kept where they all find it; who holds the lock renews it,
the others wait for the new one.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable

from channels.shared import Shared
from channels.wechat.api_errors import ApiError

#: Asks the platform: ``force`` for another than the present one. Returns it with its
#: life in seconds.
Fetch = Callable[[bool], Awaitable[tuple[str, float]]]

#: Seconds before its end at which a token is no longer used.
EARLY = 300.0
#: Seconds a renewal may take, between two looks, and between two forced renewals: the
#: platform allows few of these.
_LOCK, _POLL, _FORCED = 8.0, 0.05, 30.0


class Tokens:
    """The token of one account."""

    def __init__(self, shared: Shared, account: str, fetch: Fetch) -> None:
        """Keep the token of ``account`` in ``shared``, and get it by ``fetch``."""
        self._shared = shared
        self._account = account
        self._fetch = fetch

    async def get(self) -> str:
        """Return a token.

        Raises:
            ApiError: when there is none to be had.
        """
        return await self._other_than("", force=False)

    async def renew(self, old: str) -> str:
        """Return another token than ``old``, which the platform refuses.

        Raises:
            ApiError: when there is none to be had.
        """
        await self._shared.release(self._name, old)
        mine = secrets.token_hex(8)
        force = await self._shared.claim(f"forced:{self._account}", mine, _FORCED)
        return await self._other_than(old, force)

    @property
    def _name(self) -> str:
        return f"token:{self._account}"

    async def _other_than(self, old: str, force: bool) -> str:
        lock, mine = f"renewing:{self._account}", secrets.token_hex(8)
        until = time.monotonic() + _LOCK
        while time.monotonic() < until:
            token = await self._shared.get(self._name)
            if token is not None and token != old:
                return token
            if await self._shared.claim(lock, mine, _LOCK):
                try:
                    return await self._renewed(old, force)
                finally:
                    await self._shared.release(lock, mine)
            await asyncio.sleep(_POLL)
        raise ApiError("no access token came in time")

    async def _renewed(self, old: str, force: bool) -> str:
        # it may have come between the look and the lock
        token = await self._shared.get(self._name)
        if token is not None and token != old:
            return token
        token, seconds = await self._fetch(force)
        # of a short life half is used, so that it is not asked for each time
        life = max(seconds - EARLY, seconds / 2)
        await self._shared.put(self._name, token, life)
        return token
