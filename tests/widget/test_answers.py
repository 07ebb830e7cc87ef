"""Answers as cards: the law, papers, figures, statuses, words, the way to a person."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.program import Program
from tests.widget.chat import Chat

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
#: Keeps what stands on the sheet when it is printed.
_PRINT = """() => {
    window.print = () => {
        const {shadowRoot} = document.querySelector('baoxiao-print');
        window.printed = shadowRoot.textContent;
    };
}"""


def test_a_citation_opens_and_says_what_the_article_means(chat: Chat) -> None:
    reply = chat.ask("医保卡可以在外省用吗")
    citation = reply.locator("details.citation").first
    expect(citation.locator("summary")).to_contain_text("《社会保险法》第29条")
    inside = citation.locator("p")
    expect(inside.first).to_be_hidden()
    citation.locator("summary").click()
    expect(inside.first).to_be_visible()
    lines = [text.strip() for text in inside.all_inner_texts()]
    assert len(lines) >= 3 and all(lines), "title, gist and date"
    assert max(map(len, lines)) > 30, "the gist is a sentence"
    expect(citation).to_contain_text(_DAY)


def test_what_is_read_first_is_seen_first(chat: Chat) -> None:
    reply = chat.ask("医保卡可以在外省用吗")
    expect(reply.locator("[data-part=direct]")).to_be_in_viewport()
    expect(reply.locator("[data-part=steps]")).to_be_in_viewport()
    for name in reply.locator("details.citation summary").all():
        expect(name).to_be_visible()


def test_ticks_of_papers_survive_a_reload(chat: Chat) -> None:
    reply = chat.ask("看病的钱怎么报销？")
    boxes = reply.get_by_role("checkbox")
    expect(boxes).to_have_count(5)
    boxes.nth(0).check()
    boxes.nth(2).check()
    expect(reply.locator("[data-part=materials]")).to_contain_text("2 / 5")
    chat.page.reload()
    expect(chat.replies).to_have_count(2)
    boxes = chat.last.get_by_role("checkbox")
    assert [box.is_checked() for box in boxes.all()] == [True, False] * 2 + [False]
    boxes.nth(0).uncheck()
    expect(chat.last.locator("[data-part=materials]")).to_contain_text("1 / 5")


def test_a_copy_has_the_answer_with_its_ticks_and_the_law(chat: Chat) -> None:
    reply = chat.ask("看病的钱怎么报销？")
    names = reply.locator("[data-paper] .name").all_inner_texts()
    reply.get_by_role("checkbox").first.check()
    reply.locator("[data-action=copy]").click()
    expect(chat.root.locator("[part~=status]")).to_contain_text("已复制")
    copied = chat.page.evaluate("navigator.clipboard.readText()")
    assert f"☑ {names[0]}" in copied
    assert f"☐ {names[1]}" in copied
    assert "《社会保险法》第29条" in copied
    assert "12393" in copied


def test_an_answer_without_papers_is_copied_as_plain_text(chat: Chat) -> None:
    reply = chat.ask("社会保险法第30条")
    reply.locator("[data-action=copy]").click()
    expect(chat.root.locator("[part~=status]")).to_contain_text("已复制")
    copied = chat.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("《社会保险法》第30条")


def test_only_the_sheet_is_printed(chat: Chat) -> None:
    page = chat.page
    page.evaluate(_PRINT)
    reply = chat.ask("看病的钱怎么报销？")
    names = reply.locator("[data-paper] .name").all_inner_texts()
    reply.get_by_role("checkbox").first.check()
    reply.locator("[data-action=print]").click()
    printed = page.evaluate("window.printed")
    assert all(name in printed for name in names)
    assert printed.count("☑") == 1
    assert printed.count("☐") == len(names) - 1
    assert "《社会保险法》第29条" in printed and "12393" in printed
    sheet = page.locator("baoxiao-print")
    expect(sheet).to_be_hidden()
    expect(chat.root).to_be_visible()
    page.emulate_media(media="print")
    expect(sheet).to_be_visible()
    expect(chat.root).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    expect(sheet).to_have_count(0)
    expect(chat.root).to_be_visible()


def test_figures_have_a_place_and_a_source(chat: Chat) -> None:
    reply = chat.ask("我妈在成都住院，没备案，医保在重庆，能报吗")
    rows = reply.locator("[data-figure]")
    expect(rows).not_to_have_count(0)
    for row in rows.all():
        expect(row.get_by_role("rowheader")).to_contain_text(re.compile(r"\S"))
        amount, source = row.get_by_role("cell").all_inner_texts()
        assert re.search(r"\d", amount)
        assert source.count("·") >= 1, "place, date and source"
    expect(rows.first).to_contain_text("医保发〔2022〕22号")


def test_an_example_is_called_one_in_words(chat: Chat) -> None:
    chat.ask("生孩子能报多少？还有社保卡丢了怎么办？")
    figures = chat.replies.nth(1).locator("[data-part=figures]")
    expect(figures.locator("[data-example]").first).to_contain_text("示例")


def test_what_is_named_has_its_status(chat: Chat) -> None:
    reply = chat.ask("种植牙和近视手术能报吗")
    items = reply.locator("[data-item]")
    expect(items).to_have_count(2)
    expect(items).to_contain_text(["种植牙", "近视手术"])
    for item in items.all():
        expect(item).to_have_attribute("data-status", "usually_not")
        expect(item.locator(".chip")).to_have_text(re.compile(r"\S"))
        # never a bare no
        assert len(item.locator("p").last.inner_text()) > 10


@pytest.mark.parametrize(
    ("action", "helpful"), [("helpful", True), ("unhelpful", False)]
)
def test_a_verdict_reaches_the_server(
    chat: Chat, server: Program, action: str, helpful: bool
) -> None:
    before = verdicts(server)
    chat.ask("社保卡丢了怎么办？")
    chat.press(action)
    expect(chat.root.locator("[data-part=thanks]")).to_be_visible()
    expect(chat.button(action)).to_have_count(0)
    (kept,) = verdicts(server)[len(before) :]
    assert kept["topic"] == "lost_card"
    assert kept["helpful"] is helpful


def verdicts(server: Program) -> list[dict[str, object]]:
    if not server.feedback.exists():
        return []
    return [json.loads(line) for line in server.feedback.read_text().splitlines()]


def test_the_assistants_own_question_is_asked_once(chat: Chat) -> None:
    chat.ask("社保卡丢了怎么办？")
    reply = chat.ask("谢谢")
    rating = reply.locator("[data-part=rating]")
    expect(rating).to_be_visible()
    expect(reply.get_by_role("button", name="有帮助", exact=True)).to_have_count(1)
    chat.press("helpful")
    expect(chat.root.locator("[data-part=thanks]")).to_be_visible()


def test_there_is_always_a_way_to_a_person(chat: Chat) -> None:
    hotline = chat.button("hotline")
    expect(hotline).to_have_attribute("href", "tel:12393")
    chat.ask("医保卡可以在外省用吗")
    expect(chat.button("human")).to_be_in_viewport()
    reply = chat.press("human")
    expect(reply.locator("a[href='tel:12393']").first).to_be_visible()
    expect(reply.locator("[data-part=note]")).to_be_visible()
    reply.locator("[data-part=note] [data-action=copy]").click()
    expect(chat.root.locator("[part~=status]")).to_contain_text("已复制")
    assert chat.page.evaluate("navigator.clipboard.readText()")


def test_plain_mode_is_short_and_explains_words(chat: Chat) -> None:
    reply = chat.ask("医保卡可以在外省用吗")
    expect(reply.locator("[data-part=terms]")).to_have_count(0)
    menu = chat.settings()
    menu.get_by_role("switch").click()
    expect(menu.get_by_role("switch")).to_have_attribute("aria-checked", "true")
    expect(reply.locator("[data-part=terms] dt")).not_to_have_count(0)
    expect(reply.locator("[data-part=law]")).to_contain_text("《社会保险法》第29条")
    details = reply.locator("[data-part=details]")
    expect(details.locator("[data-paper]").first).to_be_hidden()
    details.locator("summary").first.click()
    expect(details.locator("[data-paper]").first).to_be_visible()
    expect(chat.mine).to_have_count(1)


def test_tastes_are_kept(chat: Chat, page: Page) -> None:
    size = "getComputedStyle(chat.renderRoot.querySelector('textarea')).fontSize"
    before = float(chat.call(size).rstrip("px"))
    menu = chat.settings()
    menu.locator("[data-size='2']").click()
    menu.get_by_role("switch").click()
    page.reload()
    chat.greeted()
    assert float(chat.call(size).rstrip("px")) > before * 1.3
    menu = chat.settings()
    expect(menu.get_by_role("switch")).to_have_attribute("aria-checked", "true")
    expect(menu.locator("[data-size='2']")).to_have_attribute("aria-pressed", "true")


def test_erasing_by_words_empties_the_log(chat: Chat, server: Program) -> None:
    chat.ask("我的医保在重庆")
    chat.input.fill("忘掉我说的")
    chat.input.press("Enter")
    expect(chat.last).to_have_attribute("data-kind", "forgotten")
    expect(chat.log).not_to_contain_text("重庆")
    assert chat.remembered(server.address) == []
