"""Events as lines of JSON, in which nothing stands that anybody wrote."""

from __future__ import annotations

import io
import json
import logging
import re
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog

from channels import settings, watch
from channels.talk import Choice, Talk
from knowledge.errors import SettingError
from knowledge.load import Base
from shell import logs, project
from shell.assistant import Assistant
from shell.logs import Log, short
from tests.shell.test_serve import API, PATIENCE, environment

#: What people type, with numbers and names of their own.
TYPED = (
    "我叫欧阳翠花，身份证510105198803124567，在成都住院没备案能报多少",
    "身份证 11010119900307451X，手机13812345678，医保卡丢了怎么办",
    "银行卡6222021234567890123，住院报销多久到账",
    "I am Zebedee Quagmire, my ID is 110101199003074518, how do I file",
    "call +86 139 1234 5678, Zebedee was hospitalised yesterday",
    "帮我算一下能报多少",
    "七万三千二百一十元",
    "今天股票涨了吗",
    "没帮助",
    "忘掉我说的",
)
#: Words of people, and numbers long enough to be somebody's.
_WORDS = re.compile(r"[A-Za-z]{3,}|[\u4e00-\u9fff]{2,}|\d{6,}")


@pytest.fixture
def out() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def sender() -> str:
    return uuid.uuid4().hex


@pytest.fixture
def everything(out: io.StringIO) -> Iterator[Log]:
    with logs.opened("debug", out) as log:
        yield log


