"""Which of the six kinds of filing fits, with what, how, how long, at what ratio."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from actions.guides import answers, results, words
from actions.guides.base import Ask, Case, Guide, ask_choice, ask_fact, with_unknown
from actions.reply import Payload
from actions.turn import Turn
from knowledge.checklist import checklist
from knowledge.estimate_away import away_cut
from knowledge.model import Text

_PROCEDURE = "file_cross_province"
#: These hold whatever the kind: nothing more has to be asked.
_NO_FILING = ("home", "abroad")
_LONG = {
    "resettled": Text(
        zh="退休了，户口也迁到那边了",
        en="Retired, and the household registration moved",
    ),
    "long_term": Text(
        zh="户口没迁，长期住那边（比如跟子女住）",
        en="Living there without moving it, for example with the children",
    ),
    "stationed": Text(zh="在那边工作或被派过去", en="Working or posted there"),
}
_SHORT = {
    "referral": Text(zh="医院开转诊转过去的", en="A hospital referred the patient"),
    "emergency": Text(zh="在外面突发急病", en="Fell ill suddenly while away"),
    "temporary": Text(
        zh="旅游、出差、探亲，或自己选的医院",
        en="A trip, a visit, or the hospital is one's own choice",
    ),
}
# the likeliest first
_SCOPES = {
    "other_province": Text(zh="不在一个省（跨省）", en="No, in another province"),
    "same_province": Text(zh="同一个省，不同城市", en="Yes, in another city of it"),
    "home": Text(zh="就在参保的城市", en="It is in the insured city itself"),
    "abroad": Text(zh="在国外或港澳台", en="Outside the mainland"),
}


_STAY = {
    "long": re.compile(
        r"长期|长住|常住|定居|一直|半年以上|[几多一两二三]年|long|permanent|years?\b"
    ),
    "short": re.compile(
        r"短|临时|几天|[一两几]周|几?个?星期|short|brief|days?\b|weeks?\b"
    ),
}


class Filing(Guide):
    """Leads to one of the six kinds of filing."""

    name = "filing"
    topic = "file_cross_province"
    title = words.FILING
    intro = words.FILING_INTRO
    facts = frozenset(
        {
            "reason_away",
            "away_scope",
            "discharged",
            "filed",
            "insured_region",
            "treatment_region",
            "care",
        }
    )

    places = MappingProxyType(
        {
            "insured_region": "insured_region",
            "reason_away": "treatment_region",
            "away_scope": "treatment_region",
        }
    )

    def own(
        self, case: Case, key: str, text: str, ranking: Sequence[str]
    ) -> Mapping[str, str]:
        """Read how long somebody stays, and yes or no to the same province."""
        if key == "stay":
            stays = [
                name for name, found in _STAY.items() if found.search(text.lower())
            ]
            return {key: stays[0]} if len(stays) == 1 else {}
        if key == "away_scope":
            same = answers.yes_or_no(text)
            scope = {"yes": "same_province", "no": "other_province"}
            return {key: scope[same]} if same else {}
        return {}

    def ask(self, case: Case) -> Ask | None:
        """Return the next question."""
        if case.get("away_scope") in _NO_FILING or case.get("care") == "emergency":
            return None
        kind = self._kind(case)
        if kind is not None:
            return kind
        if case.get("reason_away") == "emergency":
            return None
        if case.get("treatment_region") and case.is_open("insured_region"):
            return with_unknown(ask_fact(case.base, "insured_region"))
        if case.is_open("away_scope"):
            question = ask_fact(case.base, "away_scope", labels=_SCOPES)
            return with_unknown(question)
        for key in ("discharged", "insured_region"):
            if case.is_open(key):
                return with_unknown(ask_fact(case.base, key))
        return None

    def _kind(self, case: Case) -> Ask | None:
        if case.is_open("reason_away"):
            labels = {**_LONG, **_SHORT}
            question = ask_fact(
                case.base, "reason_away", text=words.FILING_KIND, labels=labels
            )
            return with_unknown(question)
        if not case.is_unknown("reason_away"):
            return None
        if case.is_open("stay"):
            return with_unknown(
                ask_choice("stay", words.STAY, words.STAY_WHY, words.STAYS)
            )
        return None

    def result(self, turn: Turn, case: Case) -> Payload:
        """Return the kind that fits with papers, ways, validity and ratio."""
        facts = dict(case.facts)
        kind = case.get("reason_away")
        lead = []
        if kind is None and case.get("stay") == "short":
            # the kind that takes no proof holds for every short stay
            kind = facts["reason_away"] = "temporary"
            lead.append(words.ASSUMED_TEMPORARY)
        elif kind is None and case.get("stay") == "long":
            kind = facts["reason_away"] = "long_term"
            lead.append(words.ASSUMED_LONG)
        made = checklist(case.base, _PROCEDURE, facts, case.day)
        needed = case.get("away_scope") not in _NO_FILING
        if kind is not None and needed:
            alone = {"reason_away": kind}
            lead.append(checklist(case.base, _PROCEDURE, alone, case.day).say)
        if made.say not in lead:
            lead.append(made.say)
        extra = [(words.RATIO, [self._ratio(case, kind)])] if kind and needed else []
        return results.of_checklist(turn, self, made, lead, extra)

    def _ratio(self, case: Case, kind: str) -> Text:
        chain = case.base.places.chain(case.get("insured_region"))
        facts = {"reason_away": kind, "filed": "yes"}
        return away_cut(case.base, facts, chain, case.day).text
