"""What a message says in a guided task."""

from __future__ import annotations

import pytest

from actions.guides import answers
from knowledge.load import Base


@pytest.mark.parametrize(
    "text", ["算了", "不填了", "退出", "Stop", "never mind", "取消吧"]
)
def test_leaving(text: str) -> None:
    assert answers.is_leaving(text)


@pytest.mark.parametrize(
    "text", ["取消备案怎么办", "stop paying", "算了一下是三万", ""]
)
def test_staying(text: str) -> None:
    assert not answers.is_leaving(text)


@pytest.mark.parametrize(
    "text", ["返回", "上一步", "back", "Go back please", "上一个问题"]
)
def test_back(text: str) -> None:
    assert answers.is_back(text)


@pytest.mark.parametrize(
    "text", ["不知道", "我也不清楚", "I don't know", "no idea", "跳过"]
)
def test_unknown(text: str) -> None:
    assert answers.is_unknown(text)


@pytest.mark.parametrize("text", ["不知道怎么备案", "back pain", "I know"])
def test_not_unknown_nor_back(text: str) -> None:
    assert not answers.is_unknown(text)
    assert not answers.is_back(text)


@pytest.mark.parametrize("text", ["为什么问这个", "why do you ask", "Why?"])
def test_why(text: str) -> None:
    assert answers.is_why(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("是的", "yes"),
        ("没有", "no"),
        ("Yes, I did", None),
        ("yes", "yes"),
        ("not yet", "no"),
        ("住院", None),
    ],
)
def test_yes_or_no(text: str, said: str | None) -> None:
    assert answers.yes_or_no(text) == said


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("异地就医要备案吗", True),
        ("how long does it take", True),
        ("三万五", False),
        ("it was in Xi'an", False),
    ],
)
def test_questions(text: str, asks: bool) -> None:
    assert answers.is_question(text) is asks


@pytest.mark.parametrize(
    ("key", "kind", "text", "value"),
    [
        ("total", "money", "三万五", "35000"),
        ("total", "money", "3.2万", "32000"),
        ("total", "money", "35k", "35000"),
        ("total", "money", "¥12,800.50", "12800.5"),
        ("total", "money", "住院花了大概35000元的样子", "35000"),
        ("total", "money", "没有", None),
        ("self_funded", "money", "没有", "0"),
        ("class_b", "money", "none", "0"),
        ("total", "money", "-300", "-300"),
        ("total", "money", "三到五万 or 20000", None),
        ("ratio", "rate", "85%", "0.85"),
        ("ratio", "rate", "八成五", "0.85"),
        ("ratio", "rate", "85", "0.85"),
        ("ratio", "rate", "很高", None),
    ],
)
def test_a_figure(key: str, kind: str, text: str, value: str | None) -> None:
    assert answers.figure(key, kind, text) == value


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("total was 38000, not 35000", {"total": "38000"}),
        ("一共不是35000是38000", {"total": "38000"}),
        ("起付线1300，比例85%", {"deductible": "1300", "ratio": "0.85"}),
        ("总费用3.5万，自费2000", {"total": "35000", "self_funded": "2000"}),
        ("35000", {}),
        ("the bill", {}),
    ],
)
def test_figures_by_name(text: str, found: dict[str, str]) -> None:
    assert answers.named_figures(text) == found


def test_a_figure_corrected_by_its_value() -> None:
    figures = {"total": "35000", "self_funded": "300"}
    corrected = answers.corrected
    assert corrected("不是35000是38000", figures) == {"total": "38000"}
    assert corrected("400, not 300", figures) == {"self_funded": "400"}
    assert corrected("400, not 500", figures) == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("不是职工是居民", {"insurance": "resident"}),
        ("it's resident, not employee", {"insurance": "resident"}),
        ("职工", {}),
        ("不是居民是职工", {}),
    ],
)
def test_a_fact_corrected_in_words(
    base: Base, text: str, found: dict[str, str]
) -> None:
    known = {"insurance": "employee", "insured_region": "610100"}
    assert answers.corrected_fact(base, known, text) == found


@pytest.mark.parametrize(
    ("text", "value"),
    [("普通的", "a"), ("门诊慢特病吧", "b"), ("门诊", None), ("药", None)],
)
def test_an_option_by_its_words(text: str, value: str | None) -> None:
    labels = [("a", "普通门诊"), ("b", "门诊慢特病")]
    assert answers.option(text, labels) == value
