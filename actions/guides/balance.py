"""Can I take the money out of my account? Which case it is, and what it takes."""

from __future__ import annotations

from actions.guides import results, words
from actions.guides.base import Ask, Case, Guide, ask_choice, ask_fact, with_unknown
from actions.reply import Payload
from actions.turn import Turn
from knowledge.checklist import checklist
from knowledge.model import Text

_CASES = {
    "death": Text(zh="参保人去世了", en="The insured person has died"),
    "emigration": Text(zh="出国（出境）定居", en="Settling abroad for good"),
    "transfer": Text(
        zh="换地方参保，或改参加居民医保", en="Moving to another place's insurance"
    ),
}
_NONE = "none"


class Balance(Guide):
    """Leads to whether and how the balance is paid out."""

    name = "balance"
    topic = "withdraw_balance"
    title = words.BALANCE
    intro = words.BALANCE_INTRO
    facts = frozenset({"account_case", "insurance", "status", "insured_region"})

    def ask(self, case: Case) -> Ask | None:
        """Return the next question."""
        if case.is_open("account_case"):
            fact = ask_fact(case.base, "account_case", labels=_CASES)
            none = ask_choice(fact.key, fact.text, fact.why, {_NONE: words.NO_CASE})
            return Ask(
                fact.key, "choice", words.CASE, fact.why, fact.options + none.options
            )
        if case.is_open("insurance"):
            return with_unknown(ask_fact(case.base, "insurance"))
        if case.get("account_case") == "emigration" and case.is_open("foreigner"):
            if case.get("status") is None:
                return with_unknown(
                    ask_choice(
                        "foreigner", words.FOREIGN, words.FOREIGN_WHY, words.YES_NO
                    )
                )
        if case.is_open("insured_region"):
            return with_unknown(ask_fact(case.base, "insured_region"))
        return None

    def result(self, turn: Turn, case: Case) -> Payload:
        """Return whether it is paid out, with papers, way and basis."""
        facts = dict(case.facts)
        leaving = case.get("account_case") == "emigration"
        foreign = case.get("status") == "foreigner" or case.get("foreigner") == "yes"
        if leaving and foreign:
            # who they are decides, whatever the reason for leaving
            facts["status"] = "foreigner"
            facts.pop("account_case", None)
        made = checklist(case.base, "account_payout", facts, case.day)
        lead = [made.say]
        if case.get("account_case") in (None, _NONE):
            lead.append(words.OTHER_USES)
            # nothing to hand in for a payout that there is as a rule not
            return results.of_checklist(turn, self, made, lead, [], short=True)
        return results.of_checklist(turn, self, made, lead, [])
