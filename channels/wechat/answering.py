"""What a message or an event is answered with.

A person gets first what waits for them: an answer that came late, the next page. Else
the assistant answers; what it cannot read gets a friendly word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Awaitable, Callable, Mapping

from channels.talk import FORGOTTEN, Choice, Talk, Turn
from channels.wechat import answer as answers
from channels.wechat import problems
from channels.wechat.answer import Answer
from channels.wechat.messages import Incoming
from channels.wechat.notes import Notes
from channels.wechat.pages import asks_for_more
from knowledge.model import Language

#: Gives the answer that came late for a sender, if any.
Late = Callable[[str], Awaitable[Answer | None]]

_GREET, _HELP = "/greet", "/help"
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{2}")


class Answering:
    """Answers the people of one channel."""

    def __init__(
        self, channel: str, notes: Notes, late: Late, menu: Mapping[str, Choice]
    ) -> None:
        """``menu`` says what the keys of the account's menu mean."""
        self._channel = channel
        self._notes = notes
        self._late = late
        self._menu = menu

    async def answer(self, talk: Talk, message: Incoming, sender: str) -> Answer:
        """Return the answer to ``message`` in the conversation ``sender``."""
        if message.kind == "unsubscribe":
            await talk.erase(sender)
            await self._notes.erase(sender)
            return Answer()
        if message.kind == "subscribe":
            return await self._welcome(talk, sender)
        late = await self._late(sender)
        if late is not None and _asks(message):
            return late
        found = await self._new(talk, message, sender)
        return found if late is None else answers.after(late, found)

    async def _new(self, talk: Talk, message: Incoming, sender: str) -> Answer:
        if message.kind in ("text", "voice"):
            return await self._text(talk, message, sender)
        if message.kind == "click":
            # a menu stays on telephones for a while after it was changed
            choice = self._menu.get(message.event_key, Choice(_HELP))
            return await self._chosen(talk, choice, sender)
        if message.kind == "scan":
            return await self._chosen(talk, Choice(_GREET), sender)
        spoken = await language(talk, "", sender)
        return Answer(problems.of_media(message.media).in_language(spoken), spoken)

    async def _text(self, talk: Talk, message: Incoming, sender: str) -> Answer:
        if message.kind == "voice" and not message.text:
            spoken = await language(talk, "", sender)
            return Answer(problems.EMPTY_VOICE.in_language(spoken), spoken)
        if asks_for_more(message.text):
            cut = await self._notes.take_pages(sender)
            if cut:
                return answers.of_pages(cut)
        turn = await talk.say(message.text, sender, self._channel)
        return await self._of_turn(talk, turn, message.text, sender)

    async def _chosen(self, talk: Talk, choice: Choice, sender: str) -> Answer:
        turn = await talk.choose(choice, sender, self._channel)
        return await self._of_turn(talk, turn, "", sender)

    async def _of_turn(self, talk: Talk, turn: Turn, text: str, sender: str) -> Answer:
        if any(payload.get("kind") == FORGOTTEN for payload in turn.payloads):
            await self._notes.erase(sender)
        found = answers.of_payloads(turn.payloads)
        if turn.problem is None and found.text:
            return found
        spoken = await language(talk, text, sender)
        problem = turn.problem or problems.FAILURE  # an action that broke says nothing
        return Answer(problem.in_language(spoken), spoken)

    async def _welcome(self, talk: Talk, sender: str) -> Answer:
        """Return the welcome, with the options of the assistant's own greeting."""
        turn = await talk.choose(Choice(_GREET, "", "zh"), sender, self._channel)
        text = problems.WELCOME.zh
        if not turn.payloads:
            return Answer(text)
        greeting = {**turn.payloads[-1], "text": text, "say": ""}
        return answers.of_payloads([greeting])


async def language(talk: Talk, text: str, sender: str) -> Language:
    """Return the language to answer in: of ``text``, else of the conversation."""
    if _CHINESE.search(text):
        return "zh"
    said, _ = await talk.history(sender)
    for entry in reversed(said):
        if entry.payload is not None:
            return "en" if entry.payload.get("language") == "en" else "zh"
    return "en" if _LATIN.search(text) else "zh"


def _asks(message: Incoming) -> bool:
    """Tell whether a message asks for no more than what waits."""
    plain = unicodedata.normalize("NFKC", message.text).strip(" 。.")
    return plain == "1" or asks_for_more(message.text)
