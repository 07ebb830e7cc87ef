"""The answer to a topic, whole or the one aspect of it that was asked for."""

from __future__ import annotations

from actions import items, reply, wording
from actions.turn import Turn
from knowledge.model import Text

_TIMES = frozenset({"days", "working_days", "weeks", "months", "years"})
_SUMS = frozenset({"percent", "percentage_points", "yuan", "times"})

#: Aspect -> the topic that answers it in general, where an answer is silent on it.
_GENERAL = {
    "materials": "materials_needed",
    "time": "reimbursement_time_limit",
    "where": "contact_hotline",
    "steps": "reimbursement_process",
    "how_much": "reimbursement_ratio",
}
#: Groups of topics about costs: how claims go in general holds for them, too …
_CLAIMS = frozenset({"reimbursement", "away_from_home", "coverage"})
#: … but for those that ask for leave or information, and no money.
_NO_CLAIM = frozenset(
    {"file_cross_province", "filing_status_validity", "referral", "drug_catalogue"}
)
_LEADS: dict[str, Text] = {
    "materials": wording.FOCUS_MATERIALS,
    "time": wording.FOCUS_TIME,
    "where": wording.FOCUS_WHERE,
    "steps": wording.FOCUS_STEPS,
    "how_much": wording.FOCUS_HOW_MUCH,
}


def answer(turn: Turn, topic: str) -> reply.Payload:
    """Return the answer to ``topic``, or the aspect of it that the turn asks for."""
    whole = items.for_topic(turn, topic)
    if turn.aspect is None or whole["kind"] != "answer":
        return whole
    part = focused(turn, whole, turn.aspect)
    if part is not None:
        return part
    claim = turn.base.topics[topic].group in _CLAIMS and topic not in _NO_CLAIM
    if turn.aspect == "where" or claim:
        return reply.for_topic(turn, _GENERAL[turn.aspect])
    return _silent(turn, whole)


def _silent(turn: Turn, whole: reply.Payload) -> reply.Payload:
    """Return the answer again, which says nothing on the aspect, and say so."""
    lead = wording.SILENT.in_language(turn.language).format(title=whole["title"])
    again = {**whole, "say": f"{lead}\n{whole['say']}"}
    return reply.written(turn, again)


def focused(turn: Turn, whole: reply.Payload, aspect: str) -> reply.Payload | None:
    """Return the part of an answer on one aspect; None when it is silent on it."""
    part = {
        "materials": ("materials", whole["materials"]),
        "time": ("figures", _figures(whole, _TIMES)),
        "where": ("steps", whole["steps"]),
        "steps": ("steps", whole["steps"]),
        "how_much": ("figures", _figures(whole, _SUMS)),
    }[aspect]
    key, content = part
    if not content:
        return None
    lead = _LEADS[aspect].in_language(turn.language).format(title=whole["title"])
    empty: reply.Payload = {
        "steps": [],
        "materials": [],
        "figures": [],
        "exceptions": [],
    }
    focus = {**whole, **empty, key: content, "say": lead, "aspect": aspect}
    return reply.written(turn, focus)


def _figures(whole: reply.Payload, units: frozenset[str]) -> list[reply.Payload]:
    return [figure for figure in whole["figures"] if figure["unit"] in units]
