from __future__ import annotations

import json
import os
import re
from typing import Any

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.growth import LINEAR, growth

from llmsurvey.errors import Fault, RegistryError
from llmsurvey.registry import nodes
from llmsurvey.registry.nodes import Node, read_document


def read(text: str) -> Node:
    node = read_document("mine.yaml", text.encode())
    assert node is not None
    return node


def plain(text: str) -> Any:
    return read(text).plain()


def fault_of(content: str | bytes) -> Fault:
    with pytest.raises(RegistryError) as caught:
        read_document("mine.yaml", content.encode() if isinstance(content, str) else content)
    (fault,) = caught.value.faults
    return fault


def faults_of(content: bytes) -> tuple[Fault, ...]:
    """What is wrong with a file, if anything is; any other error is one of the program's."""
    try:
        read_document("mine.yaml", content)
    except RegistryError as error:
        return error.faults
    return ()


def place_of(node: Node) -> tuple[int, int]:
    return node.line, node.column


# Scalars, as YAML 1.2's core schema has them


@pytest.mark.parametrize(
    "text", ["no", "No", "yes", "on", "off", "y", "n", "2023-07-18", "2023-07", "12:30", "1.2.3", "7B"]
)
def test_words_that_only_older_yaml_takes_for_something_else_are_text(text: str) -> None:
    assert plain(f"a: {text}") == {"a": text}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("+3", 3),
        ("010", 10),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1.", 1.0),
        ("7e9", 7e9),
        ("-1.5E-3", -0.0015),
    ],
)
def test_constants_and_numbers_have_their_type(text: str, value: object) -> None:
    found = plain(f"a: {text}")["a"]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("text", ["'12'", '"12"', "!!str 12"])
def test_a_number_in_quotes_is_text(text: str) -> None:
    assert plain(f"a: {text}") == {"a": "12"}


@pytest.mark.parametrize("text", ["\uff11\uff12", "\u0661\u0662", "\uff11.\uff15"])
def test_digits_of_other_scripts_are_text(text: str) -> None:
    assert plain(f"a: {text}") == {"a": text}


def test_blocks_and_folds_are_read_as_yaml_has_them() -> None:
    assert plain("a: |\n  one\n  two\nb: >-\n  one\n  two\n") == {"a": "one\ntwo\n", "b": "one two"}


JSON_SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
JSON_VALUES = st.recursive(
    JSON_SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=15
)
NUMBER_OF_YAML_1_2 = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
"""Chapter 10.3.2 of the YAML 1.2.2 specification; PyYAML writes some of these texts without quotes."""


