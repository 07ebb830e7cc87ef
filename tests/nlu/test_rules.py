"""Rules found by intent are the rules that Rasa finds."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.core.policies.rule_policy import RULES, RulePolicy

from channels.talk import Choice, Talk
from nlu.rules import IndexedRules, _Known
from shell.assistant import Assistant

DIALOGUES = Path(__file__).parent.parent / "dialogues"
FORMS = ("guide_filing", "guide_estimate", "guide_checklist", "guide_balance")


class Compared:
    """Asks Rasa's own policy too at every prediction."""

    def __init__(self) -> None:
        self.times: Counter[str] = Counter()
        self.different: list[Any] = []

    def look(self, policy: IndexedRules, tracker: Any, domain: Any) -> Any:
        quick = _quick(policy, tracker, domain)
        slow = _stock(policy)._predict(tracker, domain)
        if _known(quick) != _known(slow):
            self.different.append((quick[1], slow[1]))
        self.times["predictions"] += 1
        self.times["by a rule"] += slow[1] in policy.lookup[RULES]
        return quick


_quick = IndexedRules._predict


def _stock(policy: IndexedRules) -> RulePolicy:
    """Return Rasa's own policy with the rules of ``policy``."""
    stock = object.__new__(RulePolicy)
    stock.__dict__.update(policy.__dict__)
    return stock


def _known(predicted: Any) -> dict[str, Any]:
    prediction, source = predicted
    return {**vars(prediction), "policy_name": "", "source": source}


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> Iterator[Compared]:
    found = Compared()

    def look(policy: IndexedRules, tracker: Any, domain: Any) -> Any:
        return found.look(policy, tracker, domain)

    monkeypatch.setattr(IndexedRules, "_predict", look)
    yield found
    assert found.different == []


async def test_for_every_intent(assistant: Assistant, compared: Compared) -> None:
    talk, sender = Talk(assistant.agent), uuid.uuid4().hex
    intents = sorted(assistant.agent.domain.intents)
    assert len(intents) > 60
    for intent in intents:
        await talk.choose(Choice(f"/{intent}"), sender)
    assert compared.times["predictions"] > 2 * len(intents)
    assert compared.times["by a rule"] > len(intents)


@pytest.mark.parametrize("task", FORMS)
async def test_during_every_guided_task(
    assistant: Assistant, compared: Compared, task: str
) -> None:
    talk, sender = Talk(assistant.agent), uuid.uuid4().hex
    policy = policy_of(assistant)
    for intent in ("lost_card", "inform", "nlu_fallback", "affirm", "greet", *FORMS):
        await talk.choose(Choice(f"/{task}"), sender)
        await talk.choose(Choice(f"/{intent}"), sender)
        tracker = await assistant.store.retrieve(sender)
        events = list(tracker.events)
        for end in range(len(events) - 12, len(events)):
            part = type(tracker).from_events(
                sender, events[:end], assistant.agent.domain.slots
            )
            compared.look(policy, part, assistant.agent.domain)
    assert compared.times["predictions"] > 60


def policy_of(assistant: Assistant) -> Any:
    nodes = assistant.agent.processor.graph_runner._nodes
    (found,) = (
        node._component
        for node in nodes.values()
        if isinstance(node._component, IndexedRules)
    )
    return found


async def test_in_conversations_about_guided_tasks(
    assistant: Assistant, compared: Compared
) -> None:
    for path in sorted((DIALOGUES / "forms").glob("*.yml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))[::4]:
            sender = uuid.uuid4().hex
            for turn in entry["turns"]:
                await assistant.say(turn.get("user") or str(turn["choose"]), sender)
    assert compared.times["by a rule"] > 20


def test_a_rule_for_whatever_was_said_is_found_by_its_text(
    assistant: Assistant,
) -> None:
    policy = policy_of(assistant)
    assert not _Known(policy.lookup[RULES]).reads_text
    spoken = [{}, {"prev_action": {"action_name": "action_listen"}}]
    assert _Known({json.dumps(spoken): "action_answer"}).reads_text


def test_rules_that_were_replaced_are_forgotten() -> None:
    policy = object.__new__(IndexedRules)
    states = [{"user": {"intent": "a"}, "prev_action": {"action_name": "x"}}]
    for _ in range(50):  # a new lookup often lies where the last one was
        for intent in ("a", "b"):
            key = json.dumps([{**states[0], "user": {"intent": intent}}])
            assert policy._get_possible_keys({key: "y"}, states) == (
                {key} if intent == "a" else set()
            )


def test_with_no_states_every_rule_is_possible() -> None:
    policy = object.__new__(IndexedRules)
    lookup = {'[{"user": {"intent": "a"}}]': "x"}
    assert policy._get_possible_keys(lookup, []) == set(lookup)
