"""What is asked of the platform: to send messages, show typing, set the menu.

Nothing here may break an answer: sending tells whether the platform took the message,
and what it did not take becomes one line in the log.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from channels import watch
from channels.shared import Shared
from channels.wechat.api_errors import ApiError
from channels.wechat.calls import Calls, token_of
from channels.wechat.pages import size
from channels.wechat.settings import OfficialSettings, WeComSettings

logger = logging.getLogger(__name__)

#: A menu message is not for this account, or too long: its options go as text.
_TOO_LONG = 45098
_NO_MENUS = frozenset({40200, 48001, _TOO_LONG})
#: Options and bytes of a menu message. None are published; WeCom's own are these.
_MOST_OPTIONS, _LONGEST_HEAD, _LONGEST_LABEL = 10, 1_024, 128


class _Sending(Calls):
    """Sends messages."""

    async def _sent(self, path: str, body: Mapping[str, Any], **query: str) -> bool:
        """Send and tell whether the platform took it; log what it did not."""
        try:
            await self.call(path, body, **query)
        except ApiError as error:
            logger.error("%s was not sent: %s", path.rsplit("/", 1)[-1], error)
            watch.pushed(self.channel, False)
            return False
        watch.pushed(self.channel, True)
        return True


class OfficialApi(_Sending):
    """The interface for official accounts."""

    channel = "wechat"

    def __init__(self, settings: OfficialSettings, shared: Shared) -> None:
        """Call for the account of ``settings``."""
        super().__init__(settings.api, shared, settings.app_id)
        self._settings = settings
        self._menus = True

    async def send_text(self, openid: str, text: str) -> bool:
        """Push a text; tell whether the platform took it."""
        body = {"touser": openid, "msgtype": "text", "text": {"content": text}}
        return await self._sent("/cgi-bin/message/custom/send", body)

    async def send_menu(
        self, openid: str, head: str, labels: Sequence[str], text: str
    ) -> bool:
        """Push options to tap under ``head``; as ``text`` where that cannot be."""
        fits = len(labels) <= _MOST_OPTIONS and size(head) <= _LONGEST_HEAD
        if not self._menus or not fits or max(map(size, labels)) > _LONGEST_LABEL:
            return await self.send_text(openid, text)
        listed = [{"id": str(n), "content": one} for n, one in enumerate(labels, 1)]
        menu = {"head_content": head, "list": listed, "tail_content": ""}
        body = {"touser": openid, "msgtype": "msgmenu", "msgmenu": menu}
        try:
            await self.call("/cgi-bin/message/custom/send", body)
        except ApiError as error:
            logger.error("a menu message was not sent: %s", error)
            if error.code not in _NO_MENUS:
                watch.pushed(self.channel, False)
                return False
            # of this account it holds for good; of a long one only this time
            self._menus = error.code == _TOO_LONG
            return await self.send_text(openid, text)
        watch.pushed(self.channel, True)
        return True

    async def typing(self, openid: str) -> None:
        """Show that an answer comes; whether that works does not matter."""
        body = {"touser": openid, "command": "Typing"}
        try:
            await self.call("/cgi-bin/message/custom/typing", body)
        except ApiError as error:
            logger.debug("typing is not shown: %s", error)

    async def create_menu(self, menu: Mapping[str, Any]) -> None:
        """Set the account's menu.

        Raises:
            ApiError: when the platform does not take it.
        """
        await self.call("/cgi-bin/menu/create", menu)

    async def fetch(self, force: bool) -> tuple[str, float]:
        """Return a new token and its life in seconds."""
        body = {
            "grant_type": "client_credential",
            "appid": self._settings.app_id,
            "secret": self._settings.app_secret,
            "force_refresh": force,
        }
        path = "/cgi-bin/stable_token"
        return token_of(await self.exchange("POST", path, {}, body))


class WeComApi(_Sending):
    """The interface for an app of WeCom."""

    channel = "wecom"

    def __init__(self, settings: WeComSettings, shared: Shared) -> None:
        """Call for the app of ``settings``."""
        account = f"{settings.corp_id}:{settings.agent_id}"
        super().__init__(settings.api, shared, account)
        self._settings = settings

    async def send_text(self, user: str, text: str) -> bool:
        """Push a text; tell whether the platform took it."""
        body = {
            "touser": user,
            "msgtype": "text",
            "agentid": int(self._settings.agent_id),
            "text": {"content": text},
        }
        return await self._sent("/cgi-bin/message/send", body)

    async def create_menu(self, menu: Mapping[str, Any]) -> None:
        """Set the app's menu.

        Raises:
            ApiError: when the platform does not take it.
        """
        await self.call("/cgi-bin/menu/create", menu, agentid=self._settings.agent_id)

    async def fetch(self, force: bool) -> tuple[str, float]:
        """Return a new token and its life in seconds."""
        query = {
            "corpid": self._settings.corp_id,
            "corpsecret": self._settings.secret,
        }
        return token_of(await self.exchange("GET", "/cgi-bin/gettoken", query))
