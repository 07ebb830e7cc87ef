"""Small screens, zoom, large text, and a keyboard that takes half of it."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.program import Program
from tests.widget.chat import Chat
from tests.widget.conftest import Visit
from tests.widget.test_tasks import checklist, estimate

_PHONE = {"is_mobile": True, "has_touch": True}
SCREENS: dict[str, dict[str, Any]] = {
    "smallest": {"viewport": {"width": 320, "height": 640}, **_PHONE},
    "phone": {"viewport": {"width": 360, "height": 740}, **_PHONE},
    # 200 % of a screen of 1280 × 720
    "zoomed": {"viewport": {"width": 640, "height": 360}, "device_scale_factor": 2},
}
#: What is wider than its place, within shadow roots too; empty when all fits.
_WIDE = """() => {
    const chat = document.querySelector('baoxiao-chat');
    const log = chat.shadowRoot.querySelector('[role=log]');
    const found = [];
    for (const one of [document.documentElement, log]) {
        if (one && one.scrollWidth > one.clientWidth) {
            found.push(`${one.localName} ${one.scrollWidth} > ${one.clientWidth}`);
        }
    }
    for (const one of chat.shadowRoot.querySelectorAll('*')) {
        const {right, width} = one.getBoundingClientRect();
        if (width && !one.closest('.hidden, thead') && right > innerWidth + 1) {
            found.push(`${one.localName}.${one.className} ends at ${right}`);
        }
    }
    return found;
}"""
#: Whether the middle of an element is its own, and covered by nothing.
_FREE = """one => {
    const {left, top, width, height} = one.getBoundingClientRect();
    const at = one.getRootNode().elementFromPoint(left + width / 2, top + height / 2);
    return at === one || one.contains(at);
}"""


def fits(chat: Chat) -> None:
    """Check that all is within the screen, and that one can type and send."""
    assert chat.page.evaluate(_WIDE) == []
    usable(chat.input, chat.send)


def usable(*controls: Locator) -> None:
    for control in controls:
        expect(control).to_be_in_viewport(ratio=0.95)
        assert control.evaluate(_FREE)


@pytest.fixture(params=SCREENS)
def page(visit: Visit, request: pytest.FixtureRequest) -> Page:
    return visit(**SCREENS[request.param])


def test_a_conversation_in_the_panel(page: Page, server: Program) -> None:
    page.goto(f"{server.address}/")
    chat = Chat(page)
    chat.launcher.click()
    chat.greeted()
    fits(chat)
    chat.ask("我妈在成都住院，没备案，医保在重庆，能报吗")
    chat.open_folds()
    fits(chat)
    chat.settings()
    assert page.evaluate(_WIDE) == []
    usable(chat.button("clear"), chat.button("close"), chat.button("human"))
    chat.button("clear").click()
    usable(chat.button("cancel"), chat.button("confirm-clear"))
    chat.button("cancel").click()
    chat.button("close").click()
    expect(chat.launcher).to_be_visible()


def test_a_bill_and_a_checklist(chat: Chat) -> None:
    estimate(chat)
    fits(chat)
    checklist(chat)
    fits(chat)


def test_the_largest_text(chat: Chat) -> None:
    chat.settings().locator("[data-size='2']").click()
    assert chat.page.evaluate(_WIDE) == []
    chat.button("menu").click()
    fits(chat)
    chat.ask("种植牙和近视手术能报吗")
    fits(chat)
    chat.button("language").click()
    chat.ask("How much is paid for a hospital stay in another province?")
    fits(chat)


def test_the_demo_page(page: Page, server: Program) -> None:
    page.goto(f"{server.address}/")
    expect(Chat(page).launcher).to_be_in_viewport(ratio=1)
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0
    page.locator("#language").click()
    assert page.evaluate(wide) <= 0


@pytest.mark.parametrize("path", ["/", "/chat"])
def test_a_keyboard_on_the_screen(visit: Visit, server: Program, path: str) -> None:
    """It leaves a low window: the last reply, the field and the button stay."""
    page = visit(**SCREENS["phone"])
    page.goto(f"{server.address}{path}")
    chat = Chat(page)
    if path == "/":
        chat.launcher.click()
    chat.greeted()
    chat.input.tap()
    page.set_viewport_size({"width": 360, "height": 400})
    fits(chat)
    chat.ask("社保卡丢了怎么办？")
    fits(chat)
    expect(chat.mine.last).to_be_in_viewport()
    height = chat.log.evaluate("log => log.clientHeight")
    assert height >= 100, "something of the answer is seen"


def test_pinching_does_not_shift_the_panel(visit: Visit, server: Program) -> None:
    page = visit(**SCREENS["phone"])
    chat = Chat.at(page, server.address)
    devtools = page.context.new_cdp_session(page)
    devtools.send("Emulation.setPageScaleFactor", {"pageScaleFactor": 2})
    assert page.evaluate("visualViewport.scale") == pytest.approx(2)
    assert page.evaluate(_WIDE) == []
    chat.ask("社保卡丢了怎么办？")
    assert page.evaluate(_WIDE) == []


def test_the_panel_fills_a_phone_and_leaves_room_on_a_desk(
    visit: Visit, server: Program
) -> None:
    for options, full in ((SCREENS["phone"], True), ({}, False)):
        page = visit(**options)
        page.goto(f"{server.address}/")
        chat = Chat(page)
        chat.launcher.click()
        chat.greeted()
        box, size = chat.panel.bounding_box(), page.viewport_size
        assert box is not None and size is not None
        filled = (box["width"], box["height"]) == (size["width"], size["height"])
        assert filled is full
