"""The schemas for editors: up to date, and true of every file."""

from __future__ import annotations

import datetime as dt
import json

import jsonschema
import pytest
import yaml

from knowledge.json_schema import FILES, SCHEMAS, schemas, write, written
from knowledge.load import FOLDER


def plain(data):
    """Return YAML data as an editor sees it: dates and keys are text."""
    if isinstance(data, dict):
        return {str(key): plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [plain(item) for item in data]
    return data.isoformat() if isinstance(data, dt.date) else data


def read(path):
    return plain(yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader))


PATHS = [(name, path) for name, glob in FILES.items() for path in FOLDER.glob(glob)]


def test_the_schemas_in_git_are_up_to_date():
    stale = [
        name
        for name, schema in schemas().items()
        if (SCHEMAS / f"{name}.json").read_text("utf-8") != written(schema)
    ]
    assert stale == [], "run `baoxiao knowledge schema --write`"
    assert (
        {path.stem for path in SCHEMAS.glob("*.json")} == set(schemas()) == set(FILES)
    )


def test_every_file_of_the_base_has_a_schema():
    assert {path for _, path in PATHS} == set(FOLDER.rglob("*.yml"))


@pytest.mark.parametrize("name", FILES)
def test_every_file_validates(name):
    validator = jsonschema.Draft7Validator(schemas()[name])
    validator.check_schema(validator.schema)
    faults = [
        f"{path.name}: {fault.json_path}: {fault.message}"
        for found, path in PATHS
        if found == name
        for fault in validator.iter_errors(read(path))
    ]
    assert faults == []


TOPIC = {
    "id": "claim",
    "group": "rights",
    "title": {"zh": "报销", "en": "Claims"},
    "question": {"zh": "怎么报？", "en": "How?"},
    "reviewed": "2026-11-22",
    "answers": [
        {
            "when": {"filed": False, "care": ["inpatient", True]},
            "say": {"zh": "好。", "en": "Good."},
            "legal_basis": [
                "social-insurance-law#29",
                {"ref": "social-insurance-law#14", "by_analogy": True},
            ],
        }
    ],
}


def valid(data):
    return jsonschema.Draft7Validator(schemas()["topic"]).is_valid(data)


def test_short_forms_are_admitted():
    assert valid(TOPIC)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("legal_basis", ["Social Insurance Law 29"]),
        ("legal_basis", [{"reference": "social-insurance-law#14"}]),
        ("when", {"filed": 3}),
        ("say", {"zh": "好。"}),
        ("stpes", []),
        ("confidence", "sure"),
    ],
)
def test_what_the_types_refuse_is_refused(key, value):
    answer = {**TOPIC["answers"][0], key: value}

    assert not valid({**TOPIC, "answers": [answer]})


def test_writing_gives_the_files_that_git_holds(tmp_path):
    paths = write(tmp_path / "schema")

    for path in paths:
        assert json.loads(path.read_text("utf-8")) == schemas()[path.stem]
        assert path.read_bytes() == (SCHEMAS / path.name).read_bytes()
