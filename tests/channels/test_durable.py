"""Conversations in a database, as Rasa and several workers use them."""

from __future__ import annotations

import asyncio
import os
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from channels import durable, history, tail
from channels.database import ConversationChanged
from channels.durable import DurableConversations
from channels.errors import ChannelError, unavailable
from channels.talk import Talk
from shell.assistant import Assistant
from tests.channels.test_tail import DOMAIN, asked, events, played, replied, slots
from tests.servers import Postgres

Open = Callable[[], DurableConversations]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'c.sqlite'}"
    postgres: Postgres = request.getfixturevalue("postgres")
    return postgres.database()


@pytest.fixture
def reopened(url: str) -> Iterator[Open]:
    """Open the same database as another worker does."""
    opened: list[DurableConversations] = []

    def again() -> DurableConversations:
        opened.append(DurableConversations(DOMAIN, url=url))
        return opened[-1]

    yield again
    for one in opened:
        one.close()


@pytest.fixture
def store(reopened: Open) -> DurableConversations:
    return reopened()


async def turn(store: DurableConversations, sender: str, text: str) -> Any:
    """Say something, as Rasa does: the tracker it gets is changed and saved."""
    tracker = await store.get_or_create_tracker(sender, append_action_listen=False)
    tracker.update(asked(text))
    tracker.update(replied(f"to {text}"))
    await store.save(tracker)
    return tracker


async def said(store: DurableConversations, sender: str) -> list[str]:
    return [e.text or str(e.payload["say"]) for e in await store.said(sender)]


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(happened=events)
def test_a_new_store_reads_back_what_a_conversation_was(
    reopened: Open, happened: list[Any]
) -> None:
    async def run() -> None:
        sender = uuid.uuid4().hex
        tracker = played(happened)
        tracker.sender_id = sender
        store = reopened()
        await store.save(tracker)
        other = reopened()
        back = await other.retrieve(sender)
        assert back is not None
        assert slots(back) == slots(played(happened))
        assert back.active_loop_name == played(happened).active_loop_name
        last = history.last_said(happened[-40:])
        assert history.last_said(list(back.events)) == last
        whole = [e.payload for e in history.entries(happened) if e.payload]
        shown = [e.payload for e in await other.said(sender) if e.payload]
        assert shown == whole
        store.close()
        other.close()

    asyncio.run(run())


async def test_a_conversation_goes_on_in_another_worker_and_back(
    store: DurableConversations, reopened: Open
) -> None:
    other = reopened()
    for number in range(6):
        await turn((store, other)[number % 2], "a", f"question {number}")
    both = [f"{to}question {number}" for number in range(6) for to in ("", "to ")]
    assert await said(store, "a") == await said(other, "a") == both
    assert await store.keys() == ["a"]


async def test_of_two_workers_at_once_the_later_starts_over(
    store: DurableConversations, reopened: Open
) -> None:
    await turn(store, "a", "first")
    other = reopened()
    mine, theirs = await store.retrieve("a"), await other.retrieve("a")
    assert mine is not None and theirs is not None
    mine.update(asked("mine"))
    theirs.update(asked("theirs"))
    await store.save(mine)
    with pytest.raises(ConversationChanged):
        await other.save(theirs)
    await turn(other, "a", "theirs")
    assert await said(store, "a") == [
        "first",
        "to first",
        "mine",
        "theirs",
        "to theirs",
    ]


