"""Facts in a text: known words, places and their role, amounts, article numbers.

Words and places come from the knowledge base. Candidates from a Chinese and an English
spaCy pipeline are pooled and the longest wins, so that 陕西安康 is 陕西 + 安康 and not
西安, and 没备案 is not 备案.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Union

import spacy
from spacy.language import Language as Pipeline
from spacy.matcher import PhraseMatcher

from knowledge.load import Base
from nlu import mentions, roles
from nlu.mentions import Mention
from nlu.normalise import fold
from nlu.numerals import parse_amount, parse_ordinal

_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[a-z]")
_DOCUMENT = "document"


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
        """Return the facts in ``text`` in order, none overlapping another."""
        folded = fold(text)
        named: list[Mention] = []
        found = [*_articles(folded), *_amounts(folded)]
        for key, start, end in self._matches(folded):
            if key in self._spellings:
                named.append(Mention(*self._spellings[key], start, end))
            else:
                found.append(Found(*self._facts[key], start, end))
        named = mentions.real(self._places, folded, named)
        chosen = _longest([*found, *named])
        named = mentions.joined(
            self._places, folded, [c for c in chosen if isinstance(c, Mention)]
        )
        facts = [c for c in chosen if isinstance(c, Found)]
        for mention, role in zip(
            named, roles.roles(self._places, folded, named), strict=True
        ):
            facts.append(Found(role, mention.code, mention.start, mention.end))
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
    for key, phrases in by_key.items():
        matcher.add(key, [pipeline.make_doc(phrase) for phrase in phrases])
    return pipeline, matcher


def _phrases(phrases: _Phrases, text: str) -> Iterator[tuple[str, int, int]]:
    pipeline, matcher = phrases
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


# --- amounts and articles ----------------------------------------------------------

_DIGITS = r"\d+(?:,\d{3})*(?:\.\d+)?"
_HAN_DIGIT = "[一二两三四五六七八九十]"
_HAN_NUMBER = rf"{_HAN_DIGIT}[一二两三四五六七八九十百千万零〇]*"
_SCALE = r"(?:\s*[多余]?(?:万\d{0,4}|千|百|[wk](?![a-z])|thousand\b))?"
_UNIT = r"(?:元|块(?:钱)?|人民币|rmb\b|yuan\b|cny\b|kuai\b)"
_AMOUNT = re.compile(
    # with a unit or a sign of money
    rf"(?<![\d.a-z几数好])({_DIGITS}{_SCALE}|(?!一块(?!钱)){_HAN_NUMBER})[多来几余]?\s*{_UNIT}"
    rf"|(?:\brmb|\bcny|¥)\s*({_DIGITS}{_SCALE})"
    # so many ten thousands of nothing else
    rf"|(?<![\d.a-z几数好])({_DIGITS}\s*[多余]?(?:万\d{{0,4}}|w(?![a-z]))|(?!{_HAN_DIGIT}?千万){_HAN_NUMBER}万{_HAN_DIGIT}?)"
    r"(?!人|户|分|名|例|家|次|一$)"
    # after a word for paying
    r"|(?:花(?:了|费|掉)?|自费|垫付?了?|付了|[交缴]了|一?共|总共|费用|账单|医药费|住院费)(?:是|有|了|大概|大约|差不多|快|将近|近|约)?"
    rf"\s*((?:\d[\d,]*\d\d(?:\.\d+)?|\d+(?:\.\d+)?\s*[千百]|{_HAN_DIGIT}[百千万][一二两三四五六七八九百千万]*))"
    r"(?=[多来余]?(?:[^\d年月日号天个次人岁%.条项张件名]|$))"
    r"|\b(?:spent|paid|cost|costs|pay|bill (?:is|was|of)|total (?:is|was|of))\s+(?:about |around |over |nearly )?"
    rf"(\d[\d,]*\d\d(?:\.\d+)?{_SCALE}|\d+(?:\.\d+)?\s*(?:k\b|thousand\b))(?!\s*(?:%|percent|years|days|times))"
)
_EN_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_EN_ONES = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
    "|fifteen|sixteen|seventeen|eighteen|nineteen"
)
_ARTICLE = re.compile(
    rf"第\s*(\d+|{_HAN_NUMBER})\s*条"
    # without 第: not three rules (三条), a condition (条件) or a message
    rf"|(?<![\d.这那有共下列前后每几{_HAN_DIGIT[1:-1]}])(\d{{1,3}}|{_HAN_DIGIT}?[百十]{_HAN_DIGIT}*)\s*条(?![件例款消短信])"
    rf"|(?<=[法例》])\s*(\d{{1,3}}|{_HAN_DIGIT})\s*条(?![件例款消短信])"
    r"|\bart(?:icles?|s)?\.?\s*(?:no\.?\s*)?(\d{1,3})\b"
    rf"|\barticles?\s+((?:{_EN_TENS})(?:[ -](?:{_EN_ONES}))?|{_EN_ONES})\b"
    r"|\b(\d{1,3})(?:st|nd|rd|th)\s+article\b"
)


def _amounts(text: str) -> Iterator[Found]:
    for match in _AMOUNT.finditer(text):
        group = next(i for i, part in enumerate(match.groups(), 1) if part)
        value = parse_amount(match.group(group))
        if value is not None:
            # a word for paying is no part of the sum
            start = match.start(group) if group >= 4 else match.start()
            yield Found("amount", value, start, match.end())


def _articles(text: str) -> Iterator[Found]:
    for match in _ARTICLE.finditer(text):
        number = parse_ordinal(next(group for group in match.groups() if group))
        if number is not None:
            yield Found("article", str(number), match.start(), match.end())
