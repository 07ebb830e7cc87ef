"""The classifiers that are compared, each trained and asked in a process of its own.

``python -m benchmarks.systems train|ask SYSTEM FOLDER`` prints one JSON object.
Training reads data/nlu (for ours also the held-out questions, on which it learns when
to answer), asking reads one question a line, as JSON, on standard input. With
SAMPLE=50 in the environment it reads so many examples of each intent only, the same
for all systems: stock Rasa needs hours for all of them.
"""

from __future__ import annotations

import asyncio
import json
import os
import pickle
import resource
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TRAINING = ROOT / "data" / "nlu"
SYSTEMS = ("ours", "diet", "ngrams", "encoder")

#: Rasa's default pipeline with the tokenizer that its documentation names for Chinese,
#: without what only serves entities: the training data marks none.
STOCK = """\
recipe: default.v1
assistant_id: stock
language: zh
pipeline:
- name: JiebaTokenizer
- name: CountVectorsFeaturizer
- name: CountVectorsFeaturizer
  analyzer: char_wb
  min_ngram: 1
  max_ngram: 4
- name: DIETClassifier
  epochs: {epochs}
  constrain_similarities: true
  entity_recognition: false
- name: FallbackClassifier
  threshold: 0.3
  ambiguity_threshold: 0.1
"""
#: Below this, or with a second topic this close, the two plain baselines ask back.
THRESHOLD, AMBIGUITY = 0.3, 0.03
UNSURE = "nlu_fallback"

Answer = dict[str, Any]


def examples(size: int) -> tuple[list[str], list[str]]:
    """Return the texts and intents of the training data.

    With a ``size``, only so many of each intent, always the same.
    """
    import yaml

    by_intent: dict[str, list[str]] = {}
    for path in sorted(TRAINING.glob("*.yml")):
        for group in yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)["nlu"]:
            lines = [line.strip() for line in group["examples"].splitlines()]
            found = [line[2:].strip() for line in lines if line.startswith("- ")]
            by_intent.setdefault(group["intent"], []).extend(found)
    if size:
        by_intent = {name: _spread(found, size) for name, found in by_intent.items()}
    texts = [text for found in by_intent.values() for text in found]
    intents = [name for name, found in by_intent.items() for _ in found]
    return texts, intents


def sample() -> int:
    """Return how many examples of each intent are read; 0 for all of them."""
    return int(os.environ.get("SAMPLE") or 0)


def _spread(found: list[str], size: int) -> list[str]:
    """Return ``size`` of ``found``, evenly spread, so that both languages are there."""
    step = max(len(found) / size, 1)
    return [found[int(index * step)] for index in range(min(size, len(found)))]


def sampled(folder: Path, size: int) -> Path:
    """Write ``size`` examples of each intent for Rasa into ``folder``; return where."""
    path = folder / "data" / "sample.yml"
    path.parent.mkdir()
    by_intent: dict[str, list[str]] = {}
    for text, intent in zip(*examples(size), strict=True):
        by_intent.setdefault(intent, []).append(text)
    lines = ['version: "3.1"', "nlu:"]
    for intent, texts in by_intent.items():
        lines += [f"- intent: {intent}", "  examples: |"]
        lines += [f"    - {text}" for text in texts]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path.parent


# --- Rasa ----------------------------------------------------------------------------


def _train_rasa(config: Path, data: Path, folder: Path) -> Path:
    from rasa.model_training import train_nlu

    shared = {"output": str(folder), "fixed_model_name": "model"}
    made = train_nlu(str(config), str(data), **shared)
    assert made is not None, "Rasa trained no model"
    return Path(made)


def _train_ours(folder: Path) -> Path:
    data = ROOT / "data"
    if sample():
        data = sampled(folder, sample())
        shutil.copy(ROOT / "data" / "held_out.yml", data)
    return _train_rasa(ROOT / "config.yml", data, folder)


def _train_diet(folder: Path) -> Path:
    config = folder / "config.yml"
    epochs = os.environ.get("DIET_EPOCHS", "100")
    config.write_text(STOCK.format(epochs=epochs), encoding="utf-8")
    data = sampled(folder, sample()) if sample() else TRAINING
    return _train_rasa(config, data, folder)


