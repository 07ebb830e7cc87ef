"""The knowledge base answers in a program that has nothing of Rasa."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

_PROGRAM = """
import sys
from importlib.abc import MetaPathFinder

BLOCKED = {"rasa", "rasa_sdk", "tensorflow", "keras", "spacy", "sanic", "sklearn",
           "channels", "actions", "nlu", "shell"}

class Nothing(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in BLOCKED:
            raise ImportError(f"{name} is not there")

sys.meta_path.insert(0, Nothing())
try:
    import rasa
except ImportError:
    pass
else:
    raise SystemExit("the block does not hold")

import datetime as dt
import importlib
import pkgutil
import knowledge
from knowledge.load import load
from knowledge.select import select

for module in pkgutil.walk_packages(knowledge.__path__, "knowledge."):
    importlib.import_module(module.name)
base = load()
day = dt.date(2026, 6, 1)
general = select(base, "use_card_elsewhere", {}, day)
found = select(base, "use_card_elsewhere", {"filed": "no"}, day)
assert found.answer.id != general.answer.id
assert found.say.zh and found.say.en and found.citations
print(found.answer.id, found.citations[0])
assert not BLOCKED & {name.partition(".")[0] for name in sys.modules}
"""


def test_it_loads_and_selects_an_answer() -> None:
    found = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert found.returncode == 0, found.stderr
    assert "social-insurance-law" in found.stdout
