"""The program ``baoxiao``: its commands and their options."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import List, Optional

import typer

from shell import knowledge, quiet, wechat
from shell.errors import ShellError, mended


class Language(str, Enum):
    """The languages a command may be asked for."""

    zh = "zh"
    en = "en"


app = typer.Typer(
    name="baoxiao",
    help="报销 Baoxiao: medical insurance in China, answered with the article of law.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(knowledge.app, name="knowledge")
app.add_typer(wechat.app, name="wechat")


@app.command()
def chat(
    debug: bool = typer.Option(False, help="Show language, topic, facts, articles."),
    json: bool = typer.Option(
        False, "--json", help="Play standard input, a turn a line; print JSON lines."
    ),
) -> None:
    """Talk to the assistant in the terminal."""
    with mended():
        _assistant_starts()
        from shell import chat as conversation
        from shell import play
        from shell.assistant import Assistant

        if json:
            play.run(Assistant(), _lines(), sys.stdout)
        else:
            conversation.run(Assistant(), debug)


@app.command()
def serve(
    host: str = typer.Option("127.0.0.1", help="Address to listen at; 0.0.0.0: all."),
    port: int = typer.Option(5005, min=0, max=65535, help="Port; 0: any free one."),
    workers: int = typer.Option(
        1, min=1, max=64, help="Processes; more than one need PostgreSQL and Redis."
    ),
    shared_port: bool = typer.Option(False, hidden=True),
    silent: bool = typer.Option(False, hidden=True),
) -> None:
    """Serve the assistant with the chat widget and a demo page."""
    with mended():
        _assistant_starts()
        if workers > 1:
            from shell import workers as working

            raise typer.Exit(working.run(workers, host, port))
        from shell import serve as serving

        serving.run(host, port, shared_port=shared_port, silent=silent)


@app.command()
def forget(
    sender: Optional[str] = typer.Argument(None, help="The name of a conversation."),
    older_than: Optional[float] = typer.Option(
        None, min=0, help="Conversations that rest for so many days."
    ),
    everything: bool = typer.Option(False, "--all", help="All conversations."),
) -> None:
    """Erase conversations that the server keeps."""
    with mended():
        from shell import keeping

        typer.echo(keeping.forget(sender, older_than, everything))


_PAGE = typer.Option(None, help="Write a page into this file.")
_MISSES = typer.Option(None, help="Write candidate training examples into a new file.")


@app.command()
def insights(
    days: int = typer.Option(30, min=1, max=3_660, help="Days to look back."),
    html: Optional[Path] = _PAGE,
    json: bool = typer.Option(False, "--json", help="Print one JSON object."),
    misses: Optional[Path] = _MISSES,
    everything: bool = typer.Option(
        False, "--all", help="Questions of a single conversation too."
    ),
) -> None:
    """Show what people ask, and where the assistant does not help."""
    with mended():
        quiet.hush()
        from shell import insights_run, keeping, render

        now = dt.datetime.now().astimezone()
        told = insights_run.tell(keeping.address(), days, now, everything)
        insights_run.run(
            told,
            render.console(),
            lambda line: typer.echo(line, err=json),
            page=html,
            json_wanted=json,
            misses=misses,
        )


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


_WORDS = typer.Argument(
    None, metavar="[PROCEDURE] [FACT=VALUE]...", help="Without one: list them all."
)
_FACTS = typer.Option(
    None, help="What is known, as care=inpatient or 参保地=南京; may be repeated."
)
_LANGUAGE = typer.Option(Language.zh, help="Language of the checklist.")


@app.command()
def checklist(
    words: Optional[List[str]] = _WORDS,
    facts: Optional[List[str]] = _FACTS,
    language: Language = _LANGUAGE,
    json: bool = typer.Option(False, "--json", help="Print JSON instead of text."),
) -> None:
    """Print what an errand takes: papers, where, until when, cost, result."""
    with mended():
        from knowledge.load import load
        from shell import checklist as checklists

        given = [*(words or ()), *(facts or ())]
        checklists.run(load(), given, _day(), language.value, sys.stdout, as_json=json)


def _assistant_starts() -> None:
    quiet.hush()
    _day()
    from knowledge.live import seconds
    from shell.training import ensure_model

    seconds()  # a wrong setting is said before the model loads
    ensure_model()


def _day() -> dt.date:
    from actions.turn import today

    try:
        return today()
    except ValueError as error:
        raise ShellError(str(error)) from error


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


@app.command("import-drugs")
def import_drugs(
    file: str = typer.Argument(..., help="The official catalogue, .xlsx or .csv."),
    year: Optional[int] = typer.Option(
        None, help="Its year, where neither title nor file name say it."
    ),
) -> None:
    """Import the national drug catalogue, so that medicines are found by name."""
    with mended():
        from shell import import_drugs as importing

        typer.echo(importing.run(Path(file), year))


@app.command()
def estimate(
    json: bool = typer.Option(
        False, "--json", help="Read one JSON object on standard input, print one."
    ),
    language: str = typer.Option("zh", help="zh or en."),
    total: Optional[str] = typer.Option(None, help="The whole bill: 35000, 3.5万."),
    deductible: Optional[str] = typer.Option(None, help="The deductible in yuan."),
    ratio: Optional[str] = typer.Option(None, help="The ratio: 85% or 0.85."),
    place: Optional[str] = typer.Option(None, help="The insured place, such as 西安."),
    insurance: Optional[str] = typer.Option(None, help="employee or resident."),
    tier: Optional[str] = typer.Option(None, help="The hospital's level: 1, 2, 3."),
) -> None:
    """Estimate what the fund pays of a bill, step by step."""
    with mended():
        if json:
            from shell import estimate as estimating

            raise typer.Exit(estimating.as_json(sys.stdin.buffer, sys.stdout))
        if language not in ("zh", "en"):
            raise ShellError(
                f"--language {language!r}: write zh or en. 请写 zh 或 en。"
            )
        from knowledge.load import load
        from shell import estimate_dialogue, render

        base = load()
        known = estimate_dialogue.started(
            base,
            {
                "total": total,
                "deductible": deductible,
                "ratio": ratio,
                "place": place,
                "insurance": insurance,
                "tier": tier,
            },
        )
        dialogue = estimate_dialogue.Dialogue(
            base,
            render.console(),
            "en" if language == "en" else "zh",
            _day(),
        )
        dialogue.run(known)


@app.command()
def check() -> None:
    """Check the knowledge base and the training data; list every problem."""
    with mended():
        quiet.hush()
        from shell import checking

        typer.echo(checking.run())


if __name__ == "__main__":
    app()
