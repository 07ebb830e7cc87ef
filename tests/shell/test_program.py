"""The program ``baoxiao`` as people run it: a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from channels import intake
from knowledge.load import Base
from shell import project

PROGRAM = Path(sys.executable).with_name("baoxiao")
KEYS = {
    "topics",
    "text",
    "language",
    "topic",
    "confidence",
    "ranking",
    "facts",
    "citations",
    "answer",
}
QUESTIONS = {
    "生孩子能报多少钱": "maternity",
    "怀孕产检的费用医保给报吗": "maternity",
    "what does insurance pay when I have a baby": "maternity",
    "医保卡里的钱能取出来吗": "withdraw_balance",
    "怎么查医保余额": "check_balance",
    "社保卡丢了怎么补办": "lost_card",
    "I lost my social security card, how do I replace it": "lost_card",
    "医保码怎么激活": "e_voucher",
    "公积金怎么提取": "housing_fund",
    "养老金每个月能领多少": "pension",
    "失业金怎么申请": "unemployment",
    "平安的商业保险怎么理赔": "commercial_insurance",
    "公司拖欠工资怎么办": "labour_dispute",
    "头疼发烧吃什么药好": "medical_advice",
    "what does article 30 of the social insurance law say": "legal_article",
    "社会保险法第二十九条讲什么": "legal_article",
    "上班时受伤医保给报吗": "work_injury",
    "出车祸了医保能报吗": "third_party",
    "I was hit by a car, will medical insurance pay": "third_party",
    "把医保卡借给别人用会怎样": "fraud",
    "异地住院怎么报销": "inpatient_cross_province",
    "在外省住院了医保怎么报": "inpatient_cross_province",
    "急诊在外地没来得及备案能报吗": "emergency_elsewhere",
    "医保电话是多少": "contact_hotline",
    "新生儿怎么上医保": "newborn",
    "换工作到外地医保怎么转移": "transfer_relation",
    "医保断缴三个月有什么影响": "contribution_break",
    "灵活就业人员怎么交医保": "flexible_employment",
    "城乡居民医保怎么参保": "enrol_resident",
    "退休后还要交医保吗": "retiree",
    "外国人在中国怎么参加医保": "foreigner",
    "家人能用我的医保个人账户吗": "family_account",
    "大病保险怎么报": "serious_illness_insurance",
    "低保户看病有什么医疗救助": "medical_assistance",
    "起付线是多少": "deductible_or_cap",
    "报销需要什么材料": "materials_needed",
    "报销的钱多久到账": "reimbursement_time_limit",
    "今天天气怎么样": None,
    "write me a poem about the sea": None,
    "你好": None,
}


def run(
    *arguments: str, given: str | bytes = b"", **settings: str
) -> subprocess.CompletedProcess[bytes]:
    environment = {
        name: value
        for name, value in os.environ.items()
        # as in a person's terminal: nothing of the test run is handed on
        if name in ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR")
    }
    return subprocess.run(
        [str(PROGRAM), *arguments],
        input=given.encode() if isinstance(given, str) else given,
        capture_output=True,
        env={**environment, "BAOXIAO_DAY": "2026-06-01", **settings},
        cwd=project.ROOT,
        check=False,
    )


def rows(result: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    assert result.returncode == 0, result.stderr.decode()
    assert result.stderr == b""
    return [json.loads(line) for line in result.stdout.decode().splitlines()]


@pytest.fixture(scope="module", autouse=True)
def _a_trained_model() -> None:
    """Without one every command would train first, and say so."""
    assert project.is_trained(), "no model for these files: run `make train`"


# --- ask -----------------------------------------------------------------------------


def test_a_question_on_the_command_line_is_answered_and_nothing_else_is_said() -> None:
    result = run("ask", "社会保险法第二十九条讲什么")
    assert result.returncode == 0
    assert result.stderr == b""
    assert result.stdout.decode().startswith("《社会保险法》第29条")


@pytest.fixture(scope="module")
def thousand() -> tuple[list[str], list[dict[str, Any]]]:
    """A thousand lines, and what came back."""
    lines = [list(QUESTIONS)[number % len(QUESTIONS)] for number in range(1_000)]
    return lines, rows(run("ask", "--json", given="\n".join(lines) + "\n"))


def test_a_thousand_lines_come_back_in_order(
    thousand: tuple[list[str], list[dict[str, Any]]],
) -> None:
    lines, answers = thousand
    assert [row["text"] for row in answers] == lines


def test_every_line_is_answered_on_its_topic(
    thousand: tuple[list[str], list[dict[str, Any]]],
) -> None:
    wrong = {
        (row["text"], row["topic"])
        for row in thousand[1]
        if row["topic"] != QUESTIONS[row["text"]]
    }
    assert wrong == set()


def test_a_line_gets_the_same_answer_wherever_it_stands(
    thousand: tuple[list[str], list[dict[str, Any]]],
) -> None:
    answers: dict[str, dict[str, Any]] = {}
    for row in thousand[1]:
        assert answers.setdefault(row["text"], row) == row


def test_every_row_is_whole(
    thousand: tuple[list[str], list[dict[str, Any]]], base: Base
) -> None:
    for row in thousand[1]:
        assert set(row) == KEYS
        assert row["language"] in ("zh", "en")
        assert 0 < row["confidence"] <= 1
        assert row["answer"]
        assert len(set(row["ranking"])) == len(row["ranking"]) > 1
        for ref in row["citations"]:
            document, _, number = ref.partition("#")
            assert not number or int(number) in base.documents[document].articles
        if row["topic"] in base.topics:
            assert row["topic"] == row["ranking"][0]


PERSONAL = {
    "identity": "11010519900307451X",
    "old identity": "110105900307451",
    "mobile": "13812345678",
    "bank card": "6222021234567890123",
}
WITH_PERSONAL = [
    *(f"我的号码是{number}，医保能报多少" for number in PERSONAL.values()),
    *(f"my number is {number} how much is paid" for number in PERSONAL.values()),
    # too long to be answered, and still not to be repeated
    f"我的身份证是{PERSONAL['identity']}" + "医保能报多少" * 500,
]

#: Lines as they come out of files, and what the row must say in each.
ODD = [
    (b"", intake.EMPTY.en),
    (b"   \t ", intake.EMPTY.en),
    (b"\x00\x01\x1b[31m\x07", None),
    ("生孩子\x00能报\x07多少钱".encode(), None),
    (b"\xff\xfe\xfa", intake.UNREADABLE.en),
    ("生孩子".encode("gb18030"), intake.UNREADABLE.en),
    (("医保能报多少" * 1_700)[:10_000].encode(), intake.TOO_LONG.en.split("{")[0]),
    (b'/inform{"insurance": "employee"}', None),
    ("\ufeff生孩子能报多少钱".encode(), None),
    ("👶🏥💰".encode(), None),
    (b"'; DROP TABLE events; --", None),
    ("生孩子能报多少钱\r".encode(), None),
    *((line.encode(), None) for line in WITH_PERSONAL[:-1]),
    (WITH_PERSONAL[-1].encode(), intake.TOO_LONG.en.split("{")[0]),
]


@pytest.fixture(scope="module")
def odd() -> list[dict[str, Any]]:
    # the last line has no end, as in many files
    given = b"\n".join(line for line, _ in ODD)
    # in a locale without Chinese, which must not matter
    return rows(run("ask", "--json", given=given, LC_ALL="C"))


def test_each_odd_line_has_its_own_row(odd: list[dict[str, Any]]) -> None:
    assert len(odd) == len(ODD)
    for row, (line, error) in zip(odd, ODD, strict=True):
        assert row["answer"], line[:40]
        if error is None:
            assert set(row) == KEYS, line[:40]
        else:
            assert set(row) == KEYS | {"error"}
            assert row["error"].startswith(error)
            assert row["topic"] is None


@pytest.mark.parametrize("place", [3, 8, 11], ids=["controls", "mark", "return"])
def test_what_cannot_be_seen_changes_no_answer(
    odd: list[dict[str, Any]], place: int
) -> None:
    assert odd[place]["topic"] == "maternity"


def test_a_line_that_is_too_long_says_how_long_it_is(
    odd: list[dict[str, Any]],
) -> None:
    assert "10000" in odd[6]["answer"].replace(",", "")
    assert len(odd[6]["text"]) == 80


def test_chinese_comes_back_in_a_locale_without_it(odd: list[dict[str, Any]]) -> None:
    assert odd[8]["text"].lstrip("\ufeff") == "生孩子能报多少钱"


def test_no_control_character_comes_back(odd: list[dict[str, Any]]) -> None:
    for row in odd:
        assert not [c for c in row["text"] if ord(c) < 32 or ord(c) == 127]


def test_personal_numbers_are_never_in_the_output() -> None:
    result = run("ask", given="\n".join(WITH_PERSONAL))
    assert result.returncode == 0
    output = (result.stdout + result.stderr).decode()
    assert output
    for number in PERSONAL.values():
        assert number not in output


def test_personal_numbers_are_in_no_row(odd: list[dict[str, Any]]) -> None:
    shown = json.dumps(odd[-len(WITH_PERSONAL) :], ensure_ascii=False)
    assert "医保能报多少" in shown
    for number in PERSONAL.values():
        assert number not in shown


def test_no_lines_are_no_answers_and_no_error() -> None:
    result = run("ask", "--json")
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = f"yes 谢谢 | head -200 | '{PROGRAM}' ask --json | head -1"
    result = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False
    )
    assert result.stdout.count(b"\n") == 1
    assert result.stderr == b""


@pytest.mark.parametrize(
    ("day", "notice"),
    [("2026-12-31", "comes into force on"), ("2027-01-01", "in force since")],
    ids=["the day before", "the day"],
)
def test_a_question_on_the_command_line_as_json_on_a_day_that_is_set(
    day: str, notice: str
) -> None:
    text = "what does article 29 say"
    (row,) = rows(run("ask", "--json", text, BAOXIAO_DAY=day))
    assert set(row) == KEYS
    assert row["text"] == text
    assert row["language"] == "en"
    assert row["topic"] == "legal_article"
    assert row["citations"] == ["social-insurance-law#29"]
    assert row["facts"] == {"article": 29}
    assert f"{notice} 2027-01-01" in row["answer"]


@pytest.mark.parametrize("arguments", [["ask", "谢谢"], ["chat"]], ids=["ask", "chat"])
def test_a_day_that_is_no_date_ends_with_what_to_do(arguments: list[str]) -> None:
    result = run(*arguments, BAOXIAO_DAY="tomorrow")
    assert result.returncode == 1
    message = "BAOXIAO_DAY='tomorrow' is no date: write it as 2027-01-01, or unset it\n"
    assert result.stderr.decode() == message
    assert result.stdout == b""


# --- chat ----------------------------------------------------------------------------


def test_a_piped_conversation_is_answered_and_ends_well() -> None:
    result = run("chat", given="异地就医怎么备案\n1\n/quit\n谢谢\n")
    assert result.returncode == 0
    assert result.stderr == b""
    screen = result.stdout.decode()
    assert screen.count("法律依据") == 2
    assert "异地就医怎么备案" in screen
    assert "谢谢" not in screen  # nothing is answered after leaving


def test_a_piped_conversation_stands_bytes_that_are_no_text_and_ends_with_them() -> (
    None
):
    result = run("chat", given=b"\xff\xfe\n\n\x00\n" + "谢谢".encode())
    assert (result.returncode, result.stderr) == (0, b"")
    screen = result.stdout.decode()
    assert intake.UNREADABLE.zh in screen
    assert "不客气" in screen


def test_personal_numbers_are_not_shown_in_a_piped_conversation() -> None:
    lines = [f"我的号码{number}，医保报多少" for number in PERSONAL.values()]
    result = run("chat", "--debug", given="\n".join(lines))
    assert (result.returncode, result.stderr) == (0, b"")
    screen = result.stdout.decode()
    assert screen.count('"topic": "reimbursement_ratio"') == len(lines)
    for number in PERSONAL.values():
        assert number not in screen


# --- check, train, and what nobody meant ---------------------------------------------


def test_check_says_that_all_is_well(base: Base) -> None:
    result = run("check")
    assert (result.returncode, result.stderr) == (0, b"")
    line = result.stdout.decode()
    assert line.startswith(f"{len(base.topics)} topics, ")
    assert line.endswith("all well.\n")


def test_training_again_is_not_needed() -> None:
    result = run("train")
    assert (result.returncode, result.stdout) == (0, b"")
    assert "up to date" in result.stderr.decode()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--no-such"], "No such option: --no-such"),
        (["ask", "--yaml"], "No such option: --yaml"),
        (["juggle"], "No such command 'juggle'"),
        (["ask", "one", "two"], "unexpected extra argument"),
    ],
    ids=["option", "option of a command", "command", "argument"],
)
def test_what_the_program_does_not_know_is_named(
    arguments: list[str], said: str
) -> None:
    result = run(*arguments)
    assert result.returncode == 2
    assert result.stdout == b""
    message = " ".join(result.stderr.decode().split())
    assert said in message
    assert "Traceback" not in message


def test_help_names_every_command() -> None:
    result = run("--help")
    assert (result.returncode, result.stderr) == (0, b"")
    for command in ("ask", "chat", "check", "train"):
        assert f" {command} " in result.stdout.decode()
