from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nlu.decision import LOWEST, Costs, Decision, HeldOut, learn

Array = np.ndarray[Any, Any]

CLASSES = ("card", "law", "other", "weather")
OUTSIDE = frozenset({"other", "weather"})
IS_OUTSIDE = np.array([name in OUTSIDE for name in CLASSES])
COSTS = Costs()


def _rows(logs: Array) -> Array:
    return Decision().probabilities(logs, CLASSES, ["zh"] * len(logs))


def _nll(rows: Array, right: Any) -> float:
    hit = [
        row[CLASSES.index(next(iter(r)))] for row, r in zip(rows, right, strict=True)
    ]
    return float(-np.log(hit).mean())


def _honest(number: int, languages: tuple[str, ...] = ("zh",)) -> HeldOut:
    """Questions whose right topics are drawn from the probabilities given for them."""
    random = np.random.default_rng(5)
    logs = random.normal(0, 1.5, (number, len(CLASSES)))
    drawn = [random.choice(CLASSES, p=row) for row in _rows(logs)]
    right = [frozenset({str(name)}) for name in drawn]
    spoken = [languages[index % len(languages)] for index in range(number)]
    return HeldOut(logs, CLASSES, spoken, right)


def _outside(questions: HeldOut) -> Array:
    return np.array([bool(topics & OUTSIDE) for topics in questions.right])


def _as_sure(answers: list[tuple[str, float, str]]) -> HeldOut:
    """Questions from (best topic, its probability, right topic)."""
    logs = np.zeros((len(answers), len(CLASSES)))
    for row, (best, share, _) in zip(logs, answers, strict=True):
        row[:] = np.log((1 - share) / (len(CLASSES) - 1))
        row[CLASSES.index(best)] = np.log(share)
    right = [frozenset({name}) for _, _, name in answers]
    return HeldOut(logs, CLASSES, ["zh"] * len(answers), right)


# --- probabilities -----------------------------------------------------------------

LOGS = arrays(
    np.float64,
    st.tuples(st.integers(1, 5), st.just(len(CLASSES))),
    elements=st.floats(-1e4, 1e4),
)
DECISIONS = st.builds(
    Decision,
    temperature=st.floats(0.2, 3),
    outside_bias=st.dictionaries(st.sampled_from(["zh", "en"]), st.floats(-2, 2)),
    outside=st.frozensets(st.sampled_from(CLASSES)),
)


@given(DECISIONS, LOGS)
def test_probabilities_sum_to_one(decision: Decision, logs: Array) -> None:
    rows = decision.probabilities(logs, CLASSES, ["zh"] * len(logs))
    assert rows.shape == logs.shape
    assert (rows >= 0).all()
    np.testing.assert_allclose(rows.sum(axis=1), 1)


@given(LOGS, st.floats(0.2, 3))
def test_a_temperature_keeps_the_best_topic(logs: Array, temperature: float) -> None:
    rows = Decision(temperature).probabilities(logs, CLASSES, ["zh"] * len(logs))
    best = rows[np.arange(len(logs)), logs.argmax(axis=1)]
    np.testing.assert_array_equal(best, rows.max(axis=1))


def test_a_low_temperature_is_surer() -> None:
    logs = np.array([[0.0, 1.0, 2.0, 3.0]])
    shares = [
        Decision(temperature).probabilities(logs, CLASSES, ["zh"]).max()
        for temperature in (0.3, 1.0, 3.0)
    ]
    assert shares == sorted(shares, reverse=True)
    assert len(set(shares)) == 3


def test_a_bias_moves_mass_to_other_fields_in_its_language_only() -> None:
    logs = np.log([[0.4, 0.2, 0.3, 0.1]] * 3)
    biased = Decision(outside_bias={"zh": 1.0, "en": -1.0}, outside=OUTSIDE)
    chinese, english, unknown = biased.probabilities(logs, CLASSES, ["zh", "en", "fr"])
    np.testing.assert_allclose(unknown, [0.4, 0.2, 0.3, 0.1])
    outside = [row[IS_OUTSIDE].sum() for row in (chinese, unknown, english)]
    assert outside == sorted(outside, reverse=True)
    # inside each group nothing changes
    for row in (chinese, english):
        assert row[0] / row[1] == pytest.approx(2)
        assert row[2] / row[3] == pytest.approx(3)


