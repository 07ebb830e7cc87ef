"""Slow answers: waited for, pushed, held for the next delivery, kept for later."""

from __future__ import annotations

import asyncio
import dataclasses
import os
import signal
import sys
from pathlib import Path

import httpx
import pytest

from channels.wechat import problems
from channels.wechat.pages import LIMIT, MORE, size
from simulator import envelope, messages
from simulator.account import Account
from simulator.delivery import Delivered
from simulator.replies import FAULT
from tests.channels.wechat.conftest import free_port
from tests.channels.wechat.wechat_site import (
    PATIENCE,
    QUICK,
    SECONDS,
    SECRET,
    Begin,
    Spread,
    World,
)

ASKED = "异地住院能报吗"
LONG = "住院要带什么材料，门诊能报多少，多久到账"
ROOT = Path(__file__).resolve().parents[3]


def held(world: World) -> World:
    """Hold every answer back until its worker's gate opens."""
    for worker in world.workers:
        worker.agent.held = True
    return world


def let_go(world: World) -> None:
    for worker in world.workers:
        worker.agent.held = False
        worker.agent.gate.set()


async def after(seconds: float, world: World) -> None:
    await asyncio.sleep(seconds)
    let_go(world)


def calls(world: World) -> int:
    return sum(worker.agent.calls for worker in world.workers)


# --- an account that may not push ----------------------------------------------------


@pytest.mark.parametrize("seconds", [0.1, 0.9, 1.6])
async def test_a_slow_answer_is_the_reply_to_the_next_delivery(
    begin: Begin, seconds: float
) -> None:
    world = held(await begin(verified=False, quick=True))
    _, done = await asyncio.gather(
        after(seconds, world), world.delivery.say(world.user, ASKED)
    )
    assert done.outcome == "reply" and "第29条" in done.text, done.problems
    assert len(done.attempts) == 1 + int(seconds / PATIENCE)
    assert calls(world) == 1 and await world.said() == [ASKED]
    assert world.api.calls == []


@pytest.mark.parametrize("word", ["1", "１", "更多", "more"])
async def test_the_last_delivery_is_told_to_ask_again(begin: Begin, word: str) -> None:
    world = held(await begin(verified=False, quick=True))
    done = await world.delivery.say(world.user, ASKED)
    assert (len(done.attempts), done.text) == (3, problems.LATE.zh)
    let_go(world)
    later = await world.delivery.say(world.user, word)
    assert "第29条" in later.text
    assert await world.said() == [ASKED]
    assert world.user.twice() == []
    # it is given once
    again = await world.delivery.say(world.user, "1")
    assert again.text != later.text


async def test_asking_again_too_early_waits_in_the_same_way(begin: Begin) -> None:
    world = held(await begin(verified=False, quick=True))
    await world.delivery.say(world.user, ASKED)
    _, later = await asyncio.gather(
        after(0.9, world), world.delivery.say(world.user, "1")
    )
    assert "第29条" in later.text and len(later.attempts) == 2
    assert await world.said() == [ASKED]


async def test_another_question_gets_the_late_answer_first(begin: Begin) -> None:
    world = held(await begin(verified=False, quick=True))
    await world.delivery.say(world.user, "您好")
    let_go(world)
    both = await world.delivery.say(world.user, "门诊能报吗")
    first, _, second = both.text.partition("———")
    assert "您好" in first and "门诊" in second
    assert await world.said() == ["您好", "门诊能报吗"]


async def test_a_late_answer_in_english_is_announced_in_english(begin: Begin) -> None:
    world = held(await begin(verified=False, quick=True))
    done = await world.delivery.say(world.user, "Is a stay in another city paid?")
    assert done.text == problems.LATE.en


async def test_a_late_answer_is_forgotten_after_a_while(begin: Begin) -> None:
    times = dataclasses.replace(QUICK, late=0.3)
    world = held(await begin(verified=False, quick=True, times=times))
    await world.delivery.say(world.user, ASKED)
    let_go(world)
    await asyncio.sleep(0.6)
    assert "第29条" not in (await world.delivery.say(world.user, "您好")).text


