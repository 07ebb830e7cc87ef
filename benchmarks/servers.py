"""Both systems as they run for people: started, waited for, weighed and ended."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import psutil

from benchmarks import load
from shell import project

HOST = "127.0.0.1"
#: The day on which the answers hold, so that every run gives the same ones.
DAY = "2026-11-30"
#: Seconds in which a program must answer, and in which it must end when told to.
_START_SECONDS, _STOP_SECONDS = 300.0, 30.0
_LOOK = 0.05
_MEGA = 1e6


def environment(root: Path, given: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment of a program of the project at ``root``.

    Settings of the person who measures do not reach it.
    """
    kept = {k: v for k, v in os.environ.items() if not k.startswith("BAOXIAO_")}
    fixed = {
        "PYTHONPATH": str(root),
        "RASA_TELEMETRY_ENABLED": "false",
        "RASA_MAX_CACHE_SIZE": "0",  # nothing is kept of a training but its model
        "BAOXIAO_DAY": DAY,
    }
    return {**kept, **fixed, **(given or {})}


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as found:
        found.bind((HOST, 0))
        port: int = found.getsockname()[1]
        return port


class System:
    """Programs that answer together. What they write lies in ``folder``."""

    channel = ""

    def __init__(self, folder: Path, root: Path = project.ROOT) -> None:
        """Prepare to start the project at ``root``."""
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.root, self.port = folder, root, free_port()
        self.address = f"http://{HOST}:{self.port}"
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.start_seconds = 0.0

    def commands(self) -> Mapping[str, Sequence[str]]:
        """Return the modules that run, with their arguments, by a name for each."""
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        """Return what the programs find in their environment."""
        return environment(
            self.root,
            {
                "BAOXIAO_FEEDBACK": str(self.folder / "feedback.jsonl"),
                "BAOXIAO_DRUGS": str(self.folder / "drugs.sqlite"),
            },
        )

    def __enter__(self) -> Any:
        """Start everything and wait for the first answer."""
        begun = time.monotonic()
        try:
            for name, command in self.commands().items():
                self._start(name, command)
            self._wait(begun + _START_SECONDS)
        except BaseException:
            self.__exit__()
            raise
        self.start_seconds = time.monotonic() - begun
        return self

    def _start(self, name: str, command: Sequence[str]) -> None:
        with (self.folder / f"{name}.log").open("w") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=self.root,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # a Ctrl-C is for us, who then end them
            )

    def _wait(self, until: float) -> None:
        while time.monotonic() < until:
            for name, process in self.processes.items():
                if process.poll() is not None:
                    raise RuntimeError(f"{name} ended:\n{self.said(name)}")
            if asyncio.run(load.first_answer(self.channel, self.address)):
                return
            time.sleep(_LOOK)
        logs = "\n".join(self.said(name) for name in self.processes)
        raise TimeoutError(f"no answer in {_START_SECONDS:.0f} s:\n{logs}")

    def said(self, name: str) -> str:
        """Return the end of what a program has written."""
        return (self.folder / f"{name}.log").read_text(errors="replace")[-3000:]

    def _all(self, name: str) -> list[psutil.Process]:
        """Return a program's process and those it started."""
        try:
            parent = psutil.Process(self.processes[name].pid)
            return [parent, *parent.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def memory(self) -> dict[str, float]:
        """Return the resident memory of all processes, in MB.

        ``rss`` counts a page for every process that has it, ``pss`` once.
        """
        found = [
            process.memory_full_info()
            for name in self.processes
            for process in self._all(name)
        ]
        return {
            "rss": sum(one.rss for one in found) / _MEGA,
            "pss": sum(one.pss for one in found) / _MEGA,
        }

    def cpu_seconds(self) -> dict[str, float]:
        """Return the processor time used so far, by program."""
        times = {
            name: [process.cpu_times() for process in self._all(name)]
            for name in self.processes
        }
        return {n: sum(one.user + one.system for one in t) for n, t in times.items()}

    def __exit__(self, *_: object) -> None:
        """End every process, also those that do not listen."""
        found = [process for name in self.processes for process in self._all(name)]
        for process in self.processes.values():
            process.terminate()
        _, alive = psutil.wait_procs(found, timeout=_STOP_SECONDS)
        for process in alive:
            process.kill()
        for process in self.processes.values():
            process.wait(_STOP_SECONDS)


class Ours(System):
    """``baoxiao serve``: one process, or several workers."""

    channel = "web"

    def __init__(
        self,
        folder: Path,
        root: Path = project.ROOT,
        workers: int = 1,
        shared: Mapping[str, str] | None = None,
    ) -> None:
        """Prepare ``workers``; ``shared`` says where PostgreSQL and Redis are."""
        super().__init__(folder, root)
        self.metrics, self._workers, self._shared = free_port(), workers, shared

    def commands(self) -> Mapping[str, Sequence[str]]:
        """Return the one program."""
        given = ["--port", str(self.port), "--workers", str(self._workers)]
        return {"baoxiao": ["shell.main", "serve", *given]}

    def environment(self) -> dict[str, str]:
        """Return the settings of production, without limits on who asks."""
        return {
            **super().environment(),
            "BAOXIAO_SECRET": "bench-only-0123456789-abcdefghijklmnop",
            "BAOXIAO_SESSION_RATE": "1000000",
            "BAOXIAO_ADDRESS_RATE": "1000000",
            "BAOXIAO_METRICS": f"{HOST}:{self.metrics}",
            "BAOXIAO_DATABASE": f"sqlite:///{self.folder / 'conversations.sqlite'}",
            **(self._shared or {}),
        }


_ENDPOINTS = """\
action_endpoint:
  url: http://{host}:{port}/webhook
"""


class Stock(System):
    """``rasa run`` and ``rasa run actions``, with everything as it comes."""

    channel = "rest"

    def __init__(self, folder: Path, model: Path) -> None:
        """Prepare to serve ``model``."""
        super().__init__(folder)
        self._model, self._actions = model, free_port()

    def commands(self) -> Mapping[str, Sequence[str]]:
        """Return the server of actions and the one that people reach."""
        endpoints, credentials = (
            self.folder / name for name in ("endpoints.yml", "credentials.yml")
        )
        endpoints.write_text(_ENDPOINTS.format(host=HOST, port=self._actions))
        credentials.write_text("rest:\n")
        served = ["--model", str(self._model), "--endpoints", str(endpoints)]
        served += ["--credentials", str(credentials), "--port", str(self.port)]
        actions = ["--actions", "actions", "--port", str(self._actions)]
        return {
            "actions": ["rasa", "run", "actions", *actions],
            "rasa": ["rasa", "run", "--interface", HOST, *served],
        }
