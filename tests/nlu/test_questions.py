from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.normalise import fold
from nlu.questions import asks, split

# a message and its parts, with | between them
NUMBERED = [
    ("1、住院起付线是多少 2、种植牙医保给报吗", "住院起付线是多少|种植牙医保给报吗"),
    ("①社保卡密码忘了咋整②药店能刷卡吗", "社保卡密码忘了咋整|药店能刷卡吗"),
    ("（1）工伤谁出钱（2）发票丢了能报吗", "工伤谁出钱|发票丢了能报吗"),
    ("第一，起付线多少；第二，大病还能再报吗", "起付线多少|大病还能再报吗"),
    ("一、卡怎么补 二、余额怎么查", "卡怎么补|余额怎么查"),
    ("首先怎么参保；其次医保码怎么弄", "首先怎么参保|医保码怎么弄"),
    (
        "(1) What is the deductible? (2) Is a filling covered?",
        "What is the deductible|Is a filling covered",
    ),
    ("1. how to file 2. can i still claim it", "how to file|can i still claim it"),
    ("1) how do i join 2) is ivf covered", "how do i join|is ivf covered"),
    (
        "First, how do I get it. Second, can I use it abroad.",
        "First, how do I get it|can I use it abroad",
    ),
]
CONNECTED = [
    ("卡丢了怎么补，另外生孩子能报多少", "卡丢了怎么补|生孩子能报多少"),
    ("卡怎么激活？还有余额去哪查", "卡怎么激活|余额去哪查"),
    ("哪些费用不报，以及每月打多少钱", "哪些费用不报|每月打多少钱"),
    ("能取现吗 顺便问下核磁包不包", "能取现吗|问下核磁包不包"),
    ("怎麼轉診？此外能報多少", "怎麼轉診|能報多少"),
    ("余额怎么查，密码怎么改，能取出来吗", "余额怎么查|密码怎么改|能取出来吗"),
    ("When I move, do I pay twice?", "When I move, do I pay twice"),
    ("When I move do I pay twice?", "When I move do I pay twice"),
    ("when will I get it", "when will I get it"),
    (
        "How do I join? Also, where can I check the balance",
        "How do I join|where can I check the balance",
    ),
    (
        "what percentage is paid and how long does it take",
        "what percentage is paid|how long does it take",
    ),
    (
        "can i use it for my son, and by the way how do i reset it",
        "can i use it for my son|how do i reset it",
    ),
    ("is ivf covered\nwhere do i file", "is ivf covered|where do i file"),
]
RUN_ON = [
    ("卡丢了怎么补办住院押金退不退", "卡丢了怎么补办|住院押金退不退"),
    ("我卡丢了咋办生孩子能报多少钱", "我卡丢了咋办|生孩子能报多少钱"),
    ("住院要什么材料报销比例是多少", "住院要什么材料|报销比例是多少"),
    ("医保能报销吗生孩子能报多少", "医保能报销吗|生孩子能报多少"),
    ("报销比例是多少 需要带什么材料", "报销比例是多少|需要带什么材料"),
]
WITH_A_STORY = [
    ("医保卡丢了怎么补？我妈退休了。生孩子能报多少", "医保卡丢了怎么补|生孩子能报多少"),
    ("我妈退休了，住在成都，能报多少", "我妈退休了，住在成都，能报多少"),
    ("卡丢了怎么补，谢谢您了", "卡丢了怎么补"),
    ("When I was away I paid. Can I claim it?", "Can I claim it"),
    ("I moved to St. Louis. How do I join?", "How do I join"),
    ("I paid 3.5 thousand, is it covered?", "I paid 3.5 thousand, is it covered"),
    ("花了3.5万能报多少", "花了3.5万能报多少"),
    ("有没有电话", "有没有电话"),
    ("😀卡丢了怎么補？ＣＴ能報嗎", "😀卡丢了怎么補|ＣＴ能報嗎"),
]
PARTS = [*NUMBERED, *CONNECTED, *RUN_ON, *WITH_A_STORY]


@pytest.mark.parametrize(("text", "wanted"), PARTS, ids=[p[0] for p in PARTS])
def test_a_message_is_split_into_its_questions(text: str, wanted: str) -> None:
    assert split(text) == wanted.split("|")


ASK_NOTHING = [
    "凭什么不给报？难道看病还要自己掏钱吗？",
    "这是什么态度，坑人吗",
    "什么世道啊！怎么能这样？",
    "不管怎么说都不给报",
    "啥都不给报，还有天理吗",
    "谁都不知道为什么",
    "这样合理吗？",
    "我妈退休了。她住在成都。",
    "我在上海参保，花了3万元",
    "No matter how I ask, they refuse.",
    "That is why I am asking.",
    "I was in hospital. My wife paid.",
    "报吗？",  # nothing to tell it by
    "why?",
    "？？？",
    "①②③",
    "3.5",
    "",
]


@pytest.mark.parametrize("text", ASK_NOTHING)
def test_stories_and_rhetorical_questions_ask_nothing(text: str) -> None:
    assert split(text) == []


def test_a_real_question_after_scolding_is_kept() -> None:
    assert split("什么世道啊！怎么能这样？卡丢了怎么补") == ["卡丢了怎么补"]


CLAUSES = [
    ("能报吗", True),
    ("报不报", True),
    ("在目录里没有", True),
    ("想咨询报销", True),
    ("交给单位还是个人", True),
    ("我哪怕自费", False),
    ("没什么", False),
    ("我要报销", False),
    ("can i claim", True),
    ("so could it be paid", True),
    ("i want to know whether it counts", True),
    ("it can be paid", False),
    ("when i was ill", False),
    ("? ! 5", False),
]


@pytest.mark.parametrize(("clause", "wanted"), CLAUSES, ids=[c[0] for c in CLAUSES])
def test_a_clause_asks_or_tells(clause: str, wanted: bool) -> None:
    assert asks(clause) is wanted


FRAGMENTS = [
    "卡丢了怎么补",
    "能報多少",
    "我妈退休了",
    "凭什么",
    "另外",
    "，",
    "？",
    "。",
    " ",
    "\n",
    "1、",
    "②",
    "㎡",
    "😀",
    " how do I join",
    " and ",
    "Also, ",
    ". ",
    "3.5",
]
MESSAGES = st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join)


@given(MESSAGES)
def test_parts_are_cut_out_of_the_message_in_order(text: str) -> None:
    rest = text
    for part in split(text):
        assert part in rest
        rest = rest.split(part, 1)[1]


@given(MESSAGES)
def test_every_part_asks_by_itself(text: str) -> None:
    for part in split(text):
        assert split(part)
        assert len(part) >= 4


@given(st.text(max_size=60))
def test_any_text_can_be_split(text: str) -> None:
    assert all(fold(part) in fold(text) for part in split(text))
