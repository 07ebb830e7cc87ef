"""What the tests of the simulator start."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from stub_channel import StubChannel

from simulator.account import Account
from simulator.delivery import Delivery
from simulator.people import User
from simulator.platform import Platform

#: The five-second rule of tests that wait for it. The others keep the five seconds,
#: since a busy machine is no failure.
PATIENCE = 0.5


@dataclass
class World:
    """Everything there is, and one person."""

    account: Account
    channel: StubChannel
    delivery: Delivery
    platform: Platform
    user: User


Begin = Callable[..., Awaitable[World]]
