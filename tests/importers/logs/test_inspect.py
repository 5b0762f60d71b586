"""Logs of Inspect, as archives and as JSON."""

from __future__ import annotations

import json
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from tests.importers.logs.conftest import Reader

from llmsurvey.errors import BoardError

EVAL = {
    "task": "inspect_evals/arc_easy",
    "task_version": 2,
    "task_args": {"fewshot": 3},
    "created": "2025-10-21T00:40:45+02:00",
    "model": "org/model",
    "model_generate_config": {"temperature": 0.5},
    "packages": {"inspect_ai": "0.3.138"},
}


def sample(number: int | str, value: Any, epoch: int = 1, **more: Any) -> dict[str, Any]:
    return {"id": number, "epoch": epoch, "input": f"{number}?", "scores": {"choice": {"value": value}}, **more}


HEADER = {"version": 2, "status": "success", "eval": EVAL}


def write_json(path: Path, *samples: dict[str, Any], said: dict[str, Any] = HEADER) -> Path:
    path.write_text(json.dumps({**said, "samples": samples}))
    return path


def write_archive(
    path: Path, *samples: dict[str, Any] | str, header: str = "header.json", said: dict[str, Any] = HEADER
) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, each in enumerate(samples):
            archive.writestr(f"samples/{number}_epoch_1.json", each if isinstance(each, str) else json.dumps(each))
        archive.writestr(header, json.dumps(said))
        archive.writestr("summaries.json", "[]")
    return path


def test_an_archive_says_the_same_as_the_json(tmp_path: Path, reader: Reader) -> None:
    samples = [sample(1, "C"), sample(2, "I"), sample("x", "P", metadata={"subject": "law"})]
    (archive,) = reader.read(write_archive(tmp_path / "log.eval", *samples))
    (whole,) = reader.read(write_json(tmp_path / "log.json", *samples))
    assert archive.rows == whole.rows
    assert archive.scores("choice") == {"1": 1.0, "2": 0.0, "x": 0.5}
    assert [row["cluster"] for row in archive.rows] == [None, None, "law"]
    run = archive.run
    assert (run.model, run.benchmark, run.date, run.harness) == (
        "org/model",
        "arc-easy",
        "2025-10-21",
        "inspect_ai 0.3.138",
    )
    assert (run.setup.shots, run.setup.task_version, run.setup.generation) == (3, "2", '{"temperature":0.5}')


@pytest.mark.parametrize(
    ("more", "planned"),
    [
        ({"dataset": {"samples": 500, "sample_ids": [1, 2, 3]}, "config": {"epochs": 2, "limit": 3}}, 3),
        ({"dataset": {"samples": 500}, "config": {"epochs": 2}}, 2),  # of the total, as logs of 2024 say it
        ({}, 4),
    ],
)
def test_a_log_says_how_many_questions_were_to_be_asked(
    more: dict[str, Any], planned: int, tmp_path: Path, reader: Reader
) -> None:
    said = {**ended(), "eval": {**EVAL, **more}, "results": {"total_samples": 4, "completed_samples": 2}}
    (read,) = reader.read(write_json(tmp_path / "log.json", sample(1, "C"), sample(2, "C"), said=said))
    assert (read.run.planned, read.run.ended) == (planned, True)
    stopped = {"version": 2, "status": "cancelled", "eval": EVAL}
    (read,) = reader.read(write_json(tmp_path / "stopped.json", sample(1, "C"), said=stopped))
    assert (read.run.planned, read.run.ended) == (None, False)


def ended(accuracy: float = 0.5, **more: Any) -> dict[str, Any]:
    """What a log says of a run that ended, with what it came to."""
    scores = [{"name": "choice", "scorer": "choice", "metrics": {"accuracy": {"name": "accuracy", "value": accuracy}}}]
    return {
        **HEADER,
        "eval": {**EVAL, "run_id": "r", "eval_id": "e", "task_id": "t", **more},
        "plan": {},
        "results": {"total_samples": 2, "completed_samples": 2, "scores": scores},
        "stats": {"started_at": "2025-10-21T00:40:45+02:00", "completed_at": "2025-10-21T00:41:00+02:00"},
    }


