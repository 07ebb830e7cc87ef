"""The sheets of the national drug catalogue as entries. Pure functions.

The catalogue is published as tables made for people: a title above the header, rows
that are only a category or the head of a section, cells merged over several rows, a
sheet for each part. What is no row of medicine is passed over; a row of medicine that
cannot be read is a problem: a wrong class or a lost limit would be a wrong answer.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from knowledge.errors import DrugListError, Problem
from knowledge.model_drugs import (
    BID,
    CHINESE,
    HERBAL,
    NEGOTIATED,
    WESTERN,
    Drug,
    DrugList,
)

#: Rows of a sheet with their number as the file counts them.
Rows = Iterable[tuple[int, Sequence[str]]]

_LONGEST = 4_000  # characters of a cell; the longest limits have a fifth of that
_YEARS = range(2000, 2100)

_HEADS: Mapping[str, tuple[str, ...]] = {
    "name": (
        "药品名称",
        "药品通用名称",
        "药品通用名",
        "通用名",
        "饮片名称",
    ),
    "english": ("英文名称", "英文名", "药品英文名称"),
    "brand": ("商品名", "商品名称"),
    "form": ("剂型", "药品剂型"),
    "class": ("甲乙类", "甲乙", "甲/乙", "甲乙分类", "医保类别", "类别", "支付类别"),
    "number": ("编号", "序号", "药品编号"),
    "limits": ("备注", "限定支付范围", "支付范围", "医保支付范围"),
    "agreement": ("协议有效期", "有效期", "协议期"),
    "code": ("药品分类代码", "分类代码"),
    "category": ("药品分类", "分类"),
}
_COLUMN = {head: key for key, heads in _HEADS.items() for head in heads}

_HAN = r"\u3400-\u9fff"
_BLANK_IN_HAN = re.compile(rf"(?<=[{_HAN}，。；：、（）]) (?=[{_HAN}，。；：、（）])")
_YEAR = re.compile(r"(20\d\d)\s*年?")
_DATE = re.compile(r"(20\d\d)\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})")
_SUBHEAD = re.compile(r"[(（]")
_NUMBERED = re.compile(r"[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]")
#: Lists of what the fund does not pay stand in the same file.
_UNPAID = re.compile(r"不得|不予|不纳入|不支付|不能报")
_PART = (
    (re.compile(r"竞价"), BID),
    (re.compile(r"谈判"), NEGOTIATED),
    (re.compile(r"饮片"), HERBAL),
    (re.compile(r"中成药"), CHINESE),
    (re.compile(r"西药"), WESTERN),
)
_TITLE = re.compile(r"药品目录\s*(?:[（(][^。]*[)）])?$")
_HEAD = 40  # characters; anything longer, or a sentence, is a note


@dataclass
class _Sheet:
    """What is known while the rows of one sheet are read."""

    file: str
    sheet: str
    part: str = ""
    unpaid: bool = False
    columns: dict[str, int] = field(default_factory=dict)
    category: str = ""
    last: Drug | None = None
    skipped: int = 0
    titles: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, row: int, what: str, mend: str) -> None:
        self.problems.append(Problem(self.file, f"{self.sheet} row {row}", what, mend))


def clean(value: object) -> str:
    """Return a cell as one line of plain text, without control characters."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = re.sub(r"\s+", " ", str(value))
    kept = (c for c in text if unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs"))
    return _BLANK_IN_HAN.sub("", "".join(kept)).strip()


def read_sheets(
    file: str, sheets: Iterable[tuple[str, Rows]], year: int | None = None
) -> DrugList:
    """Return the catalogue in ``sheets``, pairs of name and rows of clean cells.

    Args:
        file: The file's name, for messages and as a place to look for the year.
        sheets: In the order of the file.
        year: Overrules what title and file name say.

    Raises:
        DrugListError: with every row that cannot be read, or when there is no header,
            no medicine, or no year.
    """
    drugs: list[Drug] = []
    read: list[_Sheet] = []
    for name, rows in sheets:
        sheet = _Sheet(file, name)
        _enter(sheet, name)
        drugs.extend(_drugs(sheet, rows))
        read.append(sheet)
    problems = [problem for sheet in read for problem in sheet.problems]
    titles = [title for sheet in read for title in sheet.titles]
    names = [sheet.sheet for sheet in read]
    if not any(sheet.columns for sheet in read):
        seen = ", ".join(names) or "no sheets"
        what = f"has no header row with 药品名称 (seen: {seen})."
        mend = "Name the columns as the catalogue does: 药品名称, 剂型, 甲乙类, 备注."
        problems.append(Problem(file, "", what, mend))
    elif not drugs and not problems:
        mend = "Check that rows of medicine follow the header."
        problems.append(Problem(file, "", "holds no medicine.", mend))
    found = year or _year([*titles, file, *names])
    if found not in _YEARS:
        mend = "Give the year of the catalogue with --year, such as --year 2024."
        problems.append(Problem(file, "", "says no year from 2000 on.", mend))
    if problems or found is None:
        raise DrugListError(problems)
    title = next(iter(titles), "国家医保药品目录")
    skipped = sum(sheet.skipped for sheet in read)
    return DrugList(title, found, file, tuple(drugs), skipped)


def _year(texts: Iterable[str]) -> int | None:
    """Return the year that the first text with a year names."""
    for text in texts:
        match = _YEAR.search(unicodedata.normalize("NFKC", text))
        if match:
            return int(match.group(1))
    return None


def _drugs(sheet: _Sheet, rows: Rows) -> Iterator[Drug]:
    for number, cells in rows:
        columns = _header(cells)
        if columns:
            sheet.columns, sheet.last, sheet.category = columns, None, ""
        elif not sheet.columns:
            _above(sheet, cells)
        elif any(cells):
            yield from _drug(sheet, number, cells)


def _header(cells: Sequence[str]) -> dict[str, int]:
    """Return the columns by their heads if this is a header row, else nothing."""
    columns: dict[str, int] = {}
    for place, cell in enumerate(cells):
        key = _COLUMN.get(re.sub(r"\s+", "", cell))
        if key:
            columns.setdefault(key, place)
    return columns if "name" in columns and len(columns) > 1 else {}


def _above(sheet: _Sheet, cells: Sequence[str]) -> None:
    """Take a row above the header for a title or the head of a section."""
    for cell in filter(None, cells):
        if _TITLE.search(cell):
            sheet.titles.append(cell)
        _enter(sheet, cell)


def _enter(sheet: _Sheet, head: str) -> None:
    """Enter the part of the catalogue that ``head`` names, if it names one."""
    if len(head) > _HEAD or "。" in head:
        return
    if _UNPAID.search(head):
        sheet.unpaid = True
        return
    part = next((part for pattern, part in _PART if pattern.search(head)), None)
    if part is None:
        return
    sheet.unpaid = False
    # （一）西药 below 协议期内谈判药品 is still negotiated
    below = bool(_SUBHEAD.match(head)) or head in ("西药", "中成药")
    agreed = sheet.part in (NEGOTIATED, BID)
    if not (below and agreed and part in (WESTERN, CHINESE)):
        sheet.part = part


def _drug(sheet: _Sheet, number: int, cells: Sequence[str]) -> Iterator[Drug]:
    """Yield the medicine of a row below the header; none if it is a head, or broken."""
    cell = {key: cells[at] for key, at in sheet.columns.items() if at < len(cells)}
    name, form = cell.get("name", ""), cell.get("form", "")
    filled = [text for text in cells if text]
    alone = len(set(filled)) == 1 and (len(filled) > 1 or bool(_NUMBERED.match(name)))
    if alone or not (name or form):
        _head(sheet, filled, cell.get("category", ""))
    elif sheet.unpaid:
        sheet.skipped += 1
    elif max(map(len, filled)) > _LONGEST:
        what = f"a cell has {max(map(len, filled))} characters."
        sheet.problem(number, what, f"Shorten it to {_LONGEST}.")
    elif not name and sheet.last is None:
        mend = "Write the medicine's name into 药品名称."
        sheet.problem(number, f"{form!r} has no name.", mend)
    else:
        sheet.last = _line(sheet, number, cell)
        yield sheet.last


def _line(sheet: _Sheet, number: int, cell: Mapping[str, str]) -> Drug:
    """Return the medicine in ``cell``, or another form of the last one."""
    sheet.category = cell.get("category") or sheet.category
    same = ("name", "form", "number", "limits", "agreement", "english", "brand")
    drug = Drug(
        **{key: cell.get(key, "") for key in same},
        drug_class=_class(sheet, number, cell.get("class", "")),
        part=sheet.part,
        category=sheet.category,
        valid_until=_until(sheet, number, cell.get("agreement", "")),
    )
    if drug.name or sheet.last is None:
        return drug
    return _continued(drug, sheet.last)


def _head(sheet: _Sheet, filled: Sequence[str], category: str) -> None:
    """Take a row without medicine for a category or the head of a section."""
    for text in filled:
        _enter(sheet, text)
    sheet.category = category or (filled[-1] if filled else sheet.category)
    sheet.last = None


def _continued(drug: Drug, last: Drug) -> Drug:
    """Fill another form of the ``last`` medicine, whose cells were merged over both."""
    return replace(
        drug,
        name=last.name,
        drug_class=drug.drug_class or last.drug_class,
        number=drug.number or last.number,
        limits=drug.limits or last.limits,
        agreement=drug.agreement or last.agreement,
        valid_until=drug.valid_until or last.valid_until,
        english=last.english,
        brand=last.brand,
    )


def _class(sheet: _Sheet, row: int, text: str) -> str:
    plain = text.replace("类", "").strip()
    if plain not in ("", "甲", "乙"):
        mend = "Write 甲 or 乙, or leave it empty where the catalogue does."
        sheet.problem(row, f"the class {text[:20]!r} is neither 甲 nor 乙.", mend)
    return plain


def _until(sheet: _Sheet, row: int, text: str) -> str:
    """Return the last day that ``text`` names: 2025年1月1日至2026年12月31日."""
    if not re.search(r"\d", text):
        return ""
    dates = _DATE.findall(unicodedata.normalize("NFKC", text))
    try:
        return max(dt.date(int(y), int(m), int(d)) for y, m, d in dates).isoformat()
    except ValueError:
        what = f"the agreement's period {text[:40]!r} names no date."
        sheet.problem(row, what, "Write its last day as 2026-12-31.")
        return ""
