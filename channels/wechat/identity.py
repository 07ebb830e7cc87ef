"""The name of a conversation, which does not tell who it is with.

An OpenID or a WeCom user id is personal data, and the name of a conversation is kept in
the tracker store and in logs. So it is a keyed hash: the same person has the same name
as long as ``BAOXIAO_SECRET`` is the same, another one with every account, and without
the secret nobody can tell whether a name belongs to an id they know.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Mapping

from channels.settings import SECRET, web
from knowledge.errors import SettingError

PREFIX = "wechat-"
_PURPOSE = b"baoxiao: sender of a wechat conversation"
_LENGTH = 32


class Senders:
    """Names the conversations of one account."""

    def __init__(self, secret: str, app: str) -> None:
        """Name with ``secret``, for the account with the AppID or CorpID ``app``."""
        # a key for this purpose and account only: the secret signs other things, too
        key = hmac.new(secret.encode(), _PURPOSE, hashlib.sha256).digest()
        self._key = hmac.new(key, app.encode(), hashlib.sha256).digest()

    def name(self, openid: str) -> str:
        """Return the name of the conversation with the person ``openid``."""
        hashed = hmac.new(
            self._key, openid.encode("utf-8", "surrogatepass"), hashlib.sha256
        )
        return PREFIX + hashed.hexdigest()[:_LENGTH]


def senders(app: str, environment: Mapping[str, str] = os.environ) -> Senders:
    """Return the names for the account ``app``, by the secret of the environment.

    Raises:
        SettingError: when there is no secret, or one that is easy to guess. A random
            one will not do: after a restart nobody would have their conversation back,
            and on ``unsubscribe`` the old one could not be erased.
    """
    if not environment.get(SECRET):
        mend = "set it: WeChat conversations are named with it"
        raise SettingError(f"{SECRET} is not set", mend)
    return Senders(web({SECRET: environment[SECRET]}).keys[-1], app)
