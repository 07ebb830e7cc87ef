"""What a message says in a guided task, where that is no fact. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from knowledge.load import Base
from knowledge.model import Facts, Text
from knowledge.reading import folded, read_money, read_rate

_EDGES = " \t\n,.;:!?，。；：！？、…~～"

_LEAVE = re.compile(
    r"(?:那|就|我)?(?:先)?(?:算了|不填了?|不弄了|不办了|不做了|不算了|不问了|不用了|不想填了?|退出|取消|结束|停止|停|不玩了)(?:吧|了)?"
    r"|(?:please )?(?:stop|cancel|quit|exit|leave|abort|end)(?: (?:it|this|that|here|the form|now))?(?: please)?"
    r"|never ?mind|forget it|i (?:want to|would like to) (?:stop|quit|leave)|no more questions|let's stop"
)
_BACK = re.compile(
    r"(?:请)?(?:返回|上一步|上一个|上一题|上一问|回到上一[步个题问]|返回上一[步个题问]|后退|退回|回退)(?:吧|一下)?(?:问题)?"
    r"|(?:go |step )?back(?: one)?(?: please)?|(?:the )?previous(?: question| one| step)?|undo"
)
_UNKNOWN = re.compile(
    r"(?:我|这个?|那个|俺)?(?:也|真|都|还|实在)?(?:不知道|不清楚|不晓得|不确定|不太清楚|不太知道|不太确定|不懂|不了解|没数|忘了|记不清|记不得|说不准|搞不清|弄不清|跳过)(?:了|啊|呀|呢|哦)?"
    r"|(?:i )?(?:really )?(?:don'?t|do not|dont) know(?: that| it| this)?|no idea|not sure|i(?:'m| am) not sure|unsure|unknown|dunno|skip(?: it| this)?|can'?t (?:say|tell|remember)|i forgot|i have no idea|no clue"
)
_WHY = re.compile(
    r"(?:你)?(?:为什么|为啥|干嘛|干吗|干什么)(?:要)?(?:问|知道)?(?:我)?(?:这个|这些)?(?:呢|啊)?|why(?: do you (?:ask|need(?: that| this)?|want to know))?(?: that| this)?|what for"
)
_YES = re.compile(
    r"(?:是|对|嗯|有|办过|办了|有过|已经)?(?:是的?|对的?|有的?|办过了?|办了|嗯|好的?|没错|已经(?:办|结)了|结了|出院了)(?:啊|呀)?"
    r"|(?:yes|yeah|yep|yup|sure|right|correct|i (?:did|have|do)|it (?:is|has|was))(?: (?:i (?:did|have|do)|it (?:is|has|was)))?"
)
_NO = re.compile(
    r"(?:不是?的?|没有?的?|还没有?|没办过?|没结|不对|没呢|并没有|还没办|还没结|还没出院|否)(?:啊|呀|呢)?"
    r"|(?:no|nope|nah|not yet|i (?:didn'?t|haven'?t|don'?t)|it (?:isn'?t|hasn'?t|wasn'?t))(?: (?:i (?:didn'?t|haven'?t|don'?t)|it (?:isn'?t|hasn'?t|wasn'?t)))?"
)
_QUESTION = re.compile(
    r"[?？]|吗|呢|么$|怎么|咋|多少|几[个天年成]|什么|啥|哪|如何|能不能|可不可以|是不是|要不要|多久|为什么"
    r"|^(?:how|what|which|when|where|who|why|can|could|do|does|is|are|will|would|should|must|may)\b"
    r"|\b(?:how (?:do|much|long|can)|what is|what are|do i|can i|should i)\b"
)
_NONE = re.compile(
    r"(?:没有?|无|都没有?|一分没有|全都?能报|零)(?:的|了|啊|吧)?|none|nothing|no|zero|nil|not any|there(?: is|'s) none"
)

_NUMBER = re.compile(
    r"-?[¥￥]?\s?\d[\d,]*(?:\.\d+)?\s?(?:[万千百wk](?![a-z])\d{0,4}|thousand)?\s?%?"
    r"|百分之[零一二三四五六七八九十百]+|[一二两三四五六七八九]成[半一二三四五六七八九]?"
    r"|[零〇一二两三四五六七八九十百千万]{2,}"
)
_OR = re.compile(r"[,，、(（)）。]|,? or ")
_ENDING = re.compile(r"(?:的|那个|那种|吧|了|呢|啊)+$|(?: one| please)+$")
_NOT = re.compile(r"(?:不是|并非|而非|\bnot|\binstead of|\brather than)\s*¥?$")
#: What is told by name, the longest names first.
_LABELS = {
    "class_b_rate": r"先行?自付(?:比例)?|first share",
    "deductible": r"起付线?|门槛费|deductible",
    "cap_left": r"封顶线?|\bcap\b|ceiling",
    "class_b": r"乙类|class[ -]?b",
    "self_funded": r"全?自费|目录外|self[ -]?(?:funded|paid)|outside the (?:list|catalogues?)",
    "ratio": r"(?:报销)?比例|\bratio\b|percentage",
    "total": r"总(?:费用|金额|额|共|价|数|账单)?|一共|花了|账单|\btotal\b|whole bill|\bbill\b|altogether|spent",
}
_LABEL = re.compile("|".join(f"(?P<{k}>{p})" for k, p in _LABELS.items()))
_RATES = frozenset({"ratio", "class_b_rate"})
#: A sum stands alone in a message of this length at most.
_SHORT = 40


def _plain(text: str) -> str:
    return folded(text).strip(_EDGES)


def is_leaving(text: str) -> bool:
    """Tell whether the person wants to end the task: 算了, stop."""
    return bool(_LEAVE.fullmatch(_plain(text)))


def is_back(text: str) -> bool:
    """Tell whether the question before is wanted again: 返回, back."""
    return bool(_BACK.fullmatch(_plain(text)))


def is_unknown(text: str) -> bool:
    """Tell whether the person does not know: 不知道, not sure."""
    return bool(_UNKNOWN.fullmatch(_plain(text)))


def is_why(text: str) -> bool:
    """Tell whether the person asks why they are asked: 为什么问这个."""
    return bool(_WHY.fullmatch(_plain(text)))


def yes_or_no(text: str) -> str | None:
    """Return ``yes`` or ``no`` when the message is hardly more than that."""
    plain = _plain(text)
    if _NO.fullmatch(plain):
        return "no"
    return "yes" if _YES.fullmatch(plain) else None


def is_question(text: str) -> bool:
    """Tell whether a message asks something itself."""
    return bool(_QUESTION.search(folded(text)))


def figure(key: str, kind: str, text: str) -> str | None:
    """Return the sum in yuan, or the fraction of 1, that a message answers with.

    >>> figure("total", "money", "大概三万五吧"), figure("ratio", "rate", "八成五")
    ('35000', '0.85')
    """
    read = read_rate if kind == "rate" else read_money
    value = read(text)
    if value is not None:
        return value
    if key in ("self_funded", "class_b") and _NONE.fullmatch(_plain(text)):
        return "0"
    numbers = [value for _, value, negated in _numbers(text, kind) if not negated]
    return numbers[0] if len(numbers) == 1 and len(text) <= _SHORT else None


def option(text: str, labels: Sequence[tuple[str, str]]) -> str | None:
    """Return the value whose label a message repeats in part or has in it.

    ``labels`` are (value, label). None when several would do.
    """
    plain = _ENDING.sub("", _plain(text))
    if len(plain) < 2:
        return None
    found = {
        value
        for value, label in labels
        if plain in folded(label) or any(part in plain for part in _parts(label))
    }
    return found.pop() if len(found) == 1 else None


def _parts(label: str) -> list[str]:
    """Return the alternatives in a label that are long enough to tell."""
    return [part for part in _OR.split(folded(label)) if len(part) > 2]


def named_figures(text: str) -> dict[str, str]:
    """Return the sums and rates that are told by name.

    >>> named_figures("total was 38000, not 35000; 起付线1300")
    {'total': '38000', 'deductible': '1300'}
    """
    plain = folded(text)
    labels = list(_LABEL.finditer(plain))
    if not labels:
        return {}
    found: dict[str, str] = {}
    ends = [label.start() for label in labels[1:]] + [len(plain)]
    for label, end in zip(labels, ends, strict=True):
        key = str(label.lastgroup)
        part = plain[label.end() : end]
        kind = "rate" if key in _RATES else "money"
        numbers = [value for _, value, negated in _numbers(part, kind) if not negated]
        if numbers:
            found.setdefault(key, numbers[0])
    return found


def corrected(text: str, figures: Mapping[str, str]) -> dict[str, str]:
    """Return the figure that is corrected by its value: 不是35000是38000."""
    numbers = list(_numbers(text, "money"))
    old = [value for _, value, negated in numbers if negated]
    new = [value for _, value, negated in numbers if not negated]
    for key, value in figures.items():
        if old and new and value == old[0]:
            return {key: new[0]}
    return {}


def corrected_fact(base: Base, facts: Facts, text: str) -> dict[str, str]:
    """Return a known fact that is corrected in so many words.

    Found is what is denied and said in its place: 不是职工是居民, resident, not employee.
    """
    plain = folded(text)
    for name, kept in facts.items():
        values = base.facts[name].values
        if kept not in values:
            continue
        said = {
            value: _said(plain, value, entry.label) for value, entry in values.items()
        }
        new = [value for value, how in said.items() if how is True]
        if said[kept] is False and len(new) == 1:
            return {name: new[0]}
    return {}


def _said(plain: str, value: str, label: Text) -> bool | None:
    """Tell whether a value is named in a text: True, False when denied, or None."""
    en = label.en.lower()
    names = {label.zh, label.zh.replace("医保", ""), en, en.partition(" ")[0]}
    names |= {value.replace("_", " ")} if value.isalpha() else set()
    found = [plain.find(word) for word in names if len(word) > 1 and word in plain]
    if not found:
        return None
    return not _NOT.search(plain[: min(found)])


def _numbers(text: str, kind: str) -> Iterator[tuple[str, str, bool]]:
    """Yield each number as written, its value, and whether it is denied."""
    plain = folded(text)
    read = read_rate if kind == "rate" else read_money
    for match in _NUMBER.finditer(plain):
        written = match.group().strip()
        value = read(written.lstrip("-"))
        if value is not None:
            sign = "-" if written.startswith("-") else ""
            negated = bool(_NOT.search(plain[: match.start()]))
            yield written, sign + value, negated
