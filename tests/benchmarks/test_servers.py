"""A system is waited for, and none of its processes outlives the measurement."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import psutil
import pytest

from benchmarks.servers import System, environment

#: Answers Rasa's REST channel, with a child, and does not listen when told to end.
_STUBBORN = """
import json, signal, subprocess, sys
from http.server import BaseHTTPRequestHandler, HTTPServer

signal.signal(signal.SIGTERM, signal.SIG_IGN)
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])

class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.dumps([{"text": "ok"}]).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""


class One(System):
    """A program that a test has written."""

    channel = "rest"

    def commands(self) -> Mapping[str, Sequence[str]]:
        return {"program": ["program", str(self.port)]}


def written(folder: Path, program: str) -> One:
    (folder / "program.py").write_text(program)
    return One(folder / "kept", folder)


def lives(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE  # it waits for init's look
    except psutil.NoSuchProcess:
        return False


def test_what_does_not_listen_and_its_children_are_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("benchmarks.servers._STOP_SECONDS", 0.5)
    with written(tmp_path, _STUBBORN) as system:
        found = system._all("program")
        assert len(found) == 2
        assert system.start_seconds > 0
        alone = found[0].memory_info().rss / 1e6
        memory = system.memory()
        assert memory["rss"] > alone, "the child counts"
        assert 0 < memory["pss"] < memory["rss"]
        assert system.cpu_seconds()["program"] > 0
    until = time.monotonic() + 10  # a busy machine takes a moment to end what is killed
    while any(lives(process) for process in found) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(lives(process) for process in found)


def test_a_program_that_ends_by_itself_is_told_with_its_words(tmp_path: Path) -> None:
    system = written(tmp_path, "raise SystemExit('no such model')")
    with pytest.raises(RuntimeError, match="no such model"):
        system.__enter__()


def test_a_program_that_never_answers_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("benchmarks.servers._START_SECONDS", 0.3)
    system = written(tmp_path, "import time; time.sleep(600)")
    with pytest.raises(TimeoutError, match="no answer"):
        system.__enter__()
    assert not psutil.pid_exists(system.processes["program"].pid)


def test_settings_of_who_measures_do_not_reach_a_program(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BAOXIAO_SESSION_RATE", "1")
    found = environment(tmp_path, {"BAOXIAO_SECRET": "given"})
    assert "BAOXIAO_SESSION_RATE" not in found
    assert found["BAOXIAO_SECRET"] == "given"
    assert found["PATH"] == os.environ["PATH"]
