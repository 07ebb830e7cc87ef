"""Whole conversations, played through the trained model and the real actions.

Each folder is named for what people do, each YAML file in it is a list of
conversations, and each turn says what was typed and what must come back:

``user``       what is typed; or ``choose``: the number of the option taken
``kind``       kind of the reply; ``problem`` when the message was refused
``topic``      its topic, or a list of topics that would do; null for none
``topics``     the topics of all answers to one message, in order
``aspect``     the one part of the last answer that was given (``materials`` …)
``answer``     which answer of the topic was given (``general``, ``not_filed`` …)
``language``   language of the reply
``facts``      facts that are known by then; null for one that must not be
``citations``  references that must be among those cited
``asks``       the fact or figure asked for next; null when nothing is asked
``form``       the guided task that goes on; null for none
``says``       patterns that must be in the text
``never``      patterns that must not be in the text
``forgotten``  whether everything was erased
``feedback``   whether it is asked if the answer helped
``options``    how many options can be chosen
"""

from __future__ import annotations

import re
import uuid
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions import feedback
from actions.converse import FORGOTTEN
from actions.turn import DAY_VARIABLE
from channels.options import chosen, offered
from knowledge.load import Base
from shell.assistant import Assistant, Turn

FOLDER = Path(__file__).parent
FOLDERS = {
    "corrections",
    "digressions",
    "disambiguation",
    "facts_change_the_answer",
    "first_questions",
    "forms",
    "follow_ups",
    "happy_paths",
    "hostile_input",
    "language",
    "law_by_number",
    "long_stories",
    "negation",
    "neighbouring_fields",
    "options",
    "out_of_scope",
    "people",
    "privacy",
    "several_questions",
    "small_talk",
}
EXPECTATIONS = {
    "aspect",
    "forgotten",
    "feedback",
    "kind",
    "topic",
    "topics",
    "answer",
    "language",
    "facts",
    "citations",
    "asks",
    "form",
    "says",
    "never",
    "options",
}


