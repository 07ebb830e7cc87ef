from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge.load import Base
from nlu.matching import FactMatcher

Says = Callable[[str], set[str]]

_KINDS = ("place", "insured_region", "treatment_region")


def _named(places: set[str]) -> set[str]:
    return {place.split(" ")[1] for place in places}


NAMES = [
    ("北京", "北京"),
    ("Beijing", "北京"),
    ("BEIJING", "北京"),
    ("beijing shi 北京市", "北京"),
    ("Peking", "北京"),
    ("内蒙古自治区", "内蒙古"),
    ("Inner Mongolia", "内蒙古"),
    ("neimenggu", "内蒙古"),
    ("Xi'an", "西安"),
    ("Xi’an", "西安"),
    ("xian", "西安"),
    ("西安市", "西安"),
    ("陕西", "陕西"),
    ("Shaanxi", "陕西"),
    ("山西", "山西"),
    ("Shanxi", "山西"),
    ("重慶", "重庆"),
    ("廈門", "厦门"),
    ("ｂｅｉｊｉｎｇ", "北京"),
    ("延边州", "延边"),
    ("义乌", "义乌"),
    ("Urumqi", "乌鲁木齐"),
    ("乌市", "乌鲁木齐"),
    ("浦东", "上海"),
    ("Hong Kong", "香港"),
    ("澳門", "澳门"),
    ("Taiwan", "台湾"),
    ("Lhasa", "拉萨"),
    ("Harbin's hospitals", "哈尔滨"),
    ("shanghai/beijing", "上海 北京"),
    ("chengdu,shanghai", "成都 上海"),
    ("我在Chengdu住院", "成都"),
]


@pytest.mark.parametrize(("text", "wanted"), NAMES, ids=[n[0] for n in NAMES])
def test_a_place_is_known_by_each_of_its_names(
    places: Says, text: str, wanted: str
) -> None:
    assert _named(places(text)) == set(wanted.split())


def test_every_name_of_every_place_is_found_as_a_whole_message(
    matcher: FactMatcher, base: Base
) -> None:
    missed = []
    for place in base.places.by_code.values():
        for name in (place.name.zh, place.name.en, place.official):
            values = {f.value for f in matcher.find(name) if f.fact in _KINDS}
            spelled = {
                code
                for other, kept in base.places.by_code.items()
                if name in (kept.name.zh, kept.name.en, kept.official)
                for code in [other]
            }
            if not values & spelled:
                missed.append((name, values))
    assert missed == []


PAIRS = [
    ("陕西安康", "安康"),
    ("在陕西安康住院", "安康"),
    ("江西安福人在南昌", "江西 南昌"),
    ("江苏省苏州市", "苏州"),
    ("江苏 苏州", "苏州"),
    ("江苏的苏州", "苏州"),
    ("Suzhou, Jiangsu", "苏州"),
    ("Suzhou, Anhui", "宿州"),
    ("Suzhou in Anhui", "宿州"),
    ("Anhui Suzhou", "宿州"),
    ("Fuzhou, Jiangxi Province", "抚州"),
    ("Fuzhou", "福州"),
    ("Yulin, Shaanxi", "榆林"),
    ("河北保定", "保定"),
    ("山西大同", "大同"),
    ("江西省新余", "新余"),
    ("广东中山", "中山"),
    ("Zhongshan, Guangdong", "中山"),
    ("吉林吉林", "吉林"),
    ("江苏常州溧阳", "溧阳"),
    ("青海西宁", "西宁"),
    ("河南安阳", "安阳"),
    ("河南平顶山", "平顶山"),
    ("北京海淀", "北京"),
    ("四川重庆", "四川 重庆"),
    ("上海口腔医院", "上海"),
]


@pytest.mark.parametrize(("text", "wanted"), PAIRS, ids=[p[0] for p in PAIRS])
def test_a_province_and_its_city_are_one_place(
    places: Says, text: str, wanted: str
) -> None:
    assert _named(places(text)) == set(wanted.split())


def test_the_span_of_a_pair_covers_both_names(matcher: FactMatcher) -> None:
    text = "我在安徽合肥"
    (found,) = matcher.find(text)
    assert text[found.start : found.end] == "安徽合肥"


def test_jilin_city_is_told_from_jilin_province(matcher: FactMatcher) -> None:
    values = {text: matcher.find(text)[0].value for text in ("吉林", "吉林吉林")}
    assert values == {"吉林": "220000", "吉林吉林": "220200"}


