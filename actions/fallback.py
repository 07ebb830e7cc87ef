"""Nothing fits: say what was understood, offer the nearest topics, name a person."""

from __future__ import annotations

from actions import reply, topic, wording
from actions.speak import Speaking
from actions.turn import Turn

#: Topics offered when nothing of the message is known: what most people come for.
MENU = (
    "use_card_elsewhere",
    "reimbursement_process",
    "reimbursement_ratio",
    "maternity",
    "enrol_resident",
    "account_usage",
)
#: Two or three topics are offered: the best at least this likely, the others this.
_OFFERED = 3
_BEST, _OTHERS = 0.15, 0.03


def unsure(turn: Turn) -> reply.Payload:
    """Return the reply that asks back: with the nearest topics, or with the menu."""
    language = turn.language
    nearest = _nearest(turn)
    options = reply.options_for_topics(turn.base, nearest or MENU, language)
    opening = wording.UNSURE if nearest else wording.NOTHING_FITS
    lines = [understood(turn), opening.in_language(language)]
    return reply.for_phrase(
        turn,
        "unsure",
        "\n".join(line for line in lines if line),
        options=options,
        listed=True,
        closing=wording.UNSURE_END,
    )


def _nearest(turn: Turn) -> list[str]:
    """Return the topics that may be meant, or nothing when none is near."""
    known = [(name, p) for name, p in turn.ranking if name in turn.base.topics]
    if not known or known[0][1] < _BEST:
        return []
    near = [name for name, p in known if p >= _OTHERS][:_OFFERED]
    return near if len(near) > 1 else [name for name, _ in known[:2]]


def understood(turn: Turn) -> str:
    """Return a sentence with the facts found so far, or nothing."""
    language = turn.language
    labels = []
    for name, value in turn.facts.items():
        fact = turn.base.facts[name]
        if fact.kind == "choice" and value in fact.values:
            labels.append(fact.values[value].label.in_language(language))
        elif fact.kind == "place" and value in turn.base.places:
            place = turn.base.places.name(value).in_language(language)
            labels.append(f"{fact.label.in_language(language)} {place}")
    if not labels:
        return ""
    joined = ("，" if language == "zh" else ", ").join(labels)
    return wording.HEARD.in_language(language).format(joined)


class ActionFallback(Speaking):
    """Asks back when no topic is certain enough."""

    def name(self) -> str:
        """Return the name used in domain and rules."""
        return "action_fallback"

    def speak(self, turn: Turn) -> reply.Payload:
        """Return the nearest topics as options."""
        return topic.answer(turn, turn.topic) if turn.topic else unsure(turn)


class ActionOutOfScope(Speaking):
    """Says kindly that the question is outside the field."""

    def name(self) -> str:
        """Return the name used in domain and rules."""
        return "action_out_of_scope"

    def speak(self, turn: Turn) -> reply.Payload:
        """Return the scope and the most usual topics."""
        if turn.topic:  # a fact we asked for, not a question of its own
            return topic.answer(turn, turn.topic)
        options = reply.options_for_topics(turn.base, MENU, turn.language)
        say = wording.OUT_OF_SCOPE.in_language(turn.language)
        return reply.for_phrase(turn, "out_of_scope", say, options=options, listed=True)
