"""Licences by other names than their ids, the words of the hub, and what is suggested for a name that none has."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.errors import AmbiguousNameError, RegistryError, UnknownNameError, UnregisteredLicenceError
from llmsurvey.registry.compile import compile_layers
from llmsurvey.registry.hub_licences import HUB_LICENCES, hub_word
from llmsurvey.registry.layers import BUILT_IN, Layer
from llmsurvey.registry.licence_names import LicenceNames
from llmsurvey.registry.registry import Registry

MEANT = {
    "llama2": "llama-2-community",
    "bigscience-bloom-rail-1.0": "bigscience-rail-1.0",
    "gpl": "gpl-unversioned",
    "lgpl": "lgpl-unversioned",
    "bsd": "bsd-unversioned",
    "odc-by": "odc-by-1.0",
    "bigcode-openrail-m": "bigcode-openrail-m-1",
    "openrail++": "creativeml-openrail-pp-m",
    "llama3": "llama-3-community",
    "llama3.1": "llama-3.1-community",
    "llama3.2": "llama-3.2-community",
    "llama3.3": "llama-3.3-community",
    "llama4": "llama-4-community",
    "gemma": "gemma-terms",
    **{
        word: word
        for word in (
            "apache-2.0",
            "mit",
            "bsd-3-clause",
            "cc0-1.0",
            "cc-by-4.0",
            "cc-by-sa-3.0",
            "cc-by-sa-4.0",
            "cc-by-nc-3.0",
            "cc-by-nc-4.0",
            "cc-by-nc-sa-4.0",
            "gpl-3.0",
            "agpl-3.0",
            "cc-by-nc-2.0",
            "cc-by-nc-nd-4.0",
            "bigscience-openrail-m",
            "creativeml-openrail-m",
            "openmdw-1.0",
            "openmdw-1.1",
            "afl-3.0",
            "bsd-2-clause",
            "cc-by-2.0",
            "cdla-permissive-2.0",
            "cc-by-2.5",
            "cc-by-3.0",
            "cc-by-nc-nd-3.0",
            "cc-by-nc-sa-2.0",
            "cc-by-nc-sa-3.0",
            "cc-by-nd-4.0",
            "gpl-2.0",
            "isc",
            "lgpl-3.0",
            "mpl-2.0",
            "unlicense",
            "wtfpl",
        )
    },
}
"""The licences of the catalogue that the hub has a word for."""

CATALOGUE = """
licences:
- {id: mit, name: MIT License, aliases: [Expat], spdx: MIT, kind: software}
- {id: gpl-3.0, name: GNU GPL 3, aliases: [shared], kind: software}
- {id: cc-by-nc-4.0, name: CC BY-NC 4.0, aliases: [shared], kind: content}
- {id: llama-licence, name: LLaMA 1 licence, kind: model}
- {id: llama-2-community, name: Llama 2, aliases: [llama2], kind: model}
"""


def compiled(text: str) -> Registry:
    layers = [Layer(BUILT_IN, (("a.yaml", CATALOGUE.encode()),)), Layer("mine", (("mine.yaml", text.encode()),))]
    return compile_layers(layers).registry


def named(licence: str) -> str:
    """The licence that a model has of which a file says this."""
    return compiled(f"models:\n- {{id: a, name: A, licence: '{licence}'}}").models[0].licence or ""


def fault(licence: str) -> str:
    with pytest.raises(RegistryError) as raised:
        named(licence)
    (found,) = raised.value.faults
    assert (found.line, found.column) == (2, 29)
    return found.message


@pytest.mark.parametrize("name", ["llama2", "Llama2", "LLAMA-2", "llama-2-community", "Llama 2"])
def test_a_file_names_a_licence_by_any_of_its_names(name: str) -> None:
    assert named(name) == "llama-2-community"


def test_every_place_that_names_a_licence_takes_them() -> None:
    registry = compiled("""
models:
- id: a
  name: A
  licence_history: [{licence: Expat}]
  sizes: [{name: 7B, licence: MIT, licence_history: [{licence: llama2}]}]
