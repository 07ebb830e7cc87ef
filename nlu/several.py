"""Which questions of a message are answered: the topics of its parts put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nlu.concepts import matters

#: At most so many questions of one message are answered.
MOST = 3
#: How much the whole message says about each part: 报多少 alone could be anything.
_CONTEXT = 0.25
#: From this probability on, a part has a question of its own.
_SURE = 0.6

#: Aspects of a matter: asked about nothing in particular after the matter itself
#: (生孩子能报多少，要什么材料), they are part of its answer.
_ASPECTS = frozenset(
    {
        "materials_needed",
        "reimbursement_process",
        "reimbursement_ratio",
        "reimbursement_time_limit",
    }
)

Probabilities = Mapping[str, float]


@dataclass(frozen=True)
class Asked:
    """One question of a message: its topic, how sure that is, and its words."""

    topic: str
    confidence: float
    text: str


def questions(
    whole: Probabilities,
    parts: Sequence[tuple[str, Probabilities]],
    answerable: frozenset[str],
) -> list[Asked]:
    """Return the questions that the parts of a message ask for sure, in order.

    ``whole`` has the probability of each topic for the whole message, ``parts`` the
    text of each asking part with its own. Only ``answerable`` topics count.
    """
    found: list[Asked] = []
    for text, own in parts:
        blended = _blend(own, whole)
        topic = max(blended, key=lambda topic: blended[topic])
        if topic not in answerable or blended[topic] < _SURE:
            continue
        if any(q.topic == topic for q in found) or _is_aspect(text, found):
            continue
        found.append(Asked(topic, blended[topic], text))
    return found[:MOST]


def _is_aspect(text: str, found: Sequence[Asked]) -> bool:
    """Tell whether ``text`` only asks more about the matter asked about before."""
    return bool(found) and found[-1].topic not in _ASPECTS and not matters(text)


def _blend(own: Probabilities, whole: Probabilities) -> dict[str, float]:
    tiny = 1e-6
    scores = {
        topic: np.log(share + tiny) + _CONTEXT * np.log(whole.get(topic, 0.0) + tiny)
        for topic, share in own.items()
    }
    top = max(scores.values())
    weights = {topic: float(np.exp(score - top)) for topic, score in scores.items()}
    total = sum(weights.values())
    return {topic: weight / total for topic, weight in weights.items()}
