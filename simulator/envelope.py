"""Signing and encrypting what is delivered; opening what comes back. By wechatpy."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from typing import Any

import xmltodict
from wechatpy.crypto import WeChatCrypto
from wechatpy.enterprise.crypto import WeChatCrypto as WeComCrypto
from wechatpy.exceptions import InvalidSignatureException
from wechatpy.utils import WeChatSigner

from simulator.account import Account
from simulator.messages import Message, render


class UnreadableError(Exception):
    """A reply that the platform cannot use; the text names why."""


@dataclass(frozen=True)
class Letter:
    """A request to the channel: the query of its address, and its body."""

    query: dict[str, str]
    body: bytes = field(default=b"", repr=False)


def crypto(account: Account) -> Any:
    """Return the peer that encrypts for ``account``."""
    kind = WeChatCrypto if account.kind == "official" else WeComCrypto
    return kind(account.token, account.aes_key, account.app_id)


def sign(*parts: str) -> str:
    """Return the platform's signature of ``parts``."""
    signer = WeChatSigner()
    signer.add_data(*parts)
    return str(signer.signature)


def check(account: Account) -> tuple[Letter, str]:
    """Return the request that checks the address, and the right answer to it."""
    echo = str(secrets.randbelow(10**19))
    query = _stamp()
    if account.kind == "official":
        query["signature"] = sign(account.token, query["timestamp"], query["nonce"])
        return Letter(query | {"echostr": echo}), echo
    encrypted, query["msg_signature"] = _encrypt(account, echo, query)
    return Letter(query | {"echostr": encrypted}), echo


def seal(account: Account, message: Message, skew: float = 0.0) -> Letter:
    """Return one delivery of ``message``, with a time and nonce of its own.

    ``skew`` puts its time off by so many seconds.
    """
    query = _stamp(skew)
    if account.kind == "official":
        query["signature"] = sign(account.token, query["timestamp"], query["nonce"])
        query["openid"] = message.user.openid
        if account.mode == "plain":
            return Letter(query, message.xml.encode())
        query["encrypt_type"] = "aes"
    encrypted, query["msg_signature"] = _encrypt(account, message.xml, query)
    outer: dict[str, Any] = {"ToUserName": account.original_id}
    if account.kind == "wecom":
        outer["AgentID"] = account.agent_id
    elif account.mode == "compatible":
        outer = dict(message.fields)
    return Letter(query, render(outer | {"Encrypt": encrypted}).encode())


def open_reply(account: Account, body: str) -> dict[str, Any]:
    """Return the fields of a reply in XML.

    Raises:
        UnreadableError: when the platform would not take it.
    """
    fields = _parsed(body)
    if "Encrypt" not in fields:
        if account.mode == "safe":
            raise UnreadableError("a reply in the clear, in safe mode")
        return fields
    if account.mode == "plain":
        raise UnreadableError("an encrypted reply, in plain mode")
    names = ("MsgSignature", "TimeStamp", "Nonce")
    signature, timestamp, nonce = (str(fields.get(name) or "") for name in names)
    if not signature or not timestamp or not nonce:
        raise UnreadableError("an encrypted reply without MsgSignature and its parts")
    try:
        text = crypto(account).decrypt_message(fields, signature, timestamp, nonce)
    except InvalidSignatureException as error:
        raise UnreadableError("the wrong MsgSignature") from error
    except Exception as error:  # wechatpy checks little and raises what it meets
        raise UnreadableError("a reply that cannot be decrypted") from error
    return _parsed(str(text))


def _stamp(skew: float = 0.0) -> dict[str, str]:
    now = str(int(time.time() + skew))
    return {"timestamp": now, "nonce": str(secrets.randbelow(9 * 10**9) + 10**9)}


def _encrypt(account: Account, text: str, query: dict[str, str]) -> tuple[str, str]:
    sealed = crypto(account).encrypt_message(text, query["nonce"], query["timestamp"])
    fields = _parsed(sealed)
    return str(fields["Encrypt"]), str(fields["MsgSignature"])


def _parsed(body: str) -> dict[str, Any]:
    try:
        found = xmltodict.parse(body, strip_whitespace=False)
    except Exception as error:  # ExpatError, and what a forbidden entity raises
        raise UnreadableError("no XML") from error
    fields = found.get("xml")
    if not isinstance(fields, dict):
        raise UnreadableError("XML without the root xml")
    return dict(fields)
