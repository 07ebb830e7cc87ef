"""``baoxiao estimate`` as people run it: a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from knowledge.examples import LABEL
from knowledge.load import Base
from shell.estimate_dialogue import read_choice, read_place

FIRST = {
    "total": "50000",
    "self_funded": 3000,
    "class_b": [{"amount": 12000, "first_pay_rate": 0.1}],
    "deductible": 1000,
    "ratio": 0.85,
}


def run(*arguments: str, given: str | bytes = "") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "shell.main", "estimate", *arguments],
        input=given.encode() if isinstance(given, str) else given,
        capture_output=True,
        check=False,
        timeout=60,
    )


def test_one_object_in_one_object_out() -> None:
    result = run("--json", given=json.dumps(FIRST))
    assert (result.returncode, result.stderr) == (0, b"")
    row = json.loads(result.stdout)
    assert set(row) == {"in_scope", "fund", "serious_illness", "patient", "steps"}
    assert row["in_scope"] == "45800.00"
    assert row["fund"] == "38080.00"
    assert row["patient"] == "11920.00"
    keys = {"name", "zh", "en", "amount", "formula", "source", "legal_basis"}
    assert all(set(step) == keys for step in row["steps"])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (b"", "no valid JSON"),
        (b"{", "no valid JSON"),
        (b"\xff", "no valid JSON"),
        (b"{}", "ratio: is missing"),
        (b'{"total": -1, "ratio": 1}', "total: is negative"),
        (
            b'{"total": 9, "ratio": 0.8, "cut": {"kind": "points", "value": 20}}',
            "write 0.2 for 20",
        ),
        (b'{"total": 9, "bands": [{"up_to": 5, "ratio": 1}]}', "beyond the last band"),
    ],
)
def test_bad_input_ends_with_status_two(given: bytes, said: str) -> None:
    result = run("--json", given=given)
    assert (result.returncode, result.stderr) == (2, b"")
    row = json.loads(result.stdout)
    assert set(row) == {"error"}
    assert said in row["error"]


def test_it_is_quick_because_rasa_stays_out() -> None:
    code = (
        "import io, sys\nimport shell.main, shell.estimate, shell.estimate_dialogue\n"
        "shell.estimate.as_json(io.BytesIO(b'{\"ratio\": 1}'), io.StringIO())\n"
        "print(sorted({'rasa', 'rasa_sdk', 'tensorflow', 'spacy'} & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True
    )
    assert result.stdout == b"[]\n"


def test_the_dialogue_asks_and_shows_the_working() -> None:
    lines = "五万块\n3.5万\n1\n西安\n3\n多少呢\n3000\n1.2万\n10%\n\n\n\n"
    result = run(given=lines)
    assert (result.returncode, result.stderr) == (0, b"")
    screen = result.stdout.decode()
    assert "没看懂这个金额" in screen
    assert LABEL.zh in screen
    assert "西安" in screen
    assert "12393" in screen


def test_the_dialogue_in_english_with_options() -> None:
    options = ["--total", "50k", "--deductible", "1000", "--ratio", "85%"]
    result = run("--language", "en", *options, given="\n3000\n12000\n10%\n\n")
    assert (result.returncode, result.stderr) == (0, b"")
    screen = result.stdout.decode()
    assert "38,080.00" in screen
    assert "11,920.00 yuan" in screen
    assert "Social Insurance Law" in screen
    assert LABEL.en not in screen  # every figure was given


def test_knowing_nothing_is_answered_with_labelled_samples() -> None:
    result = run("--language", "en")
    assert result.returncode == 0
    assert LABEL.en in " ".join(result.stdout.decode().split())


def test_a_figure_that_cannot_be_is_asked_for_again() -> None:
    options = ["--total", "1000", "--deductible", "0", "--ratio", "0.8"]
    result = run("--language", "en", *options, given="\n5000\n500\n\n\n")
    assert result.returncode == 0
    screen = " ".join(result.stdout.decode().split())
    assert "above the total of 1000.00 yuan" in screen
    assert "400.00 yuan" in screen


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--ratio", "850%"], "85%"),
        (["--total", "plenty"], "35000"),
        (["--place", "Atlantis"], "city"),
        (["--insurance", "none"], "employee, resident"),
        (["--tier", "9"], "1, 2, 3"),
        (["--language", "fr"], "zh or en"),
    ],
)
def test_an_option_that_cannot_be_read_is_named(
    arguments: list[str], said: str
) -> None:
    result = run(*arguments)
    assert (result.returncode, result.stdout) == (1, b"")
    message = result.stderr.decode()
    assert arguments[0] in message
    assert said in message
    assert "Traceback" not in message


def test_places_and_choices_by_name_and_number(base: Base) -> None:
    assert read_place(base, "西安市") == read_place(base, "Xi'an") == "610100"
    assert read_place(base, "Atlantis") is None
    given: list[tuple[str, Any]] = [("1", "employee"), ("居民医保", "resident")]
    for text, value in [*given, ("3", None), ("employee", "employee")]:
        assert read_choice(base, "insurance", text) == value
