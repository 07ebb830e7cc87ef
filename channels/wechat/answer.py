"""What one message is answered with, as it is kept until it has been given."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from channels import options
from channels.wechat import pages
from channels.wechat import text as texts
from knowledge.model import Language

Payload = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """One text, and its parts for a channel that can show options as buttons.

    ``text`` has everything; ``body`` is without the question and the options, ``asked``
    these alone, with numbers, and ``labels`` the options. The last three are empty
    where the options stand in the text itself. ``cut`` holds the pages of a text that
    was cut before. An answer without text is one to something that asks for none.
    """

    text: str = field(default="", repr=False)
    language: Language = "zh"
    body: str = field(default="", repr=False)
    asked: str = field(default="", repr=False)
    labels: tuple[str, ...] = field(default=(), repr=False)
    cut: tuple[str, ...] = field(default=(), repr=False)

    @property
    def pages(self) -> tuple[str, ...]:
        """The pages in which the text is given; none when there is no text."""
        return self.cut or tuple(pages.pages(self.text, language=self.language))

    def written(self) -> str:
        """Return it as a line that ``read`` reads."""
        return json.dumps(asdict(self), ensure_ascii=False)


def read(line: str) -> Answer:
    """Return the answer that was ``written``."""
    found = json.loads(line)
    lists = {name: tuple(found[name]) for name in ("labels", "cut")}
    return Answer(**{**found, **lists})


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


def of_pages(cut: Sequence[str], language: Language = "zh") -> Answer:
    """Return the answer that goes on with pages cut before."""
    return Answer(joined(cut), language, cut=tuple(cut))


def joined(cut: Sequence[str]) -> str:
    """Return the text of pages, without what they say about the next."""
    return "\n\n".join(pages.without_tail(page) for page in cut)


def after(late: Answer, now: Answer) -> Answer:
    """Return ``late``, which was asked for before, and then ``now``."""
    if not now.text:
        return late
    # the numbers of its options would be those of the other's
    first = late.body or late.text
    return Answer(
        f"{first}\n\n———\n\n{now.text}",
        now.language,
        f"{first}\n\n———\n\n{now.body}" if now.body else "",
        now.asked,
        now.labels,
    )


def _without_options(payload: Payload) -> Payload:
    feedback = payload.get("feedback")
    # the question stays: it is how the text leaves it out
    silent = {**feedback, "options": []} if feedback else None
    return {**payload, "options": [], "ask": None, "feedback": silent}
