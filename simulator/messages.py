"""What people send and do, as the platform writes it down."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from simulator.account import Account
from simulator.people import User

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Message:
    """A message or event of ``user``; ``id`` is its MsgId, or names the event."""

    user: User
    id: str
    fields: Mapping[str, str | int | float]
    grant: Literal["message", "click", ""] = "message"

    @property
    def xml(self) -> str:
        """The message as it is delivered, before encryption."""
        return render(self.fields)


def render(fields: Mapping[str, str | int | float]) -> str:
    """Return ``fields`` as the platform's XML: numbers bare, texts as CDATA."""
    parts = []
    for name, value in fields.items():
        written = str(value)
        if isinstance(value, str):
            inside = _FORBIDDEN.sub("", value).replace("]]>", "]]]]><![CDATA[>")
            written = f"<![CDATA[{inside}]]>"
        parts.append(f"<{name}>{written}</{name}>")
    return f"<xml>{''.join(parts)}</xml>"


def text(account: Account, user: User, content: str, menu_id: str = "") -> Message:
    """Return typed text; with ``menu_id`` a tap on an option of a menu message."""
    if not menu_id:
        return _message(account, user, "text", Content=content)
    # an account under test gets the label only
    more = {} if account.test_account else {"bizmsgmenuid": menu_id}
    # a tap counts as a click, by the stricter reading of the platform's pages
    return _message(account, user, "text", "click", Content=content, **more)


def voice(account: Account, user: User, recognised: str | None) -> Message:
    """Return a voice message; None: recognition is switched off."""
    more = {} if recognised is None else {"Recognition": recognised}
    media = secrets.token_urlsafe(32)
    return _message(account, user, "voice", MediaId=media, Format="amr", **more)


def image(account: Account, user: User) -> Message:
    """Return a picture."""
    address = f"http://mmbiz.qpic.cn/mmbiz_jpg/{secrets.token_urlsafe(24)}/0"
    media = secrets.token_urlsafe(32)
    return _message(account, user, "image", PicUrl=address, MediaId=media)


def video(account: Account, user: User) -> Message:
    """Return a short film."""
    media, thumb = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    return _message(account, user, "video", MediaId=media, ThumbMediaId=thumb)


def location(account: Account, user: User, label: str = "成都市") -> Message:
    """Return a place on the map."""
    place = {"Location_X": 30.659462, "Location_Y": 104.065735, "Scale": 16}
    return _message(account, user, "location", Label=label, **place)


def link(account: Account, user: User, title: str = "医保新规") -> Message:
    """Return a link to a page."""
    address = "https://mp.weixin.qq.com/s/example"
    return _message(account, user, "link", Title=title, Description="", Url=address)


def unsupported(account: Account, user: User) -> Message:
    """Return what stands in place of what a client cannot send on."""
    return text(account, user, "【收到不支持的消息类型，暂无法显示】")


def follow(account: Account, user: User) -> Message:
    """Return the event that somebody follows."""
    user.follows = True
    return event(account, user, "subscribe", "", grant="click")


def unfollow(account: Account, user: User) -> Message:
    """Return the event that somebody follows no more."""
    user.follows = False
    return event(account, user, "unsubscribe", "")


def click(account: Account, user: User, key: str) -> Message:
    """Return a tap on an entry of the account's menu."""
    name = "CLICK" if account.kind == "official" else "click"
    return event(account, user, name, key, grant="click")


def scan(account: Account, user: User, key: str) -> Message:
    """Return the event that a follower scanned the account's code."""
    return event(account, user, "SCAN", key, grant="click", Ticket="gQH47joAAAAA")


def event(
    account: Account,
    user: User,
    name: str,
    key: str | None = None,
    grant: Literal["message", "click", ""] = "",
    **more: str | int | float,
) -> Message:
    """Return any event. It has no MsgId."""
    fields = _common(account, user, "event") | {"Event": name}
    if key is not None:
        fields["EventKey"] = key
    return Message(user, f"event {account.next_id()}", fields | more, grant)


def _message(
    account: Account,
    user: User,
    kind: str,
    grant: Literal["message", "click"] = "message",
    /,
    **content: str | int | float,
) -> Message:
    number = account.next_id()
    fields = _common(account, user, kind) | content | {"MsgId": int(number)}
    return Message(user, number, fields, grant)


def _common(account: Account, user: User, kind: str) -> dict[str, str | int | float]:
    fields: dict[str, str | int | float] = {
        "ToUserName": account.original_id,
        "FromUserName": user.openid,
        "CreateTime": int(account.clock()),
        "MsgType": kind,
    }
    if account.kind == "wecom":
        fields["AgentID"] = int(account.agent_id)
    return fields
