"""The address that the platform calls: from a request to its reply.

What the official account and WeCom do in the same way. Who does not sign gets 403 and
no reason. Once the signature is right the answer is always 200: anything else would be
shown to the person as a broken account.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from typing import Any, Protocol

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.exceptions import PayloadTooLarge
from sanic.request import Request
from sanic.response import HTTPResponse

from channels import watch
from channels.errors import ChannelError
from channels.shared import Shared
from channels.talk import Talk
from channels.wechat import discreet, menu, messages, problems, refusals, xml
from channels.wechat.answer import Answer
from channels.wechat.answering import Answering, language
from channels.wechat.calls import Calls
from channels.wechat.envelope import RECEIVED, Letter
from channels.wechat.flow import Flow
from channels.wechat.identity import Senders
from channels.wechat.messages import Incoming
from channels.wechat.notes import Notes
from channels.wechat.push import Push
from channels.wechat.signature import Nonces, Query
from channels.wechat.times import Times

logger = logging.getLogger(__name__)

#: Seconds in which the same refusal is logged once: scanners are many.
_QUIET = 60.0
#: What is refused of a request whose signature was right: it is taken, and logged.
_MALFORMED = frozenset({"json", "request"})


class Envelope(Protocol):
    """Opens and seals what the platform sends."""

    def echo(self, query: Query, now: float) -> str:
        """Return the answer to the check of the address."""

    def open(self, query: Query, body: bytes, now: float) -> Letter:
        """Return what a request holds."""

    def seal(self, letter: Letter, text: str) -> str:
        """Return the body of a reply."""


class Callback(InputChannel):  # type: ignore[misc]  # rasa is untyped here
    """Rasa's channel for one account of the platform."""

    #: Whether a request without a body that can be read was signed.
    signed_in_address = False

    def __init__(
        self,
        envelope: Envelope,
        senders: Senders,
        shared: Shared,
        api: Calls | None,
        push: Callable[[Notes], Push] | None,
        times: Times,
    ) -> None:
        """Answer for the account whose requests ``envelope`` opens."""
        notes = Notes(shared, times.late)
        self._envelope = envelope
        self._senders = senders
        self._shared = shared
        self._api = api
        self._push = push(notes) if push is not None else None
        self._flow = Flow(shared, notes, self._push, times)
        choices = menu.read().choices
        self._answering = Answering(self.name(), notes, self._flow.late, choices)
        self._nonces = Nonces()
        self._told: dict[str, float] = {}

    def blueprint(self, on_new_message: Callable[..., Any]) -> Blueprint:
        """Return the routes. The agent is taken from the application."""
        discreet.hide()
        routes = Blueprint(f"{self.name()}_channel", type(self).__name__)

        # functions: Sanic writes attributes on what it routes to
        async def check(request: Request) -> HTTPResponse:
            return await self._check(request)

        async def message(request: Request) -> HTTPResponse:
            return await self._message(request)

        routes.add_route(check, "/message", ["GET"], name="check")
        # as a stream, so that the size is bounded before the body is read
        routes.add_route(message, "/message", ["POST"], name="message", stream=True)
        routes.add_route(_health, "/health", ["GET"], name="health")
        routes.listener("before_server_stop")(self._stop)
        return routes

    def is_ours(self, message: Incoming) -> bool:
        """Tell whether ``message`` is for this account."""
        return True

    # --- routes -----------------------------------------------------------------------

    async def _check(self, request: Request) -> HTTPResponse:
        """Answer the check that the platform makes when the address is entered."""
        try:
            echo = self._envelope.echo(_query(request), time.time())
        except ChannelError as refused:
            return self._forbidden(refused)
        return _plain(echo)

    async def _message(self, request: Request) -> HTTPResponse:
        now = time.time()
        try:
            letter = self._envelope.open(_query(request), await _body(request), now)
        except ChannelError as refused:
            if self.signed_in_address and refused.code in _MALFORMED:
                return self._received(refused)
            return self._forbidden(refused)
        try:
            message = messages.read(letter.fields)
            self._nonces.check(letter.signed, message.key, now)
        except ChannelError as refused:
            if refused.code in _MALFORMED:
                return self._received(refused)
            return self._forbidden(refused)
        text = await self._reply(request, message)
        if not text:
            return _plain(RECEIVED)
        written = xml.reply(message.openid, message.to_user, text)
        sealed = self._envelope.seal(letter, written)
        return HTTPResponse(sealed, content_type="text/xml; charset=utf-8")

    async def _stop(self, *_: Any) -> None:
        await self._flow.close()
        if self._api is not None:
            await self._api.close()
        await self._shared.close()

    # --- one message ------------------------------------------------------------------

    async def _reply(self, request: Request, message: Incoming) -> str | None:
        """Return what this delivery is answered with; nothing: received."""
        if message.kind == "ignored" or not self.is_ours(message):
            return None
        try:
            talk = Talk.of(request.app)
        except ChannelError as refused:
            watch.refused(self.name(), refused.code)
            return problems.both(problems.BUSY)
        sender = self._senders.name(message.openid)

        async def work() -> Answer:
            if self._push is not None:
                await self._push.heard(message, sender)
            return await self._answering.answer(talk, message, sender)

        async def told() -> str:
            if message.kind == "unsubscribe":
                return ""
            spoken = await language(talk, message.text, sender)
            return problems.LATE.in_language(spoken)

        try:
            return await self._flow.reply(message, sender, work, told)
        except ChannelError as refused:
            watch.refused(self.name(), refused.code)
            return problems.both(problems.BUSY)
        except Exception as error:
            watch.refused(self.name(), "failed")
            # its text may name what the person wrote
            logger.error("a delivery failed: %s", type(error).__name__)
            return problems.both(problems.FAILURE)

    # --- what is refused --------------------------------------------------------------

    def _forbidden(self, refused: ChannelError) -> HTTPResponse:
        self._log(refused)
        return HTTPResponse(status=403, content_type="text/plain")

    def _received(self, refused: ChannelError) -> HTTPResponse:
        self._log(refused)
        return _plain(RECEIVED)

    def _log(self, refused: ChannelError) -> None:
        watch.refused(self.name(), refused.code)
        now = time.monotonic()
        if now >= self._told.get(refused.code, 0.0):
            self._told[refused.code] = now + _QUIET
            # without parameters it is somebody's scanner, else perhaps a wrong setting
            level = logging.INFO if refused.code == "parameter" else logging.ERROR
            logger.log(level, "%s refused a request: %s", self.name(), refused)


async def _body(request: Request) -> bytes:
    """Return the body, of which no more is read than a message can have.

    Raises:
        ChannelError: when it is larger.
    """
    request.stream.request_max_size = xml.MAX_BYTES  # type: ignore[union-attr]
    try:
        await request.receive_body()  # type: ignore[no-untyped-call]
    except PayloadTooLarge as error:
        raise refusals.too_large(xml.MAX_BYTES) from error
    return request.body


def _query(request: Request) -> Query:
    # what is empty must not look missing, nor what is there twice look single
    found: Query = request.get_query_args(keep_blank_values=True)
    return found


def _plain(text: str) -> HTTPResponse:
    return HTTPResponse(text, content_type="text/plain; charset=utf-8")


async def _health(request: Request) -> HTTPResponse:
    body = json.dumps({"status": "ok"})
    return HTTPResponse(body, content_type="application/json")
