"""What is said in a task: the question, why, what was noted, whom to call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from actions import handover, reply, wording
from actions.guides import words
from actions.guides.base import Ask, Guide, payload_of
from actions.reply import Payload
from actions.turn import Turn

KIND = "form"


def why(turn: Turn, question: Ask | None) -> str:
    """Return why the open question is asked."""
    if question is None:
        return ""
    why = question.why.in_language(turn.language)
    return words.WHY.in_language(turn.language).format(why)


def not_understood(turn: Turn, question: Ask | None) -> str:
    """Return what was not understood, with an example."""
    kind = question.kind if question else "choice"
    first = ""
    if question and question.options:
        first = question.options[0][2].in_language(turn.language)
    phrase = words.NOT_UNDERSTOOD[kind].in_language(turn.language)
    return phrase.format(turn.text[:30], first)


def person(turn: Turn, guide: Guide) -> Payload:
    """Return whom to call, with a note that names the task."""
    made = handover.payload(turn)
    if made["note"]:
        return made
    language = turn.language
    colon, gap = ("：", "；") if language == "zh" else (": ", "; ")
    case = [f"{label} {value}" for label, value in reply.facts_shown(turn)]
    head = words.NOTE_TASK.in_language(language)
    lines = [f"{head}{colon}{guide.title.in_language(language)}"]
    if case:
        lines.append(wording.NOTE_CASE.in_language(language) + colon + gap.join(case))
    note = "\n".join(lines)
    say = "\n".join([made["say"], "", wording.NOTE.in_language(language), note])
    return {**reply.for_phrase(turn, made["kind"], say), "note": note}


def noted(turn: Turn, guide: Guide, beside: Mapping[str, str]) -> str:
    """Return a line that repeats what was told beside the answer."""
    labels = {
        label: value
        for label, value in reply.facts_shown(
            replace(turn, facts={k: v for k, v in beside.items() if k in guide.facts})
        )
    }
    language = turn.language
    told = [f"{label} {value}" for label, value in labels.items()]
    for key, value in beside.items():
        name = words.FIGURE_NAMES.get(key)
        if name is not None:
            told.append(f"{name.in_language(language)} {_shown(turn, key, value)}")
    if not told:
        return ""
    gap = "，" if language == "zh" else ", "
    return words.NOTED.in_language(language).format(gap.join(told))


def _shown(turn: Turn, key: str, value: str) -> str:
    if key in ("ratio", "class_b_rate"):
        return f"{Decimal(value) * 100:f}".rstrip("0").rstrip(".") + "%"
    return f"{value} 元" if turn.language == "zh" else f"{value} yuan"


def form_question(
    turn: Turn, guide: Guide, question: Ask, number: int, left: int, lead: str
) -> Payload:
    """Return the payload of a question."""
    language = turn.language
    asked = question.text.in_language(language)
    progress = words.PROGRESS.in_language(language)
    shown = progress.format(number, number + left - 1, asked)
    say = f"{lead}\n\n{shown}" if lead else shown
    made = reply.for_phrase(turn, KIND, say)
    made["guide"] = guide.name
    made["title"] = guide.title.in_language(language)
    made["progress"] = [number, number + left - 1]
    made["ask"] = {
        "fact": question.key,
        "kind": question.kind,
        "question": asked,
        "why": question.why.in_language(language),
        "options": [
            {"label": label.in_language(language), "payload": payload_of(entity, value)}
            for entity, value, label in question.options
        ],
    }
    return made
