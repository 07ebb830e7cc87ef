"""Which guided task is offered at the end of which topic's answer."""

from __future__ import annotations

from knowledge.model import Language, Text

_FILING = (
    "guide_filing",
    Text(zh="一步步帮我选备案类型", en="Choose my filing step by step"),
)
_ESTIMATE = (
    "guide_estimate",
    Text(zh="一步步帮我算能报多少", en="Work out my bill step by step"),
)
_CHECKLIST = (
    "guide_checklist",
    Text(zh="一步步帮我列办事清单", en="Make my checklist step by step"),
)
_BALANCE = (
    "guide_balance",
    Text(
        zh="一步步帮我看余额能不能取", en="See step by step whether I can take it out"
    ),
)
_OFFERED = {
    "file_cross_province": _FILING,
    "filing_status_validity": _FILING,
    "reimbursement_ratio": _ESTIMATE,
    "deductible_or_cap": _ESTIMATE,
    "inpatient_settlement": _ESTIMATE,
    "materials_needed": _CHECKLIST,
    "reimbursement_process": _CHECKLIST,
    "withdraw_balance": _BALANCE,
}


def options(topic: str, language: Language) -> list[dict[str, str]]:
    """Return the option that begins the task of ``topic``, if it has one."""
    if topic not in _OFFERED:
        return []
    return [_option(_OFFERED[topic], language)]


def every(language: Language) -> list[dict[str, str]]:
    """Return the options that begin each of the guided tasks."""
    tasks = (_FILING, _ESTIMATE, _CHECKLIST, _BALANCE)
    return [_option(task, language) for task in tasks]


def _option(task: tuple[str, Text], language: Language) -> dict[str, str]:
    intent, label = task
    return {"label": label.in_language(language), "payload": f"/{intent}"}
