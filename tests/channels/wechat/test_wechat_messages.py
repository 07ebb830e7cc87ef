from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechat_samples import MESSAGE

from channels.errors import ChannelError
from channels.wechat import xml
from channels.wechat.messages import Incoming, read

COMMON = {
    "ToUserName": "gh_0123456789ab",
    "FromUserName": "oABC-def_123",
    "CreateTime": "1764547200",
}
NAMES = (
    "ToUserName FromUserName CreateTime MsgType Content Recognition MsgId MsgID Event "
    "EventKey AgentID bizmsgmenuid"
).split()
VALUES = st.one_of(
    st.sampled_from(["text", "voice", "event", "image", "subscribe", "1", "", "oA"]),
    st.text(st.characters(), max_size=20),
)


def message(**fields: str) -> Incoming:
    return read({**COMMON, **fields})


def event(name: str, **fields: str) -> Incoming:
    return message(MsgType="event", Event=name, **fields)


# --- what was said -----------------------------------------------------------------


def test_a_text() -> None:
    found = read(xml.parse(MESSAGE))
    assert (found.kind, found.text) == ("text", "异地住院能报吗？😀")
    assert (found.openid, found.to_user) == ("oABC-def_123", "gh_0123456789ab")
    assert found.created == 1_764_547_200
    assert (found.media, found.menu_id, found.agent_id) == ("", "", "")


def test_a_tap_on_a_menu_message() -> None:
    found = message(
        MsgType="text", Content="看病能报多少？", MsgId="1", bizmsgmenuid="3"
    )
    assert (found.kind, found.menu_id) == ("text", "3")
    # a test account sends the text only
    found = message(MsgType="text", Content="看病能报多少？", MsgId="1")
    assert (found.kind, found.menu_id, found.text) == ("text", "", "看病能报多少？")


@pytest.mark.parametrize("name", ["MsgId", "MsgID"])
def test_a_voice_message_with_recognition(name: str) -> None:
    found = message(MsgType="voice", Recognition=" 住院怎么报。", **{name: "5"})
    assert (found.kind, found.text) == ("voice", "住院怎么报。")


@pytest.mark.parametrize("fields", [{}, {"Recognition": ""}, {"Recognition": " \n"}])
def test_a_voice_message_without_recognition(fields: dict[str, str]) -> None:
    found = message(MsgType="voice", MsgId="5", **fields)
    assert (found.kind, found.text) == ("voice", "")


@pytest.mark.parametrize(
    ("written", "media"),
    [
        ("image", "image"),
        ("video", "video"),
        ("shortvideo", "video"),
        ("location", "location"),
        ("link", "link"),
        ("file", "file"),
        ("hologram", "unsupported"),
    ],
)
def test_what_is_no_text(written: str, media: str) -> None:
    found = message(MsgType=written, MsgId="1", Content="x")
    assert (found.kind, found.media, found.text) == ("other", media, "")


@pytest.mark.parametrize(
    "text",
    [
        "【收到不支持的消息类型，暂无法显示】",
        "[收到不支持的消息类型，暂无法显示]",
        "[Unsupported Message]",
    ],
)
def test_what_the_client_could_not_show(text: str) -> None:
    found = message(MsgType="text", Content=text, MsgId="1")
    assert (found.kind, found.media) == ("other", "unsupported")


def test_who_asks_about_such_a_message_is_heard() -> None:
    found = message(MsgType="text", Content="为什么说收到不支持的消息类型？", MsgId="1")
    assert found.kind == "text"


# --- events ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("subscribe", "subscribe"),
        ("unsubscribe", "unsubscribe"),
        ("CLICK", "click"),
        ("click", "click"),
        ("SCAN", "scan"),
        ("VIEW", "ignored"),
        ("LOCATION", "ignored"),
        ("TEMPLATESENDJOBFINISH", "ignored"),
        ("enter_agent", "ignored"),
        ("something_new", "ignored"),
        ("", "ignored"),
    ],
)
def test_events(name: str, kind: str) -> None:
    found = event(name, EventKey="reimbursement")
    assert (found.kind, found.event_key) == (kind, "reimbursement")
    assert found.text == ""


