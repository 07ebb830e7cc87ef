"""Types of ``regions/``: provinces and their cities."""

from __future__ import annotations

from typing import List, Optional

from pydantic import Field

from knowledge.model import Frozen, Text


class City(Frozen):
    """A place below a province; ``within`` names the prefecture of a county city."""

    code: str
    name: Text
    official: str
    also: List[str] = Field(default_factory=list)
    ambiguous: List[str] = Field(default_factory=list)
    within: Optional[str] = None


class Province(Frozen):
    """A province-level unit with its cities."""

    code: str
    name: Text
    official: str
    also: List[str] = Field(default_factory=list)
    ambiguous: List[str] = Field(default_factory=list)
    cities: List[City] = Field(default_factory=list)
