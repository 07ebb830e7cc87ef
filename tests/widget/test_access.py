"""With the keyboard alone, with a screen reader, with little motion and wide text."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.program import Program
from tests.widget.chat import Chat
from tests.widget.conftest import Visit

#: The name of what has the focus, within shadow roots too.
_FOCUSED = """() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at?.dataset?.action ?? at?.getAttribute('part') ?? at?.localName;
}"""
#: The boxes of what can be pressed, with a name for each.
_TARGETS = """chat => [...chat.renderRoot.querySelectorAll(
    'button, summary, .quiet, .papers label')]
    .filter((one) => one.checkVisibility())
    .map((one) => {
        const {width, height} = one.getBoundingClientRect();
        return [one.textContent.trim() || one.ariaLabel, width, height];
    })"""


#: Keeps how loud the log was whenever the number of messages in it changed.
_WATCH_LIVE = """
    window.quiet = [];
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function (init) {
        const root = attach.call(this, init);
        let count = 0;
        new MutationObserver(() => {
            const log = root.querySelector('[role=log]');
            const now = log?.querySelectorAll('article').length ?? 0;
            if (now !== count) window.quiet.push(log.ariaLive);
            count = now;
        }).observe(root, {childList: true, subtree: true});
        return root;
    };"""


def focused(page: Page) -> str:
    return str(page.evaluate(_FOCUSED))


def tab_to(page: Page, name: str, key: str = "Tab", most: int = 60) -> list[str]:
    """Press Tab until ``name`` has the focus; return what had it on the way."""
    way = []
    for _ in range(most):
        page.keyboard.press(key)
        way.append(focused(page))
        if way[-1] == name:
            return way
    raise AssertionError(f"{name} is not reached: {way}")


@pytest.fixture
def closed(page: Page, server: Program) -> Chat:
    """The widget of the demo page before it is opened."""
    page.goto(f"{server.address}/")
    return Chat(page)


def test_from_the_page_to_an_answer_without_a_mouse(closed: Chat) -> None:
    page = closed.page
    tab_to(page, "launcher")
    page.keyboard.press("Enter")
    closed.greeted()
    expect(closed.input).to_be_focused()
    page.keyboard.type("医保卡可以在外省用吗")
    page.keyboard.press("Enter")
    closed.sent(1)
    expect(closed.last).to_have_attribute("data-topic", "use_card_elsewhere")
    expect(closed.input).to_be_focused()
    way = tab_to(page, "log", "Shift+Tab")
    assert "option" in way, "options come before the field"
    citation = closed.last.locator("details.citation").first
    citation.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(citation).to_have_attribute("open", "")
    page.keyboard.press("Enter")
    expect(citation).not_to_have_attribute("open", "")
    box = closed.last.get_by_role("checkbox").first
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()


def test_an_option_by_the_keyboard(closed: Chat) -> None:
    closed.call("chat.open()")
    closed.greeted()
    closed.page.keyboard.press("Shift+Tab")
    assert focused(closed.page) == "option"
    label = closed.page.evaluate(
        "document.querySelector('baoxiao-chat').shadowRoot.activeElement.innerText"
    )
    closed.page.keyboard.press("Enter")
    closed.sent(1)
    expect(closed.mine).to_contain_text(label)
    expect(closed.input).to_be_focused()


def test_the_order_is_that_of_the_eye(closed: Chat) -> None:
    closed.launcher.click()
    closed.greeted()
    closed.root.locator("[part~=heading]").focus()
    way = tab_to(closed.page, "input")
    order = ["language", "menu", "close", "human", "hotline", "log", "option", "input"]
    assert list(dict.fromkeys(way)) == order


def test_escape_closes_and_gives_the_focus_back(closed: Chat) -> None:
    page = closed.page
    closed.launcher.focus()
    page.keyboard.press("Enter")
    closed.greeted()
    closed.settings()
    page.keyboard.press("Escape")
    expect(closed.root.locator("[part~=menu]")).to_be_hidden()
    expect(closed.panel).to_be_visible()
    expect(closed.button("menu")).to_be_focused()
    page.keyboard.press("Escape")
    expect(closed.panel).to_be_hidden()
    expect(closed.launcher).to_be_focused()


def test_the_focus_goes_back_to_what_opened_it(closed: Chat) -> None:
    tile = closed.page.locator("[data-ask]").first
    tile.focus()
    closed.page.keyboard.press("Enter")
    closed.sent(1)
    expect(closed.input).to_be_focused()
    closed.page.keyboard.press("Escape")
    expect(tile).to_be_focused()


def test_the_question_before_erasing_holds_the_focus(chat: Chat) -> None:
    page = chat.page
    chat.settings()
    chat.button("clear").focus()
    page.keyboard.press("Enter")
    expect(chat.confirm).to_be_visible()
    seen = set()
    for _ in range(5):
        seen.add(focused(page))
        page.keyboard.press("Tab")
    assert {"cancel", "confirm-clear"} <= seen
    assert not seen & {"input", "menu", "log"}
    page.keyboard.press("Escape")
    expect(chat.confirm).to_be_hidden()
    assert focused(page) != "body"


def test_new_replies_are_read_out_and_old_ones_are_not(chat: Chat) -> None:
    live = "log => log.getAttribute('aria-live')"
    expect(chat.log).to_have_attribute("aria-live", "polite")
    expect(chat.log).to_have_attribute("aria-relevant", "additions")
    chat.ask("社保卡丢了怎么办？")
    assert chat.log.evaluate(live) == "polite"
    # while the old messages come back, nothing is read out
    chat.page.add_init_script(_WATCH_LIVE)
    chat.page.reload()
    expect(chat.replies).to_have_count(2)
    quiet = chat.page.evaluate("window.quiet")
    assert quiet and set(quiet) == {"off"}
    expect(chat.log).to_have_attribute("aria-live", "polite")


def test_what_is_on_the_screen_is_not_made_anew(chat: Chat) -> None:
    """A node that is made anew would be read out a second time."""
    chat.ask("社保卡丢了怎么办？")
    first = chat.replies.nth(1).element_handle()
    chat.ask("要什么材料")
    chat.settings().locator("[data-size='1']").click()
    assert first is not None and first.evaluate("node => node.isConnected")


def test_targets_are_large_enough(chat: Chat) -> None:
    def small() -> list[str]:
        found = chat.root.evaluate(_TARGETS)
        assert len(found) > 10
        return [name for name, width, height in found if min(width, height) < 44]

    chat.ask("看病的钱怎么报销？")
    chat.settings()
    chat.open_folds()
    assert small() == []
    chat.ask("帮我算一下能报多少")
    assert small() == []
    chat.button("clear").click()
    assert small() == []


def test_nothing_moves_for_those_who_want_it_still(
    visit: Visit, server: Program
) -> None:
    for motion, moves in (("reduce", False), ("no-preference", True)):
        page = visit(reduced_motion=motion)
        page.route("**/webhooks/web/messages", lambda route: None)
        chat = Chat.at(page, server.address)
        chat.input.fill("社保卡丢了怎么办？")
        chat.input.press("Enter")
        expect(chat.root.locator("[data-part=typing]")).to_be_visible()
        running = chat.call("chat.renderRoot.getAnimations().length")
        assert bool(running) is moves


def test_forced_colours_keep_edges_and_focus(visit: Visit, server: Program) -> None:
    page = visit(forced_colors="active")
    chat = Chat.at(page, server.address)
    chat.ask("社保卡丢了怎么办？")
    edged = """name => {
        const {shadowRoot} = document.querySelector('baoxiao-chat');
        const style = getComputedStyle(shadowRoot.querySelector(name));
        return style.borderTopStyle !== 'none' && parseFloat(style.borderTopWidth) > 0;
    }"""
    for name in (".option", ".card", ".bubble", ".send", ".box", ".quiet"):
        assert page.evaluate(edged, name), name
    chat.button("menu").focus()
    page.keyboard.press("Tab")
    outline = """() => {
        const root = document.querySelector('baoxiao-chat').shadowRoot;
        const style = getComputedStyle(root.activeElement);
        return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    }"""
    assert page.evaluate(outline)


def test_wide_text_loses_nothing(chat: Chat) -> None:
    """The distances of WCAG 1.4.12, which a person's own style sheet may set."""
    chat.ask("我妈在成都住院，没备案，医保在重庆，能报吗")
    chat.settings()
    chat.call(
        """{
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(`* { line-height: 1.5 !important;
                letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
                p { margin-bottom: 2em !important; }`);
            const root = chat.renderRoot;
            root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
        }"""
    )
    cut = chat.root.evaluate(
        """chat => [...chat.renderRoot.querySelectorAll('*')]
            .filter((one) => one.checkVisibility() && !one.closest('.hidden, svg')
                && one.localName !== 'textarea' && one.role !== 'log')
            .filter((one) => getComputedStyle(one).overflow !== 'visible')
            .filter((one) => one.scrollWidth > one.clientWidth + 1
                || one.scrollHeight > one.clientHeight + 1)
            .map((one) => `${one.localName}.${one.className}`)"""
    )
    assert cut == []
    expect(chat.input).to_be_in_viewport(ratio=1)
    expect(chat.send).to_be_in_viewport(ratio=1)
