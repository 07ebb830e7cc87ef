"""A browser: the machine's own, else the one that Playwright brings."""

from __future__ import annotations

import shutil

from playwright.sync_api import Browser, Playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: No sandbox within a container; nothing of the browser's own on the network.
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def launch(playwright: Playwright) -> Browser:
    """Start it, without a window."""
    path = next((found for name in _NAMES if (found := shutil.which(name))), None)
    return playwright.chromium.launch(executable_path=path, args=_FLAGS)
