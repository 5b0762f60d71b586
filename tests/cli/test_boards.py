"""`rank`, `history`, `diff`, `frontier`, `boards` and `compare --board`, as they are run."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Run

from llmsurvey.cli.app import app
from llmsurvey.cli.usage import UsageError, usage_error
from llmsurvey.errors import LlmsurveyError
from llmsurvey.messages import translated

JULY = "open-llm-leaderboard@2023-07-28"

TABLE = "Model,ARC,MMLU\nmine,50,60\nyours,70,30\n"


@pytest.fixture(autouse=True)
def no_boards_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the user's own boards would be, which isn't there."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data" / "llmsurvey" / "boards"


def rows(result: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    assert result.stderr == ""
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


def said(result: subprocess.CompletedProcess[str]) -> str:
    """What a request that can't be answered is told, in one line."""
    assert result.stdout == ""
    assert result.stderr.startswith("llmsurvey: ")
    assert result.stderr.count("\n") == 1
    return result.stderr


def refused(*arguments: str) -> tuple[int, str]:
    """The exit code of a request that can't be answered, and what is told; any other exception is none of these."""
    with pytest.raises((LlmsurveyError, UsageError)) as error:
        app(list(arguments), prog_name="llmsurvey", standalone_mode=False)
    wrong: Any = error.value
    return wrong.exit_code, usage_error(wrong) if isinstance(wrong, UsageError) else translated(wrong.message)


QUESTIONS = [
    ("rank", "--format", "json"),
    ("rank", "--format", "csv"),
    ("rank", "--methods", "--format", "json"),
    ("history", "LLaMA@65B", "--format", "csv"),
    ("history", "--top", "3", "--format", "json"),
    ("diff", "open-llm-leaderboard@2023-06-29", "open-llm-leaderboard@2023-07-14", "--format", "csv"),
    ("frontier", "--format", "json"),
    ("boards", "--format", "csv"),
    ("compare", "FreeWilly2", "Llama 2@70B", "--board", JULY, "--format", "json"),
]


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_machines_get_the_same_in_every_language(run: Run, question: tuple[str, ...]) -> None:
    korean, english = (run(*question, LANG=language) for language in ("ko_KR.UTF-8", "en_US.UTF-8"))
    assert korean.stdout == english.stdout != ""
    assert (korean.returncode, korean.stderr) == (0, "")


@pytest.mark.parametrize("question", [("rank",), ("frontier", "--format", "drawing")], ids=" ".join)
def test_people_get_it_in_theirs(run: Run, question: tuple[str, ...]) -> None:
    korean = run(*question, LANG="ko_KR.UTF-8").stdout
    assert re.search("[가-힣]", korean)
    assert korean != run(*question, LANG="en_US.UTF-8").stdout


def test_json_and_csv_hold_the_same_rows(run: Run) -> None:
    found = rows(run("rank", JULY, "--format", "json"))
    table = list(csv.DictReader(io.StringIO(run("rank", JULY, "--format", "csv").stdout)))
    assert [row["name"] for row in table] == [row["name"] for row in found]
    assert [float(row["average"]) for row in table] == [row["average"] for row in found]
    folded = {"rank_set", "board_rank_set", "metrics", "shots", "harness", "reporter"}
    assert set(table[0]) - set(found[0]) == folded  # which JSON has in objects, or as two numbers
    assert set(found[0]) - set(table[0]) == {"measures"}


def test_without_a_board_that_of_the_survey_s_day_is_ranked(run: Run) -> None:
    found = rows(run("rank", "--format", "json"))
    for words in ((JULY,), ("--board", JULY)):
        assert rows(run("rank", *words, "--format", "json")) == found
    assert found[0]["name"] == "FreeWilly2@70B"
    assert all(row["source"].startswith("https://github.com/") for row in found)


def test_a_board_may_be_named_both_ways_and_by_its_day_alone(run: Run) -> None:
    assert run("rank", "@2023-07-28", "--board", "@2023-07-28").stdout == run("rank").stdout
    assert run("frontier", "--board", "@latest").returncode == 0


