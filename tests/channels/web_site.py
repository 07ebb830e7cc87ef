"""The web channel as a running server, and people who talk to it."""

from __future__ import annotations

import asyncio
import secrets
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from sanic import Sanic

from channels.web import WebInput

API = "/webhooks/web"
#: How long a test waits for an answer.
SECONDS = 30.0
#: What the server signs with.
KEY = "k" * 16 + "0123456789abcdef"


def choices(reply: dict[str, Any]) -> list[dict[str, str]]:
    """Return the options of a reply as they came over the wire, in order."""
    asked = reply.get("ask") or {}
    return [*asked.get("options", []), *reply.get("options", [])]


class GatedAgent:
    """The real agent, whose answers wait until the test lets them go."""

    def __init__(self, agent: Any) -> None:
        self._agent = agent
        self.gate = asyncio.Event()
        self.begun = asyncio.Event()
        self.calls = 0
        self.failing: Exception | None = None
        self.held = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._agent, name)

    async def handle_message(self, message: Any) -> Any:
        if self.held:
            self.calls += 1
            self.begun.set()
            await self.gate.wait()
        if self.failing is not None:
            raise self.failing
        return await self._agent.handle_message(message)


@dataclass
class Site:
    """A running server, a client of it, and what it is made of."""

    http: httpx.AsyncClient
    port: int
    app: Sanic
    channel: WebInput
    agent: GatedAgent
    stop: Callable[[], Awaitable[None]]

    async def begin(self, language: str = "zh") -> Person:
        """Begin a session."""
        answer = await self.http.post(f"{API}/session", json={"language": language})
        assert answer.status_code == 201, answer.text
        return Person(self, answer.json())


class Person:
    """Somebody with a session."""

    def __init__(self, site: Site, begun: dict[str, Any]) -> None:
        self.site = site
        self.begun = begun
        self.headers = {"Authorization": f"Bearer {begun['session']}"}

    async def send(self, **message: Any) -> httpx.Response:
        """Send a message; without an id it gets a new one."""
        body = {"id": secrets.token_hex(8), **message}
        return await self.site.http.post(
            f"{API}/messages", json=body, headers=self.headers
        )

    async def say(self, text: str) -> list[dict[str, Any]]:
        """Return the replies to ``text``."""
        return _replies(await self.send(text=text))

    async def choose(self, choice: str) -> list[dict[str, Any]]:
        """Return the replies to the token of an option."""
        return _replies(await self.send(choice=choice))

    async def history(self) -> list[dict[str, Any]]:
        """Return the entries of the own conversation."""
        answer = await self.site.http.get(f"{API}/history", headers=self.headers)
        assert answer.status_code == 200, answer.text
        entries: list[dict[str, Any]] = answer.json()["entries"]
        return entries

    async def said(self) -> list[str]:
        """Return what the person said, as the history has it."""
        return [e["text"] for e in await self.history() if e["from"] == "person"]


def _replies(answer: httpx.Response) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    replies: list[dict[str, Any]] = answer.json()["replies"]
    return replies


Serve = Callable[..., Awaitable[Site]]


@asynccontextmanager
async def running(app: Sanic) -> AsyncIterator[tuple[int, Any]]:
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    server = await app.create_server(sock=listening, return_asyncio_server=True)
    assert server is not None
    await server.startup()
    await server.before_start()
    await server.after_start()
    stopped = False

    async def stop() -> None:
        nonlocal stopped
        if not stopped:
            stopped = True
            await server.before_stop()

    try:
        yield port, stop
    finally:
        await stop()
        closing = server.close()
        if closing is not None:
            await closing
        for connection in list(server.connections):
            connection.abort()
        await server.after_stop()
        app.shutdown_tasks(0)
        await asyncio.sleep(0)
