"""Facts in a text: known words, places and their role, amounts, article numbers.

Words and places come from the knowledge base. Candidates from a Chinese and an English
spaCy pipeline are pooled and the longest wins, so that 陕西安康 is 陕西 + 安康 and not
西安, and 没备案 is not 备案.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Union

import spacy
from spacy.language import Language as Pipeline
from spacy.matcher import PhraseMatcher

from knowledge.load import Base
from nlu import mentions, negation, phrases, roles
from nlu.amounts import amounts, articles
from nlu.filing import filings
from nlu.mentions import Mention
from nlu.normalise import fold

_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[a-z]")
_APART = re.compile(r"[\u3400-\u9fff]\s+[\u3400-\u9fff]")
_DOCUMENT = "document"
_FILED = "filed"
_STATUS = "status"
_TIER = "hospital_tier"
#: Facts of which one value holds, and the other is asked about: 职工还是居民.
_CHOSEN = frozenset({"care", _TIER, "insurance", "reason_away", _STATUS})


@dataclass(frozen=True)
class Found:
    """One fact found in a text: characters ``start`` to ``end`` mean ``value``."""

    fact: str
    value: str
    start: int
    end: int


_Span = Union[Found, Mention]


class FactMatcher:
    """Finds the facts of the knowledge base in texts. Build once, use for ever."""

    def __init__(self, base: Base) -> None:
        """Compile the words of ``base`` into matchers."""
        self._places = base.places
        self._facts: dict[str, tuple[str, str]] = {}
        self._passing = frozenset(
            name for name, fact in base.facts.items() if not fact.lasting
        )
        self._spellings: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
        words = [*self._words(base), *self._place_names(base)]
        self._chinese = _pipeline("zh", words, wanted=_HAN)
        self._english = _pipeline("en", words, wanted=_LATIN)

    def _words(self, base: Base) -> Iterator[tuple[str, str]]:
        """Yield (word, key); ``_facts`` maps the key to fact and value."""
        for fact_id, fact in base.facts.items():
            for value, entry in fact.values.items():
                key = f"{fact_id}={value}"
                self._facts[key] = (fact_id, value)
                for word in entry.synonyms:
                    yield fold(word), key
        for document in base.documents.values():
            key = f"{_DOCUMENT}={document.id}"
            self._facts[key] = (_DOCUMENT, document.id)
            for name in (document.title, document.short, document.number):
                if name is not None:
                    yield fold(name.zh), key
                    yield fold(name.en), key
            for spelling in document.also:
                yield fold(spelling), key

    def _place_names(self, base: Base) -> Iterator[tuple[str, str]]:
        """Yield (name, key); ``_spellings`` maps the key to the places it may mean."""
        sure, unsure = base.places.by_spelling, base.places.by_ambiguous
        for name in [*sure, *(name for name in unsure if name not in sure)]:
            key = f"name={name}"
            self._spellings[key] = (
                tuple(sure.get(name, ())),
                tuple(unsure.get(name, ())),
            )
            yield fold(name), key

    def find(self, text: str) -> list[Found]:
        """Return the facts in ``text`` in order.

        None overlaps another, but those of a question only: they never hide the facts
        of the person nor each other; a longer one of the person hides them.
        """
        folded = fold(text)
        named: list[Mention] = []
        passing: dict[str, list[_Span]] = {}
        found = [Found("article", *number) for number in articles(folded)]
        found += [Found("amount", *number) for number in amounts(folded)]
        found += [Found(*phrase) for phrase in phrases.phrases(folded)]
        filed = list(filings(folded))
        found += [Found(_FILED, value, *span) for value, *span in filed if value]
        for key, start, end in self._matches(folded):
            if key in self._spellings and _APART.search(folded[start:end]):
                continue  # 上海 北京 holds no 海北
            if key in self._spellings:
                named.append(Mention(*self._spellings[key], start, end))
                continue
            fact, value = self._facts[key]
            if fact in self._passing:
                passing.setdefault(fact, []).append(Found(fact, value, start, end))
            # the rules on filing know the words around it
            elif fact != _FILED or all(end <= f[1] or f[2] <= start for f in filed):
                found.append(Found(fact, value, start, end))
        named = mentions.real(self._places, folded, named)
        chosen = _longest([*found, *named])
        chosen += [
            match
            for matches in passing.values()
            for match in _longest(matches)
            if not any(_within(match, other) for other in chosen)
        ]
        named = mentions.joined(
            self._places, folded, [c for c in chosen if isinstance(c, Mention)]
        )
        facts = _holding(folded, [c for c in chosen if isinstance(c, Found)])
        for mention, role in zip(
            named, roles.roles(self._places, folded, named), strict=True
        ):
            if role is not None:
                facts.append(Found(role, mention.code, mention.start, mention.end))
        for implied in list(phrases.implied(folded, facts)):
            facts = _with_implied(facts, Found(*implied))
        return sorted(facts, key=lambda fact: fact.start)

    def _matches(self, folded: str) -> Iterator[tuple[str, int, int]]:
        """Yield key, start and end of each known word, overlapping ones too."""
        if _HAN.search(folded):
            yield from _phrases(self._chinese, folded)
        if _LATIN.search(folded):
            # English words are cut at blanks: make some of the Chinese around them
            yield from _phrases(self._english, _HAN.sub(" ", folded))


_Phrases = tuple[Pipeline, PhraseMatcher]


def _pipeline(
    language: str, words: list[tuple[str, str]], wanted: re.Pattern[str]
) -> _Phrases:
    pipeline = spacy.blank(language)
    matcher = PhraseMatcher(pipeline.vocab, attr="LOWER")
    by_key: dict[str, list[str]] = {}
    for word, key in words:
        if wanted.search(word):
            by_key.setdefault(key, []).append(word)
    for key, spellings in by_key.items():
        matcher.add(key, [pipeline.make_doc(spelling) for spelling in spellings])
    return pipeline, matcher


def _phrases(words: _Phrases, text: str) -> Iterator[tuple[str, int, int]]:
    pipeline, matcher = words
    doc = pipeline.make_doc(text)
    for key, start, end in matcher(doc):
        span = doc[start:end]
        yield pipeline.vocab.strings[key], span.start_char, span.end_char


def _longest(candidates: list[_Span]) -> list[_Span]:
    """Keep the longest of overlapping candidates, the earlier one of equals."""
    taken: list[_Span] = []
    for found in sorted(candidates, key=lambda f: (f.start - f.end, f.start)):
        if all(found.end <= t.start or t.end <= found.start for t in taken):
            taken.append(found)
    return sorted(taken, key=lambda f: f.start)


def _within(span: _Span, other: _Span) -> bool:
    inside = other.start <= span.start and span.end <= other.end
    return inside and span.end - span.start < other.end - other.start


def _holding(text: str, facts: list[Found]) -> list[Found]:
    """Return those of ``facts`` that ``text`` neither denies, corrects nor asks for."""
    dropped: set[Found] = set()
    latest: dict[str, Found] = {}
    for found in facts:
        before = latest.get(found.fact)
        latest[found.fact] = found
        if before and negation.corrects(text, before.end, found.start):
            dropped.add(before)
        elif before and found.fact in _CHOSEN and before.value != found.value:
            if negation.offers(text, before.end, found.start):
                dropped |= {before, found}
        if found.fact == _TIER and negation.sends_on(text, found.start, found.end):
            dropped.add(found)
        if found.fact != _FILED and negation.denied(
            text, found.start, found.end, lasting=found.fact == _STATUS
        ):
            dropped.add(found)
    return [found for found in facts if found not in dropped]


def _with_implied(facts: list[Found], implied: Found) -> list[Found]:
    """Add ``implied`` in place of what it sharpens, or in a part of its span."""
    changed = []
    for found in facts:
        if found.start < implied.end and implied.start < found.end:
            if found.fact == implied.fact:
                continue
            found = replace(found, end=implied.start)
        changed.append(found)
    return [*changed, implied]
