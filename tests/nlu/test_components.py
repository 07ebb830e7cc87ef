from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import ENTITIES, INTENT, METADATA, TEXT
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.classifier import UNSURE, TopicClassifier, held_out
from nlu.decision import Decision
from nlu.encoder import DIMENSIONS, SentenceEncoderFeaturizer, encode
from nlu.facts import FactExtractor
from nlu.heads import Heads
from nlu.language import LANGUAGE, LanguageDetector
from nlu.ngrams import NgramFeaturizer
from nlu.splitter import QuestionSplitter, parts
from nlu.tokenizer import BilingualTokenizer

EXAMPLES = {
    "lost_card": ["社保卡丢了", "卡丢了怎么补", "I lost my card", "my card is lost"],
    "referral": ["怎么转诊", "转诊要什么手续", "I need a referral", "referral how"],
    "fraud": ["举报骗保", "有人骗保怎么举报", "report fraud", "fraud report please"],
}


class Workshop:
    """Creates, trains and loads components, as Rasa's graph does."""

    def __init__(self, folder: Path) -> None:
        self.storage = LocalModelStorage(folder)

    def _parts(self, kind: Any, config: dict[str, Any]) -> tuple[Any, ...]:
        merged = {**kind.get_default_config(), **config}
        if hasattr(kind, "validate_config"):
            kind.validate_config(merged)
        name = kind.__name__
        context = ExecutionContext(GraphSchema({}), node_name=name)
        return merged, self.storage, Resource(name), context

    def create(self, kind: Any, **config: Any) -> Any:
        return kind.create(*self._parts(kind, config))

    def load(self, kind: Any, **config: Any) -> Any:
        return kind.load(*self._parts(kind, config))

    def stored(self, kind: Any, what: Any) -> Any:
        """What a trained component has stored, read by ``what.load``."""
        with self.storage.read_from(Resource(kind.__name__)) as folder:
            return what.load(folder)


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


def _data() -> TrainingData:
    return TrainingData(
        [
            Message(data={TEXT: text, INTENT: intent})
            for intent, texts in EXAMPLES.items()
            for text in texts
        ]
    )


def _message(text: str) -> Message:
    return Message(data={TEXT: text})


def _sparse(message: Message) -> np.ndarray[Any, Any]:
    _, sentence = message.get_sparse_features(TEXT)
    assert sentence is not None
    return np.asarray(sentence.features.toarray())


def _dense(message: Message) -> np.ndarray[Any, Any]:
    _, sentence = message.get_dense_features(TEXT)
    assert sentence is not None
    return np.asarray(sentence.features)


# --- language and tokens -----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wanted"), [("医保卡丢了", "zh"), ("I lost my card", "en")]
)
def test_each_message_gets_its_language_in_the_output(
    workshop: Workshop, text: str, wanted: str
) -> None:
    message = _message(text)
    workshop.create(LanguageDetector).process([message])
    assert message.get(LANGUAGE) == wanted
    assert LANGUAGE in message.output_properties


def test_training_examples_get_their_language(workshop: Workshop) -> None:
    data = workshop.create(LanguageDetector).process_training_data(_data())
    languages = [example.get(LANGUAGE) for example in data.training_examples]
    assert languages == ["zh", "zh", "en", "en"] * 3


def test_a_message_without_text_is_chinese(workshop: Workshop) -> None:
    message = Message(data={})
    workshop.create(LanguageDetector).process([message])
    assert message.get(LANGUAGE) == "zh"


def test_a_message_gets_tokens(workshop: Workshop) -> None:
    message = _message("我的Card丢了")
    workshop.create(BilingualTokenizer).process([message])
    texts = [token.text for token in message.get("text_tokens")]
    assert texts == ["我", "的", "card", "丢", "了"]


def test_a_blank_message_gets_one_token(workshop: Workshop) -> None:
    message = _message("  ")
    workshop.create(BilingualTokenizer).process([message])
    assert [token.text for token in message.get("text_tokens")] == ["  "]


