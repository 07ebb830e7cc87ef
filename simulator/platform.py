"""The platform's API as an HTTP server on a free port, with faults on demand.

What it does stands in ``simulator.calls``; here are HTTP, tokens, the allow-list of
addresses, the record of all calls, and the faults that a test asks for.
"""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from aiohttp import web

from simulator.account import Account
from simulator.calls import OfficialCalls, WeComCalls
from simulator.tokens import ApiError, Tokens

#: A JSON escape of one character: people would see it as it stands.
_ESCAPE = re.compile(rb"(?<!\\)((?:\\\\)*)\\u(?=[0-9a-fA-F]{4})")
_LARGEST = 1_048_576


@dataclass(frozen=True)
class Call:
    """A call of the API. ``code`` is the errcode, None for an answer that has none."""

    time: float
    path: str
    query: dict[str, str] = field(repr=False)
    body: Any
    status: int
    code: int | None

    @property
    def token(self) -> str:
        """The access token that it came with."""
        return self.query.get("access_token", "")


@dataclass
class _Fault:
    status: int | None
    seconds: float
    body: str | None
    errcode: int | None
    left: float


class Platform:
    """The API of ``account``. Use it with ``async with``; ``address`` is its base URL.

    ``allowed`` are the IP addresses that may call; None: all. ``port`` 0 is a free one.
    """

    def __init__(
        self, account: Account, allowed: set[str] | None = None, port: int = 0
    ) -> None:
        self.account = account
        self.allowed = allowed
        self.calls: list[Call] = []
        official = account.kind == "official"
        unknown = 40001 if official else 40014
        self.tokens = Tokens(account.clock, account.limits, unknown)
        kind = OfficialCalls if official else WeComCalls
        self._routes = kind(account, self.tokens).routes
        self._faults: dict[str, _Fault] = {}
        self._port = port
        self._runner: web.AppRunner | None = None

    @property
    def address(self) -> str:
        """The base URL, for BAOXIAO_WECHAT_API or BAOXIAO_WECOM_API."""
        return f"http://127.0.0.1:{self._port}"

    async def __aenter__(self) -> Platform:
        """Begin to listen."""
        app = web.Application(client_max_size=_LARGEST)
        app.router.add_route("*", "/{path:.*}", self._handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop listening; a further ``async with`` listens at the same port again."""
        if self._runner is not None:
            await self._runner.cleanup()

    def inject(
        self,
        path: str,
        *,
        status: int | None = None,
        seconds: float = 0.0,
        body: str | None = None,
        errcode: int | None = None,
        times: float = float("inf"),
    ) -> None:
        """Let calls of ``path`` go wrong, so many ``times``.

        With ``status`` or ``body`` (such as broken JSON) or ``errcode`` the call does
        nothing but answer that; with ``seconds`` alone it is only slow.
        """
        self._faults[path] = _Fault(status, seconds, body, errcode, times)

    def mend(self, path: str | None = None) -> None:
        """End the faults of ``path``, or all."""
        if path is None:
            self._faults.clear()
        else:
            self._faults.pop(path, None)

    def called(self, path: str) -> list[Call]:
        """Return the calls whose path ends with ``path``."""
        return [call for call in self.calls if call.path.endswith(path)]

    async def _handle(self, request: web.Request) -> web.Response:
        raw = await request.read()
        body, status, code = _parsed(raw), 200, None
        fault = self._fault(request.path)
        if fault is not None and fault.seconds:
            await asyncio.sleep(fault.seconds)
        answer = _faulty(fault) if fault is not None else None
        if answer is None:
            answer, status, code = self._answer(request, raw, body)
        else:
            status, code = answer.status, fault.errcode if fault else None
        now, query = self.account.clock(), dict(request.query)
        self.calls.append(Call(now, request.path, query, body, status, code))
        return answer

    def _answer(
        self, request: web.Request, raw: bytes, body: Any
    ) -> tuple[web.Response, int, int | None]:
        route = self._routes.get(request.path)
        if route is None:
            return web.Response(status=404, text="404 page not found"), 404, None
        try:
            self._admit(request.remote or "")
            if request.method != route.method:
                post = route.method == "POST"
                code = 43002 if post else 43001
                raise ApiError(code, f"require {route.method} method")
            if route.token:
                self.tokens.check(request.query.get("access_token", ""))
            if route.method == "POST" and not isinstance(body, dict):
                raise ApiError(47001, "data format error" if raw else "empty post data")
            given = body if isinstance(body, dict) else {}
            found = route.answer(request.query, given)
        except ApiError as error:
            found = {"errcode": error.code, "errmsg": error.message}
        return _json(found), 200, found.get("errcode")

    def _admit(self, remote: str) -> None:
        if self.allowed is None or remote in self.allowed:
            return
        code = 40164 if self.account.kind == "official" else 60020
        raise ApiError(code, f"invalid ip {remote}, not in whitelist")

    def _fault(self, path: str) -> _Fault | None:
        fault = self._faults.get(path)
        if fault is None or fault.left <= 0:
            return None
        fault.left -= 1
        return fault


def _parsed(raw: bytes) -> Any:
    """Return the JSON of a body as people would see it; None when it is none."""
    try:
        return json.loads(_ESCAPE.sub(rb"\1\\\\u", raw).decode("utf-8"))
    except ValueError:
        return None


def _faulty(fault: _Fault) -> web.Response | None:
    if fault.errcode is not None:
        return _json({"errcode": fault.errcode, "errmsg": "injected"}, fault.status)
    if fault.body is not None or fault.status is not None:
        text = fault.body if fault.body is not None else "<html>error</html>"
        return web.Response(status=fault.status or 200, text=text)
    return None


def _json(found: dict[str, Any], status: int | None = None) -> web.Response:
    text = json.dumps(found, ensure_ascii=False)
    # so the platform writes it, though no such parameter exists
    headers = {"Content-Type": "application/json; encoding=utf-8"}
    return web.Response(status=status or 200, body=text.encode(), headers=headers)
