from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.normalise import fold, normalise


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ＡＢＣ１２３", "abc123"),
        ("（备案）", "(备案)"),
        ("Hospital", "hospital"),
        ("醫保報銷", "医保报销"),
        ("異地就醫備案", "异地就医备案"),
        ("医保", "医保"),
        ("", ""),
        ("ß", "ß"),
        ("😀 ok", "😀 ok"),
    ],
)
def test_folding_makes_one_form_of_width_case_and_script(
    text: str, wanted: str
) -> None:
    assert fold(text) == wanted


@pytest.mark.parametrize("text", ["㎡ 和 ㏄", "ﬁle", "İstanbul", "½", "…"])
def test_a_character_that_would_become_several_stays_as_it_is(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(st.characters(blacklist_categories=["Cs"]), max_size=60))
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text("医醫保報销aAＡ 1１（(\u3000é", max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("医\u200b保", "医保"),
        ("\ufeff医保", "医保"),
        ("med\u00adical", "medical"),
        ("\u202e医保\u202c", "医保"),
        ("❤\ufe0f", "❤"),
        ("  a \t\n b  ", "a b"),
        ("医保\u3000报销", "医保 报销"),
        ("\u200b \u200b", ""),
    ],
)
def test_normalising_drops_what_cannot_be_seen(text: str, wanted: str) -> None:
    assert normalise(text) == wanted


@given(st.text(st.characters(blacklist_categories=["Cs"]), max_size=60))
def test_normalised_text_has_single_blanks_and_clean_ends(text: str) -> None:
    found = normalise(text)
    assert found == " ".join(found.split())
