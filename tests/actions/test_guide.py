"""The validating actions through rasa-sdk's own executor, message after message."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rasa_sdk.executor import ActionExecutor

Say = Callable[..., Any]


class Talk:
    """A form and the slots that Rasa would keep between the messages."""

    def __init__(self, call: Callable[..., dict[str, Any]], name: str) -> None:
        self._call, self._name = call, name
        self._executor = ActionExecutor()
        self._executor.register_package("actions")
        self.slots: dict[str, Any] = {}
        self.payloads: list[dict[str, Any]] = []

    async def say(self, text: str, intent: str = "nlu_fallback", **facts: str) -> str:
        """Send a message that states ``facts``; return all that is said."""
        self.slots |= {k: v for k, v in facts.items() if k != "guide_answer"}
        entities = tuple((name, 0, len(text)) for name in facts)
        slots = {**self.slots, **facts}
        kept = slots.pop("language", None)
        request = self._call(
            f"validate_{self._name}_form",
            intent,
            text=text,
            kept_language=kept,
            entities=entities,
            **slots,
        )
        result = await self._executor.run(request)
        assert result is not None
        for event in result["events"]:
            if event["event"] == "slot":
                self.slots[event["name"]] = event["value"]
        self.slots.pop("guide_answer", None)
        self.payloads = [response["custom"] for response in result["responses"]]
        return "\n".join(payload["text"] for payload in self.payloads)

    @property
    def asks(self) -> str | None:
        asked: str | None = self.slots["requested_slot"]
        return asked

    async def result(self) -> dict[str, Any]:
        """Run what the form's end runs."""
        request = self._call("action_guide_result", **self.slots_without_language())
        answer = await self._executor.run(request)
        assert answer is not None
        found = [response["custom"] for response in answer["responses"]]
        return found[0] if found else {}

    def slots_without_language(self) -> dict[str, Any]:
        return {k: v for k, v in self.slots.items() if k != "language"}


@pytest.fixture
def talk(call: Callable[..., dict[str, Any]]) -> Callable[[str], Talk]:
    return lambda name: Talk(call, name)


async def test_the_first_question_says_how_to_leave(talk: Say) -> None:
    one = talk("estimate")
    text = await one.say("帮我算一下", "guide_estimate")
    (payload,) = one.payloads
    assert "退出" in text
    assert payload["kind"] == "form"
    assert payload["about"] == "reimbursement_ratio"
    assert payload["topic"] is None
    assert payload["citations"] == []
    assert payload["progress"][0] == 1
    assert payload["ask"]["kind"] == "money"
    assert payload["ask"]["why"]
    assert one.asks == "total"


async def test_an_option_opens_it_without_a_topic(talk: Say) -> None:
    one = talk("filing")
    await one.say("/guide_filing", "guide_filing")
    assert "about" not in one.payloads[0]


async def test_to_the_end_and_the_result(talk: Say) -> None:
    one = talk("balance")
    await one.say("x", "guide_balance")
    await one.say("/inform", "inform", account_case="death")
    assert one.asks == "insurance"
    await one.say("职工", "inform", insurance="employee")
    await one.say("不知道")
    assert one.asks is None
    assert one.slots["guide"]["end"] == "done"
    result = await one.result()
    assert result["kind"] == "result"
    assert "死亡证明" in result["text"]


async def test_what_is_left_has_no_result(talk: Say) -> None:
    one = talk("balance")
    await one.say("x", "guide_balance")
    await one.say("算了")
    assert one.asks is None
    assert one.slots["guide"]["end"] == "left"
    assert await one.result() == {}


async def test_known_facts_may_end_it_at_once(talk: Say) -> None:
    one = talk("filing")
    await one.say("备案", "guide_filing", care="emergency")
    assert one.payloads == []
    assert one.asks is None
    assert "视同已备案" in (await one.result())["text"]


async def test_three_failures_offer_a_person_and_start_again(talk: Say) -> None:
    one = talk("filing")
    await one.say("x", "guide_filing")
    for count in (1, 2, 0):
        text = await one.say("呵呵")
        assert one.slots["guide"]["failures"] == count
        assert one.asks == "reason_away"
    assert "12393" in text
    assert one.payloads[-1]["note"]


