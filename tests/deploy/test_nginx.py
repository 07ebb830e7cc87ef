"""deploy/nginx.conf in a real nginx, in front of stubs."""

from __future__ import annotations

import os
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import httpx
import pytest

from tests.deploy.front import NAME, Front, broken, plain

WEB = "/webhooks/web"
TOOL = Path(__file__).resolve().parent.parent.parent / "tools" / "servers"


@pytest.fixture
def front(tmp_path: Path) -> Iterator[Front]:
    found = Front(tmp_path)
    try:
        checked = found.checked()
        assert checked.returncode == 0, checked.stderr
        found.start()
        yield found
    finally:
        found.stop()


def test_there_is_an_nginx_or_a_word_on_how_to_get_one(tmp_path: Path) -> None:
    assert os.access(TOOL, os.X_OK)
    assert "apt-get install nginx-light" in TOOL.read_text(encoding="utf-8")


def test_plain_http_is_sent_to_https(front: Front) -> None:
    found = httpx.get(f"http://127.0.0.1:{front.plain_port}/chat?a=b")
    assert found.status_code == 308
    assert found.headers["location"] == f"https://{NAME}/chat?a=b"
    assert not front.got


@pytest.mark.parametrize(
    "path",
    [
        "/metrics",
        "/metrics/",
        "/webhooks/web/metrics",
        "/webhooks/web/../../metrics",
        "/webhooks/web/messages/",
        "/webhooks/rest/webhook",
        "/webhooks/wechat/health",
        "/model",
        "/model/parse",
        "/status",
        "/conversations/web-0/tracker",
        "/var/conversations.sqlite",
        "/demo/../var/feedback.jsonl",
        "/.git/config",
    ],
)
def test_what_is_not_listed_is_not_there(front: Front, path: str) -> None:
    assert front.ask("GET", path).status_code == 404
    assert not front.got


@pytest.mark.parametrize(
    "path",
    ["/", "/chat", "/demo/demo.js", "/widget/baoxiao-chat.js"]
    + [f"{WEB}/{name}" for name in ("session", "messages", "history", "ready")]
    + ["/webhooks/wechat/message?signature=1", "/webhooks/wecom/message"],
)
def test_what_is_listed_comes_through(front: Front, path: str) -> None:
    found = front.ask("GET", path)
    assert (found.status_code, found.text) == (200, "ok")
    assert [request.path for request in front.got] == [path]


def test_a_claimed_address_or_host_does_not_come_through(front: Front) -> None:
    claimed = {
        "X-Forwarded-For": "203.0.113.9",
        "X-Forwarded-Host": "evil.example",
        "X-Real-IP": "203.0.113.9",
        "Forwarded": "for=203.0.113.9",
    }
    front.ask("GET", f"{WEB}/ready", headers=claimed)
    headers = front.got[0].headers
    assert headers["x-forwarded-for"] == "127.0.0.1"
    assert headers["x-forwarded-proto"] == "https"
    assert headers["host"] == NAME
    assert not {"x-forwarded-host", "x-real-ip", "forwarded"} & set(headers)


