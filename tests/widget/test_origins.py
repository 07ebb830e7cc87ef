"""Pages of other sites: those that the operator lists may use the assistant."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, expect

from tests.program import Program
from tests.widget.chat import Chat
from tests.widget.conftest import Complaints
from tests.widget.elsewhere import Elsewhere


@pytest.fixture
def unlisted() -> Iterator[Elsewhere]:
    with Elsewhere() as site:
        yield site


def embed(page: Page, site: Elsewhere, server: Program) -> Chat:
    """Open a page of ``site`` with the widget of ``server``."""
    site.write(f'<script src="{server.address}/widget/baoxiao-chat.js"></script>')
    page.goto(site.address)
    chat = Chat(page)
    chat.launcher.click()
    return chat


def test_a_listed_page_may_use_the_assistant(
    page: Page, server: Program, listed: Elsewhere
) -> None:
    chat = embed(page, listed, server).greeted()
    reply = chat.ask("社保卡丢了怎么办？")
    expect(reply).to_have_attribute("data-topic", "lost_card")
    assert chat.call("chat.clear()") is True
    chat.greeted()


def test_another_page_is_refused_and_says_so(
    page: Page, server: Program, unlisted: Elsewhere, complaints: Complaints
) -> None:
    chat = embed(page, unlisted, server)
    trouble = chat.root.locator("[data-part=trouble]")
    expect(trouble).to_have_attribute("data-code", "origin")
    expect(trouble).to_contain_text("12393")
    expect(chat.replies).to_have_count(0)
    complaints.forgive("CORS", "net::ERR_FAILED", "status of 403")


def test_nothing_is_asked_of_anybody_else(chat: Chat, server: Program) -> None:
    hosts: set[str] = set()

    def seen(request: Request) -> None:
        if not request.url.startswith(("data:", "blob:")):
            hosts.add(urlsplit(request.url).netloc)

    chat.page.context.on("request", seen)
    chat.page.goto(f"{server.address}/")
    chat.launcher.click()
    chat.greeted()
    reply = chat.ask("看病的钱怎么报销？")
    chat.open_folds()
    reply.locator("[data-action=copy]").click()
    chat.ask("帮我算一下能报多少")
    chat.button("language").click()
    chat.ask("Can I use my insurance in another province?")
    chat.page.reload()
    assert hosts == {urlsplit(server.address).netloc}