def pack_by_zstandard(path: Path) -> Path:
    """Pack the files of an archive anew as Inspect does since 2026, in several frames; zipfile can't before 3.14."""
    with zipfile.ZipFile(path) as archive:
        files = {member: archive.read(member) for member in archive.infolist()}
    codec = pa.Codec("zstd")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for member, content in files.items():
            frames = [content[start : start + 100] for start in range(0, len(content), 100)]
            packed = b"".join(codec.compress(frame, asbytes=True) for frame in frames)
            archive.writestr(member.filename, packed)
            known = archive.getinfo(member.filename)
            known.compress_type, known.file_size, known.CRC = 93, len(content), zlib.crc32(content)
    return path


def test_an_archive_may_be_packed_by_zstandard(tmp_path: Path, reader: Reader) -> None:
    samples = [sample(1, "C"), sample(2, "I", note="long" * 100)]
    (deflated,) = reader.read(write_archive(tmp_path / "log.eval", *samples, said=ended()))
    (packed,) = reader.read(pack_by_zstandard(tmp_path / "log.eval"))
    assert packed == deflated


@pytest.mark.parametrize("damaged", ["frame", "sum"])
def test_a_sample_that_zstandard_cannot_unpack_is_left_out(tmp_path: Path, reader: Reader, damaged: str) -> None:
    path = pack_by_zstandard(write_archive(tmp_path / "log.eval", sample(1, "C"), sample(2, "I")))
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        member = archive.getinfo("samples/1_epoch_1.json")
    if damaged == "frame":
        start = member.header_offset + 30 + len(member.filename)
        content[start : start + 4] = bytes(4)
    else:
        at = content.rindex(member.CRC.to_bytes(4, "little"))
        content[at] ^= 1
    path.write_bytes(content)
    (run,) = reader.read(path)
    assert run.scores("choice") == {"1": 1.0}
    assert [str(fault.message) for fault in reader.faults] == ["samples/1_epoch_1.json can't be read: left out"]


def test_a_run_is_the_same_as_an_archive_and_as_json(tmp_path: Path, reader: Reader) -> None:
    samples = [sample(1, "C"), sample(2, "I")]
    (archive,) = reader.read(write_archive(tmp_path / "log.eval", *samples, said=ended()))
    (whole,) = reader.read(write_json(tmp_path / "log.json", *samples, said=ended(tags=["new in a later version"])))
    assert archive.run.digest == whole.run.digest


@pytest.mark.parametrize("said", [ended(0.75), ended(eval_id="again"), {**ended(), "status": "error"}, HEADER])
def test_a_run_that_came_out_otherwise_is_another(tmp_path: Path, reader: Reader, said: dict[str, Any]) -> None:
    samples = [sample(1, "C"), sample(2, "I")]
    (one,) = reader.read(write_json(tmp_path / "one.json", *samples, said=ended()))
    (other,) = reader.read(write_json(tmp_path / "other.json", *samples, said=said))
    assert one.run.digest != other.run.digest


@pytest.mark.parametrize("status", ["error", "cancelled", "started"])
def test_a_run_that_did_not_end_is_told(tmp_path: Path, reader: Reader, status: str) -> None:
    reader.read(write_json(tmp_path / "log.json", sample(1, "C"), said={**HEADER, "status": status}))
    assert reader.told() == [(0, f"is of a run that didn't end ({status}): it may lack questions")]


def test_words_are_the_numbers_that_inspect_makes_of_them(tmp_path: Path, reader: Reader) -> None:
    words = {"yes": 1.0, "True": 1.0, "no": 0.0, "FALSE": 0.0, "0.25": 0.25, "C": 1.0, "N": 0.0}
    (log,) = reader.read(write_json(tmp_path / "log.json", *(sample(word, word) for word in words), sample("x", "c")))
    assert log.scores("choice") == words
    assert [told for _, told in reader.told()] == ["samples[7] choice isn't a score: left out"]