def texts_in(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [*value, *(text for inner in value.values() for text in texts_in(inner))]
    if isinstance(value, list):
        return [text for inner in value for text in texts_in(inner)]
    return [value] if isinstance(value, str) else []


@given(JSON_VALUES, st.sampled_from([None, '"', "'"]), st.booleans(), st.booleans())
def test_whatever_pyyaml_writes_is_read_as_pyyaml_reads_it(
    value: Any, style: str | None, unicode: bool, flow: bool
) -> None:
    assume(not any(NUMBER_OF_YAML_1_2.fullmatch(text) for text in texts_in(value)))
    text = yaml.safe_dump({"a": value}, default_style=style, allow_unicode=unicode, default_flow_style=flow)
    assert plain(text) == yaml.safe_load(text)


@given(st.text())
def test_no_text_ends_in_anything_but_a_tree_or_a_fault(text: str) -> None:
    assert {fault.file for fault in faults_of(text.encode())} <= {"mine.yaml"}


@given(st.binary())
def test_no_bytes_end_in_anything_but_a_tree_or_a_fault(content: bytes) -> None:
    assert {fault.file for fault in faults_of(content)} <= {"mine.yaml"}


# Places


DOCUMENT = "models:\n- id: llama\n  sizes:\n    - {name: 7B, parameters: 6738415616}\n"


def test_every_value_knows_its_line_and_column() -> None:
    root = read(DOCUMENT)
    assert place_of(root) == (1, 1)
    assert place_of(root.find(("models", 0))) == (2, 3)
    assert place_of(root.find(("models", 0, "id"))) == (2, 7)
    assert place_of(root.find(("models", 0, "sizes", 0, "parameters"))) == (4, 30)


def test_every_key_knows_its_line_and_column() -> None:
    root = read(DOCUMENT)
    assert place_of(root.find(("models", 0, "sizes"), key=True)) == (3, 3)
    assert place_of(root.find(("models", 0, "sizes", 0, "parameters"), key=True)) == (4, 18)


def test_a_path_that_ends_nowhere_gives_the_nearest_place_above() -> None:
    root = read(DOCUMENT)
    assert place_of(root.find(("models", 0, "licence"))) == (2, 3)
    assert place_of(root.find(("models", 7))) == (2, 1)


def test_columns_count_characters_and_not_bytes() -> None:
    assert place_of(read("{구름: 한국어, b: 1}").find(("b",))) == (1, 14)


def test_a_fault_names_file_line_and_column() -> None:
    fault = read(DOCUMENT).find(("models", 0, "id")).fault("is wrong")
    assert str(fault) == "mine.yaml:2:7: is wrong"


# Aliases


def test_an_alias_stands_for_what_it_names() -> None:
    assert plain("a: &x [1, {b: 2}]\nc: *x\n") == {"a": [1, {"b": 2}], "c": [1, {"b": 2}]}


def test_an_alias_of_nothing_is_a_fault_at_its_place() -> None:
    fault = fault_of("a: 1\nb: *missing\n")
    assert (fault.line, fault.column) == (2, 4)
    assert "Define it with &missing" in fault.message


def test_an_alias_of_what_it_stands_in_is_a_fault() -> None:
    assert "not defined above" in fault_of("a: &x [*x]\n").message


def test_a_merge_key_of_older_yaml_merges_nothing() -> None:
    assert plain("a: &x {b: 1}\nc:\n  <<: *x\n") == {"a": {"b": 1}, "c": {"<<": {"b": 1}}}


def test_an_alias_bomb_is_a_fault_and_takes_no_memory() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    fault = fault_of("\n".join(lines))
    assert fault.line == 6
    assert "Write the entries out" in fault.message


def test_aliases_that_nest_deeper_and_deeper_end_in_a_fault() -> None:
    lines = [f"a0: &a0 {'[' * 30}x{']' * 30}"]
    lines += [f"a{n}: &a{n} {'[' * 30}*a{n - 1}{']' * 30}" for n in range(1, 60)]
    assert "Flatten it" in fault_of("\n".join(lines)).message


# What is dangerous to follow


def test_one_alias_in_a_large_file_is_no_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nodes, "_MOST_REPEATED", 20)
    assert len(plain(f"a: &x 1\nb: [{'1, ' * 100}*x]\n")["b"]) == 101


def test_a_long_text_that_is_repeated_weighs_what_it_takes() -> None:
    fault = fault_of(f"a: [&x {'b' * 1_000_000}, {'*x, ' * 100}*x]\n")
    assert "Write the entries out" in fault.message


@pytest.mark.parametrize("item", ["a", "1", "{}", "[]", "''"])
def test_a_file_of_nothing_but_commas_is_a_fault(item: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nodes, "_NODES_OF_ANY_FILE", 1000)
    assert "nearly all of them empty" in fault_of(f"models: [{f'{item},' * 5000}]").message


def test_small_entries_are_no_junk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nodes, "_NODES_OF_ANY_FILE", 1000)
    text = "models:\n" + "".join(f"- {{id: m{place}, name: M{place}}}\n" for place in range(1000))
    assert len(plain(text)["models"]) == 1000


