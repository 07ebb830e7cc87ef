"""The clients count what a real server answers, and what it does not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from benchmarks.load import CYCLE, Job, first_answer, questions, run
from nlu.language import detect


class Server:
    """Speaks both channels, and answers with what a test puts into ``replies``."""

    def __init__(self) -> None:
        self.asked: dict[str, list[str]] = {}
        self.replies: list[dict[str, Any]] = [{"text": "ok", "kind": "answer"}]
        self.status, self.address = 200, ""
        self.refuses = 0

    async def session(self, request: web.Request) -> web.Response:
        if self.refuses:
            self.refuses -= 1
            return web.json_response({}, status=429)
        token = f"token-{len(self.asked)}"
        self.asked[token] = []
        return web.json_response({"session": token}, status=201)

    async def messages(self, request: web.Request) -> web.Response:
        token = request.headers["Authorization"].removeprefix("Bearer ")
        given = await request.json()
        assert given["id"]
        self.asked[token].append(given["text"])
        return web.json_response({"replies": self.replies}, status=self.status)

    async def rest(self, request: web.Request) -> web.Response:
        given = await request.json()
        self.asked.setdefault(given["sender"], []).append(given["message"])
        found = [{"recipient_id": "x", "custom": reply} for reply in self.replies]
        return web.json_response(found, status=self.status)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    found, app = Server(), web.Application()
    app.router.add_post("/webhooks/web/session", found.session)
    app.router.add_post("/webhooks/web/messages", found.messages)
    app.router.add_post("/webhooks/rest/webhook", found.rest)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    found.address = f"http://{host}:{port}"
    yield found
    await runner.cleanup()


channels = pytest.mark.parametrize("channel", ["web", "rest"])


@channels
async def test_everybody_asks_everything_in_order_then_begins_anew(
    server: Server, channel: str
) -> None:
    outcome = await run(Job(channel, server.address, conversations=3, seconds=1.5))
    # one may have begun when the time was over
    asked = [said for said in server.asked.values() if said]
    assert len(asked) > 3, "nobody came to the end of the questions"
    assert len(outcome.ms) == sum(map(len, asked)) == outcome.answers
    assert not outcome.failures
    assert outcome.seconds >= 1.5
    for said in asked:
        first = questions().index(said[0])
        assert first < 3
        assert said == questions()[first : first + len(said)]
    assert {said[0] for said in asked} == set(questions()[:3])


@channels
async def test_who_cannot_begin_tries_again(server: Server, channel: str) -> None:
    server.refuses = 2 if channel == "web" else 0
    outcome = await run(Job(channel, server.address, conversations=1, seconds=0.5))
    assert outcome.ms
    expected = {"session: status 429": 2} if channel == "web" else {}
    assert outcome.failures == expected


@channels
async def test_a_long_conversation_repeats_its_first_questions(
    server: Server, channel: str
) -> None:
    outcome = await run(Job(channel, server.address, turns=2 * CYCLE + 1))
    (said,) = server.asked.values()
    assert said == 2 * questions()[:CYCLE] + questions()[:1]
    assert len(outcome.ms) == 2 * CYCLE + 1


@channels
@pytest.mark.parametrize("replies", [[], [{"text": "  "}], [{"kind": "answer"}]])
async def test_a_reply_without_text_is_a_failure(
    server: Server, channel: str, replies: list[dict[str, Any]]
) -> None:
    server.replies = replies
    outcome = await run(Job(channel, server.address, turns=2))
    assert outcome.ms == []
    assert outcome.failures == {"empty": 2}
    assert not await first_answer(channel, server.address)


@channels
async def test_an_error_is_a_failure_and_names_its_status(
    server: Server, channel: str
) -> None:
    server.status = 500
    outcome = await run(Job(channel, server.address, turns=1))
    assert outcome.failures == {"status 500": 1}


@channels
async def test_a_reply_that_asks_back_is_no_failure_but_no_answer(
    server: Server, channel: str
) -> None:
    server.replies = [{"text": "which of them?", "kind": "unsure"}]
    outcome = await run(Job(channel, server.address, turns=3))
    assert (len(outcome.ms), outcome.answers) == (3, 0)


@channels
async def test_the_first_answer_is_told_from_no_server(
    server: Server, channel: str
) -> None:
    assert await first_answer(channel, server.address)
    assert not await first_answer(channel, "http://127.0.0.1:9")


def test_the_questions_are_of_both_languages_and_all_different() -> None:
    found = questions()
    assert len(set(found)) == len(found) >= 20
    english = [text for text in found if detect(text) == "en"]
    assert len(found) / 4 <= len(english) <= len(found) * 3 / 4
