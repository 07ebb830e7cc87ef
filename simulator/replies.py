"""What the platform makes of a response: a reply, silence, or a fault."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from simulator.account import Account
from simulator.envelope import UnreadableError, open_reply
from simulator.messages import Message

#: What people see instead of an answer.
FAULT = "该公众号提供的服务出现故障，请稍后再试"

#: A ``reply`` is shown, ``received`` shows nothing; both end the attempts, and so does
#: a reply that is ``refused``. After anything ``odd`` the message is delivered again.
Kind = Literal["reply", "received", "refused", "odd"]

#: What is shown of a reply that is no text.
_MEDIA = frozenset(
    ("image", "voice", "video", "music", "news", "transfer_customer_service")
)


@dataclass(frozen=True)
class Verdict:
    """What a response is; ``problem`` says what is wrong with it, in English."""

    kind: Kind
    text: str = ""
    problem: str = ""


def judge(account: Account, message: Message, status: int, body: bytes) -> Verdict:
    """Return what the platform makes of a response to ``message``."""
    if status != 200:
        return Verdict("odd", problem=f"status {status}")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return Verdict("odd", problem="a body that is not UTF-8")
    if text in ("", "success"):
        return Verdict("received")
    if not text.lstrip().startswith("<xml>"):
        return Verdict("odd", problem=f"an odd body: {text[:60]!r}")
    try:
        return Verdict("reply", _shown(account, message, open_reply(account, text)))
    except UnreadableError as error:
        return Verdict("refused", problem=str(error))


def _shown(account: Account, message: Message, fields: dict[str, Any]) -> str:
    _check_names(account, message, fields)
    kind = str(fields.get("MsgType") or "")
    if kind in _MEDIA:
        return f"[{kind}]"
    if kind != "text":
        raise UnreadableError(f"a reply of the kind {kind!r}")
    content = str(fields.get("Content") or "")
    if not content.strip():
        raise UnreadableError("a reply without Content")
    size, most = len(content.encode("utf-8")), account.limits.text_bytes
    if size > most:
        raise UnreadableError(f"a text of {size} bytes, more than {most}")
    return content


def _check_names(account: Account, message: Message, fields: dict[str, Any]) -> None:
    if fields.get("ToUserName") != message.user.openid:
        raise UnreadableError("a ToUserName that is not the person")
    if fields.get("FromUserName") != account.original_id:
        raise UnreadableError("a FromUserName that is not the account")
    created = str(fields.get("CreateTime") or "")
    if not created.isdecimal():
        raise UnreadableError("a reply without CreateTime")
