"""Every state of the widget against WCAG 2.2 A and AA, light and dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.widget.axe import violations
from tests.widget.chat import Chat
from tests.widget.conftest import Complaints, Visit
from tests.widget.served import Server
from tests.widget.test_tasks import checklist, estimate


@pytest.fixture(params=["light", "dark"])
def page(visit: Visit, request: pytest.FixtureRequest) -> Page:
    """A page for somebody who likes it light, or dark."""
    return visit(color_scheme=request.param)


def sound(page: Page) -> None:
    """Check the page as it is now."""
    found = violations(page)
    assert not found, "\n".join(found)


def open_folds(chat: Chat) -> None:
    """Open all folds of the last reply."""
    for fold in chat.last.locator("details:not([open])").all():
        fold.evaluate("fold => { fold.open = true; }")
    expect(chat.last.locator("details:not([open])")).to_have_count(0)


def test_the_demo_page(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/")
    chat = Chat(page)
    expect(chat.launcher).to_be_visible()
    sound(page)
    page.locator("#language").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    sound(page)
    chat.launcher.click()
    chat.greeted()
    sound(page)


def test_the_greeting_and_the_settings(chat: Chat) -> None:
    sound(chat.page)
    chat.settings()
    sound(chat.page)
    chat.button("clear").click()
    expect(chat.confirm).to_be_visible()
    sound(chat.page)


def test_answers_in_full(chat: Chat) -> None:
    reply = chat.ask("我妈在成都住院，没备案，医保在重庆，能报吗")
    expect(reply.locator("[data-part=figures]")).to_be_visible()
    open_folds(chat)
    sound(chat.page)
    chat.ask("种植牙和近视手术能报吗")
    chat.press("helpful")
    sound(chat.page)


def test_answers_in_english(chat: Chat) -> None:
    chat.button("language").click()
    expect(chat.last).to_have_attribute("lang", "en")
    chat.ask("Is the cost of having a baby paid?")
    open_folds(chat)
    sound(chat.page)


def test_a_task_and_a_bill(chat: Chat) -> None:
    chat.ask("帮我算一下能报多少")
    open_folds(chat)
    sound(chat.page)
    chat.press("leave")
    estimate(chat)
    open_folds(chat)
    sound(chat.page)


def test_a_bill_with_a_range(chat: Chat) -> None:
    estimate(chat, ["35000", *["不清楚"] * 6])
    open_folds(chat)
    sound(chat.page)


def test_a_checklist(chat: Chat) -> None:
    reply = checklist(chat)
    reply.get_by_role("checkbox").first.check()
    open_folds(chat)
    sound(chat.page)


def test_the_largest_text_and_plain_mode(chat: Chat) -> None:
    chat.ask("医保卡可以在外省用吗")
    menu = chat.settings()
    menu.locator("[data-size='2']").click()
    sound(chat.page)
    menu.get_by_role("switch").click()
    expect(chat.last.locator("[data-part=terms]")).to_be_visible()
    chat.button("menu").click()
    open_folds(chat)
    sound(chat.page)


def test_what_goes_wrong(chat: Chat, complaints: Complaints) -> None:
    page = chat.page
    chat.call("chat.send('长'.repeat(2500))")
    expect(chat.button("edit")).to_be_visible()
    page.route("**/webhooks/web/messages", lambda route: route.abort())
    chat.input.fill("社保卡丢了怎么办？")
    chat.input.press("Enter")
    expect(chat.mine.last).to_have_attribute("data-state", "waiting")
    chat.input.fill("长" * 2001)
    sound(page)
    page.context.set_offline(True)
    expect(chat.root.locator("[data-part=offline]")).to_be_visible()
    sound(page)
    complaints.forgive("net::ERR_", "status of 422")
