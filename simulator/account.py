"""A pretended account: its settings, its people, its menu."""

from __future__ import annotations

import itertools
import secrets
import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from simulator.people import Clock, Limits, User

Kind = Literal["official", "wecom"]
Mode = Literal["plain", "compatible", "safe"]

OFFICIAL, WECOM = "BAOXIAO_WECHAT_", "BAOXIAO_WECOM_"
#: Where the channels listen.
PATHS: dict[Kind, str] = {
    "official": "/webhooks/wechat/message",
    "wecom": "/webhooks/wecom/message",
}
_LETTERS = string.ascii_letters + string.digits


def random_letters(count: int) -> str:
    """Return so many random letters and digits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(count))


def random_key() -> str:
    """Return an EncodingAESKey."""
    # its last letter carries 4 bits only; one that others would reject is no test
    return random_letters(42) + secrets.choice("AEIMQUYcgkosw048")


@dataclass
class Account:
    """An official account, or an app of a company in WeCom.

    ``app_id`` is the AppID or the CorpID. Only a ``verified`` account and a
    ``test_account`` may push; a test account has no menu messages.
    """

    kind: Kind = "official"
    mode: Mode = "safe"
    verified: bool = True
    test_account: bool = False
    token: str = field(default_factory=lambda: random_letters(32))
    aes_key: str = field(default_factory=random_key)
    secret: str = field(default_factory=lambda: random_letters(32))
    app_id: str = ""
    agent_id: str = "1000002"
    original_id: str = ""
    limits: Limits = field(default_factory=Limits)
    clock: Clock = field(default_factory=Clock)
    users: dict[str, User] = field(default_factory=dict)
    menu: dict[str, Any] | None = None
    _ids: Any = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Fill in what was not given with random values; WeCom always encrypts."""
        prefix = "wx" if self.kind == "official" else "ww"
        self.app_id = self.app_id or prefix + secrets.token_hex(8)
        if self.kind == "wecom":
            self.mode = "safe"
            self.original_id = self.app_id
        self.original_id = self.original_id or "gh_" + secrets.token_hex(6)
        # as large as the real ones: more than 53 bits
        self._ids = itertools.count(24_000_000_000_000_000 + secrets.randbelow(10**15))

    @property
    def path(self) -> str:
        """Where the channel listens."""
        return PATHS[self.kind]

    @property
    def may_push(self) -> bool:
        """Whether the account may send customer messages."""
        return self.kind == "wecom" or self.verified or self.test_account

    def user(self, follows: bool = True) -> User:
        """Return somebody new."""
        begin = "o" if self.kind == "official" else "user."
        openid = begin + random_letters(27 if self.kind == "official" else 12)
        user = User(openid, self.clock, self.limits, follows)
        self.users[openid] = user
        return user

    def next_id(self) -> str:
        """Return a new MsgId."""
        return str(next(self._ids))

    def environment(self, api: str, quota: int | None = None) -> dict[str, str]:
        """Return the settings of the channel for this account; ``api`` is ours."""
        if self.kind == "wecom":
            found = {"CORP_ID": self.app_id, "SECRET": self.secret}
            found |= {"AGENT_ID": self.agent_id, "TOKEN": self.token}
            found |= {"AES_KEY": self.aes_key, "API": api}
            return {WECOM + name: value for name, value in found.items()}
        found = {"TOKEN": self.token, "APP_ID": self.app_id, "MODE": self.mode}
        found |= {"APP_SECRET": self.secret, "API": api}
        found |= {"CUSTOMER_MESSAGES": "on" if self.may_push else "off"}
        found |= {"QUOTA": str(quota or self.limits.message_quota)}
        if self.mode != "plain":
            found["AES_KEY"] = self.aes_key
        return {OFFICIAL + name: value for name, value in found.items()}

    @classmethod
    def from_environment(cls, given: Mapping[str, str], kind: Kind) -> Account:
        """Return the account that the settings of a channel name.

        Raises:
            KeyError: when one of them is missing.
        """
        prefix = OFFICIAL if kind == "official" else WECOM
        names = "APP_ID APP_SECRET" if kind == "official" else "CORP_ID SECRET"
        app_id, secret = names.split()
        mode = given.get(prefix + "MODE", "safe").lower()
        account = cls(
            kind=kind,
            mode=mode if mode in ("plain", "compatible") else "safe",  # type: ignore[arg-type]
            verified=given.get(prefix + "CUSTOMER_MESSAGES", "off").lower() == "on",
            token=given[prefix + "TOKEN"],
            app_id=given[prefix + app_id],
            # a channel that never pushes has none
            secret=given.get(prefix + secret) or random_letters(32),
            agent_id=given.get(prefix + "AGENT_ID", ""),
        )
        if account.mode != "plain":
            account.aes_key = given[prefix + "AES_KEY"]
        return account
