from __future__ import annotations

import itertools
from collections import Counter

import pytest

from nlu.concepts import concepts, matters


def _kinds(text: str) -> set[str]:
    """What is asked and what it is about, without pairs and weights."""
    return {mark.strip("()") for mark in concepts(text) if "+" not in mark}


CONCEPTS = [
    ("胃镜能报多少", "how_much, whether, pay_back, treatment"),
    ("住院押金怎么退", "how, inpatient, no insurance"),
    ("社保卡在哪里激活", "where, social, card, unusable"),
    ("灵活就业医保几天生效", "when, insurance, freelance"),
    ("备案要什么材料", "papers, filing, no insurance"),
    ("为什么医保断缴了", "why, insurance, gap"),
    ("醫保局電話", "contact, insurance, office"),
    ("ＣＴ", "treatment, no insurance"),
    ("低保户能用吗", "may, hardship, no insurance"),
    ("平安保险理赔", "private, no insurance"),
    ("公积金", "housing, no insurance"),
    ("is insulin covered", "whether, drug, no insurance"),
    ("How long is the referral valid?", "when, referral, no insurance"),
    ("WHERE do I replace my card", "where, card, lost, no insurance"),
    ("my employer refuses yibao", "dislike, insurance, employer"),
    ("can my wife use the account", "may, family, account, no insurance"),
    ("renters insurance policy", "private, no insurance"),
    ("今天天气不错", "no insurance"),
    ("", "no insurance"),
]


@pytest.mark.parametrize(("text", "wanted"), CONCEPTS, ids=[c[0] for c in CONCEPTS])
def test_a_text_has_what_it_asks_and_what_it_is_about(text: str, wanted: str) -> None:
    assert _kinds(text) == set(wanted.split(", "))


SAME = [
    ("种植牙报几成", "洗牙报销百分之多少"),
    ("卡丢了怎么补", "卡遗失了如何补办"),
    ("做胃镜能报吗", "做针灸能报吗"),
    ("阿托伐他汀在目录里吗", "恩格列净在目录里吗"),
    ("is a filling covered", "is a hearing test covered"),
    ("how much for dialysis", "what percentage for diabetes"),
]


@pytest.mark.parametrize(("one", "other"), SAME, ids=[s[0] for s in SAME])
def test_other_words_for_the_same_are_one_concept(one: str, other: str) -> None:
    assert concepts(one) == concepts(other)


APART = [
    ("社保卡丢了", "银行卡丢了", "other_card"),
    ("卡能取现吗", "卡能用吗", "cash"),
    ("药店", "药", "pharmacy"),
    ("卡坏了", "卡里", "card"),
    ("能报多少", "多少年", "how_much"),
    ("他汀", "医疗", "drug"),
]


@pytest.mark.parametrize(("one", "other", "kind"), APART, ids=[a[0] for a in APART])
def test_near_words_are_told_apart(one: str, other: str, kind: str) -> None:
    assert (kind in _kinds(one)) != (kind in _kinds(other))


def test_every_question_is_paired_with_every_matter() -> None:
    marks = Counter(concepts("医保住院怎么报销，要什么材料"))
    asked, about = ["how", "papers"], ["insurance", "pay_back", "inpatient"]
    pairs = {f"({a}+{b})": 1 for a, b in itertools.product(asked, about)}
    assert marks == {**{f"({name})": 2 for name in asked + about}, **pairs}


def test_without_a_question_there_are_no_pairs() -> None:
    assert concepts("医保卡") == ["(insurance)", "(card)"] * 2


MATTERS = [
    ("生孩子能报多少", "pregnancy, baby"),
    ("医保卡密码忘了", "card, unusable"),
    ("Is dialysis covered by medical insurance?", "chronic"),
    ("失业金", "unemployment"),
    ("要什么材料", ""),
    ("医保能报多少", ""),
    ("社保怎么报销", ""),
    ("How much is reimbursed?", ""),
    ("what documents do I need", ""),
    ("", ""),
]


@pytest.mark.parametrize(("text", "wanted"), MATTERS, ids=[m[0] for m in MATTERS])
def test_insurance_and_being_paid_are_no_matter_of_their_own(
    text: str, wanted: str
) -> None:
    assert matters(text) == set(filter(None, wanted.split(", ")))