async def test_a_held_conversation_is_looked_at_once(
    store: DurableConversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    for sender in ("a", "b"):
        await turn(store, sender, "first")
    looks: list[str] = []
    version = store.database.version

    def look(sender: str) -> int | None:
        looks.append(sender)
        return version(sender)

    monkeypatch.setattr(store.database, "version", look)
    with store.held("a"):
        for sender in ("a", "a", "b", "b", "a"):
            assert await store.retrieve(sender) is not None
    assert looks == ["a", "b", "b"]
    await store.retrieve("a")
    assert looks == ["a", "b", "b", "a"]


async def test_of_a_held_conversation_what_another_saved_meanwhile_is_not_lost(
    store: DurableConversations, reopened: Open
) -> None:
    await turn(store, "a", "first")
    other = reopened()
    with store.held("a"):
        mine = await store.retrieve("a")
        await turn(other, "a", "theirs")
        assert await store.retrieve("a") is mine  # it trusts that nobody came
        mine.update(asked("mine"))
        with pytest.raises(ConversationChanged):
            await store.save(mine)
        await turn(store, "a", "mine")
    assert (await said(store, "a"))[-4:] == ["theirs", "to theirs", "mine", "to mine"]


async def test_what_another_erased_does_not_come_back_from_memory(
    store: DurableConversations, reopened: Open
) -> None:
    await turn(store, "a", "private")
    assert await reopened().erase("a")
    assert await store.retrieve("a") is None
    assert await said(store, "a") == []
    await turn(store, "a", "new")
    assert await said(reopened(), "a") == ["new", "to new"]


async def test_what_is_erased_during_a_turn_does_not_come_back(
    store: DurableConversations, reopened: Open
) -> None:
    tracker = await turn(store, "a", "private")
    await reopened().erase("a")
    tracker.update(asked("under way"))
    with pytest.raises(ConversationChanged):
        await store.save(tracker)
    assert await store.retrieve("a") is None


async def test_conversations_that_rest_are_erased_from_memory_too(
    store: DurableConversations, reopened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    await turn(store, "old", "x")
    await turn(store, "erased elsewhere", "x")
    await reopened().erase("erased elsewhere")
    later = time.time() + 10 * 86_400
    monkeypatch.setattr(time, "time", lambda: later)
    await turn(store, "young", "x")
    assert await store.erase_older(30) == 0
    assert await store.erase_older(5) == 1
    assert set(store._kept) == {"young"}
    assert await store.keys() == ["young"]
    assert await store.retrieve("old") is None


@pytest.mark.parametrize("days", [-4_000, 4_000])
async def test_a_clock_that_jumps_loses_no_conversation(
    store: DurableConversations,
    reopened: Open,
    monkeypatch: pytest.MonkeyPatch,
    days: int,
) -> None:
    await turn(store, "a", "before")
    clock = time.time
    monkeypatch.setattr(time, "time", lambda: clock() + days * 86_400)
    await turn(store, "a", "after")
    monkeypatch.setattr(time, "time", clock)
    await turn(reopened(), "a", "again")
    both = ["before", "to before", "after", "to after", "again", "to again"]
    assert await said(store, "a") == both


async def test_a_turn_that_breaks_off_leaves_what_was_saved(
    store: DurableConversations,
) -> None:
    tracker = await turn(store, "a", "kept")
    tracker.update(asked("half"))
    store.undo("a")
    store.undo("nobody")
    back = await store.retrieve("a")
    assert back is not None
    assert back.latest_message.text == "kept"


async def test_memory_is_bounded_and_what_left_it_is_read_again(
    store: DurableConversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(durable, "_MOST_KEPT", 3)
    for number in range(8):
        await turn(store, str(number), "x")
    assert len(store._kept) == 3
    await turn(store, "0", "y")
    assert await said(store, "0") == ["x", "to x", "y", "to y"]


async def test_what_is_kept_turn_by_turn_is_what_one_would_write_at_once(
    store: DurableConversations, reopened: Open
) -> None:
    for number in range(60):  # long enough to be shortened, and read again between
        worker = store if number % 20 < 15 else reopened()
        tracker = await turn(worker, "a", f"message {number}")
        kept = worker.database.load("a", tail.EVENTS)
        assert kept is not None
        assert kept.state == tail.write(tracker)


async def test_reading_beside_a_turn_does_not_make_it_start_over(
    store: DurableConversations, reopened: Open
) -> None:
    await turn(store, "a", "before")
    worker = reopened()  # has not read it yet
    for number in range(5):
        reading = [asyncio.create_task(worker.retrieve("a")) for _ in range(4)]
        await turn(worker, "a", str(number))
        await asyncio.gather(*reading)
    assert len(await said(store, "a")) == 12


async def test_what_could_not_be_kept_is_not_remembered(
    store: DurableConversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    await turn(store, "a", "kept")

    def full(*_: Any) -> None:
        raise unavailable()

    with monkeypatch.context() as away:
        away.setattr(store.database, "save", full)
        with pytest.raises(ChannelError):
            await turn(store, "a", "lost")
    back = await store.retrieve("a")
    assert back is not None and back.latest_message.text == "kept"
    await turn(store, "a", "sent again")
    assert "lost" not in await said(store, "a")


async def test_the_real_assistant_goes_on_after_a_restart(
    assistant: Assistant, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A guided task, its slots and the options last offered, in a new process."""
    agent = assistant.agent
    before = (agent.tracker_store, agent.processor.tracker_store)

    def restarted() -> DurableConversations:
        store = DurableConversations(agent.domain, url=url)
        agent.tracker_store = agent.processor.tracker_store = store
        return store

    try:
        store = restarted()
        talk = Talk(agent)
        await talk.say("我的医保在厦门", "a")
        first = await talk.say("帮我算一下能报多少", "a", name="m1")
        assert first.form == "estimate_form"
        store.close()
        store = restarted()
        again = await talk.say("帮我算一下能报多少", "a", name="m1")
        assert again.payloads == first.payloads
        turned = await talk.say("35000", "a")
        assert turned.form == "estimate_form"
        assert turned.payloads[0] != first.payloads[0]
        entries, form = await talk.history("a")
        texts = [entry.text for entry in entries if entry.text]
        assert texts == ["我的医保在厦门", "帮我算一下能报多少", "35000"]
        assert form == "estimate_form"
        store.close()
    finally:
        agent.tracker_store, agent.processor.tracker_store = before


def test_the_file_of_conversations_is_made_where_it_is_wanted(tmp_path: Path) -> None:
    store = DurableConversations(None, url=f"sqlite:///{tmp_path}/new/folder/c.sqlite")
    assert os.path.exists(tmp_path / "new" / "folder" / "c.sqlite")
    store.close()
