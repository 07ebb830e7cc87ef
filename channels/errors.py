"""What a channel refuses, with a code for programs and a text for people."""

from __future__ import annotations

from knowledge.errors import PolicyError
from knowledge.model import Text


class ChannelError(PolicyError):
    """A request that is refused.

    ``code`` names the reason for programs, ``status`` is the HTTP status, ``said`` what
    a person is told, ``retry_after`` the seconds after which it may work.
    """

    def __init__(
        self, code: str, status: int, said: Text, retry_after: float | None = None
    ) -> None:
        """Keep the parts; the message is the English text."""
        super().__init__(f"{code}: {said.en}")
        self.code = code
        self.status = status
        self.said = said
        self.retry_after = retry_after


REQUEST = Text(zh="请求格式不对：{}", en="The request is malformed: {}")
SESSION = Text(
    zh="这次会话已失效，请重新开始。",
    en="This session is no longer valid. Please begin a new one.",
)
ORIGIN = Text(
    zh="这个网页没有被允许使用本助手。请管理员把 {} 加入 BAOXIAO_ORIGINS。",
    en="This page may not use the assistant. Its operator adds {} to BAOXIAO_ORIGINS.",
)
SIZE = Text(zh="请求太大，超过 {} 字节。", en="The request is larger than {} bytes.")
CHOICE = Text(
    zh="这个选项不属于这次会话，请重新提问。",
    en="This option is not of this session. Please ask again.",
)
LIMITED = Text(
    zh="发得太快了，请等 {} 秒再试。",
    en="That was too fast. Please wait {} seconds.",
)
UNAVAILABLE = Text(
    zh="服务正在启动、停止或很忙，请过几秒再试。",
    en="The service is starting, stopping or busy. Please try again in a few seconds.",
)
FAILED = Text(
    zh="抱歉，系统出了点问题，没能答上来。请稍后再试，或拨打医保热线 12393。",
    en="Sorry, something went wrong here and I could not answer. Please try again "
    "later, or call the medical insurance hotline 12393.",
)

SLOW = Text(
    zh="抱歉，这个问题处理得太久，没能答上来。请您再发一次，或拨打医保热线 12393。",
    en="Sorry, this took too long and I could not answer. Please send it again, or "
    "call the medical insurance hotline 12393.",
)


def malformed(zh: str, en: str) -> ChannelError:
    """Return the refusal of a request that is not well formed."""
    said = Text(zh=REQUEST.zh.format(zh), en=REQUEST.en.format(en))
    return ChannelError("request", 400, said)


def unavailable() -> ChannelError:
    """Return the refusal while messages cannot be taken."""
    return ChannelError("unavailable", 503, UNAVAILABLE, retry_after=3)
