"""Numbers of people are hidden, and sums are not, whatever people write around them."""

from __future__ import annotations

import datetime as dt
import time
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.intake import HIDDEN, MAX_LENGTH, redact

ZH = [
    "{}",
    "我的是{}，请查一下",
    "号码{}能报吗",
    "请记下：{}。谢谢",
    "（{}）是我妈的",
    "用{}登记的，没备案",
]
EN = [
    "{}",
    "Mine is {}.",
    "please note {} for me",
    "({}) is my mother's",
    "use {}, OK?",
]
SENTENCES = st.sampled_from(ZH + EN)


def _digits(least: int, most: int = 0) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=least, max_size=most or least)


@st.composite
def identities(draw: Callable[..., Any]) -> str:
    """Identity numbers whose last character is right, or mistyped."""
    place = draw(st.sampled_from(["110105", "510105", "440305", "650102", "810000"]))
    day = f"{draw(st.dates(dt.date(1900, 1, 1), dt.date(2026, 12, 31))):%Y%m%d}"
    body = place + day + draw(_digits(3))
    weights = [2**power % 11 for power in range(17, 0, -1)]
    rest = sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11
    last = draw(st.sampled_from(["10X98765432"[rest], "7", "x"]))
    gap = draw(st.sampled_from(["", "", " ", "-"]))
    return gap.join([place, day, body[14:] + last])


@st.composite
def telephones(draw: Callable[..., Any]) -> str:
    """Mobile telephones, landlines and telephones abroad."""
    gap = draw(st.sampled_from(["", " ", "-"]))
    kind = draw(st.sampled_from(["mobile", "landline", "abroad"]))
    if kind == "mobile":
        start = draw(st.sampled_from(["", "+86", "86", "0086"]))
        groups = [start, "1" + draw(st.sampled_from("3456789")) + draw(_digits(1))]
        return gap.join([*filter(None, groups), draw(_digits(4)), draw(_digits(4))])
    if kind == "landline":
        code = draw(st.sampled_from(["010", "021", "028", "0755", "0371", "0991"]))
        first = draw(st.sampled_from("2345678"))
        return code + gap + first + draw(_digits(6, 7))
    code = draw(st.sampled_from(["+1", "+7", "+44", "+81", "+852", "+886", "+971"]))
    return gap.join([code, draw(_digits(3)), draw(_digits(4)), draw(_digits(0, 4))])


PASSPORT = st.one_of(
    st.tuples(st.sampled_from("EGeg"), _digits(8)),
    st.tuples(st.just("E"), st.sampled_from("ABCDEFGHJK"), _digits(7)),
    st.tuples(st.sampled_from("HM"), _digits(8)),
    st.tuples(st.sampled_from("HM"), _digits(10)),
).map("".join)
NUMBERS = st.one_of(identities(), telephones(), PASSPORT, st.emails())


@given(NUMBERS, SENTENCES)
def test_no_number_of_a_person_survives_in_any_sentence(
    number: str, sentence: str
) -> None:
    number = number.rstrip("- ")
    hidden = redact(sentence.format(number))
    assert number not in hidden
    assert HIDDEN in hidden


@given(
    identities(),
    st.text("医保卡异地备案，。：", max_size=8),
    st.text("元报吗，。！", max_size=8),
)
def test_an_identity_number_needs_no_space_around_it(
    number: str, before: str, after: str
) -> None:
    assert redact(before + number + after) == before + HIDDEN + after


LABELS = ["", "手机", "电话是", "护照费用", "卡号", "医保卡", "passport ", "my phone: "]


@given(
    st.integers(1, 999_999_999),
    st.sampled_from(["{}元", "{} 元", "¥{}", "￥{}", "{} yuan", "{}yuan", "{}块钱"]),
    st.sampled_from(["{:.2f}", "{:,.2f}", "{:.0f}", "{:,.0f}"]),
    st.sampled_from(LABELS),
    SENTENCES,
)
def test_no_sum_is_ever_hidden(
    fen: int, unit: str, form: str, label: str, sentence: str
) -> None:
    text = sentence.format(label + unit.format(form.format(fen / 100)))
    assert redact(text) == text


def _counts(character: str) -> bool:
    """Tell whether it is a digit or an at sign in some form."""
    folded = unicodedata.normalize("NFKC", character)
    return any(c.isdigit() or c == "@" for c in folded)


@given(st.text(st.characters().filter(lambda c: not _counts(c))))
def test_a_text_without_digits_and_at_signs_is_never_changed(text: str) -> None:
    assert redact(text) == text


_PIECES = st.one_of(
    NUMBERS,
    st.sampled_from(
        [*LABELS, "护照号", "台胞证", "住院号", "+", "00", "@", ".", HIDDEN]
    ),
    st.text("0123456789 -+.()@EXxab元，", max_size=8),
)


@given(st.lists(_PIECES, max_size=8).map("".join))
def test_hiding_twice_changes_nothing(text: str) -> None:
    once = redact(text)
    assert redact(once) == once


@pytest.mark.parametrize(
    "piece", ["护照", "1 9 ", "a@b.", "电话1 ", "+1 (", "护照号码", "E1", "0755 "]
)
def test_the_longest_message_is_read_quickly(piece: str) -> None:
    text = (piece * MAX_LENGTH)[:MAX_LENGTH]
    before = time.process_time()
    redact(text)
    assert time.process_time() - before < 0.5  # seconds; it takes a twentieth of them
