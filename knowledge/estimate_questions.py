"""Which figure to ask for next, in an order that suits people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from typing_extensions import Literal

from knowledge.estimate_away import LONG_TERM
from knowledge.examples import by_status
from knowledge.load import Base
from knowledge.model import Text

#: What stands for "I do not know", for facts and figures alike.
UNKNOWN = "unknown"

Kind = Literal["money", "rate", "place", "choice"]
Figures = Mapping[str, Any]
Known = Mapping[str, str]


@dataclass(frozen=True)
class Question:
    """One thing to ask; ``options`` are the values of a choice with their labels."""

    key: str
    kind: Kind
    text: Text
    why: Text
    options: tuple[tuple[str, Text], ...] = ()


def _money(key: str, zh: str, en: str, why_zh: str, why_en: str) -> Question:
    return Question(key, "money", Text(zh=zh, en=en), Text(zh=why_zh, en=why_en))


FIGURES = {
    "total": _money(
        "total",
        "这次一共花了多少钱（元）？",
        "How much is the whole bill, in yuan?",
        "报销从总费用算起，看结算单的“医疗费总额”。",
        "The working starts from the total on the settlement sheet.",
    ),
    "self_funded": _money(
        "self_funded",
        "其中目录外、全自费的是多少（元）？",
        "How much of it is outside the catalogues, all self-funded, in yuan?",
        "目录外的费用不进报销，看结算单的“全自费”。",
        "What is outside the catalogues does not count; see 全自费 on the sheet.",
    ),
    "class_b": _money(
        "class_b",
        "其中乙类药品和项目是多少（元）？",
        "How much of it is class B (乙类) medicines and items, in yuan?",
        "乙类要先自付一部分，剩下的才算进报销范围。",
        "Of class B a first share is your own; only the rest counts.",
    ),
    "class_b_rate": Question(
        "class_b_rate",
        "rate",
        Text(
            zh="乙类先自付多大比例（如 10%）？",
            en="Which first share of class B is your own (such as 10%)?",
        ),
        Text(
            zh="先自付比例由参保地定，每种药可能不同。",
            en="The insured place sets it; it may differ by item.",
        ),
    ),
    "deductible": _money(
        "deductible",
        "起付线是多少（元）？",
        "What is the deductible (起付线), in yuan?",
        "起付线以内自己付，由参保地定。",
        "You pay what lies below it; the insured place sets it.",
    ),
    "ratio": Question(
        "ratio",
        "rate",
        Text(zh="报销比例是多少（如 85%）？", en="What is the ratio (such as 85%)?"),
        Text(
            zh="范围内、起付线以上的费用按这个比例报，由参保地定。",
            en="The share paid of the cost in scope above the deductible; set locally.",
        ),
    ),
    "cap_left": _money(
        "cap_left",
        "今年的封顶线还剩多少（元）？",
        "How much is left of this year's cap, in yuan?",
        "统筹基金一年有最高支付限额，超过的部分不付。",
        "The fund pays up to a yearly cap and not beyond.",
    ),
}

_FACT_KINDS: dict[str, Kind] = {"insured_region": "place"}


def next_question(base: Base, facts: Known, amounts: Figures) -> Question | None:
    """Return what to ask next, or None when all is known or known to be unknown."""
    for key in _order(base, facts, amounts):
        if key in FIGURES:
            if amounts.get(key) is None:
                return FIGURES[key]
        elif not facts.get(key):
            return _fact(base, key)
    return None


def _order(base: Base, facts: Known, amounts: Figures) -> list[str]:
    settled = all(given(amounts, key) for key in ("deductible", "ratio"))
    order = ["total"]
    if not settled:
        order.append("insurance")
    order.append("insured_region")
    if not settled:
        order.append("hospital_tier")
        chain = base.places.chain(facts.get("insured_region"))
        insurance = facts.get("insurance", "")
        if by_status(base.examples, chain, insurance):
            order.append("status")
    if "cut" not in amounts:
        if facts.get("filed"):
            order.append("reason_away")
        if facts.get("reason_away") in LONG_TERM:
            order.append("filed")
    order += ["self_funded", "class_b"]
    class_b = amounts.get("class_b")
    if given(amounts, "class_b") and not isinstance(class_b, (list, tuple)):
        order.append("class_b_rate")
    if not amounts.get("bands"):
        return [*order, "deductible", "ratio", "cap_left"]
    return [*order, "deductible", "cap_left"]


def given(amounts: Figures, key: str) -> bool:
    """Tell whether the figure is known and not nought by being unknown."""
    return amounts.get(key) not in (None, UNKNOWN)


def _fact(base: Base, key: str) -> Question:
    fact = base.facts[key]
    options = tuple((value, entry.label) for value, entry in fact.values.items())
    text = fact.question or fact.label
    return Question(
        key, _FACT_KINDS.get(key, "choice"), text, fact.why or text, options
    )
