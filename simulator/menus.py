"""Whether the platform takes a menu: how many entries, how long names and keys."""

from __future__ import annotations

from typing import Any

from simulator.tokens import ApiError

_FIRST, _SECOND = 3, 5
#: Bytes of a name on the first and second level, and of a key.
_SHORT, _LONG, _KEY = 16, 40, 128
_TYPES = frozenset(("click", "view", "scancode_push", "scancode_waitmsg", "media_id"))


def check(menu: Any) -> None:
    """Pass when the platform takes ``menu``.

    Raises:
        ApiError: when it does not.
    """
    buttons = menu.get("button") if isinstance(menu, dict) else None
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= _FIRST:
        raise ApiError(40016, "invalid button size")
    for button in buttons:
        _name(button, _SHORT, 40018)
        below = button.get("sub_button") or []
        if not isinstance(below, list) or len(below) > _SECOND:
            raise ApiError(40023, "invalid sub button size")
        for entry in below:
            _name(entry, _LONG, 40025)
            _entry(entry)
        if not below:
            _entry(button)


def keys(menu: Any) -> list[tuple[str, str]]:
    """Return name and key of every entry that sends a click, in order."""
    found = []
    for button in (menu or {}).get("button", []):
        for entry in button.get("sub_button") or [button]:
            if entry.get("type") == "click":
                found.append((str(entry["name"]), str(entry["key"])))
    return found


def _name(button: Any, most: int, code: int) -> None:
    name = button.get("name") if isinstance(button, dict) else None
    if not isinstance(name, str) or not 0 < len(name.encode("utf-8")) <= most:
        raise ApiError(code, "invalid button name size")


def _entry(entry: dict[str, Any]) -> None:
    if entry.get("type") not in _TYPES:
        raise ApiError(40017, "invalid button type")
    if entry["type"] == "click":
        key = entry.get("key")
        if not isinstance(key, str) or not 0 < len(key.encode("utf-8")) <= _KEY:
            raise ApiError(40019, "invalid button key size")
    if entry["type"] == "view" and not str(entry.get("url", "")).startswith("http"):
        raise ApiError(40055, "invalid button url domain")
