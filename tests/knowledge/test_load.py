"""Reading the files: every fault is reported with file, path and mend, all at once."""

from __future__ import annotations

import pytest

from knowledge.errors import KnowledgeError, PolicyError
from knowledge.load import load, read

CLAIM = "topics/claim.yml"


def test_a_valid_folder_loads_and_is_read_once(tiny):
    base = tiny.load()

    assert set(base.topics) == {"claim", "share"}
    assert set(base.documents) == {
        "social-insurance-law",
        "coming-law",
        "notice",
        "old-notice",
    }
    assert base.topics["claim"].general.say.en == "Ask the insured place first."
    assert tiny.load() is base


def test_yes_and_no_without_quotes_mean_the_values_yes_and_no(tiny):
    tiny.put("facts.yml", ["facts", "filed", "values"], None)
    tiny.put(
        "facts.yml",
        ["facts", "filed", "values"],
        {value: {"label": {"zh": "值", "en": "value"}} for value in (True, False)},
    )
    tiny.add_answers({"id": "late", "when": {"filed": False}})
    tiny.add_answers({"id": "either", "when": {"filed": [True, False]}})

    base = tiny.load()

    assert set(base.facts["filed"].values) == {"yes", "no"}
    late, either = base.topics["claim"].answers[1:]
    assert late.when == {"filed": "no"}
    assert either.when == {"filed": ["yes", "no"]}


