"""One message in a guided task: take the answer, serve what else it asks, ask on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from actions import converse, handover, law, reply, small_talk, topic, wording
from actions.fallback import ActionOutOfScope
from actions.guides import answers, words
from actions.guides.base import ANSWER, UNKNOWN, Ask, Case, Guide, State, payload_of
from actions.reply import Payload
from actions.turn import Turn
from knowledge.errors import EstimateError
from knowledge.model import Text
from knowledge.select import derived

KIND = "form"
_LAW = "legal_article"
#: So many messages in a row that are not understood, then a person is offered.
_PATIENCE = 3
#: From this confidence on, a message that asks nothing in form is a question.
_SURE = 0.7
_LEAVING = frozenset({"goodbye"})
_CHATTING = frozenset(
    "greet thanks bot_challenge help switch_language abuse crisis human_handoff".split()
)
_CONVERSING = frozenset(
    "ask_source what_known simplify more repeat helpful unhelpful".split()
)


@dataclass(frozen=True)
class Outcome:
    """What a message led to: what is said, the state after it, and slots to set.

    ``asks`` is the fact or figure asked for now, None when the task is over.
    """

    payloads: list[Payload]
    state: State
    asks: str | None
    slots: Mapping[str, Any] = field(default_factory=dict)
    forgets: bool = False


def enter(turn: Turn, guide: Guide) -> Outcome:
    """Begin the task: what is known already is not asked."""
    state = State(guide.name, dict(guide.begin(turn)))
    case = _case(turn, state)
    if guide.takes_figures and not turn.text.startswith("/"):
        told = answers.named_figures(turn.text)
        state = replace(state, figures={**state.figures, **told})
        try:
            guide.check(_case(turn, state))
        except EstimateError:
            state = replace(state, figures={})
        case = _case(turn, state)
    intro = guide.intro.in_language(turn.language)
    hint = words.LEAVE_HINT.in_language(turn.language)
    gap = "" if turn.language == "zh" else " "
    return _next(turn, guide, state, case, f"{intro}{gap}{hint}", opens=True)


def go_on(turn: Turn, guide: Guide, state: State) -> Outcome:
    """Handle one message while the task goes on."""
    case = _case(turn, state)
    question = _asked(guide, state, case)
    ended = _ends(turn, guide, state)
    if ended is not None:
        return ended
    if answers.is_back(turn.text):
        return _back(turn, guide, state)
    if turn.intent == "ask_why" or answers.is_why(turn.text):
        return _again(turn, guide, state, case, _why(turn, question))
    taken = _taken(turn, guide, state, question)
    others = _others(turn, guide, bool(taken) or _states(turn, guide))
    if not taken and not _states(turn, guide):
        if others:
            made = _again(turn, guide, state, case, "", others)
            return replace(made, slots=small_talk.remembered(turn))
        return _failed(turn, guide, state, case, question)
    try:
        return _went_on(turn, guide, state, taken, others, question)
    except EstimateError as error:
        reason = Text(zh=error.zh, en=error.en).in_language(turn.language)
        reason = reason.partition("：" if turn.language == "zh" else ": ")[2] or reason
        lead = words.IMPOSSIBLE.in_language(turn.language).format(reason)
        return _failed(turn, guide, state, case, question, lead)


def _went_on(
    turn: Turn,
    guide: Guide,
    state: State,
    taken: Mapping[str, str],
    others: list[Payload],
    question: Ask | None,
) -> Outcome:
    """Keep what was told, and ask the next question or finish."""
    facts = {k: v for k, v in taken.items() if k in turn.base.facts and v != UNKNOWN}
    figures = {
        key: value
        for key, value in {**state.figures, **taken}.items()
        if key not in facts and not (key in turn.stated and key in guide.facts)
    }
    turn = replace(turn, facts={**turn.facts, **facts}, stated={**turn.stated, **facts})
    state = replace(state, figures=figures, failures=0)
    case = _case(turn, state)
    guide.check(case)
    beside = {
        key: value
        for key, value in {**turn.stated, **taken}.items()
        if (question is None or key != question.key) and value != UNKNOWN
    }
    lead = _noted(turn, guide, beside)
    made = _next(turn, guide, state, case, lead, others)
    return replace(made, slots={**facts, **made.slots})


def case_of(turn: Turn, figures: Mapping[str, str]) -> Case:
    """Return what is known; a place without a role says nothing."""
    facts = {name: value for name, value in turn.facts.items() if name != "place"}
    return Case(turn.base, derived(turn.base, facts), figures, turn.day)


# --- reading the message --------------------------------------------------------------


def _case(turn: Turn, state: State) -> Case:
    return case_of(turn, state.figures)


def _asked(guide: Guide, state: State, case: Case) -> Ask | None:
    """Return the question that is open, as it was asked."""
    if not state.history:
        return None
    key = state.history[-1]
    facts = {k: v for k, v in case.facts.items() if k != key}
    figures = {k: v for k, v in case.figures.items() if k != key}
    return guide.ask(replace(case, facts=facts, figures=figures))


def _taken(
    turn: Turn, guide: Guide, state: State, question: Ask | None
) -> dict[str, str]:
    """Return the answers in a message that Rasa has not put into slots already."""
    key = question.key if question else ""
    chosen = turn.entities.get(ANSWER)
    if chosen:
        return {key: chosen} if key else {}
    if turn.text.startswith("/"):
        return {}
    if question is not None and answers.is_unknown(turn.text):
        can = any(value == UNKNOWN for value in question.values())
        return {key: UNKNOWN} if can else {}
    found = _figures(turn.text, state, question) if guide.takes_figures else {}
    if question is None:
        return found
    if not found and question.kind in ("money", "rate"):
        value = answers.figure(key, question.kind, turn.text)
        found = {key: value} if value is not None else {}
    if not _states(turn, guide):
        known = {n: v for n, v in turn.facts.items() if n in guide.facts}
        found |= answers.corrected_fact(turn.base, known, turn.text)
    role = guide.places.get(key)
    if role is not None and "place" in turn.stated and role not in turn.stated:
        found |= {role: turn.stated["place"]}
    if {"yes", "no"} <= set(question.values()) and key not in turn.stated:
        value = answers.yes_or_no(turn.text)
        found |= {key: value} if value else {}
    if found or key in turn.stated:
        return found
    return _in_words(turn, guide, state, question)


def _in_words(turn: Turn, guide: Guide, state: State, question: Ask) -> dict[str, str]:
    """Return the option that a message means by its words, if one."""
    if not answers.is_question(turn.text):
        labels = [
            (value, label.in_language(turn.language))
            for _, value, label in question.options
        ]
        value = answers.option(turn.text, labels)
        if value is not None:
            return {question.key: value}
    ranking = [name for name, _ in turn.ranking]
    case = _case(turn, state)
    return dict(guide.own(case, question.key, turn.text, ranking))


def _figures(text: str, state: State, question: Ask | None) -> dict[str, str]:
    if answers.is_question(text):
        return {}
    return answers.corrected(text, state.figures) or answers.named_figures(text)


def _states(turn: Turn, guide: Guide) -> bool:
    return any(name in guide.facts for name in turn.stated)


def _others(turn: Turn, guide: Guide, answered: bool) -> list[Payload]:
    """Return the answers to what a message asks beside the task."""
    if turn.text.startswith("/inform"):
        return []
    asks = turn.text.startswith("/") or answers.is_question(turn.text)
    if turn.aspect is not None and turn.topic is not None and not answered:
        return [_aside(topic.answer(turn, turn.topic))]
    if turn.intent in turn.base.topics or turn.intent == _LAW:
        if not (asks or (not answered and turn.confidence >= _SURE)):
            return []
        names = turn.questions or (turn.intent,)
        return [_aside(_answer(turn, name)) for name in names]
    if answered:
        return []
    if turn.intent in _CHATTING:
        return [_aside(_chat(turn, guide))]
    if turn.intent in _CONVERSING:
        return [_aside(converse.speak(turn))]
    if turn.intent == "out_of_scope" and asks:
        plain = replace(turn, topic=None)
        return [_aside(ActionOutOfScope().speak(plain))]
    return []


def _answer(turn: Turn, name: str) -> Payload:
    if name == _LAW:
        return law.for_article(turn)
    return topic.answer(replace(turn, topic=name, intent=name, aspect=None), name)


def _chat(turn: Turn, guide: Guide) -> Payload:
    if turn.intent == "human_handoff":
        return _person(turn, guide)
    return small_talk.ActionSmallTalk().speak(replace(turn, topic=None))


def _aside(payload: Payload) -> Payload:
    """Return an answer given in between: it asks nothing and offers nothing."""
    return {**payload, "options": [], **({"ask": None} if "ask" in payload else {})}


# --- what is said ---------------------------------------------------------------------


def _ends(turn: Turn, guide: Guide, state: State) -> Outcome | None:
    if turn.intent == "forget":
        ended = replace(state, end="left")
        return Outcome([converse.forget(turn)], ended, None, forgets=True)
    if turn.intent in _LEAVING or answers.is_leaving(turn.text):
        say = words.LEFT.in_language(turn.language)
        options = reply.options_for_topics(turn.base, [guide.topic], turn.language)
        if turn.intent in _LEAVING:
            say, options = wording.GOODBYE.in_language(turn.language), []
        payload = reply.for_phrase(turn, converse.KIND, say, options=options)
        return Outcome([payload], replace(state, end="left"), None)
    return None


def _back(turn: Turn, guide: Guide, state: State) -> Outcome:
    if len(state.history) < 2:
        lead = words.FIRST_ALREADY.in_language(turn.language)
        return _again(turn, guide, state, _case(turn, state), lead)
    key = state.history[-2]
    figures = {k: v for k, v in state.figures.items() if k != key}
    state = replace(state, figures=figures, history=state.history[:-2], failures=0)
    turn = replace(turn, facts={k: v for k, v in turn.facts.items() if k != key})
    lead = words.BACK.in_language(turn.language)
    made = _next(turn, guide, state, _case(turn, state), lead)
    cleared = {key: None} if key in turn.base.facts else {}
    return replace(made, slots={**cleared, **made.slots})


def _why(turn: Turn, question: Ask | None) -> str:
    if question is None:
        return ""
    why = question.why.in_language(turn.language)
    return words.WHY.in_language(turn.language).format(why)


def _again(
    turn: Turn,
    guide: Guide,
    state: State,
    case: Case,
    lead: str,
    others: list[Payload] | None = None,
) -> Outcome:
    """Say something, then ask the open question again."""
    if others:
        turn = replace(turn, language=others[-1]["language"])
        lead = words.RESUMED.in_language(turn.language)
    return _next(turn, guide, state, case, lead, others or [])


def _failed(
    turn: Turn,
    guide: Guide,
    state: State,
    case: Case,
    question: Ask | None,
    lead: str = "",
) -> Outcome:
    """Say what was not understood, with an example; at last offer a person."""
    state = replace(state, failures=state.failures + 1)
    lead = lead or _not_understood(turn, question)
    if state.failures < _PATIENCE:
        return _next(turn, guide, state, case, lead)
    offer = words.PERSON.in_language(turn.language)
    person = _person(turn, guide)
    say = "\n\n".join([lead, offer, person["say"]])
    made = _next(turn, guide, replace(state, failures=0), case, say)
    made.payloads[-1]["note"] = person["note"]
    return made


def _not_understood(turn: Turn, question: Ask | None) -> str:
    kind = question.kind if question else "choice"
    first = ""
    if question and question.options:
        first = question.options[0][2].in_language(turn.language)
    phrase = words.NOT_UNDERSTOOD[kind].in_language(turn.language)
    return phrase.format(turn.text[:30], first)


def _person(turn: Turn, guide: Guide) -> Payload:
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


def _noted(turn: Turn, guide: Guide, beside: Mapping[str, str]) -> str:
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


def _next(
    turn: Turn,
    guide: Guide,
    state: State,
    case: Case,
    lead: str,
    others: list[Payload] | None = None,
    *,
    opens: bool = False,
) -> Outcome:
    """Ask the next question, or end the task as done."""
    said = list(others or [])
    if guide.takes_figures:
        # a sum told for a part of the bill is not the bill
        total = {"amount": case.figures["total"]} if case.get("total") else {}
        others_known = {k: v for k, v in turn.facts.items() if k != "amount"}
        turn = replace(turn, facts={**others_known, **total})
    question = guide.ask(case)
    if question is None:
        return Outcome(said, replace(state, end="done"), None)
    if state.history[-1:] != (question.key,):
        state = replace(state, history=(*state.history, question.key))
    payload = _question(
        turn, guide, question, len(state.history), guide.left(case), lead
    )
    if opens and not turn.text.startswith("/"):
        payload["about"] = guide.topic
    return Outcome([*said, payload], state, question.key)


def _question(
    turn: Turn, guide: Guide, question: Ask, number: int, left: int, lead: str
) -> Payload:
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
