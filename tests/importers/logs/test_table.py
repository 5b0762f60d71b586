"""Tables of answers, in Parquet, CSV and JSON."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as csv
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.importers.logs.conftest import Reader

from llmsurvey.errors import BoardError, RequestError
from llmsurvey.importers.logs import LogRequest, table

ROWS = [
    {"id": "1", "model": "a", "benchmark": "mmlu", "score": 1.0, "cluster": "law", "repeat": 0},
    {"id": "1", "model": "b", "benchmark": "mmlu", "score": 0.0, "cluster": "law", "repeat": 0},
    {"id": "1", "model": "a", "benchmark": "mmlu", "score": 0.5, "cluster": "law", "repeat": 1},
    {"id": "2", "model": "a", "benchmark": "quiz", "score": 0.25, "cluster": None, "repeat": None},
]


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    table = pa.Table.from_pylist(rows)
    csv.write_csv(table, path) if path.suffix == ".csv" else pq.write_table(table, path, row_group_size=2)
    return path


@pytest.mark.parametrize("name", ["answers.parquet", "answers.csv"])
def test_each_model_and_benchmark_is_a_run(tmp_path: Path, reader: Reader, name: str) -> None:
    logs = {(log.run.model, log.run.benchmark): log for log in reader.read(write(tmp_path / name, ROWS))}
    assert {key: [(row["id"], row["repeat"], row["score"]) for row in log.rows] for key, log in logs.items()} == {
        ("a", "mmlu"): [("1", 0, 1.0), ("1", 1, 0.5)],
        ("b", "mmlu"): [("1", 0, 0.0)],
        ("a", "quiz"): [("2", None, 0.25)],
    }
    assert {row["metric"] for log in logs.values() for row in log.rows} == {"score"}


def test_columns_are_what_the_mapping_says(tmp_path: Path, reader: Reader) -> None:
    path = write(
        tmp_path / "mine.csv",
        [{"id": 9, "doc": "x", "right": 1, "score": 7}, {"id": 8, "doc": "y", "right": 0, "score": 7}],
    )
    mapping = {"doc": "id", "right": "score", "id": "", "score": ""}
    (log,) = reader.read(path, map=mapping, model="org/mine", benchmark="quiz")
    assert log.scores("score") == {"x": 1.0, "y": 0.0}
    assert (log.run.model, log.run.benchmark) == ("org/mine", "quiz")


def test_rows_without_a_score_are_counted(tmp_path: Path, reader: Reader) -> None:
    rows = [*ROWS, {**ROWS[0], "score": None}, {**ROWS[0], "score": float("nan")}, {**ROWS[0], "id": None}]
    logs = reader.read(write(tmp_path / "answers.parquet", rows))
    assert sum(len(log.rows) for log in logs) == len(ROWS)
    assert reader.told() == [(0, "3 rows without an id, score, model or benchmark: left out (row 5 is the first)")]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({}, "has no column model, benchmark. Say which it is"),
        ({"map": {"other": "id"}}, "has no column other. It has id, score"),
        ({"map": {"id": "question"}}, "question is not one of id, score, model"),
    ],
)
def test_columns_that_are_missing_are_asked_for(
    tmp_path: Path, reader: Reader, asked: dict[str, Any], message: str
) -> None:
    with pytest.raises(RequestError, match=message):
        reader.read(write(tmp_path / "answers.csv", [{"id": "1", "score": 1.0}]), **asked)


def test_a_line_of_too_many_or_few_cells_is_told(tmp_path: Path, reader: Reader) -> None:
    path = write(tmp_path / "answers.csv", ROWS)
    path.write_text(path.read_text() + "1,2,3,4,5,6,7,8\n1,a,quiz\n3,a,quiz,1,,\n")
    assert [row["id"] for log in reader.read(path) if log.run.benchmark == "quiz" for row in log.rows] == ["2", "3"]
    assert reader.told() == [
        (6, "has 8 cells where 6 are named: left out"),
        (7, "has 3 cells where 6 are named: left out"),
    ]


HEADING = "id,model,benchmark,score\n"


def test_ids_are_text_as_they_stand(tmp_path: Path, reader: Reader) -> None:
    ids = ["7", "07", "007", "1.10", "1.1", "1e2", "100", "True", "NA", *(str(10**22 + step) for step in range(3))]
    many = [str(number) for number in range(200_000)]
    path = tmp_path / "answers.csv"
    path.write_text(HEADING + "".join(f"{id},a,quiz,1\n" for id in (*many, *ids)))
    (log,) = reader.read(path)
    assert [row["id"] for row in log.rows] == [*many, *ids]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (HEADING + "1,a,quiz,0.5\n", "utf-8-sig"),
        (HEADING + "1,a,quiz,0.5\n", "utf-16"),
        ((HEADING + "1,a,quiz,0.5\n").replace("\n", "\r\n"), "utf-8"),
        ((HEADING + "1,a,quiz,0.5\n").replace(",", "\t"), "utf-8"),
        ((HEADING + "1,a,quiz,0.5\n").replace(",", ";"), "utf-8"),
        ("sep=;\n" + (HEADING + "1,a,quiz,0.5\n").replace(",", ";").replace("0.5", "0,5"), "utf-8"),
    ],
)
def test_spreadsheets_write_csv_in_many_ways(tmp_path: Path, reader: Reader, text: str, encoding: str) -> None:
    path = tmp_path / "answers.csv"
    path.write_bytes(text.encode(encoding))
    (log,) = reader.read(path)
    assert (log.run.model, log.run.benchmark, log.scores("score")) == ("a", "quiz", {"1": 0.5})


def test_a_score_in_words_is_none_but_for_true_and_false(tmp_path: Path, reader: Reader) -> None:
    words = ["True", "false", " 1 ", "right", '"1,234"', "1_0", "nan", "inf", "1e300", ""]
    path = tmp_path / "answers.csv"
    path.write_text(HEADING + "".join(f"{row},a,quiz,{word}\n" for row, word in enumerate(words)))
    (log,) = reader.read(path)
    assert log.scores("score") == {"0": 1.0, "1": 0.0, "2": 1.0}
    assert reader.told() == [(0, "7 rows without an id, score, model or benchmark: left out (row 4 is the first)")]


def test_an_answer_of_nobody_is_left_out(tmp_path: Path, reader: Reader) -> None:
    path = tmp_path / "answers.csv"
    path.write_text(HEADING + "1,,quiz,1\n2,a,,1\n3,a,quiz,1\n")
    (log,) = reader.read(path)
    assert log.scores("score") == {"3": 1.0}
    assert [told for _, told in reader.told()] == [
        "2 rows without an id, score, model or benchmark: left out (row 1 is the first)"
    ]


@pytest.mark.parametrize("name", ["answers.parquet", "answers.csv"])
def test_several_models_or_benchmarks_are_not_made_one(tmp_path: Path, reader: Reader, name: str) -> None:
    path = write(tmp_path / name, ROWS)
    with pytest.raises(RequestError, match=r"the log is of several models \(a, b\)"):
        reader.read(path, model="c")
    with pytest.raises(RequestError, match=r"the log is of several benchmarks \(mmlu, quiz\)"):
        reader.read(path, benchmark="other")
    write(path, [{**row, "model": "a", "benchmark": "quiz"} for row in ROWS])
    (log,) = reader.read(path, model="c", benchmark="other")
    assert (log.run.model, log.run.benchmark, len(log.rows)) == ("c", "other", 4)


def test_what_is_not_utf_8_is_refused_and_nothing_else_is_printed(
    tmp_path: Path, reader: Reader, capfd: pytest.CaptureFixture[str]
) -> None:
    lines = tmp_path / "answers.csv"
    lines.write_bytes(HEADING.encode() + b"1,a,quiz,1\n2\xb5,a\n3,a,quiz,1\n")
    with pytest.raises(BoardError, match="can't decode byte 0xb5"):
        reader.read(lines)
    columns = write(tmp_path / "answers.parquet", ROWS)
    columns.write_bytes(columns.read_bytes().replace(b"cluster", b"clu\xb4ter"))
    with pytest.raises(BoardError, match="is no log of each question"):
        reader.read(columns)
    assert capfd.readouterr() == ("", "")


def test_two_columns_of_one_name_are_refused(tmp_path: Path, reader: Reader) -> None:
    path = tmp_path / "answers.csv"
    path.write_text("id,id,model,benchmark,score\n1,2,a,quiz,1\n")
    with pytest.raises(BoardError, match="several columns called id"):
        reader.read(path)


def test_half_a_table_is_refused_in_one_line(tmp_path: Path, reader: Reader) -> None:
    path = write(tmp_path / "answers.parquet", ROWS * 100)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(BoardError, match=r"can't be read|is no log") as caught:
        reader.read(path)
    assert "\n" not in str(caught.value)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.fixed_dictionaries(
            {
                "id": st.text(min_size=1, max_size=5),
                "model": st.sampled_from(["a", "나", "a/b", "A", " "]),
                "benchmark": st.sampled_from(["one", "=two", "%31"]),
                "score": st.floats(-9, 9),
            }
        ),
        min_size=1,
    )
)
def test_every_row_is_read_once(tmp_path: Path, reader: Reader, rows: list[dict[str, Any]]) -> None:
    expected = defaultdict(list)
    for row in rows:
        expected[row["model"], row["benchmark"]].append((row["id"], row["score"]))
    logs = reader.read(write(tmp_path / "answers.parquet", rows))
    found = {(log.run.model, log.run.benchmark): [(row["id"], row["score"]) for row in log.rows] for log in logs}
    assert {key: sorted(answers) for key, answers in found.items()} == {
        key: sorted(answers) for key, answers in expected.items()
    }


JSON_ROWS: list[dict[str, Any]] = [
    {"id": 1, "model": "a", "benchmark": "quiz", "score": True, "extra": [1, {"deep": None}]},
    {"id": "x", "model": "a", "benchmark": "quiz", "score": 0.1, "metric": "f1"},
    {"id": 1, "model": "b", "benchmark": "quiz", "score": "0.30000000000000004", "repeat": 2},
    {"id": 3, "model": "b", "benchmark": "quiz", "score": None},
]


@pytest.mark.parametrize("name", ["answers.jsonl", "answers.json", "list.json", "indented.json"])
def test_json_is_read_as_lines_and_as_a_list(tmp_path: Path, reader: Reader, name: str) -> None:
    lines = "\n".join(map(json.dumps, JSON_ROWS))
    whole = json.dumps(JSON_ROWS, indent=2 if name == "indented.json" else None)
    (tmp_path / name).write_text(lines if name.startswith("answers") else whole)
    logs = {log.run.model: log.rows for log in reader.read(tmp_path / name)}
    assert [(row["id"], row["metric"], row["score"]) for row in logs["a"]] == [("1", "score", 1.0), ("x", "f1", 0.1)]
    assert [(row["id"], row["repeat"], row["score"]) for row in logs["b"]] == [("1", 2, 0.1 + 0.2)]
    assert reader.told() == [(0, "1 row without an id, score, model or benchmark: left out (row 4)")]


def test_broken_lines_of_json_are_told_and_left_out(tmp_path: Path, reader: Reader) -> None:
    lines = [json.dumps(row) for row in JSON_ROWS[:3]]
    (tmp_path / "answers.jsonl").write_text("\n".join([lines[0], lines[1][:20], "[1]", "", lines[2], lines[2][:9]]))
    logs = reader.read(tmp_path / "answers.jsonl")
    assert [log.run.model for log in logs] == ["a", "b"]
    assert reader.told() == [(line, "isn't a whole JSON object: left out") for line in (2, 3, 6)]


def test_columns_of_json_are_what_the_mapping_says(tmp_path: Path, reader: Reader) -> None:
    """As judges of MT-bench and LiveCodeBench write them."""
    path = tmp_path / "judged.jsonl"
    rows = ({"question_id": number, "pass@1": 1.0, "turn": turn} for number in (81, 82) for turn in (1, 2))
    path.write_text("\n".join(map(json.dumps, rows)))
    with pytest.raises(BoardError, match=r"say what its columns are: .+ It has question_id, pass@1, turn\."):
        reader.read(path)
    source = table.list_sources([path])[0]
    request = LogRequest(
        find=lambda _: None, map={"question_id": "id", "pass@1": "score", "turn": "repeat"}, model="m", benchmark="b"
    )
    ids = [row["id"] for run in table.read_runs(source, request) for part in run.batches for row in part.to_pylist()]
    assert ids == ["81", "81", "82", "82"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("one.json", '{"resolved_ids": ["a"], "id": 1, "score": 2}'),
        ("one.json", '{\n "id": 1,\n "score": 2}\n'),
        ("lines.jsonl", '{\n "id": 1,\n "score": 2}\n'),
        ("strings.json", '["id", "score"]'),
        ("lists.json", '[["id"], ["score"]]'),
        ("cut.json", '[{"id": 1, "score'),
    ],
)
def test_what_is_no_table_is_told_to_be_made_one(tmp_path: Path, reader: Reader, name: str, content: str) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(BoardError, match=r"that is known\. Make a table of it in CSV, JSON Lines"):
        reader.read(tmp_path / name)


@pytest.mark.parametrize("name", ["answers.parquet", "answers.csv"])
def test_a_row_that_names_no_metric_has_the_usual_one(tmp_path: Path, reader: Reader, name: str) -> None:
    rows = [{**ROWS[0], "metric": metric} for metric in ("f1", None, "")]
    (log,) = reader.read(write(tmp_path / name, rows))
    assert [row["metric"] for row in log.rows] == ["f1", "score", "score"]
