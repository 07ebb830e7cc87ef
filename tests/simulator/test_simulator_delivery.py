from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp import web
from stub_channel import Answer, text_reply
from stub_world import PATIENCE, Begin

from simulator import messages
from simulator.replies import FAULT

MODES = [("official", "plain"), ("official", "compatible"), ("official", "safe")]
KINDS = [*MODES, ("wecom", "safe")]


@pytest.mark.parametrize(("kind", "mode"), KINDS)
async def test_the_peer_reads_what_is_delivered_and_its_reply_is_read(
    begin: Begin, kind: str, mode: str
) -> None:
    world = await begin(kind=kind, mode=mode)
    assert await world.delivery.verify()
    done = await world.delivery.say(world.user, "异地住院能报吗？]]> 😀 <a&b>")
    assert done.outcome == "reply", done.problems
    assert done.text == "收到：异地住院能报吗？]]> 😀 <a&b>"
    assert [seen.text for seen in world.user.inbox] == [done.text]
    assert world.channel.messages[0].id == int(done.message.id)


async def test_what_each_mode_puts_on_the_wire(begin: Begin) -> None:
    for mode, hidden, named in (
        ("plain", False, False),
        ("compatible", False, True),
        ("safe", True, True),
    ):
        world = await begin(mode=mode)
        await world.delivery.say(world.user, "门诊")
        query, body = world.channel.requests[0]
        assert (query.get("encrypt_type") == "aes") is named
        assert ("msg_signature" in query) is named
        assert ("门诊" not in body.decode()) is hidden
        assert (b"<Encrypt>" in body) is named


@pytest.mark.parametrize("kind", ["official", "wecom"])
async def test_an_address_that_answers_something_else_is_not_verified(
    begin: Begin, kind: str
) -> None:
    world = await begin(kind=kind)
    world.delivery.address += "/elsewhere"
    assert not await world.delivery.verify()


async def test_no_answer_is_delivered_three_times_and_then_a_fault(
    begin: Begin,
) -> None:
    async def sleeps(_: Any) -> Answer:
        await asyncio.sleep(PATIENCE * 10)
        return "too late"

    world = await begin(sleeps)
    world.delivery.patience = PATIENCE
    done = await world.delivery.say(world.user, "在吗")
    assert (done.outcome, done.text) == ("fault", FAULT)
    assert len(done.attempts) == 3
    assert PATIENCE * 3 <= done.seconds < PATIENCE * 8
    queries = [query for query, _ in world.channel.requests]
    assert len({query["nonce"] for query in queries}) == 3
    assert len({message.id for message in world.channel.messages}) == 1
    await asyncio.sleep(PATIENCE)
    assert len(world.channel.requests) == 3


@pytest.mark.parametrize("good", [1, 2, 3])
async def test_an_answer_in_time_ends_the_attempts(begin: Begin, good: int) -> None:
    calls = 0

    async def slow_at_first(_: Any) -> Answer:
        nonlocal calls
        calls += 1
        if calls < good:
            await asyncio.sleep(PATIENCE * 10)
        return "答案"

    world = await begin(slow_at_first)
    world.delivery.patience = PATIENCE
    done = await world.delivery.say(world.user, "在吗")
    assert (done.text, len(done.attempts)) == ("答案", good)
    assert len(world.user.inbox) == 1


@pytest.mark.parametrize("body", ["success", ""])
async def test_silence_on_purpose_shows_nothing(begin: Begin, body: str) -> None:
    async def silent(_: Any) -> Answer:
        return body

    world = await begin(silent)
    done = await world.delivery.say(world.user, "在吗")
    assert (done.outcome, len(done.attempts), world.user.inbox) == ("received", 1, [])


ODD = [
    web.json_response,
    lambda _: web.Response(text="<html><body>Bad Gateway</body></html>"),
    lambda _: web.Response(text="Traceback (most recent call last)"),
    lambda _: web.Response(text="success\n"),
    lambda _: web.Response(body=b"\xff\xfe"),
    lambda _: web.Response(status=500, text="success"),
    lambda _: web.Response(status=204),
]


@pytest.mark.parametrize("make", ODD)
async def test_an_odd_response_is_asked_for_again_and_shown_as_a_fault(
    begin: Begin, make: Any
) -> None:
    async def odd(_: Any) -> Answer:
        response: web.Response = make({"text": "hello"})
        return response

    world = await begin(odd)
    done = await world.delivery.say(world.user, "在吗")
    assert (done.outcome, len(done.attempts)) == ("fault", 3)
    assert [seen.text for seen in world.user.inbox] == [FAULT]
    assert all(done.problems)


async def refused(begin: Begin, make: Any, **settings: Any) -> str:
    """Return why a reply that ``make`` makes of (world, message) is refused."""

    async def wrong(message: Any) -> Answer:
        body: web.Response = make(world, message)
        return body

    world = await begin(wrong, **settings)
    done = await world.delivery.say(world.user, "在吗")
    assert (done.outcome, len(done.attempts)) == ("fault", 1)
    assert done.text == FAULT
    return done.problems[0]


async def test_a_reply_in_the_clear_is_refused_in_safe_mode(begin: Begin) -> None:
    def clear(world: Any, message: Any) -> web.Response:
        return web.Response(text=text_reply(message, "答"))

    assert "in the clear" in await refused(begin, clear)


