"""Every rule across the files: the tiny valid base, broken in one place."""

from __future__ import annotations

import pytest

from knowledge.check import problems_across
from knowledge.load import read

CLAIM = "topics/claim.yml"
GENERAL = "answers[0]"
STATUTE = "law/social-insurance-law.yml"
DOCUMENTS = "documents.yml"
TINY = "figures/tiny.yml"
FACTS = "facts.yml"
CODE = "Use CN or a code of regions/."


def case(name, file, keys, value, path, what, mend, reported=None):
    """A breach: set ``keys`` of ``file`` to ``value``, expect one problem."""
    return pytest.param(file, keys, value, reported or file, path, what, mend, id=name)


def say(zh="先问参保地。", en="Ask the insured place first."):
    return {"zh": zh, "en": en}


def test_the_tiny_base_breaks_no_rule(tiny):
    assert tiny.problems() == []


def test_the_real_base_breaks_no_rule():
    base, problems = read()

    assert [str(p) for p in problems or problems_across(base)] == []


@pytest.mark.parametrize(
    ("file", "keys", "value", "reported", "path", "what", "mend"),
    [
        # documents
        case(
            "successor unknown",
            DOCUMENTS,
            ["documents", "old-notice", "superseded_by"],
            "newest-notice",
            "old-notice",
            "unknown successor 'newest-notice'.",
            "Register the successor in documents.yml.",
        ),
        case(
            "document of an unknown place",
            DOCUMENTS,
            ["documents", "notice", "place"],
            "999999",
            "notice",
            "unknown place '999999'.",
            CODE,
        ),
        case(
            "recheck of an unknown law",
            DOCUMENTS,
            ["documents", "coming-law", "rechecks", "law"],
            "no-law",
            "coming-law",
            "rechecks unknown articles no-law.",
            "Name articles that exist.",
        ),
        case(
            "recheck of an unknown article",
            DOCUMENTS,
            ["documents", "coming-law", "rechecks", "articles"],
            [29, 999],
            "coming-law",
            "rechecks unknown articles [999].",
            "Name articles that exist.",
        ),
        case(
            "article without Chinese",
            STATUTE,
            ["articles", 29, "gist", "zh"],
            "The fund settles.",
            "articles.29.gist.zh",
            "is not Chinese.",
            "Translate it.",
        ),
        case(
            "article without English",
            STATUTE,
            ["articles", 29, "title", "en"],
            "直接结算",
            "articles.29.title.en",
            "is not English.",
            "Translate it.",
        ),
        # figures
        case(
            "figure without a value",
            TINY,
            ["figures", "local-share", "values"],
            [],
            "local-share",
            "has no value.",
            "Add a value with its source.",
            "figures",
        ),
        case(
            "figure of an unknown place",
            TINY,
            ["figures", "local-share", "values", 0, "place"],
            "999999",
            "local-share.values[0]",
            "unknown place '999999'.",
            CODE,
            "figures",
        ),
        case(
            "figure of an unknown source",
            TINY,
            ["figures", "local-share", "values", 0, "source"],
            "hearsay",
            "local-share.values[0]",
            "unknown source 'hearsay'.",
            "Register it in documents.yml or law/.",
            "figures",
        ),
        case(
            "figure of an unknown article",
            TINY,
            ["figures", "local-share", "values", 0, "article"],
            3,
            "local-share.values[0]",
            "notice has no article 3 here.",
            "Add the article, or correct it.",
            "figures",
        ),
        case(
            "figure that ends before it starts",
            TINY,
            ["figures", "local-share", "values", 0],
            {
                "value": 85,
                "place": "320000",
                "since": "2026-01-01",
                "until": "2025-12-31",
                "source": "notice",
                "confidence": "quoted",
            },
            "local-share.values[0]",
            "ends before it starts.",
            "Swap the dates.",
            "figures",
        ),
        case(
            "figure whose range runs backwards",
            TINY,
            ["figures", "local-share", "values", 0, "to"],
            80,
            "local-share.values[0]",
            "'to' is not above 'value'.",
            "Swap them.",
            "figures",
        ),
        # facts
        case(
            "choice without values",
            FACTS,
            ["facts", "filed", "values"],
            {},
            "facts.filed.values",
            "do not fit kind.",
            "Give a choice fact values, and only a choice fact.",
        ),
        case(
            "place with values",
            FACTS,
            ["facts", "filed", "kind"],
            "place",
            "facts.filed.values",
            "do not fit kind.",
            "Give a choice fact values, and only a choice fact.",
        ),
        case(
            "one synonym for two values",
            FACTS,
            ["facts", "care", "values", "outpatient", "synonyms"],
            ["住院"],
            "facts.care.outpatient",
            "'住院' means both inpatient and outpatient.",
            "Keep it in one of them.",
        ),
        # topics
        case(
            "title not translated",
            CLAIM,
            ["title", "en"],
            "报销手续",
            "title.en",
            "is not English.",
            "Translate it.",
        ),
        case(
            "question not in Chinese",
            CLAIM,
            ["question", "zh"],
            "How do I claim?",
            "question.zh",
            "is not Chinese.",
            "Translate it.",
        ),
        case(
            "related topic unknown",
            CLAIM,
            ["related"],
            ["share", "nowhere"],
            "related[1]",
            "unknown id 'nowhere'.",
            "Define it in topics/.",
        ),
        case(
            "topic related to itself",
            CLAIM,
            ["related"],
            ["claim"],
            "related",
            "names the topic itself.",
            "Remove it.",
        ),
        case(
            "asks for an unknown fact",
            CLAIM,
            ["ask"],
            ["weather"],
            "ask[0]",
            "unknown id 'weather'.",
            "Define it in facts.yml.",
        ),
        case(
            "asks for a fact without a question",
            CLAIM,
            ["ask"],
            ["care", "away_scope"],
            "ask[1]",
            "asks for 'away_scope', which has no question.",
            "Write it in facts.yml.",
        ),
        case(
            "no answer without conditions",
            CLAIM,
            ["answers", 0, "when"],
            {"care": "inpatient"},
            "answers",
            "have no general answer.",
            "Add one with 'when: {}' and no place.",
        ),
        case(
            "no answer for the whole nation",
            CLAIM,
            ["answers", 0, "place"],
            "320000",
            "answers",
            "have no general answer.",
            "Add one with 'when: {}' and no place.",
        ),
        # answers: the ids they name
        case(
            "papers unknown",
            CLAIM,
            ["answers", 0, "materials"],
            ["id-voucher", "passport"],
            f"{GENERAL}.materials[1]",
            "unknown id 'passport'.",
            "Define it in materials.yml.",
        ),
        case(
            "figure unknown",
            CLAIM,
            ["answers", 0, "figures"],
            ["cap"],
            f"{GENERAL}.figures[0]",
            "unknown id 'cap'.",
            "Define it in figures/.",
        ),
        case(
            "source unknown",
            CLAIM,
            ["answers", 0, "sources"],
            ["hearsay"],
            f"{GENERAL}.sources[0]",
            "unknown id 'hearsay'.",
            "Define it in documents.yml or law/.",
        ),
        # answers: their texts
        case(
            "answer without Chinese",
            CLAIM,
            ["answers", 0, "say", "zh"],
            "Ask first.",
            f"{GENERAL}.say.zh",
            "is not Chinese.",
            "Translate it.",
        ),
        case(
            "step without English",
            CLAIM,
            ["answers", 0, "steps", 0, "en"],
            "带齐票据。",
            f"{GENERAL}.steps[0].en",
            "is not English.",
            "Translate it.",
        ),
        case(
            "exception without English",
            CLAIM,
            ["answers", 0, "exceptions", 0, "en"],
            "急诊例外。",
            f"{GENERAL}.exceptions[0].en",
            "is not English.",
            "Translate it.",
        ),
        case(
            "figures differ between the languages",
            CLAIM,
            ["answers", 0, "say", "zh"],
            "{claim-days}内办完。",
            f"{GENERAL}.say",
            "uses different figures in zh and en.",
            "Use the same in both.",
        ),
        # answers: their basis
        case(
            "cites an unknown document",
            CLAIM,
            ["answers", 0, "legal_basis"],
            ["social-insurance-law#29", "hearsay"],
            f"{GENERAL}.legal_basis[1]",
            "unknown document 'hearsay'.",
            "Register it in law/ or documents.yml.",
        ),
        case(
            "cites a law that is not citable yet",
            CLAIM,
            ["answers", 0, "legal_basis"],
            ["social-insurance-law#29", "coming-law"],
            f"{GENERAL}.legal_basis[1]",
            "coming-law is not citable.",
            "Cite the law in force until its text is registered.",
        ),
        case(
            "cites a superseded document",
            CLAIM,
            ["answers", 0, "legal_basis"],
            ["social-insurance-law#29", "old-notice"],
            f"{GENERAL}.legal_basis[1]",
            "old-notice is superseded.",
            "Cite 'notice'.",
        ),
        case(
            "cites an article that is not there",
            CLAIM,
            ["answers", 0, "legal_basis"],
            ["social-insurance-law#99"],
            f"{GENERAL}.legal_basis[0]",
            "no article 99.",
            "Add it to law/social-insurance-law.yml, or correct the number.",
        ),
        case(
            "cites an article of a document without articles",
            CLAIM,
            ["answers", 0, "legal_basis"],
            ["social-insurance-law#29", "notice#3"],
            f"{GENERAL}.legal_basis[1]",
            "no article 3.",
            "Add it to law/notice.yml, or correct the number.",
        ),
        case(
            "cites an article without its number",
            CLAIM,
            ["answers", 0, "legal_basis"],
            ["social-insurance-law#29", "social-insurance-law#"],
            f"{GENERAL}.legal_basis[1]",
            "has no number after '#'.",
            "Write id#29.",
        ),
        case(
            "cites nothing",
            CLAIM,
            ["answers", 0, "legal_basis"],
            [],
            f"{GENERAL}.legal_basis",
            "is missing.",
            "Name the articles it rests on.",
        ),
        case(
            "cites only by analogy",
            CLAIM,
            ["answers", 0, "legal_basis"],
            [{"ref": "social-insurance-law#14", "by_analogy": True}],
            f"{GENERAL}.legal_basis",
            "is missing.",
            "Name the articles it rests on.",
        ),
        case(
            "cites the statute without an article",
            CLAIM,
            ["answers", 0, "legal_basis"],
            ["social-insurance-law"],
            f"{GENERAL}.legal_basis",
            "names no article of it.",
            "Cite social-insurance-law#N, or say in other_basis why none applies.",
        ),
        case(
            "cites a notice and does not say why no article",
            CLAIM,
            ["answers", 0, "legal_basis"],
            ["notice", {"ref": "social-insurance-law#14", "by_analogy": True}],
            f"{GENERAL}.legal_basis",
            "names no article of it.",
            "Cite social-insurance-law#N, or say in other_basis why none applies.",
        ),
        case(
            "names no source",
            CLAIM,
            ["answers", 0, "sources"],
            None,
            f"{GENERAL}.sources",
            "is missing.",
            "Name the documents it was written from.",
        ),
    ],
)
def test_a_breach_is_reported_once_with_its_mend(
    tiny, file, keys, value, reported, path, what, mend
):
    tiny.put(file, keys, value)

    assert [(p.file, p.path, p.what, p.mend) for p in tiny.problems()] == [
        (f"knowledge/{reported}", path, what, mend)
    ]


