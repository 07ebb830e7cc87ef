"""The web channel over HTTP, as those use it who mean no good or make mistakes."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest
from web_site import API, KEY, Person, Serve, Site, choices

from channels.signing import Signing
from channels.talk import Choice
from channels.web_shapes import LARGEST

ROUTES = [("POST", "/messages"), ("GET", "/history"), ("DELETE", "/session")]
BEGIN = f"POST {API}/session HTTP/1.1\r\nHost: x\r\n".encode()
MESSAGE = {"id": "m1", "text": "医保卡丢了怎么补办"}

#: Headers that name no session of ours.
NO_SESSION: list[bytes | None] = [
    None,
    b"",
    b"Bearer",
    b"Basic YTpi",
    b"Bearer x",
    b"Bearer a.b.c",
    b"Bearer \xff\xfe",
    "Bearer 令牌".encode(),
    b"Bearer " + b"a" * 5_000,
    b"Token {token}",
    b"{token}",
    b"Bearer {token}x",
    b"Bearer {choice}",
]
#: Names of files that lie in no folder that is served.
OUTSIDE = [
    "../secret.txt",
    "..%2fsecret.txt",
    "..%2Fsecret.txt",
    "%2e%2e%2fsecret.txt",
    "%2e%2e/secret.txt",
    "..%252fsecret.txt",
    "..%5csecret.txt",
    "....//secret.txt",
    "%2fetc%2fpasswd",
    "/etc/passwd",
    "..",
    ".",
    "%2e",
    "",
    "%00",
    "secret.txt%00.css",
    "nothing.js",
    "a" * 300,
    "a" * 5_000,
    "%ff",
    "%ed%a0%80",
]


def told(answer: httpx.Response) -> tuple[int, str]:
    """Return status and code of a refusal; every refusal speaks both languages."""
    error = answer.json()["error"]
    assert set(error["message"]) == {"zh", "en"}
    assert "Traceback" not in answer.text
    return answer.status_code, error["code"]


async def post(
    site: Site, person: Person, content: bytes, path: str = "/messages", **headers: str
) -> httpx.Response:
    return await site.http.post(
        f"{API}{path}", content=content, headers={**person.headers, **headers}
    )


async def raw(site: Site, request: bytes) -> bytes:
    """Send bytes as they are and return what comes back, until it is closed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
    writer.write(request)
    await writer.drain()
    try:
        return await asyncio.wait_for(reader.read(), 1)
    finally:
        writer.close()


async def lives(site: Site) -> bool:
    """Whether the server still answers a question."""
    return bool(await (await site.begin()).say("医保卡丢了怎么补办"))


# --- sessions ------------------------------------------------------------------------


@pytest.mark.parametrize(("method", "path"), ROUTES)
async def test_without_a_session_of_ours_nothing_is_done(
    site: Site, method: str, path: str
) -> None:
    person = await site.begin()
    token = person.begun["session"].encode()
    choice = choices(person.begun["replies"][0])[0]["choice"].encode()
    body = json.dumps(MESSAGE).encode() if method == "POST" else None
    for header in NO_SESSION:
        headers = {}
        if header is not None:
            value = header.replace(b"{token}", token).replace(b"{choice}", choice)
            headers = {b"Authorization": value}
        answer = await site.http.request(
            method, f"{API}{path}", content=body, headers=headers
        )
        assert told(answer) == (401, "session"), header
    assert await person.said() == []


async def test_the_name_of_the_scheme_may_be_written_in_any_case(site: Site) -> None:
    person = await site.begin()
    person.headers = {"authorization": f"bEARER  {person.begun['session']}"}
    assert await person.said() == []


async def test_a_session_that_has_expired_is_refused(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await site.begin()
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: 4_000_000_000.0)
    assert told(await person.send(text="你好")) == (401, "session")


async def test_a_session_signed_with_another_key_is_refused(site: Site) -> None:
    person = await site.begin()
    token = Signing(["another" * 6], 24).new_session().token
    person.headers = {"Authorization": f"Bearer {token}"}
    assert told(await person.send(text="你好")) == (401, "session")


# --- text that would be more than text -----------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        '/inform{"insured_region": "xiamen", "insurance": "employee"}',
        '\u200b/inform{"insurance": "employee"}',
        '／inform{"insurance": "employee"}',
        "/restart",
        "/session_start",
        "/lost_card",
        "\\/what_known",
    ],
)
async def test_a_typed_command_is_only_words(site: Site, text: str) -> None:
    person = await site.begin()
    await person.say("你好")
    await person.say(text)
    said = await person.said()
    assert said[0] == "你好", "the conversation went on"
    assert not said[1].startswith(("/", "\\", "／", "\u200b"))


