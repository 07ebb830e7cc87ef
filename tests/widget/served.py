"""The program ``baoxiao serve`` in a process of its own."""

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

SECRET = "tests-only-0123456789-abcdefghijklmnop"
#: The day on which the answers hold, so that they stay what the tests say.
DAY = "2026-11-30"
_START_SECONDS = 120


class Server:
    """The assistant with the widget, at an address of this machine."""

    def __init__(
        self,
        folder: Path,
        port: int = 0,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Start it and wait until it answers; what it keeps lies in ``folder``."""
        self.feedback = folder / "feedback.jsonl"
        self._log = folder / "server.log"
        self._environment = {
            **os.environ,
            "BAOXIAO_FEEDBACK": str(self.feedback),
            "BAOXIAO_DATABASE": f"sqlite:///{folder / 'conversations.sqlite'}",
            "BAOXIAO_DRUGS": str(folder / "drugs.sqlite"),
            "BAOXIAO_DAY": DAY,
            "BAOXIAO_SECRET": SECRET,
            "BAOXIAO_SESSION_RATE": "100000",
            "BAOXIAO_ADDRESS_RATE": "100000",
            **(environment or {}),
        }
        self._start(port)

    def _start(self, port: int) -> None:
        program = Path(sys.executable).with_name("baoxiao")
        with self._log.open("w") as log:
            self.process = subprocess.Popen(
                [str(program), "serve", "--port", str(port)],
                cwd=project.ROOT,
                env=self._environment,
                stderr=log,
            )
        self.address = self._wait()
        self.port = int(self.address.rpartition(":")[2])

    def _wait(self) -> str:
        until = time.monotonic() + _START_SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            found = re.search(r"^(http://\S+?)/\s", self.said, re.MULTILINE)
            if found:
                return found.group(1)
            time.sleep(0.05)
        raise AssertionError(f"the server did not start:\n{self.said}")

    @property
    def said(self) -> str:
        """What it has written for its operator since it started."""
        return self._log.read_text()

    def crash(self) -> None:
        """End it as a power cut does."""
        self.process.kill()
        self.process.wait()

    def restart(self) -> None:
        """Start it again at the same address."""
        self._start(self.port)

    def stop(self) -> int:
        """Stop it as Ctrl-C does and return its status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(timeout=30)
        finally:
            if self.process.poll() is None:
                self.process.kill()
