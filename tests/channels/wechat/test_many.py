"""Two hundred people in the same moment: every message is answered exactly once."""

from __future__ import annotations

import asyncio

import pytest

from channels.wechat import problems
from simulator import messages
from simulator.account import Account
from simulator.delivery import Delivered, Delivery
from simulator.load import questions
from simulator.people import User
from simulator.platform import Platform
from simulator.replies import FAULT
from simulator.server import serving
from tests.channels.wechat.wechat_site import Begin

pytestmark = pytest.mark.alone

PEOPLE = 200
#: The platform's five seconds, and something for a machine that does much beside.
_PATIENCE = 8.0
#: Seconds within which the last of them has an answer, on a slow and busy machine.
PATIENT = 120.0


async def test_every_message_of_two_hundred_people_is_answered_once() -> None:
    """A server of its own, first for an account that may not push, then for WeCom."""
    official, wecom = Account(verified=False), Account(kind="wecom")
    async with Platform(official) as one, Platform(wecom) as other:
        settings = official.environment(one.address) | wecom.environment(other.address)
        async with serving(settings) as server:
            for account in (official, wecom):
                address = server.address + account.path
                async with Delivery(account, address, patience=_PATIENCE) as delivery:
                    await _all_at_once(delivery)
        assert one.calls == []


async def _all_at_once(delivery: Delivery) -> None:
    people = [delivery.account.user() for _ in range(PEOPLE)]
    asked = questions()[:PEOPLE]

    async def ask(user: User, text: str) -> Delivered:
        done = await delivery.say(user, text)
        if done.outcome == "received":
            assert await user.until(1, PATIENT), "nothing was pushed"
        return done

    done = await asyncio.gather(*map(ask, people, asked))
    slowest = max(one.seconds for one in done)
    deliveries = sum(len(one.attempts) for one in done)
    late = [user for user in people if user.inbox[0].text == problems.LATE.zh]
    english = [user for user in people if user.inbox[0].text == problems.LATE.en]
    # who was told to ask again gets the answer in that way, after at most a few times
    for user in [*late, *english]:
        for _ in range(5):
            again = await delivery.say(user, "1")
            if again.text not in (problems.LATE.zh, problems.LATE.en):
                break
        assert again.outcome == "reply"
    pushed = sum(seen.how == "push" for user in people for seen in user.inbox)
    print(
        f"{delivery.account.kind}: {PEOPLE} messages at once, {deliveries} deliveries, "
        f"slowest {slowest:.1f} s, {len(late) + len(english)} told to ask again, "
        f"{pushed} pushed"
    )
    for user, text, one in zip(people, asked, done, strict=True):
        assert user.inbox[0].text != FAULT, (text, one.problems)
        assert user.twice() == [], text


async def test_duplicates_at_two_workers_change_nothing(
    begin: Begin, redis: object
) -> None:
    world = await begin(workers=2, redis=redis, verified=False)
    people = [world.account.user() for _ in range(10)]
    sent = [
        messages.text(world.account, user, text)
        for user, text in zip(people, questions(), strict=False)
    ]
    done = await asyncio.gather(*(world.delivery.send(one) for one in sent * 3))
    for user in people:
        mine = {one.text for one in done if one.message.user is user and one.text}
        assert len(mine) == 1
        assert len(await world.said(user)) == 1