@pytest.mark.parametrize(
    ("topic", "probability", "wanted"),
    [
        ("card", 0.5, True),
        ("card", 0.49, False),
        ("law", 0.3, True),  # no threshold of its own
        ("law", 0.29, False),
        ("free", 0.0, True),
    ],
)
def test_a_topic_is_answered_from_its_threshold_on(
    topic: str, probability: float, wanted: bool
) -> None:
    decision = Decision(thresholds={"card": 0.5, "free": 0.0}, otherwise=0.3)
    assert decision.is_sure(topic, probability) is wanted


# --- calibration -------------------------------------------------------------------


@pytest.mark.parametrize("factor", [0.5, 1.0, 2.5])
def test_the_temperature_undoes_too_much_or_too_little_confidence(
    factor: float,
) -> None:
    honest = _honest(2000)
    said = replace(honest, logs=honest.logs * factor)
    learned = learn(said, frozenset(), COSTS)
    assert learned.temperature == pytest.approx(factor, rel=0.15)
    rows = learned.probabilities(said.logs, CLASSES, said.languages)
    assert _nll(rows, said.right) == pytest.approx(
        _nll(_rows(honest.logs), honest.right), rel=0.02
    )
    if factor != 1:
        assert _nll(rows, said.right) < _nll(_rows(said.logs), said.right) - 0.02


def test_each_language_gets_the_bias_it_lacks() -> None:
    honest = _honest(2000, ("zh", "en"))
    lacking = np.where([name == "zh" for name in honest.languages], 1.0, -0.5)
    said = replace(honest, logs=honest.logs - np.outer(lacking, IS_OUTSIDE))
    share = float(_outside(honest).mean())
    learned = learn(said, OUTSIDE, replace(COSTS, outside_share=share))
    assert learned.outside_bias["zh"] == pytest.approx(1.0, abs=0.25)
    assert learned.outside_bias["en"] == pytest.approx(-0.5, abs=0.25)
    assert learned.outside == OUTSIDE


@pytest.mark.parametrize("share", [0.25, 0.4, 0.6])
def test_other_fields_get_the_share_they_have_among_real_messages(
    share: float,
) -> None:
    questions = _honest(1000)
    learned = learn(questions, OUTSIDE, replace(COSTS, outside_share=share))
    rows = learned.probabilities(questions.logs, CLASSES, questions.languages)
    mass = rows[:, IS_OUTSIDE].sum(axis=1)
    outside = _outside(questions)
    expected = share * mass[outside].mean() + (1 - share) * mass[~outside].mean()
    assert expected == pytest.approx(share, abs=0.03)


@pytest.mark.parametrize("right", [["card", "law"], ["other", "weather"]])
def test_questions_of_one_kind_only_weigh_the_same(right: list[str]) -> None:
    questions = _as_sure([("card", 0.6, name) for name in right * 5])
    learned = [
        learn(questions, OUTSIDE, replace(COSTS, outside_share=share))
        for share in (0.1, 0.9)
    ]
    assert learned[0] == learned[1]


def test_another_field_is_as_right_as_the_named_one() -> None:
    named = _as_sure([("weather", 0.9, "weather"), ("card", 0.8, "card")] * 10)
    swapped = replace(named, right=[frozenset({"other"}), frozenset({"card"})] * 10)
    assert learn(named, OUTSIDE, COSTS) == learn(swapped, OUTSIDE, COSTS)


# --- thresholds --------------------------------------------------------------------

# four degrees of being sure, each right about as often as it says
STEPS = [(0.35, 7), (0.55, 11), (0.75, 15), (0.9, 18)]
MIXED = [
    (topic, share, topic if number < right else wrong)
    for topic, wrong in (("card", "law"), ("law", "card"))
    for share, right in STEPS
    for number in range(20)
]
STRAY = [("card", share, "other") for share, _ in STEPS for _ in range(3)]


def _threshold(costs: Costs, topic: str, answers: Any = MIXED) -> float:
    return learn(_as_sure(answers), OUTSIDE, costs).thresholds[topic]


def _rises(thresholds: list[float]) -> bool:
    return thresholds == sorted(thresholds) and thresholds[0] < thresholds[-1]


