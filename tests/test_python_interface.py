"""What Python users rely on: one method a command, its options as keywords, errors that say what they hold."""

from __future__ import annotations

import inspect
import pickle
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any, get_type_hints

import pandas as pd
import pytest

import llmsurvey
from llmsurvey.answers import keywords
from llmsurvey.answers.model_filter import ModelFilter
from llmsurvey.boards.measure_filter import MeasureFilter
from llmsurvey.catalogue import Catalogue
from llmsurvey.cli.app import load_command
from llmsurvey.cli.commands import COMMANDS
from llmsurvey.errors import LlmsurveyError
from llmsurvey.importers.reading_options import FileReading
from llmsurvey.records import EVERY_VERDICT

pytestmark = pytest.mark.usefixtures("warm_cache")

JULY = "open-llm-leaderboard@2023-07-28"
OF_THE_COMMAND_LINE = {
    "output",
    "force",
    "format",
    "columns",
    "sort",
    "where",
    "limit",
    "lang",
    "registry",
    "as_of",  # of a whole catalogue: `llmsurvey.open(as_of="2023-05-28")`
    "transpose",
    "notes",
    "envelope",
    "digits",
    "caption",
    "label",
    "color",
    "no_pager",
}
"""What is written where and how, which in Python follows the answer; `open` takes the registry."""

