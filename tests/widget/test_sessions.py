"""Conversations: kept over a reload, erased, in several tabs, ended."""

from __future__ import annotations

import json
from typing import Any
from unittest.mock import patch

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from channels.signing import Signing
from tests.program import SECRET, Program
from tests.widget.chat import Chat
from tests.widget.conftest import Complaints, watched

_SHARED = (
    '<script src="/widget/baoxiao-chat.js" data-mode="page" data-keep="browser">'
    "</script>"
)


def expired() -> str:
    """A session that this server has signed long ago."""
    with patch("itsdangerous.timed.time.time", return_value=1_600_000_000):
        return Signing([SECRET], 24).new_session().token


def test_a_reload_keeps_the_conversation(chat: Chat) -> None:
    chat.ask("社保卡丢了怎么办？")
    chat.ask("要什么材料")
    token = chat.token
    said = chat.log.inner_text()
    for _ in range(2):
        chat.page.reload()
        expect(chat.replies).to_have_count(3)
        expect(chat.mine).to_have_count(2)
        assert chat.log.inner_text() == said
    assert chat.token == token
    reply = chat.ask("多久能办好")
    expect(reply).to_have_attribute("data-topic", "lost_card")


def test_options_still_work_after_a_reload(chat: Chat) -> None:
    chat.ask("看病的钱怎么报销？")
    chat.page.reload()
    expect(chat.replies).to_have_count(2)
    reply = chat.choose("多久内能报、多久到账？")
    expect(reply).to_have_attribute("data-kind", "answer")


def test_clearing_asks_first(chat: Chat, server: Program) -> None:
    chat.ask("社保卡丢了怎么办？")
    chat.settings()
    chat.button("clear").click()
    expect(chat.confirm).to_be_visible()
    chat.button("cancel").click()
    expect(chat.confirm).to_be_hidden()
    expect(chat.replies).to_have_count(2)
    assert chat.remembered(server.address) == ["社保卡丢了怎么办？"]


def test_clearing_erases_on_the_server(chat: Chat, server: Program) -> None:
    reply = chat.ask("看病的钱怎么报销？")
    reply.get_by_role("checkbox").first.check()
    before = chat.token
    chat.settings()
    chat.button("clear").click()
    chat.button("confirm-clear").click()
    chat.greeted()
    expect(chat.mine).to_have_count(0)
    expect(chat.input).to_be_focused()
    assert chat.remembered(server.address, before) == []
    assert chat.token != before
    chat.page.reload()
    chat.greeted()
    reply = chat.ask("看病的钱怎么报销？")
    expect(reply.get_by_role("checkbox").first).not_to_be_checked()


def test_two_tabs_have_a_conversation_each(
    chat: Chat, server: Program, context: BrowserContext, complaints: Complaints
) -> None:
    chat.ask("社保卡丢了怎么办？")
    other = Chat.at(watched(context.new_page(), complaints), server.address)
    assert other.token != chat.token
    other.ask("生孩子能报哪些钱？")
    expect(chat.replies).to_have_count(2)
    assert chat.remembered(server.address) == ["社保卡丢了怎么办？"]


@pytest.fixture
def tabs(
    page: Page, context: BrowserContext, server: Program, complaints: Complaints
) -> tuple[Chat, Chat]:
    """Two tabs of one browser that share a conversation."""
    first = Chat.within(page, server.address, _SHARED).greeted()
    other = watched(context.new_page(), complaints)
    second = Chat.within(other, server.address, _SHARED).greeted()
    assert first.token == second.token
    return first, second


def test_tabs_that_share_a_conversation_follow_each_other(
    tabs: tuple[Chat, Chat],
) -> None:
    first, second = tabs
    first.ask("社保卡丢了怎么办？")
    expect(second.last).to_have_attribute("data-topic", "lost_card")
    second.ask("要什么材料")
    expect(first.replies).to_have_count(3)
    expect(first.mine).to_contain_text(["社保卡丢了怎么办？", "要什么材料"])
    expect(first.last).to_have_attribute("data-topic", "lost_card")
    # and they go on where the other is
    second.ask("帮我算一下能报多少")
    expect(first.last).to_have_attribute("data-kind", "form")
    first.ask("35000")
    expect(second.last.get_by_role("progressbar")).to_have_attribute("value", "2")


def test_erasing_in_one_tab_erases_in_the_other(tabs: tuple[Chat, Chat]) -> None:
    first, second = tabs
    before = first.token
    first.ask("社保卡丢了怎么办？")
    expect(second.replies).to_have_count(2)
    first.call("chat.clear()")
    first.greeted()
    second.greeted()
    assert first.token == second.token != before
    second.ask("生孩子能报哪些钱？")
    expect(first.last).to_have_attribute("data-topic", "maternity")


@pytest.mark.parametrize(
    "token",
    [expired(), "made-up", "ImEi.aw2ZaA.x"],
    ids=["expired", "made up", "wrongly signed"],
)
def test_a_session_that_is_not_valid_any_more_is_renewed(
    page: Page, server: Program, complaints: Complaints, token: str
) -> None:
    chat = Chat.at(page, server.address)
    kept = page.evaluate("JSON.parse(sessionStorage.getItem('baoxiao:session'))")
    kept["session"] = token
    page.evaluate(
        "text => sessionStorage.setItem('baoxiao:session', text)", json.dumps(kept)
    )
    page.reload()
    expect(chat.notices).to_have_count(1)
    chat.greeted()
    assert chat.token != token
    chat.ask("社保卡丢了怎么办？")
    complaints.forgive("status of 401")


def test_a_message_in_an_ended_session_is_answered_in_a_new_one(
    chat: Chat, server: Program, complaints: Complaints
) -> None:
    chat.ask("社保卡丢了怎么办？")
    ended = chat.token

    def expire(route: Route) -> None:
        sent: dict[str, Any] = dict(route.request.headers)
        if sent.get("authorization") == f"Bearer {ended}":
            sent["authorization"] = f"Bearer {expired()}"
        route.continue_(headers=sent)

    chat.page.route("**/webhooks/web/messages", expire)
    reply = chat.ask("生孩子能报哪些钱？")
    expect(reply).to_have_attribute("data-topic", "maternity")
    expect(chat.notices).to_have_count(1)
    assert chat.token != ended
    assert chat.remembered(server.address) == ["生孩子能报哪些钱？"]
    # an option that was signed for the ended session is asked in words
    old = chat.replies.nth(1).locator("[data-part=options] button").first
    label = old.inner_text()
    old.click()
    chat.sent(3)
    assert chat.remembered(server.address)[-1] == label
    complaints.forgive("status of 401")
