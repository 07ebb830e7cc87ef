"""Where the server keeps conversations, and how they are erased."""

from __future__ import annotations

import asyncio
import logging
import os
from typing import TYPE_CHECKING

from channels import settings
from shell import project

if TYPE_CHECKING:
    from channels.durable import DurableConversations

logger = logging.getLogger(__name__)

_HOUR = 3600.0
_ALL = -1_000_000.0


def address() -> str:
    """Return the address of the database: ``BAOXIAO_DATABASE``, else a file in var/."""
    given = os.environ.get(settings.DATABASE)
    return given or f"sqlite:///{project.ROOT / 'var' / 'conversations.sqlite'}"


def store() -> DurableConversations:
    """Open the database.

    Raises:
        SettingError: when its address cannot be used.
        ChannelError: when it does not answer.
    """
    from channels.durable import DurableConversations

    return DurableConversations(None, url=address())


async def forget_by_and_by(conversations: DurableConversations) -> None:
    """Erase conversations that rest, now and every hour, as long as the server runs."""
    days = settings.keep_days()
    while True:
        try:
            await conversations.erase_older(days)
        except Exception as error:  # the database is away: in an hour then
            logger.error("old conversations were not erased: %s", error)
        await asyncio.sleep(_HOUR)


def forget(sender: str | None, older_than: float | None, everything: bool) -> str:
    """Erase a conversation, those that rest for so many days, or all; tell what was.

    Raises:
        SettingError: when not exactly one of the three is given.
    """
    if (sender is not None) + (older_than is not None) + everything != 1:
        from knowledge.errors import SettingError

        mend = "name one conversation, or give --older-than DAYS, or --all"
        raise SettingError("it is not clear what to forget", mend)
    kept = store()
    try:
        if sender is not None:
            return _said(int(kept.database.erase(sender)))
        # all: also what a clock that was wrong has put into the future
        days = _ALL if everything else older_than or 0.0
        return _said(asyncio.run(kept.erase_older(days)))
    finally:
        kept.close()


def _said(count: int) -> str:
    return f"{count} conversations erased · 已清除 {count} 个对话"
