"""Draws the pictures of docs/: real exchanges, in the terminal and in the widget.

Run as `make pictures`, then look at every one of them.
"""

from __future__ import annotations

import asyncio
import io
import re
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Locator, sync_playwright

from channels.options import offered
from shell import project, quiet, render
from shell.chat import PROMPT
from tests.program import Program
from tests.widget.browsers import launch
from tests.widget.chat import Chat

DOCS = project.ROOT / "docs"
QUESTION_ZH = "我妈在成都住院，没备案，医保在重庆，能报吗"
QUESTION_EN = (
    "I am insured in Xiamen and was hospitalised in Chengdu without filing. "
    "Can I still be reimbursed?"
)
#: Question and answers that lead to an estimate.
ESTIMATE = (
    "帮我算一下能报多少",
    "35000",
    "职工",
    "重庆",
    "三级",
    "2000",
    "1300",
    "85%",
)
CHECKLIST = ("make me a list of papers to bring", "1", "1", "1", "Nanjing", "1")
WIDTH = 86


def terminal() -> None:
    """Draw docs/shell.svg: a question answered in the terminal."""
    from shell.assistant import Assistant

    assistant = Assistant()
    console = render.console(record=True, width=WIDTH, file=io.StringIO())
    console.print(f"{PROMPT}{QUESTION_ZH}")
    turn = asyncio.run(assistant.ask_once(QUESTION_ZH))
    for payload in turn.payloads:
        render.payload(console, payload, offered(turn.payloads))
    svg = console.export_svg(title="make chat")
    # no fonts from elsewhere: the viewer's own monospace font
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code, monospace", "monospace")
    (DOCS / "shell.svg").write_text(svg, encoding="utf-8")


def widget(server: Program) -> None:
    """Draw docs/widget-*.png: the demo page, answers, an estimate, a checklist."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        _on_a_page(browser, server)
        _citation(browser, server)
        _card(browser, server, ESTIMATE, "widget-estimate.png", "light")
        _card(browser, server, CHECKLIST, "widget-checklist.png", "dark")
        _phone(browser, server)
        browser.close()


def _on_a_page(browser: Browser, server: Program) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 860}, locale="zh-CN")
    page.goto(server.address)
    page.locator("baoxiao-chat [part~=launcher]").click()
    chat = Chat(page)
    chat.replies.first.wait_for()
    chat.ask(QUESTION_ZH)
    _settled(chat)
    page.screenshot(path=DOCS / "widget-zh.png")


def _citation(browser: Browser, server: Program) -> None:
    page = browser.new_page(viewport={"width": 760, "height": 1000}, locale="en-US")
    chat = _in_english(Chat.at(page, server.address))
    chat.ask(QUESTION_EN)
    fold = chat.last.locator("details").filter(has_text="Article 29").first
    fold.locator("summary").click()
    _settled(chat)
    fold.scroll_into_view_if_needed()
    page.screenshot(path=DOCS / "widget-citation.png")


def _card(
    browser: Browser, server: Program, turns: tuple[str, ...], name: str, scheme: str
) -> None:
    page = browser.new_page(viewport={"width": 760, "height": 1180}, locale="zh-CN")
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    chat = Chat.at(page, server.address)
    if turns[0].isascii():
        _in_english(chat)
    for turn in turns:
        chat.ask(turn)
    assert chat.last.get_attribute("data-kind") == "result", turns
    _settled(chat)
    page.screenshot(path=DOCS / name)


def _phone(browser: Browser, server: Program) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        device_scale_factor=2,
        has_touch=True,
        is_mobile=True,
        locale="en-US",
    )
    page = context.new_page()
    page.goto(server.address)
    page.locator("baoxiao-chat [part~=launcher]").click()
    chat = Chat(page)
    chat.replies.first.wait_for()
    _in_english(chat)
    chat.ask("Can I use my insurance in another province?")
    _settled(chat)
    page.screenshot(path=DOCS / "widget-en.png")


def _in_english(chat: Chat) -> Chat:
    """Switch to English before anything is said."""
    chat.page.locator("baoxiao-chat [data-action=language]").click()
    chat.replies.filter(has_text="Hello").wait_for()
    return chat


def _settled(chat: Chat) -> Locator:
    """Wait until nothing moves any more."""
    chat.page.wait_for_timeout(600)
    return chat.last


def main() -> None:
    """Draw them all."""
    quiet.hush()
    terminal()
    with tempfile.TemporaryDirectory() as folder:
        server = Program(Path(folder), {})
        try:
            widget(server)
        finally:
            server.stop()
    print("Now look at them: docs/shell.svg, docs/widget-*.png", file=sys.stderr)


if __name__ == "__main__":
    main()
