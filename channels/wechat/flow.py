"""One message through: worked on once, answered once, in the time the platform gives.

The platform waits five seconds, then hangs up and delivers again, three times in all.
So one task is begun for a message, and every delivery waits for it without cancelling
it. What is ready in time is the reply. What is not is pushed later where the account
may push. Elsewhere the delivery is held until the platform hangs up, the next one waits
for the same task, and the last is told to ask again: the answer is kept for that.

An answer is given in one way only: whoever gives it claims ``out`` of its message, as
``passive``, ``push`` or ``note``. The claims are shared, so that a delivery may come to
any worker. Work is held by a lease that its worker renews; when the worker is killed,
the delivery that waits elsewhere takes the work over.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Protocol

from channels.deliveries import Deliveries
from channels.shared import Shared
from channels.wechat import answer as answers
from channels.wechat import problems
from channels.wechat.answer import Answer
from channels.wechat.messages import Incoming
from channels.wechat.notes import Notes
from channels.wechat.times import Times

logger = logging.getLogger(__name__)

Work = Callable[[], Awaitable[Answer]]
Told = Callable[[], Awaitable[str]]

_PASSIVE, _PUSH, _NOTE = "passive", "push", "note"


class Push(Protocol):
    """Sends to people unasked, where the account may."""

    async def send(
        self, message: Incoming, sender: str, found: Answer
    ) -> Answer | None:
        """Send the answer to ``message``; return what of it was not taken."""

    async def wait(self, message: Incoming) -> None:
        """Show the person that the answer comes."""


#: Deliveries of one message, by the platform's practice.
_DELIVERIES = 3


class Flow:
    """Takes messages to their answers."""

    def __init__(
        self, shared: Shared, notes: Notes, push: Push | None, times: Times
    ) -> None:
        """Share with other workers through ``shared``; ``push`` where it is allowed."""
        self._shared = shared
        self._notes = notes
        self._push = push
        self._times = times
        self._worker = secrets.token_hex(8)
        self._deliveries: Deliveries[Answer] = Deliveries()
        self._beside: set[asyncio.Task[None]] = set()

    async def reply(
        self, message: Incoming, sender: str, work: Work, told: Told
    ) -> str | None:
        """Return what answers this delivery of ``message``; None: received, no more.

        ``work`` makes the answer, ``told`` the text of the last delivery if that is not
        ready.

        Raises:
            ChannelError: when too much is going on.
        """
        key, since = message.key, time.monotonic()
        number = await self._shared.count(f"delivery:{key}", self._times.kept)
        if number > 1 and await self._shared.get(f"out:{key}") == _PUSH:
            return None

        async def once() -> Answer:
            return await self._once(message, sender, work, since)

        task = self._deliveries.begin(key, sender, once)
        await asyncio.wait([task], timeout=self._times.answer)
        if not task.done() and self._push is not None:
            if await self._claim_out(key, _PUSH):
                self._aside(self._push.wait(message))
                await self._settle_if_ready(message, sender)
                return None
        elif not task.done() and not self._is_last(message, number):
            # the platform hangs up meanwhile, and its next delivery waits for the task
            await asyncio.wait([task], timeout=self._times.hold - self._times.answer)
        if task.done():
            return await self._passive(message, sender, task.result())
        return await self._later(message, sender, told)

    async def close(self) -> None:
        """Take nothing new and wait for what is running."""
        await self._deliveries.close(self._times.stopping)
        if self._beside:
            await asyncio.wait(self._beside, timeout=self._times.stopping)

    # --- the ways in which an answer is given -----------------------------------------

    async def _passive(
        self, message: Incoming, sender: str, found: Answer
    ) -> str | None:
        """Return the first page, unless the answer went another way."""
        if await self._claim_out(message.key, _PASSIVE):
            await self._notes.drop_late(sender, message.key)
            return found.pages[0] if found.pages else None
        if await self._notes.is_late(sender, message.key):
            # told to ask again by a delivery that may have been lost
            return problems.LATE.in_language(found.language)
        return None

    async def _later(self, message: Incoming, sender: str, told: Told) -> str | None:
        """Return the text that says to ask again; the answer is kept for that."""
        if not await self._claim_out(message.key, _NOTE):
            return None
        await self._settle_if_ready(message, sender)
        return await told()

    async def _settle_if_ready(self, message: Incoming, sender: str) -> None:
        """Settle what became ready while the way was being claimed."""
        line = await self._shared.get(f"result:{message.key}")
        if line is not None:
            self._aside(self._settle(message, sender, answers.read(line)))

    async def _settle(self, message: Incoming, sender: str, found: Answer) -> None:
        """Push or keep an answer that was too slow to be waited for; once."""
        if not found.text:
            return
        pushes = self._push is not None and await self._claim_out(message.key, _PUSH)
        if not pushes and await self._shared.get(f"out:{message.key}") == _PASSIVE:
            return
        name, mine = f"settled:{message.key}", secrets.token_hex(8)
        if not await self._shared.claim(name, mine, self._times.kept):
            return
        if self._push is not None and pushes:
            left = await self._push.send(message, sender, found)
            if left is None:
                return
            # not taken by the platform: the person gets it by writing again
            found = left
            await self._shared.put(f"out:{message.key}", _NOTE, self._times.kept)
        await self._notes.put_late(sender, message.key, found)

    async def late(self, sender: str) -> Answer | None:
        """Return an answer that waits for its person, to be given now."""
        found = await self._notes.take_late(sender)
        if found is None or not await self._claim_out(found[0], _NOTE):
            return None
        return found[1]

    async def _claim_out(self, key: str, way: str) -> bool:
        return await self._shared.claim(f"out:{key}", way, self._times.kept)

    def _aside(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something while the delivery is answered already."""
        task = asyncio.create_task(work)
        self._beside.add(task)
        task.add_done_callback(self._done_beside)

    def _done_beside(self, task: asyncio.Task[None]) -> None:
        self._beside.discard(task)
        if not task.cancelled() and task.exception() is not None:
            logger.error("an answer got stuck: %s", type(task.exception()).__name__)

    def _is_last(self, message: Incoming, number: int) -> bool:
        """Tell whether the platform will not deliver again.

        A delivery that never reached us counts for the platform, so its age tells too.
        """
        age = time.time() - message.created
        return number >= _DELIVERIES or age >= self._times.last

    # --- the work ---------------------------------------------------------------------

    async def _once(
        self, message: Incoming, sender: str, work: Work, since: float
    ) -> Answer:
        """Return the answer: made here, or by the worker that has the lease."""
        result, lease = f"result:{message.key}", f"work:{message.key}"
        while True:
            line = await self._shared.get(result)
            if line is not None:
                return answers.read(line)
            if await self._shared.claim(lease, self._worker, self._times.lease):
                break
            await asyncio.sleep(self._times.poll)
        found = await self._leased(lease, work)
        if not await self._shared.claim(result, found.written(), self._times.kept):
            # taken over while this process could not renew: theirs counts
            line = await self._shared.get(result)
            return answers.read(line) if line is not None else found
        await self._notes.put_pages(sender, found.pages[1:])
        if time.monotonic() - since >= self._times.answer:
            await self._settle(message, sender, found)
        return found

    async def _leased(self, lease: str, work: Work) -> Answer:
        """Return what ``work`` makes, the lease renewed meanwhile."""
        task = asyncio.ensure_future(asyncio.wait_for(work(), self._times.work))
        try:
            while not task.done():
                await asyncio.wait([task], timeout=self._times.lease / 3)
                if not task.done():
                    await self._shared.claim(lease, self._worker, self._times.lease)
            return task.result()
        except Exception as error:
            # its text may name what the person wrote
            logger.error("a message failed: %s", type(error).__name__)
            return Answer(problems.both(problems.FAILURE))
        finally:
            task.cancel()
