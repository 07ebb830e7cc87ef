"""A payload as plain text, for channels that show nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from actions import wording
from knowledge.model import Language, Text

Payload = dict[str, Any]


def numbered(options: Iterable[dict[str, str]]) -> list[str]:
    """Return a line for each option, numbered as it is chosen."""
    return [f"{n}. {option['label']}" for n, option in enumerate(options, 1)]


def plain_text(payload: Payload) -> str:
    """Return the whole reply as plain text: answer, steps, papers, basis, what next."""
    language: Language = payload["language"]
    listed = numbered(payload["options"]) if payload.get("listed") else []
    first = [payload["say"], *listed, payload.get("closing") or ""]
    blocks = ["\n".join(line for line in first if line)]

    def block(title: Text, lines: list[str]) -> None:
        if lines:
            head = title.in_language(language) + ("：" if language == "zh" else ":")
            blocks.append("\n".join([head, *lines]))

    steps = payload.get("steps", [])
    block(wording.STEPS, [f"{n}. {step}" for n, step in enumerate(steps, 1)])
    block(wording.MATERIALS, [f"- {m['name']}" for m in payload.get("materials", [])])
    figures = payload.get("figures", [])
    block(wording.FIGURES, [f"- {figure_line(f, language)}" for f in figures])
    block(wording.EXCEPTIONS, [f"- {line}" for line in payload.get("exceptions", [])])
    for section in payload.get("sections", []):
        head = Text(zh=section["title"], en=section["title"])
        block(head, [f"- {line}" for line in section["lines"]])
    basis = [f"- {citation_line(c, language)}" for c in payload["citations"]]
    if payload.get("other_basis"):
        basis.append(payload["other_basis"])
    block(wording.BASIS, basis)
    if payload["notices"]:
        blocks.append("\n".join(payload["notices"]))
    return "\n\n".join(blocks)


def figure_line(figure: Payload, language: Language) -> str:
    """Return one figure with place, date and source."""
    where = figure["place"]
    if figure["example"]:
        where = f"{wording.EXAMPLE.in_language(language)} {where}"
    parts = [where]
    if figure["since"]:
        parts.append(wording.SINCE.in_language(language).format(figure["since"]))
    parts.append(figure["source"])
    note = figure["note"].rstrip("。.")
    tail = ("；" if language == "zh" else "; ") + note if note else ""
    if language == "zh":
        return f"{figure['label']}：{figure['amount']}（{'，'.join(parts)}{tail}）"
    return f"{figure['label']}: {figure['amount']} ({', '.join(parts)}{tail})"


def citation_line(citation: Payload, language: Language) -> str:
    """Return one citation with its gist."""
    name = citation["name"]
    if citation["by_analogy"]:
        name = wording.ANALOGY.in_language(language).format(name)
    colon = "：" if language == "zh" else ": "
    return f"{name}{colon}{citation['gist']}" if citation["gist"] else name
