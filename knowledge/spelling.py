"""Names with one wrong character or letter. Pure functions.

A wrong guess here tells somebody about the wrong treatment, so little is guessed: a
Chinese character must be one that a keyboard confuses with the right one, and an
English word must begin rightly and be no other word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

#: Shortest English word and Chinese name that are read with a slip in them.
_LETTERS, _CHARACTERS = 6, 4
#: From this length on, any one character may be wrong behind the first two, which tell
#: one thing from another (heart, kidney; after birth, after surgery).
_PLAIN = 6
#: How far apart two characters stand that sound alike, in the order of GB 2312.
_NEAR = 24
_FIRST_BY_SHAPE = 0xD8  # characters before it stand by sound

_LONG_WORD = re.compile(r"(?<![a-z0-9])[a-z]{6,}(?![a-z0-9])")

#: Words of their own, one letter away from words that names are made of.
_OTHER_WORDS = frozenset(
    """babies bearing billing bondage calling cancel capped ceiling change classes
    clutches contacts contract copied corner counted crunch crunches deliver delivers
    disable diving exchange exchanged factory failing falling feeling filing filled
    grasses healing healthy heading holder impatient infection insured
    killing marked market mediation mental message messages parent parents patient
    patients person persons places planes product products recorded recover recovers
    remove removed rental repaid sealing settling shipped shutter sitting skipped
    slamming squirt station stations streaming switches topics venture walked walking
    witness""".split()
)

#: Characters of grammar: whatever they sound like, they stand for themselves.
_GRAMMAR = frozenset(
    "要一由不也在有又的了着是就住吗呢吧和给能可以个这那去到用我你他她别没会"
)


class Spelling:
    """The words and Chinese names that may be misspelt."""

    def __init__(self, words: Iterable[str], names: Iterable[str]) -> None:
        """Index English ``words`` and Chinese ``names`` by what a slip leaves."""
        self.words = frozenset(words)
        self.without: dict[str, set[str]] = {}
        for word in self.words:
            if len(word) >= _LETTERS and word.isalpha():
                for rest in _shortened(word):
                    self.without.setdefault(rest, set()).add(word)
        self.heads: dict[str, list[str]] = {}
        self.tails: dict[str, list[str]] = {}
        for name in names:
            if len(name) >= _CHARACTERS:
                self.heads.setdefault(name[:2], []).append(name)
                self.tails.setdefault(name[-2:], []).append(name)

    def corrected(self, text: str) -> str:
        """Return ``text`` with one slip mended in each long English word."""
        return _LONG_WORD.sub(lambda match: self._word(match.group()), text)

    def _word(self, word: str) -> str:
        if word in self.words or word in _OTHER_WORDS or self._is_plural(word):
            return word
        near = {
            known
            for rest in _shortened(word)
            for known in self.without.get(rest, ())
            if known[0] == word[0] and _one_slip(word, known)
        }
        return near.pop() if len(near) == 1 else word

    def _is_plural(self, word: str) -> bool:
        singular = {word.removesuffix("s"), word.removesuffix("es")} - {word}
        return bool(singular & self.words)


def misspelt(spelling: Spelling, text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, name) where ``text`` has a name with one wrong character."""
    for at in range(len(text) - 1):
        pair = text[at : at + 2]
        for name in spelling.heads.get(pair, ()):
            if _is_slip(text[at : at + len(name)], name):
                yield at, at + len(name), name
        for name in spelling.tails.get(pair, ()):
            start = at + 2 - len(name)
            if start >= 0 and _is_slip(text[start : at + 2], name):
                yield start, at + 2, name


def _is_slip(text: str, name: str) -> bool:
    """Tell whether ``text`` is ``name`` with one character that was meant otherwise."""
    if len(text) != len(name):
        return False
    wrong = [at for at, right in enumerate(name) if text[at] != right]
    if len(wrong) != 1 or text[wrong[0]] in _GRAMMAR:
        return False
    if not "\u4e00" <= text[wrong[0]] <= "\u9fff":
        return False
    plain = len(name) >= _PLAIN and wrong[0] > 1
    return plain or _confused(text[wrong[0]], name[wrong[0]])


def _confused(wrong: str, right: str) -> bool:
    """Tell whether a keyboard confuses two characters: alike in sound, or one rare.

    The common characters of GB 2312 stand in the order of their sound.
    """
    one, other = _place(wrong), _place(right)
    if one is None:
        return True
    return other is not None and abs(one - other) <= _NEAR


def _place(character: str) -> int | None:
    try:
        row, cell = character.encode("gb2312")
    except (UnicodeEncodeError, ValueError):
        return None
    return (row * 94 + cell) if row < _FIRST_BY_SHAPE else None


def _shortened(word: str) -> Iterator[str]:
    """Yield ``word`` and every form of it that lacks one letter."""
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def _one_slip(one: str, other: str) -> bool:
    """Tell whether a letter is wrong, missing, too much or swapped with the next."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    swapped = a[:2] == b[1::-1] and a[2:] == b[2:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or swapped
