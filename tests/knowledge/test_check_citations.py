"""Articles are cited within their meaning, by the reviewed table."""

from __future__ import annotations

import re

import pytest

from knowledge.load import read

CLAIM = "topics/claim.yml"
SHARE = "topics/share.yml"
TABLE = "citations.yml"
LAW = "social-insurance-law"


def found(tiny):
    return [(p.file, p.path, p.what) for p in tiny.problems()]


def test_an_article_outside_the_table_is_reported_with_its_mend(tiny):
    tiny.put(TABLE, ["citations", "claim", "articles", f"{LAW}#29"], None)

    (problem,) = tiny.problems()

    assert problem.file == f"knowledge/{CLAIM}"
    assert problem.path == "answers[0].legal_basis[0]"
    assert problem.what == f"cites {LAW}#29 outside its meaning."
    assert problem.mend == (
        "Read the article; cite another, or enter it with why in citations.yml."
    )


def test_an_article_written_for_something_else_is_cited_by_analogy_only(tiny):
    where = ["answers", 0, "legal_basis"]
    tiny.put(SHARE, where, [f"{LAW}#29", f"{LAW}#14"])
    (problem,) = tiny.problems()
    assert problem.path == "answers[0].legal_basis[1]"
    assert problem.what == f"cites {LAW}#14, which was written for something else."

    tiny.put(SHARE, where, [f"{LAW}#29", {"ref": f"{LAW}#14", "by_analogy": True}])
    assert tiny.problems() == []


def test_citations_of_variants_are_checked_too(tiny):
    tiny.put(TABLE, ["citations", "claim", "articles", f"{LAW}#14"], None)
    tiny.add_answers({"id": "late", "when": {"filed": "no"}})
    assert tiny.problems() == []

    data = tiny.data(CLAIM)
    data["answers"][1]["legal_basis"] = [f"{LAW}#29", f"{LAW}#14"]
    tiny.write(CLAIM, data)
    assert found(tiny) == [
        (
            f"knowledge/{CLAIM}",
            "answers[1].legal_basis[1]",
            f"cites {LAW}#14 outside its meaning.",
        )
    ]


@pytest.mark.parametrize(
    ("keys", "value", "path", "what"),
    [
        (["nowhere"], {"reviewed": "2026-11-22", "articles": {}}, ".nowhere", "topic"),
        (
            ["claim", "articles", f"{LAW}#99"],
            {"zh": "没有", "en": "none"},
            f".claim.articles.{LAW}#99",
            "article on record",
        ),
    ],
)
def test_what_the_table_names_must_exist(tiny, keys, value, path, what):
    tiny.put(TABLE, ["citations", *keys], value)

    assert found(tiny) == [(f"knowledge/{TABLE}", f"citations{path}", f"is no {what}.")]


def test_every_policy_topic_stands_in_the_table_and_a_neighbour_need_not(tiny):
    tiny.put(SHARE, ["answers", 0, "legal_basis"], ["notice"])
    other = {"zh": "该法没有这一条。", "en": "The law has no article on it."}
    tiny.put(SHARE, ["answers", 0, "other_basis"], other)
    tiny.put(TABLE, ["citations", "share"], None)
    assert found(tiny) == [(f"knowledge/{TABLE}", "citations", "lack 'share'.")]

    tiny.put(SHARE, ["kind"], "neighbour")
    assert tiny.problems() == []


@pytest.mark.parametrize(
    ("ref", "topics"),
    [(f"{LAW}#14", {"withdraw_balance", "foreigner"}), (f"{LAW}#12", set())],
)
def test_pension_articles_are_never_a_basis_proper(ref, topics):
    base, _ = read()
    tables = {
        n: t.articles[ref] for n, t in base.citations.items() if ref in t.articles
    }

    assert set(tables) == topics
    assert all(fit.by_analogy for fit in tables.values())


def test_every_reason_is_one_line_of_its_own_words():
    base, _ = read()
    for table in base.citations.values():
        for fit in table.articles.values():
            assert len(fit.zh) <= 40 and len(fit.en) <= 100
            assert not re.search(r"\n", fit.zh + fit.en)
