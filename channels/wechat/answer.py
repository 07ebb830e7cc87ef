"""What one message is answered with, as it is kept until it has been given."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from channels import options
from channels.wechat import text as texts
from knowledge.model import Language

Payload = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """One text, and its parts for a channel that can show options as buttons.

    ``text`` has everything; ``body`` is without the question and the options, ``asked``
    these alone, with numbers, and ``labels`` the options. ``body`` and ``labels`` are
    empty where the options stand in the text itself. An answer without any text is one
    to something that asks for none.
    """

    text: str = field(default="", repr=False)
    language: Language = "zh"
    body: str = field(default="", repr=False)
    asked: str = field(default="", repr=False)
    labels: tuple[str, ...] = field(default=(), repr=False)

    def written(self) -> str:
        """Return it as a line that ``read`` reads."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @property
    def main(self) -> str:
        """What to say of it where another answer with options follows."""
        return self.body or self.text


def read(line: str) -> Answer:
    """Return the answer that was ``written``."""
    found = json.loads(line)
    return Answer(**{**found, "labels": tuple(found["labels"])})


def of_payloads(payloads: Sequence[Payload]) -> Answer:
    """Return the answer that ``payloads`` are."""
    language = texts.language_of(payloads)
    whole = texts.text(payloads)
    labels = tuple(option["label"] for option in options.offered(payloads))
    if not labels or any(payload.get("listed") for payload in payloads):
        return Answer(whole, language)
    last = {**payloads[-1], "text": "", "say": "", "printed": False}
    body = texts.text([_without_options(payload) for payload in payloads])
    return Answer(whole, language, body, texts.text([last]), labels)


def _without_options(payload: Payload) -> Payload:
    feedback = payload.get("feedback")
    # the question stays: it is how the text leaves it out
    silent = {**feedback, "options": []} if feedback else None
    bare = {**payload, "options": [], "ask": None, "feedback": silent}
    return bare
