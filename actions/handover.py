"""A person is wanted: whom to call for what, and a note about the case to hand on."""

from __future__ import annotations

from actions import reply, wording
from actions.turn import Turn
from knowledge.citing import citation_name
from knowledge.select import Selection, select


def payload(turn: Turn) -> reply.Payload:
    """Return the numbers to call, with a note when something was asked before."""
    say = wording.HUMAN.in_language(turn.language)
    text = note(turn)
    if text:
        lead = wording.NOTE.in_language(turn.language)
        say = f"{say}\n\n{lead}\n{text}"
    made = reply.for_phrase(turn, "small_talk", say)
    made["note"] = text
    return made


def note(turn: Turn) -> str:
    """Return what was asked, told and answered, as lines; empty when nothing was."""
    given = [chosen for name in turn.answered if (chosen := again(turn, name))]
    if not given:
        return ""
    language = turn.language
    titles = [chosen.topic.title.in_language(language) for chosen in given]
    told = [chosen.say.in_language(language) for chosen in given]
    basis = [
        citation_name(item.document, item.number, language)
        for chosen in given
        for item in chosen.citations
    ]
    case = [f"{label} {value}" for label, value in reply.facts_shown(turn)]
    separator = "；" if language == "zh" else "; "
    rows = [
        (wording.NOTE_ASKED, list(dict.fromkeys(titles))),
        (wording.NOTE_CASE, case),
        (wording.NOTE_TOLD, list(dict.fromkeys(told))),
        (wording.NOTE_BASIS, list(dict.fromkeys(basis))),
    ]
    colon = "：" if language == "zh" else ": "
    return "\n".join(
        f"{head.in_language(language)}{colon}{separator.join(lines)}"
        for head, lines in rows
        if lines
    )


def again(turn: Turn, name: str) -> Selection | None:
    """Return what is selected now for the topic of an answer given earlier."""
    topic = name.partition("/")[0]
    if topic not in turn.base.topics:
        return None
    return select(turn.base, topic, turn.facts, turn.day)
