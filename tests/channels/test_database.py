"""The tables of conversations, in SQLite and in PostgreSQL."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from channels.database import ConversationChanged, Database, Row, Saying
from channels.errors import ChannelError
from knowledge.errors import SettingError
from tests.servers import Postgres

KINDS = ["sqlite", "postgresql"]
Open = Callable[[], Database]


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'kept' / 'conversations.sqlite'}"
    postgres: Postgres = request.getfixturevalue("postgres")
    return postgres.database()


@pytest.fixture
def reopened(url: str) -> Iterator[Open]:
    """Open the same database, as another worker does."""
    opened: list[Database] = []

    def again() -> Database:
        opened.append(Database(url))
        opened[-1].prepare()
        return opened[-1]

    yield again
    for one in opened:
        one.close()


@pytest.fixture
def database(reopened: Open) -> Database:
    return reopened()


def said(person: bool, text: str) -> Saying:
    return Saying(time.time(), "web", person, text)


def save(
    database: Database, sender: str, version: int, *new: Saying, seen: float = 0.0
) -> None:
    row = Row(version, f"state {version}")
    database.save(sender, row, uuid.uuid4().hex, seen or time.time(), new)


def test_workers_that_start_together_create_the_tables_once(url: str) -> None:
    databases = [Database(url) for _ in range(6)]
    barrier = threading.Barrier(len(databases))

    def start(database: Database) -> None:
        barrier.wait()
        database.prepare()

    with ThreadPoolExecutor(len(databases)) as pool:
        list(pool.map(start, databases))
    save(databases[0], "a", 1)
    assert databases[-1].version("a") == 1
    for one in databases:
        one.close()


def test_what_is_kept_is_read_back_by_another(
    database: Database, reopened: Open
) -> None:
    save(database, "a", 1, said(True, "问"), said(False, '"答一"'))
    save(database, "a", 2, said(True, "又问"), said(False, '"答二"'))
    other = reopened()
    assert other.load("a", 40) == Row(2, "state 2", ('"答一"', '"答二"'))
    assert other.load("a", 1) == Row(2, "state 2", ('"答二"',))
    assert other.version("a") == 2
    assert [one.body for one in other.said("a", 3)] == ['"答一"', "又问", '"答二"']
    assert (other.load("b", 1), other.version("b"), other.said("b", 1)) == (
        None,
        None,
        [],
    )


@pytest.mark.parametrize("version", [1, 2, 4])
def test_a_version_that_is_not_the_next_is_refused_and_leaves_nothing(
    database: Database, version: int
) -> None:
    save(database, "a", 1)
    save(database, "a", 2)
    with pytest.raises(ConversationChanged):
        save(database, "a", version, said(True, "lost"))
    assert database.version("a") == 2
    assert database.said("a", 10) == []


def test_an_erased_conversation_does_not_come_back(database: Database) -> None:
    save(database, "a", 1, said(True, "x"))
    assert database.erase("a")
    assert not database.erase("a")
    with pytest.raises(ConversationChanged):
        save(database, "a", 2, said(True, "y"))
    assert (database.load("a", 1), database.said("a", 10)) == (None, [])


def test_of_many_workers_one_saves_a_version(
    database: Database, reopened: Open
) -> None:
    databases = [database, reopened(), reopened()]
    save(database, "a", 1)

    def attempt(number: int) -> bool:
        try:
            save(databases[number % 3], "a", 2, said(True, str(number)))
        except ConversationChanged:
            return False
        return True

    with ThreadPoolExecutor(6) as threads:
        assert sum(threads.map(attempt, range(12))) == 1
    assert len(database.said("a", 100)) == 1


def test_only_conversations_that_rest_are_erased(database: Database) -> None:
    now = time.time()
    for days in range(4):
        sender = f"rests {days}"
        save(database, sender, 1, said(True, "x"), seen=now - days * 86_400)
    assert database.erase_before(now - 1.5 * 86_400) == 2
    assert sorted(database.senders()) == ["rests 0", "rests 1"]
    assert database.known(["rests 1", "rests 3", "nobody"]) == {"rests 1"}
    assert database.said("rests 3", 10) == []
    assert len(database.said("rests 1", 10)) == 1
    assert database.known([]) == set()


@pytest.mark.parametrize("hostile", ["'; drop table said; --", "医保😀", "%", '"'])
def test_any_text_is_kept_as_it_is(database: Database, hostile: str) -> None:
    save(database, hostile, 1, said(True, hostile))
    assert [one.body for one in database.said(hostile, 9)] == [hostile]
    assert database.erase(hostile)


def breaking_commits(
    database: Database, monkeypatch: pytest.MonkeyPatch, times: int, saved: bool
) -> list[int]:
    """Let so many commits break off, after or before the database has done them."""
    dialect, left = database.engine.dialect, [times]
    commit = dialect.do_commit

    def broken(connection: Any) -> None:
        if not left[0]:
            commit(connection)
            return
        left[0] -= 1
        if saved:
            commit(connection)
        raise dialect.dbapi.OperationalError(
            "server closed the connection unexpectedly"
        )

    monkeypatch.setattr(dialect, "do_commit", broken)
    monkeypatch.setattr(dialect, "is_disconnect", lambda *_: True)
    return left


@pytest.mark.parametrize("saved", [True, False])
def test_a_turn_is_saved_once_although_the_connection_breaks(
    database: Database, monkeypatch: pytest.MonkeyPatch, saved: bool
) -> None:
    save(database, "a", 1)
    left = breaking_commits(database, monkeypatch, 1, saved)
    save(database, "a", 2, said(True, "x"))
    assert left == [0]
    assert database.version("a") == 2
    assert len(database.said("a", 10)) == 1


def test_a_database_that_breaks_twice_is_unavailable_and_recovers(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaking_commits(database, monkeypatch, 2, False)
    with pytest.raises(ChannelError) as refused:
        save(database, "a", 1, said(True, "x"))
    assert (refused.value.code, refused.value.status) == ("unavailable", 503)
    save(database, "a", 1, said(True, "x"))
    assert len(database.said("a", 10)) == 1


def test_a_stopped_postgresql_is_unavailable_and_comes_back(
    postgres: Postgres, caplog: pytest.LogCaptureFixture
) -> None:
    database = Database(postgres.database())
    database.prepare()
    save(database, "a", 1, said(True, "kept"))
    postgres.stop()
    try:
        for _ in range(2):
            with pytest.raises(ChannelError) as refused:
                save(database, "a", 2, said(True, "very private"))
            assert refused.value.code == "unavailable"
    finally:
        postgres.start()
    save(database, "a", 2, said(True, "again"))
    assert [one.body for one in database.said("a", 9)] == ["kept", "again"]
    assert "private" not in caplog.text
    database.close()


def test_connections_that_the_server_ended_meanwhile_are_no_error(
    postgres: Postgres,
) -> None:
    database = Database(postgres.database())
    database.prepare()
    with ThreadPoolExecutor(8) as threads:  # all connections of the pool
        list(threads.map(lambda n: save(database, str(n), 1), range(16)))
    postgres.stop()
    postgres.start()
    for number in range(16):
        save(database, str(number), 2)
    database.close()


def test_a_full_disk_is_unavailable_and_recovers(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    database = Database(f"sqlite:///{tmp_path / 'c.sqlite'}")
    database.prepare()
    save(database, "a", 1, said(True, "kept"))

    def pages(most: int) -> None:
        with database.engine.begin() as connection:
            connection.exec_driver_sql(f"pragma max_page_count={most}")

    pages(1)  # SQLite takes what there is: no page more
    long = said(True, "private " * 10_000)
    with pytest.raises(ChannelError) as refused:
        save(database, "a", 2, long)
    assert refused.value.code == "unavailable"
    assert (database.version("a"), len(database.said("a", 9))) == (1, 1)
    assert "full" in caplog.text
    assert "private" not in caplog.text
    pages(1_000_000)
    save(database, "a", 2, long)
    assert len(database.said("a", 9)) == 2
    database.close()


def test_nothing_readable_is_left_of_what_was_erased(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite"
    database = Database(f"sqlite:///{path}")
    database.prepare()
    save(database, "a", 1, said(True, "a very private word"))
    database.erase("a")
    database.close()
    assert b"private" not in b"".join(p.read_bytes() for p in tmp_path.iterdir())


def test_a_file_that_is_no_database_is_unavailable(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "c.sqlite"
    path.write_bytes(b"no database at all" * 100)
    database = Database(f"sqlite:///{path}")
    with pytest.raises(ChannelError):
        database.prepare()
    assert sqlite3.DatabaseError.__name__ in caplog.text
    assert caplog.records[0].levelno == logging.ERROR
    database.close()


@pytest.mark.parametrize(
    "url",
    ["", "nonsense", "mysql://h/d", "sqlite://", "redis://h"],
)
def test_what_is_no_address_of_a_database_is_refused_with_a_mend(url: str) -> None:
    with pytest.raises(SettingError) as refused:
        Database(url)
    assert "sqlite:///" in str(refused.value)
