"""One message of a conversation at a time, in one process and between several."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable

import pytest

from channels import locks
from channels.errors import ChannelError
from channels.locks import Locks
from channels.shared import InProcess
from channels.shared_redis import InRedis
from tests.servers import RedisServer

Two = Callable[[], Locks]


@pytest.fixture
async def worker(real_redis: RedisServer) -> AsyncIterator[Two]:
    """The locks of one more worker on the same Redis."""
    made: list[InRedis] = []

    def one() -> Locks:
        made.append(InRedis(real_redis.address, again=0.1))
        return Locks(made[-1])

    yield one
    for shared in made:
        await shared.close()


class Room:
    """Counts who is inside."""

    def __init__(self) -> None:
        self.inside = 0
        self.most = 0
        self.order: list[int] = []

    async def visit(self, locks: Locks, number: int, seconds: float = 0.0) -> None:
        async with locks.hold("somebody"):
            self.inside += 1
            self.most = max(self.most, self.inside)
            self.order.append(number)
            await asyncio.sleep(seconds)
            self.inside -= 1


@pytest.mark.parametrize("shared", [None, InProcess()])
async def test_who_waits_is_let_in_in_order(shared: InProcess | None) -> None:
    locks, room = Locks(shared), Room()
    await asyncio.gather(*(room.visit(locks, n, 0.001) for n in range(50)))
    assert room.most == 1
    assert room.order == list(range(50))


async def test_conversations_do_not_wait_for_each_other() -> None:
    locks = Locks()
    async with locks.hold("one"), locks.hold("other"):
        assert len(locks._inside) == 2
    assert len(locks._inside) == 0  # nothing is kept of those who have gone


async def test_two_workers_are_never_inside_at_once(worker: Two) -> None:
    both, room = (worker(), worker()), Room()
    await asyncio.gather(*(room.visit(both[n % 2], n, 0.003) for n in range(60)))
    assert room.most == 1
    assert sorted(room.order) == list(range(60))
    # each worker's own stay in order
    for one in (0, 1):
        mine = [n for n in room.order if n % 2 == one]
        assert mine == sorted(mine)


async def test_a_failure_inside_lets_the_next_in(worker: Two) -> None:
    one, other = worker(), worker()
    with pytest.raises(ZeroDivisionError):
        async with one.hold("a"):
            raise ZeroDivisionError
    async with other.hold("a"):
        pass


async def test_who_is_killed_keeps_others_out_for_the_lease_only(
    worker: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "_LEASE", 0.6)
    killed, other = worker(), worker()
    assert killed._shared is not None
    # what a killed worker leaves: a claim that nobody renews
    assert await killed._shared.claim("lock a", killed._owner, 0.6)
    started = time.monotonic()
    async with other.hold("a"):
        assert 0.3 < time.monotonic() - started < 20


async def test_long_work_keeps_its_claim(
    worker: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "_LEASE", 1.5)
    one, other, room = worker(), worker(), Room()
    first = asyncio.create_task(room.visit(one, 1, 4.0))
    while not room.inside:
        await asyncio.sleep(0.01)
    await asyncio.gather(first, room.visit(other, 2))
    assert (room.most, room.order) == (1, [1, 2])


async def test_who_waits_too_long_is_told_to_come_again(
    worker: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "_PATIENCE", 0.2)
    one, other = worker(), worker()
    async with one.hold("a"):
        for waiting in (one, other):
            with pytest.raises(ChannelError) as refused:
                async with waiting.hold("a"):
                    raise AssertionError("two inside")
            assert refused.value.code == "unavailable"
    async with other.hold("a"):
        pass


async def test_who_leaves_while_waiting_blocks_nobody(worker: Two) -> None:
    one, room = worker(), Room()
    async with one.hold("somebody"):
        waiting = [asyncio.create_task(room.visit(one, n)) for n in range(3)]
        await asyncio.sleep(0.05)
        waiting[1].cancel()
        await asyncio.sleep(0)
    await asyncio.wait(waiting)
    assert room.order == [0, 2]


async def test_without_redis_a_worker_goes_on_alone_and_takes_it_up_again(
    worker: Two, real_redis: RedisServer
) -> None:
    one, other, room = worker(), worker(), Room()
    await room.visit(one, 0)
    real_redis.stop()
    await asyncio.gather(*(room.visit(one, n) for n in range(1, 4)))
    assert (room.most, room.order) == (1, [0, 1, 2, 3])
    real_redis.start()
    await asyncio.sleep(0.3)
    for lock in (one, other):  # both see that it is back
        await room.visit(lock, 9)
    both = (one, other)
    await asyncio.gather(*(room.visit(both[n % 2], n, 0.003) for n in range(20)))
    assert room.most == 1