def test_training_examples_stay_without_tokens(workshop: Workshop) -> None:
    data = workshop.create(BilingualTokenizer).process_training_data(_data())
    assert all(e.get("text_tokens") is None for e in data.training_examples)


# --- questions ---------------------------------------------------------------------


def _split(workshop: Workshop, text: str) -> Message:
    message = _message(text)
    workshop.create(QuestionSplitter).process([message])
    return message


def test_a_message_with_several_questions_gets_its_parts(workshop: Workshop) -> None:
    message = _split(workshop, "卡丢了怎么补？我退休了。How do I report fraud?")
    assert [part.get(TEXT) for part in parts(message)] == [
        "卡丢了怎么补",
        "How do I report fraud",
    ]
    assert message.get(TEXT).startswith("卡丢了")
    assert "parts" not in message.output_properties


@pytest.mark.parametrize("text", ["卡丢了怎么补？谢谢", "卡丢了", "？", ""])
def test_a_message_with_one_question_or_none_stays_whole(
    workshop: Workshop, text: str
) -> None:
    assert parts(_split(workshop, text)) == []


def test_a_message_without_text_or_splitter_has_no_parts(workshop: Workshop) -> None:
    message = Message(data={})
    assert parts(message) == []
    workshop.create(QuestionSplitter).process([message])
    assert parts(message) == []


def test_of_a_long_list_only_the_first_parts_are_read(workshop: Workshop) -> None:
    message = _split(workshop, "".join(f"卡号{n}怎么补？" for n in range(20)))
    assert [part.get(TEXT) for part in parts(message)] == [
        f"卡号{n}怎么补" for n in range(8)
    ]


def test_training_examples_stay_whole(workshop: Workshop) -> None:
    asked = Message(data={TEXT: "卡丢了怎么补？怎么转诊？", INTENT: "lost_card"})
    workshop.create(QuestionSplitter).process_training_data(TrainingData([asked]))
    assert parts(asked) == []


# --- n-grams -----------------------------------------------------------------------


def test_loaded_ngrams_give_the_same_features(workshop: Workshop) -> None:
    trained = workshop.create(NgramFeaturizer)
    trained.train(_data())
    here, there = _message("社保卡 lost"), _message("社保卡 lost")
    trained.process([here])
    workshop.load(NgramFeaturizer).process([there])
    np.testing.assert_allclose(_sparse(here), _sparse(there), rtol=1e-6)
    assert np.linalg.norm(_sparse(here)) == pytest.approx(1, rel=1e-5)


@pytest.mark.parametrize("text", ["卡丢了怎么补？卡卡", "I lost my card", "☃", " ？"])
def test_one_text_gets_what_the_vectorizer_gives_many(
    workshop: Workshop, text: str
) -> None:
    featurizer = workshop.create(NgramFeaturizer)
    featurizer.train(_data())
    expected = featurizer._vectorizer.transform([text]).toarray()
    np.testing.assert_allclose(featurizer._row(text).toarray(), expected, atol=1e-6)


def test_ngrams_are_the_same_for_both_scripts(workshop: Workshop) -> None:
    featurizer = workshop.create(NgramFeaturizer)
    featurizer.train(_data())
    simplified, traditional = _message("怎么转诊"), _message("怎麼轉診")
    featurizer.process([simplified, traditional])
    np.testing.assert_array_equal(_sparse(simplified), _sparse(traditional))


def test_ngrams_never_seen_tell_nothing(workshop: Workshop) -> None:
    featurizer = workshop.create(NgramFeaturizer)
    featurizer.train(_data())
    one, other, seen = _message("☃"), _message("☂"), _message("卡")
    featurizer.process([one, other, seen])
    np.testing.assert_array_equal(_sparse(one), _sparse(other))
    assert (_sparse(one) != _sparse(seen)).any()


def test_every_training_example_gets_ngrams(workshop: Workshop) -> None:
    featurizer = workshop.create(NgramFeaturizer)
    data = _data()
    featurizer.train(data)
    featurizer.process_training_data(data)
    assert all(_sparse(e).any() for e in data.training_examples)


