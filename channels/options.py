"""Choosing one of the options of the last reply: by number, in words, or its label.

One place for every channel, so that ２, 第二个, "the second one" and the words of the
option itself work everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

Option = dict[str, str]
Payload = dict[str, Any]

#: Kinds of figures: while one is asked for, a bare number is an amount, no option.
_AMOUNTS = frozenset({"money", "number", "rate"})

_ZH = "一二三四五六七八九十"
_EN = "one two three four five six seven eight nine ten".split()
_EN_ORDINAL = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_BARE = re.compile(r"(\d{1,3})[.。)、)]?")
_NUMBERED = re.compile(
    r"(?:我?[选要点]|就|那就|看|看看)*第?(?P<zh>\d{1,3}|[一二两三四五六七八九十])(?:个|项|条|种|号|那个|这个)*(?:选项)?吧?"
    r"|(?:i(?:'ll)? (?:choose|take|pick|want) |please |option |number |no\.? ?|#)*"
    r"(?:the )?(?P<en>\d{1,3}(?:st|nd|rd|th)?|[a-z]+)(?: one| option)?(?: please)?"
)
_LAST = re.compile(
    r"(?:选)?最后(?:那)?一?(?:个|项|条)(?:吧)?|(?:the )?last(?: one| option)?"
)
#: A label is meant when so much of it was typed, or little more than it.
_SHARE = 0.6
_MOST_BEYOND = 4
_EDGES = " \t\n,.;:!?，。；：！？、…~～“”\"'"


def offered(payloads: Sequence[Payload]) -> list[Option]:
    """Return the options of a reply in the order in which they are numbered."""
    options: list[Option] = []
    for payload in payloads:
        asked = payload.get("ask")
        options = [*(asked["options"] if asked else []), *payload.get("options", [])]
    return options


def wants_amount(payloads: Sequence[Payload]) -> bool:
    """Tell whether the reply asks for a figure, which a bare number then is."""
    asked = payloads[-1].get("ask") if payloads else None
    return asked is not None and asked.get("kind") in _AMOUNTS


def chosen(
    text: str, options: Sequence[Option], amount_wanted: bool = False
) -> Option | None:
    """Return the option that ``text`` chooses, if any.

    ``amount_wanted``: a bare number is the amount that was asked for.
    """
    if not options:
        return None
    plain = unicodedata.normalize("NFKC", text).strip(_EDGES).lower()
    number = None if amount_wanted and _BARE.fullmatch(plain) else _number(plain)
    if number is not None:
        return options[number - 1] if 1 <= number <= len(options) else None
    if _LAST.fullmatch(plain):
        return options[-1]
    return _by_label(plain, options)


def _number(plain: str) -> int | None:
    bare = _BARE.fullmatch(plain)
    if bare:
        return int(bare.group(1))
    found = _NUMBERED.fullmatch(plain)
    if found is None:
        return None
    word = found.group("zh") or found.group("en")
    digits = re.match(r"\d+", word)
    if digits:
        return int(digits.group())
    if word == "两":
        return 2
    if word in _ZH:
        # a lone character such as 一 or 十 is no choice; 第一 and 选一 are
        return _ZH.index(word) + 1 if len(plain) > 1 else None
    if word in _EN_ORDINAL:
        return _EN_ORDINAL.index(word) + 1
    if word in _EN and plain != word:  # "option two", not "two"
        return _EN.index(word) + 1
    return None


def _by_label(plain: str, options: Sequence[Option]) -> Option | None:
    if len(plain) < 2:
        return None
    found = []
    for option in options:
        label = unicodedata.normalize("NFKC", option["label"]).strip(_EDGES).lower()
        if plain == label:
            return option
        part = plain in label and len(plain) >= _SHARE * len(label)
        more = label in plain and len(plain) <= len(label) + _MOST_BEYOND
        if part or _begins(plain, label) or (more and len(label) > 1):
            found.append(option)
    return found[0] if len(found) == 1 else None


def _begins(plain: str, label: str) -> bool:
    """Tell whether ``plain`` is what counts of a label: employee, 居民的."""
    head = plain.rstrip("的")
    if not head or not label.startswith(head):
        return False
    if label.isascii():
        return len(label.split()) == 2 and label.split()[0] == head
    return len(label) == 4 and len(head) == 2
