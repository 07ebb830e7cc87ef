"""What the knowledge base of this project must hold, whoever edits it."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from actions import reply, wording
from actions.turn import Turn
from knowledge.load import FOLDER, read
from knowledge.model import LANGUAGES
from knowledge.select import merged, select

DAY = dt.date(2026, 11, 22)

POLICY = {
    "away_from_home": (
        "use_card_elsewhere file_cross_province filing_status_validity "
        "outpatient_cross_province inpatient_cross_province "
        "chronic_disease_outpatient referral emergency_elsewhere"
    ),
    "reimbursement": (
        "reimbursement_process materials_needed reimbursement_time_limit "
        "reimbursement_ratio deductible_or_cap outpatient_reimbursement "
        "inpatient_settlement forgot_card_self_paid serious_illness_insurance "
        "medical_assistance"
    ),
    "coverage": (
        "what_is_covered what_is_not_covered drug_catalogue pharmacy_purchase "
        "work_injury third_party maternity"
    ),
    "account_and_card": (
        "withdraw_balance check_balance account_usage family_account apply_card "
        "activate_card lost_card e_voucher"
    ),
    "enrolment": (
        "transfer_relation contribution_break flexible_employment enrol_resident "
        "newborn retiree foreigner"
    ),
    "rights": "contact_hotline complaint_appeal fraud",
}
NEAR = (
    "pension unemployment housing_fund commercial_insurance labour_dispute "
    "medical_advice"
).split()


def topics():
    base, _ = read(FOLDER)
    return sorted(base.topics)


def prose(answer):
    """Yield every text of an answer in both languages."""
    for text in (answer.say, *(answer.steps or ()), *(answer.exceptions or ())):
        yield from (text.zh, text.en)


@pytest.mark.parametrize(
    ("group", "topic"),
    [(group, topic) for group, ids in POLICY.items() for topic in ids.split()],
)
def test_every_policy_topic_has_its_file(base, group, topic):
    assert topic in base.topics, f"write knowledge/topics/{topic}.yml"
    assert (base.topics[topic].group, base.topics[topic].kind) == (group, "policy")


@pytest.mark.parametrize("topic", NEAR)
def test_every_neighbouring_field_points_to_who_can_help(base, topic):
    assert topic in base.topics, f"write knowledge/topics/{topic}.yml"
    assert (base.topics[topic].group, base.topics[topic].kind) == ("near", "neighbour")
    assert base.topics[topic].general.figures in (None, [])


def test_there_are_no_other_topics(base):
    known = {topic for ids in POLICY.values() for topic in ids.split()}

    # articles are looked up by number, so that topic's file is optional
    assert set(base.topics) - {"legal_article"} == known | set(NEAR)


@pytest.mark.parametrize("topic", topics())
def test_every_answer_can_be_reached(base, topic):
    """A variant that another one always beats would never be read."""
    for answer in base.topics[topic].answers:
        facts = {
            name: wanted if isinstance(wanted, str) else wanted[0]
            for name, wanted in answer.when.items()
        }
        if answer.place != "CN":
            facts["insured_region"] = answer.place
        day = answer.since or answer.until or DAY

        assert select(base, topic, facts, day).answer.id == answer.id


@pytest.mark.parametrize("topic", topics())
def test_every_citation_exists_and_says_what_it_says(base, topic):
    for answer in base.topics[topic].answers:
        for basis in merged(base.topics[topic], answer).legal_basis or ():
            document = base.documents[basis.document]
            if basis.article is None:
                assert document.gist is not None, basis.ref
            else:
                article = document.articles[basis.article]
                assert article.gist.zh and article.gist.en, basis.ref


def test_every_article_and_document_says_in_short_what_it_says(base):
    for document in base.documents.values():
        assert document.articles or document.gist, document.id
        for number, article in document.articles.items():
            assert len(article.gist.zh) >= 10, (document.id, number)
            assert len(article.gist.en.split()) >= 5, (document.id, number)
            assert article.title.zh and article.title.en


#: Articles of the Social Insurance Law that questions about this insurance turn on.
CORE = [2, 3, 4, 5, 8, 14, *range(23, 33), *range(53, 57), 60, 74, 81, 82, 83, 88]


@pytest.mark.parametrize("number", CORE)
def test_the_articles_people_ask_for_are_recorded(base, number):
    assert number in base.documents["social-insurance-law"].articles


@pytest.mark.parametrize("topic", topics())
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_that_was_only_recalled_is_hedged(base, topic, language):
    hedge = wording.HEDGE.in_language(language)
    decides = wording.DECIDES.in_language(language)
    for answer in base.topics[topic].answers:
        facts = {
            name: wanted if isinstance(wanted, str) else wanted[0]
            for name, wanted in answer.when.items()
        }
        if answer.place != "CN":
            facts["insured_region"] = answer.place
        chosen = select(base, topic, facts, DAY)
        said = reply.for_selection(turn(base, chosen, language), chosen)
        recalled = chosen.answer.confidence == "recalled"
        policy = chosen.topic.kind == "policy"

        assert (hedge in said["text"]) == (recalled and policy), answer.id
        assert (decides in said["text"]) == (not recalled and policy), answer.id


def turn(base, chosen, language):
    return Turn(
        base=base,
        language=language,
        intent=chosen.topic.id,
        topic=chosen.topic.id,
        confidence=1.0,
        ranking=(),
        facts=chosen.facts,
        day=chosen.day,
        text="",
    )


NUMBER_WITH_UNIT = re.compile(
    r"\d+\s*(%|％|个百分点|个?工作日|元|个月|倍|周|天)"
    r"|\d+\s*(percent|yuan|days|working|months|weeks|times|points)",
    re.IGNORECASE,
)


@pytest.mark.parametrize("topic", topics())
def test_no_number_with_a_unit_stands_in_prose(base, topic):
    for answer in base.topics[topic].answers:
        for text in prose(answer):
            assert NUMBER_WITH_UNIT.search(text) is None, text


@pytest.mark.parametrize("topic", topics())
def test_an_answer_is_short_and_its_option_label_fits(base, topic):
    assert len(base.topics[topic].question.zh) <= 20
    for answer in base.topics[topic].answers:
        assert len(re.sub(r"\{.*?\}", "", answer.say.zh)) <= 130, answer.id
        assert len(answer.steps or ()) <= 7, answer.id


@pytest.mark.parametrize("topic", topics())
def test_a_fact_is_asked_for_only_when_an_answer_turns_on_it(base, topic):
    """Places matter to figures, and two of them tell how far from home care is."""
    entry = base.topics[topic]
    turned_on = {fact for answer in entry.answers for fact in answer.when}
    places = {"insured_region", "treatment_region"}
    if any(answer.place != "CN" or answer.figures for answer in entry.answers):
        turned_on |= places
    if "away_scope" in turned_on:
        turned_on |= places

    assert set(entry.ask) - turned_on == set()


REFUSAL = re.compile(r"不(能|予|给)?(报|付|支付|纳入|取现)|不在[^。]{0,8}范围")


@pytest.mark.parametrize("topic", topics())
def test_a_refusal_names_who_decides(base, topic):
    """Nobody is turned away by a program: the agency or the hotline has the word."""
    entry = base.topics[topic]
    for answer in entry.answers:
        if entry.kind == "policy" and REFUSAL.search(answer.say.zh):
            texts = list(prose(merged(entry, answer)))
            assert any(re.search(r"12393|参保地|经办机构", text) for text in texts)
            assert any(re.search(r"12393|insured place|agency", t) for t in texts)


def is_local(base, document):
    return base.documents[document].place != "CN"


@pytest.mark.parametrize("topic", topics())
def test_a_national_answer_does_not_rest_on_a_local_rule_first(base, topic):
    for answer in base.topics[topic].answers:
        if answer.place == "CN" and answer.legal_basis:
            assert not is_local(base, answer.legal_basis[0].document), answer.id


def test_a_figure_is_of_the_place_its_source_is_of(base):
    """A national figure read in a local document says so in its note."""
    for name, figure in base.figures.items():
        for value in figure.values:
            source = base.documents[value.source]
            local = source.place in base.places.chain(value.place)
            assert local or (value.place == "CN" and value.note), name


def test_no_answer_asks_for_an_identity_number_or_password(base):
    wanted = re.compile(
        r"(请|把)[^。]{0,8}(身份证号码?|密码|验证码)(发给我|告诉我|输入到这里)"
        r"|(tell|send|give) (me|us) your (id number|password)",
        re.IGNORECASE,
    )
    for topic in base.topics.values():
        for answer in topic.answers:
            for text in prose(answer):
                assert not wanted.search(text), text
    for fact in base.facts.values():
        if fact.question is not None:
            assert not re.search(r"身份证号|密码|卡号", fact.question.zh)


def test_every_figure_has_a_source_that_was_in_force_or_undated(base):
    for name, figure in base.figures.items():
        for value in figure.values:
            source = base.documents[value.source]
            assert source.ends is None or (value.until or value.since), name


def test_every_topic_was_reviewed_after_the_latest_law_was_passed(base):
    passed = base.documents["medical-security-law"].issued
    for topic in base.topics.values():
        assert topic.reviewed >= passed, topic.id
