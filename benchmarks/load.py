"""People who ask as soon as they are answered: ``python -m benchmarks.load``.

Reads a ``Job`` as JSON on standard input and prints what came of it. It is a process of
its own, so that its work is not done by the program that is measured.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import math
import secrets
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import psutil
import yaml

QUESTIONS = Path(__file__).with_name("questions.yml")
#: Seconds after which an answer counts as a failure.
PATIENCE = 60.0
#: Turns of the long conversation ask so many questions in turn, so that the turns
#: which are compared, 10, 100 and 300, ask the same.
CYCLE = 10
#: Seconds after a failure, so that a program that refuses is not asked all the time.
_PAUSE = 0.1
#: Seconds from one person's first message to the next one's: ten sessions may begin at
#: once, so many people never do.
_APART = 0.01

Reply = dict[str, Any]


@dataclass(frozen=True)
class Job:
    """What to do: ask for so many seconds, or so many turns of one conversation.

    With ``turns``, ``seconds`` is when to stop although they are not all asked.
    """

    channel: str
    address: str
    conversations: int = 1
    seconds: float = 0.0
    turns: int = 0


@dataclass
class Outcome:
    """What came of a job: times in ms and in order, failures by their reason.

    ``answers`` counts the replies that answer the question rather than ask back;
    ``seconds`` went by, of which ``cpu_seconds`` of one core went into asking;
    ``busy`` is the share (0 to 1) of all cores that was in use, by whomever.
    """

    ms: list[float] = field(default_factory=list)
    failures: dict[str, int] = field(default_factory=dict)
    answers: int = 0
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    busy: float = 0.0

    def fail(self, reason: str) -> None:
        """Count a failure."""
        self.failures[reason] = self.failures.get(reason, 0) + 1


class Failed(Exception):
    """No answer; its text is the reason in a word."""


class Web:
    """A conversation through our web channel (docs/web.md)."""

    def __init__(self, http: aiohttp.ClientSession, address: str) -> None:
        """Talk to the program at ``address``."""
        self._http, self._path = http, f"{address}/webhooks/web"
        self._headers: dict[str, str] = {}

    async def begin(self) -> None:
        """Begin a conversation that knows nothing of the last one."""
        given = {"language": "zh"}
        async with self._http.post(f"{self._path}/session", json=given) as answer:
            begun = await _body(answer)
        self._headers = {"Authorization": f"Bearer {begun['session']}"}

    async def ask(self, text: str) -> list[Reply]:
        """Return the replies, whole."""
        given = {"id": secrets.token_hex(8), "text": text}
        async with self._http.post(
            f"{self._path}/messages", json=given, headers=self._headers
        ) as answer:
            return list((await _body(answer))["replies"])


class Rest:
    """A conversation through Rasa's REST channel."""

    def __init__(self, http: aiohttp.ClientSession, address: str) -> None:
        """Talk to the program at ``address``."""
        self._http, self._path = http, f"{address}/webhooks/rest/webhook"
        self._sender = ""

    async def begin(self) -> None:
        """Begin a conversation that knows nothing of the last one."""
        self._sender = secrets.token_hex(8)

    async def ask(self, text: str) -> list[Reply]:
        """Return the replies, whole: the payloads of our actions, or plain texts."""
        given = {"sender": self._sender, "message": text}
        async with self._http.post(self._path, json=given) as answer:
            found = await _body(answer)
        return [reply.get("custom") or reply for reply in found]


Conversation = Web | Rest
CHANNELS: dict[str, type[Web] | type[Rest]] = {"web": Web, "rest": Rest}


async def _body(answer: aiohttp.ClientResponse) -> Any:
    if answer.status >= 300:
        raise Failed(f"status {answer.status}")
    return await answer.json(content_type=None)


@contextlib.contextmanager
def _failing() -> Iterator[None]:
    """Tell what HTTP and time do to an answer as one kind of failure."""
    try:
        yield
    except asyncio.TimeoutError:
        raise Failed("too late") from None
    except aiohttp.ClientError as error:
        raise Failed(type(error).__name__) from error


