"""What an article of a statute says, by number."""

from __future__ import annotations

from collections.abc import Sequence

from actions import reply, wording
from actions.turn import Turn
from knowledge.citing import citation_name
from knowledge.model import Basis, Document
from knowledge.select import cite, cited, law_notices

STATUTE = "social-insurance-law"

#: Share of what is left beside the law itself that makes one topic the matter.
_LEADS = 0.5


def for_article(turn: Turn) -> reply.Payload:
    """Return the article's gist, the law on a matter, or what is on record."""
    number = _number(turn)
    if number is None:
        return _about(turn) or reply.for_topic(turn, "legal_article")
    law, statute = _law(turn), turn.base.documents[STATUTE]
    listed = law if law.articles else statute  # a notice, or a law not yet read
    if number not in law.articles:
        name = citation_name(law, None, turn.language)
        phrase = wording.NO_ARTICLE.in_language(turn.language)
        say = phrase.format(law=name, number=number)
        return _listed(turn, listed, say, sorted(listed.articles)[:40])
    return _one(turn, law, number)


def _one(turn: Turn, law: Document, number: int) -> reply.Payload:
    language = turn.language
    citation = cite(turn.base, Basis(ref=f"{law.id}#{number}"))
    article = law.articles[number]
    lines = [
        wording.GIST.in_language(language).format(
            law=law.short.in_language(language),
            number=number,
            title=article.title.in_language(language),
            gist=article.gist.in_language(language),
        )
    ]
    if article.note:
        lines.append(article.note.in_language(language))
    if law.version:
        note = wording.GIST_NOTE.in_language(language)
        lines.append(note.format(version=law.version))
    resting = [
        topic.id
        for topic in turn.base.topics.values()
        if any(b.ref == citation.ref for b in topic.general.legal_basis or ())
    ]
    return reply.for_phrase(
        turn,
        "article",
        "\n".join(lines),
        topic="legal_article",
        citations=[citation],
        notices=law_notices(turn.base, [citation], turn.day),
        options=reply.options_for_topics(turn.base, resting[:4], language),
    )


def _listed(
    turn: Turn, law: Document, say: str, numbers: Sequence[int]
) -> reply.Payload:
    citations = [cite(turn.base, Basis(ref=f"{law.id}#{n}")) for n in numbers]
    titles = [
        f"- {citation_name(law, c.number, turn.language)} "
        f"{c.article.title.in_language(turn.language) if c.article else ''}"
        for c in citations
    ]
    return reply.for_phrase(
        turn, "article", "\n".join([say, *titles]), topic="legal_article"
    )


def _about(turn: Turn) -> reply.Payload | None:
    """Return the articles behind the matter that a question on the law is about.

    The matter is the policy topic that is far ahead of the others but the law itself.
    """
    others = [(name, share) for name, share in turn.ranking if name != "legal_article"]
    if not others or others[0][1] < _LEADS * sum(share for _, share in others):
        return None
    topic = turn.base.topics.get(others[0][0])
    if topic is None or topic.kind != "policy":
        return None
    language = turn.language
    citations = cited(turn.base, topic.general)
    title = topic.title.in_language(language)
    say = wording.LAW_ON.in_language(language).format(matter=title)
    return reply.for_phrase(
        turn,
        "article",
        say,
        topic="legal_article",
        citations=citations,
        notices=law_notices(turn.base, citations, turn.day),
        options=reply.options_for_topics(
            turn.base, [topic.id, *topic.related[:2]], language
        ),
    )


def _law(turn: Turn) -> Document:
    named = turn.base.documents.get(turn.facts.get("document", ""))
    return named or turn.base.documents[STATUTE]


def _number(turn: Turn) -> int | None:
    given = turn.stated.get("article")  # not one asked for earlier
    return int(given) if given and given.isdecimal() else None
