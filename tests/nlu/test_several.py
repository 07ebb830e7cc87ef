from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.several import MOST, Asked, questions

TOPICS = (
    "lost_card",
    "maternity",
    "fraud",
    "newborn",
    "materials_needed",
    "reimbursement_ratio",
)
SMALL_TALK = "greet"  # no topic: nothing to answer
ANSWERABLE = frozenset(TOPICS)
EVEN = dict.fromkeys((*TOPICS, SMALL_TALK), 1 / 7)

Probabilities = dict[str, float]
Part = tuple[str, Probabilities]


def _sure_of(topic: str, share: float = 0.94) -> Probabilities:
    rest = (1 - share) / len(TOPICS)
    return {**dict.fromkeys((*TOPICS, SMALL_TALK), rest), topic: share}


def _found(parts: list[Part], whole: Probabilities = EVEN) -> list[Asked]:
    return questions(whole, parts, ANSWERABLE)


CARD = ("卡丢了怎么补", "lost_card")
BIRTH = ("生孩子能报多少", "maternity")
FRAUD = ("举报骗保", "fraud")
BABY = ("孩子怎么上医保", "newborn")
PAPERS = ("要什么材料", "materials_needed")
RATIO = ("能报多少", "reimbursement_ratio")

# the parts as they are said, and the topics to answer
MESSAGES = [
    ("in the order asked", [BIRTH, CARD], "maternity lost_card"),
    ("the other way round", [CARD, BIRTH], "lost_card maternity"),
    ("one question", [CARD], "lost_card"),
    ("nothing asked", [], ""),
    ("the same twice", [CARD, ("卡没了咋整", "lost_card")], "lost_card"),
    ("the same again", [CARD, FRAUD, CARD], "lost_card fraud"),
    ("at most three", [CARD, BIRTH, FRAUD, BABY], "lost_card maternity fraud"),
    ("an aspect", [BIRTH, PAPERS], "maternity"),
    ("two aspects", [BIRTH, RATIO, PAPERS], "maternity"),
    ("an aspect between", [BIRTH, PAPERS, CARD], "maternity lost_card"),
    ("an English aspect", [CARD, ("what papers", "materials_needed")], "lost_card"),
    ("aspects alone", [RATIO, PAPERS], "reimbursement_ratio materials_needed"),
    (
        "an aspect of something else",
        [CARD, ("生孩子要什么材料", "materials_needed")],
        "lost_card materials_needed",
    ),
    ("no topic", [CARD, ("你好吗", SMALL_TALK)], "lost_card"),
    ("no topic before", [("卡好吗", SMALL_TALK), CARD], "lost_card"),
    ("no topic between", [CARD, ("你好吗", SMALL_TALK), FRAUD], "lost_card fraud"),
]


@pytest.mark.parametrize(
    ("parts", "wanted"), [m[1:] for m in MESSAGES], ids=[m[0] for m in MESSAGES]
)
def test_the_topics_of_the_parts_are_put_together(
    parts: list[tuple[str, str]], wanted: str
) -> None:
    found = _found([(text, _sure_of(topic)) for text, topic in parts])
    assert [question.topic for question in found] == wanted.split()


def test_each_question_keeps_its_words_and_says_how_sure_it_is() -> None:
    first, second = _found(
        [(CARD[0], _sure_of("lost_card", 0.9)), (FRAUD[0], _sure_of("fraud", 0.7))]
    )
    assert (first.text, second.text) == (CARD[0], FRAUD[0])
    assert (first.confidence, second.confidence) == pytest.approx((0.9, 0.7), abs=1e-3)


@pytest.mark.parametrize(("share", "wanted"), [(0.5, 2), (0.59, 2), (0.61, 3)])
def test_an_unsure_part_is_left_out(share: float, wanted: int) -> None:
    unsure = (FRAUD[0], _sure_of("fraud", share))
    sure = [(text, _sure_of(topic)) for text, topic in (CARD, BIRTH)]
    assert len(_found([sure[0], unsure, sure[1]])) == wanted


def test_the_whole_message_settles_what_a_part_leaves_open() -> None:
    either = {**_sure_of("lost_card"), "lost_card": 0.48, "maternity": 0.48}
    parts = [("卡怎么办", either), (FRAUD[0], _sure_of("fraud"))]
    assert [question.topic for question in _found(parts)] == ["fraud"]
    found = _found(parts, _sure_of("maternity"))
    assert [question.topic for question in found] == ["maternity", "fraud"]


def test_a_sure_part_stays_against_the_whole_message() -> None:
    parts = [(text, _sure_of(topic, 0.99)) for text, topic in (CARD, FRAUD)]
    found = _found(parts, _sure_of("maternity", 0.9))
    assert [question.topic for question in found] == ["lost_card", "fraud"]


def test_a_certain_topic_needs_no_share_for_the_others() -> None:
    only = {"lost_card": 1.0, "fraud": 0.0}
    other = {"lost_card": 0.0, "fraud": 1.0}
    found = _found([(CARD[0], only), (FRAUD[0], other)], {"lost_card": 1.0})
    assert [question.topic for question in found] == ["lost_card", "fraud"]


def _shared(weights: list[float]) -> Probabilities:
    total = sum(weights)
    names = (*TOPICS, SMALL_TALK)
    return {n: w / total for n, w in zip(names, weights, strict=True)}


ROWS = st.lists(st.floats(1e-3, 1e3), min_size=7, max_size=7).map(_shared)
TEXTS = st.sampled_from([CARD[0], BIRTH[0], PAPERS[0], "what now", ""])


@given(ROWS, st.lists(st.tuples(TEXTS, ROWS), max_size=8))
def test_none_or_a_few_different_questions_in_order(
    whole: Probabilities, parts: list[Part]
) -> None:
    found = _found(parts, whole)
    topics = [question.topic for question in found]
    assert len(found) <= MOST
    assert len(set(topics)) == len(topics)
    assert set(topics) <= ANSWERABLE
    assert all(0.6 <= question.confidence <= 1 for question in found)
    said = iter(text for text, _ in parts)
    assert all(question.text in said for question in found)