def test_people_see_twenty_rows_and_files_hold_all(run: Run) -> None:
    shown = run("rank", JULY).stdout.splitlines()
    assert shown[1].split()[0] == "1"
    assert shown[20].split()[0] == "20"
    assert shown[21].startswith("449 of 449 entries of ")
    assert shown[-1].startswith("The first 20 of 449 rows. `--limit 449` shows all.")
    assert len(rows(run("rank", JULY, "--format", "json"))) == 449


@pytest.mark.parametrize(("limit", "count"), [("0", 0), ("25", 25), ("9999", 449)])
def test_as_many_rows_as_are_asked_for(run: Run, limit: str, count: int) -> None:
    assert len(rows(run("rank", JULY, "--limit", limit, "--format", "json"))) == count


def test_the_limit_is_of_what_is_sorted_and_chosen(run: Run) -> None:
    found = rows(run("rank", JULY, "--sort", "-mmlu", "--where", "rank>100", "--limit", "3", "--format", "json"))
    every = [row for row in rows(run("rank", JULY, "--format", "json")) if row["rank"] > 100]
    assert [row["mmlu"] for row in found] == sorted((row["mmlu"] for row in every), reverse=True)[:3]


def test_filters_keep_the_ranks_of_the_whole_board(run: Run) -> None:
    whole = {row["hub"]: row["rank"] for row in rows(run("rank", JULY, "--format", "json"))}
    found = rows(
        run("rank", JULY, "--commercial", "--fits", "24GB", "--language", "ko", "--columns", "all", "--format", "json")
    )
    assert {"kollama2-7b@7B", "KoAlpaca-Polyglot@5.8B-v1.1b"} <= {row["name"] for row in found}
    assert {row["verdict"] for row in found} <= {"yes", "conditional"}
    assert {row["hub"]: row["rank"] for row in found} == {row["hub"]: whole[row["hub"]] for row in found}


def test_nothing_fits_is_an_answer(run: Run) -> None:
    result = run("rank", "--commercial", "--fits", "1GB", "--language", "ko")
    assert (result.returncode, result.stderr) == (0, "")
    assert re.search(r"^0 of \d+ entries of open-llm-leaderboard@2023-07-28", result.stdout, re.MULTILINE)


def test_the_frontier_of_a_ranking(run: Run) -> None:
    every = rows(run("rank", JULY, "--format", "json"))
    found = rows(run("rank", JULY, "--frontier", "--format", "json"))
    assert [row["name"] for row in found] == [row["name"] for row in every if row["frontier"]]
    assert 0 < len(found) < len(every)


def test_all_methods_side_by_side(run: Run) -> None:
    found = rows(run("rank", "--methods", "--format", "json"))
    assert list(found[0]) == ["name", "mean", "above-chance", "z-score", "borda", "win-rate", "spread"]
    ten = rows(run("rank", "@survey", "--methods", "--format", "json"))
    assert list(ten[0]) == [*found[0], "board_rank"]
    weighted = rows(run("rank", "--methods", "--weight", "mmlu=3", "--format", "json"))
    assert "weighted" in weighted[0]


def test_weights_make_a_mean_a_weighted_one(run: Run) -> None:
    found, same = (
        run("rank", "--weight", "mmlu=3", *more, "--format", "json").stdout for more in ((), ("--method", "weighted"))
    )
    assert found == same
    first = json.loads(found)[0]
    expected = (first["arc"] + first["hellaswag"] + 3 * first["mmlu"] + first["truthfulqa"]) / 6
    assert first["average"] == pytest.approx(expected)


def cells(result: subprocess.CompletedProcess[str]) -> list[list[str]]:
    """The rows of an answer in CSV."""
    assert result.stderr == ""
    return list(csv.reader(io.StringIO(result.stdout)))[1:]


def test_that_a_mean_is_weighted_is_said(run: Run) -> None:
    assert ", by weighted of arc, hellaswag, mmlu, truthfulqa." in run("rank", "--weight", "mmlu=3").stdout


