"""One message in a guided task: take the answer, serve what else it asks, ask on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from actions import converse, reply, small_talk, wording
from actions.guides import answers, saying, take, words
from actions.guides.base import UNKNOWN, Ask, Case, Guide, State
from actions.reply import Payload
from actions.turn import Turn
from knowledge.errors import EstimateError
from knowledge.model import Text

#: So many messages in a row that are not understood, then a person is offered.
_PATIENCE = 3
_LEAVING = frozenset({"goodbye"})


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
    case = take.case_of(turn, state.figures)
    if guide.takes_figures and not turn.text.startswith("/"):
        told = answers.named_figures(turn.text)
        state = replace(state, figures={**state.figures, **told})
        try:
            guide.check(take.case_of(turn, state.figures))
        except EstimateError:
            state = replace(state, figures={})
        case = take.case_of(turn, state.figures)
    intro = guide.intro.in_language(turn.language)
    hint = words.LEAVE_HINT.in_language(turn.language)
    gap = "" if turn.language == "zh" else " "
    return _next(turn, guide, state, case, f"{intro}{gap}{hint}", opens=True)


def go_on(turn: Turn, guide: Guide, state: State) -> Outcome:
    """Handle one message while the task goes on."""
    turn = replace(turn, stated={**turn.stated, **turn.learned})
    case = take.case_of(turn, state.figures)
    question = _asked(guide, state, case)
    taken = take.answers_in(turn, guide, state, question)
    if taken and turn.intent in _LEAVING:  # "for a long time" is no goodbye
        turn = replace(turn, intent="inform")
    ended = _ends(turn, guide, state)
    if ended is not None:
        return ended
    if answers.is_back(turn.text):
        return _back(turn, guide, state)
    if turn.intent == "ask_why" or answers.is_why(turn.text):
        return _again(turn, guide, state, case, saying.why(turn, question))
    told = bool(taken) or take.states(turn, guide)
    others = take.others_in(turn, guide, told)
    answered = bool(taken) or (question is not None and question.key in turn.stated)
    if others and not answered:
        made = _again(turn, guide, state, case, "", others)
        return replace(made, slots=small_talk.remembered(turn))
    if not told:
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
    case = take.case_of(turn, state.figures)
    guide.check(case)
    beside = {
        key: value
        for key, value in {**turn.stated, **taken}.items()
        if (question is None or key != question.key) and value != UNKNOWN
    }
    lead = saying.noted(turn, guide, beside)
    made = _next(turn, guide, state, case, lead, others)
    return replace(made, slots={**facts, **made.slots})


def _asked(guide: Guide, state: State, case: Case) -> Ask | None:
    """Return the question that is open, as it was asked."""
    if not state.history:
        return None
    key = state.history[-1]
    facts = {k: v for k, v in case.facts.items() if k != key}
    figures = {k: v for k, v in case.figures.items() if k != key}
    return guide.ask(replace(case, facts=facts, figures=figures))


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
        return _again(turn, guide, state, take.case_of(turn, state.figures), lead)
    key = state.history[-2]
    figures = {k: v for k, v in state.figures.items() if k != key}
    state = replace(state, figures=figures, history=state.history[:-2], failures=0)
    turn = replace(turn, facts={k: v for k, v in turn.facts.items() if k != key})
    lead = words.BACK.in_language(turn.language)
    made = _next(turn, guide, state, take.case_of(turn, state.figures), lead)
    cleared = {key: None} if key in turn.base.facts else {}
    return replace(made, slots={**cleared, **made.slots})


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
    lead = lead or saying.not_understood(turn, question)
    if state.failures < _PATIENCE:
        return _next(turn, guide, state, case, lead)
    offer = words.PERSON.in_language(turn.language)
    person = saying.person(turn, guide)
    say = "\n\n".join([lead, offer, person["say"]])
    made = _next(turn, guide, replace(state, failures=0), case, say)
    made.payloads[-1]["note"] = person["note"]
    return made


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
    payload = saying.form_question(
        turn, guide, question, len(state.history), guide.left(case), lead
    )
    if opens and not turn.text.startswith("/"):
        payload["about"] = guide.topic
    return Outcome([*said, payload], state, question.key)
