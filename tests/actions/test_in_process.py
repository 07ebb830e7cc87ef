"""The actions without an action server."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from actions import items, wording
from actions.in_process import InProcessActions
from actions.turn import DAY_VARIABLE


@pytest.fixture(scope="module")
def endpoint() -> InProcessActions:
    return InProcessActions()


def polite(result: dict[str, Any]) -> bool:
    (response,) = result["responses"]
    text = f"{wording.TROUBLE.zh}\n{wording.TROUBLE.en}"
    payload = {"kind": "trouble", "text": text, "say": text}
    return result["events"] == [] and response == {"text": text, "custom": payload}


async def test_an_action_answers_as_it_would_on_a_server(
    endpoint: InProcessActions, call: Any
) -> None:
    result = await endpoint.request(json=call("action_answer", "maternity"))
    (response,) = result["responses"]
    assert response["custom"]["answer"] == "maternity/general"
    assert response["text"] == response["custom"]["text"]
    assert {"language", "topic"} <= {event["name"] for event in result["events"]}


@pytest.mark.parametrize(
    "action",
    [
        "action_answer",
        "action_article",
        "action_fallback",
        "action_out_of_scope",
        "action_small_talk",
    ],
)
async def test_every_action_of_the_domain_is_there(
    endpoint: InProcessActions, call: Any, action: str
) -> None:
    result = await endpoint.request(json=call(action))
    assert not polite(result)


async def test_an_action_that_crashes_gives_a_polite_answer_and_a_log_line(
    endpoint: InProcessActions,
    call: Any,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def crash(*arguments: object) -> None:
        raise RuntimeError("the roof is leaking")

    monkeypatch.setattr(items, "select", crash)
    with caplog.at_level(logging.ERROR, logger="actions.in_process"):
        result = await endpoint.request(json=call("action_answer", "maternity"))
    assert polite(result)
    assert "action action_answer failed" in caplog.text
    assert "the roof is leaking" in caplog.text
    assert "the roof" not in str(result)


async def test_an_unknown_action_gives_a_polite_answer(
    endpoint: InProcessActions, call: Any, caplog: pytest.LogCaptureFixture
) -> None:
    result = await endpoint.request(json=call("action_juggle"))
    assert polite(result)
    assert "action_juggle" in caplog.text


async def test_a_day_that_is_no_date_gives_a_polite_answer(
    endpoint: InProcessActions,
    call: Any,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv(DAY_VARIABLE, "tomorrow")
    result = await endpoint.request(json=call("action_answer", "maternity"))
    assert polite(result)
    assert "write it as 2027-01-01" in caplog.text
