"""The channel of a WeCom app over HTTP, with the real assistant."""

from __future__ import annotations

import asyncio
import logging
import time

import httpx
import pytest

from channels.wechat import problems
from channels.wechat.pages import LIMIT, MORE
from simulator import envelope, messages
from tests.channels.wechat.wechat_site import SECONDS, Begin

ASKED = "异地住院能报吗"


async def test_the_echo_comes_bare_and_within_a_second(begin: Begin) -> None:
    world = await begin(kind="wecom")
    begun = time.monotonic()
    assert await world.delivery.verify()
    assert time.monotonic() - begun < 1


async def test_a_question_is_answered_encrypted(begin: Begin) -> None:
    world = await begin(kind="wecom")
    done = await world.delivery.say(world.user, ASKED)
    assert done.outcome == "reply" and "第29条" in done.text, done.problems
    assert b"<Encrypt>" in done.attempts[0].body
    assert world.api.calls == []


async def test_a_late_answer_is_sent_with_the_agents_id(begin: Begin) -> None:
    world = await begin(kind="wecom", quick=True)
    world.agent.held = True
    done = await world.delivery.say(world.user, ASKED)
    assert done.outcome == "received" and len(done.attempts) == 1
    world.agent.held = False
    world.agent.gate.set()
    assert await world.user.until(2, SECONDS)
    await asyncio.sleep(0.2)
    text = "\n".join(seen.text for seen in world.user.inbox)
    assert "第29条" in text and "1. " in text and MORE.zh not in text
    assert all(seen.size <= LIMIT for seen in world.user.inbox)
    assert world.user.twice() == []
    # its numbers choose
    assert (await world.delivery.say(world.user, "1")).outcome == "reply"


async def test_what_cannot_be_sent_comes_with_the_next_message(begin: Begin) -> None:
    world = await begin(kind="wecom", quick=True)
    world.api.inject("/cgi-bin/message/send", errcode=81013)
    world.agent.held = True
    await world.delivery.say(world.user, ASKED)
    world.agent.held = False
    world.agent.gate.set()
    await asyncio.sleep(0.5)
    assert "第29条" in (await world.delivery.say(world.user, "1")).text


async def test_voice_and_other_kinds(begin: Begin) -> None:
    world = await begin(kind="wecom")
    image = await world.delivery.send(messages.image(world.account, world.user))
    assert image.text == problems.IMAGE.zh
    click = messages.click(world.account, world.user, "claim")
    assert (await world.delivery.send(click)).outcome == "reply"
    entered = messages.event(world.account, world.user, "enter_agent", "")
    assert (await world.delivery.send(entered)).outcome == "received"


async def test_a_duplicate_gets_the_same_reply(begin: Begin) -> None:
    world = await begin(kind="wecom")
    message = messages.text(world.account, world.user, ASKED)
    first, second = [await world.delivery.send(message) for _ in range(2)]
    assert first.text == second.text and await world.said() == [ASKED]


async def test_another_apps_messages_are_left_out(
    begin: Begin, caplog: pytest.LogCaptureFixture
) -> None:
    world = await begin(kind="wecom")
    world.account.agent_id = "1000009"
    done = await world.delivery.say(world.user, ASKED)
    assert done.outcome == "received" and await world.said() == []
    assert "another app" in caplog.text


async def test_who_does_not_sign_gets_no_reason(
    begin: Begin, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    world = await begin(kind="wecom")
    letter = envelope.seal(
        world.account, messages.text(world.account, world.user, ASKED), 0.0
    )
    other = await begin(kind="wecom")
    foreign = envelope.seal(
        other.account, messages.text(other.account, other.user, ASKED), 0.0
    )
    async with httpx.AsyncClient(trust_env=False) as http:
        for query, body in (
            ({**letter.query, "msg_signature": "0" * 40}, letter.body),
            (letter.query, b"<xml><Encrypt>AAAA</Encrypt></xml>"),
            (letter.query, b"{}"),
            (foreign.query, foreign.body),
            ({}, b""),
        ):
            answer = await http.post(world.worker.address, params=query, content=body)
            assert (answer.status_code, answer.content) == (403, b"")
    assert world.user.openid not in caplog.text
