"""A checklist as text for a narrow screen.

The payload of a checklist holds it as printed, in 80 columns, which a telephone breaks
into ragged halves. Here its data is written one paper a line.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from knowledge.checklist_text import (
    ANALOGY,
    BASIS,
    COST,
    FIGURE,
    FOR_EXAMPLE,
    HEDGE,
    NOTE,
    NOTHING,
    PERHAPS,
    RESULT,
    STEPS,
    WHERE,
)
from knowledge.model import Language, Text

Row = dict[str, Any]

_TITLE = Text(zh="办事清单：{}", en="Checklist: {}")
_BRING = Text(zh="要带的材料", en="Papers to bring")
_IF = Text(zh="{}（如果：{}）", en="{} (if: {})")
_INSTEAD = Text(zh="{}（也可以用：{}）", en="{} (or: {})")
_WAYS = Text(zh="办理渠道", en="Ways to apply")
_UNTIL = Text(zh="时限", en="Time limits")
_OPEN = Text(zh="告诉我这些，清单会更准", en="Tell me these for a better list")
_END = Text(
    zh="具体以参保地医保经办机构为准（医保热线 12393）。",
    en="The insured place's medical insurance agency decides (hotline 12393).",
)


def checklist(row: Row) -> str:
    """Return the checklist of a payload as text; ``row`` is its ``checklist``."""
    language: Language = row["language"]
    blocks = [_TITLE.in_language(language).format(row["title"]), row["say"]]

    def block(title: Text, lines: Iterable[str], mark: str = "- ") -> None:
        body = [mark + line for line in lines if line]
        if body:
            colon = "：" if language == "zh" else ":"
            blocks.append("\n".join([title.in_language(language) + colon, *body]))

    papers = [_paper(item, language) for item in row["bring"]]
    block(_BRING, papers or [NOTHING.in_language(language)], "□ " if papers else "")
    block(PERHAPS, [_paper(item, language) for item in row["perhaps"]], "□ ")
    block(STEPS, [f"{n}. {step}" for n, step in enumerate(row["steps"], 1)], "")
    block(WHERE, [row["where"]])
    block(_WAYS, [*row["online"], *row["counter"]])
    figures = [_figure(item, language) for item in (*row["limits"], *row["handling"])]
    block(_UNTIL, [row["time_limit"], *figures])
    block(COST, [row["cost"]])
    block(RESULT, [row["result"]])
    block(NOTE, row["exceptions"])
    # a fact that nobody asks for has a label in place of a question
    questions = [unknown["question"] for unknown in row["open"]]
    block(_OPEN, [asked for asked in questions if asked.endswith(("?", "？"))])
    block(BASIS, [*(cited(c, language) for c in row["citations"]), row["other_basis"]])
    hedge = [HEDGE.in_language(language)] if row["hedged"] else []
    blocks.append("\n".join([*hedge, _END.in_language(language), *row["notices"]]))
    return "\n\n".join(part for part in blocks if part)


def cited(citation: Row, language: Language) -> str:
    """Return the name of an article, marked where it applies by analogy only."""
    form = ANALOGY.in_language(language) if citation["by_analogy"] else "{}"
    return form.format(citation["name"])


def _paper(item: Row, language: Language) -> str:
    name = str(item["name"])
    if item["instead"]:
        listed = ("、" if language == "zh" else "; ").join(item["instead"])
        name = _INSTEAD.in_language(language).format(name, listed)
    if item["only_if"]:
        name = _IF.in_language(language).format(name, item["only_if"])
    return name


def _figure(item: Row, language: Language) -> str:
    place = item["place"]
    if item["example"]:
        place = FOR_EXAMPLE.in_language(language).format(place)
    form = FIGURE.in_language(language)
    return form.format(item["label"], item["amount"], place, item["source"])
