"""Types of ``procedures/``: what to bring, where to go, until when, at what cost."""

from __future__ import annotations

import datetime as dt
from typing import Any, Dict, List, Optional

from pydantic import Field, validator

from knowledge.model import NATIONAL, Case, Condition, Frozen, Text, plain_conditions


class Need(Frozen):
    """One paper to bring, and why; any of ``instead`` will do in its place.

    With ``when`` it is needed by the people whose facts meet that. ``only_if`` says a
    condition in words, for people to judge where the facts do not.
    """

    material: str
    instead: List[str] = Field(default_factory=list)
    when: Dict[str, Condition] = Field(default_factory=dict)
    only_if: Optional[Text] = None
    why: Text

    @validator("when", pre=True)
    def _plain_conditions(cls, when: Any) -> Any:
        return plain_conditions(when)


class Channels(Frozen):
    """Ways to hand it in: ``online``, and at the ``counter``."""

    online: List[Text] = Field(default_factory=list)
    counter: List[Text] = Field(default_factory=list)


class Variant(Case):
    """A procedure as it is for the people whose facts meet ``when``.

    ``time_limit`` says until when to act, ``limits`` are figures on that; ``handling``
    are figures on how long the office takes. ``where`` is who is responsible,
    ``result`` what one gets in the end.
    """

    materials: Optional[List[Need]] = None
    where: Optional[Text] = None
    channels: Optional[Channels] = None
    time_limit: Optional[Text] = None
    limits: Optional[List[str]] = None
    handling: Optional[List[str]] = None
    cost: Optional[Text] = None
    result: Optional[Text] = None


class Procedure(Frozen):
    """One errand, as people run it, whichever of ``topics`` leads to it.

    ``ask`` lists the facts that change it, most decisive first.
    """

    id: str
    title: Text
    topics: List[str] = Field(..., min_items=1)
    ask: List[str] = Field(default_factory=list)
    variants: List[Variant] = Field(..., min_items=1)
    reviewed: dt.date

    @property
    def general(self) -> Variant:
        """The variant everybody gets."""
        for variant in self.variants:
            if not variant.when and variant.place == NATIONAL:
                return variant
        return self.variants[0]
