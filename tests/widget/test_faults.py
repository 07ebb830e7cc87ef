"""Networks and servers that fail: nothing is lost, nothing is answered twice."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.program import Program
from tests.widget.chat import Chat
from tests.widget.conftest import Complaints

_MESSAGES = "**/webhooks/web/messages"
_NETWORK = (r"net::ERR_", "status of [45]")
_ASKED = "社保卡丢了怎么办？"


def sent_ids(route: Route, ids: list[str]) -> None:
    """Keep the id of the message that ``route`` carries."""
    ids.append(json.loads(route.request.post_data or "{}")["id"])


def answered_once(chat: Chat, server: Program) -> None:
    expect(chat.last).to_have_attribute("data-topic", "lost_card")
    expect(chat.mine).to_have_count(1)
    expect(chat.replies).to_have_count(2)
    assert chat.remembered(server.address) == [_ASKED]


def test_without_a_network_a_message_waits_and_is_sent_later(
    chat: Chat, context: BrowserContext, server: Program, complaints: Complaints
) -> None:
    context.set_offline(True)
    banner = chat.root.locator("[data-part=offline]")
    expect(banner).to_be_visible()
    expect(banner).to_have_attribute("role", "alert")
    chat.input.fill(_ASKED)
    chat.input.press("Enter")
    expect(chat.mine).to_have_attribute("data-state", "waiting")
    expect(chat.mine).to_contain_text(_ASKED)
    expect(chat.root.locator("[data-part=not-sent]")).to_be_visible()
    context.set_offline(False)
    chat.sent(1)
    expect(banner).to_have_count(0)
    answered_once(chat, server)
    complaints.forgive(*_NETWORK)


def test_what_waits_survives_a_reload(
    chat: Chat, context: BrowserContext, server: Program, complaints: Complaints
) -> None:
    chat.page.route(_MESSAGES, lambda route: route.abort())
    chat.input.fill(_ASKED)
    chat.input.press("Enter")
    expect(chat.mine).to_have_attribute("data-state", "waiting")
    chat.page.unroute(_MESSAGES)
    chat.page.reload()
    chat.sent(1)
    answered_once(chat, server)
    complaints.forgive(*_NETWORK)


@pytest.mark.parametrize(
    ("status", "code"), [(500, "failed"), (503, "unavailable"), (429, "limited")]
)
def test_a_refusal_that_passes_is_tried_again(
    chat: Chat, server: Program, complaints: Complaints, status: int, code: str
) -> None:
    words = {"zh": "请等 1 秒", "en": "Please wait 1 second"}
    error = {"code": code, "message": words, "retry_after": 1}
    ids: list[str] = []

    def refuse_once(route: Route) -> None:
        sent_ids(route, ids)
        if len(ids) > 1:
            route.continue_()
            return
        route.fulfill(
            status=status, json={"error": error}, headers={"Retry-After": "1"}
        )

    chat.page.route(_MESSAGES, refuse_once)
    chat.input.fill(_ASKED)
    chat.input.press("Enter")
    notice = chat.root.locator("[data-part=not-sent]")
    expect(notice).to_contain_text(re.compile(r"[1-9]\d* 秒"))
    chat.sent(1)
    assert len(ids) == 2 and ids[0] == ids[1]
    answered_once(chat, server)
    complaints.forgive(*_NETWORK)


def test_retry_sends_at_once(
    chat: Chat, server: Program, complaints: Complaints
) -> None:
    chat.page.route(
        _MESSAGES,
        lambda route: route.fulfill(status=503, headers={"Retry-After": "60"}),
    )
    chat.input.fill(_ASKED)
    chat.input.press("Enter")
    retry = chat.button("retry")
    expect(retry).to_be_visible()
    chat.page.unroute(_MESSAGES)
    retry.click()
    chat.sent(1)
    answered_once(chat, server)
    complaints.forgive(*_NETWORK)


def test_a_slow_answer_shows_that_it_is_looked_for(chat: Chat) -> None:
    held: list[Route] = []
    chat.page.route(_MESSAGES, lambda route: held.append(route))
    typing = chat.root.locator("[data-part=typing]")
    expect(typing).to_be_hidden()
    chat.input.fill(_ASKED)
    chat.input.press("Enter")
    expect(typing).to_be_visible()
    expect(typing).to_have_attribute("role", "status")
    expect(chat.mine).to_have_attribute("data-state", "sending")
    held[0].continue_()
    chat.sent(1)
    expect(typing).to_be_hidden()


def test_an_answer_lost_on_the_way_is_fetched_not_made_again(
    chat: Chat, server: Program, complaints: Complaints
) -> None:
    ids: list[str] = []

    def lose_once(route: Route) -> None:
        sent_ids(route, ids)
        if len(ids) > 1:
            route.continue_()
            return
        assert route.fetch().ok  # the server has taken and answered it
        route.abort("connectionreset")

    chat.page.route(_MESSAGES, lose_once)
    chat.ask(_ASKED)
    assert len(ids) == 2 and ids[0] == ids[1]
    answered_once(chat, server)
    chat.page.unroute(_MESSAGES)
    chat.page.reload()
    expect(chat.replies).to_have_count(2)
    complaints.forgive(*_NETWORK)


def test_an_answer_that_is_none_is_asked_for_again(
    chat: Chat, server: Program, complaints: Complaints
) -> None:
    bodies = ["<html>not JSON", "", "[]", "null", '{"replies": 1}']
    waiting: list[str] = []

    def garble_once(route: Route) -> None:
        if waiting:
            route.fulfill(body=waiting.pop(), content_type="application/json")
        else:
            route.continue_()

    chat.page.route(_MESSAGES, garble_once)
    for count, body in enumerate(bodies, 1):
        waiting.append(body)
        chat.ask(_ASKED)
        assert not waiting
        assert chat.remembered(server.address) == [_ASKED] * count


def test_a_draft_survives_a_reload(chat: Chat) -> None:
    chat.input.fill("我想问一下\n生孩子")
    chat.page.reload()
    expect(chat.input).to_have_value("我想问一下\n生孩子")
    chat.ask("生孩子能报哪些钱？")
    chat.page.reload()
    expect(chat.input).to_have_value("")


@pytest.mark.parametrize(
    "blocked",
    [
        """for (const name of ['localStorage', 'sessionStorage']) {
            Object.defineProperty(window, name, {
                get() { throw new DOMException('blocked', 'SecurityError'); }});
        }""",
        """Storage.prototype.setItem = () => {
            throw new DOMException('full', 'QuotaExceededError');
        }""",
    ],
    ids=["blocked", "full"],
)
def test_it_works_without_storage(page: Page, server: Program, blocked: str) -> None:
    page.add_init_script(blocked)
    chat = Chat.at(page, server.address)
    reply = chat.ask("看病的钱怎么报销？")
    reply.get_by_role("checkbox").first.check()
    expect(reply.locator("[data-part=materials]")).to_contain_text("1 / 5")
    chat.settings().locator("[data-size='1']").click()
    chat.button("menu").click()
    assert chat.call("chat.clear()") is True
    chat.greeted()


def test_a_server_that_is_down_at_first_is_tried_again(
    page: Page, server: Program, complaints: Complaints
) -> None:
    down: dict[str, Any] = {"down": True}
    page.route(
        "**/webhooks/web/**",
        lambda route: route.abort() if down["down"] else route.continue_(),
    )
    page.goto(f"{server.address}/chat")
    chat = Chat(page)
    trouble = chat.root.locator("[data-part=trouble]")
    expect(trouble).to_contain_text("12393")
    # what is asked meanwhile is kept
    chat.input.fill(_ASKED)
    chat.input.press("Enter")
    expect(chat.mine).to_have_attribute("data-state", "waiting")
    down["down"] = False
    chat.press_if_there("reconnect")
    chat.sent(1)
    expect(trouble).to_have_count(0)
    answered_once(chat, server)
    complaints.forgive(*_NETWORK)
