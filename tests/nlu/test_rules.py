"""Rules found by intent are the rules that Rasa finds."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.core.policies.rule_policy import RulePolicy

from channels.talk import Choice, Talk
from nlu.rules import IndexedRules
from shell.assistant import Assistant

DIALOGUES = Path(__file__).parent.parent / "dialogues"
FORMS = ("guide_filing", "guide_estimate", "guide_checklist", "guide_balance")


class Compared:
    """Looks into both ways at every prediction."""

    def __init__(self) -> None:
        self.times: Counter[str] = Counter()
        self.different: list[Any] = []

    def look(self, policy: Any, lookup: dict[str, str], states: list[Any]) -> set[str]:
        quick = _quick(policy, lookup, states)
        slow = RulePolicy._get_possible_keys(policy, lookup, states)
        if quick != slow:
            self.different.append((states[-1], quick ^ slow))
        self.times["states"] += 1
        self.times["with rules"] += bool(slow)
        return set(slow)


_quick = IndexedRules._get_possible_keys


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> Iterator[Compared]:
    found = Compared()

    def look(policy: Any, lookup: Any, states: Any) -> set[str]:
        return found.look(policy, lookup, states)

    monkeypatch.setattr(IndexedRules, "_get_possible_keys", look)
    yield found
    assert found.different == []


async def test_for_every_intent(assistant: Assistant, compared: Compared) -> None:
    talk, sender = Talk(assistant.agent), uuid.uuid4().hex
    intents = sorted(assistant.agent.domain.intents)
    assert len(intents) > 60
    for intent in intents:
        await talk.choose(Choice(f"/{intent}"), sender)
    assert compared.times["states"] > 2 * len(intents)
    assert compared.times["with rules"] > len(intents)


@pytest.mark.parametrize("task", FORMS)
async def test_during_every_guided_task(
    assistant: Assistant, compared: Compared, task: str
) -> None:
    """A task asks no rules while it goes on; were they asked, both find the same."""
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
            states = policy._prediction_states(part, assistant.agent.domain)
            for lookup in policy.lookup.values():
                if isinstance(lookup, dict):
                    compared.look(policy, lookup, states)
    assert compared.times["with rules"] > 20


def policy_of(assistant: Assistant) -> Any:
    nodes = assistant.agent.processor.graph_runner._instantiated_nodes
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
    assert compared.times["with rules"] > 20
    assert compared.different == []


def test_with_no_states_every_rule_is_possible() -> None:
    policy = object.__new__(IndexedRules)
    lookup = {'[{"user": {"intent": "a"}}]': "x"}
    assert policy._get_possible_keys(lookup, []) == set(lookup)