METHODS = {"import": "import_scores"}
OTHERWISE = {
    ("choose", "why"): "explain_choice",
    ("rank", "methods"): "rank_methods",
    **{("rank", option): "rank_logs" for option in ("logs", "logs_in", "engine", "master", "subject", "clusters")},
    ("rank", "by_subject"): "leaders_by_subject",
    ("licence", "dossier"): "dossier",
    ("licence", "check"): "check_dossier",
    ("bom", "checklist"): "bom_checklist",
    ("licence", "descendants"): "licence_descendants",
    ("lineage", "all"): "drawings.lineage.render(answer.root, 'tree', down=answer.down)",
    ("validate", "no_warnings"): "warnings=False",
    ("validate", "unresolved"): "catalogue.unresolved()",
    ("conflicts", "field"): "fields=['licence']",
    **{("logs", option): "import_logs(...)" for option in ("as", "model", "benchmark", "map", "texts", "dry_run")},
    **{("logs", option): "log_scores" for option in ("engine", "master")},
    ("questions", "enough"): "questions_enough",
    ("rank", "with"): "runs='mine.csv'",
    ("compare", "with"): "runs='mine.csv'",
    ("plot", "width"): "plots.render(answer, 'svg', width='slide')",
    ("plot", "text"): "drawings.plot_text.render(answer, terminal)",
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The built-in catalogue."""
    return llmsurvey.open()


def _keywords(method: Callable[..., Any]) -> set[str]:
    """The names of all arguments of a method, those of its groups one by one."""
    names: set[str] = set()
    for name, parameter in inspect.signature(method).parameters.items():
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:
            group = str(parameter.annotation).removeprefix("Unpack[").removesuffix("]")
            names |= set(get_type_hints(getattr(keywords, group)))
        else:
            names.add(name)
    return names


@pytest.mark.parametrize(
    "command",
    [name for name, entry in COMMANDS.items() if not entry.is_hidden and name not in ("schema", "mcp", "explore")],
)
def test_every_command_has_a_method_with_its_options(command: str) -> None:
    method = getattr(Catalogue, METHODS.get(command, command))
    options = {
        flag.removeprefix("--").replace("-", "_")
        for parameter in load_command(command).parameters
        if not parameter.is_hidden
        for flag in parameter.flags[:1]
    }
    lacking = options - _keywords(method) - OF_THE_COMMAND_LINE
    assert {name for name in lacking if (command, name) not in OTHERWISE} == set()


@pytest.mark.parametrize(
    ("group", "record"),
    [
        (keywords.ModelKeywords, ModelFilter),
        (keywords.MeasureKeywords, MeasureFilter),
        (keywords.ReadingKeywords, FileReading),
    ],
)
def test_keyword_arguments_are_the_fields_of_their_record(group: Any, record: Any) -> None:
    assert set(get_type_hints(group)) == {field.name for field in fields(record)} - {"shots_of"}


def test_shots_are_a_number_or_that_of_each_benchmark(catalogue: Catalogue) -> None:
    assert keywords.asked_by({"shots": 5}).measures == MeasureFilter(shots=5)
    assert keywords.asked_by({"shots": {"mmlu": 5, "": 0}}).measures == MeasureFilter(shots=0, shots_of={"mmlu": 5})
    assert len(catalogue.rank(JULY, shots={"mmlu": 5}, limit=2).entries) == 2


def test_list_takes_one_name_or_several(catalogue: Catalogue) -> None:
    one = catalogue.list(developer="Stanford", kind="finetuned")
    assert [entry.id for entry in one.entries] == ["alpaca"]
    assert len(catalogue.list(developer=["Stanford", "Google"]).entries) > 1


def test_list_as_printed_is_the_survey_s_table(catalogue: Catalogue) -> None:
    assert len(catalogue.list(as_printed=True).entries) == 11
    assert len(catalogue.list(as_printed=True, commercial=True).entries) == 5
    same = catalogue.list(as_printed=True, permissive=False, own_licence=False, data="caveat", developer=[], since=None)
    assert same == catalogue.list(as_printed=True)


@pytest.mark.parametrize(
    "models",
    [{"language": "ko"}, {"permissive": True}, {"own_licence": True}, {"data": "strict"}, {"precision": "int4"}],
)
def test_list_as_printed_takes_no_other_filter(catalogue: Catalogue, models: Any) -> None:
    with pytest.raises(llmsurvey.RequestError, match="of the filters it takes commercial alone"):
        catalogue.list(as_printed=True, **models)


@pytest.mark.parametrize(
    "ask",
    [
        lambda catalogue: catalogue.rank_methods(commercial=True),
        lambda catalogue: catalogue.diff(JULY, JULY, commercial=True),
        lambda catalogue: catalogue.history("llama-65b", unit="fraction"),
        lambda catalogue: catalogue.list(shots=5),
        lambda catalogue: catalogue.compare("LLaMA", harness="x"),
    ],
)
def test_a_keyword_that_would_be_ignored_is_refused(catalogue: Catalogue, ask: Callable[[Catalogue], Any]) -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument"):
        ask(catalogue)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda catalogue: catalogue.rank(JULY, limit=-1), "limit takes a number from 0 on."),
        (lambda catalogue: catalogue.stats(most=-1), "most takes a number from 0 on."),
        (lambda catalogue: catalogue.stats(by="field", most=-1), "most takes a number from 0 on."),
        (
            lambda catalogue: catalogue.stats(by="field", most=1),
            "most goes with properties of models, not with by='field'.",
        ),
        (lambda catalogue: catalogue.history(top=0), "top takes a number from 1 on."),
        (lambda catalogue: catalogue.lineage("KULLM", depth=-1), "depth takes a number from 0 on."),
        (lambda catalogue: catalogue.memory("LLaMA@7B", batch=10_001), "batch takes a number up to 10000."),
        (lambda catalogue: catalogue.rank(JULY, shots=-1), f"{JULY} has no score that fits."),
        (lambda catalogue: catalogue.rank(JULY, shots={"mmlu": -1}), "shots: mmlu isn't measured with -1."),
        (
            lambda catalogue: catalogue.import_scores("table", "nowhere.csv", shots=-1),
            "shots takes a number from 0 on.",
        ),
        (lambda catalogue: catalogue.table(0), "the survey has no table 0."),
        (lambda catalogue: catalogue.errata(table=-1), "the survey has no table -1."),
        (lambda catalogue: catalogue.list(min_size=-1), "min_size: -1 is no size."),
    ],
)
def test_a_number_out_of_range_is_refused(catalogue: Catalogue, ask: Callable[[Catalogue], Any], said: str) -> None:
    with pytest.raises(llmsurvey.RequestError) as caught:
        ask(catalogue)
    assert str(caught.value).startswith(said)


@pytest.mark.parametrize(
    "ask",
    [
        lambda catalogue, file: catalogue.list(since=""),
        lambda catalogue, file: catalogue.list(developer=""),
        lambda catalogue, file: catalogue.rank(file, table=""),
        lambda catalogue, file: catalogue.rank(file, model=""),
        lambda catalogue, file: catalogue.rank(file, encoding=""),
        lambda catalogue, file: catalogue.rank(file, harness=""),
        lambda catalogue, file: catalogue.compare("LLaMA", "Falcon", table=""),
        lambda catalogue, file: catalogue.import_scores("table", file, metric="", dry_run=True),
        lambda catalogue, file: catalogue.import_scores("table", file, into="", dry_run=True),
        lambda catalogue, file: catalogue.search(" "),
    ],
)
def test_an_empty_text_is_refused(catalogue: Catalogue, tmp_path: Path, ask: Callable[[Catalogue, str], Any]) -> None:
    file = tmp_path / "2024-01-01.csv"
    file.write_text("model,arc\na,50\nb,40\n")
    with pytest.raises(llmsurvey.RequestError):
        ask(catalogue, str(file))


def test_validate_gives_every_fault_with_its_place(catalogue: Catalogue, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(
        "models:\n  - id: mine\n    name: Mine\n    developers: [Me]\n    sizes: [{name: 7B, licence: x}]\n"
    )
    answer = catalogue.validate(file)
    assert not answer.is_valid
    assert [(fault.file, fault.line) for fault in answer.entries] == [(str(file), 5)]
    assert catalogue.validate(warnings=False).entries == ()
    assert str(answer.to_pandas()["line"].dtype) == "Int64"


# Frames


def test_frames_of_models_have_lists_periods_and_ordered_verdicts(catalogue: Catalogue) -> None:
    frame = catalogue.list().to_pandas().set_index("id")
    assert frame["verdict"].cat.ordered
    assert tuple(frame["verdict"].cat.categories) == EVERY_VERDICT
    assert frame.loc["polyglot-ko", "sizes"] == ["1.3B", "3.8B", "5.8B", "12.8B"]
    assert all(isinstance(number, int) for numbers in frame["parameters"] for number in numbers)
    known = [date for date in frame["released"] if date is not None]
    assert {date.freqstr[0] for date in known} > {"D"}
    assert all(isinstance(date, pd.Period) for date in known)


def test_frames_of_licences_and_memory_have_numbers(catalogue: Catalogue) -> None:
    steps = catalogue.licence("KULLM").to_pandas()
    assert (str(steps["step"].dtype), steps["verdict"].cat.ordered) == ("Int64", True)
    assert all(isinstance(conditions, list) for conditions in steps["conditions"])
    needs = catalogue.memory("LLaMA@7B", fits="24GB").to_pandas()
    assert (str(needs["bytes"].dtype), str(needs["total_gb"].dtype)) == ("Int64", "float64")


def test_days_that_are_all_known_are_a_column_of_periods(catalogue: Catalogue) -> None:
    frame = catalogue.history("llama-65b").to_pandas()
    assert str(frame["snapshot"].dtype) == "period[D]"
    assert str(frame["rank"].dtype) == "Int64"
    assert frame["snapshot"].is_monotonic_increasing


def test_ranks_that_are_not_known_stay_whole_numbers(catalogue: Catalogue) -> None:
    frame = catalogue.rank("open-llm-leaderboard@2023-09-15", sets="none").to_pandas()
    assert frame["parameters"].isna().any()
    assert (str(frame["rank"].dtype), str(frame["parameters"].dtype)) == ("Int64", "Int64")


# Loading


def test_only_a_frame_loads_pandas() -> None:
    code = (
        "import sys, llmsurvey; loaded = set(sys.modules) & {'typing', 'pydantic', 'numpy', 'llmsurvey.catalogue'};"
        "answer = llmsurvey.open().list(); before = 'pandas' in sys.modules;"
        "answer.to_pandas(); print(loaded, before, 'pandas' in sys.modules)"
    )
    result = subprocess.run([sys.executable, "-I", "-S", "-c", _with_path(code)], capture_output=True, text=True)
    assert result.stdout == "set() False True\n", result.stderr


def _with_path(code: str) -> str:
    """The code, in a Python that loads nothing at its start but finds what this one does."""
    return f"import sys; sys.path[:] = {sys.path!r}; {code}"


def test_every_public_name_is_there() -> None:
    assert all(getattr(llmsurvey, name) is not None for name in llmsurvey.__all__)
    assert set(llmsurvey.__all__) <= set(dir(llmsurvey))
    with pytest.raises(AttributeError, match="no attribute 'nowhere'"):
        _ = llmsurvey.nowhere


# Errors

WRONG: dict[str, Callable[[Catalogue], Any]] = {
    "a model": lambda catalogue: catalogue.show("vicunna"),
    "a board": lambda catalogue: catalogue.rank("open-llm-leaderbord"),
    "a snapshot": lambda catalogue: catalogue.rank("open-llm-leaderboard@2020-01-01"),
    "a file": lambda catalogue: catalogue.rank("nowhere.csv"),
    "a filter": lambda catalogue: catalogue.list(since="May"),
    "a precision alone": lambda catalogue: catalogue.list(precision="int4"),
    "a kind": lambda catalogue: catalogue.list(kind="tuned"),
    "a comparison of one": lambda catalogue: catalogue.compare("LLaMA", board=JULY),  # type: ignore[call-overload]
    "a board with samples": lambda catalogue: catalogue.compare(board=JULY, samples=["a"]),  # type: ignore[call-overload]
    "no comparison": lambda catalogue: catalogue.compare(),
    "a reading without a file": lambda catalogue: catalogue.compare("LLaMA", unit="fraction"),  # type: ignore[call-overload]
    "a reading of a board": lambda catalogue: catalogue.rank(JULY, unit="fraction"),
    "a history of both": lambda catalogue: catalogue.history("llama-65b", top=3),  # type: ignore[call-overload]
    "a day that isn't there": lambda catalogue: catalogue.history(top=3, board=f"{JULY[:-1]}7"),
    "a size of several": lambda catalogue: catalogue.memory("LLaMA"),
    "a context": lambda catalogue: catalogue.memory("LLaMA@7B", context=0),
    "a depth": lambda catalogue: catalogue.lineage("KULLM", depth=-1),
    "a claim": lambda catalogue: catalogue.claims("C99"),
    "an erratum": lambda catalogue: catalogue.errata("E999"),
    "a table": lambda catalogue: catalogue.table(9),
    "a property": lambda catalogue: catalogue.stats(by="colour"),  # type: ignore[call-overload]
    "conditions of a licence": lambda catalogue: catalogue.licence("mit", conditions=True),
    "weights": lambda catalogue: catalogue.rank(JULY, method="weighted"),
    "a format": lambda catalogue: catalogue.import_scores("pdf", "x.pdf"),
    "a board's name": lambda catalogue: catalogue.import_scores("table", "x.csv", board="a b"),
    "a registry": lambda catalogue: llmsurvey.open("nowhere.yaml").list(),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_an_error_speaks_python_and_prints_nothing(
    catalogue: Catalogue, capfd: pytest.CaptureFixture[str], wrong: str
) -> None:
    with pytest.raises(LlmsurveyError) as caught:
        WRONG[wrong](catalogue)
    text = str(caught.value)
    assert text
    assert "--" not in text
    assert "llmsurvey " not in text
    assert capfd.readouterr() == ("", "")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), vars(again), again.hints) == (text, vars(caught.value), caught.value.hints)


def test_an_unknown_name_has_the_nearest(catalogue: Catalogue) -> None:
    with pytest.raises(llmsurvey.UnknownNameError) as caught:
        catalogue.show("vicunna")
    assert caught.value.kind == "model, dataset, benchmark, licence or organisation"
    assert (caught.value.name, caught.value.nearest) == ("vicunna", ("Vicuna", "KoVicuna"))
    with pytest.raises(llmsurvey.UnknownNameError) as caught:
        catalogue.history("llama-65b", board="open-llm-leaderbord")
    assert (caught.value.kind, caught.value.nearest) == ("board", ("open-llm-leaderboard",))


def test_an_ambiguous_name_has_its_candidates(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("models:\n  - {id: one, name: Twin, developers: [A]}\n  - {id: two, name: TWIN, developers: [B]}\n")
    with pytest.raises(llmsurvey.AmbiguousNameError) as caught:
        llmsurvey.open(file).lineage("twin")
    assert caught.value.name == "twin"
    assert set(caught.value.candidates) == {"one", "two"}


def test_a_registry_that_does_not_load_has_all_its_faults(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("models:\n  - id: mine\n    name: 3\n    developers: [Me]\n    sizes: [{name: 7B, licence: x}]\n")
    with pytest.raises(llmsurvey.RegistryError) as caught:
        llmsurvey.open(file).licences()
    assert [(fault.file, fault.line, fault.column > 0) for fault in caught.value.faults] == [
        (str(file), 3, True),
        (str(file), 5, True),
    ]


def test_hints_are_the_options_that_a_contradiction_is_about(catalogue: Catalogue) -> None:
    with pytest.raises(llmsurvey.RequestError) as caught:
        catalogue.list(precision="int4")
    assert caught.value.hints == ("precision", "fits", "fits='24GB'", "precision='int4'")
