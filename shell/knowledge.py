"""``baoxiao knowledge``: look into the knowledge base, without the trained model."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any, List, Optional

import typer

from knowledge.errors import SettingError
from shell.errors import mended

app = typer.Typer(
    help="Look into the knowledge base: what it covers, what it answers and why.",
    no_args_is_help=True,
)
_HTML = typer.Option(None, help="Write one HTML page into this file instead.")
_FACTS = typer.Option(
    [], "--facts", help="A fact: filed=no, or in plain words 参保地=厦门; repeat it."
)
_AS_OF = typer.Option(None, "--as-of", help="Another day than today: 2027-01-01.")


@app.command()
def report(
    as_of: Optional[str] = _AS_OF,
    html: Optional[Path] = _HTML,
    review_days: int = typer.Option(180, min=1, help="Days until a review is due."),
) -> None:
    """Show coverage by topic and place, what is hedged, and what to re-check when."""
    with mended():
        from knowledge.load import load
        from knowledge.report import report as made
        from shell import render
        from shell import report as shown

        base = load()
        result = made(base, _day(as_of), review_days)
        if html is None:
            shown.show(render.console(), base, result)
            return
        try:
            html.write_text(shown.page(base, result), encoding="utf-8")
        except OSError as error:
            wrong = f"{html} cannot be written ({error.strerror})"
            raise SettingError(wrong, "name a file in a folder that exists") from error
        typer.echo(html)


@app.command()
def show(
    topic: str = typer.Argument(..., help="The topic's id: reimbursement_ratio."),
    as_of: Optional[str] = _AS_OF,
    facts: List[str] = _FACTS,
    language: str = typer.Option("zh", help="zh or en."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Show the answer that would be given, and why it and no other."""
    with mended():
        if language not in ("zh", "en"):
            raise SettingError(f"no language {language!r}", "use zh or en")
        from knowledge.facts import stated
        from knowledge.load import load
        from shell import explain

        base = load()
        told = explain.Told(
            base,
            topic,
            stated(base, facts),
            _day(as_of),
            "en" if language == "en" else "zh",
        )
        if as_json:
            _print(explain.as_json(told))
        else:
            explain.show(told)


@app.command()
def schema(
    name: Optional[str] = typer.Argument(None, help="One of the schemas, to print it."),
    write: bool = typer.Option(False, help="Write all into knowledge/schema."),
) -> None:
    """Print a JSON Schema of the YAML files for editors, or write them all."""
    with mended():
        from knowledge import json_schema

        if write:
            for path in json_schema.write():
                typer.echo(path)
            return
        known = json_schema.schemas()
        if name is None:
            for key, files in json_schema.FILES.items():
                typer.echo(f"{key}\tknowledge/{files}")
        elif name in known:
            typer.echo(json_schema.written(known[name]), nl=False)
        else:
            mend = f"use one of {', '.join(known)}"
            raise SettingError(f"no schema {name!r}", mend)


def _day(given: str | None) -> dt.date:
    if given is None:
        from actions.turn import today

        try:
            return today()
        except ValueError as error:
            wrong, _, mend = str(error).partition(": ")
            raise SettingError(wrong, mend) from error
    try:
        return dt.date.fromisoformat(given)
    except ValueError as error:
        raise SettingError(f"{given!r} is no date", "write it as 2027-01-01") from error


def _print(data: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