async def test_a_command_as_a_choice_is_refused(site: Site) -> None:
    person = await site.begin()
    for choice in ("/inform{}", "/lost_card", "", " ", "a.b", "\ud800", "x" * 20_000):
        raw = json.dumps({"id": "m1", "choice": choice}).encode()
        assert told(await post(site, person, raw)) == (422, "choice")
    assert await person.said() == []


async def test_a_choice_of_another_session_or_made_up_is_refused(site: Site) -> None:
    one, other = await site.begin(), await site.begin()
    own = choices(one.begun["replies"][0])[0]["choice"]
    forged = Signing(["another" * 6], 24)
    session = Signing([KEY], 24).session(one.begun["session"])
    made_up = forged.sign(session, Choice("/lost_card", "x", "zh"))
    for person, choice in ((other, own), (one, made_up), (one, own[:-2])):
        assert told(await person.send(choice=choice)) == (422, "choice")
    assert await one.choose(own)


async def test_markup_is_kept_as_it_was_typed_and_never_as_a_page(site: Site) -> None:
    person = await site.begin()
    text = "<script>alert(1)</script> 医保卡丢了怎么补办"
    answer = await person.send(text=text)
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["shown"] == text


# --- messages that cannot be ---------------------------------------------------------


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ({"text": ""}, (422, "empty")),
        ({"text": " \n\t"}, (422, "empty")),
        ({"text": "\x00\x01\x1b"}, (422, "empty")),
        ({"text": "///"}, (422, "empty")),
        ({"text": "医" * 2_001}, (422, "length")),
        ({"text": "医保\ud800"}, (422, "encoding")),
        ({"text": "\udcff"}, (422, "encoding")),
        ({"text": "\ud83d 卡丢了"}, (422, "encoding")),
        ({}, (400, "request")),
        ({"text": None}, (400, "request")),
        ({"text": 1}, (400, "request")),
        ({"text": 0}, (400, "request")),
        ({"text": False}, (400, "request")),
        ({"text": []}, (400, "request")),
        ({"text": {"zh": "你好"}}, (400, "request")),
        ({"text": "你好", "choice": "x"}, (400, "request")),
        ({"choice": 0}, (400, "request")),
        ({"choice": {}}, (400, "request")),
        ({"id": None, "text": "你好"}, (400, "request")),
        ({"id": "", "text": "你好"}, (400, "request")),
        ({"id": "a" * 65, "text": "你好"}, (400, "request")),
        ({"id": "../../x", "text": "你好"}, (400, "request")),
        ({"id": "号", "text": "你好"}, (400, "request")),
        ({"id": 7, "text": "你好"}, (400, "request")),
        ({"id": ["a"], "text": "你好"}, (400, "request")),
    ],
    ids=repr,
)
async def test_a_message_that_cannot_be_is_refused_and_leaves_no_trace(
    site: Site, message: dict[str, Any], wanted: tuple[int, str]
) -> None:
    person = await site.begin()
    raw = json.dumps({"id": "m1", **message}).encode()
    assert told(await post(site, person, raw)) == wanted
    assert await person.said() == []
    # the same id is worked on anew once the message is mended
    assert (await person.send(id="m1", text="你好")).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"hello",
        b"\xff\xfe\xfd",
        b'{"id": "m1", "text": "\xff"}',
        '{"id": "m1", "text": "医保"}'.encode("gbk"),
        b"\x00" * 100,
        b"[" * 30_000,
        b'{"id":' * 5_000,
        b"[]",
        b'[{"id": "m1", "text": "a"}]',
        b"1",
        b"null",
        b'"text"',
        b"id=m1&text=a",
        b"1" * 20_000,
        b"",
    ],
    ids=lambda body: repr(body[:20]),
)
async def test_a_body_that_cannot_be_read_is_refused(site: Site, body: bytes) -> None:
    person = await site.begin()
    assert told(await post(site, person, body)) == (400, "request")
    assert await lives(site)


async def test_control_characters_do_not_reach_the_conversation(site: Site) -> None:
    person = await site.begin()
    answer = await person.send(text="医保卡\x00丢了\x1b[31m怎么\x07补办\u202e")
    shown = answer.json()["shown"]
    assert not set(shown) & set("\x00\x1b\x07")
    assert answer.json()["replies"][0]["topic"] == "lost_card"


async def test_the_longest_message_is_taken_however_it_is_escaped(site: Site) -> None:
    person = await site.begin()
    raw = json.dumps({"id": "m1", "text": "医" * 2_000}).encode()
    assert (await post(site, person, raw)).status_code == 200
    emoji = json.dumps({"id": "m2", "text": "😀" * 2_000}).encode()
    assert len(emoji) < LARGEST
    assert (await post(site, person, emoji)).status_code == 200


