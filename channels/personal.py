"""Where a text has the number of a person: of a document, card or telephone, an e-mail.

Shape decides, never a checksum or a list of valid numbers: one that was mistyped gives
away as much. What a figure, a date or a hotline may look like as well counts only after
the name of a document, card or telephone.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

Span = tuple[int, int]

# --- what is no number of a person ---------------------------------------------------

_YEAR, _MONTH, _DAY = (
    r"(?:18|19|20)\d{2}",
    r"(?:0?[1-9]|1[0-2])",
    r"(?:0?[1-9]|[12]\d|3[01])",
)
_FULL_DATE = rf"{_YEAR}(?:[-/.]{_MONTH}[-/.]{_DAY}|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?!\d)"
_DATE = rf"(?:{_YEAR}[-/. ]?{_MONTH}[-/. ]?{_DAY}|\d{{1,2}}[-/. ]\d{{1,2}}[-/. ]{_YEAR})(?!\d)"
_HOTLINE = r"(?:1[012]\d|12\d{3}|1[01]\d{3}|9[56]\d{3})(?!\d)"
# 元旦 is a day
_NO_SUM = r"(?!\d|\.\d|,\d{3}| ?(?:元(?!旦)|圆|块|万|亿|千|百|人民币|[¥$€£%]|(?:yuan|rmb|cny|kuai)(?![a-z])))"

# --- what numbers begin, go on and end with ------------------------------------------

# a single letter before digits belongs to a code: of a hospital, a doctor, a medicine
_START = r"(?<!\d)(?<!(?<![A-Za-z])[A-Za-z])"
_WORD = r"(?<![A-Za-z0-9])"
_GAP = r"[ .·_-]{0,3}"
# a date or hotline after a number is no part of it
_NEXT = rf"(?:[ -](?!{_FULL_DATE}|{_HOTLINE}))?\d"
_NEXT_ABROAD = rf"(?:(?:[ ./-]|[ -]?\(|\)[ -]?)(?!{_FULL_DATE}))?\d"

# --- shapes that need no name --------------------------------------------------------

_IDENTITY = (
    r"[1-9](?:[ -]?\d){5}[ -]?(?:1[ -]?[89]|2[ -]?0)(?:[ -]?\d){2}"
    r"[ -]?[01][ -]?\d[ -]?[0-3](?:[ -]?\d){4}[ -]?[\dX]",
    r"\d{6}[ -]\d{8}[ -]?\d{3}[\dX]",  # with a date that there is not
    r"[1-9]\d{5}[ -]?\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])[ -]?\d{3}",  # of 15 digits
)
_CARDS = (
    r"[3-9]\d{15,18}",  # not years
    # in fours, unless all are as round as sums are
    rf"(?!(?:\d{{3}}0[ -]){{3}}\d{{3}}0)[3-9]\d{{3}}(?:[ -]?\d{{4}}){{3}}(?:[ -]?\d{{1,3}})?{_NO_SUM}",
    r"3[47]\d{2}[ -]\d{6}[ -]\d{5}",
    r"(?<!\d\.)\d{12,}X?",
)
_CHINA = r"(?:(?:\+|00)?86|\(\+?86\))"
_MOBILE = (
    rf"(?:{_CHINA}{_GAP})?1[3-9]\d{{9}}",
    rf"(?:{_CHINA}{_GAP})?1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}{_NO_SUM}",
    r"\d(?:[ -]\d){10,18}",  # digit by digit
)
_AREA = r"(?:10|2\d|[3-9]\d{2})"
_LANDLINE = (
    rf"(?<![\d.])(?:\(0{_AREA}\)|0{_AREA})[ -]{{0,3}}(?:\d{{7,8}}|\d{{3,4}}[ -]\d{{4}})"
    rf"(?:(?:-| ?(?:转|分机|ext\.?|x) ?)\d{{1,4}})?{_NO_SUM}"
)
# a plus between sums is none of a telephone
_ABROAD = (
    rf"(?<![\d元块万%])(?<!\d )(?:\+ ?(?!\d+\.\d{{1,2}}(?![\d.]))\(?|{_START}00)"
    rf"[1-9](?:{_NEXT_ABROAD}){{7,14}}{_NO_SUM}"
)
# Chinese characters are letters too, but those before an address belong to the sentence
_LETTER = r"(?:(?![\u3040-\u30ff\u3400-\u9fff])[\w.%+'&-])"
_LABEL = r"(?:(?![\u3040-\u30ff\u3400-\u9fff])[\w-])+"
_EMAIL = rf"(?:(?<![\w.%+'&-])|(?<=[\u3040-\u30ff\u3400-\u9fff])){_LETTER}*[ ]?@[ ]?{_LABEL}(?:\.{_LABEL})+"
_DOCUMENTS = (
    r"[EG][ -]?\d{8}",  # passports
    r"E[A-Z][ -]?\d{7}",
    r"(?:[KH][AJ]|MA)\d{7}",  # of Hong Kong and Macau
    r"(?<!准字)(?<!准字 )[HM][ -]?\d{8,10}",  # permits; 国药准字H… is a medicine
    r"[A-Z]{1,2}\d{6} ?\([\dA]\)",  # identity cards of Hong Kong
    r"[A-Z][1289]\d{8}",  # and of Taiwan
)

# --- what counts after a name only ---------------------------------------------------

_DOCUMENT = (
    r"(?:护照|旅行证|通行证|台胞证|回乡证|身份证|居住证|居留证|居留许可|永居证|军官证|士兵证|士官证"
    r"|驾照|驾驶证|出生证|出生医学证明|证件"
    r"|(?<![a-z])(?:passport|travel document|permit|(?:id|identity) card|id|visa"
    r"|(?:driver'?s?|driving) licen[cs]e|birth certificate))"
)
_OWN = r"(?:社保|医保|社会保障|医疗保险|医疗|就诊|诊疗|银行)"
_NUMBERED = (
    rf"(?:(?:{_OWN}卡|卡|账|帐|社保|医保|社会保障|参保|保险|保障|电脑|就诊|病历|病案|住院|门诊|登记|医疗证|保单)号"
    r"|(?:个人|社保|医保|参保|保险)编号"
    r"|(?<![a-z])(?:(?:card|account|insurance|social security|member(?:ship)?|patient|policy|medical record)"
    r"(?: card)? (?:number|num|no|id)|ssn|mrn|hkid)(?![a-z]))"
)
_TELEPHONE = (
    r"(?:电话|手机|座机|固话|传真|联系方式|QQ"
    r"|(?<![a-z])(?:tel(?:ephone)?|(?:tele|cell)?phone|mobile|cell|fax|(?:call|ring|reach|text|contact) me))"
)
_SAYS_NUMBER = r"(?:号码|号|编号|number|(?:num|no)(?![a-z]))"
_JOINED = r"(?:号码|号|码|是|为|的|字|第|number|no(?![a-z])|is|was|at|on|'s|\((?!\d{2,4}\))|[\s:.=#\[,'\"“”、-]){0,8}"
_BETWEEN = rf"[^\d@¥$€£。!?;\n]{{0,16}}?{_WORD}"


def _code(length: int, digits: int) -> str:
    """Return the pattern of a number that may have letters in it or groups."""
    return (
        rf"(?:(?=[A-Z\d]{{{length},14}}(?![A-Z\d]))(?:[A-Z]{{0,3}}\d){{{digits},}}[A-Z]{{0,2}}(?![A-Z\d])(?:\([\dA]\))?"
        rf"|(?:(?-i:[A-Z]{{1,3}})[ -]?)?\d(?:[ -]?\d){{{length - 1}}}(?:{_NEXT}){{0,12}}){_NO_SUM}"
    )


def _any(starts: str, *shapes: str, ends: str = r"(?!\d)") -> str:
    return f"(?P<number>{starts}(?:{'|'.join(shapes)}){ends})"


_DIGIT_OR_AT = re.compile(r"[\d@]")
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        _any(_START, *_IDENTITY, *_CARDS, *_MOBILE),
        _any(_START, _LANDLINE),
        _any("", _ABROAD),
        _any("", _EMAIL, ends=""),
        _any(_WORD, *_DOCUMENTS, ends=r"(?![A-Za-z0-9])"),
        rf"{_DOCUMENT}[ ]?{_SAYS_NUMBER}{_JOINED}" + _any("", _code(7, 5)),
        rf"{_DOCUMENT}{_JOINED}" + _any(f"(?!{_DATE})", _code(7, 5)),
        rf"{_DOCUMENT}{_BETWEEN}" + _any(f"(?!{_DATE})", _code(8, 5)),
        rf"{_NUMBERED}{_JOINED}" + _any("", _code(6, 5)),
        rf"{_OWN}卡{_JOINED}" + _any(f"(?!{_DATE})", _code(8, 6)),
        rf"{_TELEPHONE}{_JOINED}"
        + _any(
            rf"(?!{_DATE}|(?:0{_AREA}[ -]?)?{_HOTLINE}|[48]00|9[56])(?=[\d +()-]*\d{{3}})\+?\(?",
            rf"\d(?:\)?[ -]?\d){{6}}(?:{_NEXT}){{0,8}}{_NO_SUM}",
        ),
    )
)


def spans(text: str) -> list[Span]:
    """Return where personal numbers stand in ``text``, in order and apart."""
    same = text if text.isascii() else "".join(map(_plain, text))
    if not _DIGIT_OR_AT.search(same):
        return []
    found = sorted(
        match.span("number")
        for pattern in _PATTERNS
        for match in pattern.finditer(same)
    )
    apart: list[Span] = []
    for start, end in found:
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


@lru_cache(maxsize=10_000)
def _plain(character: str) -> str:
    """Return the one ASCII character that ``character`` is a form of, if it is."""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    folded = unicodedata.normalize("NFKC", character)
    character = folded if len(folded) == 1 else character
    category = unicodedata.category(character)
    if category == "Pd" or character == "−":
        return "-"
    return " " if category in ("Zs", "Cf") else character