def test_a_file_is_a_board(run: Run, tmp_path: Path) -> None:
    (tmp_path / "scores.csv").write_text(TABLE)
    result = run("rank", "scores.csv", "--columns", "rank,name,average,source,line", "--format", "csv")
    assert cells(result) == [["1", "mine", "55.0", "scores.csv", "2"], ["2", "yours", "50.0", "scores.csv", "3"]]


@pytest.mark.parametrize("format", ["json", "yaml", "parquet"])
def test_the_ranking_of_a_file_is_written_in_every_format(run: Run, tmp_path: Path, format: str) -> None:
    result = run("rank", "-", "-o", f"ranking.{format}", text=TABLE)
    assert (result.returncode, result.stderr) == (0, "")
    assert (tmp_path / f"ranking.{format}").stat().st_size > 0


@pytest.mark.parametrize(
    "text",
    [
        TABLE,
        "| Model | ARC | MMLU |\n|---|---|---|\n| mine | 50 | 60 |\n| yours | 70 | 30 |\n",
    ],
)
def test_so_is_standard_input(run: Run, text: str) -> None:
    result = run("rank", "-", "--columns", "name,average", "--format", "csv", text=text)
    assert cells(result) == [["mine", "55.0"], ["yours", "50.0"]]


def test_two_files_are_compared(run: Run, tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text(TABLE)
    found = rows(run("diff", "one.csv", "-", "--format", "json", text=TABLE.replace("yours,70", "yours,90")))
    assert [(row["event"], row["name"], row["changed"], row["rank_after"]) for row in found] == [
        ("changed", "yours", ["arc"], 1),
        ("moved", "mine", [], 2),
    ]


WRONG_REQUESTS = [
    (("rank", "open-llm-leaderbord"), 'no board is called "open-llm-leaderbord". Did you mean open-llm-leaderboard?'),
    (("rank", "open-llm-leaderboard@2023-07-29"), "Did you mean 2023-06-29, 2023-07-24 or 2023-07-28?"),
    (("diff", JULY, "nowhere"), 'no board is called "nowhere".'),
    (("frontier", "nowhere"), 'no board is called "nowhere".'),
    (("history", "x", "--board", "nowhere"), 'no board is called "nowhere".'),
    (("compare", "a", "b", "--board", "nowhere"), 'no board is called "nowhere".'),
    (("rank", "--weight", "arc"), '--weight: "arc" can\'t be read.'),
    (("rank", "--weight", "arc=much"), '--weight: "arc=much" can\'t be read.'),
    (("rank", "--weight", "arc=0"), '--weight: "arc=0" can\'t be read.'),
    (("rank", "--weight", "arc=-1"), '--weight: "arc=-1" can\'t be read.'),
    (("rank", "--weight", "arc=nan"), '--weight: "arc=nan" can\'t be read.'),
    (("rank", "--weight", "arc=inf"), '--weight: "arc=inf" can\'t be read.'),
    (("rank", "--weight", "=2"), '--weight: "=2" can\'t be read.'),
    (("rank", "--weight", "winogrande=2"), '--weight: "winogrande" isn\'t averaged here.'),
    (("rank", "--method", "weighted"), "--method weighted needs weights: --weight hellaswag=2."),
    (("rank", "--method", "best"), "--method: best is not one of mean, above-chance"),
    (("rank", "--methods", "--commercial"), "--methods shows the whole board by all methods"),
    (("rank", "--methods", "--frontier"), "--methods shows the whole board by all methods"),
    (("rank", "--methods", "--method", "borda"), "--methods shows the whole board by all methods"),
    (("rank", "--benchmark", "helaswag"), 'no benchmark of open-llm-leaderboard@2023-07-28 is called "helaswag"'),
    (("rank", "--shots", "3"), "open-llm-leaderboard@2023-07-28 has no score that fits."),
    (("rank", "--language", "xx"), 'no language is called "xx"'),
    (("rank", "--fits", "24"), "24GB or 24GiB"),
    (("rank", "--limit", "-1"), "from 0 on"),
    (("rank", JULY, "--board", "@survey"), f"two boards are named: {JULY}, and --board @survey. Name one."),
    (("history", "Vicuna", "--top", "3"), "history takes a model or --top"),
    (("history", "--board", "open-llm-leaderboard@2023-07-29"), "2023-07-24 or 2023-07-28?"),
    (("history", "IDEA-CCNL/Ziya-LLaMA-13B-v1"), "is of no model: a delta or an adapter was measured alone."),
    (("compare", "FreeWilly2", "lmsys/vicuna-7b-delta-v1.1", "--board", JULY), "was measured alone."),
    (("history", "--top", "0"), "--top takes a number from 1 on."),
    (("history", "llama-66b"), 'no entry of the board is called "llama-66b". Did you mean llama-65b'),
    (("frontier", "--by", "price"), "--by: price is not one of size, memory, date."),
    (("frontier", "--by", "memory", "--precision", "int3"), "There are fp32"),
    (("frontier", "--format", "drawing", "--limit", "3"), "go with a format of rows"),
    (("compare", "FreeWilly2", "--board", JULY), "--board compares two models"),
    (("compare", "FreeWily2", "Guanaco", "--board", JULY), "Did you mean stabilityai/FreeWilly2?"),
    (("compare", "FreeWilly2", "Llama-2", "--board", JULY), '"Llama-2" has several entries:'),
    (("compare", "FreeWilly2", "stabilityai/FreeWilly2", "--board", JULY), "two names are of stabilityai/FreeWilly2."),
    (("compare", "a", "b", "--board", JULY, "--mix"), "--board and --samples go with no other way to compare."),
    (
        ("compare", "FreeWilly2", "Guanaco", "--board", JULY, "--metric", "acc"),
        "--metric goes with --samples or --logs.",
    ),
    (("compare", "LLaMA", "Falcon", "--metric", "acc"), "--metric goes with --samples or --logs."),
    (("compare", "LLaMA", "Falcon", "--mix"), "--mix goes with --benchmark or --samples."),
    (("compare", "--samples", "one.jsonl"), "--samples compares two models"),
    (("compare", "--samples", "/dev/null", "--samples", "/dev/null"), "/dev/null is named twice."),
]


@pytest.mark.parametrize(("arguments", "told"), WRONG_REQUESTS, ids=[" ".join(each) for each, _ in WRONG_REQUESTS])
def test_a_wrong_request_is_exit_2_and_says_what_is_possible(arguments: tuple[str, ...], told: str) -> None:
    code, message = refused(*arguments)
    assert code == 2
    assert told in message
    assert "\n" not in message


@pytest.mark.parametrize("arguments", [arguments for arguments, _ in WRONG_REQUESTS[:8:3]], ids=" ".join)
def test_it_is_one_line_of_the_program(run: Run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.returncode == 2
    assert refused(*arguments)[1] in said(result)


BAD_FILES = {
    "nil.csv": b"",
    "heading.csv": b"Model,ARC\n",
    "bytes.csv": b"a,b\n\x00\xff\xfe",
    "words.csv": b"one,two\nno,score\n",
    "half.json": b'{"a":',
    "list.json": b"[1, 2]",
    "nothing.parquet": b"PAR1PAR1",
    "open.csv": b'Model,ARC\n"a,50\n',
}


@pytest.mark.parametrize("command", ["rank", "diff", "frontier"])
@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_holds_no_scores_is_exit_1_and_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(BAD_FILES[name])
    code, message = refused(command, str(path), *([JULY] if command == "diff" else []))
    assert code == 1
    assert str(path) in message
    assert capsys.readouterr() == ("", "")


def test_a_file_that_is_not_there_and_an_empty_input_are_told(run: Run) -> None:
    assert "none.csv can't be read: no such file or directory." in said(run("rank", "none.csv"))
    assert "standard input is empty." in said(run("rank", "-", text=""))
    assert "standard input is empty." in said(run("frontier", "-", text=" \n"))


def test_scores_that_cannot_be_compared_are_refused_or_mixed_on_request(run: Run) -> None:
    text = "model,benchmark,shots,score\na,ARC,0,50\na,MMLU,5,50\nb,ARC,25,60\nb,MMLU,5,40\n"
    result = run("rank", "-", text=text)
    assert result.returncode == 2
    assert "arc is measured in several ways (shots: 0, 25)" in said(result)
    assert "Choose with --shots arc=0, or mix them with --mix." in said(result)
    mixed = run("rank", "-", "--mix", text=text)
    assert (mixed.returncode, mixed.stderr) == (0, "")
    assert "MIXED on request: scores on arc differ in shots" in mixed.stdout


def test_the_history_of_a_model_flags_what_was_measured_anew(run: Run) -> None:
    found = {row["snapshot"]: row for row in rows(run("history", "llama-65b", "--format", "json"))}
    assert (found["2023-06-29"]["mmlu"], found["2023-07-14"]["mmlu"]) == (48.8, 63.4)
    assert "mmlu" in found["2023-07-14"]["measured_anew"]
    assert found["2023-06-29"]["measured_anew"] == []


def test_the_top_ten(run: Run) -> None:
    found = rows(run("history", "--top", "10", "--format", "json"))
    assert len(found) == 10
    assert [row["rank"] for row in found] == sorted(row["rank"] for row in found)
    assert {len(row["history"]) for row in found} == {15}


def test_the_history_of_a_board_of_one_s_own(run: Run, no_boards_of_ones_own: Path) -> None:
    for day, score in (("2024-01-01", 50), ("2024-02-01", 60)):
        path = no_boards_of_ones_own / "mine" / f"{day}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"name,line,benchmark,metric,value\nx,2,arc,acc,{score}\n")
    found = rows(run("history", "x", "--board", "mine", "--format", "json"))
    assert [(row["snapshot"], row["event"], row["arc"]) for row in found] == [
        ("2024-01-01", "entered", 50),
        ("2024-02-01", "changed", 60),
    ]
    assert [row["board"] for row in rows(run("boards", "--format", "json"))][:2] == ["mine", "mine"]


def keep(folder: Path, day: str, text: str) -> None:
    """Keep a snapshot of a board of one's own."""
    path = folder / "mine" / f"{day}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


KEPT = "name,benchmark,metric,shots,value\nx,arc,acc,25,50\n"


def test_a_bad_snapshot_is_told_and_the_others_are_listed_and_drawn(run: Run, no_boards_of_ones_own: Path) -> None:
    for day in ("2024-01-01", "2024-02-01", "2024-03-01"):
        keep(no_boards_of_ones_own, day, KEPT)
    keep(no_boards_of_ones_own, "2024-02-01", "garbage")
    for question in (("boards",), ("history", "x", "--board", "mine")):
        result = run(*question, "--format", "json")
        assert result.returncode == 0
        assert result.stderr.count("\n") == 1
        assert "mine/2024-02-01.csv:1: no column is called name. Import it again with --replace" in result.stderr
        days = [row["snapshot"] for row in json.loads(result.stdout) if row.get("board", "mine") == "mine"]
        assert days == ["2024-01-01", "2024-03-01"]
    assert rows(run("rank", "mine", "--format", "json"))[0]["name"] == "x"
    bad = run("rank", "mine@2024-02-01")
    assert (bad.returncode, bad.stderr.count("\n")) == (1, 1)


def test_a_board_of_which_nothing_can_be_read_is_exit_1(run: Run, no_boards_of_ones_own: Path) -> None:
    keep(no_boards_of_ones_own, "2024-02-01", "garbage")
    result = run("history", "x", "--board", "mine")
    assert result.returncode == 1
    assert "no column is called name" in said(result)


def test_another_board_in_the_place_of_one_is_refused(run: Run, no_boards_of_ones_own: Path) -> None:
    keep(no_boards_of_ones_own, "2024-01-01", KEPT)
    keep(no_boards_of_ones_own, "2024-02-01", KEPT.replace(",25,", ",0,"))
    keep(no_boards_of_ones_own, "2024-03-01", KEPT.replace("arc", "bbh"))
    for after, why in (("2024-02-01", "arc (shots: 25, 0)"), ("2024-03-01", "only before: arc; only after: bbh")):
        result = run("diff", "mine@2024-01-01", f"mine@{after}")
        assert result.returncode == 2
        assert f"mine@2024-01-01 and mine@{after} can't be compared: {why}." in said(result)
    shown = run("history", "x", "--board", "mine").stdout
    assert shown.splitlines()[0] == "x  rank  ▅|▅|▅"
    assert "Averages and ranks from 2024-02-01 on aren't comparable with those before: arc (shots: 25, 0)." in shown


def test_a_diff_shows_thirty_rows_to_people_and_all_to_machines(run: Run) -> None:
    days = ("open-llm-leaderboard@2023-06-29", "open-llm-leaderboard@2023-07-14")
    shown = run("diff", *days).stdout
    assert "The first 30 of 184 rows. `--limit 184` shows all." in shown
    assert len(rows(run("diff", *days, "--format", "json"))) == 184


def test_the_frontier_is_drawn_with_its_table_below(run: Run) -> None:
    text = run("frontier").stdout
    table = run("frontier", "--format", "table").stdout
    assert text.endswith("\n\n" + table)
    assert "└──" in text
    assert run("frontier", "--format", "drawing").stdout == text


def test_by_date_days_stand_below_the_drawing(run: Run) -> None:
    lines = run("frontier", "--by", "date").stdout.splitlines()
    assert re.fullmatch(r" +20\d\d-\d\d-\d\d +2023-07-\d\d", lines[18])
    assert (lines[0], lines[19].strip()) == ("average", "released")


@pytest.mark.parametrize("by", ["size", "memory", "date"])
def test_the_frontier_rises_with_its_cost(run: Run, by: str) -> None:
    found = rows(run("frontier", "--by", by, "--format", "json"))
    column = {"size": "parameters", "memory": "bytes", "date": "released"}[by]
    averages = [row["average"] for row in found]
    assert averages == sorted(averages)
    assert len(found) > 2
    if by != "date":
        assert [row[column] for row in found] == sorted(row[column] for row in found)


def test_the_frontier_of_what_passes(run: Run) -> None:
    found = rows(run("frontier", "--commercial", "--format", "json"))
    assert {row["verdict"] for row in found} <= {"yes", "conditional"}
    text = run("frontier", "--commercial", "--where", "average>60").stdout
    assert "└──" not in text


def test_the_frontier_of_one_benchmark(run: Run) -> None:
    mmlu = {row["name"]: row["mmlu"] for row in rows(run("rank", JULY, "--format", "json"))}
    found = rows(run("frontier", "--benchmark", "mmlu", "--format", "json"))
    assert {row["name"]: row["average"] for row in found} == {row["name"]: mmlu[row["name"]] for row in found}


def test_every_snapshot_is_listed(run: Run) -> None:
    found = rows(run("boards", "--format", "json"))
    assert len(found) == 15
    assert [row["snapshot"] for row in found if row["partial"]] == ["2023-10-13", "2023-10-31"]


def test_two_models_are_compared_on_a_board(run: Run) -> None:
    found = rows(run("compare", "FreeWilly2", "Llama 2@70B", "--board", JULY, "--format", "json"))
    assert [(row["benchmark"], row["difference"], row["apart"]) for row in found] == [
        ("arc", 3.8, True),
        ("hellaswag", -0.9, False),
        ("mmlu", -1.0, False),
        ("truthfulqa", 14.5, True),
        ("average", 4.1, True),
    ]


def write_logs(folder: Path, *, prompt: str = "p") -> None:
    """Two logs of ten questions: the one has 6 right, the other, which may have been asked in other words, 2."""
    for name, right, words in (("one", 6, "p"), ("other", 2, prompt)):
        samples = [
            {"doc_id": number, "doc_hash": str(number), "prompt_hash": words, "acc": float(number < right)}
            for number in range(10)
        ]
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(sample) + "\n" for sample in samples))


