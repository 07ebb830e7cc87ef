"""`baoxiao serve` as a process of its own, ended whatever happens."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import httpx

ROOT = Path(__file__).resolve().parent.parent
#: The program from these very files, wherever another copy is installed.
PROGRAM = (sys.executable, "-m", "shell.main")
READY = "/webhooks/web/ready"
_STOPPING = 20.0


class ServerError(Exception):
    """The server did not start; the text is what it said."""


@dataclass(frozen=True)
class Server:
    """A running server."""

    address: str
    process: asyncio.subprocess.Process

    async def stand_still(self, seconds: float) -> None:
        """Stop the whole process for ``seconds``, as a stalled machine would."""
        self.process.send_signal(signal.SIGSTOP)
        try:
            await asyncio.sleep(seconds)
        finally:
            if self.process.returncode is None:
                self.process.send_signal(signal.SIGCONT)


@asynccontextmanager
async def serving(
    settings: Mapping[str, str],
    program: Sequence[str] = PROGRAM,
    seconds: float = 180.0,
) -> AsyncIterator[Server]:
    """Start the server with ``settings`` and wait until it answers messages.

    Raises:
        ServerError: when it ends, or is not ready in ``seconds``.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryFile() as said, tempfile.TemporaryDirectory() as kept:
        environment = {
            **os.environ,
            "BAOXIAO_SECRET": secrets.token_urlsafe(32),
            # what simulated people say has no place among real conversations
            "BAOXIAO_DATABASE": f"sqlite:///{kept}/conversations.sqlite",
            **settings,
        }
        process = await asyncio.create_subprocess_exec(
            *(*program, "serve", "--port", str(port)),
            cwd=ROOT,
            env=environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        )
        try:
            server = Server(f"http://127.0.0.1:{port}", process)
            await _ready(server, said, seconds)
            yield server
        finally:
            await _end(process)


async def _ready(server: Server, said: IO[bytes], seconds: float) -> None:
    end = time.monotonic() + seconds
    async with httpx.AsyncClient(trust_env=False, timeout=5.0) as http:
        while time.monotonic() < end and server.process.returncode is None:
            try:
                answer = await http.get(server.address + READY)
                if answer.status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            await asyncio.sleep(0.2)
    said.seek(0)
    tail = said.read().decode("utf-8", "replace").strip()[-2_000:]
    raise ServerError(f"the server did not start\n{tail}")


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    # one that stands still hears nothing else
    process.send_signal(signal.SIGCONT)
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), _STOPPING)
    except asyncio.TimeoutError:
        pass
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
