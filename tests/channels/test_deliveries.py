"""Each message worked on once, in the order of its sender."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

import pytest

from channels import deliveries
from channels.deliveries import KEPT_SECONDS, Deliveries
from channels.errors import ChannelError


class Work:
    """Work that waits for its gate and keeps count of how often it was begun."""

    def __init__(self, result: str = "done", log: list[str] | None = None) -> None:
        self.gate, self.begun, self.runs = asyncio.Event(), asyncio.Event(), 0
        self._result = result
        self._log = log if log is not None else []

    async def __call__(self) -> str:
        self.runs += 1
        self.begun.set()
        await self.gate.wait()
        self._log.append(self._result)
        return self._result


def at_once(result: str) -> Callable[[], Awaitable[str]]:
    async def work() -> str:
        return result

    return work


async def fails() -> str:
    raise RuntimeError("broken")


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(deliveries, "time", made)
    return made


# --- once ----------------------------------------------------------------------------


async def test_a_message_that_comes_again_while_it_is_answered_is_worked_on_once() -> (
    None
):
    all_, first, second = Deliveries[str](), Work("first"), Work("second")
    tasks = [all_.begin("k", "s", first), all_.begin("k", "s", second)]
    first.gate.set()
    assert await asyncio.gather(*tasks) == ["first", "first"]
    assert (first.runs, second.runs) == (1, 0)


async def test_a_message_that_comes_again_after_its_answer_gets_the_same_answer() -> (
    None
):
    all_ = Deliveries[str]()
    assert await all_.begin("k", "s", at_once("first")) == "first"
    assert await all_.begin("k", "s", at_once("second")) == "first"


async def test_another_key_is_other_work() -> None:
    all_ = Deliveries[str]()
    assert await all_.begin("k", "s", at_once("first")) == "first"
    assert await all_.begin("k2", "s", at_once("second")) == "second"


async def test_what_is_forgotten_is_worked_on_anew() -> None:
    all_ = Deliveries[str]()
    await all_.begin("k", "s", at_once("first"))
    all_.forget("k")
    assert await all_.begin("k", "s", at_once("second")) == "second"


async def test_forgetting_what_is_not_known_does_nothing() -> None:
    all_ = Deliveries[str]()
    all_.forget("nothing")
    assert await all_.begin("k", "s", at_once("first")) == "first"


# --- order ---------------------------------------------------------------------------


async def test_messages_of_one_sender_are_worked_on_in_the_order_they_came() -> None:
    all_, log = Deliveries[str](), list[str]()
    works = [Work(str(n), log) for n in range(5)]
    tasks = [all_.begin(str(n), "s", work) for n, work in enumerate(works)]
    for work in reversed(works[1:]):  # those behind are ready long before
        work.gate.set()
    await works[0].begun.wait()
    await asyncio.sleep(0)
    assert [work.runs for work in works] == [1, 0, 0, 0, 0]
    works[0].gate.set()
    await asyncio.gather(*tasks)
    assert log == ["0", "1", "2", "3", "4"]


async def test_nobody_waits_for_another_sender() -> None:
    all_, slow = Deliveries[str](), Work("slow")
    waiting = all_.begin("a", "one", slow)
    quick = all_.begin("b", "other", at_once("quick"))
    assert await asyncio.wait_for(quick, 1) == "quick"
    assert not waiting.done()
    slow.gate.set()
    assert await waiting == "slow"


# --- leaving and failing -------------------------------------------------------------


async def test_the_work_goes_on_when_the_one_who_waits_leaves() -> None:
    all_, work = Deliveries[str](), Work()
    task = all_.begin("k", "s", work)

    async def wait() -> str:
        return await asyncio.shield(task)

    waiter = asyncio.create_task(wait())
    await work.begun.wait()
    waiter.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiter
    work.gate.set()
    assert await all_.begin("k", "s", at_once("again")) == "done"
    assert work.runs == 1


async def test_a_failure_reaches_who_waits_and_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    all_ = Deliveries[str]()
    with pytest.raises(RuntimeError, match="broken"):
        await all_.begin("k", "s", fails)
    await asyncio.sleep(0)
    (record,) = [r for r in caplog.records if r.name == "channels.deliveries"]
    assert record.levelno == logging.ERROR
    assert record.exc_info is not None
    assert "broken" in str(record.exc_info[1])


async def test_a_failure_that_nobody_waits_for_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    all_ = Deliveries[str]()
    all_.begin("k", "s", fails)
    await all_.close(1)
    await asyncio.sleep(0)
    assert [r.name for r in caplog.records] == ["channels.deliveries"]


async def test_the_next_message_is_worked_on_after_one_that_failed() -> None:
    all_ = Deliveries[str]()
    failing = all_.begin("a", "s", fails)
    after = all_.begin("b", "s", at_once("after"))
    assert await asyncio.wait_for(after, 1) == "after"
    with pytest.raises(RuntimeError):
        await failing


async def test_the_next_message_is_worked_on_after_one_that_was_cancelled() -> None:
    all_, work = Deliveries[str](), Work()
    cancelled = all_.begin("a", "s", work)
    after = all_.begin("b", "s", at_once("after"))
    await work.begun.wait()
    cancelled.cancel()
    assert await asyncio.wait_for(after, 1) == "after"


# --- bounds --------------------------------------------------------------------------


async def test_when_too_much_runs_more_is_refused_until_something_is_done() -> None:
    all_, works = Deliveries[str](most_running=2), [Work(), Work()]
    tasks = [all_.begin(str(n), str(n), work) for n, work in enumerate(works)]
    with pytest.raises(ChannelError) as refused:
        all_.begin("2", "2", at_once("more"))
    assert (refused.value.code, refused.value.status) == ("unavailable", 503)
    assert refused.value.retry_after is not None
    assert all_.begin("0", "0", at_once("again")) is tasks[0]
    works[0].gate.set()
    await tasks[0]
    await asyncio.sleep(0)
    assert await all_.begin("2", "2", at_once("more")) == "more"
    works[1].gate.set()
    await tasks[1]


async def test_closing_waits_for_what_runs_and_refuses_what_comes() -> None:
    all_, work = Deliveries[str](), Work()
    task = all_.begin("k", "s", work)
    behind = all_.begin("k2", "s", at_once("behind"))
    assert not all_.closed
    closing = asyncio.create_task(all_.close(5))
    await work.begun.wait()
    assert all_.closed
    assert not closing.done()
    with pytest.raises(ChannelError) as refused:
        all_.begin("new", "s", at_once("new"))
    assert refused.value.code == "unavailable"
    assert all_.begin("k", "s", at_once("again")) is task
    work.gate.set()
    await closing
    assert (task.result(), behind.result()) == ("done", "behind")


async def test_closing_waits_no_longer_than_it_was_told() -> None:
    all_, work = Deliveries[str](), Work()
    task = all_.begin("k", "s", work)
    await asyncio.wait_for(all_.close(0.01), 1)
    assert not task.done()
    work.gate.set()
    await task


async def test_closing_with_nothing_running_ends_at_once() -> None:
    all_ = Deliveries[str]()
    await asyncio.wait_for(all_.close(60), 1)
    assert all_.closed


# --- forgetting ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("later", "wanted"), [(KEPT_SECONDS - 1, "first"), (KEPT_SECONDS + 1, "second")]
)
async def test_a_result_is_kept_for_a_while_and_then_forgotten(
    clock: Clock, later: float, wanted: str
) -> None:
    all_ = Deliveries[str]()
    await all_.begin("k", "s", at_once("first"))
    clock.now += later
    await all_.begin("other", "s", at_once("other"))
    assert await all_.begin("k", "s", at_once("second")) == wanted


async def test_what_still_runs_is_never_forgotten_and_keeps_no_other(
    clock: Clock,
) -> None:
    all_, hangs = Deliveries[str](), Work("slow")
    slow = all_.begin("slow", "one", hangs)
    await all_.begin("k", "other", at_once("first"))
    clock.now += KEPT_SECONDS + 1
    await all_.begin("new", "third", at_once("new"))
    assert all_.begin("slow", "one", at_once("again")) is slow
    assert await all_.begin("k", "other", at_once("second")) == "second"
    hangs.gate.set()
    await slow


async def test_no_more_results_are_kept_than_the_bound_the_oldest_go_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(deliveries, "_MOST_KEPT", 3)
    all_ = Deliveries[str]()
    for key in "abcd":
        await all_.begin(key, "s", at_once(f"first {key}"))
    assert await all_.begin("d", "s", at_once("second")) == "first d"
    assert await all_.begin("a", "s", at_once("second")) == "second"
