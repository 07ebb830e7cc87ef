"""The insights as tables, for the terminal and the page alike."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.load import Base
from knowledge.model import Text
from shell.insights import Insights, by_size
from shell.insights_clusters import LEAST, Cluster
from shell.insights_feedback import Verdicts
from shell.insights_words import named, percent, question, topic
from shell.report import Table

_BARS = "▁▂▃▄▅▆▇█"
#: Columns of a small picture of a topic's days.
COLUMNS = 15
#: Characters of a story that are shown, where it is.
_LONGEST = 80
#: Kinds of question in the table; JSON has all.
_MOST = 30


@dataclass(frozen=True)
class Told:
    """Everything the insights say. ``hidden`` clusters are counted, not shown.

    With ``everything``, what single people wrote may be shown.
    """

    base: Base
    found: Insights
    clusters: Sequence[Cluster]
    hidden: int
    verdicts: Mapping[str, Verdicts]
    kept_days: float
    everything: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nobody has asked anything."""
        return not self.found.conversations


def heading(told: Told) -> str:
    """Return the title, with the days it is about."""
    first, last = told.found.days[0], told.found.days[-1]
    return f"对话洞察 · Insights · {first} – {last}"


def nothing(told: Told) -> str:
    """Return what is said while nobody has asked anything."""
    first = told.found.days[0]
    return (
        f"自 {first} 起还没有对话，等有人来问过就能看到了。\n"
        f"No conversations since {first} yet: once people ask, this shows what."
    )


def notes(told: Told) -> Iterator[str]:
    """Yield what must be known to read the numbers."""
    if len(told.found.days) > told.kept_days:
        yield (
            f"对话静止 {told.kept_days:g} 天后会被清除，更早的日子数得不全。"
            f" Conversations that rest for {told.kept_days:g} days are erased, so what "
            "lies further back is incomplete."
        )
    if len(told.clusters) > _MOST:
        yield (
            f"只列出问得最多的 {_MOST} 类，共 {len(told.clusters)} 类（--json 全有）。"
            f" The {_MOST} most frequent of {len(told.clusters)} kinds of question are "
            "listed (--json has all)."
        )
    if told.hidden:
        yield (
            f"另有 {told.hidden} 类问题来自不到 {LEAST} 个对话，只计数、不显示"
            f"（--all 显示）。 {told.hidden} more kinds of question come from fewer "
            f"than {LEAST} conversations: counted, not shown (--all shows them)."
        )


def tables(told: Told) -> Iterator[Table]:
    """Yield the tables that are not empty."""
    every = (
        numbers(told),
        topics(told),
        questions(told),
        tasks(told),
        counts(
            Text(zh="沉默前的最后一句", en="Last reply before silence"), told.found.ends
        ),
        feedback(told),
    )
    yield from (table for table in every if table.rows)


def numbers(told: Told) -> Table:
    """Return the numbers that sum everything up."""
    found = told.found
    rows = [
        ("对话 · conversations", found.conversations),
        ("来访 · visits", found.visits),
        ("消息 · messages", found.messages),
        ("打开了没有提问 · opened, nothing asked", found.opened),
        ("提问 · questions", found.questions),
    ]
    shares = [
        (f"{named(name)}", f"{found.outcomes[name]} ({percent(found.share(name))})")
        for name in ("answered", "declined", "failed")
    ]
    split = [
        (f"{what}: {named(name)}", str(count))
        for what, counter in (
            ("语言 · language", found.languages),
            ("渠道 · channel", found.channels),
        )
        for name, count in counter.most_common()
    ]
    return Table(
        Text(zh="总览", en="At a glance"),
        (Text(zh="项目", en="what"), Text(zh="数", en="number")),
        (*((what, str(number)) for what, number in rows), *shares, *split),
    )


