"""The actions of the guided tasks: what Rasa's forms call, and the result."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from rasa_sdk import Action
from rasa_sdk.events import ActiveLoop, AllSlotsReset, SlotSet

from actions.guides import GUIDES, drive, take
from actions.guides.base import Guide, State
from actions.speak import answered
from actions.turn import Turn, read

_ASKED = "requested_slot"
_PREFIX = "guide_"


class ValidateGuide(Action):  # type: ignore[misc]  # rasa-sdk is untyped here
    """Reads a message for a form: takes answers, serves the rest, asks on.

    It never rejects the form, so that no rules are needed for what is no answer.
    """

    @abstractmethod
    def name(self) -> str:
        """Return ``validate_`` and the form's name."""

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        """Say what the message leads to and set what is asked for next."""
        turn = read(tracker)
        guide = GUIDES[self.name()[len("validate_") : -len("_form")]]
        state = State.of(turn.slots.get("guide"), guide.name)
        wanted = turn.intent[len(_PREFIX) :] if turn.intent.startswith(_PREFIX) else ""
        if state is not None and wanted in GUIDES and wanted != guide.name:
            # Rasa runs the other form next, which begins anew
            other = GUIDES[wanted]
            return [
                SlotSet("guide", None),
                SlotSet(_ASKED, "guide"),
                ActiveLoop(other.form),
            ]
        if state is None:
            made = drive.enter(turn, guide)
        else:
            made = drive.go_on(turn, guide, state)
        for payload in made.payloads:
            dispatcher.utter_message(text=payload["text"], json_message=payload)
        if made.forgets:
            # Rasa takes a form without any slot set for one that was rejected
            return [AllSlotsReset(), SlotSet("guide", None), SlotSet(_ASKED, None)]
        return _events(turn, guide, made)


def _events(turn: Turn, guide: Guide, made: drive.Outcome) -> list[Any]:
    slots: dict[str, Any] = {
        **answered(turn, made.payloads),
        **turn.learned,
        **made.slots,
        "topic": guide.topic,
        "pending": made.asks if made.asks in turn.base.facts else None,
        "guide": made.state.as_slot(),
        _ASKED: made.asks,
    }
    if made.payloads:
        slots["language"] = made.payloads[-1]["language"]
    if made.asks in turn.base.facts and made.asks not in turn.asked:
        slots["asked"] = [*turn.asked, made.asks]
    if guide.takes_figures:
        # an amount told for a part of the bill is not the bill
        slots["amount"] = made.state.figures.get("total") or None
    return [SlotSet(name, value) for name, value in slots.items()]


class ActionGuideResult(Action):  # type: ignore[misc]
    """Says the result of a finished task."""

    def name(self) -> str:
        """Return the name used in domain and rules."""
        return "action_guide_result"

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        """Say the result, unless the task was left."""
        turn = read(tracker)
        slot = turn.slots.get("guide")
        if not isinstance(slot, dict) or slot.get("end") != "done":
            return [SlotSet("guide", None), SlotSet("pending", None)]
        guide = GUIDES[slot["name"]]
        payload = guide.result(turn, take.case_of(turn, slot["figures"]))
        dispatcher.utter_message(text=payload["text"], json_message=payload)
        given = f"{guide.topic}/guided"
        kept = [name for name in turn.answered if name != given]
        return [
            SlotSet("guide", None),
            SlotSet("pending", None),
            SlotSet("answered", [*kept, given]),
        ]


class ValidateFilingForm(ValidateGuide):
    """Drives the filing adviser."""

    def name(self) -> str:
        """Return the name used in the domain."""
        return "validate_filing_form"


class ValidateEstimateForm(ValidateGuide):
    """Drives the estimate."""

    def name(self) -> str:
        """Return the name used in the domain."""
        return "validate_estimate_form"


class ValidateChecklistForm(ValidateGuide):
    """Drives the checklist."""

    def name(self) -> str:
        """Return the name used in the domain."""
        return "validate_checklist_form"


class ValidateBalanceForm(ValidateGuide):
    """Drives the payout of the balance."""

    def name(self) -> str:
        """Return the name used in the domain."""
        return "validate_balance_form"