datasets:
- {id: d, name: D, licence: expat}
""")
    (size,) = registry.models[0].sizes
    periods = [*registry.models[0].licence_history, *(size.licence_history or ())]
    assert [period.licence for period in periods] == ["mit", "llama-2-community"]
    assert (size.licence, registry.datasets[0].licence) == ("mit", "mit")


def test_an_id_comes_before_the_alias_of_another() -> None:
    own = "licences:\n- {id: expat, name: Mine, kind: software}\nmodels:\n- {id: a, name: A, licence: expat}"
    assert compiled(own).models[0].licence == "expat"
    assert compiled(own).resolve_licence("expat").id == "expat"


def test_a_name_of_two_licences_is_refused() -> None:
    assert fault("Shared") == 'licence "Shared" could be cc-by-nc-4.0 or gpl-3.0. Write one of these'
    with pytest.raises(AmbiguousNameError):
        compiled("models: [{id: a, name: A}]").resolve_licence("shared")


@pytest.mark.parametrize(
    ("name", "commercial", "versions"),
    [
        ("CC-BY", "yes", "cc-by"),
        ("CC BY-SA", "conditional", "cc-by-sa"),
        ("cc-by-nd", "conditional", "cc-by-nd"),
        ("Creative Commons Attribution-NonCommercial", "no", "cc-by-nc"),
        ("CC BY-NC-SA", "no", "cc-by-nc-sa"),
        ("CC-BY-NC-ND", "no", "cc-by-nc-nd"),
        ("GPL", "conditional", "gpl"),
        ("LGPL", "conditional", "lgpl"),
        ("AGPL", "conditional", "agpl"),
        ("BSD License", "yes", "bsd"),
        ("Apache", "yes", "apache"),
    ],
)
def test_a_family_says_what_each_of_its_versions_says(
    name: str, commercial: str, versions: str, registry: Registry
) -> None:
    family = registry.resolve_licence(name)
    version = re.compile(rf"{versions}-\d[\w.-]*")
    known = [licence for licence in registry.licences if version.fullmatch(licence.id)]
    kinds = {condition.kind for condition in family.conditions}
    assert known
    assert {licence.commercial for licence in (family, *known)} == {commercial}
    assert all(kinds <= {condition.kind for condition in licence.conditions} for licence in known)
    assert family.spdx is None


@pytest.mark.parametrize("word", [*HUB_LICENCES, "other", "unknown"])
def test_a_word_of_the_hub_is_its_licence_or_none(word: str, registry: Registry) -> None:
    if word in MEANT:
        assert registry.resolve_licence(word).id == MEANT[word]
        return
    with pytest.raises(UnregisteredLicenceError, match=r'^".*" is (no licence|the hub\'s word for)') as raised:
        registry.resolve_licence(word)
    assert raised.value.nearest == ()
    assert not [licence.id for licence in registry.licences if f'"{licence.id}"' in str(raised.value)]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "llama3",
            '"llama3" is the hub\'s word for the Llama 3 Community License Agreement, which is not in the registry.',
        ),
        ("LLaMA-3.1", "Llama 3.1 Community License Agreement"),
        ("openrail++", "Open Rail++-M License"),
        ("bsd", "several licences. Name the one that is meant"),
        ("other", '"other" is no licence: the hub says it where none is named'),
        ("unknown", '"unknown" is no licence'),
    ],
)
def test_a_file_is_told_what_a_word_of_the_hub_is(name: str, said: str) -> None:
    assert said in fault(name)
    assert "Did you mean" not in fault(name)


def test_a_licence_that_a_file_adds_is_what_the_word_means() -> None:
    own = "licences: [{id: gemma, name: Gemma, kind: model}]\nmodels: [{id: a, name: A, licence: gemma}]"
    assert compiled(own).models[0].licence == "gemma"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("mitt", "mit"),
        ("mti", "mit"),
        ("lama-licence", "llama-licence"),
        ("gpl3", "gpl-3.0"),
        ("llama-lisense", "llama-licence"),
    ],
)
def test_a_slip_is_asked_after(name: str, meant: str) -> None:
    assert f'Did you mean "{meant}"?' in fault(name)
    with pytest.raises(UnknownNameError) as raised:
        compiled("models: [{id: a, name: A}]").resolve_licence(name)
    assert raised.value.nearest == (meant,)


@pytest.mark.parametrize(
    "name",
    [
        "llama-4-community",
        "gpl-4.0",
        "opl-3.0",
        "cc-by-nd-4.1",
        "cc-by-4.0x",
        "cc-bync-3.0",
        "nit",
        "llama",
        "llama-2",
        "l",
    ],
)
def test_another_version_or_abbreviation_is_no_slip(name: str) -> None:
    names = LicenceNames((each, each) for each in ("mit", "gpl-3.0", "cc-by-4.0", "cc-by-nc-4.0", "llama-2-community"))
    assert names.alike(name) == []


@given(st.sampled_from(sorted(HUB_LICENCES)), st.sampled_from(sorted(HUB_LICENCES)))
def test_no_licence_of_the_hub_is_taken_for_another(written: str, other: str) -> None:
    if written != other:
        assert LicenceNames([(other, other)]).alike(written) == []


def test_a_name_that_is_no_word_of_the_hub_means_nothing() -> None:
    assert hub_word("qwen") is None
    assert fault("qwen") == 'licence "qwen" is not in the registry. Add it, or write its id'
