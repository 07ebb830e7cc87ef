"""The platform's encryption of messages.

AES-256 in CBC mode; the key is the EncodingAESKey decoded from Base64, its first half
the initial vector. The clear text is 16 random bytes, the length of the message in 4
bytes (most significant first), the message, and its receiver: the AppID of an official
account, the CorpID of a WeCom app, nothing for a WeCom bot. It is padded to 32 bytes.

While the key is being changed, messages come with the old or the new one, so both are
tried, and the reply uses the one that worked.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.ciphers import Cipher as AESCipher
from cryptography.hazmat.primitives.ciphers import algorithms, modes

from channels.errors import ChannelError
from channels.wechat import refusals, signature
from channels.wechat.signature import Signed

_RANDOM, _LENGTH, _PADDED, _BLOCK = 16, 4, 32, 16


@dataclass(frozen=True)
class Opened:
    """A decrypted message, and the key that worked."""

    text: str = field(repr=False)
    key: bytes = field(repr=False)


@dataclass(frozen=True)
class Sealed:
    """An encrypted message and its signature: the fields of a reply's envelope."""

    encrypted: str
    signed: Signed


class Cipher:
    """Opens and seals the messages of one account."""

    def __init__(self, token: str, aes_keys: Sequence[str], receive_id: str) -> None:
        """Take the EncodingAESKeys, newest first, each of 43 characters.

        ``receive_id`` is the AppID or CorpID, or empty for a WeCom bot.
        """
        self._token = token
        self._keys = [base64.b64decode(key + "=") for key in aes_keys]
        if not self._keys or any(len(key) != 32 for key in self._keys):
            raise ValueError("every EncodingAESKey has 43 characters of Base64")
        self._receive_id = receive_id.encode()

    def open(self, encrypted: str, given: Signed) -> Opened:
        """Return the message in ``encrypted``, signed with ``msg_signature``.

        Raises:
            ChannelError: ``signature`` when the signature is wrong, ``cipher`` for
                everything else, whatever it was: a sender who learned which check
                failed could decrypt by asking.
        """
        # first of all: what the platform did not sign is not worked on
        signature.check(self._token, given, encrypted)
        try:
            body = base64.b64decode(encrypted.strip(), validate=True)
        except ValueError:
            raise _failed() from None
        for key in self._keys:
            text = self._message(body, key)
            if text is not None:
                return Opened(text, key)
        raise _failed()

    def seal(
        self, text: str, timestamp: str, nonce: str, key: bytes | None = None
    ) -> Sealed:
        """Encrypt and sign ``text`` with ``key``, which is the newest unless given."""
        message = text.encode("utf-8", "ignore")
        clear = secrets.token_bytes(_RANDOM)
        clear += len(message).to_bytes(_LENGTH, "big") + message + self._receive_id
        padding = _PADDED - len(clear) % _PADDED
        encryptor = _aes(key or self._keys[0]).encryptor()
        body = encryptor.update(clear + bytes([padding]) * padding)
        encrypted = base64.b64encode(body + encryptor.finalize()).decode()
        right = signature.digest(self._token, timestamp, nonce, encrypted)
        return Sealed(encrypted, Signed(timestamp, nonce, right))

    def _message(self, body: bytes, key: bytes) -> str | None:
        """Return the message, or None if the key, the form or the receiver is wrong."""
        if not body or len(body) % _BLOCK:
            return None
        decryptor = _aes(key).decryptor()
        clear = decryptor.update(body) + decryptor.finalize()
        padding = clear[-1]
        if not 1 <= padding <= _PADDED or len(clear) < padding + _RANDOM + _LENGTH:
            return None
        if clear[-padding:] != bytes([padding]) * padding:
            return None
        content = clear[_RANDOM:-padding]
        length = int.from_bytes(content[:_LENGTH], "big")
        message = content[_LENGTH : _LENGTH + length]
        receiver = content[_LENGTH + length :]
        if len(message) != length:
            return None
        if not hmac.compare_digest(receiver, self._receive_id):
            return None
        try:
            return message.decode("utf-8")
        except UnicodeDecodeError:
            return None


def _aes(key: bytes) -> AESCipher[modes.CBC]:
    return AESCipher(algorithms.AES(key), modes.CBC(key[:16]))


def _failed() -> ChannelError:
    return refusals.refused("cipher", refusals.CIPHER)
