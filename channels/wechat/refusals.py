"""What the WeChat channels refuse, as errors with a code, a status and a reason.

People never see these texts: the platform drops the body of a refusal. They are for the
operator's log, so they name no content and no secret.
"""

from __future__ import annotations

from channels.errors import ChannelError, malformed
from knowledge.model import Text

SIGNATURE = Text(
    zh="签名不对：请求不是平台发来的，或 Token 与平台上填的不一致。",
    en="The signature is wrong: the request is not from the platform, or the token "
    "differs from the one set there.",
)
PARAMETER = Text(
    zh="网址里的参数 {} 缺失、重复或为空。",
    en="The parameter {} of the address is missing, empty, or there twice.",
)
STALE = Text(
    zh="请求的时间与服务器相差太多。请校准服务器时钟。",
    en="The time of the request is too far from ours. Set the server's clock right.",
)
REUSED = Text(
    zh="同一个随机数被用在了另一条消息上。",
    en="The nonce was used for another message before.",
)
# one text for all that can fail: which check did is nobody's business outside
CIPHER = Text(
    zh="密文无法解开：请核对 EncodingAESKey 和 AppID（企业微信为企业 ID）。",
    en="The message cannot be decrypted: compare the EncodingAESKey and the AppID "
    "(with WeCom the CorpID) with those on the platform.",
)
MODE = Text(
    zh="消息的加密方式与设置不一致：设置为 {}，请求为 {}。"
    "请让平台与 BAOXIAO_WECHAT_MODE 一致。",
    en="The message is not in the mode that is set: {} is set, the request is {}. Make "
    "the platform and BAOXIAO_WECHAT_MODE agree.",
)
BODY = Text(zh="消息超过 {} 字节。", en="The message is larger than {} bytes.")
JSON = Text(
    zh="收到的是 JSON，本服务只接受 XML。请在平台的消息推送设置里把数据格式改为 XML。",
    en="This is JSON, and only XML is taken. Set the data format of message push to "
    "XML on the platform.",
)


def refused(code: str, said: Text) -> ChannelError:
    """Return the refusal of a request that may not be from the platform."""
    return ChannelError(code, 403, said)


def parameter(name: str) -> ChannelError:
    """Return the refusal of a request without the parameter ``name``, or with two."""
    said = Text(zh=PARAMETER.zh.format(name), en=PARAMETER.en.format(name))
    return refused("parameter", said)


def mode(wanted: str, found: str) -> ChannelError:
    """Return the refusal of a request in another mode than the one that is set."""
    said = Text(zh=MODE.zh.format(wanted, found), en=MODE.en.format(wanted, found))
    return refused("mode", said)


def too_large(limit: int) -> ChannelError:
    """Return the refusal of a body of more than ``limit`` bytes."""
    said = Text(zh=BODY.zh.format(limit), en=BODY.en.format(limit))
    return ChannelError("size", 413, said)


def not_xml() -> ChannelError:
    """Return the refusal of a body in JSON."""
    return ChannelError("json", 415, JSON)


def unreadable() -> ChannelError:
    """Return the refusal of a body that is no message."""
    return malformed(
        "消息体不是微信的 XML。", "the body is not XML as the platform sends it."
    )
