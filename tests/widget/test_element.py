"""The element for the pages that embed it: functions, events, attributes."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.program import Program
from tests.widget.chat import Chat
from tests.widget.conftest import Complaints

_NAMES = ["open", "close", "message", "reply", "error", "language"]


@pytest.fixture
def element(page: Page, server: Program) -> Chat:
    """The widget of the demo page, closed; what it tells the page is kept."""
    page.goto(f"{server.address}/")
    page.evaluate(
        """names => {
            window.heard = [];
            for (const name of names) {
                document.addEventListener(`baoxiao-${name}`, ({detail, target}) =>
                    window.heard.push({name, detail, tag: target.localName}));
            }
        }""",
        _NAMES,
    )
    return Chat(page)


def heard(chat: Chat, name: str) -> list[dict[str, Any]]:
    """The details of the events of that name so far."""
    events = chat.page.evaluate("window.heard")
    assert all(one["tag"] == "baoxiao-chat" for one in events)
    return [one["detail"] for one in events if one["name"] == name]


def test_nothing_is_asked_of_the_server_before_it_is_opened(
    element: Chat, server: Program
) -> None:
    asked: list[str] = []
    element.page.on("request", lambda request: asked.append(request.url))
    element.page.reload(wait_until="load")
    expect(element.launcher).to_be_visible()
    assert not [url for url in asked if "/webhooks/" in url]
    element.launcher.click()
    element.greeted()
    assert [url for url in asked if "/webhooks/" in url]


def test_open_and_close(element: Chat) -> None:
    element.call("chat.open()")
    element.greeted()
    expect(element.panel).to_be_visible()
    expect(element.launcher).to_be_hidden()
    assert heard(element, "open") == [{}]
    assert heard(element, "close") == []
    element.call("chat.close()")
    expect(element.panel).to_be_hidden()
    expect(element.launcher).to_be_visible()
    assert heard(element, "close") == [{}]
    # what was said is still there
    element.call("chat.open()")
    expect(element.replies).to_have_count(1)


def test_send_opens_and_asks_and_tells(element: Chat) -> None:
    element.call("chat.send('  生孩子能报哪些钱？ ')")
    element.sent(1)
    expect(element.last).to_have_attribute("data-topic", "maternity")
    assert heard(element, "message") == [{"text": "生孩子能报哪些钱？"}]
    (told,) = heard(element, "reply")
    assert told["reply"]["topic"] == "maternity"
    assert 0 < told["milliseconds"] < 60_000


def test_two_replies_are_told_each(element: Chat) -> None:
    element.call("chat.send('生孩子能报多少？还有社保卡丢了怎么办？')")
    expect(element.replies).to_have_count(3)
    topics = [one["reply"]["topic"] for one in heard(element, "reply")]
    assert topics == ["maternity", "lost_card"]


def test_nothing_is_sent_for_no_words(element: Chat) -> None:
    element.call("chat.send('   ')")
    expect(element.panel).to_be_hidden()
    assert heard(element, "message") == []


def test_set_language_greets_again_when_nothing_was_said(element: Chat) -> None:
    element.call("chat.open()")
    element.greeted()
    element.call("chat.setLanguage('en')")
    expect(element.last).to_have_attribute("lang", "en")
    expect(element.replies).to_have_count(1)
    expect(element.input).to_have_attribute("aria-label", "Your question")
    assert heard(element, "language") == [{"language": "en"}]
    # the page around it follows
    expect(element.page.locator("html")).to_have_attribute("lang", "en")


def test_set_language_leaves_what_was_said(element: Chat) -> None:
    element.call("chat.send('社保卡丢了怎么办？')")
    element.sent(1)
    element.call("chat.setLanguage('en')")
    expect(element.input).to_have_attribute("aria-label", "Your question")
    expect(element.last).to_have_attribute("lang", "zh-CN")
    expect(element.last.locator("[data-part=steps] h4")).to_have_text("怎么办")
    reply = element.ask("What papers do I need?")
    expect(reply).to_have_attribute("lang", "en")


def test_the_language_chosen_is_kept(element: Chat) -> None:
    element.call("chat.setLanguage('en')")
    element.page.reload()
    element.call("chat.open()")
    element.greeted()
    expect(element.last).to_have_attribute("lang", "en")


def test_an_unknown_language_changes_nothing(element: Chat) -> None:
    element.call("chat.open()")
    element.greeted()
    element.call("chat.setLanguage('fr')")
    expect(element.input).to_have_attribute("aria-label", "请输入您的问题")


def test_clear_erases_and_tells_whether_it_did(element: Chat, server: Program) -> None:
    element.call("chat.send('社保卡丢了怎么办？')")
    element.sent(1)
    before = element.token
    assert element.remembered(server.address) == ["社保卡丢了怎么办？"]
    assert element.call("chat.clear()") is True
    element.greeted()
    assert element.token != before
    assert element.remembered(server.address, before) == []


def test_an_error_is_told_with_its_code(element: Chat, complaints: Complaints) -> None:
    element.call("chat.send('长'.repeat(2500))")
    expect(element.mine).to_have_attribute("data-state", "failed")
    assert {"code": "length"} in heard(element, "error")
    complaints.forgive("status of 422")


def test_the_script_tag_sets_the_element_up(page: Page, server: Program) -> None:
    data = {
        "language": "en",
        "mode": "page",
        "theme": "dark",
        "keep": "browser",
        "title": "Ask us",
    }
    written = " ".join(f'data-{name}="{value}"' for name, value in data.items())
    script = f'<script src="/widget/baoxiao-chat.js" {written}></script>'
    chat = Chat.within(page, server.address, script).greeted()
    expect(chat.last).to_have_attribute("lang", "en")
    expect(chat.root.get_by_role("heading", name="Ask us")).to_be_visible()
    expect(chat.root).to_have_attribute("theme", "dark")
    kept = "[localStorage, sessionStorage].map(box => 'baoxiao:session' in box)"
    assert page.evaluate(kept) == [True, False]


def test_the_page_may_place_the_launcher_and_open_it(
    page: Page, server: Program
) -> None:
    script = '<script src="/widget/baoxiao-chat.js" data-position="left"></script>'
    chat = Chat.within(page, server.address, script)
    box = chat.launcher.bounding_box()
    assert box is not None and box["x"] < 100
    opened = script.replace("data-position", "data-open data-position")
    Chat.within(page.context.new_page(), server.address, opened).greeted()


def test_elements_come_and_go(element: Chat) -> None:
    """A page that takes the element out and puts it back finds what was said."""
    element.call("chat.send('社保卡丢了怎么办？')")
    element.sent(1)
    element.page.evaluate(
        """() => {
            const chat = document.querySelector('baoxiao-chat');
            chat.remove();
            document.body.append(chat);
        }"""
    )
    expect(element.replies).to_have_count(2)
    reply = element.ask("要什么材料")
    expect(reply).to_have_attribute("data-topic", "lost_card")
