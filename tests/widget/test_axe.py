"""Every state of the widget against WCAG 2.2 A and AA, light and dark."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.program import Program
from tests.widget.axe import violations
from tests.widget.chat import Chat
from tests.widget.conftest import Complaints
from tests.widget.test_tasks import checklist, estimate


def sound(page: Page) -> None:
    """Check the page as it is now, for those who like it light and who like it dark."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = violations(page)
        assert not found, "\n".join([scheme, *found])


def test_the_demo_page(page: Page, server: Program) -> None:
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
    chat.open_folds()
    sound(chat.page)
    chat.ask("种植牙和近视手术能报吗")
    chat.press("helpful")
    sound(chat.page)


def test_answers_in_english(chat: Chat) -> None:
    chat.button("language").click()
    expect(chat.last).to_have_attribute("lang", "en")
    chat.ask("Is the cost of having a baby paid?")
    chat.open_folds()
    sound(chat.page)


def test_a_task_and_a_bill(chat: Chat) -> None:
    chat.ask("帮我算一下能报多少")
    chat.open_folds()
    sound(chat.page)
    chat.press("leave")
    estimate(chat)
    chat.open_folds()
    sound(chat.page)


def test_a_bill_with_a_range(chat: Chat) -> None:
    estimate(chat, ["35000", *["不清楚"] * 6])
    chat.open_folds()
    sound(chat.page)


def test_a_checklist(chat: Chat) -> None:
    reply = checklist(chat)
    reply.get_by_role("checkbox").first.check()
    chat.open_folds()
    sound(chat.page)


def test_the_largest_text_and_plain_mode(chat: Chat) -> None:
    chat.ask("医保卡可以在外省用吗")
    menu = chat.settings()
    menu.locator("[data-size='2']").click()
    sound(chat.page)
    menu.get_by_role("switch").click()
    expect(chat.last.locator("[data-part=terms]")).to_be_visible()
    chat.button("menu").click()
    chat.open_folds()
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
