"""The real server and a real browser, once for all tests of the widget."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    expect,
    sync_playwright,
)

from tests.program import Program
from tests.widget.browsers import launch
from tests.widget.chat import Chat
from tests.widget.elsewhere import Elsewhere
from tests.widget.measured import SPEED

#: How long to wait for what should come at once, in milliseconds.
PATIENCE = 10_000
expect.set_options(timeout=PATIENCE)

#: A desktop screen of somebody who reads Chinese.
_VISITOR: dict[str, Any] = {
    "viewport": {"width": 1280, "height": 860},
    "locale": "zh-CN",
    "permissions": ["clipboard-read", "clipboard-write"],
    "reduced_motion": "reduce",
}


class Complaints(list[str]):
    """What browsers complained of."""

    def forgive(self, *patterns: str) -> None:
        """Take out what a test meant to cause."""
        self[:] = [one for one in self if not any(re.search(p, one) for p in patterns)]


@pytest.fixture(scope="package")
def listed() -> Iterator[Elsewhere]:
    """Another site, which the server lists among its origins."""
    with Elsewhere() as site:
        yield site


@pytest.fixture(scope="package")
def server(
    tmp_path_factory: pytest.TempPathFactory, listed: Elsewhere
) -> Iterator[Program]:
    """The assistant, served as people serve it. It never stumbles."""
    folder = tmp_path_factory.mktemp("served")
    running = Program(folder, {"BAOXIAO_ORIGINS": listed.address})
    yield running
    assert running.stop() == 0
    assert "Traceback" not in running.said


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A browser: the machine's own, else the one that Playwright brings."""
    # ended with the package: while it runs, no other test could have a loop of its own
    with sync_playwright() as playwright:
        running = launch(playwright)
        yield running
        running.close()


@pytest.fixture
def complaints() -> Complaints:
    """What browsers complained of; a test forgives what it means to cause."""
    return Complaints()


Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, complaints: Complaints) -> Iterator[Visit]:
    """Return an empty page of a new visitor, with the browser's options changed.

    Complaints of the browser, as of the policy of the page, fail the test.
    """
    contexts: list[BrowserContext] = []

    def come(**options: Any) -> Page:
        context = browser.new_context(**{**_VISITOR, **options})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return watched(context.new_page(), complaints)

    yield come
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(visit: Visit) -> Page:
    """An empty page of a visitor with a desktop screen who reads Chinese."""
    return visit()


@pytest.fixture
def context(page: Page) -> BrowserContext:
    """The browser of ``page``: what the visitor's tabs share."""
    return page.context


def watched(page: Page, complaints: list[str]) -> Page:
    """Return ``page``, its errors and warnings kept in ``complaints``."""

    def heard(message: Any) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    page.on("console", heard)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page


@pytest.fixture
def chat(page: Page, server: Program) -> Chat:
    """The full page, with its greeting."""
    return Chat.at(page, server.address)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let a browser and a server have the machine to themselves."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.alone)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Tell how fast the widget was."""
    measured = config.stash.get(SPEED, None)
    if measured is None:
        return
    terminalreporter.section("widget: how long people wait (ms)")
    for name, value in measured.items():
        if isinstance(value, dict):
            told = ", ".join(f"{key} {number:g}" for key, number in value.items())
            terminalreporter.line(f"{name}: {told}")
