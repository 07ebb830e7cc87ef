"""Rasa's rules, found by intent instead of one after the other.

Rasa compares every rule with every state of a conversation. A rule can only hold when
its last state holds, so those for another intent are left out at once. And it goes
through the whole conversation with a copy of every slot, though no rule here reads a
slot or more than the last turns.
"""

from __future__ import annotations

import json
from collections import deque
from typing import Any, Dict, List, Optional, Set, Tuple

from rasa.core.policies.rule_policy import RULES, RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import (
    ActionReverted,
    ActiveLoop,
    BotUttered,
    Restarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

_NO_INTENT = ""
#: Events that no rule sees, and those through which earlier ones still count.
_UNREAD = {SlotSet, BotUttered}
_REACH_BACK = {ActiveLoop, ActionReverted, UserUtteranceReverted, Restarted}

Index = Dict[str, List[str]]


class _Known:
    """Rules by the intent in their last state.

    ``reads_text``: one may hold for a text, ``longest``: states of the longest.
    """

    def __init__(self, lookup: Dict[str, str]) -> None:
        self.lookup = lookup
        self.index: Index = {}
        self.reads_text = False
        self.longest = 0
        for key in lookup:
            states = json.loads(key)
            self.longest = max(self.longest, len(states))
            last = states[-1]
            intent = _intent(last)
            self.index.setdefault(intent, []).append(key)
            before = (last.get("prev_action") or {}).get("action_name")
            # without an intent, after a message: it holds for whatever was said
            if intent == _NO_INTENT and before in (None, "action_listen"):
                self.reads_text = True


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True
)
class IndexedRules(RulePolicy):
    """Predicts what Rasa's ``RulePolicy`` predicts, faster."""

    def _get_possible_keys(
        self, lookup: Dict[str, str], states: List[State]
    ) -> Set[str]:
        if not states:
            return set(lookup)
        index = self._known(lookup).index
        wanted = {_intent(states[-1]), _NO_INTENT}
        near = {key: lookup[key] for intent in wanted for key in index.get(intent, ())}
        found: Set[str] = super()._get_possible_keys(near, states)
        return found

    def _known(self, lookup: Dict[str, str]) -> _Known:
        made: Dict[int, _Known] = self.__dict__.setdefault("_made", {})
        known = made.get(id(lookup))
        # a later lookup may get the number of one that is gone
        if known is None or known.lookup is not lookup:
            known = made[id(lookup)] = _Known(lookup)
        return known

    def _find_action_from_rules(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        use_text_for_last_user_input: bool,
    ) -> Tuple[Optional[str], Optional[str], bool]:
        known = self._known(self.lookup[RULES])
        if use_text_for_last_user_input and not known.reads_text:
            return None, None, False
        found: Tuple[Optional[str], Optional[str], bool]
        found = super()._find_action_from_rules(
            tracker, domain, use_text_for_last_user_input
        )
        return found

    def _prediction_states(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        use_text_for_last_user_input: bool = False,
        rule_only_data: Optional[Dict[str, Any]] = None,
    ) -> List[State]:
        found: List[State] = super()._prediction_states(
            _lightened(tracker, self._known(self.lookup[RULES]).longest),
            domain,
            use_text_for_last_user_input,
            rule_only_data,
        )
        return found


def _intent(state: Any) -> str:
    return str((state.get("user") or {}).get("intent") or _NO_INTENT)


def _lightened(tracker: DialogueStateTracker, longest: int) -> DialogueStateTracker:
    """Return ``tracker`` with only what rules of ``longest`` states read of it."""
    read = [slot for slot in tracker.slots.values() if slot.influence_conversation]
    if read or isinstance(tracker, TrackerWithCachedStates):  # these keep their states
        return tracker
    light = DialogueStateTracker(tracker.sender_id, [])
    events = [event for event in tracker.events if type(event) not in _UNREAD]
    if not any(type(event) in _REACH_BACK for event in events):
        said = [n for n, event in enumerate(events) if type(event) is UserUttered]
        # each message and its answer are a state at least
        events = events[said[-longest - 1] :] if len(said) > longest else events
    light.events = deque(events)
    return light
