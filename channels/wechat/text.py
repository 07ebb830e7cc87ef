"""Payloads as text that reads well in WeChat.

A passive reply is one message, so all that was said becomes one text: the direct answer
first, then steps, papers, figures, the article of law, what we ask, and the options
with their numbers. Where it takes more than one page the articles are named right after
the answer, so that they stand on the first.

WeChat shows no markup but takes ``<a`` for a link. Text of the drug catalogue and what
people typed is data, so a ``<`` that could begin a tag is made a full-width one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from channels import options
from channels.wechat.checklist import checklist, cited
from channels.wechat.pages import LIMIT, size
from channels.wechat.xml import clean
from knowledge.model import Language, Text

Payload = dict[str, Any]

_BASIS = Text(zh="依据：{}", en="Legal basis: {}")
_NEXT = Text(zh="还可以问：", en="You may also ask:")
_CHOOSE = Text(
    zh="回复数字就能选，也可以直接打字。",
    en="Reply with a number to choose, or just type.",
)
_OR_SAY = Text(zh="或者回复：{}", en="Or reply: {}")
#: How to answer a question of each kind, where numbers do not choose or not enough.
_TIPS = {
    "money": Text(
        zh="请直接回复金额，单位是元。", en="Reply with the amount, in yuan."
    ),
    "number": Text(zh="请直接回复数字。", en="Reply with the number."),
    "rate": Text(
        zh="请直接回复比例，带上百分号。", en="Reply with the rate, as a percentage."
    ),
    "place": Text(
        zh="请直接回复城市或省份的名字。", en="Reply with the city or province."
    ),
}
#: Kinds of reply that answer; their options are further questions.
_ANSWERING = frozenset({"answer", "neighbour", "result", "article"})

_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_MARKUP = (
    (re.compile(r"^[ \t]{0,3}(?:#{1,6}|>+)[ \t]+", re.M), ""),
    (re.compile(r"```[^\n`]*\n?"), ""),
    (re.compile(r"`([^`\n]+)`"), r"\1"),
    (re.compile(r"!?\[([^\]\n]+)\]\((https?://[^\s)]+)\)"), r"\1 \2"),
    (re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*"), r"\1"),
    (re.compile(r"(?<![\w_])__(?=\S)(.+?)(?<=\S)__(?![\w_])"), r"\1"),
    (re.compile(r"[ \t]+$", re.M), ""),
    (re.compile(r"\n{3,}"), "\n\n"),
)


def text(payloads: Sequence[Payload], limit: int = LIMIT) -> str:
    """Return what ``payloads`` say, as one text; empty when there are none.

    ``limit`` is the size of a page in bytes.
    """
    if not payloads:
        return ""
    bodies = [_body(payload) for payload in payloads]
    asked = _asked(payloads, "\n".join(bodies))
    whole = _joined([*bodies, *asked])
    if size(whole) > limit:
        named = [_named(p, body) for p, body in zip(payloads, bodies, strict=True)]
        whole = _joined([*named, *asked])
    return whole


def language_of(payloads: Sequence[Payload]) -> Language:
    """Return the language of a reply; Chinese when nothing tells."""
    return "en" if payloads and payloads[-1].get("language") == "en" else "zh"


def flat(written: str) -> str:
    """Return ``written`` without markup, tags, and what cannot be sent."""
    plain = clean(written)
    for mark, instead in _MARKUP:
        plain = mark.sub(instead, plain)
    return _TAG.sub("＜", plain).strip()


def _joined(blocks: Sequence[str]) -> str:
    return flat("\n\n".join(block for block in blocks if block))


def _body(payload: Payload) -> str:
    if payload.get("printed") and payload.get("checklist"):
        return checklist(payload["checklist"])
    body = str(payload.get("text") or payload.get("say") or "")
    # it is asked again below, next to the options that answer it
    return body.removesuffix(_feedback(payload).get("question", "")).rstrip()


def _named(payload: Payload, body: str) -> str:
    """Return ``body`` with the articles named right after the answer."""
    language = language_of([payload])
    names = [cited(citation, language) for citation in payload.get("citations", [])]
    start, say, rest = body.partition(payload.get("say") or "\0")
    if not names or not rest.strip():
        return body
    gap = "；" if language == "zh" else "; "
    line = _BASIS.in_language(language).format(gap.join(names))
    return f"{start}{say}\n{line}{rest}"


def _asked(payloads: Sequence[Payload], said: str) -> list[str]:
    """Return the question, the options of the last payload, and how to choose."""
    last, language = payloads[-1], language_of(payloads)
    offered = options.offered(payloads)
    asked: Payload = last.get("ask") or {}
    count = len(asked.get("options", []))
    # a bare number is then the amount, so it cannot choose
    mark = "- {1}" if options.wants_amount(payloads) else "{0}. {1}"
    lines = [mark.format(n, option["label"]) for n, option in enumerate(offered, 1)]
    # a menu may stand in what was said already
    written = set(said.split("\n"))
    blocks = [
        _question(asked, lines[:count], said, language),
        *_related(last, [line for line in lines[count:] if line not in written]),
    ]
    shown = written | set("\n".join(blocks).split("\n"))
    if not options.wants_amount(payloads) and shown & set(lines):
        blocks.append(_CHOOSE.in_language(language))
    return blocks


def _question(
    asked: Payload, lines: Sequence[str], said: str, language: Language
) -> str:
    """Return what is asked, unless it was ``said``, and how to answer."""
    question = asked.get("question", "")
    parts = [] if question in said else [question]
    tip = _TIPS.get(asked.get("kind", ""))
    if tip is None:
        return "\n".join([*parts, *lines])
    parts.append(tip.in_language(language))
    if lines:
        gap = "、" if language == "zh" else ", "
        labels = gap.join(f"“{option['label']}”" for option in asked["options"])
        parts.append(_OR_SAY.in_language(language).format(labels))
    return "\n".join(parts)


def _related(last: Payload, lines: list[str]) -> list[str]:
    """Return the options that answer nothing: what else to ask, whether it helped."""
    feedback = _feedback(last)
    count = len(lines) - len(feedback.get("options", []))
    more, verdict = lines[:count], lines[count:]
    blocks = []
    if more:
        headed = last.get("ask") or last.get("kind") in _ANSWERING
        head = [_NEXT.in_language(language_of([last]))] if headed else []
        blocks.append("\n".join([*head, *more]))
    if verdict:
        blocks.append("\n".join([feedback["question"], *verdict]))
    return blocks


def _feedback(payload: Payload) -> Payload:
    return payload.get("feedback") or {}
