"""Personal numbers that somebody types are in no reply, no store and no log."""

from __future__ import annotations

import io
import json
import logging
import uuid
from pathlib import Path
from typing import Any

import pytest

from actions import feedback
from channels.durable import DurableConversations
from channels.talk import Talk
from shell import logs
from shell.assistant import Assistant

#: What is typed, and the digits that must be nowhere afterwards.
TYPED = {
    "我身份证号510105198803124567，异地就医怎么备案": "510105198803124567",
    "身份证 11010119900307451X，住院能报多少": "11010119900307451X",
    "手机13812345678，医保卡丢了怎么办": "13812345678",
    "银行卡6222021234567890123，住院报销多久到账": "6222021234567890123",
    "手机号１３８１２３４５６７８，怎么查余额": "１３８１２３４５６７８",
    "my ID is 110101199003074518, how do I file": "110101199003074518",
    "call +86 139 1234 5678, I lost my insurance card": "139 1234 5678",
    "card 6222 0212 3456 7890 123, when do I get the money": "6222 0212 3456 7890",
    "邮箱zhangsan88@qq.com，异地就医怎么备案": "zhangsan88",
    "write to o.brien@example.ie, how do I file": "example.ie",
    "我的护照是E12345678，外国人能参保吗": "E12345678",
    "my US passport number is 512345678, can I enrol": "512345678",
    "回乡证H1234567890，香港人能参保吗": "H1234567890",
    "台胞证号12345678，怎么参保": "12345678",
    "社保卡号A87654321，卡丢了怎么办": "87654321",
    "医保卡号10812345600S，查余额": "10812345600",
    "医院0755-2654321没人接，打什么电话": "2654321",
    "call me on +44 20 7946 0958, how do I file": "7946 0958",
}
_AFTER = (
    "你知道我什么情况",
    "what do you know about me?",
    "转人工",
    "没帮助",
    "再说一遍",
)


@pytest.mark.parametrize(("typed", "number"), TYPED.items())
async def test_a_personal_number_is_kept_nowhere(
    assistant: Assistant,
    typed: str,
    number: str,
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = tmp_path / "feedback.jsonl"
    monkeypatch.setenv(feedback.FILE_VARIABLE, str(kept))
    caplog.set_level(logging.DEBUG)
    sender = uuid.uuid4().hex
    turns = [await assistant.say(words, sender) for words in (typed, *_AFTER)]
    said = json.dumps([turn.payloads for turn in turns], ensure_ascii=False)
    stored = await _stored(assistant, sender)
    assert "＊＊＊" in stored  # the message itself is there
    verdicts = kept.read_text(encoding="utf-8") if kept.exists() else ""
    for where in (said, stored, caplog.text, verdicts):
        assert number not in where


async def test_no_personal_number_is_in_the_file_of_the_database_or_in_the_log(
    assistant: Assistant, tmp_path: Path
) -> None:
    """Every byte of SQLite's files, and every line that `serve` would log."""
    agent, out = assistant.agent, io.StringIO()
    before = (agent.tracker_store, agent.processor.tracker_store)
    store = DurableConversations(agent.domain, url=f"sqlite:///{tmp_path}/c.sqlite")
    agent.tracker_store = agent.processor.tracker_store = store
    try:
        with logs.opened("debug", out):
            talk = Talk(agent)
            for number, typed in enumerate(TYPED):
                turn = await talk.say(typed, f"person-{number}", "web", name="m1")
                assert turn.payloads, typed
        open_files = _bytes(tmp_path)
        store.close()
    finally:
        agent.tracker_store, agent.processor.tracker_store = before
    for kept in (open_files, _bytes(tmp_path), out.getvalue().encode()):
        assert [number for number in TYPED.values() if number.encode() in kept] == []
    assert open_files.count("＊＊＊".encode()) >= len(TYPED)  # the messages are there
    assert len(out.getvalue().splitlines()) > len(TYPED)


async def test_what_was_forgotten_is_in_no_store(assistant: Assistant) -> None:
    sender = uuid.uuid4().hex
    await assistant.say("我是成都职工医保，住院能报多少", sender)
    assert "510100" in await _stored(assistant, sender)
    await assistant.say("忘掉我说的", sender)
    assert await assistant.store.retrieve(sender) is None


async def test_a_question_asked_once_leaves_nothing(assistant: Assistant) -> None:
    before = set(await assistant.store.keys())
    await assistant.ask_once("我是成都职工医保，住院能报多少")
    assert set(await assistant.store.keys()) == before


def _bytes(folder: Path) -> bytes:
    """Return what the database's file and those beside it hold."""
    return b"".join(path.read_bytes() for path in sorted(folder.glob("c.sqlite*")))


async def _stored(assistant: Assistant, sender: str) -> str:
    tracker: Any = await assistant.store.retrieve(sender)
    events = [event.as_dict() for event in tracker.events]
    return json.dumps(
        [events, tracker.current_slot_values()], ensure_ascii=False, default=str
    )
