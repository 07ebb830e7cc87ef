"""Features to a topic: its probability, the decision to answer, several questions."""

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

from knowledge.load import load
from nlu import decision, heads, several
from nlu.decision import Costs, Decision, HeldOut
from nlu.encoder import SentenceEncoderFeaturizer
from nlu.heads import Heads
from nlu.held_out import held_out
from nlu.language import detect
from nlu.ngrams import NgramFeaturizer
from nlu.splitter import parts

#: What the intent becomes when no topic is sure enough; the rules know it.
UNSURE = "nlu_fallback"

Array = np.ndarray[Any, Any]


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True
)
class TopicClassifier(GraphComponent, IntentClassifier):
    """Blends a head on n-grams and a head on sentence vectors, and decides."""

    @classmethod
    def required_components(cls) -> List[Type]:
        """Both featurizers come before it."""
        return [NgramFeaturizer, SentenceEncoderFeaturizer]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Return the defaults; see ``heads`` and ``Costs`` for what they mean.

        Two topics closer than ``ambiguity`` are asked about.
        """
        return {
            "sparse_c": 40.0,
            "dense_share": 0.35,
            "ranking_length": 10,
            "ambiguity": 0.03,
            "costs": {},
        }

    def __init__(
        self, config: Dict[str, Any], storage: ModelStorage, resource: Resource
    ) -> None:
        """Create an untrained classifier."""
        self._config = config
        self._storage = storage
        self._resource = resource
        self._heads: Heads | None = None
        self._decision = Decision()
        topics = load().topics.values()
        self._policy = frozenset(t.id for t in topics if t.kind == "policy")
        self._answerable = frozenset(t.id for t in topics)

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
        """Train both heads, learn the decision on held-out examples, store all."""
        examples = [e for e in training_data.intent_examples if e.get(TEXT)]
        kept = [e for e in examples if held_out(e)]
        examples = [e for e in examples if not held_out(e)]
        self._heads = heads.train(
            *_features(examples),
            [example.get(INTENT) for example in examples],
            self._config["sparse_c"],
        )
        if kept:
            self._decision = self._learn(kept)
        with self._storage.write_to(self._resource) as folder:
            self._heads.save(folder)
            self._decision.save(folder)
        return self._resource

    def _learn(self, kept: List[Message]) -> Decision:
        assert self._heads is not None
        right = [
            frozenset({e.get(INTENT), *(held_out(e) or {}).get("also", [])})
            for e in kept
        ]
        questions = HeldOut(
            self._logs(kept), self._heads.classes, _languages(kept), right
        )
        outside = frozenset(self._heads.classes) - self._policy
        return decision.learn(questions, outside, Costs(**self._config["costs"]))

    def process(self, messages: List[Message]) -> List[Message]:
        """Set intent and ranking of each message, and its questions when several."""
        for message in messages:
            if message.get(INTENT) is None and message.get(TEXT):
                self._classify(message)
        return messages

    def _classify(self, message: Message) -> None:
        assert self._heads is not None, "the classifier is not trained"
        asking = parts(message)
        everything = [message, *asking]
        rows = self._decision.probabilities(
            self._logs(everything), self._heads.classes, _languages(everything)
        )
        ranking = self._ranking(rows[0])
        found = several.questions(
            self._by_topic(rows[0]),
            [
                (p.get(TEXT), self._by_topic(row))
                for p, row in zip(asking, rows[1:], strict=True)
            ],
            self._answerable,
        )
        intent = self._decided(ranking)
        if len(found) > 1:
            questions = [
                {"name": q.topic, "confidence": q.confidence, "text": q.text}
                for q in found
            ]
            message.set("questions", questions, add_to_output=True)
        if len(found) > 1 or (found and intent["name"] == UNSURE):
            # the story blurs the whole, the question in it is clear
            intent = {"name": found[0].topic, "confidence": found[0].confidence}
        message.set("intent", intent, add_to_output=True)
        message.set("intent_ranking", ranking, add_to_output=True)

    def _decided(self, ranking: List[Dict[str, Any]]) -> Dict[str, Any]:
        first, second = ranking[:2]
        sure = self._decision.is_sure(first["name"], first["confidence"])
        ahead = first["confidence"] - second["confidence"]
        if sure and ahead >= self._config["ambiguity"]:
            return first
        return {"name": UNSURE, "confidence": first["confidence"]}

    def _ranking(self, row: Array) -> List[Dict[str, Any]]:
        assert self._heads is not None
        best = np.argsort(-row)[: self._config["ranking_length"]]
        return [
            {"name": self._heads.classes[i], "confidence": float(row[i])} for i in best
        ]

    def _by_topic(self, row: Array) -> Dict[str, float]:
        assert self._heads is not None
        return dict(zip(self._heads.classes, row.tolist(), strict=True))

    def _logs(self, messages: List[Message]) -> Array:
        assert self._heads is not None
        return self._heads.logs(*_features(messages), self._config["dense_share"])

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
            component._decision = Decision.load(folder)
        return component


def _languages(messages: list[Message]) -> list[str]:
    return [detect(message.get(TEXT)) for message in messages]


def _features(messages: list[Message]) -> tuple[Any, Array]:
    """Return the sentence features of messages as a sparse and a dense matrix."""
    sparse = [m.get_sparse_features(TEXT)[1].features.tocsr() for m in messages]
    dense = [m.get_dense_features(TEXT)[1].features for m in messages]
    return (sparse[0] if len(sparse) == 1 else vstack(sparse).tocsr(), np.vstack(dense))
