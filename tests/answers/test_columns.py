"""Columns say of what type their cells are; entries say it too, and the two agree."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from tests.logs.made_logs import keep_logs, write_harness_logs
from tests.logs.made_runs import keep_run

import llmsurvey
from llmsurvey.answers.answer import Answer
from llmsurvey.catalogue import Catalogue
from llmsurvey.dossiers import render as render_dossier
from llmsurvey.records import Verdict
from llmsurvey.records.dates import parse_date
from llmsurvey.records.verdict import CommercialUse
from llmsurvey.tables import Column, Table, items_of

pytestmark = pytest.mark.usefixtures("warm_cache")

JULY = "open-llm-leaderboard@2023-07-28"
JUNE = "open-llm-leaderboard@2023-06-29"
SURVEY = "open-llm-leaderboard@survey"


def _check_changed(catalogue: Catalogue) -> Answer[Any]:
    """What changed since a dossier was written by a file that had other facts."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "mine.yaml").write_text("models: [{id: kullm, licence: cc-by-nc-4.0}]")
        path = Path(folder) / "dossier.html"
        path.write_bytes(render_dossier(llmsurvey.open(Path(folder) / "mine.yaml").dossier("KULLM"), "html"))
        return catalogue.check_dossier(path)


def _check_models(catalogue: Catalogue) -> Answer[Any]:
    """What a program names, against no policy."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "app.py"
        path.write_text('AutoModel.from_pretrained("lmsys/vicuna-7b-v1.1")\n')
        return catalogue.check(path)


def _compare_logs(catalogue: Catalogue, **asked: Any) -> Answer[Any]:
    """Two models by what was logged of a few questions."""
    with tempfile.TemporaryDirectory() as folder:
        keep_run(Path(folder), "one", [1, 1, 0, 1, 1], texts=True)
        keep_run(Path(folder), "other", [1, 0, 1, 0, 0], texts=True)
        ask: Any = catalogue.compare
        answer: Answer[Any] = ask("one", "other", logs=True, logs_in=folder, **asked)
        return answer


def _with_logs(ask: Callable[[Catalogue, str], Answer[Any]], catalogue: Catalogue, questions: int = 1) -> Answer[Any]:
    """What is asked of the logs of two models, in a folder of their own."""
    with tempfile.TemporaryDirectory() as folder:
        for number, model in enumerate(("a", "b")):
            log = Path(folder) / "results" / f"lab__{model}" / "samples_arc_easy_2024-08-21T03-44-09.494230.jsonl"
            log.parent.mkdir(parents=True)
            sample = '{{"doc_id": {}, "doc_hash": "{}", "metrics": ["acc"], "acc": {}}}\n'
            lines = [
                sample.format(question, model if questions == 1 else question, float(question % 2 >= number))
                for question in range(questions)
            ]
            log.write_text("".join(lines))
        catalogue.import_logs(Path(folder) / "results", logs_in=folder)
        return ask(catalogue, folder)


def _with_made_logs(ask: Callable[[str], Answer[Any]]) -> Answer[Any]:
    """What is asked of made-up logs of four models on three benchmarks, one of them in two subjects."""
    with tempfile.TemporaryDirectory() as folder:
        keep_logs(write_harness_logs(Path(folder) / "results"), Path(folder) / "kept")
        return ask(f"{folder}/kept")


ANSWERS: dict[str, Callable[[Catalogue], Answer[Any]]] = {
    "families": lambda catalogue: catalogue.families(),
    "descendants": lambda catalogue: catalogue.licence_descendants("LLaMA"),
    "list": lambda catalogue: catalogue.list(),
    "conflicts": lambda catalogue: catalogue.conflicts(),
    "unresolved": lambda catalogue: catalogue.unresolved(),
    "dossier": lambda catalogue: catalogue.dossier("KULLM", "Vicuna"),
    "check of a dossier": _check_changed,
    "check of models": _check_models,
    "bill of materials": lambda catalogue: catalogue.bom("Guanaco@7B"),
    "checklist": lambda catalogue: catalogue.bom_checklist("Guanaco@7B"),
    "list as printed": lambda catalogue: catalogue.list(as_printed=True),
    "compare facts": lambda catalogue: catalogue.compare("LLaMA", "Falcon"),
    "compare scores": lambda catalogue: catalogue.compare(benchmark="hellaswag"),
    "compare several": lambda catalogue: catalogue.compare("FreeWilly2", "Guanaco", "Llama 2@70B", board=SURVEY),
    "compare two": lambda catalogue: catalogue.compare("FreeWilly2", "Guanaco", board=SURVEY),
    "compare logs": lambda catalogue: _compare_logs(catalogue, equivalent_within=5),
    "compare logs: flips": lambda catalogue: _compare_logs(catalogue, show_flips=True),
    "compare as printed": lambda catalogue: catalogue.compare(as_printed=True),
    "claims": lambda catalogue: catalogue.claims(),
    "claims worked": lambda catalogue: catalogue.claims("C61"),
    "errata": lambda catalogue: catalogue.errata(),
    "timeline": lambda catalogue: catalogue.timeline(),
    "cite": lambda catalogue: catalogue.cite("LLaMA"),
    "cite references": lambda catalogue: catalogue.cite(references=True),
    "show": lambda catalogue: catalogue.show("LLaMA"),
    "show sources": lambda catalogue: catalogue.show("LLaMA", sources=True),
    "search": lambda catalogue: catalogue.search("vicuna"),
    "lineage": lambda catalogue: catalogue.lineage("KULLM"),
    "licence": lambda catalogue: catalogue.licence("Vicuna"),
    "licence conditions": lambda catalogue: catalogue.licence("Llama 2", conditions=True),
    "licence uses": lambda catalogue: catalogue.licence("Llama 2", use=("sell", "users=800M", "field=legal")),
    "licences": lambda catalogue: catalogue.licences(),
    "stats": lambda catalogue: catalogue.stats(),
    "stats of fields": lambda catalogue: catalogue.stats(by="field"),
    "stats of what is declared": lambda catalogue: catalogue.stats(by="declared"),
    "choose": lambda catalogue: catalogue.choose(fits="80GB", language="ko", use=("sell", "train-on-output")),
    "choose on another board": lambda catalogue: catalogue.choose(fits="4GB", board=JUNE),
    "why": lambda catalogue: catalogue.explain_choice("Llama 2@7B", use="finetune"),
    "memory": lambda catalogue: catalogue.memory("LLaMA@7B", fits="24GB"),
    "rank": lambda catalogue: catalogue.rank(JULY, limit=40),
    "rank methods": lambda catalogue: catalogue.rank_methods(SURVEY),
    "rank of logs": lambda catalogue: _with_made_logs(lambda folder: catalogue.rank_logs(logs_in=folder)),
    "leaders by subject": lambda catalogue: _with_made_logs(
        lambda folder: catalogue.leaders_by_subject(logs_in=folder)
    ),
    "frontier": lambda catalogue: catalogue.frontier(JULY),
    "diff": lambda catalogue: catalogue.diff(JUNE, JULY),
    "history": lambda catalogue: catalogue.history("llama-65b"),
    "history of the best": lambda catalogue: catalogue.history(top=3),
    "boards": lambda catalogue: catalogue.boards(),
    "logs": lambda catalogue: _with_logs(lambda asked, folder: asked.logs(logs_in=folder), catalogue),
    "import of logs": lambda catalogue: _with_logs(
        lambda asked, folder: asked.import_logs(Path(folder) / "results", logs_in=folder), catalogue
    ),
    "questions": lambda catalogue: _with_logs(lambda asked, folder: asked.questions(logs_in=folder), catalogue),
    "enough questions": lambda catalogue: _with_logs(
        lambda asked, folder: asked.questions_enough(logs_in=folder), catalogue, questions=20
    ),
    "scores of logs": lambda catalogue: _with_logs(lambda asked, folder: asked.log_scores(logs_in=folder), catalogue),
    "removal of logs": lambda catalogue: _with_logs(
        lambda asked, folder: asked.remove_logs("lab/a", logs_in=folder), catalogue
    ),
    "config": lambda catalogue: catalogue.config(),
    "validate": lambda catalogue: catalogue.validate(),
    "memory by context": lambda catalogue: catalogue.plot("memory", "LLaMA@7B").drawn,
    "licences by year": lambda catalogue: catalogue.plot("licences").drawn,
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The built-in catalogue."""
    return llmsurvey.open()


