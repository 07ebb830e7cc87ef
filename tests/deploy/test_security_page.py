"""docs/security.md points only to tests that there are."""

from __future__ import annotations

import re

from shell import project

PAGE = (project.ROOT / "docs" / "security.md").read_text(encoding="utf-8")


def test_every_file_it_names_is_there() -> None:
    named = re.findall(r"`((?:tests|deploy|knowledge)/[\w./-]*\w)`", PAGE)
    assert len(set(named)) > 20
    for name in named:
        assert (project.ROOT / name).exists(), name


def test_every_threat_has_a_test() -> None:
    table = PAGE.split("## What is kept")[0]
    rows = [row for row in table.splitlines() if row.startswith("| ")][2:]
    assert len(rows) > 20
    for row in rows:
        assert "`tests/" in row.rsplit("|", 2)[1], row


def test_the_versions_it_warns_of_are_those_of_the_lock_file() -> None:
    have = dict(re.findall(r"(?m)^([a-z0-9-]+)==(\S+)", project.LOCK.read_text()))
    rows = re.findall(r"(?m)^\| ((?:[a-z-]+ \d[\d.]+(?:, )?)+) \|", PAGE)
    named = re.findall(r"([a-z-]+) (\d[\d.]+)", " ".join(rows))
    assert len(named) >= 12
    for package, version in named:
        assert have[package] == version, package
