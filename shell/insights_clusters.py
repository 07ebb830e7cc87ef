"""Questions of one meaning put together, whatever their wording.

What only one conversation asked is counted and not shown: a single question may tell
who somebody is even after its numbers are hidden.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from rich.cells import cell_len

#: So many conversations must have asked it before it is shown.
LEAST = 2
#: Two questions in a cluster are never further apart than this (cosine distance).
_DISTANCE = 0.5
#: Different questions compared at once, the newest; distances grow with the square.
_MOST = 1_500
TYPICAL = 3
#: Columns of a typical question: longer ones are stories that tell who somebody is.
_STORY = 80

Encode = Callable[[list[str]], Any]


@dataclass(frozen=True)
class Asked:
    """A question that got no good answer.

    ``kind`` is unsure, out_of_scope or unhelpful, ``guess`` the likeliest intent;
    ``sure`` when the person then chose the topic ``guess`` from what was offered.
    """

    text: str
    sender: str
    kind: str
    time: float
    guess: str
    sure: bool = False


@dataclass(frozen=True)
class Cluster:
    """Questions of one meaning, the newest first.

    ``size`` is the number of messages, ``conversations`` of how many people's
    conversations; ``typical`` are texts nearest to all others, none of them a story.
    """

    questions: tuple[Asked, ...]
    size: int
    conversations: int
    typical: tuple[str, ...]

    @property
    def kinds(self) -> dict[str, int]:
        """The kinds of its questions, the most frequent first."""
        return dict(Counter(one.kind for one in self.questions).most_common())

    @property
    def guess(self) -> str:
        """The likeliest intent; what was chosen counts more than what was guessed."""
        votes: Counter[str] = Counter()
        for one in self.questions:
            if one.guess:
                votes[one.guess] += len(self.questions) if one.sure else 1
        return votes.most_common(1)[0][0] if votes else ""


def clusters(asked: Sequence[Asked], encode: Encode | None = None) -> list[Cluster]:
    """Return the clusters of ``asked``, those of most conversations first."""
    newest = sorted(asked, key=lambda one: (-one.time, one.text))
    by_text: dict[str, list[Asked]] = {}
    for one in newest:
        if one.text in by_text or len(by_text) < _MOST:
            by_text.setdefault(one.text, []).append(one)
    texts = list(by_text)
    if not texts:
        return []
    vectors = (encode or _encoder())(texts) if len(texts) > 1 else np.ones((1, 1))
    groups: dict[int, list[int]] = {}
    for number, label in enumerate(_labels(vectors)):
        groups.setdefault(int(label), []).append(number)
    found = [_cluster(texts, by_text, vectors, group) for group in groups.values()]
    return sorted(found, key=lambda one: (-one.conversations, -one.size, one.typical))


def frequent(
    found: Sequence[Cluster], everything: bool = False
) -> tuple[list[Cluster], int]:
    """Return the clusters that may be shown, and the number of those that may not."""
    shown = [one for one in found if everything or one.conversations >= LEAST]
    return shown, len(found) - len(shown)


def is_story(text: str) -> bool:
    """Tell whether ``text`` is so long that it tells of a person."""
    return cell_len(text) > _STORY


def _cluster(
    texts: Sequence[str],
    by_text: dict[str, list[Asked]],
    vectors: Any,
    group: Sequence[int],
) -> Cluster:
    rows = vectors[list(group)]
    near = rows @ rows.sum(axis=0)
    order = sorted(range(len(group)), key=lambda n: (-round(float(near[n]), 4), n))
    told = [n for n in order if not is_story(texts[group[n]])]
    questions = [one for number in group for one in by_text[texts[number]]]
    return Cluster(
        questions=tuple(questions),
        size=len(questions),
        conversations=len({one.sender for one in questions}),
        typical=tuple(texts[group[n]] for n in told[:TYPICAL]),
    )


def _labels(vectors: Any) -> list[int]:
    if len(vectors) < 2:
        return [0] * len(vectors)
    from sklearn.cluster import AgglomerativeClustering

    distances = np.clip(1.0 - vectors @ vectors.T, 0.0, 2.0)
    model = AgglomerativeClustering(
        n_clusters=None,
        affinity="precomputed",
        linkage="complete",  # no chains from one meaning to the next
        distance_threshold=_DISTANCE,
    )
    return list(model.fit_predict(distances))


def _encoder() -> Encode:
    from nlu.encoder import encode

    found: Encode = encode
    return found
