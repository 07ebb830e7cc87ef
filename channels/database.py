"""The database of conversations: SQLite in a file, or PostgreSQL.

``conversations`` has one row for each: what Rasa needs to go on. ``said`` has what was
said, a row for each message and reply, to be read back. Everything here blocks.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.schema import CreateIndex, CreateTable

from channels.errors import unavailable
from knowledge.errors import SettingError

logger = logging.getLogger(__name__)

Result = TypeVar("Result")

_CONNECT_SECONDS, _STATEMENT_MS = 3, 5_000
_AGAIN = 0.02
_POOL = 8
#: The name, a number, of PostgreSQL's lock while tables are created.
_PREPARING = 20_101_028

_tables = sa.MetaData()
CONVERSATIONS = sa.Table(
    "conversations",
    _tables,
    sa.Column("sender", sa.String(64), primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("turn", sa.String(32), nullable=False),
    sa.Column("seen", sa.Float, nullable=False, index=True),
    sa.Column("state", sa.Text, nullable=False),
)
SAID = sa.Table(
    "said",
    _tables,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("sender", sa.String(64), nullable=False, index=True),
    sa.Column("time", sa.Float, nullable=False, index=True),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("person", sa.Boolean, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)

# the four of every turn, made once: to build and compile them takes longer than SQLite
_VERSION = sa.text("SELECT version FROM conversations WHERE sender = :sender")
_INSERT = sa.text(
    "INSERT INTO conversations (sender, version, turn, seen, state)"
    " VALUES (:sender, :version, :turn, :seen, :state)"
)
_UPDATE = sa.text(
    "UPDATE conversations SET version = :version, turn = :turn, seen = :seen,"
    " state = :state WHERE sender = :sender AND version = :before"
)
_SAY = sa.text(
    "INSERT INTO said (sender, time, channel, person, body)"
    " VALUES (:sender, :time, :channel, :person, :body)"
)


class ConversationChanged(Exception):
    """Another worker has saved this conversation in the meantime."""


@dataclass(frozen=True)
class Row:
    """What is kept of a conversation. ``said`` are replies, oldest first, as JSON."""

    version: int
    state: str
    said: tuple[str, ...] = ()


@dataclass(frozen=True)
class Saying:
    """One row of ``said``. ``body`` is JSON, ``time`` in seconds since 1970."""

    time: float
    channel: str
    person: bool
    body: str


class Database:
    """Reads and writes conversations. Errors of the database are ``unavailable``."""

    def __init__(self, url: str) -> None:
        """Open ``url``; nothing is connected before the first use.

        Raises:
            SettingError: when it is no address of SQLite or PostgreSQL.
        """
        self.engine = _engine(url)
        self.is_shared = self.engine.dialect.name != "sqlite"
        #: Threads that may use it beside the one that answers: SQLite has one writer.
        self.threads = _POOL if self.is_shared else 1

    def prepare(self) -> None:
        """Create the tables that are not there yet."""

        def work(connection: Connection) -> None:
            if self.is_shared:  # workers that start together would both create them
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_PREPARING)))
            for table in _tables.sorted_tables:
                connection.execute(CreateTable(table, if_not_exists=True))
                for index in table.indexes:
                    connection.execute(CreateIndex(index, if_not_exists=True))

        self._try(work)

    def version(self, sender: str) -> int | None:
        """Return the version of a conversation, or None."""
        given = {"sender": sender}
        found: int | None = self._try(lambda c: c.execute(_VERSION, given).scalar())
        return found

    def load(self, sender: str, replies: int) -> Row | None:
        """Return a conversation with its last ``replies`` replies, or None."""

        def work(connection: Connection) -> Row | None:
            found = connection.execute(
                sa.select(CONVERSATIONS.c.version, CONVERSATIONS.c.state).where(
                    CONVERSATIONS.c.sender == sender
                )
            ).first()
            if found is None:
                return None
            last = connection.execute(
                sa.select(SAID.c.body)
                .where(SAID.c.sender == sender, SAID.c.person.is_(False))
                .order_by(SAID.c.id.desc())
                .limit(replies)
            ).scalars()
            return Row(found.version, found.state, tuple(last)[::-1])

        return self._try(work)

    def save(
        self, sender: str, row: Row, turn: str, seen: float, said: Sequence[Saying]
    ) -> None:
        """Keep version ``row.version`` of a conversation, and what is new in it.

        Raises:
            ConversationChanged: when that version is there already, by another turn.
        """
        values = {
            "sender": sender,
            "version": row.version,
            "before": row.version - 1,
            "turn": turn,
            "seen": seen,
            "state": row.state,
        }
        query = _INSERT if row.version == 1 else _UPDATE

        def work(connection: Connection) -> None:
            try:
                done = connection.execute(query, values).rowcount == 1
            except IntegrityError:
                done = False
            if not done:
                raise ConversationChanged(sender)
            if said:
                new = [{"sender": sender, **vars(one)} for one in said]
                connection.execute(_SAY, new)

        try:
            self._try(work)
        except ConversationChanged:
            # a connection may break after the turn was saved
            if self._turn(sender) != turn:
                raise

    def said(self, sender: str, most: int) -> list[Saying]:
        """Return what was said last, at most ``most``, oldest first."""
        query = (
            sa.select(SAID.c.time, SAID.c.channel, SAID.c.person, SAID.c.body)
            .where(SAID.c.sender == sender)
            .order_by(SAID.c.id.desc())
            .limit(most)
        )
        rows = self._try(lambda c: c.execute(query).all())
        return [Saying(*row) for row in reversed(rows)]

    def senders(self) -> list[str]:
        """Return everybody who has a conversation."""
        query = sa.select(CONVERSATIONS.c.sender)
        return self._try(lambda c: list(c.execute(query).scalars()))

    def known(self, senders: Sequence[str]) -> set[str]:
        """Return those of ``senders`` who have a conversation."""
        query = sa.select(CONVERSATIONS.c.sender).where(
            CONVERSATIONS.c.sender.in_(senders)
        )
        return self._try(lambda c: set(c.execute(query).scalars()))

    def erase(self, sender: str) -> bool:
        """Erase a conversation for good; tell whether there was one."""

        def work(connection: Connection) -> bool:
            connection.execute(sa.delete(SAID).where(SAID.c.sender == sender))
            gone = connection.execute(
                sa.delete(CONVERSATIONS).where(CONVERSATIONS.c.sender == sender)
            )
            return int(gone.rowcount) > 0

        return self._try(work)

    def erase_before(self, moment: float) -> int:
        """Erase conversations in which nothing was said since; return how many."""
        old = sa.select(CONVERSATIONS.c.sender).where(CONVERSATIONS.c.seen < moment)

        def work(connection: Connection) -> int:
            connection.execute(sa.delete(SAID).where(SAID.c.sender.in_(old)))
            gone = connection.execute(
                sa.delete(CONVERSATIONS).where(CONVERSATIONS.c.seen < moment)
            )
            return int(gone.rowcount)

        return self._try(work)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def _turn(self, sender: str) -> str | None:
        query = sa.select(CONVERSATIONS.c.turn).where(CONVERSATIONS.c.sender == sender)
        found: str | None = self._try(lambda c: c.execute(query).scalar())
        return found

    def _try(self, work: Callable[[Connection], Result]) -> Result:
        """Do ``work`` in a transaction, again once where a connection was stale.

        Raises:
            ChannelError: ``unavailable``, when the database does not answer.
        """
        for again in (True, False):
            try:
                with self.engine.begin() as connection:
                    return work(connection)
            except SQLAlchemyError as error:
                broken = isinstance(error, DBAPIError) and error.connection_invalidated
                if again and broken:
                    continue
                # the statement may hold what people said: only its kind is logged
                logger.error("the database failed: %s", _kind(error))
                raise unavailable() from None
        raise AssertionError("unreachable")


def _kind(error: SQLAlchemyError) -> str:
    cause = getattr(error, "orig", None)
    if cause is None:
        return type(error).__name__
    return f"{type(cause).__name__}: {str(cause).splitlines()[0] if str(cause) else ''}"


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise SettingError("the database's address cannot be read", _MEND) from error
    if parsed.get_backend_name() == "postgresql":
        limits = f"-c statement_timeout={_STATEMENT_MS}"
        return sa.create_engine(
            parsed,
            pool_size=_POOL,
            max_overflow=0,
            pool_timeout=_CONNECT_SECONDS,
            connect_args={"connect_timeout": _CONNECT_SECONDS, "options": limits},
        )
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        raise SettingError("the database is neither SQLite nor PostgreSQL", _MEND)
    Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(
        parsed,
        poolclass=sa.pool.QueuePool,
        pool_size=2,  # one for turns, one for all that takes longer
        max_overflow=0,
        pool_use_lifo=True,
        connect_args={"timeout": _CONNECT_SECONDS, "check_same_thread": False},
    )
    sa.event.listen(engine, "connect", _durable)
    return engine


_MEND = (
    "write sqlite:///var/conversations.sqlite or postgresql://user:password@host/name"
)


def _durable(connection: Any, _: Any) -> None:
    """Let SQLite survive a power cut, and leave nothing readable of what is erased."""
    cursor = connection.cursor()
    until = time.monotonic() + _CONNECT_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            break
        except sqlite3.OperationalError:
            # who opens a new file at the same moment: SQLite itself does not wait here
            if time.monotonic() > until:
                raise
            time.sleep(_AGAIN)
    for setting in ("synchronous=FULL", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()
