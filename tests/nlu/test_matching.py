from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.load import Base
from nlu.matching import FactMatcher

Says = Callable[[str], set[str]]


def _set(wanted: str) -> set[str]:
    return set(wanted.split())


FACTS = [
    ("我是职工医保", "insurance=employee"),
    ("单位交的医保能报吗", "insurance=employee"),
    ("交的新农合", "insurance=resident"),
    ("城乡居民的怎么报", "insurance=resident"),
    ("my employer: employee insurance", "insurance=employee"),
    ("I have resident insurance", "insurance=resident"),
    ("我已经退休了", "status=retired"),
    ("目前失业在家", "status=unemployed"),
    ("灵活就业怎么交", "status=flexible"),
    ("还在读研究生", "status=student"),
    ("宝宝刚出生三天", "status=newborn relation=child"),
    ("我是外籍", "status=foreigner"),
    ("I'm retired", "status=retired"),
    ("I am a freelancer", "status=flexible"),
    ("I lost my job", "status=unemployed"),
    ("I'm a college student", "status=student"),
    ("expats too?", "status=foreigner"),
    ("下周要住院", "care=inpatient"),
    ("看普通门诊", "care=outpatient"),
    ("做透析的", "care=chronic"),
    ("高血压算慢性病吗", "care=chronic"),
    ("半夜去急诊", "care=emergency"),
    ("去药店买感冒药", "care=pharmacy"),
    ("剖腹产多少钱", "care=maternity"),
    ("I will be hospitalized", "care=inpatient"),
    ("outpatient fees", "care=outpatient"),
    ("dialysis three times a week", "care=chronic"),
    ("taken to the emergency room", "care=emergency"),
    ("is the pharmacy covered", "care=pharmacy"),
    ("I'm pregnant", "care=maternity"),
    ("我已经备案了", "filed=yes"),
    ("备案了还报得少", "filed=yes"),
    ("没备案怎么办", "filed=no"),
    ("没有备案就去了", "filed=no"),
    ("忘了备案", "filed=no"),
    ("来不及备案", "filed=no"),
    ("I have filed", "filed=yes"),
    ("I already registered", "filed=yes"),
    ("I did not file", "filed=no"),
    ("I haven't registered", "filed=no"),
    ("went without filing", "filed=no"),
    ("异地安置人员", "reason_away=resettled"),
    ("长期居住在上海", "reason_away=long_term"),
    ("单位外派", "reason_away=stationed"),
    ("医院给开了转诊单", "reason_away=referral"),
    ("出差时摔了", "reason_away=temporary"),
    ("a referral from my doctor", "reason_away=referral"),
    ("on a business trip", "reason_away=temporary"),
    ("working in another city", "reason_away=stationed"),
    ("省内异地", "away_scope=same_province"),
    ("外省能用吗", "away_scope=other_province"),
    ("国外看病", "away_scope=abroad"),
    ("in another province", "away_scope=other_province"),
    ("treated abroad", "away_scope=abroad"),
    ("乡镇卫生院", "hospital_tier=1"),
    ("县医院", "hospital_tier=2"),
    ("三甲医院", "hospital_tier=3"),
    ("a community hospital", "hospital_tier=1"),
    ("a tertiary hospital", "hospital_tier=3"),
    ("是定点吗", "designated=yes"),
    ("不是定点", "designated=no"),
    ("非定点医院", "designated=no"),
    ("a private hospital", "designated=no"),
    ("a designated hospital", "designated=yes"),
    ("已经出院", "discharged=yes"),
    ("还没出院", "discharged=no"),
    ("I paid out of pocket", "discharged=yes"),
    ("still in hospital", "discharged=no"),
    ("我妈的卡", "relation=parent"),
    ("给老婆用", "relation=spouse"),
    ("我爷爷", "relation=grandparent"),
    ("我弟弟的", "relation=other"),
    ("for my father", "relation=parent"),
    ("my daughter", "relation=child"),
    ("人去世了余额怎么办", "account_case=death"),
    ("要出国定居了", "account_case=emigration"),
    ("医保转移", "account_case=transfer"),
    ("the owner passed away", "account_case=death"),
    ("I am leaving China", "account_case=emigration"),
    ("我家是低保户", "hardship=allowance"),
    ("低保边缘能救助吗", "hardship=margin"),
    ("特困人员", "hardship=extreme"),
    ("因病致贫", "hardship=illness"),
    ("a low-income family", "hardship=margin"),
    # several at once
    (
        "我妈退休了，没备案就住院，已经出院",
        "relation=parent status=retired filed=no care=inpatient discharged=yes",
    ),
    (
        "my wife is pregnant and self-employed",
        "relation=spouse care=maternity status=flexible",
    ),
    ("我的surgery没备案", "care=inpatient filed=no"),
    # other spellings of the same
    ("職工醫保", "insurance=employee"),
    ("ＨＯＳＰＩＴＡＬＩＺＥＤ", "care=inpatient"),
    ("Still In Hospital!", "discharged=no"),
    # nothing
    ("医保报销比例是多少", ""),
    ("how does it work", ""),
    ("", ""),
    ("😀", ""),
]


