"""The channel of an app of WeCom (企业微信): ``/webhooks/wecom/message``."""

from __future__ import annotations

import logging
from typing import Any

from channels import shared as sharing
from channels.shared import Shared
from channels.wechat import envelope, identity, settings
from channels.wechat.api import WeComApi
from channels.wechat.callback import Callback
from channels.wechat.identity import Senders
from channels.wechat.messages import Incoming
from channels.wechat.notes import Notes
from channels.wechat.push import Push
from channels.wechat.settings import WeComSettings
from channels.wechat.times import Times
from knowledge.errors import SettingError

logger = logging.getLogger(__name__)

#: Pages pushed at once. An app may send many more; nobody wants to get them.
_MOST = 5


class WeComInput(Callback):
    """Rasa's channel for an app of WeCom, which always encrypts and may push."""

    @classmethod
    def name(cls) -> str:
        """Return the name used in addresses and in the conversations."""
        return "wecom"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> WeComInput:
        """Build the channel from the environment; ``credentials`` hold no secret.

        Raises:
            SettingError: when a setting is missing or cannot be used.
        """
        chosen = settings.wecom()
        if chosen is None:
            mend = "set CORP_ID, SECRET, AGENT_ID, TOKEN and AES_KEY (docs/wechat.md)"
            raise SettingError(f"no {settings.WECOM}… variable is set", mend)
        return cls(chosen, identity.senders(chosen.corp_id), sharing.shared())

    def __init__(
        self,
        chosen: WeComSettings,
        senders: Senders,
        shared: Shared,
        times: Times | None = None,
    ) -> None:
        """Build the channel with the settings ``chosen``."""
        api = WeComApi(chosen, shared)

        def push(notes: Notes) -> Push:
            return Push(api, shared, notes, _MOST)

        super().__init__(
            envelope.WeCom(chosen), senders, shared, api, push, times or Times()
        )
        self._agent_id = chosen.agent_id

    def is_ours(self, message: Incoming) -> bool:
        """Tell whether ``message`` is for the app that is set."""
        ours = message.agent_id in ("", self._agent_id)
        if not ours:
            logger.error("wecom: a message for another app was left out")
        return ours
