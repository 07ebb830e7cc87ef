"""Asking: by typing, by choosing, in two languages."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.widget.chat import Chat
from tests.widget.conftest import Complaints


def test_a_chinese_question_gets_a_chinese_answer(chat: Chat) -> None:
    reply = chat.ask("医保卡可以在外省用吗")
    expect(reply).to_have_attribute("data-topic", "use_card_elsewhere")
    expect(reply).to_have_attribute("lang", "zh-CN")
    expect(reply.locator("[data-part=direct]")).to_be_visible()
    expect(reply.locator("[data-part=steps] li")).not_to_have_count(0)
    expect(reply.locator("[data-part=basis]")).to_contain_text("《社会保险法》第29条")


def test_an_english_question_gets_an_english_answer(chat: Chat) -> None:
    chat.ask("医保卡可以在外省用吗")
    reply = chat.ask("Can I use my insurance in another province?")
    expect(reply).to_have_attribute("data-topic", "use_card_elsewhere")
    expect(reply).to_have_attribute("lang", "en")
    expect(reply.locator("[data-part=steps] h4")).to_have_text("What to do")
    basis = reply.locator("[data-part=basis]")
    expect(basis).to_contain_text("Social Insurance Law, Article 29")
    # what was said before stays as it was
    expect(chat.replies.nth(1)).to_have_attribute("lang", "zh-CN")


def test_enter_sends_and_shift_enter_breaks_the_line(chat: Chat) -> None:
    chat.input.press_sequentially("我妈在成都住院")
    chat.input.press("Shift+Enter")
    chat.input.press_sequentially("没备案能报吗")
    expect(chat.input).to_have_value("我妈在成都住院\n没备案能报吗")
    expect(chat.input).to_have_attribute("rows", "2")
    expect(chat.mine).to_have_count(0)
    chat.input.press("Enter")
    chat.sent(1)
    expect(chat.mine).to_contain_text("我妈在成都住院\n没备案能报吗")
    expect(chat.input).to_have_value("")
    expect(chat.input).to_have_attribute("rows", "1")


def test_nothing_but_spaces_is_not_sent(chat: Chat) -> None:
    chat.input.fill("   \n ")
    chat.input.press("Enter")
    expect(chat.send).to_have_attribute("aria-disabled", "true")
    chat.ask("谢谢")
    expect(chat.mine).to_have_count(1)


def test_the_field_keeps_the_focus(chat: Chat) -> None:
    chat.ask("报销")
    expect(chat.input).to_be_focused()
    chat.input.fill("要什么材料")
    chat.send.click()
    chat.sent(2)
    expect(chat.input).to_be_focused()
    chat.choose("多久内能报、多久到账？")
    expect(chat.input).to_be_focused()


def test_the_field_grows_to_five_lines(chat: Chat) -> None:
    chat.input.fill("\n".join("一二三四五六七八"))
    expect(chat.input).to_have_attribute("rows", "5")


def test_an_option_is_chosen_by_a_click(chat: Chat) -> None:
    reply = chat.choose("看病的钱怎么报销？")
    expect(reply).to_have_attribute("data-topic", "reimbursement_process")
    expect(chat.mine.last).to_contain_text("看病的钱怎么报销？")


def test_an_option_is_chosen_by_its_number(chat: Chat) -> None:
    reply = chat.ask("2")
    expect(reply).to_have_attribute("data-topic", "reimbursement_process")


def test_an_option_of_an_earlier_reply_still_works(chat: Chat) -> None:
    chat.ask("社保卡丢了怎么办？")
    first = chat.replies.first
    first.get_by_role("button", name="生孩子能报哪些钱？").click()
    chat.sent(2)
    expect(chat.last).to_have_attribute("data-topic", "maternity")


def test_two_questions_get_two_answers_in_order(chat: Chat) -> None:
    chat.ask("生孩子能报多少？还有社保卡丢了怎么办？")
    expect(chat.replies).to_have_count(3)
    first, second = chat.replies.nth(1), chat.replies.nth(2)
    expect(first).to_have_attribute("data-topic", "maternity")
    expect(second).to_have_attribute("data-topic", "lost_card")
    expect(first.locator("[data-part=number]")).to_contain_text("1")
    expect(second.locator("[data-part=number]")).to_contain_text("2")


def test_messages_sent_at_once_are_answered_in_order(chat: Chat) -> None:
    asked = ["社保卡丢了怎么办？", "生孩子能报哪些钱？", "社会保险法第30条"]
    for text in asked:
        chat.input.fill(text)
        chat.input.press("Enter")
    chat.sent(3)
    expect(chat.replies).to_have_count(4)
    topics = ["", "lost_card", "maternity", "legal_article"]
    found = [one.get_attribute("data-topic") for one in chat.replies.all()]
    assert found == topics
    expect(chat.mine).to_contain_text(asked)


def test_the_limit_is_counted_and_kept(chat: Chat) -> None:
    counter = chat.root.locator("[data-part=counter]")
    expect(counter).to_have_count(0)
    chat.input.fill("长" * 1900)
    expect(counter).to_contain_text("100")
    chat.input.fill("长" * 2001)
    expect(counter).to_contain_text("1")
    expect(chat.input).to_have_attribute("aria-invalid", "true")
    chat.input.press("Enter")
    expect(chat.send).to_have_attribute("aria-disabled", "true")
    expect(chat.input).to_have_value("长" * 2001)
    expect(chat.mine).to_have_count(0)
    chat.ask("长" * 2000)


def test_the_limit_counts_characters_as_people_do(chat: Chat) -> None:
    chat.input.fill("😀" * 1990)
    expect(chat.root.locator("[data-part=counter]")).to_contain_text("10")
    expect(chat.input).not_to_have_attribute("aria-invalid", "true")


def test_what_the_server_refuses_can_be_changed(
    chat: Chat, complaints: Complaints
) -> None:
    chat.call("chat.send('长'.repeat(2500))")
    expect(chat.mine).to_have_attribute("data-state", "failed")
    refused = chat.root.locator("[data-part=not-sent]")
    expect(refused).to_have_attribute("data-code", "length")
    expect(refused).to_contain_text("2000")
    chat.button("edit").click()
    expect(chat.input).to_have_value("长" * 2500)
    expect(chat.mine).to_have_count(0)
    complaints.forgive("status of 422")


def test_personal_numbers_are_shown_as_they_were_kept(chat: Chat) -> None:
    numbers = {"身份证": "11010519491231002X", "电话": "13800138000"}
    chat.ask("，".join(f"我的{name}是{number}" for name, number in numbers.items()))
    for number in numbers.values():
        expect(chat.mine).not_to_contain_text(number)
    for name in numbers:
        expect(chat.mine).to_contain_text(name)
