"""Rasa's rules, found by intent instead of one after the other.

Rasa compares every rule with every state of a conversation. A rule can only hold when
its last state holds, so those for another intent are left out at once.
"""

from __future__ import annotations

import json
from typing import Any, Dict, List, Set

from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.domain import State

_NO_INTENT = ""


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
        index = self._index(lookup)
        wanted = {_intent(states[-1]), _NO_INTENT}
        near = {key: lookup[key] for intent in wanted for key in index.get(intent, ())}
        found: Set[str] = super()._get_possible_keys(near, states)
        return found

    def _index(self, lookup: Dict[str, str]) -> Dict[str, List[str]]:
        """Return the keys of ``lookup`` by the intent in their last state."""
        made: Dict[int, Dict[str, List[str]]] = self.__dict__.setdefault("_made", {})
        known = made.get(id(lookup))
        if known is None:
            known = {}
            for key in lookup:
                last = json.loads(key)[-1]
                known.setdefault(_intent(last), []).append(key)
            made[id(lookup)] = known
        return known


def _intent(state: Any) -> str:
    return str((state.get("user") or {}).get("intent") or _NO_INTENT)
