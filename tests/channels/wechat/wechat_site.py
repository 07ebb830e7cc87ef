"""The WeChat channels as running servers, with Tencent's servers pretended."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from web_site import GatedAgent

from channels.wechat.callback import Callback
from channels.wechat.times import Times
from simulator.account import Account
from simulator.delivery import Delivery
from simulator.envelope import Letter
from simulator.people import User
from simulator.platform import Platform

SECRET = "a-secret-of-the-tests-that-is-long-enough"
#: The five seconds of the platform, and ours, where a test waits for them to pass.
PATIENCE = 0.7
QUICK = Times(answer=0.4, hold=1.5, lease=0.3, poll=0.02, stopping=5.0)
#: How long a test waits for what has to come.
SECONDS = 20.0


class Spread(Delivery):
    """Delivers to several workers in turn, as a proxy in front of them does."""

    def __init__(self, account: Account, addresses: list[str], **more: Any) -> None:
        super().__init__(account, addresses[0], **more)
        self.addresses = addresses
        self.next = 0

    async def _post(self, letter: Letter) -> httpx.Response:
        self.address = self.addresses[self.next % len(self.addresses)]
        self.next += 1
        return await super()._post(letter)


@dataclass
class Worker:
    """One server: its address, what answers in it, and how it is stopped."""

    address: str
    agent: GatedAgent
    channel: Callback
    stop: Callable[[], Awaitable[None]]


@dataclass
class World:
    """An account, its workers, the platform on both sides, and somebody."""

    account: Account
    workers: list[Worker]
    delivery: Spread
    api: Platform
    user: User = field(init=False)

    def __post_init__(self) -> None:
        self.user = self.account.user()

    @property
    def worker(self) -> Worker:
        """The only worker, or the first."""
        return self.workers[0]

    @property
    def agent(self) -> GatedAgent:
        """What answers in it."""
        return self.worker.agent

    def sender(self, user: User | None = None) -> str:
        """Return the name of somebody's conversation."""
        name: str = self.worker.channel._senders.name((user or self.user).openid)
        return name

    async def said(self, user: User | None = None) -> list[str]:
        """Return what the assistant has of what somebody said."""
        store = self.agent.tracker_store
        store = getattr(store, "_tracker_store", store)
        tracker = await store.retrieve_full_tracker(self.sender(user))
        from channels import history

        found = history.entries(tracker.events) if tracker else []
        return [entry.text for entry in found if entry.payload is None]


Begin = Callable[..., Awaitable[World]]
