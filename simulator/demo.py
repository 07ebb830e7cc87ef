"""Talk to the assistant through a pretended WeChat: `python -m simulator.demo`.

Starts `baoxiao serve` for a random account in safe mode, checks its address as the
platform does, and shows what a phone would show. Without a terminal it plays a script.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
import threading
from collections.abc import AsyncIterator, Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack
from typing import Any

from simulator import menus
from simulator.account import Account
from simulator.commands import Chat
from simulator.delivery import Delivery
from simulator.phone import Phone
from simulator.platform import Platform
from simulator.server import PROGRAM, ROOT, ServerError, serving

_BEGIN, _END = ("/follow",), ("/slow 6", "更多", "/unfollow")
_ASKED = {
    "zh": (
        "我妈在成都住院，没备案，医保在重庆，能报吗",
        "更多",
        "1",
        "/voice 生孩子能报多少",
        "/image",
        "Can I use my card in another province?",
    ),
    "en": (
        "I am insured in Xiamen and was in hospital in Chengdu. Can I be reimbursed?",
        "more",
        "1",
        "/voice How much is paid when I have a baby?",
        "/image",
        "医保卡可以在外省用吗",
    ),
}


async def run(
    account: Account,
    phone: Phone,
    lines: AsyncIterator[str],
    program: Sequence[str] = PROGRAM,
    wait: float = 15.0,
    patience: float = 5.0,
) -> bool:
    """Start everything and play ``lines``; False when the address is not verified."""
    async with AsyncExitStack() as stack:
        platform = await stack.enter_async_context(Platform(account))
        settings = account.environment(platform.address)
        phone.note("starting")
        server = await stack.enter_async_context(serving(settings, program))
        delivery = await stack.enter_async_context(
            Delivery(account, server.address + account.path, patience)
        )
        if not await delivery.verify():
            phone.note("refused", delivery.address)
            return False
        await _upload(program, settings)
        phone.note("ready")
        chat = Chat(delivery, server, phone, wait)
        async for line in lines:
            if not await chat.line(line):
                break
    return True


async def _upload(program: Sequence[str], settings: Mapping[str, str]) -> None:
    """Let the program put its menu on the platform; without one there is none."""
    process = await asyncio.create_subprocess_exec(
        *(*program, "wechat", "menu", "--upload"),
        cwd=ROOT,
        env={**os.environ, **settings},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await asyncio.wait_for(process.wait(), 60.0)
    except asyncio.TimeoutError:
        pass
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def scripted(account: Account, language: str) -> AsyncIterator[str]:
    """Play a conversation: following, questions, other messages, a slow server."""
    for line in (*_BEGIN, *_ASKED[language]):
        yield line
    # known only now: the program put its menu there after this began
    for _, key in menus.keys(account.menu)[:1]:
        yield f"/menu {key}"
    slow, more, leave = _END
    yield slow
    yield _ASKED[language][0]
    yield more
    yield leave


async def typed() -> AsyncIterator[str]:
    """Yield lines as they are typed, until the input ends."""
    loop, queue = asyncio.get_running_loop(), asyncio.Queue[str | None]()

    def read() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(queue.put_nowait, line)
        loop.call_soon_threadsafe(queue.put_nowait, None)

    # a daemon, since nothing can end a thread that waits for a key
    threading.Thread(target=read, daemon=True).start()
    while (line := await queue.get()) is not None:
        yield line


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser("simulator.demo", description=__doc__)
    parser.add_argument("--script", action="store_true", help="play a conversation")
    parser.add_argument("--language", choices=("zh", "en"), default="zh")
    parser.add_argument("--channel", choices=("official", "wecom"), default="official")
    parser.add_argument(
        "--mode", choices=("plain", "compatible", "safe"), default="safe"
    )
    parser.add_argument("--passive", action="store_true", help="may not push")
    given = parser.parse_args()
    account = Account(kind=given.channel, mode=given.mode, verified=not given.passive)
    play = given.script or not sys.stdin.isatty()
    lines = scripted(account, given.language) if play else typed()
    try:
        return asyncio.run(_ended(run(account, Phone(given.language), lines)))
    except ServerError as error:
        print(error, file=sys.stderr)
        return 2
    except (KeyboardInterrupt, asyncio.CancelledError):
        return 130


async def _ended(running: Coroutine[Any, Any, bool]) -> int:
    """Run it so that SIGTERM ends it like Ctrl-C: with its server."""
    task = asyncio.create_task(running)
    for number in (signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    return 0 if await task else 1


if __name__ == "__main__":
    raise SystemExit(main())
