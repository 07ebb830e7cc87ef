from __future__ import annotations

import pytest
from wechat_samples import APP_ID, CORP_ID, FORMER, KEY, OFFICIAL, SECRET, TOKEN, WECOM

from channels.wechat.settings import official, wecom
from knowledge.errors import SettingError

O, C = "BAOXIAO_WECHAT_", "BAOXIAO_WECOM_"  # noqa: E741


def test_nothing_set_means_no_channel() -> None:
    assert official({"BAOXIAO_SECRET": "x" * 40, O + "TOKEN": "  "}) is None
    assert wecom({}) is None


def test_an_official_account_is_encrypted_and_passive_unless_told() -> None:
    settings = official(OFFICIAL)
    assert settings is not None
    assert (settings.token, settings.app_id) == (TOKEN, APP_ID)
    assert settings.mode == "safe"
    assert settings.aes_keys == (KEY,)
    assert not settings.customer_messages
    assert settings.quota == 5
    assert settings.api == "https://api.weixin.qq.com"


def test_everything_of_an_official_account_can_be_set() -> None:
    settings = official(
        OFFICIAL
        | {
            O + "TOKEN": f" {TOKEN}\n",
            O + "MODE": "Compatible",
            O + "APP_SECRET": SECRET,
            O + "AES_KEY_PREVIOUS": FORMER,
            O + "CUSTOMER_MESSAGES": "on",
            O + "QUOTA": "20",
            O + "API": "http://127.0.0.1:9000/",
        }
    )
    assert settings is not None
    assert settings.token == TOKEN
    assert settings.mode == "compatible"
    assert settings.aes_keys == (KEY, FORMER)
    assert settings.app_secret == SECRET
    assert settings.customer_messages
    assert settings.quota == 20
    assert settings.api == "http://127.0.0.1:9000"


def test_plain_mode_needs_no_key() -> None:
    given = {O + "TOKEN": TOKEN, O + "APP_ID": APP_ID, O + "MODE": "plain"}
    settings = official(given)
    assert settings is not None
    assert settings.aes_keys == ()


def test_an_app_of_wecom() -> None:
    settings = wecom(WECOM | {C + "AES_KEY_PREVIOUS": FORMER})
    assert settings is not None
    assert (settings.corp_id, settings.agent_id) == (CORP_ID, "1000002")
    assert settings.aes_keys == (KEY, FORMER)
    assert settings.api == "https://qyapi.weixin.qq.com"


def test_no_secret_shows_in_logs() -> None:
    environment = OFFICIAL | {O + "APP_SECRET": SECRET, O + "AES_KEY_PREVIOUS": FORMER}
    shown = repr(official(environment)) + repr(wecom(WECOM))
    for secret in (TOKEN, KEY, FORMER, SECRET):
        assert secret not in shown


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"TOKEN": ""}, "BAOXIAO_WECHAT_TOKEN is not set"),
        (
            {"TOKEN": "", "APP_ID": ""},
            "BAOXIAO_WECHAT_TOKEN, BAOXIAO_WECHAT_APP_ID are",
        ),
        ({"AES_KEY": ""}, "BAOXIAO_WECHAT_AES_KEY is not set"),
        ({"AES_KEY": "", "MODE": "compatible"}, "BAOXIAO_WECHAT_AES_KEY is not set"),
        ({"CUSTOMER_MESSAGES": "on"}, "BAOXIAO_WECHAT_APP_SECRET is not set"),
        ({"TOKEN": "short"}, "BAOXIAO_WECHAT_TOKEN is too easy"),
        ({"TOKEN": "a" * 32}, "BAOXIAO_WECHAT_TOKEN is too easy"),
        ({"TOKEN": TOKEN * 3}, "BAOXIAO_WECHAT_TOKEN is too easy"),
        ({"TOKEN": TOKEN + "!"}, "BAOXIAO_WECHAT_TOKEN is too easy"),
        ({"AES_KEY": KEY[:-1]}, "has 42 characters"),
        ({"AES_KEY": KEY + "="}, "has 44 characters"),
        ({"AES_KEY": "+" + KEY[1:]}, "something else than letters"),
        ({"AES_KEY_PREVIOUS": "x"}, "AES_KEY_PREVIOUS has 1 characters"),
        ({"AES_KEY_PREVIOUS": KEY}, "AES_KEY_PREVIOUS is the present key"),
        ({"APP_ID": "gh_0123456789ab"}, "no AppID"),
        ({"APP_ID": "wx0123"}, "no AppID"),
        ({"APP_SECRET": "two words"}, "BAOXIAO_WECHAT_APP_SECRET is no secret"),
        ({"MODE": "secure"}, "plain (明文), compatible (兼容) or safe (安全)"),
        ({"CUSTOMER_MESSAGES": "yes"}, "write on or off"),
        ({"QUOTA": "0"}, "whole number from 1"),
        ({"QUOTA": "2.5"}, "whole number from 1"),
        ({"QUOTA": "５"}, "whole number from 1"),
        ({"API": "api.weixin.qq.com"}, "no address"),
        ({"API": "https://a.cn/path"}, "no address"),
        ({"API": "http://a.cn"}, "not encrypted"),
    ],
)
def test_what_cannot_be_right_is_refused(change: dict[str, str], said: str) -> None:
    changed = {O + name: value for name, value in change.items()}
    with pytest.raises(SettingError) as caught:
        official(OFFICIAL | changed)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        *[
            ({name: ""}, f"{C}{name} is not set")
            for name in ("CORP_ID", "SECRET", "AGENT_ID", "TOKEN", "AES_KEY")
        ],
        ({"CORP_ID": "0123456789abcdef"}, "no CorpID"),
        ({"AGENT_ID": "app"}, "no AgentId"),
        ({"SECRET": "短"}, "no secret"),
        ({"TOKEN": "x"}, "too easy"),
        ({"AES_KEY": "x"}, "has 1 characters"),
        ({"API": "ftp://a.cn"}, "no address"),
    ],
)
def test_what_cannot_be_right_in_wecom_is_refused(
    change: dict[str, str], said: str
) -> None:
    changed = {C + name: value for name, value in change.items()}
    with pytest.raises(SettingError) as caught:
        wecom(WECOM | changed)
    assert said in str(caught.value)


def test_an_error_repeats_no_secret() -> None:
    for name in ("TOKEN", "AES_KEY", "APP_SECRET"):
        with pytest.raises(SettingError) as caught:
            official(OFFICIAL | {O + name: "almost right but !"})
        assert "almost" not in str(caught.value)
