"""Nothing fits: asking back, and declining."""

from __future__ import annotations

from typing import Any

import pytest

from actions import wording
from actions.fallback import MENU
from knowledge.load import Base
from knowledge.model import LANGUAGES, Language

RANKING = (
    ("greet", 0.4),
    ("maternity", 0.25),
    ("fraud", 0.2),
    ("lost_card", 0.1),
    ("pension", 0.05),
)


def offered(said: Any) -> list[str]:
    return [option["payload"] for option in said.payload["options"]]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_three_nearest_topics_are_offered(
    act: Any, base: Base, language: Language
) -> None:
    said = await act("action_fallback", ranking=RANKING, language=language)
    assert said.payload["kind"] == "unsure"
    assert said.payload["topic"] is None
    assert offered(said) == ["/maternity", "/fraud", "/lost_card"]
    label = base.topics["maternity"].question.in_language(language)
    assert said.text.splitlines() == [
        wording.UNSURE.in_language(language),
        f"1. {label}",
        f"2. {base.topics['fraud'].question.in_language(language)}",
        f"3. {base.topics['lost_card'].question.in_language(language)}",
        wording.UNSURE_END.in_language(language),
    ]


@pytest.mark.parametrize(
    "ranking", [(), (("greet", 0.4), ("out_of_scope", 0.3))], ids=["none", "no topic"]
)
async def test_with_no_near_topic_the_menu_is_offered(act: Any, ranking: Any) -> None:
    said = await act("action_fallback", ranking=ranking)
    assert said.text.startswith(wording.NOTHING_FITS.zh)
    assert offered(said) == [f"/{topic}" for topic in MENU]
    assert "12393" in said.text


@pytest.mark.parametrize(
    ("ranking", "wanted"),
    [
        ((("maternity", 0.4), ("newborn", 0.35)), ["maternity", "newborn"]),
        ((("maternity", 0.5), ("newborn", 0.01)), ["maternity", "newborn"]),
        (
            (("maternity", 0.3), ("newborn", 0.2), ("fraud", 0.02)),
            ["maternity", "newborn"],
        ),
        ((("out_of_scope", 0.5), ("maternity", 0.1), ("newborn", 0.1)), None),
    ],
    ids=["two are close", "never only one", "not the unlikely", "all unlikely"],
)
async def test_only_what_may_be_meant_is_offered(
    act: Any, ranking: Any, wanted: list[str] | None
) -> None:
    said = await act("action_fallback", ranking=ranking)
    assert offered(said) == [f"/{topic}" for topic in wanted or MENU]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("zh", "我听到的情况：居民医保，住院，参保地 合肥。"),
        (
            "en",
            "What I understood of your case: resident insurance, hospital stay, "
            "insured place Hefei.",
        ),
    ],
)
async def test_what_was_understood_is_said_first(
    act: Any, language: str, sentence: str
) -> None:
    said = await act(
        "action_fallback",
        language=language,
        insurance="resident",
        care="inpatient",
        insured_region="340100",
        amount="2000",
    )
    assert said.text.splitlines()[0] == sentence


async def test_facts_that_mean_nothing_are_not_repeated(act: Any) -> None:
    said = await act("action_fallback", insurance="no such", treatment_region="999999")
    assert said.text.startswith(wording.NOTHING_FITS.zh)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_another_field_is_declined_with_the_scope_and_the_menu(
    act: Any, language: Language
) -> None:
    said = await act("action_out_of_scope", "out_of_scope", language=language)
    assert said.payload["kind"] == "out_of_scope"
    assert said.text.startswith(wording.OUT_OF_SCOPE.in_language(language))
    assert offered(said) == [f"/{topic}" for topic in MENU]
    assert said.text.count("\n") == len(MENU)
    assert said.payload["citations"] == []


def test_every_topic_of_the_menu_exists(base: Base) -> None:
    assert set(MENU) <= set(base.topics)


@pytest.mark.parametrize("action", ["action_fallback", "action_out_of_scope"])
@pytest.mark.parametrize(
    ("text", "entities", "answered"),
    [
        ("not filed", (("filed", 0, 9),), "use_card_elsewhere/not_filed"),
        ("where is it not filed", (("filed", 12, 21),), None),
        ("not filed", (), None),
    ],
    ids=["a bare fact", "a question", "no fact"],
)
async def test_a_bare_fact_that_was_asked_for_is_answered_all_the_same(
    act: Any, action: str, text: str, entities: Any, answered: str | None
) -> None:
    said = await act(
        action,
        "nlu_fallback",
        text=text,
        language="en",
        entities=entities,
        confidence=0.7,
        topic="use_card_elsewhere",
        filed="no",
    )
    assert said.payload.get("answer") == answered
