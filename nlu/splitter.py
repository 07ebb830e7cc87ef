"""The asking parts of a message, as messages that pass through the same pipeline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.questions import split

_PARTS = "parts"
#: More parts than this are a list, not questions of one person.
_MOST = 8


def parts(message: Message) -> list[Message]:
    """Return the asking parts of ``message``; none when it asks one thing."""
    return message.get(_PARTS) or []


def with_parts(messages: List[Message]) -> Iterator[Message]:
    """Yield each message that has text, followed by its parts."""
    for message in messages:
        if message.get(TEXT):
            yield message
            yield from parts(message)


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False
)
class QuestionSplitter(GraphComponent):
    """Adds the asking parts of a message that asks more than one thing."""

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> QuestionSplitter:
        """Create the component; it has nothing to configure."""
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave training examples whole."""
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Set the parts of each message."""
        for message in messages:
            found = split(message.get(TEXT) or "")[:_MOST]
            found = found if len(found) > 1 else []
            message.set(_PARTS, [Message(data={TEXT: part}) for part in found])
        return messages