async def test_pages_of_a_late_answer_follow(begin: Begin) -> None:
    world = held(await begin(verified=False, quick=True))
    await world.delivery.say(world.user, LONG)
    let_go(world)
    first = await world.delivery.say(world.user, "1")
    assert first.text.endswith(MORE.zh) and size(first.text) <= LIMIT
    second = await world.delivery.say(world.user, "更多")
    assert second.text != first.text
    assert await world.said() == [LONG]


async def test_an_answer_that_nobody_waits_for_comes_with_the_next(
    begin: Begin,
) -> None:
    """The platform's further deliveries get lost on the way."""
    world = held(await begin(verified=False, quick=True))
    world.delivery.attempts = 1
    done = await world.delivery.say(world.user, ASKED)
    assert done.text == FAULT
    let_go(world)
    await asyncio.sleep(0.2)
    assert "第29条" in (await world.delivery.say(world.user, "1")).text


async def test_a_lost_first_delivery_counts_for_the_platform(begin: Begin) -> None:
    times = dataclasses.replace(QUICK, last=0.0)
    world = held(await begin(verified=False, quick=True, times=times))
    done = await world.delivery.say(world.user, ASKED)
    assert (len(done.attempts), done.text) == (1, problems.LATE.zh)


async def test_work_that_hangs_ends_with_a_polite_text(begin: Begin) -> None:
    times = dataclasses.replace(QUICK, work=0.2)
    world = held(await begin(verified=False, quick=True, times=times))
    done = await world.delivery.say(world.user, ASKED)
    assert problems.FAILURE.zh in done.text
    let_go(world)
    assert "第29条" in (await world.delivery.say(world.user, ASKED)).text


async def test_deliveries_at_once_share_one_task(begin: Begin) -> None:
    world = held(await begin(verified=False, quick=True))
    message = messages.text(world.account, world.user, ASKED)
    sent = [asyncio.create_task(world.delivery.send(message)) for _ in range(5)]
    await world.agent.begun.wait()
    let_go(world)
    done = await asyncio.gather(*sent)
    assert len({one.text for one in done}) == 1 and done[0].outcome == "reply"
    assert calls(world) == 1


async def test_unfollowing_while_an_answer_is_made_erases_it_too(begin: Begin) -> None:
    world = held(await begin(verified=False, quick=True))
    await world.delivery.say(world.user, ASKED)
    gone = asyncio.create_task(
        world.delivery.send(messages.unfollow(world.account, world.user))
    )
    await asyncio.sleep(0.1)
    let_go(world)
    assert (await gone).outcome == "received"
    assert await world.said() == []
    assert "第29条" not in (await world.delivery.say(world.user, "1")).text


# --- an account that may push --------------------------------------------------------


async def test_a_late_answer_is_pushed(begin: Begin) -> None:
    world = held(await begin(quick=True))
    done = await world.delivery.say(world.user, ASKED)
    assert done.outcome == "received" and len(done.attempts) == 1, done.problems
    assert world.user.inbox == []
    let_go(world)
    assert await world.user.until(3, SECONDS)
    first, _, menu = world.user.inbox
    assert first.how == menu.how == "push" and "第29条" in first.text
    assert menu.options and world.user.twice() == []
    assert len(world.api.called("custom/typing")) == 1
    # a tap is answered at once, without a push
    tapped = await world.delivery.tap(world.user, 1)
    assert tapped.outcome == "reply"


async def test_a_duplicate_of_what_is_pushed_gets_nothing_more(begin: Begin) -> None:
    world = held(await begin(quick=True))
    message = messages.text(world.account, world.user, "您好")
    await world.delivery.send(message)
    assert (await world.delivery.send(message)).outcome == "received"
    let_go(world)
    assert await world.user.until(1, SECONDS)
    assert (await world.delivery.send(message)).outcome == "received"
    await asyncio.sleep(0.2)
    assert len(world.user.inbox) == 1 and world.user.twice() == []


async def test_pushed_pages_keep_to_the_quota(begin: Begin) -> None:
    world = held(await begin(quick=True))
    world.worker.channel._push._quota = 2  # type: ignore[union-attr]
    await world.delivery.say(world.user, LONG)
    let_go(world)
    assert await world.user.until(2, SECONDS)
    await asyncio.sleep(0.2)
    first, second = world.user.inbox
    assert not first.text.endswith(MORE.zh) and second.text.endswith(MORE.zh)
    assert all(seen.size <= LIMIT for seen in world.user.inbox)
    third = await world.delivery.say(world.user, "更多")
    assert third.text not in (first.text, second.text)
    assert await world.said() == [LONG]


