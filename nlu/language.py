"""Which language a message is written in, by the share of its scripts."""

from __future__ import annotations

import re
from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from knowledge.model import Language

LANGUAGE = "language"

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]+")
#: Chinese characters that carry about as much as one English word.
_HAN_PER_WORD = 1.6
# Latin-script words that a Chinese sentence in pinyin is made of, and English is not
_PINYIN = frozenset(
    "yibao yibaoka shebao shebaoka baoxiao zenme shenme keyi nong nongcun hezuo yiliao "
    "zhuyuan menzhen yiyuan beian waidi yidi banli duoshao nenggou meiyou jiao "
    "xinnonghe gongshang shengyu tuixiu qian kanbing ma wo de zai neng bu diu le ban "
    "ka na li ne yao xu sheng xiaohai chengshi baoxian".split()
)


def detect(text: str) -> Language:
    """Return the language ``text`` is mostly written in; Chinese when in doubt.

    Pinyin counts as Chinese.
    """
    words = _WORD.findall(text)
    pinyin = sum(word.lower() in _PINYIN for word in words)
    if words and 2 * pinyin > len(words):
        return "zh"
    han = len(_HAN.findall(text)) / _HAN_PER_WORD
    return "en" if len(words) > han else "zh"


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False
)
class LanguageDetector(GraphComponent):
    """Adds ``language`` to the parse of every message."""

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LanguageDetector:
        """Create the component; it has nothing to configure."""
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Set the language of each training example."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Set the language of each message."""
        for message in messages:
            text = message.get(TEXT) or ""
            message.set(LANGUAGE, detect(text), add_to_output=True)
        return messages
