"""Personal numbers that somebody types are in no reply, no store and no log."""

from __future__ import annotations

import json
import logging
import uuid
from pathlib import Path
from typing import Any

import pytest

from actions import feedback
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


async def _stored(assistant: Assistant, sender: str) -> str:
    tracker: Any = await assistant.store.retrieve(sender)
    events = [event.as_dict() for event in tracker.events]
    return json.dumps(
        [events, tracker.current_slot_values()], ensure_ascii=False, default=str
    )
