"""How often somebody may ask: so many a minute, some of them at once."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from throttled.asyncio import MemoryStore, RateLimiterType, Throttled, per_min

from channels.errors import LIMITED, ChannelError
from knowledge.model import Text

#: Keys remembered at once: the ones not seen for longest are forgotten first.
_REMEMBERED = 100_000


class Limits:
    """Counts by kind and key."""

    def __init__(
        self, per_minute: Mapping[str, int], burst: Mapping[str, int], store: Any = None
    ) -> None:
        """Allow ``per_minute[kind]``, of which ``burst[kind]`` may come at once."""
        store = store or MemoryStore(options={"MAX_SIZE": _REMEMBERED})
        self._limits = {
            kind: Throttled(
                using=RateLimiterType.GCRA.value,
                quota=per_min(rate, burst=burst[kind]),
                store=store,
                key_prefix=f"baoxiao:{kind}",
            )
            for kind, rate in per_minute.items()
        }

    async def take(self, kind: str, key: str) -> None:
        """Count one request.

        Raises:
            ChannelError: when it is one too many, with the seconds to wait.
        """
        result = await self._limits[kind].limit(key)
        if result.limited:
            wait = max(1, math.ceil(result.state.retry_after))
            said = Text(zh=LIMITED.zh.format(wait), en=LIMITED.en.format(wait))
            raise ChannelError("limited", 429, said, retry_after=wait)
