"""Each message is worked on once, by one of the workers.

The work is held by a lease that its worker renews. When that worker is killed the lease
runs out, and a delivery that waits elsewhere takes the work over.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable

from channels.shared import Shared
from channels.wechat import answer as answers
from channels.wechat import problems
from channels.wechat.answer import Answer
from channels.wechat.times import Times

logger = logging.getLogger(__name__)

Work = Callable[[], Awaitable[Answer]]

#: Seconds for which a message is worked on alone. A turn is computing, and two at once
#: would only both be ready later, when the platform has hung up on both. One that takes
#: longer waits for something else, and holds nobody up.
_ALONE = 1.0
#: Rounds of the event loop between two turns, for what comes in and goes out meanwhile.
_ROUNDS = 10


class Once:
    """Makes answers, or gets them from the worker that does."""

    def __init__(self, shared: Shared, times: Times) -> None:
        """Share leases and results through ``shared``."""
        self._shared = shared
        self._times = times
        self._worker = secrets.token_hex(8)
        self._turn = asyncio.Lock()

    async def answer(self, key: str, work: Work) -> tuple[Answer, bool]:
        """Return the answer to the message ``key``, and whether it was made here."""
        while True:
            found = await self.known(key)
            if found is not None:
                return found, False
            found = await self._made(key, work)
            if found is not None:
                return await self._kept(key, found)
            await asyncio.sleep(self._times.poll)

    async def known(self, key: str) -> Answer | None:
        """Return the answer if it has been made."""
        line = await self._shared.get(f"result:{key}")
        return None if line is None else answers.read(line)

    async def _kept(self, key: str, found: Answer) -> tuple[Answer, bool]:
        line = found.written()
        if await self._shared.claim(f"result:{key}", line, self._times.kept):
            return found, True
        # taken over while this process could not renew: the first result counts
        return await self.known(key) or found, False

    async def _made(self, key: str, work: Work) -> Answer | None:
        """Return what ``work`` makes; None while another worker has the lease."""
        name, seconds = f"work:{key}", self._times.lease
        async with self._turn:
            for _ in range(_ROUNDS):
                await asyncio.sleep(0)
            # claimed at its turn only: until then another worker may be free for it
            if not await self._shared.claim(name, self._worker, seconds):
                return None
            known = await self.known(key)
            if known is not None:
                return known  # made between the look and the claim
            task = asyncio.ensure_future(asyncio.wait_for(work(), self._times.work))
            await asyncio.wait([task], timeout=min(_ALONE, seconds / 3))
        try:
            while not task.done():
                await self._shared.claim(name, self._worker, seconds)
                await asyncio.wait([task], timeout=seconds / 3)
            return task.result()
        except Exception as error:
            # its text may name what the person wrote
            logger.error("a message failed: %s", type(error).__name__)
            return Answer(problems.both(problems.FAILURE))
        finally:
            task.cancel()