@pytest.mark.parametrize("text", ["a: !{0} 1", "a: *{0}", "{0}: 2\n{0}: 3"])
def test_a_fault_is_a_line_however_long_the_text(text: str) -> None:
    assert len(str(fault_of(text.format("b" * 1000)))) < 500


def test_what_is_read_grows_with_the_file() -> None:
    assert growth(plain, lambda count: "models:\n" + "- {id: m, name: M}\n" * count, 500) < LINEAR


# What is refused


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_deep_nesting_is_a_fault_and_no_crash(opening: str) -> None:
    fault = fault_of(opening * 100_000)
    assert fault.line == 1
    assert "nested deeper than 40 levels. Flatten it" in fault.message


def test_a_key_that_is_given_twice_is_a_fault_at_the_second() -> None:
    fault = fault_of("models:\n- id: a\n  name: A\n  id: b\n")
    assert (fault.line, fault.column) == (4, 3)
    assert '"id" is given twice. Keep one of them' in fault.message


def test_the_same_key_in_two_spellings_is_given_twice() -> None:
    assert '"1" is given twice' in fault_of("1: a\n'1': b\n").message


def test_a_key_that_is_no_word_is_a_fault() -> None:
    fault = fault_of("a: 1\n? [b]\n: 2\n")
    assert (fault.line, fault.column) == (2, 3)
    assert "a key must be a word" in fault.message


@pytest.mark.parametrize(
    "tag",
    [
        "!!python/object/apply:os.system",
        "!!python/object/new:os.system",
        "!!python/name:os.system",
        "!!python/tuple",
        "!!binary",
        "!!set",
        "!local",
        "!<tag:example.org,2023:x>",
    ],
)
@pytest.mark.parametrize("value", ["[touch made-by-yaml]", "x", "{x: 1}"])
def test_a_tag_of_no_plain_value_is_a_fault_and_makes_nothing(
    tag: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[object] = []
    monkeypatch.setattr(os, "system", called.append)
    fault = fault_of(f"a: {tag} {value}\n")
    assert (fault.line, fault.column) == (1, 4)
    assert "which makes no plain value. Remove it" in fault.message
    assert called == []


def test_text_that_is_no_utf_8_is_a_fault_at_its_first_byte() -> None:
    fault = fault_of(b"models:\n- id: a\n  name: " + "구름".encode("cp949"))
    assert (fault.line, fault.column) == (3, 9)
    assert "Save the file as UTF-8" in fault.message


def test_the_column_of_what_is_no_utf_8_counts_characters_too() -> None:
    fault = fault_of("가나: ".encode() + b"\xff")
    assert (fault.line, fault.column) == (1, 5)


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"\xef\xbb\xbfmodels: \xc3\xa9\xc3\xa9\xff\n", (1, 11)),
        (b"\xef\xbb\xbfmodels: \xeb\xb9\x84\xff", (1, 10)),
        (b"\xef\xbb\xbf\xff", (1, 1)),
        (b"\xef\xbb\xbfa: 1\r\nb: \xff", (2, 4)),
        (b"a: 1\rb: \xff", (2, 4)),
    ],
)
def test_the_place_of_what_is_no_utf_8_counts_no_mark_and_any_line_end(content: bytes, place: tuple[int, int]) -> None:
    fault = fault_of(content)
    assert (fault.line, fault.column) == place


@given(st.text(st.characters(exclude_characters="\r\n", codec="utf-8")), st.sampled_from([b"", b"\xef\xbb\xbf"]))
def test_the_column_of_what_is_no_utf_8_is_behind_the_text(text: str, byte_order_mark: bytes) -> None:
    fault = fault_of(byte_order_mark + b"#\n" + text.encode() + b"\xff")
    assert (fault.line, fault.column) == (2, len(text) + 1)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_other_encodings_of_unicode_are_refused(encoding: str) -> None:
    fault_of("models: []\n".encode(encoding))


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f"])
def test_a_control_character_is_a_fault_at_its_place(character: str) -> None:
    fault = fault_of(f"a: 1\nb: x{character}y\n")
    assert "Remove the character" in fault.message
    assert (fault.line, fault.column) == (2, 5)


