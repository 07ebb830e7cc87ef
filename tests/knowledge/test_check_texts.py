"""Both languages say the same, and no number stands where nothing supports it."""

from __future__ import annotations

import pytest

CLAIM = "topics/claim.yml"
SAME = "Say the same in both."
MATERIALS = "materials.yml"
FACTS = "facts.yml"
FIGURES = "figures/tiny.yml"
STATUTE = "law/social-insurance-law.yml"


def both(zh, en):
    return {"zh": zh, "en": en}


def found(tiny):
    return [(p.path, p.what) for p in tiny.problems()]


@pytest.mark.parametrize(
    ("file", "keys", "path"),
    [
        (CLAIM, ["title"], "title"),
        (CLAIM, ["question"], "question"),
        (CLAIM, ["answers", 0, "other_basis"], "answers[0].other_basis"),
        (MATERIALS, ["materials", "id-voucher", "name"], "materials.id-voucher.name"),
        (MATERIALS, ["materials", "id-voucher", "note"], "materials.id-voucher.note"),
        (FACTS, ["facts", "filed", "question"], "facts.filed.question"),
        (FACTS, ["facts", "filed", "why"], "facts.filed.why"),
        (FACTS, ["facts", "filed", "values", "no", "label"], "facts.filed.no.label"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_no_number_stands_in_prose_anywhere(tiny, file, keys, path):
    tiny.put(file, keys, both("要等十五天才行。", "It takes 15 days."))

    assert found(tiny) == [
        (f"{path}.en", "holds the number '15 days'."),
        (f"{path}.zh", "holds the number '十五天'."),
    ]


@pytest.mark.parametrize(
    ("file", "keys"),
    [
        (FIGURES, ["figures", "claim-days", "values", 0, "note"]),
        (FIGURES, ["figures", "claim-days", "label"]),
        (STATUTE, ["articles", 29, "gist"]),
        (STATUTE, ["articles", 29, "note"]),
    ],
    ids=str,
)
def test_what_has_a_source_of_its_own_may_carry_numbers_if_both_do(tiny, file, keys):
    tiny.put(
        file, keys, both("十五日内办完，罚千分之五。", "15 days; a fine of 0.5 %.")
    )
    assert tiny.problems() == []

    tiny.put(file, keys, both("十五日内办完。", "It is done within 30 days."))
    ((_, zh), (_, en)) = sorted(found(tiny), reverse=True)
    assert zh == "gives 15, which is not in the en."
    assert en == "gives 30, which is not in the zh."
    assert {problem.mend for problem in tiny.problems()} == {SAME}


@pytest.mark.parametrize(
    ("zh", "en", "what"),
    [
        ("见第三十条。", "See Article 29.", "gives 30, which is not in the en."),
        ("打 12393。", "Call the hotline.", "gives 12393, which is not in the en."),
        ("打热线。", "Call 12333.", "gives 12333, which is not in the zh."),
        ("2027年7月起。", "From May 2027 on.", "gives 7, which is not in the en."),
    ],
)
def test_articles_hotlines_and_dates_are_the_same_in_both(tiny, zh, en, what):
    tiny.put(CLAIM, ["answers", 0, "steps", 0], both(zh, en))

    assert what in [problem.what for problem in tiny.problems()]


@pytest.mark.parametrize("where", ["say", "steps", "exceptions"])
def test_a_translation_that_leaves_most_out_is_reported(tiny, where):
    long = "先问参保地经办机构能不能补备案，再把票据、清单、诊断证明和病历交过去。"
    short = both(long, "Ask the agency first.")
    tiny.put(CLAIM, ["answers", 0, where], short if where == "say" else [short])

    (problem,) = tiny.problems()

    assert problem.path.startswith(f"answers[0].{where}")
    assert problem.path.endswith(".en")
    assert problem.what == "says much less than the other language."
    assert problem.mend == "Translate all of it, or cut the other."


def test_a_chinese_text_that_leaves_most_out_is_reported(tiny):
    long = "Ask the agency of the insured place whether filing afterwards is possible, "
    long += "then hand in the receipts, the lists and the certificate of the hospital."
    tiny.put(CLAIM, ["answers", 0, "say"], both("先问参保地。", long))

    assert found(tiny) == [
        ("answers[0].say.zh", "says much less than the other language.")
    ]


@pytest.mark.parametrize("english", ["…", "-", "直接问"])
def test_a_step_in_one_language_only_is_reported(tiny, english):
    tiny.put(CLAIM, ["answers", 0, "steps", 0, "en"], english)

    assert found(tiny) == [("answers[0].steps[0].en", "is not English.")]


@pytest.mark.parametrize(
    ("zh", "en", "left"),
    [
        ("到人社窗口办。", "Go to the 人社 counter.", "人社"),
        ("到人社窗口办。", "Go to the counter (人社) for 备案.", "备案"),
        ("打开“备案查询”看。", "Look under 备案查询 in the app.", None),
        ("用国家平台App办。", "Use the app 国家平台 for it.", None),
        ("到人社窗口办。", "Go to the social security (人社) counter.", None),
    ],
)
def test_chinese_stays_in_english_only_as_a_term_or_a_name(tiny, zh, en, left):
    tiny.put(CLAIM, ["answers", 0, "say"], both(zh, en))

    what = f"leaves {left!r} in Chinese."
    assert found(tiny) == ([("answers[0].say.en", what)] if left else [])