async def test_a_tap_on_the_account_menu_allows_fewer(begin: Begin) -> None:
    world = held(await begin(quick=True))
    click = messages.click(world.account, world.user, "papers")
    await world.delivery.send(click)
    let_go(world)
    assert await world.user.until(1, SECONDS)
    await asyncio.sleep(0.2)
    assert 1 <= len(world.user.inbox) <= 3
    assert [call.code for call in world.api.called("custom/send")] == [0] * len(
        world.user.inbox
    )


@pytest.mark.parametrize("code", [45015, 45047, 48001, -1])
async def test_what_cannot_be_pushed_comes_with_the_next_message(
    begin: Begin, code: int
) -> None:
    world = held(await begin(quick=True))
    world.api.inject("/cgi-bin/message/custom/send", errcode=code)
    await world.delivery.say(world.user, ASKED)
    let_go(world)
    await asyncio.sleep(1.2)
    assert world.user.inbox == []
    later = await world.delivery.say(world.user, "1")
    assert "第29条" in later.text and await world.said() == [ASKED]


async def test_what_is_pushed_only_in_part_goes_on_with_the_next_message(
    begin: Begin,
) -> None:
    world = held(await begin(quick=True))
    await world.delivery.say(world.user, LONG)
    let_go(world)
    assert await world.user.until(1, SECONDS)
    world.api.inject("/cgi-bin/message/custom/send", errcode=45047)
    await asyncio.sleep(0.5)
    seen = {one.text for one in world.user.inbox}
    if len(seen) < 4:  # else all was sent before the fault
        later = await world.delivery.say(world.user, "1")
        assert later.text not in seen and "第" in later.text


async def test_a_test_account_gets_its_options_as_text(begin: Begin) -> None:
    world = held(await begin(quick=True, verified=False, test_account=True))
    await world.delivery.say(world.user, ASKED)
    let_go(world)
    assert await world.user.until(3, SECONDS)
    assert "1. " in world.user.inbox[-1].text
    chosen = await world.delivery.say(world.user, "1")
    assert chosen.outcome == "reply"


async def test_stopping_waits_for_a_push(begin: Begin) -> None:
    world = held(await begin(quick=True))
    await world.delivery.say(world.user, ASKED)
    stopping = asyncio.create_task(world.worker.stop())
    await asyncio.sleep(0.1)
    let_go(world)
    await stopping
    assert "第29条" in world.user.inbox[0].text


async def test_messages_are_answered_in_order_though_pushed(begin: Begin) -> None:
    world = held(await begin(quick=True))
    for text in ("您好", ASKED, "谢谢"):
        await world.delivery.say(world.user, text)
    let_go(world)
    assert await world.user.until(3, SECONDS)
    await asyncio.sleep(0.3)
    assert await world.said() == ["您好", ASKED, "谢谢"]
    shown = "\n".join(seen.text for seen in world.user.inbox)
    assert shown.index("第29条") > shown.index("您好")


# --- several workers -----------------------------------------------------------------


async def test_the_next_delivery_may_go_to_another_worker(
    begin: Begin, redis: object
) -> None:
    world = held(await begin(workers=2, redis=redis, verified=False, quick=True))
    _, done = await asyncio.gather(
        after(0.9, world), world.delivery.say(world.user, ASKED)
    )
    assert done.outcome == "reply" and len(done.attempts) == 2, done.problems
    assert "第29条" in done.text
    assert calls(world) == 1


async def test_a_late_answer_is_told_and_given_by_any_worker(
    begin: Begin, redis: object
) -> None:
    world = held(await begin(workers=2, redis=redis, verified=False, quick=True))
    done = await world.delivery.say(world.user, ASKED)
    assert (len(done.attempts), done.text) == (3, problems.LATE.zh)
    let_go(world)
    await asyncio.sleep(0.3)
    later = await world.delivery.say(world.user, "1")
    assert "第29条" in later.text and calls(world) == 1


async def test_one_worker_pushes(begin: Begin, redis: object) -> None:
    world = held(await begin(workers=2, redis=redis, quick=True))
    message = messages.text(world.account, world.user, "您好")
    await asyncio.gather(*(world.delivery.send(message) for _ in range(4)))
    let_go(world)
    assert await world.user.until(1, SECONDS)
    await asyncio.sleep(0.3)
    assert len(world.user.inbox) == 1 and calls(world) == 1


