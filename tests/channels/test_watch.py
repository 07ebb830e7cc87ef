"""What is counted and timed while the assistant talks, and where it is read."""

from __future__ import annotations

import json
import re
import socket
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from channels import settings, watch
from channels.metrics import OTHER, Labels, Metrics
from channels.shared import InProcess
from channels.talk import Choice, Talk
from channels.watch import Event
from channels.wechat.api import OfficialApi
from channels.wechat.settings import OfficialSettings
from knowledge.errors import SettingError
from shell import project, watching
from shell.assistant import Assistant
from tests.channels.web_site import API, Site

ZH, EN = "医保卡丢了怎么补办", "I lost my social security card"
OUTSIDE = "今天股票涨了吗"


@pytest.fixture
def metrics() -> Iterator[Metrics]:
    found = Metrics()
    with watch.watching(found):
        yield found


@pytest.fixture
def events() -> Iterator[list[Event]]:
    found: list[Event] = []
    with watch.watching(found.append):
        yield found


@pytest.fixture
def talk(assistant: Assistant) -> Talk:
    return Talk(assistant.agent)


@pytest.fixture
def sender() -> str:
    return uuid.uuid4().hex


def value(metrics: Metrics, name: str, **labels: str) -> float:
    return metrics.registry.get_sample_value(f"baoxiao_{name}", labels) or 0.0


class Failing:
    """The real agent, which fails at every message."""

    def __init__(self, agent: Any) -> None:
        self._agent = agent

    def __getattr__(self, name: str) -> Any:
        return getattr(self._agent, name)

    async def handle_message(self, message: Any) -> Any:
        raise RuntimeError("the model is gone")


# --- what is counted -----------------------------------------------------------------


async def test_messages_replies_and_conversations_are_counted(
    talk: Talk, sender: str, metrics: Metrics
) -> None:
    await talk.choose(Choice("/greet", "", "zh"), sender, "web")
    assert value(metrics, "messages_total", channel="web", language="zh") == 0
    assert value(metrics, "conversations_total", channel="web") == 0
    for text in (ZH, EN, ZH):
        await talk.say(text, sender, "web")
    assert value(metrics, "messages_total", channel="web", language="zh") == 2
    assert value(metrics, "messages_total", channel="web", language="en") == 1
    assert value(metrics, "replies_total", kind="answer", topic="lost_card") == 3
    assert value(metrics, "conversations_total", channel="web") == 1


async def test_what_is_declined_is_counted(
    talk: Talk, sender: str, metrics: Metrics
) -> None:
    turn = await talk.say(OUTSIDE, sender)
    kind = turn.payloads[0]["kind"]
    assert kind in ("out_of_scope", "unsure")
    assert value(metrics, "fallbacks_total", kind=kind, language="zh") == 1


async def test_a_verdict_counts_once_for_its_topic(
    talk: Talk, sender: str, metrics: Metrics
) -> None:
    await talk.choose(Choice("/unhelpful", "没帮助"), sender)  # about nothing
    await talk.say(ZH, sender)
    await talk.choose(Choice("/unhelpful", "没帮助"), sender)
    why = Choice('/unhelpful{"feedback_reason": "unclear"}', "看不懂")
    await talk.choose(why, sender)
    await talk.say(EN, sender)
    await talk.choose(Choice("/helpful", "有帮助"), sender)
    found = {"topic": "lost_card"}
    assert value(metrics, "feedback_total", verdict="unhelpful", **found) == 1
    assert value(metrics, "feedback_total", verdict="helpful", **found) == 1


@pytest.mark.parametrize(
    ("raw", "code"), [("  ", "empty"), ("字" * 2_001, "length"), (b"\xff", "encoding")]
)
async def test_a_problem_counts_by_its_code(
    talk: Talk, sender: str, metrics: Metrics, raw: str | bytes, code: str
) -> None:
    await talk.say(raw, sender, "wecom")
    assert value(metrics, "problems_total", channel="wecom", code=code) == 1
    assert value(metrics, "messages_total", channel="wecom", language="") == 0


