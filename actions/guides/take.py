"""What a message holds for a task: its answers, and what it asks beside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from actions import converse, law, small_talk, topic
from actions.fallback import ActionOutOfScope
from actions.guides import answers, saying
from actions.guides.base import ANSWER, UNKNOWN, Ask, Case, Guide, State
from actions.reply import Payload
from actions.turn import Turn
from knowledge.select import derived

_LAW = "legal_article"
#: From this confidence on, a message that asks nothing in form is a question.
_SURE = 0.7
_CHATTING = frozenset(
    "greet thanks bot_challenge help switch_language abuse crisis human_handoff".split()
)
_CONVERSING = frozenset(
    "ask_source what_known simplify more repeat helpful unhelpful".split()
)


def case_of(turn: Turn, figures: Mapping[str, str]) -> Case:
    """Return what is known of the person: no place without a role, no mere aspect."""
    facts = {
        name: value
        for name, value in turn.facts.items()
        if name != "place" and turn.base.facts[name].lasting
    }
    return Case(turn.base, derived(turn.base, facts), figures, turn.day)


def answers_in(
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
    if not states(turn, guide):
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
    case = case_of(turn, state.figures)
    return dict(guide.own(case, question.key, turn.text, ranking))


def _figures(text: str, state: State, question: Ask | None) -> dict[str, str]:
    if answers.is_question(text):
        return {}
    return answers.corrected(text, state.figures) or answers.named_figures(text)


def states(turn: Turn, guide: Guide) -> bool:
    """Tell whether a message states a fact of the task."""
    return any(name in guide.facts for name in turn.stated)


def others_in(turn: Turn, guide: Guide, answered: bool) -> list[Payload]:
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
        return saying.person(turn, guide)
    return small_talk.ActionSmallTalk().speak(replace(turn, topic=None))


def _aside(payload: Payload) -> Payload:
    """Return an answer given in between: it asks nothing and offers nothing."""
    return {**payload, "options": [], **({"ask": None} if "ask" in payload else {})}
