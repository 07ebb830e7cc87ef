from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from stub_channel import Answer, push
from stub_world import PATIENCE, Begin

from simulator.account import Account
from simulator.figures import Times
from simulator.load import Load, questions


async def test_everything_is_answered_once(begin: Begin) -> None:
    world = await begin()
    report = await Load(
        world.delivery, ["门诊", "住院"], users=20, rate=40, seconds=1, wait=1
    ).run()
    assert (report.messages, report.once) == (40, 40)
    assert (report.twice, report.unanswered, report.retries) == (0, 0, 0)
    assert report.passive is not None
    assert 0 < report.passive.p50 <= report.passive.max < 5.0
    assert json.loads(json.dumps(report.as_json()))["waited"]["p50"] > 0
    assert "once         40" in report.lines()


async def test_twice_late_and_never_are_told_apart(begin: Begin) -> None:
    async def mixed(message: Any) -> Answer:
        say = (world.platform.address, world.account, message.source, "推送")
        if message.content in ("late", "twice"):
            asyncio.get_running_loop().run_in_executor(None, push, *say)
        return "success" if message.content in ("late", "never") else "答案"

    world = await begin(mixed)
    asked = ["once", "late", "twice", "never"]
    load = Load(world.delivery, asked, users=20, rate=40, seconds=0.5, wait=2)
    report = await load.run()
    assert (report.messages, report.once) == (20, 10)
    assert (report.twice, report.unanswered, report.faults) == (5, 5, 0)
    assert report.pushes == 10


async def test_retries_and_faults_are_counted(begin: Begin) -> None:
    async def fails(message: Any) -> Answer:
        if message.content == "好":
            return "答案"
        await asyncio.sleep(PATIENCE * 10)
        return "晚了"

    world = await begin(fails)
    world.delivery.patience = PATIENCE
    load = Load(world.delivery, ["好", "坏"], users=4, rate=40, seconds=0.1, wait=0.1)
    report = await load.run()
    assert (report.messages, report.once, report.faults) == (4, 2, 2)
    assert report.retries == 4
    assert report.problems == {"no response in time": 6}


def test_times_are_ranks() -> None:
    assert Times.of([]) is None
    assert Times.of([n / 100 for n in range(100, 0, -1)]) == Times(0.5, 0.95, 0.99, 1.0)


def test_the_questions_are_real_and_mixed() -> None:
    found = questions()
    assert len(found) > 300
    assert any(q.isascii() for q in found)
    assert not any(q.startswith("-") for q in found)


@pytest.mark.parametrize("settings", [{}, {"mode": "plain"}, {"kind": "wecom"}])
def test_an_account_is_read_from_the_settings_of_its_channel(
    settings: dict[str, Any],
) -> None:
    account = Account(**settings)
    given = account.environment("http://127.0.0.1:9")
    read = Account.from_environment(given, account.kind)
    assert read.environment("http://127.0.0.1:9") == given
    given.pop("BAOXIAO_WECHAT_APP_SECRET", None)
    assert Account.from_environment(given, account.kind).app_id == account.app_id
