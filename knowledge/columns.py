"""Text in columns of a terminal or a sheet, where a Chinese character takes two."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

WIDTH = 80

#: What no line may start with.
_CLOSING = "，。；：！？、）》”’】」…,.;:!?)"
#: What no line may end with.
_OPENING = "（《“‘【「("
#: A Latin word with what is written to it, a space, or any other single character.
_PIECES = re.compile(
    rf"[{re.escape(_OPENING)}]*"
    r"(?:[^\s\u2e80-\u9fff\uff00-\uffef，。；：！？、）》”’】」…（《“‘【「□·—]+|\S)"
    rf"[{re.escape(_CLOSING)}]*|\s+"
)


def width(text: str) -> int:
    """Return how many columns ``text`` takes."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def wrapped(text: str, first: str = "", rest: str | None = None) -> Iterator[str]:
    """Yield ``text`` in lines of at most ``WIDTH`` columns.

    ``first`` starts the first line, ``rest`` (by default as many spaces) the others.
    A single word that is wider than that stands on a line of its own.
    """
    rest = " " * width(first) if rest is None else rest
    line, begin = first, True
    for piece in _PIECES.findall(text.strip()):
        if not begin and width(line + piece.rstrip()) > WIDTH:
            yield line.rstrip()
            line, begin = rest, True
        if begin and piece.isspace():
            continue
        line, begin = line + piece, False
    yield line.rstrip()
