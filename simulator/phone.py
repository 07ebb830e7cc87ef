"""What a phone shows, in the terminal: bubbles with time, size and waiting time."""

from __future__ import annotations

import time
from typing import Any, Literal

from rich.align import Align
from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from simulator.people import Seen

Language = Literal["zh", "en"]

_LABELS = {
    "reply": ("公众号", "account"),
    "push": ("公众号 · 主动推送", "account · pushed"),
    "fault": ("系统提示", "system notice"),
    "typing": ("对方正在输入…", "typing …"),
    "me": ("我", "me"),
    "nothing": ("（暂时没有显示）", "(nothing shown yet)"),
    "bytes": ("{} 字节", "{} bytes"),
    "retries": ("第 {} 次投递：{}", "delivery {}: {}"),
    "ready": (
        "地址验证通过，可以说话了。/help 列出命令。",
        "The address is verified. Go ahead; /help lists the commands.",
    ),
    "starting": ("正在启动助手…", "Starting the assistant …"),
    "refused": ("地址验证没有通过：{}", "The address was not verified: {}"),
    "unknown": ("没有这个命令。", "There is no such command."),
    "option": ("手机上没有这个选项。", "There is no such option on the phone."),
    "slow": (
        "下一条消息发出时，服务器停顿 {:g} 秒。",
        "The server will stand still for {:g} s when the next message is sent.",
    ),
    "number": ("请写一个数字。", "Write a number."),
    "no menu": ("平台上没有菜单。", "There is no menu on the platform."),
    "kinds": ("〔{}〕", "[{}]"),
}
_HELP = (
    "/voice TEXT   语音 · voice message (without TEXT: not recognised)\n"
    "/image /video /location /link   其他消息 · other messages\n"
    "/tap N        点菜单消息 · tap an option of a menu message\n"
    "/menu [KEY]   点公众号菜单 · tap the account's menu; alone: list it\n"
    "/follow /unfollow /scan KEY\n"
    "/slow [S]     服务器停顿 · the server stands still for S seconds (6)\n"
    "/new          换一个人 · somebody else\n"
    "/quit"
)


class Phone:
    """Prints to the terminal, in one language."""

    def __init__(self, language: Language = "zh", console: Console | None = None):
        self._index = 0 if language == "zh" else 1
        self._console = console or Console(highlight=False, markup=False)

    def said(self, label: str, *values: Any) -> str:
        """Return a label in the phone's language."""
        return _LABELS[label][self._index].format(*values)

    def note(self, label: str, *values: Any) -> None:
        """Print a line about what happens."""
        self._console.print(Text(self.said(label, *values), style="dim"))

    def plain(self, text: str) -> None:
        """Print ``text`` as it is."""
        self._console.print(Text(text, style="dim"))

    def help(self) -> None:
        """Print the commands."""
        self.plain(_HELP)

    def mine(self, text: str) -> None:
        """Show what the person sends, on the right."""
        title = f"{self.said('me')} · {_clock(time.time())}"
        bubble = Panel(Text(text), title=title, style="green", expand=False)
        self._console.print(Align.right(bubble))

    def shows(self, seen: Seen) -> None:
        """Show what reached the phone, on the left."""
        label = self.said(seen.how)
        if seen.how == "typing":
            self._console.print(Text(label, style="dim"))
            return
        size = self.said("bytes", seen.size)
        below = f"{_clock(seen.time)} · {seen.after:.2f} s · {size}"
        style = "red" if seen.how == "fault" else "default"
        self._console.print(
            Panel(
                Text(seen.text),
                title=label,
                title_align="left",
                subtitle=below,
                subtitle_align="right",
                border_style=style,
            )
        )

    def problems(self, problems: list[str]) -> None:
        """Print what went wrong with each delivery."""
        for number, problem in enumerate(problems, 1):
            self.note("retries", number, problem)


def _clock(moment: float) -> str:
    return time.strftime("%H:%M:%S", time.localtime(moment))
