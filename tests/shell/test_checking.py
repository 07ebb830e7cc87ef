"""What the check of domain and training data finds, and how to mend it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from knowledge.errors import KnowledgeError, Problem
from knowledge.load import Base
from shell import checking, project

TOPIC = "lost_card"
FACT = "hardship"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project's own files, to be spoilt."""
    for name in ("knowledge", "data"):
        shutil.copytree(project.ROOT / name, tmp_path / name)
    shutil.copy(project.DOMAIN, tmp_path / "domain.yml")
    return tmp_path


def found(root: Path) -> list[Problem]:
    with pytest.raises(KnowledgeError) as caught:
        checking.run(root)
    return list(caught.value.problems)


def test_this_project_is_well(base: Base) -> None:
    praise = checking.run()
    assert f"{len(base.topics)} topics" in praise
    assert praise.endswith("all well.")


def test_a_topic_missing_in_the_domain_is_named_with_its_mend(copy: Path) -> None:
    path = copy / "domain.yml"
    path.write_text(path.read_text("utf-8").replace(f"- {TOPIC}\n", ""), "utf-8")
    assert found(copy) == [
        Problem("domain.yml", "intents", f"lack '{TOPIC}'.", f"Add '- {TOPIC}' there.")
    ]


def test_a_topic_missing_in_the_rules_is_named_with_its_mend(copy: Path) -> None:
    path = copy / "data" / "rules.yml"
    line = f"    - intent: {TOPIC}\n"
    text = path.read_text("utf-8")
    assert line in text
    path.write_text(text.replace(line, ""), "utf-8")
    mend = f"Add '- intent: {TOPIC}' to the first rule."
    assert found(copy) == [Problem("data/rules.yml", "rules", f"lack '{TOPIC}'.", mend)]


@pytest.mark.parametrize("part", ["entities", "slots"])
def test_a_fact_missing_in_the_domain_is_named_with_its_mend(
    copy: Path, part: str
) -> None:
    path = copy / "domain.yml"
    domain = yaml.safe_load(path.read_text("utf-8"))
    if part == "entities":
        domain[part].remove(FACT)
    else:
        del domain[part][FACT]
    path.write_text(yaml.safe_dump(domain, allow_unicode=True), "utf-8")
    (problem,) = found(copy)
    assert problem.file == "domain.yml"
    assert FACT in problem.what
    assert FACT in problem.mend


def rewrite(root: Path, intent: str, change: Callable[[list[str]], list[str]]) -> str:
    """Change the examples of ``intent``; return the file they stand in."""
    for path in sorted((root / "data" / "nlu").glob("*.yml")):
        data = yaml.safe_load(path.read_text("utf-8"))
        for entry in data["nlu"]:
            if entry["intent"] == intent:
                lines = change(entry["examples"].splitlines())
                entry["examples"] = "\n".join(lines) + "\n"
                path.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
                return path.name
    raise AssertionError(f"no examples of {intent}")


@pytest.mark.parametrize(
    "lacking", [{"zh"}, {"en"}, {"zh", "en"}], ids=["zh", "en", "both"]
)
def test_a_topic_with_too_few_examples_is_named_with_how_many_it_needs(
    copy: Path, lacking: set[str]
) -> None:
    def of(line: str) -> str:
        return "zh" if checking._HAN.search(line) else "en"

    rewrite(copy, TOPIC, lambda lines: [x for x in lines if of(x) not in lacking])
    assert set(found(copy)) == {
        Problem(
            "data/nlu",
            TOPIC,
            f"{TOPIC} has 0 {language} examples.",
            f"Write at least {checking.FEWEST[language]}.",
        )
        for language in lacking
    }


def test_an_example_in_two_topics_is_named_with_both(copy: Path) -> None:
    stolen = "- 医保卡丢了怎么办呀怎么办"
    rewrite(copy, "fraud", lambda lines: [*lines, stolen])
    file = rewrite(copy, TOPIC, lambda lines: [*lines, stolen.upper()])
    (problem,) = found(copy)
    assert problem.file in (f"data/nlu/{file}", "data/nlu/rights.yml")
    assert stolen.removeprefix("- ") in problem.what
    assert "fraud" in problem.what or TOPIC in problem.what
    assert problem.mend == "Keep it in one topic."


def test_an_example_in_two_topics_is_found_whatever_its_case(copy: Path) -> None:
    rewrite(copy, "fraud", lambda lines: [*lines, "- Where Is My Card Gone Now"])
    rewrite(copy, TOPIC, lambda lines: [*lines, "- where is my card gone now"])
    (problem,) = found(copy)
    assert problem.what.lower().startswith("'where is my card gone now' is in ")


def test_every_problem_is_listed_at_once_and_sorted(copy: Path) -> None:
    for name, line in (
        ("domain.yml", f"- {TOPIC}\n"),
        ("data/rules.yml", "    - intent: fraud\n"),
    ):
        path = copy / name
        path.write_text(path.read_text("utf-8").replace(line, ""), "utf-8")
    (copy / "knowledge" / "topics" / "pension.yml").unlink()
    problems = found(copy)
    assert problems == sorted(problems)
    files = {problem.file for problem in problems}
    assert {"domain.yml", "data/rules.yml"} < files
    assert any("'pension'" in problem.what for problem in problems)
