"""Types of everything the YAML files hold. Immutable; unknown keys are errors."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Dict, List, Optional, Union

from pydantic import BaseModel, Field, validator
from typing_extensions import Literal

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

#: How sure we are of a statement. ``verified``: official text read. ``quoted``: read
#: word for word in another public text. ``recalled``: no text read, said with a hedge.
#: ``example``: third-party figures, only ever shown as an example.
Confidence = Literal["verified", "quoted", "recalled", "example"]

NATIONAL = "CN"


class Frozen(BaseModel):
    """Base of every type here: immutable, and strict about keys."""

    class Config:
        """Pydantic settings."""

        frozen = True
        extra = "forbid"
        anystr_strip_whitespace = True
        min_anystr_length = 1


class Text(Frozen):
    """One text in both languages."""

    zh: str
    en: str

    def in_language(self, language: Language) -> str:
        """Return the text in ``language``."""
        return self.zh if language == "zh" else self.en


class Article(Frozen):
    """What one article of a statute says, in our own words."""

    title: Text
    gist: Text
    keywords: List[str] = []
    note: Optional[Text] = None
    confidence: Optional[Confidence] = None


class Rechecks(Frozen):
    """Articles whose citation a coming law puts in question."""

    law: str
    articles: List[int]


class Kept(Frozen):
    """An entry that others refer to; ``kept`` says why it stays when nothing does."""

    kept: Optional[str] = None


class Document(Kept):
    """An official document: a statute with articles, or a notice without.

    ``also`` holds other names people give it, to find it by.
    ``version`` is the date of the text that was read. ``in_force`` and ``ends`` bound
    its validity. ``citable`` is false for a law whose text is not yet at hand.
    """

    id: str
    title: Text
    short: Text
    also: List[str] = []
    number: Optional[Text] = None
    issuer: Optional[Text] = None
    kind: Literal[
        "law", "regulation", "rule", "policy", "interpretation", "local", "guide"
    ]
    place: str = NATIONAL
    version: Optional[dt.date] = None
    issued: Optional[dt.date] = None
    in_force: Optional[dt.date] = None
    ends: Optional[dt.date] = None
    superseded_by: Optional[str] = None
    citable: bool = True
    rechecks: Optional[Rechecks] = None
    confidence: Confidence
    gist: Optional[Text] = None
    articles: Dict[int, Article] = {}

    def in_force_on(self, day: dt.date) -> bool:
        """Tell whether the document holds on ``day`` (unknown bounds count as open)."""
        started = self.in_force is None or self.in_force <= day
        return started and (self.ends is None or day <= self.ends)


class Material(Kept):
    """A paper people bring; ``note`` says what counts and where to get it."""

    name: Text
    note: Optional[Text] = None


class FactValue(Frozen):
    """One value of a fact: how it is shown, and the words that mean it."""

    label: Text
    synonyms: List[str] = []


class Fact(Frozen):
    """Something about the person or the case that an answer may turn on.

    ``choice`` facts have ``values``; the others are read from the message by rule:
    ``place`` holds a place code, ``money`` an amount in yuan, ``number`` an integer.
    One that is not ``lasting`` belongs to the question it was said with (which part of
    maternity is meant), not to the person: the next question starts without it.
    """

    kind: Literal["choice", "place", "money", "number", "document"] = "choice"
    lasting: bool = True
    label: Text
    question: Optional[Text] = None
    why: Optional[Text] = None
    values: Dict[str, FactValue] = {}

    @validator("values", pre=True)
    def _plain_keys(cls, values: Any) -> Any:
        return {yes_no(key): value for key, value in (values or {}).items()}


def yes_no(value: Any) -> Any:
    """Return ``"yes"``/``"no"`` for the booleans YAML makes of them, in lists too."""
    if isinstance(value, list):
        return [yes_no(item) for item in value]
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


Unit = Literal[
    "yuan",
    "percent",
    "percentage_points",
    "days",
    "working_days",
    "hours",
    "months",
    "years",
    "years_of_age",
    "weeks",
    "times",
    "count",
]


class FigureValue(Frozen):
    """One number in one place over one period, with its source.

    ``place`` is ``CN`` or a place code; ``since``/``until`` bound the period;
    ``article`` points into the source when that has articles.
    """

    place: str = NATIONAL
    value: Decimal
    to: Optional[Decimal] = None
    bound: Literal["exactly", "about", "at_most", "at_least"] = "exactly"
    since: Optional[dt.date] = None
    until: Optional[dt.date] = None
    source: str
    article: Optional[int] = None
    confidence: Confidence
    note: Optional[Text] = None


class Figure(Kept):
    """A measure (a ratio, a time limit, a sum) and its values by place and period."""

    label: Text
    unit: Unit
    values: List[FigureValue]


Condition = Union[str, List[str]]


class Basis(Frozen):
    """A legal basis: ``ref`` is ``document-id`` or ``document-id#article``.

    ``by_analogy`` marks an article that was written for something else.
    """

    ref: str
    by_analogy: bool = False

    @property
    def document(self) -> str:
        """The document's id."""
        return self.ref.partition("#")[0]

    @property
    def article(self) -> Optional[int]:
        """The article's number, or None when the whole document is meant."""
        number = self.ref.partition("#")[2]
        return int(number) if number.isdigit() else None


