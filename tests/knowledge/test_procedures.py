"""The procedures of this project, and what the check refuses in one."""

from __future__ import annotations

import copy
import datetime as dt

import pytest

from knowledge.checklist import checklist
from knowledge.load import FOLDER, read

WANTED = (
    "file_cross_province change_or_cancel_filing referral manual_claim_inpatient "
    "manual_claim_outpatient emergency_claim chronic_disease_qualification "
    "double_channel_drug maternity_claim maternity_allowance newborn_enrolment "
    "resident_enrolment flexible_enrolment relation_transfer account_payout "
    "family_account_binding cross_province_wallet social_card_first lost_card "
    "e_voucher_activation medical_assistance advance_payment_third_party "
    "reconsideration_appeal report_fraud work_injury_recognition "
    "retirement_years_topup"
).split()
DAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize("name", WANTED)
def test_every_errand_has_its_procedure(base, name):
    assert name in base.procedures, f"write knowledge/procedures/{name}.yml"


def variants():
    base, _ = read(FOLDER)
    return [(p.id, v.id) for p in base.procedures.values() for v in p.variants]


@pytest.mark.parametrize(("name", "variant"), variants())
def test_every_variant_can_be_reached(base, name, variant):
    """A variant that another one always beats would never be printed."""
    entry = next(v for v in base.procedures[name].variants if v.id == variant)
    facts = {
        fact: wanted if isinstance(wanted, str) else wanted[0]
        for fact, wanted in entry.when.items()
    }
    if entry.place != "CN":
        facts["insured_region"] = entry.place

    assert checklist(base, name, facts, DAY).variant.id == variant


@pytest.mark.parametrize("name", WANTED)
def test_a_fact_is_asked_for_only_when_something_turns_on_it(base, name):
    entry = base.procedures[name]
    turned_on = {fact for v in entry.variants for fact in v.when}
    for variant in entry.variants:
        turned_on |= {f for need in variant.materials or () for f in need.when}
    turned_on.add("insured_region")  # the insured place decides

    assert set(entry.ask) <= turned_on


@pytest.mark.parametrize("name", WANTED)
def test_a_national_variant_does_not_rest_on_a_local_rule_first(base, name):
    for variant in base.procedures[name].variants:
        if variant.place == "CN" and variant.legal_basis:
            first = base.documents[variant.legal_basis[0].document]
            assert first.place == "CN", variant.id


@pytest.mark.parametrize("name", WANTED)
def test_no_checklist_turns_somebody_away_without_saying_who_decides(base, name):
    for variant in base.procedures[name].variants:
        if "不纳入" in variant.say.zh:
            assert "12393" in variant.say.zh or "经办机构" in variant.say.zh
            assert "12393" in variant.say.en or "agency" in variant.say.en


def both(zh, en):
    return {"zh": zh, "en": en}


ERRAND = {
    "id": "errand",
    "title": both("报销一次", "One claim"),
    "topics": ["claim"],
    "ask": ["care"],
    "variants": [
        {
            "when": {},
            "say": both("带票据。", "Bring the bills."),
            "materials": [
                {"material": "id-voucher", "why": both("证明身份。", "Who you are.")}
            ],
            "where": both("参保地。", "The insured place."),
            "channels": {
                "online": [both("网上。", "Online.")],
                "counter": [both("窗口。", "The counter.")],
            },
            "steps": [both("交材料。", "Hand it in.")],
            "time_limit": both("尽早。", "Early."),
            "handling": ["claim-days"],
            "cost": both("不收费。", "Free."),
            "result": both("钱到账。", "The money."),
            "legal_basis": ["social-insurance-law#29"],
            "sources": ["social-insurance-law"],
        }
    ],
    "reviewed": "2026-11-22",
}
FILE = "procedures/errand.yml"
NEED = ["variants", 0, "materials", 0]


@pytest.fixture
def errand(tiny):
    tiny.write(FILE, copy.deepcopy(ERRAND))
    return tiny


