"""What every command writes as JSON is as its published schema says."""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.logs.made_logs import keep_logs, write_harness_logs
from tests.logs.made_runs import keep_run

import llmsurvey
from llmsurvey import answers
from llmsurvey.answers.answer import Answer
from llmsurvey.answers.forms import FORMS
from llmsurvey.answers.schema import find_schema
from llmsurvey.catalogue import Catalogue
from llmsurvey.errors import UnknownNameError
from llmsurvey.formats import render

pytestmark = pytest.mark.usefixtures("warm_cache")

JULY = "open-llm-leaderboard@2023-07-28"
SURVEY = "open-llm-leaderboard@survey"
OWN = """
models:
- {id: mine, name: Mine, sizes: [{name: 1B, parameters: 1B}, {name: 2B, licence: mit}]}
- {id: bare, name: Bare}
"""


def _import_and_remove(catalogue: Catalogue) -> Answer[Any]:
    catalogue.import_logs("lab__mine", logs_in="logs")
    return catalogue.remove_logs("arc-easy", logs_in="logs")


ANSWERS: list[tuple[str, Callable[[Catalogue], Answer[Any]]]] = [
    ("list", lambda catalogue: catalogue.list()),
    ("list", lambda catalogue: catalogue.list(commercial=True, fits="24GB")),
    ("list", lambda catalogue: catalogue.list(developer="Stanford", language="ko")),
    ("list", lambda catalogue: catalogue.list(as_printed=True)),
    ("choose", lambda catalogue: catalogue.choose(fits="80GB", language="ko", use=("sell", "train-on-output"))),
    ("choose", lambda catalogue: catalogue.choose(fits="1MB")),
    ("choose", lambda catalogue: catalogue.explain_choice("Llama 2@7B", use="finetune")),
    ("choose", lambda catalogue: catalogue.explain_choice("GPT-4@gpt-4-0314")),
    ("licence", lambda catalogue: catalogue.licence("Llama 2", use=("sell", "users=800M", "field=legal"))),
    ("show", lambda catalogue: catalogue.show("LLaMA")),
    ("show", lambda catalogue: catalogue.show("MPT@7B-Instruct")),
    ("show", lambda catalogue: catalogue.show("ChatGPT")),
    ("show", lambda catalogue: catalogue.show("sharegpt")),
    ("show", lambda catalogue: catalogue.show("hellaswag")),
    ("show", lambda catalogue: catalogue.show("llama-2-community")),
    ("show", lambda catalogue: catalogue.show("KULLM", sources=True)),
    ("show", lambda catalogue: catalogue.show("mine")),
    ("show", lambda catalogue: catalogue.show("bare")),
    ("search", lambda catalogue: catalogue.search("vicuna")),
    ("search", lambda catalogue: catalogue.search("nothing is called so")),
    ("lineage", lambda catalogue: catalogue.lineage("KULLM")),
    ("licence", lambda catalogue: catalogue.licence("Vicuna")),
    ("licence", lambda catalogue: catalogue.licence("Llama 2", conditions=True)),
    ("licence", lambda catalogue: catalogue.licence("mit")),
    ("licence", lambda catalogue: catalogue.dossier("KULLM", "mine", "bare")),
    ("licence", lambda catalogue: catalogue.dossier("Vicuna", data="strict")),
    ("bom", lambda catalogue: catalogue.bom("Guanaco@7B")),
    ("bom", lambda catalogue: catalogue.bom_checklist("Guanaco@7B")),
    ("licences", lambda catalogue: catalogue.licences()),
    ("compare", lambda catalogue: catalogue.compare("LLaMA", "Falcon@7B", "mine")),
    ("compare", lambda catalogue: catalogue.compare(benchmark="hellaswag")),
    ("compare", lambda catalogue: catalogue.compare(benchmark="hellaswag", mix=True)),
    ("compare", lambda catalogue: catalogue.compare("FreeWilly2", "Guanaco", board=SURVEY)),
    ("compare", lambda catalogue: catalogue.compare("FreeWilly2", "Guanaco@65B-HF", "LLaMA@65B", board=JULY)),
    ("compare", lambda catalogue: catalogue.compare("one", "other", logs=True, logs_in="asked")),
    ("compare", lambda catalogue: catalogue.compare("one", "other", logs=True, logs_in="asked", show_flips=True)),
    ("compare", lambda catalogue: catalogue.compare(as_printed=True)),
    ("memory", lambda catalogue: catalogue.memory("LLaMA@7B")),
    ("memory", lambda catalogue: catalogue.memory("mine@1B")),
    ("stats", lambda catalogue: catalogue.stats()),
    ("stats", lambda catalogue: catalogue.stats(by="field")),
    ("stats", lambda catalogue: catalogue.stats(by="declared")),
    ("rank", lambda catalogue: catalogue.rank(JULY, limit=40)),
    ("rank", lambda catalogue: catalogue.rank(JULY, method="borda", sets="none", repeats="all", limit=40)),
    ("rank", lambda catalogue: catalogue.rank(SURVEY, frontier=True)),
    ("rank", lambda catalogue: catalogue.rank("own.csv")),
    ("rank", lambda catalogue: catalogue.rank(JULY, language="ko", commercial=True)),
    ("rank", lambda catalogue: catalogue.rank_methods(SURVEY)),
    ("rank", lambda catalogue: _with_made_logs(catalogue).rank_logs(logs_in="made")),
    ("rank", lambda catalogue: _with_made_logs(catalogue).leaders_by_subject(logs_in="made")),
    ("frontier", lambda catalogue: catalogue.frontier(JULY)),
    ("diff", lambda catalogue: catalogue.diff("open-llm-leaderboard@2023-06-29", JULY)),
    ("history", lambda catalogue: catalogue.history("llama-65b")),
    ("history", lambda catalogue: catalogue.history(top=3)),
    ("boards", lambda catalogue: catalogue.boards()),
    ("claims", lambda catalogue: catalogue.claims()),
    ("claims", lambda catalogue: catalogue.claims("C61")),
    ("errata", lambda catalogue: catalogue.errata()),
    ("timeline", lambda catalogue: catalogue.timeline()),
    ("table", lambda catalogue: catalogue.table(1)),
    ("table", lambda catalogue: catalogue.table(4)),
    ("table", lambda catalogue: catalogue.table(2, as_printed=True)),
    ("config", lambda catalogue: catalogue.config()),
    ("families", lambda catalogue: catalogue.families()),
    ("licence", lambda catalogue: catalogue.licence_descendants("LLaMA")),
    ("check", lambda catalogue: catalogue.check("app.py")),
    ("conflicts", lambda catalogue: catalogue.conflicts()),
    ("logs", lambda catalogue: catalogue.import_logs("lab__mine", logs_in="logs")),
    ("logs", lambda catalogue: catalogue.logs(logs_in="logs")),
    ("logs", _import_and_remove),
    ("logs", lambda catalogue: _import_and_ask(catalogue).log_scores(logs_in="logs")),
    ("questions", lambda catalogue: _import_and_ask(catalogue).questions(logs_in="logs")),
    ("questions", lambda catalogue: _import_and_ask(catalogue).questions_enough(logs_in="logs")),
    ("validate", lambda catalogue: catalogue.validate()),
    ("show", lambda catalogue: catalogue.show("Google")),
    ("cite", lambda catalogue: catalogue.cite("LLaMA")),
    ("cite", lambda catalogue: catalogue.cite(references=True)),
]


