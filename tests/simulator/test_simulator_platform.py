from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest

from simulator import messages
from simulator.account import Account
from simulator.people import User
from simulator.platform import Platform

SEND, TYPING = "/cgi-bin/message/custom/send", "/cgi-bin/message/custom/typing"
TOKEN = "/cgi-bin/stable_token"


class Client:
    """Calls the API as a channel does."""

    def __init__(self, platform: Platform, http: httpx.AsyncClient) -> None:
        self.platform = platform
        self.account = platform.account
        self.http = http
        self.token = ""

    async def call(self, path: str, body: Any = None, **query: str) -> dict[str, Any]:
        method = "GET" if body is None else "POST"
        written = None if body is None else json.dumps(body, ensure_ascii=False)
        answer = await self.http.request(
            method,
            self.platform.address + path,
            params={"access_token": self.token, **query},
            content=written,
        )
        found: dict[str, Any] = answer.json()
        return found

    async def code(self, path: str, body: Any = None, **query: str) -> int:
        found: int = (await self.call(path, body, **query)).get("errcode", 0)
        return found

    async def fetch(self, **more: Any) -> dict[str, Any]:
        body = {
            "grant_type": "client_credential",
            "appid": self.account.app_id,
            "secret": self.account.secret,
        }
        found = await self.call(TOKEN, {**body, **more})
        self.token = found.get("access_token", self.token)
        return found

    async def say(self, user: User, text: str = "答案") -> int:
        body = {"touser": user.openid, "msgtype": "text", "text": {"content": text}}
        return await self.code(SEND, body)


@pytest.fixture
async def api() -> AsyncIterator[Any]:
    async with AsyncExitStack() as stack:

        async def start(allowed: set[str] | None = None, **settings: Any) -> Client:
            platform = Platform(Account(**settings), allowed)
            await stack.enter_async_context(platform)
            http = httpx.AsyncClient(trust_env=False)
            client = Client(platform, await stack.enter_async_context(http))
            if client.account.kind == "official":
                await client.fetch()
            return client

        yield start


def wrote(user: User, text: str = "在吗", grant: Any = "message") -> None:
    user.sends(text, grant)


async def test_the_same_token_until_shortly_before_it_ends(api: Any) -> None:
    client = await api()
    first, clock = client.token, client.account.clock
    assert len(first) <= 512
    assert (await client.fetch())["expires_in"] > 7_190
    assert client.token == first
    clock.advance(7_000)
    await client.fetch()
    assert client.token != first
    user = client.account.user()
    wrote(user)
    assert await client.say(user) == 0
    client.token = first  # both are valid for these minutes
    assert await client.say(user) == 0
    clock.advance(201)
    assert await client.say(user) == 42001


async def test_a_forced_token_ends_the_old_one_and_is_scarce(api: Any) -> None:
    client = await api()
    user, first, clock = client.account.user(), client.token, client.account.clock
    wrote(user)
    await client.fetch(force_refresh=True)
    assert client.token != first
    assert await client.say(user) == 0
    assert (await client.fetch(force_refresh=True))["errcode"] == 45011
    client.token = first
    assert await client.say(user) == 40001
    for _ in range(19):
        clock.advance(31)
        assert "access_token" in await client.fetch(force_refresh=True)
    clock.advance(31)
    assert (await client.fetch(force_refresh=True))["errcode"] == 45009


async def test_wrong_credentials_and_tokens(api: Any) -> None:
    client = await api()
    assert (await client.fetch(appid="wx0"))["errcode"] == 40013
    assert (await client.fetch(secret="no"))["errcode"] == 40125
    assert (await client.fetch(grant_type="x"))["errcode"] == 40002
    user = client.account.user()
    wrote(user)
    client.token = "invented"
    assert await client.say(user) == 40001
    client.token = ""
    assert await client.say(user) == 41001
    await client.fetch()
    client.platform.tokens.revoke()
    assert await client.say(user) == 40001
    await client.fetch()
    assert await client.say(user) == 0


async def test_who_may_call(api: Any) -> None:
    client = await api(allowed={"192.0.2.1"})
    assert (await client.fetch())["errcode"] == 40164
    client.platform.allowed = {"127.0.0.1"}
    assert "access_token" in await client.fetch()
    assert await client.code(SEND) == 43002
    assert await client.code("/cgi-bin/menu/get", {}) == 43001