def test_a_whole_procedure_is_accepted(errand):
    assert errand.problems() == []
    assert list(errand.load().procedures) == ["errand"]


@pytest.mark.parametrize(
    ("keys", "value", "path", "what"),
    [
        (["topics"], ["nowhere"], "topics[0]", "unknown id 'nowhere'."),
        (["topics"], [], "topics", "ensure this value has at least 1 items."),
        (["ask"], ["care", "shoe"], "ask[1]", "unknown id 'shoe'."),
        (
            ["ask"],
            ["away_scope"],
            "ask[0]",
            "asks for 'away_scope', which has no question.",
        ),
        ([*NEED, "material"], "shoe", "variants[0].materials[0][0]", "unknown id"),
        ([*NEED, "instead"], ["shoe"], "variants[0].materials[0][1]", "unknown id"),
        (
            [*NEED, "when"],
            {"care": "dental"},
            "variants[0].materials[0].when.care",
            "has unknown values ['dental'].",
        ),
        ([*NEED, "when"], {"x": "y"}, "variants[0].materials[0].when.x", "is no fact."),
        (
            [*NEED, "why"],
            both("证明 3 个月", "Shows it."),
            "variants[0].materials[0].why.zh",
            "holds the number '3 个月'.",
        ),
        (
            [*NEED, "only_if"],
            both("if so", "if so"),
            "variants[0].materials[0].only_if.zh",
            "is not Chinese.",
        ),
        (
            ["variants", 0, "channels", "online"],
            [both("网上。", "在网上办。")],
            "variants[0].channels.online[0].en",
            "is not English.",
        ),
        (
            ["variants", 0, "time_limit"],
            both("要 {claim-days}。", "Early."),
            "variants[0].time_limit",
            "uses different figures in zh and en.",
        ),
        (
            ["variants", 0, "time_limit"],
            both("{local-share}。", "By {local-share}."),
            "variants[0].time_limit.en",
            "figure 'local-share' has no national value.",
        ),
        (["variants", 0, "handling"], ["x"], "variants[0].handling[0]", "unknown id"),
        (["variants", 0, "limits"], ["x"], "variants[0].limits[0]", "unknown id 'x'."),
        (["variants", 0, "cost"], None, "variants[0].cost", "is missing."),
        (["variants", 0, "channels"], None, "variants[0].channels", "is missing."),
        (
            ["variants"],
            [*ERRAND["variants"], {"id": "x", "place": "99", "say": both("无", "No")}],
            "variants[1].place",
            "unknown '99'.",
        ),
        (
            ["variants", 0, "legal_basis"],
            ["notice"],
            "variants[0].legal_basis",
            "names no article of it.",
        ),
        (
            ["variants", 0, "legal_basis"],
            ["social-insurance-law#29", "old-notice"],
            "variants[0].legal_basis[1]",
            "old-notice is superseded.",
        ),
        (["variants", 0, "sources"], None, "variants[0].sources", "is missing."),
        (
            ["variants", 0, "when"],
            {"care": "inpatient"},
            "variants",
            "have no general variant.",
        ),
    ],
)
def test_what_is_wrong_with_a_procedure_is_named(errand, keys, value, path, what):
    errand.put(FILE, keys, value)
    found = [(p.file, p.path, p.what) for p in errand.problems()]

    assert any(
        file == f"knowledge/{FILE}" and where == path and said.startswith(what)
        for file, where, said in found
    ), found


def test_two_variants_of_one_id_are_refused(errand):
    again = {"id": "general", "when": {"care": "inpatient"}, "say": both("住", "Stay")}
    errand.put(FILE, ["variants"], [*ERRAND["variants"], again])

    assert [p.what for p in errand.problems()] == ["'general' is taken."]


def test_a_procedure_is_named_like_its_file(errand):
    errand.put(FILE, ["id"], "another")

    assert [p.what for p in errand.problems()] == ["'another' is not the file's name."]
