"""Settings of the web channel: what is taken, and what is refused with a mend."""

from __future__ import annotations

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels import settings
from channels.settings import WebSettings, origin_of
from knowledge.errors import SettingError

SECRET = "a-good-secret-of-more-than-32-characters"
BEFORE = "the-secret-before-of-32-characters-too"


def web(**environment: str) -> WebSettings:
    return settings.web({f"BAOXIAO_{name}": v for name, v in environment.items()})


def test_without_any_setting_nobody_elses_page_is_allowed() -> None:
    found = web()
    assert found == WebSettings(keys=found.keys)
    assert found.origins == frozenset()
    assert found.proxies == 0


# --- secrets -------------------------------------------------------------------------


@pytest.mark.parametrize("environment", [{}, {"SECRET": ""}])
def test_without_a_secret_another_is_made_each_time(
    environment: dict[str, str],
) -> None:
    one, other = web(**environment), web(**environment)
    assert one.keys != other.keys
    assert all(len(key) >= 32 for key in (*one.keys, *other.keys))


def test_the_newest_secret_comes_last() -> None:
    assert web(SECRET=SECRET).keys == (SECRET,)
    assert web(SECRET=SECRET, SECRET_PREVIOUS=BEFORE).keys == (BEFORE, SECRET)
    assert web(SECRET=SECRET, SECRET_PREVIOUS="").keys == (SECRET,)


def test_a_previous_secret_alone_is_refused() -> None:
    with pytest.raises(SettingError, match="set BAOXIAO_SECRET too"):
        web(SECRET_PREVIOUS=BEFORE)


@pytest.mark.parametrize(
    "weak", ["x", "secret", "a" * 64, "0123456789" * 3, "abcabcabc" * 10, " " * 40]
)
@pytest.mark.parametrize("name", ["SECRET", "SECRET_PREVIOUS"])
def test_a_weak_secret_is_refused_with_a_way_to_make_a_good_one_and_not_shown(
    name: str, weak: str
) -> None:
    with pytest.raises(SettingError) as error:
        web(**{"SECRET": SECRET, name: weak})
    said = str(error.value)
    assert f"BAOXIAO_{name} " in said
    assert "secrets.token_urlsafe(32)" in said
    assert len(weak) < 10 or weak not in said


def test_the_way_it_says_makes_a_secret_that_is_taken() -> None:
    for _ in range(100):
        made = secrets.token_urlsafe(32)
        assert web(SECRET=made).keys == (made,)


# --- numbers -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "given", "field", "wanted"),
    [
        ("SESSION_HOURS", "1", "session_hours", 1.0),
        ("SESSION_HOURS", "0.5", "session_hours", 0.5),
        ("SESSION_HOURS", "", "session_hours", 24.0),
        ("SESSION_RATE", "1", "session_rate", 1),
        ("SESSION_RATE", " 60 ", "session_rate", 60),
        ("ADDRESS_RATE", "1000000", "address_rate", 1_000_000),
        ("PROXIES", "0", "proxies", 0),
        ("PROXIES", "2", "proxies", 2),
    ],
)
def test_a_number_that_can_be_is_taken(
    name: str, given: str, field: str, wanted: float
) -> None:
    assert getattr(web(**{name: given}), field) == wanted


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        *(
            (name, wrong)
            for name in ("SESSION_HOURS", "SESSION_RATE", "ADDRESS_RATE", "PROXIES")
            for wrong in (
                "many",
                "-1",
                "nan",
                "inf",
                "-inf",
                "1e30",
                "1,5",
                "三",
                "0x1",
            )
        ),
        ("SESSION_HOURS", "0"),
        ("SESSION_HOURS", "8761"),
        ("SESSION_RATE", "0"),
        ("SESSION_RATE", "1.5"),
        ("ADDRESS_RATE", "0"),
        ("ADDRESS_RATE", "2.5"),
        ("PROXIES", "10"),
        ("PROXIES", "0.5"),
    ],
)
def test_a_number_that_cannot_be_is_refused_with_what_may_be_written(
    name: str, wrong: str
) -> None:
    with pytest.raises(SettingError) as error:
        web(**{name: wrong})
    said = str(error.value)
    assert said.startswith(f"BAOXIAO_{name}={wrong!r} cannot be used: ")
    assert "number from" in said
    assert "unset it" in said


# --- origins -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("https://a.cn", {"https://a.cn"}),
        ("https://a.cn/", {"https://a.cn"}),
        ("https://a.cn,https://b.cn", {"https://a.cn", "https://b.cn"}),
        (" https://a.cn , https://b.cn ", {"https://a.cn", "https://b.cn"}),
        ("https://a.cn\nhttps://b.cn", {"https://a.cn", "https://b.cn"}),
        ("https://a.cn,,", {"https://a.cn"}),
        ("HTTPS://WWW.A.CN", {"https://www.a.cn"}),
        ("https://a.cn:443", {"https://a.cn"}),
        ("http://a.cn:80", {"http://a.cn"}),
        ("https://a.cn:80", {"https://a.cn:80"}),
        ("http://localhost:8080", {"http://localhost:8080"}),
        ("http://127.0.0.1:5005", {"http://127.0.0.1:5005"}),
        ("http://[::1]:5005", {"http://[::1]:5005"}),
        ("https://[2001:DB8::1]", {"https://[2001:db8::1]"}),
        ("", set()),
        (" , ", set()),
    ],
)
def test_pages_are_taken_as_browsers_write_them(given: str, wanted: set[str]) -> None:
    assert web(ORIGINS=given).origins == wanted


@pytest.mark.parametrize(
    "wrong",
    [
        "a.cn",
        "//a.cn",
        "https://",
        "https:///path",
        "https://a.cn/page",
        "https://a.cn?x=1",
        "https://a.cn#top",
        "https://me@a.cn",
        "https://me:secret@a.cn",
        "https://:secret@a.cn",
        "https://a.cn:port",
        "https://a.cn:99999",
        "https://[::1",
        "ftp://a.cn",
        "file:///home",
        "javascript:alert(1)",
        "null",
    ],
)
def test_what_is_no_origin_is_refused_with_an_example(wrong: str) -> None:
    with pytest.raises(SettingError) as error:
        web(ORIGINS=f"https://a.cn,{wrong}")
    said = str(error.value)
    assert said.startswith("BAOXIAO_ORIGINS: ")
    assert wrong in said
    assert "https://www.example.cn" in said


@pytest.mark.parametrize("wrong", ["*", "https://*", "https://*.a.cn", "*.a.cn"])
def test_no_wildcard_is_taken(wrong: str) -> None:
    with pytest.raises(SettingError) as error:
        web(ORIGINS=wrong)
    said = str(error.value)
    assert said.startswith(f"BAOXIAO_ORIGINS: {wrong} ")
    assert "list the pages" in said


@given(st.text(max_size=40) | st.from_regex(r"https?://[^/]{0,20}", fullmatch=True))
def test_any_text_is_an_origin_or_none_and_reading_it_again_changes_nothing(
    text: str,
) -> None:
    found = origin_of(text)
    if found is not None:
        assert found.startswith(("http://", "https://"))
        assert origin_of(found) == found
