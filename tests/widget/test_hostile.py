"""Text that would like to be code: from people, and in what the server says."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.program import Program
from tests.widget.chat import Chat
from tests.widget.conftest import Complaints

_MESSAGES = "**/webhooks/web/messages"
_RUN = "window.__xss=1"
PAYLOADS = [
    f"<script>{_RUN}</script>",
    f"<img src=x onerror='{_RUN}'>",
    f"<svg onload='{_RUN}'><a href='javascript:{_RUN}'>x</a></svg>",
    f"javascript:{_RUN}",
    f"<a href='javascript:{_RUN}'>click</a> [x](javascript:{_RUN})",
    "${alert(1)} {{constructor.constructor('alert(1)')()}} <%= 7*7 %> #{7*7}",
    f"\"><iframe srcdoc='<script>parent.{_RUN}</script>'></iframe>",
    "</textarea></style></template><style>*{display:none!important}</style>",
    "\u202eEVIL\u202d\u2066 \u200fabc\u2069 <b>bold</b>",
    f"<baoxiao-chat></baoxiao-chat><details open ontoggle='{_RUN}'>",
    "data:text/html,<script>alert(1)</script> https://x.cn/'\"><script>",
]
#: What could only have come from text taken for markup.
_FOREIGN = """() => {
    const {shadowRoot} = document.querySelector('baoxiao-chat');
    const names = 'script, img, iframe, object, embed, link, style, template, b, base';
    const bad = [...shadowRoot.querySelectorAll(`${names}, baoxiao-chat`)];
    const links = [...shadowRoot.querySelectorAll('a')]
        .filter((one) => !['http:', 'https:', 'tel:'].includes(one.protocol));
    const runs = ({name}) => name.startsWith('on') || name === 'style';
    const handlers = [...shadowRoot.querySelectorAll('*')]
        .filter((one) => [...one.attributes].some(runs));
    return [...bad, ...links, ...handlers].map((one) => one.outerHTML);
}"""


@pytest.fixture(autouse=True)
def nothing_runs(page: Page) -> Any:
    """Fail the test when something was run, asked or opened."""
    opened: list[str] = []
    page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
    page.context.on("page", lambda other: opened.append(other.url))
    yield
    assert opened == []
    assert page.evaluate("window.__xss") is None
    assert page.evaluate(_FOREIGN) == []


def test_what_people_type_is_text(chat: Chat, server: Program) -> None:
    for payload in PAYLOADS:
        chat.ask(payload)
        shown = chat.mine.last.locator("[part~=bubble]")
        assert "".join(shown.inner_text().split()) == "".join(
            clean(chat, server, payload).split()
        )
    chat.page.reload()
    expect(chat.mine).to_have_count(len(PAYLOADS))


def clean(chat: Chat, server: Program, payload: str) -> str:
    """What the server kept of ``payload``: it removes what steers the writing."""
    kept = chat.remembered(server.address)[-1]
    assert "<" in kept or "<" not in payload
    return kept


def test_very_long_words_break(chat: Chat) -> None:
    chat.ask("a" * 2000)
    chat.ask("😀" * 1000)
    wide = "log => log.scrollWidth > log.clientWidth"
    assert chat.log.evaluate(wide) is False


def poisoned(value: Any, payload: str, key: str = "") -> Any:
    """Return ``value`` with ``payload`` in every text; what steers it stays."""
    if isinstance(value, str):
        steers = key in ("kind", "language", "choice", "id", "status", "topic")
        # sums are read as numbers, and a poisoned one is its own test
        number = value.replace(".", "").isdigit()
        return value if steers or number else f"{payload} {value}"
    if isinstance(value, list):
        return [poisoned(one, payload, key) for one in value]
    if isinstance(value, dict):
        return {name: poisoned(one, payload, name) for name, one in value.items()}
    return value


#: Messages whose replies together have every kind of part.
CONVERSATIONS = {
    "answer": ["生孩子能报多少？"],
    "items": ["种植牙和近视手术能报吗"],
    "figures": ["我妈在成都住院，没备案，医保在重庆，能报吗"],
    "article": ["社会保险法第30条"],
    "person": ["医保卡可以在外省用吗", "找人工"],
    "feedback": ["社保卡丢了怎么办？", "谢谢"],
    "bill": ["帮我算一下能报多少", "35000", *["不清楚"] * 6],
    "checklist": ["帮我列一份要带的材料清单", "1", "1", "1", "1", "1"],
}


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_what_the_server_says_is_text(chat: Chat, name: str) -> None:
    payload = "".join(PAYLOADS[:3])
    texts: list[str] = []

    def poison(route: Route) -> None:
        answer = route.fetch().json()
        answer["replies"] = [poisoned(one, payload) for one in answer["replies"]]
        texts.append(json.dumps(answer["replies"]))
        route.fulfill(json=answer)

    chat.page.route(_MESSAGES, poison)
    for text in CONVERSATIONS[name]:
        chat.input.fill(text)
        chat.input.press("Enter")
        expect(chat.mine.last).to_have_attribute("data-state", "sent")
    chat.open_folds()
    chat.settings().get_by_role("switch").click()
    chat.open_folds()
    assert texts and payload[:8] in texts[-1]
    expect(chat.last).to_contain_text("<script>")
    assert chat.page.evaluate(_FOREIGN) == []


def test_what_is_printed_is_text(chat: Chat) -> None:
    payload = "".join(PAYLOADS[:3])

    def poison(route: Route) -> None:
        answer = route.fetch().json()
        answer["replies"] = [poisoned(one, payload) for one in answer["replies"]]
        route.fulfill(json=answer)

    chat.page.route(_MESSAGES, poison)
    chat.page.evaluate("() => { window.print = () => {}; }")
    chat.ask("看病的钱怎么报销？")
    chat.last.locator("[data-action=print]").click()
    sheet = chat.page.locator("baoxiao-print")
    expect(sheet.locator("article")).to_contain_text("<script>")
    expect(sheet.locator("script, img, svg")).to_have_count(0)


def test_the_policy_of_the_pages_is_strict(chat: Chat, server: Program) -> None:
    for path in ("/", "/chat"):
        headers = chat.page.request.get(f"{server.address}{path}").headers
        policy = dict(
            rule.strip().split(" ", 1)
            for rule in headers["content-security-policy"].split(";")
        )
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == "'self'"
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_the_policy_would_be_noticed(chat: Chat, complaints: Complaints) -> None:
    """A script that is written into the page does not run, and the tests hear of it."""
    chat.page.evaluate(
        """code => {
            const script = document.createElement('script');
            script.textContent = code;
            document.body.append(script);
        }""",
        _RUN,
    )
    assert any("Content Security Policy" in one for one in complaints)
    complaints.forgive("Content Security Policy")
