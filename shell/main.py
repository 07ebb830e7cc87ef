"""The program ``baoxiao``: its commands and their options."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Optional

import typer

from knowledge.errors import PolicyError
from shell import quiet
from shell.errors import ShellError

app = typer.Typer(
    name="baoxiao",
    help="报销 Baoxiao: medical insurance in China, answered with the article of law.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@contextmanager
def _mended() -> Iterator[None]:
    """Show our own errors as a message, without a traceback."""
    try:
        yield
    except PolicyError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None


@app.command()
def chat(
    debug: bool = typer.Option(False, help="Show language, topic, facts, articles."),
) -> None:
    """Talk to the assistant in the terminal."""
    with _mended():
        _assistant_starts()
        from shell import chat as conversation
        from shell.assistant import Assistant

        conversation.run(Assistant(), debug)


@app.command()
def ask(
    question: Optional[str] = typer.Argument(
        None, help="One question; without it, one a line on standard input."
    ),
    json: bool = typer.Option(False, "--json", help="Print one JSON object a line."),
) -> None:
    """Answer questions, each as a fresh conversation."""
    with _mended():
        _assistant_starts()
        from shell import ask as questions
        from shell.assistant import Assistant

        lines = [question] if question is not None else _lines()
        questions.run(Assistant(), lines, sys.stdout, as_json=json)


def _lines() -> Iterator[bytes]:
    for raw in sys.stdin.buffer:
        yield raw.rstrip(b"\r\n")


def _assistant_starts() -> None:
    quiet.hush()
    from actions.turn import today
    from shell.training import ensure_model

    try:
        today()
    except ValueError as error:
        raise ShellError(str(error)) from error
    ensure_model()


@app.command()
def train(
    force: bool = typer.Option(False, help="Train even if nothing changed."),
) -> None:
    """Train the model when config, domain, data or components changed."""
    with _mended():
        quiet.hush()
        from shell.training import ensure_model

        if not ensure_model(force):
            typer.echo("The model is up to date. 模型已是最新。", err=True)


@app.command("import-drugs")
def import_drugs(
    file: str = typer.Argument(..., help="The official catalogue, .xlsx or .csv."),
    year: Optional[int] = typer.Option(
        None, help="Its year, where neither title nor file name say it."
    ),
) -> None:
    """Import the national drug catalogue, so that medicines are found by name."""
    with _mended():
        from shell import import_drugs as importing

        typer.echo(importing.run(Path(file), year))


@app.command()
def check() -> None:
    """Check the knowledge base and the training data; list every problem."""
    with _mended():
        quiet.hush()
        from shell import checking

        typer.echo(checking.run())


if __name__ == "__main__":
    app()
