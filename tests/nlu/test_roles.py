from __future__ import annotations

from collections.abc import Callable

import pytest

Says = Callable[[str], set[str]]

CHINESE = [
    # the two in one sentence
    ("我的医保在厦门，人在成都住院", "insured 厦门, treated 成都"),
    ("社保交在上海，想去西安看病", "insured 上海, treated 西安"),
    ("从贵州到北京看病", "insured 贵州, treated 北京"),
    ("重庆参保，在贵阳打工", "insured 重庆, treated 贵阳"),
    ("人在深圳，医保是湖南的", "insured 湖南, treated 深圳"),
    ("我在广州上班，新农合交在老家广西", "insured 广西, treated 广州"),
    ("参保地：苏州，就医地：上海", "insured 苏州, treated 上海"),
    ("参保地苏州 就医地上海", "insured 苏州, treated 上海"),
    ("我妈是南昌的医保，现在跟我住在杭州", "insured 南昌, treated 杭州"),
    ("拿着贵阳的社保卡去重庆住院行不行", "insured 贵阳, treated 重庆"),
    ("武汉职工医保，到长沙做手术怎么报", "insured 武汉, treated 长沙"),
    ("河南农村合作医疗在北京能用吗", "insured 河南, treated 北京"),
    ("我户口在安徽，在南京打工，生病了怎么办", "insured 安徽, treated 南京"),
    ("兰州的居民医保，孩子在西安儿童医院看病", "insured 兰州, treated 西安"),
    ("在合肥交的医保，回芜湖生孩子能报吗", "insured 合肥, treated 芜湖"),
    ("我是四川人，在浙江住院了", "insured 四川, treated 浙江"),
    ("上海医保去海南过冬看病怎么结算", "insured 上海, treated 海南"),
    ("老家是江西的，在福建看门诊", "insured 江西, treated 福建"),
    ("社保关系在天津，人已经在石家庄定居", "insured 天津, treated 石家庄"),
    ("贵州来北京看病的，要先备案吗", "insured 贵州, treated 北京"),
    ("医保在沈阳缴的，转院到北京协和", "insured 沈阳, treated 北京"),
    ("在北京住院，医保是哈尔滨的", "insured 哈尔滨, treated 北京"),
    ("在成都住院了，回厦门能报销吗", "insured 厦门, treated 成都"),
    ("单位在深圳给交的社保，我常驻武汉", "insured 深圳, treated 武汉"),
    ("我爸退休在大连，来青岛带孙子", "insured 大连, treated 青岛"),
    ("甘肃的病人转到西安西京医院", "insured 甘肃, treated 西安"),
    ("银川参保人员在广州透析", "insured 银川, treated 广州"),
    ("南宁交的社保，能在柳州用吗", "insured 南宁, treated 柳州"),
    ("医保一直在苏州交，人最近去了昆明", "insured 苏州, treated 昆明"),
    ("我买的是长春的医保，想到北京协和医院看", "insured 长春, treated 北京"),
    ("备案到成都，我是厦门参保的", "insured 厦门, treated 成都"),
    ("社保卡是石家庄办的，能在保定市看病吗", "insured 石家庄, treated 保定"),
    ("厦门医保卡在成都的药店能刷吗", "insured 厦门, treated 成都"),
    # a strong word beats a weak one
    (
        "我是贵州人，在上海打工，社保也在上海交的，回贵州住院",
        "insured 上海, treated 贵州",
    ),
    ("医保在上海，在上海住院", "insured 上海, treated 上海"),
    ("我住在杭州，去上海做手术", "insured 杭州, treated 上海"),
    # one of them only
    ("我的医保在厦门", "insured 厦门"),
    ("我的医保是厦门的", "insured 厦门"),
    ("厦门医保怎么查余额", "insured 厦门"),
    ("我在南京参保", "insured 南京"),
    ("在杭州交了十年社保", "insured 杭州"),
    ("我在武汉上班交的职工医保", "insured 武汉"),
    ("我在武汉上班交的职工医保", "insured 武汉"),
    ("我是济南的退休职工", "insured 济南"),
    ("单位给我缴的是宁波的保险", "insured 宁波"),
    ("在北京上班，医保也交在北京", "insured 北京, treated 北京"),
    ("在成都住院能报多少", "treated 成都"),
    ("去上海看病要备案吗", "treated 上海"),
    ("到北京就医", "treated 北京"),
    ("医保卡在北京能用吗", "treated 北京"),
    ("医保可以在北京用吗", "treated 北京"),
    ("我的医保能去上海看病吗", "treated 上海"),
    ("在北京医保定点医院看病", "treated 北京"),
    ("送到广州某医院抢救", "treated 广州"),
    ("在三亚旅游摔断了腿", "treated 三亚"),
    ("准备转诊到成都华西", "treated 成都"),
    ("孩子在武汉上大学", "treated 武汉"),
    ("在成都一家很小的私立医院住了院", "treated 成都"),
    ("在上海瑞金医院开刀", "treated 上海"),
    # neither can be told
    ("厦门", "place 厦门"),
    ("厦门市。", "place 厦门"),
    ("在厦门", "place 厦门"),
    ("厦门的", "place 厦门"),
    ("是厦门", "place 厦门"),
    ("北京和上海哪个报得多", "place 北京, place 上海"),
    ("厦门报销比例多少", "place 厦门"),
    # where the insurance moves to is not where the person is treated
    ("社保从深圳转到武汉怎么办", "insured 深圳, place 武汉"),
    ("医保关系想从广州转回长沙", "insured 广州, place 长沙"),
]

