"""The one place where a person's message is cleaned before anything sees it.

Removes control characters and a leading slash (which would forge an intent), bounds the
length, and hides identity, telephone and bank card numbers, so that they are neither
stored nor logged.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

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
_DIGIT_EDGE = r"(?<![0-9A-Za-z.])", r"(?![0-9A-Za-z])"
_PERSONAL = [
    re.compile(_DIGIT_EDGE[0] + pattern + _DIGIT_EDGE[1])
    for pattern in (
        r"[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx]",
        r"[1-9]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}",  # 15-digit, old
        r"(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}",  # mobile telephone
        r"\d{4}(?:[ -]?\d{4}){2,3}(?:[ -]?\d{1,4})?",  # bank or social security card
    )
]


@dataclass(frozen=True)
class Message:
    """A cleaned message, or the reason why there is none.

    Exactly one of ``text`` and ``problem`` is set.
    """

    text: str = ""
    problem: Text | None = None


def clean(raw: str | bytes) -> Message:
    """Return what may go on to Rasa, or what is wrong with it in both languages."""
    if isinstance(raw, bytes):
        try:
            raw = raw.decode("utf-8")
        except UnicodeDecodeError:
            return Message(problem=UNREADABLE)
    if any("\ud800" <= character <= "\udfff" for character in raw):
        return Message(problem=UNREADABLE)
    text = "".join(c if _is_text(c) else " " for c in raw).strip()
    text = text.lstrip("/\\").strip()
    if not text:
        return Message(problem=EMPTY)
    if len(text) > MAX_LENGTH:
        return Message(
            problem=Text(
                zh=TOO_LONG.zh.format(length=len(text), limit=MAX_LENGTH),
                en=TOO_LONG.en.format(length=len(text), limit=MAX_LENGTH),
            )
        )
    return Message(text=redact(text))


def redact(text: str) -> str:
    """Return ``text`` with personal numbers replaced by ``＊＊＊``."""
    for pattern in _PERSONAL:
        text = pattern.sub(HIDDEN, text)
    return text


def _is_text(character: str) -> bool:
    return (
        character in _KEPT_CONTROLS or unicodedata.category(character) not in _CONTROLS
    )
