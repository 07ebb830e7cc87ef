"""Several workers: what they need, and that none stays away."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from channels import settings
from knowledge.errors import SettingError
from shell import project, workers

COMPLETE = {
    settings.SECRET: "s" * 40,
    settings.REDIS: "redis://127.0.0.1:6379/0",
    settings.DATABASE: "postgresql://user@host/name",
}


def test_with_all_that_is_shared_they_may_start() -> None:
    workers.check(COMPLETE)


@pytest.mark.parametrize("missing", sorted(COMPLETE))
@pytest.mark.parametrize("value", [None, ""])
def test_what_is_missing_is_named_with_a_mend(missing: str, value: str | None) -> None:
    given = {**COMPLETE, missing: value or ""}
    if value is None:
        del given[missing]
    with pytest.raises(SettingError) as refused:
        workers.check(given)
    assert missing in str(refused.value)
    assert "--workers" in str(refused.value)
    others = set(COMPLETE) - {missing}
    assert not any(name in str(refused.value) for name in others)


def test_a_file_is_no_database_for_several() -> None:
    with pytest.raises(SettingError) as refused:
        workers.check({**COMPLETE, settings.DATABASE: "sqlite:///var/c.sqlite"})
    assert settings.DATABASE in str(refused.value)


#: The supervisor over workers that do nothing but note their id and wait.
_PROGRAM = """
import os, subprocess, sys
from shell import workers

folder, ends = sys.argv[1:]
child = "import os, signal, sys, time;"
child += "signal.signal(signal.SIGTERM, lambda *_: sys.exit(0));"
child += f"open('{folder}/%d' % os.getpid(), 'w').close(); {ends}"

def start(host, port, number):
    return subprocess.Popen([sys.executable, "-c", child], start_new_session=True)

workers._start, workers._AGAIN = start, 0.05
workers._ENDING = 1.5
sys.exit(workers.run(2, "127.0.0.1", 0))
"""
Run = Callable[[str], "subprocess.Popen[str]"]


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    """Start the supervisor; how its workers behave is a statement."""
    started: list[subprocess.Popen[str]] = []

    def start(behaviour: str) -> subprocess.Popen[str]:
        environment = {**os.environ, **COMPLETE, "PYTHONPATH": str(project.ROOT)}
        command = [sys.executable, "-c", _PROGRAM, str(tmp_path), behaviour]
        started.append(
            subprocess.Popen(
                command, env=environment, stderr=subprocess.PIPE, text=True
            )
        )
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.terminate()
            process.wait(20)
        if process.stderr is not None:
            process.stderr.close()


def until(found: Callable[[], bool]) -> None:
    limit = time.monotonic() + 60
    while not found():
        assert time.monotonic() < limit
        time.sleep(0.05)


def alive(folder: Path) -> set[int]:
    """Return the workers that run."""

    def runs(worker: int) -> bool:
        try:
            state = Path(f"/proc/{worker}/stat").read_text()
        except OSError:
            return False
        return state.rpartition(")")[2].split()[0] != "Z"

    return {int(p.name) for p in folder.iterdir() if runs(int(p.name))}


def test_a_killed_worker_is_started_again_and_all_end_together(
    run: Run, tmp_path: Path
) -> None:
    supervisor = run("time.sleep(600)")
    until(lambda: len(alive(tmp_path)) == 2)
    killed, other = sorted(alive(tmp_path))
    os.kill(killed, signal.SIGKILL)
    until(lambda: len(alive(tmp_path) - {killed}) == 2)
    assert other in alive(tmp_path)
    supervisor.send_signal(signal.SIGTERM)
    _, said = supervisor.communicate(timeout=60)
    assert supervisor.returncode == 0
    assert alive(tmp_path) == set()
    assert "started again" in said


def test_a_worker_that_does_not_end_is_ended(run: Run, tmp_path: Path) -> None:
    supervisor = run("signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)")
    until(lambda: len(alive(tmp_path)) == 2)
    time.sleep(0.3)
    supervisor.send_signal(signal.SIGINT)
    assert supervisor.wait(60) == signal.SIGKILL
    assert alive(tmp_path) == set()


def test_a_worker_that_says_what_is_wrong_ends_them_all(
    run: Run, tmp_path: Path
) -> None:
    supervisor = run("time.sleep(0.5); sys.exit(1)")
    assert supervisor.wait(60) == 1
    assert alive(tmp_path) == set()
    assert len(list(tmp_path.iterdir())) <= 3