async def test_an_answer_ends_the_row_of_failures(talk: Say) -> None:
    one = talk("filing")
    await one.say("x", "guide_filing")
    await one.say("呵呵")
    await one.say("转诊", "inform", reason_away="referral")
    assert one.slots["guide"]["failures"] == 0


async def test_a_question_is_answered_and_the_form_goes_on(talk: Say) -> None:
    one = talk("estimate")
    await one.say("x", "guide_estimate")
    await one.say("生孩子能报吗", "maternity")
    answer, again = one.payloads
    assert answer["topic"] == "maternity"
    assert answer["options"] == []
    assert answer["ask"] is None
    assert again["ask"]["fact"] == "total"
    assert one.slots["answered"][-1].startswith("maternity/")


async def test_an_answer_with_a_question_does_both(talk: Say) -> None:
    one = talk("estimate")
    await one.say("x", "guide_estimate")
    await one.say("20000")
    await one.say("职工医保，生孩子能报吗", "maternity", insurance="employee")
    assert [p["topic"] for p in one.payloads] == ["maternity", None]
    assert one.asks == "insured_region"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("thanks", "thanks"),
        ("what do you know about me", "what_known"),
        ("can you call me an agent", "human_handoff"),
        ("how is the weather?", "out_of_scope"),
    ],
)
async def test_other_turns_are_served_in_between(
    talk: Say, text: str, intent: str
) -> None:
    one = talk("filing")
    await one.say("x", "guide_filing")
    await one.say(text, intent)
    assert len(one.payloads) == 2
    assert one.asks == "reason_away"
    assert one.slots["guide"]["failures"] == 0


async def test_back_clears_the_answer_before(talk: Say) -> None:
    one = talk("estimate")
    await one.say("x", "guide_estimate")
    await one.say("20000")
    await one.say("职工", "inform", insurance="employee")
    await one.say("back")
    assert one.asks == "insurance"
    assert one.slots["insurance"] is None
    await one.say("back")
    assert one.asks == "total"
    assert one.slots["guide"]["figures"] == {}
    assert one.slots["amount"] is None


async def test_a_sum_for_a_part_is_not_the_bill(talk: Say) -> None:
    one = talk("estimate")
    await one.say("x", "guide_estimate")
    await one.say("总费用20000元，自费3000元", "nlu_fallback", amount="3000")
    assert one.slots["amount"] == "20000"
    assert one.payloads[-1]["facts"]["amount"] == "20000"
    assert one.slots["guide"]["figures"]["self_funded"] == "3000"


async def test_a_sum_that_cannot_be_is_asked_again(talk: Say) -> None:
    one = talk("estimate")
    await one.say("x", "guide_estimate")
    await one.say("20000")
    text = await one.say("自费30000")
    assert "超过了总额" in text
    assert "self_funded" not in text
    assert "self_funded" not in one.slots["guide"]["figures"]


async def test_another_task_takes_over(talk: Say) -> None:
    one = talk("estimate")
    await one.say("x", "guide_estimate")
    await one.say("x", "guide_filing")
    assert one.payloads == []
    assert one.slots["guide"] is None
    assert one.slots["requested_slot"] is not None


async def test_a_bare_place_is_the_one_asked_for(talk: Say) -> None:
    one = talk("balance")
    await one.say("x", "guide_balance", account_case="death", insurance="employee")
    assert one.asks == "insured_region"
    await one.say("苏州", "nlu_fallback", place="320500")
    assert one.slots["insured_region"] == "320500"
    assert one.asks is None


async def test_forgetting_leaves_the_form(talk: Say) -> None:
    one = talk("balance")
    await one.say("x", "guide_balance")
    await one.say("忘掉", "forget")
    assert one.payloads[-1]["kind"] == "forgotten"
    assert one.asks is None


async def test_an_option_that_is_no_fact(talk: Say) -> None:
    one = talk("filing")
    await one.say("x", "guide_filing")
    await one.say("/inform", "inform", guide_answer="unknown")
    assert one.asks == "stay"
    await one.say("/inform", "inform", guide_answer="short")
    assert one.slots["guide"]["figures"] == {"reason_away": "unknown", "stay": "short"}
