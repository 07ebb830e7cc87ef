"""Han characters and Latin words as tokens, with offsets and without blanks."""

from __future__ import annotations

import re
from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.normalise import fold

# a number, a word (with apostrophes and hyphens inside), or one character
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_\u3400-\u9fff]+(?:['’-][a-z]+)*|\S", re.I)


def tokens(text: str) -> list[Token]:
    """Split ``text``; token texts are folded, offsets are those of ``text``."""
    return [
        Token(fold(match.group()), match.start(), match.end())
        for match in _TOKEN.finditer(text)
    ]


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False
)
class BilingualTokenizer(Tokenizer):
    """Tokenizer for text that mixes Chinese and English."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Return Rasa's defaults for tokenizers: intents are never split."""
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
        }

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> BilingualTokenizer:
        """Create the tokenizer from its configuration."""
        return cls(config)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave training examples alone: nothing here learns from tokens.

        Rasa hashes every token of every example after each step; that alone was a
        third of the training time.
        """
        return training_data

    def tokenize(self, message: Message, attribute: str) -> List[Token]:
        """Split one attribute of a message; a placeholder token for nothing at all."""
        text = message.get(attribute)
        return tokens(text) or [Token(text or " ", 0)]
