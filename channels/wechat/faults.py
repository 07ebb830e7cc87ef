"""What the platform's error codes mean, and what to do about each.

For the operator's log, and for the program: some codes go away with a new access token
(once), some with waiting, most only when somebody changes a setting.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from knowledge.model import Text

#: ``renew`` the access token and try once more, try ``later``, hold the message back
#: until this ``person`` writes again, or nothing helps until an ``operator`` acts.
Remedy = Literal["renew", "later", "person", "operator"]


@dataclass(frozen=True)
class Fault:
    """One error code of the platform: what it means, and how to mend it."""

    code: int
    meaning: Text
    mend: Text
    remedy: Remedy

    def __str__(self) -> str:
        """Return one line for the log, in English."""
        return f"{self.code}: {self.meaning.en} {self.mend.en}"


_RENEW = Text(
    zh="会自动换一次凭证再试；仍然出现时，请核对 AppSecret，"
    "并确认没有别的程序在用旧接口换凭证。",
    en="The token is renewed and the call tried once more; if it stays, compare the "
    "secret, and see that no other program renews the token by the old interface.",
)
_SECRET = Text(
    zh="请从平台后台重新复制，核对有没有漏字或填成了别的号的。",
    en="Copy it anew from the platform; it may be cut short or another account's.",
)
_ADDRESS = Text(
    zh="请把服务器的出口 IP 加到平台后台的 IP 白名单（企业微信为“企业可信 IP”）。",
    en="Add the server's outgoing IP address to the allow-list of the platform (with "
    "WeCom: trusted IPs).",
)
_RIGHT = Text(
    zh="请在平台后台查看接口权限；没有认证的账号请设 "
    "BAOXIAO_WECHAT_CUSTOMER_MESSAGES=off，只用被动回复。",
    en="See the account's permissions on the platform; for an unverified account set "
    "BAOXIAO_WECHAT_CUSTOMER_MESSAGES=off and answer passively only.",
)
_WAIT = Text(zh="稍后会再试。", en="It is tried again later.")
_SILENT = Text(
    zh="答案会留着，等对方再发消息时用被动回复送出。",
    en="The answer is kept, and given passively when the person writes again.",
)
_SHORTER = Text(
    zh="请缩短内容或分页再发。", en="Send less at once, or split it into pages."
)
_NUMBERS = Text(
    zh="改用带数字的文字列表。", en="Use a numbered list in the text instead."
)

#: Code, what it means in both languages, how to mend it, and who can.
_TABLE: tuple[tuple[int, str, str, Text, Remedy], ...] = (
    (-1, "平台繁忙。", "The platform is busy.", _WAIT, "later"),
    (
        40001,
        "访问凭证无效，或 Secret 不对。",
        "The access token or the secret is not valid.",
        _RENEW,
        "renew",
    ),
    (40014, "访问凭证不合法。", "The access token is not valid.", _RENEW, "renew"),
    (41001, "缺少访问凭证。", "There is no access token.", _RENEW, "renew"),
    (42001, "访问凭证已过期。", "The access token has expired.", _RENEW, "renew"),
    (
        40013,
        "AppID（企业微信为企业 ID）不对。",
        "The AppID (with WeCom the CorpID) is wrong.",
        _SECRET,
        "operator",
    ),
    (40125, "AppSecret 不对。", "The AppSecret is wrong.", _SECRET, "operator"),
    (
        40243,
        "AppSecret 已被冻结。",
        "The AppSecret is frozen.",
        Text(zh="请在平台后台解冻。", en="Unfreeze it on the platform."),
        "operator",
    ),
    (
        40164,
        "服务器的 IP 不在白名单里。",
        "The server's IP address is not on the allow-list.",
        _ADDRESS,
        "operator",
    ),
    (
        61004,
        "服务器的 IP 没有登记。",
        "The server's IP address is not registered.",
        _ADDRESS,
        "operator",
    ),
    (
        60020,
        "服务器的 IP 不是企业可信 IP。",
        "The server's IP address is not trusted by WeCom.",
        _ADDRESS,
        "operator",
    ),
    (
        48001,
        "账号没有这个接口的权限。",
        "The account may not do this.",
        _RIGHT,
        "operator",
    ),
    (
        48004,
        "接口被平台封禁。",
        "The platform has banned this interface for the account.",
        Text(zh="请到平台后台看通知。", en="See the notice on the platform."),
        "operator",
    ),
    (
        48002,
        "对方设置了不接收消息。",
        "The person does not accept messages.",
        _SILENT,
        "person",
    ),
    (
        43004,
        "对方没有关注。",
        "The person does not follow the account.",
        _SILENT,
        "person",
    ),
    (
        45015,
        "对方太久没有发消息，或已取消关注。",
        "The person has not written for too long, or follows no more.",
        _SILENT,
        "person",
    ),
    (
        45047,
        "对这个人能主动发的条数用完了。",
        "The number of messages that may be pushed to this person is used up.",
        _SILENT,
        "person",
    ),
    (
        40003,
        "接收人的 OpenID 不对。",
        "The OpenID of the receiver is wrong.",
        Text(
            zh="OpenID 只在它所属的公众号里有效，请核对 AppID。",
            en="An OpenID holds for its own account only: compare the AppID.",
        ),
        "operator",
    ),
    (45002, "内容太长。", "The content is too long.", _SHORTER, "operator"),
    (
        45009,
        "今天的接口调用次数用完了。",
        "The calls allowed for today are used up.",
        Text(
            zh="到第二天恢复，也可在平台后台清零；被动回复不受影响。",
            en="They come back the next day, or are reset on the platform; passive "
            "replies go on.",
        ),
        "later",
    ),
    (45011, "调用太频繁。", "The calls come too fast.", _WAIT, "later"),
    (45033, "同时调用太多。", "Too many calls run at once.", _WAIT, "later"),
    (
        45080,
        "对方近期没有发消息，不能显示“正在输入”。",
        "The person has not written lately, so typing cannot be shown.",
        Text(zh="不用处理。", en="Nothing needs to be done."),
        "person",
    ),
    (
        45081,
        "已经显示“正在输入”。",
        "Typing is shown already.",
        Text(zh="不用处理。", en="Nothing needs to be done."),
        "person",
    ),
    (
        40200,
        "账号类型不支持菜单消息（测试号常见）。",
        "The account's type does not allow menu messages (test accounts).",
        _NUMBERS,
        "operator",
    ),
    (45098, "菜单消息太长。", "The menu message is too long.", _NUMBERS, "operator"),
    (
        40056,
        "企业微信的 AgentId 不对。",
        "The AgentId of WeCom is wrong.",
        _SECRET,
        "operator",
    ),
    (
        81013,
        "接收人不在应用的可见范围内。",
        "The receiver is outside the app's visible range.",
        Text(
            zh="请在企业微信后台把成员加入应用的可见范围。",
            en="Add the member to the app's visible range in WeCom.",
        ),
        "operator",
    ),
)

FAULTS = {
    code: Fault(code, Text(zh=zh, en=en), mend, remedy)
    for code, zh, en, mend, remedy in _TABLE
}
_OTHER = Text(zh="平台返回了没有登记的错误码。", en="The platform gave another error.")
_LOOK_UP = Text(
    zh="请在平台的“全局返回码”里查这个码。",
    en="Look the code up in the platform's list of return codes.",
)


def explain(code: int) -> Fault:
    """Return what the error ``code`` means; 0 is no error.

    Raises:
        ValueError: for 0.
    """
    if code == 0:
        raise ValueError("0 means that all is well")
    return FAULTS.get(code) or Fault(code, _OTHER, _LOOK_UP, "operator")
