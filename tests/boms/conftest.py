"""Lineages to make bills of, and the standards' own schemas to hold them against."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
from hypothesis import strategies as st

from llmsurvey.answers.bom import BomAnswer, BomQuestion, compose_bom
from llmsurvey.answers.bom_entries import BomEntry
from llmsurvey.answers.bom_file import BomFile, read_bom
from llmsurvey.library import Library
from llmsurvey.records.parse import parse_record
from llmsurvey.registry.registry import Registry

LICENCES: list[dict[str, Any]] = [
    {"id": "mit", "name": "MIT", "spdx": "MIT", "kind": "software", "commercial": "yes"},
    {"id": "own", "name": "Own Terms", "kind": "model", "commercial": "no", "url": "https://example.org/own"},
    {"id": "odd_one", "name": "Odd", "kind": "model", "spdx": "no spdx id", "commercial": "conditional"},
    {"id": "unlisted", "name": "Unlisted", "kind": "software", "spdx": "Foo-1.0", "commercial": "unknown"},
    {"id": "none-stated", "name": "None stated", "kind": "model", "commercial": "unknown"},
]
DATA: list[dict[str, Any]] = [
    {"id": "talk", "name": "Talk", "licence": "mit", "derived_from": [{"dataset": "raw", "relation": "translated"}]},
    {"id": "raw", "name": "Raw", "licence": "own", "creators": ["Zoe", "Ada"]},
    {"id": "free-for-all", "name": "Free", "rights": "unlicensed"},
    {"id": "gone", "name": "Gone", "licence": "mit", "rights": "withdrawn"},
    {"id": "spoken", "name": "Spoken", "generated_by": [{"model": "teacher"}]},
]
TEACHER = {"id": "teacher", "name": "Teacher", "kind": "service", "licence": "own"}

RELATIONS = ("finetuned", "adapter", "delta", "merge", "distilled", "quantised", "continued-pretraining")
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).filter(
    lambda text: bool(text.strip())
)


def registry_of(*models: dict[str, Any]) -> Registry:
    return parse_record(Registry, {"models": [TEACHER, *models], "licences": LICENCES, "datasets": DATA})


def bill_of(registry: Registry, *names: str) -> BomAnswer:
    return compose_bom(Library(registry=registry), BomQuestion(names=names))


def bill_of_all(registry: Registry) -> BomAnswer:
    """Return the bill of the models that `lineages` makes, but those that have no weights to speak of."""
    return bill_of(registry, "m0", *(model.id for model in registry.models[2:] if model.access != "closed"))


def by_component(answer: BomAnswer | BomFile) -> dict[str, BomEntry]:
    return {entry.component: entry for entry in answer.entries}


def read_back(content: bytes, folder: Path) -> BomFile:
    path = folder / "bill.json"
    path.write_bytes(content)
    return read_bom(path)


def merge_of_depth(depth: int) -> Registry:
    """A lineage in which every model is merged from the two before it, on a base under terms of its own."""
    models: list[dict[str, Any]] = [
        {"id": "m0", "name": "M0", "licence": "own", "kind": "pretrained", "datasets": ["talk", "spoken"]},
        {"id": "m1", "name": "M1", "licence": "mit", "foundations": [{"model": "m0", "relation": "finetuned"}]},
    ]
    for number in range(2, depth + 1):
        bases = [{"model": f"m{number - back}", "relation": "merge"} for back in (1, 2)]
        models.append({"id": f"m{number}", "name": f"M{number}", "licence": "mit", "foundations": bases})
    return registry_of(*models)


@st.composite
def lineages(draw: st.DrawFn) -> Registry:
    """Models each of which was made from some before it, so that there is no circle."""
    models: list[dict[str, Any]] = []
    for number in range(draw(st.integers(1, 8))):
        bases = draw(st.lists(st.integers(0, number - 1), max_size=4, unique=True)) if number else []
        sizes = draw(st.lists(st.sampled_from(["7B", "13B", "큰 것"]), max_size=3, unique=True))
        models.append(
            {
                "id": f"m{number}",
                "name": draw(NAMES),
                "licence": draw(st.sampled_from([None, *(licence["id"] for licence in LICENCES)])),
                "kind": draw(st.sampled_from([None, "pretrained", "finetuned"])),
                "access": draw(st.sampled_from([None, "open", "closed"])) if number else "open",
                "released": draw(st.sampled_from([None, "2023", "2023-07", "2023-07-18"])),
                "developers": draw(st.lists(NAMES, max_size=3, unique=True)),
                "datasets": draw(st.lists(st.sampled_from([each["id"] for each in DATA]), max_size=3, unique=True)),
                "foundations": [{"model": f"m{base}", "relation": draw(st.sampled_from(RELATIONS))} for base in bases],
                "sizes": [{"name": name, "hub": f"lab/{number}-{index}"} for index, name in enumerate(sizes)],
            }
        )
    return registry_of(*models)


@lru_cache
def spdx_schema() -> Any:
    """The JSON Schema of SPDX 3.0.1 (https://spdx.org/schema/3.0.1/spdx-json-schema.json), as lib4sbom carries it."""
    schema = json.loads((files("lib4sbom") / "schemas" / "spdx" / "3.0-schema.json").read_text(encoding="utf-8"))
    return jsonschema.validators.validator_for(schema)(schema)