def plain_conditions(when: Any) -> Any:
    """Return the conditions with YAML's booleans written as ``"yes"``/``"no"``."""
    if not isinstance(when, dict):
        return when
    return {key: yes_no(value) for key, value in when.items()}


class Case(Frozen):
    """What is said to the people whose facts meet ``when``.

    What a narrower case leaves out it takes from the general one (whose own
    ``confidence`` is ``verified`` when not given). A ``decisive`` case wins over any
    number of met conditions elsewhere: care abroad stays abroad, filed or not. Of
    several the first in the file wins.
    ``place`` and ``since``/``until`` restrict it to a place and a period.
    ``other_basis`` says why no article of the Social Insurance Law is named.
    """

    id: str = "general"
    when: Dict[str, Condition] = {}
    decisive: bool = False
    place: str = NATIONAL
    since: Optional[dt.date] = None
    until: Optional[dt.date] = None
    say: Text
    steps: Optional[List[Text]] = None
    exceptions: Optional[List[Text]] = None
    legal_basis: Optional[List[Basis]] = None
    other_basis: Optional[Text] = None
    sources: Optional[List[str]] = None
    confidence: Optional[Confidence] = None

    @validator("when", pre=True)
    def _plain_conditions(cls, when: Any) -> Any:
        return plain_conditions(when)

    @validator("legal_basis", pre=True)
    def _short_form(cls, basis: Any) -> Any:
        return short_form(basis)


def short_form(basis: Any) -> Any:
    """Return a list of legal bases in which each bare reference is written out."""
    if not isinstance(basis, list):
        return basis
    return [{"ref": item} if isinstance(item, str) else item for item in basis]


class Answer(Case):
    """One answer of a topic."""

    materials: Optional[List[str]] = None
    figures: Optional[List[str]] = None


Group = Literal[
    "away_from_home",
    "reimbursement",
    "coverage",
    "account_and_card",
    "enrolment",
    "rights",
    "near",
]


class Topic(Frozen):
    """Everything we say about one topic; the id is the intent's name too.

    ``question`` is how a person would ask it (used as an option's label); ``ask`` lists
    the facts worth asking for, most decisive first; ``kind`` is ``neighbour`` for a
    field outside ours, which gets a pointer to who can help and no policy. ``becomes``
    names, for a value of a fact, the topic that a follow-up with it is about: asked
    about a stay, "and as an outpatient?" is about outpatient visits.
    """

    id: str
    group: Group
    kind: Literal["policy", "neighbour"] = "policy"
    title: Text
    question: Text
    ask: List[str] = []
    answers: List[Answer] = Field(..., min_items=1)
    related: List[str] = []
    becomes: Dict[str, Dict[str, str]] = {}
    reviewed: dt.date

    @property
    def general(self) -> Answer:
        """The answer everybody gets."""
        for answer in self.answers:
            if not answer.when and answer.place == NATIONAL:
                return answer
        return self.answers[0]

    def answer_path(self, answer: Answer) -> str:
        """Return where ``answer`` stands in the file, for messages."""
        # by identity: comparing answers by their content takes longer than the check
        index = next(i for i, other in enumerate(self.answers) if other is answer)
        return f"answers[{index}]"


Facts = Dict[str, str]
