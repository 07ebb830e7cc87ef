"""An answer sent unasked: in pages, options to tap, within what the platform allows.

After a message of a person the account may send some, after a tap on a menu, a follow
or a scan fewer, and only for a minute. What does not fit waits behind 更多.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from typing import Protocol

from channels.shared import Shared
from channels.wechat import answer as answers
from channels.wechat.answer import Answer
from channels.wechat.messages import Incoming
from channels.wechat.notes import Notes
from channels.wechat.pages import pages, without_tail
from knowledge.model import Text

#: Seconds for which a message of a person allows to send.
_MESSAGE_SECONDS = 48 * 3600.0
#: How many a tap, a follow or a scan allows, and for how many seconds.
_TAPPED, _TAPPED_SECONDS = 3, 60.0
_WRITTEN = frozenset({"text", "voice", "other"})
_OPTION = re.compile(r"(?:\d+\.|-) ")
_TAP = Text(zh="可以直接点：", en="Tap one:")


class Api(Protocol):
    """Sends one text."""

    async def send_text(self, openid: str, text: str) -> bool:
        """Send it; tell whether the platform took it."""


class MenuApi(Api, Protocol):
    """Sends options to tap, and shows typing, too."""

    async def send_menu(
        self, openid: str, head: str, labels: Sequence[str], text: str
    ) -> bool:
        """Send options, or ``text`` in their place; tell whether that was taken."""

    async def typing(self, openid: str) -> None:
        """Show that an answer comes."""


class Push:
    """Pushes answers by the platform's interface."""

    def __init__(
        self,
        api: Api,
        shared: Shared,
        notes: Notes,
        quota: int,
        menus: MenuApi | None = None,
    ) -> None:
        """Send by ``api`` at most ``quota`` messages after one of a person's."""
        self._api = api
        self._shared = shared
        self._notes = notes
        self._quota = quota
        self._menus = menus

    async def heard(self, message: Incoming, sender: str) -> None:
        """Begin to count anew: the person has written."""
        if not _is_tap(message):
            await self._shared.take(_counter(message, sender))

    async def wait(self, message: Incoming) -> None:
        """Show the person that the answer comes."""
        if self._menus is not None:
            await self._menus.typing(message.openid)

    async def send(
        self, message: Incoming, sender: str, found: Answer
    ) -> Answer | None:
        """Send ``found``; return what of it the platform did not take."""
        left = await self._left(message, sender)
        texts = list(found.pages)
        if self._menus is not None and found.labels:
            body = pages(found.body, language=found.language)
            if len(body) < left:
                return await self._with_menu(self._menus, message, sender, found, body)
        if left < 1:
            return found
        now, behind = texts[:left], texts[left:]
        # only the last of them says how to get more
        now = [*map(without_tail, now[:-1]), now[-1]]
        unsent = await self._texts(message, sender, now)
        if unsent:
            return Answer(answers.joined([*unsent, *behind]), found.language)
        await self._notes.put_pages(sender, behind)
        return None

    async def _texts(
        self, message: Incoming, sender: str, texts: Sequence[str]
    ) -> Sequence[str]:
        """Send one after the other; return those from the first that was refused."""
        for number, text in enumerate(texts):
            if not await self._api.send_text(message.openid, text):
                return texts[number:]
            await self._count(message, sender)
        return []

    async def _with_menu(
        self,
        menus: MenuApi,
        message: Incoming,
        sender: str,
        found: Answer,
        body: Sequence[str],
    ) -> Answer | None:
        unsent = await self._texts(message, sender, [without_tail(one) for one in body])
        if unsent:
            return Answer(answers.joined([*unsent, found.asked]), found.language)
        first = found.asked.partition("\n")[0]
        head = _TAP.in_language(found.language) if _OPTION.match(first) else first
        if not await menus.send_menu(message.openid, head, found.labels, found.asked):
            return Answer(found.asked, found.language)
        await self._count(message, sender)
        await self._notes.put_pages(sender, [])
        return None

    async def _left(self, message: Incoming, sender: str) -> int:
        most = self._quota
        if _is_tap(message):
            if time.time() - message.created > _TAPPED_SECONDS:
                return 0
            most = min(most, _TAPPED)
        used = await self._shared.get(_counter(message, sender))
        return most - int(used or 0)

    async def _count(self, message: Incoming, sender: str) -> None:
        seconds = _TAPPED_SECONDS if _is_tap(message) else _MESSAGE_SECONDS
        await self._shared.count(_counter(message, sender), seconds)


def _is_tap(message: Incoming) -> bool:
    """Tell whether a message counts for the platform as a tap on a menu."""
    return message.kind not in _WRITTEN or bool(message.menu_id)


def _counter(message: Incoming, sender: str) -> str:
    return f"pushed:{message.key if _is_tap(message) else sender}"
