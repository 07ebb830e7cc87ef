"""Pictures for the page of the insights: inline SVG, readable at every width.

Only bars are drawn; everything written stands beside them as text of the page.
"""

from __future__ import annotations

import datetime as dt
import html
from collections import Counter
from collections.abc import Sequence

from shell.insights_words import named, percent

#: Parts of a day's bar, from below.
PARTS = ("answered", "declined", "failed", "other")
_HEIGHT = 100.0
#: Days for which every day is written under the picture.
_EVERY_DAY = 8


def daily(days: Sequence[dt.date], counted: Sequence[Counter[str]]) -> str:
    """Return the messages of each day as bars, by what became of them."""
    most = max((sum(counts.values()) for counts in counted), default=0) or 1
    drawn = []
    for number, (day, counts) in enumerate(zip(days, counted, strict=True)):
        top = _HEIGHT
        parts = []
        for part in PARTS:
            height = _HEIGHT * counts[part] / most
            top -= height
            if height:
                parts.append(_rect(number + 0.1, top, 0.8, height, part))
        said = ", ".join(f"{named(p)} {counts[p]}" for p in PARTS if counts[p])
        title = html.escape(f"{day}: {said or 0}")
        drawn.append(f"<g><title>{title}</title>{''.join(parts)}</g>")
    label = html.escape(f"每天的消息 · messages a day, at most {most}")
    return (
        '<figure class="daily">'
        f'<div class="frame"><span class="most">{most}</span>'
        f'<svg viewBox="0 0 {len(days)} {_HEIGHT:g}" preserveAspectRatio="none" '
        f'role="img" aria-label="{label}">{"".join(drawn)}</svg></div>'
        f'<div class="days">{_days(days)}</div>{_legend(counted)}</figure>'
    )


def shares(counted: Sequence[tuple[str, int]]) -> str:
    """Return counts as bars that lie, each with its name, number and share."""
    whole = sum(count for _, count in counted) or 1
    most = max((count for _, count in counted), default=0) or 1
    rows = []
    for name, count in counted:
        bar = _rect(0, 0, 100 * count / most, 10, "one")
        rows.append(
            f'<li><span>{html.escape(name)}</span><svg viewBox="0 0 100 10" '
            f'preserveAspectRatio="none" aria-hidden="true">{bar}</svg>'
            f"<b>{count} <small>{percent(count / whole)}</small></b></li>"
        )
    return f'<ul class="shares">{"".join(rows)}</ul>'


def small(counts: Sequence[int]) -> str:
    """Return counts over time as a small picture; the numbers stand in its title."""
    most = max(counts, default=0) or 1
    bars = "".join(
        _rect(n + 0.1, 10 - 10 * count / most, 0.8, 10 * count / most, "one")
        for n, count in enumerate(counts)
    )
    said = " ".join(str(count) for count in counts)
    return (
        f'<svg class="small" viewBox="0 0 {len(counts)} 10" preserveAspectRatio="none" '
        f'role="img" aria-label="{said}"><title>{said}</title>{bars}</svg>'
    )


def _rect(x: float, y: float, width: float, height: float, kind: str) -> str:
    return (
        f'<rect class="{kind}" x="{x:.4g}" y="{y:.4g}" width="{width:.4g}" '
        f'height="{height:.4g}"/>'
    )


def _days(days: Sequence[dt.date]) -> str:
    shown = list(days)
    if len(days) > _EVERY_DAY:
        shown = [days[0], days[len(days) // 2], days[-1]]
    return "".join(f"<span>{day.month}-{day.day:02}</span>" for day in shown)


def _legend(counted: Sequence[Counter[str]]) -> str:
    whole: Counter[str] = sum(counted, Counter())
    keys = "".join(
        f'<li><svg viewBox="0 0 1 1" aria-hidden="true">{_rect(0, 0, 1, 1, part)}</svg>'
        f"{html.escape(named(part))} {whole[part]}</li>"
        for part in PARTS
        if whole[part]
    )
    return f'<ul class="legend">{keys}</ul>'
