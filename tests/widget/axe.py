"""axe-core, run on a page with all its shadow roots."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from shell import project

_AXE = project.ROOT / "widget" / "node_modules" / "axe-core" / "axe.min.js"
_TAGS = [
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22aa",
    "best-practice",
]
_RUN = """tags => axe.run(document, {
    runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'], preload: false,
})"""


def violations(page: Page) -> list[str]:
    """Return what axe finds, as lines with rule, place and reason."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE.read_text() + "; undefined")
    found: list[dict[str, Any]] = page.evaluate(_RUN, _TAGS)["violations"]
    return [
        f"{one['id']} {node['target']}: {node['failureSummary']}"
        for one in found
        for node in one["nodes"]
    ]
