"""Which number holds for a place and a day, and how it reads.

Numbers never stand in prose: a text says ``{claim-handling-days}`` and gets the value
with its unit, in its language (``{claim-handling-days:plain}`` leaves out "at most").
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from knowledge.load import Base
from knowledge.model import NATIONAL, Figure, FigureValue, Language, Text

#: A reference to a figure inside a text: ``{id}`` or ``{id:plain}``.
REFERENCE = re.compile(r"\{([a-z0-9-]+)(:plain)?\}")

_UNITS = {
    "yuan": ("{} 元", "{} yuan"),
    "percent": ("{}%", "{} %"),
    "percentage_points": ("{} 个百分点", "{} percentage points"),
    "days": ("{} 天", "{} days"),
    "working_days": ("{} 个工作日", "{} working days"),
    "months": ("{} 个月", "{} months"),
    "years": ("{} 年", "{} years"),
    "hours": ("{} 小时", "{} hours"),
    "years_of_age": ("{} 周岁", "{} years of age"),
    "weeks": ("{} 周", "{} weeks"),
    "times": ("{} 倍", "{} times"),
    "count": ("{}", "{}"),
}
_BOUNDS = {
    "exactly": ("{}", "{}"),
    "about": ("约 {}", "about {}"),
    "at_most": ("不超过 {}", "at most {}"),
    "at_least": ("不少于 {}", "at least {}"),
}


@dataclass(frozen=True)
class ShownFigure:
    """A figure as it is shown: what, how much, where, since when, by which source.

    ``example`` marks a value of another place, given only to show what it looks like.
    """

    id: str
    label: Text
    amount: Text
    place: str
    place_name: Text
    value: FigureValue
    example: bool


def holds(value: FigureValue, day: dt.date) -> bool:
    """Tell whether ``value`` is in force on ``day``."""
    return (value.since is None or value.since <= day) and (
        value.until is None or day <= value.until
    )


def value_for(figure: Figure, chain: Sequence[str], day: dt.date) -> FigureValue | None:
    """Return the most local value in force, ``chain`` being most local first.

    Third-party figures (``example``) are never chosen.
    """
    for place in chain:
        for value in figure.values:
            usable = value.place == place and value.confidence != "example"
            if usable and holds(value, day):
                return value
    return None


def amount(figure: Figure, value: FigureValue, plain: bool = False) -> Text:
    """Return the value with its unit and bound in both languages."""
    zh_unit, en_unit = _UNITS[figure.unit]
    zh_bound, en_bound = _BOUNDS["exactly" if plain else value.bound]
    zh_number = _number(value.value) + (f"–{_number(value.to)}" if value.to else "")
    en_text = en_unit.format(zh_number)
    if value.value == 1 and value.to is None:
        en_text = re.sub(r"s$", "", en_text)
    return Text(
        zh=zh_bound.format(zh_unit.format(zh_number)), en=en_bound.format(en_text)
    )


def _number(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def fill(base: Base, text: Text, chain: Sequence[str], day: dt.date) -> Text:
    """Return ``text`` with every figure reference replaced by its value."""
    if "{" not in text.zh and "{" not in text.en:
        return text

    def filled(language: Language) -> str:
        def replaced(match: re.Match[str]) -> str:
            figure = base.figures[match.group(1)]
            value = value_for(figure, chain, day) or value_for(figure, [NATIONAL], day)
            if value is None:  # outside its period: better vague than wrong
                return "按当地规定" if language == "zh" else "as locally set"
            shown = amount(figure, value, plain=bool(match.group(2)))
            return shown.in_language(language)

        return REFERENCE.sub(replaced, text.in_language(language))

    return Text(zh=filled("zh"), en=filled("en"))


def shown(
    base: Base, figure_id: str, chain: Sequence[str], day: dt.date
) -> list[ShownFigure]:
    """Return the value for the place, or up to two examples from other places."""
    figure = base.figures[figure_id]
    value = value_for(figure, chain, day)
    if value is not None:
        return [_shown(base, figure_id, value, example=False)]
    others = [
        value
        for value in figure.values
        if holds(value, day) and value.confidence != "example"
    ]
    return [_shown(base, figure_id, value, example=True) for value in others[:2]]


def _shown(
    base: Base, figure_id: str, value: FigureValue, example: bool
) -> ShownFigure:
    figure = base.figures[figure_id]
    return ShownFigure(
        id=figure_id,
        label=figure.label,
        amount=amount(figure, value),
        place=value.place,
        place_name=base.places.name(value.place),
        value=value,
        example=example,
    )
