"""Each message is worked on once, however often it is delivered.

A delivery has a key. The first begins a task; others with the same key, while it runs
and for a while after, get the same result. Messages of one sender are worked on one
after the other, in the order in which they came.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from channels.errors import unavailable

logger = logging.getLogger(__name__)

Result = TypeVar("Result")

#: Seconds for which a result is kept, and how many at most.
KEPT_SECONDS = 180.0
_MOST_KEPT = 5_000
#: Tasks at once; beyond that, senders are asked to wait.
_MOST_RUNNING = 500


class Deliveries(Generic[Result]):
    """Tasks by key, in order for each sender."""

    def __init__(self, most_running: int = _MOST_RUNNING) -> None:
        """Start with none."""
        self._tasks: OrderedDict[str, tuple[float, asyncio.Task[Result]]]
        self._tasks = OrderedDict()
        self._running: set[asyncio.Task[Result]] = set()
        self._last: dict[str, asyncio.Task[Result]] = {}
        self._most_running = most_running
        self._closed = False

    def begin(
        self, key: str, sender: str, work: Callable[[], Awaitable[Result]]
    ) -> asyncio.Task[Result]:
        """Return the task for ``key``, begun now unless it was before.

        Await it through ``asyncio.shield``: who waits may leave, the work goes on.

        Raises:
            ChannelError: when too much is going on, or everything is being stopped.
        """
        known = self._tasks.get(key)
        if known is not None:
            return known[1]
        if self._closed or len(self._running) >= self._most_running:
            raise unavailable()
        self._forget_old()
        task = asyncio.create_task(self._after(self._last.get(sender), work))
        self._tasks[key] = (time.monotonic(), task)
        self._last[sender] = task
        self._running.add(task)
        task.add_done_callback(lambda done: self._finished(sender, done))
        return task

    def forget(self, key: str) -> None:
        """Let the next delivery of ``key`` be worked on anew."""
        self._tasks.pop(key, None)

    async def close(self, seconds: float) -> None:
        """Take nothing new, and wait for what is running."""
        self._closed = True
        if self._running:
            await asyncio.wait(self._running, timeout=seconds)

    @property
    def closed(self) -> bool:
        """Whether nothing new is taken any more."""
        return self._closed

    @staticmethod
    async def _after(
        before: asyncio.Task[Result] | None, work: Callable[[], Awaitable[Result]]
    ) -> Result:
        if before is not None and not before.done():
            await asyncio.wait([before])
        return await work()

    def _finished(self, sender: str, task: asyncio.Task[Result]) -> None:
        self._running.discard(task)
        if self._last.get(sender) is task:
            del self._last[sender]
        if not task.cancelled() and task.exception() is not None:
            # whoever waits gets it too, but perhaps nobody does
            logger.error("a delivery failed", exc_info=task.exception())

    def _forget_old(self) -> None:
        limit = time.monotonic() - KEPT_SECONDS
        old: list[str] = []
        for key, (begun, task) in self._tasks.items():
            if begun > limit and len(self._tasks) - len(old) < _MOST_KEPT:
                break
            if task.done():  # one that hangs keeps no other
                old.append(key)
        for key in old:
            del self._tasks[key]