def test_each_part_gets_the_features_it_would_have_alone(workshop: Workshop) -> None:
    featurizer = workshop.create(NgramFeaturizer)
    featurizer.train(_data())
    whole, alone = _split(workshop, "卡丢了怎么补？怎么转诊"), _message("怎么转诊")
    for component in (featurizer, workshop.create(SentenceEncoderFeaturizer)):
        component.process([whole, alone])
    _, part = parts(whole)
    np.testing.assert_array_equal(_sparse(part), _sparse(alone))
    np.testing.assert_allclose(_dense(part), _dense(alone), atol=1e-4)
    assert (_sparse(part) != _sparse(whole)).any()


@pytest.mark.parametrize(("low", "high"), [(0, 3), (3, 2), (-1, 1)])
def test_an_empty_range_of_ngrams_names_the_mend(
    workshop: Workshop, low: int, high: int
) -> None:
    with pytest.raises(InvalidConfigException) as error:
        workshop.create(NgramFeaturizer, min_ngram=low, max_ngram=high)
    assert "config.yml" in str(error.value)
    assert f"min_ngram {low}, max_ngram {high}" in str(error.value)
    assert "Use 1 <= min_ngram <= max_ngram" in str(error.value)


# --- sentence vectors --------------------------------------------------------------


def test_a_message_gets_a_unit_vector(workshop: Workshop) -> None:
    message = _message("我的医保卡丢了")
    workshop.create(SentenceEncoderFeaturizer).process([message])
    row = _dense(message)
    assert row.shape == (1, DIMENSIONS)
    assert np.linalg.norm(row) == pytest.approx(1, rel=1e-3)


def test_the_same_meaning_is_near_in_both_languages() -> None:
    chinese, english, other = encode(
        ["我的卡丢了", "I lost my card", "The weather is nice today"]
    )
    assert chinese @ english > chinese @ other


def test_many_texts_are_encoded_as_one_by_one() -> None:
    texts = [f"第{number}条" for number in range(70)]
    together = encode(texts)
    few = encode([texts[0], texts[35], texts[69]])
    np.testing.assert_allclose(together[[0, 35, 69]], few, atol=1e-4)


def test_invisible_text_still_gets_a_vector() -> None:
    assert np.isfinite(encode(["\u200b"])).all()


# --- topics ------------------------------------------------------------------------


def _featurized(workshop: Workshop, kept: TrainingData | None = None) -> TrainingData:
    """The examples with features; ``kept`` are added, their n-grams not learnt."""
    data = _data()
    ngrams = workshop.create(NgramFeaturizer)
    ngrams.train(data)
    if kept:
        data = data.merge(kept)
    ngrams.process_training_data(data)
    workshop.create(SentenceEncoderFeaturizer).process_training_data(data)
    return data


@pytest.fixture
def featurized(workshop: Workshop) -> TrainingData:
    return _featurized(workshop)


def _asked(workshop: Workshop, text: str) -> Message:
    message = _split(workshop, text)
    workshop.load(NgramFeaturizer).process([message])
    workshop.create(SentenceEncoderFeaturizer).process([message])
    return message


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("我的社保卡丢了", "lost_card"),
        ("where do I report fraud", "fraud"),
        ("想转诊", "referral"),
    ],
)
def test_the_loaded_classifier_ranks_the_topics(
    workshop: Workshop, featurized: TrainingData, text: str, wanted: str
) -> None:
    workshop.create(TopicClassifier).train(featurized)
    message = _asked(workshop, text)
    workshop.load(TopicClassifier).process([message])
    ranking = message.get("intent_ranking")
    assert message.get(INTENT) == ranking[0]
    assert ranking[0]["name"] == wanted
    assert {item["name"] for item in ranking} == set(EXAMPLES)
    confidences = [item["confidence"] for item in ranking]
    assert confidences == sorted(confidences, reverse=True)
    assert sum(confidences) == pytest.approx(1, rel=1e-4)


