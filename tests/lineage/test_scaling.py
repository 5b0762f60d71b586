"""What grows with a lineage, grows in proportion: verdicts, reasons, lists and warnings."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

import pytest
from tests.lineage.large import LARGE, chain, steps_of

from llmsurvey.answers.compare_facts import compare_facts
from llmsurvey.answers.conditions import list_conditions
from llmsurvey.answers.licence import explain_chain
from llmsurvey.answers.list import ListQuestion, list_models
from llmsurvey.answers.model_filter import ModelFilter
from llmsurvey.answers.show import list_facts
from llmsurvey.answers.stats import count_fields, count_models
from llmsurvey.library import Library
from llmsurvey.lineage.reasons import reasons_for
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.registry.registry import Registry

SIZE = 50


def assess_all(registry: Registry) -> None:
    licensing = Licensing(registry, data="strict")
    for model in registry.models:
        for size in model.each_size():
            licensing.assess(model, size)


def explain_last(registry: Registry) -> None:
    explain_chain(Licensing(registry), registry.models[-1])


def give_reasons(registry: Registry) -> None:
    model = registry.models[-1]
    reasons_for(Licensing(registry), model, next(model.each_size()))


def list_brief(registry: Registry) -> None:
    list_models(Library(registry=registry), ListQuestion(models=ModelFilter(commercial=True)))


def list_filtered(registry: Registry) -> None:
    data = tuple(each.id for each in registry.datasets[:1])
    wanted = ModelFilter(family=("m0",), foundation=("m0",), dataset=data, condition=("patent",))
    list_models(Library(registry=registry), ListQuestion(models=wanted))


def list_fitting(registry: Registry) -> None:
    list_models(Library(registry=registry), ListQuestion(models=ModelFilter(fits="24GB")))


def count_all(registry: Registry) -> None:
    count_models(Licensing(registry))
    count_fields(registry)


def show_last(registry: Registry) -> None:
    list_facts(Licensing(registry), registry.models[-1])


def compare_last(registry: Registry) -> None:
    compare_facts(Licensing(registry), [(registry.models[-1], None), (registry.models[0], None)])


def list_last_conditions(registry: Registry) -> None:
    list_conditions(Licensing(registry), registry.models[-1])


ANSWERS = [
    show_last,
    compare_last,
    list_last_conditions,
    assess_all,
    explain_last,
    give_reasons,
    list_brief,
    list_filtered,
    list_fitting,
    count_all,
]


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda each: each.__name__)
@pytest.mark.parametrize("large", LARGE, ids=lambda each: each.__name__)
def test_four_times_the_lineage_takes_four_times_the_steps(
    large: Callable[[int], Registry], answer: Callable[[Registry], None]
) -> None:
    small, four_times = large(SIZE), large(4 * SIZE)
    answer(large(4))  # what is only done once
    assert steps_of(lambda: answer(four_times)) < 5.5 * steps_of(lambda: answer(small))


def memory_of(count: int) -> int:
    """The most bytes that are held while every model of a chain is assessed."""
    registry = chain(count)
    tracemalloc.start()
    try:
        assess_all(registry)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_chain_shares_what_its_models_have_in_common() -> None:
    assert memory_of(4 * SIZE) < 5.5 * memory_of(SIZE)


def test_a_chain_of_five_thousand_is_explained_whole() -> None:
    registry = chain(5000)
    table = explain_chain(Licensing(registry), registry.models[-1]).table()
    assert sum(row[table.names().index("commercial")] == "caveat" for row in table.rows) == 5000


def test_a_list_names_the_nearest_caveats_and_says_that_there_are_more() -> None:
    registry = chain(30)
    assessments = [Licensing(registry).assess(model, next(model.each_size())) for model in registry.models]
    assert [len(each.caveat_words) for each in assessments] == [*range(1, 21), *[21] * 10]
    assert assessments[-1].caveat_words[0] == "d29: published under Research"
    assert assessments[-1].caveat_words[-1] == "and more. `licence('m29')` names all."
    assert len(assessments[-1].caveats) == 30
