"""Greetings, thanks, a person, another language."""

from __future__ import annotations

from typing import Any

import pytest

from actions import wording
from actions.fallback import MENU
from knowledge.load import Base
from knowledge.model import LANGUAGES, Language, Text

PHRASES = {
    "greet": wording.GREET,
    "goodbye": wording.GOODBYE,
    "thanks": wording.THANKS,
    "affirm": wording.AFFIRM,
    "deny": wording.DENY,
    "bot_challenge": wording.BOT,
    "human_handoff": wording.HUMAN,
    "help": wording.HELP,
    "abuse": wording.ABUSE,
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("intent", "phrase"), PHRASES.items(), ids=PHRASES)
async def test_each_kind_of_small_talk_has_its_own_phrase(
    act: Any, intent: str, phrase: Text, language: Language
) -> None:
    said = await act("action_small_talk", intent, language=language)
    assert said.payload["kind"] == "small_talk"
    assert said.text.splitlines()[0] == phrase.in_language(language)
    assert said.slots == {"language": language}


@pytest.mark.parametrize(
    ("intent", "has_menu"),
    [(intent, intent in ("greet", "help")) for intent in PHRASES],
    ids=PHRASES,
)
async def test_only_a_greeting_and_help_come_with_the_menu(
    act: Any, intent: str, has_menu: bool
) -> None:
    said = await act("action_small_talk", intent)
    tasks = ["guide_filing", "guide_estimate", "guide_checklist", "guide_balance"]
    wanted = [f"/{name}" for name in (*MENU, *tasks)] if has_menu else []
    assert [option["payload"] for option in said.payload["options"]] == wanted
    assert len(said.text.splitlines()) == 1 + len(wanted)


@pytest.mark.parametrize(
    ("text", "written_in", "wanted"),
    [
        ("请说英文", "zh", "en"),
        ("用英语回答", "zh", "en"),
        ("Chinese please", "en", "zh"),
        ("speak MANDARIN", "en", "zh"),
        ("说普通话", "zh", "zh"),
        ("English!", "en", "en"),
        ("换一种语言", "zh", "zh"),
    ],
)
async def test_the_language_asked_for_is_used_and_kept(
    act: Any, text: str, written_in: str, wanted: Language
) -> None:
    said = await act(
        "action_small_talk", "switch_language", text=text, language=written_in
    )
    assert said.text == wording.LANGUAGE.in_language(wanted)
    assert said.payload["language"] == wanted
    assert said.slots == {"language": wanted, "wanted_language": wanted}


async def test_a_language_named_in_other_small_talk_changes_nothing(act: Any) -> None:
    said = await act("action_small_talk", "thanks", text="谢谢，你的英文真好")
    assert said.slots == {"language": "zh"}


async def test_small_talk_that_nobody_foresaw_gets_help(act: Any) -> None:
    said = await act("action_small_talk", "juggling")
    assert said.text.startswith(wording.HELP.zh)


async def test_a_matter_answered_twice_stands_once_in_the_note(
    act: Any, base: Base
) -> None:
    answered = ["maternity/general", "maternity/employee"]
    said = await act("action_small_talk", "human_handoff", answered=answered)
    title = base.topics["maternity"].title.zh
    assert said.payload["note"].splitlines()[0].count(title) == 1
