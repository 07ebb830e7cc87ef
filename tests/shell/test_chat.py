"""A conversation in the terminal: numbers, commands, what is shown."""

from __future__ import annotations

import io
from typing import Any

import pytest

from channels import intake
from shell import render
from shell.chat import HELP, Chat


class Terminal:
    """A chat whose screen can be read."""

    def __init__(self, assistant: Any, debug: bool = False) -> None:
        self._screen = io.StringIO()
        console = render.console(file=self._screen, width=100)
        self.chat = Chat(assistant, console, debug)

    async def type(self, line: str) -> str:
        """Return what appears on the screen after ``line``."""
        assert await self.chat.handle(line)
        shown = self._screen.getvalue()
        self._screen.seek(0)
        self._screen.truncate()
        return shown


@pytest.fixture
def terminal(assistant: Any) -> Terminal:
    return Terminal(assistant)


@pytest.mark.parametrize(
    "line", ["/quit", "/exit", "/q", "退出", "quit", "EXIT", " /QUIT "]
)
async def test_a_command_leaves(terminal: Terminal, line: str) -> None:
    assert not await terminal.chat.handle(line)


async def test_help_lists_the_commands(terminal: Terminal) -> None:
    assert "".join((await terminal.type("/help")).split()) == "".join(HELP.split())


async def test_a_question_is_answered_and_a_number_chooses_what_is_shown(
    terminal: Terminal,
) -> None:
    first = await terminal.type("异地就医怎么备案")
    assert "法律依据" in first
    assert "\n  1. 异地安置退休\n" in first
    second = await terminal.type("①")
    assert "法律依据" in second
    assert second != first


async def test_a_number_out_of_range_is_no_choice(terminal: Terminal) -> None:
    await terminal.type("异地就医怎么备案")
    shown = await terminal.type("99")
    assert shown.strip()


async def test_debug_shows_what_was_understood_until_it_is_switched_off(
    terminal: Terminal,
) -> None:
    assert "debug on" in await terminal.type("/debug")
    assert '"topic": "maternity"' in await terminal.type("生孩子能报多少钱")
    assert "debug off" in await terminal.type("/DEBUG")
    assert '"topic"' not in await terminal.type("生孩子能报多少钱")


async def test_a_new_conversation_forgets_facts_and_options(assistant: Any) -> None:
    terminal = Terminal(assistant, debug=True)
    assert '"insurance": "employee"' in await terminal.type("职工医保生孩子报多少")
    assert "new conversation" in await terminal.type("/new")
    shown = await terminal.type("生孩子能报多少钱")
    assert '"insurance"' not in shown


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("\x00\x07", intake.EMPTY),
        ("/", intake.EMPTY),
        ("bad \udcff byte", intake.UNREADABLE),
    ],
    ids=["controls", "slash", "no text"],
)
async def test_a_message_that_cannot_be_read_is_refused_in_both_languages(
    terminal: Terminal, line: str, problem: Any
) -> None:
    shown = await terminal.type(line)
    assert shown == f"{problem.zh}\n{problem.en}\n"


async def test_a_refused_message_leaves_the_options_as_they_were(
    terminal: Terminal,
) -> None:
    await terminal.type("异地就医怎么备案")
    await terminal.type("字" * (intake.MAX_LENGTH + 1))
    assert "法律依据" in await terminal.type("1")
