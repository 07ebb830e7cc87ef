"""Where conversations are kept, and how they are erased."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from channels import settings
from channels.database import Row, Saying
from channels.durable import DurableConversations
from knowledge.errors import SettingError
from shell import keeping, project

PROGRAM = Path(sys.executable).with_name("baoxiao")
DAY = 86_400


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database with conversations that rest for 0, 10 and 40 days, and -10."""
    found = f"sqlite:///{tmp_path / 'kept.sqlite'}"
    monkeypatch.setenv(settings.DATABASE, found)
    store = DurableConversations(None, url=found)
    for days in (0, 10, 40, -10):
        seen, said = time.time() - days * DAY, Saying(1.0, "web", True, '"x"')
        sender = f"{days} days"
        store.database.save(sender, Row(1, "{}"), sender, seen, [said])
    store.close()
    return found


def left() -> set[str]:
    store = keeping.store()
    senders = set(store.database.senders())
    for sender in ("0 days", "10 days", "40 days", "-10 days"):
        assert bool(store.database.said(sender, 1)) == (sender in senders)
    store.close()
    return senders


def test_without_a_setting_conversations_lie_in_var(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(settings.DATABASE, raising=False)
    assert keeping.address() == f"sqlite:///{project.ROOT}/var/conversations.sqlite"
    monkeypatch.setenv(settings.DATABASE, "postgresql://somewhere/else")
    assert keeping.address() == "postgresql://somewhere/else"


@pytest.mark.usefixtures("address")
def test_one_conversation_is_forgotten_and_no_other() -> None:
    assert keeping.forget("10 days", None, False).startswith("1 ")
    assert left() == {"0 days", "40 days", "-10 days"}
    assert keeping.forget("10 days", None, False).startswith("0 ")


@pytest.mark.usefixtures("address")
def test_what_rests_is_forgotten() -> None:
    assert keeping.forget(None, 30, False).startswith("1 ")
    assert left() == {"0 days", "10 days", "-10 days"}
    assert keeping.forget(None, 0, False).startswith("2 ")


@pytest.mark.usefixtures("address")
def test_all_are_forgotten_whatever_their_time() -> None:
    assert keeping.forget(None, None, True).startswith("4 ")
    assert left() == set()


@pytest.mark.parametrize(
    "wish",
    [(None, None, False), ("a", 3.0, False), ("a", None, True), (None, 1.0, True)],
)
@pytest.mark.usefixtures("address")
def test_what_is_not_clear_forgets_nothing(
    wish: tuple[str | None, float | None, bool],
) -> None:
    with pytest.raises(SettingError) as refused:
        keeping.forget(*wish)
    assert "--older-than" in str(refused.value)
    assert len(left()) == 4


def test_the_program_forgets(address: str) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(PROGRAM), "forget", *arguments],
            env={**os.environ, settings.DATABASE: address},
            capture_output=True,
            text=True,
            timeout=100,
        )

    done = run("--older-than", "30")
    assert (done.returncode, done.stdout[:2]) == (0, "1 ")
    assert "已清除 1 个对话" in done.stdout
    done = run()
    assert done.returncode == 1
    assert "--all" in done.stderr
    assert "Traceback" not in done.stderr
    assert left() == {"0 days", "10 days", "-10 days"}


async def test_a_server_forgets_by_and_by_and_goes_on_when_it_cannot(
    address: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(keeping, "_HOUR", 0.01)
    monkeypatch.setenv(settings.KEEP_DAYS, "30")
    store = keeping.store()
    working, failures = store.erase_older, [OSError("away")]

    async def erase(days: float) -> int:
        if failures:
            raise failures.pop()
        return await working(days)

    monkeypatch.setattr(store, "erase_older", erase)
    task = asyncio.create_task(keeping.forget_by_and_by(store))
    for _ in range(500):
        if "40 days" not in await store.keys():
            break
        await asyncio.sleep(0.02)
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()
    assert "were not erased" in caplog.text
    store.close()
    assert left() == {"0 days", "10 days", "-10 days"}