def test_thresholds_rise_with_the_cost_of_a_wrong_answer() -> None:
    assert _rises([_threshold(Costs(wrong=w), "card") for w in (0.5, 1, 2, 4, 8)])


def test_a_dear_topic_rises_above_the_others() -> None:
    rising = [learn(_as_sure(MIXED), OUTSIDE, Costs(dear={"card": c})) for c in (2, 8)]
    before, after = (decision.thresholds for decision in rising)
    assert before["card"] == before["law"]
    assert after["card"] > before["card"]
    assert after["card"] > after["law"]


def test_policy_for_another_field_has_its_own_cost() -> None:
    costs = [Costs(wrong=0.5, outside=outside) for outside in (0.5, 8)]
    assert _rises([_threshold(c, "card", MIXED + STRAY) for c in costs])
    assert not _rises([_threshold(c, "card", MIXED) for c in costs])


@pytest.mark.parametrize(("outside", "asks"), [(0.4, False), (0.7, True)])
def test_asking_back_about_another_field_costs_half(outside: float, asks: bool) -> None:
    costs = Costs(asked=1.0, wrong=0.1, outside=outside)
    assert (_threshold(costs, "card", [("card", 0.97, "other")] * 20) > LOWEST) is asks


def test_thresholds_fall_with_the_cost_of_asking_back() -> None:
    asked = [_threshold(Costs(asked=a), "card") for a in (0.1, 0.5, 1, 2, 5)]
    assert _rises(asked[::-1])


def test_what_is_always_right_is_always_answered() -> None:
    right = [(topic, share, topic) for topic, share, _ in MIXED]
    learned = learn(_as_sure(right), OUTSIDE, COSTS)
    assert {*learned.thresholds.values(), learned.otherwise} == {LOWEST}


def test_what_is_always_wrong_is_asked_about() -> None:
    wrong = [("card", 0.9, "law")] * 50
    right = [("law", 0.9, "law")] * 50
    learned = learn(_as_sure(wrong + right), OUTSIDE, COSTS)
    questions = _as_sure(wrong)
    (row,) = learned.probabilities(questions.logs[:1], CLASSES, ["zh"])
    assert not learned.is_sure("card", row[0])
    assert learned.is_sure("law", row[0])


def test_any_of_several_right_topics_is_right() -> None:
    questions = _as_sure([("card", 0.9, "law")] * 20)
    also = replace(questions, right=[frozenset({"card", "law"})] * 20)
    assert learn(questions, OUTSIDE, COSTS).thresholds["card"] > LOWEST
    assert learn(also, OUTSIDE, COSTS).thresholds["card"] == LOWEST


ANSWERS = st.lists(
    st.tuples(
        st.sampled_from(["card", "other"]),
        st.sampled_from([0.3, 0.5, 0.7, 0.9, 0.99]),
        st.sampled_from(CLASSES),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=25)
@given(ANSWERS, st.floats(0.1, 3), st.floats(0.1, 3))
def test_a_topic_without_questions_follows_all_the_others(
    answers: list[tuple[str, float, str]], wrong: float, more: float
) -> None:
    questions = _as_sure(answers)
    cheap = learn(questions, OUTSIDE, Costs(wrong=wrong))
    dear = learn(questions, OUTSIDE, Costs(wrong=wrong + more))
    rows = cheap.probabilities(questions.logs, CLASSES, questions.languages)
    named = {CLASSES[index] for index in rows.argmax(axis=1)}
    assert set(cheap.thresholds) == set(CLASSES)
    for name in CLASSES:
        assert 0 <= cheap.thresholds[name] <= 0.95
        assert dear.thresholds[name] >= cheap.thresholds[name]
        if name not in named:
            assert cheap.thresholds[name] == cheap.otherwise


# --- stored ------------------------------------------------------------------------


def test_a_saved_decision_loads_equal(tmp_path: Path) -> None:
    learned = learn(_honest(100, ("zh", "en")), OUTSIDE, COSTS)
    learned.save(tmp_path)
    assert Decision.load(tmp_path) == learned
    assert learned != Decision()


def test_a_decision_that_learned_nothing_loads_equal(tmp_path: Path) -> None:
    Decision().save(tmp_path)
    assert Decision.load(tmp_path) == Decision()
