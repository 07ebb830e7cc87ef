from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechat_samples import APP_ID, CORP_ID

from channels.wechat.identity import Senders, senders
from knowledge.errors import SettingError

SECRET = "a-secret-of-the-server-0123456789-xyz"
OPENID = "oABC-def_123"


def test_a_name_is_the_same_after_a_restart() -> None:
    name = senders(APP_ID, {"BAOXIAO_SECRET": SECRET}).name(OPENID)
    # written down: a change here would cost everybody their conversation
    assert name == "wechat-efd74ed8e964f1b3eac8b00b1ebdb1dc"
    assert name == Senders(SECRET, APP_ID).name(OPENID)


def test_a_name_tells_neither_the_person_nor_the_account() -> None:
    name = Senders(SECRET, APP_ID).name(OPENID)
    assert re.fullmatch(r"wechat-[0-9a-f]{32}", name)
    assert OPENID not in name


def test_another_account_or_secret_gives_another_name() -> None:
    names = {
        Senders(secret, app).name(OPENID)
        for secret in (SECRET, SECRET[::-1])
        for app in (APP_ID, CORP_ID)
    }
    assert len(names) == 4


@given(st.lists(st.text(st.characters()), unique=True, max_size=20))
def test_different_people_have_different_names(people: list[str]) -> None:
    made = Senders(SECRET, APP_ID)
    assert len({made.name(person) for person in people}) == len(people)


@pytest.mark.parametrize("secret", ["", "short", "a" * 40])
def test_without_a_good_secret_there_are_no_names(secret: str) -> None:
    with pytest.raises(SettingError, match="BAOXIAO_SECRET"):
        senders(APP_ID, {"BAOXIAO_SECRET": secret})
    with pytest.raises(SettingError, match="BAOXIAO_SECRET is not set"):
        senders(APP_ID, {})
