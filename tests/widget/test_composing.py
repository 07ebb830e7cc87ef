"""Input methods: the Enter that chooses a word must never send."""

from __future__ import annotations

import pytest
from playwright.sync_api import CDPSession, expect

from tests.widget.chat import Chat

#: A browser may report the Enter that ended a composition this much later.
_SOON = 60
_KEY = """new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, composed: true,
          cancelable: true, ...init})"""


def compose(keyboard: CDPSession, text: str) -> None:
    at = {"selectionStart": len(text), "selectionEnd": len(text)}
    keyboard.send("Input.imeSetComposition", {"text": text, **at})


def test_enter_within_a_composition_does_not_send(chat: Chat) -> None:
    keyboard = chat.page.context.new_cdp_session(chat.page)
    chat.input.focus()
    compose(keyboard, "yi'bao")
    expect(chat.input).to_have_value("yi'bao")
    chat.page.keyboard.down("Enter")
    expect(chat.mine).to_have_count(0)
    chat.page.keyboard.up("Enter")
    chat.input.fill("")
    compose(keyboard, "yi'bao'ka")
    keyboard.send("Input.insertText", {"text": "医保卡可以在外省用吗"})
    expect(chat.input).to_have_value("医保卡可以在外省用吗")
    expect(chat.mine).to_have_count(0)
    wait(chat)
    chat.page.keyboard.press("Enter")
    chat.sent(1)
    expect(chat.last).to_have_attribute("data-topic", "use_card_elsewhere")


@pytest.mark.parametrize(
    "init",
    [
        pytest.param({"isComposing": True, "keyCode": 13}, id="composing"),
        pytest.param({"keyCode": 229}, id="handled by the input method"),
    ],
)
def test_enter_of_an_input_method_does_not_send(
    chat: Chat, init: dict[str, object]
) -> None:
    chat.input.fill("医保卡可以在外省用吗")
    taken = chat.input.evaluate(f"(field, init) => !field.dispatchEvent({_KEY})", init)
    assert not taken
    expect(chat.mine).to_have_count(0)
    chat.input.press("Enter")
    chat.sent(1)


def test_enter_just_after_a_composition_does_not_send(chat: Chat) -> None:
    """Safari ends the composition first and reports the Enter then."""
    chat.input.fill("医保卡可以在外省用吗")
    taken = chat.input.evaluate(
        f"""field => {{
            const event = (type) => new CompositionEvent(type, {{bubbles: true}});
            const init = {{keyCode: 13}};
            field.dispatchEvent(event('compositionstart'));
            field.dispatchEvent(event('compositionend'));
            return !field.dispatchEvent({_KEY});
        }}"""
    )
    assert not taken
    expect(chat.mine).to_have_count(0)
    wait(chat)
    chat.input.press("Enter")
    chat.sent(1)


def wait(chat: Chat) -> None:
    """Wait as long as nobody types faster."""
    later = "milliseconds => new Promise((done) => setTimeout(done, milliseconds))"
    chat.page.evaluate(later, 2 * _SOON)
