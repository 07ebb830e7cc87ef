"""The matcher of the real knowledge base, and its findings in words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge.load import Base
from nlu.matching import FactMatcher

_ROLES = {"insured_region": "insured", "treatment_region": "treated", "place": "place"}

Says = Callable[[str], set[str]]


@pytest.fixture(scope="session")
def matcher(base: Base) -> FactMatcher:
    return FactMatcher(base)


@pytest.fixture(scope="session")
def facts(matcher: FactMatcher, base: Base) -> Says:
    """Lasting findings other than places, as ``fact=value``."""

    def find(text: str) -> set[str]:
        found = [f for f in matcher.find(text) if base.facts[f.fact].lasting]
        return {f"{f.fact}={f.value}" for f in found if f.fact not in _ROLES}

    return find


@pytest.fixture(scope="session")
def places(matcher: FactMatcher, base: Base) -> Says:
    """Places found, as ``insured 厦门``, ``treated 成都`` or ``place 杭州``."""

    def find(text: str) -> set[str]:
        found = [f for f in matcher.find(text) if f.fact in _ROLES]
        return {f"{_ROLES[f.fact]} {base.places.name(f.value).zh}" for f in found}

    return find
