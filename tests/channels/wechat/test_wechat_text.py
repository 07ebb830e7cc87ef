from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels import options
from channels.wechat.pages import size
from channels.wechat.text import flat, language_of, text

Payload = dict[str, Any]

CITED = {"ref": "law#29", "name": "《社会保险法》第29条", "gist": "直接结算。"}
ANSWER: Payload = {
    "kind": "answer",
    "language": "zh",
    "say": "能报。",
    "citations": [{**CITED, "by_analogy": False}],
    "notices": [],
    "ask": None,
    "options": [],
    "text": "能报。\n\n怎么办：\n1. 先备案。\n\n"
    "法律依据：\n- 《社会保险法》第29条：直接结算。",
}
CHOICE = {
    "fact": "discharged",
    "kind": "choice",
    "question": "已经出院结账了吗？",
    "options": [
        {"label": "已出院", "payload": "/a"},
        {"label": "还没", "payload": "/b"},
    ],
}
RELATED = [
    {"label": "怎么备案？", "payload": "/c"},
    {"label": "带什么材料？", "payload": "/d"},
]


def phrase(say: str, **more: Any) -> Payload:
    base = {"kind": "control", "language": "zh", "citations": [], "options": []}
    return {**base, "say": say, "text": say, **more}


def test_the_answer_comes_first_and_the_options_last_with_numbers() -> None:
    said = text([{**ANSWER, "ask": CHOICE, "options": RELATED}])
    assert said == (
        "能报。\n\n怎么办：\n1. 先备案。\n\n"
        "法律依据：\n- 《社会保险法》第29条：直接结算。\n\n"
        "已经出院结账了吗？\n1. 已出院\n2. 还没\n\n"
        "还可以问：\n3. 怎么备案？\n4. 带什么材料？\n\n"
        "回复数字就能选，也可以直接打字。"
    )


def test_the_numbers_are_those_that_choose() -> None:
    said = [{**ANSWER, "ask": CHOICE, "options": RELATED}]
    lines = text(said).split("\n")
    for number, option in enumerate(options.offered(said), 1):
        assert f"{number}. {option['label']}" in lines
        chosen = options.chosen(str(number), options.offered(said))
        assert chosen == option


def test_several_replies_are_one_text_and_the_last_one_asks() -> None:
    first = {**ANSWER, "part": 1, "text": "【问题 1】备案\n" + ANSWER["text"]}
    second = {**ANSWER, "part": 2, "text": "【问题 2】报销\n能。", "options": RELATED}
    said = text([first, second])
    assert said.startswith("【问题 1】备案\n能报。")
    assert said.index("【问题 2】") < said.index("1. 怎么备案？")


def test_the_article_stands_on_the_first_page_of_a_long_answer() -> None:
    body = ANSWER["text"].replace("先备案。", "先备案。" * 100)
    said = text([{**ANSWER, "text": body}], limit=600)
    assert said.startswith("能报。\n依据：《社会保险法》第29条\n\n怎么办：")
    # a short one has it anyway
    assert "依据：《社会保险法》第29条\n" not in text([ANSWER])


def test_an_article_that_fits_by_analogy_is_marked() -> None:
    cited = {**CITED, "by_analogy": True}
    body = {"text": ANSWER["text"] + "。" * 300, "citations": [cited]}
    said = text([{**ANSWER, **body}], limit=600)
    assert said.startswith("能报。\n依据：《社会保险法》第29条（类推参照）\n")


def test_a_menu_that_was_said_already_is_not_repeated() -> None:
    say = "您好。\n1. 怎么备案？\n2. 带什么材料？"
    said = text([phrase(say, kind="small_talk", options=RELATED)])
    assert said == f"{say}\n\n回复数字就能选，也可以直接打字。"


def test_a_step_that_begins_like_an_option_does_not_hide_it() -> None:
    asked = {**CHOICE, "options": [{"label": "先备案", "payload": "/a"}]}
    assert "？\n1. 先备案\n" in text([{**ANSWER, "ask": asked}])


def test_a_question_that_was_said_already_is_not_repeated() -> None:
    said = text([phrase("（2/5）已经出院结账了吗？", kind="form", ask=CHOICE)])
    assert said == (
        "（2/5）已经出院结账了吗？\n\n1. 已出院\n2. 还没\n\n"
        "回复数字就能选，也可以直接打字。"
    )


@pytest.mark.parametrize(
    ("kind", "tip"),
    [
        ("money", "金额"),
        ("rate", "百分号"),
        ("number", "回复数字。"),
        ("place", "城市"),
    ],
)
def test_how_to_answer_what_is_no_choice(kind: str, tip: str) -> None:
    asked = {"kind": kind, "question": "多少？", "options": [{"label": "不清楚"}]}
    said = text([phrase("多少？", kind="form", ask=asked)])
    assert tip in said
    # a bare number would be the amount, so nothing is numbered
    assert "1. " not in said
    assert said.endswith("或者回复：“不清楚”")


