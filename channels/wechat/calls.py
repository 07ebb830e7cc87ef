"""How the platform's interface is called: in bounded time, with a token that holds.

What fails is an error in one line; a token that the platform refuses is renewed once.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import httpx

from channels import watch
from channels.shared import Shared
from channels.wechat import api_errors, discreet, faults
from channels.wechat.api_errors import ApiError
from channels.wechat.tokens import Tokens

#: Seconds to connect, and for a whole call.
_CONNECT, _WHOLE = 2.0, 5.0
#: Seconds before a busy platform is called once more.
_BUSY_SECONDS, _BUSY = 0.5, -1


class Calls:
    """Calls with an access token."""

    #: The channel that these calls are of.
    channel = ""

    def __init__(self, base: str, shared: Shared, account: str) -> None:
        """Call the platform at ``base`` for ``account``."""
        discreet.hide()
        self._base = base
        self._tokens = Tokens(shared, account, self.fetch)
        self._client: httpx.AsyncClient | None = None

    async def check(self) -> None:
        """Get an access token.

        Raises:
            ApiError: with what is wrong.
        """
        await self._tokens.get()

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def fetch(self, force: bool) -> tuple[str, float]:
        """Return a new token and its life in seconds."""
        raise NotImplementedError

    async def call(
        self, path: str, body: Mapping[str, Any], **query: str
    ) -> dict[str, Any]:
        """Return what the platform answers.

        A token that it refuses is renewed, and the call made once more.

        Raises:
            ApiError: when it refuses, or cannot be reached.
        """
        for again in (True, False):
            token = await self._tokens.get()
            given = {"access_token": token, **query}
            try:
                return await self.exchange("POST", path, given, body)
            except ApiError as error:
                if not again or error.code is None:
                    raise
                if faults.explain(error.code).remedy == "renew":
                    await self._tokens.renew(token)
                elif error.code == _BUSY:
                    await asyncio.sleep(_BUSY_SECONDS)
                else:
                    raise
        raise AssertionError("unreachable")

    async def exchange(
        self,
        method: str,
        path: str,
        query: Mapping[str, str],
        body: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Make one call.

        Raises:
            ApiError: when the platform refuses it, or cannot be reached.
        """
        try:
            return await self._exchange(method, path, query, body)
        except ApiError as error:
            watch.platform_failed(self.channel, error.code)
            raise

    async def _exchange(
        self,
        method: str,
        path: str,
        query: Mapping[str, str],
        body: Mapping[str, Any] | None,
    ) -> dict[str, Any]:
        if self._client is None:
            # in the clear only to this machine, where no proxy belongs
            trust = self._base.startswith("https:")
            timeout = httpx.Timeout(_WHOLE, connect=_CONNECT)
            self._client = httpx.AsyncClient(
                base_url=self._base, timeout=timeout, trust_env=trust
            )
        # real UTF-8: escapes would be shown to people
        raw = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        request = self._client.request(
            method,
            path,
            params=dict(query),
            content=raw,
            headers={"Content-Type": "application/json; charset=utf-8"},
        )
        try:
            response = await asyncio.wait_for(request, _WHOLE)
        except (httpx.HTTPError, asyncio.TimeoutError) as error:
            name = type(error).__name__
            raise ApiError(f"the platform cannot be reached ({name})") from error
        return _read(response)


def _read(response: httpx.Response) -> dict[str, Any]:
    """Return the object of a response.

    Raises:
        ApiError: when it is an error, or none of the platform's.
    """
    if response.status_code != 200:
        raise ApiError(f"the platform answered with status {response.status_code}")
    try:
        found = json.loads(response.content)
    except ValueError as error:
        raise ApiError("the platform answered with something else than JSON") from error
    code = found.get("errcode", 0) if isinstance(found, dict) else None
    if not isinstance(code, int):
        raise ApiError("the platform answered with something else than an object")
    if code:
        raise api_errors.of_code(code)
    if found.get("invaliduser"):
        raise api_errors.of_code(81013)
    return dict(found)


def token_of(found: Mapping[str, Any]) -> tuple[str, float]:
    """Return the token in an answer, and its life in seconds.

    Raises:
        ApiError: when there is none.
    """
    token, seconds = found.get("access_token"), found.get("expires_in")
    if not isinstance(token, str) or not token or not isinstance(seconds, int):
        raise ApiError("the platform gave no access token")
    return token, float(seconds)
