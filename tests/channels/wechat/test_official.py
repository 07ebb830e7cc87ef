"""The official account's channel over HTTP, with the real assistant."""

from __future__ import annotations

import asyncio
import logging
import time

import httpx
import pytest

from channels import intake
from channels.errors import FAILED
from channels.talk import Choice
from channels.wechat import menu, problems
from channels.wechat.pages import LIMIT, MORE, size
from simulator import envelope, messages
from simulator.replies import FAULT
from tests.channels.wechat.wechat_site import Begin

LONG = "住院要带什么材料，门诊能报多少，多久到账"


# --- the address ---------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["plain", "compatible", "safe"])
async def test_in_every_mode_a_question_is_answered(begin: Begin, mode: str) -> None:
    world = await begin(mode=mode)
    assert await world.delivery.verify()
    done = await world.delivery.say(world.user, "异地住院能报吗")
    assert done.outcome == "reply" and len(done.attempts) == 1, done.problems
    assert "第29条" in done.text
    assert done.seconds < 4
    # what needs no push makes no call
    assert world.api.calls == []


async def test_who_does_not_sign_gets_no_reason(begin: Begin) -> None:
    world = await begin()
    message = messages.text(world.account, world.user, "您好")
    letter = envelope.seal(world.account, message, 0.0)
    async with httpx.AsyncClient(trust_env=False) as http:
        address = world.worker.address
        wrong = {**letter.query, "signature": "0" * 40}
        swapped = {**letter.query, "msg_signature": letter.query["signature"]}
        old = envelope.seal(world.account, message, -400.0)
        for query, body in (
            (wrong, letter.body),
            (swapped, letter.body),
            ({}, letter.body),
            (letter.query, b"x" * 70_000),
            (old.query, old.body),
        ):
            answer = await http.post(address, params=query, content=body)
            assert (answer.status_code, answer.content) == (403, b"")
        missing = await http.get(address, params={"echostr": "1"})
        assert (missing.status_code, missing.content) == (403, b"")
        assert (await http.get(address.replace("message", "health"))).json() == {
            "status": "ok"
        }
    assert await world.said() == []


