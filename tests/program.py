"""The program ``baoxiao serve`` in processes of its own, which a test may end."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from shell import project
from tests.servers import free_port

SECRET = "tests-only-0123456789-abcdefghijklmnop"
#: The day on which the answers hold, so that they stay what the tests say.
_DAY = "2026-11-30"
#: A busy machine takes its time to load the model.
_START_SECONDS = 200


class Program:
    """The server with the widget, with one worker or several, always at one port."""

    def __init__(
        self, folder: Path, environment: Mapping[str, str], workers: int = 1
    ) -> None:
        """Start it and wait until it answers; what it keeps and says is in ``folder``.

        Of the environment only what is not ours is handed on: the tests' own settings
        are given in ``environment``.
        """
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.feedback = folder / "feedback.jsonl"
        self._log = folder / "server.log"
        kept = {k: v for k, v in os.environ.items() if not k.startswith("BAOXIAO_")}
        self._environment = {
            **kept,
            "BAOXIAO_DATABASE": f"sqlite:///{folder / 'conversations.sqlite'}",
            "BAOXIAO_DRUGS": str(folder / "drugs.sqlite"),
            "BAOXIAO_FEEDBACK": str(self.feedback),
            "BAOXIAO_DAY": _DAY,
            "BAOXIAO_SECRET": SECRET,
            "BAOXIAO_SESSION_RATE": "100000",
            "BAOXIAO_ADDRESS_RATE": "100000",
            **environment,
        }
        self._workers = workers
        self.start()

    def start(self) -> None:
        """Start it, at first and again where it was."""
        program = Path(sys.executable).with_name("baoxiao")
        command = [str(program), "serve", "--port", str(self.port)]
        with self._log.open("w") as log:
            self.process = subprocess.Popen(
                [*command, "--workers", str(self._workers)],
                cwd=project.ROOT,
                env=self._environment,
                stderr=log,
            )
        until = time.monotonic() + _START_SECONDS
        while self.process.poll() is None and time.monotonic() < until:
            if re.search(r"^http://\S+/\s", self.said, re.MULTILINE):
                return
            time.sleep(0.1)
        raise AssertionError(f"the server did not start:\n{self.said}")

    @property
    def said(self) -> str:
        """What it has written for its operator since it started."""
        return self._log.read_text()

    @property
    def workers(self) -> list[int]:
        """The processes of its workers."""
        folder = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(child) for child in folder.read_text().split()]

    def crash(self) -> None:
        """End it as a power cut does."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """Stop it as a service manager does; return its status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout=60)
        finally:
            if self.process.poll() is None:
                self.process.kill()
