"""The report on the knowledge base: tables in the terminal, or one page of HTML.

Both are made from the same tables, so they say the same.
"""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text as Styled

from knowledge.load import Base
from knowledge.model import NATIONAL, Text
from knowledge.report import Coverage, Due, Report

#: Ids shown of what a due touches; the page shows all.
_SHOWN = 4
_KINDS = {
    "figure": Text(zh="数值到期", en="figure ends"),
    "document": Text(zh="文件到期", en="document ends"),
    "law": Text(zh="新法施行", en="law to come"),
    "review": Text(zh="审读", en="review"),
    "yearly": Text(zh="例行复核", en="yearly review"),
}
_SURE = {
    "verified": Text(zh="已核实", en="verified"),
    "quoted": Text(zh="转引", en="quoted"),
    "recalled": Text(zh="凭记忆", en="recalled"),
    "example": Text(zh="示例", en="example"),
}


@dataclass(frozen=True)
class Table:
    """A table: title, headings and rows of plain text; ``late`` rows are overdue.

    The last column of a row may be a long list of ids.
    """

    title: Text
    headings: tuple[Text, ...]
    rows: tuple[tuple[str, ...], ...]
    late: frozenset[int] = frozenset()


def tables(base: Base, report: Report) -> Iterator[Table]:
    """Yield the tables of ``report``: dues, topics, places, what is hedged."""
    yield _dues(report)
    yield _topics(base, report)
    yield _places(base, report)
    yield _hedged(report)


def show(console: Console, base: Base, report: Report) -> None:
    """Print ``report`` to the terminal."""
    console.print(Styled(f"{_heading(report)}\n", style="bold"))
    for table in tables(base, report):
        shown = RichTable(title=_both(table.title), title_justify="left")
        for heading in table.headings:
            whole = heading.en in ("date", "reviewed")
            shown.add_column(_both(heading, "\n"), overflow="fold", no_wrap=whole)
        for number, row in enumerate(table.rows):
            style = "red" if number in table.late else ""
            shown.add_row(*(Styled(_short(cell), style=style) for cell in row))
        console.print(shown)


def page(base: Base, report: Report) -> str:
    """Return ``report`` as one HTML page that needs nothing from elsewhere."""
    title = html.escape(_heading(report))
    body = "\n".join(_html(table) for table in tables(base, report))
    return _PAGE.format(title=title, style=_STYLE, body=body)


def _heading(report: Report) -> str:
    return f"知识库报告 · Report on the knowledge base · {report.day}"


def _both(text: Text, between: str = " · ") -> str:
    return f"{text.zh}{between}{text.en}"


def _short(cell: str) -> str:
    """Return the first ids of a long list and how many more there are."""
    names = cell.split(", ")
    more = len(names) - _SHOWN
    return cell if more <= 0 else ", ".join(names[:_SHOWN]) + f" … +{more}"


def _dues(report: Report) -> Table:
    return Table(
        Text(zh="何时要复核什么", en="What must be re-checked by when"),
        (
            Text(zh="日期", en="date"),
            Text(zh="类别", en="kind"),
            Text(zh="对象", en="what"),
            Text(zh="原因", en="why"),
            Text(zh="涉及", en="touches"),
        ),
        tuple(_due(item) for item in report.due),
        frozenset(n for n, item in enumerate(report.due) if item.date <= report.day),
    )


def _due(item: Due) -> tuple[str, ...]:
    return (
        item.date.isoformat(),
        _both(_KINDS[item.kind]),
        item.subject,
        _both(item.why),
        ", ".join(item.touches),
    )


def _topics(base: Base, report: Report) -> Table:
    return Table(
        Text(zh="主题", en="Topics"),
        (
            Text(zh="主题", en="topic"),
            Text(zh="答案", en="answers"),
            Text(zh="按条件", en="by condition"),
            Text(zh="地方答案", en="places with answers"),
            Text(zh="地方数值", en="places with figures"),
            Text(zh="把握", en="how sure"),
            Text(zh="审读", en="reviewed"),
            Text(zh="引用核对", en="citations reviewed"),
        ),
        tuple(_topic(base, coverage) for coverage in report.topics),
    )


