"""What is remembered of a person for a while: further pages, an answer that came late.

Kept where every worker finds it, under the name that does not tell who it is.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from channels.shared import Shared
from channels.wechat import answer
from channels.wechat.answer import Answer

#: Seconds for which further pages are kept.
_PAGES = 3_600.0


class Notes:
    """Notes of each sender."""

    def __init__(self, shared: Shared, late_seconds: float) -> None:
        """Keep them in ``shared``; answers that came late for ``late_seconds``."""
        self._shared = shared
        self._late_seconds = late_seconds

    async def put_pages(self, sender: str, pages: Sequence[str]) -> None:
        """Keep the pages that follow, and forget those of the answer before."""
        if pages:
            line = json.dumps(list(pages), ensure_ascii=False)
            await self._shared.put(_rest(sender), line, _PAGES)
        else:
            await self._shared.take(_rest(sender))

    async def take_pages(self, sender: str) -> list[str]:
        """Return the pages that follow, and forget them; none when there are none."""
        line = await self._shared.take(_rest(sender))
        return [] if line is None else [str(page) for page in json.loads(line)]

    async def put_late(self, sender: str, key: str, found: Answer) -> None:
        """Keep the answer to the message ``key`` until the person writes again."""
        line = json.dumps([key, found.written()], ensure_ascii=False)
        await self._shared.put(_late(sender), line, self._late_seconds)

    async def take_late(self, sender: str) -> tuple[str, Answer] | None:
        """Return a late answer and the key of its message, and forget it."""
        line = await self._shared.take(_late(sender))
        if line is None:
            return None
        key, written = json.loads(line)
        return key, answer.read(written)

    async def drop_late(self, sender: str, key: str) -> None:
        """Forget the late answer to ``key``: it has been given."""
        line = await self._shared.get(_late(sender))
        if line is not None and json.loads(line)[0] == key:
            await self._shared.release(_late(sender), line)

    async def is_late(self, sender: str, key: str) -> bool:
        """Tell whether the answer to ``key`` waits for the person to write."""
        line = await self._shared.get(_late(sender))
        return line is not None and json.loads(line)[0] == key

    async def erase(self, sender: str) -> None:
        """Forget everything about ``sender``."""
        await self._shared.take(_rest(sender))
        await self._shared.take(_late(sender))


def _rest(sender: str) -> str:
    return f"rest:{sender}"


def _late(sender: str) -> str:
    return f"late:{sender}"
