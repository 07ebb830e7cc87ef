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
    ],
    ids=repr,
)
def test_a_number_chooses_the_option_that_bears_it(typed: str, option: Any) -> None:
    assert chosen(typed, [A, B, C]) == option


def test_without_options_no_number_chooses(  # a number may then be the question
) -> None:
    assert chosen("1", []) is None


