from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechat_samples import (
    ENCRYPTED,
    ENCRYPTED_SIGNATURE,
    NONCE,
    NOW,
    SIGNATURE,
    SIGNATURE_WITH_TEXT,
    TIMESTAMP,
    TOKEN,
    query,
    signature_of,
    signed,
)

from channels.errors import ChannelError
from channels.wechat import signature
from channels.wechat.signature import Nonces, Signed

ANY = st.text(st.characters(), max_size=30)


def refused(code: str) -> pytest.RaisesContext[ChannelError]:
    return pytest.raises(ChannelError, match=f"^{code}: ")


# --- the signature -----------------------------------------------------------------


def test_a_signature_computed_elsewhere_is_right() -> None:
    assert signature.digest(TOKEN, TIMESTAMP, NONCE) == SIGNATURE
    assert signature.digest(TOKEN, TIMESTAMP, NONCE, "密文") == SIGNATURE_WITH_TEXT
    assert signature.digest(ENCRYPTED, NONCE, TIMESTAMP, TOKEN) == ENCRYPTED_SIGNATURE


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=5))
def test_wechatpy_signs_the_same(parts: list[str]) -> None:
    assert signature.digest(*parts) == signature_of(*parts)


def test_a_right_signature_passes() -> None:
    signature.check(TOKEN, Signed(TIMESTAMP, NONCE, SIGNATURE))
    signature.check(TOKEN, Signed(TIMESTAMP, NONCE, ENCRYPTED_SIGNATURE), ENCRYPTED)


@pytest.mark.parametrize(
    "wrong",
    [
        Signed(TIMESTAMP, NONCE, SIGNATURE[:-1]),
        Signed(TIMESTAMP, NONCE, SIGNATURE.upper()),
        Signed(TIMESTAMP, NONCE, ENCRYPTED_SIGNATURE),
        Signed(TIMESTAMP, NONCE + "0", SIGNATURE),
        Signed(str(NOW + 1), NONCE, SIGNATURE),
        Signed(TIMESTAMP, NONCE, "签名\ud800"),
        Signed(TIMESTAMP, NONCE, ""),
    ],
)
def test_a_wrong_signature_is_refused(wrong: Signed) -> None:
    with refused("signature"):
        signature.check(TOKEN, wrong)


def test_the_signature_of_the_address_is_not_that_of_the_cipher() -> None:
    with refused("signature"):
        signature.check(TOKEN, Signed(TIMESTAMP, NONCE, SIGNATURE), ENCRYPTED)


@given(ANY, ANY, ANY, ANY)
def test_nothing_but_a_refusal_comes_of_any_signature(
    timestamp: str, nonce: str, given: str, encrypted: str
) -> None:
    wrong = Signed(timestamp, nonce, given)
    with refused("signature"):
        signature.check(TOKEN, wrong, encrypted)


# --- the parameters ----------------------------------------------------------------


def test_the_parameters_are_read() -> None:
    given = query(openid="oABC")
    assert signature.signed(given) == Signed(TIMESTAMP, NONCE, SIGNATURE)


@pytest.mark.parametrize("name", ["signature", "timestamp", "nonce"])
def test_a_missing_empty_or_repeated_parameter_is_refused(name: str) -> None:
    right = query()
    without = [(key, value) for key, value in right if key != name]
    for wrong in (without, [*without, (name, "")], [*right, (name, "1")]):
        with refused("parameter"):
            signature.signed(wrong)


def test_the_name_of_a_parameter_is_exact() -> None:
    with refused("parameter"):
        signature.signed(query(), "msg_signature")
    with refused("parameter"):
        signature.parameter([("Nonce", "1")], "nonce")


# --- the time ----------------------------------------------------------------------


@pytest.mark.parametrize("seconds", [-300, -1, 0, 1, 300])
def test_a_fresh_request_passes(seconds: int) -> None:
    signature.check_time(signed(), NOW + seconds)


@pytest.mark.parametrize("seconds", [-301, 301, 3600, 10**9])
def test_a_stale_request_is_refused(seconds: int) -> None:
    with refused("stale"):
        signature.check_time(signed(), NOW + seconds)


@pytest.mark.parametrize(
    "timestamp",
    [
        "",
        "now",
        "-5",
        "1e9",
        "1_764_547_200",
        "１７６４５４７２００",
        "9" * 400,
        f"0{NOW}",
        f" {NOW}",
    ],
)
def test_a_time_that_is_none_is_refused(timestamp: str) -> None:
    with refused("stale"):
        signature.check_time(Signed(timestamp, NONCE, ""), NOW)


# --- nonces ------------------------------------------------------------------------


def test_the_same_message_may_come_again() -> None:
    nonces = Nonces()
    for seconds in (0, 5, 10):
        nonces.check(signed(), "message 1", NOW + seconds)
    # signed anew for the same message
    nonces.check(signed(time=NOW + 5), "message 1", NOW + 5)


def test_another_message_with_the_same_nonce_is_refused() -> None:
    nonces = Nonces()
    nonces.check(signed(), "message 1", NOW)
    with refused("nonce"):
        nonces.check(signed(), "message 2", NOW + 1)
    nonces.check(signed(), "message 1", NOW + 2)


def test_a_nonce_is_remembered_as_long_as_its_time_is_fresh() -> None:
    nonces = Nonces()
    ahead = signed(time=NOW + 300)
    nonces.check(ahead, "message 1", NOW)
    signature.check_time(ahead, NOW + 600)
    with refused("nonce"):
        nonces.check(ahead, "message 2", NOW + 600)


def test_nonces_are_bounded_and_forgotten() -> None:
    nonces = Nonces(most=10)
    for number in range(1000):
        nonces.check(Signed(TIMESTAMP, str(number), ""), str(number), NOW)
    assert len(nonces._seen) <= 10
    nonces.check(Signed(TIMESTAMP, "last", ""), "last", NOW + 3600)
    assert len(nonces._seen) == 1
