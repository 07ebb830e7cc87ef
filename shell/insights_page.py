"""The insights as one page of HTML: no scripts, nothing from elsewhere."""

from __future__ import annotations

import html
from collections.abc import Iterable

from knowledge.model import Text
from shell import insights_pictures as pictures
from shell import insights_tables as tables
from shell.insights import by_size
from shell.insights_tables import Told
from shell.insights_words import named, percent, topic
from shell.report import Table

#: Topics with a picture of their own; the table of the terminal has all.
_MOST = 20


def page(told: Told) -> str:
    """Return the page."""
    title = html.escape(tables.heading(told))
    body = "".join(_nothing(told) if told.is_empty else _sections(told))
    head = title.replace("-", "\u2011")  # a date stays on one line
    return _PAGE.format(title=title, head=head, style=_STYLE, body=body)


def _nothing(told: Told) -> Iterable[str]:
    yield from (f"<p>{html.escape(line)}</p>" for line in _lines(told))


def _lines(told: Told) -> list[str]:
    return tables.nothing(told).splitlines()


def _sections(told: Told) -> Iterable[str]:
    found = told.found
    yield _numbers(told)
    yield from (
        f'<p class="note">{html.escape(note)}</p>' for note in tables.notes(told)
    )
    yield _section(
        Text(zh="每天的消息", en="Messages a day"),
        pictures.daily(found.days, found.daily),
    )
    languages = [(named(name), n) for name, n in found.languages.most_common()]
    channels = [(named(name), n) for name, n in found.channels.most_common()]
    ends = [(named(name), n) for name, n in found.ends.most_common()]
    yield '<div class="beside">'
    yield _section(Text(zh="语言", en="Languages"), pictures.shares(languages))
    yield _section(Text(zh="渠道", en="Channels"), pictures.shares(channels))
    yield "</div>"
    yield _topics(told)
    yield _table(tables.questions(told))
    yield _table(tables.tasks(told))
    if ends:
        yield _section(
            Text(zh="沉默前的最后一句", en="Last reply before silence"),
            pictures.shares(ends),
        )
    yield _table(tables.feedback(told))


def _numbers(told: Told) -> str:
    found = told.found
    shown = (
        ("对话", "conversations", str(found.conversations)),
        ("消息", "messages", str(found.messages)),
        ("已回答的提问", "of the questions answered", percent(found.share("answered"))),
        ("没答上的提问", "declined", percent(found.share("declined"))),
        ("出错的提问", "failed", percent(found.share("failed"))),
        ("打开了没有提问", "opened, nothing asked", str(found.opened)),
    )
    cells = "".join(
        f"<li><b>{number}</b><span>{zh}<br/>{en}</span></li>"
        for zh, en, number in shown
    )
    return f'<ul class="numbers">{cells}</ul>'


def _topics(told: Told) -> str:
    rows = []
    for name, counts in by_size(told.found.topics)[:_MOST]:
        picture = pictures.small(tables.columns(counts))
        title = html.escape(topic(told.base, name))
        rows.append(f"<li><span>{title}</span>{picture}<b>{sum(counts)}</b></li>")
    if not rows:
        return ""
    text = Text(zh="主题的走势", en="Topics over time")
    note = "每行各自按最高的一段画满。 Each row is drawn to its own highest bar."
    return _section(
        text, f'<p class="note">{note}</p><ul class="shares">{"".join(rows)}</ul>'
    )


def _section(title: Text, content: str) -> str:
    return (
        f'<section><h2><span lang="zh-CN">{html.escape(title.zh)}</span> · '
        f'<span lang="en">{html.escape(title.en)}</span></h2>{content}</section>'
    )


def _table(table: Table) -> str:
    """Return a table whose cells carry their heading, for narrow screens."""
    if not table.rows:
        return ""
    names = [html.escape(f"{h.zh} · {h.en}") for h in table.headings]
    head = "".join(
        f'<th scope="col">{name.replace(" · ", "<br/>")}</th>' for name in names
    )
    rows = []
    for row in table.rows:
        cells = zip(names, row, strict=True)
        rows.append(
            "<tr>" + "".join(_cell(name, cell) for name, cell in cells) + "</tr>"
        )
    return _section(
        table.title,
        f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>",
    )