def lines(out: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def words(text: str, base: Base) -> set[str]:
    """Return the words of ``text`` that are no part of a name of ours."""
    ours = {part for name in base.topics for part in name.split("_")}
    return {word for word in _WORDS.findall(text) if word.lower() not in ours}


class Failing:
    """The real agent, which fails and tells what it was asked."""

    def __init__(self, agent: Any) -> None:
        self._agent = agent

    def __getattr__(self, name: str) -> Any:
        return getattr(self._agent, name)

    async def handle_message(self, message: Any) -> Any:
        raise ValueError(f"cannot parse {message.text!r}")


# --- what must not stand there --------------------------------------------------------


async def test_no_word_that_was_typed_is_logged_at_debug(
    assistant: Assistant,
    sender: str,
    everything: Log,
    out: io.StringIO,
    base: Base,
) -> None:
    talk = Talk(assistant.agent)
    for text in TYPED:
        await talk.say(text, sender, "wechat")
    failing = Talk(Failing(assistant.agent))
    for text in TYPED[:5]:
        await failing.say(text, sender, "wechat")
    shown = out.getvalue()
    assert len(lines(out)) > 100  # the libraries' lines are there too
    typed = set().union(*(words(text, base) for text in TYPED))
    assert {word for word in typed if word in shown} == set()
    assert sender not in shown
    assert "\\u" not in shown  # nothing hides in escapes


async def test_no_reply_is_logged_at_debug(
    assistant: Assistant, sender: str, everything: Log, out: io.StringIO
) -> None:
    turn = await Talk(assistant.agent).say(TYPED[1], sender)
    assert not re.search(r"[\u4e00-\u9fff]", out.getvalue())
    assert turn.payloads[0]["citations"][0]["ref"] not in out.getvalue()


def test_a_library_is_logged_without_its_words(
    everything: Log, out: io.StringIO
) -> None:
    logging.getLogger("sanic.root").error("GET /?openid=%s", "o-secret")
    structlog.get_logger().error("could not read o-secret", text="o-secret")
    structlog.get_logger().error("processor.message.failed", text="o-secret")
    try:
        raise KeyError("o-secret")
    except KeyError:
        logging.getLogger("asyncio").exception("o-secret")
    assert "o-secret" not in out.getvalue()
    found = lines(out)
    assert {line["event"] for line in found} == {"library.logged"}
    assert found[0]["logger"] == "sanic.root"
    assert found[2]["name"] == "processor.message.failed"
    assert found[3]["error"] == "KeyError"
    assert found[3]["raised"].startswith("test_logs.py:")


def test_what_we_log_has_its_text_without_numbers(
    everything: Log, out: io.StringIO
) -> None:
    logging.getLogger("channels.web").error("%s was taken", "13812345678")
    (line,) = lines(out)
    assert (line["event"], line["level"]) == ("program.logged", "error")
    assert line["said"] == "＊＊＊ was taken"


# --- what must stand there ------------------------------------------------------------


async def test_a_turn_is_one_line(
    assistant: Assistant, sender: str, out: io.StringIO
) -> None:
    with logs.opened("info", out):
        talk = Talk(assistant.agent)
        await talk.say("医保卡丢了怎么补办", sender, "web")
        await talk.choose(Choice("/helpful", "有帮助"), sender, "web")
        await talk.say("", sender, "web")
    begun, turn, verdict, thanks, empty = lines(out)
    assert list(turn)[:3] == ["time", "level", "event"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", turn["time"])
    assert begun["event"] == "conversation.begun"
    assert turn["event"] == "turn.answered"
    assert turn["conversation"] == begun["conversation"] == short(sender)
    assert (turn["channel"], turn["language"]) == ("web", "zh")
    assert (turn["kind"], turn["topic"]) == ("answer", "lost_card")
    assert turn["ms"] >= turn["ms_understanding"] > 0
    assert (verdict["event"], verdict["code"]) == ("feedback.given", "helpful")
    assert thanks["kind"] == "control"
    assert (empty["event"], empty["code"]) == ("turn.failed", "empty")
    assert "kind" not in empty


async def test_what_fails_stands_out(
    assistant: Assistant, sender: str, out: io.StringIO
) -> None:
    with logs.opened("error", out):
        talk = Talk(Failing(assistant.agent))
        await talk.say("医保卡丢了怎么补办", sender, "web")
        await Talk(assistant.agent).say("医保卡丢了怎么补办", sender, "web")
    logged, failed = lines(out)
    assert (logged["event"], logged["error"]) == ("program.logged", "ValueError")
    assert (failed["event"], failed["code"]) == ("turn.failed", "failed")


def test_the_hash_in_the_log_is_short_and_another() -> None:
    assert short("a" * 64) != short("b" * 64)
    assert re.fullmatch("[0-9a-f]{10}", short("a" * 64))


def test_everything_is_as_before_afterwards(out: io.StringIO) -> None:
    def state() -> tuple[Any, ...]:
        root = logging.getLogger()
        kept = structlog.get_config()["processors"]
        return list(root.handlers), root.level, root.manager.disable, kept

    before = state()
    with logs.opened("debug", out):
        assert state() != before
    assert state() == before
    watch.refused("web", "session")
    assert out.getvalue() == ""


# --- settings ------------------------------------------------------------------------


def test_plain_lines_unless_json_is_set(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(settings.LOG, raising=False)
    logs.tell("server.stopped", "已停止 · stopped")
    assert capsys.readouterr().err == "已停止 · stopped\n"
    monkeypatch.setenv(settings.LOG, "json")
    logs.tell("server.stopped", "已停止 · stopped", worker=2)
    line = json.loads(capsys.readouterr().err)
    assert (line["event"], line["worker"]) == ("server.stopped", 2)


@pytest.mark.parametrize(
    "given",
    [{settings.LOG: "xml"}, {settings.LOG: "json", settings.LOG_LEVEL: "loud"}],
)
def test_another_kind_or_level_is_refused(given: dict[str, str]) -> None:
    with pytest.raises(SettingError, match="BAOXIAO_LOG"):
        settings.log_level(given)


# --- the server as people run it -----------------------------------------------------


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def serving(said: Path, port: int, **given: str) -> Iterator[httpx.Client]:
    """Run the program; what it says goes to a file. It is told to stop at the end."""
    command = [sys.executable, "-m", "shell.main", "serve", "--port", str(port)]
    with (
        said.open("wb") as file,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client,
    ):
        process = subprocess.Popen(
            command, stderr=file, env=environment(**given), cwd=project.ROOT
        )
        try:
            until = time.monotonic() + PATIENCE
            while b"server.started" not in said.read_bytes():
                assert process.poll() is None and time.monotonic() < until
                time.sleep(0.2)
            client.timeout = httpx.Timeout(60)
            yield client
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 0
        finally:
            if process.poll() is None:
                process.kill()
                process.wait(30)


def test_a_server_writes_nothing_but_json_and_shows_metrics(tmp_path: Path) -> None:
    said, port = tmp_path / "said", free_port()
    where = f"127.0.0.1:{free_port()}"
    given = {
        settings.LOG: "json",
        settings.LOG_LEVEL: "debug",
        settings.METRICS: where,
        settings.DATABASE: f"sqlite:///{tmp_path / 'kept.sqlite'}",
    }
    with serving(said, port, **given) as client:
        begun = client.post(f"{API}/session", json={"language": "zh"}).json()
        headers = {"Authorization": f"Bearer {begun['session']}"}
        for number, text in enumerate(TYPED[:2]):
            body = {"id": f"message-{number}", "text": text}
            client.post(f"{API}/messages", json=body, headers=headers)
        shown = client.get(f"http://{where}/metrics").text
    assert 'baoxiao_messages_total{channel="web",language="zh"} 2.0' in shown
    assert "baoxiao_conversations_kept 1.0" in shown
    text = said.read_text(encoding="utf-8")
    found = [json.loads(line) for line in text.splitlines()]
    events = [line["event"] for line in found]
    assert events.count("turn.answered") == 2
    assert events[-1] == "server.stopped"
    for secret in (begun["session"], "510105198803124567", "欧阳", "13812345678"):
        assert secret not in text
