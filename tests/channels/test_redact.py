"""Which numbers of people are hidden, and what only looks like one and stays."""

from __future__ import annotations

import pytest

from channels.intake import HIDDEN, redact
from shell import project

WIDE = {ord("0") + n: ord("０") + n for n in range(10)} | {
    ord("-"): "－",
    ord("+"): "＋",
}

# --- what is hidden; made-up numbers of the right form, between ‹ and › ---------------

EMAILS = [
    "我的邮箱是‹zhang.san+1@qq.com›谢谢",
    "邮箱：‹zhang_san@mail.example.com.cn›。",
    "邮箱‹ＺＨＡＮＧ＠163．com›，请回复",
    "mail me at ‹a_b-c@mail.example.co.uk›.",
    "write to ‹o'brien@example.ie›, please",
    "‹josé@exämple.com› is mine",
    "‹zhangsan @ qq.com›怎么收不到通知",
    "张三‹@qq.com›",
]
IDENTITY = [
    "身份证‹510105198803124567›，怎么备案",
    "身份证‹51010519880312456x›的人能报吗",
    "ID‹510105198803124567›",
    "1.‹510105198803124567›",
    "‹110105 19850307 1234›",
    "‹110105-19850307-123X›",
    "‹5101 0519 8803 1245 67›",
    "我是‹110105850307123›元旦生的",
    "（‹830000199001011234›）台湾居民居住证",
    "‹932684198501011236›外国人永久居留身份证",
]
#: A digit too many or too few, or a date that there is not.
MISTYPED = [
    "身份证‹51010519880312456›",
    "身份证‹5101051988031245678›",
    "身份证‹510105198813324567›",
    "‹11010519851307123X›",
    "‹110105 19851307 1234›",
    "‹51010519880312456713812345678›",
]
PASSPORTS = [
    "护照‹E12345678›能用吗",
    "护照号码为：‹Ｅ１２３４５６７８›。",
    "‹e12345678›是我的护照",
    "护照号‹EA1234567›丢了",
    "my passport is ‹G12345678›.",
    "my passport's number: ‹E 12345678›",
    "passport‹E12345678›",
    "香港护照‹KJ1234567›",
    "护照号‹20261130›",
    "passport no. ‹512345678›",
    "My US passport number is ‹512345678›, can I enrol?",
    "German passport ‹C01X00T47› works?",
    "passport ‹12AB34567› of France",
    "护照（美国）：‹512345678›",
    "护照号 ‹AB 123456 7›",
    "加拿大护照‹AB123456›怎么参保",
]
PERMITS = [
    "回乡证‹H12345678›",
    "我拿‹M1234567801›能参保吗",
    "home return permit ‹H0123456789›",
    "台胞证‹12345678›怎么用",
    "台胞证号：‹20110512›",
    "台湾居民来往大陆通行证号码是 ‹01234567›",
    "Mainland travel permit no. ‹12345678›",
    "港澳通行证‹C12345678›",
    "香港身份证‹A123456(7)›能参保吗",
    "香港身份证‹A123456（7）›能参保吗",
    "台湾身份证‹A123456789›",
    "永居证‹USA110123456789›",
    "出生医学证明编号‹V510012345›",
]
CARDS = [
    "社保卡号‹A12345678›",
    "社保卡号：‹10812345600S›查一下",
    "社会保障卡号码是‹612345678›",
    "医保卡号 ‹1234 5678 9›",
    "医保卡‹A1234567›刷不了",
    "医保电脑号‹612345678›",
    "我的个人编号是‹1002345678›",
    "住院号‹123456›的费用",
    "银行账号‹1234567890›",
    "my insurance card number is ‹12345678›",
    "medical card no: ‹B2345678›",
    "social security number ‹123-45-6789›",
    "my SSN is ‹123 45 6789›",
    "卡号‹6222 0212 3456 7890 123›",
    "‹3782 822463 10005›",
    "卡‹6222021234567890123›元旦前能到账吗",
]
TELEPHONES = [
    "tel‹13800138000›",
    "打‹13800138000›找我",
    "手机‹13800 138000›",
    "手机‹1380 0138 000›",
    "‹138.0013.8000›",
    "‹138–0013–8000›",
    "‹138\u200b0013\u200b8000›",
    "\u202d‹13800138000›\u202c",
    "‹1 3 8 0 0 1 3 8 0 0 0›",
    "‹(+86)13800138000›",
    "‹010-12345678›没人接",
    "医院‹0755 1234567›",
    "‹（0571）87654321›",
    "‹0571-8765-4321›",
    "‹02162345678›",
    "‹010-62345678转801›",
    "‹+86 10 6234 5678›",
    "‹0086-755-26543210›",
    "家里电话‹62345678›，打12393没人接",
    "电话‹62345678› 12393也行",
    "my phone number is ‹555-123-4567›",
    "call me at ‹(415) 555-0100›",
    "QQ‹123456789›",
]
#: One for each shape in which countries write theirs.
ABROAD = [
    "‹+1 (415) 555-0100›",
    "‹+1 268-460-1234›",
    "‹+14155550100›",
    "‹+44 20 7946 0958›",
    "‹0044 20 7946 0958›",
    "‹+49 1512 3456789›",
    "‹+33 6 12 34 56 78›",
    "‹+33.6.12.34.56.78›",
    "‹+7 301 123-45-67›",
    "‹+81 90-1234-5678›",
    "‹+82 2-2012-3456›",
    "‹+852 2123 4567›",
    "‹+853 6612 3456›",
    "‹+886 912 345 678›",
    "‹+65 6123 4567›. 12393打不通",
    "‹+965 500 12345›",
    "‹+55 11 96123-4567›",
    "‹+41 78 123 45 67›",
    "‹+61 2 1234 5678›",
    "‹+298 211234›",
    "电话‹+683 7012›",
]


