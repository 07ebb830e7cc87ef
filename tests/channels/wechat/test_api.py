"""Calls of the platform's interface, against the pretended platform."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import pytest

from channels.shared import InProcess, Shared
from channels.wechat import calls, menu, settings
from channels.wechat.api import OfficialApi, WeComApi
from channels.wechat.api_errors import ApiError
from simulator.account import Account
from simulator.people import User
from simulator.platform import Platform

SEND = "/cgi-bin/message/custom/send"
TOKEN = "/cgi-bin/stable_token"


@dataclass
class Side:
    account: Account
    api: Any
    platform: Platform
    shared: Shared
    user: User
    another: Callable[[], Any]


Start = Callable[..., Awaitable[Side]]


@pytest.fixture
async def start() -> AsyncIterator[Start]:
    async with AsyncExitStack() as stack:

        async def begin(allowed: set[str] | None = None, **given: Any) -> Side:
            account = Account(**given)
            platform = await stack.enter_async_context(Platform(account, allowed))
            shared = InProcess()
            environment = account.environment(platform.address)

            def another() -> Any:
                if account.kind == "wecom":
                    wecom = settings.wecom(environment)
                    assert wecom is not None
                    made: Any = WeComApi(wecom, shared)
                else:
                    official = settings.official(environment)
                    assert official is not None
                    made = OfficialApi(official, shared)
                stack.push_async_callback(made.close)
                return made

            user = account.user()
            user.sends("1", "message")
            return Side(account, another(), platform, shared, user, another)

        yield begin


async def test_a_text_arrives_as_it_is(start: Start) -> None:
    side = await start()
    text = "报销😀\n“引号” \\u4e2d & <a>"
    assert await side.api.send_text(side.user.openid, text)
    assert side.user.inbox[0].text == text


async def test_many_workers_get_one_token(start: Start) -> None:
    side = await start()
    apis = [side.api, *(side.another() for _ in range(4))]
    side.platform.inject(TOKEN, seconds=0.1)
    openids = []
    for _ in apis * 3:
        user = side.account.user()
        user.sends("1", "message")
        openids.append(user.openid)
    sent = zip(apis * 3, openids, strict=True)
    assert all(await asyncio.gather(*(api.send_text(o, "x") for api, o in sent)))
    assert len(side.platform.called("stable_token")) == 1


async def test_the_token_is_renewed_five_minutes_early(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    side = await start()
    kept: list[float] = []
    put = side.shared.put

    async def watched(key: str, value: str, seconds: float) -> None:
        kept.append(seconds)
        await put(key, value, seconds)

    monkeypatch.setattr(side.shared, "put", watched)
    await side.api.check()
    assert kept == [7_200 - 300]


@pytest.mark.parametrize("code", [40001, 40014, 42001])
async def test_a_refused_token_is_renewed_once_and_the_call_made_once_more(
    start: Start, code: int
) -> None:
    side = await start()
    side.platform.inject(SEND, errcode=code, times=1)
    assert await side.api.send_text(side.user.openid, "x")
    assert [call.code for call in side.platform.called("send")] == [code, 0]
    assert len(side.platform.called("stable_token")) == 2
    side.platform.inject(SEND, errcode=code)
    assert not await side.api.send_text(side.user.openid, "x")
    assert len(side.platform.called("send")) == 4


async def test_a_revoked_token_is_replaced_for_all_by_one(start: Start) -> None:
    side = await start()
    assert await side.api.send_text(side.user.openid, "x")
    side.platform.tokens.revoke()
    apis = [side.api, side.another(), side.another()]
    assert all(
        await asyncio.gather(*(a.send_text(side.user.openid, "x") for a in apis))
    )
    forced = [
        c for c in side.platform.called("stable_token") if c.body.get("force_refresh")
    ]
    assert len(forced) == 1


async def test_faults_are_one_line_without_anything_personal(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    side = await start(verified=False)
    account = side.account
    account.verified = False
    assert not await side.api.send_text(side.user.openid, "私事")
    (line,) = [r.getMessage() for r in caplog.records if r.name.startswith("chan")]
    assert "48001" in line and "CUSTOMER_MESSAGES=off" in line
    for secret in (side.user.openid, "私事", account.secret):
        assert secret not in caplog.text


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"status": 500}, "status 500"),
        ({"body": "<html>"}, "something else than JSON"),
        ({"body": "[]"}, "something else than an object"),
        ({"body": '{"errcode": "x"}'}, "something else than an object"),
        ({"errcode": -1}, "busy"),
        ({"errcode": 45009}, "45009"),
        ({"errcode": 99999}, "99999"),
        ({"seconds": 60}, "cannot be reached"),
    ],
)
async def test_what_goes_wrong_is_told_and_breaks_nothing(
    start: Start,
    fault: dict[str, Any],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(calls, "_WHOLE", 0.3)
    side = await start()
    await side.api.check()
    side.platform.inject(SEND, **fault)
    begun = time.monotonic()
    assert not await side.api.send_text(side.user.openid, "x")
    assert time.monotonic() - begun < 3
    assert said in caplog.text
    await side.api.typing(side.user.openid)  # never fails
    side.platform.mend()
    assert await side.api.send_text(side.user.openid, "x")


async def test_a_busy_platform_is_called_once_more(start: Start) -> None:
    side = await start()
    side.platform.inject(SEND, errcode=-1, times=1)
    assert await side.api.send_text(side.user.openid, "x")


async def test_a_token_that_cannot_be_had_is_told(start: Start) -> None:
    side = await start(allowed={"192.0.2.1"})
    with pytest.raises(ApiError, match="40164"):
        await side.api.check()
    wrong = await start()
    wrong.account.secret = "another"
    for _ in range(2):
        with pytest.raises(ApiError, match="AppSecret is wrong"):
            await wrong.api.check()


async def test_a_platform_that_is_away_is_told(start: Start) -> None:
    side = await start()
    await side.platform.__aexit__(None, None, None)
    with pytest.raises(ApiError, match="cannot be reached"):
        await side.api.check()


# --- menus and typing ----------------------------------------------------------------


async def test_options_to_tap(start: Start) -> None:
    side = await start()
    sent = await side.api.send_menu(
        side.user.openid, "选：", ["甲", "乙"], "1. 甲\n2. 乙"
    )
    assert sent and side.user.options == (("1", "甲"), ("2", "乙"))


@pytest.mark.parametrize("code", [40200, 48001, 45098])
async def test_where_options_cannot_be_tapped_they_are_numbered(
    start: Start, code: int
) -> None:
    side = await start()
    side.platform.inject(SEND, errcode=code, times=1)
    for _ in range(2):
        assert await side.api.send_menu(side.user.openid, "选：", ["甲"], "1. 甲")
    assert side.user.inbox[0].text == "1. 甲"
    # the account is not asked again, a shorter menu is
    assert bool(side.user.inbox[1].options) == (code == 45098)


async def test_too_many_or_too_long_options_go_as_text(start: Start) -> None:
    side = await start()
    for labels in (["甲"] * 11, ["长" * 50]):
        assert await side.api.send_menu(side.user.openid, "选：", labels, "1. 甲")
    assert [seen.options for seen in side.user.inbox] == [(), ()]


async def test_typing_twice_harms_nobody(start: Start) -> None:
    side = await start()
    for _ in range(2):
        await side.api.typing(side.user.openid)
    assert [c.code for c in side.platform.called("typing")] == [0, 45081]


@pytest.mark.parametrize("kind", ["official", "wecom"])
async def test_the_platform_takes_our_menu(start: Start, kind: str) -> None:
    side = await start(kind=kind)
    await side.api.create_menu(menu.read().as_json())
    assert side.account.menu is not None
    assert len(side.account.menu["button"]) == 3


# --- WeCom ---------------------------------------------------------------------------


async def test_wecom_sends_with_its_agent(start: Start) -> None:
    side = await start(kind="wecom")
    assert await side.api.send_text(side.user.openid, "您好")
    assert side.user.inbox[0].text == "您好"
    (call,) = side.platform.called("message/send")
    assert call.body["agentid"] == int(side.account.agent_id)
    assert not await side.api.send_text("nobody", "您好")


async def test_wecom_renews_its_token(start: Start) -> None:
    side = await start(kind="wecom")
    assert await side.api.send_text(side.user.openid, "一")
    side.platform.tokens.revoke()
    assert await side.api.send_text(side.user.openid, "二")
    assert len(side.platform.called("gettoken")) == 2
