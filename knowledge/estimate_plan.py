"""An estimate for a form: what to ask next, or the result with every assumption.

Pure: known facts (ids of ``facts.yml``: insured_region, insurance, hospital_tier,
status, filed, reason_away) and figures so far (keys of ``estimate_input``, with
``class_b`` as one amount and ``class_b_rate`` beside it) go in. ``"unknown"`` is an
answer to everything. Whatever stays open becomes a labelled sample figure, nought, or
a range over what it may be.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from knowledge.estimate import Estimate, estimate, plain
from knowledge.estimate_away import away_cut
from knowledge.estimate_input import read_bill
from knowledge.estimate_model import MOST, ZERO
from knowledge.estimate_questions import (
    UNKNOWN,
    Figures,
    Known,
    Question,
    given,
    next_question,
)
from knowledge.estimate_text import lines
from knowledge.examples import LABEL, Example, example_for
from knowledge.load import Base
from knowledge.model import NATIONAL, Text

__all__ = [
    "UNKNOWN",
    "Assumption",
    "Question",
    "Worked",
    "check_figures",
    "lines",
    "plan",
    "work_out",
]

#: The bill to work with when the person does not know theirs.
SAMPLE_TOTAL = Decimal(10_000)


@dataclass(frozen=True)
class Assumption:
    """Something not told: what was taken instead, and the document it comes from."""

    key: str
    text: Text
    source: str | None = None
    example: bool = False


@dataclass(frozen=True)
class Worked:
    """The finished estimate: equal ``least`` and ``most``, or a range for the fund."""

    least: Estimate
    most: Estimate
    assumptions: tuple[Assumption, ...]

    @property
    def is_range(self) -> bool:
        """Tell whether an open fact makes a difference."""
        return self.least.patient != self.most.patient


def plan(base: Base, facts: Known, amounts: Figures, day: dt.date) -> Question | Worked:
    """Return the next question, or the estimate when nothing is left to ask.

    Raises:
        EstimateError: when a figure cannot be.
    """
    check_figures(amounts)
    question = next_question(base, facts, amounts)
    return question or work_out(base, facts, amounts, day)


def check_figures(amounts: Figures) -> None:
    """Refuse figures that cannot be, alone or together, as soon as they are given.

    Raises:
        EstimateError: naming the key and the mend.
    """
    data = _data(amounts)
    data.setdefault("total", MOST)  # what is above it cannot be told yet
    if given(amounts, "class_b_rate"):
        rate = amounts["class_b_rate"]
        read_bill({"ratio": 1, "class_b": [{"first_pay_rate": rate}]})
    if "bands" not in data:
        data.setdefault("ratio", 1)
    read_bill(data)


def work_out(base: Base, facts: Known, amounts: Figures, day: dt.date) -> Worked:
    """Return the estimate on what is known, with every assumption labelled.

    Raises:
        EstimateError: when a figure cannot be.
    """
    check_figures(amounts)
    found = _Working(base, facts, amounts, day)
    results = [estimate(read_bill(data)) for data in found.cases()]
    ordered = sorted(results, key=lambda result: -result.patient)
    return Worked(ordered[0], ordered[-1], tuple(found.assumptions()))


def _data(amounts: Figures) -> dict[str, Any]:
    """Return the figures that were given, as ``read_bill`` takes them."""
    data = {
        key: value
        for key, value in amounts.items()
        if value not in (None, UNKNOWN) and key != "class_b_rate"
    }
    class_b = data.get("class_b")
    if class_b is not None and not isinstance(class_b, (list, tuple)):
        rate = amounts.get("class_b_rate")
        rate = 0 if rate in (None, UNKNOWN) else rate
        data["class_b"] = [{"amount": class_b, "first_pay_rate": rate}]
    return data


@dataclass(frozen=True)
class _Sample:
    """A sample row at one hospital level."""

    row: Example
    tier: str


class _Working:
    """The cases that open facts leave possible, and what was assumed for them."""

    def __init__(
        self, base: Base, facts: Known, amounts: Figures, day: dt.date
    ) -> None:
        self.base, self.amounts = base, amounts
        self.facts = {key: value for key, value in facts.items() if value != UNKNOWN}
        self.chain = base.places.chain(self.facts.get("insured_region"))
        self.data = _data(amounts)
        self.data.setdefault("total", SAMPLE_TOTAL)
        self.missing = [
            key
            for key in ("deductible", "ratio")
            if key not in self.data and not (key == "ratio" and "bands" in self.data)
        ]
        self.samples = list(self._samples())
        self.away = away_cut(base, self.facts, self.chain, day)

    def _samples(self) -> Iterator[_Sample]:
        facts = self.facts
        insurance = facts.get("insurance")
        tier = facts.get("hospital_tier")
        tiers = [tier] if tier else sorted(self.base.facts["hospital_tier"].values)
        for scheme in [insurance] if insurance else ["employee", "resident"]:
            for level in tiers:
                row = example_for(
                    self.base.examples.values(),
                    self.chain,
                    scheme,
                    level,
                    facts.get("status"),
                )
                if row is not None:
                    yield _Sample(row, level)

    def cases(self) -> Iterator[dict[str, Any]]:
        """Yield the data of every case that is possible."""
        for sample in self.samples if self._sampled() else [None]:
            data = dict(self.data)
            if sample is not None:
                for key in self.missing:
                    data[key] = getattr(sample.row, key)[sample.tier]
                if "cap_left" not in data:
                    data["cap_left"] = sample.row.cap
            for points in (ZERO,) if "cut" in data else self.away.points:
                yield _with_cut(data, points)

    def _sampled(self) -> bool:
        """Tell whether a sample figure is needed; a cap alone only for a known case."""
        if self.missing:
            return True
        known = {"insured_region", "insurance", "hospital_tier"} <= self.facts.keys()
        return "cap_left" not in self.data and known and bool(self.samples)

    def assumptions(self) -> Iterator[Assumption]:
        """Yield what was taken for everything that was not told."""
        if not given(self.amounts, "total"):
            total = plain(SAMPLE_TOTAL)
            yield _sample("total", f"总费用 {total} 元", f"total {total} yuan", None)
        for key, zh, en in _NOUGHT:
            if not given(self.amounts, key):
                text = Text(zh=f"{zh}按 0 算", en=f"{en}: taken as 0")
                yield Assumption(key, text)
        if given(self.amounts, "class_b") and not (
            given(self.amounts, "class_b_rate")
            or isinstance(self.amounts["class_b"], (list, tuple))
        ):
            yield Assumption("class_b_rate", _NO_RATE)
        if self._sampled():
            yield from self._sample_assumptions()
        elif "cap_left" not in self.data:
            yield Assumption("cap_left", _NO_CAP)
        if "cut" not in self.data:
            yield Assumption("cut", self.away.text, self.away.source)
        if "serious_illness" not in self.data:
            yield Assumption("serious_illness", _NO_LAYERS)

    def _sample_assumptions(self) -> Iterator[Assumption]:
        if self.missing:
            for fact in ("insurance", "hospital_tier"):
                if fact not in self.facts:
                    label = self.base.facts[fact].label
                    text = Text(
                        zh=f"{label.zh}不清楚，各种情形都算",
                        en=f"{label.en} not known: every case is worked out",
                    )
                    yield Assumption(fact, text)
        rows = {id(sample.row): sample.row for sample in self.samples}
        for row in rows.values():
            yield from self._of_row(row)
        if "cap_left" not in self.data and not any(s.row.cap for s in self.samples):
            yield Assumption("cap_left", _NO_CAP)

    def _of_row(self, row: Example) -> Iterator[Assumption]:
        whose = self._whose(row)
        if "deductible" in self.missing:
            zh, en = self._by_level(row, row.deductible, (" 元", " yuan"))
            yield _sample(
                "deductible",
                f"起付线 {zh}，{whose.zh}",
                f"deductible {en}, {whose.en}",
                row.source,
            )
        if "ratio" in self.missing:
            shares = {level: ratio * 100 for level, ratio in row.ratio.items()}
            zh, en = self._by_level(row, shares, ("%", " %"))
            yield _sample(
                "ratio", f"比例 {zh}，{whose.zh}", f"ratio {en}, {whose.en}", row.source
            )
        if row.cap is not None and "cap_left" not in self.data:
            cap = plain(row.cap)
            yield _sample(
                "cap_left",
                f"封顶线 {cap} 元（当作今年还没用过），{whose.zh}",
                f"cap {cap} yuan (as if unused this year), {whose.en}",
                row.source,
            )

    def _whose(self, row: Example) -> Text:
        """Return whose figures they are, and the document the data names."""
        scheme = self.base.facts["insurance"].values[row.insurance].label
        source = self.base.documents[row.source].short
        place = self.base.places.name(row.place)
        if row.place == NATIONAL:  # no rule of the nation: a figure to work with
            place = Text(zh="没有当地数据，", en="no local data")
        zh, en = f"{place.zh}{scheme.zh}（{source.zh}）", f"{place.en}, {scheme.en}"
        en = f"{en} ({source.en})"
        if row.note:
            zh = f"{zh}；{row.note.zh.rstrip('。')}"
            en = f"{en}; {row.note.en.rstrip('.')}"
        return Text(zh=zh, en=en)

    def _by_level(
        self, row: Example, values: Mapping[str, Decimal], unit: tuple[str, str]
    ) -> tuple[str, str]:
        """Return the values of the levels in question, each once where all are one."""
        labels = self.base.facts["hospital_tier"].values
        tiers = [sample.tier for sample in self.samples if sample.row is row]
        shown = {tier: plain(values[tier]) for tier in tiers}
        if len(set(shown.values())) == 1:
            only = shown[tiers[0]]
            return only + unit[0], only + unit[1]
        zh = "、".join(f"{labels[t].label.zh} {n}{unit[0]}" for t, n in shown.items())
        en = ", ".join(f"{labels[t].label.en} {n}{unit[1]}" for t, n in shown.items())
        return zh, en


_NOUGHT = (
    ("self_funded", "目录外自费", "self-funded outside the catalogues"),
    ("class_b", "乙类费用", "class B"),
    ("over_limit", "超限价部分", "above the payment limit"),
)
_NO_RATE = Text(zh="乙类先自付比例按 0 算", en="own first share of class B: taken as 0")
_NO_CAP = Text(zh="没有计算封顶线", en="no cap is counted")
_NO_LAYERS = Text(
    zh="没有计算大病保险和医疗救助，符合条件的可能再报一部分",
    en="serious-illness insurance and medical assistance are not counted; "
    "they may pay more",
)


def _with_cut(data: dict[str, Any], points: Decimal) -> dict[str, Any]:
    if not points:
        return data
    ratios = [data["ratio"]] if "ratio" in data else [b["ratio"] for b in data["bands"]]
    most = min(Decimal(str(ratio)) for ratio in ratios)
    return {**data, "cut": {"kind": "points", "value": min(points, most)}}


def _sample(key: str, zh: str, en: str, source: str | None) -> Assumption:
    text = Text(zh=f"{zh}【{LABEL.zh}】", en=f"{en} [{LABEL.en}]")
    return Assumption(key, text, source, example=True)
