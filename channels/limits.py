"""How often somebody may ask: so many a minute, some of them at once.

Counted in Redis where several workers share it; while that cannot be reached, each
worker counts for itself.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Mapping
from typing import Any

from redis.exceptions import RedisError
from throttled import exceptions as throttling
from throttled.asyncio import (
    MemoryStore,
    RateLimiterType,
    RateLimitResult,
    RedisStore,
    Throttled,
    per_min,
)

from channels.errors import LIMITED, ChannelError
from knowledge.model import Text

logger = logging.getLogger(__name__)

#: Seconds to connect to Redis and to get an answer, and after which it is tried again.
_REDIS = {"SOCKET_CONNECT_TIMEOUT": 0.5, "SOCKET_TIMEOUT": 0.5}
_AGAIN = 1.0
#: Keys remembered at once: the ones not seen for longest are forgotten first.
_REMEMBERED = 100_000


class Limits:
    """Counts by kind and key."""

    def __init__(
        self,
        per_minute: Mapping[str, int],
        burst: Mapping[str, int],
        redis: str | None = None,
    ) -> None:
        """Allow ``per_minute[kind]``, of which ``burst[kind]`` may come at once."""

        def counting(store: Any) -> dict[str, Throttled]:
            return {
                kind: Throttled(
                    using=RateLimiterType.GCRA.value,
                    quota=per_min(rate, burst=burst[kind]),
                    store=store,
                    key_prefix=f"baoxiao:{kind}",
                )
                for kind, rate in per_minute.items()
            }

        self._own = counting(MemoryStore(options={"MAX_SIZE": _REMEMBERED}))
        self._shared: dict[str, Throttled] = {}
        self._store: Any = None
        if redis is not None:
            self._store = RedisStore(server=redis, options=dict(_REDIS))
            self._shared = counting(self._store)
        self._again = 0.0

    async def take(self, kind: str, key: str) -> None:
        """Count one request.

        Raises:
            ChannelError: when it is one too many, with the seconds to wait.
        """
        result = await self._count(kind, key)
        if result.limited:
            wait = max(1, math.ceil(result.state.retry_after))
            said = Text(zh=LIMITED.zh.format(wait), en=LIMITED.en.format(wait))
            raise ChannelError("limited", 429, said, retry_after=wait)

    async def close(self) -> None:
        """Let go of connections."""
        if self._store is not None:
            client = self._store._backend.get_client()
            await client.close(close_connection_pool=True)

    async def _count(self, kind: str, key: str) -> RateLimitResult:
        if self._shared and time.monotonic() >= self._again:
            try:
                result = await self._shared[kind].limit(key)
                self._again = 0.0
                return result
            except (RedisError, OSError, throttling.StoreUnavailableError) as error:
                if not self._again:
                    logger.error("limits: Redis is away (%s)", type(error).__name__)
                self._again = time.monotonic() + _AGAIN
        return await self._own[kind].limit(key)
