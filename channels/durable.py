"""Conversations in a database: nothing is lost when the process ends.

A tracker store of Rasa. A turn costs one small write, whatever the conversation's
length: the row of the conversation has its slots and last events, what was said is
added to a table of its own. Trackers are kept in memory too and read again only when
somebody else has changed or erased them.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SerializedTrackerAsText, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from channels import tail
from channels.database import Database, Row, Saying
from channels.history import Entry

Result = TypeVar("Result")

#: Events of a tracker in memory before the older ones go.
_LONGEST = 80
#: Trackers in memory at once, and messages that are read back.
_MOST_KEPT, _MOST_SAID = 400, 400


@dataclass
class _Kept:
    tracker: DialogueStateTracker
    version: int
    events: int  # of the tracker, when it was last saved
    rows: list[str]  # the last of them as they were saved


@dataclass
class _Held:
    sender: str
    looked: bool = False


#: What the running turn holds: nobody else goes on with it meanwhile.
_held: ContextVar[_Held | None] = ContextVar("held conversation", default=None)


class DurableConversations(TrackerStore, SerializedTrackerAsText):  # type: ignore[misc]
    """Keeps conversations in the database at an address."""

    def __init__(
        self,
        domain: Domain | None,
        event_broker: EventBroker | None = None,
        url: str = "sqlite:///var/conversations.sqlite",
        **_: Any,
    ) -> None:
        """Open the database at ``url`` and create what is missing in it.

        Raises:
            SettingError: when ``url`` is no address of SQLite or PostgreSQL.
            ChannelError: when the database does not answer.
        """
        super().__init__(domain or Domain.empty(), event_broker)
        self.database = Database(url)
        self.database.prepare()
        self._threads = ThreadPoolExecutor(self.database.threads, "database")
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep ``tracker``.

        Raises:
            ChannelError: when the database does not answer; nothing is kept then.
            ConversationChanged: when another worker was faster.
        """
        await self.stream_events(tracker)
        sender = tracker.sender_id
        kept = self._kept.get(sender)
        if kept is None or kept.tracker is not tracker:
            kept = _Kept(tracker, 0, 0, [])
        new = list(tracker.events)[kept.events :]
        said = [one for event in new if (one := _saying(event))]
        rows = [*kept.rows, *tail.rows(new)][-tail.EVENTS :]
        row = Row(kept.version + 1, tail.write(tracker, rows))
        try:
            await self._in_turn(
                self.database.save, sender, row, uuid.uuid4().hex, time.time(), said
            )
        except Exception:
            self._kept.pop(sender, None)  # what is in memory is ahead of what is kept
            raise
        tail.shorten(tracker, _LONGEST, _LONGEST // 2)
        self._keep(sender, _Kept(tracker, row.version, len(tracker.events), rows))

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return a conversation, or None.

        Raises:
            ChannelError: when the database does not answer.
        """
        kept, held = self._kept.get(sender_id), _held.get()
        if held is not None and held.sender != sender_id:
            held = None
        if kept is not None:
            if held is not None and held.looked:
                return kept.tracker
            # another worker may have gone on, or `baoxiao forget` erased it
            version = await self._in_turn(self.database.version, sender_id)
            if version == kept.version:
                if held is not None:
                    held.looked = True
                return kept.tracker
            if self._kept.get(sender_id) is kept:
                del self._kept[sender_id]
        row = await self._in_turn(self.database.load, sender_id, tail.EVENTS)
        if row is None:
            return None
        newer = self._kept.get(sender_id)
        if newer is not None and newer.version >= row.version:
            return newer.tracker  # a turn went on with it while this was read
        tracker = tail.read(row.state, row.said, self.init_tracker(sender_id))
        rows = tail.rows(list(tracker.events)[-tail.EVENTS :])
        self._keep(sender_id, _Kept(tracker, row.version, len(tracker.events), rows))
        return tracker

    async def said(self, sender_id: str) -> list[Entry]:
        """Return what was said in a conversation, oldest first."""
        rows = await self._run(self.database.said, sender_id, _MOST_SAID)
        return [entry for row in rows if (entry := _entry(row))]

    async def keys(self) -> list[str]:
        """Return everybody who has a conversation."""
        return await self._run(self.database.senders)

    @contextlib.contextmanager
    def held(self, sender_id: str) -> Iterator[None]:
        """Look once only whether somebody else has changed it: who calls holds it."""
        token = _held.set(_Held(sender_id))
        try:
            yield
        finally:
            _held.reset(token)

    def undo(self, sender_id: str) -> None:
        """Leave a conversation as it was last saved: a turn has broken off."""
        self._kept.pop(sender_id, None)

    async def erase(self, sender_id: str) -> bool:
        """Erase a conversation for good; tell whether there was one."""
        self._kept.pop(sender_id, None)
        return await self._run(self.database.erase, sender_id)

    async def erase_older(self, days: float) -> int:
        """Erase conversations that rested for so many days; return how many."""
        moment = time.time() - days * 86_400
        count = await self._run(self.database.erase_before, moment)
        copies = list(self._kept)
        known = await self._run(self.database.known, copies)
        for sender in copies:
            if sender not in known:
                self._kept.pop(sender, None)
        return count

    def close(self) -> None:
        """Let go of the database."""
        self._threads.shutdown(wait=True)
        self.database.close()

    async def _in_turn(self, work: Callable[..., Result], *arguments: Any) -> Result:
        """Do what every turn needs.

        SQLite does it here: it takes less time than a thread takes to be woken, and
        waits only while another program writes.
        """
        if self.database.is_shared:
            return await self._run(work, *arguments)
        return work(*arguments)

    async def _run(self, work: Callable[..., Result], *arguments: Any) -> Result:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, work, *arguments)

    def _keep(self, sender: str, kept: _Kept) -> None:
        self._kept.pop(sender, None)
        self._kept[sender] = kept
        while len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)


def _saying(event: Event) -> Saying | None:
    """Return the row of a message or reply."""
    if isinstance(event, UserUttered):
        parsed = event.parse_data
        intent = parsed.get("intent") or {}
        body = {
            "text": event.metadata.get("shown", event.text or ""),
            "id": event.metadata.get("id"),
            "intent": intent.get("name"),
            "confidence": round(float(intent.get("confidence") or 0.0), 4),
            "language": parsed.get("language"),
        }
        return Saying(event.timestamp, event.input_channel or "", True, _json(body))
    if isinstance(event, BotUttered) and event.data.get("custom"):
        return Saying(event.timestamp, "", False, _json(event.data["custom"]))
    return None


def _entry(row: Saying) -> Entry | None:
    body = json.loads(row.body)
    if not row.person:
        return Entry(row.time, payload=body)
    return Entry(row.time, text=body["text"]) if body["text"] else None


def _json(body: Any) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))
