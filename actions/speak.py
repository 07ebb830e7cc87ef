"""What all our actions share: read the turn, say payloads, keep what matters later."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action
from rasa_sdk.events import SlotSet

from actions import feedback
from actions.reply import Payload
from actions.turn import Turn, read

#: So many answers are remembered, for a person who takes over.
_REMEMBERED = 8


class Speaking(Action):  # type: ignore[misc]  # rasa-sdk is untyped here
    """An action that answers one turn, as a rule with one payload."""

    @abstractmethod
    def name(self) -> str:
        """Return the name used in domain and rules."""

    @abstractmethod
    def speak(self, turn: Turn) -> Payload:
        """Return what to say."""

    def replies(self, turn: Turn) -> list[Payload]:
        """Return everything to say, one payload for each question."""
        return [self.speak(turn)]

    def remember(self, turn: Turn) -> dict[str, Any]:
        """Return slots to set beside those that every action sets."""
        return {}

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        """Say each payload as text and custom data."""
        turn = read(tracker)
        payloads = feedback.prompted(turn, self.replies(turn))
        for payload in payloads:
            dispatcher.utter_message(text=payload["text"], json_message=payload)
        slots = {**_kept(turn, payloads), **self.remember(turn)}
        return [
            SlotSet(name, value)
            for name, value in slots.items()
            if name == "language" or (turn.slots.get(name) or None) != (value or None)
        ]


def answered(turn: Turn, payloads: Sequence[Payload]) -> dict[str, Any]:
    """Return the slot of the last answers, with those in ``payloads`` if any."""
    answers = [p["answer"] for p in payloads if p.get("answer")]
    if not answers:
        return {}
    kept = [name for name in turn.answered if name not in answers]
    return {"answered": [*kept, *answers][-_REMEMBERED:]}


def _kept(turn: Turn, payloads: Sequence[Payload]) -> dict[str, Any]:
    """Return the slots that follow from a turn and what was said in it."""
    slots: dict[str, Any] = {
        "language": payloads[-1]["language"],
        **dict.fromkeys(turn.passed),
    }
    article = payloads[-1].get("kind") == "article" and turn.slots.get("topic")
    if turn.topic is not None and not article:
        # an article looked up leaves the question; the last answer asks back
        last = turn.questions[-1] if turn.questions else turn.topic
        slots |= {"topic": last, **turn.learned}
    slots |= answered(turn, payloads)
    asks = payloads[-1].get("ask")
    slots["pending"] = asks["fact"] if asks else None
    if asks and asks["fact"] not in turn.asked:
        slots["asked"] = [*turn.asked, asks["fact"]]
    slots["since_feedback"] = feedback.counted(turn, payloads)
    return slots