async def begun(conversation: Conversation) -> None:
    """Begin a conversation.

    Raises:
        Failed: when it cannot begin.
    """
    with _failing():
        await conversation.begin()


async def answered(conversation: Conversation, text: str) -> list[Reply]:
    """Return the replies to ``text``.

    Raises:
        Failed: when there is none with a text, or none in time.
    """
    with _failing():
        replies = await conversation.ask(text)
    if not any(str(reply.get("text") or "").strip() for reply in replies):
        raise Failed("empty")
    return replies


def questions() -> list[str]:
    """Return what every conversation asks, in order."""
    return list(yaml.safe_load(QUESTIONS.read_text("utf-8")))


def connected(conversations: int) -> aiohttp.ClientSession:
    """Return an HTTP client with a connection for each conversation."""
    connector = aiohttp.TCPConnector(limit=conversations)
    timeout = aiohttp.ClientTimeout(total=PATIENCE)
    return aiohttp.ClientSession(connector=connector, timeout=timeout)


async def _asked(conversation: Conversation, text: str, outcome: Outcome) -> None:
    begun = time.perf_counter()
    try:
        replies = await answered(conversation, text)
    except Failed as failed:
        outcome.fail(str(failed))
        await asyncio.sleep(_PAUSE)
        return
    outcome.ms.append(1000 * (time.perf_counter() - begun))
    outcome.answers += any(reply.get("kind") == "answer" for reply in replies)


async def _begun(conversation: Conversation, outcome: Outcome) -> bool:
    try:
        await begun(conversation)
    except Failed as failed:
        outcome.fail(f"session: {failed}")
        await asyncio.sleep(_PAUSE)
        return False
    return True


async def _person(
    conversation: Conversation, first: int, until: float, outcome: Outcome
) -> None:
    """Ask all questions from the ``first`` on, then all in a new conversation."""
    texts = questions()
    number, talking = first % len(texts), False
    await asyncio.sleep(first * _APART)
    while time.perf_counter() < until:
        if not talking:
            talking = await _begun(conversation, outcome)
            continue
        await _asked(conversation, texts[number], outcome)
        number = (number + 1) % len(texts)
        talking = number > 0


async def _turns(
    conversation: Conversation, turns: int, until: float, outcome: Outcome
) -> None:
    texts = questions()[:CYCLE]
    await _begun(conversation, outcome)
    for turn in range(turns):
        if time.perf_counter() > until:
            return
        await _asked(conversation, texts[turn % CYCLE], outcome)


async def run(job: Job) -> Outcome:
    """Do ``job`` and return what came of it."""
    outcome = Outcome()
    psutil.cpu_percent()  # tells what was in use since the call before it
    begun, used = time.perf_counter(), time.process_time()
    async with connected(job.conversations) as http:
        people = [
            CHANNELS[job.channel](http, job.address) for _ in range(job.conversations)
        ]
        until = begun + job.seconds
        if job.turns:
            limit = until if job.seconds else math.inf
            await _turns(people[0], job.turns, limit, outcome)
        else:
            # each begins with another question, so that they do not walk in step
            work = (
                _person(one, number, until, outcome)
                for number, one in enumerate(people)
            )
            await asyncio.gather(*work)
        outcome.seconds = time.perf_counter() - begun
        outcome.cpu_seconds = time.process_time() - used
        outcome.busy = psutil.cpu_percent() / 100
    return outcome


async def first_answer(channel: str, address: str) -> bool:
    """Tell whether a question is answered now."""
    with contextlib.suppress(Failed):
        async with connected(1) as http:
            conversation = CHANNELS[channel](http, address)
            await begun(conversation)
            await answered(conversation, questions()[0])
            return True
    return False


def main() -> None:
    """Do the job on standard input."""
    outcome = asyncio.run(run(Job(**json.load(sys.stdin))))
    json.dump(asdict(outcome), sys.stdout)


if __name__ == "__main__":
    main()