@pytest.mark.parametrize(
    ("answer", "path", "what", "mend"),
    [
        pytest.param(
            {"id": "general", "when": {"filed": "no"}},
            "answers[1].id",
            "'general' is taken.",
            "Give each answer its own id.",
            id="the id of another answer",
        ),
        pytest.param(
            {"id": "local", "place": "999999"},
            "answers[1].place",
            "unknown '999999'.",
            CODE,
            id="an unknown place",
        ),
        pytest.param(
            {"id": "sunny", "when": {"weather": "sun"}},
            "answers[1].when.weather",
            "is no fact.",
            "Use an id of facts.yml.",
            id="a condition on no fact",
        ),
        pytest.param(
            {"id": "dental", "when": {"care": ["inpatient", "dental"]}},
            "answers[1].when.care",
            "has unknown values ['dental'].",
            "Use one of ['inpatient', 'outpatient'].",
            id="a condition on no value",
        ),
        pytest.param(
            {"id": "bare", "when": {"filed": "no"}, "legal_basis": []},
            "answers[1].legal_basis",
            "is missing.",
            "Name the articles it rests on.",
            id="a variant that empties the basis",
        ),
    ],
)
def test_a_breach_of_a_variant_is_reported(tiny, answer, path, what, mend):
    tiny.add_answers(answer)

    assert [(p.file, p.path, p.what, p.mend) for p in tiny.problems()] == [
        (f"knowledge/{CLAIM}", path, what, mend)
    ]


