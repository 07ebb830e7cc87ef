"""What the server says of its pages, and what of Rasa it does not open."""

from __future__ import annotations

from collections.abc import AsyncIterator
from types import SimpleNamespace

import httpx
import pytest
from sanic import Sanic

from channels import settings
from channels.web import WebInput
from shell import serve
from tests.channels.web_site import KEY, running


@pytest.fixture
async def http(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a server whose agent answers nothing: pages need none."""
    monkeypatch.setattr(Sanic, "test_mode", True)  # several applications of one name
    agent = SimpleNamespace(is_ready=lambda: True)
    channel = WebInput(settings.WebSettings(keys=(KEY,)))
    app = serve.application(agent, channel)
    async with (
        running(app) as (port, _),
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client,
    ):
        yield client


@pytest.mark.parametrize("path", ["/", "/chat", "/demo/demo.js"])
async def test_pages_let_nothing_in_from_elsewhere(
    http: httpx.AsyncClient, path: str
) -> None:
    found = await http.get(path)
    assert found.status_code == 200
    policy = dict(
        part.strip().split(" ", 1)
        for part in found.headers["content-security-policy"].split(";")
    )
    assert policy["default-src"] == "'none'" and policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "'self'" and policy["form-action"] == "'none'"
    assert "unsafe" not in found.headers["content-security-policy"]
    assert found.headers["x-content-type-options"] == "nosniff"
    assert found.headers["referrer-policy"] == "no-referrer"
    assert found.headers["cross-origin-opener-policy"] == "same-origin"


@pytest.mark.parametrize(
    "path",
    [
        "/status",
        "/version",
        "/domain",
        "/model",
        "/model/train",
        "/model/parse",
        "/model/test/intents",
        "/conversations/web-0/tracker",
        "/conversations/web-0/tracker/events",
        "/webhooks/rest/webhook",
        "/webhooks/callback/webhook",
        "/socket.io",
        "/metrics",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
async def test_rasas_own_interface_is_not_there(
    http: httpx.AsyncClient, method: str, path: str
) -> None:
    assert (await http.request(method, path)).status_code == 404