def test_the_loaded_classifier_says_what_the_trained_one_says(
    workshop: Workshop, featurized: TrainingData
) -> None:
    trained = workshop.create(TopicClassifier)
    trained.train(featurized)
    here, there = _asked(workshop, "卡没了"), _asked(workshop, "卡没了")
    trained.process([here])
    workshop.load(TopicClassifier).process([there])
    for one, other in zip(
        here.get("intent_ranking"), there.get("intent_ranking"), strict=True
    ):
        assert one["name"] == other["name"]
        assert one["confidence"] == pytest.approx(other["confidence"], rel=1e-3)


def test_the_ranking_is_as_long_as_configured(
    workshop: Workshop, featurized: TrainingData
) -> None:
    workshop.create(TopicClassifier).train(featurized)
    message = _asked(workshop, "卡丢了")
    workshop.load(TopicClassifier, ranking_length=2).process([message])
    assert len(message.get("intent_ranking")) == 2


def test_a_message_whose_intent_is_known_is_left_alone(
    workshop: Workshop, featurized: TrainingData
) -> None:
    workshop.create(TopicClassifier).train(featurized)
    known = {"name": "inform", "confidence": 1.0}
    message = Message(data={TEXT: "/inform", INTENT: known})
    workshop.load(TopicClassifier).process([message])
    assert message.get(INTENT) == known


def test_two_topics_close_together_are_asked_about(
    workshop: Workshop, featurized: TrainingData
) -> None:
    workshop.create(TopicClassifier).train(featurized)
    message = _asked(workshop, "卡丢了")
    workshop.load(TopicClassifier, ambiguity=1.0).process([message])
    best = message.get("intent_ranking")[0]
    assert best["name"] == "lost_card"
    assert message.get(INTENT) == {**best, "name": UNSURE}


# --- several questions -------------------------------------------------------------


def test_several_questions_get_a_topic_each(
    workshop: Workshop, featurized: TrainingData
) -> None:
    workshop.create(TopicClassifier).train(featurized)
    asked = _asked(workshop, "有人骗保怎么举报？我退休了。My card is lost, what now?")
    workshop.load(TopicClassifier).process([asked])
    questions = asked.get("questions")
    assert [question["name"] for question in questions] == ["fraud", "lost_card"]
    assert all(0.6 <= question["confidence"] <= 1 for question in questions)
    assert asked.get(INTENT)["name"] == questions[0]["name"]
    assert asked.get(INTENT)["confidence"] == questions[0]["confidence"]
    assert all(question["text"] in asked.get(TEXT) for question in questions)
    assert "questions" in asked.output_properties
    assert {item["name"] for item in asked.get("intent_ranking")} == set(EXAMPLES)


@pytest.mark.parametrize("text", ["卡丢了怎么补？卡丢了怎么办？", "卡丢了怎么补"])
def test_one_question_is_no_list(
    workshop: Workshop, featurized: TrainingData, text: str
) -> None:
    workshop.create(TopicClassifier).train(featurized)
    message = _asked(workshop, text)
    workshop.load(TopicClassifier).process([message])
    assert message.get("questions") is None
    assert message.get(INTENT)["name"] == "lost_card"


# --- held-out examples -------------------------------------------------------------


def _kept(intent: str, texts: list[str], **metadata: Any) -> TrainingData:
    marked = {INTENT: {"held_out": True, **metadata}}
    return TrainingData(
        [Message(data={TEXT: t, INTENT: intent, METADATA: marked}) for t in texts]
    )


LOST = ["卡丢了", "社保卡丢了怎么办", "lost my card", "我的卡丢了"] * 5


def test_examples_marked_in_the_data_are_held_out() -> None:
    data = RasaYAMLReader().reads(
        """
        version: "3.1"
        nlu:
        - intent: fraud
          metadata: {held_out: true, also: [complaint_appeal]}
          examples: "- 骗保"
        - intent: fraud
          metadata: {held_out: false}
          examples: "- 举报"
        - intent: referral
          examples: "- 转诊"
        """
    )
    kept = {example.get(TEXT): held_out(example) for example in data.training_examples}
    assert kept == {
        "骗保": {"held_out": True, "also": ["complaint_appeal"]},
        "举报": None,
        "转诊": None,
    }