@pytest.mark.parametrize(
    ("name", "what", "mend"),
    [
        pytest.param("cap", "unknown figure 'cap'.", "Add it to figures/.", id="none"),
        pytest.param(
            "local-share",
            "figure 'local-share' has no national value.",
            "Name it under 'figures' instead, or add a national value.",
            id="local only",
        ),
        pytest.param(
            "example-share",
            "figure 'example-share' has no national value.",
            "Name it under 'figures' instead, or add a national value.",
            id="example only",
        ),
    ],
)
def test_a_text_may_refer_only_to_a_national_figure(tiny, name, what, mend):
    text = say(f"报{{{name}}}。", f"It pays {{{name}:plain}} of it.")
    tiny.put(CLAIM, ["answers", 0, "say"], text)

    assert [(p.path, p.what, p.mend) for p in tiny.problems()] == [
        ("answers[0].say.en", what, mend),
        ("answers[0].say.zh", what, mend),
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (say(zh="可报85%。"), "85%"),
        (say(zh="降20个百分点。"), "20个百分点"),
        (say(zh="30个工作日内办完。"), "30个工作日"),
        (say(zh="满三个月才行。"), "三个月"),
        (say(zh="可报八成。"), "八成"),
        (say(zh="起付线1,300元。"), "1,300元"),
        (say(zh="等15天。"), "15天"),
        (say(zh="罚2倍。"), "2倍"),
        (say(zh="罚款五百元。"), "五百元"),
        (say(zh="可报１５％。"), "１５％"),
        (say(zh="可报一半。"), "一半"),
        (say(zh="可报百分之八十。"), "百分之八十"),
        (say(zh="要缴满二十五年。"), "二十五年"),
        (say(zh="半年内有效。"), "半年"),
        (say(zh="最多3万。"), "3万"),
        (say(zh="年满六十周岁。"), "六十周岁"),
        (say(en="It pays half of it."), "half of"),
        (say(en="Within forty-five days."), "forty-five days"),
        (say(en="After twenty years."), "twenty years"),
        (say(en="A fee of ¥100."), "¥100"),
        (say(en="It pays 85 percent."), "85 percent"),
        (say(en="It pays 85% of it."), "85%"),
        (say(en="Within 30 working days."), "30 working"),
        (say(en="Wait 6 months."), "6 months"),
        (say(en="Wait six months."), "six months"),
        (say(en="Up to 1,300 yuan."), "1,300 yuan"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_number_with_a_unit_may_not_stand_in_prose(tiny, text, number):
    for keys in (["say"], ["steps", 0], ["exceptions", 0]):
        before = tiny.data(CLAIM)["answers"][0]
        tiny.put(CLAIM, ["answers", 0, *keys], text)

        problems = tiny.problems()

        assert [p.what for p in problems] == [f"holds the number {number!r}."]
        assert problems[0].mend == (
            "Put it into figures/ with its source and write {its-id}."
        )
        tiny.put(CLAIM, ["answers", 0], before)


@pytest.mark.parametrize(
    "text",
    [
        say(
            "自 2027年1月1日起施行，打 12393。",
            "In force since 1 January 2027; call 12393.",
        ),
        say("自 2027年7月起施行。", "In force since July 2027."),
        say("见社会保险法第二十九条。", "See Article 29 of the law."),
        say(
            "见国办发〔2021〕14号和令第735号。",
            "See document 14 of 2021, Order No. 735.",
        ),
        say("大部分人一次就办成了。", "Most people get it done at once."),
        say(
            "哪一天到期、在哪一年，三件事。",
            "Three things: on which day and in which year.",
        ),
        say(
            "多半是卡坏了，问三级医院。",
            "As a rule the card is broken; ask a level 3 hospital.",
        ),
        say("{claim-days}内办完。", "It takes {claim-days}."),
        say("{claim-days:plain}内办完。", "It takes {claim-days:plain}."),
    ],
    ids=lambda text: text["zh"] + text["en"],
)
def test_dates_hotlines_articles_and_references_may_stand_in_prose(tiny, text):
    tiny.put(CLAIM, ["answers", 0, "say"], text)

    assert tiny.problems() == []


def test_another_basis_stands_when_it_says_why_no_article_applies(tiny):
    tiny.put(CLAIM, ["answers", 0, "legal_basis"], ["notice"])
    why = say("该法没有这一条。", "The law has no article on it.")
    tiny.put(CLAIM, ["answers", 0, "other_basis"], why)

    assert tiny.problems() == []


def test_a_neighbouring_field_needs_no_basis(tiny):
    tiny.put(CLAIM, ["kind"], "neighbour")
    tiny.put(CLAIM, ["answers", 0, "legal_basis"], None)
    tiny.put(CLAIM, ["answers", 0, "sources"], None)

    assert tiny.problems() == []
