"""Long text in messages of bounded size.

A passive reply holds about two thousand bytes, and a person waits for one message, not
for five. So the first page is sent, and the others when the person asks for more. Pages
end where the text pauses: after a paragraph, else a line, a sentence, a word; never
inside a character, nor inside several that show as one (a family emoji, an accent).
"""

from __future__ import annotations

import re
import unicodedata

from knowledge.model import Language, Text

#: Bytes of a page in UTF-8. The platform is said to take 2,048.
LIMIT = 2_000
#: Below this a page would be little more than its last line.
_LEAST = 200

MORE = Text(
    zh="（还没完，回复“更多”看下文）",
    en="(There is more: reply “more” to read on)",
)
_ASKING = frozenset(
    (
        *("更多", "查看更多", "看更多", "继续", "继续看", "继续说", "下文", "看下文"),
        *("下一页", "后面呢", "剩下的", "剩下的呢", "繼續", "下一頁"),
        *("more", "more please", "show more", "tell me more", "next", "next page"),
        *("continue", "go on", "read on"),
    )
)
_EDGES = " \t\n,.;:!?，。；：！？、…~～“”\"'()（）"

# borders, best first: where they are, and how full a page has to be to end there. What
# ends with a colon announces the next line, and does not end a page
_BORDERS = (
    (re.compile(r"(?<![:：\s])\s*\n\s*\n"), 0.5),
    (re.compile(r"(?<![:：\s])\s*\n"), 0.4),
    (re.compile(r"[。！？；…][”’）」』》]*|(?<![\s\d])[.!?;][\"'”’)]*(?=\s)"), 0.3),
    (re.compile(r"(?<!\d\.)\s|[，、]"), 0.2),
    (re.compile(r"[\u3400-\u9fff]"), 0.0),
)

_JOINER = "\u200d"
#: Shown with the character before them: marks, and sounds written with two letters.
_MARKS = frozenset({"Mn", "Me", "Mc"})
_AFTER = frozenset("\u200c\u200d\u0e33\u0eb3\uff9e\uff9f")


def pages(text: str, limit: int = LIMIT, language: Language = "zh") -> list[str]:
    """Return ``text`` in pages of at most ``limit`` bytes; none when it is empty.

    Each but the last ends with a line, in ``language``, on how to get the next.

    Raises:
        ValueError: when ``limit`` is less than 200.
    """
    if limit < _LEAST:
        raise ValueError(f"a page of {limit} bytes is too short: use {_LEAST} or more")
    tail = "\n\n" + MORE.in_language(language)
    found, rest = [], text.strip()
    while size(rest) > limit:
        cut = _cut(rest, limit - size(tail))
        found.append(rest[:cut].rstrip() + tail)
        rest = rest[cut:].lstrip()
    return [*found, rest] if rest else found


def without_tail(page: str) -> str:
    """Return ``page`` without the line on how to get the next."""
    for tail in (MORE.zh, MORE.en):
        page = page.removesuffix(tail)
    return page.rstrip()


def asks_for_more(text: str) -> bool:
    """Tell whether a message asks for the next page."""
    plain = unicodedata.normalize("NFKC", text).strip(_EDGES).casefold()
    return plain in _ASKING


def size(text: str) -> int:
    """Return the length of ``text`` in UTF-8, in bytes."""
    return len(text.encode("utf-8", "surrogatepass"))


def _cut(text: str, room: int) -> int:
    """Return where the first page of ``text`` ends, which is longer than ``room``."""
    ends = _ends(text, room)
    for border, full in _BORDERS:
        found = (match.end() for match in border.finditer(text, 0, ends[-1] + 2))
        usable = [end for end in found if end in set(ends)]
        if usable and size(text[: usable[-1]]) >= full * room:
            return usable[-1]
    return ends[-1]


def _ends(text: str, room: int) -> list[int]:
    """Return the ends of what shows as one character, within ``room`` bytes."""
    ends, used, most = [], 0, 0
    flags = 0
    for place, character in enumerate(text):
        if place and not _belongs(text[place - 1], character, flags):
            ends.append(place)
        used += size(character)
        if used > room:
            break
        flags = flags + 1 if _is_flag(character) else 0
        most = place + 1
    # hundreds of accents on one letter do not fit: then between two of them
    return ends or [most]


def _belongs(before: str, character: str, flags: int) -> bool:
    """Tell whether ``character`` shows as one with ``before``.

    ``flags`` counts the flag letters up to ``before``: two of them are one flag.
    """
    if before == "\r" and character == "\n":
        return True
    if before in "\r\n\t":
        return False
    if character in _AFTER or unicodedata.category(character) in _MARKS:
        return True
    if before == _JOINER or _is_modifier(character):
        return True
    if _is_flag(character):
        return flags % 2 == 1
    return _is_korean_part(before, character)


def _is_flag(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _is_modifier(character: str) -> bool:
    """Tell whether it is a skin colour, or a letter of a region's flag."""
    return (
        "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\U000e0020" <= character <= "\U000e007f"
    )


def _is_korean_part(before: str, character: str) -> bool:
    """Tell whether ``character`` goes on with a Korean syllable."""
    if "\u1160" <= character <= "\u11ff" or "\ud7b0" <= character <= "\ud7ff":
        return True  # a vowel, or a consonant at the end
    begins = "\u1100" <= before <= "\u115f" or "\ua960" <= before <= "\ua97f"
    return begins and (
        "\u1100" <= character <= "\u115f" or "\ua960" <= character <= "\ud7a3"
    )
