"""The coverage index: what it holds, and every rule it must keep."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from pydantic import ValidationError

from knowledge.check_coverage import TOPICS
from knowledge.load import Base
from knowledge.model_coverage import CoverageItem

FILE = "coverage/tests.yml"
STATUTE = "social-insurance-law#29"
TOPIC = "what_is_covered"


def item(**changes: Any) -> dict[str, Any]:
    """An item as its file holds it, with what the defaults leave to it."""
    whole = {
        "name": {"zh": "某检查", "en": "a test"},
        "aliases": ["某查"],
        "why": {"zh": "一般能报。", "en": "As a rule it is paid."},
    }
    return {**whole, **changes}


DEFAULTS = {
    "status": "usually_covered",
    "legal_basis": [STATUTE],
    "check": {"zh": "问 12393。", "en": "Ask 12393."},
    "topics": [TOPIC],
    "confidence": "recalled",
}


@pytest.fixture
def index(tiny: Any) -> Any:
    """A tiny base with one item, and a topic that may speak of it."""
    topic = copy.deepcopy(tiny.data("topics/share.yml"))
    tiny.write(f"topics/{TOPIC}.yml", {**topic, "id": TOPIC})
    citable = tiny.data("citations.yml")["citations"]["claim"]
    tiny.put("citations.yml", ["citations", TOPIC], citable)
    tiny.write(FILE, {"defaults": DEFAULTS, "items": {"one": item()}})
    return tiny


def test_defaults_fill_what_an_item_leaves_out(index: Any) -> None:
    assert index.problems() == []
    assert index.load().coverage.items["one"].status == "usually_covered"


def test_an_item_may_say_otherwise(index: Any) -> None:
    other = item(status="other_fund", fund="public_health", legal_basis=["notice"])
    index.write(FILE, {"defaults": DEFAULTS, "items": {"one": other}})
    found = index.load().coverage.items["one"]
    assert (found.status, found.fund) == ("other_fund", "public_health")
    assert found.legal_basis[0].ref == "notice"


@pytest.mark.parametrize(
    ("changes", "path", "what"),
    [
        ({"fund": "maternity"}, "one.fund", "does not fit the status"),
        ({"status": "other_fund"}, "one.fund", "does not fit the status"),
        ({"topics": ["claim"]}, "one.topics[0]", "unknown id 'claim'"),
        ({"legal_basis": ["no-law"]}, "one.legal_basis[0]", "unknown document"),
        (
            {"legal_basis": ["social-insurance-law#99"]},
            "one.legal_basis[0]",
            "no article 99",
        ),
        ({"legal_basis": ["coming-law"]}, "one.legal_basis[0]", "not citable"),
        ({"confidence": "example"}, "one.confidence", "never an answer"),
        (
            {"why": {"zh": "报80%。", "en": "It is partly paid."}},
            "one.why.zh",
            "holds the number",
        ),
        (
            {"check": {"zh": "问 12393。", "en": "Ask within 30 days."}},
            "one.check.en",
            "holds the number",
        ),
        (
            {"why": {"zh": "Only English.", "en": "As a rule."}},
            "one.why.zh",
            "is not Chinese",
        ),
        (
            {"why": {"zh": "一般能报。", "en": "一般能报。"}},
            "one.why.en",
            "is not English",
        ),
        ({"aliases": ["查"]}, "one.aliases", "too short"),
    ],
)
def test_a_breach_is_reported_with_its_place(
    index: Any, changes: dict[str, Any], path: str, what: str
) -> None:
    broken = item(**changes)
    index.write(FILE, {"defaults": DEFAULTS, "items": {"one": broken}})
    (problem,) = index.problems()
    assert problem.file == "knowledge/coverage"
    assert problem.path == f"items.{path}"
    assert what in problem.what


@pytest.mark.parametrize("alias", ["某查", "某 查", "A-Test"])
def test_a_name_belongs_to_one_thing(index: Any, alias: str) -> None:
    other = item(name={"zh": "另一项", "en": "another"}, aliases=[alias])
    items = {"one": item(), "two": other}
    index.write(FILE, {"defaults": DEFAULTS, "items": items})
    (problem,) = index.problems()
    assert problem.path == "items.two.aliases"
    assert "names one too" in problem.what


def test_an_id_is_used_once(index: Any) -> None:
    index.write("coverage/more.yml", {"defaults": DEFAULTS, "items": {"one": item()}})
    (problem,) = index.problems()
    assert problem.what == "exists twice."


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ({"defaults": DEFAULTS}, "items"),
        ({"items": {}, "notes": "?"}, "notes"),
        ({"defaults": DEFAULTS, "items": {"one": "text"}}, "items.one"),
        (
            {"items": {"one": {**item(), **DEFAULTS, "colour": "red"}}},
            "items.one.colour",
        ),
    ],
)
def test_a_file_of_another_form_is_reported(
    index: Any, data: dict[str, Any], path: str
) -> None:
    index.write(FILE, data)
    assert [problem.path.rstrip(".") for problem in index.problems()] == [path]


def test_an_item_needs_a_legal_basis() -> None:
    with pytest.raises(ValidationError):
        CoverageItem.parse_obj({**DEFAULTS, **item(), "legal_basis": []})


# --- what it holds -------------------------------------------------------------------


def test_it_holds_the_things_people_ask_about(base: Base) -> None:
    assert len(base.coverage.items) >= 220


def test_every_topic_that_speaks_of_things_has_some(base: Base) -> None:
    fitting = {t for item in base.coverage.items.values() for t in item.topics}
    assert fitting == set(TOPICS)


def test_what_is_not_paid_says_who_decides_or_what_helps(base: Base) -> None:
    """Never a bare no: the number to ask stands in every check."""
    for key, entry in base.coverage.items.items():
        for text in (entry.check.zh, entry.check.en):
            assert "12393" in text or "12333" in text, key


def test_what_is_recalled_is_said_with_a_hedge(base: Base) -> None:
    """A plain "paid" or "not paid" would be a promise nobody has made."""
    zh = ("一般", "多数", "不少", "各地", "有的", "看", "常", "可能", "多按", "多是")
    bare = [
        key
        for key, entry in base.coverage.items.items()
        if entry.confidence == "recalled" and not any(h in entry.why.zh for h in zh)
    ]
    assert bare == []


def test_who_else_pays_rests_on_the_article_that_says_so(base: Base) -> None:
    wanted = {
        "work_injury": "social-insurance-law#30",
        "third_party": "social-insurance-law#30",
        "public_health": "social-insurance-law#30",
        "maternity": "social-insurance-law#55",
    }
    for key, entry in base.coverage.items.items():
        if entry.fund in wanted:
            refs = [basis.ref for basis in entry.legal_basis]
            assert wanted[entry.fund] in refs, key
