"""Which answer holds for these facts, in this place, on this day."""

from __future__ import annotations

import datetime as dt

import pytest

from knowledge.errors import PolicyError, UnknownTopicError
from knowledge.select import derived, select

DAY = dt.date(2026, 11, 22)
NEW_LAW = dt.date(2027, 1, 1)


def chosen(base, facts=None, day=DAY, topic="claim"):
    return select(base, topic, facts, day).answer.id


# --- the most specific answer ---------------------------------------------------------


def test_without_facts_the_general_answer_is_given(tiny):
    tiny.add_answers({"id": "stay", "when": {"care": "inpatient"}})

    assert chosen(tiny.load()) == "general"


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        pytest.param({"care": "inpatient"}, "stay", id="one condition met"),
        pytest.param({"care": "outpatient"}, "general", id="another value"),
        pytest.param({"filed": "no"}, "unfiled", id="the other condition met"),
        pytest.param(
            {"care": "inpatient", "filed": "no"}, "unfiled_stay", id="both met"
        ),
        pytest.param(
            {"care": "inpatient", "filed": "yes"}, "stay", id="only one of two met"
        ),
        pytest.param(
            {"care": "outpatient", "filed": "no"}, "unfiled", id="the rest do not fit"
        ),
    ],
)
def test_the_answer_with_most_met_conditions_wins(tiny, facts, answer):
    tiny.add_answers(
        {"id": "stay", "when": {"care": "inpatient"}},
        {"id": "unfiled", "when": {"filed": "no"}},
        {"id": "unfiled_stay", "when": {"care": "inpatient", "filed": "no"}},
    )

    assert chosen(tiny.load(), facts) == answer


def test_the_order_in_the_file_decides_between_equals(tiny):
    tiny.add_answers(
        {"id": "first", "when": {"filed": "no"}},
        {"id": "second", "when": {"care": "inpatient"}},
    )

    assert chosen(tiny.load(), {"care": "inpatient", "filed": "no"}) == "first"


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        pytest.param(
            {"away_scope": "abroad", "care": "inpatient", "filed": "no"},
            "abroad",
            id="beats more conditions",
        ),
        pytest.param(
            {"care": "outpatient", "filed": "no"},
            "visit_unfiled",
            id="the first of two in the file",
        ),
        pytest.param(
            {"away_scope": "abroad", "care": "outpatient", "filed": "no"},
            "abroad",
            id="the first in the file, not the one with more conditions",
        ),
        pytest.param({"care": "outpatient"}, "visit", id="the only one that fits"),
        pytest.param({"filed": "no"}, "general", id="none fits"),
    ],
)
def test_a_decisive_answer_wins_over_any_other(tiny, facts, answer):
    tiny.add_answers(
        {"id": "unfiled_stay", "when": {"care": "inpatient", "filed": "no"}},
        {"id": "abroad", "when": {"away_scope": "abroad"}, "decisive": True},
        {
            "id": "visit_unfiled",
            "when": {"care": "outpatient", "filed": "no"},
            "decisive": True,
        },
        {"id": "visit", "when": {"care": "outpatient"}, "decisive": True},
    )

    assert chosen(tiny.load(), facts) == answer


@pytest.mark.parametrize("care", ["inpatient", "outpatient"])
def test_a_condition_may_allow_several_values(tiny, care):
    tiny.add_answers({"id": "any", "when": {"care": ["outpatient", "inpatient"]}})

    assert chosen(tiny.load(), {"care": care}) == "any"


def test_facts_no_answer_turns_on_are_ignored(tiny):
    assert chosen(tiny.load(), {"care": "inpatient", "other": "x"}) == "general"


# --- places ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        pytest.param({}, "general", id="no place"),
        pytest.param({"insured_region": "310000"}, "general", id="elsewhere"),
        pytest.param({"insured_region": "320000"}, "jiangsu", id="the province"),
        pytest.param({"insured_region": "320100"}, "jiangsu", id="a city of it"),
        pytest.param({"insured_region": "320500"}, "suzhou", id="the city"),
        pytest.param({"insured_region": "320583"}, "suzhou", id="a county city"),
        pytest.param(
            {"insured_region": "320500", "filed": "no"},
            "unfiled",
            id="a condition beats a place",
        ),
        pytest.param(
            {"insured_region": "320500", "care": "inpatient"},
            "jiangsu_stay",
            id="a place beats the nation on equal conditions",
        ),
        pytest.param(
            {"insured_region": "310000", "care": "inpatient"},
            "stay",
            id="the nation's where the place does not apply",
        ),
        pytest.param(
            {"treatment_region": "320500"}, "general", id="the place of care is no home"
        ),
    ],
)
def test_the_most_local_answer_wins_among_equals(tiny, facts, answer):
    tiny.add_answers(
        {"id": "stay", "when": {"care": "inpatient"}},
        {"id": "unfiled", "when": {"filed": "no"}},
        {"id": "jiangsu", "place": "320000"},
        {"id": "suzhou", "place": "320500"},
        {"id": "jiangsu_stay", "place": "320000", "when": {"care": "inpatient"}},
    )

    assert chosen(tiny.load(), facts) == answer


