"""Facts as features: a place counts as a place, whichever it is.

厦门 and Chengdu are rare words; that somebody is insured in one province and treated in
another is not, and says much about the question.
"""

from __future__ import annotations

import functools

from knowledge.load import load
from knowledge.select import derived
from nlu.matching import FactMatcher, Found

#: Facts of which only the presence matters, not the value.
_OPEN = frozenset(
    {"amount", "article", "document", "insured_region", "place", "treatment_region"}
)
#: How often a mark counts beside the many n-grams of a text.
_WEIGHT = 3


@functools.lru_cache(maxsize=1)
def matcher() -> FactMatcher:
    """Return the matcher over this installation's knowledge base, built once."""
    return FactMatcher(load())


@functools.lru_cache(maxsize=16)
def found(text: str) -> tuple[Found, ...]:
    """Return the facts in ``text`` in order; several components want them."""
    return tuple(matcher().find(text))


def marks(text: str) -> list[str]:
    """Return a mark for each fact in ``text`` and for what follows from them."""
    base = load()
    stated = {f.fact: f.value for f in found(text) if base.facts[f.fact].lasting}
    known = derived(base, stated)
    names = [
        f"<{fact}>" if fact in _OPEN else f"<{fact}={value}>"
        for fact, value in known.items()
        if fact != "insurance"  # said in passing, whatever is asked
    ]
    return names * _WEIGHT
