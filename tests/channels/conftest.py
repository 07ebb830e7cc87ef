"""The web channel as a server on a free port, in the test's own event loop."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from sanic import Sanic

from channels.settings import WebSettings
from channels.web import WebInput
from shell import serve
from shell.assistant import Assistant
from tests.channels.web_site import KEY, SECONDS, GatedAgent, Serve, Site, running
from tests.servers import Postgres, RedisServer


@pytest.fixture
def _pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Pages and a script to serve, whether or not the widget is built."""
    demo, built = tmp_path / "demo", tmp_path / "dist"
    demo.mkdir()
    built.mkdir()
    (demo / "index.html").write_text("<!doctype html><title>demo</title>")
    (demo / "chat.html").write_text("<!doctype html><title>chat</title>")
    (demo / "page.css").write_text("body { margin: 0 }")
    (built / serve.SCRIPT).write_text("export {};")
    (tmp_path / "secret.txt").write_text("not to be served")
    monkeypatch.setattr(serve, "DEMO", demo)
    monkeypatch.setattr(serve, "BUILT", built)
    return tmp_path


@pytest.fixture
def _several_apps() -> Iterator[None]:
    """Sanic keeps a list of applications by name; a test starts its own."""
    before = Sanic.test_mode
    Sanic.test_mode = True
    yield
    Sanic.test_mode = before


@pytest.fixture
async def serving(
    assistant: Assistant, _pages: Path, _several_apps: None
) -> AsyncIterator[Serve]:
    """Start a server with the settings given; it stops when the test ends."""
    async with AsyncExitStack() as stack:

        async def start(**settings: Any) -> Site:
            keys = {"keys": (KEY,), **settings}
            channel = WebInput(WebSettings(**keys))
            agent = GatedAgent(assistant.agent)
            app = serve.application(agent, channel)
            port, stop = await stack.enter_async_context(running(app))
            http = await stack.enter_async_context(
                httpx.AsyncClient(
                    base_url=f"http://127.0.0.1:{port}",
                    timeout=SECONDS,
                    trust_env=False,
                )
            )
            return Site(http, port, app, channel, agent, stop)

        yield start


@pytest.fixture
async def site(serving: Serve) -> Site:
    """A server with the usual settings."""
    return await serving()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A real PostgreSQL, started once."""
    server = Postgres()
    yield server
    server.close()


@pytest.fixture
def real_redis(tmp_path: Path) -> Iterator[RedisServer]:
    """A real Redis."""
    server = RedisServer(tmp_path)
    yield server
    server.stop()
