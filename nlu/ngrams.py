"""Sparse features: character n-grams, Latin words, marks of facts and concepts.

N-grams see spelling, typos and both languages in one.
"""

from __future__ import annotations

import itertools
import json
import re
from collections import Counter
from collections.abc import Callable
from typing import Any, Dict, List, Type

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import coo_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from nlu.bare import bare
from nlu.concepts import concepts
from nlu.held_out import held_out
from nlu.marks import marks
from nlu.normalise import normalise
from nlu.splitter import with_parts
from nlu.tokenizer import BilingualTokenizer

#: Rows of the examples just learned from, by resource, for the step that adds them:
#: reading 20,000 texts twice would be a third of the training time.
_JUST_READ: dict[str, tuple[dict[str, int], Any]] = {}

_WORD = re.compile(r"[a-z][a-z'’-]+")


def analyser(low: int, high: int) -> Callable[[str], list[str]]:
    """Return a function from a text to its features.

    They are the character n-grams of ``low`` to ``high`` characters and the Latin
    words, alone and in pairs, of the bare text, and marks of its facts and concepts.
    """
    characters = TfidfVectorizer(
        analyzer="char_wb", preprocessor=normalise, ngram_range=(low, high)
    ).build_analyzer()

    def analyse(text: str) -> list[str]:
        plain = bare(text)
        words = _WORD.findall(normalise(plain))
        pairs = [f"{one} {two}" for one, two in itertools.pairwise(words)]
        latin = (f"_{word}_" for word in words + pairs)
        return [*characters(plain), *latin, *marks(text), *concepts(text)]

    return analyse


def vectorizer(
    low: int, high: int, vocabulary: dict[str, int] | None = None, **options: Any
) -> Any:
    """Return a TF-IDF vectorizer over the features of ``analyser``."""
    return TfidfVectorizer(
        analyzer=analyser(low, high),
        sublinear_tf=True,
        dtype=np.float32,
        vocabulary=vocabulary,
        **options,
    )


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True
)
class NgramFeaturizer(SparseFeaturizer, GraphComponent):
    """Adds the TF-IDF of a message's n-grams, words and marks."""

    @classmethod
    def required_components(cls) -> List[Type]:
        """Rasa wants a tokenizer before any featurizer."""
        return [BilingualTokenizer]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Return the defaults: n-grams of 1 to 3, each seen in two examples or more."""
        return {
            **SparseFeaturizer.get_default_config(),
            "min_ngram": 1,
            "max_ngram": 3,
            "min_df": 2,
        }

    def __init__(
        self,
        config: Dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        context: ExecutionContext,
    ) -> None:
        """Create an untrained featurizer."""
        super().__init__(context.node_name, config)
        self._storage = storage
        self._resource = resource
        self._ngrams = (config["min_ngram"], config["max_ngram"])
        self._vectorizer: Any = None
        self._idf: Any = None

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NgramFeaturizer:
        """Create an untrained featurizer."""
        return cls(config, model_storage, resource, execution_context)

    @classmethod
    def validate_config(cls, config: Dict[str, Any]) -> None:
        """Refuse an empty range of n-grams."""
        low, high = config["min_ngram"], config["max_ngram"]
        if not 1 <= low <= high:
            raise InvalidConfigException(
                f"config.yml: NgramFeaturizer has min_ngram {low}, max_ngram {high}. "
                "Use 1 <= min_ngram <= max_ngram."
            )

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the n-grams and their weights from the intent examples."""
        examples = [e for e in training_data.intent_examples if not held_out(e)]
        texts = [example.get(TEXT) for example in examples]
        self._vectorizer = vectorizer(*self._ngrams, min_df=self._config["min_df"])
        rows = self._vectorizer.fit_transform(texts)
        self._idf = self._vectorizer.idf_
        places = {text: index for index, text in enumerate(texts)}
        _JUST_READ[self._resource.name] = (places, rows)
        self._persist()
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add features to every training example."""
        places, rows = _JUST_READ.pop(self._resource.name, ({}, None))
        unread = []
        for message in training_data.training_examples:
            if message.get(TEXT) in places:
                self._add(message, rows[places[message.get(TEXT)]])
            else:
                unread.append(message)
        self.process(unread)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Add features to each message that has text."""
        if self._vectorizer is not None:
            for message in with_parts(messages):
                self._add(message, self._row(message.get(TEXT)))
        return messages

    def _row(self, text: str) -> coo_matrix:
        """Return what the vectorizer makes of one text.

        It checks and converts as for thousands of texts: ten times the work.
        """
        known = self._vectorizer.vocabulary_
        terms = map(known.get, self._vectorizer.analyzer(text))
        counts = Counter(place for place in terms if place is not None)
        places = np.array(sorted(counts), dtype=np.int32)
        values = np.array([counts[place] for place in places.tolist()])
        values = (1 + np.log(values)) * self._idf[places]
        values /= np.sqrt((values**2).sum()) or 1.0
        shape = (1, len(known))
        return coo_matrix((values, (np.zeros_like(places), places)), shape)

    def _add(self, message: Message, row: Any) -> None:
        # as the weights: otherwise SciPy copies those for every message
        features = row.astype(np.float32).tocoo()
        name = self._config[FEATURIZER_CLASS_ALIAS]
        message.add_features(Features(features, FEATURE_TYPE_SENTENCE, TEXT, name))

    def _persist(self) -> None:
        vocabulary = sorted(
            self._vectorizer.vocabulary_, key=self._vectorizer.vocabulary_.__getitem__
        )
        with self._storage.write_to(self._resource) as folder:
            (folder / "ngrams.json").write_text(
                json.dumps(vocabulary, ensure_ascii=False), encoding="utf-8"
            )
            np.save(folder / "idf.npy", self._vectorizer.idf_.astype(np.float32))

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> NgramFeaturizer:
        """Load the trained featurizer; no code is unpickled."""
        component = cls(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder:
            words = json.loads((folder / "ngrams.json").read_text(encoding="utf-8"))
            idf = np.load(folder / "idf.npy", allow_pickle=False)
        vocabulary = {word: index for index, word in enumerate(words)}
        loaded = vectorizer(*component._ngrams, vocabulary)
        loaded.idf_ = idf
        component._vectorizer, component._idf = loaded, idf
        return component