@pytest.mark.parametrize(
    "text",
    EMAILS + IDENTITY + MISTYPED + PASSPORTS + PERMITS + CARDS + TELEPHONES + ABROAD,
)
@pytest.mark.parametrize(
    "frame",
    [
        "{}",
        "您好，{}",
        "{}，请问能报多少",
        "Hello, {} Thanks!",
        "花了12,800元。{}\n第30条",
    ],
)
def test_a_number_of_a_person_is_hidden_and_nothing_around_it(
    text: str, frame: str
) -> None:
    framed = frame.format(text)
    before, number, after = framed.replace("›", "‹").split("‹")
    assert redact(before + number + after) == before + HIDDEN + after


@pytest.mark.parametrize("text", [*IDENTITY, *CARDS, *TELEPHONES, *ABROAD])
def test_full_width_digits_are_hidden_as_well(text: str) -> None:
    before, number, after = text.replace("›", "‹").split("‹")
    wide = number.translate(WIDE)
    assert redact(before + wide + after) == before + HIDDEN + after


# --- what stays ----------------------------------------------------------------------

SUMS = [
    "12800",
    "花了12,800元，报了1.2万",
    "3500.50",
    "一共 9,999,999.99 元",
    "¥9999999.99",
    "门诊三次150 2000 3000元",
    "3500 1200 2800 4600",
    "起付线1300 封顶300000",
    "从13800元-138000元",
    "12800+1234567+3500",
    "工资3000元+12345678元",
    "+123456.78",
    "办护照花了1234567元",
    "买手机6999999元",
    "医保卡里有1234567.89元",
    "医保卡余额12800",
    "医保卡3500",
    "iPhone 15 1234567",
    "报销比例0.847619047619",
    "50%，12.5%，70个百分点",
]
DATES = [
    "2026-11-30",
    "20261130",
    "2026年11月30日",
    "2023 2024 2025 2026",
    "护照20261130到期",
    "护照2026-11-30到期",
    "passport expires 2026-11-30",
    "ID card expired 20260101",
    "打电话20261130那天",
    "call me on 30-11-2026",
    "call me at 10:30",
    "电话 9:00-12:00",
    "住院2026.11.30-2026.12.05",
    "台胞证2011年办的",
]
CODES = [
    "医保发〔2022〕22号",
    "国令第765号",
    "Article 30 of Order 765 of 2010",
    "I10 C34.9 E11.9 E11.900 M54.502",
    "0.5g*24",
    "国药准字H20203456",
    "国药准字 H20203456和国药准字Z20200001",
    "医院代码H51010400123",
    "医院代码H13010400123",
    "XA10BAD006A001010105623",
    "version 3.6.21, Python 3.10.14",
    "510100",
    "我身份证是510100开头的",
    "邮编610041，区号0755",
    "项目编码330100001",
    '/inform{"place": "510100"}',
]
HOTLINES = [
    "12393",
    "打12393、12345或12333",
    "电话12393 12345 95588",
    "010-12393",
    "电话0755-12345转1",
    "028 12345 12333",
    "110 119 120 122 114",
    "95519和950618",
    "400-810-8888",
    "客服电话400 810 8888",
    "电话4008108888",
    "call 12393 or 10086",
]
MARKS = ["@医保局 怎么报", "3@5", "@", "a@b", "a @ b"]


@pytest.mark.parametrize("text", SUMS + DATES + CODES + HOTLINES + MARKS)
def test_what_is_no_number_of_a_person_stays(text: str) -> None:
    for framed in (text, f"我问{text}，能报吗", f"Is it {text}? Thanks"):
        assert redact(framed) == framed


def test_nothing_that_the_assistant_says_would_be_hidden() -> None:
    files = sorted((project.ROOT / "knowledge").rglob("*.yml"))
    assert len(files) > 100
    for path in files:
        for line in path.read_text(encoding="utf-8").splitlines():
            assert redact(line) == line, path
