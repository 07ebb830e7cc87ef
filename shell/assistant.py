"""The trained model and the actions, in this process: text in, payloads out."""

from __future__ import annotations

import logging
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from actions import wording
from actions.converse import FORGOTTEN
from channels import intake, options
from knowledge.model import Text
from shell import project
from shell.errors import ShellError

logger = logging.getLogger(__name__)

Payload = dict[str, Any]


#: What a channel's own command for erasing a conversation is sent as.
FORGET = "/forget"


@dataclass(frozen=True)
class Turn:
    """One exchange: the payloads said, or the ``problem`` with the message.

    ``form`` is the guided task that goes on, if any.
    """

    payloads: list[Payload] = field(default_factory=list)
    problem: Text | None = None
    form: str | None = None


class Assistant:
    """A loaded assistant. Conversations are kept in memory, by sender id."""

    def __init__(self, model: Path = project.MODEL) -> None:
        """Load ``model``.

        Raises:
            ShellError: when there is no such model.
        """
        if not model.exists():
            raise ShellError(f"No model at {model}. Train one with: make train")
        from rasa.core.agent import Agent
        from rasa.shared.core.domain import Domain

        from actions.in_process import InProcessActions
        from shell.memory import Conversations

        self._said: dict[str, list[Payload]] = {}
        self._store = Conversations(Domain.empty())
        self._agent = Agent.load(
            str(model),
            tracker_store=self._store,
            action_endpoint=InProcessActions(),
        )

    async def say(self, raw: str | bytes, sender: str) -> Turn:
        """Answer a person's message in the conversation ``sender``.

        A message that chooses one of the options of the last reply is that choice.
        """
        message = intake.clean(raw)
        if message.problem is not None:
            return Turn(problem=message.problem)
        before = self._said.get(sender, [])
        option = options.chosen(
            message.text, options.offered(before), options.wants_amount(before)
        )
        return await self._handle(option["payload"] if option else message.text, sender)

    async def choose(self, payload: str, sender: str) -> Turn:
        """Answer the choice of one of our options (``/topic`` or ``/inform{…}``)."""
        return await self._handle(payload, sender)

    async def ask_once(self, raw: str | bytes) -> Turn:
        """Answer a question in a conversation of its own that is forgotten after."""
        sender = uuid.uuid4().hex
        try:
            return await self.say(raw, sender)
        finally:
            self._erase(sender)

    def _erase(self, sender: str) -> None:
        self._store.forget(sender)
        self._said.pop(sender, None)

    async def _handle(self, text: str, sender: str) -> Turn:
        try:
            messages = await self._agent.handle_text(text, sender_id=sender) or []
        except Exception:
            # one message's failure must not end the others
            logger.exception("a message could not be answered")
            return Turn(problem=wording.TROUBLE)
        payloads = [m["custom"] for m in messages if "custom" in m]
        self._said[sender] = payloads
        if any(payload.get("kind") == FORGOTTEN for payload in payloads):
            self._erase(sender)
            return Turn(payloads=payloads)
        return Turn(payloads=payloads, form=await self._form(sender))

    async def _form(self, sender: str) -> str | None:
        tracker = await self._store.retrieve(sender)
        return tracker.active_loop_name if tracker is not None else None
