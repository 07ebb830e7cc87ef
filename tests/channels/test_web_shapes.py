"""The JSON that goes in and out of the web channel."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels import history, web_shapes
from channels.errors import ChannelError
from channels.signing import Signing
from channels.talk import Choice
from channels.web_shapes import LARGEST, Incoming

OPTION = {"label": "住院", "payload": '/inform{"care": "inpatient"}'}
OTHER = {"label": "How long?", "payload": "/reimbursement_time_limit"}
PAYLOAD: dict[str, Any] = {
    "kind": "answer",
    "language": "zh",
    "topic": "maternity",
    "say": "可以报。",
    "options": [OPTION, OTHER],
    "ask": {"fact": "care", "question": "住院还是门诊？", "options": [OPTION]},
    "feedback": {"question": "有帮助吗？", "options": [OTHER]},
    "confidence": 0.9,
    "ranking": [["maternity", 0.9]],
    "facts": [["参保地", "厦门"]],
}
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "text", "choice", "language", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


def shown(choice: Choice) -> str:
    return f"{choice.payload}|{choice.label}|{choice.language}"


def names(value: Any) -> set[str]:
    """Return every key, anywhere in a payload."""
    if isinstance(value, dict):
        return set(value).union(*map(names, value.values()))
    if isinstance(value, list):
        return set[str]().union(*map(names, value))
    return set()


def refused(call: Any, raw: bytes) -> ChannelError:
    with pytest.raises(ChannelError) as error:
        call(raw)
    return error.value


# --- replies -------------------------------------------------------------------------


def test_what_options_mean_and_what_is_only_for_us_stays_on_the_server() -> None:
    found = web_shapes.reply(PAYLOAD, shown)
    assert not names(found) & {"payload", "confidence", "ranking", "facts"}
    assert found["say"] == "可以报。"
    assert found["ask"]["question"] == "住院还是门诊？"


def test_every_option_is_signed_for_what_it_means_in_the_language_of_the_reply() -> (
    None
):
    found = web_shapes.reply(PAYLOAD, shown)
    wanted = [
        {"label": one["label"], "choice": f"{one['payload']}|{one['label']}|zh"}
        for one in (OPTION, OTHER)
    ]
    assert found["options"] == wanted
    assert found["ask"]["options"] == wanted[:1]
    assert found["feedback"]["options"] == wanted[1:]


@pytest.mark.parametrize(
    ("language", "wanted"), [("en", "en"), ("zh", "zh"), (None, "zh"), ("fr", "zh")]
)
def test_an_option_keeps_the_language_of_its_reply(
    language: str | None, wanted: str
) -> None:
    found = web_shapes.reply({"language": language, "options": [OPTION]}, shown)
    assert found["options"][0]["choice"].endswith(f"|{wanted}")


def test_a_reply_is_not_changed_by_being_shown() -> None:
    before = copy.deepcopy(PAYLOAD)
    web_shapes.reply(PAYLOAD, shown)
    assert before == PAYLOAD


@pytest.mark.parametrize(
    "payload", [{}, {"kind": "answer"}, {"ask": None, "feedback": None, "options": []}]
)
def test_a_reply_without_options_stays_as_it_is(payload: dict[str, Any]) -> None:
    assert web_shapes.reply(payload, shown) == payload


def test_controls_are_the_same_in_both_languages_each_with_its_own_label() -> None:
    found = web_shapes.controls(shown)
    assert set(found) == {"zh", "en"}
    ids = [[control["id"] for control in found[spoken]] for spoken in ("zh", "en")]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == len(ids[0])
    for zh, en in zip(found["zh"], found["en"], strict=True):
        assert zh["label"] != en["label"]
        payloads = [one["choice"].split("|")[0] for one in (zh, en)]
        assert payloads[0] == payloads[1]
        assert zh["choice"].endswith("|zh")
        assert en["choice"].endswith("|en")


def test_a_line_of_the_history_says_who_said_it_and_when() -> None:
    person = web_shapes.entry(history.Entry(0.9, text="你好"), shown)
    assert person == {"from": "person", "text": "你好", "time": "1970-01-01T00:00:00Z"}
    assistant = web_shapes.entry(history.Entry(60.0, payload=PAYLOAD), shown)
    assert assistant["from"] == "assistant"
    assert assistant["time"] == "1970-01-01T00:01:00Z"
    assert assistant["reply"] == web_shapes.reply(PAYLOAD, shown)


@pytest.mark.parametrize("wait", [None, 12])
def test_a_refusal_says_when_to_come_back_if_it_knows(wait: int | None) -> None:
    error = refused(web_shapes.body, b"[]")
    error.retry_after = wait
    row = web_shapes.error(error)["error"]
    assert row["code"] == "request"
    assert set(row["message"]) == {"zh", "en"}
    assert row.get("retry_after") == wait
    assert ("retry_after" in row) == (wait is not None)


def test_options_are_signed_for_one_session() -> None:
    signing = Signing(["k" * 32], 1)
    one, other = signing.new_session(), signing.new_session()
    found = web_shapes.reply(PAYLOAD, web_shapes.signer(signing, one))
    token = found["options"][0]["choice"]
    assert signing.chosen(one, token).payload == OPTION["payload"]
    with pytest.raises(ChannelError):
        signing.chosen(other, token)


# --- requests ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        ({"id": "a", "text": "医保"}, Incoming("a", text="医保")),
        ({"id": "a", "text": ""}, Incoming("a", text="")),
        ({"id": "A-_9" * 16, "choice": "t"}, Incoming("A-_9" * 16, choice="t")),
        ({"id": "a", "choice": ""}, Incoming("a", choice="")),
        ({"id": "a", "text": "x", "choice": None}, Incoming("a", text="x")),
        ({"id": "a", "text": "x", "more": 1}, Incoming("a", text="x")),
    ],
)
def test_a_message_is_read(row: dict[str, Any], wanted: Incoming) -> None:
    assert web_shapes.incoming(json.dumps(row).encode()) == wanted
    assert web_shapes.incoming(json.dumps(row, ensure_ascii=False).encode()) == wanted


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        "",
        " ",
        "a b",
        "a\n",
        "a" * 65,
        "号",
        "../x",
        "a/b",
        "١",
        "\x00",
        1,
        True,
        [],
        ["a"],
        {},
    ],
)
def test_an_id_that_is_none_is_refused_and_says_what_one_is(wrong: Any) -> None:
    raw = json.dumps({"id": wrong, "text": "医保"}).encode()
    error = refused(web_shapes.incoming, raw)
    assert (error.code, error.status) == ("request", 400)
    assert "64" in error.said.zh
    assert "64" in error.said.en


@pytest.mark.parametrize("wrong", [0, 1, 1.5, True, False, [], ["医保"], {}, {"a": 1}])
@pytest.mark.parametrize("name", ["text", "choice"])
def test_a_text_or_choice_that_is_no_string_is_refused(name: str, wrong: Any) -> None:
    error = refused(web_shapes.incoming, json.dumps({"id": "a", name: wrong}).encode())
    assert (error.code, error.status) == ("request", 400)


@pytest.mark.parametrize(
    "row",
    [{}, {"text": None}, {"text": "a", "choice": "b"}, {"text": "", "choice": ""}],
)
def test_exactly_one_of_text_and_choice_is_wanted(row: dict[str, Any]) -> None:
    error = refused(web_shapes.incoming, json.dumps({"id": "a", **row}).encode())
    assert error.code == "request"


@pytest.mark.parametrize(
    "raw",
    [
        b" ",
        b"{",
        b"{} {}",
        b"id=a&text=b",
        b"\xff\xfe",
        b'{"id": "\xff"}',
        b"\x00",
        b"[" * 20_000,
        b'{"a":' * 5_000,
        b"[]",
        b'"text"',
        b"1",
        b"null",
        b"true",
        b"9" * 30_000,
    ],
)
def test_what_is_no_json_object_is_refused(raw: bytes) -> None:
    for call in (web_shapes.body, web_shapes.incoming, web_shapes.language):
        error = refused(call, raw)
        assert (error.code, error.status) == ("request", 400)


def test_a_body_of_the_largest_size_is_read_and_one_more_byte_is_not() -> None:
    raw = b"{}" + b" " * (LARGEST - 2)
    assert web_shapes.body(raw) == {}
    error = refused(web_shapes.body, raw + b" ")
    assert (error.code, error.status) == ("size", 413)
    assert str(LARGEST) in error.said.zh
    assert str(LARGEST) in error.said.en


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        (b"", "zh"),
        (b"{}", "zh"),
        (b'{"language": "zh"}', "zh"),
        (b'{"language": "en"}', "en"),
    ],
)
def test_the_language_of_a_session_is_read(raw: bytes, wanted: str) -> None:
    assert web_shapes.language(raw) == wanted


@pytest.mark.parametrize("wrong", ["fr", "", "EN", None, 1, [], {}, ["zh"]])
def test_another_language_is_refused(wrong: Any) -> None:
    raw = json.dumps({"language": wrong}).encode()
    assert refused(web_shapes.language, raw).code == "request"


@given(st.binary(max_size=200) | JSON.map(lambda row: json.dumps(row).encode()))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    for call in (web_shapes.body, web_shapes.incoming, web_shapes.language):
        try:
            call(raw)
        except ChannelError as error:
            assert error.status in (400, 413)


@given(JSON, JSON, JSON)
def test_what_is_read_as_a_message_has_an_id_and_one_string(
    name: Any, text: Any, choice: Any
) -> None:
    row = {"id": name, "text": text, "choice": choice}
    try:
        found = web_shapes.incoming(json.dumps(row).encode())
    except ChannelError:
        return
    assert found.id == name
    assert (found.text is None) != (found.choice is None)
    assert isinstance(found.text if found.choice is None else found.choice, str)