@pytest.mark.parametrize("separator", ["\x85", "\u2028", "\u2029"])
def test_a_line_ends_where_editors_end_it(separator: str) -> None:
    root = read(f'a: "x{separator}y"\nb: 1\n')
    assert place_of(root.keys["b"]) == (2, 1)
    fault = fault_of(f'a: "x{separator}y"\nb: [1\n')
    assert fault.line == 3


# Strings of JSON


JSON_TEXT = st.text(st.characters(codec="utf-8"))
JSON_OBJECTS = st.dictionaries(JSON_TEXT, JSON_TEXT | st.lists(JSON_TEXT), min_size=1)


@given(JSON_OBJECTS, st.booleans(), st.sampled_from([None, 1, "\t"]))
def test_whatever_json_dumps_writes_is_read_as_it_was(value: Any, ascii: bool, indent: int | str | None) -> None:
    assert plain(json.dumps(value, ensure_ascii=ascii, indent=indent)) == value


def test_two_halves_of_a_character_are_one_in_json() -> None:
    assert plain(r'{"a": "\ud83d\ude00", "b": "\\ud83d"}') == {"a": "😀", "b": r"\ud83d"}


def test_columns_behind_two_halves_of_a_character_are_those_of_the_file() -> None:
    assert place_of(read(r'{"a": "\ud83d\ude00", "b": 1}').find(("b",))) == (1, 28)


def test_half_a_character_of_json_is_a_fault_at_its_place() -> None:
    fault = fault_of(r'{"a": 1, "b": "\ud83d"}')
    assert (fault.line, fault.column) == (1, 15)
    assert r"holds \ud83d, which is half of a character" in fault.message


def test_in_yaml_two_halves_are_no_character() -> None:
    assert "is no YAML" in fault_of(r'a: "\ud83d\ude00"').message
    assert plain(r"a: \ud83d\ude00") == {"a": r"\ud83d\ude00"}


# What is refused, once more


@pytest.mark.parametrize("text", ['"\\ud800"', '"\\x"', '"\\q"'])
def test_an_escape_that_means_no_character_is_a_fault(text: str) -> None:
    fault = fault_of(f"a: {text}\n")
    assert fault.line == 1
    assert "is no YAML" in fault.message


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: b: c\n", 1), ("a: [1, 2\nb: 3\n", 2), ("a: 1\n\tb: 2\n", 2), ("a: 'x\n", 2), ("- a\nb: 1\n", 2)],
)
def test_what_is_no_yaml_is_a_fault_at_its_line(text: str, line: int) -> None:
    fault = fault_of(text)
    assert fault.line == line
    assert fault.column > 0
    assert "is no YAML" in fault.message
    assert "Mend the line or quote the text" in fault.message


def test_a_second_document_is_a_fault_at_its_beginning() -> None:
    fault = fault_of("models: []\n---\nmodels: []\n")
    assert (fault.line, fault.column) == (2, 1)
    assert "Keep one document in a file" in fault.message


# What is allowed


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    node = read_document("mine.yaml", b"\xef\xbb\xbfid: a\n")
    assert node is not None
    assert node.plain() == {"id": "a"}
    assert place_of(node.keys["id"]) == (1, 1)


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_endings_of_other_systems_are_line_endings(ending: str) -> None:
    root = read(ending.join(["a: 1", "b: |", "  x", "  y", "c: 3", ""]))
    assert root.plain() == {"a": 1, "b": "x\ny\n", "c": 3}
    assert place_of(root.keys["c"]) == (5, 1)


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "---\n...\n", "~\n", "\ufeff"])
def test_a_file_that_says_nothing_is_nothing(text: str) -> None:
    assert read_document("mine.yaml", text.encode()) is None
