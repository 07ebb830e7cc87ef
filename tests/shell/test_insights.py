"""What the insights tell of a history whose numbers are known."""

from __future__ import annotations

import asyncio
import datetime as dt
import io
import json
import re
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from typer.testing import CliRunner

from channels import settings
from channels.durable import DurableConversations
from channels.talk import Talk
from knowledge.errors import SettingError
from shell import insights_misses, insights_page, insights_run, insights_tables, project
from shell.assistant import Assistant
from shell.insights_clusters import Asked, clusters, frequent
from shell.insights_rows import conversations
from shell.insights_tables import Told, bars, columns
from shell.main import app
from shell.render import console
from tests.servers import Postgres

NOW = dt.datetime(2026, 6, 15, 12, 0).astimezone()
HOUR, DAY = 3_600.0, 86_400.0
SECRET = "510105198803124567"

ANSWER = {"kind": "answer", "topic": "lost_card", "language": "zh"}
CHAT = {"kind": "small_talk", "language": "zh"}
UNSURE = {
    "kind": "unsure",
    "language": "zh",
    "ranking": ["nlu_fallback", "maternity", "newborn"],
    "options": [{"label": "生孩子的费用怎么报？", "payload": "/maternity"}],
}
OUTSIDE = {"kind": "out_of_scope", "language": "en", "ranking": ["out_of_scope"]}
RESULT = {"kind": "result", "guide": "estimate", "language": "zh"}


def asks(fact: str) -> dict[str, Any]:
    ask = {"fact": fact, "kind": "choice", "options": []}
    return {"kind": "form", "guide": "estimate", "language": "zh", "ask": ask}


@dataclass
class Said:
    """A message, so many seconds ago, and its replies."""

    ago: float
    text: str
    replies: Sequence[dict[str, Any]]
    intent: str = "lost_card"
    confidence: float = 0.9


class History:
    """Conversations, kept by the real store."""

    def __init__(self, address: str) -> None:
        self.address = address

    def add(self, *conversations: Sequence[Said], channel: str = "web") -> None:
        store = DurableConversations(Domain.empty(), url=self.address)
        for turns in conversations:
            tracker = DialogueStateTracker(uuid.uuid4().hex, [])
            for turn in turns:
                for event in _events(turn, channel):
                    tracker.update(event)
            asyncio.run(store.save(tracker))
        store.close()

    def told(self, days: int = 7, **given: Any) -> Told:
        return insights_run.tell(self.address, days, NOW, **given)


def _events(turn: Said, channel: str) -> Iterator[Any]:
    time = NOW.timestamp() - turn.ago
    parsed = {
        "intent": {"name": turn.intent, "confidence": turn.confidence},
        "language": "zh",
    }
    yield UserUttered(
        turn.text,
        parse_data=parsed,
        timestamp=time,
        input_channel=channel,
        metadata={"shown": turn.text},
    )
    for payload in turn.replies:
        yield BotUttered("", {"custom": payload}, timestamp=time + 0.1)


@pytest.fixture
def history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> History:
    found = History(f"sqlite:///{tmp_path / 'kept' / 'conversations.sqlite'}")
    monkeypatch.setenv(settings.DATABASE, found.address)
    return found


@pytest.fixture
def week(history: History) -> History:
    """A week with every kind of thing in it."""
    return fill(history)


