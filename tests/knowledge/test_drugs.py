"""The drug catalogue: its sheets, its file, and medicines found in messages."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import drug_store
from knowledge.drug_names import aliases
from knowledge.drug_sheet import clean, read_sheets
from knowledge.drugs import Found, look_up
from knowledge.errors import DrugListError
from knowledge.model_drugs import Drug, DrugList
from tests.drug_catalogue import LIMIT, SHEETS, TITLE

HEAD = ("编号", "药品名称", "剂型", "甲乙类", "备注", "协议有效期")


def numbered(rows: list[tuple[Any, ...]]) -> list[tuple[int, list[str]]]:
    return [(n, [clean(cell) for cell in row]) for n, row in enumerate(rows, 1)]


def read(*rows: tuple[Any, ...], year: int | None = 2025) -> DrugList:
    return read_sheets("a.csv", [("表", numbered([HEAD, *rows]))], year)


@pytest.fixture(scope="module")
def catalogue() -> DrugList:
    return read_sheets("目录.xlsx", [(k, numbered(v)) for k, v in SHEETS.items()])


@pytest.fixture
def imported(catalogue: DrugList, catalogue_file: Path) -> Path:
    drug_store.write(catalogue, catalogue_file)
    return catalogue_file


def names(found: Found | None) -> list[str]:
    assert found is not None
    return [drug.name for drug in found.drugs]


# --- sheets --------------------------------------------------------------------------


def test_every_sheet_is_read_with_title_and_year(catalogue: DrugList) -> None:
    assert (catalogue.title, catalogue.year) == (TITLE, 2025)
    assert len(catalogue.drugs) == 17


def test_a_line_keeps_what_is_printed(catalogue: DrugList) -> None:
    by_name = {drug.name: drug for drug in catalogue.drugs}
    assert by_name["甲磺酸奥希替尼片"] == Drug(
        name="甲磺酸奥希替尼片",
        drug_class="乙",
        part="negotiated",
        category="抗肿瘤药",
        number="1",
        limits=LIMIT,
        agreement="2026年1月1日至2027年12月31日",
        valid_until="2027-12-31",
    )
    assert by_name["门冬胰岛素"].category == "胰岛素及其类似药物"
    assert by_name["门冬胰岛素"].number == "2"
    assert not by_name["门冬胰岛素"].negotiated
    assert by_name["塞来昔布"].part == "bid"
    assert by_name["塞来昔布"].valid_until == "2027-12-31"


@pytest.mark.parametrize(
    ("title", "year", "wanted"),
    [
        ("药品目录（2024年）", None, 2024),
        ("药品目录（２０２３年）", None, 2023),
        ("药品目录（2024年）", 2025, 2025),
        ("药品目录", 2022, 2022),
    ],
)
def test_the_year(title: str, year: int | None, wanted: int) -> None:
    rows = numbered([(title,), HEAD, (1, "阿司匹林", "片", "甲")])
    assert read_sheets("a.csv", [("表", rows)], year).year == wanted


def test_the_year_of_the_file_name_serves_without_a_title() -> None:
    rows = numbered([HEAD, (1, "阿司匹林", "片", "甲")])
    assert read_sheets("医保目录2024版.csv", [("表", rows)]).year == 2024


def test_another_form_below_has_the_merged_cells_of_the_first() -> None:
    first, second = read(
        (1, "阿司匹林", "片剂", "甲", "限二级预防"), ("", "", "肠溶片", "", "")
    ).drugs
    assert (second.name, second.form) == (first.name, "肠溶片")
    assert (second.drug_class, second.limits) == ("甲", "限二级预防")


def test_a_medicine_named_again_does_not_take_the_limits_of_the_one_above() -> None:
    drugs = read((1, "甲药", "片", "甲", "限住院"), (2, "乙药", "片", "乙", "")).drugs
    assert [drug.limits for drug in drugs] == ["限住院", ""]


def test_what_the_fund_does_not_pay_is_left_out() -> None:
    found = read_sheets(
        "a.csv",
        [
            (
                "饮片",
                numbered(
                    [
                        ("编号", "饮片名称"),
                        (1, "黄芪"),
                        ("（二）不得纳入基金支付范围的中药饮片",),
                        (1, "阿胶"),
                    ]
                ),
            )
        ],
        2025,
    )
    assert [drug.name for drug in found.drugs] == ["黄芪"]
    assert found.unpaid == 1


def test_a_title_that_speaks_of_what_is_not_paid_hides_no_later_part() -> None:
    found = read(
        ("不得纳入的饮片",),
        (1, "阿胶"),
        ("二、中成药部分",),
        (2, "板蓝根颗粒", "", "甲"),
    )
    assert [drug.name for drug in found.drugs] == ["板蓝根颗粒"]


@pytest.mark.parametrize("head", ["二、中成药部分", "（二）不予支付的药品"])
def test_a_head_in_the_column_of_names_is_no_medicine(head: str) -> None:
    rows = numbered([("药品名称", "剂型"), ("阿司匹林", "片"), (head, "")])
    (drug,) = read_sheets("a.csv", [("表", rows)], 2025).drugs
    assert drug.name == "阿司匹林"


@pytest.mark.parametrize(
    ("row", "parts"),
    [
        ((1, "阿司匹林", "片", "丙"), ("表 row 2", "'丙'", "Write 甲 or 乙")),
        ((1, "x", "片", "乙", "", "2026年99月"), ("表 row 2", "names no date")),
        (("", "", "片剂"), ("表 row 2", "has no name", "药品名称")),
        ((1, "长" * 5000, "片", "甲"), ("表 row 2", "5000 characters")),
    ],
)
def test_a_row_that_cannot_be_read_is_named(
    row: tuple[Any, ...], parts: tuple[str, ...]
) -> None:
    with pytest.raises(DrugListError) as raised:
        read(row)
    for part in ("a.csv", *parts):
        assert part in str(raised.value)


def test_all_problems_are_counted_and_the_first_are_shown() -> None:
    with pytest.raises(DrugListError) as raised:
        read(*[(n, f"药{n}", "片", "丙") for n in range(30)])
    assert len(raised.value.problems) == 30
    assert str(raised.value).endswith("and 10 more.")


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ([("甲", "乙")], "has no header row"),
        ([], "has no header row"),
        ([HEAD], "holds no medicine"),
        ([HEAD, (1, "阿司匹林", "片", "甲")], "--year"),
    ],
)
def test_a_file_that_is_no_catalogue_is_refused(
    rows: list[tuple[Any, ...]], what: str
) -> None:
    with pytest.raises(DrugListError, match=what):
        read_sheets("a.csv", [("表", numbered(rows))])


@given(st.lists(st.lists(st.text(max_size=6), max_size=7), max_size=8))
def test_whatever_stands_in_a_table_is_read_or_refused(rows: list[list[str]]) -> None:
    with contextlib.suppress(DrugListError):
        read(*[tuple(row) for row in rows])


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (3.0, "3"),
        ("限二线\n用药", "限二线用药"),
        ("a \n b", "a b"),
        ("\u202e甲\x00\x1b[31m", "甲[31m"),
    ],
)
def test_a_cell_is_one_plain_line(cell: object, text: str) -> None:
    assert clean(cell) == text


# --- names ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("盐酸二甲双胍缓释片", "二甲双胍"),
        ("甲磺酸奥希替尼片", "奥希替尼"),
        ("阿托伐他汀钙", "阿托伐他汀"),
        ("感冒清热颗粒（胶囊）", "感冒清热"),
        ("降压片", "降压片"),
        ("葡萄糖酸钙", "葡萄糖酸钙"),
        ("碳酸钙", "碳酸钙"),
    ],
)
def test_the_shortest_name(name: str, short: str) -> None:
    assert aliases(name)[-1] == short


FOUND = [
    ("胰岛素能报吗", ["胰岛素", "门冬胰岛素"]),
    ("奥希替尼片在不在医保目录", ["甲磺酸奥希替尼片"]),
    ("我妈肺癌吃的奥希替尼一个月要五千多，进没进医保", ["甲磺酸奥希替尼片"]),
    ("盐酸二甲双胍缓释片报不报", ["二甲双胍", "二甲双胍"]),
    ("二甲雙胍能報嗎", ["二甲双胍", "二甲双胍"]),
    ("肝素能报吗", ["肝素"]),
    ("头孢是甲类还是乙类", ["头孢呋辛"]),
    ("感冒清热颗粒医保能报吗", ["感冒清热颗粒（胶囊）"]),
    ("甘精胰岛素能报吗", ["甘精胰岛素"]),
    ("甲磺酸头孢呋辛能报吗", ["头孢呋辛"]),
    ("进口的甲磺酸二甲双胍在目录吗", ["二甲双胍", "二甲双胍"]),
]


@pytest.mark.parametrize(("text", "wanted"), FOUND)
def test_a_medicine_is_found(imported: Path, text: str, wanted: list[str]) -> None:
    found = look_up(text, asks_for_one=True)
    assert names(found)[: len(wanted)] == wanted
    assert len(names(found)) == len(wanted) or text.startswith("胰岛素")
    assert found is not None and found.missing == ()


@pytest.mark.parametrize(
    "text",
    [
        "这个药在不在医保目录",
        "感冒药能报吗",
        "抗病毒药能报吗",
        "抗病毒的药医保报吗",
        "胰岛素泵能报吗",
        "医保药品目录查询",
        "甲类药和乙类药有啥区别",
        "自费药有哪些",
        "止咳药报不报",
        "is this medicine covered",
        "what is class b",
        "",
        "%",
        '"',
        "_" * 2000,
    ],
)
def test_no_medicine_is_named(imported: Path, text: str) -> None:
    found = look_up(text, asks_for_one=True)
    assert found is not None
    assert (found.drugs, found.missing) == ((), ())


@pytest.mark.parametrize(
    ("text", "asks", "missing"),
    [
        ("泰瑞沙在不在医保目录", True, ("泰瑞沙",)),
        ("泰瑞沙在不在医保目录", False, ()),
        ("进口格列卫能报吗", True, ("格列卫",)),
        ("替格瑞洛片能报吗", False, ("替格瑞洛片",)),
        ("左氧氟沙星能报吗", False, ("左氧氟沙星",)),
        ("is metformin covered", False, ("metformin",)),
        ("is Keytruda covered", True, ("keytruda",)),
    ],
)
def test_a_medicine_it_does_not_have(
    imported: Path, text: str, asks: bool, missing: tuple[str, ...]
) -> None:
    found = look_up(text, asks_for_one=asks)
    assert names(found) == []
    assert found is not None and found.missing == missing


def test_one_found_and_one_missing(imported: Path) -> None:
    found = look_up("头孢呋辛和替格瑞洛片能报吗")
    assert names(found) == ["头孢呋辛"]
    assert found is not None and found.missing == ("替格瑞洛片",)


@pytest.mark.parametrize("text", ["is metformin covered", "Glucophage医保能报吗"])
def test_latin_names_are_found_where_the_catalogue_has_them(
    catalogue_file: Path, text: str
) -> None:
    drug = Drug("二甲双胍", drug_class="甲", english="Metformin", brand="Glucophage")
    drug_store.write(DrugList("目录", 2025, "a.csv", (drug,)), catalogue_file)
    assert names(look_up(text)) == ["二甲双胍"]
    assert names(look_up("is xmetforminx covered")) == []


@given(st.text(max_size=80))
def test_whatever_people_type_is_looked_up(text: str) -> None:
    look_up(text, asks_for_one=True)


# --- the file ------------------------------------------------------------------------


def test_without_a_file_there_is_no_catalogue(
    catalogue_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert look_up("胰岛素能报吗") is None
    assert not catalogue_file.parent.exists()
    assert caplog.records == []


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Any:
    disabled = logging.root.manager.disable
    logging.disable(logging.NOTSET)
    yield caplog
    logging.disable(disabled)


def broken(path: Path, how: str) -> None:
    if how == "text":
        path.write_text("not a database, " * 100)
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "cut":
        path.write_bytes(path.read_bytes()[:9000])
    elif how == "other":
        with contextlib.closing(sqlite3.connect(path)) as other, other:
            other.execute("PRAGMA user_version = 99")
    else:
        path.unlink()
        path.mkdir()


@pytest.mark.parametrize("how", ["text", "empty", "cut", "other", "folder"])
def test_a_broken_file_is_logged_and_counts_as_none(
    imported: Path, logged: Any, how: str
) -> None:
    broken(imported, how)
    assert look_up("胰岛素能报吗") is None
    (record,) = logged.records
    assert record.levelname == "ERROR"
    assert str(imported) in record.getMessage()
    assert "baoxiao import-drugs" in record.getMessage()


def test_a_new_catalogue_is_seen_at_once(imported: Path) -> None:
    assert look_up("胰岛素能报吗").year == 2025  # type: ignore[union-attr]
    drug_store.write(DrugList("新", 2026, "b", (Drug("胰岛素"),)), imported)
    found = look_up("胰岛素能报吗")
    assert found is not None and (found.year, names(found)) == (2026, ["胰岛素"])


def test_a_failed_write_leaves_the_earlier_one_and_no_litter(imported: Path) -> None:
    before = imported.read_bytes()
    with pytest.raises(sqlite3.Error):
        bad = Drug(name=["not text"])  # type: ignore[arg-type]
        drug_store.write(DrugList("x", 2026, "b", (Drug("好"), bad)), imported)
    assert imported.read_bytes() == before
    assert list(imported.parent.iterdir()) == [imported]


def test_no_handle_stays_open(imported: Path, logged: Any) -> None:
    look_up("胰岛素能报吗")
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(50):
        look_up("胰岛素能报吗")
    broken(imported, "text")
    for _ in range(50):
        look_up("胰岛素能报吗")
    assert len(os.listdir("/proc/self/fd")) == before


def _reads(count: int) -> int:
    return sum(look_up("胰岛素能报吗") is not None for _ in range(count))


def test_others_read_while_one_imports(imported: Path, catalogue: DrugList) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        reading = pool.map_async(_reads, [200, 200])
        for _ in range(20):
            drug_store.write(catalogue, imported)
        assert reading.get(timeout=120) == [200, 200]


def test_a_catalogue_of_a_read_only_folder_is_read(imported: Path) -> None:
    imported.chmod(0o444)
    imported.parent.chmod(0o555)
    try:
        assert names(look_up("肝素能报吗", asks_for_one=True)) == ["肝素"]
    finally:
        imported.parent.chmod(0o755)
