"""Errors of the command line: what is wrong, and what to do."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from knowledge.errors import PolicyError


class ShellError(PolicyError):
    """Something the person at the terminal can mend; shown without a traceback."""


class TrainingError(ShellError):
    """Training did not end with a model."""


@contextmanager
def mended() -> Iterator[None]:
    """Show our own errors as a message, without a traceback."""
    try:
        yield
    except PolicyError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
