"""Guided tasks: from the first question to the picture of a bill, or the list."""

from __future__ import annotations

import re
from decimal import Decimal

from playwright.sync_api import Locator, expect

from tests.program import Program
from tests.widget.chat import Chat
from tests.widget.test_answers import _PRINT

#: What is answered, in the order in which it is asked, to come to a bill.
BILL = ["35000", "职工医保", "重庆", "三级", "2000", "1300", "85%"]


def estimate(chat: Chat, answers: list[str] = BILL) -> Locator:
    """Go through the estimate and return its result."""
    reply = chat.ask("帮我算一下能报多少")
    for answer in answers:
        expect(reply).to_have_attribute("data-kind", "form")
        reply = chat.ask(answer)
    expect(reply).to_have_attribute("data-kind", "result")
    return reply


def checklist(chat: Chat) -> Locator:
    """Go through the checklist by options and return its result."""
    reply = chat.ask("帮我列一份要带的材料清单")
    for label in ["住院费手工报销", "已出院", "参保地", "不清楚", "住院", "不清楚"]:
        if reply.get_attribute("data-kind") == "result":
            break
        reply = chat.choose(label)
    expect(reply).to_have_attribute("data-kind", "result")
    return reply


def amount(text: str) -> Decimal:
    """Return the first sum in ``text``."""
    found = re.search(r"[\d,]+\.\d\d", text)
    assert found, text
    return Decimal(found.group().replace(",", ""))


def test_a_question_says_where_one_is(chat: Chat) -> None:
    reply = chat.ask("帮我算一下能报多少")
    progress = reply.get_by_role("progressbar")
    expect(progress).to_have_attribute("value", "1")
    expect(progress).to_have_attribute("max", "7")
    expect(reply.locator("[part~=question]")).to_contain_text("多少钱")
    expect(chat.input).to_have_attribute("inputmode", "decimal")
    why = reply.locator("[data-part=why]")
    expect(why.locator("p")).to_be_hidden()
    why.locator("summary").click()
    expect(why.locator("p")).to_be_visible()
    reply = chat.ask("35000")
    expect(reply.get_by_role("progressbar")).to_have_attribute("value", "2")
    expect(chat.input).to_have_attribute("inputmode", "text")
    expect(reply.locator("[data-part=answers] button")).to_have_text(
        ["职工医保", "居民医保", "不清楚"]
    )


def test_back_asks_again_and_leave_ends_it(chat: Chat) -> None:
    first = chat.ask("帮我算一下能报多少")
    expect(first.locator("[data-action=back]")).to_have_count(0)
    chat.ask("35000")
    reply = chat.press("back")
    expect(reply.get_by_role("progressbar")).to_have_attribute("value", "1")
    reply = chat.press("leave")
    expect(reply).not_to_have_attribute("data-kind", "form")
    expect(chat.button("leave")).to_have_count(0)
    expect(chat.input).to_have_attribute("inputmode", "text")


def test_answers_of_a_question_that_is_over_do_nothing(chat: Chat) -> None:
    chat.ask("帮我算一下能报多少")
    chat.ask("35000")
    chat.ask("职工医保")
    before = chat.replies.nth(2).get_by_role("button", name="居民医保")
    expect(before).to_have_attribute("aria-disabled", "true")
    before.dispatch_event("click")
    expect(chat.last.get_by_role("progressbar")).to_have_attribute("value", "3")
    expect(chat.mine).to_have_count(3)


def test_a_bill_ends_in_a_picture_whose_parts_are_the_total(chat: Chat) -> None:
    reply = estimate(chat)
    table = reply.locator("table.sums")
    rows = {
        row.get_attribute("data-name"): amount(row.get_by_role("cell").inner_text())
        for row in table.locator("tr[data-name]").all()
    }
    total, patient = rows.pop("total"), rows.pop("patient")
    assert total == Decimal("35000.00")
    assert sum(rows.values()) == total
    assert rows["own"] + rows["out"] == patient
    picture = reply.get_by_role("img")
    expect(picture).to_have_count(1)
    told = picture.get_attribute("aria-label") or ""
    for name, part in rows.items():
        assert f"{part:,}" in told, name
    drawn = [
        float(r.get_attribute("width") or 0) for r in picture.locator("rect").all()
    ]
    assert sum(drawn) == 1000 and len(drawn) == len([p for p in rows.values() if p])
    share = float(rows["fund"] / total * 1000)
    assert abs(drawn[0] - share) <= 1


def test_a_bill_shows_how_it_was_worked_out(chat: Chat) -> None:
    reply = estimate(chat)
    working = reply.locator("[data-part=working]").first
    expect(working.locator("li").first).to_be_hidden()
    working.locator("summary").click()
    expect(working.locator("li").first).to_be_visible()
    expect(reply.locator("[data-part=basis]")).to_contain_text("《社会保险法》第28条")


def test_what_is_not_known_is_assumed_and_said(chat: Chat) -> None:
    reply = estimate(chat, ["35000", *["不清楚"] * 6])
    assumed = reply.locator("[data-part=assumptions] li")
    expect(assumed).not_to_have_count(0)
    expect(reply.locator("[data-part=assumptions] [data-example]")).not_to_have_count(0)
    for one in reply.locator("[data-part=assumptions] [data-example]").all():
        expect(one).to_contain_text("示例")
    # what is open leads to a range: two bars, each with its words
    expect(reply.get_by_role("img")).to_have_count(2)
    least, most = (
        reply.locator("tr[data-name=patient]").get_by_role("cell").all_inner_texts()
    )
    assert amount(least) > amount(most), "where least is paid, more is left to pay"


def test_a_bill_is_told_in_english_too(chat: Chat) -> None:
    reply = chat.ask("Work out how much of my bill is paid")
    expect(reply).to_have_attribute("lang", "en")
    expect(reply.locator("[data-part=progress]")).to_have_text("Question 1 of 7")
    for answer in ["35000", "employee", "Chongqing", "tertiary", "2000", "1300", "85%"]:
        reply = chat.ask(answer)
        expect(reply).to_have_attribute("lang", "en")
    expect(reply).to_have_attribute("data-kind", "result")
    expect(reply.locator("table.sums")).to_contain_text("Total")


def test_a_checklist_is_ticked_copied_and_printed(chat: Chat) -> None:
    chat.page.evaluate(_PRINT)
    reply = checklist(chat)
    names = reply.locator("[data-paper] .name").all_inner_texts()
    assert len(names) >= 4
    reply.get_by_role("checkbox").first.check()
    reply.locator("[data-action=copy]").click()
    expect(chat.root.locator("[part~=status]")).to_contain_text("已复制")
    copied = chat.page.evaluate("navigator.clipboard.readText()")
    reply.locator("[data-action=print]").click()
    printed = chat.page.evaluate("window.printed")
    for text in (copied, printed):
        assert text.count("☑") == 1
        assert text.count("☐") == len(names) - 1
        assert all(name in text for name in names)
        assert "12393" in text
    expect(reply.locator("[data-part=basis]")).to_contain_text("《社会保险法》第29条")


def test_a_task_goes_on_after_a_reload(chat: Chat, server: Program) -> None:
    chat.ask("帮我算一下能报多少")
    chat.ask("35000")
    chat.page.reload()
    expect(chat.replies).to_have_count(3)
    reply = chat.choose("职工医保")
    expect(reply.get_by_role("progressbar")).to_have_attribute("value", "3")
    assert chat.remembered(server.address)[-1] == "职工医保"
