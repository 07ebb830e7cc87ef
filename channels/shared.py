"""What several workers share: small values with an expiry, and who holds a claim.

A claim has an owner and runs out: a worker that is killed leaves nothing locked. Its
owner renews it by claiming it again. ``shared_redis`` keeps the same in Redis.
"""

from __future__ import annotations

import os
import time
from collections import OrderedDict
from collections.abc import Mapping
from typing import Protocol

from channels import settings

#: Values kept in the process at once; beyond that the oldest are forgotten.
_MOST = 50_000
#: So many new values are taken between two searches for expired ones.
_SWEEP = 1_000


class Shared(Protocol):
    """Values by key. ``seconds`` is how long each is kept."""

    async def claim(self, key: str, value: str, seconds: float) -> bool:
        """Keep ``value`` unless another is kept; tell whether ``value`` is kept now.

        Claiming again with the same value renews it.
        """

    async def put(self, key: str, value: str, seconds: float) -> None:
        """Keep ``value`` in place of any other."""

    async def get(self, key: str) -> str | None:
        """Return what is kept."""

    async def take(self, key: str) -> str | None:
        """Return what is kept, and forget it: of several takers one gets it."""

    async def release(self, key: str, value: str) -> None:
        """Forget ``key`` if ``value`` is kept."""

    async def count(self, key: str, seconds: float) -> int:
        """Add one to a counter and return it; ``seconds`` begin with the first."""

    async def close(self) -> None:
        """Let go of connections."""


class InProcess:
    """Shared by nobody: for one worker, and where Redis cannot be reached."""

    def __init__(self, most: int = _MOST) -> None:
        """Keep at most so many values."""
        self._kept: OrderedDict[str, tuple[float, str]] = OrderedDict()
        self._most = most
        self._taken = 0

    def __len__(self) -> int:
        """Return how many values are kept, some of which may have expired."""
        return len(self._kept)

    async def claim(self, key: str, value: str, seconds: float) -> bool:
        """Keep ``value`` unless another is kept; tell whether ``value`` is kept now."""
        if self._value(key) not in (None, value):
            return False
        self._keep(key, value, seconds)
        return True

    async def put(self, key: str, value: str, seconds: float) -> None:
        """Keep ``value`` in place of any other."""
        self._keep(key, value, seconds)

    async def get(self, key: str) -> str | None:
        """Return what is kept."""
        return self._value(key)

    async def take(self, key: str) -> str | None:
        """Return what is kept, and forget it."""
        value = self._value(key)
        self._kept.pop(key, None)
        return value

    async def release(self, key: str, value: str) -> None:
        """Forget ``key`` if ``value`` is kept."""
        if self._value(key) == value:
            del self._kept[key]

    async def count(self, key: str, seconds: float) -> int:
        """Add one to a counter and return it."""
        value = self._value(key)
        if value is None:
            self._keep(key, "1", seconds)
            return 1
        number = int(value) + 1
        self._kept[key] = (self._kept[key][0], str(number))
        return number

    async def close(self) -> None:
        """Forget everything."""
        self._kept.clear()

    def _value(self, key: str) -> str | None:
        until, value = self._kept.get(key, (0.0, ""))
        if until > time.monotonic():
            return value
        self._kept.pop(key, None)
        return None

    def _keep(self, key: str, value: str, seconds: float) -> None:
        now = time.monotonic()
        self._kept[key] = (now + seconds, value)
        self._kept.move_to_end(key)
        self._taken += 1
        if self._taken >= _SWEEP:
            self._taken = 0
            for old in [k for k, (until, _) in self._kept.items() if until <= now]:
                del self._kept[old]
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)


def shared(environment: Mapping[str, str] = os.environ) -> Shared:
    """Return what the workers share: in Redis where it is set, else in the process.

    Raises:
        SettingError: when the address of Redis cannot be used.
    """
    address = settings.redis(environment)
    if address is None:
        return InProcess()
    from channels.shared_redis import InRedis

    return InRedis(address)
