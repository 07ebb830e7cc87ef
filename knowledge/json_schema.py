"""JSON Schema of the YAML files, for editors; kept in ``knowledge/schema``.

Made from the types in ``model``, with the short forms that their validators accept.
"""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from knowledge.citable import Citable
from knowledge.examples import Example
from knowledge.glossary import Entry
from knowledge.load import FOLDER
from knowledge.model import (
    Document,
    Fact,
    Figure,
    Frozen,
    Material,
    Topic,
)
from knowledge.model_coverage import CoverageItem
from knowledge.model_places import Province
from knowledge.procedure import Procedure

SCHEMAS = FOLDER / "schema"

#: What a file holds: one entry, or entries by id under a key.
_WHOLE: dict[str, type[Frozen]] = {
    "topic": Topic,
    "procedure": Procedure,
    "law": Document,
    "region": Province,
}
_MAPPED: dict[str, type[Frozen]] = {
    "documents": Document,
    "figures": Figure,
    "materials": Material,
    "facts": Fact,
    "citations": Citable,
    "examples": Example,
    "glossary": Entry,
}
#: Schema -> the files it is for.
FILES = {
    "topic": "topics/*.yml",
    "procedure": "procedures/*.yml",
    "law": "law/*.yml",
    "region": "regions/*.yml",
    "figures": "figures/*.yml",
    "coverage": "coverage/*.yml",
    **{f"{name}": f"{name}.yml" for name in _MAPPED if name != "figures"},
}
_DRAFT = "http://json-schema.org/draft-07/schema#"
_REF = {"type": "string", "pattern": "^[a-z0-9-]+(#[0-9]+)?$"}
_YES_NO = {"anyOf": [{"type": "string"}, {"type": "boolean"}]}


def schemas() -> dict[str, dict[str, Any]]:
    """Return every schema by name (``topic``, ``figures``, …)."""
    whole = {name: _whole(name, model) for name, model in _WHOLE.items()}
    mapped = {name: _mapped(name, model) for name, model in _MAPPED.items()}
    return whole | mapped | {"coverage": _coverage()}


def written(schema: dict[str, Any]) -> str:
    """Return ``schema`` as it stands in its file."""
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write(folder: Path = SCHEMAS) -> list[Path]:
    """Write every schema into ``folder``; return the files."""
    folder.mkdir(exist_ok=True)
    paths = []
    for name, schema in schemas().items():
        path = folder / f"{name}.json"
        path.write_text(written(schema), encoding="utf-8")
        paths.append(path)
    return paths


def _whole(name: str, model: type[Frozen]) -> dict[str, Any]:
    # a copy: pydantic keeps the one it made
    schema = copy.deepcopy(model.schema(ref_template="#/definitions/{model}"))
    definitions = schema.pop("definitions", {})
    _short_forms({**definitions, model.__name__: schema})
    return {"$schema": _DRAFT, **schema, "title": name, "definitions": definitions}


def _mapped(name: str, model: type[Frozen]) -> dict[str, Any]:
    entry = _whole(name, model)
    definitions = {**entry.pop("definitions"), model.__name__: entry}
    del entry["$schema"], entry["title"]
    if model is Document:  # its id is the key
        entry["required"].remove("id")
    return {
        "$schema": _DRAFT,
        "title": name,
        "type": "object",
        "required": [name],
        "additionalProperties": False,
        "properties": {
            name: {
                "type": "object",
                "additionalProperties": {"$ref": f"#/definitions/{model.__name__}"},
            }
        },
        "definitions": definitions,
    }


def _coverage() -> dict[str, Any]:
    schema = _mapped("items", CoverageItem)
    item = schema["definitions"]["CoverageItem"]
    del item["required"]  # what an item leaves out its file's defaults may give
    fund = item["properties"]["fund"]  # null takes back what the defaults say
    item["properties"]["fund"] = {"anyOf": [fund, {"type": "null"}]}
    entry = {"$ref": "#/definitions/CoverageItem"}
    named = {"allOf": [entry, {"required": ["name"]}]}
    schema["properties"]["items"]["additionalProperties"] = named
    schema["properties"]["defaults"] = entry
    return {**schema, "title": "coverage"}


def _short_forms(definitions: dict[str, Any]) -> None:
    """Admit what the validators of ``model`` turn into the full form."""
    for name in definitions.keys() & {"Answer", "Variant", "Need", "CoverageItem"}:
        properties = definitions[name]["properties"]
        if "legal_basis" in properties:
            basis = {"anyOf": [_REF, {"$ref": "#/definitions/Basis"}]}
            properties["legal_basis"]["items"] = basis
        if "when" in properties:
            properties["when"]["additionalProperties"] = {
                "anyOf": [*_YES_NO["anyOf"], {"type": "array", "items": _YES_NO}]
            }
    value = definitions.get("FigureValue")
    if value:  # a number may be quoted to keep its zeros
        for name in ("value", "to"):
            value["properties"][name] |= {"type": ["number", "string"]}