async def test_a_plain_body_is_refused_in_safe_mode(begin: Begin) -> None:
    world = await begin(mode="safe")
    message = messages.text(world.account, world.user, "您好")
    world.account.mode = "plain"
    letter = envelope.seal(world.account, message, 0.0)
    async with httpx.AsyncClient(trust_env=False) as http:
        answer = await http.post(
            world.worker.address, params=letter.query, content=letter.body
        )
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"<xml>",
        b"<html></html>",
        b"<xml><MsgType>text</MsgType></xml>",
        b'<!DOCTYPE x [<!ENTITY a "b">]><xml><Content>&a;</Content></xml>',
    ],
)
async def test_what_cannot_be_read_is_received_once_it_is_signed(
    begin: Begin, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    world = await begin(mode="plain")
    message = messages.text(world.account, world.user, "您好")
    letter = envelope.seal(world.account, message, 0.0)
    async with httpx.AsyncClient(trust_env=False) as http:
        answer = await http.post(
            world.worker.address, params=letter.query, content=body
        )
    assert (answer.status_code, answer.text) == (200, "success")
    assert "refused a request" in caplog.text


async def test_a_nonce_is_not_used_for_another_message(begin: Begin) -> None:
    world = await begin(mode="plain")
    one = envelope.seal(
        world.account, messages.text(world.account, world.user, "您好"), 0.0
    )
    other = envelope.seal(
        world.account, messages.text(world.account, world.user, "门诊"), 0.0
    )
    async with httpx.AsyncClient(trust_env=False) as http:
        answers = [
            await http.post(world.worker.address, params=one.query, content=body)
            for body in (one.body, one.body, other.body)
        ]
    assert [answer.status_code for answer in answers] == [200, 200, 403]


async def test_a_body_is_not_read_beyond_its_bound(begin: Begin) -> None:
    world = await begin()
    sent = 0

    async def endless() -> object:
        nonlocal sent
        while sent < 50_000_000:
            sent += 65_536
            yield b"x" * 65_536  # type: ignore[misc]

    async with httpx.AsyncClient(trust_env=False) as http:
        try:
            answer = await http.post(world.worker.address, content=endless())  # type: ignore[arg-type]
            assert answer.status_code == 403
        except httpx.HTTPError:
            pass  # hung up on while it was still sending
    assert sent < 20_000_000


# --- what can be sent ----------------------------------------------------------------


async def test_a_question_in_english_is_answered_in_english(begin: Begin) -> None:
    world = await begin()
    done = await world.delivery.say(
        world.user, "Is a hospital stay in another province paid?"
    )
    assert "Legal basis" in done.text
    image = await world.delivery.send(messages.image(world.account, world.user))
    assert image.text == problems.IMAGE.en


async def test_voice_is_heard_or_asked_for_again(begin: Begin) -> None:
    world = await begin()
    heard = messages.voice(world.account, world.user, "异地住院能报吗。")
    assert "第29条" in (await world.delivery.send(heard)).text
    silent = messages.voice(world.account, world.user, "")
    assert (await world.delivery.send(silent)).text == problems.EMPTY_VOICE.zh


async def test_numbers_of_people_are_hidden_whether_typed_or_spoken(
    begin: Begin,
) -> None:
    world = await begin()
    await world.delivery.say(world.user, "邮箱zhangsan@qq.com，卡丢了怎么办")
    spoken = "我的护照是E12345678，电话010-62345678，外国人能参保吗。"
    await world.delivery.send(messages.voice(world.account, world.user, spoken))
    assert await world.said() == [
        "邮箱＊＊＊，卡丢了怎么办",
        "我的护照是＊＊＊，电话＊＊＊，外国人能参保吗。",
    ]


@pytest.mark.parametrize("kind", ["image", "video", "location", "link", "unsupported"])
async def test_other_messages_get_a_friendly_word(begin: Begin, kind: str) -> None:
    world = await begin()
    message = getattr(messages, kind)(world.account, world.user)
    done = await world.delivery.send(message)
    assert done.text == problems.of_media(kind).zh


async def test_following_gets_a_welcome_whose_numbers_choose(begin: Begin) -> None:
    world = await begin()
    welcome = await world.delivery.send(messages.follow(world.account, world.user))
    assert welcome.text.startswith(problems.WELCOME.zh)
    assert "\n1. " in welcome.text and "\n2. " in welcome.text
    first = welcome.text.partition("\n1. ")[2].partition("\n")[0]
    by_number = await world.delivery.say(world.user, "１")
    other = world.account.user()
    by_words = await world.delivery.say(other, first)
    assert by_number.text.split("\n")[0] == by_words.text.split("\n")[0]


async def test_unfollowing_erases(begin: Begin) -> None:
    world = await begin()
    await world.delivery.say(world.user, LONG)
    assert await world.said() == [LONG]
    done = await world.delivery.send(messages.unfollow(world.account, world.user))
    assert done.outcome == "received"
    assert await world.said() == []
    # and the pages that were left
    assert LONG not in (await world.delivery.say(world.user, "更多")).text
    assert await world.said() == ["更多"]


@pytest.mark.parametrize("key", [e for e in menu.read().choices])
async def test_every_entry_of_the_menu_is_answered(begin: Begin, key: str) -> None:
    world = await begin()
    done = await world.delivery.send(messages.click(world.account, world.user, key))
    assert done.outcome == "reply", done.problems
    assert done.text not in (FAILED.zh, FAILED.en)
    choice: Choice = menu.read().choices[key]
    assert await world.said() == [choice.label]


async def test_unknown_keys_mean_nothing_of_ours(begin: Begin) -> None:
    world = await begin()
    for key in ("old_entry", "/forget", '/inform{"insurance": "employee"}'):
        done = await world.delivery.send(messages.click(world.account, world.user, key))
        assert "1. " in done.text  # what can be asked
    assert await world.said() == []


async def test_a_scan_is_greeted_and_other_events_received(begin: Begin) -> None:
    world = await begin()
    scan = await world.delivery.send(
        messages.scan(world.account, world.user, "entrance")
    )
    assert scan.outcome == "reply" and "1. " in scan.text
    event = messages.event(world.account, world.user, "TEMPLATESENDJOBFINISH")
    assert (await world.delivery.send(event)).outcome == "received"


async def test_what_is_too_long_is_said(begin: Begin) -> None:
    world = await begin()
    done = await world.delivery.say(world.user, "报" * (intake.MAX_LENGTH + 1))
    assert "2000" in done.text


async def test_forged_intents_and_markup_do_nothing(begin: Begin) -> None:
    world = await begin()
    done = await world.delivery.say(world.user, "/forget ]]><a href='x'>😀</a>")
    assert done.outcome == "reply", done.problems


# --- pages and options ---------------------------------------------------------------


async def test_long_answers_come_in_pages_up_to_the_last(begin: Begin) -> None:
    world = await begin()
    done = await world.delivery.say(world.user, LONG)
    texts = [done.text]
    assert texts[0].endswith(MORE.zh) and "依据：" in texts[0]
    while texts[-1].endswith(MORE.zh):
        texts.append((await world.delivery.say(world.user, "更多")).text)
    assert len(texts) >= 4 and all(size(text) <= LIMIT for text in texts)
    assert len(set(texts)) == len(texts)
    assert await world.said() == [LONG]  # the assistant was not asked for more
    # then it is
    await world.delivery.say(world.user, "更多")
    assert await world.said() == [LONG, "更多"]


async def test_a_duplicate_of_more_turns_no_page(begin: Begin) -> None:
    world = await begin()
    await world.delivery.say(world.user, LONG)
    message = messages.text(world.account, world.user, "更多")
    one, again = [await world.delivery.send(message) for _ in range(2)]
    assert one.text == again.text
    assert (await world.delivery.say(world.user, "more")).text != one.text


async def test_another_question_ends_the_pages(begin: Begin) -> None:
    world = await begin()
    await world.delivery.say(world.user, LONG)
    await world.delivery.say(world.user, "您好")
    await world.delivery.say(world.user, "更多")
    assert await world.said() == [LONG, "您好", "更多"]


async def test_an_amount_is_no_option(begin: Begin) -> None:
    world = await begin()
    click = messages.click(world.account, world.user, "estimate")
    asked = (await world.delivery.send(click)).text
    assert "金额" in asked and "1. " not in asked
    after = (await world.delivery.say(world.user, "3")).text
    assert after != asked
    assert (await world.said())[-1] == "3"


# --- once ----------------------------------------------------------------------------


async def test_a_duplicate_gets_the_same_reply(begin: Begin) -> None:
    world = await begin()
    message = messages.text(world.account, world.user, "异地住院能报吗")
    first, second = [await world.delivery.send(message) for _ in range(2)]
    assert first.text == second.text and first.outcome == "reply"
    assert await world.said() == ["异地住院能报吗"]


async def test_an_event_delivered_twice_is_one(begin: Begin) -> None:
    world = await begin()
    message = messages.click(world.account, world.user, "claim")
    first, second = [await world.delivery.send(message) for _ in range(2)]
    assert first.text == second.text
    assert len(await world.said()) == 1


async def test_messages_of_one_person_stay_in_order(begin: Begin) -> None:
    world = await begin()
    asked = ["异地住院能报吗", "要带什么材料", "那门诊呢", "多久到账"]
    sent = []
    for text in asked:
        sent.append(asyncio.create_task(world.delivery.say(world.user, text)))
        await asyncio.sleep(0.02)
    done = await asyncio.gather(*sent)
    assert await world.said() == asked
    assert all(one.outcome == "reply" for one in done)


# --- what breaks ---------------------------------------------------------------------


async def test_a_crash_of_the_assistant_gets_a_polite_text(begin: Begin) -> None:
    world = await begin()
    world.agent.failing = RuntimeError("broken")
    done = await world.delivery.say(world.user, "异地住院能报吗")
    assert done.text == FAILED.zh
    english = await world.delivery.say(world.account.user(), "How do I claim?")
    assert english.text == FAILED.en
    world.agent.failing = None
    assert "第29条" in (await world.delivery.say(world.user, "异地住院能报吗")).text


async def test_a_crash_in_an_action_gets_a_polite_text(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    from actions import wording
    from actions.answer import ActionAnswer

    world = await begin()

    def breaks(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(ActionAnswer, "replies", breaks)
    done = await world.delivery.say(world.user, "异地住院能报吗")
    assert wording.TROUBLE.zh in done.text


async def test_a_crash_of_ours_gets_a_polite_text(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = await begin()
    monkeypatch.setattr("channels.wechat.answer.of_payloads", lambda _: 1 / 0)
    done = await world.delivery.say(world.user, "异地住院能报吗")
    assert FAILED.zh in done.text


async def test_without_an_agent_people_are_asked_to_wait(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = await begin()
    monkeypatch.setattr(world.agent, "is_ready", lambda: False, raising=False)
    done = await world.delivery.say(world.user, "您好")
    assert problems.BUSY.zh in done.text and FAULT not in done.text


async def test_stopping_waits_for_what_is_running(begin: Begin) -> None:
    world = await begin()
    world.agent.held = True
    asked = asyncio.create_task(world.delivery.say(world.user, "异地住院能报吗"))
    await world.agent.begun.wait()
    stopping = asyncio.create_task(world.worker.stop())
    await asyncio.sleep(0.1)
    refused = await world.delivery.say(world.account.user(), "您好")
    assert problems.BUSY.zh in refused.text
    world.agent.gate.set()
    await stopping
    assert "第29条" in (await asked).text


# --- privacy -------------------------------------------------------------------------


async def test_logs_tell_nothing_personal_and_no_secret(
    begin: Begin, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    world = await begin(quick=True)
    asked = "我叫王小明，异地住院能报吗"
    await world.delivery.say(world.user, asked)
    world.agent.held = True
    await world.delivery.say(world.user, asked + "？")  # pushed later
    world.agent.gate.set()
    assert await world.user.until(2, 10)
    world.agent.failing = ValueError(f"broken at {world.user.openid}")
    await world.delivery.send(messages.image(world.account, world.user))
    names = {record.name for record in caplog.records}
    assert any(name.startswith("httpx") for name in names)
    token = world.api.called("custom/send")[0].token
    ours = [r for r in caplog.records if not r.name.startswith(("rasa", "asyncio"))]
    written = "\n".join(f"{r.name} {r.getMessage()} {r.exc_text}" for r in ours)
    for secret in (
        world.user.openid,
        "王小明",
        token,
        world.account.token,
        world.account.secret,
        world.account.aes_key,
    ):
        assert secret not in written
    everything = "\n".join(f"{r.getMessage()}" for r in caplog.records)
    assert world.user.openid not in everything and token not in everything


async def test_the_clock_of_a_reply_is_now(begin: Begin) -> None:
    world = await begin(mode="plain")
    done = await world.delivery.say(world.user, "您好")
    written = done.attempts[0].body.decode()
    made = int(written.partition("<CreateTime>")[2].partition("<")[0])
    assert abs(made - time.time()) < 5


async def test_hanging_up_leaves_no_person_in_the_logs(
    begin: Begin, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    world = await begin(quick=True, verified=False)
    world.agent.held = True
    message = messages.text(world.account, world.user, "异地住院能报吗")
    letter = envelope.seal(world.account, message, 0.0)
    query = {**letter.query, "openid": world.user.openid}
    async with httpx.AsyncClient(trust_env=False, timeout=0.2) as http:
        with pytest.raises(httpx.ReadTimeout):
            await http.post(world.worker.address, params=query, content=letter.body)
    await asyncio.sleep(0.5)
    # what Sanic says of requests that end while it stops
    logger = logging.getLogger("sanic.root")
    logger.info("Request: POST %s?openid=%s stopped.", "/message", world.user.openid)
    assert "/message?… stopped." in caplog.text
    assert world.user.openid not in caplog.text
