"""A dump of the hub's models as rows of text."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from llmsurvey.importers.graphs import Draft, Named
from llmsurvey.importers.graphs.hub_stats import read


def test_cells_of_other_tables_are_no_longer_for_it(tmp_path: Path) -> None:
    """The limit of the csv module is one for the whole process."""
    usual = csv.field_size_limit()
    path = tmp_path / "hub.csv"
    path.write_text(f"id,tags\na/b,{'x' * 200_000}\n")
    assert [draft.name for draft in read([path], [], lambda *_: None)]
    assert csv.field_size_limit() == usual


def _draft_of(tmp_path: Path, **row: object) -> Draft:
    path = tmp_path / "hub.jsonl"
    path.write_text(json.dumps({"id": "a/b", **row}) + "\n")
    (draft,) = read([path], [], lambda *_: None)
    return draft


def test_bases_that_were_renamed_since_the_card_was_written_are_the_same(tmp_path: Path) -> None:
    """The hub's tags have a repository's present name, the card that of its time."""
    tags = ["base_model:zai-org/glm-4-9b-chat", "base_model:finetune:zai-org/glm-4-9b-chat"]
    draft = _draft_of(tmp_path, tags=tags, cardData={"base_model": ["THUDM/glm-4-9b-chat"]})
    assert draft.bases == (Named("zai-org/glm-4-9b-chat", "finetuned"),)


def test_bases_of_a_card_that_the_hub_has_no_longer_are_kept(tmp_path: Path) -> None:
    tags = ["base_model:merge:x/y"]
    draft = _draft_of(tmp_path, tags=tags, cardData={"base_model": ["x/y", "x/gone"]})
    assert draft.bases == (Named("x/y", "merge"), Named("x/gone", "unstated"))
    assert _draft_of(tmp_path, cardData={"base_model": "x/y"}).bases == (Named("x/y", "unstated"),)


@pytest.mark.parametrize(
    ("by_type", "total", "parameters"),
    [
        ({"BF16": 7_000_000_000}, 7_000_000_000, 7_000_000_000),
        ({"BF16": 7_000_000_000, "I64": 64, "U8": 4096}, 7_000_004_160, 7_000_004_160),
        ({"BF16": 5, "F8_E4M3": 95}, 100, 100),
        ({"BF16": 1_928_721_920, "I32": 61_980_033_024, "F16": 7_393_050_624}, 1_928_721_920, None),
        ({"BF16": 2_216_376_832, "F8_E4M3": 685_342_720, "U8": 5_482_741_760}, 7_699_118_592, None),
        ({"F32": 125_198_592, "U8": 25_165_824}, 150_364_416, None),
        ({}, 7_000_000_000, 7_000_000_000),
    ],
    ids=["plain", "buffers", "fp8", "GPTQ", "NVFP4", "masks", "no types"],
)
def test_packed_weights_are_no_count_of_parameters(
    by_type: dict[str, int], total: int, parameters: int | None, tmp_path: Path
) -> None:
    draft = _draft_of(tmp_path, safetensors={"parameters": by_type, "total": total})
    assert [size.parameters for size in draft.sizes] == ([parameters] if parameters else [])
    assert bool(draft.says) == (parameters is None)
