"""Files of scores: boards as they are kept, runs of the harness, tables of any kind, snapshots of the leaderboard."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import openpyxl
import pyarrow.csv
import pyarrow.parquet
from tests.boards.made import LibraryOf
from tests.fuzz.mutation import mutate_bytes
from tests.fuzz.program import built_in
from tests.fuzz.structure import mutate_json, mutate_markdown, mutate_table
from tests.fuzz.surface import Surface, check_messages, check_refusal, seeds

from llmsurvey.answers.rank import RankQuestion, rank_board
from llmsurvey.boards import tidy
from llmsurvey.boards.board import Board
from llmsurvey.boards.ranking import RankSettings, rank_entries
from llmsurvey.boards.store import BoardStore
from llmsurvey.errors import LlmsurveyError
from llmsurvey.formats import render
from llmsurvey.importers import Reading, Request, load_importer

_DAY = "2024-01-01"
_BOARDS = Path("boards")

_NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _importing(form: str, name: str) -> Callable[[bytes], None]:
    """A check that reads a content as a file of this name by the importer of a format."""

    def check(content: bytes) -> None:
        path = Path(name)
        path.write_bytes(content)
        try:
            readings = load_importer(form).read([path], Request(built_in(), "b", _DAY))
        except LlmsurveyError as error:
            check_refusal(error)
            return
        for reading in readings:
            check_messages(fault.text for fault in reading.faults)
            _check_kept(reading)
            _check_ranked(reading.board)

    return check


def _check_kept(reading: Reading) -> None:
    """What was read is kept and comes back, or is refused; kept a second time it adds nothing."""
    store = BoardStore((_BOARDS,))
    shutil.rmtree(_BOARDS, ignore_errors=True)
    boards = [(reading.board, reading.scores or tidy.from_board(reading.board))]
    try:
        store.add(boards)
    except LlmsurveyError as error:
        check_refusal(error)
        assert not list(_BOARDS.rglob("*.csv")), "refused and kept"
        return
    kept = tidy.from_board(store.load(reading.board.address))
    assert len(kept["value"]) == len(boards[0][1]["value"]), "scores are lost once they were kept"
    assert [addition.new for addition in store.plan(boards)] == [0], "keeping again adds something"


def _check_ranked(board: Board) -> None:
    """A board can be ranked, and its ranks count from 1 on."""
    try:
        order = rank_entries(board, RankSettings(sets="none"), built_in())
    except LlmsurveyError as error:
        check_refusal(error)
        return
    positive = [int(rank) for rank in order.ranks if rank]
    assert not positive or min(positive) == 1, "nobody is first"
    assert all(0 <= rank <= len(order.ranks) for rank in order.ranks), "a rank beyond the last"
    answer = rank_board(LibraryOf(board, built_in()), RankQuestion(sets="none"))
    check_messages(answer.notes)
    render(answer.table(), "csv")


def _check_board(content: bytes) -> None:
    """A kept snapshot of whatever content is refused, or a board."""
    path = _BOARDS / "b" / f"{_DAY}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    try:
        board = BoardStore((_BOARDS,)).load(f"b@{_DAY}")
    except LlmsurveyError as error:
        check_refusal(error)
        return
    _check_ranked(board)


def _mutate_parquet(random: Random, seeds: Sequence[bytes]) -> bytes:
    """A table of separated values, mutated, as Parquet; now and then with broken bytes."""
    file = io.BytesIO()
    try:
        table = pyarrow.csv.read_csv(io.BytesIO(mutate_table(random, seeds)))
    except (pyarrow.ArrowException, UnicodeDecodeError):
        table = pyarrow.csv.read_csv(io.BytesIO(seeds[0]))
    pyarrow.parquet.write_table(table, file)
    return mutate_bytes(random, [file.getvalue()]) if random.random() < 0.4 else file.getvalue()


def _mutate_xlsx(random: Random, seeds: Sequence[bytes]) -> bytes:
    """The same as a workbook."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    text = _NOT_IN_XML.sub("", mutate_table(random, seeds).decode("utf-8", "replace"))
    for line in text.splitlines()[:1000]:
        sheet.append([cell[:1000] for cell in line.split(",")[:100]])
    file = io.BytesIO()
    book.save(file)
    content = _without_time(file)
    return mutate_bytes(random, [content]) if random.random() < 0.3 else content


def _without_time(book: io.BytesIO) -> bytes:
    """A workbook that doesn't tell when it was made, so that the same seed makes the same."""
    file = io.BytesIO()
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2024-01-01T00:00:00Z", old.read(name))
            new.writestr(zipfile.ZipInfo(name), content)
    return file.getvalue()


_TABLES = seeds("table_text", ".csv", ".tsv")
_JSON = seeds("table_json")
_MARKDOWN = seeds("table_markdown", ".md")

SURFACES = (
    Surface("board", _check_board, 250, seeds("board"), mutate_table),
    Surface(
        "harness",
        _importing("lm-eval", "results_2024-08-21T03-44-09.json"),
        500,
        seeds("harness", ".json"),
        mutate_json,
    ),
    Surface("table-csv", _importing("table", "scores.csv"), 500, _TABLES, mutate_table),
    Surface("table-tsv", _importing("table", "scores.tsv"), 50, _TABLES, mutate_table),
    Surface("table-markdown", _importing("table", "card.md"), 300, _MARKDOWN, mutate_markdown),
    Surface(
        "table-parquet", _importing("table", "scores.parquet"), 150, seeds("board") + _TABLES[-1:], _mutate_parquet
    ),
    Surface("table-html", _importing("table", "page.html"), 25, _MARKDOWN),
    Surface("table-xlsx", _importing("table", "scores.xlsx"), 10, _TABLES, _mutate_xlsx),
    Surface("table-json", _importing("table", "scores.json"), 50, _JSON, mutate_json),
    Surface("leaderboard", _importing("open-llm-leaderboard", "20240101.csv"), 200, seeds("leaderboard"), mutate_table),
)
