"""What workers share: the same in the process and in a real Redis."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from channels import settings
from channels.shared import InProcess, Shared, shared
from channels.shared_redis import PREFIX, InRedis
from channels.wechat.answer import Answer
from channels.wechat.notes import Notes
from knowledge.errors import SettingError
from tests.channels.wechat.conftest import RedisServer, free_port

Start = Callable[[], Awaitable[Shared]]


@pytest.fixture(params=["process", "redis"])
async def store(request: Any, tmp_path: Any) -> AsyncIterator[Shared]:
    if request.param == "process":
        yield InProcess()
        return
    server = RedisServer(tmp_path, free_port())
    await server.begin()
    found = InRedis(server.address)
    yield found
    await found.close()
    server.stop()


@pytest.fixture
async def at(redis: RedisServer) -> AsyncIterator[Callable[..., InRedis]]:
    made: list[InRedis] = []

    def start(**given: Any) -> InRedis:
        made.append(InRedis(redis.address, **given))
        return made[-1]

    yield start
    for one in made:
        with contextlib.suppress(Exception):
            await one.close()


async def test_a_claim_has_one_owner_until_it_runs_out(store: Shared) -> None:
    assert await store.claim("k", "a", 0.3)
    assert not await store.claim("k", "b", 0.3)
    assert await store.get("k") == "a"
    for _ in range(4):  # renewed, it does not run out
        await asyncio.sleep(0.15)
        assert await store.claim("k", "a", 0.3)
    assert not await store.claim("k", "b", 0.3)
    await asyncio.sleep(0.4)
    assert await store.claim("k", "b", 0.3)


async def test_of_many_claims_at_once_one_holds(store: Shared) -> None:
    held = await asyncio.gather(*(store.claim("k", str(n), 5) for n in range(50)))
    assert sum(held) == 1


async def test_only_the_owner_lets_go(store: Shared) -> None:
    await store.claim("k", "a", 5)
    await store.release("k", "b")
    assert await store.get("k") == "a"
    await store.release("k", "a")
    assert await store.get("k") is None


async def test_of_many_takers_one_gets_it(store: Shared) -> None:
    await store.put("k", "值", 5)
    taken = await asyncio.gather(*(store.take("k") for _ in range(20)))
    assert sorted(filter(None, taken)) == ["值"]
    assert await store.get("k") is None


async def test_values_expire(store: Shared) -> None:
    await store.put("k", "v", 0.2)
    assert await store.get("k") == "v"
    await asyncio.sleep(0.3)
    assert await store.get("k") is None and await store.take("k") is None


async def test_counters_count_until_they_expire(store: Shared) -> None:
    counted = await asyncio.gather(*(store.count("k", 0.4) for _ in range(20)))
    assert sorted(counted) == list(range(1, 21))
    await asyncio.sleep(0.5)
    assert await store.count("k", 5) == 1


async def test_a_process_keeps_a_bounded_number() -> None:
    store = InProcess(most=100)
    for n in range(5_000):
        await store.put(str(n), "v", 60)
    assert len(store) == 100 and await store.get("4999") == "v"
    for n in range(2_000):
        await store.put(f"short {n}", "v", 0.0)
    assert len(store) <= 100


async def test_workers_meet_in_redis_under_our_prefix(
    redis: RedisServer, at: Callable[..., InRedis]
) -> None:
    one, other = at(), at()
    assert await one.claim("k", "a", 5) and not await other.claim("k", "b", 5)
    assert await other.get("k") == "a"
    keys = await one._redis.keys("*")
    assert keys == [PREFIX + "k"]


# --- Redis away ----------------------------------------------------------------------


async def test_away_and_back_says_one_line_each(
    redis: RedisServer, at: Callable[..., InRedis], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    store = at(again=0.1)
    await store.put("before", "v", 60)
    redis.stop()
    for n in range(20):
        assert await store.claim(f"k{n}", "me", 60)
        assert not await store.claim(f"k{n}", "other", 60)
    await store.put("meanwhile", "v", 60)
    assert [r.levelname for r in caplog.records if r.name.startswith("chan")] == [
        "ERROR"
    ]
    await redis.begin()
    await asyncio.sleep(0.15)
    await store.put("after", "v", 60)
    assert await at().get("after") == "v"  # another worker sees it again
    assert await store.get("meanwhile") == "v"  # and nothing was forgotten
    assert await store.take("meanwhile") == "v"
    assert await store.get("meanwhile") is None
    ours = [r.getMessage() for r in caplog.records if r.name.startswith("chan")]
    assert len(ours) == 2 and "answers again" in ours[1]


async def test_a_connection_closed_in_between_is_no_outage(
    redis: RedisServer, at: Callable[..., InRedis], caplog: pytest.LogCaptureFixture
) -> None:
    store = at(again=60)
    await store.put("k", "v", 60)
    redis.stop()
    await redis.begin()
    await store.put("k", "w", 60)
    assert caplog.records == [] and await at().get("k") == "w"


async def test_a_redis_that_says_nothing_holds_nobody_up() -> None:
    async def silent(reader: Any, writer: Any) -> None:
        with contextlib.suppress(Exception):
            await reader.read()
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    store = InRedis(f"redis://127.0.0.1:{port}/0", again=60)
    loop = asyncio.get_running_loop()
    begun = loop.time()
    for n in range(100):
        assert await store.claim(f"k{n}", "me", 5)
    assert loop.time() - begun < 2.5
    await store.close()
    server.close()
    await server.wait_closed()


async def test_the_password_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    store = InRedis(f"redis://:hunter2secret@127.0.0.1:{free_port()}/0")
    await store.put("k", "v", 5)
    assert "hunter2secret" not in caplog.text and "127.0.0.1" in caplog.text
    await store.close()


# --- the setting ---------------------------------------------------------------------


@pytest.mark.parametrize("given", [{}, {"BAOXIAO_REDIS": " "}])
def test_without_the_setting_a_process_is_alone(given: dict[str, str]) -> None:
    assert isinstance(shared(given), InProcess)


@pytest.mark.parametrize(
    "address", ["redis://h", "redis://u:p@h:6380/3", "rediss://[::1]:6379/0"]
)
def test_addresses_of_redis(address: str) -> None:
    assert settings.redis({"BAOXIAO_REDIS": address}) == address


@pytest.mark.parametrize(
    "address",
    ["h:6379", "http://h", "redis://", "redis://h:x", "redis://h/db", "redis://h:0"],
)
def test_what_is_no_address_is_refused_unrepeated(address: str) -> None:
    with pytest.raises(SettingError, match="BAOXIAO_REDIS") as refused:
        settings.redis({"BAOXIAO_REDIS": address + ""})
    assert "write redis://" in str(refused.value)


# --- notes ---------------------------------------------------------------------------


async def test_notes_are_kept_and_erased(store: Shared) -> None:
    notes = Notes(store, 60)
    answer = Answer("答案", "en", "体", "问", ("甲", "乙"), ("页",))
    await notes.put_late("s", "key", answer)
    await notes.put_pages("s", ["二", "三"])
    assert await notes.is_late("s", "key") and not await notes.is_late("s", "other")
    await notes.drop_late("s", "other")
    assert await notes.take_late("s") == ("key", answer)
    assert await notes.take_late("s") is None
    assert await notes.take_pages("s") == ["二", "三"]
    assert await notes.take_pages("s") == []
    await notes.put_pages("s", ["二"])
    await notes.put_late("s", "key", answer)
    await notes.erase("s")
    assert await notes.take_late("s") is None and await notes.take_pages("s") == []
