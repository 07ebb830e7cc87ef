"""``baoxiao checklist`` on the command line."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from knowledge.load import Base
from shell.main import app

RUNNER = CliRunner()


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAOXIAO_DAY", "2026-11-22")


def said(*words: str, code: int = 0) -> str:
    result = RUNNER.invoke(app, ["checklist", *words])
    assert result.exit_code == code, result.output
    return result.output


def test_without_a_procedure_it_lists_them_all(base: Base) -> None:
    lines = said().splitlines()

    assert [line.split()[0] for line in lines] == list(base.procedures)
    assert "异地就医备案" in said() and "Filing for care in another place" in said()


def test_the_list_is_json_too(base: Base) -> None:
    rows = [json.loads(line) for line in said("--json").splitlines()]

    assert [row["id"] for row in rows] == list(base.procedures)
    assert all(row["title"] and row["topics"] for row in rows)


@pytest.mark.parametrize(
    "words",
    [
        ("file_cross_province", "--facts", "reason_away=referral"),
        ("file_cross_province", "reason_away=referral"),
        ("--facts", "异地就医原因=转诊", "file_cross_province"),
        ("file_cross_province", "--facts", "reason_away=referral", "参保地=南京"),
    ],
)
def test_facts_are_ids_or_plain_words_in_any_order(words: tuple[str, ...]) -> None:
    text = said(*words)

    assert "□ 转诊转院证明" in text
    assert "居住证明" not in text


def test_it_speaks_english_when_asked() -> None:
    text = said("account_payout", "account_case=death", "--language", "en")

    assert text.startswith("Checklist: Payout of the personal account")
    assert "□ heir's ID" in text and "12393" in text


def test_a_checklist_is_json_too() -> None:
    (line,) = said("account_payout", "account_case=death", "--json").splitlines()
    row = json.loads(line)

    assert row["id"] == "account_payout/death"
    assert row["facts"] == {"account_case": "death"}
    assert "heir-id" in [item["material"] for item in row["bring"]]
    assert row["day"] == "2026-11-22"
    assert row["handling"][0]["example"] is True
    assert row["citations"][0]["ref"] == "state-council-1998-44"
    assert {"fact", "question", "papers", "rules"} == set(row["open"][0])


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("nowhere",), "no procedure 'nowhere': `baoxiao checklist`"),
        (("lost_card", "care=dental"), "care has no value 'dental': use one of"),
        (("lost_card", "--facts", "shoe=42"), "no fact 'shoe': use one of"),
    ],
)
def test_a_mistake_is_told_without_a_traceback(
    words: tuple[str, ...], what: str
) -> None:
    text = said(*words, code=1)

    assert what in text
    assert "Traceback" not in text


def test_a_day_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAOXIAO_DAY", "soon")

    assert "BAOXIAO_DAY='soon' is no date" in said("lost_card", code=1)


def test_it_does_without_rasa() -> None:
    code = (
        "import sys\n"
        "from shell.main import app\n"
        "app(['checklist', 'lost_card'], standalone_mode=False)\n"
        "loaded = {name.split('.')[0] for name in sys.modules}\n"
        "sys.exit(bool(loaded & {'rasa', 'rasa_sdk'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False, text=True
    )

    assert done.returncode == 0, done.stderr
    assert "社保卡" in done.stdout