@pytest.fixture(scope="module", params=ANSWERS)
def answer(request: pytest.FixtureRequest, catalogue: Catalogue) -> Answer[Any]:
    """Each answer, which is asked for once: pytest runs all tests of one before it goes to the next."""
    return ANSWERS[request.param](catalogue)


def _kinds_of(hint: Any) -> set[Any]:
    """The types of one item: `int` of `int | None` and of `tuple[int, ...]`."""
    if get_origin(hint) in (Union, UnionType):
        return {kind for part in get_args(hint) for kind in _kinds_of(part)} - {NoneType}
    if get_origin(hint) is tuple:
        return _kinds_of(get_args(hint)[0])
    return {hint}


def _hints_of(entry: object) -> dict[str, Any]:
    """The types of the fields of an entry, and of what follows from them."""
    properties = {name: part.fget for name, part in vars(type(entry)).items() if isinstance(part, property)}
    known = {"Verdict": Verdict}  # which some modules import for type checkers alone
    hints = get_type_hints(type(entry), localns=known)
    return hints | {name: get_type_hints(get)["return"] for name, get in properties.items()}


def _typed_columns(table: Table, entries: Sequence[object]) -> list[tuple[Column, set[Any]]]:
    """The columns that are fields of the entries, with what these fields hold."""
    hints = {name: hint for entry in entries[:1] for name, hint in _hints_of(entry).items()}
    return [(column, _kinds_of(hints[column.name])) for column in table.columns if column.name in hints]


