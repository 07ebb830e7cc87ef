"""Replies that are not as agreed: shown as far as they can be, and nothing breaks."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Route, expect

from tests.widget.chat import Chat

_MESSAGES = "**/webhooks/web/messages"
_SAID = "这是要说的话"
_BASE: dict[str, Any] = {"kind": "answer", "language": "zh", "say": _SAID}
#: All keys a reply may have.
_KEYS = (
    "topic title items drugs steps materials figures exceptions citations other_basis "
    "sources notices reviewed ask options feedback part guide progress sections "
    "estimate checklist printed note terms"
).split()


def with_all(value: Any, kind: str = "answer") -> dict[str, Any]:
    return {**_BASE, "kind": kind, **dict.fromkeys(_KEYS, value)}


ODD: dict[str, Any] = {
    "unknown kind": {**_BASE, "kind": "something new"},
    "no kind": {"language": "zh", "say": _SAID},
    "no language": {"kind": "answer", "say": _SAID},
    "unknown language": {**_BASE, "language": "fr"},
    "nothing else": _BASE,
    "null everywhere": with_all(None),
    "empty lists": with_all([]),
    "empty objects": with_all({}),
    "numbers": with_all(7),
    "texts": with_all("文字"),
    "lists of null": with_all([None]),
    "lists of numbers": with_all([1, 2]),
    "lists of empty objects": with_all([{}]),
    "a form of nothing": with_all(None, "form"),
    "a form of objects": with_all({}, "form"),
    "a result of nothing": with_all(None, "result"),
    "a result of objects": with_all({}, "result"),
    "a result of lists": with_all([{}], "result"),
    "unknown keys": {**_BASE, "confidence": 1, "__proto__": {"x": 1}, "new": [{}]},
}


def say(chat: Chat, replies: list[Any]) -> None:
    """Let the next answer have these replies."""

    def answer(route: Route) -> None:
        shown = {"id": "x", "shown": "问", "form": None, "replies": replies}
        route.fulfill(json=shown)

    chat.page.route(_MESSAGES, answer, times=1)


def test_odd_replies_are_shown_as_far_as_they_can_be(chat: Chat) -> None:
    for name, reply in ODD.items():
        say(chat, [reply])
        shown = chat.ask(name)
        # what is out of sight is drawn a moment later than it is there
        expect(shown, name).to_contain_text(_SAID, use_inner_text=True)
    # shown once more, in another way
    chat.settings().get_by_role("switch").click()
    expect(chat.replies.filter(has_text=_SAID)).to_have_count(len(ODD))
    # and the conversation goes on
    reply = chat.ask("社保卡丢了怎么办？")
    expect(reply).to_have_attribute("data-topic", "lost_card")


def test_words_that_are_none_do_not_break_it(chat: Chat) -> None:
    for said in (None, 12, ["a"], {"a": 1}):
        say(chat, [{**_BASE, "say": said}])
        chat.ask(f"问 {said}")
    reply = chat.ask("社保卡丢了怎么办？")
    expect(reply).to_have_attribute("data-topic", "lost_card")


def test_replies_that_are_none_do_not_break_it(chat: Chat) -> None:
    say(chat, [None, 3, "文字", [], _BASE])
    reply = chat.ask("问")
    expect(reply).to_contain_text(_SAID)
    expect(chat.replies).to_have_count(2)
    reply = chat.ask("社保卡丢了怎么办？")
    expect(reply).to_have_attribute("data-topic", "lost_card")


def test_no_reply_at_all_leaves_the_message(chat: Chat) -> None:
    say(chat, [])
    chat.input.fill("问")
    chat.input.press("Enter")
    chat.sent(1)
    chat.ask("社保卡丢了怎么办？")
    chat.sent(2)


def test_a_bill_that_cannot_be_drawn_is_still_told(chat: Chat) -> None:
    sums = dict.fromkeys(
        "total in_scope fund serious_illness medical_assistance patient".split(), "many"
    )
    estimate = {**sums, "least": sums, "most": sums, "range": True, "assumptions": []}
    say(chat, [{**_BASE, "kind": "result", "estimate": estimate, "sections": []}])
    reply = chat.ask("问")
    expect(reply).to_contain_text(_SAID)
    assert "NaN" not in reply.inner_html()
    expect(chat.input).to_be_focused()