@pytest.mark.parametrize(
    "fields",
    [
        {"MsgType": "event"},
        {"MsgType": "event", "Event": "subscribe"},
        {"MsgType": "event", "FromUserName": "sys", "CreateTime": "soon"},
        {**COMMON, "MsgType": "event", "Event": "VIEW", "EventKey": "u" * 3000},
    ],
)
def test_an_event_is_never_refused_for_what_it_lacks(fields: dict[str, str]) -> None:
    assert read(fields).kind == "ignored"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {**COMMON},
        {**COMMON, "MsgType": "text", "FromUserName": ""},
        {**COMMON, "MsgType": "text", "FromUserName": "some body"},
        {**COMMON, "MsgType": "text", "FromUserName": "o" * 200},
        {**COMMON, "MsgType": "text", "CreateTime": ""},
        {**COMMON, "MsgType": "text", "CreateTime": "１"},
    ],
)
def test_what_is_no_message_is_refused(fields: dict[str, str]) -> None:
    with pytest.raises(ChannelError, match=r"^request: "):
        read(fields)


# --- the key -----------------------------------------------------------------------


def test_the_deliveries_of_a_message_have_one_key() -> None:
    first = message(MsgType="text", Content="a", MsgId="77")
    again = message(MsgType="text", Content="a", MsgID="77")
    other = message(MsgType="text", Content="a", MsgId="78")
    assert first.key == again.key != other.key


def test_the_deliveries_of_an_event_have_one_key() -> None:
    made = [
        event("CLICK", EventKey="a"),
        event("CLICK", EventKey="a"),
        event("CLICK", EventKey="b"),
        event("VIEW", EventKey="a"),
        event("CLICK", EventKey="a", CreateTime="1764547201"),
        event("CLICK", EventKey="a", FromUserName="oOther"),
        event("CLICK", EventKey="a", AgentID="2"),
    ]
    keys = [one.key for one in made]
    assert keys[0] == keys[1]
    assert len(set(keys)) == len(keys) - 1


def test_an_event_about_a_message_is_not_that_message() -> None:
    # one message sent to thousands ends in an event for each, all with its id
    ends = [event("MASSSENDJOBFINISH", MsgID="9", FromUserName=who) for who in "ab"]
    assert ends[0].key != ends[1].key
    assert message(MsgType="text", Content="x", MsgId="9").key not in {
        one.key for one in ends
    }


def test_a_message_without_an_id_is_known_by_who_and_when() -> None:
    first = message(MsgType="image")
    assert first.key == message(MsgType="image").key
    assert first.key != message(MsgType="image", CreateTime="1764547209").key


def test_parts_of_a_key_do_not_run_into_each_other() -> None:
    assert event("ab", EventKey="c").key != event("a", EventKey="bc").key


def test_the_app_of_wecom_is_known() -> None:
    assert message(MsgType="text", Content="a", MsgId="1", AgentID="7").agent_id == "7"


# --- what shows --------------------------------------------------------------------


def test_nothing_personal_shows() -> None:
    found = message(MsgType="text", Content="我得了病", MsgId="1", bizmsgmenuid="7")
    shown = repr(found) + repr(event("CLICK", EventKey="oABC"))
    for part in ("oABC", "我得了病", "gh_", "menu_id"):
        assert part not in shown


@given(st.dictionaries(st.sampled_from(NAMES), VALUES))
def test_nothing_but_a_refusal_comes_of_any_fields(fields: dict[str, str]) -> None:
    try:
        found = read(fields)
    except ChannelError as error:
        assert error.code == "request"
    else:
        assert len(found.key) == 32
