"""Files that change under a running program: used when good, refused when not."""

from __future__ import annotations

import logging
import shutil
import threading
import time

import pytest

from knowledge import live
from knowledge.errors import KnowledgeError, SettingError
from knowledge.live import RELOAD_VARIABLE, Live, seconds
from knowledge.load import FOLDER, load

CLAIM = "topics/claim.yml"


@pytest.fixture(autouse=True)
def _heard(caplog):
    """Hear every level, whatever the tests before silenced."""
    logging.disable(logging.NOTSET)
    caplog.set_level(logging.INFO)
    yield
    logging.disable(logging.WARNING)


def _refused(caplog):
    return [r for r in caplog.records if r.levelno >= logging.ERROR]


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def every_call(tiny):
    return Live(tiny.folder, 0)


def said(base):
    return base.topics["claim"].general.say.en


def edit(tiny, english):
    tiny.put(CLAIM, ["answers", 0, "say", "en"], english)


def test_a_changed_text_is_used_without_a_restart(tiny):
    running = every_call(tiny)
    assert said(running.current()) == "Ask the insured place first."

    edit(tiny, "Ask the old place first.")

    assert said(running.current()) == "Ask the old place first."


def test_unchanged_files_give_the_same_base(tiny):
    running = every_call(tiny)

    assert running.current() is running.current()


def test_files_are_looked_at_once_in_the_time_set(tiny):
    clock = Clock()
    running = Live(tiny.folder, 5, clock)
    edit(tiny, "Ask the old place first.")

    clock.now = 4.9
    assert said(running.current()) == "Ask the insured place first."
    clock.now = 5.0
    assert said(running.current()) == "Ask the old place first."


def test_an_edit_between_loading_and_the_first_message_is_seen(tiny):
    tiny.load()
    edit(tiny, "Ask the old place first.")

    assert said(every_call(tiny).current()) == "Ask the old place first."


def test_the_base_that_understanding_uses_is_not_read_a_second_time():
    understood = load()

    assert Live(FOLDER, 1000).current() is understood


def test_a_new_file_and_a_file_that_is_gone_are_changes(tiny):
    running = every_call(tiny)
    data = {**tiny.data("topics/share.yml"), "id": "more"}
    tiny.write("topics/more.yml", data)
    citations = tiny.data("citations.yml")["citations"]
    tiny.put("citations.yml", ["citations", "more"], citations["share"])

    assert set(running.current().topics) == {"claim", "share", "more"}
    (tiny.folder / "topics" / "more.yml").unlink()
    tiny.put("citations.yml", ["citations", "more"], None)
    assert set(running.current().topics) == {"claim", "share"}


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        pytest.param("", "at least 1 characters", id="breaks its type"),
        pytest.param("It pays 85 percent.", "holds the number", id="breaks a rule"),
    ],
)
def test_a_broken_edit_is_reported_once_and_the_old_base_stays(
    tiny, caplog, value, fault
):
    running = every_call(tiny)
    before = running.current()
    edit(tiny, value)

    for _ in range(3):
        assert running.current() is before
        tiny.write(CLAIM, tiny.data(CLAIM))  # touched again, as broken as before

    (record,) = _refused(caplog)
    assert record.levelno == logging.ERROR
    assert "the old base stays" in record.message
    assert f"knowledge/{CLAIM}: answers[0].say.en: " in record.message
    assert fault in record.message


def test_a_mended_edit_is_used_and_a_new_fault_is_reported_again(tiny, caplog):
    running = every_call(tiny)
    for _ in range(2):
        edit(tiny, "It pays 85 percent.")
        running.current()
        edit(tiny, "It pays a part.")
        assert said(running.current()) == "It pays a part."

    assert len(_refused(caplog)) == 2


@pytest.mark.parametrize(
    ("file", "keys", "named"),
    [
        ("facts.yml", ["facts", "treatment_region"], "treatment_region"),
        ("regions/32-jiangsu.yml", ["cities", 2], "320583"),
    ],
)
def test_what_the_running_model_may_still_say_is_not_taken_away(
    tiny, caplog, file, keys, named
):
    running = every_call(tiny)
    before = running.current()
    tiny.put(file, keys, None)

    assert running.current() is before
    (record,) = _refused(caplog)
    assert f"'{named}' is gone" in record.message
    assert "make train" in record.message


