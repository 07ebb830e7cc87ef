"""The channel of the chat widget: JSON over HTTP, or an event stream.

``docs/web.md`` describes it. Sessions and options are signed; who sends a message again
gets the same replies; a message is answered even when its sender has left.
"""

from __future__ import annotations

import asyncio
import functools
import json
import logging
import math
from collections.abc import Callable, Coroutine
from typing import Any, Optional

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from channels import origins, settings, watch, web_shapes
from channels.deliveries import Deliveries
from channels.errors import FAILED, SESSION, ChannelError
from channels.intake import MAX_LENGTH
from channels.limits import Limits
from channels.signing import Session, Signing
from channels.talk import Choice, OnReply, Talk, Turn

logger = logging.getLogger(__name__)

Handler = Callable[[Request], Coroutine[Any, Any, Optional[HTTPResponse]]]

#: Seconds that running messages get when the server stops.
_STOPPING = 10.0
#: So many may come at once.
_BURST = {"session": 10, "address": 100, "begin": 20}
#: One request in so many of an address may begin a session.
_BEGIN_SHARE = 10
_STATUS = {"failed": 500, "unavailable": 503}
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_STREAM = "text/event-stream"


class WebInput(InputChannel):  # type: ignore[misc]  # rasa is untyped here
    """Rasa's channel for the widget."""

    @classmethod
    def name(cls) -> str:
        """Return the name used in addresses and in the conversations."""
        return "web"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> WebInput:
        """Build the channel from the environment; ``credentials`` hold no secret."""
        return cls(settings.web())

    def __init__(self, chosen: settings.WebSettings) -> None:
        """Build the channel with the settings ``chosen``."""
        self.settings = chosen
        self._signing = Signing(chosen.keys, chosen.session_hours)
        rates = {
            "session": chosen.session_rate,
            "address": chosen.address_rate,
            # each keeps a conversation, so far fewer may be begun
            "begin": math.ceil(chosen.address_rate / _BEGIN_SHARE),
        }
        burst = {kind: min(_BURST[kind], rate) for kind, rate in rates.items()}
        self._limits = Limits(rates, burst, settings.redis())
        self._deliveries: Deliveries[Turn] = Deliveries()

    def blueprint(self, on_new_message: Callable[..., Any]) -> Blueprint:
        """Return the routes. The agent is taken from the application."""
        routes = Blueprint("web_channel", type(self).__name__)
        for path, method, handler in (
            ("/session", "POST", self._begin),
            ("/session", "DELETE", self._erase),
            ("/messages", "POST", self._message),
            ("/history", "GET", self._history),
        ):
            routes.add_route(
                self._guarded(handler), path, [method], name=handler.__name__
            )
        for path in ("/session", "/messages", "/history"):
            preflight = self._guarded(self._preflight, counted=False)
            routes.add_route(
                preflight, path, ["OPTIONS"], name=f"preflight{path.replace('/', '_')}"
            )
        ready = self._guarded(self._ready, counted=False)
        routes.add_route(ready, "/ready", ["GET"], name="ready")
        routes.add_route(_health, "/health", ["GET"], name="health")
        routes.listener("before_server_stop")(self._stop)
        return routes

    # --- routes -----------------------------------------------------------------------

    async def _begin(self, request: Request) -> HTTPResponse:
        language = web_shapes.language(request.body)
        await self._limits.take("begin", _address(request))
        session = self._signing.new_session()
        greeting = Choice("/greet", "", language)
        turn = await _talk(request).choose(greeting, session.sender, self.name())
        if turn.problem is not None:
            raise ChannelError(turn.code, _STATUS.get(turn.code, 500), turn.problem)
        sign = web_shapes.signer(self._signing, session)
        shown = {
            "session": session.token,
            "expires": web_shapes.moment(session.expires),
            "length": MAX_LENGTH,
            "replies": [web_shapes.reply(p, sign) for p in turn.payloads],
            "controls": web_shapes.controls(sign),
        }
        return _json(shown, 201)

    async def _erase(self, request: Request) -> HTTPResponse:
        session = self._session(request)

        async def work() -> Turn:
            await _talk(request).erase(session.sender)
            return Turn()

        # after the messages that are being answered
        key = f"{session.sender} erase"
        self._deliveries.forget(key)
        await asyncio.shield(self._deliveries.begin(key, session.sender, work))
        return HTTPResponse(status=204)

    async def _history(self, request: Request) -> HTTPResponse:
        session = self._session(request)
        entries, form = await _talk(request).history(session.sender)
        sign = web_shapes.signer(self._signing, session)
        shown = {
            "form": form,
            "length": MAX_LENGTH,
            "entries": [web_shapes.entry(found, sign) for found in entries],
            "controls": web_shapes.controls(sign),
        }
        return _json(shown)

    async def _message(self, request: Request) -> HTTPResponse | None:
        session = self._session(request)
        message = web_shapes.incoming(request.body)
        choice = None
        if message.choice is not None:
            choice = self._signing.chosen(session, message.choice)
        await self._limits.take("session", session.sender)
        talk, said = _talk(request), asyncio.Queue[Any]()
        streamed = _STREAM in request.headers.get("accept", "")
        on_reply: OnReply | None = said.put if streamed else None

        where = (session.sender, self.name())

        async def work() -> Turn:
            if choice is not None:
                return await talk.choose(choice, *where, on_reply, message.id)
            return await talk.say(message.text or "", *where, on_reply, message.id)

        key = f"{session.sender} {message.id}"
        task = self._deliveries.begin(key, session.sender, work)
        # what failed or was refused is worked on anew when it is sent again
        task.add_done_callback(functools.partial(self._forget_failed, key))
        if streamed:
            await self._stream(request, session, message.id, task, said)
            return None
        turn = await asyncio.shield(task)
        return _json(self._answer(session, message.id, turn))

    def _answer(self, session: Session, name: str, turn: Turn) -> dict[str, Any]:
        if turn.problem is not None:
            raise ChannelError(turn.code, _STATUS.get(turn.code, 422), turn.problem)
        sign = web_shapes.signer(self._signing, session)
        return {
            "id": name,
            "shown": turn.shown,
            "form": turn.form,
            "replies": [web_shapes.reply(p, sign) for p in turn.payloads],
        }

    async def _stream(
        self,
        request: Request,
        session: Session,
        name: str,
        task: asyncio.Task[Turn],
        said: asyncio.Queue[Any],
    ) -> None:
        """Send each reply as soon as it is said, then the end."""
        stream = await request.respond(
            headers={**_HEADERS, **request.ctx.headers}, content_type=_STREAM
        )
        task.add_done_callback(lambda _: said.put_nowait(None))
        await stream.send(_event("accepted", {"id": name}))
        sign, sent = web_shapes.signer(self._signing, session), 0
        while (payload := await said.get()) is not None:
            await stream.send(_event("reply", web_shapes.reply(payload, sign)))
            sent += 1
        try:
            shown = self._answer(session, name, await asyncio.shield(task))
            for late in shown.pop("replies")[sent:]:  # sent before: nothing came by
                await stream.send(_event("reply", late))
            await stream.send(_event("done", shown))
        except Exception as error:
            shown = web_shapes.error(self._refused(error))["error"]
            await stream.send(_event("error", shown))
        await stream.eof()

    async def _preflight(self, request: Request) -> HTTPResponse:
        return HTTPResponse(status=204)

    async def _ready(self, request: Request) -> HTTPResponse:
        agent = getattr(request.app.ctx, "agent", None)
        ready = agent is not None and agent.is_ready() and not self._deliveries.closed
        return _json(
            {"status": "ready" if ready else "not ready"}, 200 if ready else 503
        )

    async def _stop(self, *_: Any) -> None:
        await self._deliveries.close(_STOPPING)
        await self._limits.close()

    # --- what every route shares ------------------------------------------------------

    def _guarded(self, handler: Any, counted: bool = True) -> Handler:
        """Return ``handler`` with origins, limits, headers and refusals as JSON."""

        @functools.wraps(handler)
        async def run(request: Request) -> HTTPResponse | None:
            request.ctx.headers = {}
            try:
                request.ctx.headers = origins.headers(
                    request.headers.get("origin"), request.host, self.settings.origins
                )
                if counted:
                    await self._limits.take("address", _address(request))
                response: HTTPResponse | None = await handler(request)
            except Exception as error:
                response = _refused(self._refused(error))
            if response is not None:
                response.headers.update({**_HEADERS, **request.ctx.headers})
            return response  # None when it was streamed

        return run

    def _refused(self, error: Exception) -> ChannelError:
        refusal = _refusal(error)
        watch.refused(self.name(), refusal.code)
        return refusal

    def _session(self, request: Request) -> Session:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise ChannelError("session", 401, SESSION)
        return self._signing.session(token.strip())

    def _forget_failed(self, key: str, task: asyncio.Task[Turn]) -> None:
        if task.cancelled() or task.exception() or task.result().problem is not None:
            self._deliveries.forget(key)


def _address(request: Request) -> str:
    return request.remote_addr or request.ip


def _talk(request: Request) -> Talk:
    return Talk.of(request.app)


async def _health(request: Request) -> HTTPResponse:
    return _json({"status": "ok"})


def _json(shown: dict[str, Any], status: int = 200) -> HTTPResponse:
    return HTTPResponse(
        json.dumps(shown, ensure_ascii=False).encode(),
        status,
        content_type="application/json",
    )


def _refusal(error: Exception) -> ChannelError:
    """Return what is told of ``error``; what nobody foresaw is logged."""
    if isinstance(error, ChannelError):
        return error
    logger.error("a request could not be answered", exc_info=error)
    return ChannelError("failed", 500, FAILED)


def _refused(refused: ChannelError) -> HTTPResponse:
    response = _json(web_shapes.error(refused), refused.status)
    if refused.retry_after is not None:
        response.headers["Retry-After"] = str(int(refused.retry_after))
    return response


def _event(name: str, data: dict[str, Any]) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