async def test_a_failure_is_counted(
    assistant: Assistant, sender: str, metrics: Metrics
) -> None:
    await Talk(Failing(assistant.agent)).say(ZH, sender)
    assert value(metrics, "problems_total", channel="cmdline", code="failed") == 1


async def test_a_message_that_comes_again_counts_once(
    talk: Talk, sender: str, metrics: Metrics, events: list[Event]
) -> None:
    for _ in range(2):
        await talk.say(ZH, sender, "web", name="m-1")
    assert value(metrics, "messages_total", channel="web", language="zh") == 1
    assert [event.name for event in events] == [
        "conversation.begun",
        "turn.answered",
        "turn.repeated",
    ]


async def test_refused_requests_count_by_code(site: Site, metrics: Metrics) -> None:
    wrong = {"Authorization": "Bearer nobody"}
    await site.http.get(f"{API}/history", headers=wrong)
    person = await site.begin()
    await person.send(nothing="of use")
    assert value(metrics, "refused_total", channel="web", code="session") == 1
    assert value(metrics, "refused_total", channel="web", code="request") == 1


async def test_a_platform_out_of_reach_is_counted(metrics: Metrics) -> None:
    given = OfficialSettings(
        token="t" * 16,
        app_id="wx0123456789abcdef",
        app_secret="s" * 32,
        api=f"http://127.0.0.1:{free_port()}",
    )
    api = OfficialApi(given, InProcess())
    assert not await api.send_text("an-openid", "an answer")
    await api.close()
    where = {"channel": "wechat"}
    assert value(metrics, "platform_errors_total", code="unreachable", **where) == 1
    assert value(metrics, "pushes_total", outcome="refused", **where) == 1


# --- times ---------------------------------------------------------------------------


async def test_stages_add_up_to_no_more_than_the_whole(
    talk: Talk, sender: str, metrics: Metrics, events: list[Event]
) -> None:
    await talk.say(ZH, sender)
    spent = dict(events[-1].seconds)
    whole = spent.pop("whole")
    assert set(spent) == {"lock", "understanding", "action", "saving"}
    assert min(spent.values()) > 0
    assert sum(spent.values()) <= whole
    assert value(metrics, "turn_seconds_count", stage="understanding") == 1


# --- what cannot break an answer, and what stays bounded ------------------------------


async def test_a_watcher_that_fails_breaks_nothing(
    talk: Talk, sender: str, metrics: Metrics
) -> None:
    def fails(event: Event) -> None:
        raise RuntimeError("no room left")

    with watch.watching(fails):
        turn = await talk.say(ZH, sender)
    assert turn.payloads[0]["topic"] == "lost_card"


def test_labels_stay_few_and_hold_names_only() -> None:
    labels = Labels(most=3)
    assert labels.of(code="empty") == {"code": "empty"}
    for text in ("我叫张三", "a b", "x" * 41, "1\n2", "/forged", "A"):
        assert labels.of(code=text) == {"code": OTHER}
    found = {labels.of(code=f"c{number}")["code"] for number in range(50)}
    assert found == {"c0", "c1", OTHER}
    assert labels.of(code="c1", topic="c9") == {"code": "c1", "topic": "c9"}


async def test_nothing_typed_becomes_a_label(
    talk: Talk, sender: str, metrics: Metrics
) -> None:
    from prometheus_client import generate_latest

    for text in (
        "张三丰身份证510105198803124567怎么报销",
        "/forged{1}",
        "call 13812345678",
    ):
        await talk.say(text, sender)
    shown = generate_latest(metrics.registry).decode()
    for word in ("张三丰", "510105198803124567", "forged", "13812345678", sender):
        assert word not in shown


# --- where Prometheus reads ----------------------------------------------------------


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> str:
    found = f"127.0.0.1:{free_port()}"
    monkeypatch.setenv(settings.METRICS, found)
    return found


