"""Millions of models in one file of columns: each found as it was, and none believed that isn't as it was written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llmsurvey.errors import RegistryError
from llmsurvey.importers.graphs import Draft, DraftSize, Named, draft_columns
from llmsurvey.importers.graphs.draft_columns import DraftColumns, columns_of
from llmsurvey.importers.graphs.draft_layer import make_layer
from llmsurvey.importers.graphs.reach_models import registry_with
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.registry.registry import Registry


def draft(name: str, *bases: Named, **facts: Any) -> Draft:
    return Draft("model", name, "dump.parquet", 7, dates_release=False, bases=bases, **facts)


def keep(drafts: list[Draft], folder: Path) -> Path:
    path = folder / "dump.columns"
    path.write_bytes(columns_of(drafts, "dump.parquet")[0])
    return path


NAMES = st.text("aAbB-_.9가", min_size=1, max_size=6).map(lambda text: f"org/{text}")


@settings(max_examples=60, deadline=None)
@given(st.lists(NAMES, unique_by=str.casefold, max_size=40), st.integers(1, 5))
def test_every_model_is_found_as_it_was_in_whatever_case(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], block: int
) -> None:
    drafts = [
        draft(name, Named("org/base", "adapter"), licence="mit", developers=("org",), sizes=(DraftSize("7B", 7, name),))
        for name in names
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(draft_columns, "_BLOCK", block)
        patch.setattr(draft_columns, "_AT_ONCE", 3)
        columns = DraftColumns(keep(drafts, tmp_path_factory.mktemp("columns")))
    assert columns.models == len(names)
    for each in drafts:
        assert columns.find(each.name) == each
        assert columns.find(each.name.upper()) == each
    assert columns.find("org/none") is None
    assert columns.find("") is None


def test_a_chain_has_all_ancestors_once_and_no_circle_hangs(tmp_path: Path) -> None:
    drafts = [
        draft("o/a", Named("o/b", "finetuned"), Named("o/data", "data")),
        draft("o/b", Named("O/C", "merge"), Named("o/a", "merge"), Named("o/away", "merge")),
        draft("o/c"),
        draft("o/data"),
    ]
    assert [each.name for each in DraftColumns(keep(drafts, tmp_path)).chain(["O/A"])] == ["o/a", "o/b", "o/c"]


def cut(content: bytes) -> bytes:
    return content[:-1]


def cut_in_half(content: bytes) -> bytes:
    return content[: len(content) // 2]


def of_another_version(content: bytes) -> bytes:
    return content.replace(b"columns 2\n", b"columns 0\n", 1)


def changed_name(content: bytes) -> bytes:
    return content.replace(b"o/mine", b"o/mind")


def changed_index(content: bytes) -> bytes:
    return content.replace(b'"models": 1', b'"models": 2')


def longer(content: bytes) -> bytes:
    return content + b"0"


def empty(content: bytes) -> bytes:
    return content[:0]


@pytest.mark.parametrize("harm", [cut, cut_in_half, of_another_version, changed_name, changed_index, longer, empty])
def test_a_file_that_is_not_as_it_was_written_is_refused(tmp_path: Path, harm: Any) -> None:
    path = keep([draft("o/mine", licence="mit")], tmp_path)
    path.write_bytes(harm(path.read_bytes()))
    with pytest.raises(RegistryError) as error:
        DraftColumns(path).find("o/mine")
    assert "\n" not in str(error.value)
    assert "dump.columns" in str(error.value)


def test_models_over_the_registry_have_its_verdicts(registry: Registry) -> None:
    drafts = [
        draft("me/tuned", Named("meta-llama/Llama-2-7b-hf", "finetuned"), licence="mit"),
        draft("me/lost", Named("you/nowhere", "finetuned"), licence="mit"),
        draft("me/free", licence="apache-2.0"),
        draft("me/near", Named("meta-llama/Llama-2-7b-hff", "finetuned"), licence="mit"),
    ]
    reached = registry_with(registry, drafts, "imports/dump.columns")
    licensing = Licensing(reached)
    verdicts = {}
    for each in drafts:
        model, size = reached.resolve_model(each.name)
        verdicts[each.name] = licensing.assess(model, size or next(model.each_size())).verdict
    assert verdicts == {"me/tuned": "conditional", "me/lost": "unknown", "me/free": "yes", "me/near": "unknown"}
    model, size = reached.resolve_model("me/tuned")
    assert "imports/dump.columns" in str(licensing.assess(model, next(model.each_size())).rests_on)


def test_columns_and_a_layer_make_the_same_models(registry: Registry, tmp_path: Path) -> None:
    drafts = [draft("me/a", Named("me/b", "merge"), licence="mit"), draft("me/b", licence="cc-by-nc-4.0")]
    kept = DraftColumns(keep(drafts, tmp_path)).chain(["me/a"])
    assert make_layer(kept, registry, []).lists == make_layer(drafts, registry, []).lists


def test_what_the_registry_has_stays_as_it_is(registry: Registry) -> None:
    reached = registry_with(registry, [draft("meta-llama/Llama-2-7b-hf", licence="mit")], "imports/dump.columns")
    assert reached.models == registry.models