def fill(history: History) -> History:
    unsure = "生小孩住院的钱能报吗"
    history.add(
        [Said(5 * DAY, "医保卡丢了", [ANSWER]), Said(5 * DAY - 60, "谢谢", [CHAT])],
        [Said(3 * DAY, unsure, [UNSURE], "nlu_fallback", 0.3)],
        [
            Said(
                2 * DAY, f"我生孩子住院能报吗 {SECRET}", [UNSURE], "nlu_fallback", 0.2
            ),
            Said(2 * DAY - 30, "生孩子的费用怎么报？", [ANSWER], "maternity", 1.0),
        ],
        [Said(2 * DAY, "", [CHAT], "greet", 1.0)],  # opened, asked nothing
    )
    history.add(
        [Said(DAY, "Who won the football match?", [OUTSIDE], "out_of_scope")],
        [
            Said(DAY, "帮我算一下", [asks("total")], "guide_estimate"),
            Said(DAY - 20, "35000", [asks("ratio")], "inform"),
        ],
        [
            Said(DAY, "帮我算一下", [asks("total")], "guide_estimate"),
            Said(DAY - 20, "35000", [RESULT], "inform"),
            # another visit of the same conversation, which still goes on
            Said(600, "医保卡丢了怎么办", [ANSWER]),
            Said(540, "没帮助", [{"kind": "control"}], "unhelpful", 1.0),
        ],
        channel="wechat",
    )
    return history


# --- counting ------------------------------------------------------------------------


def test_everything_is_counted_once(week: History) -> None:
    found = week.told().found
    assert (found.conversations, found.opened, found.visits) == (6, 1, 7)
    assert found.messages == 12
    assert found.channels == {"web": 5, "wechat": 7}
    assert found.languages == {"zh": 11, "en": 1}
    assert found.outcomes == {"answered": 7, "declined": 3}
    assert found.share("declined") == pytest.approx(0.3)
    assert len(found.days) == len(found.daily) == 7
    assert sum(found.daily[-1].values()) == 2  # today
    assert found.topics == {"lost_card": [0, 1, 0, 0, 1, 0, 1]}


def test_what_lies_before_the_days_does_not_count(week: History) -> None:
    assert week.told(days=2).found.messages == 7
    assert week.told(days=90).found.messages == 12


def test_postgresql_tells_the_same(week: History) -> None:
    server = Postgres()
    try:
        other = History(server.database())
        assert other.told().is_empty
        told, expected = fill(other).told(), week.told()
    finally:
        server.close()
    found, known = (insights_run.as_object(one) for one in (told, expected))
    assert found == known


def test_where_people_leave_is_seen(week: History) -> None:
    found = week.told().found
    # the visit that may still go on has no end
    ends = {"small_talk": 1, "unsure": 1, "answer": 1, "out_of_scope": 1}
    assert found.ends == {**ends, "form": 1, "result": 1}
    task = found.tasks["estimate"]
    assert (task.begun, task.finished) == (2, 1)
    assert task.left == {"ratio": 1}


def test_a_message_without_a_reply_failed(history: History) -> None:
    history.add([Said(DAY, "医保卡丢了", [])])
    found = history.told().found
    assert found.outcomes == {"failed": 1}
    assert found.ends == {"nothing": 1}


# --- questions without a good answer -------------------------------------------------


def test_one_meaning_is_one_cluster_and_single_questions_stay_hidden(
    week: History,
) -> None:
    told = week.told()
    (one,) = told.clusters
    assert (one.conversations, one.size) == (2, 2)
    assert one.kinds == {"unsure": 2}
    assert one.guess == "maternity"
    assert told.hidden == 2  # the match, and the answer that did not help
    every = week.told(everything=True)
    assert (len(every.clusters), every.hidden) == (3, 0)
    kinds = [kind for found in every.clusters for kind in found.kinds]
    assert sorted(kinds) == ["out_of_scope", "unhelpful", "unsure"]


def test_what_was_chosen_afterwards_is_surer_than_a_guess(week: History) -> None:
    (one,) = week.told().clusters
    assert [asked.sure for asked in one.questions] == [True, False]


def test_somebody_who_repeats_a_question_is_not_many(history: History) -> None:
    turns = [Said(DAY - n, "宠物看病能报吗", [UNSURE]) for n in range(5)]
    history.add(turns)
    told = history.told()
    assert (list(told.clusters), told.hidden) == ([], 1)


