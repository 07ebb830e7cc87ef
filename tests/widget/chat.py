"""The widget as a person uses it: what they do, and what they then see."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


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

    @classmethod
    def at(cls, page: Page, address: str, path: str = "/chat") -> Chat:
        """Open a page with the widget in full, and wait for the greeting."""
        page.goto(f"{address}{path}")
        chat = cls(page)
        expect(chat.replies).to_have_count(1)
        return chat

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

    def _after(self, act: object) -> Locator:
        before, mine = self.replies.count(), self.mine.count()
        assert callable(act)
        act()
        expect(self.mine).to_have_count(mine + 1)
        expect(self.mine.last).to_have_attribute("data-state", "sent")
        expect(self.replies.nth(before)).to_be_visible()
        return self.last
