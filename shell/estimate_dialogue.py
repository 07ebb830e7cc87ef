"""``baoxiao estimate`` at a terminal: asks for what is missing, shows the working."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Mapping

from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from knowledge.errors import EstimateError
from knowledge.estimate import DECIDES
from knowledge.estimate_plan import (
    UNKNOWN,
    Question,
    Worked,
    check_figures,
    plan,
)
from knowledge.estimate_questions import FIGURES
from knowledge.estimate_text import ASSUMED, money, summary, workings
from knowledge.load import Base
from knowledge.model import Language, Text
from knowledge.reading import read_money, read_rate
from shell.errors import ShellError

INTRO = Text(
    zh="逐项回答；不知道就直接回车，用标明的示例或 0 代替。/quit 退出。",
    en="Answer one by one. Press Enter for what you do not know: a labelled example "
    "or 0 stands in. /quit leaves.",
)
_AGAIN = {
    "money": Text(
        zh="没看懂这个金额。请写成 35000、3.5万 或 35k；不知道就回车。",
        en="No sum in that. Write 35000, 3.5万 or 35k; Enter if you do not know.",
    ),
    "rate": Text(
        zh="没看懂这个比例。请写成 85% 或 0.85；不知道就回车。",
        en="No rate in that. Write 85% or 0.85; Enter if you do not know.",
    ),
    "place": Text(
        zh="没认出这个地方。请写城市名，如 西安；不知道就回车。",
        en="That place is not known. Write a city, such as Xi'an; Enter if you do "
        "not know.",
    ),
    "choice": Text(
        zh="请写选项前的数字；不知道就回车。",
        en="Write the number of an option; Enter if you do not know.",
    ),
}
_LEGAL = Text(zh="依据", en="basis")
_STEP = Text(zh="步骤", en="step")
_FORMULA = Text(zh="算式", en="formula")
_AMOUNT = Text(zh="金额（元）", en="yuan")


def read_place(base: Base, text: str) -> str | None:
    """Return the code of the place whose name ``text`` is."""
    codes = base.places.by_spelling.get(_folded(text))
    return codes[0] if codes else None


def read_choice(base: Base, fact: str, text: str) -> str | None:
    """Return a fact's value from its number among the options, its id or a name."""
    bare = _folded(text)
    values = base.facts[fact].values
    if bare in values:
        return bare
    if bare.isdecimal() and 1 <= int(bare) <= len(values):
        return list(values)[int(bare) - 1]
    for value, entry in values.items():
        names = {
            entry.label.zh,
            entry.label.en.lower(),
            *map(str.lower, entry.synonyms),
        }
        if bare in names:
            return value
    return None


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().lower()


def started(base: Base, options: Mapping[str, str | None]) -> dict[str, str]:
    """Read the command's options into facts and figures.

    Raises:
        ShellError: for an option that cannot be read, with the mend.
    """
    readers: dict[str, tuple[str, Callable[[str], str | None], str]] = {
        "total": ("total", read_money, "money"),
        "deductible": ("deductible", read_money, "money"),
        "ratio": ("ratio", read_rate, "rate"),
        "place": ("insured_region", lambda t: read_place(base, t), "place"),
        "insurance": ("insurance", lambda t: read_choice(base, "insurance", t), ""),
        "tier": ("hospital_tier", lambda t: read_choice(base, "hospital_tier", t), ""),
    }
    found = {}
    for name, raw in options.items():
        if raw is None:
            continue
        key, reader, kind = readers[name]
        value = reader(raw)
        if value is None:
            again = _AGAIN[kind or "choice"]
            if not kind:
                known = ", ".join(base.facts[key].values)
                again = Text(zh=f"可以写：{known}。", en=f"Write one of: {known}.")
            raise ShellError(f"--{name} {raw!r}: {again.en} {again.zh}")
        found[key] = value
    return found


class Dialogue:
    """Asks for what is missing, then shows the estimate."""

    def __init__(
        self, base: Base, console: Console, language: Language, day: dt.date
    ) -> None:
        """Talk on ``console``; ``day`` says which figures are in force."""
        self._base, self._console = base, console
        self._language, self._day = language, day

    def run(self, known: Mapping[str, str]) -> None:
        """Ask until nothing is missing; the end of the input means not known."""
        facts = {k: v for k, v in known.items() if k not in FIGURES}
        amounts = {k: v for k, v in known.items() if k in FIGURES}
        self._say(INTRO, "dim")
        while True:
            step = plan(self._base, facts, amounts, self._day)
            if isinstance(step, Worked):
                self._show(step)
                return
            answer = self._ask(step, amounts)
            if answer is None:
                return
            (amounts if step.key in FIGURES else facts)[step.key] = answer

    def _ask(self, question: Question, amounts: Mapping[str, str]) -> str | None:
        """Return the answer, ``unknown`` for an empty one, None to leave."""
        self._say(question.text, "bold")
        self._say(question.why, "dim")
        for number, (_, label) in enumerate(question.options, 1):
            self._console.print(f"  {number}. {label.in_language(self._language)}")
        while True:
            try:
                line = self._console.input("> ").strip()
            except EOFError:
                return UNKNOWN
            if line.lower() in ("/quit", "quit", "退出"):
                return None
            if not line:
                return UNKNOWN
            answer = self._read(question, line)
            if answer is None:
                self._say(_AGAIN[question.kind], "yellow")
                continue
            try:
                if question.key in FIGURES:
                    check_figures({**amounts, question.key: answer})
            except EstimateError as error:
                self._say(Text(zh=error.zh, en=error.en), "yellow")
                continue
            return answer

    def _read(self, question: Question, line: str) -> str | None:
        if question.kind == "money":
            return read_money(line)
        if question.kind == "rate":
            return read_rate(line)
        if question.kind == "place":
            return read_place(self._base, line)
        return read_choice(self._base, question.key, line)

    def _say(self, text: Text, style: str = "") -> None:
        self._console.print(Styled(text.in_language(self._language), style=style))

    def _show(self, worked: Worked) -> None:
        grid = Table.grid(padding=(0, 2))
        for name, value in summary(worked, self._language):
            grid.add_row(Styled(name, style="bold"), value)
        self._console.print(grid)
        for title, result in workings(worked, self._language):
            table = Table(title=Styled(title), title_justify="left")
            for head in (_STEP, _FORMULA, _AMOUNT, _LEGAL):
                table.add_column(head.in_language(self._language), overflow="fold")
            for step in result.steps:
                table.add_row(
                    step.label.in_language(self._language),
                    step.formula,
                    money(step.amount),
                    self._basis(step.legal_basis),
                )
            self._console.print(table)
        self._say(ASSUMED, "cyan")
        for assumed in worked.assumptions:
            self._console.print(f" · {assumed.text.in_language(self._language)}")
        self._say(DECIDES, "bold")

    def _basis(self, refs: tuple[str, ...]) -> str:
        names = []
        for ref in refs:
            document, _, article = ref.partition("#")
            name = self._base.documents[document].short.in_language(self._language)
            zh, en = f"第{article}条", f" Art. {article}"
            names.append(
                name + ((zh if self._language == "zh" else en) * bool(article))
            )
        return "; ".join(names)
