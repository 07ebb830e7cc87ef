from __future__ import annotations

import pytest
from wechat_samples import (
    CORP_ECHO,
    CORP_ECHO_SIGNATURE,
    CORP_ID,
    ECHO,
    FORMER,
    KEY,
    MESSAGE,
    NONCE,
    NOW,
    OFFICIAL,
    SIGNATURE,
    TIMESTAMP,
    WECOM,
    decrypted,
    encrypted,
    parsed,
    query,
)

from channels.errors import ChannelError
from channels.wechat import settings, xml
from channels.wechat.envelope import Official, WeCom

O, C = "BAOXIAO_WECHAT_", "BAOXIAO_WECOM_"  # noqa: E741
PLAIN = MESSAGE.encode()


def account(mode: str, **more: str) -> Official:
    added = {O + name: value for name, value in more.items()}
    made = settings.official({**OFFICIAL, O + "MODE": mode, **added})
    assert made is not None
    return Official(made)


def company(**more: str) -> WeCom:
    made = settings.wecom({**WECOM, **{C + name: v for name, v in more.items()}})
    assert made is not None
    return WeCom(made)


def cipher_query(given: str, time: int = NOW) -> list[tuple[str, str]]:
    return query(time, encrypt_type="aes", msg_signature=given, openid="oABC-def_123")


def corp_query(given: str, **more: str) -> list[tuple[str, str]]:
    added = {"msg_signature": given, "timestamp": TIMESTAMP, "nonce": NONCE, **more}
    return list(added.items())


def code(caught: pytest.ExceptionInfo[ChannelError]) -> tuple[str, int]:
    return caught.value.code, caught.value.status


# --- the official account ----------------------------------------------------------


@pytest.mark.parametrize("mode", settings.MODES)
def test_the_echo_comes_back_bare(mode: str) -> None:
    assert account(mode).echo(query(echostr=ECHO), NOW) == ECHO


def test_an_echo_that_is_not_the_platforms_is_refused() -> None:
    official = account("safe")
    for wrong, wanted in (
        (query(), "parameter"),
        ([("echostr", ECHO)], "parameter"),
        (query(NOW - 301, echostr=ECHO), "stale"),
        ([*query(echostr=ECHO)[1:], ("signature", "0" * 40)], "signature"),
    ):
        with pytest.raises(ChannelError) as caught:
            official.echo(wrong, NOW)
        assert caught.value.code == wanted


@pytest.mark.parametrize("mode", ["plain", "compatible"])
@pytest.mark.parametrize("more", [{}, {"encrypt_type": "raw"}])
def test_a_plain_message_is_answered_in_the_clear(
    mode: str, more: dict[str, str]
) -> None:
    official = account(mode)
    letter = official.open(query(**more), PLAIN, NOW)
    assert letter.fields == parsed(MESSAGE)
    assert letter.key is None
    assert official.seal(letter, "<xml/>") == "<xml/>"


@pytest.mark.parametrize("mode", ["compatible", "safe"])
def test_an_encrypted_message_is_answered_encrypted(mode: str) -> None:
    official = account(mode)
    body, given = encrypted()
    letter = official.open(cipher_query(given), body, NOW)
    assert letter.fields == parsed(MESSAGE)
    reply = xml.reply("oABC-def_123", "gh_0123456789ab", "能报。]]>😀")
    made = official.seal(letter, reply, clock=lambda: NOW + 1)
    assert "能报" not in made
    assert parsed(made)["TimeStamp"] == str(NOW + 1)
    assert decrypted(made) == reply


def test_in_compatible_mode_the_cipher_counts_and_not_what_stands_beside_it() -> None:
    body, given = encrypted()
    forged = MESSAGE.replace("异地住院能报吗？😀", "forged")
    both = body.replace(b"<xml>", forged.replace("</xml>", "").encode(), 1)
    letter = account("compatible").open(cipher_query(given), both, NOW)
    assert letter.fields["Content"] == "异地住院能报吗？😀"


def test_while_the_key_changes_the_reply_uses_the_one_that_came() -> None:
    official = account("safe", AES_KEY=FORMER, AES_KEY_PREVIOUS=KEY)
    body, given = encrypted(key=KEY)
    letter = official.open(cipher_query(given), body, NOW)
    assert decrypted(official.seal(letter, "<xml/>"), key=KEY) == "<xml/>"


@pytest.mark.parametrize("more", [{}, {"encrypt_type": "raw"}, {"encrypt_type": ""}])
def test_in_safe_mode_a_plain_body_is_refused(more: dict[str, str]) -> None:
    with pytest.raises(ChannelError) as caught:
        account("safe").open(query(**more), PLAIN, NOW)
    assert code(caught) == ("mode", 403)


