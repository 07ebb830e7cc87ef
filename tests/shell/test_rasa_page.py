"""docs/rasa.md says what touches Rasa, and what Rasa pins, as it is."""

from __future__ import annotations

import re

from shell import project

PAGE = (project.ROOT / "docs" / "rasa.md").read_text(encoding="utf-8")
_IMPORT = re.compile(r"^\s*(?:from|import) rasa(?:_sdk)?[. ]", re.MULTILINE)


def test_every_module_that_imports_rasa_is_on_the_page_and_the_reverse() -> None:
    found = {
        path.relative_to(project.ROOT).as_posix()
        for package in ("actions", "channels", "knowledge", "nlu", "shell")
        for path in (project.ROOT / package).rglob("*.py")
        if _IMPORT.search(path.read_text(encoding="utf-8"))
    }
    named = set(re.findall(r"`(\w+/[\w/]+\.py)`", PAGE))
    assert {name for name in named if not name.startswith("tests/")} == found


def test_the_versions_on_the_page_are_those_of_the_lock_file() -> None:
    lock = project.LOCK.read_text(encoding="utf-8")
    have = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", lock, re.MULTILINE))
    assert f"Rasa {have['rasa']}" in PAGE
    rows = re.findall(r"(?m)^\| ([A-Za-z, -]+) \| [^|]* \| ([\d., ]+) \|", PAGE)
    checked = 0
    for names, versions in rows:
        packages = [name.strip().lower() for name in names.split(",")]
        given = [version.strip() for version in versions.split(",")]
        given *= len(packages) if len(given) == 1 else 1
        for package, version in zip(packages, given, strict=True):
            if package != "python":
                assert have[package] == version, package
                checked += 1
    assert checked >= 14
