"""Keeps dependencies' noise away from people. Call before importing Rasa."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

SETTINGS = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "GIT_PYTHON_REFRESH": "quiet",
    "LOG_LEVEL_LIBRARIES": "ERROR",
    # a message's matrices are too small to share out: waiting threads only burn a core
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "TF_INTER_OP_PARALLELISM_THREADS": "1",
    "TF_INTRA_OP_PARALLELISM_THREADS": "1",
}


def hush(debug: bool = False) -> None:
    """Silence warnings and logs below error; telemetry is off even with ``debug``."""
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    # TensorFlow Lite imports jax when it is there: a second and 65 MB, for nothing here
    sys.modules.setdefault("jax", None)  # type: ignore[arg-type]
    if debug:
        return
    warnings.filterwarnings("ignore")
    warnings.showwarning = _swallow  # some dependencies reset the filters
    logging.disable(logging.WARNING)
    logging.basicConfig(level=logging.ERROR)
    import structlog

    # unconfigured, it prints every debug event of Rasa's policies
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR)
    )


def _swallow(*args: object, **kwargs: object) -> None:
    """Show no warning."""


@contextmanager
def captured() -> Iterator[tuple[TextIO, TextIO]]:
    """Send what dependencies print to a file for a while, whatever way they print it.

    Yields the person's own standard error and the file with what was captured.
    """
    sys.stderr.flush()
    sys.stdout.flush()
    kept, kept_out = os.dup(2), os.dup(1)
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as noise,
        os.fdopen(kept, "w", encoding="utf-8", errors="replace") as person,
    ):
        os.dup2(noise.fileno(), 2)
        os.dup2(noise.fileno(), 1)
        try:
            yield person, noise
        finally:
            sys.stderr.flush()
            sys.stdout.flush()
            person.flush()
            os.dup2(kept, 2)
            os.dup2(kept_out, 1)
            os.close(kept_out)
