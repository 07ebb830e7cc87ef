"""The type of the coverage index: things people ask about by name."""

from __future__ import annotations

from typing import Any, List, Optional

from pydantic import Field, validator
from typing_extensions import Literal

from knowledge.model import Basis, Confidence, Frozen, Text, short_form

CoverageStatus = Literal["usually_covered", "conditional", "usually_not", "other_fund"]
OtherFund = Literal[
    "work_injury",
    "maternity",
    "public_health",
    "third_party",
    "long_term_care",
    "account_only",
]


class CoverageItem(Frozen):
    """Something people name when they ask whether it is covered.

    ``name`` and ``aliases`` are what it is called; ``status`` says whether the pooled
    fund pays as a rule, ``fund`` who does where another one pays (``account_only``:
    the personal account at most). ``why`` answers, ``check`` says what to ask. Only in
    answers of ``topics`` it is spoken of. A ``broad`` item stands for a whole kind and
    steps back when something narrower is named.
    """

    name: Text
    aliases: List[str] = Field(default_factory=list)
    status: CoverageStatus
    fund: Optional[OtherFund] = None
    why: Text
    legal_basis: List[Basis] = Field(..., min_items=1)
    check: Text
    topics: List[str] = Field(..., min_items=1)
    confidence: Confidence
    broad: bool = False

    @validator("legal_basis", pre=True)
    def _short_form(cls, basis: Any) -> Any:
        return short_form(basis)