def _ask_rasa(folder: Path) -> Callable[[str], Answer]:
    from rasa.core.agent import Agent

    agent = Agent.load(str(folder / "model.tar.gz"))
    loop = asyncio.new_event_loop()

    def ask(text: str) -> Answer:
        parsed: Any = loop.run_until_complete(agent.parse_message(text))
        names = [item["name"] for item in parsed["intent_ranking"]]
        return {
            "first": parsed["intent"]["name"],
            "ranking": [name for name in names if name != UNSURE][:10],
        }

    return ask


# --- plain baselines -----------------------------------------------------------------


def _vectors(texts: list[str]) -> Any:
    from nlu.encoder import encode

    return encode(texts)


def _train_plain(folder: Path, system: str) -> Path:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    from nlu.normalise import normalise

    texts, intents = examples(sample())
    grams = None
    if system == "ngrams":
        grams = TfidfVectorizer(
            analyzer="char_wb",
            preprocessor=normalise,
            ngram_range=(1, 3),
            min_df=2,
            sublinear_tf=True,
        )
        rows = grams.fit_transform(texts)
        model = LogisticRegression(C=10, solver="liblinear", tol=0.01, random_state=1)
    else:
        rows = _vectors(texts)
        model = LogisticRegression(C=20, max_iter=100, random_state=1)
    model.fit(rows, intents)
    path = folder / "model.pickle"
    path.write_bytes(pickle.dumps((grams, model)))  # made and read by ourselves only
    return path


def _ask_plain(folder: Path) -> Callable[[str], Answer]:
    import numpy as np

    grams, model = pickle.loads((folder / "model.pickle").read_bytes())

    def ask(text: str) -> Answer:
        rows = _vectors([text]) if grams is None else grams.transform([text])
        shares = model.predict_proba(rows)[0]
        order = np.argsort(-shares)[:10]
        ranking = [str(model.classes_[index]) for index in order]
        first, second = shares[order[0]], shares[order[1]]
        sure = first >= THRESHOLD and first - second >= AMBIGUITY
        return {
            "first": ranking[0] if sure else UNSURE,
            "ranking": ranking,
        }

    return ask


# --- one process each ----------------------------------------------------------------


def train(system: str, folder: Path) -> dict[str, Any]:
    """Train ``system`` into ``folder``; return seconds, memory (MB) and size (MB)."""
    started, used = time.monotonic(), time.process_time()
    if system == "ours":
        path = _train_ours(folder)
    elif system == "diet":
        path = _train_diet(folder)
    else:
        path = _train_plain(folder, system)
    return {
        "train_seconds": time.monotonic() - started,
        "train_cpu_seconds": time.process_time() - used,
        "train_memory_mb": _peak(),
        "model_mb": path.stat().st_size / 1e6,
    }


def ask(system: str, folder: Path, texts: list[str]) -> dict[str, Any]:
    """Ask ``system`` every text; return its answers, ms a message and memory (MB)."""
    answer = _ask_rasa(folder) if system in ("ours", "diet") else _ask_plain(folder)
    for text in texts[:20]:  # what is loaded at first use is no part of a message
        answer(text)
    answers, times = [], []
    for text in texts:
        started = time.perf_counter()
        answers.append(answer(text))
        times.append(1000 * (time.perf_counter() - started))
    times.sort()
    return {
        "answers": answers,
        "ms_median": times[len(times) // 2],
        "ms_p95": times[int(0.95 * len(times))],
        "memory_mb": _peak(),
    }


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(action: str, system: str, folder: str) -> None:
    """Run one step; the JSON goes to a file descriptor that nothing else prints to."""
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    if action == "train":
        result = train(system, Path(folder))
    else:
        lines = sys.stdin.read().split("\n")
        result = ask(system, Path(folder), [json.loads(x) for x in lines if x])
    json.dump(result, out, ensure_ascii=False)
    out.flush()


if __name__ == "__main__":
    if sys.argv[2] == "ours":  # as it runs, with its own settings; the others as theirs
        from shell import quiet

        quiet.hush()
    main(*sys.argv[1:4])