@pytest.mark.parametrize(("text", "wanted"), FACTS, ids=[f[0] or "-" for f in FACTS])
def test_a_fact_is_found_by_the_words_for_it(
    facts: Says, text: str, wanted: str
) -> None:
    assert facts(text) == _set(wanted)


def test_every_synonym_alone_is_found_as_its_fact(
    matcher: FactMatcher, base: Base
) -> None:
    """Unless the same words mean another fact too: a baby is a child and a relation."""
    meanings: dict[str, set[tuple[str, str]]] = {}
    for name, fact in base.facts.items():
        for value, entry in fact.values.items():
            for word in entry.synonyms:
                meanings.setdefault(word.lower(), set()).add((name, value))
    missed = {
        word: wanted
        for word, wanted in meanings.items()
        if not wanted & {(f.fact, f.value) for f in matcher.find(word)}
    }
    assert missed == {}


AMOUNTS = [
    ("花了3.5万", "35000"),
    ("一共花了五万三", "53000"),
    ("1,200元", "1200"),
    ("花了八千多", "8000"),
    ("住院费用38000", "38000"),
    ("自费了5000多", "5000"),
    ("费用大概两万六", "26000"),
    ("交了380", "380"),
    ("两千五百块钱", "2500"),
    ("三百块", "300"),
    ("12万元", "120000"),
    ("27余万元", "270000"),
    ("报了2万4", "24000"),
    ("3w多", "30000"),
    ("¥3000", "3000"),
    ("￥1,500.50", "1500.5"),
    ("5000 RMB", "5000"),
    ("RMB 12,000", "12000"),
    ("20,000 yuan", "20000"),
    ("I spent 8000", "8000"),
    ("it cost about 12,500", "12500"),
    ("the bill was 50k", "50000"),
    ("paid 5 thousand yuan", "5000"),
    ("余额还有400块", "400"),
    ("起付线1200元，花了5万", "1200 50000"),
]


@pytest.mark.parametrize(("text", "wanted"), AMOUNTS, ids=[a[0] for a in AMOUNTS])
def test_a_sum_of_money_is_found_in_yuan(facts: Says, text: str, wanted: str) -> None:
    assert facts(text) >= {f"amount={value}" for value in wanted.split()}


NO_AMOUNT = [
    "交了15年",
    "花了3天",
    "花了两个小时",
    "花了100天",
    "一共住了10天",
    "报70%",
    "千万别忘了",
    "万一住院呢",
    "和老婆一块儿参保",
    "几万块",
    "几十块钱",
    "几十万的药",
    "十几万元",
    "2024年1月31日",
    "打12393",
    "120急救",
    "三百万分之一",
    "三级医院",
    "paid 30% of it",
    "it cost 100 days",
    "第八十号",
]


@pytest.mark.parametrize("text", NO_AMOUNT)
def test_a_number_of_something_else_is_no_sum(facts: Says, text: str) -> None:
    assert [fact for fact in facts(text) if fact.startswith("amount")] == []


ARTICLES = [
    ("第三十条", "30"),
    ("第30条怎么说", "30"),
    ("第 30 条", "30"),
    ("30条", "30"),
    ("二十九条", "29"),
    ("第二十九条第二款", "29"),
    ("第一百零二条", "102"),
    ("第五条", "5"),
    ("第十条", "10"),
    ("社会保险法三条", "3"),
    ("社保法28条", "28"),
    ("第二十八条和第三十条", "28 30"),
    ("Article thirty", "30"),
    ("article thirty says", "30"),
    ("Article twenty-nine", "29"),
    ("Article 30", "30"),
    ("article no. 30", "30"),
    ("art. 29", "29"),
    ("art 29", "29"),
    ("Articles 28", "28"),
    ("the 30th article", "30"),
    ("what is article five about", "5"),
]