def test_different_meanings_stay_apart() -> None:
    texts = {
        "a": ("生小孩住院的钱能报吗", "我生孩子住院能报吗", "生娃住院费可以报销吗"),
        "b": ("公积金怎么提取买房", "买房怎么提取公积金", "提取公积金买房的手续"),
    }
    asked = [
        Asked(text, f"{name}{n}", "unsure", float(n), name)
        for name, group in texts.items()
        for n, text in enumerate(group)
    ]
    found = clusters(asked)
    assert {frozenset(q.guess for q in one.questions) for one in found} == {
        frozenset("a"),
        frozenset("b"),
    }
    assert sorted(one.size for one in found) == [3, 3]
    assert clusters(asked[::-1]) == found  # whatever the order
    assert frequent(found) == (found, 0)


def test_a_story_is_not_shown_even_if_two_tell_it(history: History) -> None:
    story = "领导您好，我是退休的纺织女工，家住西安，有冠心病和骨质疏松，" * 3
    for _ in range(2):
        history.add([Said(DAY, story, [UNSURE])])
    told = history.told()
    assert len(told.clusters) == 1
    assert "纺织" not in printed(told) + insights_page.page(told)
    assert "纺织" in printed(history.told(everything=True))


def test_nothing_asked_is_no_cluster() -> None:
    assert clusters([]) == []


# --- showing -------------------------------------------------------------------------


def printed(told: Told) -> str:
    out = io.StringIO()
    insights_run.show(console(file=out, width=150), told)
    return out.getvalue()


def test_the_terminal_shows_it_without_personal_numbers(week: History) -> None:
    shown = printed(week.told())
    assert "lost_card" in shown
    assert "生小孩住院的钱能报吗" in shown
    assert "＊＊＊" in shown
    assert "7 (70%)" in shown
    assert "football" not in shown
    every = printed(week.told(everything=True))
    assert "football" in every
    assert SECRET not in shown + every


def test_an_empty_history_says_so_kindly(history: History) -> None:
    told = history.told()
    assert told.is_empty
    assert "还没有对话" in printed(told)
    assert "No conversations" in insights_page.page(told)
    assert not Path(history.address.removeprefix("sqlite:///")).exists()
    history.add()  # a database in which nothing stands
    assert "还没有对话" in printed(history.told())


def test_the_page_needs_nothing_and_escapes_what_people_wrote(
    history: History,
) -> None:
    script = "<script>alert(1)</script> 怎么报 &amp;"
    for _ in range(2):
        history.add([Said(DAY, script, [UNSURE])])
    page = insights_page.page(history.told())
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert not re.search(r"(?:src|href|url)\s*[=(]|@import|https?:", page)
    body = page.partition("<body>")[2].partition("</body>")[0]
    ET.fromstring(f"<body>{body}</body>")  # well formed
    assert body.count("<svg") > 3


