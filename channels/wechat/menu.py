"""The account's menu: read from ``menu.yml``, checked against the platform's limits.

A tap sends only its key, and anybody who can sign could send any key. So a key stands
for a payload in a closed list, and is never a payload itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from channels.talk import Choice
from channels.wechat.pages import size
from knowledge.errors import SettingError

FILE = Path(__file__).with_name("menu.yml")

#: The platform's limits: how many, and bytes.
_BUTTONS, _ENTRIES, _BUTTON_BYTES, _ENTRY_BYTES, _KEY_BYTES = 3, 5, 16, 40, 128
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_PAYLOAD = re.compile(r"/[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Entry:
    """One entry: what it is called, the key it sends, and what that means."""

    label: str
    key: str
    payload: str


@dataclass(frozen=True)
class Button:
    """One of the buttons that open a list of entries."""

    label: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Menu:
    """The whole menu."""

    buttons: tuple[Button, ...]

    @property
    def choices(self) -> dict[str, Choice]:
        """What each key means. The language is that of the conversation."""
        return {
            entry.key: Choice(entry.payload, entry.label)
            for button in self.buttons
            for entry in button.entries
        }

    def as_json(self) -> dict[str, Any]:
        """Return it as the platform takes it."""
        return {
            "button": [
                {
                    "name": button.label,
                    "sub_button": [
                        {"type": "click", "name": entry.label, "key": entry.key}
                        for entry in button.entries
                    ],
                }
                for button in self.buttons
            ]
        }


def read(path: Path = FILE) -> Menu:
    """Return the menu of a file.

    Raises:
        SettingError: when it cannot be read, or the platform would not take it.
    """
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
        menu = Menu(tuple(_button(row) for row in found))
    except (OSError, UnicodeError, yaml.YAMLError) as error:
        raise SettingError(f"{path.name} cannot be read", "mend the file") from error
    except (KeyError, TypeError) as error:
        mend = "write a list of label and entries, each with key, label and payload"
        raise SettingError(f"{path.name} is no menu", mend) from error
    problems = list(_problems(menu))
    if problems:
        wrong, mend = problems[0]
        raise SettingError(f"{path.name}: {wrong}", mend)
    return menu


def _button(row: dict[str, Any]) -> Button:
    entries = (
        Entry(str(one["label"]), str(one["key"]), str(one["payload"]))
        for one in row["entries"]
    )
    return Button(str(row["label"]), tuple(entries))


def _problems(menu: Menu) -> Iterable[tuple[str, str]]:
    """Yield what is wrong, each with its mend."""
    buttons, entries = menu.buttons, [e for b in menu.buttons for e in b.entries]
    if not 1 <= len(buttons) <= _BUTTONS:
        yield f"{len(buttons)} buttons", f"write one to {_BUTTONS}"
    for button in buttons:
        yield from _too_long(button.label, _BUTTON_BYTES)
        if not 1 <= len(button.entries) <= _ENTRIES:
            yield (
                f"{button.label} has {len(button.entries)} entries",
                f"write one to {_ENTRIES}",
            )
    for entry in entries:
        yield from _too_long(entry.label, _ENTRY_BYTES)
        if not _KEY.fullmatch(entry.key) or size(entry.key) > _KEY_BYTES:
            yield f"the key {entry.key!r}", "use small letters, digits and _"
        if not _PAYLOAD.fullmatch(entry.payload):
            yield f"the payload {entry.payload!r}", "write / and a topic: /maternity"
    twice = {e.key for e in entries if [o.key for o in entries].count(e.key) > 1}
    for key in sorted(twice):
        yield f"the key {key} is there twice", "give each entry its own"


def _too_long(label: str, most: int) -> Iterable[tuple[str, str]]:
    if not label.strip() or size(label) > most:
        yield (
            f"{label!r} has {size(label)} bytes",
            f"use 1 to {most}: a Chinese character has three",
        )
