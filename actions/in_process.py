"""The actions without an action server: the same executor, called directly.

Rasa reaches actions through an endpoint; this one runs them in the same process.
"""

from __future__ import annotations

import logging
from typing import Any

from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

from actions import wording

logger = logging.getLogger(__name__)


def _validate_result(self: RemoteAction, result: dict[str, Any]) -> bool:
    """Check the shape of a response that rasa-sdk made in this process.

    Rasa compiles a JSON schema for every action and walks through all of the response:
    most of the time of a turn, to check what came from another server.

    Raises:
        TypeError: when it has not the shape.
    """
    for key, needed in (("events", "event"), ("responses", None)):
        for item in result.get(key) or []:
            if not isinstance(item, dict) or (needed and needed not in item):
                raise TypeError(f"{key} of {self.name()} are no {key}: {item!r:.80}")
    return True


def _leaving(action: str) -> list[dict[str, Any]]:
    """Return the events after a failure: a form is left, not asked for ever."""
    if not action.startswith("validate_"):
        return []
    return [
        {"event": "slot", "timestamp": None, "name": name, "value": None}
        for name in ("guide", "requested_slot")
    ]


class InProcessActions(EndpointConfig):  # type: ignore[misc]  # rasa is untyped here
    """An action endpoint that runs the rasa-sdk actions of this package."""

    def __init__(self) -> None:
        """Register every action of the package."""
        super().__init__(enable_selective_domain=True)
        RemoteAction._validate_action_result = _validate_result
        self._executor = ActionExecutor()
        self._executor.register_package("actions")

    async def request(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Run the action that the JSON body names and return its response.

        An action that fails is logged, and the person gets a polite answer.
        """
        call = kwargs["json"]
        try:
            return dict(await self._executor.run(call) or {})
        except Exception:
            logger.exception("action %s failed", call.get("next_action"))
            text = f"{wording.TROUBLE.zh}\n{wording.TROUBLE.en}"
            payload = {"kind": "trouble", "text": text, "say": text}
            return {
                "events": _leaving(str(call.get("next_action"))),
                "responses": [{"text": text, "custom": payload}],
            }
