"""What several tests share: the real knowledge base and the real, trained assistant."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from actions.feedback import FILE_VARIABLE
from channels.settings import DATABASE
from knowledge.drug_store import PATH_VARIABLE
from knowledge.load import Base, load
from shell import project, quiet

if TYPE_CHECKING:
    from shell.assistant import Assistant

quiet.hush()

# a busy machine is no failure, and a failure comes again
settings.register_profile("project", deadline=None, derandomize=True)
settings.load_profile("project")


@pytest.fixture(autouse=True)
def catalogue_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a test may import a drug catalogue; there is none to begin with."""
    path = tmp_path / "var" / "drugs.sqlite"
    monkeypatch.setenv(PATH_VARIABLE, str(path))
    return path


@pytest.fixture(autouse=True)
def feedback_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where what a test says of an answer is kept."""
    path = tmp_path / "kept" / "feedback.jsonl"
    monkeypatch.setenv(FILE_VARIABLE, str(path))
    return path


@pytest.fixture(autouse=True)
def conversations_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a program that a test starts keeps conversations."""
    path = tmp_path / "kept" / "conversations.sqlite"
    monkeypatch.setenv(DATABASE, f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def base() -> Base:
    """The knowledge base of this project."""
    return load()


@pytest.fixture(scope="session")
def assistant() -> Iterator[Assistant]:
    """The trained assistant, loaded once. Without a model the test fails, not skips."""
    from shell.assistant import Assistant

    assert project.is_trained(), "no model for these files: run `make train`"
    yield Assistant()
