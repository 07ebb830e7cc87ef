"""A checklist as text for a narrow screen.

The payload of a checklist holds it as printed, in 80 columns, which a telephone breaks
into ragged halves. Here its data is written one paper a line.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from knowledge.model import Language, Text

Row = dict[str, Any]

_TITLE = Text(zh="办事清单：{}", en="Checklist: {}")
_BRING = Text(zh="要带的材料", en="Papers to bring")
_NOTHING = Text(zh="不用带材料。", en="No papers are needed.")
_PERHAPS = Text(zh="看情况带", en="Only if it applies")
_IF = Text(zh="{}（如果：{}）", en="{} (if: {})")
_INSTEAD = Text(zh="{}（也可以用：{}）", en="{} (or: {})")
_WHERE = Text(zh="找谁办", en="Who is responsible")
_WAYS = Text(zh="办理渠道", en="Ways to apply")
_STEPS = Text(zh="怎么办", en="What to do")
_UNTIL = Text(zh="时限", en="Time limits")
_COST = Text(zh="费用", en="Cost")
_RESULT = Text(zh="办成以后", en="What you get")
_NOTE = Text(zh="请注意", en="Please note")
_OPEN = Text(zh="告诉我这些，清单会更准", en="Tell me these for a better list")
_BASIS = Text(zh="法律依据", en="Legal basis")
_ANALOGY = Text(zh="{}（类推参照）", en="{} (by analogy)")
_FIGURE = Text(zh="{}：{}（{}，{}）", en="{}: {} ({}, {})")
_EXAMPLE = Text(zh="例如{}", en="for example {}")
_HEDGE = Text(
    zh="以上是一般做法，各地有差别，请先核实。",
    en="This is the general practice and differs by place; verify it first.",
)
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
    block(_BRING, papers or [_NOTHING.in_language(language)], "□ " if papers else "")
    block(_PERHAPS, [_paper(item, language) for item in row["perhaps"]], "□ ")
    block(_STEPS, [f"{n}. {step}" for n, step in enumerate(row["steps"], 1)], "")
    block(_WHERE, [row["where"]])
    block(_WAYS, [*row["online"], *row["counter"]])
    figures = [_figure(item, language) for item in (*row["limits"], *row["handling"])]
    block(_UNTIL, [row["time_limit"], *figures])
    block(_COST, [row["cost"]])
    block(_RESULT, [row["result"]])
    block(_NOTE, row["exceptions"])
    # a fact that nobody asks for has a label in place of a question
    questions = [unknown["question"] for unknown in row["open"]]
    block(_OPEN, [asked for asked in questions if asked.endswith(("?", "？"))])
    block(_BASIS, [*(cited(c, language) for c in row["citations"]), row["other_basis"]])
    hedge = [_HEDGE.in_language(language)] if row["hedged"] else []
    blocks.append("\n".join([*hedge, _END.in_language(language), *row["notices"]]))
    return "\n\n".join(part for part in blocks if part)


def cited(citation: Row, language: Language) -> str:
    """Return the name of an article, marked where it applies by analogy only."""
    form = _ANALOGY.in_language(language) if citation["by_analogy"] else "{}"
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
        place = _EXAMPLE.in_language(language).format(place)
    form = _FIGURE.in_language(language)
    return form.format(item["label"], item["amount"], place, item["source"])
