"""When the trained model is still the right one."""

from __future__ import annotations

from pathlib import Path

import pytest

from shell import project
from shell.assistant import load_agent
from shell.errors import ShellError

INPUTS = [
    "config.yml",
    "domain.yml",
    "knowledge/facts.yml",
    "knowledge/regions/32-jiangsu.yml",
    "data/rules.yml",
    "data/nlu/away.yml",
    "nlu/tokenizer.py",
]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project of its own."""
    for name in [*INPUTS, "knowledge/topics/x.yml", "README.md"]:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {name}\n", encoding="utf-8")
    models = tmp_path / "models"
    models.mkdir()
    monkeypatch.setattr(project, "ROOT", tmp_path)
    monkeypatch.setattr(project, "CONFIG", tmp_path / "config.yml")
    monkeypatch.setattr(project, "DOMAIN", tmp_path / "domain.yml")
    monkeypatch.setattr(project, "DATA", tmp_path / "data")
    monkeypatch.setattr(project, "KNOWLEDGE", tmp_path / "knowledge")
    monkeypatch.setattr(project, "LOCK", _lock(tmp_path, "rasa==1.0", "rich==1.0"))
    monkeypatch.setattr(project, "MODELS", models)
    monkeypatch.setattr(project, "MODEL", models / "baoxiao.tar.gz")
    monkeypatch.setattr(project, "_FINGERPRINT", models / "baoxiao.fingerprint")
    return tmp_path


def _lock(folder: Path, *pins: str) -> Path:
    path = folder / "requirements" / "run.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(f"{pin} \\\n    --hash=x\n" for pin in pins))
    return path


@pytest.fixture
def trained(root: Path) -> Path:
    """The same project with a model made from its files."""
    project.MODEL.write_bytes(b"model")
    project.mark_trained(project.fingerprint())
    assert project.is_trained()
    return root


@pytest.mark.parametrize("name", INPUTS)
def test_a_change_in_what_the_model_is_made_from_asks_for_training(
    trained: Path, name: str
) -> None:
    with (trained / name).open("a", encoding="utf-8") as file:
        file.write("more\n")
    assert not project.is_trained()


@pytest.mark.parametrize("name", INPUTS)
def test_taking_the_change_back_makes_the_model_right_again(
    trained: Path, name: str
) -> None:
    before = (trained / name).read_bytes()
    (trained / name).write_bytes(before + b"more")
    assert not project.is_trained()
    (trained / name).write_bytes(before)
    assert project.is_trained()


@pytest.mark.parametrize("name", ["data/nlu/more.yml", "nlu/more.py"])
def test_a_new_file_asks_for_training(trained: Path, name: str) -> None:
    (trained / name).write_text("", encoding="utf-8")
    assert not project.is_trained()


@pytest.mark.parametrize("name", ["data/nlu/away.yml", "nlu/tokenizer.py"])
def test_a_file_that_went_or_was_renamed_asks_for_training(
    trained: Path, name: str
) -> None:
    path = trained / name
    path.rename(path.with_name(f"other{path.suffix}"))
    assert not project.is_trained()


def test_another_version_of_what_learns_asks_for_training(trained: Path) -> None:
    _lock(trained, "rasa==1.1", "rich==1.0")
    assert not project.is_trained()


def test_another_version_of_what_does_not_learn_asks_for_none(trained: Path) -> None:
    _lock(trained, "httpx==1.0", "rasa==1.0", "rasa-sdk==1.0", "rich==2.0")
    assert project.is_trained()


@pytest.mark.parametrize("name", ["knowledge/topics/x.yml", "README.md"])
def test_answers_and_papers_change_without_training(trained: Path, name: str) -> None:
    (trained / name).write_text("changed\n", encoding="utf-8")
    assert project.is_trained()


def test_a_project_that_moved_needs_no_training(
    trained: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = project.fingerprint()
    moved = trained.rename(trained.with_name("moved"))
    for name in ("ROOT", "CONFIG", "DOMAIN", "DATA", "KNOWLEDGE", "LOCK"):
        path = getattr(project, name)
        monkeypatch.setattr(project, name, moved / path.relative_to(trained))
    assert project.fingerprint() == before


def test_without_a_model_it_is_not_trained(trained: Path) -> None:
    project.MODEL.unlink()
    assert not project.is_trained()


def test_a_model_of_unknown_origin_is_not_trusted(root: Path) -> None:
    project.MODEL.write_bytes(b"model")
    assert not project.is_trained()


def test_a_model_that_was_changed_or_exchanged_is_not_trusted(trained: Path) -> None:
    assert project.is_own()
    made = project.MODEL.read_bytes()
    project.MODEL.write_bytes(made + b"more")
    assert not project.is_own()
    assert not project.is_trained()
    with pytest.raises(ShellError, match="make train"):
        load_agent(project.MODEL)
    project.MODEL.write_bytes(made)
    assert project.is_trained()


def test_a_mark_without_a_digest_asks_for_training(trained: Path) -> None:
    (trained / "models" / "baoxiao.fingerprint").write_text(project.fingerprint())
    assert not project.is_own()
    assert not project.is_trained()


def test_the_fingerprint_of_this_project_covers_the_real_files() -> None:
    named = {path.relative_to(project.ROOT).as_posix() for path in project._inputs()}
    assert {"config.yml", "domain.yml", "data/rules.yml"} <= named
    assert "nlu/classifier.py" in named
    assert any(name.startswith("data/nlu/") for name in named)


def test_the_lock_file_names_everything_that_learns() -> None:
    pins = project._LEARNING.findall(project.LOCK.read_text(encoding="utf-8"))
    assert len(pins) == 8
