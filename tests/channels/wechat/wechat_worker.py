"""A server with the channel and a stand-in for the assistant, as a process.

``python wechat_worker.py PORT SECONDS``: answers after so many seconds.
"""

from __future__ import annotations

import asyncio
import dataclasses
import sys
from typing import Any

from rasa.shared.core.domain import Domain
from sanic import Sanic

from channels.conversations import Conversations


class _Agent:
    """Takes its time."""

    tracker_store = Conversations(Domain.empty())

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def is_ready(self) -> bool:
        return True

    async def handle_message(self, message: Any) -> None:
        await asyncio.sleep(self._seconds)
        text = "answered by the other worker"
        payload = {"kind": "small_talk", "language": "zh", "text": text, "say": text}
        await message.output_channel.send_custom_json(message.sender_id, payload)


def main() -> None:
    from rasa.core.channels.channel import register

    from channels import shared
    from channels.wechat import identity, settings
    from channels.wechat.official import WeChatInput
    from tests.channels.wechat.wechat_site import QUICK

    chosen = settings.official()
    assert chosen is not None
    senders = identity.senders(chosen.app_id)
    # the platform waits for three seconds here
    times = dataclasses.replace(QUICK, answer=2.5)
    channel = WeChatInput(chosen, senders, shared.shared(), times)
    app = Sanic("worker", configure_logging=False)
    app.ctx.agent = _Agent(float(sys.argv[2]))
    register([channel], app, "/webhooks/")
    app.run("127.0.0.1", int(sys.argv[1]), access_log=False, motd=False)


if __name__ == "__main__":
    sys.path[:0] = [__file__.rsplit("/", 1)[0], __file__.rsplit("/", 2)[0]]
    main()
