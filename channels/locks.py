"""One message of a conversation at a time, whichever worker it comes to.

Within a process those who wait are let in in their order. Between processes a claim is
shared; it runs out when its worker is killed, and is renewed while the work goes on.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
import weakref
from collections.abc import AsyncIterator

from channels.errors import unavailable
from channels.shared import InProcess, Shared

#: Seconds for which a killed worker keeps others out; a third of it renews the claim.
_LEASE = 6.0
#: Seconds between two tries, and after which somebody who waits is told to come again.
_POLL, _PATIENCE = 0.02, 30.0


class Locks:
    """Locks by conversation."""

    def __init__(self, shared: Shared | None = None) -> None:
        """Share claims through ``shared``; without it this process is alone."""
        self._shared = None if isinstance(shared, InProcess) else shared
        self._owner = secrets.token_hex(8)
        self._inside: weakref.WeakValueDictionary[str, asyncio.Lock]
        self._inside = weakref.WeakValueDictionary()

    @contextlib.asynccontextmanager
    async def hold(self, sender: str) -> AsyncIterator[None]:
        """Hold the conversation ``sender``.

        Raises:
            ChannelError: ``unavailable``, when it is held for too long by another.
        """
        lock = self._inside.setdefault(sender, asyncio.Lock())
        try:
            await asyncio.wait_for(lock.acquire(), _PATIENCE)
        except asyncio.TimeoutError:
            raise unavailable() from None
        try:
            if self._shared is None:
                yield
            else:
                async with self._between(self._shared, f"lock {sender}"):
                    yield
        finally:
            lock.release()

    @contextlib.asynccontextmanager
    async def _between(self, shared: Shared, key: str) -> AsyncIterator[None]:
        """Hold ``key`` against other processes."""
        await self._claim(shared, key)
        done = asyncio.Event()
        renewing = asyncio.create_task(self._renew(shared, key, done))
        try:
            yield
        finally:
            done.set()
            await renewing  # a claim under way must not come after the release
            await shared.release(key, self._owner)

    async def _claim(self, shared: Shared, key: str) -> None:
        until = time.monotonic() + _PATIENCE
        while not await shared.claim(key, self._owner, _LEASE):
            if time.monotonic() > until:
                raise unavailable()
            await asyncio.sleep(_POLL)

    async def _renew(self, shared: Shared, key: str, done: asyncio.Event) -> None:
        while not done.is_set():
            try:
                await asyncio.wait_for(done.wait(), _LEASE / 3)
            except asyncio.TimeoutError:
                await shared.claim(key, self._owner, _LEASE)
