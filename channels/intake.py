"""The one place where a person's message is cleaned before anything sees it.

Removes control characters and a leading slash (which would forge an intent), bounds the
length, and hides the numbers of people (``channels.personal``), so that they are
neither stored nor logged.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from channels import personal
from knowledge.model import Text

#: Longest message, in characters: far above what people write (one in ten over 270).
MAX_LENGTH = 2_000

EMPTY = Text(
    zh="没有收到文字。请输入您的问题。",
    en="The message is empty. Please type a question.",
)
TOO_LONG = Text(
    zh="这条消息有 {length} 个字符，超过 {limit} 个。请缩短后再发，只留要问的事。",
    en="The message has {length} characters, more than {limit}. Please shorten it to "
    "the question and send it again.",
)
UNREADABLE = Text(
    zh="这条消息不是有效的 UTF-8 文字，无法读取。请改用 UTF-8 编码再发。",
    en="The message is not valid UTF-8 text. Please send it again as UTF-8.",
)
HIDDEN = "＊＊＊"

_KEPT_CONTROLS = frozenset("\t\n")
_CONTROLS = frozenset({"Cc", "Cn", "Co"})
_BLANK = r"\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufe0f\ufeff"
_LEADING = re.compile(rf"^[{_BLANK}/\\／＼]+")
_TRAILING = re.compile(
    r"[\s\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\ufeff]+$"
)


@dataclass(frozen=True)
class Message:
    """A cleaned message, or the reason why there is none.

    Exactly one of ``text`` and ``problem`` is set; ``code`` names the problem for
    programs: ``empty``, ``length`` or ``encoding``.
    """

    text: str = ""
    problem: Text | None = None
    code: str = ""


def clean(raw: str | bytes) -> Message:
    """Return what may go on to Rasa, or what is wrong with it in both languages."""
    if isinstance(raw, bytes):
        try:
            raw = raw.decode("utf-8")
        except UnicodeDecodeError:
            return Message(problem=UNREADABLE, code="encoding")
    if any("\ud800" <= character <= "\udfff" for character in raw):
        return Message(problem=UNREADABLE, code="encoding")
    text = "".join(c if _is_text(c) else " " for c in raw)
    text = _TRAILING.sub("", _LEADING.sub("", text))
    if not text:
        return Message(problem=EMPTY, code="empty")
    if len(text) > MAX_LENGTH:
        return Message(
            problem=Text(
                zh=TOO_LONG.zh.format(length=len(text), limit=MAX_LENGTH),
                en=TOO_LONG.en.format(length=len(text), limit=MAX_LENGTH),
            ),
            code="length",
        )
    return Message(text=redact(text))


def redact(text: str) -> str:
    """Return ``text`` with personal numbers replaced by ``＊＊＊``."""
    # what stood beside a number may be one without it: once more, until none is left
    while found := personal.spans(text):
        for start, end in reversed(found):
            text = text[:start] + HIDDEN + text[end:]
    return text


def _is_text(character: str) -> bool:
    return (
        character in _KEPT_CONTROLS or unicodedata.category(character) not in _CONTROLS
    )
