"""A person's message through the real assistant."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import pytest

from channels import intake, options
from channels import talk as talking
from channels.errors import FAILED, SLOW
from channels.talk import Choice, Talk, Turn
from shell.assistant import Assistant


class Failing:
    """The real agent, which fails at every message until it is mended."""

    def __init__(self, agent: Any) -> None:
        self._agent, self.broken = agent, True

    def __getattr__(self, name: str) -> Any:
        return getattr(self._agent, name)

    async def handle_message(self, message: Any) -> Any:
        if self.broken:
            raise RuntimeError("the model is gone")
        return await self._agent.handle_message(message)


@pytest.fixture
def talk(assistant: Assistant) -> Talk:
    return Talk(assistant.agent)


@pytest.fixture
def sender() -> str:
    return uuid.uuid4().hex


async def texts(talk: Talk, sender: str) -> list[str]:
    """Return what the person said, as the history has it."""
    entries, _ = await talk.history(sender)
    return [entry.text for entry in entries if entry.payload is None]


# --- saying and choosing -------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language"),
    [("医保卡丢了怎么补办", "zh"), ("I lost my social security card", "en")],
)
async def test_a_question_is_answered_in_its_language(
    talk: Talk, sender: str, text: str, language: str
) -> None:
    turn = await talk.say(text, sender)
    assert (turn.problem, turn.code, turn.form) == (None, "", None)
    assert turn.shown == text
    assert turn.payloads[0]["topic"] == "lost_card"
    assert turn.payloads[0]["language"] == language


async def test_a_number_chooses_the_option_of_the_last_reply(
    talk: Talk, sender: str
) -> None:
    first = await talk.choose(Choice("/greet", "", "zh"), sender)
    offered = options.offered(first.payloads)
    turn = await talk.say("2", sender)
    assert turn.payloads[0]["topic"] == offered[1]["payload"].removeprefix("/")
    assert turn.shown == "2"
    assert await texts(talk, sender) == ["2"]


async def test_a_number_chooses_nothing_where_nothing_was_offered(
    talk: Talk, sender: str
) -> None:
    turn = await talk.say("2", sender)
    assert turn.problem is None
    assert turn.payloads[0]["kind"] not in ("answer", "neighbour")


async def test_the_label_of_a_choice_is_what_the_person_is_shown_to_have_said(
    talk: Talk, sender: str
) -> None:
    turn = await talk.choose(Choice("/lost_card", "卡丢了怎么办？", "zh"), sender)
    assert turn.payloads[0]["topic"] == "lost_card"
    assert turn.shown == "卡丢了怎么办？"
    assert await texts(talk, sender) == ["卡丢了怎么办？"]


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_choice_is_answered_in_its_own_language(
    talk: Talk, sender: str, language: Any
) -> None:
    await talk.say("hello" if language == "zh" else "你好", sender)
    turn = await talk.choose(Choice("/lost_card", "x", language), sender)
    assert turn.payloads[0]["language"] == language


async def test_a_greeting_that_nobody_typed_is_not_in_the_history(
    talk: Talk, sender: str
) -> None:
    turn = await talk.choose(Choice("/greet", "", "zh"), sender)
    entries, form = await talk.history(sender)
    assert turn.payloads
    assert form is None
    assert [entry.text for entry in entries] == [""] * len(turn.payloads)
    assert [entry.payload for entry in entries] == turn.payloads


async def test_a_guided_task_that_goes_on_is_named_until_it_ends(
    talk: Talk, sender: str
) -> None:
    choice = Choice("/guide_filing", "一步步", "zh")
    turn = await talk.choose(choice, sender)
    assert turn.form is not None
    assert (await talk.history(sender))[1] == turn.form
    await talk.erase(sender)
    assert await talk.history(sender) == ([], None)


async def test_the_channel_is_kept_with_the_conversation(
    talk: Talk, sender: str
) -> None:
    await talk.say("你好", sender, "web")
    tracker = await talk._agent.tracker_store.retrieve(sender)
    assert tracker.get_latest_input_channel() == "web"


# --- one reply after the other -------------------------------------------------------


async def test_each_reply_is_passed_on_as_it_is_said(talk: Talk, sender: str) -> None:
    passed: list[Any] = []

    async def on_reply(payload: Any) -> None:
        passed.append(payload)

    text = "生孩子能报多少钱？医保卡丢了怎么补办？"
    turn = await talk.say(text, sender, on_reply=on_reply)
    assert len(turn.payloads) > 1
    assert passed == turn.payloads


async def test_each_reply_to_a_choice_is_passed_on_too(talk: Talk, sender: str) -> None:
    passed: list[Any] = []

    async def on_reply(payload: Any) -> None:
        passed.append(payload)

    turn = await talk.choose(Choice("/greet"), sender, on_reply=on_reply)
    assert turn.payloads
    assert passed == turn.payloads


# --- what cannot be answered ---------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("///", "empty"),
        ("\x00\x07", "empty"),
        ("医" * (intake.MAX_LENGTH + 1), "length"),
        (b"\xff", "encoding"),
        ("医保\ud800", "encoding"),
    ],
)
async def test_what_cannot_be_a_message_is_a_problem_and_leaves_no_trace(
    talk: Talk, sender: str, raw: str | bytes, code: str
) -> None:
    turn = await talk.say(raw, sender)
    assert turn.code == code
    assert turn.problem is not None
    assert turn.payloads == []
    assert await talk.history(sender) == ([], None)


@pytest.mark.parametrize(
    "text", ["/inform{}", '/inform{"insured_region": "厦门"}', "//restart", "／greet"]
)
async def test_nobody_types_an_intent(talk: Talk, sender: str, text: str) -> None:
    await talk.say(text, sender)
    tracker = await talk._agent.tracker_store.retrieve(sender)
    assert not (tracker.latest_message.text or "").startswith(("/", "／"))


async def test_a_message_that_fails_is_a_problem_and_is_logged_and_the_next_is_answered(
    assistant: Assistant, sender: str, caplog: pytest.LogCaptureFixture
) -> None:
    agent = Failing(assistant.agent)
    talk = Talk(agent)
    turn = await talk.say("医保卡丢了怎么补办", sender)
    assert turn == Turn(problem=FAILED, code="failed")
    (record,) = [r for r in caplog.records if r.name == "channels.talk"]
    assert record.exc_info is not None
    assert "the model is gone" in str(record.exc_info[1])
    assert "医保卡" not in record.getMessage()
    agent.broken = False
    turn = await talk.say("医保卡丢了怎么补办", sender)
    assert turn.payloads[0]["topic"] == "lost_card"


# --- erasing -------------------------------------------------------------------------


async def test_erasing_forgets_one_conversation_and_no_other(
    talk: Talk, sender: str
) -> None:
    other = uuid.uuid4().hex
    await talk.say("我的医保在厦门", sender)
    await talk.say("我的医保在厦门", other)
    await talk.erase(sender)
    assert await talk.history(sender) == ([], None)
    assert await texts(talk, other) == ["我的医保在厦门"]
    turn = await talk.say("你知道我什么情况", sender)
    assert "厦门" not in turn.payloads[0]["text"]


async def test_erasing_what_is_not_there_does_nothing(talk: Talk, sender: str) -> None:
    await talk.erase(sender)
    assert await talk.history(sender) == ([], None)


async def test_who_asks_to_be_forgotten_is_told_so_and_leaves_no_history(
    talk: Talk, sender: str
) -> None:
    await talk.say("我的医保在厦门", sender)
    turn = await talk.say("忘掉我说的", sender)
    assert turn.payloads[0]["kind"] == "forgotten"
    assert turn.shown == "忘掉我说的"
    assert await talk.history(sender) == ([], None)


# --- a turn that breaks off ----------------------------------------------------------


class Breaking:
    """The real actions, of which one hangs or crashes after others have run."""

    def __init__(self, agent: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        self.how: Exception | None = None
        self.broken = True
        processor = agent.processor
        save = processor.save_tracker

        async def saving(tracker: Any) -> None:
            if self.broken and self.how is None:
                await asyncio.sleep(3_600)
            if self.broken and self.how is not None:
                raise self.how
            await save(tracker)

        monkeypatch.setattr(processor, "save_tracker", saving)


@pytest.mark.parametrize("how", [None, RuntimeError("broken")])
async def test_a_turn_that_breaks_off_leaves_nothing_and_is_answered_when_sent_again(
    assistant: Assistant,
    sender: str,
    monkeypatch: pytest.MonkeyPatch,
    how: Exception | None,
) -> None:
    talk = Talk(assistant.agent)
    await talk.say("我的医保在厦门", sender)
    before = await texts(talk, sender)
    monkeypatch.setattr(talking, "LONGEST", 0.5)
    breaking = Breaking(assistant.agent, monkeypatch)
    breaking.how = how
    turn = await talk.say("医保卡丢了怎么补办", sender, name="m1")
    assert turn == Turn(problem=SLOW if how is None else FAILED, code="failed")
    assert await texts(talk, sender) == before
    breaking.broken = False
    monkeypatch.setattr(talking, "LONGEST", 60.0)
    again = await talk.say("医保卡丢了怎么补办", sender, name="m1")
    assert [p["topic"] for p in again.payloads] == ["lost_card"]
    assert (await talk.say("x", sender, name="m1")).payloads == again.payloads
    known = await talk.say("你知道我什么情况", sender)
    assert "厦门" in known.payloads[0]["text"]


async def test_an_action_that_hangs_gets_a_polite_answer_and_blocks_no_other(
    assistant: Assistant, sender: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint = assistant.agent.processor.action_endpoint
    request = endpoint.request

    async def hanging(*arguments: Any, **call: Any) -> Any:
        if call["json"]["sender_id"] == sender:
            await asyncio.sleep(3_600)
        return await request(*arguments, **call)

    talk = Talk(assistant.agent)
    with monkeypatch.context() as broken:
        broken.setattr(talking, "LONGEST", 1.0)
        broken.setattr(endpoint, "request", hanging)
        hung = asyncio.create_task(talk.say("医保卡丢了怎么补办", sender))
        broken.setattr(talking, "LONGEST", 60.0)
        other = await talk.say("医保卡丢了怎么补办", uuid.uuid4().hex)
        assert other.payloads[0]["topic"] == "lost_card"
        hung.cancel()
        await asyncio.wait([hung])
        broken.setattr(talking, "LONGEST", 1.0)
        turn = await talk.say("医保卡丢了怎么补办", sender)
        assert (turn.problem, turn.code) == (SLOW, "failed")
    turn = await talk.say("医保卡丢了怎么补办", sender)
    assert turn.payloads[0]["topic"] == "lost_card"


def test_a_turn_may_take_as_long_as_people_wait() -> None:
    assert talking.LONGEST == 20
