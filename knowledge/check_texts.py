"""What must hold for every text: both languages, and no number without a figure.

``texts`` walks over everything the base says. Prose may hold no number with a unit: it
would have no place, period and source. An article, a figure's label and its note have a
source and may. Both languages of any text must carry the same numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.errors import Problem
from knowledge.figures import REFERENCE
from knowledge.load import Base
from knowledge.model import LANGUAGES, Case, Document, Language, Text, Topic
from knowledge.procedure import Procedure, Variant
from knowledge.said_numbers import loose, sure

# ---- numbers with units: they belong into figures/ -----------------------------------

_DIGIT = r"(?:\d(?:[\d,.]*\d)?)"  # of any script: １５ and ١٥ too
_NUMERAL = "[〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟廿卅]"
_ZH_UNIT = (
    r"(?:个百分点|百分点|%|％|﹪|‰|个?工作日|个?小时|分钟|元|块钱"
    r"|个月"
    r"|个?星期|周岁|周(?!边)|倍|岁|折|成(?![人年功都为员])"
    r"|天|(?<!月\d)(?<!月\d\d)(?<!月 \d )(?<!月 \d\d )日(?!起))"
)
_WORD = (
    "(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty"
    "|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million)"
)
_EN_UNIT = (
    r"(?:percent|per cent|percentage|yuan|rmb|cny|days?|working|calendar|hours?"
    r"|minutes?|weeks?|months?|years?|points?|times|fold)\b"
)
#: A number with a unit, in digits of any script, in Chinese numerals or in words.
_NUMBER = {
    "zh": re.compile(
        rf"{_DIGIT}\s*[千万亿]?\s*{_ZH_UNIT}"
        rf"|{_DIGIT}\s*[万亿]"
        r"|(?<!\d)\d{1,3}\s*年(?!级)"
        rf"|[¥￥]\s*{_DIGIT}"
        rf"|(?<![第这那每哪同某有])(?:{_NUMERAL}+|半){_ZH_UNIT}"
        r"|(?<![第\d〇零一二三四五六七八九])[二两三四五六七八九十百]+年(?!级)|[满超]一年"
        rf"|[百千万]分之{_NUMERAL}+|{_NUMERAL}分之{_NUMERAL}+|一半|半[年数]"
    ),
    "en": re.compile(
        rf"[¥￥]\s*{_DIGIT}|\b(?:rmb|cny)\s*{_DIGIT}"
        rf"|{_DIGIT}\s*[%％]|{_DIGIT}[\s-]*{_EN_UNIT}"
        rf"|\b{_WORD}[\s-]+(?:{_WORD}[\s-]+)?{_EN_UNIT}"
        r"|\b(?:half|one third|a third|a quarter|two thirds|three quarters) of\b"
        r"|\bhalf a (?:year|month|day)\b",
        re.IGNORECASE,
    ),
}
#: Without any of these no number can be found: most texts are done with at once.
_SIGN = {"zh": re.compile(rf"[\d半¥￥]|{_NUMERAL}"), "en": re.compile(r"[\d¥￥]")}
_COUNTING = frozenset(re.findall("[a-z]+", _WORD))
_COUNTING |= {"half", "third", "thirds", "quarter", "quarters"}
_LETTERS = re.compile("[a-z]+")
_FIGURE = "Put it into figures/ with its source and write {its-id}."

# ---- both languages ------------------------------------------------------------------

_HAN = re.compile(r"[\u3400-\u9fff]")
_HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
_WORDS = re.compile(r"[A-Za-z0-9]+")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_PARENTHESES = re.compile(r"\([^()]*\)|（[^（）]*）|[〔(]\d+[〕)]")
#: Names that people must recognise on a screen or a sign stay Chinese in English too.
_NAMES = re.compile(r"[“《]([^“”《》]*)[”》]|([\u3400-\u9fff]+) ?(?:App|小程序)")
#: Least English words per Chinese character (usual: 0.7), and the reverse (usual: 1.4).
_SHORTEST, _SHORTEST_ZH = 0.33, 0.6
#: Fewest characters or words of a text whose length tells anything.
_LONG_ENOUGH = 10

#: The file that explains words and so is no place where they are used.
GLOSSARY = "glossary.yml"


@dataclass(frozen=True)
class Said:
    """One text of the base: its file, its path there, and whether it is prose."""

    file: str
    path: str
    text: Text
    prose: bool


def text_problems(base: Base) -> Iterator[Problem]:
    """Yield what is wrong with any text of ``base`` taken by itself."""
    for said in texts(base):
        yield from _one(said)


def _one(said: Said) -> Iterator[Problem]:
    found = [*_languages(said), *_numbers_in_prose(said)]
    yield from found or _same_in_both(said)


def _numbers_in_prose(said: Said) -> Iterator[Problem]:
    for language in LANGUAGES if said.prose else ():
        prose = _plain(said.text.in_language(language))
        if not _may_count(prose, language):
            continue
        number = _NUMBER[language].search(prose)
        if number:
            what = f"holds the number {number.group().strip()!r}."
            yield Problem(said.file, f"{said.path}.{language}", what, _FIGURE)


def _may_count(prose: str, language: Language) -> bool:
    if _SIGN[language].search(prose):
        return True
    words = _LETTERS.findall(prose.casefold()) if language == "en" else ()
    return not _COUNTING.isdisjoint(words)


def _plain(prose: str) -> str:
    """Return ``prose`` without its references to figures."""
    return REFERENCE.sub("", prose) if "{" in prose else prose


def _han(text: str) -> int:
    """Return how many Chinese characters ``text`` has."""
    return 0 if text.isascii() else sum(map(len, _HAN_RUN.findall(text)))


def _languages(said: Said) -> Iterator[Problem]:
    zh, en = said.text.zh, said.text.en
    if not _HAN.search(zh):
        yield Problem(said.file, f"{said.path}.zh", "is not Chinese.", "Translate it.")
    words = len(_LATIN_WORD.findall(en))
    if not words or _han(en) > 2 * words:
        yield Problem(said.file, f"{said.path}.en", "is not English.", "Translate it.")


def _same_in_both(said: Said) -> Iterator[Problem]:
    """Find what only one of the two languages says."""
    zh, en = said.text.zh, said.text.en
    if _references(zh) != _references(en):
        what = "uses different figures in zh and en."
        yield Problem(said.file, said.path, what, "Use the same in both.")
    else:
        yield from _same_numbers(said)
    yield from _lengths(said)
    yield from _left_in_chinese(said)


def _left_in_chinese(said: Said) -> Iterator[Problem]:
    """Find Chinese in the English that is neither explained nor a name."""
    zh, en = said.text.zh, said.text.en
    if not _HAN.search(en):
        return
    names = [first or second for first, second in _NAMES.findall(zh)]
    for run in _HAN_RUN.findall(_PARENTHESES.sub(" ", en)):
        if not any(run in name for name in names):
            what = f"leaves {run!r} in Chinese."
            mend = "Translate it and put the Chinese in parentheses, or quote the "
            mend += "name (“…”) in the Chinese text."
            yield Problem(said.file, f"{said.path}.en", what, mend)


def _lengths(said: Said) -> Iterator[Problem]:
    """Find a sentence that is much shorter than what it translates."""
    if "。" not in said.text.zh:
        return  # names and labels differ as they like
    han = _han(said.text.zh)
    # a Chinese name in the English counts about like its words
    words = len(_WORDS.findall(said.text.en)) + _han(said.text.en) / 2
    pairs = (("en", han, words, _SHORTEST), ("zh", words, han, _SHORTEST_ZH))
    for language, whole, part, least in pairs:
        if whole >= _LONG_ENOUGH and part < least * whole:
            what = "says much less than the other language."
            mend = "Translate all of it, or cut the other."
            yield Problem(said.file, f"{said.path}.{language}", what, mend)


def _references(prose: str) -> set[str]:
    return {match.group(1) for match in REFERENCE.finditer(prose)}


def _same_numbers(said: Said) -> Iterator[Problem]:
    """Find numbers that one language gives and the other has in no form."""
    plain = {name: _plain(said.text.in_language(name)) for name in LANGUAGES}
    numbers = {name: sure(text) for name, text in plain.items()}
    for language in LANGUAGES:
        other: Language = "en" if language == "zh" else "zh"
        missing = numbers[language] - numbers[other]
        missing = missing and missing - loose(plain[other])
        if missing:
            what = f"gives {', '.join(sorted(missing))}, which is not in the {other}."
            mend = "Say the same in both."
            yield Problem(said.file, f"{said.path}.{language}", what, mend)


# ---- everything the base says --------------------------------------------------------


def texts(base: Base) -> Iterator[Said]:
    """Yield every text of ``base`` that people may read."""
    for topic in base.topics.values():
        yield from _of_topic(topic)
    for procedure in base.procedures.values():
        yield from _of_procedure(procedure)
    for name, item in base.coverage.items.items():
        yield from _said(
            "coverage", f"items.{name}", True, why=item.why, check=item.check
        )
    for name, term in base.glossary.entries.items():
        where = f"glossary.{name}"
        yield from _said(GLOSSARY, where, True, meaning=term.meaning)
    for name, material in base.materials.items():
        where = f"materials.{name}"
        yield from _said("materials.yml", where, True, name=material.name)
        yield from _said("materials.yml", where, True, note=material.note)
    for name, fact in base.facts.items():
        where = f"facts.{name}"
        spoken = {"label": fact.label, "question": fact.question, "why": fact.why}
        yield from _said("facts.yml", where, True, **spoken)
        for value, entry in fact.values.items():
            yield from _said("facts.yml", f"{where}.{value}", True, label=entry.label)
    for name, figure in base.figures.items():
        yield from _said("figures", name, False, label=figure.label)
        for index, figured in enumerate(figure.values):
            where = f"{name}.values[{index}]"
            yield from _said("figures", where, False, note=figured.note)
    for document in base.documents.values():
        yield from _of_document(document)
    for name, citable in base.citations.items():
        for ref, fit in citable.articles.items():
            where = f"citations.{name}.articles.{ref}"
            yield Said("citations.yml", where, fit, False)


def _of_topic(topic: Topic) -> Iterator[Said]:
    file = f"topics/{topic.id}.yml"
    yield from _said(file, "", True, title=topic.title, question=topic.question)
    for answer in topic.answers:
        for path, text in spoken(answer).items():
            yield Said(file, f"{topic.answer_path(answer)}.{path}", text, True)


def _of_procedure(procedure: Procedure) -> Iterator[Said]:
    file = f"procedures/{procedure.id}.yml"
    yield from _said(file, "", True, title=procedure.title)
    for index, variant in enumerate(procedure.variants):
        for path, text in spoken(variant).items():
            yield Said(file, f"variants[{index}].{path}", text, True)


def spoken(case: Case) -> dict[str, Text]:
    """Return everything that a case says, by its path there."""
    found: dict[str, Text] = {}
    for key in ("say", "other_basis", "where", "time_limit", "cost", "result"):
        text = getattr(case, key, None)
        if text is not None:
            found[key] = text
    for key in ("steps", "exceptions"):
        for index, text in enumerate(getattr(case, key) or ()):
            found[f"{key}[{index}]"] = text
    if isinstance(case, Variant):
        found |= _of_papers(case)
    return found


def _of_papers(variant: Variant) -> dict[str, Text]:
    found: dict[str, Text] = {}
    for index, need in enumerate(variant.materials or ()):
        found[f"materials[{index}].why"] = need.why
        if need.only_if is not None:
            found[f"materials[{index}].only_if"] = need.only_if
    if variant.channels is not None:
        for key in ("online", "counter"):
            for index, text in enumerate(getattr(variant.channels, key)):
                found[f"channels.{key}[{index}]"] = text
    return found


def _of_document(document: Document) -> Iterator[Said]:
    file, path = document_place(document)
    named = {"title": document.title, "short": document.short, "gist": document.gist}
    named |= {"number": document.number, "issuer": document.issuer}
    yield from _said(file, path, False, **named)
    for number, article in document.articles.items():
        texts = {"title": article.title, "gist": article.gist, "note": article.note}
        yield from _said(file, f"articles.{number}", False, **texts)


def document_place(document: Document) -> tuple[str, str]:
    """Return the file that ``document`` stands in and its path there, for messages."""
    if document.articles:
        return f"law/{document.id}.yml", ""
    return "documents.yml", f"documents.{document.id}"


def _said(file: str, path: str, prose: bool, **named: Text | None) -> Iterator[Said]:
    for key, text in named.items():
        if text is not None:
            yield Said(file, ".".join(p for p in (path, key) if p), text, prose)
