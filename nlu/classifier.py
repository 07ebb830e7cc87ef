"""Features to a topic, with the ranking of all topics."""

from __future__ import annotations

from typing import Any, Dict, List, Type

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import vstack

from nlu import heads
from nlu.encoder import SentenceEncoderFeaturizer
from nlu.heads import Heads
from nlu.ngrams import NgramFeaturizer


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True
)
class TopicClassifier(GraphComponent, IntentClassifier):
    """Blends a head on n-grams and a head on sentence vectors."""

    @classmethod
    def required_components(cls) -> List[Type]:
        """Both featurizers come before it."""
        return [NgramFeaturizer, SentenceEncoderFeaturizer]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Return the defaults; see ``Heads.probabilities`` for what they mean."""
        return {
            "sparse_c": 10.0,
            "dense_c": 20.0,
            "dense_share": 0.5,
            "temperature": 0.6,
            "ranking_length": 10,
        }

    def __init__(
        self, config: Dict[str, Any], storage: ModelStorage, resource: Resource
    ) -> None:
        """Create an untrained classifier."""
        self._config = config
        self._storage = storage
        self._resource = resource
        self._heads: Heads | None = None

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicClassifier:
        """Create an untrained classifier."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Train both heads on the intent examples and store them."""
        examples = [e for e in training_data.intent_examples if e.get(TEXT)]
        sparse, dense = _features(examples)
        self._heads = heads.train(
            sparse,
            dense,
            [example.get(INTENT) for example in examples],
            self._config["sparse_c"],
            self._config["dense_c"],
        )
        with self._storage.write_to(self._resource) as folder:
            self._heads.save(folder)
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Set intent and ranking of each message that has features."""
        for message in messages:
            if message.get(INTENT) is None and message.get(TEXT):
                self._classify(message)
        return messages

    def _classify(self, message: Message) -> None:
        assert self._heads is not None, "the classifier is not trained"
        sparse, dense = _features([message])
        row = self._heads.probabilities(
            sparse, dense, self._config["dense_share"], self._config["temperature"]
        )[0]
        best = np.argsort(-row)[: self._config["ranking_length"]]
        ranking = [
            {"name": self._heads.classes[i], "confidence": float(row[i])} for i in best
        ]
        message.set("intent", ranking[0], add_to_output=True)
        message.set("intent_ranking", ranking, add_to_output=True)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TopicClassifier:
        """Load the trained classifier."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._heads = Heads.load(folder)
        return component


def _features(messages: list[Message]) -> tuple[Any, np.ndarray[Any, Any]]:
    """Return the sentence features of messages as a sparse and a dense matrix."""
    sparse = [m.get_sparse_features(TEXT)[1].features.tocsr() for m in messages]
    dense = [m.get_dense_features(TEXT)[1].features for m in messages]
    return (sparse[0] if len(sparse) == 1 else vstack(sparse).tocsr(), np.vstack(dense))
