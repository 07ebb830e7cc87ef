"""Answers about medicines of an imported catalogue."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from actions import wording
from knowledge import drug_store
from knowledge.load import Base
from knowledge.model import LANGUAGES
from knowledge.model_drugs import NEGOTIATED, Drug, DrugList
from shell import render

KEYS = {"title", "year", "file", "entries", "more", "missing", "lines"}
ENTRY_KEYS = {
    "name",
    "form",
    "class",
    "class_label",
    "negotiated",
    "limits",
    "valid_until",
    "expired",
}
DRUGS = (
    *(Drug(f"{kind}胰岛素", "注射剂", "乙") for kind in ("", "门冬", "甘精", "赖脯")),
    *(Drug(f"{kind}胰岛素", "注射剂", "甲") for kind in ("人", "低精蛋白", "预混")),
    Drug("二甲双胍", "口服常释剂型", "甲", english="Metformin"),
    Drug(
        "甲磺酸奥希替尼片",
        drug_class="乙",
        part=NEGOTIATED,
        limits="限EGFR突变",
        valid_until="2026-12-31",
    ),
    Drug("司美格鲁肽", part=NEGOTIATED, drug_class="乙", valid_until="2025-12-31"),
    Drug("[red]邪恶[/red]{0}霉素", "<b>片</b>", "甲", limits="[link=x]限 {1}[/link]"),
)


@pytest.fixture
def imported(catalogue_file: Path) -> Path:
    drugs = DrugList("国家药品目录（2025年）", 2025, "目录.xlsx", DRUGS)
    drug_store.write(drugs, catalogue_file)
    return catalogue_file


async def asked(act: Any, about: str, text: str, **named: Any) -> dict[str, Any]:
    said = await act("action_answer", about, text=text, **named)
    assert said.text == said.payload["text"]
    payload: dict[str, Any] = said.payload
    assert payload["text"].startswith(payload["say"])
    return payload


@pytest.mark.parametrize(
    ("topic", "language", "text", "line"),
    [
        (
            "drug_catalogue",
            "zh",
            "奥希替尼片在不在医保目录",
            "甲磺酸奥希替尼片：乙类；协议期内谈判药；备注（限定）：限EGFR突变；"
            "协议有效期到 2026-12-31。",
        ),
        (
            "what_is_covered",
            "en",
            "is metformin covered",
            "二甲双胍 Metformin (口服常释剂型): class A (甲类).",
        ),
        (
            "pharmacy_purchase",
            "zh",
            "药店买二甲双胍能报吗",
            "二甲双胍（口服常释剂型）：甲类。",
        ),
    ],
)
async def test_the_answer_begins_with_the_line_of_the_catalogue(
    act: Any,
    imported: Path,
    base: Base,
    topic: str,
    language: str,
    text: str,
    line: str,
) -> None:
    payload = await asked(act, topic, text, language=language)
    assert set(payload["drugs"]) == KEYS
    (entry,) = payload["drugs"]["entries"]
    assert set(entry) == ENTRY_KEYS
    first, source, *rest = payload["say"].split("\n")
    assert [first, source] == payload["drugs"]["lines"]
    assert first == line
    assert "2025" in source and "目录.xlsx" in source
    classes = base.topics["drug_catalogue"].general.say
    assert rest[0] == (classes.en if language == "en" else classes.zh)
    assert payload["citations"][0]["ref"] == "social-insurance-law#28"


async def test_at_most_five_and_how_many_more(act: Any, imported: Path) -> None:
    payload = await asked(act, "drug_catalogue", "胰岛素能报吗")
    drugs = payload["drugs"]
    assert (len(drugs["entries"]), drugs["more"]) == (5, 2)
    assert drugs["entries"][0]["name"] == "胰岛素"
    assert drugs["lines"][5] == wording.DRUGS_MORE.zh.format(2)


async def test_what_is_named_beside_comes_after_the_catalogue(
    act: Any, imported: Path
) -> None:
    payload = await asked(act, "what_is_covered", "二甲双胍和CT能报吗")
    lines = payload["say"].split("\n")
    above = len(payload["drugs"]["lines"])
    assert [item["id"] for item in payload["items"]] == ["ct"]
    assert lines[above].startswith(payload["items"][0]["name"])


async def test_an_agreement_that_has_ended_is_said(act: Any, imported: Path) -> None:
    payload = await asked(act, "drug_catalogue", "司美格鲁肽能报吗")
    (entry,) = payload["drugs"]["entries"]
    assert entry["expired"] and entry["negotiated"]
    assert "已在 2025-12-31 结束" in payload["say"]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_is_missing_is_no_refusal(
    act: Any, imported: Path, language: str
) -> None:
    text = {"zh": "泰瑞沙在不在医保目录", "en": "is Tagrisso on the list"}[language]
    payload = await asked(act, "drug_catalogue", text, language=language)
    drugs = payload["drugs"]
    assert (drugs["entries"], len(drugs["missing"])) == ([], 1)
    for part in ("2025", drugs["missing"][0], "12393", "通用名", "国家医保服务平台"):
        assert part in payload["say"]
    says = {"zh": "没找到不等于不能报", "en": "does not mean it is not paid"}[language]
    assert says in payload["say"]


@pytest.mark.parametrize(
    ("day", "old"), [("2026-06-01", False), ("2027-01-01", True), ("2025-06-01", False)]
)
async def test_an_old_catalogue_is_called_old(
    act: Any, imported: Path, monkeypatch: pytest.MonkeyPatch, day: str, old: bool
) -> None:
    monkeypatch.setenv("BAOXIAO_DAY", day)
    payload = await asked(act, "drug_catalogue", "二甲双胍能报吗")
    assert (wording.DRUGS_OLD.zh.format(2025) in payload["notices"]) is old


@pytest.mark.parametrize("topic", ["drug_catalogue", "what_is_covered"])
async def test_without_a_catalogue_the_topic_answers(
    act: Any, base: Base, topic: str
) -> None:
    payload = await asked(act, topic, "二甲双胍能报吗")
    assert payload["drugs"] is None
    assert payload["say"] == base.topics[topic].general.say.zh
    assert "国家医保服务平台" in payload["say"]


@pytest.mark.parametrize(
    ("topic", "text", "facts"),
    [
        ("drug_catalogue", "医保药品目录查询", {}),
        ("drug_catalogue", "这个药在不在目录", {}),
        ("reimbursement_ratio", "二甲双胍报多少", {}),
        ("what_is_covered", "在香港买二甲双胍能报吗", {"away_scope": "abroad"}),
        ("drug_catalogue", "/drug_catalogue", {}),
    ],
)
async def test_where_no_medicine_is_asked_about_all_stays(
    act: Any, imported: Path, topic: str, text: str, facts: dict[str, str]
) -> None:
    payload = await asked(act, topic, text, **facts)
    assert payload["drugs"] is None


async def test_a_bare_fact_names_no_medicine(act: Any, imported: Path) -> None:
    payload = await asked(act, "inform", "泰瑞沙住院的", topic="drug_catalogue")
    assert payload["drugs"] is None


async def test_a_narrower_answer_stays_below(
    act: Any, imported: Path, base: Base
) -> None:
    payload = await asked(act, "drug_catalogue", "住院用二甲双胍", care="inpatient")
    assert payload["drugs"]["entries"][0]["name"] == "二甲双胍"
    assert payload["say"].endswith("先经您或家属同意。")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_text_of_the_catalogue_is_never_markup(
    act: Any, imported: Path, language: str
) -> None:
    payload = await asked(act, "drug_catalogue", "邪恶霉素, 霉素", language=language)
    screen = io.StringIO()
    render.payload(render.console(file=screen, width=4_000), payload, [])
    for text in (payload["say"], screen.getvalue()):
        for part in ("[red]邪恶[/red]{0}霉素", "<b>片</b>", "[link=x]限 {1}[/link]"):
            assert part in text


async def test_the_terminal_shows_every_line_once(act: Any, imported: Path) -> None:
    payload = await asked(act, "what_is_covered", "二甲双胍和替格瑞洛片和CT能报吗")
    assert payload["drugs"]["missing"] and payload["items"]
    screen = io.StringIO()
    render.payload(render.console(file=screen, width=4_000), payload, [])
    for line in payload["say"].split("\n"):
        assert screen.getvalue().count(line) == 1


async def test_each_of_several_questions_sees_its_own_part_only(
    act_all: Any, imported: Path
) -> None:
    words = {
        "drug_catalogue": "二甲双胍能报吗",
        "pharmacy_purchase": "药店能买奥希替尼吗",
    }
    said, _ = await act_all(
        "action_answer", list(words), text="，".join(words.values()), words=words
    )
    found = [[e["name"] for e in p["drugs"]["entries"]] for p in said]
    assert found == [["二甲双胍"], ["甲磺酸奥希替尼片"]]
