"""A checklist as plain text to print: boxes to tick, 80 columns, one language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from knowledge.checklist import Checklist, Item, Open
from knowledge.citing import citation_name
from knowledge.columns import WIDTH, wrapped
from knowledge.figures import ShownFigure
from knowledge.model import Language, Text

_BOX = "□ "
_HEAD = Text(zh="办事清单：{}", en="Checklist: {}")
_KNOWN = Text(zh="按这些情况列出：{}", en="Made for: {}")
_BRING = Text(zh="要带的材料", en="To bring")
NOTHING = Text(zh="不用带材料。", en="No papers are needed.")
PERHAPS = Text(zh="看情况带", en="Only if it applies")
_IF = Text(zh="如果：{}", en="If: {}")
_INSTEAD = Text(zh="也可以用：{}", en="Or: {}")
_OPEN = Text(zh="还不知道、会改变清单的", en="Not known yet, and would change this")
_CHANGES = Text(zh="{}（决定要不要：{}）", en="{} (decides on: {})")
WHERE = Text(zh="找谁办", en="Who is responsible")
_ONLINE = Text(zh="线上", en="Online")
_COUNTER = Text(zh="窗口", en="At the counter")
STEPS = Text(zh="怎么办", en="What to do")
_UNTIL = Text(zh="什么时候办", en="Until when")
_TAKES = Text(zh="多久办完", en="How long it takes")
COST = Text(zh="费用", en="Cost")
RESULT = Text(zh="办成以后", en="What you get")
NOTE = Text(zh="请注意", en="Please note")
BASIS = Text(zh="法律依据", en="Legal basis")
ANALOGY = Text(zh="{}（类推参照）", en="{} (by analogy)")
FOR_EXAMPLE = Text(zh="例如{}", en="for example {}")
FIGURE = Text(zh="{}：{}（{}，{}）", en="{}: {} ({}, {})")
HEDGE = Text(
    zh="以上是一般做法，各地有差别，请先核实。",
    en="This is the general practice and differs by place; verify it first.",
)
_END = Text(
    zh="具体以参保地经办机构为准。"
    "医保热线 12393（社保卡、工伤问 12333，缴费问 12366）。",
    en="The insured place's agency decides. Hotline 12393 (social security card and "
    "work injury 12333, payments 12366).",
)
_DATED = Text(zh="制表日期：{}。内容核对：{}。", en="Made on {}. Reviewed on {}.")


def as_text(checklist: Checklist, language: Language) -> str:
    """Return ``checklist`` as text of at most 80 columns, in ``language``."""
    return "\n".join(_lines(checklist, language)) + "\n"


def _lines(made: Checklist, language: Language) -> Iterator[str]:
    title = _HEAD.in_language(language).format(made.title.in_language(language))
    yield from wrapped(title)
    yield "=" * WIDTH
    yield from wrapped(made.say.in_language(language))
    if made.known:
        yield from wrapped(_KNOWN.in_language(language).format(_known(made, language)))
    yield from _section(_BRING, _papers(made.bring, language), language)
    if not made.bring:
        yield from wrapped(NOTHING.in_language(language), "  ")
    yield from _section(PERHAPS, _papers(made.perhaps, language), language)
    unknown = (_question(fact, language) for fact in made.open)
    yield from _section(_OPEN, _bullets(unknown, "? "), language)
    yield from _section(WHERE, _said([made.where], language), language)
    yield from _section(_ONLINE, _said(made.online, language), language)
    yield from _section(_COUNTER, _said(made.counter, language), language)
    yield from _section(STEPS, _numbered(made.steps, language), language)
    limits = (_figure(made, item, language) for item in made.limits)
    yield from _section(_UNTIL, _said([made.time_limit], language), language)
    yield from _bullets(limits)
    handling = (_figure(made, item, language) for item in made.handling)
    yield from _section(_TAKES, _bullets(handling), language)
    yield from _section(COST, _said([made.cost], language), language)
    yield from _section(RESULT, _said([made.result], language), language)
    notes = _said((*made.exceptions, *made.notices), language)
    yield from _section(NOTE, notes, language)
    yield from _section(BASIS, _basis(made, language), language)
    yield "-" * WIDTH
    if made.hedged:
        yield from wrapped(HEDGE.in_language(language))
    yield from wrapped(_END.in_language(language))
    dates = (made.day, made.procedure.reviewed)
    yield from wrapped(_DATED.in_language(language).format(*dates))


def _section(head: Text, lines: Iterable[str], language: Language) -> Iterator[str]:
    """Yield a blank line, the head and ``lines``; nothing when there are none."""
    body = list(lines)
    if body:
        yield ""
        yield f"【{head.zh}】" if language == "zh" else head.en.upper()
        yield from body


def _bullets(lines: Iterable[str], mark: str = "· ") -> Iterator[str]:
    for line in lines:
        yield from wrapped(line, "  " + mark)


def _said(texts: Iterable[Text], language: Language) -> Iterator[str]:
    return _bullets(text.in_language(language) for text in texts)


def _numbered(texts: Iterable[Text], language: Language) -> Iterator[str]:
    for number, text in enumerate(texts, 1):
        yield from wrapped(text.in_language(language), f"  {number}. ")


def _papers(items: Iterable[Item], language: Language) -> Iterator[str]:
    deep = " " * 5
    for item in items:
        yield from wrapped(item.material.name.in_language(language), "  " + _BOX)
        if item.only_if is not None:
            words = item.only_if.in_language(language)
            yield from wrapped(_IF.in_language(language).format(words), deep)
        yield from wrapped(item.why.in_language(language), deep)
        if item.instead:
            names = [m.name.in_language(language) for m in item.instead]
            listed = ("、" if language == "zh" else "; ").join(names)
            yield from wrapped(_INSTEAD.in_language(language).format(listed), deep)
        if item.material.note is not None:
            yield from wrapped(item.material.note.in_language(language), deep)


def _known(made: Checklist, language: Language) -> str:
    colon, gap = ("：", "；") if language == "zh" else (": ", "; ")
    return gap.join(
        label.in_language(language) + colon + value.in_language(language)
        for label, value in made.known
    )


def _question(unknown: Open, language: Language) -> str:
    asked = (unknown.fact.question or unknown.fact.label).in_language(language)
    if not unknown.papers:
        return asked
    gap = "、" if language == "zh" else "; "
    papers = gap.join(paper.in_language(language) for paper in unknown.papers)
    return _CHANGES.in_language(language).format(asked, papers)


def _figure(made: Checklist, shown: ShownFigure, language: Language) -> str:
    place = shown.place_name.in_language(language)
    if shown.example:
        place = FOR_EXAMPLE.in_language(language).format(place)
    value = shown.value
    source = citation_name(made.sources[value.source], value.article, language)
    if value.note is not None:
        gap = "；" if language == "zh" else "; "
        source += gap + value.note.in_language(language).rstrip("。.")
    label, amount = (t.in_language(language) for t in (shown.label, shown.amount))
    return FIGURE.in_language(language).format(label, amount, place, source)


def _basis(made: Checklist, language: Language) -> Iterator[str]:
    for citation in made.citations:
        name = citation_name(citation.document, citation.number, language)
        if citation.by_analogy:
            name = ANALOGY.in_language(language).format(name)
        yield from wrapped(name, "  § ")
    if made.variant.other_basis is not None:
        yield from wrapped(made.variant.other_basis.in_language(language), "    ")