async def test_five_pushes_after_a_message_within_two_days(api: Any) -> None:
    client = await api()
    user = client.account.user()
    assert await client.say(user) == 45015
    wrote(user)
    assert [await client.say(user, str(n)) for n in range(6)] == [0] * 5 + [45047]
    wrote(user, "再问")
    client.account.clock.advance(48 * 3600 - 60)
    await client.fetch()
    assert await client.say(user) == 0
    client.account.clock.advance(61)
    assert await client.say(user) == 45015
    assert len(user.inbox) == 6
    assert user.inbox[-1].message == "再问"


async def test_three_pushes_within_a_minute_of_a_click(api: Any) -> None:
    client = await api()
    user = client.account.user()
    wrote(user, "event 1", "click")
    assert [await client.say(user, str(n)) for n in range(4)] == [0] * 3 + [45047]
    wrote(user, "event 2", "click")
    wrote(user, "event 3", "click")
    assert await client.say(user) == 0
    client.account.clock.advance(61)
    assert await client.say(user) == 45015


async def test_nobody_is_pushed_to_who_left_or_never_was(api: Any) -> None:
    client = await api()
    user = client.account.user()
    wrote(user)
    messages.unfollow(client.account, user)
    assert await client.say(user) == 45015
    assert await client.say(Account().user()) == 40003


async def test_accounts_without_the_right(api: Any) -> None:
    client = await api(verified=False)
    user = client.account.user()
    wrote(user)
    assert await client.say(user) == 48001
    body = {"touser": user.openid, "command": "Typing"}
    assert await client.code(TYPING, body) == 48001
    assert await client.code("/cgi-bin/menu/create", {"button": []}) == 48001
    assert user.inbox == []


async def test_what_cannot_be_sent(api: Any) -> None:
    client = await api()
    user = client.account.user()
    wrote(user)
    assert await client.say(user, "保" * 683) == 45002
    assert await client.say(user, " ") == 44004
    body = {"touser": user.openid, "msgtype": "hologram"}
    assert await client.code(SEND, body) == 40008
    address = client.platform.address + SEND
    answer = await client.http.post(
        address, params={"access_token": client.token}, content=b"{"
    )
    assert answer.json()["errcode"] == 47001
    assert await client.say(user, "保" * 682) == 0


async def test_escaped_json_shows_its_escapes(api: Any) -> None:
    client = await api()
    user = client.account.user()
    wrote(user)
    body = {"touser": user.openid, "msgtype": "text", "text": {"content": "答\\u0041"}}
    await client.http.post(
        client.platform.address + SEND,
        params={"access_token": client.token},
        content=json.dumps(body),
    )
    assert user.inbox[0].text == "\\u7b54\\u0041"
    await client.call(SEND, body)
    assert user.inbox[1].text == "答\\u0041"


async def test_menu_messages(api: Any) -> None:
    def body(count: int) -> dict[str, Any]:
        listed = [{"id": str(n), "content": f"选项{n}"} for n in range(count)]
        menu = {"head_content": "选一个", "list": listed, "tail_content": "谢谢"}
        return {"touser": user.openid, "msgtype": "msgmenu", "msgmenu": menu}

    client = await api()
    user = client.account.user()
    wrote(user)
    assert await client.code(SEND, body(2)) == 0
    assert user.options == (("0", "选项0"), ("1", "选项1"))
    assert user.inbox[0].text == "选一个\n选项0\n选项1\n谢谢"
    assert await client.code(SEND, body(11)) == 45098
    client.account.test_account = True
    assert await client.code(SEND, body(2)) == 40200


async def test_typing(api: Any) -> None:
    client = await api()
    user, clock = client.account.user(), client.account.clock
    body = {"touser": user.openid, "command": "Typing"}
    assert await client.code(TYPING, body) == 45080
    wrote(user)
    assert await client.code(TYPING, body) == 0
    assert await client.code(TYPING, body) == 45081
    assert await client.say(user) == 0  # ends it
    assert await client.code(TYPING, body) == 0
    clock.advance(16)
    assert await client.code(TYPING, body) == 0
    assert await client.code(TYPING, {**body, "command": "CancelTyping"}) == 0
    clock.advance(31)
    assert await client.code(TYPING, body) == 45080
    assert len(user.inbox) == 1