def test_a_value_or_a_topic_is_not_taken_away_either(tiny, caplog):
    running = every_call(tiny)
    before = running.current()
    tiny.put("facts.yml", ["facts", "away_scope", "values", "abroad"], None)
    (tiny.folder / "topics" / "share.yml").unlink()
    tiny.put(CLAIM, ["related"], [])
    tiny.put("citations.yml", ["citations", "share"], None)

    assert running.current() is before
    (record,) = _refused(caplog)
    assert "'share' is gone" in record.message
    assert "'abroad' is gone" in record.message


def test_new_words_are_shown_at_once_and_said_to_need_training(tiny, caplog):
    running = every_call(tiny)
    label = {"zh": "没备案", "en": "never filed"}
    tiny.put("facts.yml", ["facts", "filed", "values", "no", "label"], label)
    assert running.current().facts["filed"].values["no"].label.en == "never filed"
    assert [r for r in caplog.records if r.levelno >= logging.WARNING] == []

    where = ["facts", "filed", "values", "no", "synonyms"]
    tiny.put("facts.yml", where, ["没备案", "忘备案"])
    assert "忘备案" in running.current().facts["filed"].values["no"].synonyms
    warnings = [r for r in caplog.records if r.levelno == logging.WARNING]
    assert ["make train" in record.message for record in warnings] == [True]


def test_while_one_thread_reads_the_others_go_on_with_the_old_base(tiny, monkeypatch):
    running = every_call(tiny)
    before = running.current()
    reading, go_on = threading.Event(), threading.Event()
    real = live.read

    def slow(folder):
        reading.set()
        assert go_on.wait(10)
        return real(folder)

    monkeypatch.setattr(live, "read", slow)
    edit(tiny, "Ask the old place first.")
    found = []
    reader = threading.Thread(target=lambda: found.append(running.current()))
    reader.start()
    assert reading.wait(10)
    started = time.perf_counter()
    assert running.current() is before
    assert time.perf_counter() - started < 1
    go_on.set()
    reader.join(10)
    assert said(found[0]) == "Ask the old place first."
    assert running.current() is found[0]


def test_a_look_that_fails_lets_the_next_one_look_again(tiny, monkeypatch):
    running = every_call(tiny)
    aside = tiny.folder.with_name("aside")
    shutil.move(tiny.folder, aside)
    with pytest.raises(FileNotFoundError):
        running.current()
    shutil.move(aside, tiny.folder)
    edit(tiny, "Ask the old place first.")

    assert said(running.current()) == "Ask the old place first."


def test_a_broken_base_does_not_start(tiny):
    edit(tiny, "It pays 85 percent.")

    with pytest.raises(KnowledgeError):
        every_call(tiny)


def test_a_call_costs_next_to_nothing_when_nothing_changed():
    live.current()
    count = 10_000
    best = min(_seconds(count) for _ in range(5))

    assert best / count < 50e-6


def _seconds(count: int) -> float:
    started = time.perf_counter()
    for _ in range(count):
        live.current()
    return time.perf_counter() - started


@pytest.mark.parametrize(
    ("given", "value"), [(None, 5.0), ("", 5.0), ("0", 0.0), ("2.5", 2.5)]
)
def test_the_time_between_looks_is_a_setting(monkeypatch, given, value):
    monkeypatch.delenv(RELOAD_VARIABLE, raising=False)
    if given is not None:
        monkeypatch.setenv(RELOAD_VARIABLE, given)

    assert seconds() == value


@pytest.mark.parametrize("given", ["soon", "-1", "nan", "inf"])
def test_a_time_that_is_no_number_says_what_to_write(monkeypatch, given):
    monkeypatch.setenv(RELOAD_VARIABLE, given)

    with pytest.raises(SettingError) as caught:
        seconds()

    assert str(caught.value) == (
        f"BAOXIAO_RELOAD_SECONDS={given!r} is no number of seconds: "
        "write 5, or 0 to look every time, or unset it"
    )
