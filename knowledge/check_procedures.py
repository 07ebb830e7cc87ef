"""What must hold for ``procedures/``."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.check_refs import (
    basis_problems,
    case_problems,
    condition_problems,
    ground_problems,
    unknown_ids,
)
from knowledge.errors import Problem
from knowledge.load import Base
from knowledge.model import NATIONAL
from knowledge.procedure import Procedure, Variant
from knowledge.select import completed

#: What the general variant says, so that every checklist does.
_WHOLE = ("materials", "where", "channels", "time_limit", "cost", "result", "steps")


def procedure_problems(base: Base, procedure: Procedure) -> Iterator[Problem]:
    """Yield every problem of ``procedure``."""
    file = f"procedures/{procedure.id}.yml"
    yield from unknown_ids(file, "topics", procedure.topics, base.topics, "topics/")
    yield from unknown_ids(file, "ask", procedure.ask, base.facts, "facts.yml")
    for index, fact in enumerate(procedure.ask):
        if fact in base.facts and base.facts[fact].question is None:
            what = f"asks for {fact!r}, which has no question."
            yield Problem(file, f"ask[{index}]", what, "Write it in facts.yml.")
    general = procedure.general
    if general.when or general.place != NATIONAL:
        mend = "Add one with 'when: {}' and no place."
        yield Problem(file, "variants", "have no general variant.", mend)
        return
    seen: set[str] = set()
    for index, variant in enumerate(procedure.variants):
        path = f"variants[{index}]"
        if variant.id in seen:
            mend = "Give each variant its own id."
            yield Problem(file, f"{path}.id", f"{variant.id!r} is taken.", mend)
        seen.add(variant.id)
        yield from _variant_problems(base, variant, file, path)
        whole = completed(variant, general)
        yield from ground_problems(whole, file, path)
        for key in _WHOLE:
            if getattr(whole, key) is None:
                what = "is missing."
                mend = "Write it in the general variant."
                yield Problem(file, f"{path}.{key}", what, mend)


def _variant_problems(
    base: Base, variant: Variant, file: str, path: str
) -> Iterator[Problem]:
    yield from case_problems(base, variant, file, path)
    yield from basis_problems(
        base, variant.legal_basis or [], file, f"{path}.legal_basis"
    )
    for key in ("limits", "handling"):
        names = getattr(variant, key) or []
        yield from unknown_ids(file, f"{path}.{key}", names, base.figures, "figures/")
    for index, need in enumerate(variant.materials or ()):
        where = f"{path}.materials[{index}]"
        names = [need.material, *need.instead]
        yield from unknown_ids(file, where, names, base.materials, "materials.yml")
        yield from condition_problems(base, need.when, file, f"{where}.when")
