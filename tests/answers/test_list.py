"""The models as rows."""

from __future__ import annotations

import re
from typing import Any

import pytest

from llmsurvey.answers.list import ListQuestion, list_models
from llmsurvey.answers.model_filter import ModelFilter
from llmsurvey.errors import UnknownNameError
from llmsurvey.formats.terminal import Terminal, render
from llmsurvey.library import Library
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Table


def listed(registry: Registry, **wanted: Any) -> Table:
    return list_models(Library(registry=registry), ListQuestion(models=ModelFilter(**wanted))).table()


def records(table: Table) -> list[dict[str, Any]]:
    return [dict(zip(table.names(), row, strict=True)) for row in table.rows]


def of(table: Table, name: str) -> list[dict[str, Any]]:
    return [row for row in records(table) if row["id"] == name]


def count(pattern: str, table: Table) -> int:
    """The number in a note, 0 where the note isn't there."""
    match = re.search(pattern, table.notes[0])
    return int(match[1]) if match else 0


def test_every_size_of_every_model_is_in_exactly_one_row(registry: Registry) -> None:
    rows = records(listed(registry))
    expected = sorted((model.id, size.name) for model in registry.models for size in model.sizes)
    assert sorted((row["id"], name) for row in rows for name in row["sizes"] if name) == expected
    assert {row["id"] for row in rows} == {model.id for model in registry.models}


def test_a_model_whose_sizes_differ_in_verdict_has_a_row_for_each(registry: Registry) -> None:
    rows = of(listed(registry), "mpt")
    assert [row["verdict"] for row in rows] == ["yes", "no"]
    assert set(rows[-1]["sizes"]) == {"7B-Chat", "30B-Chat", "7B-8k-Chat"}


def test_sizes_with_caveats_have_a_row_of_their_own(registry: Registry) -> None:
    free, bound = of(listed(registry), "falcon")
    assert not free["caveats"]
    assert set(bound["sizes"]) == {"7B-Instruct", "40B-Instruct"}
    assert bound["caveats"]


def test_a_row_holds_only_what_its_own_sizes_have(registry: Registry) -> None:
    better, worse = of(listed(registry), "vicuna")
    assert (better["verdict"], better["licence"]) == ("conditional", ("llama-2-community",))
    assert (worse["verdict"], worse["licence"]) == ("no", ("llama-licence",))
    assert all(base.startswith("llama-2@") for base in better["foundations"])
    assert not any(base.startswith("llama-2") for base in worse["foundations"])


def test_no_row_promises_more_than_any_of_its_sizes_allows(registry: Registry) -> None:
    licensing = Licensing(registry)
    verdicts = {
        (model.id, size.name): licensing.assess(model, size).verdict
        for model in registry.models
        for size in model.sizes
    }
    wrong = [
        (row["id"], name)
        for row in records(listed(registry))
        for name in row["sizes"]
        if name and verdicts[row["id"], name] != row["verdict"]
    ]
    assert wrong == []


def test_models_stand_in_the_order_of_the_registry(registry: Registry) -> None:
    found = list(dict.fromkeys(row["id"] for row in records(listed(registry))))
    assert found == [model.id for model in registry.models]


def test_what_is_shown_and_left_out_adds_up(registry: Registry) -> None:
    licensing = Licensing(registry)
    verdicts = {m.id: {licensing.assess(m, size).verdict for size in m.each_size()} for m in registry.models}
    table = listed(registry, commercial=True)
    shown = {row["id"] for row in records(table)}
    left = {name: found for name, found in verdicts.items() if name not in shown}
    unknown = sum("unknown" in found or found == {"no weights"} for found in left.values())
    assert count(r"(\d+) of \d+ models", table) == len(shown)
    assert count(r"\d+ of (\d+) models", table) == len(verdicts)
    assert (
        count(r"(\d+) left out because (?:its|their) licence", table)
        + count(r"(\d+) left out because (?:its|their) weights", table)
        == unknown
    )
    assert unknown > 0


def test_closed_models_are_counted_apart(registry: Registry) -> None:
    table = listed(registry, commercial=True, developer=("OpenAI",))
    assert {row["id"] for row in records(table)} == {"gpt", "gpt-2", "gpt-oss", "gpt-oss-safeguard"}
    assert count(r"(\d+) left out because their weights are not released", table) == 5


def test_conditional_models_are_counted(registry: Registry) -> None:
    table = listed(registry, commercial=True)
    found = {row["id"] for row in records(table) if row["verdict"] == "conditional"}
    assert count(r"(\d+) conditional", table) == len(found) > 0


def test_nothing_is_said_of_what_was_not_asked(registry: Registry) -> None:
    assert listed(registry).notes[0] == f"{len(registry.models)} of {len(registry.models)} models."


def test_a_caveat_is_marked_and_the_mark_explained(registry: Registry) -> None:
    table = listed(registry, commercial=True)
    places = [place for place, row in enumerate(records(table)) if row["caveats"]]
    assert {place for place, name in table.texts if name == "verdict"} == set(places)
    assert {table.texts[place, "verdict"] for place in places} <= {"yes *", "conditional *"}
    assert table.legend.startswith("* trained on data without a licence")


def test_the_mark_is_explained_only_where_it_is_seen(registry: Registry) -> None:
    assert "* trained" in render(listed(registry, family=("KULLM",)), Terminal())
    assert "* trained" not in render(listed(registry, family=("word2vec",)), Terminal())


def test_own_licence_only_believes_the_card(registry: Registry) -> None:
    table = listed(registry, own_licence=True, family=("KoAlpaca",))
    assert {row["verdict"] for row in of(table, "koalpaca")} == {"yes"}


def test_the_earliest_date_of_the_sizes_is_shown(registry: Registry) -> None:
    (row,) = of(listed(registry, since="2023-06"), "kullm")
    assert (row["released"], row["sizes"]) == ("2023-06-08", ("5.8B-v2",))


def test_a_filter_that_no_record_fits_is_an_empty_table(registry: Registry) -> None:
    table = listed(registry, since="2999")
    assert table.rows == ()
    dateless = sum(all(size.released is None for size in model.each_size()) for model in registry.models)
    assert count(r"0 of \d+ models[.] (\d+) left out because their dates of release are unknown", table) >= dateless > 0
    assert table.notes[1] == f"Without since there would be {len(registry.models)}."


def test_an_unknown_developer_is_an_error(registry: Registry) -> None:
    with pytest.raises(UnknownNameError):
        listed(registry, developer=("Nobody Anywhere",))


def test_a_licence_named_without_its_version_is_all_of_its_versions(registry: Registry) -> None:
    def under(*names: str) -> set[str]:
        return {row["id"] for row in records(listed(registry, licence=names))}

    assert under("GPL") == under("gpl-3.0", "gpl-unversioned") > under("gpl-unversioned") > set()
    assert under("CC BY-NC") >= under("cc-by-nc-4.0") > set()
