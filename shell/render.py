"""Payloads as readable terminal text."""

from __future__ import annotations

import json
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text as Styled

from actions import wording
from actions.plain import citation_line, figure_line, numbered
from knowledge.model import Language, Text

Payload = dict[str, Any]

#: How the status of a thing asked about is coloured.
_STATUS = {
    "usually_covered": "green",
    "conditional": "yellow",
    "usually_not": "red",
    "other_fund": "magenta",
}

#: Kinds of reply with a title, sections and a legal basis.
_TITLED = frozenset({"answer", "neighbour", "result"})


def console(**options: Any) -> Console:
    """Return a console that never takes text for markup."""
    return Console(highlight=False, markup=False, **options)


def payload(console: Console, data: Payload, options: list[dict[str, str]]) -> None:
    """Print one reply, its ``options`` numbered from 1."""
    language: Language = data.get("language", "zh")
    if data.get("kind") in _TITLED:
        console.print(
            Panel(
                _body(data, language), title=Styled(data["title"]), title_align="left"
            )
        )
    else:
        console.print(Panel(_plain(data, language), border_style="dim"))
    _options(console, data, options, language)


def _body(data: Payload, language: Language) -> RenderableType:
    if data.get("printed"):  # a checklist, as it is printed
        return Styled(data["printed"])
    parts = _said(data)

    def block(title: Text, lines: list[str], mark: str = "·", style: str = "") -> None:
        if lines:
            parts.append(Styled("\n" + title.in_language(language), style="cyan"))
            parts.append(_listed(lines, mark, style))

    if data["kind"] == "result":
        for section in data["sections"]:
            head = Text(zh=section["title"], en=section["title"])
            block(head, section["lines"])
    else:
        block(wording.STEPS, data["steps"], mark="")
        block(wording.MATERIALS, [_material(m) for m in data["materials"]], mark="□")
        block(wording.FIGURES, [figure_line(f, language) for f in data["figures"]])
        block(wording.EXCEPTIONS, data["exceptions"])
    basis = [citation_line(c, language) for c in data["citations"]]
    if data["other_basis"]:
        basis.append(data["other_basis"])
    block(wording.BASIS, basis, mark="§", style="green")
    parts.extend(Styled("\n" + line, style="dim") for line in data["notices"])
    return Group(*parts)


def _said(data: Payload) -> list[RenderableType]:
    """Return the answer; each thing named begins with its status, in colour."""
    items, say = data["items"], data["say"]
    parts: list[RenderableType] = []
    if data["drugs"]:
        listed = data["drugs"]["lines"]
        entries = len(data["drugs"]["entries"])
        parts.append(_listed(listed[:entries], "·", "bold"))
        parts.extend(Styled(line) for line in listed[entries:])
        say = say.split("\n", len(listed))[-1]
    *lines, rest = [*say.split("\n", len(items)), ""][: len(items) + 1]
    for item, line in zip(items, lines, strict=True):
        label = Styled(f"[{item['status_label']}] ", style=_STATUS[item["status"]])
        parts.append(label.append(line, style="bold"))
    if rest:
        parts.append(Styled(rest, style="bold"))
    return parts


def _listed(lines: list[str], mark: str, style: str) -> RenderableType:
    """Return ``lines`` behind a ``mark``, or numbered, wrapped under themselves."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(overflow="fold")
    for number, line in enumerate(lines, 1):
        grid.add_row(f" {mark or f'{number}.'}", Styled(line, style=style))
    return grid


def _plain(data: Payload, language: Language) -> RenderableType:
    listed = numbered(data["options"]) if data.get("listed") else []
    closing = [data["closing"]] if data.get("closing") else []
    lines = [data["say"], *listed, *closing, *(data.get("notices") or [])]
    return Styled("\n".join(lines))


def _material(item: Payload) -> str:
    return f"{item['name']} — {item['note']}" if item["note"] else str(item["name"])


def _options(
    console: Console, data: Payload, options: list[dict[str, str]], language: Language
) -> None:
    if not options or data.get("listed"):
        return
    asked = data.get("ask")
    count = len(asked["options"]) if asked else 0
    if asked and data.get("kind") != "form":  # a form's text has the question
        console.print(Styled(asked["question"], style="yellow"))
    for number, option in enumerate(options, 1):
        if number == count + 1 and data.get("kind") == "answer":
            console.print(Styled(wording.NEXT.in_language(language), style="cyan"))
        console.print(Styled(f"  {number}. {option['label']}"))


def debug(console: Console, data: Payload) -> None:
    """Print what was understood: language, topic, confidence, facts, articles."""
    shown = {
        "language": data.get("language"),
        "topic": data.get("topic"),
        "answer": data.get("answer"),
        "confidence": data.get("confidence"),
        "ranking": data.get("ranking", [])[:3],
        "facts": data.get("facts"),
        "articles": [c["ref"] for c in data.get("citations", [])],
    }
    console.print(Styled(json.dumps(shown, ensure_ascii=False), style="dim"))
