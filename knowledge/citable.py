"""Types of citations.yml: the articles a topic may cite, and why."""

from __future__ import annotations

import datetime as dt
from typing import Dict

from knowledge.model import Frozen, Text


class Fit(Text):
    """Why an article may be cited for a topic; ``by_analogy``: only so."""

    by_analogy: bool = False


class Citable(Frozen):
    """The articles that a topic may cite (``document-id#article``), each with why."""

    reviewed: dt.date
    articles: Dict[str, Fit]
