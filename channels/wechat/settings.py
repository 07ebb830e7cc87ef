"""Settings of the WeChat channels, from the environment.

``BAOXIAO_WECHAT_TOKEN``              as set on the platform: letters and digits
``BAOXIAO_WECHAT_APP_ID``             begins with wx
``BAOXIAO_WECHAT_APP_SECRET``         only needed to push messages
``BAOXIAO_WECHAT_MODE``               plain, compatible or safe (safe)
``BAOXIAO_WECHAT_AES_KEY``            EncodingAESKey; not needed in plain mode
``BAOXIAO_WECHAT_AES_KEY_PREVIOUS``   still accepted, while the key is being changed
``BAOXIAO_WECHAT_CUSTOMER_MESSAGES``  on or off: may the account push messages (off)
``BAOXIAO_WECHAT_QUOTA``              pushed messages after one of a person's (5)
``BAOXIAO_WECHAT_API``                the platform's address, for tests

``BAOXIAO_WECOM_CORP_ID``, ``_SECRET``, ``_AGENT_ID``, ``_TOKEN``, ``_AES_KEY``,
``_AES_KEY_PREVIOUS`` and ``_API`` are the same for an app of WeCom, which always
encrypts and may always push.

A channel of which nothing is set is off. One of which only a part is set is refused, so
that nobody finds out from silence.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from channels.settings import origin_of
from knowledge.errors import SettingError

Mode = Literal["plain", "compatible", "safe"]
MODES: tuple[Mode, ...] = ("plain", "compatible", "safe")

OFFICIAL, WECOM = "BAOXIAO_WECHAT_", "BAOXIAO_WECOM_"
_OFFICIAL_NAMES = (
    "TOKEN APP_ID APP_SECRET MODE AES_KEY AES_KEY_PREVIOUS CUSTOMER_MESSAGES QUOTA API"
).split()
_WECOM_NAMES = "CORP_ID SECRET AGENT_ID TOKEN AES_KEY AES_KEY_PREVIOUS API".split()

#: The platform takes 3 to 32 characters. In plain mode a single request seen on the way
#: is enough to guess a short token, so we ask for half of what there may be.
_TOKEN = re.compile(r"[0-9A-Za-z]{16,32}", re.ASCII)
_FEWEST = 8
_AES_KEY = re.compile(r"[0-9A-Za-z]{43}", re.ASCII)
_APP_ID = re.compile(r"wx[0-9A-Za-z]{16}", re.ASCII)
_CORP_ID = re.compile(r"w[wx][0-9A-Za-z]{16}", re.ASCII)
_SECRET = re.compile(r"[0-9A-Za-z_-]{16,128}", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,12}", re.ASCII)
_MOST_PUSHED = 100
_OWN_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})

_RANDOM = (
    "python3 -c \"import secrets, string; print(''.join("
    'secrets.choice(string.ascii_letters + string.digits) for _ in range(32)))"'
)


@dataclass(frozen=True)
class OfficialSettings:
    """An official account. ``aes_keys`` is newest first, and empty in plain mode."""

    token: str = field(repr=False)
    app_id: str
    mode: Mode = "safe"
    aes_keys: tuple[str, ...] = field(default=(), repr=False)
    app_secret: str = field(default="", repr=False)
    customer_messages: bool = False
    quota: int = 5
    api: str = "https://api.weixin.qq.com"


@dataclass(frozen=True)
class WeComSettings:
    """An app of a company in WeCom. ``aes_keys`` is newest first, never empty."""

    token: str = field(repr=False)
    corp_id: str
    agent_id: str
    secret: str = field(repr=False)
    aes_keys: tuple[str, ...] = field(repr=False)
    api: str = "https://qyapi.weixin.qq.com"


def official(
    environment: Mapping[str, str] = os.environ,
) -> OfficialSettings | None:
    """Return the settings of the official account; None when nothing is set.

    Raises:
        SettingError: when one is missing or cannot be used.
    """
    given = _given(environment, OFFICIAL, _OFFICIAL_NAMES)
    if not given:
        return None
    mode = _mode(given)
    pushes = _on(given, OFFICIAL + "CUSTOMER_MESSAGES")
    needed = ["TOKEN", "APP_ID"]
    needed += ["AES_KEY"] if mode != "plain" else []
    needed += ["APP_SECRET"] if pushes else []
    _require(given, OFFICIAL, needed)
    usual = OfficialSettings("", "")
    return OfficialSettings(
        token=_token(given, OFFICIAL + "TOKEN"),
        app_id=_app_id(given),
        mode=mode,
        aes_keys=_aes_keys(given, OFFICIAL) if mode != "plain" else (),
        app_secret=_secret(given, OFFICIAL + "APP_SECRET"),
        customer_messages=pushes,
        quota=_quota(given, OFFICIAL + "QUOTA", usual.quota),
        api=_api(given, OFFICIAL + "API", usual.api),
    )


def wecom(environment: Mapping[str, str] = os.environ) -> WeComSettings | None:
    """Return the settings of the WeCom app; None when nothing is set.

    Raises:
        SettingError: when one is missing or cannot be used.
    """
    given = _given(environment, WECOM, _WECOM_NAMES)
    if not given:
        return None
    _require(given, WECOM, ["CORP_ID", "SECRET", "AGENT_ID", "TOKEN", "AES_KEY"])
    corp_id, agent_id = given[WECOM + "CORP_ID"], given[WECOM + "AGENT_ID"]
    if not _CORP_ID.fullmatch(corp_id):
        mend = "copy 企业ID from 我的企业: it begins with ww and has 18 characters"
        raise SettingError(f"{WECOM}CORP_ID={corp_id!r} is no CorpID", mend)
    if not _NUMBER.fullmatch(agent_id):
        mend = "copy the AgentId from the app's page: it is a number"
        raise SettingError(f"{WECOM}AGENT_ID={agent_id!r} is no AgentId", mend)
    return WeComSettings(
        token=_token(given, WECOM + "TOKEN"),
        corp_id=corp_id,
        agent_id=agent_id,
        secret=_secret(given, WECOM + "SECRET"),
        aes_keys=_aes_keys(given, WECOM),
        api=_api(given, WECOM + "API", WeComSettings("", "", "", "", ()).api),
    )


def _given(
    environment: Mapping[str, str], prefix: str, names: list[str]
) -> dict[str, str]:
    found = {prefix + name: environment.get(prefix + name, "") for name in names}
    return {name: value.strip() for name, value in found.items() if value.strip()}


def _require(given: Mapping[str, str], prefix: str, names: list[str]) -> None:
    missing = [prefix + name for name in names if prefix + name not in given]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        mend = (
            f"copy from the platform's set-up page, or unset every {prefix}… variable"
        )
        raise SettingError(f"{', '.join(missing)} {verb} not set", mend)


def _mode(given: Mapping[str, str]) -> Mode:
    name = OFFICIAL + "MODE"
    written = given.get(name, "safe").lower()
    for mode in MODES:
        if written == mode:
            return mode
    mend = "write plain (明文), compatible (兼容) or safe (安全), as on the platform"
    raise SettingError(f"{name}={given[name]!r} is no mode", mend)


# what is secret is never repeated in an error: errors are logged


def _token(given: Mapping[str, str], name: str) -> str:
    token = given[name]
    if not _TOKEN.fullmatch(token) or len(set(token)) < _FEWEST:
        mend = f"set 16 to 32 random letters and digits here and there: {_RANDOM}"
        raise SettingError(f"{name} is too easy to guess, or not allowed", mend)
    return token


def _aes_keys(given: Mapping[str, str], prefix: str) -> tuple[str, ...]:
    names = [prefix + "AES_KEY", prefix + "AES_KEY_PREVIOUS"]
    keys = [(name, given[name]) for name in names if name in given]
    for name, key in keys:
        if not _AES_KEY.fullmatch(key):
            wrong = f"{name} has {len(key)} characters"
            if len(key) == 43:
                wrong = f"{name} holds something else than letters and digits"
            mend = (
                "copy the EncodingAESKey: 43 letters and digits, without = at the end"
            )
            raise SettingError(wrong, mend)
    if len(keys) == 2 and keys[0][1] == keys[1][1]:
        mend = "set the key that was used before, or unset it"
        raise SettingError(f"{names[1]} is the present key", mend)
    return tuple(key for _, key in keys)


def _app_id(given: Mapping[str, str]) -> str:
    app_id = given[OFFICIAL + "APP_ID"]
    if not _APP_ID.fullmatch(app_id):
        mend = (
            "copy the AppID: it begins with wx and has 18 characters (gh_… is another)"
        )
        raise SettingError(f"{OFFICIAL}APP_ID={app_id!r} is no AppID", mend)
    return app_id


def _secret(given: Mapping[str, str], name: str) -> str:
    secret = given.get(name, "")
    if secret and not _SECRET.fullmatch(secret):
        raise SettingError(f"{name} is no secret", "copy it from the platform as it is")
    return secret


def _on(given: Mapping[str, str], name: str) -> bool:
    written = given.get(name, "off")
    if written.lower() not in ("on", "off"):
        raise SettingError(f"{name}={written!r} cannot be used", "write on or off")
    return written.lower() == "on"


def _quota(given: Mapping[str, str], name: str, usual: int) -> int:
    written = given.get(name)
    if written is None:
        return usual
    value = int(written) if _NUMBER.fullmatch(written) else 0
    if not 1 <= value <= _MOST_PUSHED:
        mend = f"write a whole number from 1 to {_MOST_PUSHED}, or unset it"
        raise SettingError(f"{name}={written!r} cannot be used", mend)
    return value


def _api(given: Mapping[str, str], name: str, usual: str) -> str:
    written = given.get(name, usual)
    origin = origin_of(written)
    if origin is None:
        mend = "write scheme and host only, or unset it"
        raise SettingError(f"{name}={written!r} is no address", mend)
    # the app's secret goes there, so it may not go in the clear
    if origin.startswith("http:") and urlsplit(origin).hostname not in _OWN_HOSTS:
        raise SettingError(f"{name}={written!r} is not encrypted", "write https://…")
    return origin
