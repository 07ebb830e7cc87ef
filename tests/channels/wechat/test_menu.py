"""The account's menu: within the platform's limits, and of our own topics only."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from channels.wechat import menu
from channels.wechat.pages import size
from knowledge.errors import SettingError
from shell import project


def test_every_payload_is_an_intent_of_ours() -> None:
    domain = yaml.safe_load((project.ROOT / "domain.yml").read_text(encoding="utf-8"))
    payloads = {choice.payload for choice in menu.read().choices.values()}
    assert payloads <= {f"/{intent}" for intent in domain["intents"]}


def test_it_is_within_the_limits_and_uses_them() -> None:
    found = menu.read().as_json()["button"]
    assert 1 <= len(found) <= 3
    for button in found:
        assert 1 <= len(button["sub_button"]) <= 5 and size(button["name"]) <= 16
        for entry in button["sub_button"]:
            assert size(entry["name"]) <= 40 and size(entry["key"]) <= 128


def _written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "menu.yml"
    path.write_text(text, encoding="utf-8")
    return path


ENTRY = "{key: a, label: 报销, payload: /maternity}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "0 buttons"),
        (f"- {{label: 报销, entries: [{ENTRY}]}}\n" * 4, "4 buttons"),
        (f"- {{label: 怎么报销呢, entries: [{ENTRY}, {ENTRY}]}}", "twice"),
        (f"- {{label: 怎么报销呢吗, entries: [{ENTRY}]}}", "18 bytes"),
        ("- {label: 报销, entries: []}", "0 entries"),
        (
            "- {label: 报销, entries: [{key: a, label: 一二三四五六七八九十一二三四, "
            "payload: /maternity}]}",
            "42 bytes",
        ),
        (
            "- {label: 报, entries: [{key: A b, label: 报, payload: /maternity}]}",
            "key",
        ),
        ("- {label: 报, entries: [{key: a, label: 报, payload: 报销}]}", "payload"),
        ("- {label: 报, entries: [{key: a, label: '', payload: /x}]}", "0 bytes"),
        ("- {label: 报}", "no menu"),
        ("{a: [", "cannot be read"),
    ],
)
def test_what_the_platform_would_not_take_is_refused(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(SettingError, match=said):
        menu.read(_written(tmp_path, text))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="cannot be read"):
        menu.read(tmp_path / "none.yml")
