"""One server with a file of conversations: crashes and restarts under load."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.production.people import load, people, refusals
from tests.program import Program


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    folder: Path = tmp_path_factory.mktemp("one server")
    database = f"sqlite:///{folder / 'conversations.sqlite'}"
    program = Program(folder, {"BAOXIAO_DATABASE": database})
    yield program
    program.stop()


async def test_killed_in_the_middle_of_messages_it_answers_each_once(
    server: Program,
) -> None:
    async def fault() -> None:
        server.crash()
        await asyncio.to_thread(server.start)

    async with people(server.address, 6) as found:
        await load(found, fault, after=8)
        assert refusals(found)  # some were sent again
        for person in found:
            await person.check()


async def test_told_to_stop_under_load_it_loses_nothing_and_goes_on(
    server: Program,
) -> None:
    async def fault() -> None:
        assert await asyncio.to_thread(server.stop) == 0
        assert "Traceback" not in server.said
        await asyncio.to_thread(server.start)

    async with people(server.address, 6) as found:
        await load(found, fault, after=8)
        assert refusals(found)
        assert "failed" not in refusals(found)
        for person in found:
            await person.check()
