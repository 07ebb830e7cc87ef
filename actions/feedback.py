"""Was this helpful? Asked at the right moments, and kept with the answer's id.

A line of JSON for each: day, topic, answer, helpful, reason, language. Nothing tells
who it came from.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from actions import reply, wording
from actions.turn import Turn

logger = logging.getLogger(__name__)

#: Environment variable that names the file.
FILE_VARIABLE = "BAOXIAO_FEEDBACK"
_FILE = Path(__file__).resolve().parent.parent / "var" / "feedback.jsonl"

#: After so many answers without a question, and then not for a while.
_AFTER = 2
_PAUSE = -4
_LEAVING = frozenset({"thanks", "goodbye"})
#: Why an answer did not help, as options.
REASONS = {
    "other_question": wording.REASON_OTHER_QUESTION,
    "unclear": wording.REASON_UNCLEAR,
    "not_my_place": wording.REASON_NOT_MY_PLACE,
    "wrong": wording.REASON_WRONG,
}


def prompted(turn: Turn, payloads: list[reply.Payload]) -> list[reply.Payload]:
    """Return ``payloads``; when it is time, the last asks whether it helped."""
    if not _is_time(turn, payloads):
        return payloads
    question = wording.HELPFUL.in_language(turn.language)
    options = [
        {"label": label.in_language(turn.language), "payload": f"/{intent}"}
        for intent, label in (
            ("helpful", wording.YES_HELPFUL),
            ("unhelpful", wording.NOT_HELPFUL),
        )
    ]
    last = payloads[-1]
    last = {
        **last,
        "feedback": {"question": question, "options": options},
        "options": [*last.get("options", []), *options],
        "text": f"{last['text']}\n\n{question}",
    }
    return [*payloads[:-1], last]


def _is_time(turn: Turn, payloads: Sequence[reply.Payload]) -> bool:
    count = _count(turn)
    if turn.intent in _LEAVING:
        return count > 0
    answered = payloads[-1].get("kind") == "answer" and not payloads[-1].get("ask")
    return answered and count + 1 >= _AFTER


def _count(turn: Turn) -> int:
    return int(turn.slots.get("since_feedback") or 0)


def counted(turn: Turn, payloads: Sequence[reply.Payload]) -> int:
    """Return the answers given since it was asked; below zero it is too soon."""
    if payloads[-1].get("feedback"):
        return _PAUSE
    return _count(turn) + any(p.get("kind") == "answer" for p in payloads)


def store(turn: Turn, helpful: bool, reason: str = "") -> None:
    """Keep one verdict on the last answer, if any; a full disk loses only that."""
    if not turn.answered:
        return
    answer = turn.answered[-1]
    row: dict[str, Any] = {
        "day": turn.day.isoformat(),
        "topic": answer.partition("/")[0],
        "answer": answer,
        "helpful": helpful,
        "reason": reason,
        "language": turn.language,
    }
    kept = path()
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        # one write of one line: several processes may append
        with kept.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    except OSError as error:
        logger.error("feedback not kept in %s: %s", kept, error)


def path() -> Path:
    """Return the file in which verdicts are kept."""
    return Path(os.environ.get(FILE_VARIABLE) or _FILE)
