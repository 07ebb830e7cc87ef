"""Two workers with PostgreSQL and Redis, each of which goes away under load."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.production.people import load, people, refusals
from tests.program import Program
from tests.servers import Postgres, RedisServer

#: Seconds within which a worker that ended must be running again.
_STARTED_AGAIN = 10.0


@dataclass
class Site:
    """The program and what its workers share."""

    program: Program
    postgres: Postgres
    redis: RedisServer


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("workers")
    postgres, redis = Postgres(), RedisServer(folder)
    try:
        given = {
            "BAOXIAO_DATABASE": postgres.database(),
            "BAOXIAO_REDIS": redis.address,
        }
        program = Program(folder, given, workers=2)
        yield Site(program, postgres, redis)
        assert program.stop() == 0
    finally:
        redis.stop()
        postgres.close()


async def test_who_types_fast_is_answered_once_for_each(site: Site) -> None:
    texts = [f"医保卡丢了怎么补办，第{number}次问" for number in range(10)]
    async with people(site.program.address, 1) as (person,):
        await asyncio.gather(*(person.ask(text) for text in texts))
        await person.check(in_order=False)  # each came by its own connection


async def test_one_killed_in_the_middle_of_messages_loses_none(site: Site) -> None:
    before = site.program.workers

    async def fault() -> None:
        os.kill(before[0], signal.SIGKILL)

    async with people(site.program.address, 8) as found:
        await load(found, fault, after=8)
        for person in found:
            await person.check()
    until = time.monotonic() + _STARTED_AGAIN
    while len(after := site.program.workers) < 2 and time.monotonic() < until:
        await asyncio.sleep(0.1)  # all may be answered before the other is started
    assert len(after) == 2
    assert before[0] not in after
    assert "started again" in site.program.said


async def test_without_redis_everything_is_answered_once(site: Site) -> None:
    async def fault() -> None:
        site.redis.stop()
        await asyncio.sleep(2)
        await asyncio.to_thread(site.redis.start)

    async with people(site.program.address, 6) as found:
        await load(found, fault, after=6)
        for person in found:
            await person.check()
    assert "failed" not in refusals(found)


async def test_without_postgresql_messages_wait_until_it_is_back(site: Site) -> None:
    async def fault() -> None:
        await asyncio.to_thread(site.postgres.stop)
        await asyncio.sleep(2)
        await asyncio.to_thread(site.postgres.start)

    async with people(site.program.address, 6) as found:
        await load(found, fault, after=6)
        assert refusals(found) == {"unavailable"}
        for person in found:
            await person.check()
