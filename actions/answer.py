"""The answers: one topic, an article of law, or several questions of one message."""

from __future__ import annotations

import dataclasses

from actions import law, reply, topic
from actions.fallback import unsure
from actions.speak import Speaking
from actions.turn import Turn

_LAW = "legal_article"


class ActionAnswer(Speaking):
    """Answers the topic of the message, or the last topic with a new fact."""

    def name(self) -> str:
        """Return the name used in domain and rules."""
        return "action_answer"

    def speak(self, turn: Turn) -> reply.Payload:
        """Return the answer of the turn's topic."""
        if turn.topic is None:
            return unsure(turn)
        if turn.topic == _LAW and turn.intent == _LAW:
            return law.for_article(turn)
        return topic.answer(turn, turn.topic)

    def replies(self, turn: Turn) -> list[reply.Payload]:
        """Return an answer to each question of the message, in order."""
        if len(turn.questions) < 2:
            return super().replies(turn)
        return [
            reply.as_part(
                turn,
                self.speak(
                    dataclasses.replace(turn, topic=name, intent=name, text=words)
                ),
                name,
                number,
            )
            for number, (name, words) in enumerate(
                zip(turn.questions, turn.words, strict=True), 1
            )
        ]


class ActionArticle(ActionAnswer):
    """Gives the gist of an article of law; what was asked before stays the topic."""

    def name(self) -> str:
        """Return the name used in domain and rules."""
        return "action_article"

    def speak(self, turn: Turn) -> reply.Payload:
        """Return the article, or the answer to another question of the message."""
        alone = not turn.questions
        return law.for_article(turn) if alone else super().speak(turn)