def read(address: str) -> str:
    with httpx.Client(trust_env=False) as client:
        answer = client.get(f"http://{address}/metrics")
    assert answer.status_code == 200
    return answer.text


def test_metrics_are_shown_at_the_address_and_gone_after(address: str) -> None:
    with watching.on() as metrics:
        assert metrics is not None
        watch.refused("web", "session")
        shown = read(address)
        assert 'baoxiao_refused_total{channel="web",code="session"} 1.0' in shown
        days = re.search(r"^baoxiao_knowledge_oldest_review_days (\S+)", shown, re.M)
        assert days and 0 <= float(days.group(1)) < 10_000
        assert "baoxiao_knowledge_problems 0.0" in shown
        model = project.trained_from()[:12]
        assert f'baoxiao_model_info{{fingerprint="{model}"}} 1.0' in shown
        with pytest.raises(SettingError), watching.on():
            pass  # two programs at one address
    with pytest.raises(httpx.ConnectError):
        read(address)


def test_without_the_setting_nothing_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(settings.METRICS, raising=False)
    with watching.on() as metrics:
        assert metrics is None


def test_the_conversations_kept_are_shown(address: str, tmp_path: Path) -> None:
    from channels.database import Database, Row

    database = Database(f"sqlite:///{tmp_path / 'kept.sqlite'}")
    with watching.on() as metrics:
        watching.count(metrics, database)
        assert "baoxiao_conversations_kept " not in read(address)  # no table yet
        database.prepare()
        for sender in ("a", "b"):
            database.save(sender, Row(1, "{}"), "turn", 0.0, [])
        assert "baoxiao_conversations_kept 2.0" in read(address)
    database.close()


@pytest.mark.parametrize(
    ("given", "worker", "found"),
    [
        ("127.0.0.1:9105", "", ("127.0.0.1", 9105)),
        ("9105", "", ("127.0.0.1", 9105)),
        (":9105", "2", ("127.0.0.1", 9107)),
        ("0.0.0.0:80", "", ("0.0.0.0", 80)),
        ("[::1]:9105", "1", ("::1", 9106)),
        (" ", "", None),
    ],
)
def test_each_worker_has_a_port(
    given: str, worker: str, found: tuple[str, int] | None
) -> None:
    environment = {settings.METRICS: given, settings.WORKER: worker}
    assert settings.metrics(environment) == found


@pytest.mark.parametrize(
    "given", ["here", "127.0.0.1", "a:b", "a:0", "a:70000", "http://a:1", "a:1/m"]
)
def test_what_is_no_address_is_refused(given: str) -> None:
    with pytest.raises(SettingError, match=settings.METRICS):
        settings.metrics({settings.METRICS: given})


# --- the dashboard -------------------------------------------------------------------


def test_the_dashboard_names_only_metrics_that_there_are(address: str) -> None:
    text = (project.ROOT / "deploy" / "grafana.json").read_text(encoding="utf-8")
    board = json.loads(text)
    from channels.database import Database

    with watching.on() as metrics:
        database = Database("sqlite:///:memory:")
        database.prepare()
        watching.count(metrics, database)
        shown = set(re.findall(r"^# TYPE (\w+)", read(address), re.M))
    asked = [t["expr"] for p in board["panels"] for t in p.get("targets", [])]
    named = {n for e in asked for n in re.findall(r"(?:baoxiao|process)_\w+", e)}
    assert named
    for name in named:
        assert re.sub(r"_(?:bucket|sum|count)$", "", name) in shown, name
    ours = {name for name in shown if name.startswith("baoxiao_")}
    documented = (project.ROOT / "docs" / "watching.md").read_text(encoding="utf-8")
    assert {name for name in ours if f"`{name}`" not in documented} == set()
    numbers = [panel["id"] for panel in board["panels"]]
    assert len(numbers) == len(set(numbers))
