"""How long people wait: from sending to seeing the answer. Reported, not judged."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from statistics import median
from typing import Any

import pytest

from shell import project
from tests.widget.chat import Chat
from tests.widget.measured import SPEED

_ROUNDS = 100
QUESTIONS = [
    "医保卡可以在外省用吗",
    "我妈在成都住院，没备案，医保在重庆，能报吗",
    "生孩子能报哪些钱？",
    "社保卡丢了怎么办？",
    "种植牙和近视手术能报吗",
    "看病的钱怎么报销？",
    "要什么材料",
    "社会保险法第30条",
    "南京居民医保住院报多少",
    "生孩子能报多少？还有社保卡丢了怎么办？",
    "Can I use my insurance in another province?",
    "What is paid for having a baby?",
    "I lost my social security card, what now?",
    "Article 29 of the Social Insurance Law",
    "How much of a hospital stay is paid in Xiamen?",
]
#: Keeps the milliseconds of each message: its last reply is told last. Who waits for it
#: does not ask the page meanwhile, which would take the time that is measured.
_LISTEN = """() => {
    window.waited = [];
    document.addEventListener('baoxiao-message', () => {
        window.shown = new Promise((done) => {
            document.addEventListener('baoxiao-reply', ({detail}) => {
                const {waited} = window, place = waited.push(detail.milliseconds) - 1;
                const later = ({detail}) => { waited[place] = detail.milliseconds; };
                document.addEventListener('baoxiao-reply', later);
                setTimeout(() => {
                    document.removeEventListener('baoxiao-reply', later);
                    done();
                });
            }, {once: true});
        });
    });
}"""


#: Milliseconds until the server had answered, of each message: the browser keeps them.
_SERVED = """() => performance.getEntriesByType('resource')
    .filter(({name}) => name.endsWith('/messages'))
    .map(({requestStart, responseStart}) => responseStart - requestStart)"""


def test_a_hundred_messages_are_answered(
    chat: Chat, pytestconfig: pytest.Config
) -> None:
    page = chat.page
    page.evaluate(_LISTEN)
    for n in range(_ROUNDS):
        chat.input.fill(QUESTIONS[n % len(QUESTIONS)])
        chat.input.press("Enter")
        page.evaluate("window.shown")
    chat.sent(_ROUNDS)
    waited, served = page.evaluate("window.waited"), page.evaluate(_SERVED)
    assert len(waited) == len(served) == _ROUNDS
    result = {
        "messages": _ROUNDS,
        "milliseconds from sending to seeing": _summary(waited),
        "of which until the server had answered": _summary(served),
    }
    folder = project.ROOT / "build"
    folder.mkdir(exist_ok=True)
    (folder / "widget-speed.json").write_text(json.dumps(result, indent=2) + "\n")
    pytestconfig.stash[SPEED] = result


def _summary(values: Sequence[float]) -> dict[str, Any]:
    ordered = sorted(values)
    p95 = ordered[math.ceil(0.95 * len(ordered)) - 1]
    return {
        "median": round(median(ordered), 1),
        "p95": round(p95, 1),
        "max": round(ordered[-1], 1),
    }
