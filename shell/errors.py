"""Errors of the command line: what is wrong, and what to do."""

from __future__ import annotations

from knowledge.errors import PolicyError


class ShellError(PolicyError):
    """Something the person at the terminal can mend; shown without a traceback."""


class TrainingError(ShellError):
    """Training did not end with a model."""
