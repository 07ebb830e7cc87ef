"""The widget as a person uses it: what they do, and what they then see."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

_SENT = "[data-from=person][data-state=sent]"


class Chat:
    """One widget on a page."""

    def __init__(self, page: Page) -> None:
        """Use the widget of ``page``, wherever it is in the page."""
        self.page = page
        self.root = page.locator("baoxiao-chat")
        self.log = self.root.get_by_role("log")
        self.input = self.root.locator("textarea")
        self.send = self.root.locator("[part~=send]")
        self.replies = self.root.locator("[data-from=assistant]")
        self.mine = self.root.locator("[data-from=person]")
        self.notices = self.root.locator("[data-from=notice]")
        self.launcher = self.root.locator("[part~=launcher]")
        self.panel = self.root.locator("[part~=panel]")
        self.confirm = self.root.get_by_role("alertdialog")

    @classmethod
    def at(cls, page: Page, address: str, path: str = "/chat") -> Chat:
        """Open a page with the widget in full, and wait for the greeting."""
        page.goto(f"{address}{path}")
        return cls(page).greeted()

    @classmethod
    def within(cls, page: Page, address: str, body: str) -> Chat:
        """Open a page of the server's origin that shows ``body``, as hosts write it."""
        html = (
            '<!doctype html><html lang="zh"><meta charset="utf-8"><title>Host</title>'
            f'<link rel="icon" href="data:,"><body>{body}</body></html>'
        )
        page.context.route(
            f"{address}/host",
            lambda route: route.fulfill(body=html, content_type="text/html"),
        )
        page.goto(f"{address}/host")
        return cls(page)

    def greeted(self) -> Chat:
        """Wait until nothing but the greeting is there."""
        self.replies.first.wait_for()
        expect(self.replies).to_have_count(1)
        expect(self.replies).to_have_attribute("data-kind", "small_talk")
        return self

    @property
    def last(self) -> Locator:
        """The newest reply."""
        return self.replies.last

    def ask(self, text: str) -> Locator:
        """Type and send a message; return the newest reply once it is there."""
        self.input.fill(text)
        return self._after(lambda: self.input.press("Enter"))

    def choose(self, label: str) -> Locator:
        """Choose an option of the newest reply by its words."""
        button = self.last.get_by_role("button", name=label, exact=True)
        return self._after(button.click)

    def press(self, action: str) -> Locator:
        """Press a button that sends something; return the newest reply."""
        return self._after(self.button(action).last.click)

    def button(self, action: str) -> Locator:
        """The buttons for one action."""
        return self.root.locator(f"[data-action={action}]")

    def press_if_there(self, action: str) -> None:
        """Press a button that may have gone by itself a moment ago."""
        buttons = self.button(action)
        buttons.evaluate_all("all => all.forEach((one) => one.click())")

    def settings(self) -> Locator:
        """Open the settings and return them."""
        self.button("menu").click()
        menu = self.root.locator("[part~=menu]")
        expect(menu).to_be_visible()
        return menu

    def open_folds(self) -> None:
        """Open all that is folded in the newest reply."""
        self.last.evaluate(
            """reply => {
                for (const fold of reply.querySelectorAll('details')) fold.open = true;
            }"""
        )

    def call(self, code: str, *values: Any) -> Any:
        """Run ``code`` with the element as ``chat`` and ``values`` as ``values``."""
        return self.root.evaluate(f"(chat, values) => {code}", list(values))

    @property
    def token(self) -> str:
        """The token of the session, from where the tab or the browser keeps it."""
        kept = self.page.evaluate(
            """() => sessionStorage.getItem('baoxiao:session')
                 ?? localStorage.getItem('baoxiao:session')"""
        )
        return str(json.loads(kept)["session"])

    def remembered(self, address: str, token: str | None = None) -> list[str]:
        """What the server remembers that the person said."""
        response = self.page.request.get(
            f"{address}/webhooks/web/history",
            headers={"Authorization": f"Bearer {token or self.token}"},
        )
        assert response.ok
        entries = response.json()["entries"]
        return [entry["text"] for entry in entries if entry["from"] == "person"]

    def sent(self, count: int) -> None:
        """Wait until the log has so many messages of the person, all of them sent."""
        # looks far more often than `expect` does
        self.root.locator(_SENT).nth(count - 1).wait_for()
        expect(self.mine).to_have_count(count)
        expect(self.mine.last).to_have_attribute("data-state", "sent")

    def _after(self, act: Callable[[], object]) -> Locator:
        before, mine = self.replies.count(), self.mine.count()
        act()
        self.sent(mine + 1)
        expect(self.replies.nth(before)).to_be_visible()
        return self.last
