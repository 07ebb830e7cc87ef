"""A conversation in the terminal."""

from __future__ import annotations

import asyncio
import sys
import unicodedata
import uuid
from collections.abc import Iterator
from typing import Any

from rich.console import Console

from channels import intake
from shell import render
from shell.assistant import Assistant, Turn

WELCOME = (
    "报销 Baoxiao · 医保报销问答\n"
    "请直接提问，中文或英文都可以。输入数字选择选项，/quit 退出，/help 看说明。\n"
    "Ask in Chinese or English. Type a number to choose an option, /quit to leave, "
    "/help for help.\n"
    "请不要输入身份证号、银行卡号或密码。Never type ID or card numbers or passwords."
)
HELP = (
    "/quit 退出 leave · /new 新的对话 new conversation · "
    "/debug 显示识别结果 show what was understood · /help"
)
PROMPT = "您 you > "
_LEAVE = {"/quit", "/exit", "/q", "退出", "quit", "exit"}


def chosen(text: str, options: list[dict[str, str]]) -> dict[str, str] | None:
    """Return the option whose number ``text`` is (1, １, ①, 1.), if any."""
    bare = unicodedata.normalize("NFKC", text).strip().rstrip(".。、)")
    if not bare.isdecimal() or len(bare) > 4:  # a longer one is no option's number
        return None
    number = int(bare)
    return options[number - 1] if 1 <= number <= len(options) else None


def options_of(turn: Turn) -> list[dict[str, str]]:
    """Return the options of a turn as they are numbered."""
    options: list[dict[str, str]] = []
    for payload in turn.payloads:
        asked = payload.get("ask")
        options = [*(asked["options"] if asked else []), *payload.get("options", [])]
    return options


class Chat:
    """One conversation: what was typed goes in, what to show comes out."""

    def __init__(self, assistant: Assistant, console: Console, debug: bool) -> None:
        """Start a fresh conversation with ``assistant`` on ``console``."""
        self._assistant = assistant
        self._console = console
        self._debug = debug
        self._options: list[dict[str, str]] = []
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
            self._options, self._sender = [], uuid.uuid4().hex
            self._console.print("新的对话 · new conversation")
        else:
            await self._answer(line)
        return True

    async def _answer(self, line: str) -> None:
        option = chosen(line, self._options)
        if option is not None:
            turn = await self._assistant.choose(option["payload"], self._sender)
        else:
            turn = await self._assistant.say(line, self._sender)
        if turn.problem is not None:
            self._console.print(f"{turn.problem.zh}\n{turn.problem.en}")
            return
        self._options = options_of(turn)
        for payload in turn.payloads:
            if self._debug:
                render.debug(self._console, payload)
            render.payload(self._console, payload, self._options)


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
