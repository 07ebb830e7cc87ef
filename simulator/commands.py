"""One line of somebody at a phone: what is typed, or a command that does something."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from simulator import menus, messages
from simulator.account import Account
from simulator.delivery import Delivered, Delivery
from simulator.messages import Message
from simulator.people import User
from simulator.phone import Phone
from simulator.server import Server

#: Seconds for which the server stands still, unless told.
_SLOW = 6.0
_PLAIN: dict[str, Callable[[Account, User], Message]] = {
    "/image": messages.image,
    "/video": messages.video,
    "/location": messages.location,
    "/link": messages.link,
    "/follow": messages.follow,
    "/unfollow": messages.unfollow,
}


class Chat:
    """Somebody at a phone. ``wait`` is how long a push is waited for."""

    def __init__(
        self, delivery: Delivery, server: Server | None, phone: Phone, wait: float
    ) -> None:
        self.delivery = delivery
        self.server = server
        self.phone = phone
        self.wait = wait
        self.stall = 0.0
        self.begin()

    def begin(self) -> None:
        """Become somebody new."""
        self.user = self.delivery.account.user()
        self.user.listener = self.phone.shows

    async def line(self, line: str) -> bool:
        """Do what ``line`` says; False to leave."""
        command, _, rest = line.strip().partition(" ")
        rest = rest.strip()
        if command == "/quit":
            return False
        if not command:
            return True
        if command == "/help":
            self.phone.help()
        elif command == "/new":
            self.begin()
        elif command == "/slow":
            self._slow(rest)
        elif command == "/menu" and not rest:
            self._list()
        else:
            message = self._message(command, rest, line.strip())
            if message is not None:
                await self._send(message, line.strip())
        return True

    def _message(self, command: str, rest: str, line: str) -> Message | None:
        account, user = self.delivery.account, self.user
        if command in _PLAIN:
            return _PLAIN[command](account, user)
        if command == "/voice":
            return messages.voice(account, user, rest)
        if command == "/menu":
            return messages.click(account, user, rest)
        if command == "/scan":
            return messages.scan(account, user, rest)
        if command == "/tap":
            return self._tap(rest)
        if command.startswith("/"):
            self.phone.note("unknown")
            return None
        return messages.text(account, user, line)

    def _tap(self, rest: str) -> Message | None:
        options = self.user.options
        number = int(rest) if rest.isdecimal() else 0
        if not 1 <= number <= len(options):
            self.phone.note("option")
            return None
        ident, label = options[number - 1]
        return messages.text(self.delivery.account, self.user, label, ident)

    def _slow(self, rest: str) -> None:
        try:
            self.stall = min(60.0, max(0.0, float(rest or _SLOW)))
        except ValueError:
            self.phone.note("number")
        else:
            self.phone.note("slow", self.stall)

    def _list(self) -> None:
        entries = menus.keys(self.delivery.account.menu)
        if not entries:
            self.phone.note("no menu")
        for name, key in entries:
            self.phone.plain(f"/menu {key}   {name}")

    async def _send(self, message: Message, line: str) -> None:
        self.phone.mine(line)
        before = len(self.user.inbox)
        done = await self._deliver(message)
        self.phone.problems(done.problems)
        silent = message.fields.get("Event") == "unsubscribe"
        if done.outcome == "received" and not silent:
            if not await self.user.until(before + 1, self.wait):
                self.phone.note("nothing")

    async def _deliver(self, message: Message) -> Delivered:
        stall, self.stall = self.stall, 0.0
        if not stall or self.server is None:
            return await self.delivery.send(message)
        still = asyncio.create_task(self.server.stand_still(stall))
        try:
            await asyncio.sleep(0.05)
            return await self.delivery.send(message)
        finally:
            await still
