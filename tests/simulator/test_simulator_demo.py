from __future__ import annotations

import io
import os
import sys
from collections.abc import AsyncIterator

import pytest
from rich.console import Console

from simulator import demo
from simulator.account import Account
from simulator.load import main as load_main
from simulator.phone import Phone
from simulator.server import ServerError, serving

STUB = (sys.executable, "-m", "tests.simulator.stub_channel")


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


async def said(*lines: str) -> AsyncIterator[str]:
    for line in lines:
        yield line


async def shown(language: str, *lines: str, patience: float = 5.0) -> str:
    """Return what the terminal shows of a conversation."""
    out = io.StringIO()
    console = Console(file=out, width=100, highlight=False, markup=False)
    phone = Phone("zh" if language == "zh" else "en", console)
    good = await demo.run(Account(), phone, said(*lines), STUB, 2.0, patience)
    assert good
    return out.getvalue()


async def test_a_conversation_as_a_phone_shows_it() -> None:
    text = await shown(
        "zh",
        "/follow",
        "门诊能报吗",
        "慢一点",
        "/voice 住院",
        "/image",
        "/menu",
        "/menu guide",
        "/tap 1",
        "/what",
        "/help",
        "",
        "/unfollow",
        "/quit",
        "never sent",
    )
    for part in (
        "地址验证通过",
        "收到：event",
        "收到：门诊能报吗",
        "24 字节",
        "主动推送",
        "晚一点的答案",
        "收到：voice",
        "收到：image",
        "平台上没有菜单",
        "手机上没有这个选项",
        "没有这个命令",
    ):
        assert part in text, part
    assert "never sent" not in text


async def test_a_server_that_stands_still_gets_the_message_again() -> None:
    text = await shown("en", "/slow 0.8", "hello", patience=0.5)
    assert "The server will stand still for 0.8 s" in text
    assert "delivery 1: no response in time" in text
    assert "收到：hello" in text


async def test_the_server_ends_with_the_block_even_while_it_stands_still() -> None:
    account = Account()
    settings = account.environment("http://127.0.0.1:9")
    with pytest.raises(ZeroDivisionError):
        async with serving(settings, STUB) as server:
            server.process.send_signal(19)
            raise ZeroDivisionError
    assert not alive(server.process.pid)


async def test_a_server_that_does_not_start_says_why() -> None:
    program = (sys.executable, "-c", "raise SystemExit('no model')")
    with pytest.raises(ServerError, match="no model"):
        async with serving({}, program):
            pass


async def test_the_script_asks_in_both_languages_and_uses_the_menu() -> None:
    account = Account()
    account.menu = {"button": [{"type": "click", "name": "问", "key": "guide"}]}
    for language in ("zh", "en"):
        lines = [line async for line in demo.scripted(account, language)]
        assert lines[0] == "/follow"
        assert "/menu guide" in lines
        assert any(line.isascii() and " " in line for line in lines)


def test_a_load_without_settings_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("BAOXIAO_WECHAT_TOKEN", raising=False)
    monkeypatch.setattr(sys, "argv", ["load", "--address", "http://127.0.0.1:9/"])
    assert load_main() == 2
    assert "BAOXIAO_WECHAT_TOKEN" in capsys.readouterr().err
