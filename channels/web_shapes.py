"""The JSON that goes in and out of the web channel; ``docs/web.md`` describes it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from channels import history
from channels.errors import SIZE, ChannelError, malformed
from channels.signing import Session, Signing
from channels.talk import Choice
from knowledge.model import Language, Text

Payload = dict[str, Any]
Sign = Callable[[Choice], str]

#: Bytes of the largest request: the longest message, escaped, and its token.
LARGEST = 32_768
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
#: What stays on the server.
_KEPT_BACK = frozenset({"confidence", "ranking", "facts"})

#: What the widget's own buttons mean. The words are those a person would type.
_CONTROLS: dict[str, tuple[str, Text]] = {
    "human": ("/human_handoff", Text(zh="找人工", en="Talk to a person")),
    "more": ("/more", Text(zh="更多", en="More")),
    "simplify": ("/simplify", Text(zh="说简单点", en="Say it more simply")),
    "repeat": ("/repeat", Text(zh="再说一遍", en="Say it again")),
    "source": ("/ask_source", Text(zh="依据是什么", en="What is that based on?")),
    "known": (
        "/what_known",
        Text(zh="您记得我说过什么", en="What do you know about me?"),
    ),
    "helpful": ("/helpful", Text(zh="有帮助", en="Helpful")),
    "unhelpful": ("/unhelpful", Text(zh="没帮上忙", en="Not helpful")),
}


@dataclass(frozen=True)
class Incoming:
    """A message: its sender's own ``id``, and ``text`` or the token of a ``choice``."""

    id: str
    text: str | None = None
    choice: str | None = None


def body(raw: bytes) -> dict[str, Any]:
    """Return the JSON object of a request; nothing at all is an empty one.

    Raises:
        ChannelError: when it is too large or no JSON object.
    """
    if len(raw) > LARGEST:
        said = Text(zh=SIZE.zh.format(LARGEST), en=SIZE.en.format(LARGEST))
        raise ChannelError("size", 413, said)
    if not raw:
        return {}
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise malformed("不是 JSON。", "it is no JSON.") from error
    if not isinstance(found, dict):
        raise malformed("应为 JSON 对象。", "it must be a JSON object.")
    return found


def incoming(raw: bytes) -> Incoming:
    """Return the message of a request.

    Raises:
        ChannelError: with what is wrong.
    """
    found = body(raw)
    name, text, choice = found.get("id"), found.get("text"), found.get("choice")
    if not isinstance(name, str) or not _ID.fullmatch(name):
        raise malformed(
            "id 应为 1 到 64 个字母、数字、- 或 _。",
            "id must be 1 to 64 letters, digits, - or _.",
        )
    given = choice if text is None else text
    if (text is None) == (choice is None) or not isinstance(given, str):
        raise malformed(
            "text 和 choice 恰好要有一个。", "give either text or choice, as a string."
        )
    return (
        Incoming(name, text, None) if choice is None else Incoming(name, None, choice)
    )


def language(raw: bytes) -> Language:
    """Return the language a session is begun in; Chinese when none is given.

    Raises:
        ChannelError: when it is another one.
    """
    found = body(raw).get("language", "zh")
    if found not in ("zh", "en"):
        raise malformed("language 应为 zh 或 en。", "language must be zh or en.")
    return "en" if found == "en" else "zh"


def signer(signing: Signing, session: Session) -> Sign:
    """Return what signs options for one session."""
    return lambda choice: signing.sign(session, choice)


def reply(payload: Payload, sign: Sign) -> Payload:
    """Return a payload as the widget gets it, every option signed."""
    spoken: Language = "en" if payload.get("language") == "en" else "zh"

    def signed(options: Iterable[dict[str, str]]) -> list[dict[str, str]]:
        return [
            {
                "label": option["label"],
                "choice": sign(Choice(option["payload"], option["label"], spoken)),
            }
            for option in options
        ]

    shown = {key: value for key, value in payload.items() if key not in _KEPT_BACK}
    if "options" in shown:
        shown["options"] = signed(shown["options"])
    for key in ("ask", "feedback"):
        if shown.get(key):
            shown[key] = {**shown[key], "options": signed(shown[key]["options"])}
    return shown


def controls(sign: Sign) -> dict[str, list[dict[str, str]]]:
    """Return the widget's own buttons, in both languages."""
    languages: tuple[Language, ...] = ("zh", "en")
    return {
        spoken: [
            {
                "id": name,
                "label": label.in_language(spoken),
                "choice": sign(Choice(payload, label.in_language(spoken), spoken)),
            }
            for name, (payload, label) in _CONTROLS.items()
        ]
        for spoken in languages
    }


def entry(found: history.Entry, sign: Sign) -> dict[str, Any]:
    """Return one line of the history."""
    when = moment(datetime.fromtimestamp(found.time, timezone.utc))
    if found.payload is None:
        return {"from": "person", "text": found.text, "time": when}
    shown = reply(found.payload, sign)
    return {"from": "assistant", "reply": shown, "time": when}


def error(refused: ChannelError) -> dict[str, Any]:
    """Return what a refused request gets."""
    row: dict[str, Any] = {
        "code": refused.code,
        "message": {"zh": refused.said.zh, "en": refused.said.en},
    }
    if refused.retry_after is not None:
        row["retry_after"] = refused.retry_after
    return {"error": row}


def moment(when: datetime) -> str:
    """Return a moment as text, in UTC, to the second."""
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")