def test_held_out_examples_are_not_trained_on(workshop: Workshop) -> None:
    workshop.create(TopicClassifier).train(_featurized(workshop))
    without = workshop.stored(TopicClassifier, Heads)
    kept = _kept("fraud", LOST).merge(_kept("maternity", ["生孩子报多少"]))
    workshop.create(TopicClassifier).train(_featurized(workshop, kept))
    trained = workshop.stored(TopicClassifier, Heads)
    assert set(trained.classes) == set(EXAMPLES)
    np.testing.assert_array_equal(trained.sparse_weights, without.sparse_weights)
    np.testing.assert_array_equal(trained.dense_weights, without.dense_weights)


def test_without_held_out_examples_the_decision_is_the_plain_one(
    workshop: Workshop, featurized: TrainingData
) -> None:
    workshop.create(TopicClassifier).train(featurized)
    assert workshop.stored(TopicClassifier, Decision) == Decision()


def _intent(workshop: Workshop, kept: TrainingData, **config: Any) -> str:
    """What 卡丢了 becomes after the decision was learnt on ``kept``."""
    workshop.create(TopicClassifier, **config).train(_featurized(workshop, kept))
    message = _asked(workshop, "卡丢了")
    workshop.load(TopicClassifier).process([message])
    assert message.get("intent_ranking")[0]["name"] == "lost_card"
    return str(message.get(INTENT)["name"])


REFERRALS = _kept("referral", ["怎么转诊", "转诊手续", "referral please"] * 8)


@pytest.mark.parametrize(
    ("kept", "wanted"),
    [
        (_kept("lost_card", LOST), "lost_card"),
        (_kept("fraud", LOST), UNSURE),
        (_kept("fraud", LOST, also=["lost_card"]), "lost_card"),
    ],
    ids=["right", "wrong", "as right"],
)
def test_a_topic_wrong_on_held_out_examples_is_asked_about(
    workshop: Workshop, kept: TrainingData, wanted: str
) -> None:
    assert _intent(workshop, kept.merge(REFERRALS)) == wanted


def test_the_configured_costs_decide(workshop: Workshop) -> None:
    kept = _kept("fraud", LOST).merge(REFERRALS)
    assert _intent(workshop, kept, costs={"wrong": 0.5}) == "lost_card"
    assert _intent(workshop, kept, costs={"wrong": 0.5, "dear": {"lost_card": 3}}) == (
        UNSURE
    )


# --- facts -------------------------------------------------------------------------


def test_entities_stand_where_the_text_says_them(workshop: Workshop) -> None:
    text = "😀我的醫保在Xi'an，没备案就在陕西安康住院，花了３万元"
    message = _message(text)
    workshop.create(FactExtractor).process([message])
    found = [
        (e["entity"], e["value"], text[e["start"] : e["end"]])
        for e in message.get(ENTITIES)
    ]
    assert found == [
        ("insured_region", "610100", "Xi'an"),
        ("filed", "no", "没备案"),
        ("treatment_region", "610900", "陕西安康"),
        ("care", "inpatient", "住院"),
        ("amount", "30000", "３万元"),
    ]


def test_entities_are_added_to_those_already_known(workshop: Workshop) -> None:
    known = {"entity": "article", "value": "30", "start": 0, "end": 1}
    message = Message(data={TEXT: "退休", ENTITIES: [known]})
    workshop.create(FactExtractor).process([message])
    assert [e["entity"] for e in message.get(ENTITIES)] == ["article", "status"]
    assert ENTITIES in message.output_properties


def test_a_message_without_text_has_no_entities(workshop: Workshop) -> None:
    message = Message(data={})
    workshop.create(FactExtractor).process([message])
    assert message.get(ENTITIES) == []