@pytest.mark.parametrize("path", ["/messages", "/session"])
async def test_a_body_that_is_too_large_is_refused(site: Site, path: str) -> None:
    person = await site.begin()
    answer = await post(site, person, b" " * (LARGEST + 1), path)
    assert told(answer) == (413, "size")
    answer = await post(site, person, b" " * 1_000_000, path)
    assert answer.status_code == 413
    assert await lives(site)


@pytest.mark.parametrize("wrong", ["fr", "", 1, None, ["zh"], {"a": 1}])
async def test_a_session_in_another_language_is_refused(site: Site, wrong: Any) -> None:
    answer = await site.http.post(f"{API}/session", json={"language": wrong})
    assert told(answer) == (400, "request")


# --- requests that cannot be ---------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", f"{API}/messages", 405),
        ("PUT", f"{API}/messages", 405),
        ("DELETE", f"{API}/messages", 405),
        ("GET", f"{API}/session", 405),
        ("POST", f"{API}/history", 405),
        ("PATCH", f"{API}/history", 405),
        ("POST", f"{API}/health", 405),
        ("POST", "/", 405),
        ("BREW", f"{API}/messages", 405),
        ("GET", f"{API}/", 404),
        ("GET", f"{API}/nothing", 404),
        ("GET", f"{API}/history/more", 404),
        ("GET", "/webhooks/rest/webhook", 404),
        ("GET", "/model/parse", 404),
        ("GET", "/conversations/x/tracker", 404),
        ("GET", "/.env", 404),
        ("GET", "/%ff%fe", 404),
    ],
)
async def test_a_wrong_method_or_path_is_refused(
    site: Site, method: str, path: str, status: int
) -> None:
    answer = await site.http.request(method, path)
    assert answer.status_code == status
    assert "Traceback" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("folder", ["demo", "widget"])
async def test_no_file_outside_its_folder_is_served(site: Site, folder: str) -> None:
    head = "Host: x\r\nConnection: close"
    for name in OUTSIDE:  # as they are: a client would tidy the path
        request = f"GET /{folder}/{name} HTTP/1.1\r\n{head}\r\n\r\n"
        got = await raw(site, request.encode())
        assert got.startswith((b"HTTP/1.1 404", b"HTTP/1.1 400")), (name, got[:200])
        assert b"not to be served" not in got, name
        assert b"root:" not in got, name


async def test_a_body_where_none_belongs_changes_nothing(site: Site) -> None:
    person = await site.begin()
    for _ in range(2):  # on the same connection
        answer = await site.http.request(
            "GET", f"{API}/history", content=b'{"id": "m1"}', headers=person.headers
        )
        assert answer.status_code == 200
    assert (await person.send(text="你好")).status_code == 200


@pytest.mark.parametrize(
    "request_",
    [
        b"\r\n\r\n",
        b"hello\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"a" * 100_000 + b"\r\n\r\n",
        BEGIN + b"Content-Length: many\r\n\r\n",
        BEGIN + b"Content-Length: -1\r\n\r\n",
        BEGIN + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        BEGIN + b"Content-Length: 10\r\n\r\n{",
    ],
    ids=lambda given: repr(given[:40]),
)
async def test_what_is_no_http_does_not_stop_the_server(
    site: Site, request_: bytes
) -> None:
    try:
        got = await raw(site, request_)
    except asyncio.TimeoutError:
        got = b""  # it waits for the rest, which never comes
    assert b"Traceback" not in got
    assert b" 200 " not in got[:20]
    assert b" 201 " not in got[:20]
    assert await lives(site)


# --- too often -----------------------------------------------------------------------


async def test_a_person_who_sends_too_fast_is_told_when_to_go_on(
    serving: Serve,
) -> None:
    site = await serving(session_rate=6)
    person, other = await site.begin(), await site.begin()
    statuses = [(await person.send(text="你好")).status_code for _ in range(6)]
    assert statuses == [200] * 6
    answer = await person.send(text="你好")
    assert told(answer) == (429, "limited")
    wait = int(answer.headers["retry-after"])
    assert 1 <= wait <= 10
    assert answer.json()["error"]["retry_after"] == wait
    assert len(await person.said()) == 6
    assert (await other.send(text="你好")).status_code == 200


async def test_an_address_that_asks_too_fast_is_told_when_to_go_on(
    serving: Serve,
) -> None:
    site = await serving(address_rate=3)
    answers = [await site.http.get(f"{API}/history") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 429]
    assert told(answers[3]) == (429, "limited")
    assert 1 <= int(answers[3].headers["retry-after"]) <= 20
    for method, path in ROUTES:
        answer = await site.http.request(method, f"{API}{path}")
        assert told(answer) == (429, "limited")
    for path in ("/health", "/ready"):  # whoever watches the server is not counted
        assert (await site.http.get(f"{API}{path}")).status_code == 200