def test_columns_of_numbers_are_those_of_fields_that_hold_numbers(answer: Answer[Any]) -> None:
    typed = _typed_columns(answer.table(), answer.entries)
    assert {column.name for column, kinds in typed if column.numeric} == {
        column.name for column, kinds in typed if kinds <= {int, float}
    }


def test_columns_in_order_of_verdict_are_those_of_verdicts(answer: Answer[Any]) -> None:
    typed = _typed_columns(answer.table(), answer.entries)
    assert {column.name for column, kinds in typed if column.order == "verdict"} == {
        column.name for column, kinds in typed if kinds <= {Verdict, CommercialUse}
    }


def test_cells_are_what_their_columns_say(answer: Answer[Any]) -> None:
    table = answer.table()
    for index, column in enumerate(table.columns):
        cells = [row[index] for row in table.rows if row[index] is not None]
        items = [item for cell in cells for item in items_of(cell)]
        is_numeric = all(isinstance(item, (int, float)) and not isinstance(item, bool) for item in items)
        assert column.numeric == is_numeric or not items, column.name
        if not column.name.startswith("printed"):  # what the survey prints is text
            assert (column.order == "date") == all(map(_is_date, items)) or not items, column.name


def _is_date(item: object) -> bool:
    try:
        return isinstance(item, str) and len(parse_date(item)) >= 4
    except ValueError:
        return False


def test_every_kind_of_answer_is_looked_at(catalogue: Catalogue) -> None:
    kinds = {type(ANSWERS[name](catalogue)) for name in ANSWERS}
    every = {kind for kind in Answer.__subclasses__() if kind.__module__.startswith("llmsurvey.")}
    untouched = {
        "ImportAnswer",
        "ImportBomAnswer",
        "ImportGraphsAnswer",
        "ImportModelsAnswer",
        "RemoveAnswer",
        "TableAnswer",
        "ColumnsAnswer",
        "PrintedAnswer",
    }  # the last is a base
    assert {kind.__name__ for kind in every - kinds} == untouched
