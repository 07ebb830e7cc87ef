"""One server for one machine: Rasa, the actions, the channels and the pages."""

from __future__ import annotations

import logging
import mimetypes
import socket
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, file

from channels import shared as sharing
from channels.locks import Locks
from channels.talk import Replies
from channels.web import WebInput
from channels.wechat import settings as wechat
from channels.wechat.callback import Callback
from channels.wechat.official import WeChatInput
from channels.wechat.wecom import WeComInput
from knowledge.errors import SettingError
from shell import keeping, logs, project, watching
from shell.errors import ShellError

if TYPE_CHECKING:
    from channels.metrics import Metrics

WIDGET = project.ROOT / "widget"
BUILT = WIDGET / "dist"
DEMO = WIDGET / "demo"
SCRIPT = "baoxiao-chat.js"

#: Bytes of the largest request that is read at all.
_LARGEST = 65_536
#: Seconds in which a request must have come, and in which an idle connection is closed.
_REQUEST_SECONDS, _IDLE_SECONDS = 20, 75
#: Connections that wait to be taken.
_WAITING = 128
#: Seconds for which answers may still go out once the server stops.
_STOPPING = 15.0
#: The task that erases conversations which rest.
_FORGETTING = "forgetting"
#: Seconds for which a browser may keep the widget before it asks again.
_FRESH = 300

#: What is asked in the conversation that warms the assistant up, and is erased.
_WARM = "warm-up"
_WARMING = (
    "您好",
    "我妈在外地住院花了两万，回老家怎么报销，要带哪些材料？",
    "How much is paid for a hospital stay in another province, and what do I file?",
    "门诊能报多少",
)

#: Nothing from elsewhere, nothing inline; the widget needs no more.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_PAGE_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
#: The script may be used by any page; what it may ask for is the channel's business.
_SCRIPT_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": f"public, max-age={_FRESH}",
}


def application(
    agent: Any, channel: WebInput, platforms: Sequence[Callback] = ()
) -> Sanic:
    """Return the server with the ``agent`` loaded; it listens to nothing yet."""
    from rasa.core.channels.channel import register

    app = Sanic("baoxiao", configure_logging=False)
    app.ctx.agent = agent
    app.ctx.locks = Locks(sharing.shared())
    app.config.update(
        {
            "REQUEST_MAX_SIZE": _LARGEST,
            "REQUEST_TIMEOUT": _REQUEST_SECONDS,
            "KEEP_ALIVE_TIMEOUT": _IDLE_SECONDS,
            "GRACEFUL_SHUTDOWN_TIMEOUT": _STOPPING,
            "FALLBACK_ERROR_FORMAT": "json",
            "ACCESS_LOG": False,
            "PROXIES_COUNT": channel.settings.proxies or None,
        }
    )
    register([channel, *platforms], app, "/webhooks/")
    _pages(app)
    app.register_middleware(_protect, "response")  # type: ignore[arg-type]
    return app


async def _protect(request: Request, response: HTTPResponse) -> None:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)


def _pages(app: Sanic) -> None:
    """Serve the widget, the demo page and the full page."""

    async def demo(request: Request) -> HTTPResponse:
        return await _file(DEMO / "index.html", _PAGE_HEADERS)

    async def chat(request: Request) -> HTTPResponse:
        return await _file(DEMO / "chat.html", _PAGE_HEADERS)

    async def part(request: Request, name: str) -> HTTPResponse:
        return await _found(DEMO, name, _PAGE_HEADERS)

    async def widget(request: Request, name: str) -> HTTPResponse:
        return await _found(BUILT, name, _SCRIPT_HEADERS)

    app.add_route(demo, "/", name="demo")
    app.add_route(chat, "/chat", name="chat")
    app.add_route(part, "/demo/<name:str>", name="part")
    app.add_route(widget, "/widget/<name:str>", name="widget")


async def _found(folder: Path, name: str, headers: dict[str, str]) -> HTTPResponse:
    """Return a file that lies in ``folder``, whatever the name tries."""
    path = folder / name
    try:
        found = path.name == name and path.is_file()
    except OSError:  # no file could have such a name
        found = False
    if not found:
        return HTTPResponse("not found", 404, content_type="text/plain")
    return await _file(path, headers)


