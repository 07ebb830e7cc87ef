"""Facts in a text: known words, places and their role, amounts, article numbers.

Words and places come from the knowledge base. Candidates from a Chinese and an English
spaCy pipeline are pooled and the longest wins, so that 陕西安康 is 陕西 + 安康 and not
西安, and 没备案 is not 备案.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import spacy
from spacy.language import Language as Pipeline
from spacy.matcher import PhraseMatcher

from knowledge.load import Base
from nlu.normalise import fold
from nlu.numerals import parse_amount, parse_ordinal

_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[a-z]")
_PLACE = "place"
_DOCUMENT = "document"


@dataclass(frozen=True)
class Found:
    """One fact found in a text: characters ``start`` to ``end`` mean ``value``."""

    fact: str
    value: str
    start: int
    end: int


class FactMatcher:
    """Finds the facts of the knowledge base in texts. Build once, use for ever."""

    def __init__(self, base: Base) -> None:
        """Compile the words of ``base`` into matchers."""
        self._entries: dict[str, tuple[str, str]] = {}
        self._chinese = _pipeline("zh", self._words(base), wanted=_HAN)
        self._english = _pipeline("en", self._words(base), wanted=_LATIN)

    def _words(self, base: Base) -> Iterator[tuple[str, str]]:
        """Yield (word, key); ``_entries`` maps the key to fact and value."""
        for fact_id, fact in base.facts.items():
            for value, entry in fact.values.items():
                key = f"{fact_id}={value}"
                self._entries[key] = (fact_id, value)
                for word in entry.synonyms:
                    yield fold(word), key
        for spelling, codes in base.places.by_spelling.items():
            key = f"{_PLACE}={codes[0]}"
            self._entries[key] = (_PLACE, codes[0])
            yield fold(spelling), key
        for document in base.documents.values():
            key = f"{_DOCUMENT}={document.id}"
            self._entries[key] = (_DOCUMENT, document.id)
            for name in (document.title, document.short, document.number):
                if name is not None:
                    yield fold(name.zh), key
                    yield fold(name.en), key
            for name in document.also:
                yield fold(name), key

    def find(self, text: str) -> list[Found]:
        """Return the facts in ``text`` in order, none overlapping another."""
        folded = fold(text)
        candidates = [*_articles(folded), *_amounts(folded)]
        for has, (pipeline, matcher) in (
            (_HAN, self._chinese),
            (_LATIN, self._english),
        ):
            if has.search(folded):
                doc = pipeline.make_doc(folded)
                for key, start, end in matcher(doc):
                    fact, value = self._entries[pipeline.vocab.strings[key]]
                    span = doc[start:end]
                    found = Found(fact, value, span.start_char, span.end_char)
                    candidates.append(found)
        chosen = _longest(candidates)
        return _with_roles(folded, [f for f in chosen if not _is_no_place(f, folded)])


def _pipeline(
    language: str, words: Iterator[tuple[str, str]], wanted: re.Pattern[str]
) -> tuple[Pipeline, PhraseMatcher]:
    pipeline = spacy.blank(language)
    matcher = PhraseMatcher(pipeline.vocab, attr="LOWER")
    by_key: dict[str, list[str]] = {}
    for word, key in words:
        if wanted.search(word):
            by_key.setdefault(key, []).append(word)
    for key, phrases in by_key.items():
        matcher.add(key, [pipeline.make_doc(phrase) for phrase in phrases])
    return pipeline, matcher


def _longest(candidates: list[Found]) -> list[Found]:
    """Keep the longest of overlapping candidates, the earlier one of equals."""
    taken: list[Found] = []
    for found in sorted(candidates, key=lambda f: (f.start - f.end, f.start)):
        if all(found.end <= t.start or t.end <= found.start for t in taken):
            taken.append(found)
    return sorted(taken, key=lambda f: f.start)


# --- places ------------------------------------------------------------------------

# what may follow a place name and makes it a road, a dish or a newspaper instead
_NO_PLACE = re.compile(r"(路|街|大道|烤鸭|拉面|日报|晚报|银行|大学(?!生)|啤酒)")


def _is_no_place(found: Found, text: str) -> bool:
    return found.fact == _PLACE and bool(_NO_PLACE.match(text, found.end))


_INSURED_BEFORE = re.compile(
    r"((医保|社保|参保|农合|新农合|保险|户口|户籍|缴费|投保|退休|老家)(卡)?(地|地区|关系)?"
    r"(是|在|交在|缴在|买在|办在|落在|属于|属|为|还在|都在|一直在)?"
    r"|(交|缴|买|参加|办)(的)?(是|在)|(从|由)"
    r"|insured (in|at|with)|insurance (is |was )?(in|from|at|paid in)|from|hukou (is )?(in|from)"
    r"|registered in|(pay|paid|paying|contribute) (\w+ ){0,3}in)\s*$"
)
_INSURED_AFTER = re.compile(
    r"\s*((市|省|县|区|本地|当地)?(的)?(职工|居民|城镇|城乡|新|农村|学生)?(医保|社保|农合|合作医疗"
    r"|医疗保险|参保|户口|户籍|人(?!民|在))|(市|省)?(交|缴|参)(的|了|过|保|社保|医保)|退休"
    r"|(medical |social |employee |resident )*(insurance|security|insured|hukou))"
)
_TREATED_BEFORE = re.compile(
    r"((在|去|到|来|赴|往|转到|转去|转往|转院到|转诊到|送到|送去|住在|人在|搬到)"
    r"|(hospital|clinic|doctor|treated|treatment|surgery|hospitalized|hospitalised|admitted"
    r"|live|living|work|working|moved?|moving|travel\w*|trip|go|going|went|gone|stay\w*|study\w*|visit\w*"
    r"|am|are|is|was|now|birth|emergency|referred|baby|\w+ed)"
    r"( \w+){0,2} (in|to|at)|in|to|at)\s*$"
)
_TREATED_AFTER = re.compile(
    r"\s*((市|省|那边|这边|那里|这里)?(的)?(某)?(三甲|大|儿童|肿瘤|协和|人民|省|市|中心|华西|妇幼)?(医院|住院|看病|就医|治疗|手术"
    r"|门诊|急诊|化疗|透析|生孩子|生产|打工|务工|上班|工作|上学|居住|定居|生活|带孙|旅游|出差)"
    r"|hospital|clinic)"
)


def _with_roles(text: str, found: list[Found]) -> list[Found]:
    """Turn places into insured place or place of treatment where the text says so."""
    named = [_role(text, fact) if fact.fact == _PLACE else fact for fact in found]
    roles = {fact.fact for fact in named}
    unclear = [fact for fact in named if fact.fact == _PLACE]
    # of two places, the one left over has the role left over
    if len(unclear) == 1 and len(roles & {"insured_region", "treatment_region"}) == 1:
        left = "treatment_region" if "insured_region" in roles else "insured_region"
        if not _adjoins(unclear[0], named):
            named = [replace(f, fact=left) if f is unclear[0] else f for f in named]
    return _joined(named)


def _role(text: str, place: Found) -> Found:
    before, insured_after = text[: place.start], _INSURED_AFTER.match(text, place.end)
    treated_before = _TREATED_BEFORE.search(before)
    if insured_after or (_INSURED_BEFORE.search(before) and not treated_before):
        return replace(place, fact="insured_region")
    if _INSURED_BEFORE.search(before) and not _TREATED_AFTER.match(text, place.end):
        return replace(place, fact="insured_region")
    if treated_before or _TREATED_AFTER.match(text, place.end):
        return replace(place, fact="treatment_region")
    return place


def _adjoins(place: Found, others: list[Found]) -> bool:
    return any(place.end == o.start or o.end == place.start for o in others)


def _joined(found: list[Found]) -> list[Found]:
    """Give a province right before its city the city's role (安徽合肥)."""
    kinds = (_PLACE, "insured_region", "treatment_region")
    result = list(found)
    for index in range(len(result) - 1):
        here, after = result[index], result[index + 1]
        if (
            here.fact in kinds
            and after.fact in kinds
            and 0 <= after.start - here.end <= 1
        ):
            fact = after.fact if after.fact != _PLACE else here.fact
            result[index] = replace(here, fact=fact)
            result[index + 1] = replace(after, fact=fact)
    return result