def _cell(name: str, cell: str) -> str:
    lines = "<br/>".join(html.escape(line) for line in cell.splitlines())
    return f'<td data-label="{name}"><div>{lines}</div></td>'


_STYLE = """
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #fff; --faint: #5f6368;
  --line: #d5d8dc; --tint: #f4f6f8; --answered: #1f78b4; --declined: #e08214;
  --failed: #c0392b; --other: #b8bec5; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ececec; --paper: #16181b; --faint: #a7adb4; --line: #3a3f45;
    --tint: #20242a; --answered: #5aa9e0; --declined: #f0a350; --failed: #e57368;
    --other: #626a73; }
}
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 1.5rem auto 3rem; padding: 0 1rem;
  max-width: 64rem; color: var(--ink); background: var(--paper); }
h1 { font-size: 1.5rem; line-height: 1.3; }
h2 { font-size: 1.125rem; margin: 2.25rem 0 .75rem; }
ul { list-style: none; margin: 0; padding: 0; }
.note { color: var(--faint); font-size: .875rem; margin: .5rem 0; }
.numbers { display: grid; gap: .75rem;
  grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); }
.numbers li { background: var(--tint); border-radius: .5rem; padding: .75rem 1rem; }
.numbers b { display: block; font-size: 1.75rem; line-height: 1.2; }
.numbers span { color: var(--faint); display: block; font-size: .8125rem;
  line-height: 1.35; margin-top: .25rem; }
figure { margin: 0; }
.frame { border-bottom: 1px solid var(--line); border-top: 1px dashed var(--line);
  position: relative; }
.frame svg { display: block; height: 12rem; width: 100%; }
.most { background: var(--paper); color: var(--faint); font-size: .8125rem; left: 0;
  line-height: 1; padding-right: .25rem; position: absolute; top: -.45rem; }
.days { color: var(--faint); display: flex; font-size: .8125rem;
  justify-content: space-between; }
.legend { display: flex; flex-wrap: wrap; font-size: .875rem; gap: .25rem 1.25rem;
  margin-top: .5rem; }
.legend svg { height: .75rem; margin-right: .4rem; width: .75rem; }
.answered, .one { fill: var(--answered); } .declined { fill: var(--declined); }
.failed { fill: var(--failed); } .other { fill: var(--other); }
.beside { display: grid; gap: 0 3rem;
  grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); }
.shares li { align-items: center; border-bottom: 1px solid var(--line); display: grid;
  font-size: .875rem; gap: .25rem 1rem; grid-template-columns: 1fr 1fr 6rem;
  padding: .35rem 0; }
.shares span { overflow-wrap: anywhere; }
.shares b { font-variant-numeric: tabular-nums; text-align: right; }
.shares small { color: var(--faint); font-weight: 400; margin-left: .25rem; }
.shares svg { height: .75rem; width: 100%; } .shares svg.small { height: 1.5rem; }
table { border-collapse: collapse; font-size: .875rem; width: 100%; }
th, td { border-bottom: 1px solid var(--line); overflow-wrap: break-word;
  padding: .5rem .75rem .5rem 0; text-align: left; vertical-align: top; }
th { color: var(--faint); font-weight: 600; line-height: 1.35; white-space: nowrap; }
td { max-width: 22rem; } tbody tr { font-variant-numeric: tabular-nums; }
@media (max-width: 45rem) {
  thead { left: -999rem; position: absolute; }
  tr { border-bottom: 2px solid var(--line); display: block; padding: .5rem 0; }
  td { border: 0; display: grid; gap: .5rem; grid-template-columns: 6.5rem 1fr;
    padding: .15rem 0; }
  td:has(div:empty) { display: none; }
  td::before { color: var(--faint); content: attr(data-label); }
  .shares li { grid-template-columns: 1fr 5rem; }
  .shares svg { grid-column: 1 / -1; grid-row: 2; }
}
"""
_PAGE = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
  content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<h1>{head}</h1>
{body}
</body>
</html>
"""
