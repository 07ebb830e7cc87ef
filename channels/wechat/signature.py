"""Whether a request is from the platform, and fresh.

The platform signs with SHA-1 over the sorted token, timestamp and nonce; where the body
is encrypted, over these and the cipher text. It does so on every request, and every one
is checked: without that anybody could speak as any person.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from channels.wechat import refusals

#: The query of an address, decoded, in order and with repetitions.
Query = Sequence[tuple[str, str]]

#: Seconds by which the time of a request may differ from ours, in both directions.
WINDOW = 300.0
#: Longest parameter; only the echo of WeCom comes near it.
_LONGEST = 4_096
_MOST_NONCES = 20_000
#: Seconds since 1970, until 2286. The signature joins its parts without a border, so
#: nothing else may be read as a time: not 01764547200 either.
_TIME = re.compile(r"[1-9][0-9]{9}", re.ASCII)


@dataclass(frozen=True)
class Signed:
    """The parts of a request's signature, as they were given."""

    timestamp: str
    nonce: str
    signature: str


def parameter(query: Query, name: str) -> str:
    """Return the parameter ``name``.

    Raises:
        ChannelError: when it is missing, empty, too long, or there more than once; an
            empty one would be signed like a missing one, and of two the proxy before us
            might have checked the other.
    """
    found = [value for key, value in query if key == name]
    if len(found) != 1 or not 0 < len(found[0]) <= _LONGEST:
        raise refusals.parameter(name)
    return found[0]


def signed(query: Query, name: str = "signature") -> Signed:
    """Return the signature of a request; ``name`` is ``msg_signature`` for ciphers.

    Raises:
        ChannelError: when a part is missing, empty or there twice.
    """
    return Signed(
        parameter(query, "timestamp"), parameter(query, "nonce"), parameter(query, name)
    )


def digest(*parts: str) -> str:
    """Return the platform's signature of ``parts``: SHA-1 over them, sorted."""
    encoded = sorted(part.encode("utf-8", "surrogatepass") for part in parts)
    return hashlib.sha1(b"".join(encoded), usedforsecurity=False).hexdigest()


def check(token: str, given: Signed, *encrypted: str) -> None:
    """Pass when the signature is right; ``encrypted`` is the cipher text, if any.

    Raises:
        ChannelError: when it is not.
    """
    right = digest(token, given.timestamp, given.nonce, *encrypted).encode()
    # as bytes and in constant time: what was given may be anything
    written = given.signature.encode("utf-8", "surrogatepass")
    if not hmac.compare_digest(right, written):
        raise refusals.refused("signature", refusals.SIGNATURE)


def check_time(given: Signed, now: float) -> None:
    """Pass when the request was made about ``now`` (seconds since 1970).

    Raises:
        ChannelError: when it was not, so that an old request cannot be sent again.
    """
    if not _TIME.fullmatch(given.timestamp):
        raise refusals.refused("stale", refusals.STALE)
    if abs(now - int(given.timestamp)) > WINDOW:
        raise refusals.refused("stale", refusals.STALE)


class Nonces:
    """Which message a nonce was used for, as long as its time is fresh.

    Tencent sends a message again when we are slow, and nothing promises that it signs
    it anew. So a nonce that comes back with the *same* message passes: the deliveries
    answer it from the first one's result, and a recorded request sent again does no
    more than that. With *another* message it is refused, because in plain mode the
    signature does not cover the body, and whoever saw one request could else put their
    own words into it.
    """

    def __init__(self, most: int = _MOST_NONCES) -> None:
        """Remember at most so many; beyond that the oldest are forgotten."""
        self._seen: OrderedDict[tuple[str, str], tuple[float, str]] = OrderedDict()
        self._most = most

    def check(self, given: Signed, key: str, now: float) -> None:
        """Pass unless the nonce was used for another message than that of ``key``.

        Raises:
            ChannelError: when it was.
        """
        self._forget_old(now)
        name = (given.timestamp, given.nonce)
        _, known = self._seen.setdefault(name, (now, key))
        if known != key:
            raise refusals.refused("nonce", refusals.REUSED)

    def _forget_old(self, now: float) -> None:
        # a time up to one window ahead is taken, and stays fresh for two
        while self._seen:
            name, (since, _) = next(iter(self._seen.items()))
            if now - since <= 2 * WINDOW and len(self._seen) < self._most:
                break
            del self._seen[name]
