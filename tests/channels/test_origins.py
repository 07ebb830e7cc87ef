"""Which pages may talk to the assistant from a browser."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels import origins
from channels.errors import ChannelError

ALLOWED = frozenset({"https://a.cn", "http://localhost:8080"})
HOST = "chat.example.cn:5005"


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        (None, HOST),
        (None, ""),
        ("http://chat.example.cn:5005", HOST),
        ("https://chat.example.cn:5005", HOST),
        ("http://chat.example.cn:5005", HOST.upper()),
        ("https://chat.example.cn", "chat.example.cn"),
        ("http://[::1]:5005", "[::1]:5005"),
    ],
)
def test_the_servers_own_pages_need_no_leave(origin: str | None, host: str) -> None:
    assert origins.headers(origin, host, ALLOWED) == {"Vary": "Origin"}


@pytest.mark.parametrize(
    "origin", ["https://a.cn", "HTTPS://A.CN", "https://a.cn:443", "https://a.cn/"]
)
def test_a_listed_page_may_read_the_answer(origin: str) -> None:
    found = origins.headers(origin, HOST, ALLOWED)
    assert found["Access-Control-Allow-Origin"] == "https://a.cn"
    assert found["Vary"] == "Origin"
    assert "Authorization" in found["Access-Control-Allow-Headers"]
    assert found["Access-Control-Expose-Headers"] == "Retry-After"


def test_credentials_are_never_allowed() -> None:
    names = {name.lower() for name in origins.headers("https://a.cn", HOST, ALLOWED)}
    assert "access-control-allow-credentials" not in names


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "null",
        "*",
        "https://b.cn",
        "http://a.cn",
        "https://a.cn:8443",
        "https://a.cn.evil.cn",
        "https://evil-a.cn",
        "https://sub.a.cn",
        "https://evil.cn/https://a.cn",
        "https://a.cn@evil.cn",
        "https://chat.example.cn",
        "http://chat.example.cn:5006",
        "ftp://chat.example.cn:5005",
        "http://chat.example.cn:5005@evil.cn",
        "file://",
        "https://a.cn https://b.cn",
        "\udcff",
        "https://" + "a" * 10_000 + ".cn",
    ],
)
def test_any_other_page_is_refused_with_what_its_operator_can_do(origin: str) -> None:
    with pytest.raises(ChannelError) as error:
        origins.headers(origin, HOST, ALLOWED)
    refused = error.value
    assert (refused.code, refused.status) == ("origin", 403)
    for text in (refused.said.zh, refused.said.en):
        assert "BAOXIAO_ORIGINS" in text
        assert origin[:100].replace("\udcff", "?") in text
        assert len(text.encode()) < 500


def test_nobody_is_let_in_where_the_host_is_not_known() -> None:
    with pytest.raises(ChannelError):
        origins.headers("https://", "", frozenset())


@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_any_text_is_answered_or_refused(origin: str) -> None:
    try:
        found = origins.headers(origin, HOST, ALLOWED)
    except ChannelError as refused:
        assert refused.code == "origin"
        refused.said.en.encode()
        return
    assert found.get("Access-Control-Allow-Origin") in {*ALLOWED, None}
