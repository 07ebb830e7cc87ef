"""What Rasa does several times while it trains, done once.

It reads the training files three times, copies every example at each of a dozen merges,
and hashes all that a step returns for a cache that a forced training never reads: most
of a minute for twenty thousand examples. Nothing here changes what is trained on.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def read_and_copied() -> Iterator[None]:
    """Read files once, merge training data without copies, keep no results of steps."""
    from rasa.engine.training.hooks import TrainingHook
    from rasa.shared.importers import utils
    from rasa.shared.nlu.training_data.training_data import TrainingData

    read, merge = utils.training_data_from_paths, TrainingData.merge
    known: dict[tuple[str, ...], TrainingData] = {}

    def read_once(paths: Any, language: str) -> Any:
        key = (*paths, language)
        if key not in known:
            known[key] = read(paths, language)
        return known[key]

    def merge_uncopied(self: Any, *others: Any) -> Any:
        parts = [self, *(other for other in others if other)]
        synonyms: dict[str, str] = {}
        responses: dict[str, Any] = {}
        for part in parts:
            synonyms.update(part.entity_synonyms)
            responses.update(part.responses)
        return TrainingData(
            [example for part in parts for example in part.training_examples],
            synonyms,
            [feature for part in parts for feature in part.regex_features],
            [table for part in parts for table in part.lookup_tables],
            responses,
        )

    cache = TrainingHook.on_after_node
    TrainingHook.on_after_node = _keep_nothing
    utils.training_data_from_paths = read_once
    TrainingData.merge = merge_uncopied
    try:
        yield
    finally:
        utils.training_data_from_paths = read
        TrainingData.merge = merge
        TrainingHook.on_after_node = cache


def _keep_nothing(*arguments: Any, **named: Any) -> None:
    """Stand in for the hook that caches what a step returned."""