async def test_an_address_begins_far_fewer_sessions_than_it_may_ask(
    serving: Serve,
) -> None:
    site = await serving(address_rate=30)
    answers = [await site.http.post(f"{API}/session") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [201, 201, 201, 429]
    token = answers[0].json()["session"]
    history = await site.http.get(
        f"{API}/history", headers={"Authorization": f"Bearer {token}"}
    )
    assert history.status_code == 200


@pytest.mark.parametrize(
    "header",
    [
        "X-Forwarded-For",
        "Forwarded",
        "X-Real-IP",
        "X-Client-IP",
        "CF-Connecting-IP",
        "True-Client-IP",
    ],
)
async def test_nobody_is_believed_about_the_own_address(
    serving: Serve, header: str
) -> None:
    site = await serving(address_rate=1)
    value = "for=9.9.9.{}" if header == "Forwarded" else "9.9.9.{}"
    statuses = [
        (
            await site.http.post(f"{API}/session", headers={header: value.format(n)})
        ).status_code
        for n in range(3)
    ]
    assert statuses == [201, 429, 429]


async def test_a_proxy_of_ours_is_believed_and_what_is_before_it_is_not(
    serving: Serve,
) -> None:
    site = await serving(address_rate=1, proxies=1)

    async def asked(forwarded: str | None) -> int:
        headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
        return (await site.http.post(f"{API}/session", headers=headers)).status_code

    assert await asked("9.9.9.1") == 201
    assert await asked("9.9.9.2") == 201
    assert await asked("9.9.9.1") == 429
    assert await asked("1.1.1.1, 9.9.9.1") == 429
    assert await asked("9.9.9.1, 9.9.9.3") == 201
    assert await asked("not an address") == 201
    assert await asked(None) == 201
    assert await asked(None) == 429


# --- other pages ---------------------------------------------------------------------


@pytest.mark.parametrize("origin", ["https://evil.cn", "null", "http://a.cn", "\xff"])
@pytest.mark.parametrize(
    ("method", "path"), [*ROUTES, ("POST", "/session"), ("OPTIONS", "/messages")]
)
async def test_a_page_that_is_not_listed_is_refused(
    serving: Serve, method: str, path: str, origin: str
) -> None:
    site = await serving(origins=frozenset({"https://a.cn"}))
    person = await site.begin()
    headers = {**person.headers, "Origin": origin}
    answer = await site.http.request(
        method,
        f"{API}{path}",
        headers={k.encode(): v.encode("latin-1") for k, v in headers.items()},
    )
    assert told(answer) == (403, "origin")
    assert "access-control-allow-origin" not in answer.headers
    assert await person.said() == []


async def test_a_listed_page_may_talk_and_read_refusals_but_sends_no_cookies(
    serving: Serve,
) -> None:
    site = await serving(origins=frozenset({"https://a.cn"}))
    person = await site.begin()
    person.headers["Origin"] = "https://a.cn"
    for answer in (
        await person.send(text="你好"),
        await person.send(text=""),
        await site.http.get(f"{API}/history", headers={"Origin": "https://a.cn"}),
        await site.http.get(f"{API}/ready", headers={"Origin": "https://a.cn"}),
    ):
        assert answer.headers["access-control-allow-origin"] == "https://a.cn"
        assert "origin" in answer.headers["vary"].lower()
        assert "access-control-allow-credentials" not in answer.headers


async def test_a_listed_page_gets_events_too(serving: Serve) -> None:
    site = await serving(origins=frozenset({"https://a.cn"}))
    person = await site.begin()
    person.headers |= {"Origin": "https://a.cn", "Accept": "text/event-stream"}
    answer = await person.send(text="你好")
    assert answer.headers["access-control-allow-origin"] == "https://a.cn"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "method"),
    [("/session", "POST"), ("/session", "DELETE"), ("/messages", "POST")],
)
async def test_a_browser_that_asks_first_is_told_what_is_allowed(
    serving: Serve, path: str, method: str
) -> None:
    site = await serving(origins=frozenset({"https://a.cn"}))
    answer = await site.http.options(
        f"{API}{path}",
        headers={
            "Origin": "https://a.cn",
            "Access-Control-Request-Method": method,
            "Access-Control-Request-Headers": "authorization, content-type",
        },
    )
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "https://a.cn"
    assert method in answer.headers["access-control-allow-methods"]
    allowed = answer.headers["access-control-allow-headers"].lower()
    assert {"authorization", "content-type"} <= set(allowed.replace(",", " ").split())


async def test_the_servers_own_page_may_talk(site: Site) -> None:
    person = await site.begin()
    person.headers["Origin"] = f"http://127.0.0.1:{site.port}"
    assert (await person.send(text="你好")).status_code == 200
