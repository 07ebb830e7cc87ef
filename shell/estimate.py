"""The command ``baoxiao estimate`` with JSON in and out. Quick: without Rasa."""

from __future__ import annotations

import json
from typing import BinaryIO, TextIO

from knowledge.errors import EstimateError
from knowledge.estimate import estimate
from knowledge.estimate_input import read_json

#: Exit status when the input cannot be.
REFUSED = 2


def as_json(source: BinaryIO, out: TextIO) -> int:
    """Read a bill from ``source``, print the estimate or an error to ``out``.

    Returns:
        The exit status: 0, or 2 when the bill was refused.
    """
    try:
        row, status = estimate(read_json(source.read())).as_json(), 0
    except EstimateError as error:
        row, status = {"error": str(error)}, REFUSED
    # escaped: readable in any locale
    out.write(json.dumps(row, ensure_ascii=not _utf8(out)) + "\n")
    out.flush()
    return status


def _utf8(out: TextIO) -> bool:
    return (out.encoding or "").lower().replace("-", "") == "utf8"
