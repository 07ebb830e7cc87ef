from __future__ import annotations

import re
import unicodedata

import pytest

from channels.wechat import faults, problems, refusals
from channels.wechat.messages import MEDIA, UNSUPPORTED
from channels.wechat.pages import LIMIT, asks_for_more, size
from knowledge.model import Text

SAID = {
    name: value for name, value in vars(problems).items() if isinstance(value, Text)
}
OPERATORS = {
    name: value for name, value in vars(refusals).items() if isinstance(value, Text)
}


@pytest.mark.parametrize("name", SAID)
def test_what_people_are_told_fits_and_helps(name: str) -> None:
    said = SAID[name]
    for text in (said.zh, said.en):
        assert text.strip() == text
        assert size(text) <= LIMIT
    assert size(problems.both(said)) <= LIMIT
    # what is only said in one language would be missed
    assert re.search(r"[\u4e00-\u9fff]", said.zh)
    assert re.search(r"[a-z]{3}", said.en)


def test_the_welcome_has_no_figures() -> None:
    for text in (problems.WELCOME.zh, problems.WELCOME.en):
        assert not any(unicodedata.category(c) == "Nd" for c in text)


def test_everything_that_can_be_sent_has_an_answer() -> None:
    assert set(problems.MEDIA) == MEDIA | {UNSUPPORTED}
    assert problems.of_media("image") is problems.IMAGE
    assert problems.of_media("hologram") is problems.UNSUPPORTED


def test_the_word_that_gets_a_late_answer_is_understood() -> None:
    for text in (problems.LATE.zh, problems.LATE.en):
        assert asks_for_more(re.findall(r"“(.+?)”", text)[0])


# --- for the operator --------------------------------------------------------------

CODES = (
    "-1 40001 40003 40013 40014 40125 40164 40200 42001 45002 45009 45015 45047 45081 "
    "45098 48001 61004"
).split()


@pytest.mark.parametrize("code", map(int, CODES))
def test_a_code_of_the_platform_is_explained(code: int) -> None:
    fault = faults.FAULTS[code]
    assert faults.explain(code) is fault
    assert str(fault).startswith(f"{code}: ")
    for text in (fault.meaning, fault.mend):
        assert text.zh.endswith("。")
        assert text.en.endswith(".")


def test_only_a_bad_token_is_renewed() -> None:
    renewed = {code for code, fault in faults.FAULTS.items() if fault.remedy == "renew"}
    assert renewed == {40001, 40014, 41001, 42001}


def test_an_unknown_code_is_left_to_the_operator() -> None:
    fault = faults.explain(99999)
    assert (fault.code, fault.remedy) == (99999, "operator")
    with pytest.raises(ValueError, match="all is well"):
        faults.explain(0)


def test_every_code_stands_once() -> None:
    assert len(faults.FAULTS) == len(faults._TABLE)


@pytest.mark.parametrize("name", OPERATORS)
def test_refusals_say_the_same_in_both_languages(name: str) -> None:
    said = OPERATORS[name]
    assert said.zh.count("{}") == said.en.count("{}")
