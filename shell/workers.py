"""Several workers on one port: each a process of its own, started again when it ends.

The kernel spreads connections over the processes that listen at a port. A worker keeps
nothing that others need: conversations are in PostgreSQL, what is under way in Redis.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping

from channels import settings
from knowledge.errors import SettingError
from shell import logs

#: Seconds between looks at the workers, before one is started again, and to end in.
_LOOK, _AGAIN, _ENDING = 0.2, 1.0, 25.0


def check(environment: Mapping[str, str] = os.environ) -> None:
    """See that workers can share what they must.

    Raises:
        SettingError: with what is missing.
    """
    database = environment.get(settings.DATABASE, "")
    missing = [
        name
        for name, found in (
            (settings.SECRET, environment.get(settings.SECRET)),
            (settings.REDIS, settings.redis(environment)),
            (settings.DATABASE, database.startswith("postgresql")),
        )
        if not found
    ]
    if missing:
        mend = "set it (docs/scale.md), DATABASE to PostgreSQL, or leave out --workers"
        raise SettingError(f"several workers need {', '.join(missing)}", mend)


def run(workers: int, host: str, port: int) -> int:
    """Keep so many workers running until told to stop; return the status.

    Raises:
        SettingError: when workers cannot share what they must.
    """
    check()
    ending = False

    def end(*_: object) -> None:
        nonlocal ending
        ending = True

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    running = [_start(host, port, number) for number in range(workers)]
    while not ending:
        time.sleep(_LOOK)
        for number, worker in enumerate(running):
            if worker.poll() is not None and not ending:
                if worker.returncode == 1:  # it has said what is wrong
                    _end(running)
                    return 1
                logs.tell(
                    "worker.ended",
                    f"worker {number + 1} ended ({worker.returncode}), started again",
                    worker=number + 1,
                    status=worker.returncode,
                )
                time.sleep(_AGAIN)
                running[number] = _start(host, port, number)
    return _end(running)


def _start(host: str, port: int, number: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "shell.main", "serve", "--shared-port"]
    command += ["--host", host, "--port", str(port)]
    if number:
        command.append("--silent")
    # a Ctrl-C reaches the whole group: the workers hear of it from us, once
    counted = {**os.environ, settings.WORKER: str(number)}
    return subprocess.Popen(command, start_new_session=True, env=counted)


def _end(running: list[subprocess.Popen[bytes]]) -> int:
    for worker in running:
        if worker.poll() is None:
            worker.terminate()
    until = time.monotonic() + _ENDING
    for worker in running:
        try:
            worker.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
    return max(abs(int(worker.returncode or 0)) for worker in running)
