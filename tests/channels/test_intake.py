from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.intake import (
    EMPTY,
    HIDDEN,
    MAX_LENGTH,
    TOO_LONG,
    UNREADABLE,
    clean,
    redact,
)

# made-up numbers of the right form
ID_18 = "110105198503071234"
ID_18_X = "11010519850307123X"
ID_15 = "110105850307123"
PHONE = "13800138000"
CARD = "6222021234567890123"

ANYTHING = st.text(
    st.one_of(
        st.sampled_from("医保报销 /\\\n\t\x00\u200b0123456789Xx+- .,年元第条😀"),
        st.characters(),
    ),
    max_size=60,
)


# --- what is removed ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("医保卡丢了", "医保卡丢了"),
        ("  医保 \n", "医保"),
        ("医保\x00卡", "医保 卡"),
        ("a\x07b\x1bc", "a b c"),
        ("a\x7fb\x85c", "a b c"),
        ("一行\n两行\t三", "一行\n两行\t三"),
        ("\ue000私用", "私用"),
        ("/inform", "inform"),
        ("///inform{}", "inform{}"),
        ("\\/ /restart", "restart"),
        ("\x00/restart", "restart"),
        ("医保/社保", "医保/社保"),
        ("👨‍👩‍👧 family", "👨‍👩‍👧 family"),
        ("❤️", "❤️"),
    ],
)
def test_a_message_goes_on_without_control_characters_and_leading_slashes(
    raw: str, wanted: str
) -> None:
    assert clean(raw).text == wanted
    assert clean(raw).problem is None


@pytest.mark.parametrize(
    "slash", ["\u200b/", "\ufeff/", "\u2060\u200d//", "／", " ／/ "]
)
def test_no_disguise_lets_a_slash_lead(slash: str) -> None:
    assert clean(slash + "restart").text == "restart"


@given(ANYTHING)
def test_nothing_that_starts_with_a_slash_ever_goes_on(raw: str) -> None:
    text = clean(raw).text
    assert not text.startswith(("/", "\\"))
    assert text == text.strip()
    assert "\x00" not in text


# --- what is refused ---------------------------------------------------------------


@pytest.mark.parametrize(
    "raw", ["", " ", "\n\t ", "\u3000", "\x00\x01", "/", "//\\", "\u200b\u200b", b""]
)
def test_nothing_at_all_is_refused_as_empty(raw: str | bytes) -> None:
    assert clean(raw).problem == EMPTY
    assert clean(raw).text == ""


@pytest.mark.parametrize(
    "raw",
    [
        b"\xff\xfe",
        b"\xe5\x8c",
        b"ok \xc3\x28",
        "医保".encode("gbk"),
        b"\xed\xa0\x80",
        "医保\ud800",
        "\udcff",
    ],
)
def test_what_is_not_utf8_is_refused(raw: str | bytes) -> None:
    assert clean(raw).problem == UNREADABLE
    assert clean(raw).text == ""


def test_bytes_in_utf8_go_on() -> None:
    assert clean("医保 ok".encode()).text == "医保 ok"


def test_a_message_of_the_longest_length_goes_on() -> None:
    assert clean("医" * MAX_LENGTH).text == "医" * MAX_LENGTH


@pytest.mark.parametrize("length", [MAX_LENGTH + 1, 10_000])
def test_a_longer_message_is_refused_with_both_numbers(length: int) -> None:
    problem = clean("医" * length).problem
    assert problem is not None
    assert problem.zh == TOO_LONG.zh.format(length=length, limit=MAX_LENGTH)
    assert problem.en == TOO_LONG.en.format(length=length, limit=MAX_LENGTH)


def test_blanks_around_a_message_do_not_count() -> None:
    assert clean(" " * 10_000 + "医保").text == "医保"


@given(ANYTHING)
def test_there_is_either_a_text_or_a_problem(raw: str) -> None:
    message = clean(raw)
    assert (message.text == "") == (message.problem is not None)


@given(st.binary(max_size=40))
def test_any_bytes_give_a_text_or_a_problem(raw: bytes) -> None:
    message = clean(raw)
    assert (message.text == "") == (message.problem is not None)


@given(ANYTHING)
def test_cleaning_twice_changes_nothing(raw: str) -> None:
    once = clean(raw).text
    assert clean(once).text == once


# --- what is hidden ----------------------------------------------------------------


@pytest.mark.parametrize(
    "number",
    [
        ID_18,
        ID_18_X,
        ID_18_X.lower(),
        ID_15,
        PHONE,
        "138 0013 8000",
        "138-0013-8000",
        "110105 19850307 1234",
        "62220212 34567890 123",
        "+8613800138000",
        "+86 138 0013 8000",
        "86-13800138000",
        CARD,
        "6222 0212 3456 7890 123",
        "6222-0212-3456-7890",
        "6222021234567890",
    ],
)
@pytest.mark.parametrize(
    "frame",
    ["{}", "我的号是{}，请查", "号码{}", "call {} please", "({})", "{}。", "a:{}\n"],
)
def test_a_personal_number_is_hidden_whole(number: str, frame: str) -> None:
    assert clean(frame.format(number)).text == frame.format(HIDDEN).strip()


def test_every_personal_number_of_a_message_is_hidden() -> None:
    text = clean(f"身份证{ID_18}，电话{PHONE}，卡号{CARD}").text
    assert text == f"身份证{HIDDEN}，电话{HIDDEN}，卡号{HIDDEN}"


def test_full_width_digits_are_hidden_too() -> None:
    wide = PHONE.translate({ord("0") + n: chr(ord("０") + n) for n in range(10)})
    assert clean(f"电话{wide}").text == f"电话{HIDDEN}"


@pytest.mark.parametrize(
    "text",
    [
        "花了12345.67元",
        "一共 1,234,567 元",
        "38000",
        "报了50000000元",
        "2024年1月31日住院",
        "2024-01-31",
        "20240131",
        "从20240101到20241231",
        "2024-01-01 2024-12-31",
        "20240101 20241231",
        "20240101-20241231",
        "2023 2024 2025 2026",
        "医保发〔2022〕22号",
        "国办发[2021]14号",
        "主席令第三十五号",
        "第30条",
        "打12393没人接",
        "12333和12345",
        "Article 30 of 2010",
        "70%",
        "邮编100000",
        "18岁",
    ],
)
def test_sums_dates_and_public_numbers_stay(text: str) -> None:
    assert clean(text).text == text


@given(ANYTHING)
def test_hiding_twice_changes_nothing(text: str) -> None:
    assert redact(redact(text)) == redact(text)


@given(
    st.sampled_from([ID_18, ID_15, PHONE, CARD]),
    st.text("医保，。 \n", max_size=10),
    st.text("医保，。 \n", max_size=10),
)
def test_no_personal_number_is_left_between_other_words(
    number: str, before: str, after: str
) -> None:
    assert number not in clean(before + number + after).text
