"""Sums of money and numbers of articles in a folded text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from knowledge.numerals import ONES, TENS, parse_amount, parse_ordinal

#: The value of a number, where it starts and where it ends.
Number = tuple[str, int, int]

# --- how a number is written -------------------------------------------------------

_ONE = "一二两三四五六七八九"
# 一万一 is a number, and 一万 one in 一万一个月
_COUNTED = "[个次天日年月号人盒种家位瓶针粒片支]"
_HAN_NEXT = rf"(?:(?![{_ONE}十]{_COUNTED})[{_ONE}十百千万零〇])"
_FORMAL = "壹贰叁肆伍陆柒捌玖拾"
_HAN = rf"(?:[{_ONE}十]{_HAN_NEXT}*|[{_FORMAL}][{_FORMAL}佰仟万零〇]*)"
_TAIL = (
    rf"(?:(?:\d{{1,4}}(?![\d%]|\.\d|{_COUNTED})|[{_ONE}](?!{_COUNTED}))[千百]?){{0,3}}"
)
_DIGITS = (
    r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
    rf"(?:\s*[多余]?(?:[万千百]|w(?![a-z])){_TAIL}|\s*k(?![a-z])"
    r"|\s*(?:thousand|million|wan|qian)\b)?"
)
_WORD = rf"(?:{'|'.join((*ONES, *TENS))})"
_ENGLISH = (
    rf"\b(?:an?|{_WORD}(?:[ -]{_WORD})?)(?: (?:hundred|thousand|million))"
    rf"(?:,? (?:and )?(?:{_WORD}|hundred|thousand|million)(?:-{_WORD})?\b)*"
)
_NUMBER = re.compile(
    rf"(?<![\d.几数好第])(?:(?<![a-z])|(?<=rmb)|(?<=cny)|(?<=yuan))"
    rf"(?:(?P<digits>{_DIGITS})|(?P<han>{_HAN}))|(?P<en>{_ENGLISH})"
)

# --- what makes a sum of a number --------------------------------------------------

_UNIT = re.compile(
    r"[多来几余+]?\s*(?:元(?![旦月])|圆|块(?!石|肉|表|板|皮|地)(?:钱)?|人民币|大洋"
    r"|(?:rmb|yuan|cny|kuai)\b)"
)
# 86块5 is 86.5 and 12元8角 is 12.8; not 86块5天
_CENTS = re.compile(
    rf"(?P<dime>[{_ONE}\d])(?:[角毛](?:(?P<cent>[{_ONE}\d])分?)?"
    rf"|(?![\d.万千百十%]|{_COUNTED}))"
)
_SIGN = re.compile(r"(?:\b(?:rmb|cny|yuan)|¥|人民币)\s*:?\s*$")
_PAID = re.compile(
    r"(?:花[了费掉销去]?|用[了掉]|掏了?|[自花]费|自付|垫付?了?|付了?|[交缴]了|收了?"
    r"|扣了?|报了|退了|押金|欠"
    r"|一?共|总共|[合共总]计|结[账算]|账单|发票|金额|费用?|[药总]钱|价格?"
    r"|[每一][盒针瓶]|写着?"
    r"|住院|门诊|急诊|手术)"
    r"(?:我们?|[了个是有要约到才就]|每[天月年次]|大概|大约|差不多|快|将近|接近|近|超过"
    r"|又){0,3}:?\s*$"
    r"|\b(?:spent|paid|costs?|pay|bills?|total(?:l?ed)?|invoice|fees?|expenses"
    r"|charged?|comes? to|came to|hua le|huale|yigong)"
    r"(?: (?:is|was|were|are|of|says|said|me|us|him|her|to|about|around|over"
    r"|nearly|almost|roughly|up|only|came)){0,3}\s+$"
)
# 是8600不是6800元: the other number tells that this one is money
_MONEY = re.compile(r"[花费钱元块价]|金额|账单|yuan|rmb|\bcny|\bcost|\bbill|paid")
_INSTEAD = re.compile(
    r"(?:不是[^,.;是]{1,10},?\s*(?:而|应该|其实)?是"
    r"|[写说打填搞记]错了?,?\s*(?:应该?)?是"
    r"|应该?是|改[成为]|更正[为:]?)\s*$|\bnot [\d,.]+k?(?: \w+)?,? but\s+$"
)
_NOT_THAT = re.compile(rf"[^,.;]{{0,2}},?\s*(?:而?不是|not)\s*[\d{_ONE}十]")
_IDENTITY = re.compile(r"\d{8,}")
# what is paid back, in or out at other times is not the bill
_ASIDE = re.compile(
    r"(?:报销?了|只?报|起付线?|门槛费|封顶线?|工资|退休金|养老金|收入|余额|补贴|津贴"
    r"|每[月年]交?|缴费|返还?了|退[还回]|到账了?"
    r"|(?:医保|统筹|基金|保险公司)[^,.;?!。\d]{0,4}(?:支付|付|出|承担|赔|给)了?"
    r"|自己(?:还|又|要|得|只|需要?|实际)*[出掏]了?|自付|自负|个人(?:承担|负担)"
    r"|\b(?:reimbursed|refund(?:ed|s)?|paid back|pa(?:id|ys) out|(?:got|gave|came|claimed) back"
    r"|returned|deductible|salary|pension|income|balance|ceiling|premium"
    r"|(?:my|own|our) (?:share|part)|co-?pay(?:ment)?"
    r"|(?:insurance|fund|scheme) (?:only )?(?:paid|covered|gave)))"
    r"[^,.;!?。]{0,8}$"
)
_ASIDE_AFTER = re.compile(
    r"(?:(?:was|were|is|are|has|have|had|been|of (?:it|that|this)|only|then|later) ?)*"
    r"(?:reimbursed|refunded|paid back|covered|returned|deducted|came back|out of (?:my |our )?(?:own )?pocket)\b(?! *\d)"
    r"|(?:是|已经?|都|被|由)*(?:医保)?(?:报销?(?:了|的|掉|完|回来|下来)|(?:退|返)[还回]?了)(?![多几吗没\d一二两三四五六七八九十])"
    r"|(?:是|由|都|要|得)*(?:自己|个人)(?:来)?(?:出|掏|承担|负担|自付)了?(?![多几吗\d一二两三四五六七八九十])"
)
# what is paid every year to be insured
_EVERY = r"(?:[每一](?:个?月|年|年度|季度)|按[年月]|年年)"
_PREMIUM = re.compile(
    rf"{_EVERY}(?:(?!药|治|疗|院|住|门诊|押)[^,.;?!。\d]){{0,8}}[缴交扣](?!通)(?:费|纳|款|钱)?"
    r"(?:的?是|[了要约就才是到]|大概|差不多|只|需要?)*\s*$"
    r"|(?<![用有刷])(?:医保|社保|农合|居民|职工|合作医疗|参保)(?:(?!报|卡|住|门|急|药|后|窗|院|地)[^,.;?!。\d]){0,6}"
    r"[缴交]费?(?:的?是|[了要约是到]|大概|只|需要?|标准)*\s*$"
    rf"|(?:医保|社保|农合|居民|职工|合作医疗|参保)费?(?:{_EVERY}|今年|去年|明年)(?:是|要|大概|约|才)*\s*$"
    r"|(?:(?:参|医|社)保费|保险?费|缴费(?:标准|档次|基数|金额))(?:[是为了要约:]|每[年月]|一年)*\s*$"
    r"|\bpremiums?(?: \w+){0,3}\s+$"
    rf"|\b(?:annual|yearly|monthly) (?:contribution|payment|fee)s?(?: \w+){{0,2}}\s+$"
)
_PAYS = re.compile(
    r"(?:[缴交扣](?!通)(?:费|纳|了|的是|要)*|保费[^,.;\d]{0,4}"
    r"|\b(?:pay(?:s|ing)?|contribut\w+|insur\w+|premiums?)(?: \w+){0,2})\s*$"
)
_A_YEAR = re.compile(
    rf"\s*(?:{_EVERY}|/\s*(?:年|月|year|month)|(?:an?|per|each|every) (?:year|month)\b"
    r"|yearly|monthly|annually)(?! for (?!(?:\w+ ){0,3}(?:insur|security|cover)))"
    r"|的?(?:城[乡镇])?(?:居民|职工|基本)?(?:医保|社保|新?农合|合作医疗)(?=费|的保费|[,.;?!。]|$)"
)
_FOR_INSURANCE = re.compile(
    rf"\s*/?{_EVERY}的?(?:城[乡镇])?(?:居民|职工|基本)?(?:医保|社保|新?农合|合作医疗|保费)(?!报)"
    r"|\s*(?:for|into|in|towards) (?:(?:my|the|his|her|our|their|resident|employee|medical"
    r"|health|social|annual|basic) )*(?:insurance|premiums?|contributions?|security)\b"
    r"(?! claim| reimburs| card)"
)
# 一个月交了3000元住院费
_OF_CARE = re.compile(r"的?(?:住院|押金|药|治疗|医药|医疗费|检查|手术|门诊|急诊)")
# a number of days, years or people is none of money
_NOT_MONEY = re.compile(
    r"[多来余几]?(?:"
    r"[年月日号天个次人岁%条项张件名分小周星礼趟公里种粒片瓶针倍级楼米户例家届成]|\.\d"
    r"|\s*(?:percent|years?|days?|times|months?|weeks?|hours?|km|people|articles?)\b)"
)
_LARGE = re.compile(rf"\d.*[\d万千百kwn]|[{_ONE}十].*[百千万]|[{_FORMAL}]|[a-z]{{3}}")
_TEN_THOUSANDS = re.compile(r"万|\dw|wan")
_PROVERB = re.compile(r"[一二两三四五六七八九十]?千万$|.*万一$")
#: How much of what stands before a number is looked at.
_NEAR = 30

# --- articles ----------------------------------------------------------------------

_NOT_RULES = "(?![件例款消短信])"
_HAN_ONE = f"[{_ONE}十]"
_EN_TEN, _EN_DIGIT = "|".join(TENS), "|".join(ONES)
_ARTICLE = re.compile(
    rf"第\s*(\d+|{_HAN})\s*条"
    # without 第: not three rules (三条), a condition (条件) or a message
    rf"|(?<![\d.这那有共下列前后每几{_ONE}十])"
    rf"(\d{{1,3}}|{_HAN_ONE}?[百十]{_HAN_ONE}*)\s*条{_NOT_RULES}"
    rf"|(?<=[法例》])\s*(\d{{1,3}}|{_HAN_ONE})\s*条{_NOT_RULES}"
    r"|\bart(?:icles?|s)?\.?\s*(?:no\.?\s*)?(\d{1,3})\b"
    rf"|\barticles?\s+((?:{_EN_TEN})(?:[ -](?:{_EN_DIGIT}))?|{_EN_DIGIT})\b"
    r"|\b(\d{1,3})(?:st|nd|rd|th)\s+article\b"
)


def amounts(text: str) -> Iterator[Number]:
    """Yield each sum of money in the folded ``text``, in yuan.

    The last one is the bill, if there is a bill: what the insurance or the patient paid
    of it and what somebody earns are left out behind it, and premiums anywhere.

    >>> list(amounts("花了86块5"))
    [('86.5', 2, 6)]
    """
    found = list(_all_amounts(text))
    aside = [
        bool(
            _ASIDE.search(text, max(0, number[1] - _NEAR), number[1])
            or _ASIDE_AFTER.match(text[number[2] :].lstrip())
        )
        for number in found
    ]
    while not all(aside) and aside[-1]:
        aside.pop()
    yield from found[: len(aside)]


def _all_amounts(text: str) -> Iterator[Number]:
    for number in _NUMBER.finditer(text):
        start, end = number.span()
        unit = _UNIT.match(text, end)
        if unit and number.group() == "一" and unit.group() == "块":
            continue
        near = text[max(0, start - _NEAR) : start]
        sign = _SIGN.search(near)
        if not (unit or sign or _is_paid(text, number, near)):
            continue
        value = parse_amount(number.group())
        if value is None:
            continue
        if sign:
            start -= len(near) - sign.start()
        if unit:
            end = unit.end()
            value, end = _with_cents(text, value, end)
        if not _is_premium(text, start, end):
            yield value, start, end


def _is_premium(text: str, start: int, end: int) -> bool:
    """Tell whether a sum is paid to be insured: it is never the bill."""
    near = text[max(0, start - _NEAR) : start]
    if _OF_CARE.match(text, end):
        return False
    if _PREMIUM.search(near) or _FOR_INSURANCE.match(text, end):
        return True
    return bool(_PAYS.search(near) and _A_YEAR.match(text, end))


def _is_paid(text: str, number: re.Match[str], near: str) -> bool:
    """Tell whether a number without a unit is money all the same."""
    if _NOT_MONEY.match(text, number.end()):
        return False
    written = number.group()
    if _PAID.search(near) and _LARGE.match(written):
        return True
    if _LARGE.match(written) and not _IDENTITY.match(written) and _MONEY.search(text):
        if _INSTEAD.search(near) or _NOT_THAT.match(text, number.end()):
            return True
    if number.group("en") or _PROVERB.fullmatch(written):
        return False
    # so many ten thousands of nothing else
    return bool(_TEN_THOUSANDS.search(written))


def _with_cents(text: str, value: str, end: int) -> tuple[str, int]:
    cents = _CENTS.match(text, end)
    if cents is None or text[end - 1] == "钱" or "." in value:
        return value, end
    digits = [
        _digit((cents.group(name) or "0").replace("两", "二"))
        for name in ("dime", "cent")
    ]
    whole = Decimal(value) + Decimal("".join(digits)) / 100
    return f"{whole.normalize():f}", cents.end()


def _digit(text: str) -> str:
    return text if text.isdecimal() else str("零一二三四五六七八九".index(text))


def articles(text: str) -> Iterator[Number]:
    """Yield the number of each article named in the folded ``text``."""
    for match in _ARTICLE.finditer(text):
        number = parse_ordinal(next(group for group in match.groups() if group))
        if number is not None:
            yield str(number), match.start(), match.end()
