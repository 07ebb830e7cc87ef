"""What jargon means: found as it is written, explained once, and kept in order."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.check_texts import GLOSSARY, texts
from knowledge.glossary import MOST, Entry, Glossary, folded, terms
from knowledge.load import Base
from knowledge.model import LANGUAGES, Language


def entry(zh: list[str], en: list[str], **more: Any) -> dict[str, Any]:
    """A term as its file holds it."""
    meaning = {"zh": f"{zh[0]}的意思。", "en": f"What {en[0]} means."}
    return {"names": {"zh": zh, "en": en}, "meaning": meaning, **more}


SMALL = Glossary(
    {
        key: Entry.parse_obj(entry(zh, en))
        for key, zh, en in (
            ("filing", ["备案"], ["filing"]),
            ("late", ["补办备案"], ["late filing"]),
            ("designated", ["定点医院", "定点"], ["designated hospital", "designated"]),
            ("cap", ["封顶线"], ["cap"]),
            ("class-b", ["乙类"], ["class B"]),
            ("share", ["自付"], ["own share"]),
            ("agency", ["经办机构"], ["agency", "agencies"]),
        )
    }
)


def names(texts: list[str], language: Language, **more: int) -> list[str]:
    return [term.name for term in terms(texts, language, SMALL, **more)]


# --- finding -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "said", "found"),
    [
        ("zh", ["没有行话。"], []),
        ("zh", [], []),
        ("zh", ["先备案，再去定点医院。"], ["备案", "定点医院"]),
        ("zh", ["去定点医院前先备案。"], ["定点医院", "备案"]),
        ("zh", ["备案，备案，再备案。"], ["备案"]),
        ("zh", ["问封顶线。", "先备案。"], ["封顶线", "备案"]),
        ("zh", ["可以补办备案。"], ["补办备案"]),
        ("zh", ["先备案；没备案的补办备案。"], ["补办备案"]),
        ("zh", ["定点药房和定点医院"], ["定点"]),
        ("zh", ["filing and cap"], []),
        ("en", ["Ask about the cap."], ["cap"]),
        ("en", ["CAP and Class b"], ["CAP", "Class b"]),
        ("en", ["caps, filings and designated hospitals"], None),
        ("en", ["capital, escape, profiling, filing2, recap"], []),
        ("en", ["pre-cap (cap)"], ["cap"]),
        ("en", ["capé and écap"], []),
        ("en", ["Filing helps, late filing too."], ["late filing"]),
        ("en", ["the agency or other agencies"], ["agency"]),
        ("en", ["备案 is filing"], ["filing"]),
        ("en", ["claſs B, ſ"], []),
    ],
)
def test_terms_are_found_as_they_are_written(
    language: Language, said: list[str], found: list[str] | None
) -> None:
    plurals = ["caps", "filings", "designated hospitals"]
    assert names(said, language) == (plurals if found is None else found)


def test_a_term_comes_with_its_meaning_in_the_language() -> None:
    (zh,) = terms(["先备案。"], "zh", SMALL)
    (en,) = terms(["Filing first."], "en", SMALL)
    assert (zh.id, zh.name, zh.meaning) == ("filing", "备案", "备案的意思。")
    assert (en.id, en.name, en.meaning) == ("filing", "Filing", "What filing means.")


ALL = "备案、定点、封顶线、乙类、自付、经办机构"


@pytest.mark.parametrize(
    ("most", "count"), [(None, MOST), (1, 1), (6, 6), (99, 6), (0, 0), (-1, 0)]
)
def test_there_are_at_most_so_many(most: int | None, count: int) -> None:
    limits = {} if most is None else {"most": most}
    assert names([ALL], "zh", **limits) == ALL.split("、")[:count]


def test_an_empty_glossary_explains_nothing() -> None:
    for language in LANGUAGES:
        assert terms([ALL, "cap"], language, Glossary({})) == []


@given(
    said=st.lists(
        st.text() | st.sampled_from([ALL, "late filing", "CAPS", "自付备案"])
    ),
    language=st.sampled_from(LANGUAGES),
    most=st.integers(-3, 50),
)
@example(said=["ſelf-paid, K and İ", "\ud800"], language="en", most=5)
def test_whatever_is_said_terms_are_in_order_and_told_once(
    base: Base, said: list[str], language: Language, most: int
) -> None:
    for glossary in (base.glossary, SMALL):
        found = terms(said, language, glossary, most)
        assert len(found) <= max(most, 0)
        assert len({term.id for term in found}) == len(found)
        whole = "\n".join(said)
        places = [whole.index(term.name) for term in found if language == "zh"]
        assert all(term.name in whole for term in found)
        assert len(places) == len(set(places))
        more = terms(said, language, glossary, most + 1)
        assert more[: len(found)] == found


@given(order=st.permutations(ALL.split("、")), language=st.just("zh"))
def test_the_order_is_that_of_the_text(order: list[str], language: Language) -> None:
    assert names(["，".join(order)], language, most=9) == order
    assert names(order, language, most=9) == order


def test_a_long_reply_takes_less_than_two_milliseconds(base: Base) -> None:
    for language in LANGUAGES:
        said = [
            text.in_language(language)
            for answer in base.topics["use_card_elsewhere"].answers[:3]
            for text in (answer.say, *(answer.steps or ()), *(answer.exceptions or ()))
        ]
        times = []
        for _ in range(20):
            started = time.process_time()
            assert terms(said, language, base.glossary)
            times.append(time.process_time() - started)
        assert min(times) < 2e-3


# --- what it holds -------------------------------------------------------------------


def test_it_explains_the_words_people_stumble_over(base: Base) -> None:
    assert 25 <= len(base.glossary.entries) <= 40
    for language, wanted in (
        ("zh", "起付线 统筹基金 封顶线 备案 直接结算 手工报销 个人账户 定点"),
        ("zh", "目录 甲类 乙类 自付 自费 大病保险 医疗救助 门诊统筹 门诊慢特病"),
        ("zh", "经办机构 参保地 就医地 转诊 缴费年限 待遇等待期 第三人"),
        ("zh", "先行支付 行政复议"),
        ("en", "deductible cap filing designated catalogue"),
    ):
        assert set(wanted.split()) <= base.glossary.ids[language].keys()


def test_a_meaning_does_not_lean_on_its_own_word(base: Base) -> None:
    for key, term in base.glossary.entries.items():
        for language in LANGUAGES:
            meaning = folded(term.meaning.in_language(language))
            assert folded(term.names.in_language(language)[0]) not in meaning, key


def test_a_meaning_never_refuses(base: Base) -> None:
    for key, term in base.glossary.entries.items():
        assert "不予" not in term.meaning.zh and "不报销" not in term.meaning.zh, key
        assert "not be paid" not in term.meaning.en, key


def test_every_term_can_be_told(base: Base) -> None:
    """Each is the one found where its name stands alone."""
    for language in LANGUAGES:
        for name, key in base.glossary.ids[language].items():
            assert [t.id for t in terms([name], language, base.glossary)] == [key], name


# --- the rules -----------------------------------------------------------------------


@pytest.fixture
def explained(tiny: Any) -> Any:
    """A tiny base whose glossary explains one of its words."""
    tiny.write(GLOSSARY, {"glossary": {"bill": entry(["票据"], ["bill"])}})
    return tiny


def test_a_base_may_do_without(tiny: Any) -> None:
    assert tiny.problems() == []
    assert tiny.load().glossary.entries == {}


def test_a_name_that_texts_hold_is_fine(explained: Any) -> None:
    assert explained.problems() == []
    base = explained.load()
    assert [t.name for t in terms(["The bills."], "en", base.glossary)] == ["bills"]
    assert [one.path for one in texts(base) if one.file == GLOSSARY] == [
        "glossary.bill.meaning"
    ]


@pytest.mark.parametrize(
    ("changes", "path", "what"),
    [
        ({"names": {"zh": ["账单"], "en": ["bill"]}}, "names.zh", "'账单' is in no"),
        ({"names": {"zh": ["票据"], "en": ["bil"]}}, "names.en", "'bil' is in no"),
        ({"names": {"zh": ["票据"], "en": []}}, "names.en", "at least 1 items"),
        ({"names": {"zh": ["票据"]}}, "names.en", "required"),
        ({"names": {"zh": ["票"], "en": ["bill"]}}, "names.zh", "too short"),
        ({"meaning": {"zh": "收据。", "en": ""}}, "meaning.en", "at least 1 char"),
        ({"meaning": {"zh": "A paper.", "en": "A paper."}}, "meaning.zh", "Chinese"),
        ({"meaning": {"zh": "收据。", "en": "收据。"}}, "meaning.en", "not English"),
        ({"meaning": {"zh": "收据", "en": "A paper."}}, "meaning.zh", "one sentence"),
        (
            {"meaning": {"zh": "收据。", "en": "A paper. Keep it."}},
            "meaning.en",
            "one sentence",
        ),
        (
            {"meaning": {"zh": "收据。", "en": "A paper of 30 days."}},
            "meaning.en",
            "holds the number",
        ),
        (
            {"meaning": {"zh": f"{'收' * 60}。", "en": f"{'A paper ' * 12}here."}},
            "meaning.zh",
            "has 61 characters",
        ),
        ({"colour": "red"}, "colour", "extra fields"),
    ],
)
def test_a_breach_is_reported_with_its_place(
    explained: Any, changes: dict[str, Any], path: str, what: str
) -> None:
    broken = {**entry(["票据"], ["bill"]), **changes}
    explained.write(GLOSSARY, {"glossary": {"bill": broken}})
    problems = explained.problems()
    fitting = [p for p in problems if p.path == f"glossary.bill.{path}"]
    assert {p.file for p in problems} == {f"knowledge/{GLOSSARY}"}
    assert any(what in problem.what for problem in fitting), problems


def test_a_name_in_no_text_may_say_why_it_stays(explained: Any) -> None:
    kept = entry(["账单"], ["invoice"], kept="people write it")
    explained.put(GLOSSARY, ["glossary", "invoice"], kept)
    assert explained.problems() == []


def test_the_glossary_itself_is_no_place_where_a_word_is_used(explained: Any) -> None:
    meaning = {"zh": "账单的意思。", "en": "What an invoice means."}
    alone = {**entry(["账单"], ["invoice"]), "meaning": meaning}
    explained.put(GLOSSARY, ["glossary", "invoice"], alone)
    assert len(explained.problems()) == 2


def test_a_name_belongs_to_one_term(explained: Any) -> None:
    explained.put(GLOSSARY, ["glossary", "other"], entry(["带齐"], ["Bill"]))
    (problem,) = explained.problems()
    assert problem.path == "glossary.other.names.en"
    assert problem.what == "'Bill' names bill too."
