"""An estimate as lines of text, in either language."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from knowledge.estimate import DECIDES, Estimate
from knowledge.model import Language, Text

if TYPE_CHECKING:
    from knowledge.estimate_plan import Worked

_SUMS: tuple[tuple[Text, Callable[[Estimate], Decimal | None]], ...] = (
    (Text(zh="总费用", en="Total of the bill"), lambda e: e.total),
    (Text(zh="符合医保范围的费用", en="Cost in scope"), lambda e: e.in_scope),
    (Text(zh="统筹基金支付", en="The fund pays"), lambda e: e.fund),
    (Text(zh="大病保险支付", en="Serious-illness insurance"), lambda e: _some(e)),
    (Text(zh="医疗救助支付", en="Medical assistance"), lambda e: e.medical_assistance),
    (Text(zh="个人负担", en="You pay"), lambda e: e.patient),
)
_ONE = Text(zh="{} 元", en="{} yuan")
_FROM = Text(zh="{} 元 到 {} 元", en="from {} to {} yuan")
STEPS = Text(zh="怎么算的", en="The working")
STEPS_WORST = Text(zh="怎么算的（报得最少的情形）", en="The working (the least paid)")
STEPS_BEST = Text(zh="怎么算的（报得最多的情形）", en="The working (the most paid)")
ASSUMED = Text(zh="这些是假设", en="What was assumed")


def summary(worked: Worked, language: Language) -> list[tuple[str, str]]:
    """Return each sum's name and value, a range where facts are open."""
    rows = []
    for label, of in _SUMS:
        least, most = of(worked.least), of(worked.most)
        if least is None or most is None:
            continue
        low, high = sorted((least, most))
        shown = _ONE.in_language(language).format(money(low))
        if low != high:
            shown = _FROM.in_language(language).format(money(low), money(high))
        rows.append((label.in_language(language), shown))
    return rows


def workings(worked: Worked, language: Language) -> list[tuple[str, Estimate]]:
    """Return the titled workings to show: one, or those of both ends of a range."""
    if not worked.is_range:
        return [(STEPS.in_language(language), worked.most)]
    return [
        (STEPS_WORST.in_language(language), worked.least),
        (STEPS_BEST.in_language(language), worked.most),
    ]


def lines(worked: Worked, language: Language) -> list[str]:
    """Return the whole estimate as lines: sums, working, assumptions, who decides."""
    colon = "：" if language == "zh" else ": "
    found = [f"{name}{colon}{value}" for name, value in summary(worked, language)]
    for title, result in workings(worked, language):
        found += ["", title + colon.rstrip()]
        found += [
            f"- {step.label.in_language(language)} = {step.formula}"
            + ("" if step.formula == f"{step.amount:f}" else f" = {money(step.amount)}")
            for step in result.steps
        ]
    if worked.assumptions:
        found += ["", ASSUMED.in_language(language) + colon.rstrip()]
        found += [f"- {a.text.in_language(language)}" for a in worked.assumptions]
    return [*found, "", DECIDES.in_language(language)]


def money(amount: Decimal) -> str:
    """Return ``amount`` yuan with separators and two decimals."""
    return f"{amount:,.2f}"


def _some(result: Estimate) -> Decimal | None:
    return result.serious_illness or None
