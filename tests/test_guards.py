"""Mistakes that an audit once found in the built-in data, each looked for in all of it, and how much is known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from llmsurvey.boards.board import Board
from llmsurvey.boards.deltas import bare_deltas
from llmsurvey.boards.folders import built_in_folder
from llmsurvey.boards.identify import identify_entries, states_base
from llmsurvey.boards.store import BoardStore
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.records import Model, Size
from llmsurvey.registry.names import strict_form
from llmsurvey.registry.registry import Registry

SHIPPED = BoardStore((built_in_folder(),))


def every_size(registry: Registry) -> Iterator[tuple[Model, Size]]:
    return ((model, size) for model in registry.models for size in model.each_size())


# Rows that are no models


@pytest.mark.parametrize("address", SHIPPED.addresses())
def test_a_row_that_is_no_model_is_never_taken_for_one_with_other_rows(address: str, registry: Registry) -> None:
    """A delta that was measured alone is the size that it was published as, if any, and of that no row is a model's."""
    board = SHIPPED.load(address)
    identities, alone = identify_entries(board, registry), set(bare_deltas(board, registry))
    mixed = [
        (board.fact("hub")[row] or board.facts["name"][row], f"{identity.model.id}@{identity.size.name}")
        for row in alone
        if (identity := identities[row]) and identity.size
        if strict_form(identity.size.hub or "") != strict_form(str(board.fact("hub")[row] or board.facts["name"][row]))
    ]
    assert mixed == []


# Data without a licence


def origins_of(registry: Registry, names: tuple[str, ...]) -> set[str]:
    """Data, and all that it was made of."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        if (name := waiting.pop()) not in found:
            found.add(name)
            waiting += [link.dataset for link in registry.dataset_by_id[name].derived_from]
    return found


def test_data_without_a_licence_or_withdrawn_are_a_caveat_of_whatever_is_trained_on_them(registry: Registry) -> None:
    licensing = Licensing(registry)
    marked = {data.id for data in registry.datasets if data.rights}
    silent = [
        (f"{model.id}@{size.name}", name)
        for model, size in every_size(registry)
        for name in sorted(origins_of(registry, size.datasets or ()) & marked)
        if name not in {caveat.dataset.id for caveat in licensing.assess(model, size).caveats if caveat.dataset}
    ]
    assert marked >= {"books3", "bookcorpus"}
    assert silent == []


def test_data_under_terms_that_restrict_are_a_caveat(registry: Registry) -> None:
    licensing = Licensing(registry)
    restricting = {licence.id for licence in registry.licences if licence.commercial == "no"}
    data = [each for each in registry.datasets if each.licence in restricting or each.rights]
    assert [each.id for each in data if not licensing.restricts(each)] == []


# One licence tag, one licence

TAG = re.compile(
    r'(?:[Ll]icen[cs]e tag|[Tt]ag(?:ged)?)(?: is| of)? "?'
    r"(apache-2\.0|mit|other|llama2|llama3(?:\.\d)?|cc-[a-z0-9.-]*\d|gpl(?:-3\.0)?|agpl-3\.0|openrail\+\+|openrail|gemma|"
    r"creativeml-openrail-m|bigscience-[a-z0-9.-]*[a-z0-9]|bigcode-openrail-m|bsd-3-clause|afl-3\.0)(?![a-z0-9-])"
)
LICENCES_OF_TAGS = {
    "other": "other-unnamed",
    "llama2": "llama-2-community",
    "llama3": "llama-3-community",
    "llama3.1": "llama-3.1-community",
    "llama3.2": "llama-3.2-community",
    "gemma": "gemma-terms",
    "gpl": "gpl-unversioned",
    "openrail": "openrail-unnamed",
    "openrail++": "creativeml-openrail-pp-m",
    "bigcode-openrail-m": "bigcode-openrail-m-1",
    "bigscience-bloom-rail-1.0": "bigscience-rail-1.0",
}
"""The licence of a card that tells its tag and nothing else; other tags are the ids of their licences."""

TEXT_OVER_TAG = {
    "aya-23": "c4ai-cc-by-nc",
    "aya-expanse": "c4ai-cc-by-nc",
    "chronos-v2": "llama-2-community",
    "command-a": "c4ai-cc-by-nc",
    "dromedary-65b-lora": "llama-licence",
    "internlm": "internlm-weights-2023",
    "koala": "llama-licence",
    "laguna": "openmdw-1.1",
    "lfm-2.5": "lfm-1.0",
    "llama-2-70b-guanaco-qlora": "llama-2-community",
    "mythomix-l2-13b": "llama-2-community",
    "openthaigpt-0.1.0-beta": "llama-licence",
    "qcammel-13": "llama-2-community",
    "qcammel-70": "llama-2-community",
    "qwen-2.5-coder": "qwen-research-2024",
    "tiny-aya": "c4ai-cc-by-nc",
    "zaraxls-l2-7b": "other-unnamed",
}
"""Models of which a source names another licence than the tag does, and says so."""


def test_one_licence_tag_is_one_licence_unless_the_card_s_text_names_another(registry: Registry) -> None:
    read, others = 0, {}
    for model, size in every_size(registry):
        for source in model.sources_for("licence", size):
            tags = set(TAG.findall(source.says or ""))
            if len(tags) == 1:
                read += 1
                tag = tags.pop()
                if size.licence != LICENCES_OF_TAGS.get(tag, tag):
                    others[model.id] = size.licence
    assert read >= 390
    assert others == TEXT_OVER_TAG


# How much of the boards is known

FIRST, ALL = 100, None


@pytest.mark.parametrize(
    ("address", "first", "least_known", "least_with_base"),
    [
        ("open-llm-leaderboard@2023-07-28", FIRST, 0.99, 0.95),
        ("open-llm-leaderboard@2023-07-28", ALL, 0.932, 0.853),
        ("open-llm-leaderboard@2023-09-15", FIRST, 0.93, 0.77),
        ("open-llm-leaderboard@2023-09-15", ALL, 0.821, 0.695),
    ],
)
def test_entries_of_the_boards_are_known_and_their_base_is_stated(
    address: str,
    first: int | None,
    least_known: float,
    least_with_base: float,
    registry: Registry,
    record_property: Callable[[str, object], None],
) -> None:
    board = SHIPPED.load(address)
    found = identify_entries(board, registry)
    identities = [found[row] for row in best_rows(board)[:first]]
    known = sum(identity is not None for identity in identities) / len(identities)
    with_base = sum(identity is not None and states_base(identity) for identity in identities) / len(identities)
    which = f"the first {first}" if first else f"all {len(identities)}"
    record_property("coverage", f"{address}, {which}: {known:.1%} known, {with_base:.1%} with a base that is stated")
    assert (known >= least_known, with_base >= least_with_base) == (True, True)


def best_rows(board: Board) -> list[int]:
    """The rows from the best average, those without one last."""
    average = next(column for column, measure in enumerate(board.measures) if measure.benchmark == "average")
    return [int(row) for row in np.argsort(-np.nan_to_num(board.values[:, average]), kind="stable")]
