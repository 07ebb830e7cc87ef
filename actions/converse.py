"""Turns about the conversation: why, how do you know, what is remembered, again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rasa_sdk.events import AllSlotsReset

from actions import feedback, reply, topic, wording
from actions.fallback import MENU
from actions.handover import again
from actions.speak import Speaking
from actions.turn import Turn
from knowledge.model import Language, Text
from knowledge.select import Selection

#: The kind of all replies here: they answer no question of policy.
KIND = "control"
#: The kind after which a channel erases the conversation.
FORGOTTEN = "forgotten"
_FORGET = "forget"
#: Steps of the short version.
_STEPS = 1


def _phrase(turn: Turn, say: Text | str, **more: Any) -> reply.Payload:
    text = say if isinstance(say, str) else say.in_language(turn.language)
    return reply.for_phrase(turn, KIND, text, **more)


def _last(turn: Turn) -> Selection | None:
    return again(turn, turn.answered[-1]) if turn.answered else None


def _nothing_yet(turn: Turn) -> reply.Payload:
    """Say that nothing was answered yet, and offer what most people come for."""
    options = reply.options_for_topics(turn.base, MENU, turn.language)
    return _phrase(turn, wording.NOTHING_YET, options=options, listed=True)


def why(turn: Turn) -> reply.Payload:
    """Say what turns on the fact that was asked for, and ask again."""
    fact = turn.slots.get("pending")
    chosen = _last(turn)
    if fact is None or chosen is None:
        return _phrase(turn, wording.WHY_NOTHING)
    entry, language = turn.base.facts[fact], turn.language
    say = wording.WHY.in_language(language).format(
        fact=entry.label.in_language(language),
        why=entry.why.in_language(language) if entry.why else "",
        title=chosen.topic.title.in_language(language),
    )
    made = _phrase(turn, say, citations=chosen.citations)
    return {**made, "ask": reply.question(turn, fact)}


def source(turn: Turn) -> reply.Payload:
    """Name articles, documents and the date of review of the last answer."""
    chosen = _last(turn)
    if chosen is None:
        return _nothing_yet(turn)
    language = turn.language
    title = chosen.topic.title.in_language(language)
    lines = [wording.SOURCE.in_language(language).format(title=title)]
    for document in chosen.sources:
        name = document.title.in_language(language)
        details = [document.number.in_language(language)] if document.number else []
        if document.in_force:
            phrase = wording.IN_FORCE.in_language(language)
            details.append(phrase.format(document.in_force))
        lines.append(f"- {name}" + _bracketed(details, language))
    checked = wording.SOURCE_CHECKED.in_language(language)
    lines.append(checked.format(reviewed=chosen.topic.reviewed))
    if chosen.hedged:
        lines.append(wording.HEDGE.in_language(language))
    return _phrase(turn, "\n".join(lines), citations=chosen.citations)


def _bracketed(details: Sequence[str], language: Language) -> str:
    if not details:
        return ""
    return (
        f"（{'，'.join(details)}）" if language == "zh" else f" ({', '.join(details)})"
    )


def known(turn: Turn) -> reply.Payload:
    """List what the person has said about themselves."""
    shown = reply.facts_shown(turn)
    if not shown:
        return _phrase(turn, wording.KNOWN_NOTHING)
    lines = [wording.KNOWN.in_language(turn.language)]
    colon = "：" if turn.language == "zh" else ": "
    lines += [f"- {label}{colon}{value}" for label, value in shown]
    lines.append(wording.KNOWN_END.in_language(turn.language))
    return _phrase(turn, "\n".join(lines))


def forget(turn: Turn) -> reply.Payload:
    """Say that everything is erased; the channel does it on this kind of reply."""
    say = wording.FORGOTTEN.in_language(turn.language)
    return {**reply.for_phrase(turn, FORGOTTEN, say), "facts": {}}


def simpler(turn: Turn) -> reply.Payload:
    """Give the last answer in its shortest form: the answer and the first step."""
    chosen = _last(turn)
    if chosen is None:
        return _nothing_yet(turn)
    language = turn.language
    lines = [chosen.say.in_language(language)]
    for step in chosen.steps[:_STEPS]:
        phrase = wording.SIMPLE_STEP.in_language(language)
        lines.append(phrase.format(step.in_language(language)))
    lines.append(wording.DECIDES.in_language(language))
    return _phrase(turn, "\n".join(lines), citations=chosen.citations[:1])


def more(turn: Turn) -> reply.Payload:
    """Give what an answer has beside the answer: notes, papers, documents, topics."""
    chosen = _last(turn)
    if chosen is None:
        return _nothing_yet(turn)
    language = turn.language
    blocks: list[tuple[Text, list[str]]] = [
        (wording.EXCEPTIONS, [t.in_language(language) for t in chosen.exceptions]),
        (
            wording.BRING,
            [
                f"{m.name.in_language(language)} — {m.note.in_language(language)}"
                for _, m in chosen.materials
                if m.note
            ],
        ),
        (wording.SOURCES, [d.title.in_language(language) for d in chosen.sources]),
    ]
    lines: list[str] = []
    for head, content in blocks:
        if content:
            lines += [head.in_language(language), *(f"- {line}" for line in content)]
    related = reply.options_for_topics(
        turn.base, [item.id for item in chosen.related], language
    )
    say = "\n".join(lines) or wording.NO_MORE.in_language(language)
    return _phrase(turn, say, citations=chosen.citations, options=related)


def repeat(turn: Turn) -> reply.Payload:
    """Give the last answer again, in the language of now."""
    if not turn.answered:
        return _nothing_yet(turn)
    return topic.answer(turn, turn.answered[-1].partition("/")[0])


def helpful(turn: Turn) -> reply.Payload:
    """Keep that the last answer helped."""
    feedback.store(turn, helpful=True)
    return _phrase(turn, wording.HELPFUL_THANKS)


def unhelpful(turn: Turn) -> reply.Payload:
    """Keep that the last answer did not help, and ask why or thank for the reason."""
    if not turn.answered:  # no answer that it could be about
        return reply.for_phrase(
            turn, "small_talk", wording.ABUSE.in_language(turn.language)
        )
    reason = turn.entities.get("feedback_reason", "")
    feedback.store(turn, helpful=False, reason=reason)
    if reason:
        return _phrase(turn, wording.REASON_THANKS)
    options = [
        {
            "label": label.in_language(turn.language),
            "payload": f'/unhelpful{{"feedback_reason": "{name}"}}',
        }
        for name, label in feedback.REASONS.items()
    ]
    return _phrase(turn, wording.UNHELPFUL, options=options)


_HANDLERS: dict[str, Callable[[Turn], reply.Payload]] = {
    "ask_why": why,
    "ask_source": source,
    "what_known": known,
    _FORGET: forget,
    "simplify": simpler,
    "more": more,
    "repeat": repeat,
    "helpful": helpful,
    "unhelpful": unhelpful,
}


def speak(turn: Turn) -> reply.Payload:
    """Return what the turn's intent asks for."""
    return _HANDLERS[turn.intent](turn)


class ActionConverse(Speaking):
    """Answers turns about the conversation itself."""

    def name(self) -> str:
        """Return the name used in domain and rules."""
        return "action_converse"

    def speak(self, turn: Turn) -> reply.Payload:
        """Return what the intent asks for; the answer again for a stated fact."""
        if turn.topic is not None and turn.intent != _FORGET:  # whatever else it says
            return topic.answer(turn, turn.topic)
        return speak(turn)

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        """Say it, and forget everything where that was asked."""
        events = await super().run(dispatcher, tracker, domain)
        intent = (tracker.latest_message.get("intent") or {}).get("name")
        return [AllSlotsReset()] if intent == _FORGET else events