AMBIGUOUS_ALONE = [
    ("保定", "保定"),
    ("保定。", "保定"),
    ("是大同", "大同"),
    ("在朝阳", "朝阳"),
    ("天门的", "天门"),
    ("中山市", "中山"),
    ("Zhongshan", "中山"),
    ("in Chaoyang", "朝阳"),
    ("It's Ruijin.", "瑞金"),
    ("jian", "吉安"),
    ("Ji'an", "吉安"),
    ("白银", "白银"),
    ("东方", "东方"),
]


@pytest.mark.parametrize(
    ("text", "wanted"), AMBIGUOUS_ALONE, ids=[a[0] for a in AMBIGUOUS_ALONE]
)
def test_an_ambiguous_name_is_accepted_when_it_is_all_there_is(
    places: Says, text: str, wanted: str
) -> None:
    assert places(text) == {f"place {wanted}"}


def test_every_ambiguous_spelling_is_accepted_alone(
    matcher: FactMatcher, base: Base
) -> None:
    found = {
        name: [f.value for f in matcher.find(name)] for name in base.places.by_ambiguous
    }
    assert found
    assert [name for name, values in found.items() if len(values) != 1] == []


AMBIGUOUS_CLEAR = [
    ("保定医保在北京能用吗", "insured 保定, treated 北京"),
    ("医保在大同，去太原看病", "insured 大同, treated 太原"),
    ("我在中山打工，医保是湖南的", "insured 湖南, treated 中山"),
    ("I work in Zhongshan", "treated 中山"),
    ("佛山、中山都去过", "place 佛山, place 中山"),
    ("从沈阳到朝阳看病", "insured 沈阳, treated 朝阳"),
    ("insured in Chaoyang, hospital in Shenyang", "insured 朝阳, treated 沈阳"),
]


@pytest.mark.parametrize(
    ("text", "wanted"), AMBIGUOUS_CLEAR, ids=[a[0] for a in AMBIGUOUS_CLEAR]
)
def test_an_ambiguous_name_is_accepted_where_only_a_place_can_stand(
    places: Says, text: str, wanted: str
) -> None:
    assert places(text) == set(wanted.split(", "))


NO_PLACE = [
    "我在南京路上",
    "南京西路那家药店",
    "上海路的门诊部",
    "北京银行的社保卡",
    "深圳大道",
    "北京烤鸭过敏",
    "兰州拉面",
    "重庆火锅吃坏了肚子",
    "云南白药能报吗",
    "桂林西瓜霜在目录里吗",
    "藏红花和西藏红花",
    "人民日报和湖北日报",
    "西安大略省",
    "医保定点医院有哪些",
    "参保定额是多少",
    "当天门诊能报吗",
    "普通化疗和放疗",
    "最新余额怎么查",
    "长春新碱在目录里吗",
    "长春西汀报销吗",
    "长春花碱",
    "一家大连锁药店",
    "加大理赔力度",
    "重大理由",
    "大理石厂工伤",
    "非常熟悉流程",
    "莆田系医院",
    "三明治吃坏了肚子",
    "四平方米",
    "药开封后还能退吗",
    "复合肥中毒",
    "一定西药才报吗",
    "规定安排在月底",
    "周六安排手术",
    "平安顺产",
    "非常德高望重",
    "东西安装好了",
    "大同小异",
    "东方医院",
    "中山医院",
    "在朝阳医院看病",
    "白银价格",
    "向日照射",
    "bank of Beijing card",
    "Bank of China",
    "Beijing Road",
    "Nanjing West Road",
    "Peking duck",
    "Beijing time",
    "Qingdao beer",
    "Zhongshan hospital",
    "Tongren hospital",
    "wo xian zai mei you yibao",
    "yibaoka xian zifei",
    "面临高考",
]


@pytest.mark.parametrize("text", NO_PLACE)
def test_a_word_that_only_contains_the_name_is_no_place(
    places: Says, text: str
) -> None:
    assert places(text) == set()


def test_a_trap_does_not_hide_the_fact_beside_it(facts: Says) -> None:
    assert facts("当天门诊") == {"care=outpatient"}
    assert facts("普通化疗") == {"care=chronic"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("上海南京路的药店", "place 上海"),
        ("在四川大学华西医院住院", "treated 四川"),
        ("北京大学第三医院", "treated 北京"),
        ("北京同仁医院", "treated 北京"),
    ],
)
def test_a_place_inside_an_address_or_a_hospital_name_counts(
    places: Says, text: str, wanted: str
) -> None:
    assert places(text) == {wanted}
