"""The base in use: files that changed are read again while the program runs.

A new base replaces the old one in one step, and only when the check finds nothing wrong
with it. A broken edit is reported once, and the old base stays. So does an edit that
takes away what the running model may still say (a topic, a fact, a value, a place):
that needs training and a restart. New words for facts and places are shown at once and
understood after training.
"""

from __future__ import annotations

import functools
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.check import problems_across
from knowledge.errors import Problem, SettingError
from knowledge.load import FOLDER, Base, loaded, read, stamp_of

logger = logging.getLogger(__name__)

#: Environment variable: seconds between two looks at the files, 0 for every call.
RELOAD_VARIABLE = "BAOXIAO_RELOAD_SECONDS"
_SECONDS = 5.0


def seconds() -> float:
    """Return how many seconds lie between two looks at the files (5 by default).

    Raises:
        SettingError: when ``BAOXIAO_RELOAD_SECONDS`` is set and is no such number.
    """
    given = os.environ.get(RELOAD_VARIABLE)
    if not given:
        return _SECONDS
    try:
        value = float(given)
    except ValueError:
        value = -1
    if not 0 <= value < float("inf"):
        mend = "write 5, or 0 to look every time, or unset it"
        raise SettingError(f"{RELOAD_VARIABLE}={given!r} is no number of seconds", mend)
    return value


def current() -> Base:
    """Return the base in use, as new as the files on disk allow.

    Raises:
        KnowledgeError: at the first call, when the files are broken.
        SettingError: at the first call, when ``BAOXIAO_RELOAD_SECONDS`` is no number.
    """
    return _project().current()


def state() -> State:
    """Return how the base in use stands, after a look at the files.

    Raises:
        KnowledgeError: at the first call, when the files are broken.
        SettingError: at the first call, when ``BAOXIAO_RELOAD_SECONDS`` is no number.
    """
    return _project().state()


@dataclass(frozen=True)
class State:
    """The ``base`` in use, when it was read (seconds since 1970), and the number of
    ``problems`` for which the files as they are now are not used.
    """

    base: Base
    read: float
    problems: int


@functools.lru_cache(maxsize=1)
def _project() -> Live:
    return Live(FOLDER, seconds())


class Live:
    """One folder's base, read again when a file changed. Safe for several threads."""

    def __init__(
        self,
        folder: Path,
        every: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Load ``folder``; look at its files at most once in ``every`` seconds.

        Raises:
            KnowledgeError: when the files are broken.
        """
        self._folder, self._every, self._clock = folder, every, clock
        self._stamp, self._base = loaded(folder)
        self._started_with = self._base
        self._read = time.time()
        self._next = clock() + every
        self._reported: tuple[Problem, ...] = ()
        self._looking = threading.Lock()

    def current(self) -> Base:
        """Return the base in use; the thread that finds a change reads it first."""
        if self._clock() < self._next:
            return self._base
        # nobody waits for another's look: the base in use is good enough meanwhile
        if self._looking.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._next = self._clock() + self._every
                self._looking.release()
        return self._base

    def state(self) -> State:
        """Return the base in use, since when, and what keeps a newer one out."""
        return State(self.current(), self._read, len(self._reported))

    def _look(self) -> None:
        stamp = stamp_of(self._folder)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        base, problems = read(self._folder)
        if not problems:
            problems = problems_across(base, self._folder.name)
        if not problems:
            problems = list(_taken_away(self._started_with, base, self._folder.name))
        if problems:
            self._report(tuple(sorted(problems)))
            return
        self._reported = ()
        if _learnt(base) != _learnt(self._base):
            logger.warning(
                "facts.yml or regions/ say other words than the model was trained on: "
                "they are shown now and understood after `make train` and a restart"
            )
        self._base, self._read = base, time.time()
        logger.info("the knowledge base was read again")

    def _report(self, problems: tuple[Problem, ...]) -> None:
        if problems != self._reported:
            self._reported = problems
            lines = "\n".join(f"  {problem}" for problem in problems)
            logger.error("the edit is not used, the old base stays:\n%s", lines)


def _taken_away(old: Base, new: Base, folder: str) -> Iterator[Problem]:
    """Yield what the model of ``old`` may still say and ``new`` does not know."""
    mend = "Restore it, or run `make train` and restart."
    lost = [(f"topics/{n}.yml", "", n) for n in old.topics if n not in new.topics]
    lost += [("regions", "", c) for c in old.places.by_code if c not in new.places]
    for name, fact in old.facts.items():
        now = new.facts.get(name)
        where = f"facts.{name}"
        if now is None or now.kind != fact.kind:
            lost.append(("facts.yml", where, name))
            continue
        gone = [value for value in fact.values if value not in now.values]
        lost += [("facts.yml", f"{where}.{value}", value) for value in gone]
    for file, path, what in lost:
        text = f"{what!r} is gone or changed its kind, and the running model knows it."
        yield Problem(f"{folder}/{file}", path, text, mend)


def _learnt(base: Base) -> object:
    """Return the words of facts and places that the trained model has learnt."""
    words = {
        (name, value): entry.synonyms
        for name, fact in base.facts.items()
        for value, entry in fact.values.items()
    }
    return words, base.places.by_spelling, base.places.by_ambiguous
