from __future__ import annotations

import re

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from channels.wechat.pages import LIMIT, MORE, asks_for_more, pages, size

LIMITS = st.integers(200, 700)
#: What shows as one character and is several.
ONE = "👨‍👩‍👧 👍🏽 ❤️ 🇨🇳 🏴󠁧󠁢󠁥󠁮󠁧󠁿 e\u0301 각 \u1100\u1161\u11a8 \r\n 1️⃣ ｶﾞ กำ".split(" ")
WORDS = st.sampled_from(
    [
        *ONE,
        "医保",
        "报销",
        "。",
        "，",
        "；",
        "\n",
        "\n\n",
        " ",
        "filing",
        "12393",
        "：\n",
        "A.",
    ]
)
TEXT = st.one_of(
    st.lists(WORDS, max_size=400).map("".join),
    st.text(st.characters(), max_size=300),
)


def bare(text: str) -> str:
    return "".join(text.split())


def content(page: str) -> str:
    for line in (MORE.zh, MORE.en):
        page = page.removesuffix("\n\n" + line)
    return page


@given(TEXT, LIMITS, st.sampled_from(["zh", "en"]))
@example("报" * 1000, 2000, "zh")
@example("a" + "\u0301" * 2000, 200, "zh")
def test_no_page_is_too_long_and_nothing_is_lost(
    text: str, limit: int, language: str
) -> None:
    made = pages(text, limit, language)  # type: ignore[arg-type]
    assert all(0 < size(page) <= limit for page in made)
    assert bare("".join(content(page) for page in made)) == bare(text)
    tail = MORE.zh if language == "zh" else MORE.en
    assert all(page.endswith("\n\n" + tail) for page in made[:-1])
    assert not made or not made[-1].endswith(tail)


@given(st.lists(WORDS, max_size=400).map("".join), LIMITS)
def test_a_page_ends_where_a_character_does(text: str, limit: int) -> None:
    # the regex library knows the whole Unicode table of what shows as one
    borders, at = {0}, 0
    plain = text.strip()
    for shown in regex.findall(r"\X", plain):
        at += len(shown)
        borders.add(at)
    at = 0
    for page in pages(text, limit)[:-1]:
        body = content(page)
        at = plain.index(body, at) + len(body)
        assert at in borders


@pytest.mark.parametrize("shown", ONE)
def test_what_shows_as_one_is_not_split(shown: str) -> None:
    for before in range(12):
        text = "x" * before + shown * 200
        for page in pages(text, 240):
            rest = content(page).replace("\n", "").lstrip("x")
            assert rest.replace(shown.strip(), "").strip() == ""


def test_a_short_text_is_one_page_without_a_line() -> None:
    assert pages("能报。") == ["能报。"]
    assert pages("  能报。\n") == ["能报。"]
    assert pages("") == pages(" \n ") == []


def test_the_limit_is_in_bytes_and_inside_no_character() -> None:
    fits = "报" * (LIMIT // 3)
    assert pages(fits) == [fits]
    first, second = pages(fits + "销保")
    assert size(first) <= LIMIT
    first.encode()
    second.encode()


def test_a_page_ends_after_a_paragraph() -> None:
    made = pages("一" * 70 + "\n\n" + "二" * 30 + "。\n" + "三" * 50, 400)
    assert content(made[0]) == "一" * 70
    assert made[1].startswith("二")


def test_a_page_ends_after_a_line_when_a_paragraph_would_leave_it_empty() -> None:
    made = pages("头\n\n" + "一" * 60 + "\n" + "二" * 80, 400)
    assert content(made[0]) == "头\n\n" + "一" * 60


def test_a_heading_stays_with_its_list() -> None:
    made = pages("一" * 60 + "。\n\n怎么办：\n1. " + "二" * 100, 300)
    assert content(made[0]) == "一" * 60 + "。"
    assert made[1].startswith("怎么办：\n1. 二")


def test_a_page_ends_after_a_sentence() -> None:
    made = pages("一" * 60 + "。" + "二" * 100, 300)
    assert content(made[0]) == "一" * 60 + "。"
    made = pages("He said “" + "a" * 120 + ".” " + "b" * 300, 300)
    assert content(made[0]).endswith("a.”")


@pytest.mark.parametrize("number", ["1. ", "12.5 ", "3.14"])
def test_the_point_of_a_number_ends_no_sentence(number: str) -> None:
    text = "一" * 60 + number + "二" * 100
    assert not content(pages(text, 300)[0]).endswith(".")


def test_a_word_is_not_split() -> None:
    text = " ".join(["reimbursement"] * 60)
    for page in pages(text, 250, "en"):
        assert set(content(page).split()) == {"reimbursement"}
    # nor a telephone number between Chinese characters
    text = "拨打12393或者".join(["问"] * 60)
    for page in pages(text, 250):
        assert all(n == "12393" for n in re.findall(r"\d+", content(page)))


def test_a_page_that_is_too_short_is_no_page() -> None:
    with pytest.raises(ValueError, match="200"):
        pages("x", 199)


@pytest.mark.parametrize(
    "text",
    ["更多", "“更多”", " 更多。", "More", "ｍｏｒｅ!", "继续", "下一页", "next page"],
)
def test_who_asks_for_more_is_understood(text: str) -> None:
    assert asks_for_more(text)


@pytest.mark.parametrize("text", ["", "更多材料", "more about filing", "1", "继续参保"])
def test_who_asks_for_something_else_is_not_given_more(text: str) -> None:
    assert not asks_for_more(text)
