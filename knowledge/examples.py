"""Sample figures of a place for the estimate: never an answer, always labelled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Dict, Optional

from typing_extensions import Literal

from knowledge.model import Frozen, Text

#: Shown wherever a sample figure is used.
LABEL = Text(zh="示例，以当地为准", en="example only; the local rules decide")


class Example(Frozen):
    """Inpatient figures of a place and scheme, by hospital level.

    ``deductible`` and ``cap`` are yuan, ``ratio`` is a fraction of 1. Without
    ``status`` it stands for everybody that no row with a status fits. ``source`` is
    the document that the data names.
    """

    place: str
    insurance: Literal["employee", "resident"]
    status: Optional[Literal["retired"]] = None
    deductible: Dict[str, Decimal]
    ratio: Dict[str, Decimal]
    cap: Optional[Decimal] = None
    source: str
    confidence: Literal["example"] = "example"
    note: Optional[Text] = None


def example_for(
    examples: Iterable[Example],
    chain: Sequence[str],
    insurance: str,
    tier: str,
    status: str | None,
) -> Example | None:
    """Return the most local example with figures for ``tier``, if any.

    ``chain`` is the place's code and all it lies within, most local first.
    """
    fitting = [
        row
        for row in examples
        if row.insurance == insurance
        and tier in row.ratio
        and row.status in (None, status)
        and row.place in chain
    ]
    return min(
        fitting, key=lambda row: (chain.index(row.place), not row.status), default=None
    )


def by_status(
    examples: Mapping[str, Example], chain: Sequence[str], insurance: str
) -> bool:
    """Tell whether the place's figures differ for the retired."""
    return any(
        row.status and row.place in chain and row.insurance == insurance
        for row in examples.values()
    )
