"""``baoxiao wechat``, and which channels ``baoxiao serve`` opens."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from knowledge.errors import SettingError
from shell import serve
from shell.main import app
from simulator.account import Account
from simulator.platform import Platform

SECRET = "a-secret-of-the-tests-that-is-long-enough"


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("BAOXIAO_WECHAT", "BAOXIAO_WECOM", "BAOXIAO_SECRET")):
            monkeypatch.delenv(name)


@pytest.fixture(params=["official", "wecom"])
async def platform(
    request: Any, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Platform]:
    """The pretended platform of an account, whose settings are there."""
    account = Account(kind=request.param)
    async with Platform(account) as api:
        settings = account.environment(api.address) | {"BAOXIAO_SECRET": SECRET}
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        yield api


async def run(*words: str) -> Result:
    return await asyncio.to_thread(CliRunner().invoke, app, ["wechat", *words])


async def test_check_tells_what_is_set_and_that_the_token_works(
    platform: Platform,
) -> None:
    result = await run("check")
    assert result.exit_code == 0, result.output
    account = platform.account
    assert account.app_id in result.output and "works" in result.output
    for secret in (account.token, account.secret, account.aes_key, SECRET):
        assert secret not in result.output


async def test_check_tells_what_is_wrong(platform: Platform) -> None:
    platform.account.secret = "another"
    result = await run("check")
    assert result.exit_code == 1 and "access token: " in result.output


async def test_the_menu_is_shown_and_uploaded(platform: Platform) -> None:
    shown = await run("menu")
    assert shown.exit_code == 0 and platform.account.menu is None
    uploaded = await run("menu", "--upload")
    assert uploaded.exit_code == 0, uploaded.output
    assert platform.account.menu == json.loads(shown.output)


async def test_a_refused_menu_is_told(platform: Platform) -> None:
    platform.inject("/cgi-bin/menu/create", errcode=48001)
    result = await run("menu", "--upload")
    assert result.exit_code == 1 and "48001" in result.output


async def test_without_settings_they_say_what_to_set() -> None:
    for words in (["check"], ["menu", "--upload"]):
        result = await run(*words)
        assert result.exit_code == 1 and "set BAOXIAO_WE" in result.output


def test_serve_opens_what_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    assert serve.configured() == []
    monkeypatch.setenv("BAOXIAO_SECRET", SECRET)
    found = []
    for kind in ("official", "wecom"):
        account = Account(kind=kind)  # type: ignore[arg-type]
        for name, value in account.environment("http://127.0.0.1:9").items():
            monkeypatch.setenv(name, value)
        found.append([channel.name() for channel in serve.configured()])
    assert found == [["wechat"], ["wechat", "wecom"]]


def test_serve_refuses_a_channel_without_the_secret(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    account = Account()
    for name, value in account.environment("http://127.0.0.1:9").items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingError, match="BAOXIAO_SECRET is not set"):
        serve.configured()
    monkeypatch.setenv("BAOXIAO_SECRET", SECRET)
    monkeypatch.setenv("BAOXIAO_WECHAT_TOKEN", "")
    with pytest.raises(SettingError, match="TOKEN"):
        serve.configured()