def test_a_period_longer_than_what_is_kept_is_said(
    week: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(settings.KEEP_DAYS, "3")
    assert "are erased" in printed(week.told())
    monkeypatch.setenv(settings.KEEP_DAYS, "30")
    assert "are erased" not in printed(week.told())


def test_small_pictures() -> None:
    assert columns(list(range(30)), 15) == [4 * n + 1 for n in range(15)]
    assert columns([1] * 31, 15) == [1, *[3] * 10]
    assert columns([5]) == [5]
    assert bars([0, 1, 100]) == " ▂█"
    assert bars([0, 0]) == ""


# --- feedback ------------------------------------------------------------------------


def test_feedback_counts_a_verdict_and_its_reason_once(
    history: History, feedback_file: Path
) -> None:
    row = {"day": "2026-06-14", "topic": "lost_card", "answer": "lost_card/general"}
    rows = [
        {**row, "helpful": False, "reason": "", "language": "zh"},
        {**row, "helpful": False, "reason": "unclear", "language": "zh"},
        {**row, "helpful": False, "reason": "wrong", "language": "en"},
        {**row, "helpful": True, "reason": "", "language": "en"},
        {**row, "day": "2026-05-01", "helpful": True, "reason": "", "language": "en"},
    ]
    lines = [json.dumps(one) for one in rows]
    feedback_file.parent.mkdir(parents=True)
    feedback_file.write_text("\n".join([*lines, '{"day": "2026-0']))
    verdicts = history.told().verdicts["lost_card"]
    assert (verdicts.helpful, verdicts.unhelpful) == (1, 2)
    assert verdicts.reasons == {"unclear": 1, "wrong": 1}
    assert verdicts.share == pytest.approx(1 / 3)


# --- candidates for training ---------------------------------------------------------


def test_misses_are_candidates_for_people_to_check(
    week: History, tmp_path: Path
) -> None:
    file = tmp_path / "misses.yml"
    assert insights_misses.write(file, week.told().clusters) == 2
    text = file.read_text(encoding="utf-8")
    assert "# CHECK: 2 conversations; asked back 2" in text
    assert SECRET not in text
    (block,) = yaml.safe_load(text)["nlu"]
    assert block["intent"] == "maternity"
    assert block["examples"].splitlines() == [
        "- 我生孩子住院能报吗 ＊＊＊",
        "- 生小孩住院的钱能报吗",
    ]
    with pytest.raises(SettingError, match="already"):
        insights_misses.write(file, week.told().clusters)


def test_what_is_markup_to_rasa_is_taken_out(tmp_path: Path) -> None:
    text = "[职工](insurance) {x} 能报<吗>"
    asked = [Asked(text, sender, "unsure", 1.0, "") for sender in "ab"]
    asked += [Asked("长" * 200, sender, "unsure", 1.0, "") for sender in "ab"]
    file = tmp_path / "misses.yml"
    assert insights_misses.write(file, clusters(asked)) == 1
    (block,) = yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]
    assert block["intent"] == "out_of_scope"
    assert block["examples"] == "- 职工 insurance x 能报 吗\n"


def test_without_misses_the_file_is_still_whole(tmp_path: Path) -> None:
    file = tmp_path / "misses.yml"
    assert insights_misses.write(file, []) == 0
    assert yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"] == []


@pytest.mark.parametrize("name", ["misses.yml", "nlu/../nlu/misses.yml"])
def test_misses_never_go_into_the_training_data(name: str) -> None:
    path = project.DATA / name
    with pytest.raises(SettingError, match="outside data/"):
        insights_misses.write(path, [])
    assert not path.exists()


# --- the command, and the real assistant ---------------------------------------------


def test_the_command_writes_what_it_is_asked_for(week: History, tmp_path: Path) -> None:
    page, misses = tmp_path / "page.html", tmp_path / "misses.yml"
    asked = ["--days", "3660", "--html", str(page), "--misses", str(misses), "--json"]
    result = CliRunner(mix_stderr=False).invoke(app, ["insights", *asked])
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert found["conversations"] == 6
    assert found["questions_without_a_good_answer"][0]["guess"] == "maternity"
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert misses.exists()


async def test_what_the_assistant_really_says_is_understood(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'real.sqlite'}"
    store = DurableConversations(assistant.agent.domain, url=url)
    monkeypatch.setattr(assistant.agent, "tracker_store", store)
    monkeypatch.setattr(assistant.agent.processor, "tracker_store", store)
    talk, sender = Talk(assistant.agent), uuid.uuid4().hex
    for text in (
        "医保卡丢了怎么补办",
        "没帮助",
        "今天股票涨了吗",
        "帮我算一下能报多少",
    ):
        await talk.say(text, sender, "web")
    (turns,) = conversations(store.database, 0.0)
    store.close()
    lost, verdict, outside, task = turns
    assert lost.replies[0].topic == "lost_card"
    assert verdict.intent == "unhelpful"
    assert outside.kinds & {"unsure", "out_of_scope"}
    assert outside.guess
    assert task.replies[-1].guide == "estimate"
    assert task.replies[-1].asks


def test_every_name_has_words(week: History) -> None:
    for table in insights_tables.tables(week.told(everything=True)):
        for row in table.rows:
            assert len(row) == len(table.headings)
