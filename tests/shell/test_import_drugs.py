"""The command ``import-drugs``, as a program of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from knowledge.drugs import look_up
from shell import project
from tests.drug_catalogue import AGREED, SHEETS, TITLE, table, workbook


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "shell.main", "import-drugs", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(project.ROOT), "PYTHONUTF8": "1"},
        check=False,
    )


def refused(*arguments: str | Path) -> str:
    result = run(*arguments)
    assert result.returncode == 1, result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
    return result.stderr


def test_a_workbook_is_imported(tmp_path: Path, catalogue_file: Path) -> None:
    result = run(workbook(tmp_path / "目录.xlsx"))
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith(f"{TITLE}, 2025: 17 lines (甲 6, 乙 11,")
    assert str(catalogue_file) in result.stdout
    found = look_up("奥希替尼片能报吗")
    assert found is not None
    assert (found.file, found.year) == ("目录.xlsx", 2025)
    assert [drug.valid_until for drug in found.drugs] == ["2027-12-31"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_of_text_is_imported_like_the_workbook(
    tmp_path: Path, encoding: str
) -> None:
    assert run(workbook(tmp_path / "a.xlsx")).returncode == 0
    texts = ("胰岛素能报吗", "奥希替尼片能报吗", "塞来昔布能报吗")
    of_workbook = [look_up(text) for text in texts]
    result = run(table(tmp_path / "a.csv", encoding))
    assert (result.returncode, result.stderr) == (0, "")
    for text, one in zip(texts, of_workbook, strict=True):
        other = look_up(text)
        assert one is not None and other is not None and one.drugs
        assert one.drugs == other.drugs


def test_cells_merged_downwards_hold_for_every_row(tmp_path: Path) -> None:
    rows = [
        AGREED,
        ("XA", "糖尿病用药", "乙", 1, "度拉糖肽", "注射剂", "限二线", "2027-12-31"),
        (None, None, None, None, None, "预填充笔"),
    ]
    areas = ("A2:A3", "C2:C3", "E2:E3", "G2:G3", "H2:H3")
    file = workbook(tmp_path / "a.xlsx", {"表": rows}, {"表": areas})
    assert run(file, "--year", "2025").returncode == 0
    found = look_up("度拉糖肽能报吗")
    assert found is not None
    assert [(d.form, d.limits, d.valid_until) for d in found.drugs] == [
        ("注射剂", "限二线", "2027-12-31"),
        ("预填充笔", "限二线", "2027-12-31"),
    ]


def test_the_year_is_asked_for_when_nothing_says_it(tmp_path: Path) -> None:
    sheets = {"西药": SHEETS["西药"][3:]}
    file = workbook(tmp_path / "a.xlsx", sheets)
    assert "--year 2024" in refused(file)
    assert run(file, "--year", "2024").returncode == 0
    assert look_up("胰岛素").year == 2024  # type: ignore[union-attr]


def test_a_bad_row_is_named_and_the_earlier_catalogue_stays(
    tmp_path: Path, catalogue_file: Path
) -> None:
    assert run(workbook(tmp_path / "good.xlsx")).returncode == 0
    before = catalogue_file.read_bytes()
    rows = [*SHEETS["西药"], ("", "", "丙", 99, "某药", "片")]
    message = refused(workbook(tmp_path / "bad.xlsx", {"西药": rows}))
    assert f"bad.xlsx: 西药 row {len(rows)}: " in message
    assert "neither 甲 nor 乙" in message and "Write 甲 or 乙" in message
    assert catalogue_file.read_bytes() == before
    assert list(catalogue_file.parent.iterdir()) == [catalogue_file]


def _broken(path: Path, how: str) -> Path:
    if how == "cut":
        file = workbook(path / "a.xlsx")
        file.write_bytes(file.read_bytes()[:3000])
    elif how == "damaged":
        file = workbook(path / "a.xlsx")
        with zipfile.ZipFile(file) as good:
            names = {name: good.read(name) for name in good.namelist()}
        names["xl/worksheets/sheet2.xml"] = b"<worksheet><sheetData><row"
        with zipfile.ZipFile(file, "w") as bad:
            for name, data in names.items():
                bad.writestr(name, data)
    elif how == "no workbook":
        file = path / "a.xlsx"
        with zipfile.ZipFile(file, "w") as bad:
            bad.writestr("hello.txt", "hello")
    elif how == "pdf":
        file = path / "a.pdf"
        file.write_bytes(b"%PDF-1.7\n")
    elif how == "bytes":
        file = path / "a.csv"
        file.write_bytes(b"\x00\xff\xfe\x81")
    elif how == "quotes":
        file = path / "a.csv"
        file.write_text('编号,药品名称,剂型\n1,"阿司匹林,片\n', encoding="utf-8")
    elif how == "empty":
        file = path / "a.csv"
        file.write_bytes(b"")
    else:
        file = path / "none.xlsx"
    return file


@pytest.mark.parametrize(
    ("how", "what"),
    [
        ("cut", "is no workbook"),
        ("damaged", "is a broken workbook"),
        ("no workbook", "is a broken workbook"),
        ("pdf", "save it as .xlsx or .csv"),
        ("bytes", "neither UTF-8 nor GB 18030"),
        ("quotes", "row 2 is broken"),
        ("empty", "has no header row"),
        ("missing", "cannot be opened"),
    ],
)
def test_a_broken_file_is_refused_with_a_mend(
    tmp_path: Path, catalogue_file: Path, how: str, what: str
) -> None:
    message = refused(_broken(tmp_path, how))
    assert what in message
    assert message.startswith("the drug catalogue was not read:\n")
    assert not catalogue_file.exists()


def test_a_sheet_of_endless_rows_is_refused(tmp_path: Path) -> None:
    sheets = {"西药": [*SHEETS["西药"], *[()] * 20_000, ("end",)]}
    message = refused(workbook(tmp_path / "a.xlsx", sheets))
    assert "Delete the empty rows" in message


def test_a_place_that_cannot_be_written_to_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("BAOXIAO_DRUGS", str(tmp_path / "file" / "drugs.sqlite"))
    message = refused(workbook(tmp_path / "a.xlsx"))
    assert "was not written" in message and "BAOXIAO_DRUGS" in message


def test_the_command_does_without_rasa() -> None:
    code = "import sys, shell.main, shell.import_drugs; print('rasa' in sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "False"
