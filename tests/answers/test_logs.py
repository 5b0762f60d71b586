"""`logs`, `logs import` and `logs remove`: what comes in, what is listed, and what goes."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import llmsurvey
from llmsurvey.answers.import_logs import ImportLogsQuestion, import_logs
from llmsurvey.errors import BoardError, EngineError, OutputError, RequestError, UnknownNameError
from llmsurvey.importers.logs import read_sources
from llmsurvey.logs import room
from llmsurvey.logs.store import LogAdditions

pytestmark = pytest.mark.usefixtures("warm_cache")

TIME = "2024-08-21T03-44-09.494230"


def write_log(folder: Path, model: str, scores: list[float], *, task: str = "arc_easy", text: str = "h") -> Path:
    lines = [
        json.dumps({"doc_id": number, "doc_hash": f"{text}{number}", "doc": {}, "metrics": ["acc"], "acc": score})
        for number, score in enumerate(scores)
    ]
    path = folder / f"lab__{model}" / f"samples_{task}_{TIME}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture
def results(tmp_path: Path) -> Path:
    """Logs of two models, of which one was asked fewer questions."""
    write_log(tmp_path / "results", "a", [1.0, 0.0, 1.0])
    write_log(tmp_path / "results", "b", [0.0, 0.0])
    return tmp_path / "results"


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    """The folder in which logs are kept."""
    return tmp_path / "logs"


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_import_says_what_is_new(results: Path, logs: Path) -> None:
    catalogue = llmsurvey.open()
    first = catalogue.import_logs(results, logs_in=logs)
    assert [(entry.model, entry.questions, entry.new_answers) for entry in first.entries] == [
        ("lab/a", 3, 3),
        ("lab/b", 2, 2),
    ]
    before = contents(logs)
    again = catalogue.import_logs(results, logs_in=logs)
    assert [entry.new_answers for entry in again.entries] == [0, 0]
    assert [note for note in again.notes if "Nothing new" in note]
    assert contents(logs) == before


def test_a_log_elsewhere_is_known_by_what_it_holds(results: Path, logs: Path, tmp_path: Path) -> None:
    catalogue = llmsurvey.open()
    catalogue.import_logs(results, logs_in=logs)
    shutil.copytree(results, tmp_path / "copy")
    copied = catalogue.import_logs(tmp_path / "copy", logs_in=logs)
    assert [entry.new_answers for entry in copied.entries] == [0, 0]
    assert len(catalogue.logs(logs_in=logs).entries) == 2


def test_a_log_that_has_grown_is_another_run(results: Path, logs: Path) -> None:
    catalogue = llmsurvey.open()
    catalogue.import_logs(results, logs_in=logs)
    write_log(results, "b", [0.0, 0.0, 1.0])
    grown = catalogue.import_logs(results, logs_in=logs)
    assert [(entry.model, entry.new_answers) for entry in grown.entries] == [("lab/a", 0), ("lab/b", 3)]


def test_texts_are_added_when_they_are_asked_for(results: Path, logs: Path) -> None:
    catalogue = llmsurvey.open()
    catalogue.import_logs(results, logs_in=logs)
    assert not (logs / "texts").exists()
    answer = catalogue.import_logs(results, logs_in=logs, texts=True)
    assert [entry.new_answers for entry in answer.entries] == [0, 0]
    assert "The answers were there; the texts of 2 runs were added." in answer.notes
    assert len(list(logs.glob("texts/*/*/*.parquet"))) == 2
    assert len(catalogue.logs(logs_in=logs).entries) == 2


def test_a_dry_run_keeps_nothing(results: Path, logs: Path) -> None:
    answer = llmsurvey.open().import_logs(results, logs_in=logs, dry_run=True)
    assert [entry.new_answers for entry in answer.entries] == [3, 2]
    assert not logs.exists()


def test_what_can_not_be_read_keeps_nothing_else_out(results: Path, logs: Path) -> None:
    nobody = results / "nobody" / f"samples_arc_easy_{TIME}.jsonl"
    nobody.parent.mkdir()
    nobody.write_text('{"doc_id": 0, "acc": 1.0}\n')
    answer = llmsurvey.open().import_logs(results, logs_in=logs)
    assert [entry.model for entry in answer.entries] == ["lab/a", "lab/b"]
    assert ["which model answered" in str(error) for error in answer.refused] == [True]
    with pytest.raises(BoardError, match="which model answered"):
        llmsurvey.open().import_logs(nobody, logs_in=logs)


def test_a_packed_log_is_told_to_be_unpacked(results: Path, logs: Path, tmp_path: Path) -> None:
    packed = tmp_path / "log.jsonl.gz"
    packed.write_bytes(gzip.compress(next(results.rglob("*.jsonl")).read_bytes()))
    with pytest.raises(BoardError, match="is compressed"):
        llmsurvey.open().import_logs(packed, logs_in=logs)


def test_a_log_without_an_answer_is_told(results: Path, logs: Path) -> None:
    empty = results / "empty.csv"
    empty.write_text("id,model,benchmark,score\n")
    with pytest.raises(BoardError, match=r"empty.csv has no answers"):
        llmsurvey.open().import_logs(empty, logs_in=logs)
    assert [str(error) for error in llmsurvey.open().import_logs(results, logs_in=logs).refused] == [
        f"{empty} has no answers."
    ]


def test_a_table_that_lacks_a_column_keeps_nothing_else_out(results: Path, logs: Path) -> None:
    (results / "first.csv").write_text("id,score\n1,1\n")
    (results / "last.csv").write_text("id,score,model,benchmark\n1,1,lab/c,quiz\n")
    answer = llmsurvey.open().import_logs(results, logs_in=logs)
    assert [entry.model for entry in answer.entries] == ["lab/a", "lab/b", "lab/c"]
    assert ["has no column model, benchmark" in str(error) for error in answer.refused] == [True]


def test_several_processes_keep_the_same(results: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = write_log(results, "c", [1.0])
    broken.write_text(broken.read_text() + "{\n")
    (results / "lab__a" / "notes.json").write_text("{}")
    catalogue = llmsurvey.open()
    alone = import_logs(catalogue, ImportLogsQuestion(paths=(str(results),), logs_in=str(tmp_path / "one")))
    monkeypatch.setattr(read_sources, "SMALL", 0)
    together = import_logs(
        catalogue, ImportLogsQuestion(paths=(str(results),), logs_in=str(tmp_path / "two")), processes=2
    )
    assert together == alone
    assert [fault.line for fault in together.faults] == [2]
    sources = "sources.parquet"
    assert {**contents(tmp_path / "one"), sources: b""} == {**contents(tmp_path / "two"), sources: b""}


def test_a_disk_without_room_is_told_before(results: Path, logs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "free_bytes", lambda folder: 1)
    with pytest.raises(OutputError, match=r"has 0\.0 MB of room, and the answers of these logs may take \d+\.\d MB\."):
        llmsurvey.open().import_logs(results, logs_in=logs)
    assert not logs.exists()


def test_a_list_says_what_runs_lack(results: Path, logs: Path) -> None:
    write_log(results, "c", [1.0], text="other")
    catalogue = llmsurvey.open()
    catalogue.import_logs(results, logs_in=logs)
    answer = catalogue.logs(logs_in=logs)
    assert [(entry.model, entry.questions, entry.missing, entry.reworded) for entry in answer.entries] == [
        ("lab/a", 3, 0, 1),
        ("lab/b", 2, 1, 1),
        ("lab/c", 1, 2, 1),
    ]
    assert any("other texts" in note for note in answer.notes)


def test_a_list_says_which_settings_differ(results: Path, logs: Path) -> None:
    for model, shots in (("a", 5), ("b", 0)):
        settings = {"config": {"model_args": f"pretrained=lab/{model}"}, "n-shot": {"arc_easy": shots}}
        (results / f"lab__{model}" / f"results_{TIME}.json").write_text(json.dumps(settings))
    catalogue = llmsurvey.open()
    catalogue.import_logs(results, logs_in=logs)
    answer = catalogue.logs(logs_in=logs)
    assert [(entry.shots, entry.differs) for entry in answer.entries] == [(5, ("shots",)), (0, ("shots",))]
    assert any("Set-ups differ on arc-easy" in note for note in answer.notes)


def test_a_file_that_is_gone_is_told_and_the_rest_listed(results: Path, logs: Path) -> None:
    catalogue = llmsurvey.open()
    catalogue.import_logs(results, logs_in=logs)
    for path in logs.glob("answers/*/*b/*.parquet"):
        path.write_bytes(b"PAR1")
    answer = catalogue.logs(logs_in=logs)
    assert [entry.missing for entry in answer.entries] == [None, None]
    assert len(answer.refused) == 1


def test_runs_are_removed_by_model_benchmark_or_name(results: Path, logs: Path) -> None:
    catalogue = llmsurvey.open()
    catalogue.import_logs(results, logs_in=logs)
    name = catalogue.logs(logs_in=logs).entries[0].run
    assert [entry.model for entry in catalogue.remove_logs(name, logs_in=logs).entries] == ["lab/a"]
    with pytest.raises(UnknownNameError, match="Did you mean lab/b"):
        catalogue.remove_logs("lab/a", logs_in=logs)
    assert [entry.model for entry in catalogue.remove_logs("arc-easy", logs_in=logs).entries] == ["lab/b"]
    assert [entry.new_answers for entry in catalogue.import_logs(results, logs_in=logs).entries] == [3, 2]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"log_format": "harnes"}, "harnes is not one of harness"),
        ({"model": " "}, "model needs a value"),
    ],
)
def test_requests_that_can_not_be_met_are_refused(
    results: Path, logs: Path, asked: dict[str, str], message: str
) -> None:
    with pytest.raises(RequestError, match=message):
        llmsurvey.open().import_logs(results, logs_in=logs, **asked)  # type: ignore[arg-type]


def test_a_folder_without_logs_is_refused(tmp_path: Path, logs: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(BoardError, match="has no logs of each question"):
        llmsurvey.open().import_logs(tmp_path / "empty", logs_in=logs)


def test_answers_are_those_of_the_log(results: Path, logs: Path) -> None:
    llmsurvey.open().import_logs(results, logs_in=logs)
    rows = [row for path in sorted(logs.glob("answers/*/*/*.parquet")) for row in pq.read_table(path).to_pylist()]
    assert [(row["model"], row["question"], row["score"], row["correct"]) for row in rows] == [
        ("lab/a", 0, 1.0, True),
        ("lab/a", 1, 0.0, False),
        ("lab/a", 2, 1.0, True),
        ("lab/b", 0, 0.0, False),
        ("lab/b", 1, 0.0, False),
    ]


def damage(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


@pytest.mark.parametrize("spoil", [damage, Path.unlink])
@pytest.mark.parametrize("part", ["answers", "questions"])
def test_what_is_gone_or_damaged_is_there_when_it_is_imported_again(
    results: Path, logs: Path, part: str, spoil: Callable[[Path], None]
) -> None:
    catalogue = llmsurvey.open()
    catalogue.import_logs(results, logs_in=logs)
    before = catalogue.compare("a", "b", logs=True, logs_in=logs)
    spoil(next((logs / part).rglob("*.parquet")))
    with pytest.raises((BoardError, EngineError)):
        catalogue.compare("a", "b", logs=True, logs_in=logs)
    again = catalogue.import_logs(results, logs_in=logs)
    assert sum(entry.new_answers for entry in again.entries) == (3 if part == "answers" else 5)
    assert not again.faults
    assert catalogue.compare("a", "b", logs=True, logs_in=logs) == before


@pytest.mark.parametrize("spoil", [damage, Path.unlink])
def test_answers_to_lost_questions_are_never_taken_for_answers_to_others(
    results: Path, logs: Path, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    """They refer to questions by number: another log would number its own anew."""
    catalogue = llmsurvey.open()
    catalogue.import_logs(results, logs_in=logs)
    other = write_log(tmp_path / "more", "c", [1.0, 1.0], task="hellaswag")
    spoil(next((logs / "questions").rglob("*.parquet")))
    catalogue.import_logs(other, logs_in=logs)
    assert {entry.model for entry in catalogue.logs(logs_in=logs).entries} == {"lab/a", "lab/b", "lab/c"}
    third = write_log(tmp_path / "more", "d", [1.0, 1.0], text="other words")
    (fault,) = catalogue.import_logs(third, logs_in=logs).faults
    assert "the answers of lab/a, lab/b can't be told apart: import these logs again" in fault.message
    assert {entry.model for entry in catalogue.logs(logs_in=logs).entries} == {"lab/c", "lab/d"}
    catalogue.import_logs(results, logs_in=logs)
    assert {entry.model for entry in catalogue.logs(logs_in=logs).entries} == {"lab/a", "lab/b", "lab/c", "lab/d"}


def test_an_import_that_ends_when_lost_questions_are_numbered_anew_leaves_no_answer_to_others(
    results: Path, logs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = llmsurvey.open()
    catalogue.import_logs(results, logs_in=logs)
    next((logs / "questions").rglob("*.parquet")).unlink()
    other = write_log(tmp_path / "more", "c", [1.0, 1.0], text="other words")
    write = LogAdditions._write_questions

    def write_and_end(additions: LogAdditions) -> None:
        write(additions)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(LogAdditions, "_write_questions", write_and_end)
        with pytest.raises(KeyboardInterrupt):
            catalogue.import_logs(other, logs_in=logs)
    assert list(catalogue.logs(logs_in=logs).entries) == []
    catalogue.import_logs(results, logs_in=logs)
    catalogue.import_logs(other, logs_in=logs)
    assert {entry.model for entry in catalogue.logs(logs_in=logs).entries} == {"lab/a", "lab/b", "lab/c"}


def test_what_is_said_of_a_damaged_list_of_runs_is_the_way_out(results: Path, logs: Path) -> None:
    catalogue = llmsurvey.open()
    catalogue.import_logs(results, logs_in=logs)
    before = catalogue.logs(logs_in=logs)
    damage(logs / "runs.parquet")
    for ask in (catalogue.logs, catalogue.rank_logs, lambda logs_in: catalogue.import_logs(results, logs_in=logs_in)):
        with pytest.raises(BoardError, match=r"runs\.parquet can't be read: .+ Remove it, and import all logs again\."):
            ask(logs_in=logs)
    (logs / "runs.parquet").unlink()
    catalogue.import_logs(results, logs_in=logs)
    assert catalogue.logs(logs_in=logs) == before