async def test_a_wrong_signature_or_cipher_is_refused(begin: Begin) -> None:
    def sealed(world: Any, message: Any) -> str:
        text: str = world.channel.crypto.encrypt_message(
            text_reply(message, "答"), "1", "1764547200"
        )
        return text

    def unsigned(world: Any, message: Any) -> web.Response:
        return web.Response(text=sealed(world, message).replace("<Nonce>", "<Nonce>2"))

    def nameless(world: Any, message: Any) -> web.Response:
        return web.Response(text=sealed(world, message).replace("MsgSignature", "Sign"))

    def foreign(world: Any, message: Any) -> web.Response:
        world.channel.crypto._id = "wxanotheraccount00"
        return web.Response(text=sealed(world, message))

    assert "wrong MsgSignature" in await refused(begin, unsigned)
    assert "without MsgSignature" in await refused(begin, nameless)
    assert "cannot be decrypted" in await refused(begin, foreign)


@pytest.mark.parametrize(
    ("names", "text", "why"),
    [
        ({"target": "osomebodyelse"}, "答", "ToUserName"),
        ({"source": "gh_another"}, "答", "FromUserName"),
        ({}, "", "Content"),
        ({}, "保" * 683, "2049 bytes"),
        ({"time": "soon"}, "答", "CreateTime"),
    ],
)
async def test_a_reply_with_wrong_fields_is_refused(
    begin: Begin, names: dict[str, str], text: str, why: str
) -> None:
    def made(world: Any, message: Any) -> web.Response:
        swapped = {name: names[name] for name in names if name != "time"}
        body = text_reply(message, text, **swapped)
        if "time" in names:
            body = body.replace("<CreateTime>", "<CreateTime>soon")
        return web.Response(text=body)

    assert why in await refused(begin, made, mode="plain")


async def test_the_largest_text_is_taken(begin: Begin) -> None:
    async def long(_: Any) -> Answer:
        return "a" * 2048

    world = await begin(long)
    assert (await world.delivery.say(world.user, "在吗")).seen.size == 2048


async def test_in_wecom_a_fault_shows_nothing(begin: Begin) -> None:
    async def fails(_: Any) -> Answer:
        return web.Response(status=500)

    world = await begin(fails, kind="wecom")
    done = await world.delivery.say(world.user, "在吗")
    assert (done.outcome, world.user.inbox) == ("fault", [])


async def test_nobody_at_the_address_is_a_fault(begin: Begin) -> None:
    world = await begin()
    world.delivery.address = "http://127.0.0.1:9/"
    done = await world.delivery.say(world.user, "在吗")
    assert (done.outcome, len(done.attempts)) == ("fault", 3)


async def test_every_kind_of_message_is_read_by_the_peer(begin: Begin) -> None:
    world = await begin()
    account, user = world.account, world.user
    sent = [
        messages.voice(account, user, "生孩子能报多少"),
        messages.voice(account, user, ""),
        messages.voice(account, user, None),
        messages.image(account, user),
        messages.video(account, user),
        messages.location(account, user),
        messages.link(account, user),
        messages.unsupported(account, user),
        messages.follow(account, user),
        messages.scan(account, user, "scene"),
        messages.click(account, user, "guide"),
        messages.unfollow(account, user),
        messages.event(account, user, "LOCATION", Latitude=30.6),
    ]
    for message in sent:
        assert (await world.delivery.send(message)).outcome == "reply"
    got = world.channel.messages
    assert [m.type for m in got] == (
        "voice voice voice image video location link text"
        " event event event event event".split()
    )
    assert got[0].recognition == "生孩子能报多少"
    assert "Recognition" in got[1].raw
    assert "Recognition" not in got[2].raw
    assert [m.event for m in got[8:12]] == ["subscribe", "scan", "click", "unsubscribe"]
    assert got[10].key == "guide"
    assert not any("MsgId" in m.raw for m in got[8:])
    assert not user.follows
    ids = [m.raw["MsgId"] for m in got[:8]]
    assert len(set(ids)) == 8
    assert all(int(ident) > 2**53 for ident in ids)


async def test_a_wecom_message_names_the_app(begin: Begin) -> None:
    world = await begin(kind="wecom")
    await world.delivery.say(world.user, "在吗")
    assert world.channel.messages[0].raw["AgentID"] == world.account.agent_id


async def test_a_duplicate_that_is_answered_again_is_recorded(begin: Begin) -> None:
    world = await begin()
    message = messages.text(world.account, world.user, "在吗")
    await world.delivery.send(message)
    assert world.user.twice() == []
    await world.delivery.send(message)
    assert world.user.twice() == [message.id]
    assert len({m.id for m in world.channel.messages}) == 1


@pytest.mark.parametrize(("test", "given"), [(False, "guide"), (True, None)])
async def test_a_tap_on_an_option(begin: Begin, test: bool, given: str | None) -> None:
    world = await begin(test_account=test)
    world.user.sees("push", "选一个", options=[("guide", "算一算"), ("more", "更多")])
    await world.delivery.tap(world.user, 1)
    raw = world.channel.messages[0].raw
    assert (raw["Content"], raw.get("bizmsgmenuid")) == ("算一算", given)
    with pytest.raises(IndexError):
        await world.delivery.tap(world.user, 3)


async def test_a_skewed_time_is_signed_all_the_same(begin: Begin) -> None:
    world = await begin()
    world.delivery.skew = -600.0
    done = await world.delivery.say(world.user, "在吗")
    stamp = int(world.channel.requests[0][0]["timestamp"])
    assert done.outcome == "reply"
    assert 590 < world.account.clock() - stamp < 620
