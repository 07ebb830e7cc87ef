from __future__ import annotations

import pytest

from nlu.follow_up import follow_up
from nlu.matching import FactMatcher

CASES = {
    "materials": [
        "要什么材料？",
        "需要带哪些证件呢",
        "那要准备什么资料",
        "那要带什么",
        "do I need to bring anything",
        "材料呢",
        "What documents do I need?",
        "which papers should I bring",
    ],
    "time": [
        "多久到账？",
        "大概要几天能办好",
        "多久有结果",
        "什么时候能拿到钱",
        "how long does it take?",
        "When will I get the money back?",
    ],
    "where": [
        "去哪里办",
        "网上能办吗？",
        "找哪个部门",
        "where do I go?",
        "can I do it online",
    ],
    "steps": [
        "怎么办理",
        "流程是什么",
        "报销的流程是怎么样的",
        "next step?",
        "what should I do now",
    ],
    "how_much": [
        "能报多少",
        "报销比例是多少呢",
        "how much is paid?",
        "how much will I get back",
    ],
    "facts": [
        "那门诊呢？",
        "如果没备案呢？",
        "要是居民医保的话怎么办",
        "那新生儿怎么办",
        "我妈退休了呢",
        "要是在成都呢",
        "What about my mother, she is retired?",
        "what if I have not filed",
        "what if I'm retired?",
        "and in Beijing?",
        "what if it's an emergency",
        "不是我，是我妈",
        "no, it is outpatient",
    ],
    # have a question of their own, or say nothing that could change an answer
    None: [
        "不对，我要投诉医院",
        "sorry, how do I file",
        "医保报多少",
        "那住院报销比例是多少",
        "那异地就医备案怎么办理",
        "生孩子能报多少",
        "异地备案要什么材料",
        "How long is my filing valid?",
        "what documents do I need for a newborn's enrolment",
        "职工医保",
        "那好吧",
        "谢谢",
        "what about",
        "",
    ],
}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [(text, wanted) for wanted, texts in CASES.items() for text in texts],
)
def test_what_a_short_message_leaves_unsaid(
    matcher: FactMatcher, text: str, wanted: str | None
) -> None:
    spans = [(found.start, found.end) for found in matcher.find(text)]
    assert follow_up(text, spans) == wanted