async def _file(path: Path, headers: dict[str, str]) -> HTTPResponse:
    """Return a file, its encoding named: pages in GBK use the script too."""
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if kind.startswith("text/") or "javascript" in kind or "json" in kind:
        kind += "; charset=utf-8"
    return await file(path, headers=headers, mime_type=kind)


def run(
    host: str, port: int, *, shared_port: bool = False, silent: bool = False
) -> None:
    """Serve until the process is told to stop.

    On a ``shared_port`` other workers listen too; a ``silent`` one prints no address.

    Raises:
        ShellError: when the widget is not built or the port is taken.
        SettingError: when a setting cannot be used.
    """
    if not (BUILT / SCRIPT).exists():
        raise ShellError(
            "The widget is not built: run `make serve`, or `make widget` once. "
            "聊天组件尚未构建，请运行 make serve 或 make widget。"
        )
    channel, platforms = WebInput.from_credentials(None), configured()
    listening = _listen(host, port, shared_port)
    with watching.on() as metrics:
        _run(listening, channel, platforms, metrics, host, silent)


def _run(
    listening: socket.socket,
    channel: WebInput,
    platforms: Sequence[Callback],
    metrics: Metrics | None,
    host: str,
    silent: bool,
) -> None:
    from rasa.core.channels.channel import UserMessage

    from shell.assistant import load_agent

    conversations = keeping.store()
    watching.count(metrics, conversations.database)
    agent = load_agent(store=conversations)
    app = application(agent, channel, platforms)

    async def warm(*_: Any) -> None:
        # the first turn takes seconds: a platform gives five, people have less patience
        sender = f"{_WARM} {uuid.uuid4().hex}"  # other workers start at the same moment
        for text in _WARMING:
            said = UserMessage(text, Replies(_WARM, None), sender, input_channel=_WARM)
            await agent.handle_message(said)
        await conversations.erase(sender)

    app.register_listener(warm, "before_server_start")

    async def started(*_: Any) -> None:
        app.add_task(keeping.forget_by_and_by(conversations), name=_FORGETTING)
        if silent:
            return
        # only errors are logged, so this is where one sees that it runs
        port = listening.getsockname()[1]
        address = f"http://{_shown(host)}:{port}"
        logs.tell(
            "server.started",
            f"{address}/      示例页面 · demo page\n"
            f"{address}/chat  全屏对话 · full page\n"
            f"{_addresses(address, platforms)}"
            "Ctrl-C 停止 · stops it",
            port=port,
        )

    async def stopping(*_: Any) -> None:
        await app.cancel_task(_FORGETTING, raise_exception=False)

    app.register_listener(started, "after_server_start")
    app.register_listener(stopping, "before_server_stop")
    logging.getLogger("sanic.root").setLevel(logging.ERROR)
    app.run(sock=listening, access_log=False, motd=False)
    conversations.close()
    if not silent:
        logs.tell("server.stopped", "已停止 · stopped")


def configured() -> list[Callback]:
    """Return the channels of WeChat and WeCom whose settings are there.

    Raises:
        SettingError: when only a part of them is, or one cannot be used.
    """
    found: list[Callback] = []
    if wechat.official() is not None:
        found.append(WeChatInput.from_credentials(None))
    if wechat.wecom() is not None:
        found.append(WeComInput.from_credentials(None))
    return found


def _addresses(address: str, platforms: Sequence[Callback]) -> str:
    """Return a line on each channel: what to enter on the platform."""
    names = {"wechat": "微信公众号 · official account", "wecom": "企业微信 · WeCom"}
    return "".join(
        f"{address}/webhooks/{one.name()}/message  {names[one.name()]}\n"
        for one in platforms
    )


def _shown(host: str) -> str:
    """Return the host as it stands in an address that one can open."""
    if host in ("0.0.0.0", "::", ""):
        host = "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _listen(host: str, port: int, shared: bool = False) -> socket.socket:
    """Return a listening socket, taken before the model loads.

    Raises:
        SettingError: when that address cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    reuse = socket.SO_REUSEPORT if shared else socket.SO_REUSEADDR
    listening.setsockopt(socket.SOL_SOCKET, reuse, 1)
    try:
        listening.bind((host, port))
        listening.listen(_WAITING)  # who comes now waits for the model
    except (OSError, UnicodeError) as error:
        listening.close()
        mend = "stop what uses it, or choose another: --port 5006"
        raise SettingError(f"cannot listen at {host}:{port} ({error})", mend) from error
    return listening