# --- periods --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "answer"),
    [
        ("2025-12-31", "old"),
        ("2026-01-01", "new"),
        ("2026-12-31", "new"),
        ("2027-01-01", "general"),
    ],
)
def test_an_answer_holds_from_since_to_until_inclusive(tiny, day, answer):
    tiny.add_answers(
        {"id": "old", "when": {"filed": "no"}, "until": "2025-12-31"},
        {
            "id": "new",
            "when": {"filed": "no"},
            "since": "2026-01-01",
            "until": "2026-12-31",
        },
    )

    base = tiny.load()

    assert chosen(base, {"filed": "no"}, dt.date.fromisoformat(day)) == answer


def test_a_general_answer_out_of_its_period_still_beats_silence(tiny):
    tiny.put("topics/claim.yml", ["answers", 0, "until"], "2025-12-31")

    assert chosen(tiny.load()) == "general"


def test_a_new_general_answer_replaces_the_old_one_on_its_day(tiny):
    tiny.put("topics/claim.yml", ["answers", 0, "until"], "2026-12-31")
    tiny.add_answers({"id": "general_2027", "since": "2027-01-01"})
    base = tiny.load()

    assert chosen(base, day=dt.date(2026, 12, 31)) == "general"
    assert chosen(base, day=dt.date(2027, 1, 1)) == "general_2027"


# --- what a variant takes from the general answer -------------------------------------


def test_a_variant_takes_what_it_leaves_out_from_the_general_answer(tiny):
    tiny.put("topics/claim.yml", ["answers", 0, "confidence"], "quoted")
    tiny.add_answers({"id": "stay", "when": {"care": "inpatient"}})

    selection = select(tiny.load(), "claim", {"care": "inpatient"}, DAY)

    assert selection.id == "claim/stay"
    assert selection.say.en == "stay"
    assert [step.en for step in selection.steps] == ["Bring the bills."]
    assert [name for name, _ in selection.materials] == ["id-voucher"]
    assert [item.id for item in selection.figures] == ["claim-days"]
    assert [text.en for text in selection.exceptions] == ["Emergencies differ."]
    assert [c.ref for c in selection.citations] == ["social-insurance-law#29"]
    assert [d.id for d in selection.sources] == ["social-insurance-law"]
    assert selection.answer.confidence == "quoted"


def test_an_empty_list_of_a_variant_empties_what_the_general_answer_has(tiny):
    empty = {key: [] for key in ("steps", "materials", "figures", "exceptions")}
    tiny.add_answers({"id": "stay", "when": {"care": "inpatient"}, **empty})

    selection = select(tiny.load(), "claim", {"care": "inpatient"}, DAY)

    assert selection.steps == selection.exceptions == ()
    assert selection.materials == selection.figures == ()


@pytest.mark.parametrize(
    ("general", "own", "hedged"),
    [
        (None, None, False),
        ("quoted", None, False),
        ("recalled", None, True),
        ("recalled", "verified", False),
        (None, "recalled", True),
        ("verified", "recalled", True),
    ],
)
def test_a_recalled_answer_is_hedged_and_a_variant_inherits_that(
    tiny, general, own, hedged
):
    if general:
        tiny.put("topics/claim.yml", ["answers", 0, "confidence"], general)
    variant = {"id": "stay", "when": {"care": "inpatient"}}
    tiny.add_answers({**variant, "confidence": own} if own else variant)

    assert select(tiny.load(), "claim", {"care": "inpatient"}, DAY).hedged is hedged


WHY = {"zh": "该法没有这一条。", "en": "The law has no article on it."}


@pytest.mark.parametrize(
    ("own", "why"),
    [
        pytest.param({}, WHY["en"], id="with its basis"),
        pytest.param({"legal_basis": ["social-insurance-law#29"]}, None, id="not else"),
    ],
)
def test_why_no_article_applies_is_inherited_only_with_the_basis(tiny, own, why):
    tiny.put("topics/claim.yml", ["answers", 0, "legal_basis"], ["notice"])
    tiny.put("topics/claim.yml", ["answers", 0, "other_basis"], WHY)
    tiny.add_answers({"id": "stay", "when": {"care": "inpatient"}, **own})

    answer = select(tiny.load(), "claim", {"care": "inpatient"}, DAY).answer

    assert (answer.other_basis.en if answer.other_basis else None) == why