def test_two_logs_are_compared_question_by_question(run: Run, tmp_path: Path) -> None:
    write_logs(tmp_path)
    (row,) = rows(run("compare", "--samples", "one.jsonl", "--samples", "other.jsonl", "--format", "json"))
    assert (row["first"], row["second"], row["difference"], row["items"]) == (60, 20, 40, 10)
    assert (row["first_only"], row["second_only"], row["p_value"]) == (4, 0, 0.125)
    assert row["low"] < 0 < row["high"]


def test_logs_in_other_words_are_compared_on_request(run: Run, tmp_path: Path) -> None:
    write_logs(tmp_path, prompt="q")
    logs = ("compare", "--samples", "one.jsonl", "--samples", "other.jsonl")
    assert "differ (prompt_hash)" in said(run(*logs))
    result = run(*logs, "--mix")
    assert result.returncode == 0
    assert "MIXED on request: 10 questions were put in other words" in result.stdout


def test_broken_lines_of_logs_are_told(run: Run, tmp_path: Path) -> None:
    write_logs(tmp_path)
    (tmp_path / "one.jsonl").write_text((tmp_path / "one.jsonl").read_text() + '{"doc_id": 10, "acc"\n')
    result = run("compare", "--samples", "one.jsonl", "--samples", "other.jsonl")
    assert result.returncode == 0
    assert result.stderr == "one.jsonl:11: warning: isn't a whole JSON object: left out\n"


