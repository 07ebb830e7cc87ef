"""Conversations from standard input: a turn a line, an empty line starts another."""

from __future__ import annotations

import asyncio
import json
import re
import uuid
from collections.abc import Iterable
from typing import Any, TextIO

from channels import intake, options
from knowledge.live import current
from shell.ask import ANSWERING, plain_facts, readable
from shell.assistant import FORGET, Assistant, Turn

_TOPIC = re.compile(r"/(\w+)$")


def as_turn(text: str, turn: Turn) -> dict[str, Any]:
    """Return one turn as ``baoxiao chat --json`` prints it.

    ``topic`` is null for small talk, turns about the conversation, refusals and
    questions back; ``asks`` is the fact or figure that is asked for; ``form`` the
    guided task that goes on.
    """
    last = turn.payloads[-1] if turn.payloads else {}
    topics = [p.get("topic") for p in turn.payloads if p.get("kind") in ANSWERING]
    cited = [c["ref"] for p in turn.payloads for c in p.get("citations", [])]
    asked = last.get("ask")
    return {
        "user": intake.redact(text),
        "language": last.get("language", "zh"),
        "topic": topics[0] if topics else None,
        "facts": plain_facts(last.get("facts", {})),
        "citations": list(dict.fromkeys(cited)),
        "messages": [_message(payload) for payload in turn.payloads]
        or [{"text": turn.problem.zh if turn.problem else "", "options": []}],
        "asks": asked["fact"] if asked else None,
        "form": turn.form,
    }


def _message(payload: dict[str, Any]) -> dict[str, Any]:
    asked = payload.get("ask")
    text = payload.get("text", "")
    if asked and payload.get("kind") != "form":  # a form's text has the question
        text = f"{text}\n\n{asked['question']}"
    return {
        "text": text,
        "options": [
            {"title": option["label"], "topic": _topic(option["payload"])}
            for option in options.offered([payload])
        ],
    }


def _topic(payload: str) -> str | None:
    found = _TOPIC.fullmatch(payload)
    return found.group(1) if found and found.group(1) in current().topics else None


def run(assistant: Assistant, lines: Iterable[bytes], out: TextIO) -> None:
    """Play the conversations in ``lines`` and print an object for each turn."""

    async def every() -> None:
        sender = uuid.uuid4().hex
        for raw in lines:
            text = readable(raw)
            if not text:
                sender = uuid.uuid4().hex
                continue
            if text == FORGET:
                turn = await assistant.choose(FORGET, sender)
            else:
                turn = await assistant.say(raw, sender)
            out.write(json.dumps(as_turn(text, turn), ensure_ascii=False) + "\n")
            out.flush()

    asyncio.run(every())