def topics(told: Told) -> Table:
    """Return the topics, the most asked first, with their days as small pictures."""
    whole = sum(sum(counts) for counts in told.found.topics.values())
    return Table(
        Text(zh="主题", en="Topics"),
        (
            Text(zh="主题", en="topic"),
            Text(zh="次数", en="times"),
            Text(zh="占比", en="share"),
            Text(zh="走势", en="over time"),
        ),
        tuple(
            (
                topic(told.base, name),
                str(sum(counts)),
                percent(sum(counts) / whole),
                bars(columns(counts)),
            )
            for name, counts in by_size(told.found.topics)
        ),
    )


def columns(counts: Sequence[int], most: int = COLUMNS) -> list[int]:
    """Return daily counts summed up so that no more than ``most`` are left."""
    size = -(-len(counts) // most)
    first = len(counts) % size  # a short one comes first: the newest are whole
    edges = [0, *range(first or size, len(counts), size), len(counts)]
    return [sum(counts[a:b]) for a, b in pairwise(edges)]


def bars(counts: Sequence[int]) -> str:
    """Return counts as a row of bars, the highest full."""
    most = max(counts, default=0)
    if not most:
        return ""
    return "".join(
        _BARS[-(-count * (len(_BARS) - 1) // most)] if count else " "
        for count in counts
    )


def questions(told: Told) -> Table:
    """Return what got no good answer."""
    return Table(
        Text(zh="没答好的问题", en="Questions without a good answer"),
        (
            Text(zh="对话数", en="conversations"),
            Text(zh="消息数", en="messages"),
            Text(zh="典型问法", en="typical wordings"),
            Text(zh="怎么没答好", en="what happened"),
            Text(zh="可能是问", en="likely about"),
        ),
        tuple(
            (
                str(one.conversations),
                str(one.size),
                "\n".join(_wordings(told, one)),
                "\n".join(f"{named(kind)}: {n}" for kind, n in one.kinds.items()),
                topic(told.base, one.guess),
            )
            for one in told.clusters[:_MOST]
        ),
    )


def _wordings(told: Told, one: Cluster) -> Sequence[str]:
    if one.typical:
        return one.typical
    if told.everything:
        return [f"{one.questions[0].text[:_LONGEST]}…"]
    return ["（都是长叙述，不显示 · long stories only, not shown）"]


def tasks(told: Told) -> Table:
    """Return how the guided tasks went, and where they were left."""
    return Table(
        Text(zh="办事引导", en="Guided tasks"),
        (
            Text(zh="任务", en="task"),
            Text(zh="开始", en="begun"),
            Text(zh="完成", en="finished"),
            Text(zh="停在哪一问", en="left at"),
        ),
        tuple(
            (
                named(name),
                str(task.begun),
                f"{task.finished} ({percent(task.finished / task.begun)})",
                "\n".join(
                    f"{question(told.base, asked)}: {count}"
                    for asked, count in task.left.most_common()
                ),
            )
            for name, task in sorted(told.found.tasks.items())
        ),
    )


def counts(title: Text, counted: Counter[str]) -> Table:
    """Return counts by name."""
    whole = sum(counted.values())
    return Table(
        title,
        (
            Text(zh="类型", en="kind"),
            Text(zh="次数", en="times"),
            Text(zh="占比", en="share"),
        ),
        tuple(
            (named(name), str(count), percent(count / whole))
            for name, count in counted.most_common()
        ),
    )


def feedback(told: Told) -> Table:
    """Return what people said of the answers."""
    return Table(
        Text(zh="评价", en="Feedback"),
        (
            Text(zh="主题", en="topic"),
            Text(zh="有帮助", en="helpful"),
            Text(zh="没帮助", en="unhelpful"),
            Text(zh="有帮助的比例", en="share helpful"),
            Text(zh="原因", en="reasons"),
        ),
        tuple(
            (
                topic(told.base, name),
                str(one.helpful),
                str(one.unhelpful),
                percent(one.share),
                "\n".join(f"{named(why)}: {n}" for why, n in one.reasons.most_common()),
            )
            for name, one in told.verdicts.items()
        ),
    )


def day(moment: dt.date) -> str:
    """Return a day as it stands under a picture."""
    return f"{moment.month}-{moment.day:02}"
