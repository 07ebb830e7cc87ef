"""A server that crashes and comes back at the same address."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.program import Program
from tests.widget.chat import Chat
from tests.widget.conftest import Complaints


def test_the_conversation_goes_on_after_a_crash(
    chat: Chat, server: Program, complaints: Complaints
) -> None:
    """The session stays valid, and the server remembers what was said."""
    chat.ask("社保卡丢了怎么办？")
    token = chat.token
    server.crash()
    try:
        chat.input.fill("生孩子能报哪些钱？")
        chat.input.press("Enter")
        expect(chat.mine.last).to_have_attribute("data-state", "waiting")
        expect(chat.root.locator("[data-part=not-sent]")).to_be_visible()
        # nothing vanishes while it is away
        expect(chat.replies).to_have_count(2)
    finally:
        server.start()
    chat.press_if_there("retry")
    chat.sent(2)
    expect(chat.last).to_have_attribute("data-topic", "maternity")
    # what was said before stays in sight: the server has it still
    expect(chat.notices).to_have_count(0)
    expect(chat.replies).to_have_count(3)
    assert chat.token == token
    said = ["社保卡丢了怎么办？", "生孩子能报哪些钱？"]
    assert chat.remembered(server.address) == said
    complaints.forgive("net::ERR_")


def test_a_task_that_the_server_forgot_can_be_begun_again(
    chat: Chat, server: Program
) -> None:
    """An option of a task that is gone gets an answer, and no error."""
    chat.ask("帮我算一下能报多少")
    chat.ask("35000")
    # what a crash leaves: the token is valid, the conversation unknown
    response = chat.page.request.delete(
        f"{server.address}/webhooks/web/session",
        headers={"Authorization": f"Bearer {chat.token}"},
    )
    assert response.status == 204
    reply = chat.choose("职工医保")
    expect(reply).to_be_visible()
    reply = chat.ask("帮我算一下能报多少")
    expect(reply).to_have_attribute("data-kind", "form")
