"""What was said, read from the database a conversation at a time, as turns."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from channels import options
from channels.database import SAID, Database
from channels.errors import unavailable
from channels.intake import redact

Payload = dict[str, Any]

#: Rows fetched at once, and how long the database may take for them.
_BATCH, _PATIENCE = 1_000, "5min"
#: Intents that are no guess at what was asked.
_NO_GUESS = frozenset({"nlu_fallback", ""})


@dataclass(frozen=True)
class Reply:
    """What matters of a reply: ``asks`` is the question it ends with, by its fact.

    ``guide`` is the guided task it belongs to.
    """

    kind: str
    topic: str = ""
    guide: str = ""
    asks: str = ""


@dataclass(frozen=True)
class Turn:
    """A message and its replies; ``text`` is masked, and empty if nobody wrote it.

    ``time`` is in seconds since 1970. ``guess`` is the likeliest intent, ``chosen``
    whether one of our options was chosen instead of words written.
    """

    sender: str
    time: float
    channel: str
    text: str
    intent: str
    language: str
    chosen: bool
    guess: str
    replies: tuple[Reply, ...] = ()

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of its replies."""
        return frozenset(reply.kind for reply in self.replies)


def conversations(database: Database, since: float) -> Iterator[list[Turn]]:
    """Yield the turns of each conversation since a moment, oldest first.

    Raises:
        ChannelError: when the database does not answer.
    """
    for _, rows in groupby(_rows(database, since), key=lambda row: row.sender):
        turns = list(_turns(rows))
        if turns:
            yield turns


def is_there(database: Database) -> bool:
    """Tell whether ``database`` has been used; nothing is created.

    Raises:
        ChannelError: when it does not answer.
    """
    url = database.engine.url
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists():
        return False
    try:
        return bool(sa.inspect(database.engine).has_table(SAID.name))
    except SQLAlchemyError:
        raise unavailable() from None


def _rows(database: Database, since: float) -> Iterator[Any]:
    query = (
        sa.select(
            SAID.c.sender, SAID.c.time, SAID.c.channel, SAID.c.person, SAID.c.body
        )
        .where(SAID.c.time >= since)
        .order_by(SAID.c.sender, SAID.c.id)
    )
    try:
        with database.engine.begin() as connection:
            if database.is_shared:
                connection.execute(
                    sa.text(f"SET LOCAL statement_timeout = '{_PATIENCE}'")
                )
            streamed = connection.execution_options(stream_results=True)
            yield from streamed.execute(query).yield_per(_BATCH)
    except SQLAlchemyError:
        # the statement's text is ours, but not what the database says about it
        raise unavailable() from None


def _turns(rows: Iterable[Any]) -> Iterator[Turn]:
    """Yield the turns that rows of one conversation are."""
    asked: Any = None
    before: list[Payload] = []
    replies: list[Payload] = []
    for row in rows:
        if row.person:
            if asked is not None:
                yield _turn(asked, before, replies)
            asked, before, replies = row, replies, []
        elif asked is not None:  # else its message lies before the time asked for
            replies.append(json.loads(row.body))
    if asked is not None:
        yield _turn(asked, before, replies)


def _turn(row: Any, before: Sequence[Payload], replies: Sequence[Payload]) -> Turn:
    body = json.loads(row.body)
    text = str(body.get("text") or "")
    intent = str(body.get("intent") or "")
    ranking = [name for reply in replies for name in reply.get("ranking") or ()]
    guesses = (name for name in (intent, *ranking) if name not in _NO_GUESS)
    language = next((r["language"] for r in replies if r.get("language")), None)
    return Turn(
        sender=row.sender,
        time=float(row.time),
        channel=row.channel,
        text=" ".join(redact(text).split()),
        intent=intent,
        language=str(language or body.get("language") or ""),
        chosen=bool(options.chosen(text, options.offered(before))),
        guess=next(guesses, ""),
        replies=tuple(_reply(reply) for reply in replies),
    )


def _reply(payload: Payload) -> Reply:
    return Reply(
        kind=str(payload.get("kind") or ""),
        topic=str(payload.get("topic") or ""),
        guide=str(payload.get("guide") or ""),
        asks=str((payload.get("ask") or {}).get("fact") or ""),
    )