def _conversations() -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*/*.yml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
            name = f"{path.parent.name}/{path.stem}: {entry['name']}"
            found.append(pytest.param(entry, id=name))
    return found


CONVERSATIONS = _conversations()


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def check(turn: Turn, wanted: dict[str, Any]) -> list[str]:
    """Return what is not as ``wanted``, each a line."""
    payload = turn.payloads[-1] if turn.payloads else {}
    text = payload.get("text", "")
    if turn.problem is not None:
        payload, text = {"kind": "problem"}, f"{turn.problem.zh}\n{turn.problem.en}"
    cited = [citation["ref"] for citation in payload.get("citations", [])]
    asked = payload.get("ask")
    got = {
        "kind": payload.get("kind"),
        "topic": payload.get("topic"),
        "answer": str(payload.get("answer")).partition("/")[2],
        "aspect": payload.get("aspect"),
        "language": payload.get("language"),
        "forgotten": payload.get("kind") == FORGOTTEN,
        "feedback": bool(payload.get("feedback")),
        "asks": asked["fact"] if asked else None,
        "form": turn.form,
        "options": len(offered(turn.payloads)),
    }
    wrong = [
        f"{key}: {got[key]!r}, wanted {wanted[key]!r}"
        for key in got
        if key in wanted and got[key] not in _list(wanted[key])
    ]
    topics = [said.get("topic") for said in turn.payloads]
    if topics != wanted.get("topics", topics):
        wrong.append(f"topics: {topics}, wanted {wanted['topics']}")
    known = payload.get("facts", {})
    for fact, value in wanted.get("facts", {}).items():
        if known.get(fact) != value:
            wrong.append(f"facts: {fact} is {known.get(fact)!r}, wanted {value!r}")
    for reference in _list(wanted.get("citations", [])):
        if reference not in cited:
            wrong.append(f"citations: {cited}, wanted {reference}")
    for pattern in _list(wanted.get("says", [])):
        if not re.search(pattern, text):
            wrong.append(f"says: nothing like {pattern!r} in {text!r}")
    for pattern in _list(wanted.get("never", [])):
        found = re.search(pattern, text)
        if found:
            wrong.append(f"never: {found.group()!r} in {text!r}")
    return wrong


def _is_asking(payload: dict[str, Any]) -> bool:
    # why a question was asked is told together with the question, and a guided task
    # asks again for what it needs
    return bool(payload.get("ask")) and payload.get("kind") not in ("control", "form")


def _is_forgotten(turn: Turn) -> bool:
    return any(payload.get("kind") == FORGOTTEN for payload in turn.payloads)


@pytest.fixture(autouse=True)
def _an_ordinary_day(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No law is about to change, and verdicts on answers go to no real file."""
    monkeypatch.setenv(DAY_VARIABLE, "2026-06-01")
    monkeypatch.setenv(feedback.FILE_VARIABLE, str(tmp_path / "feedback.jsonl"))


@pytest.mark.parametrize("conversation", CONVERSATIONS)
async def test_conversation(assistant: Assistant, conversation: dict[str, Any]) -> None:
    sender = uuid.uuid4().hex
    options: list[dict[str, str]] = []
    asked: list[str] = []
    wrong = []
    for number, wanted in enumerate(conversation["turns"], 1):
        if "choose" in wanted:
            option = chosen(str(wanted["choose"]), options)
            assert option is not None, f"turn {number}: no such option in {options}"
            turn = await assistant.choose(option["payload"], sender)
        else:
            turn = await assistant.say(wanted["user"], sender)
        options = offered(turn.payloads) if turn.problem is None else options
        wrong += [f"turn {number}: {line}" for line in check(turn, wanted)]
        new = [p["ask"]["fact"] for p in turn.payloads if _is_asking(p)]
        again = sorted(set(new) & set(asked))
        wrong += [f"turn {number}: {fact} was asked for before" for fact in again]
        asked = [] if _is_forgotten(turn) else [*asked, *new]
    assert not wrong, "\n".join(wrong)


# --- the conversations themselves -----------------------------------------------------


def test_every_turn_is_one_message_with_expectations_that_exist() -> None:
    for parameter in CONVERSATIONS:
        (conversation,) = parameter.values
        assert set(conversation) == {"name", "turns"}, parameter.id
        assert conversation["turns"], parameter.id
        for turn in conversation["turns"]:
            typed = set(turn) & {"user", "choose"}
            wanted = set(turn) - typed
            assert len(typed) == 1, parameter.id
            assert wanted, parameter.id
            assert wanted <= EXPECTATIONS, parameter.id


def test_every_behaviour_has_conversations_in_both_languages() -> None:
    languages: dict[str, set[str]] = {folder: set() for folder in FOLDERS}
    for parameter in CONVERSATIONS:
        folder = str(parameter.id).partition("/")[0]
        for turn in parameter.values[0]["turns"]:
            han = re.search(r"[\u4e00-\u9fff]", str(turn.get("user", "")))
            if "user" in turn:
                languages[folder].add("zh" if han else "en")
    assert {folder: {"zh", "en"} for folder in FOLDERS} == languages


def test_expected_topics_facts_and_articles_exist(base: Base) -> None:
    for parameter in CONVERSATIONS:
        for turn in parameter.values[0]["turns"]:
            topics = [t for t in _list(turn.get("topic")) if t is not None]
            assert set(topics) <= set(base.topics), parameter.id
            assert set(turn.get("facts", {})) <= set(base.facts), parameter.id
            for reference in _list(turn.get("citations", [])):
                document, _, number = reference.partition("#")
                assert document in base.documents, parameter.id
                if number:
                    assert int(number) in base.documents[document].articles


@pytest.mark.parametrize(
    ("wanted", "complaint"),
    [
        ({"kind": "unsure"}, "kind: 'answer', wanted 'unsure'"),
        ({"topic": ["fraud", None]}, "topic: 'maternity', wanted ['fraud', None]"),
        ({"answer": "resident"}, "answer: 'general', wanted 'resident'"),
        ({"facts": {"filed": None}}, "facts: filed is 'no', wanted None"),
        ({"citations": "x#1"}, "citations: ['law#54'], wanted x#1"),
        ({"asks": None}, "asks: 'insurance', wanted None"),
        ({"form": "x_form"}, "form: None, wanted 'x_form'"),
        ({"says": "maybe"}, "says: nothing like 'maybe' in 'Yes.'"),
        ({"never": "[Yy]es"}, "never: 'Yes' in 'Yes.'"),
        ({"aspect": "time"}, "aspect: None, wanted 'time'"),
        ({"forgotten": True}, "forgotten: False, wanted True"),
        ({"feedback": True}, "feedback: False, wanted True"),
        ({"options": 3}, "options: 1, wanted 3"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_conversation_can_fail(wanted: dict[str, Any], complaint: str) -> None:
    payload = {
        "kind": "answer",
        "language": "en",
        "topic": "maternity",
        "answer": "maternity/general",
        "facts": {"filed": "no"},
        "citations": [{"ref": "law#54"}],
        "ask": {"fact": "insurance", "options": []},
        "options": [{"label": "x", "payload": "/x"}],
        "text": "Yes.",
    }
    assert check(Turn(payloads=[payload]), wanted) == [complaint]
