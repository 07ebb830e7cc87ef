"""Pages that were not written with the widget in mind."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.program import Program
from tests.widget.chat import Chat

_SCRIPT = '<script src="/widget/baoxiao-chat.js"></script>'
STYLES = {
    "unset": "* { all: unset }",
    "hidden": "div, button, section, dialog, span { display: none !important }",
    "huge": "html { font: 40px/3 fantasy } * { letter-spacing: 1em; color: red }",
    "wide": "* { box-sizing: content-box; margin: 9px; padding: 9px; float: left }",
    "right to left": "body { direction: rtl; text-align: right; white-space: pre }",
}
SCRIPTS = {
    "Array.prototype": """Array.prototype.last = function () {
        return this[this.length - 1]; };
        Array.prototype.contains = Array.prototype.includes;""",
    "Object.prototype": "Object.prototype.extend = function () {};",
    "another fetch": """const own = window.fetch;
        window.fetch = (...given) => own.apply(window, given);""",
}


@pytest.mark.parametrize("name", STYLES)
def test_styles_of_the_page_do_not_reach_it(
    page: Page, server: Program, name: str
) -> None:
    body = f"<style>{STYLES[name]}</style><p>Text</p>{_SCRIPT}"
    chat = Chat.within(page, server.address, body)
    expect(chat.launcher).to_be_in_viewport(ratio=1)
    chat.launcher.click()
    chat.greeted()
    expect(chat.panel).to_be_in_viewport(ratio=1)
    expect(chat.input).to_be_in_viewport(ratio=1)
    reply = chat.ask("社保卡丢了怎么办？")
    expect(reply.locator("[data-part=direct]")).to_be_visible()
    style = chat.call(
        """(({letterSpacing, direction, color, textAlign}) =>
            [letterSpacing, direction, color, textAlign])(
            getComputedStyle(chat.renderRoot.querySelector('[data-part=direct]')))"""
    )
    assert style[0] == "normal"
    assert style[1] == "ltr"
    assert style[2] != "rgb(255, 0, 0)"
    assert style[3] == "start"


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_of_the_page_do_not_break_it(
    page: Page, server: Program, name: str
) -> None:
    body = f"<script>{SCRIPTS[name]}</script>{_SCRIPT}"
    chat = Chat.within(page, server.address, body)
    chat.launcher.click()
    chat.greeted()
    reply = chat.ask("看病的钱怎么报销？")
    reply.get_by_role("checkbox").first.check()
    page.reload()
    chat.launcher.click()
    expect(chat.replies).to_have_count(2)
    expect(chat.last.get_by_role("checkbox").first).to_be_checked()


def test_the_page_keeps_its_own_look(page: Page, server: Program) -> None:
    """The widget brings no style, no name and no text into the page."""
    body = f'<p id="own">Text</p>{_SCRIPT}'
    # lit counts its versions there
    before = "Object.keys(window).filter((name) => !/^(lit|reactive)[A-Z]/.test(name))"
    chat = Chat.within(page, server.address, '<p id="own">Text</p>')
    names = set(page.evaluate(before))
    look = "JSON.stringify([...Object.values(getComputedStyle(own))])"
    plain = page.evaluate(look)
    page.context.unroute(f"{server.address}/host")
    chat = Chat.within(page, server.address, body)
    chat.launcher.click()
    chat.greeted()
    chat.ask("社保卡丢了怎么办？")
    assert page.evaluate(look) == plain
    assert set(page.evaluate(before)) == names
    assert page.evaluate("document.head.querySelectorAll('style').length") == 0
    assert page.evaluate("document.adoptedStyleSheets.length") == 0


def test_keys_of_the_page_do_not_take_what_is_typed(
    page: Page, server: Program
) -> None:
    """Pages have shortcuts: a letter typed into the field is no shortcut."""
    body = f"""<script>document.addEventListener('keydown', (event) => {{
        if (event.target.localName !== 'textarea' && event.key === '/')
            event.preventDefault();
    }})</script>{_SCRIPT}"""
    chat = Chat.within(page, server.address, body)
    chat.launcher.click()
    chat.greeted()
    chat.input.press_sequentially("a/b")
    expect(chat.input).to_have_value("a/b")


def test_two_elements_do_not_disturb_each_other(page: Page, server: Program) -> None:
    body = f'<baoxiao-chat id="one"></baoxiao-chat>{_SCRIPT}{_SCRIPT}'
    chat = Chat.within(page, server.address, body)
    expect(chat.root).to_have_count(1)
    chat.launcher.click()
    chat.greeted()
