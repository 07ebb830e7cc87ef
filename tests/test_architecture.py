"""Arrows between the folders point down only."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

#: What each package may import of ours.
ALLOWED = {
    "knowledge": set(),
    "nlu": {"knowledge"},
    "actions": {"knowledge"},
    "channels": {"knowledge"},
    "simulator": set(),
    "shell": {"knowledge", "nlu", "actions", "channels"},
}
MODULES = [path for name in ALLOWED for path in sorted((ROOT / name).rglob("*.py"))]


def imported(path: Path) -> set[str]:
    """Return the top-level packages that a module imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_imports_only_what_lies_below_it(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    ours = imported(path) & set(ALLOWED) - {package}
    assert ours <= ALLOWED[package]


def test_the_knowledge_base_does_without_rasa() -> None:
    for path in sorted((ROOT / "knowledge").glob("*.py")):
        assert not imported(path) & {"rasa", "rasa_sdk", "spacy", "tensorflow"}, path


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_stays_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 320