@pytest.mark.parametrize(
    ("text", "path", "what", "mend"),
    [
        pytest.param(
            "id: [claim\ntitle: x\n",
            "line 2, column 6",
            "did not find expected ',' or ']'.",
            "Mend the YAML there.",
            id="an open bracket",
        ),
        pytest.param(
            "id: claim\ngroup: rights\nid: claim\n",
            "line 3, column 1",
            "key 'id' is written twice.",
            "Mend the YAML there.",
            id="a key written twice",
        ),
        pytest.param(
            "id: claim\ntitle: {zh: 甲, en: a, zh: 乙}\n",
            "line 2, column 23",
            "key 'zh' is written twice.",
            "Mend the YAML there.",
            id="a nested key written twice",
        ),
        pytest.param(
            "id: claim\n? [a, b]\n: c\n",
            "line 2, column 3",
            "a key is no plain text.",
            "Mend the YAML there.",
            id="a list as a key",
        ),
        pytest.param(
            "id: claim\nreviewed: 2026-02-30\n",
            "",
            "holds an impossible value (day is out of range for month).",
            "Write a date as 2026-01-31.",
            id="a day that does not exist",
        ),
        pytest.param(
            "id: claim\x07\n",
            "",
            "holds a character YAML does not allow (#x0007).",
            "Remove it.",
            id="a control character",
        ),
        pytest.param(
            "# nothing yet\n",
            "",
            "is empty.",
            "Fill it, or delete the file.",
            id="an empty file",
        ),
        pytest.param(
            "怎么报销".encode("gb18030"),
            "",
            "cannot be read ('utf-8' codec can't decode byte 0xd4 in position 0: "
            "invalid continuation byte).",
            "Save it as UTF-8 text.",
            id="a file in another encoding",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_reported(tiny, text, path, what, mend):
    tiny.write(CLAIM, text)

    _, problems = read(tiny.folder)

    assert [(p.file, p.path, p.what, p.mend) for p in problems] == [
        ("knowledge/topics/claim.yml", path, what, mend)
    ]


@pytest.mark.parametrize(
    ("name", "keys", "value", "path", "what", "mend"),
    [
        pytest.param(
            CLAIM,
            ["answers", 0, "stpes"],
            [],
            "answers[0].stpes",
            "extra fields not permitted.",
            "Remove it, or correct its spelling.",
            id="an unknown key",
        ),
        pytest.param(
            CLAIM,
            ["answers", 0, "say", "en"],
            None,
            "answers[0].say.en",
            "field required.",
            "Add it.",
            id="a missing language",
        ),
        pytest.param(
            CLAIM,
            ["answers", 0, "say", "zh"],
            "  ",
            "answers[0].say.zh",
            "ensure this value has at least 1 characters.",
            "Write the text, or remove the key.",
            id="an empty text",
        ),
        pytest.param(
            CLAIM,
            ["reviewed"],
            "31.01.2026",
            "reviewed",
            "invalid date format.",
            "Write a date as 2026-01-31.",
            id="a date in another form",
        ),
        pytest.param(
            CLAIM,
            ["answers"],
            [],
            "answers",
            "ensure this value has at least 1 items.",
            "Correct it.",
            id="a topic without answers",
        ),
        pytest.param(
            "figures/tiny.yml",
            ["figures", "claim-days", "values", 0, "value"],
            "thirty",
            "figures.claim-days.values[0].value",
            "value is not a valid decimal.",
            "Correct it.",
            id="a figure in words",
        ),
        pytest.param(
            "documents.yml",
            ["documents", "notice", "confidence"],
            "sure",
            "documents.notice.confidence",
            "unexpected value; permitted: 'verified', 'quoted', 'recalled', 'example'.",
            "Correct it.",
            id="an unknown confidence",
        ),
        pytest.param(
            "regions/32-jiangsu.yml",
            ["cities", 1, "name"],
            None,
            "cities[1].name",
            "field required.",
            "Add it.",
            id="a city without a name",
        ),
        pytest.param(
            "materials.yml",
            ["papers"],
            {},
            "papers",
            "does not belong here.",
            "Move it under 'materials:'.",
            id="a second top-level key",
        ),
    ],
)
def test_an_entry_that_breaks_its_type_is_reported(
    tiny, name, keys, value, path, what, mend
):
    tiny.put(name, keys, value)

    _, problems = read(tiny.folder)

    assert [(p.file, p.path, p.what, p.mend) for p in problems] == [
        (f"knowledge/{name}", path, what, mend)
    ]


def test_a_missing_file_is_reported(tiny):
    (tiny.folder / "facts.yml").unlink()

    _, problems = read(tiny.folder)

    assert [problem.file for problem in problems] == ["knowledge/facts.yml"]
    assert problems[0].what.startswith("cannot be read (")


def test_a_file_without_its_mapping_is_reported(tiny):
    tiny.write("materials.yml", "- voucher\n")

    _, problems = read(tiny.folder)

    assert [str(problem) for problem in problems] == [
        "knowledge/materials.yml: has no mapping 'materials'. Start it with "
        "'materials:'."
    ]


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        pytest.param(CLAIM, "clam", id="topic"),
        pytest.param("law/social-insurance-law.yml", "insurance-law", id="law"),
    ],
)
def test_an_id_that_is_not_the_file_name_is_reported(tiny, name, wrong):
    tiny.put(name, ["id"], wrong)

    _, problems = read(tiny.folder)

    assert [(p.file, p.path, p.what) for p in problems] == [
        (f"knowledge/{name}", "id", f"{wrong!r} is not the file's name.")
    ]


def test_a_figure_in_two_files_is_reported(tiny):
    figures = tiny.data("figures/tiny.yml")["figures"]
    tiny.write("figures/two.yml", {"figures": {"claim-days": figures["claim-days"]}})

    _, problems = read(tiny.folder)

    assert [(p.file, p.path, p.what) for p in problems] == [
        ("knowledge/figures/two.yml", "figures.claim-days", "exists twice.")
    ]


def test_all_problems_are_reported_at_once_sorted_by_file(tiny):
    tiny.put("topics/share.yml", ["answers", 0, "say", "en"], None)
    tiny.put("topics/share.yml", ["reviewed"], "soon")
    tiny.put("materials.yml", ["materials", "id-voucher", "nmae"], "x")
    tiny.write("documents.yml", "documents: [")

    with pytest.raises(KnowledgeError) as caught:
        tiny.load()

    assert [(p.file, p.path) for p in caught.value.problems] == [
        ("knowledge/documents.yml", "line 2, column 1"),
        ("knowledge/materials.yml", "materials.id-voucher.nmae"),
        ("knowledge/topics/share.yml", "answers[0].say.en"),
        ("knowledge/topics/share.yml", "reviewed"),
    ]
    lines = str(caught.value).splitlines()
    assert lines[0] == "4 problems in the knowledge base:"
    assert lines[1:] == [f"  {problem}" for problem in caught.value.problems]


def test_load_reports_what_the_check_finds_too(tiny):
    tiny.put(CLAIM, ["related"], ["nowhere"])

    with pytest.raises(PolicyError) as caught:
        load(tiny.folder)

    assert str(caught.value).splitlines() == [
        "1 problem in the knowledge base:",
        "  knowledge/topics/claim.yml: related[0]: unknown id 'nowhere'. Define it in "
        "topics/.",
    ]
    assert isinstance(caught.value, ValueError)
