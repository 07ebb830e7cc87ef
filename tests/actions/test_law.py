"""Articles of statutes by number."""

from __future__ import annotations

import re
from typing import Any

import pytest

from actions import wording
from actions.turn import DAY_VARIABLE
from knowledge.load import Base
from knowledge.model import LANGUAGES, Language

LAW = "social-insurance-law"


def refs(said: Any) -> list[str]:
    return [citation["ref"] for citation in said.payload["citations"]]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_article_on_record_is_given_with_its_gist(
    act: Any, base: Base, language: Language
) -> None:
    for law in base.documents.values():
        for number, article in law.articles.items():
            said = await act(
                "action_article",
                "legal_article",
                language=language,
                document=law.id,
                article=str(number),
            )
            assert refs(said) == [f"{law.id}#{number}"]
            assert said.payload["kind"] == "article"
            assert said.payload["topic"] == "legal_article"
            first = said.text.splitlines()[0]
            assert article.gist.in_language(language) in first
            assert str(number) in first


async def test_a_number_alone_means_the_social_insurance_law(act: Any) -> None:
    said = await act("action_article", "legal_article", article="30")
    assert refs(said) == [f"{LAW}#30"]
    assert "社会保险法" in said.text.splitlines()[0]


async def test_the_summary_says_that_it_is_one_and_of_which_text(
    act: Any, base: Base
) -> None:
    said = await act("action_article", "legal_article", language="en", article="29")
    assert f"text of {base.documents[LAW].version}" in said.text
    assert "plain summary" in said.text


async def test_an_article_leads_on_to_the_topics_that_rest_on_it(
    act: Any, base: Base
) -> None:
    said = await act("action_article", "legal_article", article="29")
    offered = [o["payload"].removeprefix("/") for o in said.payload["options"]]
    assert 1 <= len(offered) <= 4
    for topic in offered:
        basis = base.topics[topic].general.legal_basis or []
        assert f"{LAW}#29" in [entry.ref for entry in basis]


async def test_an_article_with_a_note_shows_it(act: Any, base: Base) -> None:
    note = base.documents[LAW].articles[30].note
    assert note is not None
    said = await act("action_article", "legal_article", article="30")
    assert note.zh in said.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_article_not_on_record_is_not_guessed(
    act: Any, language: Language
) -> None:
    said = await act(
        "action_article", "legal_article", language=language, article="500"
    )
    assert refs(said) == []
    assert said.payload["kind"] == "article"
    pattern = (
        "没有收录.*第500条" if language == "zh" else "Article 500 is not in my rec"
    )
    assert re.search(pattern, said.text)
    assert "12393" in said.text


@pytest.mark.parametrize("number", [None, "", "thirty", "-1"])
async def test_without_number_or_matter_it_says_how_to_ask(
    act: Any, base: Base, number: str | None
) -> None:
    said = await act("action_article", "legal_article", language="en", article=number)
    assert said.payload["topic"] == "legal_article"
    assert said.text.startswith(base.topics["legal_article"].general.say.en)
    assert refs(said)


async def test_a_question_on_the_law_of_a_matter_gets_its_articles(
    act: Any, base: Base
) -> None:
    ranking = (("legal_article", 0.8), ("third_party", 0.15), ("fraud", 0.05))
    said = await act("action_article", "legal_article", ranking=ranking)
    general = base.topics["third_party"].general
    assert refs(said) == [basis.ref for basis in general.legal_basis or []]
    assert base.topics["third_party"].title.zh in said.text
    assert said.payload["options"][0]["payload"] == "/third_party"


@pytest.mark.parametrize(
    "ranking",
    [
        (
            ("legal_article", 0.8),
            ("third_party", 0.1),
            ("fraud", 0.1),
            ("pension", 0.1),
        ),
        (("legal_article", 0.8), ("pension", 0.2)),
        (("legal_article", 0.8), ("greet", 0.2)),
    ],
    ids=["nothing far ahead", "another field", "small talk"],
)
async def test_a_question_on_the_law_of_no_clear_matter_is_not_guessed(
    act: Any, base: Base, ranking: tuple[tuple[str, float], ...]
) -> None:
    said = await act("action_article", "legal_article", ranking=ranking)
    assert said.text.startswith(base.topics["legal_article"].general.say.zh)


async def test_a_number_asked_for_earlier_is_not_asked_for_again(
    call: Any, base: Base
) -> None:
    from rasa_sdk import Tracker

    from actions.turn import read

    request = call("action_article", "legal_article", article="29")
    request["tracker"]["latest_message"]["entities"] = []
    turn = read(Tracker.from_dict(request["tracker"]))
    assert turn.facts["article"] == "29"
    assert "article" not in turn.stated


async def test_an_article_of_another_statute_is_found_there(act: Any) -> None:
    said = await act(
        "action_article",
        "legal_article",
        language="en",
        document="fund-use-regulation",
        article="41",
    )
    assert refs(said) == ["fund-use-regulation#41"]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_article_of_a_law_without_articles_on_record_is_not_another_laws(
    act: Any, base: Base, language: Language
) -> None:
    said = await act(
        "action_article",
        "legal_article",
        language=language,
        document="medical-security-law",
        article="29",
    )
    assert refs(said) == []
    short = base.documents["medical-security-law"].short.in_language(language)
    assert short in said.text.splitlines()[0]
    phrase = wording.NO_ARTICLE.in_language(language)
    assert said.text.startswith(phrase.partition("{law}")[0])


async def test_a_document_that_nobody_defined_is_the_social_insurance_law(
    act: Any,
) -> None:
    said = await act(
        "action_article", "legal_article", document="no-such-law", article="29"
    )
    assert refs(said) == [f"{LAW}#29"]


@pytest.mark.parametrize(
    ("day", "article", "noticed"),
    [
        ("2026-12-31", "29", "将自 2027-01-01 起施行"),
        ("2027-01-01", "29", "已自 2027-01-01 起施行"),
        ("2027-01-01", "88", None),
    ],
    ids=["before", "on the day", "an article it leaves alone"],
)
async def test_the_coming_law_is_named_where_it_touches_the_article(
    act: Any,
    monkeypatch: pytest.MonkeyPatch,
    day: str,
    article: str,
    noticed: str | None,
) -> None:
    monkeypatch.setenv(DAY_VARIABLE, day)
    said = await act("action_article", "legal_article", article=article)
    notices = "\n".join(said.payload["notices"])
    assert notices == "" if noticed is None else noticed in notices
    assert notices in said.text


async def test_what_was_asked_before_an_article_stays_the_topic(act: Any) -> None:
    said = await act("action_answer", "legal_article", topic="maternity", article="29")
    assert said.payload["kind"] == "article"
    assert "topic" not in said.slots
