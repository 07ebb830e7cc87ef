"""deploy/Dockerfile and what goes into the image, as far as it shows without one."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
ENTRYPOINT = ROOT / "deploy" / "entrypoint"


def steps() -> list[tuple[str, str]]:
    """Return instructions and arguments, continued lines joined."""
    lines = [x for x in DOCKERFILE.splitlines() if x and not x.lstrip().startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    return [tuple(line.split(None, 1)) for line in joined.splitlines()]  # type: ignore[misc]


def last_stage() -> list[tuple[str, str]]:
    found = steps()
    start = max(i for i, (name, _) in enumerate(found) if name == "FROM")
    return found[start:]


def test_bases_have_a_version() -> None:
    bases = [rest.split()[0] for name, rest in steps() if name == "FROM"]
    assert len(bases) == 3
    for base in bases:
        assert re.fullmatch(r"[a-z]+:\d+\.\d+\.\d+-[a-z-]+", base), base


def test_python_is_the_projects() -> None:
    wanted = (ROOT / ".python-version").read_text().strip()
    assert DOCKERFILE.count(f"FROM python:{wanted}.") == 2


def test_nothing_is_fetched_but_by_the_package_managers() -> None:
    assert not [rest for name, rest in steps() if name == "ADD"]
    assert not re.search(r"https?://(?!127\.0\.0\.1)|curl|wget|git clone", DOCKERFILE)
    assert "--require-hashes" in DOCKERFILE and "npm ci" in DOCKERFILE
    assert not re.search(r"(ARG|ENV) [A-Z_]*(INDEX|REGISTRY)[A-Z_]*=", DOCKERFILE)


def test_what_runs_is_not_root_and_has_no_compiler() -> None:
    stage = last_stage()
    users = [rest for name, rest in stage if name == "USER"]
    assert users and users[-1].split(":")[0] not in ("0", "root")
    assert [name for name, _ in stage].index("VOLUME") > [n for n, _ in stage].index(
        "USER"
    )
    run = " ".join(rest for name, rest in stage if name == "RUN")
    assert not re.search(r"gcc|g\+\+|build-essential|python3-dev", run)
    assert "rm -rf /var/lib/apt/lists/*" in run and "--no-install-recommends" in run


def test_signals_arrive_and_health_is_asked() -> None:
    found = dict(last_stage())
    for name in ("ENTRYPOINT", "CMD"):
        assert found[name].startswith("["), "the exec form passes signals on"
    assert found["ENTRYPOINT"].startswith('["tini"')
    assert "/webhooks/web/ready" in found["HEALTHCHECK"]
    assert "PYTHONDONTWRITEBYTECODE=1" in found["ENV"]


def test_no_secret_is_built_in() -> None:
    assert not re.search(r"(ARG|ENV)\s+\w*(SECRET|TOKEN|PASSWORD|KEY)", DOCKERFILE)


def test_what_the_image_needs_is_let_in_and_nothing_else() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    for rule in rules:
        if rule.startswith("!"):
            assert (ROOT / rule[1:]).exists(), rule
    allowed = {rule[1:].rstrip("/") for rule in rules if rule.startswith("!")}
    for outside in (".git", ".venv", "models", "var", "tests", "deploy/secrets"):
        assert outside not in allowed
    copied = re.search(r"cp --archive --parents (.*?) /out/", DOCKERFILE, re.DOTALL)
    assert copied
    names = copied[1].replace("\\", " ").split()
    for name in set(names) - {".venv", "models", "widget/dist"}:
        assert any(name == a or name.startswith(f"{a}/") for a in allowed), name


def test_the_image_has_all_that_a_model_is_made_from() -> None:
    """Else the server would think that it has to be trained again, and could not."""
    from shell import project

    copied = re.search(r"cp --archive --parents (.*?) /out/", DOCKERFILE, re.DOTALL)
    assert copied
    names = copied[1].replace("\\", " ").split()
    for path in [*project._inputs(), project.LOCK]:
        own = path.relative_to(ROOT).as_posix()
        assert any(own == name or own.startswith(f"{name}/") for name in names), own


def entrypoint(
    tmp_path: Path, secrets: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run the entry with a program that shows its environment in place of ours."""
    folder = tmp_path / "secrets"
    folder.mkdir()
    for name, value in secrets.items():
        (folder / name).write_text(value, encoding="utf-8")
    program = tmp_path / "bin" / "baoxiao"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\nenv | grep ^BAOXIAO_\necho "$@"\n')
    program.chmod(0o755)
    script = tmp_path / "entrypoint"
    text = ENTRYPOINT.read_text(encoding="utf-8")
    assert "/run/secrets/" in text
    script.write_text(text.replace("/run/secrets", str(folder)))
    return subprocess.run(
        ["sh", str(script), "serve", "--host", "0.0.0.0"],
        env={"PATH": f"{program.parent}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_secrets_in_files_become_settings(tmp_path: Path) -> None:
    given = {"BAOXIAO_SECRET": "with 'quotes' and $HOME\n", "other": "not ours"}
    found = entrypoint(tmp_path, given)
    assert found.returncode == 0, found.stderr
    assert found.stdout.splitlines() == [
        "BAOXIAO_SECRET=with 'quotes' and $HOME",
        "serve --host 0.0.0.0",
    ]


def test_without_secrets_it_starts_too(tmp_path: Path) -> None:
    found = entrypoint(tmp_path, {})
    assert (found.returncode, found.stdout) == (0, "serve --host 0.0.0.0\n")


@pytest.mark.parametrize("name", ["entrypoint", "make-secrets"])
def test_scripts_can_be_run(name: str) -> None:
    assert os.access(ROOT / "deploy" / name, os.X_OK)
