"""Examples that are kept out of training, to learn from them when to answer."""

from __future__ import annotations

from typing import Any, Dict

from rasa.shared.nlu.constants import INTENT, METADATA
from rasa.shared.nlu.training_data.message import Message


def held_out(example: Message) -> Dict[str, Any] | None:
    """Return the metadata of an example kept out of training, None for the others.

    ``held_out`` is true in it, and ``also`` lists other topics that are as right.
    """
    metadata = (example.get(METADATA) or {}).get(INTENT) or {}
    return metadata if metadata.get("held_out") else None
