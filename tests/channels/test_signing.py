"""Sessions and options that only the server can have made."""

from __future__ import annotations

import dataclasses
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.errors import ChannelError
from channels.signing import Session, Signing
from channels.talk import Choice

OLD, NEW, OTHER = "old" * 12, "new" * 12, "other" * 8
SIGNING = Signing([NEW], 24)
SESSION = SIGNING.new_session()
CHOICE = Choice('/inform{"care": "inpatient"}', "住院", "zh")
TOKEN = SIGNING.sign(SESSION, CHOICE)

#: Tokens that nobody signed.
FORGED = {
    "empty": "",
    "a blank": " ",
    "a dot": ".",
    "dots": "...",
    "words": "let me in",
    "Chinese": "令牌",
    "an emoji": "😀",
    "a nul": "\x00",
    "half a character": "\ud800",
    "half a character in the middle": f"{TOKEN[:5]}\udcff{TOKEN[5:]}",
    "very long": "a" * 1_000_000,
    "very long with dots": "a." * 500_000,
    "compressed": ".eJwDAAAAAAE." + "a" * 43,
}


def flipped(token: str) -> list[str]:
    """Return the token with each of its characters replaced by another."""
    return [
        token[:n] + ("A" if token[n] != "A" else "B") + token[n + 1 :]
        for n in range(len(token) - 1)  # spare bits of the last one count for nothing
    ]


def refused(call: Any, *arguments: Any) -> ChannelError:
    with pytest.raises(ChannelError) as error:
        call(*arguments)
    return error.value


# --- sessions ------------------------------------------------------------------------


def test_a_session_is_read_back_from_its_token() -> None:
    again = SIGNING.session(SESSION.token)
    assert again.id == SESSION.id
    assert again.sender == SESSION.sender
    assert abs((again.expires - SESSION.expires).total_seconds()) <= 1


def test_no_two_sessions_are_the_same() -> None:
    made = [SIGNING.new_session() for _ in range(100)]
    assert len({session.id for session in made}) == 100
    assert len({session.token for session in made}) == 100
    assert len({session.sender for session in made}) == 100
    assert all(len(session.id) >= 32 for session in made)


def test_the_sender_does_not_tell_the_session() -> None:
    assert SESSION.id not in SESSION.sender
    assert SESSION.token not in SESSION.sender
    assert SESSION.sender not in SESSION.token


@pytest.mark.parametrize("token", FORGED.values(), ids=FORGED.keys())
def test_a_forged_session_is_refused(token: str) -> None:
    error = refused(SIGNING.session, token)
    assert (error.code, error.status) == ("session", 401)


def test_a_session_that_was_changed_anywhere_is_refused() -> None:
    for token in flipped(SESSION.token):
        assert refused(SIGNING.session, token).code == "session"


def test_a_session_cut_short_anywhere_is_refused() -> None:
    for length in range(len(SESSION.token)):
        assert refused(SIGNING.session, SESSION.token[:length]).code == "session"


def test_an_option_is_no_session() -> None:
    assert refused(SIGNING.session, TOKEN).code == "session"


@pytest.mark.parametrize(("hours", "lives"), [(23.9, True), (24.1, False)])
def test_a_session_ends_after_its_hours(
    monkeypatch: pytest.MonkeyPatch, hours: float, lives: bool
) -> None:
    later = time.time() + hours * 3600
    monkeypatch.setattr(time, "time", lambda: later)
    if lives:
        assert SIGNING.session(SESSION.token).id == SESSION.id
    else:
        assert refused(SIGNING.session, SESSION.token).code == "session"


@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_no_text_that_was_not_signed_is_a_session(token: str) -> None:
    assert refused(SIGNING.session, token).status == 401


# --- options -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "choice",
    [
        CHOICE,
        Choice("/greet"),
        Choice("/lost_card", "How do I replace it?", "en"),
        Choice('/inform{"insured_region": "厦门"}', "厦门 😀 “引号”", "zh"),
        Choice("/x", "长" * 500, None),
    ],
)
def test_an_option_is_read_back_whole(choice: Choice) -> None:
    assert SIGNING.chosen(SESSION, SIGNING.sign(SESSION, choice)) == choice


@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from(["zh", "en", None]))
def test_any_option_is_read_back_whole(payload: str, label: str, language: Any) -> None:
    choice = Choice(payload, label, language)
    assert SIGNING.chosen(SESSION, SIGNING.sign(SESSION, choice)) == choice


def test_an_option_of_another_session_is_refused() -> None:
    error = refused(SIGNING.chosen, SIGNING.new_session(), TOKEN)
    assert (error.code, error.status) == ("choice", 422)


@pytest.mark.parametrize("token", FORGED.values(), ids=FORGED.keys())
def test_a_forged_option_is_refused(token: str) -> None:
    assert refused(SIGNING.chosen, SESSION, token).code == "choice"


def test_an_option_that_was_changed_anywhere_is_refused() -> None:
    for token in flipped(TOKEN):
        assert refused(SIGNING.chosen, SESSION, token).code == "choice"


def test_an_option_cut_short_anywhere_is_refused() -> None:
    for length in range(len(TOKEN)):
        assert refused(SIGNING.chosen, SESSION, TOKEN[:length]).code == "choice"


def test_a_session_is_no_option() -> None:
    assert refused(SIGNING.chosen, SESSION, SESSION.token).code == "choice"


@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_no_text_that_was_not_signed_is_an_option(token: str) -> None:
    assert refused(SIGNING.chosen, SESSION, token).status == 422


# --- keys ----------------------------------------------------------------------------


def test_what_the_previous_key_signed_still_counts() -> None:
    before, now = Signing([OLD], 24), Signing([OLD, NEW], 24)
    session = before.new_session()
    assert now.session(session.token).id == session.id
    assert now.chosen(session, before.sign(session, CHOICE)) == CHOICE


def test_the_newest_key_signs() -> None:
    now = Signing([OLD, NEW], 24)
    session = now.new_session()
    assert SIGNING.session(session.token).id == session.id
    assert SIGNING.chosen(session, now.sign(session, CHOICE)) == CHOICE
    assert refused(Signing([OLD], 24).session, session.token).code == "session"


def test_another_key_reads_nothing() -> None:
    other = Signing([OTHER], 24)
    assert refused(other.session, SESSION.token).code == "session"
    assert refused(other.chosen, SESSION, TOKEN).code == "choice"


def test_a_session_does_not_change() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        SESSION.id = "another"  # type: ignore[misc]
    assert isinstance(SESSION, Session)
