"""The lines of a log, in each form that the harness wrote."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.importers.conftest import WriteFile, told

from llmsurvey.errors import BoardError, Fault
from llmsurvey.importers import read_samples
from llmsurvey.importers.read_samples import Notices, read_answers

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
values = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=8), inner, max_size=4))
objects = st.dictionaries(st.text(max_size=8), values, max_size=4)


def read(path: Path, faults: list[Fault] | None = None) -> list[tuple[int, dict[str, Any]]]:
    notices = Notices(path, [] if faults is None else faults)
    answers = list(read_answers(path, notices))
    notices.finish()
    return answers


@settings(max_examples=30)
@given(st.lists(objects, min_size=1), st.booleans(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_lines_and_lists_hold_the_same(
    tmp_path_factory: pytest.TempPathFactory, answers: list[dict[str, Any]], is_ascii: bool, encoding: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "samples_quiz.jsonl"
    lines = [json.dumps(answer, ensure_ascii=is_ascii) for answer in answers]
    expected = [repr(json.loads(line)) for line in lines]
    for text in ("\n".join(lines), "[\n" + ",\n".join(lines) + "\n]\n", "[" + ", ".join(lines) + "]"):
        path.write_text(text, encoding=encoding, errors="replace", newline="")
        faults: list[Fault] = []
        found = read(path, faults)
        if is_ascii:
            assert [repr(answer) for _, answer in found] == expected
            assert faults == []
        assert len(found) == len(answers)


def test_each_answer_has_its_line(write_file: WriteFile) -> None:
    path = write_file('{"a": 1}\n\n \n{"a": 2}\r\n{"a": 3}')
    assert [(line, answer["a"]) for line, answer in read(path)] == [(1, 1), (4, 2), (5, 3)]
    path = write_file(json.dumps([{"a": 1, "b": [1]}, {"a": 2}], indent=2))
    assert [(line, answer["a"]) for line, answer in read(path)] == [(2, 1), (8, 2)]


@pytest.mark.parametrize(
    "line",
    ["{", '{"a": 1', "[1]", "null", '"x"', "1", '{"a": 1} {"a": 2}', '{"a": 1},', "[" * 100_000, '{"a":' * 100_000],
    ids=lambda line: line[:12],
)
def test_a_line_that_is_no_answer_is_told(write_file: WriteFile, line: str) -> None:
    faults: list[Fault] = []
    assert read(write_file(f'{{"a": 1}}\n{line}\n{{"a": 2}}\n'), faults) == [(1, {"a": 1}), (3, {"a": 2})]
    assert told(faults) == [(2, "isn't a whole JSON object: left out")]


def test_a_line_in_another_encoding_is_told(write_file: WriteFile) -> None:
    faults: list[Fault] = []
    assert read(write_file(b'{"a": 1}\n{"a": "\xff"}\n'), faults) == [(1, {"a": 1})]
    assert told(faults) == [(2, "isn't a whole JSON object: left out")]


def test_many_broken_lines_are_counted(write_file: WriteFile) -> None:
    faults: list[Fault] = []
    read(write_file("x\n" * 1000), faults)
    assert len(faults) == 21
    assert told(faults)[-1] == (0, "980 more lines like these")


@pytest.mark.parametrize("rest", ["", ',\n{"a": 2', ',\n{"a": x}]', ",\n" + "[" * 100_000])
def test_a_list_that_breaks_off_is_told(write_file: WriteFile, rest: str) -> None:
    faults: list[Fault] = []
    assert read(write_file('[{"a": 1}' + rest), faults) == [(1, {"a": 1})]
    assert told(faults) == [(2 if rest else 1, "from here on the list isn't whole: left out")]


def test_what_follows_a_list_is_told(write_file: WriteFile) -> None:
    faults: list[Fault] = []
    assert read(write_file('[{"a": 1}, 2]\n[{"a": 3}]\n'), faults) == [(1, {"a": 1})]
    assert told(faults) == [(1, "isn't a whole JSON object: left out"), (1, "what follows the list is left out")]


def test_a_list_is_read_in_steps_as_it_grows(write_file: WriteFile, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = 0
    decode = read_samples._decode

    def counting(text: str, place: int) -> Any:
        nonlocal tries
        tries += 1
        return decode(text, place)

    monkeypatch.setattr(read_samples, "_decode", counting)
    monkeypatch.setattr(read_samples, "_READ", 1000)
    size = len(read(write_file(json.dumps([{"number": number, "text": "x" * 100} for number in range(2000)]))))
    assert size == 2000
    assert tries < 2000 * 1.2


def test_a_long_answer_of_a_list_is_read_in_few_steps(write_file: WriteFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_samples, "_READ", 10)
    (answer,) = read(write_file(json.dumps([{"text": "x" * 1_000_000}])))
    assert len(answer[1]["text"]) == 1_000_000


@pytest.mark.parametrize("content", [b"PK\x03\x04\x00\x00", '{"a": 1}'.encode("utf-16-le")])
def test_what_is_no_text_is_refused(write_file: WriteFile, content: bytes) -> None:
    with pytest.raises(BoardError, match=r"samples_quiz\.jsonl isn't text in UTF-8\. Unpack it, or save it in UTF-8\."):
        read(write_file(content, "samples_quiz.jsonl"))


@pytest.mark.parametrize("content", [b"\xff\xfe{\x00\x00", b'[{"a": "\xff"}]'])
def test_what_can_not_be_decoded_is_refused(write_file: WriteFile, content: bytes) -> None:
    with pytest.raises(BoardError, match=r"scores\.csv can't be read: "):
        read(write_file(content))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BoardError, match=r"none\.jsonl can't be read: no such file or directory\."):
        read(tmp_path / "none.jsonl")
