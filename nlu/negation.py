"""What a text says does not hold: 不是X, X说错了, not X, sorry, I meant Y.

All texts are folded. A value is the span of a fact or of a place.
"""

from __future__ import annotations

import re

# --- Chinese -----------------------------------------------------------------------

# words that may stand between 不是 and the value
_BETWEEN = (
    r"(?:[在去到回来从的过了有上当算看走办做开交缴买用选填写打拿领按住属是]|真的?|正式|普通|什么|任何|一?[个家种]|一般|那[个种]"
    r"|我们?|[他她你您]们?|咱们?|参加|参保|享受|办理|接受|使用|申请|属于|达到|正规|所谓|因为|为了|说|指|问|跟|老家|当地|本地|外地)"
)
_NOT = re.compile(
    r"(?:(?P<noun>没有?|无)|(?P<copula>不(?:是|算|属于)|并非|而非)|(?<![除是])非|未|别|别的不"
    r"|不(?:再|用|需要?|必|想|打算|准备|愿意?)?)"
    rf"{_BETWEEN}{{0,5}}$"
    # 刚才写成了无锡
    r"|误?[写说填打选记讲看]成了?$"
)
# 是不是, 有没有, 要不要去
_EITHER = re.compile(rf"(.)[不没]\1{_BETWEEN}{{0,5}}$|[能可会]不{_BETWEEN}{{0,5}}$")
_TAG = re.compile(r"的?[^,.;!?。、]{0,1}[吗嘛]")
# what is missing is a paper or a benefit, not the stay
_LACKED = re.compile(
    r"的?(?:报销|待遇|统筹|证明|记录|病历|发票|小结|单|清单|号|资格|额度|限额|比例|政策|补贴|津贴|资料|材料|账户|指标|床位?|部|金|工资|年限|年龄的?人)"
)
_NOT_AFTER = re.compile(
    r"\s*(?:[倒并也都可]?不(?:是|算)(?=\s*[的,.;!。、了]|$)|[还倒并都可]没有?(?=\s*[,.;!。、]|$)"
    r"|[,那]?(?:这个|那个)?(?:我|是)*[写说填打搞弄记输讲选]错|是错的|(?:是|都)?(?:不对|有误)(?=\s*[,.;!。、了]|$))"
)
# not yet, though it will
_SOON = re.compile(
    r"(?:快要?|即将|马上[要就]?|将要?|about to be|soon be|(?:will|going to)(?: only| not| soon)? be|until (?:he|she|i|they) (?:is|am|are))\s*$"
)
_FUTURE = re.compile(
    r"(?:准备|等到?|[离距]|打算|到了?|办理?|想|要|提前|什么时候|何时|几岁|多大|多少岁|还[有差要][^,.;?!。]{1,6}"
    r"|(?:明年|后年|下个?(?:月|周|星期)|(?<![去前上]年)(?<![去前])年底|将来|今后"
    r"|(?:再(?:过|等|干|工作|上|交|缴)?|过|等)(?:个|几|\d+|[一两二三四五六七八九十半]+)个?[多来]?(?:年|月))[^,.;?!。了已经]{0,6}"
    r"|岁才(?:能|可以))$"
)
_CONDITION = re.compile(
    r"(?:年龄|条件|手续|政策|[还就也]?[要需得]|时[要需]|之?前|以前|才|的话|最低|标准|最少|年限|缴费|金|工资|怎么办理|需|能领|可以领|时能)"
)
_PAST = re.compile(r"(?:原来|原先|以前|之前|曾经?|过去|早先|本来)[^,.;!?。]{0,6}$")

# --- English -----------------------------------------------------------------------

_WORD = (
    r"(?:a|an|the|any|in|at|on|of|from|my|his|her|their|our|your|yet|for|to|as|under|been|being|be|am|is|was|were"
    r"|have|has|had|having|need|needing|want|wanting|go|going|get|getting|it|it['’]s|i|we|he|she|they|actually|really|even"
    r"|currently|still|considered|insured|treated|hospitali[sz]ed|living|based|located|working|enrolled|covered by"
    r"|covered under|asking|about|talking|member|ordinary|regular|part|one|that|kind|type|did|do|paying|with|by|see|seeing"
    r"|planning|medical|basic|city|seen|stay|staying|classed|counted)"
)
_NOT_EN = re.compile(
    rf"(?:\b(?P<noun>no|without)|\b(?:not|never|nor|neither|no longer|rather than|instead of)"
    r"|(?P<lead>^|[,.;:?!]\s*|\b(?:why|how come|but|and|or)\s+)?"
    r"\b(?:is|are|was|were|have|has|had|do|does|did|ai)n['’]?t"
    r"|(?<!shi )\b(?:bu ?shi|mei ?you|mei|bu(?= zai| qu| zhu)))"
    rf"(?:\s+(?:{_WORD}|zai|qu|dao|shi|de|wo))*\s+$"
)
_LACKED_EN = re.compile(
    r"\s*(?:benefits?|coverage|reimburse\w*|record|proof|quota|cover|slip|certificate|papers?|documents?)\b"
)
_ASKED = re.compile(r"[^.!;]*\?")
_NOT_AFTER_EN = re.compile(
    r"\s*(?:(?:is|was) (?:wrong|a mistake|a typo|not right|incorrect)|(?:it|he|she) (?:is|was) not\b)"
)

# --- corrections -------------------------------------------------------------------

