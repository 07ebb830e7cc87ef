"""When to train, and how: progress on standard error, nothing else there."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from shell import once, project, quiet
from shell.errors import TrainingError

Show = Callable[[str], None]

#: What a person reads while a component trains or runs; the rest is not shown.
_STAGES = {
    "NgramFeaturizer": "n-grams · 学习字词片段",
    "SentenceEncoderFeaturizer": "sentence vectors · 计算句向量",
    "TopicClassifier": "topics · 学习问题分类",
    "IndexedRules": "dialogue rules · 学习对话规则",
}


class _StageHandler(logging.Handler):
    """Turns Rasa's log lines on components into stages of a progress display."""

    def __init__(self, show: Show) -> None:
        super().__init__(logging.INFO)
        self._show = show

    def emit(self, record: logging.LogRecord) -> None:
        line = record.getMessage()
        if "Starting to train component" in line:
            for name, stage in _STAGES.items():
                if name in line:
                    self._show(stage)


def ensure_model(force: bool = False) -> bool:
    """Train when there is no model for the files as they are; return whether it did.

    Raises:
        KnowledgeError: when the knowledge base breaks its rules.
        TrainingError: when Rasa could not train.
    """
    if not force and project.is_trained():
        return False
    from knowledge.load import load

    load()
    started = time.monotonic()
    made_from = project.fingerprint()
    with quiet.captured() as (person, noise), _progress(person) as show:
        try:
            _train(show)
        except TrainingError as error:
            raise TrainingError(f"{error}\n{_worth_reading(noise)}".strip()) from error
    project.mark_trained(made_from)
    seconds = time.monotonic() - started
    print(f"model trained in {seconds:.0f} s · 模型训练完成", file=sys.stderr)
    return True


def _worth_reading(noise: TextIO) -> str:
    """Return the end of what dependencies printed, without their progress bars."""
    noise.seek(0)
    lines = [line for line in noise.read().splitlines() if "it/s" not in line]
    return "\n".join(lines[-20:])


@contextmanager
def _progress(person: TextIO) -> Iterator[Show]:
    """Show stages: a live line at a terminal, plain lines elsewhere."""
    from rich.console import Console

    console = Console(file=person)
    title = "training the model, about a minute · 训练模型，约一分钟"
    if console.is_terminal:
        with console.status(title) as status:
            yield lambda stage: status.update(f"{title}: {stage}")
    else:
        print(title, file=person, flush=True)
        yield lambda stage: print(f"  {stage}", file=person, flush=True)


def _train(show: Show) -> None:
    logging.disable(logging.NOTSET)
    from rasa.model_training import train

    hooks = logging.getLogger("rasa.engine.training.hooks")
    handler = _StageHandler(show)
    level, spread = hooks.level, hooks.propagate
    hooks.addHandler(handler)
    hooks.setLevel(logging.INFO)
    hooks.propagate = False
    try:
        with once.read_and_copied():
            result = train(
                domain=str(project.DOMAIN),
                config=str(project.CONFIG),
                training_files=[str(project.DATA)],
                output=str(project.MODELS),
                fixed_model_name=project.MODEL.name.removesuffix(".tar.gz"),
                force_training=True,
            )
    except Exception as error:
        mend = "Correct config.yml, domain.yml or data/, then run: make train"
        what = f"{error} {error.__cause__ or ''}".strip()
        raise TrainingError(f"Training failed: {what}\n{mend}") from error
    finally:
        hooks.removeHandler(handler)
        hooks.setLevel(level)
        hooks.propagate = spread
        quiet.hush()
    if result.model is None or not project.MODEL.exists():
        mend = "Run `make check` to see what is wrong with config, domain or data."
        raise TrainingError(f"Rasa trained no model. {mend}")
