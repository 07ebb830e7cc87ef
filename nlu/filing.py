"""Whether a text says that filing (备案) was done, in any order of words."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: "yes", "no" or None (asked about, not said), where it starts and where it ends.
Filing = tuple["str | None", int, int]

# --- Chinese -----------------------------------------------------------------------

_FILE = r"(?:备(?:过|了|[好完]了?|[了过]?个|的|上)?案|报备)"
# what may stand between the words that matter
_KIND = (
    r"(?:异地|就医|就诊|跨省|省内|外地|转诊|转院|住院|医保|长期|居住|临时|外出|急诊"
    r"|安置|的|手续|登记"
    r"|[这那]个|什么|任何|过|[了一]?个|一下|给(?:我|他|她|它|孩子|老人|宝宝"
    r"|[爸妈爷奶])+)"
)
_DOING = (
    rf"(?:{_KIND}|[去来先就]|提前|事先|事前|预先|及时|当时|办理?|做|申请|提交|进行|弄"
    r"|搞|得?及|得?上|想到|记得"
    r"|要|在?(?:网上|线上|小程序上?|app上?|手机上?))"
)
_THING = r"(?:的|手续|登记|申请|[这的]?件?事情?儿?|[这那]个)?"
_WHEN = (
    r"(?:我们?|[他她您]|家里|人家|单位|公司|医院|孩子|已经?|早就?|早已|也|都|全|是|又"
    r"|就|倒是?|确实|肯定|[去前今]年"
    r"|[上这]个?[月周]|[昨前今]天|之前|以前|提前|事先|事前|[来走]之?前|出发前|入院前"
    r"|住院前|刚刚?|才|帮"
    r"|\d+(?:年|月份?|[日号])|[一二三四五六七八九十]+月份?"
    r"|(?:在|通过|找|用)[^,.;?!。、能可要得哪怎会没未]{1,10}|网上|线上|小程序上?"
    r"|app上?|给(?:我|他|她)们?)"
)
_STILL = (
    r"(?:我们?|[他她您]|家里|当时|那时|还|都|也|一直|根本|压根|至今|到现在|现在|目前"
    r"|可能|好像|却|就|又|之前|提前|事先|并)"
)
_END = r"(?=\s*(?:[,.;!。、]|$))"
_ASKS_AFTER = r"(?!\s*[吗么嘛没]|不(?=[,.;?!。]|$)|才|多久|[之以]?后)"

_ASKED_ZH = re.compile(
    r"(?:有没有|是否|是不是要?|要不要|用不用|需不需要|需要不需要|该不该|能不能"
    r"|可不可以|要?怎么|如何|怎样|咋"
    r"|[去在到从]?哪[里儿]?|为(?:什么|啥|何)要|[能可可以]+不|不(?:用|需要?|必)"
    rf"|无[需须]|免|必须|应该|应当)(?:{_DOING}|能)*{_FILE}"
    rf"[了过好完]*"
    rf"|备[没不]备案"
    rf"|{_FILE}{_THING}(?:{_WHEN})*(?:办理?|做|弄|搞|成功|通过|生效|好"
    r"|成)?[了过好完]*(?:没有?(?=\s*(?:\?|呢|呀|啊|$))|[吗么嘛]"
    r"|(?<=[办做好成])没[办做好成]|不(?=[?]))"
)
_NO_ZH = re.compile(
    r"(?:(?<!有)没有?|未|忘记?了?|漏了?|来不及|顾不[得]?上|懒得|不曾|不(?:知道|晓得"
    r"|懂|清楚)(?:还?[要得]|需要)?"
    r"|没(?:来得及|顾得?上|赶得?上|想[到起着]|人(?:告诉|提醒)我?)"
    r"|(?<!可以)(?<![能要用需得])不)"
    rf"(?:{_DOING})*{_FILE}过?"
    rf"|{_FILE}{_THING}(?:{_STILL})*(?:没有?|未|忘记?了?|来不及"
    r"|没?顾不?得?上)(?:来得及|顾得?上|去|能|给我?|人)*"
    r"(?:办|做|弄|搞|成|提交|填|申请|下来|通过|批|审核|备|报上?|登记|[好完过](?!期)"
    rf"|{_END})"
    rf"|{_FILE}{_THING}(?:失败|不成功|被(?:拒|退|驳)|办不了|办不成)"
)
_YES_ZH = re.compile(
    # 办了异地就医备案, 已经备案, 备过案
    r"(?:办理?|做|弄|搞|申请|登记|提交|完成)(?:好|完|妥|齐"
    rf"|成)?[了过的](?:{_KIND})*{_FILE}{_ASKS_AFTER}"
    rf"|(?:办|做|弄|搞)[好完妥齐](?:{_KIND})*{_FILE}{_ASKS_AFTER}"
    rf"|(?:已经?|早就?|早已|刚刚?)(?:{_WHEN})*(?:{_DOING})*{_FILE}[了过好]*"
    rf"{_ASKS_AFTER}"
    rf"|备(?:过|了|[好完]了?|[了过]个|上了?)案{_ASKS_AFTER}"
    rf"|(?:[去前今]年|[昨前]天|之前|上个?月|月份?|号)备的案"
    # 备案办好了, 备案已经在小程序上办了, 备案成功
    rf"|{_FILE}{_THING}(?:{_WHEN})*(?:办理?|做|弄|搞|申请|提交|登记|批|审核|填|备|报"
    r"|通过|生效|成功|完成|下来)"
    r"(?:好|完|妥|齐|成功?|通过|下来|上|过)?(?:[了过的]|(?<=[好完妥齐])(?=[,.;!。]"
    rf"|$)){_ASKS_AFTER}"
    rf"|{_FILE}{_THING}(?:{_WHEN})*(?:[了好]+|过(?!期|程|渡)了?|完了|成功|上了|都有"
    rf"|生效)(?!解|的话|{_END}?\?){_ASKS_AFTER}"
)

# --- English -----------------------------------------------------------------------

# files of another kind
_NOT_CARE = (
    r"(?! (?:(?:a|an|the|my|our|his|her|their|any|another) )?(?:claims?|complaints?"
    r"|lawsuits?|suit|appeals?|tax\w*|report|police|petition|objection|case|review"
    r"|for (?:divorce|bankruptcy|reimbursement|arbitration|review|an? appeal)))"
)
_DID = (
    r"(?:filed|registered(?= (?:beforehand|in advance|first|yet|for|with|before|it)\b"
    rf"|[,.;!?]|$)){_NOT_CARE}"
)
_FILING = (
    r"(?:(?:the|my|our|his|her|their|any|a|an|prior|advance|remote|remote-care|medical"
    r"|out-of-area|out-of-town|cross-province|cross-provincial|off-site|non-local|care"
    r"|treatment|such|kind|of|this|that) )*"
    r"(?:filing|registration|pre-registration|record-filing|bei ?an|备案)"
)
_ADVERB = (
    r"(?:(?:yet|ever|even|actually|been|bother(?:ed)?|to|the|get|got|around"
    r"|managed?|able|have|having|really|anything) )*"
)
_NOT = (
    r"(?:\b(?:not|never|without|forgot(?:ten)?|forget|failed|fail|neglected|yet to"
    r"|did ?nt|havent|hasnt|hadnt)\b"
    r"|n['’]t\b|\bno time\b|\btoo late\b)"
)
_DONE = (
    r"(?:done|made|completed?|finished|approved|accepted|successful|in place"
    r"|submitted|settled|through|registered|valid|ok)"
)

_ASKED_EN = re.compile(
    r"\b(?:do|does|did|should|must|can|could|may|will|would|shall|if)(?: (?:i|we|he"
    r"|she|they|you|my \w+))? (?:not )?(?:(?:need|have|still|also|first|even"
    rf"|now) )*(?:to )?(?:(?:be|get|have) )?{_DID}"
    rf"|\b(?:have|has|had) (?:you|they) {_ADVERB}{_DID}"
    r"|\b(?:need|needs|has|have|must|should|to|can|how|gets?) (?:to )?(?:be|get"
    rf"|is) (?:re)?{_DID}"
    rf"|(?:whether|is|was|has) {_FILING}(?: been)? (?:\w+ )?{_DONE}(?=[^.,;!]*\?)"
)
_NO_EN = re.compile(
    rf"{_NOT} {_ADVERB}(?:(?:do|make|made|complete|submit|arrange|do|done)(?: with)? )?"
    rf"(?:file\b{_NOT_CARE}|{_DID}|filing\b{_NOT_CARE}|register(?:ing)?\b(?! (?:a"
    rf"|the) (?:business|company))|registration\b|registered\b|{_FILING})"
    rf"|\b(?:no|zero) (?:\w+[ -]){{0,2}}(?:filing|registration"
    rf"|record-filing)\b(?: (?:was|has|had|is)\b(?: been)?(?: (?:{_DONE}))?)?"
    r"|\b(?:nothing|none of it) (?:is|was|has been|had been"
    r"|'s)?(?: been)? ?filed(?: yet)?"
    rf"|{_FILING}(?: form| paperwork)? (?:(?:is|was|has|had|were|isn|wasn"
    r"|hasn)(?:n['’]t| not| never| still not)?(?: yet)?|not)"
    rf"(?: (?:yet|been|ever))* (?<!is )(?<!was )(?<!has been )(?<!had been )(?:{_DONE})"
    rf"|{_FILING} (?:failed|(?:was|is|got) (?:refused|rejected|denied|missing|skipped"
    r"|forgotten|not done))"
    rf"|\bfile\b[^.,;?]{{0,12}},? but (?:i |we |he |she )?(?:forgot|did ?n['’]?t|never"
    r"|could ?n['’]?t|ran out)"
    rf"|\bunfiled\b|\bskipped {_FILING}|\b(?:un|not )registered\b"
)
_YES_EN = re.compile(
    r"\b(?:already|have|has|had|['’]ve|['’]d|just|also|duly|i|we|he|she|they|mother"
    r"|father|parents|mom|mum|dad|and|was|were|am|are|is) "
    rf"(?:(?:already|also|just|duly|been|properly|now|all) )*{_DID}"
    rf"|(?:^|[.,;!?] ?)(?:(?:already|duly|just) )?filed{_NOT_CARE}(?= (?:in|on|last"
    r"|before|beforehand|already|this|with|through|via|for|online)\b|[,.;!]|$)"
    rf"|{_FILING}(?: form| paperwork| application)? (?:(?:is|was|has|had|were|are)"
    rf"|['’]s)(?: (?:already|all|now|been|long|duly|also))* {_DONE}\b"
    rf"|{_FILING} (?:already )?(?:done|completed|approved|went through|succeeded)\b"
    r"|\b(?:did|done|made|completed|finished|submitted|have|got|arranged"
    rf"|handled) {_FILING}(?: (?:{_DONE}|already|beforehand|in advance))?"
)

# --- Pinyin ------------------------------------------------------------------------

_LATIN = r"bei ?an"
_NO_PINYIN = re.compile(
    r"\b(?:mei ?you|mei|wei|wang ?ji|wang ?le|wang|lai ?bu ?ji|bu) (?:(?:qu|ban|zuo"
    rf"|li|ji|le|lai ?de ?ji|guo|xian) )*{_LATIN}\b"
    rf"|\bmei bei (?:guo )?an\b|\b{_LATIN} (?:(?:hai|dou|ye|yizhi) )*(?:mei ?you|mei"
    r"|wei|wang ?le)\b(?: (?:ban|zuo|nong|guo))*"
)
_YES_PINYIN = re.compile(
    rf"\byi ?jing {_LATIN}(?: le| guo)*|\b(?:ban|zuo)(?: (?:hao|wan|li))? (?:le"
    rf"|guo) {_LATIN}\b|\bban ?hao {_LATIN}\b"
    rf"|\b{_LATIN} (?:(?:yi ?jing|zao ?jiu|dou) )*(?:(?:ban|zuo) ?(?:hao|wan)? )?(?:le"
    r"|guo|guo le)\b(?! ma\b| mei)|\bbei (?:guo|le) an\b"
)
_ASKED_PINYIN = re.compile(
    r"\b(?:you mei ?you|yao bu ?yao|zen ?me|xu ?yao|bu ?yong"
    rf"|bu ?xu ?yao) (?:\w+ )?{_LATIN}\b"
)

_HINT = re.compile(r"备.{0,2}案|报备|fil(?:ed|ing|e)\b|regist|bei ?(?:guo |le )?an\b")
_RULES: tuple[tuple[str | None, tuple[re.Pattern[str], ...]], ...] = (
    (None, (_ASKED_ZH, _ASKED_EN, _ASKED_PINYIN)),
    ("no", (_NO_ZH, _NO_EN, _NO_PINYIN)),
    ("yes", (_YES_ZH, _YES_EN, _YES_PINYIN)),
)


def filings(text: str) -> Iterator[Filing]:
    """Yield what the folded ``text`` says of filing, a question as None.

    A question hides a statement made of its words (有没有备案), and a denial hides an
    affirmation (来不及备案了).

    >>> list(filings("备案还没办"))
    [('no', 0, 5)]
    """
    if not _HINT.search(text):
        return
    taken: list[tuple[int, int]] = []
    for value, patterns in _RULES:
        for pattern in patterns:
            for match in pattern.finditer(text):
                start, end = match.span()
                if all(end <= t[0] or t[1] <= start for t in taken):
                    taken.append((start, end))
                    yield value, start, end
