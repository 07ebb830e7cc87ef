"""A tiny channel on wechatpy: what a right channel does, and whatever a test asks for.

Run as a program it stands in for `baoxiao serve`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import urllib.request
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Union

import xmltodict
from aiohttp import web
from wechatpy import parse_message
from wechatpy.crypto import WeChatCrypto
from wechatpy.enterprise import parse_message as parse_wecom
from wechatpy.enterprise.crypto import WeChatCrypto as WeComCrypto
from wechatpy.replies import TextReply
from wechatpy.utils import check_signature

from simulator.account import Account

Answer = Union[str, web.Response]
Behaviour = Callable[[Any], Awaitable[Answer]]


async def answers(message: Any) -> Answer:
    """Answer every message with what it was."""
    return f"收到：{getattr(message, 'content', None) or message.type}"


def text_reply(message: Any, text: str, **names: str) -> str:
    """Return a passive reply in the clear."""
    given = {"source": message.target, "target": message.source, **names}
    # wechatpy does not do this itself
    inside = text.replace("]]>", "]]]]><![CDATA[>")
    return str(TextReply(content=inside, **given).render())


class StubChannel:
    """Checks and decrypts what comes, and answers as ``behave`` says."""

    def __init__(self, account: Account, behave: Behaviour = answers) -> None:
        self.account = account
        self.behave = behave
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.messages: list[Any] = []
        official = account.kind == "official"
        kind = WeChatCrypto if official else WeComCrypto
        self.crypto = kind(account.token, account.aes_key, account.app_id)

    def app(self) -> web.Application:
        """Return the server."""
        app = web.Application()
        app.router.add_get(self.account.path, self._check)
        app.router.add_post(self.account.path, self._message)
        app.router.add_get("/webhooks/web/ready", self._ready)
        return app

    async def _ready(self, request: web.Request) -> web.Response:
        return web.json_response({"status": "ready"})

    async def _check(self, request: web.Request) -> web.Response:
        query = request.query
        if self.account.kind == "wecom":
            names = ("msg_signature", "timestamp", "nonce", "echostr")
            echo = self.crypto.check_signature(*(query[name] for name in names))
            return web.Response(text=echo)
        self._signed(query)
        return web.Response(text=query["echostr"])

    def _signed(self, query: Mapping[str, str]) -> None:
        if self.account.kind == "official":
            names = ("signature", "timestamp", "nonce")
            check_signature(self.account.token, *(query[name] for name in names))

    async def _message(self, request: web.Request) -> web.Response:
        body, query = await request.read(), dict(request.query)
        self.requests.append((query, body))
        self._signed(query)
        text = body.decode()
        if self.account.mode != "plain":
            names = ("msg_signature", "timestamp", "nonce")
            text = self.crypto.decrypt_message(text, *(query[name] for name in names))
        official = self.account.kind == "official"
        message = parse_message(text) if official else parse_wecom(text)
        message.raw = dict(xmltodict.parse(text)["xml"])
        self.messages.append(message)
        answer = await self.behave(message)
        if isinstance(answer, web.Response):
            return answer
        if answer in ("", "success"):
            return web.Response(text=answer)
        return self.sealed(text_reply(message, answer), query)

    def sealed(self, xml: str, query: Mapping[str, str]) -> web.Response:
        """Return a reply, encrypted unless the account is plain."""
        if self.account.mode != "plain":
            xml = self.crypto.encrypt_message(xml, query["nonce"], query["timestamp"])
        return web.Response(text=xml, content_type="application/xml")


def push(api: str, account: Account, user: str, text: str) -> dict[str, Any]:
    """Send a customer message with nothing but the standard library."""
    asked = {
        "grant_type": "client_credential",
        "appid": account.app_id,
        "secret": account.secret,
    }
    token = _post(f"{api}/cgi-bin/stable_token", asked)["access_token"]
    message = {"touser": user, "msgtype": "text", "text": {"content": text}}
    address = f"{api}/cgi-bin/message/custom/send?access_token={token}"
    return _post(address, message)


def _post(address: str, body: Any) -> dict[str, Any]:
    written = json.dumps(body, ensure_ascii=False).encode()
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(urllib.request.Request(address, written), timeout=5) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


def main() -> None:
    """Serve as the program does: `serve --port N`; other commands do nothing."""
    parser = argparse.ArgumentParser()
    parser.add_argument("command", nargs="+")
    parser.add_argument("--port", type=int)
    given, _ = parser.parse_known_args()
    if given.command != ["serve"]:
        return
    account = Account.from_environment(os.environ, "official")
    api = os.environ["BAOXIAO_WECHAT_API"]

    async def behave(message: Any) -> Answer:
        content = str(getattr(message, "content", ""))
        if "慢" in content:
            say = (api, account, message.source, "晚一点的答案")
            asyncio.get_running_loop().run_in_executor(None, push, *say)
            return "success"
        return await answers(message)

    app = StubChannel(account, behave).app()
    web.run_app(app, host="127.0.0.1", port=given.port, print=None)


if __name__ == "__main__":
    main()
