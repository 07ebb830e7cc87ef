"""``baoxiao knowledge``: report, show and schema as people run them."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from rich.console import Console
from typer.testing import CliRunner

from knowledge.load import Base
from knowledge.model import Text
from knowledge.report import report
from shell import project, render
from shell import report as shown
from shell.main import app

DAY = "2026-11-25"


def run(*arguments: str, **environment: str) -> Result:
    runner = CliRunner(mix_stderr=False)
    return runner.invoke(app, ["knowledge", *arguments], env=environment)


def told(*arguments: str) -> dict[str, Any]:
    result = run("show", *arguments, "--as-of", DAY, "--json")
    assert result.exit_code == 0, result.stderr
    data: dict[str, Any] = json.loads(result.stdout)
    return data


# ---- show --------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
def test_show_gives_the_answer_and_why(language: str, base: Base) -> None:
    data = told(
        "inpatient_cross_province",
        *("--facts", "参保地=厦门", "--facts", "filed=没备案"),
        *("--facts", "treatment_region=Shanghai", "--language", language),
    )
    assert data["answer"] == "inpatient_cross_province/not_filed"
    assert data["day"] == DAY
    assert data["facts"] == {
        "insured_region": "350200",
        "filed": "no",
        "treatment_region": "310000",
        "away_scope": "other_province",
    }
    first, second = data["candidates"][:2]
    assert first["chosen"] and first["id"] == "not_filed"
    assert not second["chosen"] and second["fits"] and second["why"]
    place = base.places.name("CN").zh if language == "zh" else base.places.name("CN").en
    assert first["place"] == place
    assert {"social-insurance-law#29"} <= {c["ref"] for c in data["citations"]}
    assert data["notices"] and "confidence" not in data


def test_show_prints_answer_facts_and_the_table() -> None:
    result = run("show", "lost_card", "--as-of", DAY, "--facts", "relation=parent")

    assert result.exit_code == 0
    assert f"lost_card/for_family · {DAY} · relation=parent" in result.stdout
    assert "为什么是这一条" in result.stdout
    assert "选中" in result.stdout


def test_show_follows_the_day() -> None:
    def notices(day: str) -> str:
        result = run("show", "use_card_elsewhere", "--as-of", day, "--language", "en")
        return " ".join(result.stdout.split())

    assert "Medical Security Law" not in notices("2026-06-01")
    assert "Medical Security Law is in force" in notices("2027-01-01")


@pytest.mark.parametrize(
    ("arguments", "wrong"),
    [
        (["nowhere"], "no topic 'nowhere': add knowledge/topics/nowhere.yml"),
        (["lost_card", "--facts", "colour=red"], "no fact 'colour': use one of"),
        (
            ["lost_card", "--facts", "care=tooth"],
            "care has no value 'tooth': use one of",
        ),
        (
            ["lost_card", "--facts", "care"],
            "'care' is no fact: write it as care=inpatient",
        ),
        (["lost_card", "--as-of", "tomorrow"], "'tomorrow' is no date: write it as"),
        (["lost_card", "--language", "fr"], "no language 'fr': use zh or en"),
    ],
    ids=str,
)
def test_what_is_unknown_is_said_with_what_to_do(
    arguments: list[str], wrong: str
) -> None:
    result = run("show", *arguments)

    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith(wrong)
    assert len(result.stderr.splitlines()) == 1


def test_the_day_of_the_environment_counts_when_none_is_given() -> None:
    result = run("report", BAOXIAO_DAY="2027-03-01")
    assert "2027-03-01" in result.stdout.splitlines()[0]

    result = run("report", BAOXIAO_DAY="soon")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "'soon' is no date: write it as 2027-01-01" in result.stderr


# ---- report ------------------------------------------------------------------------


def printed(base: Base, day: str = DAY, width: int = 200) -> str:
    import datetime as dt

    screen = io.StringIO()
    console: Console = render.console(file=screen, width=width)
    shown.show(console, base, report(base, dt.date.fromisoformat(day)))
    return screen.getvalue()


def test_the_report_has_every_topic_and_both_languages(base: Base) -> None:
    text = printed(base)

    for topic in base.topics:
        assert topic in text
    for part in ("何时要复核什么", "What must be re-checked by when", "江苏 Jiangsu"):
        assert part in text
    assert re.search(r"2027-01-01 .*medical-security-law", text)


def test_the_page_needs_nothing_from_elsewhere_and_is_well_formed(
    tmp_path: Path, base: Base
) -> None:
    path = tmp_path / "report.html"
    result = run("report", "--as-of", DAY, "--html", str(path))
    assert (result.exit_code, result.stdout.strip()) == (0, str(path))
    page = path.read_text("utf-8")

    assert not re.search(r"<script|<link|<img|@import|url\(|https?://", page)
    assert '<meta name="viewport"' in page
    for topic in base.topics.values():
        assert topic.id in page
    assert Balanced.of(page) == []


class Balanced(HTMLParser):
    """Finds tags that are opened and not closed, or closed and not opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []

    @classmethod
    def of(cls, page: str) -> list[str]:
        parser = cls()
        parser.feed(page)
        return parser.faults + parser.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)


def test_the_page_escapes_what_the_files_say(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    import datetime as dt

    evil = shown.Table(
        Text(zh="<b>表</b>", en="<script>alert(1)</script>"),
        (Text(zh='"><i>', en="<u>"),),
        (("<img src=x onerror=alert(1)> & co",),),
    )
    monkeypatch.setattr(shown, "tables", lambda *_: [evil])
    page = shown.page(base, report(base, dt.date(2026, 11, 25)))

    assert not re.search(r"<(script|img|b|i|u)\b", page)
    assert "&lt;img src=x onerror=alert(1)&gt; &amp; co" in page


def test_what_is_overdue_stands_out(base: Base) -> None:
    import datetime as dt

    page = shown.page(base, report(base, dt.date(2030, 1, 1)))
    early = shown.page(base, report(base, dt.date(2026, 11, 25)))

    assert 'class="late"' in page and 'class="late"' not in early


def test_a_page_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    result = run("report", "--html", str(tmp_path / "nowhere" / "report.html"))

    assert result.exit_code == 1
    assert "cannot be written" in result.stderr
    assert "name a file in a folder that exists" in result.stderr


# ---- schema ------------------------------------------------------------------------


def test_schema_lists_prints_and_refuses() -> None:
    assert "topic\tknowledge/topics/*.yml" in run("schema").stdout

    printed = run("schema", "figures")
    kept = project.KNOWLEDGE / "schema" / "figures.json"
    assert printed.stdout == kept.read_text("utf-8")

    unknown = run("schema", "weather")
    assert unknown.exit_code == 1
    assert unknown.stderr.startswith("no schema 'weather': use one of topic, ")


# ---- none of it needs the model ----------------------------------------------------


@pytest.mark.parametrize(
    "arguments", [["report"], ["show", "lost_card", "--json"], ["schema"]], ids=str
)
def test_rasa_is_not_imported(arguments: list[str]) -> None:
    program = (
        "import sys\n"
        "from shell.main import app\n"
        "app(sys.argv[1:], standalone_mode=False)\n"
        "heavy = {'rasa', 'rasa_sdk', 'spacy', 'tensorflow', 'sklearn'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "knowledge", *arguments],
        cwd=project.ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.strip() == "[]"
