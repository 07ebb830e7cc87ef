"""The channel of an official account (公众号): ``/webhooks/wechat/message``."""

from __future__ import annotations

from typing import Any

from channels import shared as sharing
from channels.shared import Shared
from channels.wechat import envelope, identity, settings
from channels.wechat.api import OfficialApi
from channels.wechat.callback import Callback
from channels.wechat.identity import Senders
from channels.wechat.notes import Notes
from channels.wechat.push import Push
from channels.wechat.settings import OfficialSettings
from channels.wechat.times import Times
from knowledge.errors import SettingError


class WeChatInput(Callback):
    """Rasa's channel for an official account."""

    signed_in_address = True

    @classmethod
    def name(cls) -> str:
        """Return the name used in addresses and in the conversations."""
        return "wechat"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> WeChatInput:
        """Build the channel from the environment; ``credentials`` hold no secret.

        Raises:
            SettingError: when a setting is missing or cannot be used.
        """
        chosen = settings.official()
        if chosen is None:
            mend = "set at least TOKEN, APP_ID and AES_KEY, as docs/wechat.md says"
            raise SettingError(f"no {settings.OFFICIAL}… variable is set", mend)
        return cls(chosen, identity.senders(chosen.app_id), sharing.shared())

    def __init__(
        self,
        chosen: OfficialSettings,
        senders: Senders,
        shared: Shared,
        times: Times | None = None,
    ) -> None:
        """Build the channel with the settings ``chosen``."""
        api = OfficialApi(chosen, shared) if chosen.customer_messages else None

        def push(notes: Notes) -> Push:
            assert api is not None
            return Push(api, shared, notes, chosen.quota, menus=api)

        super().__init__(
            envelope.Official(chosen),
            senders,
            shared,
            api,
            push if api is not None else None,
            times or Times(),
        )
