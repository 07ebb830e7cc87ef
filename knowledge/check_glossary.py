"""What must hold in the glossary. Returns every problem."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.check_texts import GLOSSARY, texts
from knowledge.errors import Problem
from knowledge.figures import REFERENCE
from knowledge.glossary import Entry, folded, pattern
from knowledge.load import Base
from knowledge.model import LANGUAGES, Language

#: Longest meaning: characters in Chinese, words in English.
LONGEST: dict[Language, int] = {"zh": 60, "en": 30}

_HAN = re.compile(r"[\u3400-\u9fff]")
#: Where a sentence ends and another begins.
_BETWEEN = {"zh": re.compile(r"[。！？](?=.)"), "en": re.compile(r"[.!?]\s+(?=[A-Z])")}
_STOPS = {"zh": "。", "en": "."}


def glossary_problems(base: Base) -> Iterator[Problem]:
    """Yield all problems of the glossary of ``base``."""
    entries = base.glossary.entries
    ours = _ours(base) if entries else {}
    for key, entry in entries.items():
        for language in LANGUAGES:
            yield from _meaning_problems(key, entry, language)
            for name in entry.names.in_language(language):
                yield from _name_problems(key, name, language)
                if not entry.kept and not _occurs(name, language, ours[language]):
                    what = f"{name!r} is in no text."
                    mend = "Write it as the texts do, or say in 'kept' why it stays."
                    yield Problem(GLOSSARY, _path(key, language), what, mend)
    yield from _shared_names(base)


def _path(key: str, language: Language) -> str:
    return f"glossary.{key}.names.{language}"


def _ours(base: Base) -> dict[Language, str]:
    """Return everything the base says beside the glossary, folded."""
    said = [one.text for one in texts(base) if one.file != GLOSSARY]
    whole = {x: "\n".join(one.in_language(x) for one in said) for x in LANGUAGES}
    return {x: folded(REFERENCE.sub("", text)) for x, text in whole.items()}


def _occurs(name: str, language: Language, ours: str) -> bool:
    form = folded(name)
    start = ours.find(form)  # much faster than to search for the pattern
    while start >= 0:
        if pattern([form], language).match(ours, start):
            return True
        start = ours.find(form, start + 1)
    return False


def _meaning_problems(key: str, entry: Entry, language: Language) -> Iterator[Problem]:
    meaning = entry.meaning.in_language(language)
    path = f"glossary.{key}.meaning.{language}"
    length = len(meaning) if language == "zh" else len(meaning.split())
    if length > LONGEST[language]:
        unit = "characters" if language == "zh" else "words"
        mend = f"Say it in {LONGEST[language]} {unit}."
        yield Problem(GLOSSARY, path, f"has {length} {unit}.", mend)
    if _BETWEEN[language].search(meaning) or not meaning.endswith(_STOPS[language]):
        mend = "Write one sentence with its full stop."
        yield Problem(GLOSSARY, path, "is not one sentence.", mend)


def _name_problems(key: str, name: str, language: Language) -> Iterator[Problem]:
    path = _path(key, language)
    if len(name) < 2:
        mend = "Write two characters or more."
        yield Problem(GLOSSARY, path, f"{name!r} is too short to find.", mend)
    if language == "zh" and not _HAN.search(name):
        yield Problem(GLOSSARY, path, f"{name!r} is not Chinese.", "Translate it.")
    if language == "en" and not name.isascii():
        mend = "Write it in plain letters."
        yield Problem(GLOSSARY, path, f"{name!r} is not English.", mend)


def _shared_names(base: Base) -> Iterator[Problem]:
    for language in LANGUAGES:
        seen: dict[str, str] = {}
        for key, entry in base.glossary.entries.items():
            for name in entry.names.in_language(language):
                other = seen.setdefault(folded(name), key)
                if other != key:
                    what = f"{name!r} names {other} too."
                    mend = "Keep it in one of them."
                    yield Problem(GLOSSARY, _path(key, language), what, mend)