def test_how_a_model_is_reached_is_no_other_set_up(tmp_path: Path, reader: Reader) -> None:
    settings = {"temperature": 0.5, "max_connections": 50, "timeout": 9, "extra_headers": {"Authorization": "secret"}}
    said = {**HEADER, "eval": {**EVAL, "model_generate_config": settings}}
    (log,) = reader.read(write_json(tmp_path / "log.json", sample(1, "C"), said=said))
    assert log.run.setup.generation == '{"temperature":0.5}'


def test_what_python_writes_beside_json_is_read(tmp_path: Path, reader: Reader) -> None:
    samples = [sample(1, "C"), sample(2, float("nan")), sample("half \ud800", "I")]
    for log in (
        write_archive(tmp_path / "log.eval", *samples, said=ended(float("nan"))),
        write_json(tmp_path / "log.json", *samples, said=ended(float("nan"))),
    ):
        (read,) = reader.read(log)
        assert read.scores("choice") == {"1": 1.0, "half \\ud800": 0.0}
    assert [told.partition(" ")[2] for _, told in reader.told()] == ["choice isn't a score: left out"] * 2


def test_epochs_are_repeats(tmp_path: Path, reader: Reader) -> None:
    (log,) = reader.read(write_archive(tmp_path / "log.eval", sample(1, "I", epoch=2), sample(1, "C", epoch=1)))
    assert {(row["repeat"], row["score"]) for row in log.rows} == {(1, 0.0), (0, 1.0)}


def test_a_score_of_several_values_is_a_metric_each(tmp_path: Path, reader: Reader) -> None:
    (log,) = reader.read(write_json(tmp_path / "log.json", sample(1, {"fluent": 0.5, "right": "C"})))
    assert {row["metric"]: row["score"] for row in log.rows} == {"choice/fluent": 0.5, "choice/right": 1.0}


def test_ids_of_messages_make_no_other_question(tmp_path: Path, reader: Reader) -> None:
    def asked(id: str, text: str) -> list[dict[str, str]]:
        return [{"id": id, "role": "user", "content": text}]

    samples = [
        sample(number, "C", input=asked(id, text))
        for number, (id, text) in enumerate((("a", "one"), ("b", "one"), ("a", "two")))
    ]
    (log,) = reader.read(write_json(tmp_path / "log.json", *samples))
    first, second, third = (row["hash"] for row in log.rows)
    assert first == second != third


def test_samples_without_scores_are_told(tmp_path: Path, reader: Reader) -> None:
    broken = write_archive(tmp_path / "log.eval", sample(1, "C"), {"id": 2, "scores": None}, "{", sample(3, "maybe"))
    (log,) = reader.read(broken)
    assert log.scores("choice") == {"1": 1.0}
    assert [message for _, message in reader.told()] == [
        "samples/1_epoch_1.json has no score: left out",
        "samples/2_epoch_1.json can't be read: left out",
        "samples/3_epoch_1.json choice isn't a score: left out",
    ]


def test_a_run_that_was_stopped_is_read_as_far_as_it_went(tmp_path: Path, reader: Reader) -> None:
    path = write_archive(tmp_path / "log.eval", sample(1, "C"), header="_journal/start.json")
    (log,) = reader.read(path)
    assert log.run.model == "org/model"
    assert log.scores("choice") == {"1": 1.0}


def test_half_an_archive_is_refused_in_one_line(tmp_path: Path, reader: Reader) -> None:
    whole = write_archive(tmp_path / "log.eval", *(sample(number, "C") for number in range(50)))
    content = whole.read_bytes()
    whole.write_bytes(content[: len(content) // 2])
    with pytest.raises(BoardError, match="is no whole log of Inspect") as caught:
        reader.read(whole)
    assert "\n" not in str(caught.value)


def test_half_a_json_log_is_refused_in_one_line(tmp_path: Path, reader: Reader) -> None:
    whole = write_json(tmp_path / "log.json", sample(1, "C"))
    whole.write_text(whole.read_text()[:-20])
    with pytest.raises(BoardError, match="is no whole log of Inspect"):
        reader.read(whole)
