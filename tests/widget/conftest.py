"""The real server and a real browser, once for all tests of the widget."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from shell import project
from tests.widget.chat import Chat

#: How long to wait for what should come at once, in milliseconds.
PATIENCE = 10_000
START_SECONDS = 120
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: No sandbox within a container; nothing of the browser's own on the network.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Server:
    """The program ``baoxiao serve`` in a process of its own."""

    def __init__(self, feedback: Path, port: int = 0) -> None:
        """Start it and wait until it answers."""
        environment = {
            **os.environ,
            "BAOXIAO_FEEDBACK": str(feedback),
            "BAOXIAO_SECRET": "tests-only-0123456789-abcdefghijklmnop",
            "BAOXIAO_SESSION_RATE": "100000",
            "BAOXIAO_ADDRESS_RATE": "100000",
        }
        program = Path(sys.executable).with_name("baoxiao")
        self.feedback = feedback
        self.process = subprocess.Popen(
            [str(program), "serve", "--port", str(port)],
            cwd=project.ROOT,
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.address = self._address()

    def _address(self) -> str:
        assert self.process.stderr is not None
        said = []
        for line in self.process.stderr:
            said.append(line)
            found = re.match(r"(http://\S+?)/\s", line)
            if found:
                return found.group(1)
        raise AssertionError("the server did not start:\n" + "".join(said))

    def stop(self) -> int:
        """Stop it as Ctrl-C does and return its status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(timeout=30)
        finally:
            if self.process.poll() is None:
                self.process.kill()
            if self.process.stderr is not None:
                self.process.stderr.close()


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The assistant, served as people serve it."""
    running = Server(tmp_path_factory.mktemp("served") / "feedback.jsonl")
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A browser: the machine's own, else the one that Playwright brings."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    # ended with the package: while it runs, no other test could have a loop of its own
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh visitor with a desktop screen who reads Chinese."""
    made = browser.new_context(
        viewport={"width": 1280, "height": 860},
        locale="zh-CN",
        permissions=["clipboard-read", "clipboard-write"],
        reduced_motion="reduce",
    )
    made.set_default_timeout(PATIENCE)
    yield made
    made.close()


@pytest.fixture
def complaints() -> list[str]:
    """What browsers complained of; a test may take out what it means to cause."""
    return []


@pytest.fixture
def page(context: BrowserContext, complaints: list[str]) -> Iterator[Page]:
    """An empty page. Complaints of the browser, as of the policy, fail the test."""
    yield watched(context.new_page(), complaints)
    assert complaints == []


def watched(page: Page, complaints: list[str]) -> Page:
    """Return ``page``, its errors and warnings kept in ``complaints``."""

    def heard(message: Any) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    page.on("console", heard)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page


@pytest.fixture
def chat(page: Page, server: Server) -> Chat:
    """The full page, with its greeting."""
    return Chat.at(page, server.address)