def _with_made_logs(catalogue: Catalogue) -> Catalogue:
    keep_logs(write_harness_logs(Path("results")), Path("made"))
    return catalogue


def _import_and_ask(catalogue: Catalogue) -> Catalogue:
    """The catalogue, with logs of three models to ask of."""
    for number in range(3):
        Path(f"lab__{number}").mkdir()
        samples = (f'{{"doc_id": {question}, "acc": {float(question % (number + 2) == 0)}}}' for question in range(40))
        Path(f"lab__{number}/samples_arc_easy_2024-08-21T03-44-09.494230.jsonl").write_text("\n".join(samples) + "\n")
    catalogue.import_logs([f"lab__{number}" for number in range(3)], logs_in="logs")
    return catalogue


def problems_of(command: str, content: Any) -> list[str]:
    """What a schema says against the JSON of a command, with where."""
    validator = Draft202012Validator(find_schema(command))
    part = validator.evolve(schema={"$ref": "#/$defs/answer", "$defs": find_schema(command)["$defs"]})
    return [f"{error.json_path}: {error.message}" for error in part.iter_errors(content)]


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Catalogue:
    """The catalogue with two models of one's own, beside a file of scores."""
    monkeypatch.chdir(tmp_path)
    Path("own.yaml").write_text(OWN)
    Path("own.csv").write_text("model,arc,quiz\nmine,50,\nLLaMA-7B,40,30\n,,\n")
    Path("lab__mine").mkdir()
    Path("lab__mine/samples_arc_easy_2024-08-21T03-44-09.494230.jsonl").write_text('{"doc_id": 0, "acc": 1.0}\n')
    Path("app.py").write_text('AutoModel.from_pretrained("lmsys/vicuna-7b-v1.1")\nload_model("nobody/Nothing-7B")\n')
    keep_run(Path("asked"), "one", [1, 0, 1, 1], texts=True)
    keep_run(Path("asked"), "other", [1, 1, 0, 0])
    return llmsurvey.open("own.yaml")


