"""What the fund pays of a bill, asked for step by step, with the working."""

from __future__ import annotations

from collections.abc import Mapping

from actions.guides import results, words
from actions.guides.base import (
    ANSWER,
    UNKNOWN,
    Ask,
    Case,
    Guide,
    ask_fact,
    with_unknown,
)
from actions.reply import Payload
from actions.turn import Turn
from knowledge.estimate_plan import check_figures, plan, work_out
from knowledge.estimate_questions import FIGURES, Question

#: Asked for only when the insured place has no sample figures to stand in.
_LOCAL = ("deductible", "ratio")
#: Never asked for: taken when told. To ask for all would tire people.
_TOLD = ("cap_left",)


class EstimateGuide(Guide):
    """Works out a bill; ``knowledge.estimate_plan`` says what is missing."""

    name = "estimate"
    topic = "reimbursement_ratio"
    title = words.ESTIMATE
    intro = words.ESTIMATE_INTRO
    facts = frozenset(
        {
            "insurance",
            "insured_region",
            "hospital_tier",
            "status",
            "filed",
            "reason_away",
        }
    )
    takes_figures = True

    def begin(self, turn: Turn) -> Mapping[str, str]:
        """Take a sum that was told before as the bill."""
        amount = turn.facts.get("amount")
        return {"total": amount} if amount else {}

    def check(self, case: Case) -> None:
        """Refuse figures that cannot be."""
        check_figures(_figures(case))

    def ask(self, case: Case) -> Ask | None:
        """Return the next question of the plan that is worth a question."""
        figures = dict(_figures(case))
        facts = _facts(case)
        region_settled = not case.is_open("insured_region")
        skipped = [*_TOLD]
        if not region_settled or self._has_samples(case):
            skipped += _LOCAL
        else:
            skipped.append("class_b")
        figures = {**dict.fromkeys(skipped, UNKNOWN), **figures}
        step = plan(case.base, facts, figures, case.day)
        return with_unknown(_ask(case, step)) if isinstance(step, Question) else None

    def _has_samples(self, case: Case) -> bool:
        chain = case.base.places.chain(case.get("insured_region"))[:-1]
        return any(row.place in chain for row in case.base.examples.values())

    def result(self, turn: Turn, case: Case) -> Payload:
        """Return the estimate with its working and every assumption."""
        worked = work_out(case.base, _facts(case), _figures(case), case.day)
        return results.of_estimate(turn, self, worked)


def _figures(case: Case) -> Mapping[str, str]:
    figures = {key: value for key, value in case.figures.items() if key in FIGURES}
    if figures.get("class_b") == "0":  # of nothing there is no first share
        figures["class_b_rate"] = "0"
    return figures


def _facts(case: Case) -> dict[str, str]:
    unknown = {k: v for k, v in case.figures.items() if k in EstimateGuide.facts}
    return {
        **unknown,
        **{k: v for k, v in case.facts.items() if k in EstimateGuide.facts},
    }


def _ask(case: Case, question: Question) -> Ask:
    if question.key in FIGURES:
        options = tuple((ANSWER, v, label) for v, label in question.options)
        return Ask(question.key, question.kind, question.text, question.why, options)
    return ask_fact(case.base, question.key, text=question.text, why=question.why)
