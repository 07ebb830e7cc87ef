"""What does not hold, what replaces what, and whether filing was done."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nlu import negation
from nlu.filing import filings
from nlu.matching import FactMatcher

Says = Callable[[str], set[str]]


def _span(text: str) -> tuple[str, int, int]:
    """Return ``text`` without the brackets, and the span they enclose."""
    start, end = text.index("["), text.index("]") - 1
    return text.replace("[", "").replace("]", ""), start, end


DENIED = [
    "不是[住院]是门诊",
    "并非[住院]",
    "我没[住院]",
    "还没[退休]",
    "没有参加[职工医保]",
    "不属于[灵活就业]",
    "这不算[住院]",
    "非[急诊]能报吗",
    "医保不在[成都]",
    "没去[北京]看病",
    "不打算在老家[商丘]生孩子",
    "我刚才写成了[无锡]",
    "[住院]不是,是门诊",
    "[大连]说错了",
    "之前写的[宁波]不对",
    "not [retired] yet",
    "he isn't [retired]",
    "I don't have [employee insurance]",
    "no [inpatient] stay",
    "in b rather than in [a]",
    "instead of [outpatient]",
    "she was never [hospitalised]",
    "the insurance is not in [kunming]",
    "bu shi [zhuyuan]",
]
HOLDS = [
    "我是[住院]",
    "是不是[住院]",
    "有没有[住院]",
    "住没[住院]",
    "能不能去[上海]看病",
    "我不是[职工医保]吗",
    "没有[门诊]报销",
    "没有[住院]记录",
    "除非[住院]",
    "不但[住院]",
    "没钱[住院]",
    "isn't [employee insurance] better?",
    "not only [inpatient]",
    "no [outpatient] benefits",
    "not sure about it, [inpatient]",
]


@pytest.mark.parametrize("text", DENIED)
def test_a_value_said_not_to_hold_is_denied(text: str) -> None:
    assert negation.denied(*_span(text))


@pytest.mark.parametrize("text", HOLDS)
def test_a_question_or_another_lack_denies_nothing(text: str) -> None:
    assert not negation.denied(*_span(text))


@pytest.mark.parametrize(
    "text",
    [
        "我快[退休]了",
        "明年[退休]",
        "[退休]要交满25年吗",
        "还有三年[退休]",
        "没到[退休]年龄",
        "原来在厂里[上班]",
    ],
)
def test_what_was_or_will_be_does_not_last(text: str) -> None:
    assert negation.denied(*_span(text), lasting=True)


@pytest.mark.parametrize("text", ["我[退休]了", "[退休]后定居", "去年[退休]的"])
def test_what_lasts_holds(text: str) -> None:
    assert not negation.denied(*_span(text), lasting=True)


GAPS = [
    (",说错了,是在", True),
    (",哦不,", True),
    (",应该是", True),
    ("改成", True),
    ("。更正:", True),
    (" - sorry, i meant ", True),
    (". oops, i typed it wrong, it is from ", True),
    (", no wait, ", True),
    (",去", False),
    (" and ", False),
    (",说错了" + "啊" * 80, False),
]


@pytest.mark.parametrize(("gap", "wanted"), GAPS)
def test_a_correction_stands_between_two_values(gap: str, wanted: bool) -> None:
    assert negation.corrects(f"A{gap}B", 1, 1 + len(gap)) is wanted


@pytest.mark.parametrize(
    ("gap", "wanted"),
    [
        ("的,是", True),
        (",而是在", True),
        (" but in ", True),
        (", it's in ", True),
        (",昨天送孩子去了", False),
        (", my mother is treated for cancer in ", False),
    ],
)
def test_a_contrast_is_short(gap: str, wanted: bool) -> None:
    assert negation.contrasts(f"A{gap}B", 1, 1 + len(gap)) is wanted


ONLY = [
    ("不是三甲，是二级医院", "hospital_tier=2"),
    ("我说的是住院，不是门诊", "care=inpatient"),
    ("住院，不对，是门诊", "care=outpatient"),
    ("不是职工是居民", "insurance=resident"),
    ("我没退休，还在上班呢", "status=working"),
    ("花的不是5万是5千", "amount=5000"),
    ("not article 28 but article 29", "article=29"),
    ("I meant outpatient, not inpatient", "care=outpatient"),
    ("not retired yet", ""),
    ("职工医保还是居民医保好", ""),
    ("inpatient or outpatient?", ""),
]


@pytest.mark.parametrize(("text", "wanted"), ONLY, ids=[o[0] for o in ONLY])
def test_only_what_holds_is_found(facts: Says, text: str, wanted: str) -> None:
    assert facts(text) == set(wanted.split())


PLACES = [
    ("医保不是成都的，是重庆的", "insured 重庆"),
    ("医保在长沙，哦不，在株洲", "insured 株洲"),
    ("参保地填错了，应该是泉州", "insured 泉州"),
    ("医保应该是常州，我刚才写成了无锡", "insured 常州"),
    ("看病不在南京，在镇江", "treated 镇江"),
    ("我没去北京看病，是去的天津", "treated 天津"),
    ("不在北京参保，在北京看病", "treated 北京"),
    ("My insurance isn't in Chengdu, it's in Chongqing", "insured 重庆"),
    ("Insured in Harbin - sorry, I meant Changchun", "insured 长春"),
    ("I will be treated in Beijing, not Tianjin", "treated 北京"),
    ("the insurance is not in Kunming but in Qujing", "insured 曲靖"),
    ("wo de yibao bu zai chengdu, zai chongqing", "insured 重庆"),
]


@pytest.mark.parametrize(("text", "wanted"), PLACES, ids=[p[0] for p in PLACES])
def test_the_place_that_holds_inherits_the_role(
    places: Says, text: str, wanted: str
) -> None:
    assert places(text) == {wanted}


FILED = {
    "no": [
        "没备案",
        "备案还没办",
        "一直没来得及备案",
        "备案我忘了",
        "没有办理异地就医备案",
        "从来没备过案",
        "没有提前做异地备案",
        "备案没来得及弄",
        "备案没成功",
        "如果没备案能报吗",
        "no filing was made",
        "nothing is filed yet",
        "filing was never done",
        "haven't filed anything",
        "did not get around to filing",
        "without registration",
        "mei beian",
        "beian mei ban",
    ],
    "yes": [
        "备案办好了",
        "备案的做过了",
        "备案做过了",
        "备案已经在小程序上办了",
        "备案是早就办好的",
        "办了异地就医备案",
        "去年就备过案",
        "备案我们去年就办了",
        "已办好异地就医备案手续",
        "the filing has been done",
        "we filed last year",
        "i completed the filing in march",
        "filed in may.",
        "yijing beian le",
        "beian le",
    ],
    "": [
        "要不要先备案",
        "怎么备案",
        "有没有备案",
        "备案了吗",
        "用不用备案",
        "备案要什么材料",
        "怎么知道备案成功没有",
        "省内不用备案",
        "备案有效期多久",
        "need to file?",
        "should i file before going",
        "how do i file",
        "i filed a complaint",
        "i don't need to file",
        "yao bu yao beian",
    ],
}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [(text, value) for value, texts in FILED.items() for text in texts],
)
def test_filing_is_told_in_any_order_of_words(text: str, wanted: str) -> None:
    assert {value for value, _, _ in filings(text) if value} == set(wanted.split())


def test_words_for_filing_never_outvote_the_rules(matcher: FactMatcher) -> None:
    assert matcher.find("有没有备案") == []
