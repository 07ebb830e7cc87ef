"""A stub channel, the simulator in front of it, and its API."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
from aiohttp import web
from stub_channel import Behaviour, StubChannel, answers
from stub_world import Begin, World

from simulator.account import Account
from simulator.delivery import Delivery
from simulator.platform import Platform


@pytest.fixture
async def begin() -> AsyncIterator[Begin]:
    """Start a channel, an API and a person for an account with these settings."""
    async with AsyncExitStack() as stack:

        async def start(behave: Behaviour = answers, **settings: Any) -> World:
            account = Account(**settings)
            channel = StubChannel(account, behave)
            runner = web.AppRunner(channel.app(), shutdown_timeout=0.1)
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            address = f"http://127.0.0.1:{runner.addresses[0][1]}{account.path}"
            delivery = Delivery(account, address)
            await stack.enter_async_context(delivery)
            platform = await stack.enter_async_context(Platform(account))
            return World(account, channel, delivery, platform, account.user())

        yield start
