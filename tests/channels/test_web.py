"""The web channel over HTTP, as people and their programs use it."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from channels.errors import FAILED
from tests.channels.web_site import API, Person, Site, choices

QUESTION = "医保卡丢了怎么补办"
STREAM = {"Accept": "text/event-stream"}


async def events(
    site: Site, person: Person, **message: Any
) -> list[tuple[str, dict[str, Any]]]:
    """Send a message and return the events that came, in order."""
    found, name = [], ""
    async with site.http.stream(
        "POST",
        f"{API}/messages",
        json={"id": "m1", **message},
        headers={**person.headers, **STREAM},
    ) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/event-stream"
        async for line in answer.aiter_lines():
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif line.startswith("data: "):
                found.append((name, json.loads(line.removeprefix("data: "))))
    return found


# --- a conversation ------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_session_begins_with_a_greeting_in_its_language(
    site: Site, language: str
) -> None:
    person = await site.begin(language)
    begun = person.begun
    assert begun["replies"][0]["language"] == language
    assert choices(begun["replies"][0])
    assert begun["length"] == 2_000
    assert begun["expires"].endswith("Z")
    assert {c["id"] for c in begun["controls"][language]} >= {"human", "helpful"}
    assert (await person.history())[0]["reply"]["kind"] == "small_talk"
    assert await person.said() == []


async def test_a_session_without_a_body_speaks_chinese(site: Site) -> None:
    answer = await site.http.post(f"{API}/session")
    assert answer.status_code == 201
    assert answer.json()["replies"][0]["language"] == "zh"


@pytest.mark.parametrize(
    ("text", "language"), [(QUESTION, "zh"), ("I lost my social security card", "en")]
)
async def test_a_question_is_answered_with_its_law(
    site: Site, text: str, language: str
) -> None:
    person = await site.begin()
    answer = await person.send(id="m1", text=text)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    row = answer.json()
    assert (row["id"], row["shown"], row["form"]) == ("m1", text, None)
    reply = row["replies"][0]
    assert (reply["topic"], reply["language"]) == ("lost_card", language)
    assert reply["citations"] or reply["other_basis"]
    assert not {"confidence", "ranking", "facts"} & set(reply)
    assert "/inform" not in answer.text
    assert '"payload"' not in answer.text


async def test_an_option_is_chosen_by_its_token(site: Site) -> None:
    person = await site.begin()
    option = choices(person.begun["replies"][0])[1]
    replies = await person.choose(option["choice"])
    assert replies[0]["kind"] in ("answer", "neighbour")
    assert await person.said() == [option["label"]]


async def test_an_option_is_chosen_by_its_number_too(site: Site) -> None:
    one, other = await site.begin(), await site.begin()
    by_token = await one.choose(choices(one.begun["replies"][0])[1]["choice"])
    by_number = await other.say("2")
    assert by_number[0]["answer"] == by_token[0]["answer"]
    assert await other.said() == ["2"]


@pytest.mark.parametrize(("spoken", "first"), [("zh", "hello"), ("en", "你好")])
async def test_an_option_is_answered_in_the_language_in_which_it_was_offered(
    site: Site, spoken: str, first: str
) -> None:
    person = await site.begin(spoken)
    await person.say(first)
    replies = await person.choose(choices(person.begun["replies"][0])[0]["choice"])
    assert replies[0]["language"] == spoken


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_every_control_is_answered_in_its_language(
    site: Site, language: str
) -> None:
    person = await site.begin(language)
    await person.say(QUESTION if language == "zh" else "I lost my card")
    for control in person.begun["controls"][language]:
        replies = await person.choose(control["choice"])
        assert replies[0]["text"], control["id"]
        assert replies[0]["language"] == language, control["id"]
    said = [control["label"] for control in person.begun["controls"][language]]
    assert (await person.said())[1:] == said


async def test_the_history_is_of_ones_own_session_only(site: Site) -> None:
    one, other = await site.begin(), await site.begin()
    await one.say("我的医保在厦门")
    assert await one.said() == ["我的医保在厦门"]
    assert await other.said() == []
    assert "厦门" not in (await other.say("你知道我什么情况"))[0]["text"]


async def test_options_of_the_history_can_still_be_chosen(site: Site) -> None:
    person = await site.begin()
    entry = (await person.history())[0]
    assert await person.choose(choices(entry["reply"])[0]["choice"])


async def test_who_erases_a_conversation_finds_nothing_of_it(site: Site) -> None:
    person = await site.begin()
    await person.say("我的医保在厦门")
    for _ in range(2):
        answer = await site.http.delete(f"{API}/session", headers=person.headers)
        assert (answer.status_code, answer.content) == (204, b"")
        assert await person.history() == []
    assert "厦门" not in (await person.say("你知道我什么情况"))[0]["text"]
    await person.say("我的医保在厦门")
    await site.http.delete(f"{API}/session", headers=person.headers)
    assert await person.history() == []


async def test_erasing_waits_for_the_answer_that_is_being_given(site: Site) -> None:
    person = await site.begin()
    site.agent.held = True
    sending = asyncio.create_task(person.send(text="我的医保在厦门"))
    await site.agent.begun.wait()
    erasing = asyncio.create_task(
        site.http.delete(f"{API}/session", headers=person.headers)
    )
    await asyncio.sleep(0.05)
    assert not erasing.done()
    site.agent.gate.set()
    assert (await sending).status_code == 200
    assert (await erasing).status_code == 204
    assert await person.history() == []


async def test_personal_numbers_are_hidden_in_answer_and_history(site: Site) -> None:
    person = await site.begin()
    answer = await person.send(text="我电话13800138000，卡丢了怎么补办")
    assert answer.json()["shown"] == "我电话＊＊＊，卡丢了怎么补办"
    later = await person.send(text="mail a.b@example.com about passport E12345678")
    assert later.json()["shown"] == "mail ＊＊＊ about passport ＊＊＊"
    assert await person.said() == [
        "我电话＊＊＊，卡丢了怎么补办",
        "mail ＊＊＊ about passport ＊＊＊",
    ]


# --- once ----------------------------------------------------------------------------


async def test_a_message_sent_again_is_not_answered_twice(site: Site) -> None:
    person = await site.begin()
    first = await person.send(id="m1", text=QUESTION)
    again = await person.send(id="m1", text=QUESTION)
    assert again.json() == first.json()
    assert await person.said() == [QUESTION]


async def test_a_message_that_comes_twice_at_once_is_answered_once(site: Site) -> None:
    person = await site.begin()
    site.agent.held = True
    sending = [
        asyncio.create_task(person.send(id="m1", text=QUESTION)) for _ in range(3)
    ]
    await site.agent.begun.wait()
    await asyncio.sleep(0.05)
    site.agent.gate.set()
    answers = await asyncio.gather(*sending)
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert site.agent.calls == 1
    assert await person.said() == [QUESTION]


async def test_the_same_id_of_two_people_is_two_messages(site: Site) -> None:
    one, other = await site.begin(), await site.begin()
    await one.send(id="m1", text=QUESTION)
    answer = await other.send(id="m1", text="生孩子能报多少钱")
    assert answer.json()["replies"][0]["topic"] == "maternity"


async def test_messages_of_one_person_are_answered_in_the_order_they_came(
    site: Site,
) -> None:
    person = await site.begin()
    site.agent.held = True
    words = [f"医保卡丢了怎么补办{n}" for n in range(3)]
    sending = []
    for text in words:
        sending.append(asyncio.create_task(person.send(text=text)))
        await asyncio.sleep(0.05)
    site.agent.gate.set()
    await asyncio.gather(*sending)
    assert await person.said() == words


async def wait_for_words(person: Person, words: list[str]) -> None:
    for _ in range(100):
        if await person.said() == words:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"{await person.said()} is not {words}")


@pytest.mark.parametrize("headers", [{}, STREAM], ids=["json", "stream"])
async def test_a_message_is_answered_even_when_its_sender_has_left(
    site: Site, headers: dict[str, str]
) -> None:
    person = await site.begin()
    site.agent.held = True
    body = json.dumps({"id": "m1", "text": QUESTION}).encode()
    head = {**person.headers, **headers, "Host": "x", "Content-Length": str(len(body))}
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    _, writer = await asyncio.open_connection("127.0.0.1", site.port)
    writer.write(f"POST {API}/messages HTTP/1.1\r\n{lines}\r\n".encode() + body)
    await writer.drain()
    await site.agent.begun.wait()
    writer.close()
    await writer.wait_closed()
    await asyncio.sleep(0.05)
    site.agent.gate.set()
    await wait_for_words(person, [QUESTION])
    again = await person.send(id="m1", text=QUESTION)
    assert again.json()["replies"][0]["topic"] == "lost_card"
    assert site.agent.calls == 1


@pytest.mark.parametrize("headers", [{}, STREAM], ids=["json", "stream"])
async def test_a_failure_is_told_and_the_same_message_may_be_sent_again(
    site: Site, headers: dict[str, str]
) -> None:
    person = await site.begin()
    site.agent.failing = RuntimeError("the model is gone")
    if headers:
        found = await events(site, person, text=QUESTION)
        assert [name for name, _ in found] == ["accepted", "error"]
        error = found[1][1]
    else:
        answer = await person.send(id="m1", text=QUESTION)
        assert answer.status_code == 500
        error = answer.json()["error"]
    assert error == {
        "code": "failed",
        "message": {"zh": FAILED.zh, "en": FAILED.en},
    }
    site.agent.failing = None
    again = await person.send(id="m1", text=QUESTION)
    assert again.json()["replies"][0]["topic"] == "lost_card"


@pytest.mark.parametrize("headers", [{}, STREAM], ids=["json", "stream"])
async def test_what_nobody_foresaw_is_told_like_any_failure_and_without_its_text(
    site: Site,
    headers: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    person = await site.begin()

    async def broken(*_: Any) -> None:
        raise OSError("the secret store is gone")

    monkeypatch.setattr("channels.talk.Talk._last", broken)
    if headers:
        found = await events(site, person, text=QUESTION)
        assert [name for name, _ in found] == ["accepted", "error"]
        text = json.dumps(found[1][1])
    else:
        answer = await person.send(text=QUESTION)
        assert answer.status_code == 500
        assert answer.headers["cache-control"] == "no-store"
        text = json.dumps(answer.json()["error"])
    assert '"failed"' in text
    assert "secret store" not in text
    assert any("channels.web" == record.name for record in caplog.records)


# --- events --------------------------------------------------------------------------


async def test_events_come_in_order_and_say_the_same_as_the_plain_answer(
    site: Site,
) -> None:
    text = "生孩子能报多少钱？医保卡丢了怎么补办？"
    one, other = await site.begin(), await site.begin()
    plain = (await one.send(id="m1", text=text)).json()
    found = await events(site, other, text=text)
    assert len(plain["replies"]) > 1
    names = [name for name, _ in found]
    assert names == ["accepted", *["reply"] * len(plain["replies"]), "done"]
    assert found[0][1] == {"id": "m1"}
    assert [row["say"] for _, row in found[1:-1]] == [
        reply["say"] for reply in plain["replies"]
    ]
    assert found[-1][1] == {"id": "m1", "shown": text, "form": None}
    for _, row in found[1:-1]:
        for option in choices(row):
            assert set(option) == {"label", "choice"}
    assert await other.choose(choices(found[-2][1])[0]["choice"])


async def test_events_of_a_message_sent_again_are_the_same(site: Site) -> None:
    person = await site.begin()
    first = await events(site, person, text=QUESTION)
    assert await events(site, person, text=QUESTION) == first
    assert await person.said() == [QUESTION]


async def test_that_a_message_was_taken_is_told_before_it_is_answered(
    site: Site,
) -> None:
    person = await site.begin()
    site.agent.held = True
    async with site.http.stream(
        "POST",
        f"{API}/messages",
        json={"id": "m1", "text": QUESTION},
        headers={**person.headers, **STREAM},
    ) as answer:
        lines = answer.aiter_lines()
        assert await asyncio.wait_for(anext(lines), 5) == "event: accepted"
        site.agent.gate.set()
        rest = [line async for line in lines]
    assert "event: done" in rest


@pytest.mark.parametrize(("text", "code"), [("", "empty"), ("医" * 2_001, "length")])
async def test_a_message_that_cannot_be_ends_the_events_with_an_error(
    site: Site, text: str, code: str
) -> None:
    found = await events(site, await site.begin(), text=text)
    assert [name for name, _ in found] == ["accepted", "error"]
    assert found[1][1]["code"] == code


async def test_a_refusal_before_the_events_begin_is_plain_json(site: Site) -> None:
    answer = await site.http.post(f"{API}/messages", headers=STREAM)
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "session"


# --- the server ----------------------------------------------------------------------


async def test_it_is_ready_until_it_stops_and_then_takes_no_message(site: Site) -> None:
    person = await site.begin()
    assert (await site.http.get(f"{API}/ready")).status_code == 200
    await site.stop()
    answer = await site.http.get(f"{API}/ready")
    assert (answer.status_code, answer.json()) == (503, {"status": "not ready"})
    assert (await site.http.get(f"{API}/health")).status_code == 200
    refused = await person.send(text=QUESTION)
    assert refused.status_code == 503
    assert refused.json()["error"]["code"] == "unavailable"
    assert int(refused.headers["retry-after"]) > 0


async def test_while_the_model_is_not_there_it_is_not_ready(site: Site) -> None:
    site.app.ctx.agent = None
    assert (await site.http.get(f"{API}/ready")).status_code == 503
    answer = await site.http.post(f"{API}/session")
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "unavailable")


async def test_stopping_waits_for_the_answer_that_is_being_given(site: Site) -> None:
    person = await site.begin()
    site.agent.held = True
    sending = asyncio.create_task(person.send(text=QUESTION))
    await site.agent.begun.wait()
    stopping = asyncio.create_task(site.stop())  # type: ignore[arg-type]
    await asyncio.sleep(0.05)
    assert not stopping.done()
    site.agent.gate.set()
    await stopping
    assert (await sending).status_code == 200


@pytest.mark.parametrize("path", ["/", "/chat", "/demo/page.css"])
async def test_pages_let_nothing_from_elsewhere_in(site: Site, path: str) -> None:
    answer = await site.http.get(path)
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["content-type"].endswith("; charset=utf-8")


async def test_any_page_may_use_the_script(site: Site) -> None:
    answer = await site.http.get("/widget/baoxiao-chat.js")
    assert answer.status_code == 200
    assert "javascript" in answer.headers["content-type"]
    assert answer.headers["content-type"].endswith("; charset=utf-8")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/session", "/messages", "/history", "/ready"])
async def test_nothing_of_the_channel_is_kept_by_a_cache(site: Site, path: str) -> None:
    method = "POST" if path in ("/session", "/messages") else "GET"
    answer = await site.http.request(method, f"{API}{path}")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in answer.headers


async def test_what_people_write_is_in_no_log_of_ours(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    for name in ("channels", "shell", "actions", "knowledge", "nlu"):
        caplog.set_level("DEBUG", name)
    person = await site.begin()
    await person.say(f"{QUESTION}，我叫王小明，住在鼓浪屿")
    await person.send(text="鼓浪屿" * 1_000)
    site.agent.failing = RuntimeError("the model is gone")
    await person.send(text="鼓浪屿怎么走")
    ours = ("channels", "shell", "actions", "knowledge", "nlu", "sanic")
    records = [r for r in caplog.records if r.name.partition(".")[0] in ours]
    assert records, "the failure is logged at least"
    text = caplog.handler.format
    logged = "\n".join(text(record) for record in records)
    for secret in ("鼓浪屿", "王小明", person.begun["session"]):
        assert secret not in logged


async def test_an_error_says_what_to_do_in_both_languages(site: Site) -> None:
    error = (await site.http.get(f"{API}/history")).json()["error"]
    assert error["code"] == "session"
    assert "重新" in error["message"]["zh"]
    assert "begin a new one" in error["message"]["en"]
