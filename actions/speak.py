"""What all our actions share: read the turn, say payloads, keep the language."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from rasa_sdk import Action
from rasa_sdk.events import SlotSet

from actions.reply import Payload
from actions.turn import Turn, read


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
        """Return slots to set beside the language."""
        return {}

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        """Say each payload as text and custom data."""
        turn = read(tracker)
        payloads = self.replies(turn)
        for payload in payloads:
            dispatcher.utter_message(text=payload["text"], json_message=payload)
        slots = {
            "language": payloads[-1]["language"],
            **dict.fromkeys(turn.passed),
            **self.remember(turn),
        }
        return [SlotSet(name, value) for name, value in slots.items()]
