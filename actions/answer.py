"""One action for every topic: the answer that fits the facts, with its legal basis."""

from __future__ import annotations

from typing import Any

from actions import reply
from actions.fallback import unsure
from actions.speak import Speaking
from actions.turn import Turn


class ActionAnswer(Speaking):
    """Answers the topic of the message, or the last topic with a new fact."""

    def name(self) -> str:
        """Return the name used in domain and rules."""
        return "action_answer"

    def speak(self, turn: Turn) -> reply.Payload:
        """Return the answer of the turn's topic."""
        return reply.for_topic(turn, turn.topic) if turn.topic else unsure(turn)

    def remember(self, turn: Turn) -> dict[str, Any]:
        """Keep the topic, for messages that add a fact to it."""
        return {"topic": turn.topic, **turn.learned} if turn.topic else {}
