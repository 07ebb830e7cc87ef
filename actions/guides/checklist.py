"""Which errand, its decisive facts, then the checklist to print."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from actions.guides import results, words
from actions.guides.base import Ask, Case, Guide, ask_choice, ask_fact, with_unknown
from actions.reply import Payload
from actions.turn import Turn
from knowledge.checklist import checklist, for_topic

PROCEDURE = "procedure"
#: The errands of the topic before, offered first.
_NEAR = "near"
#: So many facts are asked for at most, the most decisive ones.
_FACTS = 4
_OFFERED = 8
#: What most people come for.
_USUAL = (
    "manual_claim_inpatient",
    "manual_claim_outpatient",
    "emergency_claim",
    "maternity_claim",
    "file_cross_province",
    "medical_assistance",
    "account_payout",
    "relation_transfer",
)
_BY_CARE = {
    "inpatient": "manual_claim_inpatient",
    "outpatient": "manual_claim_outpatient",
    "emergency": "emergency_claim",
    "maternity": "maternity_claim",
}
#: Words that mean one errand; the first that fits counts.
_NAMED = {
    name: re.compile(pattern)
    for name, pattern in {
        "maternity_allowance": r"生育津贴|产假工资|maternity allowance",
        "change_or_cancel_filing": r"(?:变更|取消|修改).{0,4}备案|(?:chang|cancel)\w* .*filing",
        "cross_province_wallet": r"医保钱包|wallet",
        "family_account_binding": r"共济|family (?:account|sharing)|shar\w+ (?:the|my) account",
        "chronic_disease_qualification": r"慢特?病|门特|门慢|chronic",
        "double_channel_drug": r"双通道|double.channel",
        "e_voucher_activation": r"医保码|电子凭证|e-?voucher",
        "emergency_claim": r"急诊|抢救|emergency",
        "file_cross_province": r"备案|\bfil(?:e|ing)\b",
        "referral": r"转诊|转院|referral",
        "newborn_enrolment": r"新生儿|宝宝参保|newborn",
        "resident_enrolment": r"居民(?:医保)?(?:参保|登记)|(?:join|enrol)\w* .*resident",
        "flexible_enrolment": r"灵活就业|flexible|self-employed",
        "relation_transfer": r"转移|接续|transfer",
        "retirement_years_topup": r"年限|趸缴|contribution years",
        "work_injury_recognition": r"工伤|work injury",
        "advance_payment_third_party": r"先行支付|advance payment",
        "reconsideration_appeal": r"复议|起诉|reconsideration|appeal",
        "report_fraud": r"举报|骗保|fraud",
        "lost_card": r"挂失|补卡|补办.{0,3}卡|lost card|replace .*card",
        "social_card_first": r"(?:申领|办|申请).{0,4}社保卡|first card",
        "medical_assistance": r"救助|medical assistance|hardship",
        "account_payout": r"余额|个人账户|支取|取现|payout|balance|account money",
        "maternity_claim": r"生育|生孩子|分娩|产检|maternity|childbirth|giving birth",
        "manual_claim_inpatient": r"住院|手术|hospital stay|inpatient|surgery",
        "manual_claim_outpatient": r"门诊|outpatient|clinic",
    }.items()
}


class ChecklistGuide(Guide):
    """Leads to the checklist of one errand."""

    name = "checklist"
    topic = "materials_needed"
    title = words.CHECKLIST
    intro = words.CHECKLIST_INTRO
    facts = frozenset(
        {
            "account_case",
            "away_scope",
            "care",
            "designated",
            "discharged",
            "filed",
            "hardship",
            "insurance",
            "insured_region",
            "reason_away",
            "status",
            "treatment_region",
        }
    )

    def begin(self, turn: Turn) -> Mapping[str, str]:
        """Take the errand that the message names, or that was spoken of."""
        named = _named(turn.text)
        if named:
            return {PROCEDURE: named}
        topic = str(turn.slots.get("topic") or "")
        near = for_topic(turn.base, topic)
        if len(near) == 1:
            return {PROCEDURE: near[0]}
        by_care = _BY_CARE.get(turn.facts.get("care", ""))
        if by_care and (not near or by_care in near):
            return {PROCEDURE: by_care}
        return {_NEAR: " ".join(near)} if near else {}

    def own(
        self, case: Case, key: str, text: str, ranking: Sequence[str]
    ) -> Mapping[str, str]:
        """Return the errand that a message names while it is asked for."""
        if key != PROCEDURE:
            return {}
        named = _named(text)
        if named is None:
            found = for_topic(case.base, ranking[0] if ranking else "")
            named = found[0] if len(found) == 1 else None
        return {PROCEDURE: named} if named else {}

    def ask(self, case: Case) -> Ask | None:
        """Return the next question."""
        procedure = case.get(PROCEDURE)
        if procedure is None:
            return ask_choice(
                PROCEDURE,
                words.WHICH,
                words.WHICH_WHY,
                {name: case.base.procedures[name].title for name in _offered(case)},
            )
        asked = sum(1 for key in case.figures if key in case.base.facts)
        told = sum(1 for key in case.base.procedures[procedure].ask if case.get(key))
        if asked + told >= _FACTS:
            return None
        made = checklist(case.base, procedure, case.facts, case.day)
        for unknown in made.open:
            if unknown.fact.question is not None and case.is_open(unknown.id):
                return with_unknown(_fact(case, procedure, unknown.id))
        return None

    def result(self, turn: Turn, case: Case) -> Payload:
        """Return the checklist as text and as data."""
        procedure = case.get(PROCEDURE)
        assert procedure is not None
        made = checklist(case.base, procedure, case.facts, case.day)
        return results.of_printed(turn, self, made)


def _fact(case: Case, procedure: str, key: str) -> Ask:
    if (key, procedure) != ("care", "manual_claim_outpatient"):
        return ask_fact(case.base, key)
    values = case.base.facts["care"].values
    labels = {value: values[value].label for value in ("outpatient", "chronic")}
    return ask_fact(case.base, key, text=words.VISIT, labels=labels)


def _offered(case: Case) -> list[str]:
    near = case.figures.get(_NEAR, "").split()
    return list(dict.fromkeys([*near, *_USUAL]))[:_OFFERED]


def _named(text: str) -> str | None:
    if text.startswith("/"):
        return None
    folded = text.lower()
    return next((name for name, found in _NAMED.items() if found.search(folded)), None)