def test_logs_that_can_not_be_read_are_one_line(run: Run, tmp_path: Path) -> None:
    write_logs(tmp_path)
    (tmp_path / "zip.jsonl").write_bytes(b"PK\0\0")
    for name in ("nowhere.jsonl", "zip.jsonl", "x" * 300, "nowhere/x"):
        result = run("compare", "--samples", "one.jsonl", "--samples", name)
        assert (result.returncode, result.stderr.count("\n")) == (1, 1)


def test_a_board_without_snapshots_is_told(run: Run, no_boards_of_ones_own: Path) -> None:
    (no_boards_of_ones_own / "empty").mkdir(parents=True)
    for arguments in (("rank", "empty"), ("history", "x", "--board", "empty")):
        assert "empty" in said(run(*arguments))


def test_between_two_partial_snapshots_no_one_leaves(run: Run) -> None:
    days = ("open-llm-leaderboard@2023-10-13", "open-llm-leaderboard@2023-10-31")
    assert "left" not in {row["event"] for row in rows(run("diff", *days, "--format", "json"))}


def test_people_see_twenty_rows_of_a_sorted_table_too(run: Run) -> None:
    shown = run("rank", JULY, "--sort", "-mmlu").stdout.splitlines()
    assert shown[21].startswith("449 of 449 entries of ")


