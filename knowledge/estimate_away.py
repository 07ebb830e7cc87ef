"""How many points the ratio may fall for care outside the insured place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Optional

from knowledge import figures
from knowledge.load import Base
from knowledge.model import FigureValue, Text

#: Reasons for filing for the long term: then benefits are as at home.
LONG_TERM = frozenset({"resettled", "long_term", "stationed"})

_AT_HOME = Text(zh="按在参保地就医算", en="taken as care in the insured place")
_LONG_TERM = Text(
    zh="长期备案的，一般按参保地的起付线、比例和封顶线算",
    en="filed for the long term: as a rule deductible, ratio and cap as at home",
)
_NONE = (Decimal(0),)


@dataclass(frozen=True)
class AwayCut:
    """The cuts that may hold, as fractions of 1, and what to say of them."""

    points: tuple[Decimal, ...]
    text: Text
    source: Optional[str] = None


def away_cut(
    base: Base, facts: Mapping[str, str], chain: Sequence[str], day: dt.date
) -> AwayCut:
    """Return the cut by the figures of the place, or the range it lies in.

    A figure that is only a limit, or a case that is not quite known, gives two values:
    no cut and the limit.
    """
    filed, reason = facts.get("filed"), facts.get("reason_away")
    if not filed and not reason:
        return AwayCut(_NONE, _AT_HOME)
    if reason in LONG_TERM and filed == "yes":
        return AwayCut(_NONE, _LONG_TERM, "jiangsu-2022-75")
    name, sure = "cut-other", reason == "temporary"
    if reason == "emergency":  # no filing is asked of an emergency
        name, sure = "cut-emergency", True
    elif reason == "referral" and filed == "yes":
        name, sure = "cut-referral", True
    figure = base.figures[name]
    value = figures.value_for(figure, chain, day)
    if value is None:
        limit = Text(zh="没有查到降幅，按不降算", en="no cut known: taken as none")
        return AwayCut(_NONE, limit)
    points = value.value / 100
    exact = sure and value.bound == "exactly"
    amount = figures.amount(figure, value)
    text = Text(
        zh=f"{figure.label.zh}：{amount.zh}{_hedge(value).zh}",
        en=f"{figure.label.en}: {amount.en} {_hedge(value).en}",
    )
    return AwayCut(
        (points,) if exact or not points else (*_NONE, points), text, value.source
    )


def _hedge(value: FigureValue) -> Text:
    if value.confidence == "recalled":
        return Text(
            zh="（国家文件的原文没有核到，以参保地为准）",
            en="(national text not read by us; the insured place decides)",
        )
    return Text(zh="（以参保地为准）", en="(the insured place decides)")
