"""The platform's XML: read without trust, written safely.

What comes in is flat: a root ``xml`` and fields with text. Anything that makes XML
dangerous (a document type, entities, depth) or that the platform does not send is
refused. What goes out holds texts of the law and of people, so it is cleaned of what
XML cannot hold, and cannot leave its CDATA section.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from xml.etree.ElementTree import ParseError

from defusedxml.ElementTree import DefusedXMLParser

from channels.wechat import refusals
from channels.wechat.cipher import Sealed

#: Largest body in bytes. A message has at most a few thousand.
MAX_BYTES = 65_536
#: Most elements in all, and how deep they may lie. Lists of pictures lie at depth 5.
_MOST_ELEMENTS, _DEEPEST = 512, 8
_ROOT = "xml"
_BLANK = " \t\r\n\ufeff"

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Reader:
    """Gathers the text of the root's children; called by the parser."""

    def __init__(self) -> None:
        self.fields: dict[str, str] = {}
        self._path: list[str] = []
        self._parts: list[str] = []
        self._elements = 0

    def start(self, tag: str, _: dict[str, str]) -> None:
        self._path.append(tag)
        self._elements += 1
        if self._elements > _MOST_ELEMENTS or len(self._path) > _DEEPEST:
            raise refusals.unreadable()
        if len(self._path) == 1 and tag != _ROOT:
            raise refusals.unreadable()
        if len(self._path) == 2:
            self._parts = []

    def end(self, tag: str) -> None:
        if len(self._path) == 2:
            # of two fields the first counts, always
            self.fields.setdefault(tag, "".join(self._parts))
        self._path.pop()

    def data(self, text: str) -> None:
        if len(self._path) == 2:
            self._parts.append(text)


def parse(body: bytes | str) -> dict[str, str]:
    """Return the fields of a message; text inside deeper elements is left out.

    Raises:
        ChannelError: ``size`` (413), ``json`` (415), or ``request`` (400) when the body
            is not XML as the platform sends it.
    """
    text = _decoded(body)
    if text[:1] in ("{", "["):
        raise refusals.not_xml()
    reader = _Reader()
    parser = DefusedXMLParser(target=reader, forbid_dtd=True)
    try:
        parser.feed(text)
        parser.close()
    except (ParseError, ValueError, LookupError, TypeError) as error:
        # what defusedxml forbids is a ValueError, an unknown encoding a LookupError
        raise refusals.unreadable() from error
    return reader.fields


def _decoded(body: bytes | str) -> str:
    """Return the body as text: UTF-8, whatever encoding it declares."""
    if len(body) > MAX_BYTES:
        raise refusals.too_large(MAX_BYTES)
    try:
        raw = body.encode("utf-8") if isinstance(body, str) else body
        if len(raw) > MAX_BYTES:
            raise refusals.too_large(MAX_BYTES)
        return raw.decode("utf-8").strip(_BLANK)
    except UnicodeError as error:
        raise refusals.unreadable() from error


def clean(text: str) -> str:
    """Return ``text`` without characters that XML 1.0 forbids, and lone surrogates."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def cdata(text: str) -> str:
    """Return ``text`` as character data; ``]]>`` is split between two sections."""
    inside = clean(text).replace("]]>", "]]]]><![CDATA[>")
    return f"<![CDATA[{inside}]]>"


def reply(
    to_user: str, from_user: str, text: str, clock: Callable[[], float] = time.time
) -> str:
    """Return a text reply to the person ``to_user`` from the account ``from_user``.

    The time is read now, when the reply is made.
    """
    return (
        f"<xml><ToUserName>{cdata(to_user)}</ToUserName>"
        f"<FromUserName>{cdata(from_user)}</FromUserName>"
        f"<CreateTime>{int(clock())}</CreateTime>"
        "<MsgType><![CDATA[text]]></MsgType>"
        f"<Content>{cdata(text)}</Content></xml>"
    )


def sealed(parts: Sealed) -> str:
    """Return the envelope of an encrypted reply."""
    return (
        f"<xml><Encrypt>{cdata(parts.encrypted)}</Encrypt>"
        f"<MsgSignature>{cdata(parts.signed.signature)}</MsgSignature>"
        f"<TimeStamp>{parts.signed.timestamp}</TimeStamp>"
        f"<Nonce>{cdata(parts.signed.nonce)}</Nonce></xml>"
    )
