"""Greetings, thanks, a person, another language: short and to the point."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

from actions import handover, offers, reply, topic, wording
from actions.fallback import MENU
from actions.speak import Speaking
from actions.turn import Turn
from knowledge.model import Language, Text

_PHRASES: dict[str, Text] = {
    "greet": wording.GREET,
    "goodbye": wording.GOODBYE,
    "thanks": wording.THANKS,
    "affirm": wording.AFFIRM,
    "deny": wording.DENY,
    "bot_challenge": wording.BOT,
    "help": wording.HELP,
    "switch_language": wording.LANGUAGE,
    "abuse": wording.ABUSE,
    "crisis": wording.CRISIS,
}
_WITH_MENU = frozenset({"greet", "help"})
_ENGLISH_WANTED = re.compile(r"英文|英语|english", re.IGNORECASE)
_CHINESE_WANTED = re.compile(r"中文|汉语|普通话|国语|chinese|mandarin", re.IGNORECASE)


class ActionSmallTalk(Speaking):
    """Answers what is no question about insurance, each in a sentence."""

    def name(self) -> str:
        """Return the name used in domain and rules."""
        return "action_small_talk"

    def speak(self, turn: Turn) -> reply.Payload:
        """Return the phrase for the intent, with the menu where it helps."""
        if turn.topic is not None:  # yes, no or a correction of what was asked
            return topic.answer(turn, turn.topic)
        turn = _in_wanted_language(turn)
        if turn.intent == "human_handoff":
            return handover.payload(turn)
        phrase = _PHRASES.get(turn.intent, wording.HELP)
        say = phrase.in_language(turn.language)
        options: list[reply.Option] = []
        menu = turn.intent in _WITH_MENU
        if menu:
            options = reply.options_for_topics(turn.base, MENU, turn.language)
            options += offers.every(turn.language)
        if turn.intent == "switch_language" and turn.answered:
            label = wording.AGAIN.in_language(turn.language)
            options = [{"label": label, "payload": "/repeat"}]
        return reply.for_phrase(turn, "small_talk", say, options=options, listed=menu)

    def remember(self, turn: Turn) -> dict[str, Any]:
        """Keep the language that was asked for."""
        return {} if turn.topic is not None else remembered(turn)


def remembered(turn: Turn) -> dict[str, Any]:
    """Return the slots that keep the language that was asked for."""
    if turn.intent != "switch_language":
        return {}
    wanted = _in_wanted_language(turn).language
    return {"language": wanted, "wanted_language": wanted}


def _in_wanted_language(turn: Turn) -> Turn:
    if turn.intent != "switch_language":
        return turn
    wanted: Language = turn.language
    if _ENGLISH_WANTED.search(turn.text):
        wanted = "en"
    elif _CHINESE_WANTED.search(turn.text):
        wanted = "zh"
    return dataclasses.replace(turn, language=wanted)
