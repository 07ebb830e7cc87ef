"""What a person said or did, from the fields of a message.

A tap on a menu message comes as text with ``bizmsgmenuid``, a tap on the account's menu
as the event CLICK. Events that ask for nothing are ``ignored``: the platform knows many
and adds more, and each has to be answered with success.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from channels.wechat import refusals

Kind = Literal[
    "text",
    "voice",
    "other",
    "subscribe",
    "unsubscribe",
    "click",
    "scan",
    "ignored",
]
Fields = Mapping[str, str]

_EVENTS: dict[str, Kind] = {
    "subscribe": "subscribe",
    "unsubscribe": "unsubscribe",
    "click": "click",
    "scan": "scan",
}
#: What a message that is no text may hold; anything else is ``unsupported``.
MEDIA = frozenset({"image", "video", "location", "link", "file"})
UNSUPPORTED = "unsupported"

#: OpenIDs of WeChat, user ids of WeCom (which may look like an address).
_USER = re.compile(r"[0-9A-Za-z_\-@.]{1,128}", re.ASCII)
_TIME = re.compile(r"[0-9]{1,12}", re.ASCII)
#: Longest id of a message, a menu or an event.
_LONGEST_ID = 256
#: What the client sends in place of what it cannot show, in either language.
_PLACEHOLDER = re.compile(
    r"[\[【]?\s*(?:收到不支持的消息类型.*|unsupported message.*)", re.I | re.S
)


@dataclass(frozen=True)
class Incoming:
    """A message or an event. Nothing personal shows in its ``repr``.

    ``text`` is what was typed, or heard; it is empty where a voice message was not
    recognised. It may be as long as a body: ``channels.intake`` bounds it, and tells
    the person. ``media`` names what another message holds. ``menu_id`` is the entry of
    a menu message that was tapped, ``event_key`` the key of an event; too long ones
    count as none.
    ``key`` is the same for every delivery of the same message, and tells no more.
    """

    kind: Kind
    to_user: str = field(repr=False)
    openid: str = field(repr=False)
    created: int
    key: str
    text: str = field(default="", repr=False)
    media: str = ""
    menu_id: str = field(default="", repr=False)
    event_key: str = field(default="", repr=False)
    agent_id: str = ""


def read(fields: Fields) -> Incoming:
    """Return what ``fields`` say.

    Raises:
        ChannelError: when they are no message of the platform. An event is never
            refused for what it lacks: it is ignored.
    """
    kind, media = _kind(fields)
    openid, created = _field(fields, "FromUserName"), _field(fields, "CreateTime")
    if not _USER.fullmatch(openid) or not _TIME.fullmatch(created):
        if _type(fields) != "event":
            raise refusals.unreadable()
        kind, openid, created = "ignored", "", "0"
    text = {"text": "Content", "voice": "Recognition"}.get(kind, "")
    return Incoming(
        kind=kind,
        to_user=_field(fields, "ToUserName"),
        openid=openid,
        created=int(created),
        key=_key(fields),
        text=fields.get(text, "").strip(),
        media=media,
        menu_id=_id(fields, "bizmsgmenuid") if kind == "text" else "",
        event_key=_id(fields, "EventKey"),
        agent_id=_id(fields, "AgentID"),
    )


def _kind(fields: Fields) -> tuple[Kind, str]:
    """Return the kind of a message, and the media of one that is ``other``."""
    written = _type(fields)
    if written == "event":
        return _EVENTS.get(_field(fields, "Event").lower(), "ignored"), ""
    if written == "text":
        unsupported = _PLACEHOLDER.fullmatch(fields.get("Content", "").strip())
        return ("other", UNSUPPORTED) if unsupported else ("text", "")
    if written == "voice":
        return "voice", ""
    if not written:
        raise refusals.unreadable()
    media = "video" if written == "shortvideo" else written
    return "other", media if media in MEDIA else UNSUPPORTED


def _type(fields: Fields) -> str:
    return _field(fields, "MsgType").lower()


def _key(fields: Fields) -> str:
    """Return the key by which deliveries of the same message are known.

    Messages have an id (spelt in two ways). Events have none of their own: what they
    carry as ``MsgID`` may be that of a message sent to thousands.
    """
    number = _field(fields, "MsgId") or _field(fields, "MsgID")
    event = _type(fields) == "event"
    if number and not event:
        parts = ["message", _field(fields, "ToUserName"), number]
    else:
        names = "ToUserName FromUserName CreateTime MsgType Event EventKey AgentID"
        parts = ["event", *(_field(fields, name) for name in names.split())]
    # hashed: keys are stored and logged, and the parts name a person
    joined = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _field(fields: Fields, name: str) -> str:
    return fields.get(name, "").strip()


def _id(fields: Fields, name: str) -> str:
    value = _field(fields, name)
    return value if len(value) <= _LONGEST_ID else ""
