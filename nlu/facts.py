"""The facts of a message as Rasa entities, found by ``matching``."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.marks import found, matcher


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False
)
class FactExtractor(GraphComponent, EntityExtractorMixin):
    """Adds an entity for each fact that the message states."""

    def __init__(self) -> None:
        """Compile the matcher from the knowledge base of this installation."""
        matcher()

    @staticmethod
    def required_packages() -> List[str]:
        """Return the packages the matcher uses."""
        return ["spacy"]

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FactExtractor:
        """Create the component; it has nothing to configure."""
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the entities of each message."""
        for message in messages:
            entities = [
                {
                    "entity": fact.fact,
                    "value": fact.value,
                    "start": fact.start,
                    "end": fact.end,
                    "extractor": self.name,
                }
                for fact in found(message.get(TEXT) or "")
            ]
            known = message.get(ENTITIES, [])
            message.set(ENTITIES, known + entities, add_to_output=True)
        return messages
