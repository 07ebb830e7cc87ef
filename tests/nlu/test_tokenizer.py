from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.normalise import fold
from nlu.tokenizer import tokens

MIXED = st.text(
    st.one_of(
        st.sampled_from("医保報销厦门，。（）　 abcXYZ'’-019.,%😀👍🏽\u200b\n\té㎡ßI"),
        st.characters(blacklist_categories=["Cs"]),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("医保报销", ["医", "保", "报", "销"]),
        ("Use my card", ["use", "my", "card"]),
        ("报销 70% 吗", ["报", "销", "70", "%", "吗"]),
        ("我的insurance在Xiamen", ["我", "的", "insurance", "在", "xiamen"]),
        ("Xi'an don't", ["xi'an", "don't"]),
        ("out-of-pocket", ["out-of-pocket"]),
        ("1,200.50元", ["1,200.50", "元"]),
        ("報銷ＡＢ", ["报", "销", "ab"]),
        ("好😀好", ["好", "😀", "好"]),
        ("第29条", ["第", "29", "条"]),
        ("NHSA_2022", ["nhsa", "_", "2022"]),
        ("", []),
        (" \t\n\u3000", []),
    ],
)
def test_words_numbers_and_han_characters_are_tokens(
    text: str, wanted: list[str]
) -> None:
    assert [token.text for token in tokens(text)] == wanted


@given(MIXED)
def test_offsets_point_at_the_token(text: str) -> None:
    for token in tokens(text):
        assert fold(text[token.start : token.end]) == token.text


@given(MIXED)
def test_tokens_are_in_order_and_never_overlap(text: str) -> None:
    found = tokens(text)
    for before, after in pairwise(found):
        assert before.end <= after.start


@given(MIXED)
def test_only_blanks_are_left_out(text: str) -> None:
    covered = {i for token in tokens(text) for i in range(token.start, token.end)}
    assert covered == {i for i, c in enumerate(text) if not c.isspace()}


@given(MIXED)
def test_no_emoji_is_cut_into_surrogates(text: str) -> None:
    for token in tokens(text):
        assert token.text.encode("utf-8").decode("utf-8") == token.text
