"""What a server shows of itself while it runs: metrics and a log, where set."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import sqlalchemy as sa

from channels import settings, watch
from knowledge import live
from shell import logs, project

if TYPE_CHECKING:
    from channels.database import Database
    from channels.metrics import Metrics

#: Seconds for which the count of conversations is good enough.
_COUNTED = 60.0


@contextmanager
def on() -> Iterator[Metrics | None]:
    """Log and count as the environment says; the metrics are None where it does not.

    Raises:
        SettingError: when a setting cannot be used.
    """
    level, address = settings.log_level(), settings.metrics()
    with ExitStack() as stack:
        if level is not None:
            stack.enter_context(logs.opened(level))
        if address is None:
            yield None
            return
        from channels.metrics import Metrics

        metrics = Metrics()
        metrics.gauge(
            "knowledge_oldest_review_days",
            "Days since the topic or citation was read through that waits longest.",
            lambda: float(oldest_review(dt.date.today())),
        )
        metrics.gauge(
            "knowledge_loaded_seconds",
            "Seconds since the knowledge base in use was read.",
            lambda: time.time() - live.state().read,
        )
        metrics.gauge(
            "knowledge_problems",
            "Problems that keep an edit of the knowledge base from being used.",
            lambda: float(live.state().problems),
        )
        metrics.model(project.trained_from())
        stack.callback(metrics.serve(*address).close)
        stack.enter_context(watch.watching(metrics))
        yield metrics


def count(metrics: Metrics | None, database: Database) -> None:
    """Show in ``metrics`` how many conversations ``database`` keeps."""
    if metrics is not None:
        kept = Kept(database)
        metrics.gauge(
            "conversations_kept", "Conversations in the database.", kept.number
        )


class Kept:
    """Counts the conversations of a database, not too often."""

    def __init__(self, database: Database) -> None:
        """Count nothing yet."""
        self._database = database
        self._next, self._number = 0.0, 0.0

    def number(self) -> float:
        """Return how many there are, or were a moment ago."""
        if time.monotonic() >= self._next:
            from channels.database import CONVERSATIONS

            query = sa.select(sa.func.count()).select_from(CONVERSATIONS)
            with self._database.engine.connect() as connection:
                self._number = float(connection.execute(query).scalar_one())
            self._next = time.monotonic() + _COUNTED
        return self._number


def oldest_review(day: dt.date) -> int:
    """Return the days since the oldest review of a topic or citation."""
    base = live.state().base
    reviews = [topic.reviewed for topic in base.topics.values()]
    reviews += [one.reviewed for one in base.citations.values()]
    return (day - min(reviews)).days
