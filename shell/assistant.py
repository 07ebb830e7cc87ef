"""The trained model and the actions, in this process."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

from channels import watch
from channels.talk import FORGET, Choice, Talk, Turn
from shell import project
from shell.errors import ShellError

__all__ = ["FORGET", "Assistant", "Turn", "load_agent"]


def load_agent(model: Path = project.MODEL, store: Any = None) -> Any:
    """Return a Rasa agent with ``model``, our actions, and conversations in ``store``.

    Without a store they are kept in memory.

    Raises:
        ShellError: when there is no such model, or it is not the one trained here.
    """
    if not model.exists():
        raise ShellError(f"No model at {model}. Train one with: make train")
    if not project.is_own(model):
        raise ShellError(
            f"{model} is not the model that was trained here. Train it with: make train"
        )
    from rasa.core.agent import Agent
    from rasa.shared.core.domain import Domain

    from actions.in_process import InProcessActions
    from channels.conversations import Conversations
    from shell.quick import quicken

    store = store or Conversations(Domain.empty())
    actions: Any = InProcessActions()
    actions.request = watch.timed("action", actions.request)
    agent = Agent.load(str(model), tracker_store=store, action_endpoint=actions)
    processor = agent.processor
    processor.parse_message = watch.timed("understanding", processor.parse_message)
    processor.save_tracker = watch.timed("saving", processor.save_tracker)
    # Rasa wraps a store in one that goes on in memory when it fails: what is said then
    # would be lost. Ours says that it cannot be had, and the message is sent again.
    agent.tracker_store = agent.processor.tracker_store = store
    quicken(agent)
    return agent


class Assistant:
    """A loaded assistant. Conversations are kept in memory, by sender id."""

    def __init__(self, model: Path = project.MODEL) -> None:
        """Load ``model``.

        Raises:
            ShellError: when there is no such model, or it is not the one trained here.
        """
        self.agent = load_agent(model)
        self._talk = Talk(self.agent)
        self.store = self._talk.store

    async def say(self, raw: str | bytes, sender: str) -> Turn:
        """Answer a person's message in the conversation ``sender``."""
        return await self._talk.say(raw, sender)

    async def choose(self, payload: str, sender: str) -> Turn:
        """Answer the choice of one of our options (``/topic`` or ``/inform{…}``)."""
        return await self._talk.choose(Choice(payload), sender)

    async def ask_once(self, raw: str | bytes) -> Turn:
        """Answer a question in a conversation of its own that is forgotten after."""
        sender = uuid.uuid4().hex
        try:
            return await self.say(raw, sender)
        finally:
            await self._talk.erase(sender)
