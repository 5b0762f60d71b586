"""What a page is made of: its parts, and the facts from which it computes memory."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

import llmsurvey
from llmsurvey.answers.report import SECTIONS
from llmsurvey.answers.report_sizes import ReportSize
from llmsurvey.catalogue import Catalogue
from llmsurvey.errors import RequestError, UnknownNameError

pytestmark = pytest.mark.usefixtures("warm_cache")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return llmsurvey.open()


def cache_bytes(size: ReportSize, context: int) -> int:
    """Sixteen bits for each number that a layer keeps."""
    assert size.cache is not None
    tokens = {"full": context, "latent": context, "state": 1}
    kept = (
        layers * numbers * (tokens[kind] if window is None else min(context, window))
        for kind, layers, numbers, window in size.cache
    )
    return 2 * sum(kept)


def test_memory_follows_from_the_facts_of_a_size(catalogue: Catalogue) -> None:
    choices = catalogue.report(section="choose").choices
    assert choices is not None
    bits = {kind.name: Fraction(*kind.bits) for kind in choices.precisions}
    chosen = {entry.name: entry for entry in catalogue.choose(fits="96GB", context=4096).entries}
    sizes = [size for size in choices.sizes if size.name in chosen]
    assert [size.name for size in sizes] == list(chosen)
    for size in sizes:
        entry = chosen[size.name]
        assert size.parameters is not None
        weights = round(size.parameters * bits[entry.precision] / 8)
        assert weights + cache_bytes(size, 4096) == entry.total_bytes


def test_what_may_be_done_is_what_choose_lets_pass(catalogue: Catalogue) -> None:
    choices = catalogue.report(section="choose").choices
    assert choices is not None
    for use in choices.uses:
        passing = {entry.name for entry in catalogue.choose(fits="9TB", use=use).entries}
        everything = {entry.name for entry in catalogue.choose(fits="9TB").entries}
        assert {size.name for size in choices.sizes if use not in size.barred} & everything == passing
    commercial = {entry.name for entry in catalogue.choose(fits="9TB", commercial=True).entries}
    assert {size.name for size in choices.sizes if size.is_commercial} & everything == commercial


def test_parts_that_are_not_asked_for_are_empty(catalogue: Catalogue) -> None:
    answer = catalogue.report(section=["errata", "choose"])
    assert answer.sections == ("choose", "errata")
    assert answer.errata is not None
    assert (answer.models, answer.claims, answer.boards, answer.records) == (None, None, (), ())


def test_every_part_has_what_it_shows(catalogue: Catalogue) -> None:
    answer = catalogue.report()
    assert answer.sections == SECTIONS
    assert [board.address for board in answer.boards] == [
        entry.address for entry in reversed(catalogue.boards().entries)
    ]
    assert len({record.id for record in answer.records if record.kind == "model"}) == len(catalogue.registry.models)
    assert [pair.number for pair in answer.printed] == [1, 2, 3, 4]


def test_an_unknown_part_or_board_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownNameError, match="models"):
        catalogue.report(section="modells")
    with pytest.raises(UnknownNameError):
        catalogue.report(board="nowhere")


def test_a_board_whose_scores_cannot_be_compared_is_refused_by_name(catalogue: Catalogue, tmp_path: Path) -> None:
    path = tmp_path / "mixed.csv"
    path.write_text("model,benchmark,metric,shots,value\na,arc,acc,5,50\nb,arc,acc,25,60\n", encoding="utf-8")
    with pytest.raises(RequestError, match="arc"):
        catalogue.report(board=str(path), section="boards")