@pytest.mark.parametrize("place", range(len(ANSWERS)))
def test_json_is_as_the_schema_says(catalogue: Catalogue, place: int) -> None:
    command, ask = ANSWERS[place]
    table = ask(catalogue).table()
    assert problems_of(command, json.loads(render(table, "json"))) == []
    assert problems_of(command, json.loads(render(table.select(table.names()), "json"))) == []


def test_every_command_with_rows_has_a_schema_that_is_one() -> None:
    assert {command for command, _ in ANSWERS} | {"import"} == set(FORMS)
    for command in FORMS:
        Draft202012Validator.check_schema(find_schema(command))


def test_every_answer_is_a_form_of_a_command() -> None:
    for module in pkgutil.iter_modules(answers.__path__):
        importlib.import_module(f"llmsurvey.answers.{module.name}")
    forms = {form.answer for forms in FORMS.values() for form in forms}
    kinds = {kind for kind in Answer.__subclasses__() if kind.__module__.startswith("llmsurvey.")}
    others = {"ColumnsAnswer", "PrintedAnswer"}  # a help, and a base of two
    others |= {"LicencesByYearAnswer", "MemoryByContextAnswer"}  # what pictures alone are drawn from
    assert {kind.__name__ for kind in kinds - forms} == others


def test_a_schema_refuses_what_the_command_never_writes(catalogue: Catalogue) -> None:
    rows = json.loads(render(catalogue.list().table(), "json"))
    assert problems_of("list", [{**rows[0], "nosuch": 1}])
    assert problems_of("list", [{**rows[0], "verdict": "perhaps"}])
    assert problems_of("list", [{**rows[0], "sizes": ["7B"]}])
    assert problems_of("show", {"record": "model"})


def test_every_property_of_a_schema_says_what_it_holds() -> None:
    def silent_properties(node: Any, path: str) -> list[str]:
        if isinstance(node, list):
            return [found for item in node for found in silent_properties(item, path)]
        if not isinstance(node, dict):
            return []
        bare = [
            f"{path}.{name}"
            for name, schema in node.get("properties", {}).items()
            if "description" not in schema and not {"const", "$ref"} & set(schema)
        ]
        return bare + [found for key, item in node.items() for found in silent_properties(item, f"{path}.{key}")]

    assert [found for command in FORMS for found in silent_properties(find_schema(command), command)] == []


def test_a_registry_file_has_a_schema_and_an_unknown_command_the_nearest() -> None:
    assert find_schema()["title"] == "RegistryFile"
    assert find_schema("license")["title"] == "llmsurvey licence"
    with pytest.raises(UnknownNameError, match="Did you mean rank"):
        find_schema("rnk")
