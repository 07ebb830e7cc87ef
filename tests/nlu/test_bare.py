from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.bare import bare, unframed

UNFRAMED = [
    ("咨询A市医保卡补办的问题", "医保卡补办"),
    ("你好，我想咨询一下新农合怎么缴费", "新农合怎么缴费"),
    ("尊敬的领导：关于K市新农合报销问题", "新农合报销"),
    ("各位领导，您好，反映医保局不给报销的情况", "医保局不给报销"),
    ("請問轉診怎麼辦", "转诊怎么办"),
    ("A6区社区医院能报吗", "社区医院能报吗"),
    ("Ｋ3县的新农合", "的新农合"),
    ("HOW do I join?", "how do i join?"),
]


@pytest.mark.parametrize(("text", "wanted"), UNFRAMED, ids=[u[0] for u in UNFRAMED])
def test_address_frame_and_place_codes_are_left_out(text: str, wanted: str) -> None:
    assert unframed(text) == wanted


UNTOUCHED = [
    "厦门新农合怎么交",  # a real place stays: it is a meaning, too
    "b超能报吗",
    "c反应蛋白能报吗",
    "问题",
    "你好",
    "咨询医保",
    "a市",
]


@pytest.mark.parametrize("text", UNTOUCHED)
def test_what_is_no_frame_or_leaves_nothing_stays(text: str) -> None:
    assert unframed(text) == text


BARE = [
    ("2020年厦门新农合怎么交", "0年医保怎么交"),
    ("你好，我想咨询一下城乡居民医保怎么缴费", "医保怎么缴费"),
    ("職工基本醫療保險報銷3萬元", "医保报销0万元"),
    ("农村合作医疗", "医保"),
    ("社保怎么转", "医保怎么转"),
    ("我在上海参保,在成都住院", "我在参保,在住院"),
    ("陕西安康能报吗", "能报吗"),
    ("the new rural cooperative medical system", "the insurance"),
    ("public health insurance", "insurance"),
    ("yibao zenme jiao", "insurance zenme jiao"),
]


@pytest.mark.parametrize(("text", "wanted"), BARE, ids=[b[0] for b in BARE])
def test_places_years_and_names_of_the_insurance_tell_nothing(
    text: str, wanted: str
) -> None:
    assert bare(text) == wanted


NAMES_OF_OTHER_THINGS = [
    "社保卡丢了",
    "社保局电话",
    "社保中心在哪",
    "my yibaoka is lost",
    "医保定点医院",  # not 保定
]


@pytest.mark.parametrize("text", NAMES_OF_OTHER_THINGS)
def test_what_only_contains_such_a_name_stays(text: str) -> None:
    assert bare(text) == text


def test_questions_that_differ_by_place_year_and_scheme_are_one() -> None:
    same = {
        bare(text)
        for text in (
            "2020年厦门新农合怎么交",
            "2023年成都城乡居民医保怎么交",
            "2026年哈尔滨职工医保怎么交",
        )
    }
    assert len(same) == 1


def test_words_around_a_latin_place_stay_apart() -> None:
    words = bare("report in Xi'an please").split()
    assert words == ["report", "in", "please"]


@pytest.mark.parametrize("text", ["厦门", "医保", "A市", "你好", "2020"])
def test_a_message_of_nothing_else_keeps_something(text: str) -> None:
    assert bare(text).strip()


FRAGMENTS = [
    "咨询",
    "你好，",
    "A市",
    "新农合",
    "怎么交",
    "的问题",
    "2020",
    " lost card ",
]


@given(st.lists(st.sampled_from(FRAGMENTS), min_size=1).map("".join))
def test_no_message_becomes_empty(text: str) -> None:
    assert unframed(text).strip()
    assert bare(text).strip()


@given(st.text(max_size=40))
def test_any_text_can_be_bared(text: str) -> None:
    assert bool(bare(text)) == bool(unframed(text)) == bool(text)
