from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher as AES
from cryptography.hazmat.primitives.ciphers import algorithms, modes
from hypothesis import given
from hypothesis import strategies as st
from wechat_samples import (
    APP_ID,
    BOT_ECHO,
    BOT_ECHO_SIGNATURE,
    CORP_ECHO,
    CORP_ECHO_SIGNATURE,
    CORP_ID,
    ECHO,
    ENCRYPTED,
    ENCRYPTED_SIGNATURE,
    FORMER,
    KEY,
    MESSAGE,
    NONCE,
    TIMESTAMP,
    TOKEN,
    decrypted,
    encrypted,
    parsed,
    signed,
)

from channels.errors import ChannelError
from channels.wechat import xml
from channels.wechat.cipher import Cipher
from channels.wechat.signature import Signed

CIPHER = Cipher(TOKEN, [KEY], APP_ID)
BYTES = base64.b64decode(KEY + "=")
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


def sealed(clear: bytes, key: bytes = BYTES) -> str:
    """Encrypt ``clear`` as it is, to make what the platform never would."""
    encryptor = AES(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(encryptor.update(clear) + encryptor.finalize()).decode()


def clear(message: bytes, app: str = APP_ID, length: int | None = None) -> bytes:
    size = len(message) if length is None else length
    return b"r" * 16 + size.to_bytes(4, "big") + message + app.encode()


def padded(content: bytes) -> bytes:
    count = 32 - len(content) % 32
    return content + bytes([count]) * count


def failure(cipher: Cipher, body: str) -> ChannelError:
    with pytest.raises(ChannelError) as caught:
        cipher.open(body, signed(body))
    return caught.value


# --- what was encrypted elsewhere --------------------------------------------------


@pytest.mark.parametrize(
    ("app", "body", "given", "wanted"),
    [
        (APP_ID, ENCRYPTED, ENCRYPTED_SIGNATURE, MESSAGE),
        (CORP_ID, CORP_ECHO, CORP_ECHO_SIGNATURE, ECHO),
        ("", BOT_ECHO, BOT_ECHO_SIGNATURE, ECHO),
    ],
)
def test_a_cipher_written_down_is_decrypted(
    app: str, body: str, given: str, wanted: str
) -> None:
    cipher = Cipher(TOKEN, [KEY], app)
    assert cipher.open(body, Signed(TIMESTAMP, NONCE, given)).text == wanted


@given(TEXT, st.sampled_from([APP_ID, CORP_ID]))
def test_what_wechatpy_encrypts_we_decrypt(text: str, app: str) -> None:
    body, given = encrypted(text, app=app)
    cipher = Cipher(TOKEN, [KEY], app)
    opened = cipher.open(
        parsed(body.decode())["Encrypt"], Signed(TIMESTAMP, NONCE, given)
    )
    assert opened.text == text


@given(TEXT, st.sampled_from([APP_ID, CORP_ID]))
def test_what_we_encrypt_wechatpy_decrypts(text: str, app: str) -> None:
    made = Cipher(TOKEN, [KEY], app).seal(text, TIMESTAMP, NONCE)
    assert decrypted(xml.sealed(made), app=app) == text


@given(TEXT, st.sampled_from([APP_ID, ""]))
def test_a_round_trip(text: str, app: str) -> None:
    cipher = Cipher(TOKEN, [KEY], app)
    made = cipher.seal(text, TIMESTAMP, NONCE)
    assert len(base64.b64decode(made.encrypted)) % 32 == 0
    assert cipher.open(made.encrypted, made.signed).text == text


def test_no_two_ciphers_are_the_same() -> None:
    made = {CIPHER.seal("好", TIMESTAMP, NONCE).encrypted for _ in range(20)}
    assert len(made) == 20


# --- the former key ----------------------------------------------------------------


def test_a_message_under_the_former_key_is_answered_under_it() -> None:
    changing = Cipher(TOKEN, [KEY, FORMER], APP_ID)
    for key in (KEY, FORMER):
        body, given = encrypted(key=key)
        outer = parsed(body.decode())["Encrypt"]
        opened = changing.open(outer, Signed(TIMESTAMP, NONCE, given))
        assert opened.text == MESSAGE
        made = changing.seal("答", TIMESTAMP, NONCE, opened.key)
        assert decrypted(xml.sealed(made), key=key) == "答"


def test_a_reply_of_ours_uses_the_new_key() -> None:
    made = Cipher(TOKEN, [KEY, FORMER], APP_ID).seal("答", TIMESTAMP, NONCE)
    assert decrypted(xml.sealed(made), key=KEY) == "答"


def test_a_key_that_is_none_is_refused_at_once() -> None:
    for keys in ([], [KEY[:20]]):
        with pytest.raises(ValueError, match="43 characters"):
            Cipher(TOKEN, keys, APP_ID)


# --- what is refused, always in the same words -------------------------------------

GOOD = clear(b"<xml/>")

WRONG = {
    "empty": "",
    "no base64": "密文",
    "base64 with junk": ENCRYPTED[:-4] + "!!!!",
    "half a block": base64.b64encode(b"x" * 17).decode(),
    "truncated": base64.b64encode(base64.b64decode(ENCRYPTED)[:-32]).decode(),
    "first block only": base64.b64encode(base64.b64decode(ENCRYPTED)[:16]).decode(),
    "another key": sealed(padded(GOOD), base64.b64decode(FORMER + "=")),
    "another app": sealed(padded(clear(b"<xml/>", "wxfedcba9876543210"))),
    "no app": sealed(padded(clear(b"<xml/>", ""))),
    "app and more": sealed(padded(clear(b"<xml/>", APP_ID + "x"))),
    "padding of 0": sealed(GOOD + b"\0" * (32 - len(GOOD) % 32)),
    "padding of 33": sealed(padded(GOOD)[:-1] + b"\x21"),
    "padding too long": sealed(b"\x20" * 32),
    "padding not even": sealed(GOOD + bytes(range(1, 32 - len(GOOD) % 32 + 1))),
    "length too large": sealed(padded(clear(b"<xml/>", length=7_000))),
    "length of all": sealed(padded(clear(b"<xml/>", length=2**32 - 1))),
    "length into the app": sealed(padded(clear(b"<xml/>", length=8))),
    "no utf-8": sealed(padded(clear(b"\xff\xfe"))),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_inside_is_refused_in_the_same_words(name: str) -> None:
    caught = failure(CIPHER, WRONG[name])
    wanted = failure(CIPHER, "AAAA")
    assert (caught.code, caught.status) == ("cipher", 403)
    assert str(caught) == str(wanted)
    assert caught.said == wanted.said
    # nothing about the reason hangs on the error either
    assert caught.__cause__ is None


def test_a_cipher_for_an_app_is_none_for_a_bot() -> None:
    assert failure(Cipher(TOKEN, [KEY], ""), ENCRYPTED).code == "cipher"
    assert failure(CIPHER, BOT_ECHO).code == "cipher"


def test_the_signature_comes_first() -> None:
    with pytest.raises(ChannelError, match=r"^signature: "):
        CIPHER.open("no cipher at all", Signed(TIMESTAMP, NONCE, ENCRYPTED_SIGNATURE))


@given(st.one_of(st.text(max_size=100), st.binary(max_size=200).map(base64.b64encode)))
def test_nothing_but_a_refusal_comes_of_any_cipher(body: str | bytes) -> None:
    text = body.decode() if isinstance(body, bytes) else body
    encodable = text.encode("utf-8", "ignore").decode()
    with pytest.raises(ChannelError, match=r"^cipher: "):
        CIPHER.open(encodable, signed(encodable))


@given(st.binary(max_size=160))
def test_nothing_but_a_refusal_comes_of_any_clear_text(content: bytes) -> None:
    body = sealed(padded(content))
    with pytest.raises(ChannelError, match=r"^cipher: "):
        CIPHER.open(body, signed(body))


def test_nothing_secret_shows() -> None:
    opened = CIPHER.open(ENCRYPTED, Signed(TIMESTAMP, NONCE, ENCRYPTED_SIGNATURE))
    assert repr(opened) == "Opened()"