def entry(name: str, **more: Any) -> dict[str, Any]:
    return {"type": "click", "name": name, "key": "k", **more}


async def test_the_menu_is_kept_and_deleted(api: Any) -> None:
    client = await api()
    menu = {"button": [entry("问问"), {"name": "办事", "sub_button": [entry("备案")]}]}
    assert await client.code("/cgi-bin/menu/get") == 46003
    assert await client.code("/cgi-bin/menu/create", menu) == 0
    assert (await client.call("/cgi-bin/menu/get"))["menu"] == menu
    assert await client.code("/cgi-bin/menu/delete") == 0
    assert client.account.menu is None


@pytest.mark.parametrize(
    ("buttons", "code"),
    [
        ([], 40016),
        ([entry("问")] * 4, 40016),
        ([entry("问" * 6)], 40018),
        ([{"name": "办", "sub_button": [entry("问")] * 6}], 40023),
        ([{"name": "办", "sub_button": [entry("问" * 14)]}], 40025),
        ([entry("问", type="teleport")], 40017),
        ([entry("问", key="k" * 129)], 40019),
        ([entry("问", type="view", url="ftp://x")], 40055),
    ],
)
async def test_menus_that_are_refused(api: Any, buttons: Any, code: int) -> None:
    client = await api()
    assert await client.code("/cgi-bin/menu/create", {"button": buttons}) == code


async def test_faults_on_demand(api: Any) -> None:
    client = await api()
    user = client.account.user()
    wrote(user)
    platform = client.platform
    platform.inject(SEND, errcode=-1, times=1)
    assert [await client.say(user), await client.say(user)] == [-1, 0]
    platform.inject(SEND, status=500, times=1)
    with pytest.raises(ValueError):
        await client.say(user)
    platform.inject(SEND, body="{not json")
    with pytest.raises(ValueError):
        await client.say(user)
    platform.mend(SEND)
    platform.inject(SEND, seconds=0.2)
    begun = asyncio.get_running_loop().time()
    assert await client.say(user) == 0
    assert asyncio.get_running_loop().time() - begun >= 0.2
    platform.mend()
    codes = [(call.status, call.code) for call in platform.called("custom/send")]
    assert codes == [(200, -1), (200, 0), (500, None), (200, None), (200, 0)]
    assert platform.called("custom/send")[0].token == client.token
    assert len(user.inbox) == 2


async def test_wecom(api: Any) -> None:
    client = await api(kind="wecom")
    account, send = client.account, "/cgi-bin/message/send"
    user = account.user()
    right = {"corpid": account.app_id, "corpsecret": account.secret}
    assert await client.code("/cgi-bin/gettoken", corpid="ww0") == 40013
    assert await client.code("/cgi-bin/gettoken", **right | {"corpsecret": ""}) == 40001
    found = await client.call("/cgi-bin/gettoken", **right)
    assert found == await client.call("/cgi-bin/gettoken", **right) | {
        "expires_in": found["expires_in"]
    }
    body = {
        "touser": user.openid,
        "msgtype": "text",
        "agentid": int(account.agent_id),
        "text": {"content": "保" * 700},
    }
    client.token = "invented"
    assert await client.code(send, body) == 40014
    client.token = found["access_token"]
    assert await client.code(send, body) == 0
    assert user.inbox[0].text == "保" * 682  # cut, not refused
    assert await client.code(send, body | {"agentid": 1}) == 40056
    assert await client.code(send, body | {"touser": "nobody"}) == 81013
    menu = {"button": [entry("问问")]}
    assert await client.code("/cgi-bin/menu/create", menu) == 40056
    agent = {"agentid": account.agent_id}
    assert await client.code("/cgi-bin/menu/create", menu, **agent) == 0
    assert (await client.call("/cgi-bin/menu/get", **agent))["button"] == menu["button"]
    client.platform.allowed = set()
    assert await client.code(send, body) == 60020


async def test_the_platform_comes_back_at_the_same_address(api: Any) -> None:
    platform = Platform(Account())
    async with platform:
        address = platform.address
    async with httpx.AsyncClient(trust_env=False) as http:
        with pytest.raises(httpx.ConnectError):
            await http.get(address)
        async with platform:
            assert platform.address == address
            assert (await http.get(address + "/nowhere")).status_code == 404
