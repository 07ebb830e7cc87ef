"""The command ``baoxiao insights``: reads, counts and shows."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text as Styled

from actions.feedback import path as feedback_path
from channels import settings
from channels.database import Database
from knowledge.errors import SettingError
from knowledge.load import load
from shell import insights_feedback, insights_misses, insights_page, insights_tables
from shell import insights_rows as rows
from shell.insights import as_json, gather
from shell.insights_clusters import Cluster, Encode, clusters, frequent
from shell.insights_tables import Told

Say = Callable[[str], None]


def tell(
    address: str,
    days: int,
    now: dt.datetime,
    everything: bool = False,
    encode: Encode | None = None,
) -> Told:
    """Return what the database at ``address`` and the feedback tell.

    Raises:
        SettingError: when the address cannot be used.
        ChannelError: when the database does not answer.
    """
    database = Database(address)
    first = now - dt.timedelta(days=days - 1)
    since = first.replace(hour=0, minute=0, second=0, microsecond=0)
    try:
        there = rows.is_there(database)
        said = rows.conversations(database, since.timestamp()) if there else iter(())
        found = gather(said, now, days)
    finally:
        database.close()
    shown, hidden = frequent(clusters(found.asked, encode), everything)
    verdicts = insights_feedback.read(feedback_path(), since.date())
    days_kept = settings.keep_days()
    return Told(load(), found, shown, hidden, verdicts, days_kept, everything)


def show(console: Console, told: Told) -> None:
    """Print everything to the terminal."""
    console.print(Styled(f"{insights_tables.heading(told)}\n", style="bold"))
    if told.is_empty:
        console.print(insights_tables.nothing(told))
        return
    for table in insights_tables.tables(told):
        title = f"{table.title.zh} · {table.title.en}"
        printed = RichTable(title=title, title_justify="left")
        for heading in table.headings:
            printed.add_column(f"{heading.zh}\n{heading.en}", overflow="fold")
        for row in table.rows:
            printed.add_row(*map(Styled, row))
        console.print(printed)
    for note in insights_tables.notes(told):
        console.print(note, style="dim")


def as_object(told: Told) -> dict[str, Any]:
    """Return everything as an object for JSON."""
    return {
        **as_json(told.found),
        "questions_without_a_good_answer": [_cluster(one) for one in told.clusters],
        "kinds_of_question_not_shown": told.hidden,
        "feedback": {
            name: {
                "helpful": one.helpful,
                "unhelpful": one.unhelpful,
                "reasons": dict(one.reasons),
            }
            for name, one in told.verdicts.items()
        },
    }


def _cluster(one: Cluster) -> dict[str, Any]:
    return {
        "conversations": one.conversations,
        "messages": one.size,
        "kinds": one.kinds,
        "guess": one.guess,
        "typical": list(one.typical),
    }


def run(
    told: Told,
    console: Console,
    say: Say,
    *,
    page: Path | None = None,
    json_wanted: bool = False,
    misses: Path | None = None,
) -> None:
    """Show ``told`` in the ways that are wanted: tables if no other.

    ``say`` tells of the files that were written.

    Raises:
        SettingError: when a file cannot be written.
    """
    if misses is not None:
        count = insights_misses.write(misses, told.clusters)
        say(f"{misses}: {count} 条待核对 · examples to check")
    if page is not None:
        try:
            page.write_text(insights_page.page(told), encoding="utf-8")
        except OSError as error:
            wrong = f"{page} cannot be written ({error.strerror})"
            raise SettingError(wrong, "name a file in a folder that exists") from error
        say(str(page))
    if json_wanted:
        print(json.dumps(as_object(told), ensure_ascii=False))
    elif page is None and misses is None:
        show(console, told)
