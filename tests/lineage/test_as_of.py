"""The catalogue of a day: its licences, and what was out by then."""

from __future__ import annotations

import pytest

from llmsurvey.errors import RequestError
from llmsurvey.library import Library
from llmsurvey.records.dates import first_day
from llmsurvey.registry.registry import Registry


def verdict_on(registry: Registry, name: str, day: str) -> str:
    library = Library(registry=registry, as_of=day)
    model, size = library.registry.resolve_model(name)
    return library.licensing().assess(model, size or next(model.each_size())).verdict


@pytest.mark.parametrize(
    ("name", "day", "verdict"),
    [
        ("Falcon@40B", "2023-05-28", "conditional"),
        ("Falcon@40B", "2023-05-31", "yes"),
        ("Falcon@40B", "2023-07", "yes"),
        ("MPT@7B-Instruct", "2023-05-28", "conditional"),
        ("Vicuna@13B-v1.1", "2023-05-28", "no"),
        ("GPT-2", "2019-06", "yes"),
    ],
)
def test_a_verdict_is_that_of_the_day(registry: Registry, name: str, day: str, verdict: str) -> None:
    assert verdict_on(registry, name, day) == verdict


def test_what_came_out_later_is_not_there(registry: Registry) -> None:
    then = Library(registry=registry, as_of="2023-05-28").registry
    assert "llama-3" not in then.model_by_id
    assert "llama" in then.model_by_id
    vicuna = then.model_by_id["vicuna"]
    assert "13B-v1.1" in {size.name for size in vicuna.sizes}
    assert not {size.name for size in vicuna.sizes if "v1.5" in size.name}
    late = [
        model.id
        for model in then.models
        for size in model.each_size()
        if size.released and first_day(size.released) > "2023-05-28"
    ]
    assert len(set(late)) <= 3  # only what something older is said to be made of


def test_a_model_that_was_not_out_is_told_so(registry: Registry) -> None:
    with pytest.raises(RequestError, match="wasn't out on 2023-05-28"):
        Library(registry=registry, as_of="2023-05-28").find("Llama 3", ("model", "licence"))


def test_what_is_no_date_is_refused() -> None:
    with pytest.raises(RequestError, match="no day of the calendar"):
        Library(as_of="2023-02-30")


def test_the_licence_of_the_day_has_the_source_of_its_time(registry: Registry) -> None:
    library = Library(registry=registry, as_of="2023-05-28")
    model, size = library.registry.resolve_model("Falcon@40B")
    assert size is not None
    assert model.complete(size).licence == "tii-falcon-llm-1.0"
    assert model.sources_for("licence", size)


def test_phi_2_was_for_research_alone_at_first(registry: Registry) -> None:
    def verdict_on(day: str) -> str:
        library = Library(registry=registry, as_of=day)
        model, size = library.registry.resolve_model("Phi-2@2.7B")
        return library.licensing().assess(model, size or next(model.each_size())).verdict

    assert verdict_on("2023-12-20") == "no"
    assert verdict_on("2024-02-01") == "yes"


def test_today_is_as_without_a_day(registry: Registry) -> None:
    today = Library(registry=registry, as_of="2100-01-01")
    licensing, now = Library(registry=registry).licensing(), today.licensing()
    for model in today.registry.models:
        for size in model.each_size():
            present = registry.model_by_id[model.id].size_named(size.name)
            if not present.licence_history or present.licence_history[-1].until is not None:
                assert now.assess(model, size).verdict == licensing.assess(model, present).verdict


@pytest.mark.parametrize(
    ("name", "day", "licence"),
    [
        ("alpaca-52k", "2023-03-13", "odc-by-1.0"),
        ("alpaca-52k", "2023-03-14", "cc-by-nc-4.0"),
        ("ultrachat", "2023-10-11", "cc-by-nc-4.0"),
        ("ultrachat", "2023-10-12", "mit"),
    ],
)
def test_data_have_the_licence_of_the_day_and_its_source(registry: Registry, name: str, day: str, licence: str) -> None:
    data = Library(registry=registry, as_of=day).registry.dataset_by_id[name]
    assert data.licence == licence
    assert data.sources_for("licence")


def test_a_caveat_is_that_of_the_day(registry: Registry) -> None:
    def licences_on(day: str) -> set[str]:
        library = Library(registry=registry, as_of=day)
        model, size = library.registry.resolve_model("UltraLM-13b")
        caveats = library.licensing().assess(model, size or next(model.each_size())).caveats
        return {caveat.licence.id for caveat in caveats if caveat.licence}

    assert licences_on("2023-10-11") - licences_on("2023-10-12") == {"cc-by-nc-4.0"}
