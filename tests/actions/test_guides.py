"""The guided tasks as pure planners: what is asked, in which order, until when."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from actions.guides import GUIDES
from actions.guides.base import ANSWER, UNKNOWN, Case, Guide, State
from actions.guides.checklist import _NAMED, _USUAL
from actions.offers import options
from knowledge.errors import EstimateError
from knowledge.load import Base
from knowledge.select import derived

DAY = dt.date(2026, 6, 1)
#: Nobody is asked for more than this.
MOST_QUESTIONS = 8


def case(base: Base, facts: dict[str, str], **figures: str) -> Case:
    return Case(base, derived(base, facts), figures, DAY)


def asked(guide: Guide, known: Case) -> str | None:
    question = guide.ask(known)
    return question.key if question else None


TABLE: list[tuple[str, dict[str, str], dict[str, str], str | None]] = [
    ("filing", {}, {}, "reason_away"),
    ("filing", {"reason_away": "emergency"}, {}, None),
    ("filing", {"care": "emergency"}, {}, None),
    ("filing", {"away_scope": "abroad"}, {}, None),
    ("filing", {"away_scope": "home"}, {}, None),
    ("filing", {}, {"reason_away": UNKNOWN}, "stay"),
    ("filing", {}, {"reason_away": UNKNOWN, "stay": "long"}, "away_scope"),
    ("filing", {"reason_away": "temporary"}, {}, "away_scope"),
    (
        "filing",
        {"reason_away": "temporary", "treatment_region": "310000"},
        {},
        "insured_region",
    ),
    (
        "filing",
        {"reason_away": "referral", "away_scope": "other_province"},
        {"discharged": UNKNOWN},
        "insured_region",
    ),
    ("estimate", {}, {}, "total"),
    ("estimate", {}, {"total": "35000"}, "insurance"),
    ("estimate", {"insurance": "employee"}, {"total": "35000"}, "insured_region"),
    (
        "estimate",
        {
            "insurance": "employee",
            "insured_region": "610100",
            "hospital_tier": "3",
        },
        {"total": "35000", "self_funded": "0", "class_b": "0"},
        None,
    ),
    (
        "estimate",
        {"insurance": "employee", "insured_region": "310000", "hospital_tier": "3"},
        {"total": "35000"},
        "status",
    ),
    ("estimate", {}, {"total": "1", "deductible": "1", "ratio": "1"}, "insured_region"),
    ("checklist", {}, {}, "procedure"),
    ("checklist", {}, {"procedure": "e_voucher_activation"}, None),
    ("checklist", {}, {"procedure": "manual_claim_outpatient"}, "care"),
    ("balance", {}, {}, "account_case"),
    ("balance", {"account_case": "death"}, {}, "insurance"),
    (
        "balance",
        {"account_case": "emigration", "insurance": "employee"},
        {},
        "foreigner",
    ),
    (
        "balance",
        {"account_case": "emigration", "insurance": "employee", "status": "foreigner"},
        {},
        "insured_region",
    ),
    (
        "balance",
        {"insurance": "employee", "insured_region": "320500"},
        {"account_case": "none"},
        None,
    ),
]


@pytest.mark.parametrize(("name", "facts", "figures", "key"), TABLE)
def test_the_next_question(
    base: Base,
    name: str,
    facts: dict[str, str],
    figures: dict[str, str],
    key: str | None,
) -> None:
    assert asked(GUIDES[name], case(base, facts, **figures)) == key


def _every_way(guide: Guide, known: Case, depth: int = 0) -> int:
    """Walk through a task with every option of every question."""
    question = guide.ask(known)
    if question is None:
        return depth
    assert depth < MOST_QUESTIONS + 1, question.key
    values = list(question.values()) or [UNKNOWN]
    if question.kind in ("money", "rate"):
        values = ["0.5", UNKNOWN]
    if question.key == "procedure":
        values = values[:2]
    return max(
        _every_way(guide, known.answered(question.key, value), depth + 1)
        for value in values
    )


@pytest.mark.parametrize("name", ["filing", "balance", "checklist"])
def test_every_way_through_ends_soon(base: Base, name: str) -> None:
    assert _every_way(GUIDES[name], case(base, {})) <= 6


@pytest.mark.parametrize("name", GUIDES)
def test_knowing_nothing_still_ends_and_gives_a_result(
    base: Base, name: str, turn: Any
) -> None:
    guide, known, count = GUIDES[name], case(base, {}), 0
    while (question := guide.ask(known)) is not None:
        values = question.values()
        value = UNKNOWN if UNKNOWN in values else values[0]
        known, count = known.answered(question.key, value), count + 1
    assert count <= MOST_QUESTIONS
    for language in ("zh", "en"):
        payload = guide.result(turn(language), known)
        assert payload["kind"] == "result"
        assert payload["topic"] == guide.topic
        assert payload["citations"]
        assert payload["say"] in payload["text"] or payload["printed"]
        assert payload["sections"] or payload["printed"]


@pytest.mark.parametrize("name", GUIDES)
def test_every_question_says_why_in_both_languages(base: Base, name: str) -> None:
    guide, known = GUIDES[name], case(base, {})
    while (question := guide.ask(known)) is not None:
        assert question.text.zh and question.text.en
        assert question.why.zh and question.why.en
        for entity, value, label in question.options:
            assert label.zh and label.en
            assert entity == ANSWER or value in base.facts[entity].values
        values = question.values()
        known = known.answered(
            question.key, UNKNOWN if UNKNOWN in values else values[0]
        )


def test_the_estimate_adds_up_and_shows_its_working(base: Base, turn: Any) -> None:
    facts = {"insurance": "employee", "insured_region": "610100", "hospital_tier": "3"}
    known = case(base, facts, total="35000", self_funded="3000", class_b="0")
    payload = GUIDES["estimate"].result(turn(), known)
    parts = payload["estimate"]
    paid = [
        float(parts[key])
        for key in ("fund", "serious_illness", "medical_assistance", "patient")
    ]
    assert sum(paid) == pytest.approx(35000)
    assert parts["total"] == "35000.00"
    assert all(isinstance(parts[key], str) for key in ("fund", "patient"))
    assert any("=" in line for s in payload["sections"] for line in s["lines"])
    assert any(item["example"] for item in parts["assumptions"])


def test_figures_that_cannot_be_are_refused(base: Base) -> None:
    with pytest.raises(EstimateError, match="self_funded"):
        GUIDES["estimate"].check(case(base, {}, total="100", self_funded="200"))


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        ("resettled", "异地安置退休"),
        ("long_term", "异地长期居住"),
        ("stationed", "常驻异地工作"),
        ("referral", "异地转诊"),
        ("temporary", "其他临时外出"),
        ("emergency", "视同已备案"),
    ],
)
def test_each_of_the_six_kinds_is_named(
    base: Base, turn: Any, reason: str, says: str
) -> None:
    facts = {"reason_away": reason, "away_scope": "other_province"}
    payload = GUIDES["filing"].result(turn(), case(base, facts))
    assert says in payload["say"]
    heads = [section["title"] for section in payload["sections"]]
    assert "对报销比例的影响" in heads
    assert payload["checklist"]["id"].startswith("file_cross_province/")


def test_the_errands_named_exist(base: Base) -> None:
    assert set(_NAMED) == set(base.procedures)
    assert set(_USUAL) <= set(base.procedures)


@pytest.mark.parametrize(
    ("text", "procedure"),
    [
        ("生育津贴的清单", "maternity_allowance"),
        ("住院报销", "manual_claim_inpatient"),
        ("a checklist for my lost card", "lost_card"),
        ("checklist for filing", "file_cross_province"),
        ("列个清单", None),
    ],
)
def test_an_errand_named_in_words(base: Base, text: str, procedure: str | None) -> None:
    known = case(base, {})
    found = GUIDES["checklist"].own(known, "procedure", text, [])
    assert found.get("procedure") == procedure


def test_a_topic_with_one_errand_names_it(base: Base) -> None:
    known = case(base, {})
    own = GUIDES["checklist"].own
    assert own(known, "procedure", "x", ["newborn"]) == {
        "procedure": "newborn_enrolment"
    }
    assert own(known, "procedure", "x", ["maternity"]) == {}
    assert own(known, "care", "住院", []) == {}


@pytest.mark.parametrize(
    ("key", "text", "found"),
    [
        ("stay", "要住一年", {"stay": "long"}),
        ("stay", "just a few days", {"stay": "short"}),
        ("stay", "短期或者长期", {}),
        ("away_scope", "不是", {"away_scope": "other_province"}),
        ("away_scope", "yes", {"away_scope": "same_province"}),
        ("discharged", "yes", {}),
    ],
)
def test_filing_in_words(
    base: Base, key: str, text: str, found: dict[str, str]
) -> None:
    assert GUIDES["filing"].own(case(base, {}), key, text, []) == found


def test_a_state_survives_the_slot() -> None:
    state = State("filing", {"stay": "long"}, ("reason_away", "stay"), 2)
    assert State.of(state.as_slot(), "filing") == state
    assert State.of(state.as_slot(), "balance") is None
    assert State.of({**state.as_slot(), "end": "left"}, "filing") is None
    assert State.of(None, "filing") is None


def test_related_topics_offer_their_task() -> None:
    assert options("withdraw_balance", "zh")[0]["payload"] == "/guide_balance"
    assert options("deductible_or_cap", "en")[0]["payload"] == "/guide_estimate"
    assert options("maternity", "zh") == []