ENGLISH = [
    ("I am insured in Xiamen and live in Chengdu", "insured 厦门, treated 成都"),
    ("my Shanghai insurance, treated in Xi'an", "insured 上海, treated 西安"),
    (
        "My insurance is in Wuhan but I work in Shenzhen",
        "insured 武汉, treated 深圳",
    ),
    (
        "I pay social insurance in Suzhou and will have surgery in Shanghai",
        "insured 苏州, treated 上海",
    ),
    (
        "I was hospitalised in Sanya, my insurance is from Harbin",
        "insured 哈尔滨, treated 三亚",
    ),
    ("from Guizhou to Beijing for treatment", "insured 贵州, treated 北京"),
    (
        "Can I use my Nanjing insurance card at a hospital in Hangzhou?",
        "insured 南京, treated 杭州",
    ),
    (
        "I'm registered in Tianjin for medical insurance, giving birth in Dalian",
        "insured 天津, treated 大连",
    ),
    (
        "my hukou is in Anhui, I got sick while working in Ningbo",
        "insured 安徽, treated 宁波",
    ),
    (
        "Kunming resident insurance, saw a doctor in Guangzhou",
        "insured 昆明, treated 广州",
    ),
    (
        "my parents live with me in Zhuhai and are insured in Changsha",
        "insured 长沙, treated 珠海",
    ),
    (
        "I come from Gansu, my son is in a Xi'an hospital",
        "insured 甘肃, treated 西安",
    ),
    ("insured: Jinan, hospital: Beijing", "insured 济南, treated 北京"),
    (
        "How do I file from Fuzhou if I'm referred to Shanghai",
        "insured 福州, treated 上海",
    ),
    (
        "my company in Shenzhen pays my insurance in Shenzhen, I fell ill in Guilin",
        "insured 深圳, treated 桂林",
    ),
    (
        "treated in Chengdu, can I claim back in Xiamen?",
        "insured 厦门, treated 成都",
    ),
    ("I'm insured in Beijing", "insured 北京"),
    ("How do I check my Qingdao medical insurance balance", "insured 青岛"),
    ("my policy is with Hefei", "insured 合肥"),
    ("Does my insurance work in Beijing?", "treated 北京"),
    ("Can I use my insurance in Beijing?", "treated 北京"),
    ("I had an operation in Guangzhou last week", "treated 广州"),
    ("see a doctor in Shanghai", "treated 上海"),
    ("emergency while travelling in Yunnan", "treated 云南"),
    ("a hospital in Chongqing", "treated 重庆"),
    ("Beijing hospital bill", "treated 北京"),
    ("going to Hainan for the winter", "treated 海南"),
    ("my kid studies in Wuhan", "treated 武汉"),
    ("Xiamen", "place 厦门"),
    ("in Xiamen", "place 厦门"),
    ("It's Xiamen.", "place 厦门"),
    ("Xiamen or Shanghai, which pays more", "place 厦门, place 上海"),
    (
        "transfer my insurance from Shenzhen to Wuhan",
        "insured 深圳, place 武汉",
    ),
]

MIXED = [
    ("我的insurance在Xiamen，人在Chengdu住院", "insured 厦门, treated 成都"),
    ("医保在厦门, now hospitalized in Chengdu", "insured 厦门, treated 成都"),
    ("yibao zai xiamen, zai chengdu zhuyuan", "insured 厦门, treated 成都"),
    ("wo zai beijing kanbing", "treated 北京"),
    ("shanghai de shebao, qu xian kanbing", "insured 上海, treated 西安"),
    ("我的醫保在廈門，人在成都住院", "insured 厦门, treated 成都"),
]


def _set(wanted: str) -> set[str]:
    return set(filter(None, wanted.split(", ")))


@pytest.mark.parametrize(("text", "wanted"), CHINESE, ids=[c[0] for c in CHINESE])
def test_chinese_says_where_insured_and_where_treated(
    places: Says, text: str, wanted: str
) -> None:
    assert places(text) == _set(wanted)


@pytest.mark.parametrize(("text", "wanted"), ENGLISH, ids=[c[0] for c in ENGLISH])
def test_english_says_where_insured_and_where_treated(
    places: Says, text: str, wanted: str
) -> None:
    assert places(text) == _set(wanted)


@pytest.mark.parametrize(("text", "wanted"), MIXED, ids=[c[0] for c in MIXED])
def test_mixed_scripts_say_where_insured_and_where_treated(
    places: Says, text: str, wanted: str
) -> None:
    assert places(text) == _set(wanted)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("医保在陕西安康，在四川成都住院", "insured 安康, treated 成都"),
        ("我在江苏省苏州市参保", "insured 苏州"),
        ("I live in Hefei, Anhui", "treated 合肥"),
    ],
)
def test_a_province_before_its_city_shares_its_role(
    places: Says, text: str, wanted: str
) -> None:
    assert places(text) == _set(wanted)


@pytest.mark.parametrize(
    "text",
    ["厦门医保，成都住院。", "成都住院，厦门医保。"],
    ids=["insured first", "treated first"],
)
def test_the_order_of_the_two_places_does_not_matter(places: Says, text: str) -> None:
    assert places(text) == {"insured 厦门", "treated 成都"}
