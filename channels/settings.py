"""Settings of the channels, from the environment, refused when they cannot be right.

``BAOXIAO_SECRET``             signs sessions and options; without it a random one is
                               made, and sessions end with the process
``BAOXIAO_SECRET_PREVIOUS``    still accepted, while the secret is being changed
``BAOXIAO_ORIGINS``            pages that may use the assistant: https://a.cn,https://b.cn
``BAOXIAO_SESSION_HOURS``      how long a session lives (24)
``BAOXIAO_SESSION_RATE``       messages a minute of one session (30)
``BAOXIAO_ADDRESS_RATE``       requests a minute of one address (600)
``BAOXIAO_PROXIES``            proxies of ours before the server (0): so many are
                               believed about the address of a request
``BAOXIAO_REDIS``              what several workers share: redis://host:6379/0; without
                               it this process knows only itself
``BAOXIAO_DATABASE``           where conversations are kept: sqlite:///path/to/file or
                               postgresql://user:password@host/name
``BAOXIAO_KEEP_DAYS``          days after which a conversation that rests is erased (30)
``BAOXIAO_METRICS``            where Prometheus reads, as 127.0.0.1:9105 (nowhere)
``BAOXIAO_LOG``                json: one JSON object a line on standard error
``BAOXIAO_LOG_LEVEL``          debug, info, warning or error, with json (info)
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from knowledge.errors import SettingError

SECRET = "BAOXIAO_SECRET"
PREVIOUS = "BAOXIAO_SECRET_PREVIOUS"
ORIGINS = "BAOXIAO_ORIGINS"
HOURS = "BAOXIAO_SESSION_HOURS"
SESSION_RATE = "BAOXIAO_SESSION_RATE"
ADDRESS_RATE = "BAOXIAO_ADDRESS_RATE"
PROXIES = "BAOXIAO_PROXIES"
REDIS = "BAOXIAO_REDIS"
DATABASE = "BAOXIAO_DATABASE"
KEEP_DAYS = "BAOXIAO_KEEP_DAYS"
METRICS = "BAOXIAO_METRICS"
LOG = "BAOXIAO_LOG"
LOG_LEVEL = "BAOXIAO_LOG_LEVEL"
#: Which of several workers a process is, counted from 0; its supervisor sets it.
WORKER = "BAOXIAO_WORKER"

#: A secret is at least so long, and of at least so many different characters.
_SHORTEST, _FEWEST = 32, 10
_PORTS = {"http": 80, "https": 443}
_REDIS_SCHEMES = frozenset({"redis", "rediss"})
_LEVELS = ("debug", "info", "warning", "error")
_LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class WebSettings:
    """What the web channel needs to know. Rates are requests a minute."""

    keys: tuple[str, ...]
    origins: frozenset[str] = frozenset()
    session_hours: float = 24.0
    session_rate: int = 30
    address_rate: int = 600
    proxies: int = 0


def web(environment: Mapping[str, str] = os.environ) -> WebSettings:
    """Return the settings of the web channel.

    Raises:
        SettingError: when one of them cannot be used.
    """
    return WebSettings(
        keys=_keys(environment),
        origins=_origins(environment.get(ORIGINS, "")),
        session_hours=_number(environment, HOURS, 24.0, 0.1, 24 * 365),
        session_rate=_whole(environment, SESSION_RATE, 30, 1, 1_000_000),
        address_rate=_whole(environment, ADDRESS_RATE, 600, 1, 1_000_000),
        proxies=_whole(environment, PROXIES, 0, 0, 9),
    )


def keep_days(environment: Mapping[str, str] = os.environ) -> float:
    """Return after how many days a conversation that rests is erased.

    Raises:
        SettingError: when it is no such number.
    """
    return _number(environment, KEEP_DAYS, 30.0, 0.01, 3_660)


def redis(environment: Mapping[str, str] = os.environ) -> str | None:
    """Return the address of the Redis that several workers share; None without one.

    Raises:
        SettingError: when it is no such address. It may hold a password, so it is not
            repeated.
    """
    written = environment.get(REDIS, "").strip()
    if not written:
        return None
    mend = "write redis://host:6379/0 (rediss:// with TLS), or unset it"
    try:
        parts = urlsplit(written)
        number = parts.path.strip("/")
        right = parts.scheme in _REDIS_SCHEMES and bool(parts.hostname)
        right = right and parts.port != 0 and (not number or number.isdecimal())
    except ValueError:
        right = False
    if not right:
        raise SettingError(f"{REDIS} is no address of a Redis", mend)
    return written


def metrics(environment: Mapping[str, str] = os.environ) -> tuple[str, int] | None:
    """Return host and port at which this worker shows its metrics; None for nowhere.

    A port alone is one of this machine only. Each worker has the next port.

    Raises:
        SettingError: when it is no such address.
    """
    written = environment.get(METRICS, "").strip()
    if not written:
        return None
    worker = _whole(environment, WORKER, 0, 0, 99)
    try:
        given = written if ":" in written else f":{written}"
        parts = urlsplit(f"//{given}")
        port = (parts.port or 0) + worker
        right = 0 < port - worker and port < 65_536 and parts.netloc == given
    except ValueError:
        right = False
    if not right:
        raise SettingError(
            f"{METRICS}={written!r} is no address", "write 127.0.0.1:9105"
        )
    return parts.hostname or _LOOPBACK, port


def log_level(environment: Mapping[str, str] = os.environ) -> str | None:
    """Return from which level on events are logged as JSON; None for plain lines.

    Raises:
        SettingError: when the kind of log or the level is another.
    """
    kind = environment.get(LOG, "").strip().lower()
    level = environment.get(LOG_LEVEL, "").strip().lower() or "info"
    if kind not in ("", "plain", "json"):
        raise SettingError(
            f"{LOG}={kind!r} is no kind of log", "write json, or unset it"
        )
    if level not in _LEVELS:
        raise SettingError(
            f"{LOG_LEVEL}={level!r}", f"write one of {', '.join(_LEVELS)}"
        )
    return level if kind == "json" else None


def _keys(environment: Mapping[str, str]) -> tuple[str, ...]:
    newest, previous = environment.get(SECRET), environment.get(PREVIOUS)
    if not newest and previous:
        raise SettingError(f"{PREVIOUS} stands alone", f"set {SECRET} too")
    if not newest:
        return (secrets.token_urlsafe(_SHORTEST),)
    # the newest signs, so it comes last
    given = [(PREVIOUS, previous), (SECRET, newest)]
    found = [(name, key) for name, key in given if key]
    for name, key in found:
        if len(key) < _SHORTEST or len(set(key)) < _FEWEST:
            mend = (
                f"use at least {_SHORTEST} random characters: "
                "python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"
            )
            raise SettingError(f"{name} is too easy to guess", mend)
    return tuple(key for _, key in found)


def _origins(given: str) -> frozenset[str]:
    found = set()
    for item in given.replace(",", " ").split():
        if "*" in item:
            wrong = f"{ORIGINS}: {item} would let unknown pages use the assistant"
            raise SettingError(wrong, "list the pages: https://www.example.cn")
        origin = origin_of(item)
        if origin is None:
            mend = "write scheme and host only: https://www.example.cn"
            raise SettingError(f"{ORIGINS}: {item!r} is no origin", mend)
        found.add(origin)
    return frozenset(found)


def origin_of(address: str) -> str | None:
    """Return scheme, host and port as browsers write them; None if it is no origin."""
    try:
        parts = urlsplit(address.lower())
        port = parts.port
    except ValueError:
        return None
    beyond = parts.path.strip("/") or parts.query or parts.fragment
    if parts.scheme not in _PORTS or not parts.hostname or beyond or "@" in address:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    shown = "" if port in (None, _PORTS[parts.scheme]) else f":{port}"
    return f"{parts.scheme}://{host}{shown}"


def _number(
    environment: Mapping[str, str], name: str, usual: float, least: float, most: float
) -> float:
    given = environment.get(name)
    if not given:
        return usual
    try:
        value = float(given)
    except ValueError:
        value = float("nan")
    if not least <= value <= most:
        mend = f"write a number from {least:g} to {most:g}, or unset it"
        raise SettingError(f"{name}={given!r} cannot be used", mend)
    return value


def _whole(
    environment: Mapping[str, str], name: str, usual: int, least: int, most: int
) -> int:
    value = _number(environment, name, usual, least, most)
    if value != int(value):
        mend = f"write a whole number from {least} to {most}, or unset it"
        raise SettingError(f"{name}={environment[name]!r} cannot be used", mend)
    return int(value)