def test_events_go_out_as_they_come(front: Front) -> None:
    def events(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.wfile.write(b"event: accepted\ndata: {}\n\n")
        handler.wfile.flush()
        time.sleep(1.5)
        handler.wfile.write(b"event: done\ndata: {}\n\n")

    for stub in front.stubs:
        stub.answer = events
    started, seen = time.monotonic(), []
    with front.client() as client:
        request = client.build_request("POST", f"{WEB}/messages", json={})
        request.extensions["sni_hostname"] = NAME
        answer = client.send(request, stream=True)
        for part in answer.iter_bytes():
            seen.append((time.monotonic() - started, part))
    assert b"accepted" in seen[0][1] and seen[0][0] < 1.2
    assert b"done" in seen[-1][1] and seen[-1][0] >= 1.4


@pytest.mark.parametrize(
    ("path", "most"),
    [
        (f"{WEB}/messages", 32 * 1024),
        (f"{WEB}/session", 1024),
        ("/webhooks/wechat/message", 64 * 1024),
    ],
)
def test_large_bodies_are_refused_by_path(front: Front, path: str, most: int) -> None:
    assert front.ask("POST", path, content=b"x" * most).status_code == 200
    refused = front.ask("POST", path, content=b"x" * (most + 1))
    assert refused.status_code == 413
    assert refused.json()["error"]["code"] == "size"
    assert len(front.got) == 1


def test_a_flood_is_told_to_wait(front: Front) -> None:
    with front.client() as client, ThreadPoolExecutor(8) as threads:

        def one(_: int) -> httpx.Response:
            request = client.build_request("GET", f"{WEB}/history")
            request.extensions["sni_hostname"] = NAME
            return client.send(request)

        answers = list(threads.map(one, range(300)))
    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(answers) - len(refused) == len(front.got) >= 100
    assert len(refused) >= 50
    error = refused[0].json()["error"]
    assert error["code"] == "limited" and error["retry_after"] == 5
    assert refused[0].headers["retry-after"] == "5"
    assert refused[0].headers["access-control-allow-origin"] == "*"
    # the platforms have a limit of their own
    assert front.ask("POST", "/webhooks/wechat/message").status_code == 200


def test_a_get_goes_to_another_worker_when_one_fails(front: Front) -> None:
    front.stubs[0].answer = broken
    for _ in range(4):
        assert front.ask("GET", f"{WEB}/history").status_code == 200
    assert front.stubs[0].got, "the broken one was never asked"


def test_a_post_that_was_sent_is_never_sent_twice(front: Front) -> None:
    for stub in front.stubs:
        stub.answer = broken
    refused = front.ask("POST", f"{WEB}/messages", json={"id": "m1", "text": "医保"})
    assert refused.status_code == 503
    assert refused.json()["error"]["code"] == "unavailable"
    assert len(front.got) == 1


def test_a_post_that_nobody_took_goes_to_another_worker(front: Front) -> None:
    front.stubs[0].close()
    for number in range(4):
        sent = front.ask("POST", f"{WEB}/messages", json={"id": str(number)})
        assert sent.status_code == 200
    assert len(front.stubs[1].got) == 4


def test_the_servers_own_refusal_stays_as_it_is(front: Front) -> None:
    def refuse(handler: BaseHTTPRequestHandler) -> None:
        body = b'{"error": {"code": "session"}}'
        handler.send_response(401)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    for stub in front.stubs:
        stub.answer = refuse
    found = front.ask("GET", f"{WEB}/history")
    assert found.status_code == 401
    assert found.json() == {"error": {"code": "session"}}


def test_the_widget_is_kept(front: Front) -> None:
    def script(handler: BaseHTTPRequestHandler) -> None:
        plain(handler, Cache_Control="public, max-age=300")

    for stub in front.stubs:
        stub.answer = script
    for _ in range(3):
        assert front.ask("GET", "/widget/baoxiao-chat.js?v=1").text == "ok"
    assert len(front.got) == 1


def test_every_answer_asks_for_tls_and_tells_no_version(front: Front) -> None:
    for path in ("/", f"{WEB}/ready", "/nothing"):
        headers = front.ask("GET", path).headers
        assert headers["strict-transport-security"] == "max-age=31536000"
        assert headers["server"] == "nginx"


def test_http_2_is_spoken_and_old_tls_is_not(front: Front) -> None:
    context = ssl.create_default_context(cafile=front.folder / "tls/fullchain.pem")
    context.set_alpn_protocols(["h2", "http/1.1"])
    with (
        socket.create_connection(("127.0.0.1", front.port)) as raw,
        context.wrap_socket(raw, server_hostname=NAME) as secured,
    ):
        assert secured.selected_alpn_protocol() == "h2"
        assert secured.version() == "TLSv1.3"
    text = (front.folder / "nginx.conf").read_text(encoding="utf-8")
    assert "ssl_protocols TLSv1.2 TLSv1.3;" in text


def test_another_name_gets_no_certificate(front: Front) -> None:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with (
        socket.create_connection(("127.0.0.1", front.port)) as raw,
        pytest.raises(ssl.SSLError),
    ):
        context.wrap_socket(raw, server_hostname="evil.example")


def test_no_openid_and_no_whole_address_is_logged(front: Front) -> None:
    secret = "openid=oABCDEFG"
    front.ask("POST", f"/webhooks/wechat/message?{secret}")
    for stub in front.stubs:
        stub.answer = broken  # what goes wrong is logged too
    front.ask("POST", f"/webhooks/wechat/message?{secret}")
    front.stop()
    access = front.log("access.log")
    assert "/webhooks/wechat/message" in access
    assert "127.0.0.0 [" in access and "127.0.0.1 [" not in access
    assert secret not in access + front.log("error.log")


def test_the_time_limits_fit_the_channels() -> None:
    from channels.locks import _PATIENCE
    from channels.wechat.times import Times
    from tests.deploy.front import DEPLOY

    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    messages = text.split("location = /webhooks/web/messages")[1].split("}")[0]
    assert "proxy_read_timeout 75s;" in messages and _PATIENCE < 75
    platforms = text.split("^/webhooks/(wechat|wecom)/message$")[1].split("}")[0]
    assert "proxy_read_timeout 20s;" in platforms and Times().hold < 20


def test_the_image_of_nginx_runs_it_as_it_is(tmp_path: Path) -> None:
    """Nothing in the configuration needs root or a place that cannot be written."""
    from tests.deploy.front import DEPLOY

    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    written = [line.split()[1] for line in text.splitlines() if "_path " in line]
    assert written and all(path.startswith("/tmp/") for path in written)
    assert "\nuser " not in text


def test_the_tool_installs_nothing_that_is_there() -> None:
    subprocess.run([str(TOOL)], check=True, timeout=60)
