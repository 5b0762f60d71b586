"""Licences that are named by SPDX expressions and by ScanCode's keys."""

from __future__ import annotations

import itertools
import subprocess
import sys

import pytest

from llmsurvey.errors import RegistryError
from llmsurvey.library import Library
from llmsurvey.records import Licence
from llmsurvey.registry.compile import compile_layers
from llmsurvey.registry.layers import BUILT_IN, Layer, layers_for
from llmsurvey.registry.registry import Registry


def registry_with(expression: str) -> Registry:
    """A model under an expression, over the licences of the catalogue alone."""
    text = f"models: [{{id: mine, name: Mine, licence: {expression!r}}}]"
    licences = tuple(file for layer in layers_for() for file in layer.files if file[0].endswith("/licences.yaml"))
    return compile_layers([Layer(BUILT_IN, licences), Layer("mine", (("mine.yaml", text.encode()),))]).registry


def licence_of(expression: str) -> Licence:
    registry = registry_with(expression)
    return registry.licence_by_id[registry.model_by_id["mine"].licence or ""]


def test_of_a_choice_the_laxest_is_taken_in_any_order() -> None:
    names = ["Apache-2.0", "CC-BY-NC-4.0", "GPL-3.0-only"]
    for order in itertools.permutations(names):
        licence = licence_of(" OR ".join(order))
        assert (licence.commercial, licence.taken) == ("yes", ("apache-2.0",))
        assert {condition.kind for condition in licence.conditions} == {"attribution", "patent"}


def test_of_several_that_bind_all_do() -> None:
    licence = licence_of("MIT AND CC-BY-NC-4.0")
    assert licence.commercial == "no"
    assert {condition.kind for condition in licence.conditions} == {"attribution", "non-commercial"}
    assert licence.taken == ("mit", "cc-by-nc-4.0")


def test_a_choice_stands_within_what_binds() -> None:
    licence = licence_of("(Apache-2.0 OR LicenseRef-scancode-llama-2-license-2023) AND CC-BY-SA-4.0")
    assert licence.taken == ("apache-2.0", "cc-by-sa-4.0")
    assert licence.commercial == "conditional"


def test_a_key_of_scancode_is_a_licence() -> None:
    assert licence_of("LicenseRef-scancode-llama-2-license-2023").id == "llama-2-community"
    assert licence_of("gpl-3.0-or-later").id == "gpl-3.0"


def test_an_exception_leaves_the_terms_of_its_licence() -> None:
    licence, plain = licence_of("Apache-2.0 WITH LLVM-exception"), licence_of("Apache-2.0")
    assert (licence.commercial, licence.conditions) == (plain.commercial, plain.conditions)
    assert (licence.expression, licence.taken) == ("apache-2.0 WITH LLVM-exception", ("apache-2.0",))
    assert licence.name == f"{plain.name} WITH LLVM-exception"
    choice = licence_of("MIT AND (GPL-3.0-only WITH Classpath-exception-2.0 OR CC-BY-NC-4.0)")
    assert choice.taken == ("mit", "gpl-3.0")
    library = Library(registry=registry_with("Apache-2.0 WITH LLVM-exception"))
    model, _ = library.registry.resolve_model("mine")
    assert "its exception allows more, which isn't counted" in library.licensing().own(next(model.each_size()))[2]


def test_that_a_choice_was_made_is_said() -> None:
    library = Library(registry=registry_with("Apache-2.0 OR CC-BY-NC-4.0"))
    model, _ = library.registry.resolve_model("mine")
    verdict, licence, because = library.licensing().own(next(model.each_size()))
    assert (verdict, licence and licence.expression) == ("yes", "apache-2.0 OR cc-by-nc-4.0")
    assert "the taker has the choice, and apache-2.0 allows most" in because


@pytest.mark.parametrize(
    ("expression", "problem"),
    [
        ("Apache-2.0 OR Frob-1.0", '"Frob-1.0" is not in the registry'),
        ("Apache-2.0 OR OR MIT", "no expression of SPDX"),
        ("(MIT", "no expression of SPDX"),
        ("GPL-3.0-only WITH Frob-exception", '"Frob-exception" is no exception that SPDX lists'),
        ("Frob-1.0 WITH Classpath-exception-2.0", '"Frob-1.0" is not in the registry'),
    ],
)
def test_what_cannot_be_read_is_a_fault_at_its_place(expression: str, problem: str) -> None:
    with pytest.raises(RegistryError, match=problem) as caught:
        registry_with(expression)
    assert str(caught.value.faults[0]).startswith("mine.yaml:1:")


def test_nothing_is_loaded_where_no_expression_stands() -> None:
    code = "import sys, llmsurvey; llmsurvey.open().licence('KULLM'); print('license_expression' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "False"
