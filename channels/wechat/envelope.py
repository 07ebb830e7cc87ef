"""From a request to the fields of its message, and from a reply to its body.

Order matters: first that the address is signed and fresh, then the mode, then the
cipher, and only then the message. In safe mode a plain body is refused: else the token
alone would be enough to forge one.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from channels.wechat import refusals, signature, xml
from channels.wechat.cipher import Cipher
from channels.wechat.settings import Mode, OfficialSettings, WeComSettings
from channels.wechat.signature import Query, Signed

#: The body that says: received, nothing to say. It ends the platform's attempts.
RECEIVED = "success"

#: What ``encrypt_type`` may be in each mode; without one it is ``raw``.
_ALLOWED: dict[Mode, tuple[str, ...]] = {
    "plain": ("raw",),
    "compatible": ("raw", "aes"),
    "safe": ("aes",),
}


@dataclass(frozen=True)
class Letter:
    """What a request holds: its fields, its signature, and the key it came with.

    ``key`` is None when it came in the clear; the reply then goes in the clear.
    """

    fields: dict[str, str] = field(repr=False)
    signed: Signed
    key: bytes | None = field(default=None, repr=False)


class Official:
    """The callback of an official account."""

    def __init__(self, settings: OfficialSettings) -> None:
        """Open and seal as ``settings`` say."""
        self._settings = settings
        self._cipher = (
            Cipher(settings.token, settings.aes_keys, settings.app_id)
            if settings.aes_keys
            else None
        )

    def echo(self, query: Query, now: float) -> str:
        """Return what the check of the address is answered with, as ``text/plain``.

        Raises:
            ChannelError: when the platform did not send it.
        """
        self._signed(query, now)
        return signature.parameter(query, "echostr")

    def open(self, query: Query, body: bytes, now: float) -> Letter:
        """Return what a request holds.

        Raises:
            ChannelError: when it is not the platform's, or not in the mode that is set.
        """
        given = self._signed(query, now)
        mode, found = self._settings.mode, _encryption(query)
        if found not in _ALLOWED[mode]:
            raise refusals.mode(mode, found)
        fields = xml.parse(body)
        if found == "raw" or self._cipher is None:
            return Letter(fields, given)
        # not the signature of the address: that one does not cover the body
        return _opened(self._cipher, fields, signature.signed(query, "msg_signature"))

    def seal(
        self, letter: Letter, text: str, clock: Callable[[], float] = time.time
    ) -> str:
        """Return the body that answers ``letter`` with the XML ``text``."""
        if letter.key is None or self._cipher is None:
            return text
        return _sealed(self._cipher, letter.key, text, clock)

    def _signed(self, query: Query, now: float) -> Signed:
        given = signature.signed(query)
        signature.check(self._settings.token, given)
        signature.check_time(given, now)
        return given


class WeCom:
    """The callback of an app of WeCom, always encrypted."""

    def __init__(self, settings: WeComSettings) -> None:
        """Open and seal as ``settings`` say."""
        self._settings = settings
        self._cipher = Cipher(settings.token, settings.aes_keys, settings.corp_id)

    def echo(self, query: Query, now: float) -> str:
        """Return the decrypted echo, to be answered bare and within a second.

        Raises:
            ChannelError: when the platform did not send it.
        """
        given = signature.signed(query, "msg_signature")
        signature.check_time(given, now)
        return self._cipher.open(signature.parameter(query, "echostr"), given).text

    def open(self, query: Query, body: bytes, now: float) -> Letter:
        """Return what a request holds.

        Raises:
            ChannelError: when it is not the platform's.
        """
        given = signature.signed(query, "msg_signature")
        signature.check_time(given, now)
        return _opened(self._cipher, xml.parse(body), given)

    def seal(
        self, letter: Letter, text: str, clock: Callable[[], float] = time.time
    ) -> str:
        """Return the body that answers ``letter`` with the XML ``text``."""
        return _sealed(self._cipher, letter.key, text, clock)


def _encryption(query: Query) -> str:
    found = [value for name, value in query if name == "encrypt_type"]
    if len(found) > 1:
        raise refusals.parameter("encrypt_type")
    written = found[0] if found else "raw"
    return written if written in ("raw", "aes") else "unknown"


def _opened(cipher: Cipher, outer: dict[str, str], given: Signed) -> Letter:
    opened = cipher.open(outer.get("Encrypt", ""), given)
    return Letter(xml.parse(opened.text), given, opened.key)


def _sealed(
    cipher: Cipher, key: bytes | None, text: str, clock: Callable[[], float]
) -> str:
    nonce = secrets.token_hex(8)
    return xml.sealed(cipher.seal(text, str(int(clock())), nonce, key))
