"""References to what isn't there, and circles: told in lines that can be read, in a time that grows with the file."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from tests.growth import LINEAR, growth

from llmsurvey.errors import Fault, RegistryError
from llmsurvey.messages import translated, use_language
from llmsurvey.registry.compile import compile_layers
from llmsurvey.registry.layers import Layer

LONGEST = 400
"""More characters than a line on the screen of a person who mends a file should have."""


def faults(text: str) -> tuple[Fault, ...]:
    with pytest.raises(RegistryError) as caught:
        compile_layers([Layer("mine", (("mine.yaml", text.encode()),))])
    return caught.value.faults


def models(count: int, base: Callable[[int], str]) -> str:
    """Models that are each made from one other."""
    entries = (
        f"- {{id: m{place}, name: M{place}, foundations: [{{model: {base(place)}, relation: finetuned}}]}}\n"
        for place in range(count)
    )
    return "models:\n" + "".join(entries)


def unknown_models(count: int) -> str:
    return models(count, lambda place: f"unknown-{place}")


def unknown_licences(count: int) -> str:
    licences = "".join(f"- {{id: licence-{place}, name: L{place}, kind: model}}\n" for place in range(count))
    return f"licences:\n{licences}models:\n" + "".join(
        f"- {{id: m{place}, name: M{place}, licence: license-{place}}}\n" for place in range(count)
    )


def unknown_sizes(count: int) -> str:
    sizes = ", ".join(f"{{name: s{place}}}" for place in range(count))
    return models(count, lambda place: f"base, size: t{place}") + f"- {{id: base, name: Base, sizes: [{sizes}]}}\n"


def known_sizes(count: int) -> str:
    """Models of which each is made from a size, by its repository; the last reference is wrong."""
    sizes = ", ".join(f"{{name: s{place}, hub: lab/s{place}}}" for place in range(count - 1))
    return models(count, lambda place: f"base, size: lab/S{place}") + f"- {{id: base, name: Base, sizes: [{sizes}]}}\n"


def circles_of_two(count: int) -> str:
    return models(2 * count, lambda place: f"m{place ^ 1}")


def sizes_of_themselves(count: int) -> str:
    each = (
        f"{{name: s{place}, foundations: [{{model: base, size: s{place}, relation: merge}}]}}" for place in range(count)
    )
    return f"models:\n- {{id: base, name: Base, sizes: [{', '.join(each)}]}}\n"


def sizes_that_share_many_foundations(count: int) -> str:
    """A model of as many sizes as foundations, of which each is made from the model."""
    bases = ", ".join(f"{{model: m{place}, relation: merge}}" for place in range(count))
    sizes = ", ".join(f"{{name: s{place}}}" for place in range(count))
    return models(count, lambda _: "base") + f"- {{id: base, name: Base, foundations: [{bases}], sizes: [{sizes}]}}\n"


@pytest.mark.parametrize(
    ("file", "count"),
    [
        (unknown_models, 100),
        (unknown_licences, 100),
        (unknown_sizes, 100),
        (known_sizes, 100),
        (circles_of_two, 60),
        (sizes_of_themselves, 100),
        (sizes_that_share_many_foundations, 50),
    ],
)
def test_work_grows_with_the_file(file: Callable[[int], str], count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("llmsurvey.registry.nearest_names._MOST_COMPARISONS", 1_000)  # or it takes long
    assert growth(faults, file, count) < LINEAR


@pytest.mark.parametrize("file", [unknown_models, unknown_licences, unknown_sizes, sizes_of_themselves])
def test_each_of_very_many_faults_is_told_in_a_line(file: Callable[[int], str]) -> None:
    found = faults(file(500))
    assert len(found) == 500
    assert max(len(str(fault)) for fault in found) < LONGEST


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_circle_of_thousands_is_told_in_a_line(language: str) -> None:
    (fault,) = faults(models(3000, lambda place: f"m{(place + 1) % 3000}"))
    use_language(language)
    try:
        text = translated(fault.text)
    finally:
        use_language("en")
    assert len(text) < LONGEST
    assert {"m0", "m1", "m2999"} <= set(text.replace("(", " ").replace(")", " ").split())
    assert "2,995" in text


@pytest.mark.parametrize("language", ["en", "ko"])
def test_hundreds_of_names_that_are_equally_near_are_counted(language: str) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = [f"abcdefghij{first}{second}" for first in letters for second in letters]
    datasets = "".join(f"- {{id: {name}, name: L}}\n" for name in names)
    (fault,) = faults(f"datasets:\n{datasets}models:\n- {{id: a, name: A, datasets: [abcdefghij00]}}\n")
    use_language(language)
    try:
        assert len(translated(fault.text)) < LONGEST
    finally:
        use_language("en")
    assert re.search(r"or one of \d+ more\?", fault.message)


def test_each_of_two_knots_of_circles_is_told() -> None:
    found = faults(models(6, lambda place: f"m{place // 3 * 3 + (place + 1) % 3}"))
    assert [fault.line for fault in found] == [2, 5]


def test_a_circle_through_the_sizes_of_a_model_names_them() -> None:
    text = """
models:
- {id: a, name: A, foundations: [{model: b, size: 7B, relation: merge}], sizes: [{name: 1B}, {name: 2B}]}
- {id: b, name: B, sizes: [{name: 7B, foundations: [{model: a, relation: merge}]}]}
"""
    (fault,) = faults(text)
    assert "a from a@1B from b@7B from a. " in fault.message


def test_a_benchmark_that_is_a_variant_of_itself_is_a_fault() -> None:
    text = "benchmarks:\n- {id: a, name: A, variant_of: b}\n- {id: b, name: B, variant_of: a}\n"
    (fault,) = faults(text)
    assert (fault.line, fault.column) == (2, 32)
    assert "a from b from a. Remove one of these variant_of" in fault.message


def test_a_size_that_is_no_text_is_a_fault_and_no_crash() -> None:
    text = (
        "models:\n- {id: a, name: A, foundations: [{model: a, size: [b], relation: merge}], sizes: [{name: {c: d}}]}\n"
    )
    assert {fault.line for fault in faults(text)} == {2}