def test_figures_in_every_text_are_filled_for_the_insured_place(tiny):
    text = {"zh": "{claim-days}内办完。", "en": "Done in {claim-days}."}
    parts = {"say": text, "steps": [text], "exceptions": [text]}
    tiny.add_answers({"id": "stay", "when": {"care": "inpatient"}, **parts})

    selection = select(
        tiny.load(), "claim", {"care": "inpatient", "insured_region": "320583"}, DAY
    )

    for filled in (selection.say, *selection.steps, *selection.exceptions):
        assert filled.zh == "10 个工作日内办完。"
        assert filled.en == "Done in 10 working days."


# --- derived facts --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("insured", "treated", "scope"),
    [
        ("320100", "320100", "home"),
        ("320500", "320583", "home"),
        ("320100", "320500", "same_province"),
        ("320100", "310000", "other_province"),
        ("320000", "320100", None),
        ("320100", "810000", "abroad"),
        ("320100", "ABROAD", "abroad"),
        (None, "ABROAD", "abroad"),
        (None, "310000", None),
        ("320100", None, None),
    ],
)
def test_how_far_care_is_from_home_follows_from_the_two_places(
    tiny, insured, treated, scope
):
    given = {"insured_region": insured, "treatment_region": treated}
    facts = {name: value for name, value in given.items() if value}

    known = derived(tiny.load(), facts)

    assert known.get("away_scope") == scope
    assert known == {**facts, **({"away_scope": scope} if scope else {})}


def test_what_the_person_said_of_the_distance_is_not_overruled(tiny):
    facts = {
        "insured_region": "320100",
        "treatment_region": "320500",
        "away_scope": "other_province",
    }

    assert derived(tiny.load(), facts) == facts


def test_a_derived_fact_chooses_the_answer(tiny):
    tiny.add_answers({"id": "abroad", "when": {"away_scope": "abroad"}})

    assert chosen(tiny.load(), {"treatment_region": "810000"}) == "abroad"


def test_the_facts_given_are_not_changed(tiny):
    facts = {"insured_region": "320100", "treatment_region": "320500"}

    select(tiny.load(), "claim", facts, DAY)

    assert facts == {"insured_region": "320100", "treatment_region": "320500"}


# --- what is asked next ---------------------------------------------------------------


def next_question(base, facts):
    open_facts = select(base, "claim", facts, DAY).open
    return open_facts[0] if open_facts else None


@pytest.mark.parametrize(
    ("facts", "ask"),
    [
        ({}, "care"),
        ({"filed": "no"}, "care"),
        ({"care": "inpatient"}, "filed"),
        ({"care": "inpatient", "filed": "yes"}, None),
    ],
)
def test_the_first_unknown_fact_is_asked_for(tiny, facts, ask):
    assert next_question(tiny.load(), facts) == ask


def test_a_fact_that_follows_from_others_is_not_asked_for(tiny):
    question = {"zh": "在哪里？", "en": "Where?"}
    tiny.put("facts.yml", ["facts", "away_scope", "question"], question)
    tiny.put("topics/claim.yml", ["ask"], ["away_scope", "filed"])
    base = tiny.load()
    places = {"insured_region": "320100", "treatment_region": "310000"}

    assert next_question(base, {}) == "away_scope"
    assert next_question(base, places) == "filed"


# --- notices --------------------------------------------------------------------------


def notices(base, facts=None, day=DAY, topic="claim"):
    return [text.en for text in select(base, topic, facts, day).notices]


NANJING = {"insured_region": "320100"}
SHANGHAI = {"insured_region": "310000"}
NO_FIGURES = (
    "I have no verified local figures for {}; the local medical security office "
    "decides, call 12393."
)


def test_a_place_without_its_own_figures_is_told_so(tiny):
    assert notices(tiny.load(), SHANGHAI, dt.date(2026, 6, 1)) == [
        NO_FIGURES.format("Shanghai")
    ]


@pytest.mark.parametrize(
    ("facts", "topic"),
    [
        pytest.param({}, "claim", id="no place named"),
        pytest.param(NANJING, "claim", id="a place with its own figures"),
        pytest.param(SHANGHAI, "share", id="a topic that turns on no place"),
        pytest.param({"insured_region": "ABROAD"}, "claim", id="no place of ours"),
    ],
)
def test_otherwise_nothing_is_said_of_local_figures(tiny, facts, topic):
    assert notices(tiny.load(), facts, dt.date(2026, 6, 1), topic) == []


