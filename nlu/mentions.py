"""Which places a text names: real places only, a province and its city as one."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from knowledge.places import Places


@dataclass(frozen=True)
class Mention:
    """A spelling of a place at ``start`` to ``end``.

    ``codes`` are the places it means, likeliest first; ``unsure`` those it means only in
    a clear context: 保定 is a city, and a part of 医保定点.
    """

    codes: tuple[str, ...]
    unsure: tuple[str, ...]
    start: int
    end: int

    @property
    def code(self) -> str:
        """The place meant."""
        return self.codes[0]


# words that contain the name of a place and are none
_TRAPS = re.compile(
    r"大理[赔由论想解财念石岩]|大连[锁续贯环接]|常熟[悉练]|非常[熟德]|莆田系|三明[治两]"
    r"|长春(?:[新花地]?碱|西汀|瑞[滨宾]|地辛)|四平[方米八均台]|[一规指固否肯必确选决假设]定[安西州]"
    r"|[已未没不]开封|开封[后过了]|药.{0,2}开封|复合肥|普洱茶|出海口|周口[服腔]|平安[顺康]"
    r"|[周期]六安|[东加]西安|西安大略|西?藏红花|新乡[镇村]|[拖推顺]延安|[益资东安]阳光|来宾席"
    r"|面临高|长沙发|上海鲜|北海道|[变完做组形赞构造弄]成都|面包头|自贡献|美丽水|推广东西|[每今昨明前后几两天]天水[果肿平]"
    r"|\bxian ?(?:zai|jin)\b"
    # in pinyin, unless it follows a word for being or going somewhere
    r"|(?<=[a-z] )(?<!\bin )(?<!\bto )(?<!from )(?<!zai )(?<!\bqu )(?<!dao )(?<!lai )(?<!\bmy )"
    r"xian\b(?! (?:city|medical|social|insur|hospital|resident|employee|de |yibao|shebao))"
)
# what makes a road, a dish, a medicine or a bank of the place name before it ...
_NOT_BEFORE = re.compile(
    r"(?:[东西南北中一二三四五]?路(?!过|边|途|程|上遇)|街(?!道)|大道|烤鸭|拉面|火锅|小吃|菜(?!市)"
    r"|啤酒|白药|西瓜霜|[日晚晨早]报|银行|时间(?!段)"
    r"|\s+(?:(?:east|west|north|south|middle) )?"
    r"(?:road|rd|street|avenue|time|duck|beer|noodles|food|daily|bank|tea)\b)"
)
# a company or a university, unless it is the university's hospital
_NAMED_AFTER = re.compile(
    r"市?(?:大众|通用(?![吗的不么卡,.?]|$)|现代|奔驰|本田|福特|丰田|三菱|日产|汽车|航空|茅台|海尔|电气|电器|钢铁|石化|重工|化工|地铁|烟草|证券"
    r"|(?:[科技理工农林业师范财经贸商政法民族交通航空天医药外国语体育邮电子石油海洋矿建筑中央南方北西东第一二]{1,8}"
    r"|[科技理工农林业师范财经贸商政法民族交通航空天医药外国语体育邮电子石油海洋矿建筑中央南方北西东第一二]{0,8}大)学(?:院|(?<=大学))(?!生(?![命物态])))"
    r"(?![^,.;?!。]{0,8}医院)"
    r"|\s+(?:volkswagen|motors?|airlines?|electric|steel|general motors|gm)\b"
    r"|\s+(?:(?:normal|medical|agricultural|science|technology|polytechnic|jiao ?tong|and|of|foreign|studies|economics|finance|vocational|technical) )*"
    r"(?:university|college|polytechnic|institute of)\b(?!(?: \w+){0,3} hospital)"
)
# ... or after it
_NOT_AFTER = re.compile(r"\b(?:bank|university|college) of\s+$")

# 我叫张北京, my father Li Changchun: a surname after the word for a person
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦史顾侯邵孟龙万段雷钱汤尹黎易武乔贺赖龚文"
_SURNAMES_EN = "wang|li|zhang|liu|chen|yang|zhao|huang|zhou|wu|xu|sun|hu|zhu|gao|lin|he|guo|ma|luo|liang|song|zheng|xie|han|tang|feng|yu|dong|xiao|cheng|cao|yuan|deng|fu|shen|zeng|peng|lv|lyu|su|lu|jiang|cai|jia|ding|wei|xue|ye|yan|pan|du|dai|xia|zhong|tian|ren|fan|fang|shi|yao|tan|liao|zou|xiong|jin|hao|kong|bai|cui|kang|mao|qiu|qin|gu|hou|shao|meng|long"
_KIN = r"(?:爸爸?|妈妈?|父亲?|母亲?|爷爷?|奶奶?|公公?|婆婆?|外公|外婆|姥[姥爷]|哥哥?|姐姐?|弟弟?|妹妹?|老公|老婆|丈夫|妻子|爱人|儿子|女儿|叔叔?|舅舅?|姨|姑姑?|同事|朋友|邻居)"
_PERSON = re.compile(
    rf"(?:我叫|名叫|叫做?|姓名[:是为]?|名字[叫是:]*|患者[:是]?|病人[:是]?|本人|参保人[:是]?|[给帮替找]|{_KIN}叫?)[{_SURNAMES}]$"
    r"|\b(?:name(?:['’]s| is)?:?|i am|i['’]m|this is|called|named|mr\.?|mrs\.?|ms\.?|miss|patient"
    r"|father|mother|dad|mom|mum|husband|wife|son|daughter|uncle|aunt|brother|sister|friend|jiao|ba|ma|xingming)"
    rf",? (?:{_SURNAMES_EN})\s+$"
)
_PERSON_EN = re.compile(
    r"\b(?:name(?:['’]s| is)?:?|called|named|mr\.?|mrs\.?|ms\.?)\s+$"
)
_SURNAME_AFTER = re.compile(rf" (?:{_SURNAMES_EN})\b")

# 王宁波的医保卡, 李天津先生, Wang Ningbo's card: a name that begins a clause
_NAME_STARTS = re.compile(
    rf"(?:^|[,.;:!?。、])\s*[{_SURNAMES}]$"
    rf"|(?:^|[,.;:!?]|\b(?:for|of|by|and))\s*(?:{_SURNAMES_EN})\s+$"
)
_NAME_ENDS = re.compile(r"的|先生|女士|小姐|老师|同志|阿姨|今年|['’]s\b")

# a message that is nothing but a place name, as a reply to a question
_NOTHING_BEFORE = re.compile(
    r"\W*(?:我?(?:就|也)?(?:是|在|到|去|从)?|(?:it'?s|it is|that's)?\s*(?:in|at|from)?)\W*"
)
_NOTHING_AFTER = re.compile(r"\W*(?:市|的|啊|呀|吧|呢|city)?\W*")

# where nothing but a place can stand
_CLEAR_BEFORE = re.compile(r"(?:[在去到来回从由往赴是的]|\b(?:in|to|from|with))\s*$")
_CLAUSE_START = re.compile(r"(?:^|[,.;:!?。、])\s*$")
_CLAUSE_END = re.compile(r"\s*(?:$|[,.;!?。、]|(?:and|but|or|for|where|if|when)\b)")
_CLEAR_AFTER = re.compile(
    r"市?的?(?:医保|社保|参保|[新]?农合|居民|职工|户口|人(?![民寿工])|看病|住院|就[医诊]|治|做?手术"
    r"|化疗|门诊|打工|务工|定居|居住|生孩子|交(?!通)|缴|报销|那边|这边|能|可以|[到去来转])"
)

_LISTED = re.compile(r"\s*(?:[、,/]|[和跟或到去来]|\band\b|\bor\b|\bto\b)\s*")
_JOINT = re.compile(r"\s*[,(]?\s*|的| in ")


def real(places: Places, text: str, mentions: list[Mention]) -> list[Mention]:
    """Return the ``mentions`` that stand for places in the folded ``text``."""
    traps = [match.span() for match in _TRAPS.finditer(text)]
    kept = []
    for mention in mentions:
        if any(start < mention.end and mention.start < end for start, end in traps):
            continue
        if _is_of_another_name(text, mention):
            continue
        if mention.codes:
            kept.append(mention)
        elif _is_clear(text, mention) or any(
            _belong(places, text, mention, other) for other in mentions if other.codes
        ):
            kept.append(replace(mention, codes=mention.unsure))
    return kept


def _is_of_another_name(text: str, mention: Mention) -> bool:
    """Tell whether the place only names a road, a dish, a company or a person."""
    before = text[max(0, mention.start - 24) : mention.start]
    if _NOT_BEFORE.match(text, mention.end) or _NAMED_AFTER.match(text, mention.end):
        return True
    if _NOT_AFTER.search(before) or _PERSON.search(before):
        return True
    if _NAME_STARTS.search(before) and _NAME_ENDS.match(text, mention.end):
        return True
    return bool(_PERSON_EN.search(before) and _SURNAME_AFTER.match(text, mention.end))


def is_alone(text: str, start: int, end: int) -> bool:
    """Tell whether the folded ``text`` says nothing but what stands there."""
    return bool(
        _NOTHING_BEFORE.fullmatch(text, 0, start)
        and _NOTHING_AFTER.fullmatch(text, end)
    )


def _is_clear(text: str, mention: Mention) -> bool:
    if is_alone(text, mention.start, mention.end):
        return True
    after_verb = _CLEAR_BEFORE.search(text, 0, mention.start)
    if after_verb and _CLAUSE_END.match(text, mention.end):
        return True
    starts = after_verb or _CLAUSE_START.search(text, 0, mention.start)
    return bool(starts and _CLEAR_AFTER.match(text, mention.end))


def _belong(places: Places, text: str, one: Mention, other: Mention) -> bool:
    """Tell whether two mentions stand in one list, or as a province and its city."""
    first, second = (one, other) if one.start < other.start else (other, one)
    return bool(
        _LISTED.fullmatch(text, first.end, second.start)
        or _pair(places, text, first, second)
    )


def joined(places: Places, text: str, mentions: list[Mention]) -> list[Mention]:
    """Make one mention of a province and its city side by side (安徽合肥).

    The province also tells which city a shared spelling means: Suzhou, Anhui.
    """
    result: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: m.start):
        code = _pair(places, text, result[-1], mention) if result else None
        if code is not None:
            start = result.pop().start
            mention = Mention((code,), (), start, mention.end)
        result.append(mention)
    return result


def _pair(places: Places, text: str, first: Mention, second: Mention) -> str | None:
    """Return the smaller place when one lies in the other and both stand together."""
    if not _JOINT.fullmatch(text, first.end, second.start):
        return None
    ways = ((first, second), (second, first))
    for wider, narrower in ways:
        for code in (*narrower.codes, *narrower.unsure):
            chain = places.chain(code)[1:]
            if any(outer in chain for outer in wider.codes):
                return code
    same = set(first.codes) & set(second.codes)
    return first.code if same else None
