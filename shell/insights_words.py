"""What the names in the insights are called, in both languages."""

from __future__ import annotations

from knowledge.load import Base
from knowledge.model import Text

KINDS = {
    "answered": Text(zh="已回答", en="answered"),
    "declined": Text(zh="没答上", en="declined"),
    "failed": Text(zh="出错", en="failed"),
    "other": Text(zh="不是提问", en="no question"),
    "answer": Text(zh="回答", en="answer"),
    "neighbour": Text(zh="相邻领域的指引", en="pointer to another field"),
    "article": Text(zh="法条", en="article of law"),
    "result": Text(zh="办事引导的结果", en="result of a task"),
    "form": Text(zh="办事引导的提问", en="question of a task"),
    "unsure": Text(zh="反问", en="asked back"),
    "out_of_scope": Text(zh="超出范围", en="outside the field"),
    "unhelpful": Text(zh="没帮助", en="unhelpful"),
    "small_talk": Text(zh="寒暄", en="small talk"),
    "control": Text(zh="关于对话本身", en="about the conversation"),
    "trouble": Text(zh="系统出错", en="something went wrong"),
    "nothing": Text(zh="没有回复", en="no reply"),
    "web": Text(zh="网页", en="web page"),
    "wechat": Text(zh="公众号", en="WeChat"),
    "wecom": Text(zh="企业微信", en="WeCom"),
    "cmdline": Text(zh="终端", en="terminal"),
    "zh": Text(zh="中文", en="Chinese"),
    "en": Text(zh="英文", en="English"),
    "?": Text(zh="不明", en="unknown"),
    "filing": Text(zh="选备案类型", en="which filing fits"),
    "estimate": Text(zh="估算能报多少", en="working out a bill"),
    "checklist": Text(zh="列办事清单", en="making a checklist"),
    "balance": Text(zh="看余额能不能取", en="paying out the balance"),
    "other_question": Text(zh="答非所问", en="another question"),
    "unclear": Text(zh="看不懂", en="unclear"),
    "not_my_place": Text(zh="不是我这里的规定", en="not my place"),
    "wrong": Text(zh="说错了", en="wrong"),
}


def both(text: Text) -> str:
    """Return a text in both languages."""
    return f"{text.zh} · {text.en}"


def named(name: str) -> str:
    """Return what one of our own names is called; the name itself if it has none."""
    return both(KINDS[name]) if name in KINDS else name


def topic(base: Base, name: str) -> str:
    """Return a topic's id and title."""
    found = base.topics.get(name)
    return f"{name} {found.title.zh}" if found else name


def question(base: Base, name: str) -> str:
    """Return what a question of a task asks for."""
    fact = base.facts.get(name)
    return both(fact.label) if fact else name


def percent(share: float) -> str:
    """Return a share as people read it."""
    return f"{100 * share:.0f}%"
