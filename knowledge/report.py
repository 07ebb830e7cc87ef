"""What the base covers, how sure it is of it, and what must be looked at by when."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.check_unused import used_figures
from knowledge.figures import REFERENCE
from knowledge.load import Base
from knowledge.model import NATIONAL, Answer, FigureValue, Text, Topic
from knowledge.select import merged

#: Days after which a review is due again.
REVIEW_DAYS = 180
#: Months in which all figures are looked through: new premiums and lists come in
#: January, new contribution bases in July.
_YEARLY = {
    1: Text(
        zh="一月例行复核：缴费标准、药品目录、各地待遇",
        en="January review: premiums, drug catalogue, local benefits",
    ),
    7: Text(
        zh="七月例行复核：缴费基数、各地待遇",
        en="July review: contribution bases, local benefits",
    ),
}
#: Units whose figures change with the year; time limits stay until a rule changes.
_CHANGING = frozenset({"yuan", "percent", "percentage_points", "times"})
_HEDGED = ("recalled", "quoted")


@dataclass(frozen=True)
class Coverage:
    """What one topic holds.

    ``places`` have answers of their own, ``figure_places`` values of their own of a
    figure that the topic uses; ``confidence`` counts the answers by how sure they are.
    """

    topic: Topic
    answers: int
    variants: int
    places: tuple[str, ...]
    figure_places: tuple[str, ...]
    confidence: dict[str, int]
    citations_reviewed: dt.date | None


@dataclass(frozen=True)
class Hedged:
    """An answer, figure value, document or article whose official text is not read."""

    what: str
    confidence: str


@dataclass(frozen=True)
class Due:
    """Something to be re-checked by ``date``: why, and the ids it touches."""

    date: dt.date
    kind: str
    subject: str
    why: Text
    touches: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """Everything the report says, as of ``day``; ``due`` is sorted by date."""

    day: dt.date
    topics: tuple[Coverage, ...]
    places: dict[str, tuple[int, int]]
    hedged: tuple[Hedged, ...]
    due: tuple[Due, ...]


def report(base: Base, day: dt.date, review_days: int = REVIEW_DAYS) -> Report:
    """Return coverage and dues of ``base`` as of ``day``.

    A review is due again ``review_days`` days after it was made.
    """
    due = [
        *_values_that_end(base),
        *_documents_that_end(base),
        *_laws_to_come(base),
        *_reviews(base, review_days),
        *_yearly(base, day),
    ]
    return Report(
        day=day,
        topics=tuple(_coverage(base, topic) for topic in base.topics.values()),
        places=_by_place(base),
        hedged=tuple(_hedged(base)),
        due=tuple(sorted(due, key=lambda item: (item.date, item.kind, item.subject))),
    )


def _coverage(base: Base, topic: Topic) -> Coverage:
    figures = {name for answer in topic.answers for name in _figures(answer)}
    values = (v for name in figures for v in base.figures[name].values)
    local = {value.place for value in values if value.confidence != "example"}
    reviewed = base.citations.get(topic.id)
    return Coverage(
        topic=topic,
        answers=len(topic.answers),
        variants=sum(bool(answer.when) for answer in topic.answers),
        places=tuple(sorted({a.place for a in topic.answers} - {NATIONAL})),
        figure_places=tuple(sorted(local - {NATIONAL})),
        confidence=dict(Counter(_confidence(topic, a) for a in topic.answers)),
        citations_reviewed=reviewed.reviewed if reviewed else None,
    )


def _figures(answer: Answer) -> set[str]:
    texts = [answer.say, *(answer.steps or ()), *(answer.exceptions or ())]
    referred = {m.group(1) for text in texts for m in REFERENCE.finditer(text.zh)}
    return referred | set(answer.figures or ())


def _confidence(topic: Topic, answer: Answer) -> str:
    return merged(topic, answer).confidence or "verified"


def _by_place(base: Base) -> dict[str, tuple[int, int]]:
    """Return place -> number of its own answers and of its own figures in use."""
    answers = Counter(a.place for topic in base.topics.values() for a in topic.answers)
    used = used_figures(base)
    figures: Counter[str] = Counter()
    for name in used & base.figures.keys():
        sure = (v for v in base.figures[name].values if v.confidence != "example")
        figures.update({value.place for value in sure})
    places = sorted(answers.keys() | figures.keys())
    return {place: (answers[place], figures[place]) for place in places}


def _hedged(base: Base) -> Iterator[Hedged]:
    for topic in base.topics.values():
        for answer in topic.answers:
            confidence = _confidence(topic, answer)
            if confidence in _HEDGED:
                yield Hedged(f"{topic.id}/{answer.id}", confidence)
    for name, figure in base.figures.items():
        for value in figure.values:
            if value.confidence in _HEDGED:
                yield Hedged(f"{name} ({value.place})", value.confidence)
    for document in base.documents.values():
        if document.confidence in _HEDGED:
            yield Hedged(document.id, document.confidence)
        for number, article in document.articles.items():
            if article.confidence in _HEDGED:
                yield Hedged(f"{document.id}#{number}", article.confidence)


def _values_that_end(base: Base) -> Iterator[Due]:
    for name, figure in base.figures.items():
        for value in figure.values:
            if value.until is None or _succeeded(figure.values, value):
                continue
            users = tuple(_users(base, name))
            why = Text(zh="数值到期，要找新的", en="the value ends; find the next one")
            yield Due(value.until, "figure", f"{name} ({value.place})", why, users)


def _succeeded(values: list[FigureValue], value: FigureValue) -> bool:
    """Tell whether a later value of the same place takes over."""
    return any(
        other.place == value.place
        and other.since is not None
        and value.until is not None
        and other.since > value.until
        for other in values
    )


def _users(base: Base, figure: str) -> Iterator[str]:
    for topic in base.topics.values():
        for answer in topic.answers:
            if figure in _figures(answer):
                yield f"{topic.id}/{answer.id}"


def _documents_that_end(base: Base) -> Iterator[Due]:
    for document in base.documents.values():
        if document.ends is not None and not document.superseded_by:
            why = Text(zh="文件到期，要找接续的", en="it ends; find what follows it")
            touches = tuple(_citing(base, document.id))
            yield Due(document.ends, "document", document.id, why, touches)


def _laws_to_come(base: Base) -> Iterator[Due]:
    why = Text(
        zh="新法施行，所列答案的引用要对照新法重核",
        en="it comes into force; re-check the citations of these answers",
    )
    for law in base.documents.values():
        if law.rechecks is not None and law.in_force is not None:
            touches = tuple(_citing(base, law.rechecks.law, law.rechecks.articles))
            yield Due(law.in_force, "law", law.id, why, touches)


def _citing(
    base: Base, document: str, articles: Sequence[int] | None = None
) -> Iterator[str]:
    """Yield the answers that cite ``document`` (one of ``articles``, when given)."""
    for topic in base.topics.values():
        for answer in topic.answers:
            if any(
                basis.document == document
                and (articles is None or basis.article in articles)
                for basis in merged(topic, answer).legal_basis or ()
            ):
                yield f"{topic.id}/{answer.id}"


def _reviews(base: Base, review_days: int) -> Iterator[Due]:
    """Yield one due for all topics, and one for all citations, reviewed on one day."""
    after = dt.timedelta(days=review_days)
    why = Text(zh="该再审读了", en="to be read through again")
    topics: dict[dt.date, list[str]] = {}
    for topic in base.topics.values():
        topics.setdefault(topic.reviewed, []).append(topic.id)
    citations: dict[dt.date, list[str]] = {}
    for name, citable in base.citations.items():
        citations.setdefault(citable.reviewed, []).append(name)
    for subject, table in (("topics", topics), ("citations.yml", citations)):
        for reviewed, names in table.items():
            yield Due(reviewed + after, "review", subject, why, tuple(names))


def _yearly(base: Base, day: dt.date) -> Iterator[Due]:
    """Yield the next January and July review, with the figures in force to look at."""
    money = tuple(
        name for name, figure in base.figures.items() if figure.unit in _CHANGING
    )
    for month in _YEARLY:
        year = day.year if dt.date(day.year, month, 31) >= day else day.year + 1
        end = dt.date(year, month, 31)
        yield Due(end, "yearly", f"{year}-{month:02}", _YEARLY[month], money)
