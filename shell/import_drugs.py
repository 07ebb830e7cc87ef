"""Imports the official national drug catalogue, from a workbook or a table of text."""

from __future__ import annotations

import csv
import io
import sqlite3
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from knowledge import drug_store
from knowledge.drug_sheet import Rows, clean, read_sheets
from knowledge.errors import DrugListError, Problem
from knowledge.model_drugs import DrugList
from shell.errors import ShellError

#: Far beyond the official catalogue, which has a few thousand rows.
_BYTES, _UNPACKED = 50_000_000, 300_000_000
_ROWS, _COLUMNS = 20_000, 40


def run(file: Path, year: int | None = None) -> str:
    """Import ``file`` and return a line on what came of it.

    Args:
        file: The catalogue, ``.xlsx`` or ``.csv``.
        year: Of the catalogue, where neither title nor file name say it.

    Raises:
        DrugListError: when the file cannot be read; an earlier catalogue stays.
        ShellError: when the catalogue cannot be written.
    """
    catalogue = read_sheets(file.name, _sheets(file), year)
    target = drug_store.path()
    try:
        drug_store.write(catalogue, target)
    except (OSError, sqlite3.Error) as error:
        mend = f"Make the folder writable or set {drug_store.PATH_VARIABLE}."
        what = f"{target}: the catalogue was not written ({error})"
        raise ShellError(f"{what}. {mend}") from error
    return _summary(catalogue, target)


def _summary(catalogue: DrugList, target: Path) -> str:
    classes = Counter(drug.drug_class for drug in catalogue.drugs)
    negotiated = sum(drug.negotiated for drug in catalogue.drugs)
    lines = [
        f"{catalogue.title}, {catalogue.year}: {len(catalogue.drugs)} lines "
        f"(甲 {classes['甲']}, 乙 {classes['乙']}, no class {classes['']}; "
        f"negotiated or bid {negotiated}) in {target}"
    ]
    if catalogue.unpaid:
        lines.append(
            f"{catalogue.unpaid} lines of what the fund does not pay left out."
        )
    return "\n".join(lines)


def _sheets(file: Path) -> list[tuple[str, Rows]]:
    """Return the sheets of ``file``, with clean cells."""
    try:
        if file.stat().st_size > _BYTES:
            mend = "Import the catalogue alone, without pictures and attachments."
            raise _refused(file, f"is larger than {_BYTES} bytes.", mend)
        data = file.read_bytes()
    except OSError as error:
        mend = "Give the path of a file that you may read."
        raise _refused(file, f"cannot be opened ({error.strerror}).", mend) from error
    if zipfile.is_zipfile(io.BytesIO(data)):
        return _workbook(file, data)
    if file.suffix.lower() in (".xls", ".xlsx", ".pdf", ".doc", ".docx"):
        mend = "Open it in a spreadsheet program and save it as .xlsx or .csv."
        raise _refused(file, "is no workbook of the .xlsx kind.", mend)
    return [(file.stem, _table(file, data))]


def _refused(file: Path, what: str, mend: str) -> DrugListError:
    return DrugListError([Problem(file.name, "", what, mend)])


# --- text ----------------------------------------------------------------------------


def _table(file: Path, data: bytes) -> Rows:
    text = _decoded(file, data)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), strict=True)
        return [(rows.line_num, [clean(cell) for cell in row]) for row in rows]
    except csv.Error as error:
        mend = "Save it as .csv again, with cells in double quotes closed."
        what = f"row {rows.line_num} is broken ({error})."
        raise _refused(file, what, mend) from error


def _decoded(file: Path, data: bytes) -> str:
    """Return ``data`` as text; spreadsheet programs write UTF-8 or GB 18030."""
    if b"\0" not in data:
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    mend = "Save it as CSV in UTF-8, or as .xlsx."
    raise _refused(file, "is text in neither UTF-8 nor GB 18030.", mend)


# --- workbook ------------------------------------------------------------------------


def _workbook(file: Path, data: bytes) -> list[tuple[str, Rows]]:
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
        if unpacked > _UNPACKED:
            mend = "Copy the tables alone into a new workbook."
            raise _refused(file, f"unpacks to {unpacked} bytes.", mend)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles that openpyxl does not know
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except DrugListError:
        raise
    except Exception as error:  # openpyxl fails in many ways on a broken file
        mend = "Open it in a spreadsheet program and save it as .xlsx again."
        raise _refused(file, f"is a broken workbook ({error}).", mend) from error
    return [
        (clean(sheet.title), list(_rows(file, sheet)))
        for sheet in book.worksheets
        if sheet.sheet_state == "visible"
    ]


def _rows(file: Path, sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of ``sheet``; what is merged downwards stands in every row."""
    if sheet.max_row > _ROWS:
        mend = "Delete the empty rows below the table."
        raise _refused(file, f"{sheet.title} has {sheet.max_row} rows.", mend)
    merged = {
        (row, area.min_col): sheet.cell(area.min_row, area.min_col).value
        for area in sheet.merged_cells.ranges
        if area.min_col == area.max_col
        for row in range(area.min_row + 1, area.max_row + 1)
    }
    last = min(sheet.max_column, _COLUMNS)
    for number, row in enumerate(
        sheet.iter_rows(max_col=last, values_only=True), sheet.min_row
    ):
        yield (
            number,
            [
                clean(merged.get((number, column), value))
                for column, value in enumerate(row, 1)
            ],
        )