@pytest.mark.parametrize(("text", "wanted"), ARTICLES, ids=[a[0] for a in ARTICLES])
def test_the_number_of_an_article_is_found(facts: Says, text: str, wanted: str) -> None:
    found = {fact for fact in facts(text) if fact.startswith("article")}
    assert found == {f"article={number}" for number in wanted.split()}


NO_ARTICLE = [
    "有三条规定",
    "这3条我都符合",
    "满足两个条件",
    "30条消息",
    "几条",
    "一条短信",
    "an article about insurance",
    "the articles",
    "start 30 days",
    "part 29",
]


@pytest.mark.parametrize("text", NO_ARTICLE)
def test_a_count_or_a_newspaper_article_is_no_article_number(
    facts: Says, text: str
) -> None:
    assert [fact for fact in facts(text) if fact.startswith("article")] == []


def test_the_span_of_an_article_ends_with_its_number(matcher: FactMatcher) -> None:
    text = "Does Article thirty say so?"
    (found,) = matcher.find(text)
    assert text[found.start : found.end] == "Article thirty"


def test_the_span_of_a_sum_leaves_out_the_word_for_paying(
    matcher: FactMatcher,
) -> None:
    text = "我花了八千多"
    (found,) = matcher.find(text)
    assert text[found.start : found.end] == "八千"


DOCUMENTS = [
    ("社会保险法第三十条", "social-insurance-law"),
    ("《中华人民共和国社会保险法》", "social-insurance-law"),
    ("社保法怎么说", "social-insurance-law"),
    ("the Social Insurance Law", "social-insurance-law"),
    ("民法典", "civil-code"),
    ("Civil Code", "civil-code"),
    ("工伤保险条例", "work-injury-regulation"),
    ("医保发〔2022〕22号", "nhsa-2022-22"),
    ("行政复议法", "administrative-reconsideration-law"),
    ("先行支付暂行办法", "advance-payment-measures"),
    ("State Council Order No. 735", "fund-use-regulation"),
]


@pytest.mark.parametrize(("text", "wanted"), DOCUMENTS, ids=[d[0] for d in DOCUMENTS])
def test_a_document_is_found_by_its_name(facts: Says, text: str, wanted: str) -> None:
    assert f"document={wanted}" in facts(text)


def test_every_document_is_found_by_its_title(matcher: FactMatcher, base: Base) -> None:
    missed = [
        (document.id, title)
        for document in base.documents.values()
        for title in (document.title.zh, document.title.en)
        if document.id
        not in {f.value for f in matcher.find(title) if f.fact == "document"}
    ]
    assert missed == []


def test_a_law_named_inside_a_longer_title_is_not_found(facts: Says) -> None:
    found = facts("实施《中华人民共和国社会保险法》若干规定")
    assert found == {"document=sil-implementation-rules"}


@given(
    st.lists(
        st.sampled_from(
            (
                "医保 北京 陕西安康 没备案 Xi'an 3.5万 第三十条 住院 insured in 在 ， "
                "。 😀 \u200b Suzhou, Anhui 退休 三百块 保定 吉林 定点 從 ㎡ １２"
            ).split(" ")
        ),
        max_size=12,
    ).map("".join)
)
def test_findings_are_in_order_inside_the_text_and_never_overlap(
    matcher: FactMatcher, text: str
) -> None:
    end = 0
    for found in matcher.find(text):
        assert end <= found.start < found.end <= len(text)
        end = found.end


def test_the_same_text_always_gives_the_same(matcher: FactMatcher) -> None:
    text = "我妈在陕西安康住院，医保在西安，花了3万"
    assert matcher.find(text) == matcher.find(text)


def test_what_a_question_is_about_hides_no_fact_and_is_hidden_by_longer_ones(
    matcher: FactMatcher,
) -> None:
    def said(text: str) -> set[str]:
        return {f"{found.fact}={found.value}" for found in matcher.find(text)}

    assert {"care=maternity", "maternity_matter=prenatal"} <= said("怀孕产检费能报吗")
    assert "discharged=yes" in said("I paid out of pocket")
    assert "claim_matter=arrival" not in said("I paid out of pocket")