def _topic(base: Base, coverage: Coverage) -> tuple[str, ...]:
    sure = (
        f"{_SURE[name].zh} {name} {coverage.confidence[name]}"
        for name in _SURE
        if name in coverage.confidence
    )
    return (
        f"{coverage.topic.id} {coverage.topic.title.zh}",
        str(coverage.answers),
        str(coverage.variants),
        _named(base, coverage.places),
        _named(base, coverage.figure_places),
        "; ".join(sure),
        coverage.topic.reviewed.isoformat(),
        _day(coverage.citations_reviewed),
    )


def _named(base: Base, places: tuple[str, ...]) -> str:
    return ", ".join(_both(base.places.name(place), " ") for place in places)


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _places(base: Base, report: Report) -> Table:
    return Table(
        Text(zh="地方", en="Places"),
        (
            Text(zh="地方", en="place"),
            Text(zh="自己的答案", en="own answers"),
            Text(zh="自己的数值", en="own figures"),
        ),
        tuple(
            (_both(base.places.name(place), " "), str(answers), str(figures))
            for place, (answers, figures) in report.places.items()
            if place != NATIONAL
        ),
    )


def _hedged(report: Report) -> Table:
    grouped: dict[str, list[str]] = {}
    for item in report.hedged:
        grouped.setdefault(item.confidence, []).append(item.what)
    return Table(
        Text(zh="没有读到官方原文的", en="What rests on no official text read"),
        (
            Text(zh="把握", en="how sure"),
            Text(zh="个数", en="number"),
            Text(zh="哪些", en="which"),
        ),
        tuple(
            (_both(_SURE[name]), str(len(names)), ", ".join(names))
            for name, names in grouped.items()
        ),
    )


def _html(table: Table) -> str:
    """Return a table whose cells carry their heading, for narrow screens."""
    headings = [html.escape(_both(heading)) for heading in table.headings]
    head = "".join(f'<th scope="col">{heading}</th>' for heading in headings)
    rows = []
    for number, row in enumerate(table.rows):
        cells = "".join(
            f'<td data-label="{heading}">{html.escape(cell)}</td>'
            for heading, cell in zip(headings, row, strict=True)
        )
        mark = ' class="late"' if number in table.late else ""
        rows.append(f"<tr{mark}>{cells}</tr>")
    title = (
        f'<span lang="zh-CN">{html.escape(table.title.zh)}</span> · '
        f'<span lang="en">{html.escape(table.title.en)}</span>'
    )
    return (
        f"<section><h2>{title}</h2>\n<table><thead><tr>{head}</tr></thead>\n<tbody>"
        + "\n".join(rows)
        + "</tbody></table></section>"
    )


_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 1rem auto; max-width: 80rem;
  padding: 0 1rem; color: #1a1a1a; background: #fff; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; }
th, td { border-bottom: 1px solid #ccc; padding: .4rem .5rem; text-align: left;
  vertical-align: top; overflow-wrap: anywhere; }
.late td { background: #fde8e8; font-weight: 600; }
@media (max-width: 45rem) {
  thead { position: absolute; left: -999rem; }
  tr { display: block; border-bottom: 2px solid #888; padding: .5rem 0; }
  td { display: block; border: 0; padding: .15rem 0; }
  td:empty { display: none; }
  td::before { content: attr(data-label) ": "; color: #555; }
}
@media (prefers-color-scheme: dark) {
  body { color: #eee; background: #161616; }
  .late td { background: #5a1d1d; }
  td::before { color: #aaa; }
}
"""
_PAGE = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<h1>{title}</h1>
{body}
</body>
</html>
"""
