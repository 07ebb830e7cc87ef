"""Checklists: what has to be on them for whom, and how they print."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.checklist import checklist, for_topic
from knowledge.checklist_text import as_text
from knowledge.columns import WIDTH, width, wrapped
from knowledge.errors import FactError, UnknownProcedureError
from knowledge.facts import parse
from knowledge.load import FOLDER, load
from knowledge.model import LANGUAGES

DAY = dt.date(2026, 11, 22)
NANJING, XIAMEN, HANGZHOU, SHANGHAI = "320100", "350200", "330100", "310000"
BASE = load(FOLDER)

# procedure, facts, brought, not on the list at all ("?x": only if it applies)
LISTS = [
    (
        "file_cross_province",
        "",
        "id-voucher ?residence-proof ?referral-certificate",
        "",
    ),
    (
        "file_cross_province",
        "reason_away=resettled",
        "id-voucher household-register",
        "residence-proof posting-proof referral-certificate",
    ),
    (
        "file_cross_province",
        "reason_away=long_term",
        "id-voucher residence-proof",
        "household-register posting-proof referral-certificate",
    ),
    (
        "file_cross_province",
        "reason_away=stationed",
        "id-voucher posting-proof",
        "residence-proof household-register referral-certificate",
    ),
    (
        "file_cross_province",
        "reason_away=referral",
        "id-voucher referral-certificate",
        "residence-proof commitment-letter posting-proof",
    ),
    (
        "file_cross_province",
        "reason_away=temporary",
        "id-voucher",
        "residence-proof referral-certificate commitment-letter household-register",
    ),
    (
        "file_cross_province",
        "reason_away=emergency",
        "id-voucher emergency-record",
        "referral-certificate residence-proof filing-form",
    ),
    (
        "file_cross_province",
        "care=emergency reason_away=long_term",
        "id-voucher emergency-record",
        "residence-proof",
    ),
    (
        "file_cross_province",
        "away_scope=abroad reason_away=long_term",
        "",
        "id-voucher residence-proof filing-form agent-id",
    ),
    ("file_cross_province", "filed=yes", "id-voucher", "referral-certificate agent-id"),
    ("change_or_cancel_filing", "", "id-voucher ?referral-certificate", ""),
    (
        "change_or_cancel_filing",
        "reason_away=stationed",
        "id-voucher posting-proof",
        "residence-proof referral-certificate",
    ),
    (
        "referral",
        "away_scope=other_province",
        "id-voucher referral-certificate",
        "emergency-record",
    ),
    ("referral", "away_scope=home", "id-voucher", "referral-certificate"),
    ("referral", "away_scope=abroad", "", "id-voucher referral-certificate"),
    ("referral", "care=emergency", "emergency-record", "referral-certificate"),
    (
        "manual_claim_inpatient",
        "",
        "id-voucher hospital-receipt fee-list diagnosis-certificate discharge-summary "
        "bank-account ?accident-paper ?agent-id ?outside-drug-receipt",
        "emergency-record rescue-record prescription",
    ),
    (
        "manual_claim_inpatient",
        "relation=parent",
        "agent-id authorisation hospital-receipt",
        "",
    ),
    (
        "manual_claim_inpatient",
        "care=emergency",
        "emergency-record hospital-receipt ?rescue-record",
        "",
    ),
    (
        "manual_claim_inpatient",
        f"insured_region={NANJING}",
        "id-voucher hospital-receipt fee-list diagnosis-certificate bank-account",
        "discharge-summary",
    ),
    ("manual_claim_inpatient", "discharged=no", "id-voucher", "hospital-receipt"),
    ("manual_claim_inpatient", "away_scope=abroad", "", "hospital-receipt id-voucher"),
    (
        "manual_claim_outpatient",
        "care=outpatient",
        "id-voucher hospital-receipt fee-list outpatient-record bank-account",
        "emergency-record discharge-summary",
    ),
    ("manual_claim_outpatient", "care=emergency", "emergency-record", ""),
    ("manual_claim_outpatient", "", "hospital-receipt ?emergency-record", ""),
    (
        "manual_claim_outpatient",
        "care=pharmacy",
        "prescription hospital-receipt",
        "diagnosis-certificate fee-list",
    ),
    (
        "emergency_claim",
        "designated=no",
        "id-voucher hospital-receipt fee-list emergency-record bank-account "
        "?rescue-record ?death-proof",
        "referral-certificate filing-form",
    ),
    ("emergency_claim", "away_scope=abroad", "", "hospital-receipt"),
    (
        "chronic_disease_qualification",
        "",
        "id-voucher medical-records ?chronic-disease-application",
        "hospital-receipt bank-account",
    ),
    (
        "double_channel_drug",
        "",
        "double-channel-form diagnosis-certificate prescription ?test-results",
        "bank-account",
    ),
    (
        "maternity_claim",
        "insurance=employee",
        "hospital-receipt fee-list medical-records ?birth-certificate "
        "?marriage-certificate",
        "",
    ),
    (
        "maternity_allowance",
        "insurance=employee",
        "medical-records bank-account ?birth-certificate",
        "hospital-receipt fee-list marriage-certificate",
    ),
    ("maternity_allowance", "insurance=resident", "", "medical-records bank-account"),
    (
        "newborn_enrolment",
        "",
        "birth-certificate guardian-id ?low-income-proof",
        "hospital-receipt id-voucher",
    ),
    (
        "newborn_enrolment",
        "discharged=yes",
        "birth-certificate guardian-id hospital-receipt fee-list bank-account",
        "",
    ),
    ("newborn_enrolment", "hardship=allowance", "low-income-proof", "hospital-receipt"),
    (
        "resident_enrolment",
        "status=student",
        "id-card student-card ?low-income-proof",
        "guardian-id",
    ),
    ("resident_enrolment", "status=child", "id-card guardian-id", "student-card"),
    ("resident_enrolment", "status=working", "id-voucher", "student-card"),
    ("flexible_enrolment", "", "id-card ?bank-account", "labour-contract"),
    (
        "relation_transfer",
        "insurance=employee",
        "id-voucher transfer-application ?participation-certificate",
        "bank-account",
    ),
    ("relation_transfer", "status=retired", "id-voucher", "transfer-application"),
    (
        "account_payout",
        "account_case=death",
        "id-voucher death-proof heir-id kinship-proof bank-account",
        "emigration-proof termination-application transfer-application",
    ),
    (
        "account_payout",
        "account_case=emigration",
        "emigration-proof termination-application bank-account",
        "death-proof heir-id",
    ),
    (
        "account_payout",
        "account_case=transfer",
        "id-voucher transfer-application ?bank-account",
        "death-proof emigration-proof",
    ),
    (
        "account_payout",
        "account_case=transfer insurance=employee",
        "transfer-application",
        "bank-account",
    ),
    (
        "account_payout",
        "status=foreigner",
        "termination-application passport bank-account",
        "death-proof id-card",
    ),
    (
        "account_payout",
        "",
        "id-voucher bank-account ?death-proof ?emigration-proof ?heir-id",
        "",
    ),
    ("family_account_binding", "", "id-voucher relative-consent ?kinship-proof", ""),
    ("cross_province_wallet", "", "id-voucher relative-consent", "bank-account"),
    ("social_card_first", "", "id-card ?card-photo ?guardian-id", "id-voucher"),
    ("social_card_first", "status=child", "guardian-id household-register", ""),
    ("social_card_first", "status=working", "id-card", "guardian-id"),
    ("lost_card", "", "id-card ?social-security-card", "hospital-receipt"),
    ("e_voucher_activation", "", "id-card", "social-security-card bank-account"),
    ("e_voucher_activation", "relation=child", "household-register id-card", ""),
    (
        "medical_assistance",
        "hardship=illness",
        "medical-aid-application settlement-sheet hospital-receipt fee-list",
        "low-income-proof",
    ),
    (
        "medical_assistance",
        "hardship=allowance",
        "low-income-proof settlement-sheet",
        "medical-aid-application hospital-receipt",
    ),
    (
        "advance_payment_third_party",
        "",
        "advance-payment-application accident-paper hospital-receipt fee-list "
        "diagnosis-certificate ?non-payment-proof",
        "no-third-party-letter work-injury-application",
    ),
    (
        "reconsideration_appeal",
        "",
        "reconsideration-application decision-notice id-card ?statement-of-claim "
        "?hospital-receipt",
        "",
    ),
    (
        "reconsideration_appeal",
        "discharged=yes",
        "reconsideration-application decision-notice hospital-receipt fee-list",
        "",
    ),
    ("reconsideration_appeal", "discharged=no", "fee-list", "hospital-receipt"),
    ("report_fraud", "", "?report-evidence ?id-card", "id-voucher"),
    (
        "work_injury_recognition",
        "",
        "work-injury-application employment-proof diagnosis-certificate "
        "?emergency-record ?accident-paper",
        "id-voucher",
    ),
    ("work_injury_recognition", "care=emergency", "emergency-record id-card", ""),
    (
        "retirement_years_topup",
        "insurance=employee",
        "id-voucher retirement-approval ?payment-proof ?participation-certificate",
        "",
    ),
    ("retirement_years_topup", "insurance=resident", "id-voucher", "payment-proof"),
]


def facts_of(words):
    return dict(word.split("=") for word in words.split())


@pytest.mark.parametrize(("name", "words", "wanted", "absent"), LISTS)
def test_the_list_holds_what_this_person_needs(name, words, wanted, absent):
    made = checklist(BASE, name, facts_of(words), DAY)
    bring = {item.id for item in made.bring}
    perhaps = {item.id for item in made.perhaps}
    certain = {w for w in wanted.split() if not w.startswith("?")}
    doubtful = {w[1:] for w in wanted.split() if w.startswith("?")}

    assert certain <= bring
    assert doubtful <= perhaps
    assert set(absent.split()).isdisjoint(bring | perhaps)


def test_the_table_covers_every_procedure():
    assert {name for name, *_ in LISTS} == set(BASE.procedures)


@pytest.mark.parametrize(
    ("name", "words", "material", "instead"),
    [
        ("file_cross_province", "reason_away=long_term", "residence-proof", 1),
        ("file_cross_province", "reason_away=stationed", "posting-proof", 2),
        ("file_cross_province", "reason_away=referral", "referral-certificate", 0),
        (
            "manual_claim_inpatient",
            "insured_region=320100",
            "diagnosis-certificate",
            1,
        ),
        ("newborn_enrolment", "", "birth-certificate", 1),
    ],
)
def test_a_paper_names_what_may_replace_it(name, words, material, instead):
    made = checklist(BASE, name, facts_of(words), DAY)
    (item,) = (item for item in made.bring if item.id == material)

    assert len(item.instead) == instead


@pytest.mark.parametrize(
    ("name", "words", "first", "papers"),
    [
        ("file_cross_province", "", "reason_away", {"residence-proof"}),
        ("account_payout", "", "account_case", {"death-proof", "heir-id"}),
        ("account_payout", "account_case=transfer", "status", set()),
        ("medical_assistance", "", "hardship", {"low-income-proof"}),
        ("manual_claim_outpatient", "", "care", {"emergency-record"}),
    ],
)
def test_an_unknown_fact_is_named_with_what_it_decides(name, words, first, papers):
    made = checklist(BASE, name, facts_of(words), DAY)
    leading = made.open[0]
    named = {BASE.materials[paper].name for paper in papers}

    assert leading.id == first
    assert named <= set(leading.papers)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("file_cross_province", "reason_away=referral"),
        ("account_payout", "account_case=death"),
        ("medical_assistance", "hardship=illness"),
    ],
)
def test_a_known_fact_is_not_asked_for(name, words):
    made = checklist(BASE, name, facts_of(words), DAY)

    assert {unknown.id for unknown in made.open}.isdisjoint(made.facts)
    assert not [item for item in made.perhaps if set(item.waits_for) & set(made.facts)]


@pytest.mark.parametrize("name", list(BASE.procedures))
def test_what_is_left_open_changes_the_list_for_one_of_its_values(name):
    """An open fact that changed nothing would be asked for in vain."""
    made = checklist(BASE, name, {}, DAY)
    for unknown in made.open:
        values = list(unknown.fact.values) or [
            NANJING,
            HANGZHOU,
            SHANGHAI,
            "110000",
            "320400",
        ]
        others = [checklist(BASE, name, {unknown.id: v}, DAY) for v in values]
        assert any(
            (other.id, other.bring, other.perhaps, other.limits, other.handling)
            != (made.id, made.bring, made.perhaps, made.limits, made.handling)
            for other in others
        ) or _needs_company(name, unknown.id), unknown.id


def _needs_company(name, fact):
    """Tell whether ``fact`` counts only together with another one."""
    variants = BASE.procedures[name].variants
    return any(fact in v.when and len(v.when) > 1 for v in variants)


# --- time limits, places, notices -----------------------------------------------------


@pytest.mark.parametrize(
    ("place", "amount", "where", "example"),
    [
        (None, "不超过 30 个工作日", "全国", False),
        (NANJING, "不超过 10 个工作日", "江苏", False),
        (XIAMEN, "不超过 30 个工作日", "全国", False),
    ],
)
def test_a_time_limit_carries_its_place_and_source(place, amount, where, example):
    facts = {} if place is None else {"insured_region": place}
    made = checklist(BASE, "manual_claim_inpatient", facts, DAY)
    (handling,) = made.handling

    assert (handling.amount.zh, handling.place_name.zh) == (amount, where)
    assert handling.example is example
    assert handling.value.source in made.sources


def test_another_places_figure_is_shown_as_an_example_only():
    made = checklist(BASE, "account_payout", {"insured_region": XIAMEN}, DAY)

    assert [f.example for f in made.handling] == [True]
    assert "例如江苏" in as_text(made, "zh")
    assert "for example Jiangsu" in " ".join(as_text(made, "en").split())


@pytest.mark.parametrize(
    ("name", "place", "says"),
    [
        ("account_payout", XIAMEN, True),
        ("account_payout", NANJING, False),
        ("manual_claim_inpatient", XIAMEN, True),
        ("reconsideration_appeal", XIAMEN, False),  # a statute binds every place
        ("work_injury_recognition", XIAMEN, False),
    ],
)
def test_a_place_without_verified_figures_is_told_so(name, place, says):
    made = checklist(BASE, name, {"insured_region": place}, DAY)

    assert any("已核实" in notice.zh for notice in made.notices) is says


def test_statutory_time_limits_are_filled_in():
    made = checklist(BASE, "reconsideration_appeal", {}, DAY)

    assert "60 天" in made.time_limit.zh and "15 天" in made.time_limit.zh
    assert "60 days" in made.time_limit.en and "6 months" in made.time_limit.en
    assert {f.id for f in made.limits} >= {"reconsideration-limit", "direct-suit-limit"}


@pytest.mark.parametrize(
    ("day", "says"),
    [("2026-10-01", ""), ("2026-11-22", "将自"), ("2027-01-01", "复核")],
)
def test_the_coming_law_is_announced_by_the_day(day, says):
    made = checklist(BASE, "referral", {}, dt.date.fromisoformat(day))
    notices = "".join(notice.zh for notice in made.notices)

    assert says in notices if says else not notices


def test_how_far_from_home_follows_from_the_two_places():
    facts = {"insured_region": NANJING, "treatment_region": SHANGHAI}
    made = checklist(BASE, "referral", facts, DAY)

    assert made.facts["away_scope"] == "other_province"
    assert "referral-certificate" in {item.id for item in made.bring}


def test_an_unknown_procedure_says_how_to_see_those_there_are():
    with pytest.raises(UnknownProcedureError, match="baoxiao checklist"):
        checklist(BASE, "nowhere")


@pytest.mark.parametrize(
    ("topic", "procedure"),
    [
        ("file_cross_province", "file_cross_province"),
        ("maternity", "maternity_allowance"),
        ("third_party", "advance_payment_third_party"),
        ("work_injury", "work_injury_recognition"),
    ],
)
def test_a_topic_leads_to_its_procedures(topic, procedure):
    assert procedure in for_topic(BASE, topic)


def test_a_neighbouring_field_has_no_procedure():
    assert for_topic(BASE, "pension") == ()


# --- on paper -------------------------------------------------------------------------

CHOICES = {
    name: [*fact.values, None] if fact.values else [NANJING, XIAMEN, SHANGHAI, None]
    for name, fact in BASE.facts.items()
    if fact.kind in ("choice", "place")
}
PEOPLE = st.fixed_dictionaries({n: st.sampled_from(v) for n, v in CHOICES.items()})


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(BASE.procedures)), PEOPLE)
def test_whoever_asks_gets_a_whole_sheet(name, person):
    facts = {fact: value for fact, value in person.items() if value is not None}
    made = checklist(BASE, name, facts, DAY)
    ids = [item.id for item in (*made.bring, *made.perhaps)]

    assert len(ids) == len(set(ids))
    assert made.citations and made.cost.zh and made.result.en
    assert not [item for item in made.bring if item.waits_for or item.only_if]
    assert all(item.only_if for item in made.perhaps)
    for language in LANGUAGES:
        text = as_text(made, language)
        assert max(width(line) for line in text.splitlines()) <= WIDTH
        assert "{" not in text and "None" not in text
        basis, end = text.split("-" * WIDTH)
        assert "12393" in end
        assert ("【法律依据】" if language == "zh" else "LEGAL BASIS") in basis
        assert text.count("□") == len(ids)


@pytest.mark.parametrize("name", list(BASE.procedures))
def test_both_languages_have_the_same_boxes_and_steps(name):
    made = checklist(BASE, name, {}, DAY)
    shapes = {
        tuple(
            len(re.findall(mark, as_text(made, language), re.MULTILINE))
            for mark in ("^  □", r"^  \d\. ", "^  · ", "^  § ", r"^  \? ")
        )
        for language in LANGUAGES
    }

    assert len(shapes) == 1


def test_a_recalled_procedure_is_hedged_on_paper():
    made = checklist(BASE, "e_voucher_activation", {}, DAY)
    plain = checklist(BASE, "manual_claim_inpatient", {}, DAY)

    assert made.hedged and "请先核实" in as_text(made, "zh")
    assert not plain.hedged and "请先核实" not in as_text(plain, "zh")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("short", ["- short"]),
        ("字" * 50, ["- " + "字" * 39, "  " + "字" * 11]),
        ("字" * 39 + "。后面", ["- " + "字" * 38, "  字。后面"]),
        ("word " * 20, ["- " + ("word " * 15).strip(), "  " + ("word " * 5).strip()]),
        ("x" * 100, ["- " + "x" * 100]),
    ],
)
def test_text_is_wrapped_by_columns(text, lines):
    assert list(wrapped(text, "- ")) == lines


# --- facts as people write them -------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("care=inpatient", ("care", "inpatient")),
        ("care = 住院", ("care", "inpatient")),
        ("就医类型=住院", ("care", "inpatient")),
        ("kind of care=Hospital Stay", ("care", "inpatient")),
        ("filed=否", ("filed", "no")),
        ("filed=true", ("filed", "yes")),
        ("参保地＝南京", ("insured_region", NANJING)),
        ("insured_region=Nanjing", ("insured_region", NANJING)),
        ("insured_region=320100", ("insured_region", NANJING)),
        ("treatment_region=国外", ("treatment_region", "ABROAD")),
        ("insurance=新农合", ("insurance", "resident")),
        ("hospital_tier=3", ("hospital_tier", "3")),
        ("amount=3.5万元", ("amount", "35000")),
        ("金额=35,000", ("amount", "35000")),
        ("article=29", ("article", "29")),
        ("document=social-insurance-law", ("document", "social-insurance-law")),
    ],
)
def test_a_fact_is_read_from_an_id_or_plain_words(text, fact):
    assert parse(BASE, text) == fact


@pytest.mark.parametrize(
    ("text", "what", "mend"),
    [
        ("care", "'care' is no fact", "write it as care=inpatient"),
        ("=inpatient", "'=inpatient' is no fact", "care=inpatient"),
        ("care=", "'care=' is no fact", "care=inpatient"),
        ("shoe=42", "no fact 'shoe'", "use one of insurance, "),
        ("care=dental", "care has no value 'dental'", "use one of inpatient, "),
        ("insured_region=Atlantis", "no value 'Atlantis'", "province or city"),
        ("amount=much", "amount has no value 'much'", "in yuan"),
        ("article=x", "article has no value 'x'", "a number"),
        ("document=x", "document has no value 'x'", "documents.yml"),
    ],
)
def test_a_fact_that_cannot_be_read_says_what_is_wrong_and_what_to_do(text, what, mend):
    with pytest.raises(FactError) as caught:
        parse(BASE, text)

    wrong, mending = str(caught.value).split(": ", 1)
    assert what in wrong
    assert mend in mending