async def test_further_pages_are_found_by_any_worker(
    begin: Begin, redis: object
) -> None:
    world = await begin(workers=2, redis=redis)
    texts = [(await world.delivery.say(world.user, LONG)).text]
    while texts[-1].endswith(MORE.zh):
        texts.append((await world.delivery.say(world.user, "更多")).text)
    assert len(texts) >= 4 and len(set(texts)) == len(texts)


@pytest.mark.parametrize("verified", [False, True])
async def test_no_message_is_lost_while_redis_is_away(
    begin: Begin, redis: object, verified: bool, caplog: pytest.LogCaptureFixture
) -> None:
    world = await begin(workers=2, redis=redis, verified=verified)

    async def ask(text: str) -> Delivered:
        done = await world.delivery.say(world.account.user(), text)
        assert done.outcome == "reply" and FAULT not in done.text, done.problems
        return done

    before = await ask(ASKED)
    redis.stop()  # type: ignore[attr-defined]
    away = [await ask(ASKED) for _ in range(4)]
    assert {one.text for one in away} == {before.text}
    lines = [r for r in caplog.records if "cannot be used" in r.getMessage()]
    assert len(lines) == 2  # one of each worker
    await redis.begin()  # type: ignore[attr-defined]
    await asyncio.sleep(0.2)
    for _ in range(4):
        await ask(ASKED)
    world = held(world)
    again = world.delivery.say(world.account.user(), ASKED)
    _, done = await asyncio.gather(after(0.3, world), again)
    assert done.outcome == "reply"


async def test_redis_going_while_an_answer_is_made_loses_nothing(
    begin: Begin, redis: object
) -> None:
    world = held(await begin(workers=2, redis=redis, verified=False, quick=True))
    asked = asyncio.create_task(world.delivery.say(world.user, ASKED))
    await asyncio.sleep(0.3)
    redis.stop()  # type: ignore[attr-defined]
    await asyncio.sleep(0.6)
    let_go(world)
    assert "第29条" in (await asked).text


async def test_a_killed_workers_message_is_answered_by_the_next_delivery(
    redis: object,
) -> None:
    """Two real processes; the one that works on the message is killed."""
    account = Account(verified=False)
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("BAOXIAO_")},
        **account.environment("http://127.0.0.1:9"),
        "BAOXIAO_SECRET": SECRET,
        "BAOXIAO_REDIS": redis.address,  # type: ignore[attr-defined]
        "PYTHONPATH": str(ROOT),
    }
    ports = [free_port(), free_port()]
    script = Path(__file__).with_name("wechat_worker.py")
    started = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, str(script), str(port), seconds), env=environment
        )
        # the first never ends its work
        for port, seconds in zip(ports, ("600", "0"), strict=True)
    ]
    try:
        addresses = [f"http://127.0.0.1:{port}{account.path}" for port in ports]
        async with Spread(account, addresses, patience=3.0) as delivery:
            await _until_up(addresses)
            user = account.user()
            asked = asyncio.create_task(delivery.say(user, ASKED))
            await asyncio.sleep(0.4)
            os.kill(started[0].pid, signal.SIGKILL)
            done = await asked
            assert done.text == "answered by the other worker", done.problems
            assert len(done.attempts) == 2
    finally:
        for process in started:
            if process.returncode is None:
                process.kill()
            await process.wait()


async def _until_up(addresses: list[str]) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        for address in addresses:
            for _ in range(600):
                try:
                    await http.get(address.replace("message", "health"))
                    break
                except httpx.HTTPError:
                    await asyncio.sleep(0.1)
            else:
                raise AssertionError("the worker did not start")


async def test_signed_again_or_not_a_delivery_is_known(begin: Begin) -> None:
    world = await begin(verified=False)
    message = messages.text(world.account, world.user, ASKED)
    letter = envelope.seal(world.account, message, 0.0)
    async with httpx.AsyncClient(trust_env=False) as http:
        for _ in range(2):
            answer = await http.post(
                world.worker.address, params=letter.query, content=letter.body
            )
            assert answer.status_code == 200 and b"<Encrypt>" in answer.content
    assert await world.said() == [ASKED]