def test_a_menu_beside_a_question_for_an_amount_has_no_numbers() -> None:
    asked = {"kind": "money", "question": "多少？", "options": []}
    said = text([phrase("多少？", ask=asked, options=RELATED)])
    assert "- 怎么备案？\n- 带什么材料？" in said
    assert "1. " not in said
    assert "回复数字就能选" not in said


def test_whether_it_helped_is_asked_last() -> None:
    verdict = [{"label": "有用", "payload": "/y"}, {"label": "没用", "payload": "/n"}]
    asked = {
        **ANSWER,
        "text": ANSWER["text"] + "\n\n这个回答有帮助吗？",
        "feedback": {"question": "这个回答有帮助吗？", "options": verdict},
        "options": [*RELATED, *verdict],
    }
    said = text([asked])
    assert said.endswith(
        "直接结算。\n\n还可以问：\n1. 怎么备案？\n2. 带什么材料？\n\n"
        "这个回答有帮助吗？\n3. 有用\n4. 没用\n\n回复数字就能选，也可以直接打字。"
    )
    assert said.count("有帮助吗") == 1


def test_english_is_answered_in_english() -> None:
    asked = {**CHOICE, "question": "Discharged?"}
    said = text([phrase("Yes.", language="en", ask=asked, options=RELATED)])
    assert "You may also ask:" in said
    assert said.endswith("Reply with a number to choose, or just type.")
    assert language_of([phrase("x", language="en")]) == "en"
    assert language_of([]) == "zh"


def test_a_checklist_is_written_for_a_narrow_screen() -> None:
    paper = {"name": "户口簿", "instead": ["个人承诺书"], "only_if": "", "note": "x"}
    perhaps = {"name": "委托书", "instead": [], "only_if": "别人替您办"}
    limit = {
        "label": "审核",
        "amount": "1 个工作日",
        "place": "江苏",
        "source": "苏医保发",
    }
    row = {
        "language": "zh",
        "title": "异地就医备案",
        "say": "先备案。",
        "bring": [paper],
        "perhaps": [perhaps],
        "open": [{"question": "在哪里参保？"}, {"question": "替谁办"}],
        "where": "参保地经办机构。",
        "online": ["国家平台 App。"],
        "counter": [],
        "steps": ["填表。", "等审核。"],
        "time_limit": "没有。",
        "limits": [{**limit, "example": True}],
        "handling": [],
        "cost": "不收费。",
        "result": "直接结算。",
        "exceptions": [],
        "citations": [{**CITED, "by_analogy": False}],
        "other_basis": "",
        "notices": ["以后会变。"],
        "hedged": False,
    }
    printed = "=" * 80
    said = text(
        [
            {
                **ANSWER,
                "kind": "result",
                "text": printed,
                "printed": printed,
                "checklist": row,
            }
        ]
    )
    assert "=" not in said
    assert said == (
        "办事清单：异地就医备案\n\n先备案。\n\n"
        "要带的材料：\n□ 户口簿（也可以用：个人承诺书）\n\n"
        "看情况带：\n□ 委托书（如果：别人替您办）\n\n"
        "怎么办：\n1. 填表。\n2. 等审核。\n\n"
        "找谁办：\n- 参保地经办机构。\n\n办理渠道：\n- 国家平台 App。\n\n"
        "时限：\n- 没有。\n- 审核：1 个工作日（例如江苏，苏医保发）\n\n"
        "费用：\n- 不收费。\n\n办成以后：\n- 直接结算。\n\n"
        "告诉我这些，清单会更准：\n- 在哪里参保？\n\n"
        "法律依据：\n- 《社会保险法》第29条\n\n"
        "具体以参保地医保经办机构为准（医保热线 12393）。\n以后会变。"
    )
    without = {**row, "bring": [], "hedged": True}
    said = text([{**ANSWER, "printed": printed, "checklist": without}])
    assert "要带的材料：\n不用带材料。" in said
    assert "请先核实。\n具体以" in said


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("**能报**。", "能报。"),
        ("# 标题\n> 引用\n`代码`", "标题\n引用\n代码"),
        ("```\n代码\n```", "代码"),
        ("见[官网](https://a.cn/x)。", "见官网 https://a.cn/x。"),
        ("一\n\n\n\n二  \n", "一\n\n二"),
        ("[Question 1] Card", "[Question 1] Card"),
        (
            "34000.00 × 0.85 = 28900, 2 ** 3, a_b __c",
            "34000.00 × 0.85 = 28900, 2 ** 3, a_b __c",
        ),
        ("- 一\n1. 二", "- 一\n1. 二"),
        ('<a href="http://a.cn">x</a>', '＜a href="http://a.cn">x＜/a>'),
        ("a < b <5 <=", "a < b <5 <="),
        ("a\0b\ud800c", "abc"),
    ],
)
def test_nothing_shows_as_markup(written: str, wanted: str) -> None:
    assert flat(written) == wanted


@given(st.text(st.characters(), max_size=200))
def test_any_text_becomes_one_that_can_be_sent(written: str) -> None:
    made = flat(written)
    made.encode()
    assert "<a" not in made.lower()


def test_nothing_said_is_nothing() -> None:
    assert text([]) == ""
    assert size(text([phrase("")])) == 0