_CORRECTION = re.compile(
    r"[说写打搞记弄输填讲选发]错|错了|口误|笔误|更正|纠正|不对[,.是]|应[该当]?[是为]|改[成为]|换成|我是说|意思是|想说的?是"
    r"|准确地?[说讲]|[啊哦噢呃额嗯诶][,.]?不|(?:不好意思|抱歉|对不起)[,.]?是|其实是|实际上?是"
    r"|[,.;!?]\s*(?:等等|等一下|等下|慢着)[,.;!]|(?:[,.;:!?-]|\b(?:oh|ah|er|uh|um|hmm|but|actually))\s*wait\b|\bh[ao](?:ng|ld) on\b"
    r"|\b(?:sorry|oops|whoops|i mean|i meant|correction|mis(?:typed|spoke|wrote)|typo|wrong|mistaken?|my mistake|scratch that"
    r"|should (?:be|have been|read|say)|no,? wait|wait,? no|or rather|make that|actually)\b"
)
_FARTHEST = 60
_LINK = re.compile(
    r"(?:的|人|市|省|医保|社保|参保|看病?|住院|的?医院|\s|[,.;:、-])*(?:而|就|其实|我们?|[他她它]|现在|应该?|想|要|看病|医保)*"
    r"(?:[是在去到回交成为的])+"
    r"|[\s,.;:-]*(?:but|rather|instead|it['’]?s|it is|i['’]?m|i am|that is|was|is|they|we|i|am|are|rather|actually"
    r"|zai|shi|er|qu|in|at|from|to|with|yet|insured|treated|living|based|going|city|\s|[,;:-])*"
)

_OR = re.compile(
    r"的?,?\s*(?:还是|或者?|或是|抑或)(?:说)?是?(?:参加|交|走|按|看)?的?\s*|\s*(?:,|/)?\s*\bor\b(?: (?:in|a|an|the|on|for|as))*\s*"
)

# --- hospitals left ----------------------------------------------------------------

_SENDS_ON = re.compile(
    r"的?(?:那边|这边|的)?(?:医生|大夫|主任)?(?:都|就|也|已经?|说|讲|跟我说)?(?:他们|我|这病|这个病|病情)?(?:都)?"
    r"(?:[看治做处]不了|[看治]不好|治不来|没办法[看治]|没法[看治]|没条件|条件不[行够]"
    r"|给?(?:我们?|[他她]|我[爸妈])?(?:开了?|开的|办了?|办的)(?:的)?(?:个|张)?(?:异地)?转[诊院]"
    r"|(?:让|叫|建议|推荐|同意)(?:我们?|[他她]|病人|家属)?(?:往上)?(?:转|去|到)"
    r"|(?:往上)?转(?:[诊院])?(?:出|到|去|至|上来|来|过来)|把[^,.;]{1,4}转)"
    r"|(?: \w+)?(?: (?:has|had|have|then|there|here|doctor|doctors|just|already))*"
    r" (?:referred|refers|transferred"
    r"|(?:sent|sends) (?:me|him|her|us|them|(?:my|our) \w+) (?:on|to|away|here|there)"
    r"|(?:told|advised|asked) (?:me|him|her|us|them|(?:my|our) \w+) to (?:go|transfer|move)"
    r"|(?:could ?n['’]?t|could not|can['’]?t|cannot|(?:was|is)(?: not|n['’]t) able to)"
    r" (?:treat|help|cure|handle|manage|do|operate))\b"
)
_SENT_BY = re.compile(
    r"(?:从|由)[^,.;?!。在转到去]{0,6}$"
    r"|\b(?:referred|transferred|sent|moved|referral)(?: \w+){0,3} (?:by|from|out of)"
    r" (?:(?!to\b)\w+ ){0,3}$"
)


def sends_on(text: str, start: int, end: int) -> bool:
    """Tell whether the hospital at ``start`` to ``end`` only sent the patient on.

    >>> sends_on("县医院看不了", 0, 3), sends_on("转到县医院", 2, 5)
    (True, False)
    """
    if _SENDS_ON.match(text, end):
        return True
    return bool(_SENT_BY.search(text, max(0, start - 50), start))


def denied(text: str, start: int, end: int, *, lasting: bool = False) -> bool:
    """Tell whether ``text`` says that the value at ``start`` to ``end`` does not hold.

    ``lasting`` values (retired, employed) hold now: what was or will be does not.

    >>> denied("不是住院是门诊", 2, 4), denied("是不是住院", 3, 5)
    (True, False)
    """
    if text[start] == "是":
        start += 1
    before, near = text[max(0, start - 24) : start], text[end : end + 8]
    if lasting and (
        _SOON.search(before)
        or (_FUTURE.search(before) and not near.startswith("了"))
        or _CONDITION.match(near)
        or _PAST.search(before)
    ):
        return True
    found = _NOT.search(before)
    if found and not _EITHER.search(before):
        asked = found.group("copula") and _TAG.match(near)
        lacked = found.group("noun") and _LACKED.match(near)
        again = before[: found.start()][-1:] == text[start]  # 住没住院
        if not (asked or lacked or again):
            return True
    if _NOT_AFTER.match(text, end) or _NOT_AFTER_EN.match(text, end):
        return True
    found = _NOT_EN.search(text, max(0, start - 60), start)
    if found is None:
        return False
    if found.group("noun"):
        return not _LACKED_EN.match(text, end)
    return found.group("lead") is None or not _ASKED.match(text, end)


def corrects(text: str, first_end: int, second_start: int) -> bool:
    """Tell whether a value that starts at ``second_start`` replaces the one before."""
    if second_start - first_end > _FARTHEST:
        return False
    return bool(_CORRECTION.search(text, first_end, second_start))


def contrasts(text: str, first_end: int, second_start: int) -> bool:
    """Tell whether nothing but 是, but, it's stands between a denied value and another."""
    return bool(_LINK.fullmatch(text, first_end, second_start))


def offers(text: str, first_end: int, second_start: int) -> bool:
    """Tell whether two values are a choice (住院还是门诊): then neither is stated."""
    return bool(_OR.fullmatch(text, first_end, second_start))
