"""The program ``baoxiao``: its commands and their options."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Optional

import typer

from shell import knowledge, quiet
from shell.errors import ShellError, mended

app = typer.Typer(
    name="baoxiao",
    help="报销 Baoxiao: medical insurance in China, answered with the article of law.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(knowledge.app, name="knowledge")


@app.command()
def chat(
    debug: bool = typer.Option(False, help="Show language, topic, facts, articles."),
) -> None:
    """Talk to the assistant in the terminal."""
    with mended():
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
    with mended():
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
    from knowledge.live import seconds
    from shell.training import ensure_model

    try:
        today()
    except ValueError as error:
        raise ShellError(str(error)) from error
    seconds()
    ensure_model()


@app.command()
def train(
    force: bool = typer.Option(False, help="Train even if nothing changed."),
) -> None:
    """Train the model when config, domain, data or components changed."""
    with mended():
        quiet.hush()
        from shell.training import ensure_model

        if not ensure_model(force):
            typer.echo("The model is up to date. 模型已是最新。", err=True)


@app.command()
def check() -> None:
    """Check the knowledge base and the training data; list every problem."""
    with mended():
        quiet.hush()
        from shell import checking

        typer.echo(checking.run())


if __name__ == "__main__":
    app()