def test_a_topic_that_asks_for_the_place_says_so_without_figures_too(tiny):
    tiny.put("topics/share.yml", ["ask"], ["insured_region"])

    said = notices(tiny.load(), SHANGHAI, dt.date(2026, 6, 1), "share")

    assert said == [NO_FIGURES.format("Shanghai")]


def test_figures_of_another_place_do_not_count_as_local(tiny):
    tiny.put("topics/claim.yml", ["answers", 0, "figures"], ["local-share"])
    base = tiny.load()

    assert notices(base, SHANGHAI, dt.date(2026, 6, 1)) == [
        NO_FIGURES.format("Shanghai")
    ]
    assert select(base, "claim", SHANGHAI, DAY).figures[0].example


def test_a_local_answer_needs_no_notice(tiny):
    tiny.add_answers({"id": "shanghai", "place": "310000"})

    assert notices(tiny.load(), SHANGHAI, dt.date(2026, 6, 1)) == []


COMING = "comes into force on 2027-01-01; citations will then be updated."
SINCE = "is in force since 2027-01-01;"


@pytest.mark.parametrize(
    ("day", "phrase"),
    [
        pytest.param("2025-01-01", None, id="long before"),
        pytest.param("2026-11-01", None, id="a day before it is announced"),
        pytest.param("2026-11-02", COMING, id="the day it is announced"),
        pytest.param("2026-12-31", COMING, id="the day before"),
        pytest.param("2027-01-01", SINCE, id="that day"),
        pytest.param("2030-06-01", SINCE, id="years after"),
    ],
)
class TestTheNewLaw:
    """A newer law puts cited articles in question from 2027-01-01."""

    def test_in_the_tiny_base(self, tiny, day, phrase):
        said = notices(tiny.load(), day=dt.date.fromisoformat(day))

        assert len(said) == (phrase is not None)
        assert not phrase or phrase in said[0]

    def test_in_the_real_base(self, base, day, phrase):
        selection = select(base, "use_card_elsewhere", {}, dt.date.fromisoformat(day))

        said = [text for text in selection.notices if "2027-01-01" in text.en]
        assert len(said) == (phrase is not None)
        for text in said:
            assert phrase in text.en
            assert text.en.startswith("The Medical Security Law ")
            assert text.zh.startswith("《医疗保障法》")

    def test_not_for_articles_it_does_not_touch(self, tiny, day, phrase):
        refs = ["social-insurance-law#14"]
        tiny.put("topics/claim.yml", ["answers", 0, "legal_basis"], refs)

        assert notices(tiny.load(), day=dt.date.fromisoformat(day)) == []


@pytest.mark.parametrize("day", [dt.date(2026, 12, 31), NEW_LAW, dt.date(2028, 1, 1)])
def test_the_real_base_cites_the_law_in_force_on_both_sides_of_the_date(base, day):
    refs = [c.ref for c in select(base, "use_card_elsewhere", {}, day).citations]

    assert refs[0] == "social-insurance-law#29"
    assert not any(ref.startswith("medical-security-law") for ref in refs)


# --- the real base --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        ({}, "general"),
        ({"filed": "no"}, "not_filed"),
        ({"filed": "no", "discharged": "yes"}, "not_filed_paid"),
        ({"care": "emergency"}, "emergency"),
        ({"care": "emergency", "discharged": "yes"}, "emergency_paid"),
        ({"care": "emergency", "treatment_region": "810000"}, "abroad"),
        ({"care": "emergency", "filed": "no"}, "emergency"),
        ({"treatment_region": "ABROAD"}, "abroad"),
        ({"treatment_region": "810000", "discharged": "yes"}, "abroad"),
        ({"insured_region": "320100", "treatment_region": "320500"}, "same_province"),
    ],
)
def test_the_real_base_answers_the_case_at_hand(base, facts, answer):
    assert chosen(base, facts, topic="use_card_elsewhere") == answer


def test_an_unknown_topic_is_an_error_that_says_where_to_add_it(tiny):
    with pytest.raises(UnknownTopicError) as caught:
        select(tiny.load(), "weather")

    assert str(caught.value) == (
        "no topic 'weather': add knowledge/topics/weather.yml or correct the id"
    )
    assert isinstance(caught.value, PolicyError)
    assert isinstance(caught.value, KeyError)
