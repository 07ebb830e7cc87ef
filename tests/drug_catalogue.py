"""A small drug catalogue in the shape of the official one, for tests."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path
from typing import Any

import openpyxl

TITLE = "国家基本医疗保险、生育保险和工伤保险药品目录（2025年）"
PLAIN = ("药品分类代码", "药品分类", "甲乙类", "编号", "药品名称", "剂型", "备注")
AGREED = (*PLAIN, "协议有效期")
LIMIT = "限EGFR突变的非小细胞肺癌患者。"
PERIOD = "2026年1月1日至2027年12月31日"

#: Sheet name -> rows as printed: titles, heads, categories, medicine.
SHEETS: dict[str, list[tuple[Any, ...]]] = {
    "凡例": [
        ("一、药品目录分为西药和中成药，饮片另列。",),
        ("二、2030年起不予支付的另行规定",),
    ],
    "西药": [
        (TITLE,),
        ("注：2031年前不得超出限定支付范围，不予支付的费用自付。",),
        ("一、西药部分",),
        (),
        PLAIN,
        ("XA", "消化道和代谢方面的药物"),
        ("XA10", "糖尿病用药"),
        ("XA10A", "胰岛素及其类似药物", "甲", 1, "胰岛素", "注射剂"),
        ("", "", "乙", 2, "门冬胰岛素", "注射剂", "限1型或2型糖尿病"),
        ("", "", "乙", 3, "甘精胰岛素", "注射剂"),
        ("", "", "乙", 4, "地特胰岛素", "注射剂"),
        ("", "", "乙", 5, "赖脯胰岛素", "注射剂"),
        ("", "", "甲", 6, "重组人胰岛素", "注射剂"),
        ("XA10B", "口服降血糖药", "甲", 7, "二甲双胍", "口服常释剂型"),
        ("", "", "乙", "★（7）", "二甲双胍", "缓释控释剂型"),
        ("XB", "血液系统", "甲", 8, "肝素", "注射剂"),
        ("XJ", "抗感染药", "甲", 9, "氧氟沙星", "口服常释剂型"),
        ("", "", "乙", 10, "头孢呋辛", "注射剂"),
    ],
    "中成药": [
        ("二、中成药部分",),
        PLAIN,
        ("ZA", "内科用药", "甲", 1, "感冒清热颗粒（胶囊）", ""),
        ("", "", "乙", 2, "抗病毒口服液", ""),
        ("", "", "乙", 3, "小儿止咳糖浆", ""),
    ],
    "协议期内谈判药品": [
        ("三、协议期内谈判药品部分",),
        ("（一）西药",),
        AGREED,
        ("XL", "抗肿瘤药", "乙", 1, "甲磺酸奥希替尼片", "", LIMIT, PERIOD),
        ("", "", "乙", 2, "司美格鲁肽注射液", "", "", "2024-01-01至2025-12-31"),
    ],
    "竞价药品": [
        AGREED,
        ("XM", "竞价", "乙", 1, "塞来昔布", "", "", dt.date(2027, 12, 31)),
    ],
}


def workbook(
    path: Path,
    sheets: dict[str, list[tuple[Any, ...]]] | None = None,
    merged: dict[str, tuple[str, ...]] | None = None,
) -> Path:
    """Write ``sheets`` as a workbook, with areas merged by sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in (SHEETS if sheets is None else sheets).items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, 1):
            for place, value in enumerate(row, 1):
                sheet.cell(number, place, value)
        for area in (merged or {}).get(name, ()):
            sheet.merge_cells(area)
    book.save(path)
    return path


def table(path: Path, encoding: str = "utf-8") -> Path:
    """Write the catalogue as one table of text, section below section."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for name, rows in SHEETS.items():
        if name != "凡例":
            writer.writerows([(name,), *rows])
    path.write_bytes(text.getvalue().encode(encoding))
    return path
