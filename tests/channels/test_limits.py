"""How often somebody may ask."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable

import pytest

from channels import limits as limits_module
from channels.errors import ChannelError
from channels.limits import Limits
from tests.servers import RedisServer

Later = Callable[[float], None]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Let seconds pass at once."""
    shift, clock, wall = [0.0], time.monotonic, time.time
    monkeypatch.setattr(time, "monotonic", lambda: clock() + shift[0])
    monkeypatch.setattr(time, "time", lambda: wall() + shift[0])

    def pass_by(seconds: float) -> None:
        shift[0] += seconds

    return pass_by


async def allowed(limits: Limits, kind: str, key: str, tries: int) -> int:
    """Return how many of the tries were allowed."""
    count = 0
    for _ in range(tries):
        try:
            await limits.take(kind, key)
        except ChannelError:
            continue
        count += 1
    return count


@pytest.mark.parametrize(("rate", "burst"), [(60, 1), (60, 5), (30, 10), (6, 6)])
async def test_so_many_may_come_at_once_and_no_more(rate: int, burst: int) -> None:
    limits = Limits({"a": rate}, {"a": burst})
    assert await allowed(limits, "a", "somebody", burst + 5) == burst


async def test_one_too_many_is_refused_with_the_seconds_to_wait() -> None:
    limits = Limits({"a": 6}, {"a": 1})
    await limits.take("a", "somebody")
    with pytest.raises(ChannelError) as error:
        await limits.take("a", "somebody")
    refused = error.value
    assert (refused.code, refused.status) == ("limited", 429)
    assert refused.retry_after == 10
    assert "10" in refused.said.zh
    assert "10" in refused.said.en
    assert "{" not in refused.said.zh + refused.said.en


async def test_one_is_never_told_to_wait_no_time() -> None:
    limits = Limits({"a": 120}, {"a": 1})
    await limits.take("a", "somebody")
    with pytest.raises(ChannelError) as error:
        await limits.take("a", "somebody")
    assert error.value.retry_after == 1


async def test_who_waits_as_told_may_ask_again(later: Later) -> None:
    limits = Limits({"a": 6}, {"a": 1})
    await limits.take("a", "somebody")
    with pytest.raises(ChannelError) as error:
        await limits.take("a", "somebody")
    assert error.value.retry_after is not None
    later(error.value.retry_after + 0.01)
    await limits.take("a", "somebody")


async def test_a_minute_lets_the_rate_pass_and_no_more(later: Later) -> None:
    limits, count = Limits({"a": 30}, {"a": 10}), 0
    for _ in range(120):
        count += await allowed(limits, "a", "somebody", 1)
        later(0.5)
    assert 10 + 29 <= count <= 10 + 31


async def test_keys_and_kinds_are_counted_apart() -> None:
    limits = Limits({"a": 60, "b": 60}, {"a": 1, "b": 1})
    await limits.take("a", "somebody")
    await limits.take("a", "another")
    await limits.take("b", "somebody")
    assert await allowed(limits, "a", "somebody", 1) == 0


async def test_two_servers_in_one_process_count_apart() -> None:
    one, other = Limits({"a": 60}, {"a": 1}), Limits({"a": 60}, {"a": 1})
    await one.take("a", "somebody")
    await other.take("a", "somebody")


@pytest.mark.parametrize("key", ["地址", "\ud800", "a b:c", "x" * 10_000])
async def test_any_key_is_counted(key: str) -> None:
    limits = Limits({"a": 60}, {"a": 2})
    assert await allowed(limits, "a", key, 4) == 2


Pair = tuple[Limits, Limits]


@pytest.fixture
async def pair(real_redis: RedisServer) -> AsyncIterator[Pair]:
    """The limits of two workers on one Redis."""
    made = [Limits({"a": 60}, {"a": 4}, real_redis.address) for _ in range(2)]
    yield made[0], made[1]
    for limits in made:
        await limits.close()


async def test_workers_count_together_in_redis(pair: Pair) -> None:
    one, other = pair
    assert await allowed(one, "a", "somebody", 2) == 2
    assert await allowed(other, "a", "somebody", 5) == 2


async def test_without_redis_each_worker_counts_and_takes_it_up_again(
    pair: Pair,
    real_redis: RedisServer,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(limits_module, "_AGAIN", 0.2)
    limits, other = pair
    await limits.take("a", "somebody")
    real_redis.stop()
    assert await allowed(limits, "a", "somebody", 9) == 4  # nobody is locked out
    assert caplog.text.count("Redis is away") == 1
    real_redis.start()
    await asyncio.sleep(0.3)
    assert await allowed(limits, "a", "another", 2) == 2
    assert await allowed(other, "a", "another", 9) == 2
    real_redis.stop()  # a second time away is told again
    await allowed(limits, "a", "another", 1)
    assert caplog.text.count("Redis is away") == 2
