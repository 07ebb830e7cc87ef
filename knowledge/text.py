"""One form for all spellings of a text: width, case, script, invisible characters."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Any

# zero-width and direction marks, soft hyphen, byte-order mark, variation selectors
_INVISIBLE = re.compile(
    r"[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufe0e\ufe0f\ufeff]"
)
_BLANKS = re.compile(r"\s+")


@functools.lru_cache(maxsize=1)
def _to_simplified() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


def fold(text: str) -> str:
    """Return ``text`` with compatibility forms, case and traditional characters folded.

    Keeps the length whenever that can be done, so that offsets stay valid; when a
    character would become several (``㎡``), it stays as it is.
    """
    folded = unicodedata.normalize("NFKC", text).lower()
    if len(folded) != len(text):
        folded = "".join(_fold_character(character) for character in text)
    simplified = str(_to_simplified().convert(folded))
    return simplified if len(simplified) == len(folded) else folded


def _fold_character(character: str) -> str:
    form = unicodedata.normalize("NFKC", character).lower()
    return form if len(form) == 1 else character


def normalise(text: str) -> str:
    """Return ``text`` folded, without invisible characters, blanks made single."""
    return _BLANKS.sub(" ", fold(_INVISIBLE.sub("", text))).strip()
