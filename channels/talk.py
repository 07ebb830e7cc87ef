"""A person's message through Rasa: cleaned, options resolved, erased when asked.

Every channel goes through here, so that a message means the same everywhere. What was
offered last is read from the conversation itself: nothing is kept beside it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from rasa.core.channels.channel import OutputChannel, UserMessage

from channels import history, intake, options, watch
from channels.database import ConversationChanged
from channels.errors import FAILED, SLOW, ChannelError, unavailable
from channels.locks import Locks
from knowledge.model import Language, Text

logger = logging.getLogger(__name__)

Payload = dict[str, Any]
OnReply = Callable[[Payload], Awaitable[None]]

#: The kind of reply after which the conversation is erased.
FORGOTTEN = "forgotten"
#: What a channel's own command for erasing a conversation is sent as.
FORGET = "/forget"
#: Seconds that a turn may take; what takes longer hangs.
LONGEST = 20.0


@dataclass(frozen=True)
class Turn:
    """One exchange: the payloads said, or the ``problem`` with the message.

    ``code`` names the problem (``empty``, ``length``, ``encoding``, ``failed``),
    ``form`` is the guided task that goes on, if any, ``shown`` the message as kept.
    """

    payloads: list[Payload] = field(default_factory=list)
    problem: Text | None = None
    code: str = ""
    form: str | None = None
    shown: str = ""


@dataclass(frozen=True)
class Choice:
    """One of our own options, chosen: its payload, label, and language if known."""

    payload: str
    label: str = ""
    language: Language | None = None


class Replies(OutputChannel):  # type: ignore[misc]  # rasa is untyped here
    """Collects the payloads of a turn, and passes each on as soon as it is said."""

    def __init__(self, channel: str, on_reply: OnReply | None) -> None:
        """Collect for the channel of that name."""
        self.payloads: list[Payload] = []
        self._channel = channel
        self._on_reply = on_reply

    def name(self) -> str:
        """Return the channel's name, which Rasa keeps with the conversation."""
        return self._channel

    async def send_text_message(self, recipient_id: str, text: str, **_: Any) -> None:
        """Leave out the plain text: the payload has it."""

    async def send_custom_json(
        self, recipient_id: str, json_message: Payload, **_: Any
    ) -> None:
        """Take one payload."""
        self.payloads.append(json_message)
        if self._on_reply is not None:
            await self._on_reply(json_message)


