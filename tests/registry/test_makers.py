"""Which organisations go by the name of a developer or creator."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.records import Organisation
from llmsurvey.registry.registry import Registry

NAMES = st.lists(st.sampled_from(["A", "B", "AI"]), min_size=1, max_size=3).map(" ".join)


@given(st.lists(st.tuples(NAMES, st.lists(NAMES, max_size=2)), max_size=6), NAMES)
def test_makers_are_all_that_go_by_a_name(called: list[tuple[str, list[str]]], name: str) -> None:
    makers = tuple(
        Organisation(id=str(number), name=own, aliases=tuple(aliases)) for number, (own, aliases) in enumerate(called)
    )
    assert Registry(organisations=makers).makers_called(name) == tuple(maker for maker in makers if maker.goes_by(name))


def test_the_catalogue_knows_the_makers_of_its_models(registry: Registry) -> None:
    names = {name for model in registry.models for name in model.developers}
    for name in names:
        assert registry.makers_called(name) == tuple(maker for maker in registry.organisations if maker.goes_by(name))
    assert [maker.name for maker in registry.makers_called("Korea University HIAI")] == ["Korea University"]
