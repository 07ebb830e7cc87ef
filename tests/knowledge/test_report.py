"""What the report counts, and what it says is due when."""

from __future__ import annotations

import datetime as dt

import pytest

from knowledge.load import read
from knowledge.report import report

DAY = dt.date(2026, 11, 25)
CLAIM = "topics/claim.yml"
TINY = "figures/tiny.yml"


def made(tiny, day=DAY, **options):
    assert tiny.problems() == []
    return report(read(tiny.folder)[0], day, **options)


def due(result, kind):
    return [
        (i.date.isoformat(), i.subject, i.touches) for i in result.due if i.kind == kind
    ]


def coverage(result, topic="claim"):
    (found,) = (item for item in result.topics if item.topic.id == topic)
    return found


def test_answers_variants_and_places_of_a_topic_are_counted(tiny):
    tiny.add_answers(
        {"id": "late", "when": {"filed": "no"}, "confidence": "recalled"},
        {"id": "jiangsu", "place": "320000"},
        {"id": "nanjing", "when": {"filed": "no"}, "place": "320100"},
    )
    found = coverage(made(tiny))

    assert (found.answers, found.variants) == (4, 2)
    assert found.places == ("320000", "320100")
    assert found.figure_places == ("320000",)
    assert found.confidence == {"verified": 3, "recalled": 1}
    assert found.topic.reviewed == dt.date(2026, 11, 22)
    assert found.citations_reviewed == dt.date(2026, 11, 22)


def test_a_figure_in_a_text_counts_as_used_and_an_example_gives_no_place(tiny):
    tiny.put(TINY, ["figures", "local-share", "values", 0, "confidence"], "example")
    tiny.put("topics/share.yml", ["answers", 0, "figures"], ["local-share"])
    assert coverage(made(tiny), "share").figure_places == ()

    tiny.put(TINY, ["figures", "local-share", "values", 0, "confidence"], "quoted")
    assert coverage(made(tiny), "share").figure_places == ("320000",)


def test_places_are_counted_over_all_topics(tiny):
    tiny.add_answers({"id": "jiangsu", "place": "320000"})
    tiny.add_answers({"id": "jiangsu", "place": "320000"}, topic="share")

    assert made(tiny).places == {"320000": (2, 1), "CN": (2, 1)}


def test_what_rests_on_no_official_text_is_listed(tiny):
    tiny.put("law/social-insurance-law.yml", ["articles", 29, "confidence"], "recalled")
    tiny.add_answers({"id": "late", "when": {"filed": "no"}, "confidence": "quoted"})
    tiny.put(TINY, ["figures", "claim-days", "values", 1, "confidence"], "recalled")

    assert {(item.what, item.confidence) for item in made(tiny).hedged} == {
        ("claim/late", "quoted"),
        ("claim-days (320000)", "recalled"),
        ("social-insurance-law#29", "recalled"),
        ("notice", "quoted"),
        ("old-notice", "quoted"),
        ("coming-law", "quoted"),
    }


def test_a_law_to_come_names_the_answers_it_puts_in_question(tiny):
    tiny.add_answers(
        {"id": "takes_it_over", "when": {"filed": "no"}},
        {
            "id": "cites_another",
            "when": {"filed": "yes"},
            "legal_basis": ["social-insurance-law#14"],
        },
    )
    assert due(made(tiny), "law") == [
        (
            "2027-01-01",
            "coming-law",
            ("claim/general", "claim/takes_it_over", "share/general"),
        )
    ]


def test_a_value_that_ends_is_due_unless_another_follows(tiny):
    where = ["figures", "claim-days", "values", 0, "until"]
    tiny.put(TINY, where, "2026-12-31")
    assert due(made(tiny), "figure") == [
        ("2026-12-31", "claim-days (CN)", ("claim/general",))
    ]

    values = tiny.data(TINY)["figures"]["claim-days"]["values"]
    later = {"value": 20, "since": "2027-01-01", "source": "notice"}
    values.append({**later, "confidence": "quoted", "place": "320000"})
    tiny.put(TINY, ["figures", "claim-days", "values"], values)
    assert len(due(made(tiny), "figure")) == 1  # another place's value follows nothing

    values[-1]["place"] = "CN"
    tiny.put(TINY, ["figures", "claim-days", "values"], values)
    assert due(made(tiny), "figure") == []


def test_a_document_that_ends_names_the_answers_that_cite_it(tiny):
    tiny.put("documents.yml", ["documents", "notice", "ends"], "2026-06-30")
    tiny.put(
        CLAIM, ["answers", 0, "legal_basis"], ["social-insurance-law#29", "notice"]
    )

    assert due(made(tiny), "document") == [("2026-06-30", "notice", ("claim/general",))]


def test_reviews_are_due_after_the_days_given(tiny):
    tiny.put(CLAIM, ["reviewed"], "2026-11-01")

    assert due(made(tiny, review_days=30), "review") == [
        ("2026-12-01", "topics", ("claim",)),
        ("2026-12-22", "citations.yml", ("claim", "share")),
        ("2026-12-22", "topics", ("share",)),
    ]


@pytest.mark.parametrize(
    ("day", "reviews"),
    [
        ("2026-11-25", ["2027-01-31", "2027-07-31"]),
        ("2027-01-31", ["2027-01-31", "2027-07-31"]),
        ("2027-02-01", ["2027-07-31", "2028-01-31"]),
        ("2027-08-01", ["2028-01-31", "2028-07-31"]),
    ],
)
def test_the_next_january_and_july_are_review_time(tiny, day, reviews):
    found = due(made(tiny, dt.date.fromisoformat(day)), "yearly")

    assert [date for date, _, _ in found] == reviews
    # time limits stay until a rule changes; shares and sums change with the year
    assert {touches for _, _, touches in found} == {("local-share", "example-share")}


def test_dues_are_sorted_by_date(base):
    dates = [item.date for item in report(base, DAY).due]

    assert dates == sorted(dates)


def test_the_real_base_is_covered_whole(base):
    result = report(base, DAY)

    assert [item.topic.id for item in result.topics] == list(base.topics)
    assert sum(item.answers for item in result.topics) == sum(
        answers for answers, _ in result.places.values()
    )
    (law,) = (item for item in result.due if item.kind == "law")
    assert (law.subject, law.date) == ("medical-security-law", dt.date(2027, 1, 1))
    assert "use_card_elsewhere/general" in law.touches
