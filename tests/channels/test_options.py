"""Which option of the last reply a message chooses."""

from __future__ import annotations

from typing import Any

import pytest

from channels.options import chosen, offered, wants_amount

A, B, C = ({"label": x, "payload": f"/{x}"} for x in "abc")


@pytest.mark.parametrize(
    ("typed", "option"),
    [
        ("1", A),
        ("２", B),
        ("①", A),
        ("③", C),
        ("2.", B),
        ("3。", C),
        ("2、", B),
        ("2)", B),
        (" 1 ", A),
        ("01", A),
        ("0", None),
        ("4", None),
        ("99", None),
        ("-1", None),
        ("1.5", None),
        ("1 2", None),
        ("一", None),
        ("", None),
        (".", None),
        ("2024年", None),
        ("1" * 5_000, None),
        ("第二个", B),
        ("第2个", B),
        ("选第三个吧", C),
        ("我选1", A),
        ("就第一个", A),
        ("２号", B),
        ("最后一个", C),
        ("the second one", B),
        ("Second", B),
        ("option three", C),
        ("the 1st", A),
        ("number 3 please", C),
        ("the last one", C),
        ("第十个", None),
        ("二", None),
        ("two", None),
        ("one more thing", None),
        ("第二次住院怎么报", None),
    ],
    ids=repr,
)
def test_a_number_chooses_the_option_that_bears_it(typed: str, option: Any) -> None:
    assert chosen(typed, [A, B, C]) == option


def test_without_options_no_number_chooses(  # a number may then be the question
) -> None:
    assert chosen("1", []) is None


SCHEMES = [
    {"label": "职工医保", "payload": '/inform{"insurance": "employee"}'},
    {"label": "居民医保", "payload": '/inform{"insurance": "resident"}'},
    {"label": "How do I file for care elsewhere?", "payload": "/file_cross_province"},
]


@pytest.mark.parametrize(
    ("typed", "index"),
    [
        ("居民医保", 1),
        ("居民医保。", 1),
        ("是居民医保", 1),
        ("职工医", 0),
        ("how do I file for care elsewhere", 2),
        ("医保", None),  # in two of them
        ("职", None),
        ("我想问居民医保一年交多少钱", None),
    ],
)
def test_an_option_is_chosen_by_its_words(typed: str, index: int | None) -> None:
    wanted = None if index is None else SCHEMES[index]
    assert chosen(typed, SCHEMES) == wanted


@pytest.mark.parametrize(
    ("payloads", "options"),
    [
        ([], []),
        ([{"kind": "trouble"}], []),
        ([{"ask": None, "options": [A]}], [A]),
        ([{"ask": {"options": [B, C]}, "options": [A]}], [B, C, A]),
        ([{"ask": {"options": []}, "options": [A]}], [A]),
        ([{"options": [A]}, {"options": [B]}], [B]),
    ],
    ids=["nothing", "trouble", "next", "question first", "open question", "last"],
)
def test_options_of_the_question_come_before_the_next_topics(
    payloads: Any, options: Any
) -> None:
    assert offered(payloads) == options


def test_a_number_is_an_amount_where_one_is_asked_for() -> None:
    asks = [{"ask": {"kind": "money", "options": []}, "options": [A, B]}]
    assert wants_amount(asks)
    assert not wants_amount([{"ask": {"kind": "choice", "options": []}}])
    assert not wants_amount([])
    assert chosen("2", [A, B], amount_wanted=True) is None
    assert chosen("第二个", [A, B], amount_wanted=True) == B


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("employee", 0),
        ("Resident", 1),
        ("居民", 3),
        ("居民的", 3),
        ("insurance", None),
        ("医保", None),
        ("emp", None),
        ("职", None),
    ],
)
def test_the_half_of_a_label_that_differs_chooses_it(
    typed: str, place: int | None
) -> None:
    labels = ["employee insurance", "resident insurance", "职工医保", "居民医保"]
    options = [{"label": label, "payload": f"/{label}"} for label in labels]
    wanted = None if place is None else options[place]
    assert chosen(typed, options) == wanted
