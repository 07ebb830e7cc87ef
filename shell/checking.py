"""Everything wrong with knowledge, domain and training data, at once."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from knowledge.check import problems_across
from knowledge.errors import KnowledgeError, Problem
from knowledge.load import Base, read
from shell import project

#: Fewest training examples of a topic, by language.
FEWEST = {"zh": 40, "en": 25}
_HAN = re.compile(r"[\u3400-\u9fff]")


def run(root: Path = project.ROOT) -> str:
    """Return a line of praise, or raise with every problem.

    Raises:
        KnowledgeError: with every problem of knowledge, domain and data.
    """
    base, problems = read(root / "knowledge")
    if not problems:
        problems = problems_across(base)
    problems += domain_problems(base, root) + example_problems(base, root)
    if problems:
        raise KnowledgeError(problems)
    return (
        f"{len(base.topics)} topics, {len(base.documents)} documents, "
        f"{len(base.figures)} figures, {len(base.places.by_code)} places: all well."
    )


def _yaml(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def domain_problems(base: Base, root: Path) -> list[Problem]:
    """Return topics and facts that domain.yml or data/rules.yml does not know."""
    domain = _yaml(root / "domain.yml")
    rules = (root / "data" / "rules.yml").read_text(encoding="utf-8")
    ruled = set(re.findall(r"intent: (\w+)", rules))
    found = []
    for topic in base.topics:
        if topic not in domain["intents"]:
            mend = f"Add '- {topic}' there."
            found.append(Problem("domain.yml", "intents", f"lack {topic!r}.", mend))
        if topic not in ruled:
            mend = f"Add '- intent: {topic}' to the first rule."
            found.append(Problem("data/rules.yml", "rules", f"lack {topic!r}.", mend))
    for fact in base.facts:
        if fact not in domain["entities"] or fact not in domain["slots"]:
            mend = f"Add {fact!r} to entities and slots, like the others."
            found.append(Problem("domain.yml", "slots", f"lack {fact!r}.", mend))
    return found


def example_problems(base: Base, root: Path) -> list[Problem]:
    """Return topics with too few examples, and examples that stand in two topics."""
    counts: Counter[tuple[str, str]] = Counter()
    homes: dict[str, str] = {}
    found = []
    for path in sorted((root / "data" / "nlu").glob("*.yml")):
        name = f"data/nlu/{path.name}"
        for entry in _yaml(path)["nlu"]:
            intent = entry["intent"]
            for line in entry["examples"].splitlines():
                text = line.removeprefix("- ").strip()
                if not text:
                    continue
                counts[intent, "zh" if _HAN.search(text) else "en"] += 1
                other = homes.setdefault(text.lower(), intent)
                if other != intent:
                    what = f"{text!r} is in {other} too."
                    found.append(Problem(name, intent, what, "Keep it in one topic."))
    for topic in base.topics:
        for language, fewest in FEWEST.items():
            count = counts[topic, language]
            if count < fewest:
                what = f"{topic} has {count} {language} examples."
                mend = f"Write at least {fewest}."
                found.append(Problem("data/nlu", topic, what, mend))
    return found
