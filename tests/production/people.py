"""People whose widget sends a message again, by its id, until it is answered."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import httpx

API = "/webhooks/web"
#: Seconds in which everything must be well again without a person's help.
_PATIENCE = 240.0
QUESTIONS = (
    "医保卡丢了怎么补办",
    "生孩子能报多少钱",
    "异地就医怎么备案",
    "怎么查医保余额",
)


class Person:
    """Somebody with a session, who asks one thing after the other."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http
        self.asked: list[str] = []
        self.answers: list[list[dict[str, Any]]] = []
        self.refused: list[str] = []

    async def begin(self) -> None:
        """Begin a session and tell where one is insured."""
        begun = await self._until(201, "POST", "/session", json={"language": "zh"})
        self._headers = {"Authorization": f"Bearer {begun['session']}"}
        await self.ask("我的医保在厦门")

    async def ask(self, text: str) -> None:
        """Send a message until it is answered."""
        message = {"id": secrets.token_hex(8), "text": text}
        self.asked.append(text)
        answer = await self._until(200, "POST", "/messages", json=message)
        assert answer["replies"], "answered with nothing"
        self.answers.append(answer["replies"])

    async def check(self, in_order: bool = True) -> None:
        """See that everything was answered exactly once, and nothing is lost."""
        shown = await self._until(200, "GET", "/history")
        said = [e["text"] for e in shown["entries"] if e["from"] == "person"]
        assert (said if in_order else sorted(said)) == (
            self.asked if in_order else sorted(self.asked)
        )
        replies = [e for e in shown["entries"] if e["from"] != "person"]
        begun = 1  # the greeting
        assert len(replies) == begun + sum(len(answer) for answer in self.answers)
        await self.ask("你知道我什么情况")
        assert "厦门" in str(self.answers[-1])

    async def _until(self, status: int, method: str, path: str, **given: Any) -> Any:
        until = time.monotonic() + _PATIENCE
        headers = getattr(self, "_headers", {})
        while time.monotonic() < until:
            try:
                answer = await self._http.request(
                    method, API + path, headers=headers, **given
                )
                if answer.status_code == status:
                    return answer.json()
                self.refused.append(answer.json()["error"]["code"])
            except httpx.TransportError as error:
                self.refused.append(type(error).__name__)
            await asyncio.sleep(0.2)
        raise AssertionError(f"never answered: {self.refused[-5:]}")


@asynccontextmanager
async def people(address: str, count: int) -> AsyncIterator[list[Person]]:
    """So many people who have begun; each message has a connection of its own."""
    limits = httpx.Limits(max_keepalive_connections=0)
    async with httpx.AsyncClient(
        base_url=address, timeout=60, trust_env=False, limits=limits
    ) as http:
        found = [Person(http) for _ in range(count)]
        await asyncio.gather(*(person.begin() for person in found))
        yield found


async def load(
    found: Sequence[Person], fault: Callable[[], Awaitable[None]], after: int
) -> None:
    """Let everybody ask; the fault comes when ``after`` answers are there."""

    async def talk(person: Person) -> None:
        for question in QUESTIONS:
            await person.ask(question)

    async def happen() -> None:
        before = sum(len(person.answers) for person in found)
        while sum(len(person.answers) for person in found) < before + after:
            await asyncio.sleep(0.002)
        await fault()

    await asyncio.gather(happen(), *(talk(person) for person in found))


def refusals(found: Sequence[Person]) -> set[str]:
    """Return how messages were refused before they were answered."""
    return {code for person in found for code in person.refused}
