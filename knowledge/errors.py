"""The project's exceptions, as one tree.

::

    PolicyError                 anything of ours that went wrong
    ├── KnowledgeError          the YAML files break a rule (``ValueError`` too)
    ├── DrugListError           a drug catalogue cannot be read (``ValueError`` too)
    ├── SettingError            a setting or an option that cannot be used
    ├── UnknownTopicError       a topic id that no file defines (``KeyError`` too)
    ├── EstimateError           a figure that cannot be (``ValueError`` too)
    ├── UnknownProcedureError   a procedure id that no file defines (``KeyError`` too)
    ├── FactError               a fact that cannot be read (``ValueError`` too)
    ├── ChannelError            a channel refuses a request (``channels.errors``)
    └── ApiError                a platform refuses a call (``channels.wechat``)

Every message says what is wrong and where, then how to mend it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One fault of the knowledge base.

    ``file`` is relative to the project, ``path`` the place inside it
    (``answers[0].say.en``), ``what`` the fault, ``mend`` what to do about it.
    """

    file: str
    path: str
    what: str
    mend: str

    def __str__(self) -> str:
        """Return one line: file, path, fault, mend."""
        where = f"{self.file}: {self.path}" if self.path else self.file
        return f"{where}: {self.what} {self.mend}"


class PolicyError(Exception):
    """Root of the project's exceptions; catch it at the edge of a program."""


class KnowledgeError(PolicyError, ValueError):
    """The knowledge base breaks its rules; ``problems`` lists every fault found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Build the message from all the ``problems``, sorted by file."""
        self.problems = tuple(sorted(problems))
        count = len(self.problems)
        noun = "problem" if count == 1 else "problems"
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(f"{count} {noun} in the knowledge base:\n{lines}")


class DrugListError(PolicyError, ValueError):
    """A drug catalogue cannot be read; ``problems`` name sheet, row and mend."""

    #: So many problems are shown; a wrong column makes one for every row.
    SHOWN = 20

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Build the message from the first ``problems``, in the order of the file."""
        self.problems = tuple(problems)
        lines = [f"  {problem}" for problem in self.problems[: self.SHOWN]]
        more = len(self.problems) - self.SHOWN
        if more > 0:
            lines.append(f"  and {more} more.")
        super().__init__("\n".join(["the drug catalogue was not read:", *lines]))


class UnknownTopicError(PolicyError, KeyError):
    """A topic id that the knowledge base does not define."""

    def __init__(self, topic: str) -> None:
        """Name the ``topic`` and the folder where topics live."""
        super().__init__(
            f"no topic {topic!r}: add knowledge/topics/{topic}.yml or correct the id"
        )

    def __str__(self) -> str:
        """Return the sentence without the quotes that ``KeyError`` adds."""
        return str(self.args[0])


class SettingError(PolicyError, ValueError):
    """A setting of the environment, or an option, that cannot be used."""

    def __init__(self, wrong: str, mend: str) -> None:
        """Say what is ``wrong`` and how to ``mend`` it."""
        super().__init__(f"{wrong}: {mend}")


class EstimateError(PolicyError, ValueError):
    """A figure that cannot be, given for an estimate; ``key`` names it.

    ``zh`` and ``en`` each say what is wrong and what to write instead.
    """

    def __init__(self, key: str, zh: str, en: str) -> None:
        """Name the ``key`` in front of both languages' sentences."""
        self.key = key
        self.zh = f"{key}：{zh}" if key else zh
        self.en = f"{key}: {en}" if key else en
        super().__init__(f"{self.en} {self.zh}")


class UnknownProcedureError(PolicyError, KeyError):
    """A procedure id that the knowledge base does not define."""

    def __init__(self, procedure: str) -> None:
        """Name the ``procedure`` and how to see those there are."""
        super().__init__(
            f"no procedure {procedure!r}: `baoxiao checklist` lists those there are"
        )

    def __str__(self) -> str:
        """Return the sentence without the quotes that ``KeyError`` adds."""
        return str(self.args[0])


class FactError(PolicyError, ValueError):
    """A fact that somebody wrote and that cannot be read."""

    def __init__(self, what: str, mend: str) -> None:
        """Say ``what`` is wrong and how to ``mend`` it."""
        super().__init__(f"{what}: {mend}")
