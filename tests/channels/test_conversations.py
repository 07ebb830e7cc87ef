"""Conversations in memory: bounded, apart, and erased for good."""

from __future__ import annotations

import time
import uuid

import pytest

from shell.assistant import Assistant

TURNS = 300


async def test_the_last_of_many_turns_costs_no_more_than_twice_the_tenth(
    assistant: Assistant,
) -> None:
    sender, costs = uuid.uuid4().hex, []
    for _ in range(TURNS):
        started = time.process_time()
        turn = await assistant.say("异地就医怎么备案", sender)
        costs.append(time.process_time() - started)
        assert turn.payloads
    early, late = sorted(costs[5:15])[5], sorted(costs[-10:])[5]
    assert late <= 2 * early


async def test_what_was_said_long_ago_is_still_known(assistant: Assistant) -> None:
    sender = uuid.uuid4().hex
    await assistant.say("我的医保在厦门，是居民医保", sender)
    for _ in range(40):
        await assistant.say("社保卡丢了怎么办", sender)
    turn = await assistant.say("你知道我什么情况", sender)
    assert "厦门" in turn.payloads[0]["text"]
    assert "居民医保" in turn.payloads[0]["text"]


async def test_conversations_do_not_know_of_each_other(assistant: Assistant) -> None:
    await assistant.say("我的医保在厦门", uuid.uuid4().hex)
    other = await assistant.say("你知道我什么情况", uuid.uuid4().hex)
    assert "厦门" not in other.payloads[0]["text"]


@pytest.mark.parametrize("words", ["忘掉我说的", "forget everything"])
async def test_forget_erases_the_conversation(assistant: Assistant, words: str) -> None:
    sender = uuid.uuid4().hex
    await assistant.say("我的医保在厦门，异地住院怎么报", sender)
    assert await assistant.store.retrieve(sender) is not None
    turn = await assistant.say(words, sender)
    assert turn.payloads[0]["kind"] == "forgotten"
    assert await assistant.store.retrieve(sender) is None
    after = await assistant.say("你知道我什么情况", sender)
    assert "厦门" not in after.payloads[0]["text"]
