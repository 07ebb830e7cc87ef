"""What a place in a text is: where the person is insured, or where they are treated.

Each place is read between its neighbours: from the place or punctuation before it to the
next one after it. The first rule that fits gives a role and how strong the hint is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.places import Places
from nlu import negation
from nlu.mentions import Mention, is_alone

#: The weight of a hint that leaves no doubt.
_STRONG = 3

PLACE = "place"
INSURED = "insured_region"
TREATED = "treatment_region"


@dataclass(frozen=True)
class _Rule:
    """``before`` must match right before a place and ``after`` right after it."""

    role: str
    weight: int
    before: re.Pattern[str]
    after: re.Pattern[str]


def _rule(role: str, weight: int, before: str = "", after: str = "") -> _Rule:
    return _Rule(role, weight, re.compile(f"(?:{before})\\s*$"), re.compile(after))


# --- the words ---------------------------------------------------------------------

_INSURANCE = (
    r"(?:医保|社保|参保|农合|合作医疗|医疗保险|社会保险|保险|缴费|投保|退休|insurance)"
)
_CARE = (
    r"(?:医院|诊所|药店|卫生院|住院|住了|出院|看(?:病|门诊|急诊|专家|医生|$)|就[医诊]|[治医]疗|治病|手术|开刀"
    r"|[门急]诊|抢救|急救|化疗|放疗|透析|生孩子|生小孩|生娃|分娩|产检|检查|体检|买药|开药|[使]?用|刷)(?![在是])"
)
_AT = r"[在去到来赴往回]"
_LIVING = r"(?:打工|务工|上班|工作|上[大中小]?学|读书|居住|定居|生活|常驻|带孙|带娃|养老|旅游|出差|探亲)"

_EN_INSURANCE = (
    r"(?:insur\w*|social security|policy|covered|enroll?ed|contribut\w*|premiums?"
    r"|registered|(?:i|we|he|she|they|who|employer|company) pays?|paying)"
)
_EN_CARE = (
    r"(?:hospital\w*|clinic|doctor|dentist|treat\w*|surgery|operat\w+|admitted|birth|baby|emergency"
    r"|chemo\w*|dialysis|ill|sick|injured|accident|referred|referral|outpatient|inpatient|medicine|pharmacy)"
)
_EN_USE = r"(?:use|used|using|swipe|valid|works?|working|accept\w*|covers?|cover)"
_EN_KIND = (
    r"(?:employee|resident|medical|social|health|basic|urban|rural|student|public)"
)

# --- the rules, first match wins ---------------------------------------------------

_RULES = (
    # named with its insurance
    _rule(TREATED, 3, after=r"市?(?:的)?医保(?:定点|药店|备案|结算)"),
    _rule(
        INSURED,
        3,
        after=r"(?:市|省|县|区|那边|这边|本地|当地)?的?(?:职工|在职|退休|居民|城[镇乡](?:居民|职工)?|新|农村|大?学生|少儿|儿童){0,2}"
        r"(?:基本)?(?:医保|社保|农合|合作医疗|医疗保险|社会保险|保险|退休)",
    ),
    _rule(
        INSURED,
        3,
        after=r"(?:市|那边|这边|本地|老家)?(?:的?(?:单位|公司|老板))?(?:给|帮)?我?(?:上班|工作|打工|务工)?时?(?:参保|参的?保|参加|投保"
        r"|[交缴](?![通警大友])|(?:[买办上])(?:的|了|过|理)?.{0,4}(?:医保|社保|保险|农合))",
    ),
    _rule(
        INSURED,
        3,
        after=rf"(?:'s|-based| city| municipal)?(?:\s+{_EN_KIND}){{0,3}}\s+"
        r"(?:insurance|insured|social security|policy|scheme|yibao|shebao)|\s+de (?:yibao|shebao)",
    ),
    # the insurance is only used there
    _rule(TREATED, 3, rf"{_AT}", rf"[^,]{{0,6}}?{_CARE}"),
    _rule(TREATED, 3, rf"\binsur\w*(?: \w+)*? {_EN_USE}(?: \w+)* (?:in|at)"),
    _rule(TREATED, 3, rf"\b{_EN_USE}(?: \w+)* insur\w*(?: \w+)? (?:in|at)"),
    # settled there, whatever retired from
    _rule(TREATED, 3, r"(?:安置|定居|居住|[长常]住)(?:退休)?[在到于]"),
    _rule(TREATED, 2, r"(?:这儿|这里|这边|那儿|那里|那边)\("),
    # insured there
    _rule(
        INSURED,
        3,
        rf"{_INSURANCE}(?:卡|地|地区|关系|人|所在地)?[一直现目前今还都也就仍然全]*"
        r"(?:是|在|于|为|:|属于?|(?:[交缴买办落上参]|放)(?:的是|在|的)?|参加的?是?)?",
    ),
    _rule(INSURED, 3, r"(?:[交缴买]|参加|投保)的?(?:是|在|了)?"),
    _rule(
        INSURED,
        3,
        rf"\b{_EN_INSURANCE}(?: (?!{_EN_CARE}|live|work|stay|travel)\w+){{0,4}}?"
        r"(?:,? which)?(?::| (?:in|at|with|from|by|under|of|is)(?: the)?|)",
    ),
    _rule(
        INSURED,
        3,
        r"\b(?:yi ?bao|she ?bao|can ?bao)(?: ?ka| ?di(?: ?qu)?| guanxi)?(?: jiao)?(?: ?(?:zai|shi|:)|)",
    ),
    _rule(
        TREATED,
        3,
        r"\b(?:jiu ?yi|jiu ?zhen|zhu ?yuan|kan ?bing)(?: ?di)?(?: ?(?:zai|shi|:)|)",
    ),
    # claiming at home
    _rule(INSURED, 2, r"(?:回|回到|[拿寄带]回|寄到)", r"[^,]{0,5}?报(?:销|账|吗|$)"),
    _rule(INSURED, 2, r"\bback (?:in|to|at)", r"|.*\b(?:claim|reimburs)"),
    _rule(
        INSURED,
        2,
        r"\bclaim\w*(?: (?:it|this|that|them|the money|money|back))* (?:in|at|from|with)",
    ),
    _rule(INSURED, 2, r"\bwill", r" (?:accept|recogni[sz]e|reimburse|pay|cover)\b"),
    # treated there
    _rule(
        TREATED,
        3,
        r"(?:转[院诊]|备案|送|送医|送往)(?:地)?(?:到|去|至|往|在|是|:)|(?:就[医诊]|看病|治疗|住院)地?(?:点|方|城市)?"
        r"(?:是|在|:|于)?|医院(?:是|在|:)",
    ),
    _rule(TREATED, 3, rf"{_AT}", rf"[^,]{{0,14}}?{_CARE}"),
    _rule(
        TREATED,
        3,
        after=r"(?:市|那边|这边|那里|这里)?(?:的)?[^,]{0,6}?(?:医院|卫生院|诊所)"
        r"|(?:市|那边|这边)?(?:住院|看病|就[医诊]|治疗|做?手术|[门急]诊|化疗|透析|生孩子|抢救)",
    ),
    _rule(TREATED, 3, rf"\b{_EN_CARE}(?: \w+){{0,4}}?(?: (?:in|at|to)|:|)"),
    _rule(
        TREATED,
        3,
        r"\b(?:in|at|to|visit\w*)(?: (?:a|an|the))?",
        rf"(?: \w+){{0,4}}? {_EN_CARE}",
    ),
    _rule(TREATED, 3, after=r"(?:'s)?(?: \w+)? (?:hospital|clinic)"),
    _rule(
        TREATED,
        3,
        r"\b(?:zai|qu|dao|lai)",
        r" (?:zhuyuan|kanbing|kan bing|jiuyi|zuo shoushu|menzhen)",
    ),
    # from there
    _rule(
        INSURED,
        1,
        r"户口(?:本)?(?:还)?(?:是|在|落在)?|户籍地?(?:是|在)?|老家(?:是|在)?|籍贯|来自|家在|[从由]|我们?(?:妈|爸)?是",
    ),
    _rule(
        INSURED,
        1,
        after=r"(?:省|市)?(?:的?户口|户籍|籍|人(?![民口群寿工流]|在)|人在|老家|(?:人|过)?(?:来|到|去|转到|转诊到|转院到|飞)$|来的|过来)",
    ),
    # the employer insures where it is
    _rule(
        INSURED,
        1,
        r"\b(?:employees?|employed|employer|company|firm|factory)(?: is| are)?"
        r"(?: based| located)? (?:in|at|of)",
    ),
    _rule(INSURED, 1, r"\bfrom|\b(?:hometown|hukou) (?:is )?(?:in)?|\bnative of"),
    _rule(INSURED, 1, after=r" (?:resident|native|citizen|local|hukou)s?\b"),
    # is or goes there
    _rule(TREATED, 1, rf"{_AT}|搬到|\b(?:in|at|to|visit\w*|near|zai|qu|dao)"),
    _rule(TREATED, 1, after=rf"(?:市|那边)?{_LIVING}"),
)

#: Insurance that moves to a place: neither role.
_MOVES = re.compile(
    r"(?:医保|社保|保险|关系)[^,.;!?。]*转移?(?:到|去|回|入|至|往)\s*$"
    r"|\b(?:transfer|mov|switch)\w* [^,.;!?]*(?:insurance|security|account|relation)"
    r"[^,.;!?]* to\s*$"
)
_SAID = re.compile(
    r"(?:我?(?:刚才|刚刚|前面|之前|上面|先前)?[写填说选打]的?是?|应[该当]?是|应为|改[成为]|其实是|实际上?是|[就确]实?是)$"
)
_NEGATIVE = re.compile(
    r"(?:并?不|没有?)(?=是|在|属|交|参|去|到)|n['’]t\b|\bbu (?=zai|shi|qu)|\b(?:not|never) (?=in|at|from|with|insured|treated)"
)
#: 医保是居民的，在安康: the place of the insurance in a clause of its own.
_CONTINUES = re.compile(
    r"(?:医保|社保|参保|农合|保险)[^,.;!?。]{0,10}的?,\s*(?:应该?|应当|其实|实际上?)?(?:交|参保|缴)?的?(?:是|为|也)?(?:在|交在|交到|(?<=[是为]))\s*$"
    r"|\b(?:insurance|insured|yibao|shebao|scheme)(?: (?!in\b|at\b|and\b)\w+){0,3}, (?:it['’]?s |which is |paid )?(?:in|from)\s*$"
)
_ENDS = re.compile(
    r"[市省县]?(?:的|交的?|缴的?|那边|参保的?|老家)*\s*(?:$|[,.;!?。、])"
)
#: Care at home, where home was named before: 老家四川的 … 回老家看病.
_HOME = re.compile(r"(?:老家|家乡)(?:是|在)?$")
_CARE_AT_HOME = re.compile(rf"回(?:老家|家乡)[^,.;!?。]{{0,6}}?{_CARE}")
_BOUNDARY = re.compile(r"[,.;!?。、\n]|但是?|可是|不过|而且?|\bbut\b|\band\b|\bwhile\b")


def roles(places: Places, text: str, mentions: list[Mention]) -> list[str | None]:
    """Return the role of each of ``mentions``, in order, in the folded ``text``.

    None for a place that is said not to hold: 不是成都的, Harbin - sorry, Changchun.
    """
    if len(mentions) == 1 and is_alone(text, mentions[0].start, mentions[0].end):
        return [PLACE]
    hints = [_hint(text, mentions, index) for index in range(len(mentions))]
    holds = _settle(text, mentions, hints)
    codes = [
        mention.code for mention, held in zip(mentions, holds, strict=True) if held
    ]
    found = _without_weaker(
        codes, [hint for hint, held in zip(hints, holds, strict=True) if held]
    )
    moves = any(_MOVES.search(text, 0, mention.start) for mention in mentions)
    left = iter(found if moves else _with_leftover(places, codes, found))
    return [next(left) if held else None for held in holds]


def _settle(
    text: str, mentions: list[Mention], hints: list[tuple[str, int]]
) -> list[bool]:
    """Tell which places hold; ``hints`` of one that replaces another are passed on."""
    holds = [not negation.denied(text, m.start, m.end) for m in mentions]
    for index in range(1, len(mentions)):
        role, weight = hints[index - 1]
        own_role, own_weight = hints[index]
        gap = mentions[index - 1].end, mentions[index].start
        if own_weight == _STRONG and own_role != role != PLACE:
            continue
        if negation.corrects(text, *gap):
            holds[index - 1] = False
        elif holds[index - 1] or not negation.contrasts(text, *gap):
            continue
        if role != PLACE and own_weight < _STRONG:
            hints[index] = role, max(weight, own_weight)
    return holds


def _hint(text: str, mentions: list[Mention], index: int) -> tuple[str, int]:
    """Return the role that the words around a mention give it, and their weight."""
    mention = mentions[index]
    if _MOVES.search(text, 0, mention.start):
        return PLACE, 0
    first = mentions[index - 1].end if index else 0
    last = mentions[index + 1].start if index + 1 < len(mentions) else len(text)
    for boundary in _BOUNDARY.finditer(text, first, last):
        if boundary.end() <= mention.start:
            first = boundary.end()
        elif boundary.start() >= mention.end:
            last = boundary.start()
            break
    # where somebody is not insured: the role all the same
    before = _SAID.sub("是", _NEGATIVE.sub("", text[first : mention.start]))
    after = text[mention.end : last]
    if _CONTINUES.search(text, 0, mention.start) and _ENDS.match(text, mention.end):
        return INSURED, _STRONG
    if _HOME.search(before) and _CARE_AT_HOME.search(text, mention.end):
        return TREATED, 2
    for rule in _RULES:
        if rule.before.search(before) and rule.after.match(after):
            return rule.role, rule.weight
    return PLACE, 0


def _without_weaker(codes: list[str], hints: list[tuple[str, int]]) -> list[str]:
    """Of two places in one role keep the one that is hinted at more strongly."""
    top = {
        role: max((w for r, w in hints if r == role), default=0)
        for role in (INSURED, TREATED)
    }
    best = {
        code: role
        for code, (role, weight) in zip(codes, hints, strict=True)
        if role != PLACE and weight == top[role]
    }
    return [
        role
        if role == PLACE or weight == top[role] or best.get(code) == role
        else best.get(code, PLACE)
        for code, (role, weight) in zip(codes, hints, strict=True)
    ]


def _with_leftover(places: Places, codes: list[str], found: list[str]) -> list[str]:
    """Give the only unclear place the role that is left when the other is taken."""
    taken = {role for role in found if role != PLACE}
    unclear = {code for code, role in zip(codes, found, strict=True) if role == PLACE}
    if len(taken) != 1 or len(unclear) != 1:
        return found
    chain = places.chain(next(iter(unclear)))
    for code, role in zip(codes, found, strict=True):
        if role != PLACE and (code in chain or chain[0] in places.chain(code)):
            return found
    left = TREATED if INSURED in taken else INSURED
    return [left if role == PLACE else role for role in found]
