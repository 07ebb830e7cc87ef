"""Questions in, answers out: one a line, each a conversation of its own."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from typing import Any, TextIO

from channels import intake
from knowledge.facts import Plain, plain
from knowledge.live import current
from knowledge.model import Language
from knowledge.select import derived
from shell.assistant import Assistant, Turn

#: Kinds of reply that answer a question; the others decline or ask back.
ANSWERING = frozenset({"answer", "neighbour", "article", "result"})


def as_row(text: str, language: Language, turn: Turn) -> dict[str, Any]:
    """Return one line of ``ask --json``.

    ``topics`` are those answered, in order, ``topic`` the first of them; null when the
    assistant declined or asked back. ``facts`` are plain values (``knowledge.facts``).
    ``error`` is there when the message could not be read.
    """
    if turn.problem is not None:
        return {
            "text": intake.redact(text)[:80],
            "language": language,
            "topic": None,
            "topics": [],
            "confidence": 0.0,
            "ranking": [],
            "facts": {},
            "citations": [],
            "answer": turn.problem.in_language(language),
            "error": turn.problem.en,
        }
    first = turn.payloads[0] if turn.payloads else {}
    topics = [name for p in turn.payloads if (name := _topic(p))]
    cited = [c["ref"] for p in turn.payloads for c in p.get("citations", [])]
    return {
        "text": intake.redact(text),
        "language": first.get("language", language),
        "topic": topics[0] if topics else None,
        "topics": topics,
        "confidence": first.get("confidence", 0.0),
        "ranking": first.get("ranking", []),
        "facts": plain_facts(first.get("facts", {})),
        "citations": list(dict.fromkeys(cited)),
        "answer": "\n\n".join(p.get("text", "") for p in turn.payloads),
    }


def _topic(payload: dict[str, Any]) -> str | None:
    """Return the topic answered, or the one that a guided task begins on."""
    if payload.get("kind") in ANSWERING:
        return payload.get("topic")
    return payload.get("about")


def plain_facts(facts: dict[str, str]) -> dict[str, Plain]:
    """Return the facts of a payload, and what follows from them, in plain values."""
    base = current()
    return plain(base, derived(base, facts))


def readable(raw: str | bytes) -> str:
    """Return one line of input as text that can be printed."""
    text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else raw
    return "".join(c if c.isprintable() else " " for c in text).strip()


async def _answer(assistant: Assistant, raw: str | bytes) -> dict[str, Any]:
    text = readable(raw)
    has_latin = any("a" <= c <= "z" for c in text.lower())
    has_han = any("\u4e00" <= c <= "\u9fff" for c in text)
    language: Language = "en" if has_latin and not has_han else "zh"
    return as_row(text, language, await assistant.ask_once(raw))


def run(
    assistant: Assistant,
    lines: Iterable[str | bytes],
    out: TextIO,
    *,
    as_json: bool = False,
) -> None:
    """Answer each of ``lines`` in order and write to ``out`` at once."""

    async def every() -> None:
        for raw in lines:
            row = await _answer(assistant, raw)
            if as_json:
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
            else:
                out.write(row["answer"] + "\n\n")
            out.flush()

    asyncio.run(every())