def test_no_name_is_no_board(run: Run) -> None:
    assert run("rank", "").returncode == 2


def test_the_board_of_the_configuration_is_the_default(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "config" / "llmsurvey"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text('board = "open-llm-leaderboard@survey"\n')
    configured = {"XDG_CONFIG_HOME": str(folder.parent)}
    assert "10 of 10 entries" in run("rank", "--notes", **configured).stdout
    assert "10 of 10 entries" not in run("rank", JULY, "--notes", **configured).stdout


@pytest.mark.parametrize(
    ("named", "first", "second"),
    [
        ("open-llm-leaderboard@2023-07-28", "2023-07-24", "2023-07-28"),
        ("open-llm-leaderboard@2023-05-23", "2023-05-23", "2023-05-26"),
        ("open-llm-leaderboard", "2023-10-13", "2023-10-31"),
    ],
)
def test_a_board_alone_is_asked_with_what_it_is_compared(run: Run, named: str, first: str, second: str) -> None:
    result = run("diff", named)
    assert (result.returncode, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)
    assert f"`llmsurvey diff open-llm-leaderboard@{first} open-llm-leaderboard@{second}`" in result.stderr


def test_a_file_alone_is_asked_with_what_it_is_compared(run: Run) -> None:
    result = run("diff", "mine.csv")
    assert (result.returncode, result.stdout) == (2, "")
    assert "is missing behind mine.csv: compared with what?" in result.stderr
