"""One form for all spellings of a text, so that every component sees the same."""

from __future__ import annotations

from knowledge.text import fold, normalise

__all__ = ["fold", "normalise"]
