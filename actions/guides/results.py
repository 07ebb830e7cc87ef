"""A finished task as a payload: sections of lines, the legal basis, and the data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from actions import plain, reply, wording
from actions.guides import words
from actions.reply import Payload
from actions.turn import Turn
from knowledge.checklist import Checklist, Item
from knowledge.checklist_row import as_row
from knowledge.checklist_text import as_text
from knowledge.estimate import DECIDES, Estimate
from knowledge.estimate_plan import Worked
from knowledge.estimate_text import ASSUMED, money, summary, workings
from knowledge.model import Basis, Text
from knowledge.select import Citation, cite

if TYPE_CHECKING:
    from actions.guides.base import Guide

_Sections = list[tuple[Text, list[Text]]]


def of_checklist(
    turn: Turn,
    guide: Guide,
    made: Checklist,
    lead: Sequence[Text],
    extra: _Sections,
    *,
    short: bool = False,
) -> Payload:
    """Return a checklist as the result of a task; ``short`` leaves out how to apply."""
    language = turn.language
    figures = [
        reply.figure(turn.base, item, language)
        for item in (*made.limits, *made.handling)
    ]
    lines = [_said(plain.figure_line(item, language)) for item in figures]
    applying: _Sections = [
        (words.BRING, [_paper(item) for item in made.bring]),
        (words.PERHAPS, [_paper(item) for item in made.perhaps]),
        (words.WAYS, [*made.online, *made.counter]),
        (wording.STEPS, list(made.steps)),
        (words.UNTIL, [made.time_limit, *lines]),
        (words.COST, [made.cost]),
        (words.OUTCOME, [made.result]),
    ]
    found: _Sections = [
        (words.WHERE, [made.where]),
        *([] if short else applying),
        *extra,
        (wording.EXCEPTIONS, list(made.exceptions)),
    ]
    hedge = wording.HEDGE if made.hedged else wording.DECIDES
    other = made.variant.other_basis
    payload = _result(
        turn,
        guide,
        "\n".join(text.in_language(language) for text in lead),
        [(head.in_language(language), _in(turn, texts)) for head, texts in found],
        made.citations,
        [hedge, *made.notices],
        other.in_language(language) if other else "",
    )
    # the sections show them in words
    return {**payload, "figures": figures, "checklist": as_row(made, language)}


def of_printed(turn: Turn, guide: Guide, made: Checklist) -> Payload:
    """Return a checklist as it is printed, with its data."""
    say = made.say.in_language(turn.language)
    payload = _result(turn, guide, say, [], made.citations, [])
    printed = as_text(made, turn.language).rstrip()
    row = as_row(made, turn.language)
    return {**payload, "text": printed, "printed": printed, "checklist": row}


def of_estimate(turn: Turn, guide: Guide, worked: Worked) -> Payload:
    """Return an estimate with its working as lines and as data."""
    language = turn.language
    colon = "：" if language == "zh" else ": "
    sums = [f"{name}{colon}{value}" for name, value in summary(worked, language)]
    sections = [(words.SUMS.in_language(language), sums)]
    for title, one in workings(worked, language):
        sections.append((title, _working(one, turn)))
    assumed = [a.text.in_language(language) for a in worked.assumptions]
    sections.append((ASSUMED.in_language(language), assumed))
    payload = _result(
        turn, guide, _pays(worked, turn), sections, _cited(turn, worked), [DECIDES]
    )
    return {
        **payload,
        "estimate": {
            "least": _parts(worked.least),
            "most": _parts(worked.most),
            "range": worked.is_range,
            **_parts(worked.most),
            "assumptions": [
                {
                    "key": a.key,
                    "text": a.text.in_language(language),
                    "example": a.example,
                }
                for a in worked.assumptions
            ],
        },
    }


def _result(
    turn: Turn,
    guide: Guide,
    say: str,
    sections: Iterable[tuple[str, list[str]]],
    citations: Sequence[Citation],
    notices: Sequence[Text],
    other_basis: str = "",
) -> Payload:
    payload = reply.for_phrase(
        turn,
        "result",
        say,
        citations=citations,
        notices=notices,
        topic=guide.topic,
        options=reply.options_for_topics(turn.base, [guide.topic], turn.language),
    )
    payload |= {
        "guide": guide.name,
        "title": guide.title.in_language(turn.language),
        "sections": [
            {"title": head, "lines": lines} for head, lines in sections if lines
        ],
        "other_basis": other_basis,
    }
    return reply.written(turn, payload)


def _pays(worked: Worked, turn: Turn) -> str:
    least, most = worked.least, worked.most
    sums, phrase = [most.fund, most.patient, most.total], words.PAYS
    if worked.is_range:
        sums = [least.fund, most.fund, most.patient, least.patient, most.total]
        phrase = words.PAYS_RANGE
    return phrase.in_language(turn.language).format(*map(money, sums))


def _working(result: Estimate, turn: Turn) -> list[str]:
    return [
        f"{step.label.in_language(turn.language)} = {step.formula}"
        + ("" if step.formula == f"{step.amount:f}" else f" = {money(step.amount)}")
        for step in result.steps
    ]


def _parts(result: Estimate) -> Payload:
    aid = result.medical_assistance
    return {
        "total": f"{result.total:.2f}",
        "in_scope": f"{result.in_scope:.2f}",
        "fund": f"{result.fund:.2f}",
        "serious_illness": f"{result.serious_illness:.2f}",
        "medical_assistance": f"{aid or 0:.2f}",
        "patient": f"{result.patient:.2f}",
    }


def _cited(turn: Turn, worked: Worked) -> list[Citation]:
    refs = [ref for step in worked.most.steps for ref in step.legal_basis]
    return [cite(turn.base, Basis(ref=ref)) for ref in dict.fromkeys(refs)]


def _paper(item: Item) -> Text:
    zh, en = item.material.name.zh, item.material.name.en
    if item.instead:
        zh = words.INSTEAD.zh.format(zh, "、".join(m.name.zh for m in item.instead))
        en = words.INSTEAD.en.format(en, "; ".join(m.name.en for m in item.instead))
    if item.only_if is not None:
        zh = words.IF.zh.format(zh, item.only_if.zh)
        en = words.IF.en.format(en, item.only_if.en)
    return Text(zh=zh, en=en)


def _said(line: str) -> Text:
    return Text(zh=line, en=line)


def _in(turn: Turn, texts: Iterable[Text]) -> list[str]:
    return [text.in_language(turn.language) for text in texts]
