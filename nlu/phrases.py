"""Facts said in words that stand apart or change, beside the vocabulary.

住了9天院 is a stay, 在厂里上班 is work, 退休后定居 is a retirement elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

#: A fact, its value, where it starts and where it ends.
Phrase = tuple[str, str, int, int]


class _Fact(Protocol):
    """What this module reads of a fact found."""

    @property
    def fact(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


_NUMBER = r"(?:\d+|[一二两三四五六七八九十几好半]+)"
_TIME = rf"{_NUMBER}(?:多|来)?(?:个)?(?:多)?(?:天|日|晚|周|星期|礼拜|月|次|回)(?:多)?"
_LEVEL = {"一": "1", "二": "2", "三": "3", "1": "1", "2": "2", "3": "3"}
_LEVEL |= {"one": "1", "two": "2", "three": "3", "i": "1", "ii": "2", "iii": "3"}

_STAY = re.compile(
    rf"住(?:了|过|满)?{_TIME}的?(?:医?院)"
    rf"|(?<=[院科房u])[^,.;?!。]{{0,5}}(?P<days>住了{_TIME})"
    r"|[住入出](?:[的着过完]|[上成]了)院(?!长|子)|开(?:的|过|完)刀"
    r"|[做动](?:[的过完]|了?[一两]?[个次]|过?[一两]次)手术"
    # its level is a fact of its own
    r"|住[进到]了?(?:icu|病房|(?=[^,.;?!。]{0,6}(?:医院|卫生院)))"
    r"|\bstay(?:s|ed|ing)?\b(?= (?:in|at) (?:(?:the|an?) )?(?:[\w-]+ ){0,3}"
    r"(?:hospital|health cent))"
    r"|\bin the hospital (?=for\b)"
)
_WORKS = re.compile(
    r"(?:还|仍|仍然|依然|照常|一直|正常|照样|继续)在?(?:上着?班|工作(?!日|人员|单位))"
    r"|(?<=在)(?P<there>[^,.;?!。在]{1,12}?(?:上班|工作))(?!时间|日|人员|单位|吗|么"
    r"|的?地|地|要|时)"
    r"|(?:我|他|她|自己|本人|目前|现在|人)(?:都|也|是)?在(?P<now>上班|工作)(?!时间|日"
    r"|人员|单位|吗|么)"
    r"|\bstill (?:working|at work|employed|have a job|has a job)|\b(?:i|we|he|she"
    r"|who) (?:currently |still |now )?works? (?:for|at|in|as)\b"
    r"|\b(?:am|['’]m|is|he['’]s|she['’]s|currently|now) (?:currently |still "
    r"|now )?working(?! in another)(?! hours)"
    r"|\bhai zai shang ?ban\b|\bzai \w+ (?P<latin>shang ?ban|da ?gong|gong ?zuo)\b"
)
_TIER = re.compile(
    r"(?<!高血压)(?<!伤残)(?<!残疾)(?<!护理)(?<!工伤)(?P<zh>[一二三123])(?:级"
    r"|甲)(?:[甲乙丙]等?)?"
    r"(?:以上)?的?(?:综合|专科|公立|定点|中|妇幼)?(?:医院|医疗机构|(?=[,.;?!。、]|$"
    r"|就[诊医]|住院|看|报))"
    r"|(?<=是)(?P<is>[一二三123])(?:级|甲)(?!高血压|伤残|残疾|护理|手术|以上|的?伤)"
    r"|\b(?:level|grade|class|tier)[ -](?P<en>[123]|one|two|three"
    r"|i{1,3})(?:[ -]?[ab])?(?:[ -]level)?(?: \w+)? hospitals?"
    r"|\b(?P<a>3) ?a (?:hospital|grade)|\bgrade (?P<ga>3) ?a\b"
    r"|\blevel[ -](?P<level>[123]|one|two|three)\b"
)

_CHILDREN = re.compile(
    r"(?:[来去]|帮[^,.;?!。]{0,5}|在[^,.;?!。]{1,8})(?:带|看|照看|照顾|照料)着?"
    r"(?:孩子|小孩|娃|外?孙[子女]?)(?!看|去|到|打|检|做|上)"
    r"|\b(?:looks?|looking|cares?|caring) (?:after|for) (?:my|our|his|her|the|their)"
    r" (?:grand)?(?:children|child|kids?|son|daughter|baby)(?:'s)?\b"
)
_VISIT = re.compile(
    r"\bvisit(?:s|ed|ing)? (?:to )?(?:my|our|his|her|their) (?:\w+ )?(?:son|daughter"
    r"|parents|mother|father|family|brother|sister|friends?|relatives|grandparents"
    r"|uncle|aunt|grandchildren)\b"
)

# 单位在成都给我上的社保, my employer pays for my medical insurance
_EMPLOYER = re.compile(
    r"(?:单位|公司|厂里?|老板|用人单位)(?:(?:[在给帮替为][^,.;?!。没不未欠停]{1,6}?|一直|都"
    r"|每月)){0,3}(?P<zh>(?:交|缴纳?|买|上|办|参)(?:的|了|过|着)(?:是)?(?:医保|社保|保险))"
    r"|\b(?:employer|company|firm|factory|boss|work ?unit)\b"
    r"(?:(?!\b(?:who|whether|if|not|never|stopped)\b)[^.;!?,]){0,30}?"
    r"\b(?P<pays>(?:pays|paid|is paying|has paid|covers|contributes|buys|bought)"
    r"(?: for| in| into| to| towards)?(?: (?:my|his|her|our|their|the|me|all|of|medical"
    r"|social|health|basic|employee))*"
    r" (?:insurance|security|premiums?|contributions?))\b"
    r"|\b(?:insurance|security|premiums?|contributions?)(?: (?:is|are|was|were|has|have"
    r"|been|being|all))* (?P<paid>paid|covered|bought|provided)"
    r"(?: for)? by (?:my|his|her|our|their|the) (?:\w+ )?"
    r"(?:employer|company|firm|factory|boss|work ?unit)\b"
)
# the scheme alone, where nothing else can be meant: insurance: employee
_SCHEME_ASKED = re.compile(
    r"\b(?:insurance|scheme|insured|enroll?ed)(?: (?:type|kind))?"
    r"(?:\s*[:=]| is| was| as(?: an?)?)\s*"
    r"|(?:医保|社保|保险|参保|险种)(?:类型|种类|性质)?\s*(?:[:=]|是|为)\s*"
)
_SCHEME = re.compile(
    r"\b(?P<employee>employee)\b(?=\s*(?:$|[,.;:!?()-]|(?:or|but|in|of|at|from)\b))"
    r"|\b(?P<resident>resident)\b(?=\s*(?:$|[,.;:!?()-]|(?:or|but|in|of|at|from)\b))"
    r"|(?P<zh>居民)(?=的?\s*(?:[,.;!?()。、]|$))"
)
#: How far behind the question for the scheme an answer to it may stand.
_SCHEME_NEAR = 40
_SENTENCE_END = re.compile(r"[.;!?。]|$")
_RESIDENT = re.compile(
    r"(?<=[是交参买办按走算])(?:加的?|保的?|于|的"
    r"|了)?(?P<scheme>居民)(?=的?\s*(?:[,.;!?。、]|$))"
)

# the company sent me to; 公司派我去
_POSTED = re.compile(
    r"派(?:遣(?=[我他她]))?了?(?:我?(?:爸爸?|妈妈?|父亲|母亲|老公|老婆|丈夫|妻子|爱人"
    r"|儿子|女儿|[哥姐弟妹])|我们?|[他她]们?|本人)"
    r"(?:[到去往驻]|来)(?!开会|出差|学习|培训|体检|看病|检查|问|打听|办|交|拿|取)"
    r"|(?:单位|公司|厂里?|老板|被)[^,.;?!。]{0,3}调(?:我们?|[他她]们?)?[到去往来]"
    r"(?=[^,.;?!。]{0,6}(?:工作|上班|任职|外地|外省|异地|分公司))"
    r"|\b(?:company|employer|firm|boss|work ?unit|office|factory|bank)"
    r"(?: has| have| had| is)? (?:sent|sends|sending|posted|assigned|dispatched"
    r"|transferred|relocated) (?:me|him|her|us|them|(?:my|our) \w+) (?:out |over )?"
    r"(?:to|here|there|away)\b"
    r"(?![^.;!?]{0,40}\b(?:meeting|conference|trip|on business|for \w+ (?:day|week)))"
    r"|\b(?:sent|transferred|assigned) to\b(?= [^,.;!?]{1,30} by (?:my|his|her|our|their"
    r"|the) (?:company|employer|firm|boss|work ?unit|office|factory|bank)\b)"
)
# home to see the family, not to claim
_HOME = re.compile(
    r"(?:回老家|回乡)(?!(?:去|再|才|还|之后|以后|后|里|那边|能不能|能|可不可以|可以|可|怎么样?"
    r"|如何|要不要|要|该|是不是|直接|手工|给|医保局|医保|申请)*"
    r"(?:报|交|缴|参保|结算|申请|刷|领|补))"
)

_RESETTLED = re.compile(
    r"(?:退休|退了休)[^。;!?]{0,24}?(?P<zh>定居|安置|搬[到去来]|随子女"
    r"|[随跟和]着?[子女儿孩][^,.;]{0,2}(?:一起)?[住生过])"
    r"|\bretire\w*\b[^.;!?]{0,40}?\b(?P<en>(?:re)?settled?|moved|relocated|live with)\b"
    r"|\b(?P<before>(?:re)?settled|moved|relocated)\b[^.;!?]{0,40}? (?:after|on|upon"
    r"|since|when)(?: (?:he|she|they|i|we|my|his|her|their))? retir"
)

_NEWBORN = re.compile(
    rf"(?:出生|生下来)(?:才|刚|刚刚|了|不到|第)?{_NUMBER}(?:多|来)?(?:天|周|个?星期"
    r"|个?礼拜)"
    rf"|{_NUMBER}天大?的(?:宝宝|孩子|娃|婴儿)|(?:宝宝|孩子|娃)(?:刚|还没|没)满月"
    r"|\bborn (?:just )?(?:last (?:week|night|month)|yesterday|today|this (?:week"
    r"|month)"
    r"|\w+ (?:days?|weeks?) ago)\b|\b\w+[- ](?:day|week)s?[- ]old (?:baby|son"
    r"|daughter)\b"
)


def phrases(text: str) -> Iterator[Phrase]:
    """Yield the facts in the folded ``text`` that no fixed word tells."""
    for match in _STAY.finditer(text):
        yield "care", "inpatient", *match.span("days" if match["days"] else 0)
    for match in _WORKS.finditer(text):
        group = match.lastgroup or 0
        start, end = match.span(group)
        # the place of work is a place of its own
        yield "status", "working", (end - 2 if group == "there" else start), end
    for match in _CHILDREN.finditer(text):
        yield "reason_away", "long_term", match.end() - 2, match.end()
    for match in _VISIT.finditer(text):
        yield "reason_away", "temporary", *match.span()
    for match in _EMPLOYER.finditer(text):
        # the place of the employer is a place of its own
        yield "insurance", "employee", *match.span(match.lastgroup or 0)
    yield from _schemes(text)
    for match in _POSTED.finditer(text):
        yield "reason_away", "stationed", *match.span()
    for match in _HOME.finditer(text):
        yield "reason_away", "temporary", *match.span()
    for match in _RESIDENT.finditer(text):
        yield "insurance", "resident", *match.span("scheme")
    for match in _RESETTLED.finditer(text):
        yield "reason_away", "resettled", *match.span(match.lastgroup or 0)
    for match in _NEWBORN.finditer(text):
        yield "status", "newborn", *match.span()
    for match in _TIER.finditer(text):
        group = match.lastgroup or 0
        yield "hospital_tier", _LEVEL[match[group]], *match.span()


def _schemes(text: str) -> Iterator[Phrase]:
    for asked in _SCHEME_ASKED.finditer(text):
        sentence = _SENTENCE_END.search(text, asked.end())
        end = min(
            sentence.start() if sentence else len(text), asked.end() + _SCHEME_NEAR
        )
        for match in _SCHEME.finditer(text, asked.end()):
            if match.start() < end:
                value = "employee" if match["employee"] else "resident"
                yield "insurance", value, *match.span()


# working far from home, when it is said of a place
_AWAY_WORK = re.compile(r"打工|务工|da ?gong|migrant")
_WORK = re.compile(r"打工|务工|上班|工作|农民工|migrant|dagong")
_SETTLED = re.compile(
    r"定居|随子女|[跟随和].{0,3}[子女儿孩]|安置|settle|relocate|moved"
)
_SUDDEN = re.compile(r"抢救|突发|突然|\bsudden|\brescue|\bambulance|qiangjiu")
# sudden and ill, whatever the care was
_ACUTE = re.compile(
    r"抢救|突发(?!奇想|情况|事件|状况)|晕倒|昏迷|昏倒|休克|被120"
    r"|突然(?!想|发现|要|说|通知)[^,.;?!。]{0,4}(?:病|疼|痛|晕|昏|不舒服|出血|高烧)"
    r"|\brescued\b|\bcollapsed\b|\bunconscious\b|\bfainted\b|\bambulance\b|qiangjiu"
    r"|\bsudden(?:ly)? (?:\w+ )?(?:ill|illness|sick|stroke|heart|pain|collapse)"
)
_INSURED, _TREATED = "insured_region", "treatment_region"


def implied(text: str, facts: Sequence[_Fact]) -> Iterator[Phrase]:
    """Yield what ``facts`` found in the folded ``text`` mean together.

    A span lies within that of one of ``facts``, at its end.
    """
    known = {fact.fact: fact for fact in facts}
    away, status = known.get("reason_away"), known.get("status")
    if away is not None and status is not None:
        settled = away.value == "long_term" and status.value == "retired"
        if settled and _SETTLED.search(text, away.start, away.end):
            yield "reason_away", "resettled", away.start, away.end
    care = known.get("care")
    if away is not None and away.value == "temporary":
        urgent = care is not None and care.value == "emergency"
        if (_SUDDEN if urgent else _ACUTE).search(text):
            yield "reason_away", "emergency", away.start, away.end
    if away is not None and status is None and away.value == "stationed":
        if _WORK.search(text, away.start, away.end):
            yield "status", "working", away.end - 1, away.end
    if away is None and status is not None and _AWAY_WORK.search(text, status.start):
        insured, treated = known.get(_INSURED), known.get(_TREATED)
        if treated and not (insured and insured.value == treated.value):
            yield "reason_away", "stationed", status.end - 1, status.end
