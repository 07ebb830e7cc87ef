from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechat_samples import MESSAGE, NONCE, TIMESTAMP, TOKEN, parsed
from wechatpy import parse_message

from channels.errors import ChannelError
from channels.wechat import xml
from channels.wechat.cipher import Sealed
from channels.wechat.signature import Signed

TEXT = st.text(
    st.one_of(st.sampled_from("]>[<&'\"\r\n\t\0\x0b\ud800\ufffe医😀"), st.characters()),
    max_size=80,
)
TAGS = st.sampled_from(
    "<xml> </xml> <a> </a> <Content> </Content> <![CDATA[ ]]> &lt; &x; <!DOCTYPE <!--"
    " --> <?xml?> 医 text = \" ' \0".split()
)


# --- reading -----------------------------------------------------------------------


def test_a_message_is_read_flat() -> None:
    fields = xml.parse(MESSAGE.encode())
    assert fields["Content"] == "异地住院能报吗？😀"
    assert fields["MsgId"] == "24836291740113942"
    assert fields == parsed(MESSAGE)


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("<xml></xml>", {}),
        ("  \ufeff\n<xml><A/></xml>\n", {"A": ""}),
        ("<xml><A>a<![CDATA[<b>]]>&lt;c&gt;&#x4fdd;</A></xml>", {"A": "a<b><c>保"}),
        ("<xml><A>1</A><B><C>2</C><D>3</D></B></xml>", {"A": "1", "B": ""}),
        ("<xml><A>first</A><A>second</A></xml>", {"A": "first"}),
        ("<?xml version='1.0'?><!-- c --><xml><A>1</A></xml>", {"A": "1"}),
        ("<xml><A> two words </A></xml>", {"A": " two words "}),
        # UTF-8 whatever is declared
        ("<?xml version='1.0' encoding='gbk'?><xml><A>保</A></xml>", {"A": "保"}),
    ],
)
def test_what_is_read(body: str, wanted: dict[str, str]) -> None:
    assert xml.parse(body.encode()) == wanted


BOMB = (
    '<!DOCTYPE xml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<xml><Content>&b;</Content></xml>"
)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "text",
        "<xml>",
        "<xml></xml><xml></xml>",
        "<html></html>",
        "<xml><A></B></xml>",
        "<xml><A>&unknown;</A></xml>",
        "<xml><A>\0</A></xml>",
        BOMB,
        "<!DOCTYPE xml><xml></xml>",
        '<!DOCTYPE xml SYSTEM "http://a.cn/x.dtd"><xml></xml>',
        '<!DOCTYPE xml [<!ENTITY x SYSTEM "file:///etc/passwd">]><xml>&x;</xml>',
        "<xml>" + "<a>" * 20 + "</a>" * 20 + "</xml>",
        "<xml>" + "<a>" * 9000,
        "<xml>" + "<a/>" * 600 + "</xml>",
    ],
)
def test_what_is_no_message_is_refused(body: str) -> None:
    with pytest.raises(ChannelError) as caught:
        xml.parse(body.encode())
    assert (caught.value.code, caught.value.status) == ("request", 400)


@pytest.mark.parametrize("body", [b"\xff\xfe<\0x\0", "<xml>保".encode("gbk")])
def test_what_is_not_utf8_is_refused(body: bytes) -> None:
    with pytest.raises(ChannelError, match=r"^request: "):
        xml.parse(body)


def test_a_large_body_is_refused_unread() -> None:
    for body in (b"<" * 65_537, "保" * 30_000):
        with pytest.raises(ChannelError) as caught:
            xml.parse(body)
        assert (caught.value.code, caught.value.status) == ("size", 413)
    room = 65_536 - len("<xml><A></A></xml>")
    assert len(xml.parse(f"<xml><A>{'x' * room}</A></xml>")["A"]) == room


@pytest.mark.parametrize("body", ['{"ToUserName": "gh_1"}', " \n[1]"])
def test_json_is_refused_with_what_to_set(body: str) -> None:
    with pytest.raises(ChannelError) as caught:
        xml.parse(body.encode())
    assert caught.value.code == "json"
    assert "XML" in caught.value.said.zh


@given(st.one_of(st.binary(max_size=300), TEXT, st.lists(TAGS).map("".join)))
def test_nothing_but_a_refusal_comes_of_any_body(body: bytes | str) -> None:
    try:
        fields = xml.parse(body)
    except ChannelError as error:
        assert error.code in {"request", "json", "size"}
    else:
        assert all(isinstance(value, str) for value in fields.values())


# --- writing -----------------------------------------------------------------------


def test_a_reply_goes_back_to_who_wrote() -> None:
    made = xml.reply("oABC", "gh_1", "您好", clock=lambda: 1_764_547_200.9)
    assert parsed(made) == {
        "ToUserName": "oABC",
        "FromUserName": "gh_1",
        "CreateTime": "1764547200",
        "MsgType": "text",
        "Content": "您好",
    }


def test_the_time_of_a_reply_is_when_it_is_made() -> None:
    ticks = iter([1.0, 2.0])
    made = [xml.reply("a", "b", "c", clock=lambda: next(ticks)) for _ in range(2)]
    assert [parsed(one)["CreateTime"] for one in made] == ["1", "2"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a]]>b", "a]]>b"),
        ("]]>]]>", "]]>]]>"),
        ("]]]]>>", "]]]]>>"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("😀👨‍👩‍👧", "😀👨‍👩‍👧"),
        ("一\n二\t三", "一\n二\t三"),
        ("一\r\n二\r三", "一\n二\n三"),
        ("a\0b\x0bc\x1bd\ufffee\uffff", "abcde"),
        ("half \ud83d of one", "half  of one"),
    ],
)
def test_what_goes_out_is_what_comes_in(text: str, wanted: str) -> None:
    made = xml.reply("a", "b", text)
    assert xml.parse(made)["Content"] == wanted
    assert parse_message(made).content == wanted


@given(TEXT)
def test_any_text_can_be_sent(text: str) -> None:
    made = xml.reply(text, text, text)
    assert xml.parse(made.encode()) == {
        "ToUserName": xml.clean(text),
        "FromUserName": xml.clean(text),
        "Content": xml.clean(text),
        "MsgType": "text",
        "CreateTime": xml.parse(made)["CreateTime"],
    }


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"])))
def test_clean_text_stays_as_it_is(text: str) -> None:
    assert xml.clean(text) == text


def test_an_envelope_has_the_four_fields() -> None:
    made = xml.sealed(Sealed("Q0g=", Signed(TIMESTAMP, NONCE, "abc")))
    assert parsed(made) == {
        "Encrypt": "Q0g=",
        "MsgSignature": "abc",
        "TimeStamp": TIMESTAMP,
        "Nonce": NONCE,
    }
    assert TOKEN not in made
