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
#: Pinyin words are made of these syllables whole; few English words are.
_SYLLABLE = (
    r"(?:[zcs]h?|[bpmfdtnlgkhjqxryw])?"
    r"(?:[iu]?ang|i?ong|[iu]?an|[eiu]ng?|u?ai|i?ao|ou|[eu]i|ue|uo|i[ae]|ua|iu|er|[aeiouü]|(?<=[ln])v)"
)
_SPELT = re.compile(rf"(?:{_SYLLABLE})+")
#: So many words, and so many of them spelt so, are no accident.
_FEWEST, _MOSTLY = 3, 0.75
# English words that read as pinyin, too
_ENGLISH = frozenset(
    "a an be bureau can change chase cover die done dose due fan game gave give "
    "go gone have he hen hi home hope huge i in insurance june knee lane life "
    "like line live loan long lose love macau made make man me men min mine money "
    "more name no none nope nose on one online pain pan pension phone place quite "
    "rate run same see she shoe side site so some someone sue sun time to tone "
    "tune use wage we wife woman won you yuan zone".split()
)


def detect(text: str) -> Language:
    """Return the language ``text`` is mostly written in; Chinese when in doubt.

    Pinyin counts as Chinese.
    """
    words = [word.lower() for word in _WORD.findall(text)]
    if words and _is_pinyin(words):
        return "zh"
    han = len(_HAN.findall(text)) / _HAN_PER_WORD
    return "en" if len(words) > han else "zh"


def _is_pinyin(words: list[str]) -> bool:
    if 2 * sum(word in _PINYIN for word in words) > len(words):
        return True
    spelt = sum(w not in _ENGLISH and bool(_SPELT.fullmatch(w)) for w in words)
    return len(words) >= _FEWEST and spelt >= _MOSTLY * len(words)


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
