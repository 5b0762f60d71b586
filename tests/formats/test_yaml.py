"""YAML that any safe loader reads."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.growth import LINEAR, growth

from llmsurvey.formats.yaml import dump_yaml, render
from llmsurvey.registry.nodes import read_document
from llmsurvey.tables import Column, Table

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(codec="utf-8"), min_size=1), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(values)
def test_what_was_written_is_read_again(value: Any) -> None:
    assert yaml.safe_load(dump_yaml(value)) == value


SIGNS = [*"-?:,[]{}#&*!|>'\"%@`~=<.", " ", "  ", "\n", "\n ", " \n", "\t", "\r", "\x85", "\u2028", "\u2029", "\ufeff"]
WORDS = [
    "1",
    "e",
    "E",
    "0x",
    "0o17",
    "1e100",
    "yes",
    "no",
    "null",
    "true",
    "NaN",
    ".inf",
    "---",
    "...",
    ": ",
    " #",
    "- ",
]
OTHERS = [
    "구름",
    "é",
    "😀",
    "word",
    "long words " * 12,
    "\x1b",
    "\x7f",
    "\xa0",
    "\ufffe",
    "\ud7ff",
    "2023-07-18",
    "12:30",
    "<<",
]
TEXTS = st.lists(st.sampled_from([*SIGNS, *WORDS, *OTHERS]), max_size=6).map("".join) | st.text(
    st.characters(codec="utf-8")
)
"""Texts of which every part means something to one reader of YAML or another."""


@settings(max_examples=150)
@given(st.dictionaries(TEXTS, TEXTS, max_size=4), st.lists(TEXTS, max_size=4))
def test_any_text_is_read_as_that_text_by_every_reader(keys: dict[str, str], items: list[str]) -> None:
    text = dump_yaml({"keys": keys, "items": items})
    document = read_document("x.yaml", text.encode())
    assert document is not None
    assert document.plain() == yaml.safe_load(text) == {"keys": keys, "items": items}


@pytest.mark.parametrize("text", ["1e100", "1E5", "-1e3", "1.e2", ".5", "1_000", "0o17", "0x1F", "True", "NULL", "010"])
def test_a_text_that_is_a_number_in_one_yaml_stays_text(text: str) -> None:
    assert dump_yaml({"hub": text}) == f"hub: '{text}'\n"


def test_a_text_that_only_looks_special_needs_no_quotes() -> None:
    assert dump_yaml(["12.8B-v2", "1.2.3", "7B", "v1", "구름"]) == "- 12.8B-v2\n- 1.2.3\n- 7B\n- v1\n- 구름\n"


def test_what_is_written_without_libyaml_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    value = {"a": ["x: y", "1e3", None, True, 1.5], "b": {"c": [], "d": {}}, "e": "long words " * 30}
    with_libyaml = dump_yaml(value)
    monkeypatch.setattr("llmsurvey.formats.yaml._DUMPER", yaml.SafeDumper)
    assert dump_yaml(value) == with_libyaml


def test_writing_grows_with_what_is_written() -> None:
    assert (
        growth(
            dump_yaml, lambda count: {"models": [{"id": f"m{place}", "sizes": ["7B"]} for place in range(count)]}, 300
        )
        < LINEAR
    )


@pytest.mark.parametrize(
    "text", ["yes", "no", "on", "null", "~", "1e3", "0x10", "1_000", "12:30", "2023-07-27", "", " ", "-", "?"]
)
def test_text_that_looks_like_another_value_stays_text(text: str) -> None:
    assert yaml.safe_load(dump_yaml({"x": text})) == {"x": text}


def test_the_same_list_twice_is_written_twice() -> None:
    same = ("a", "b")
    table = Table((Column("x"), Column("y")), ((same, same),))
    assert b"&" not in render(table)


def test_keys_keep_their_order() -> None:
    assert list(yaml.safe_load(render(Table((Column("z"), Column("a")), ((1, 2),))))[0]) == ["z", "a"]


def test_half_a_character_is_written_as_the_terminal_has_it() -> None:
    """A path that isn't UTF-8 has some; as JSON has them, no reader of YAML but Python's own takes them."""
    assert yaml.safe_load(dump_yaml({"registry": ["caf\udce9.yaml"]})) == {"registry": ["caf\\udce9.yaml"]}
