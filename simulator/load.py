"""Many people at once: `python -m simulator.load --users 200 --rate 20 --seconds 30`.

Starts `baoxiao serve` itself. With `--address` it tries a channel that runs already;
that channel's settings then have to stand in the environment, as the channel has them,
and its API setting has to name `--api-port` here.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import sys
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from simulator.account import Account
from simulator.delivery import Delivered, Delivery
from simulator.figures import Report
from simulator.people import User
from simulator.platform import Platform
from simulator.server import ROOT, ServerError, serving

QUESTIONS = ROOT / "data" / "held_out.yml"


@dataclass
class Load:
    """``users`` people send ``rate`` messages a second in all, for ``seconds``.

    Nobody sends a second message before the first is answered, or ``wait`` seconds have
    passed since it was delivered: so a push is known to answer the last message.
    """

    delivery: Delivery
    questions: Sequence[str]
    users: int = 50
    rate: float = 10.0
    seconds: float = 10.0
    wait: float = 20.0
    _free: asyncio.Queue[User] = field(init=False)

    async def run(self) -> Report:
        """Send everything, wait for what is on its way, and count."""
        people = [self.delivery.account.user() for _ in range(self.users)]
        self._free = asyncio.Queue()
        for user in people:
            self._free.put_nowait(user)
        asked = itertools.cycle(self.questions)
        begun, running = time.monotonic(), list[asyncio.Task[Delivered]]()
        for number in range(round(self.rate * self.seconds)):
            due = begun + number / self.rate
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            user = await self._free.get()
            running.append(asyncio.create_task(self._ask(user, next(asked))))
        sent = time.monotonic() - begun
        done = await asyncio.gather(*running)
        # something sent twice may come a little later than the first
        await asyncio.sleep(min(1.0, self.wait))
        return Report.of(done, self.users, sent)

    async def _ask(self, user: User, question: str) -> Delivered:
        before = len(user.inbox)
        try:
            done = await self.delivery.say(user, question)
            if done.outcome == "received":
                await user.until(before + 1, self.wait)
        finally:
            self._free.put_nowait(user)
        return done


def questions(path: Path = QUESTIONS) -> list[str]:
    """Return real questions: of a file of Rasa examples, else one a line.

    Topics take turns, so that few questions already speak of many.
    """
    text = path.read_text(encoding="utf-8")
    if path.suffix not in (".yml", ".yaml"):
        return [line.strip() for line in text.splitlines() if line.strip()]
    groups = [
        [
            line[2:].strip()
            for line in group["examples"].splitlines()
            if line[2:].strip()
        ]
        for group in yaml.safe_load(text)["nlu"]
    ]
    turns = itertools.zip_longest(*groups)
    return [question for turn in turns for question in turn if question]


async def _main(given: argparse.Namespace) -> Report:
    async with AsyncExitStack() as stack:
        if given.address:
            account = Account.from_environment(os.environ, given.channel)
            api = Platform(account, port=given.api_port)
            await stack.enter_async_context(api)
            address = given.address
        else:
            account = Account(kind=given.channel, verified=not given.passive)
            api = await stack.enter_async_context(Platform(account))
            settings = account.environment(api.address)
            print("starting the assistant …", file=sys.stderr)
            server = await stack.enter_async_context(serving(settings))
            address = server.address + account.path
        delivery = await stack.enter_async_context(
            Delivery(account, address, patience=given.patience)
        )
        if not await delivery.verify():
            raise ServerError(f"{address} does not answer the platform's check")
        asked = questions(given.questions)
        load = Load(delivery, asked, given.users, given.rate, given.seconds)
        return await load.run()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("simulator.load", description=__doc__)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--rate", type=float, default=10.0, help="messages a second")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--patience", type=float, default=5.0, help="five-second rule")
    parser.add_argument("--channel", choices=("official", "wecom"), default="official")
    parser.add_argument("--passive", action="store_true", help="may not push")
    parser.add_argument("--questions", type=Path, default=QUESTIONS)
    parser.add_argument("--address", help="the channel's full URL; else start one")
    parser.add_argument("--api-port", type=int, default=0)
    parser.add_argument("--json", type=Path, help="write the report there; - prints it")
    return parser.parse_args()


def main() -> int:
    """Run from the command line; 1 when not every message was answered once."""
    given = _arguments()
    try:
        report = asyncio.run(_main(given))
    except (ServerError, KeyError, OSError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    written = json.dumps(report.as_json(), ensure_ascii=False, indent=1)
    if given.json == Path("-"):
        print(written)
    else:
        print("\n".join(report.lines()))
        if given.json:
            given.json.write_text(written + "\n", encoding="utf-8")
    return 0 if report.once == report.messages else 1


if __name__ == "__main__":
    raise SystemExit(main())
