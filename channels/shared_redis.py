"""What several workers share, in Redis; alone while it cannot be reached.

Redis makes sure that a message is worked on once. Without it each worker still answers
everything that it gets: better twice than never. It is tried again all the time, one
call at a time, and taken up as soon as it answers.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as Disconnected
from redis.exceptions import RedisError

from channels.shared import InProcess

logger = logging.getLogger(__name__)

Value = TypeVar("Value")

PREFIX = "baoxiao:"
#: Seconds to connect and to get an answer: far less than a person's message may take.
_CONNECT, _ANSWER = 0.5, 0.5
#: Seconds after which Redis is tried again.
_AGAIN = 1.0
_CONNECTIONS = 32

_CLAIM = """
local held = redis.call('GET', KEYS[1])
if held and held ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
"""
_TAKE = """
local held = redis.call('GET', KEYS[1])
if held then redis.call('DEL', KEYS[1]) end
return held
"""
_RELEASE = """
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 0
"""
_COUNT = """
local number = redis.call('INCR', KEYS[1])
if number == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return number
"""


class InRedis:
    """Values in Redis, by keys that begin with ``baoxiao:``."""

    def __init__(self, address: str, again: float = _AGAIN) -> None:
        """Use the Redis at ``address``; connect when it is needed."""
        pool = BlockingConnectionPool.from_url(
            address,
            max_connections=_CONNECTIONS,
            timeout=_ANSWER,
            socket_connect_timeout=_CONNECT,
            socket_timeout=_ANSWER,
            decode_responses=True,
            # a connection that Redis closed in the meantime is no outage
            retry=Retry(NoBackoff(), 1),
            retry_on_error=[Disconnected],
        )
        self._redis: Any = Redis(connection_pool=pool)
        self._alone = InProcess()
        self._again = again
        self._down = False
        self._try_at = 0.0
        parts = urlsplit(address)
        self._shown = f"{parts.hostname}:{parts.port or 6379}"  # without the password

    async def claim(self, key: str, value: str, seconds: float) -> bool:
        """Keep ``value`` unless another is kept; tell whether ``value`` is kept now."""
        done = await self._do(
            lambda: self._run(_CLAIM, key, value, _milliseconds(seconds)),
            lambda: self._alone.claim(key, value, seconds),
        )
        return bool(done)

    async def put(self, key: str, value: str, seconds: float) -> None:
        """Keep ``value`` in place of any other."""
        await self._do(
            lambda: self._redis.set(PREFIX + key, value, px=_milliseconds(seconds)),
            lambda: self._alone.put(key, value, seconds),
        )

    async def get(self, key: str) -> str | None:
        """Return what is kept."""
        found = await self._do(
            lambda: self._redis.get(PREFIX + key), lambda: self._alone.get(key)
        )
        # what was kept while Redis was away
        return await self._alone.get(key) if found is None else str(found)

    async def take(self, key: str) -> str | None:
        """Return what is kept, and forget it."""
        found = await self._do(
            lambda: self._run(_TAKE, key), lambda: self._alone.take(key)
        )
        alone = await self._alone.take(key)
        return alone if found is None else str(found)

    async def release(self, key: str, value: str) -> None:
        """Forget ``key`` if ``value`` is kept."""
        await self._alone.release(key, value)
        await self._do(
            lambda: self._run(_RELEASE, key, value),
            lambda: self._alone.release(key, value),
        )

    async def count(self, key: str, seconds: float) -> int:
        """Add one to a counter and return it."""
        return int(
            await self._do(
                lambda: self._run(_COUNT, key, _milliseconds(seconds)),
                lambda: self._alone.count(key, seconds),
            )
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._redis.close()
        await self._redis.connection_pool.disconnect()

    def _run(self, script: str, key: str, *values: str | int) -> Awaitable[Any]:
        found: Awaitable[Any] = self._redis.eval(script, 1, PREFIX + key, *values)
        return found

    async def _do(
        self, there: Callable[[], Awaitable[Any]], alone: Callable[[], Awaitable[Value]]
    ) -> Any | Value:
        """Return what Redis says, or what this process knows while it is away."""
        if self._down:
            now = time.monotonic()
            if now < self._try_at:
                return await alone()
            self._try_at = now + self._again  # the others need not wait for this try
        try:
            found = await there()
        except (RedisError, OSError, asyncio.TimeoutError) as error:
            self._lost(error)
            return await alone()
        if self._down:
            self._down = False
            logger.warning("Redis at %s answers again", self._shown)
        return found

    def _lost(self, error: Exception) -> None:
        self._try_at = time.monotonic() + self._again
        if not self._down:
            self._down = True
            logger.error(
                "Redis at %s cannot be used (%s): each worker goes on alone, and tries "
                "it again. See that it runs and that BAOXIAO_REDIS is right.",
                self._shown,
                type(error).__name__,
            )


def _milliseconds(seconds: float) -> int:
    return max(1, int(seconds * 1000))