# --- amounts and articles ----------------------------------------------------------

_DIGITS = r"\d+(?:,\d{3})*(?:\.\d+)?"
_HAN_NUMBER = r"[一二两三四五六七八九十百千万零〇几]"
_AMOUNT = re.compile(
    rf"({_DIGITS}\s*[万千百]?|{_HAN_NUMBER}+)(多|来|几)?\s*"
    r"(元|块钱?|万元|人民币|rmb\b|yuan\b|cny\b)"
    rf"|({_DIGITS}\s*万|{_HAN_NUMBER}+万{_HAN_NUMBER}*)(?!人|户|分)"
    rf"|(?:rmb|cny|¥|￥)\s*({_DIGITS})"
)
_ARTICLE = re.compile(
    rf"第\s*(\d+|{_HAN_NUMBER}+)\s*条|(?<![\d.])(\d{{1,3}})\s*条"
    r"|\bart(?:icle|\.)?s?\s*(?:no\.?\s*)?(\d{1,3})\b"
    r"|\barticle\s+((?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)?[ -]?[a-z]+)"
    r"|\b(\d{1,3})(?:st|nd|rd|th)\s+article"
)


def _amounts(text: str) -> Iterator[Found]:
    for match in _AMOUNT.finditer(text):
        value = parse_amount(next(group for group in match.groups() if group))
        if value is not None:
            yield Found("amount", value, match.start(), match.end())


def _articles(text: str) -> Iterator[Found]:
    for match in _ARTICLE.finditer(text):
        number = parse_ordinal(next(group for group in match.groups() if group))
        if number is not None:
            yield Found("article", str(number), match.start(), match.end())
