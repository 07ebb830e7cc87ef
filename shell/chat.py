"""A conversation in the terminal."""

from __future__ import annotations

import asyncio
import sys
import uuid
from collections.abc import Iterator
from typing import Any

from rich.console import Console

from channels import intake, options
from shell import render
from shell.assistant import FORGET, Assistant, Turn

WELCOME = (
    "报销 Baoxiao · 医保报销问答\n"
    "请直接提问，中文或英文都可以。输入数字选择选项，/quit 退出，/help 看说明。\n"
    "Ask in Chinese or English. Type a number to choose an option, /quit to leave, "
    "/help for help.\n"
    "请不要输入身份证号、银行卡号或密码。Never type ID or card numbers or passwords."
)
HELP = (
    "/quit 退出 leave · /new 新的对话 new conversation · /forget 清除对话 erase it · "
    "/debug 显示识别结果 show what was understood · /help"
)
PROMPT = "您 you > "
_LEAVE = {"/quit", "/exit", "/q", "退出", "quit", "exit"}


class Chat:
    """One conversation: what was typed goes in, what to show comes out."""

    def __init__(self, assistant: Assistant, console: Console, debug: bool) -> None:
        """Start a fresh conversation with ``assistant`` on ``console``."""
        self._assistant = assistant
        self._console = console
        self._debug = debug
        self._sender = uuid.uuid4().hex

    async def handle(self, line: str) -> bool:
        """Handle one line; return False when the person leaves."""
        command = line.strip().lower()
        if command in _LEAVE:
            return False
        if command == "/help":
            self._console.print(HELP)
        elif command == "/debug":
            self._debug = not self._debug
            self._console.print(f"debug {'on' if self._debug else 'off'}")
        elif command == "/new":
            self._sender = uuid.uuid4().hex
            self._console.print("新的对话 · new conversation")
        elif command == FORGET:
            self._show(await self._assistant.choose(FORGET, self._sender))
        else:
            await self._answer(line)
        return True

    async def _answer(self, line: str) -> None:
        self._show(await self._assistant.say(line, self._sender))

    def _show(self, turn: Turn) -> None:
        if turn.problem is not None:
            self._console.print(f"{turn.problem.zh}\n{turn.problem.en}")
            return
        offered = options.offered(turn.payloads)
        for payload in turn.payloads:
            if self._debug:
                render.debug(self._console, payload)
            render.payload(self._console, payload, offered)


def _typed() -> Iterator[str]:
    """Yield what is typed at a terminal, with line editing, until end of input."""
    from prompt_toolkit import PromptSession

    session: Any = PromptSession()  # history in memory only: nothing is stored
    while True:
        try:
            yield session.prompt(PROMPT)
        except (EOFError, KeyboardInterrupt):
            return


def _piped() -> Iterator[str]:
    """Yield the lines of standard input, shown as they are answered."""
    for raw in sys.stdin.buffer:
        line = raw.decode("utf-8", "surrogateescape").rstrip("\r\n")
        if line.strip():
            shown = intake.redact(line.encode("utf-8", "replace").decode())
            print(f"{PROMPT}{shown}")
            yield line


def run(assistant: Assistant, debug: bool = False) -> None:
    """Talk until the person leaves or the input ends."""
    console = render.console()
    chat = Chat(assistant, console, debug)
    if sys.stdin.isatty():
        console.print(WELCOME)
    loop = asyncio.new_event_loop()
    try:
        for line in _typed() if sys.stdin.isatty() else _piped():
            if not loop.run_until_complete(chat.handle(line)):
                break
    finally:
        loop.close()
