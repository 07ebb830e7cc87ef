"""The questions in a message: where one ends and the next begins.

Splitting is generous, since the parts are classified afterwards and parts about the
same thing are put together again (``nlu.several``).
"""

from __future__ import annotations

import itertools
import re

from nlu.normalise import fold

#: A part shorter than this asks nothing of its own: 报吗, why?
_SHORTEST = 4

# sentences; a full stop ends one where a Latin word stands before it
_SENTENCE = re.compile(r"[。！？!?；;\n…]+|(?<=[a-z)])\.+(?=\s|$)")
# numbered questions: 1、 2. (3) ① 第二， second:
_NUMBERED = re.compile(
    r"[①-⑨]\s*|[(（]\d[)）]\s*|(?:^|(?<=[\s，,:：;；。？?]))(?:\d[、.)）](?!\d)|[一二三四五][、.]"
    r"|第[一二三四五](?:个|点|件)?(?:问题|事)?(?:是|[，,:：、])|(?:first|second|third)ly?[,:])\s*"
)
# words that open another question
_CONNECTED = re.compile(
    r"(?:^|[，,、\s]+)?(?:另外|此外|还有(?:就是|一个|个|一件)?|再(?:就是|者|问|请问)|顺便|同时(?=.{0,3}问)"
    r"|还(?:想|要|得|请)(?:再)?(?:问|知道|咨询)|以及|其次|然后(?=.{0,20}(?:怎|咋|多少|什么|能不能|哪)))"
    r"|[,;]?\s*\b(?:(?:and|but|plus|or) )?(?:also|additionally|besides|by the way|btw|another (?:question|thing)"
    r"|one more (?:question|thing)|secondly|second|lastly|finally|oh and|and one more|and then)\b"
    r"|,?\s+\band\s+(?=(?:how|what|where|when|which|who|why|can|could|do|does|is|are|will|should|may)\b)"
)
_COMMA = re.compile(r"[，,]|(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
# the end of a question, with another one run on behind it
_RUN_ON = re.compile(
    r"(?:[怎咋]么?(?:办呢?|补办?|弄|报销?|查|用)|多少钱?|哪些|什么(?:材料|手续|资料)|[吗嘛呢])(?=[^\W\d_]{5})"
)

_ASKS_ZH = re.compile(
    r"[吗嘛]|么$|呢$|怎么|怎样|咋|如何|什么|啥|多少|多久|多长|几[成个天年种块号月]|哪(?!怕|知)|谁|是否|能否|可否"
    r"|(.)[不没]\1|还是.{1,8}$|[里中]没有$|为何|[能可会给算行报用][^，。]{0,9}(?:[不没否]|吧)$|[请想]问|想知道|想了解|想咨询|求解"
)
# asks nothing: scolds, or uses the word otherwise
_RHETORICAL_ZH = re.compile(
    r"坑人|坑老百姓|凭什么|凭啥|难道|天理|王法|良心|是人话|有意思吗|什么都|啥都|没什么|没啥|不管怎|无论|谁都|不知道为什么"
    r"|怎么[这那]么|怎么能这样|什么世道|什么态度|什么服务|有什么用|有啥用|合理吗$|像话|为人民服务|谁来管|怎么活|寒心"
)
_ASKS_EN = re.compile(
    r"\b(?:how|what|what's|which|where|when|who|whose|why|whether)\b"
    r"|^(?:(?:and|so|but|then|hi|hello|ok|please|second|first|third|\d|[^a-z])+ ?)*(?:can|could|do|does|did|is|are|am|will|would|should|may|must|has|have)\s"
    r"|\b(?:can|could|do|does|did|is|are|am|will|would|should|may|must|has|have)\s+"
    r"(?:i|we|you|he|she|it|they|there|my|our|your|his|her|the|a|an|this|that|these|someone|anyone|one)\b"
)
_NOT_ASKED_EN = re.compile(
    r"\b(?:that is why|that's why|no matter (?:how|what)|when (?:i|we|he|she|they|my|the) (?:was|were|went|got|had|came))\b"
    # when I retire, …: says in which case
    r"|^(?:(?:and|so|but) )?when (?:i|we|he|she|they|you|(?:my|our|the) \w+) (?!can|will|should|could|may|would|shall)"
    r"(?!.* (?:do|does|can|could|will|would|is|are|should|must|may|how|what|where|which|who|why) )\w"
)
_LATIN = re.compile(r"[a-z]{2}")
_HAN = re.compile(r"[\u3400-\u9fff]")


def split(text: str) -> list[str]:
    """Return the parts of ``text`` that ask, in order, each with what leads to it.

    The parts are cut out of ``text`` as it stands; what only tells a story is in none of them, unless it stands
    right before a question in the same sentence.

    >>> split("医保卡丢了怎么补？我妈退休了。生孩子能报多少")
    ["医保卡丢了怎么补", "生孩子能报多少"]
    """
    folded = fold(text)
    parts: list[str] = []
    for start, end in _sentences(text, folded):
        parts += _asking(text, folded, start, end)
    return parts


def _sentences(text: str, folded: str) -> list[tuple[int, int]]:
    """Return the spans of sentences, numbered points and connected questions."""
    marked = {0, len(text)}
    for pattern in (_SENTENCE, _RUN_ON):
        marked.update(match.end() for match in pattern.finditer(folded))
    marked.update(i for m in _CONNECTED.finditer(folded) for i in m.span())
    # folded, ① is a bare 1
    marked.update(i for m in _NUMBERED.finditer(text) for i in m.span())
    cuts = sorted(marked)
    return list(itertools.pairwise(cuts))


def _asking(text: str, folded: str, start: int, end: int) -> list[str]:
    """Return the asking parts of one sentence: clauses up to and with a question."""
    cuts = [start, *(m.end() for m in _COMMA.finditer(folded, start, end)), end]
    parts, opened = [], start
    for clause_start, clause_end in itertools.pairwise(cuts):
        if asks(folded[clause_start:clause_end]):
            part = text[opened:clause_end].strip(" ，,。？?！!；;、.…\n\t")
            if len(part) >= _SHORTEST:
                parts.append(part)
            opened = clause_end
    return parts


def asks(clause: str) -> bool:
    """Tell whether a folded ``clause`` asks something."""
    bare = clause.strip(" ，,。？?！!；;、.…\n\t")
    if _HAN.search(bare):
        return bool(_ASKS_ZH.search(bare)) and not _RHETORICAL_ZH.search(bare)
    if not _LATIN.search(bare):
        return False
    return bool(_ASKS_EN.search(bare)) and not _NOT_ASKED_EN.search(bare)