def test_in_safe_mode_a_plain_body_that_says_it_is_encrypted_is_refused() -> None:
    with pytest.raises(ChannelError) as caught:
        account("safe").open(cipher_query(SIGNATURE), PLAIN, NOW)
    # what is not there is signed like nothing, and is no cipher
    assert code(caught) == ("cipher", 403)


@pytest.mark.parametrize("mode", settings.MODES)
def test_an_unknown_encryption_is_refused(mode: str) -> None:
    with pytest.raises(ChannelError) as caught:
        account(mode).open(query(encrypt_type="rot\n13"), PLAIN, NOW)
    assert code(caught) == ("mode", 403)
    assert "\n" not in str(caught.value)
    twice = [*query(encrypt_type="raw"), ("encrypt_type", "aes")]
    with pytest.raises(ChannelError, match=r"^parameter: "):
        account(mode).open(twice, PLAIN, NOW)


def test_plain_mode_refuses_ciphers() -> None:
    body, given = encrypted()
    with pytest.raises(ChannelError) as caught:
        account("plain").open(cipher_query(given), body, NOW)
    assert code(caught) == ("mode", 403)


def test_the_two_signatures_cannot_stand_for_each_other() -> None:
    body, given = encrypted()
    for wrong in (
        query(encrypt_type="aes", msg_signature=SIGNATURE),
        [("signature", given), *cipher_query(SIGNATURE)[1:]],
    ):
        with pytest.raises(ChannelError) as caught:
            account("safe").open(wrong, body, NOW)
        assert code(caught) == ("signature", 403)
    without = [pair for pair in cipher_query(given) if pair[0] != "msg_signature"]
    with pytest.raises(ChannelError, match=r"^parameter: "):
        account("safe").open(without, body, NOW)


def test_an_old_request_is_refused_before_it_is_read() -> None:
    body, given = encrypted(time=NOW - 400)
    with pytest.raises(ChannelError, match=r"^stale: "):
        account("safe").open(cipher_query(given, NOW - 400), body, NOW)


def test_a_message_for_another_account_is_refused() -> None:
    body, given = encrypted(app="wxfedcba9876543210")
    with pytest.raises(ChannelError, match=r"^cipher: "):
        account("safe").open(cipher_query(given), body, NOW)


def test_nobody_without_the_token_makes_us_read_a_body() -> None:
    with pytest.raises(ChannelError, match=r"^signature: "):
        wrong = [("signature", "0" * 40), ("timestamp", TIMESTAMP), ("nonce", NONCE)]
        account("plain").open(wrong, b"{" * 70_000, NOW)


def test_nothing_personal_or_secret_shows() -> None:
    body, given = encrypted()
    shown = repr(account("safe").open(cipher_query(given), body, NOW))
    assert "oABC" not in shown
    assert "异地" not in shown


# --- WeCom -------------------------------------------------------------------------


def test_the_echo_of_wecom_is_decrypted() -> None:
    given = corp_query(CORP_ECHO_SIGNATURE, echostr=CORP_ECHO)
    assert company().echo(given, NOW) == ECHO


def test_a_wrong_echo_of_wecom_is_refused() -> None:
    for wrong, wanted in (
        (corp_query(CORP_ECHO_SIGNATURE), "parameter"),
        (corp_query(CORP_ECHO_SIGNATURE, echostr=ECHO), "signature"),
        (query(echostr=CORP_ECHO), "parameter"),
    ):
        with pytest.raises(ChannelError) as caught:
            company().echo(wrong, NOW)
        assert caught.value.code == wanted
    with pytest.raises(ChannelError, match=r"^stale: "):
        given = corp_query(CORP_ECHO_SIGNATURE, echostr=CORP_ECHO)
        company().echo(given, NOW + 301)


def test_a_message_of_wecom_is_read_and_answered() -> None:
    wecom = company(AES_KEY=FORMER, AES_KEY_PREVIOUS=KEY)
    body, given = encrypted(app=CORP_ID)
    letter = wecom.open(corp_query(given), body, NOW)
    assert letter.fields == parsed(MESSAGE)
    assert decrypted(wecom.seal(letter, "<xml/>"), app=CORP_ID) == "<xml/>"


def test_a_plain_message_of_wecom_is_refused() -> None:
    with pytest.raises(ChannelError, match=r"^cipher: "):
        company().open(corp_query(SIGNATURE), PLAIN, NOW)
