"""The server as people run it: a process of its own."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue

import httpx
import pytest

from knowledge.errors import SettingError
from shell import project, serve
from shell.errors import ShellError

PROGRAM = Path(sys.executable).with_name("baoxiao")
API = "/webhooks/web"
QUESTION = "医保卡丢了怎么补办"
#: A busy machine takes its time to load the model.
PATIENCE = 120.0
SECRET = "a-good-secret-of-more-than-32-characters"


def environment(**settings: str) -> dict[str, str]:
    kept = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "BAOXIAO_DATABASE")
    inherited = {name: os.environ[name] for name in kept if name in os.environ}
    return {**inherited, "BAOXIAO_DAY": "2026-06-01", **settings}


@dataclass
class Running:
    """The program, the address it gave, and what it wrote after that."""

    process: subprocess.Popen[str]
    address: str
    lines: Queue[str]

    def stops(self, how: signal.Signals) -> tuple[int, float, str]:
        """Return its status, the seconds it took and what it said."""
        started = time.monotonic()
        self.process.send_signal(how)
        status = self.process.wait(60)
        took = time.monotonic() - started
        said = []
        with pytest.raises(Empty):
            while True:
                said.append(self.lines.get(timeout=1))
        return status, took, "".join(said)


@contextmanager
def running(**settings: str) -> Iterator[Running]:
    process = subprocess.Popen(
        [str(PROGRAM), "serve", "--port", "0"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment(**settings),
        cwd=project.ROOT,
        text=True,
    )
    lines: Queue[str] = Queue()

    def read() -> None:
        assert process.stderr is not None
        for line in process.stderr:
            lines.put(line)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    try:
        first = lines.get(timeout=PATIENCE)
        found = re.match(r"(http://127\.0\.0\.1:\d+)/ ", first)
        assert found, first
        yield Running(process, found.group(1), lines)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(30)
        reader.join(10)
        assert process.stderr is not None
        process.stderr.close()


def refused(*arguments: str, **settings: str) -> str:
    """Return what the program says when it does not start."""
    result = subprocess.run(
        [str(PROGRAM), "serve", *arguments],
        capture_output=True,
        env=environment(**settings),
        cwd=project.ROOT,
        timeout=PATIENCE,
        check=False,
    )
    assert result.returncode == 1
    assert result.stdout == b""
    said = result.stderr.decode()
    assert "Traceback" not in said
    return said


@pytest.fixture(scope="module", autouse=True)
def _everything_is_made() -> None:
    assert project.is_trained(), "no model for these files: run `make train`"
    assert (serve.BUILT / serve.SCRIPT).exists(), "no widget: run `make widget`"


def test_it_answers_and_a_request_under_way_is_still_answered_when_it_stops() -> None:
    with running(BAOXIAO_SECRET=SECRET) as program:
        with httpx.Client(base_url=program.address, trust_env=False, timeout=60) as web:
            assert web.get(f"{API}/ready").status_code == 200
            assert web.get(f"/widget/{serve.SCRIPT}").status_code == 200
            begun = web.post(f"{API}/session", json={"language": "zh"})
            assert begun.status_code == 201
            headers = {"Authorization": f"Bearer {begun.json()['session']}"}
            answer = web.post(
                f"{API}/messages", json={"id": "m1", "text": QUESTION}, headers=headers
            )
            assert answer.json()["replies"][0]["topic"] == "lost_card"
            with web.stream(
                "POST",
                f"{API}/messages",
                json={"id": "m2", "text": "生孩子能报多少钱？医保卡丢了怎么补办？"},
                headers={**headers, "Accept": "text/event-stream"},
            ) as under_way:
                lines = under_way.iter_lines()
                assert next(lines) == "event: accepted"
                program.process.send_signal(signal.SIGTERM)
                rest = list(lines)
        assert rest.count("event: reply") == 2
        assert "event: done" in rest
        assert "event: error" not in rest
        status, took, said = program.stops(signal.SIGTERM)
        assert status == 0
        assert took < 20
        assert "已停止 · stopped" in said
        assert "Traceback" not in said
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"{program.address}{API}/health", trust_env=False)


def test_ctrl_c_stops_it_soon_although_a_browser_holds_a_connection() -> None:
    with running() as program:
        with httpx.Client(base_url=program.address, trust_env=False, timeout=60) as web:
            assert web.get(f"{API}/health").json() == {"status": "ok"}
            status, took, said = program.stops(signal.SIGINT)
        assert status == 0
        assert took < 10
        assert "chat" in said, "the address of the full page is printed too"
        assert "stopped" in said
        assert "Traceback" not in said


def test_a_port_that_is_taken_is_said_with_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = refused("--port", str(port))
    assert f"cannot listen at 127.0.0.1:{port}" in said
    assert "--port" in said


def test_a_weak_secret_is_said_with_a_way_to_make_a_good_one_and_not_shown() -> None:
    weak = "hunter2-hunter2"
    said = refused("--port", "0", BAOXIAO_SECRET=weak)
    assert said.startswith("BAOXIAO_SECRET is too easy to guess")
    assert "token_urlsafe" in said
    assert weak not in said


def test_a_widget_that_is_not_built_is_said_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve, "BUILT", tmp_path)
    with pytest.raises(ShellError, match="make widget") as error:
        serve.run("127.0.0.1", 0)
    assert "尚未构建" in str(error.value)


@pytest.mark.parametrize("host", ["999.1.1.1", "..", "not a host", "192.0.2.1"])
def test_an_address_that_cannot_be_had_is_said_with_what_to_do(host: str) -> None:
    with pytest.raises(SettingError, match="choose another"):
        serve._listen(host, 0)


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", "localhost"),
        ("0.0.0.0", "127.0.0.1"),
        ("::", "127.0.0.1"),
        ("::1", "[::1]"),
    ],
)
def test_the_address_that_is_printed_can_be_opened(host: str, shown: str) -> None:
    assert serve._shown(host) == shown