class Talk:
    """Conversations with a loaded agent, by sender id."""

    def __init__(self, agent: Any, locks: Locks | None = None) -> None:
        """Talk to ``agent``, a ``rasa.core.agent.Agent``.

        ``locks`` keep the messages of one conversation apart, also between workers.
        """
        self._agent = agent
        self._locks = locks or Locks()

    @classmethod
    def of(cls, app: Any) -> Talk:
        """Return what talks for the Sanic application ``app``.

        Raises:
            ChannelError: ``unavailable``, when no agent is loaded.
        """
        agent = getattr(app.ctx, "agent", None)
        if agent is None or not agent.is_ready():
            raise unavailable()
        if not hasattr(app.ctx, "talk"):
            app.ctx.talk = cls(agent, getattr(app.ctx, "locks", None))
        talk: Talk = app.ctx.talk
        return talk

    @property
    def store(self) -> Any:
        """The conversations. Rasa wraps them in a store that hides what is ours."""
        store = self._agent.tracker_store
        return getattr(store, "_tracker_store", store)

    async def say(
        self,
        raw: str | bytes,
        sender: str,
        channel: str = "cmdline",
        on_reply: OnReply | None = None,
        name: str | None = None,
    ) -> Turn:
        """Answer a person's message in the conversation ``sender``.

        A message that chooses one of the options of the last reply is that choice. One
        that was answered before, by its ``name``, gets the same replies.
        """
        message = intake.clean(raw)
        if message.problem is not None:
            return _failed(channel, sender, message.problem, message.code)
        try:
            before = await self._last(sender)
        except ChannelError as refused:
            return _failed(channel, sender, refused.said, refused.code)
        option = options.chosen(
            message.text, options.offered(before), options.wants_amount(before)
        )
        text = option["payload"] if option else message.text
        meta = {"shown": message.text, "id": name}
        return await self._handle(text, sender, channel, meta, on_reply)

    async def choose(
        self,
        choice: Choice,
        sender: str,
        channel: str = "cmdline",
        on_reply: OnReply | None = None,
        name: str | None = None,
    ) -> Turn:
        """Answer the choice of one of our options (``/topic`` or ``/inform{…}``).

        One without a label is ours alone: it does not show in the history.
        """
        meta: dict[str, Any] = {"shown": choice.label, "id": name}
        if choice.language is not None:
            meta["language"] = choice.language
        return await self._handle(choice.payload, sender, channel, meta, on_reply)

    async def erase(self, sender: str) -> None:
        """Erase a conversation for good."""
        await self.store.erase(sender)

    async def history(self, sender: str) -> tuple[list[history.Entry], str | None]:
        """Return a conversation as far as it is kept, and the task that goes on."""
        return await self.store.said(sender), await self._form(sender)

    async def _last(self, sender: str) -> Sequence[Payload]:
        tracker = await self.store.retrieve(sender)
        return [] if tracker is None else history.last_said(tracker.events)

    async def _handle(
        self,
        text: str,
        sender: str,
        channel: str,
        meta: dict[str, Any],
        on_reply: OnReply | None,
    ) -> Turn:
        with watch.turn(channel, sender) as seen:
            turn = await self._in_order(seen, text, sender, channel, meta, on_reply)
            seen.end(turn.payloads, turn.code, person=bool(meta["shown"]))
        return turn

    async def _in_order(
        self, seen: watch.Watched, text: str, sender: str, *rest: Any
    ) -> Turn:
        try:
            async with self._locks.hold(sender):
                seen.waited()
                try:
                    return await self._whole(seen, text, sender, *rest)
                except ConversationChanged:  # Redis was gone, and another was faster
                    return await self._whole(seen, text, sender, *rest)
        except ChannelError as refused:
            return Turn(problem=refused.said, code=refused.code)
        except asyncio.TimeoutError:
            logger.error("a message was not answered within %s seconds", LONGEST)
            return Turn(problem=SLOW, code="failed")
        except Exception:
            # one message's failure must not end the others
            logger.exception("a message could not be answered")
            return Turn(problem=FAILED, code="failed")

    async def _whole(
        self, seen: watch.Watched, text: str, sender: str, *rest: Any
    ) -> Turn:
        """Answer in time, or leave the conversation as it was."""
        try:
            with self.store.held(sender):
                return await asyncio.wait_for(
                    self._turn(seen, text, sender, *rest), LONGEST
                )
        except BaseException:
            # half a turn in memory would count as the answer when it is sent again
            self.store.undo(sender)
            raise

    async def _turn(
        self,
        seen: watch.Watched,
        text: str,
        sender: str,
        channel: str,
        meta: dict[str, Any],
        on_reply: OnReply | None,
    ) -> Turn:
        payloads = await self._answered(sender, meta["id"])
        repeated = payloads is not None
        if payloads is None:
            output = Replies(channel, on_reply)
            message = UserMessage(
                text, output, sender, input_channel=channel, metadata=meta
            )
            await self._agent.handle_message(message)
            payloads = output.payloads
        if any(payload.get("kind") == FORGOTTEN for payload in payloads):
            await self.erase(sender)
            return Turn(payloads=payloads, shown=meta["shown"])
        tracker = await self.store.retrieve(sender)
        if repeated:
            seen.repeated()
        elif tracker is not None:
            for event in history.told(tracker, channel):
                watch.tell(event)
        form = tracker.active_loop_name if tracker is not None else None
        return Turn(payloads=payloads, form=form, shown=meta["shown"])

    async def _answered(self, sender: str, name: str | None) -> list[Payload] | None:
        """Return what a message of that name was answered, if it was."""
        tracker = await self.store.retrieve(sender) if name else None
        return history.answer_to(tracker.events, name) if tracker and name else None

    async def _form(self, sender: str) -> str | None:
        tracker = await self.store.retrieve(sender)
        return tracker.active_loop_name if tracker is not None else None


def _failed(channel: str, sender: str, problem: Text, code: str) -> Turn:
    """Return what is told of a message that did not get as far as Rasa."""
    with watch.turn(channel, sender) as seen:
        seen.end([], code, person=True)
    return Turn(problem=problem, code=code)
