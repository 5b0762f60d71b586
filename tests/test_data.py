"""The built-in data: sourced, complete where it can be, and as the survey and the board's snapshots have it."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from statistics import mean
from typing import Any

import pytest

from llmsurvey.lineage.rules import Permission, Use, said_of_use
from llmsurvey.records import NONE_STATED, Model, Score, Size, Source
from llmsurvey.records.record import names_of_fields
from llmsurvey.registry.built_in import load_survey
from llmsurvey.registry.compile import compile_layers
from llmsurvey.registry.layers import data_folder, layers_for
from llmsurvey.registry.names import loose_form
from llmsurvey.registry.registry import Registry
from llmsurvey.registry.scores import load_scores
from llmsurvey.registry.source_addresses import fault_of_address


def board_rounding(average: Decimal) -> Decimal:
    """An average as the board shows it: one digit, halves to the even one (68.25 is 68.2)."""
    return average.quantize(Decimal("0.1"), ROUND_HALF_EVEN)


@pytest.fixture(scope="module")
def scores() -> list[Score]:
    return load_scores(Registry())


def test_the_built_in_registry_loads_without_faults() -> None:
    assert compile_layers(layers_for()).registry.models


# Sources


def sources_of(registry: Registry) -> list[tuple[str, Source]]:
    records: list[Any] = [*registry.models, *registry.datasets, *registry.licences, *registry.benchmarks]
    sizes = [(model, size) for model in registry.models for size in model.sizes]
    own = [(record.id, source) for record in records for source in record.sources]
    return own + [(f"{model.id}@{size.name}", source) for model, size in sizes for source in size.sources]


def test_every_source_has_an_address(registry: Registry) -> None:
    form = re.compile(r"https?://[\w.-]+\.\w+(/\S*)?")
    assert [(name, source.url) for name, source in sources_of(registry) if not form.fullmatch(source.url)] == []


def test_every_source_was_checked_on_a_day(registry: Registry) -> None:
    unchecked = [(name, source.url) for name, source in sources_of(registry) if len(source.checked or "") != 10]
    assert unchecked == []


def test_every_source_supports_a_field_or_tells_what_it_says(registry: Registry) -> None:
    assert [name for name, source in sources_of(registry) if not source.supports and not source.says] == []


def test_what_a_source_supports_is_a_field_that_there_is(registry: Registry) -> None:
    odd = [
        (model.id, name)
        for model in registry.models
        for source in model.sources
        for name in source.supports
        if not is_field(model, name)
    ]
    assert odd == []


def is_field(model: Model, name: str) -> bool:
    """Whether `released`, `sizes.parameters` or `@7B.hub` is a field of the model or of a size that it has."""
    owner, _, field = name.rpartition(".")
    if owner.startswith("@"):
        return field in names_of_fields(Size) and owner[1:] in [size.name for size in model.sizes]
    return field in (names_of_fields(Size) if owner == "sizes" else names_of_fields(Model))


def supported(model: Model, size: Size, field: str) -> bool:
    """Whether a source states a fact of a size: of its own, or of the model where the size says nothing."""
    of_size = {f"@{size.name}.{field}", f"sizes.{field}"}
    inherited = field in names_of_fields(Model) and (not size_facts(model, size, field))
    enough = of_size | ({field} if inherited else set()) | ({"sizes"} if field in ("parameters", "hub") else set())
    named = {name for source in model.sources for name in source.supports}
    named_by_size = {name for source in size.sources for name in source.supports}
    return bool(named & enough) or bool(named_by_size & (enough | {field}))


def size_facts(model: Model, size: Size, field: str) -> bool:
    """Whether the size has a fact of its own that differs from its model's."""
    own = next((each for each in model.sizes if each.name == size.name), None)
    return own is not None and getattr(own, field) not in (None, getattr(model, field))


SOURCED = ("released", "developers", "licence")


def test_no_model_has_a_date_developer_or_licence_without_a_source(registry: Registry) -> None:
    unsourced = [
        (model.id, field)
        for model in registry.models
        for field in SOURCED
        if getattr(model, field) and not any(source.supports_field(field) for source in model.sources)
    ]
    assert unsourced == []


def test_no_size_has_a_date_licence_parameters_or_repository_without_a_source(registry: Registry) -> None:
    unsourced = [
        (model.id, size.name, field)
        for model in registry.models
        for size in model.sizes
        for field in ("released", "licence", "parameters", "hub")
        if getattr(size, field) and not supported(model, size, field)
    ]
    assert unsourced == []


def test_the_survey_s_own_sources_are_pages_too() -> None:
    survey = load_survey()
    sources = [*(source for each in survey.errata for source in each.sources)]
    sources += [source for each in survey.publications for source in each.sources]
    assert [source.url for source in sources if fault_of_address(source.url)] == []


SIZE_NOT_NAMED = {
    "bard",
    "bllossom-aica",
    "chatgpt",
    "codegpt",
    "dialogpt-sarcastic-medium",
    "fabbrisimo01-quantised",
    "gpt2-conversational-or-qa",
    "intern-s2",
    "llama-3.2",
    "llama-nemotron",
    "llama2guanacotest",
    "mamba-gpt-3b-later",
    "oasst-pythia-12b-dvruette",
    "oasst-pythia-6.9b-4000-steps",
    "oasst-sft-pythia-12b",
    "openbuddy-openllama-3b-v10",
    "openllama-platypus-3b",
    "solar-10.7b",
    "trurl-2-7b",
    "vicuna-13b-cot",
    "vicuna-7b-felixchao",
    "yi-1.5",
}
"""Models of which the opened sources name what they were made from, and not which size of it."""


def test_a_foundation_names_its_size_where_there_are_several(registry: Registry) -> None:
    unnamed = {
        model.id
        for model in registry.models
        for size in model.each_size()
        for link in size.foundations or ()
        if link.size is None and len(registry.model_by_id[link.model].sizes) > 1
    }
    assert unnamed == SIZE_NOT_NAMED


LICENCE_NOT_FOUND = {
    "belle-school-math",
    "common-crawl",
    "kcbert-comments",
    "moss-003-sft",
    "xp3mt",
}
"""Data that can be had, of which no opened source tells a licence or that there is none."""


def test_open_data_has_a_licence_or_a_word_on_why_there_is_none(registry: Registry) -> None:
    silent = {
        data.id
        for data in registry.datasets
        if data.access in ("open", "limited")
        and not (data.licence or data.rights or data.derived_from or data.generated_by)
    }
    assert silent == LICENCE_NOT_FOUND


def test_no_alias_is_a_name_that_an_erratum_corrects(registry: Registry) -> None:
    """`alpaca-13b` of Table 4 isn't Stanford's, and nobody knows whose it is: so it is no model's alias."""
    aliases = {loose_form(name): model.id for model in registry.models for name in (model.name, *model.aliases)}
    wrong = [
        (erratum.number, aliases[loose_form(erratum.printed)])
        for erratum in load_survey().errata
        if erratum.kind == "name" and erratum.subject and loose_form(erratum.printed) in aliases
    ]
    assert [(number, model) for number, model in wrong if f"model/{model}" not in subjects_of(number)] == []


def subjects_of(number: int) -> str:
    """What an erratum is about, as its record has it."""
    return next(erratum.subject or "" for erratum in load_survey().errata if erratum.number == number)


# How much is known of the open models


def open_sizes(registry: Registry) -> list[tuple[Model, Size]]:
    """Every size whose weights can be had, with its model's facts filled in."""
    sizes = [(model, size) for model in registry.models for size in model.each_size()]
    return [(model, size) for model, size in sizes if size.access in ("open", "limited")]


def known(model: Model, size: Size, field: str) -> bool:
    """Whether the field of a size is filled, and a source states it."""
    if field == "developers":
        return bool(model.developers) and any(source.supports_field(field) for source in model.sources)
    return bool(getattr(size, field)) and supported(model, size, field)


FIELDS = ["released", "developers", "licence", "parameters"]


@pytest.mark.parametrize("of_survey", [True, False])
@pytest.mark.parametrize("field", FIELDS)
def test_the_open_sizes_have_the_field_with_its_source(
    field: str, of_survey: bool, registry: Registry, record_property: Callable[[str, object], None]
) -> None:
    """95 % of each, of what the survey names and of the whole catalogue."""
    sizes = [pair for pair in open_sizes(registry) if pair[0].id in registry.surveyed or not of_survey]
    gaps = [f"{model.id}@{size.name}" for model, size in sizes if not known(model, size, field)]
    share = 1 - len(gaps) / len(sizes)
    whose = "the survey's" if of_survey else "all"
    record_property(
        "coverage", f"{field}: {share:.1%} of {whose} {len(sizes)} sizes; unknown: {', '.join(gaps[:9]) or 'none'}"
    )
    if field == "licence":
        silent = sum(size.licence == NONE_STATED for _, size in sizes)
        record_property("coverage", f"licence: {silent} of these sizes have a page that states none")
    assert share >= 0.95


@pytest.mark.parametrize(("of_survey", "least"), [(True, 0.95), (False, 0.95)])
def test_the_fields_of_open_models_are_known_with_their_source(
    of_survey: bool,
    least: float,
    registry: Registry,
    record_property: Callable[[str, object], None],
) -> None:
    """Each model counts once, by the share of its open sizes, so that large families don't hide small ones.

    All four fields count together: some models state no licence anywhere, and an honest gap stays one.
    """
    shares: dict[str, list[float]] = {field: [] for field in FIELDS}
    sizes: dict[str, list[tuple[Model, Size]]] = {}
    for model, size in open_sizes(registry):
        if model.id in registry.surveyed or not of_survey:
            sizes.setdefault(model.id, []).append((model, size))
    for field in FIELDS:
        for each in sizes.values():
            shares[field].append(mean(known(model, size, field) for model, size in each))
        record_property("coverage", f"{field}: {mean(shares[field]):.1%} of {len(sizes)} models")
    whole = mean(mean(each) for each in shares.values())
    record_property("coverage", f"all four: {whole:.1%} of {len(sizes)} models")
    assert whole >= least


def test_that_no_licence_is_stated_was_read_on_the_page_of_that_very_size(registry: Registry) -> None:
    """A page that was not read states nothing: there the field is empty. Its owner may have another name since."""
    tells = re.compile(r"\bno licence|without a licence", re.IGNORECASE)
    sizes = [(model, size) for model in registry.models for size in model.each_size() if size.licence == NONE_STATED]
    unread = [
        f"{model.id}@{size.name}"
        for model, size in sizes
        if not any(
            (size.hub or "").rpartition("/")[2].lower() in source.url.lower() and tells.search(source.says or "")
            for source in model.sources_for("licence", size)
        )
    ]
    assert sizes
    assert unread == []


def test_the_open_models_are_most_of_the_catalogue(registry: Registry) -> None:
    assert len({model.id for model, _ in open_sizes(registry)}) >= 35


# References


def test_every_model_dataset_and_licence_that_is_referred_to_exists(registry: Registry) -> None:
    owners: list[Any] = [*registry.models, *(size for model in registry.models for size in model.sizes)]
    licences = {owner.licence for owner in [*owners, *registry.datasets]} - {None}
    licences |= {period.licence for owner in [*owners, *registry.datasets] for period in owner.licence_history or ()}
    datasets = {dataset for owner in owners for dataset in owner.datasets or ()}
    datasets |= {link.dataset for dataset in registry.datasets for link in dataset.derived_from}
    bases = [base for owner in owners for base in owner.foundations or ()]
    teachers = [teacher for dataset in registry.datasets for teacher in dataset.generated_by]
    assert licences <= {licence.id for licence in registry.licences}
    assert datasets <= {dataset.id for dataset in registry.datasets}
    assert {each.model for each in [*bases, *teachers]} <= {model.id for model in registry.models}
    assert not missing_sizes(registry, [(each.model, each.size) for each in [*bases, *teachers] if each.size])


def missing_sizes(registry: Registry, references: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """The references to sizes that no model has by that very name."""
    return set(references) - {(model.id, size.name) for model in registry.models for size in model.sizes}


def test_every_benchmark_that_is_referred_to_exists(registry: Registry, scores: list[Score]) -> None:
    variants = {benchmark.variant_of for benchmark in registry.benchmarks} - {None}
    scored = {score.benchmark for score in scores} - {"average"}
    assert variants | scored <= {benchmark.id for benchmark in registry.benchmarks}


def test_every_score_is_of_a_model_and_a_size_that_exist(registry: Registry, scores: list[Score]) -> None:
    assert {score.model for score in scores if score.model} <= {model.id for model in registry.models}
    assert not missing_sizes(registry, [(score.model, score.size) for score in scores if score.model and score.size])


def test_a_score_of_a_repository_is_of_the_size_that_has_it(registry: Registry, scores: list[Score]) -> None:
    sizes = {size.hub: (model.id, size.name) for model in registry.models for size in model.sizes if size.hub}
    scored = [score for score in scores if score.hub in sizes]
    assert len({score.hub for score in scored}) >= 14
    assert {(s.hub, s.model, s.size) for s in scored} == {(s.hub, *sizes[s.hub or ""]) for s in scored}


def test_a_score_names_a_source_that_is_an_address_or_the_survey(scores: list[Score]) -> None:
    assert {score.source for score in scores if score.reading == "printed"} == {"survey, table 2", "survey, table 4"}
    assert all(score.source.startswith("https://") for score in scores if score.reading == "actual")


def test_metric_and_shots_of_a_board_s_score_are_the_benchmark_s_usual_ones(
    registry: Registry, scores: list[Score]
) -> None:
    board = [each for each in scores if each.board == "open-llm-leaderboard" and each.benchmark != "average"]
    usual = {each.id: (each.metric, each.shots) for each in registry.benchmarks}
    assert {(s.benchmark, s.metric, s.shots) for s in board} == {(s.benchmark, *usual[s.benchmark]) for s in board}


# The survey's tables

TABLE_1 = """
2022.05	OPT	Meta	X
2022.07	BLOOM	HuggingFace collaboration	O
2022.11	Galactica	Meta	X
2023.02	LLaMA	Meta	X
2023.03	Alpaca	Stanford	X
2023.03	Vicuna	LMSYS	X
2023.03	GPT4all	NomicAI	X
2023.04	Dolly	Databricks	O
2023.05	MPT	MosaicML	O
2023.06	Falcon	MosaicML	O
2023.07	LLaMA2	Meta	O
"""

TABLE_2 = """
stabilityai/FreeWilly2	finetuned	LLaMA2	71.4
jondurbin/airoboros-12-70b-gpt4-1.4.1	finetuned	LLaMA2	70.9
TheBloke/llama-2-70b-Guanaco-QLoRA-fp16	finetuned	LLaMA2	70.6
stabilityai/FreeWilly1-Delta-SafeTensor	finetuned	LLaMA1	68.7
TheBloke/gpt4-llama-1-ora_mlp-65B-HF	finetuned	LLaMA1	68.2
meta-llama/llama-2-70b-hf	pretrained	-	67.3
upstage/llama-30b-instruct-2048	finetuned	LLaMA1	67
jondurbin/airoboros-65b-gpt4-1.2	finetuned	LLaMA1	67
TheBloke/guanaco-65B-HF	finetuned	LLaMA1	66.9
meta-llama/llama-2-70b-chat-hf	finetuned	LLaMA2	66.8
"""

TABLE_3 = """
Polyglot-ko	Polyglot	1.3B, 3.8B, 5.8B, 12.8B	-
KoAlpaca	LLaMA	7B, 13B, 30B, 65B	Translated Alpaca training dataset
Koalpaca-Polyglot	Polyglot-ko	5.8B, 12.8B	Best questions from Naver Knowledge iN
KoVicuna	Vicuna	7B	Translated shareGPT training dataset
KULLM	Polyglot-ko	5.8B, 12.8B	GPT4ALL, Dolly, and Vicuna datasets
"""

TABLE_4 = """
GPT-4	Multi.	95.3
GPT3.5	Multi.	85.5
LLaMA-65B	Eng.	84.2
LLaMA-30B	Eng.	82.6
LLaMA-13B	Eng.	78.9
Alpaca-13B	Eng.	77.6
LLaMA-7B	Eng.	75.6
polyglot-ko-12.8b	Kor.	60.98
polyglot-ko-5.8b	Kor.	59.79
polyglot-ko-3.8b	Kor.	56.7
polyglot-ko-1.3b	Kor.	52.78
KoAlpaca-Polyglot-5.8B	Kor.	35.6
"""


def cells(table: str) -> list[tuple[str, ...]]:
    return [tuple(line.split("\t")) for line in table.strip().splitlines()]


@pytest.mark.parametrize(("number", "table"), [(1, TABLE_1), (2, TABLE_2), (3, TABLE_3), (4, TABLE_4)])
def test_every_table_of_the_survey_stands_as_printed(number: int, table: str) -> None:
    assert [row.cells for row in load_survey().table(number).rows] == cells(table)


def test_the_printed_scores_are_those_of_the_survey_in_its_order(scores: list[Score]) -> None:
    printed = [(each.table, each.name_as_printed, each.value) for each in scores if each.reading == "printed"]
    table_2 = [("2", name, average) for name, _, _, average in cells(TABLE_2)]
    assert printed == table_2 + [("4", name, value) for name, _, value in cells(TABLE_4)]


def test_every_printed_score_stands_beside_what_it_really_is(scores: list[Score]) -> None:
    printed = {(score.table, score.model, score.size) for score in scores if score.reading == "printed"}
    assert printed == {(score.table, score.model, score.size) for score in scores if score.reading == "actual"}


def parts(scores: list[Score], hub: str) -> list[Decimal]:
    """The four benchmarks of a model of Table 2."""
    rows = [score for score in scores if score.hub == hub and score.table == "2" and score.benchmark != "average"]
    assert {score.benchmark for score in rows} == {"arc", "hellaswag", "mmlu", "truthfulqa"}
    return [Decimal(score.value) for score in rows]


def averages(scores: list[Score], reading: str) -> list[Score]:
    table = [score for score in scores if score.table == "2" and score.benchmark == "average"]
    return [score for score in table if score.reading == reading]


def test_the_board_s_averages_are_the_means_of_the_four_parts(scores: list[Score]) -> None:
    board = averages(scores, "actual")
    assert len(board) == 10
    means = [board_rounding(sum(parts(scores, score.hub or ""), Decimal(0)) / 4) for score in board]
    assert means == [Decimal(score.value) for score in board]


def test_the_survey_prints_the_board_s_averages(scores: list[Score]) -> None:
    printed = [(each.model, each.size, Decimal(each.value)) for each in averages(scores, "printed")]
    assert printed == [(each.model, each.size, Decimal(each.value)) for each in averages(scores, "actual")]


# The board's snapshots

BOARD_COLUMNS = {
    "average": "Average",
    "arc": "ARC(25-shot)",
    "hellaswag": "HellaSwag(10-shot)",
    "mmlu": "MMLU(5-shot)",
    "truthfulqa": "TruthfulQA(0-shot)",
}


def snapshot(day: str) -> dict[str, dict[str, str]]:
    folder = os.environ.get("LLMSURVEY_TESTDATA")
    if not folder:
        pytest.skip("LLMSURVEY_TESTDATA names no folder of snapshots")
    path = Path(folder) / "open_llm_leaderboard" / f"{day}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["Model"]: row for row in csv.DictReader(file)}


def of_board(scores: list[Score], date: str) -> list[Score]:
    return [score for score in scores if score.board == "open-llm-leaderboard" and score.date == date]


@pytest.mark.parametrize(("date", "day", "count"), [("2023-07-28", "20230728", 50), ("2023-06-29", "20230629", 6)])
def test_the_board_s_scores_are_those_of_its_snapshot_cell_by_cell(
    date: str, day: str, count: int, scores: list[Score]
) -> None:
    rows = snapshot(day)
    ours = of_board(scores, date)
    names = [score.hub or score.name_as_printed.lower() for score in ours]
    theirs = [rows[name][BOARD_COLUMNS[score.benchmark]] for name, score in zip(names, ours, strict=True)]
    assert len(ours) == count
    assert [(score.hub, score.benchmark, score.value) for score in ours] == [
        (score.hub, score.benchmark, value) for score, value in zip(ours, theirs, strict=True)
    ]


def test_the_survey_s_ten_are_the_snapshot_s_ten_best(scores: list[Score]) -> None:
    rows = snapshot("20230728")
    best = sorted(rows, key=lambda name: -float(rows[name]["Average"] or 0))[:10]
    assert set(best) == {score.hub for score in of_board(scores, "2023-07-28")}


def test_the_notice_names_where_the_figures_are_from(scores: list[Score]) -> None:
    notice = (data_folder() / "NOTICE.md").read_text(encoding="utf-8")
    assert "open-llm-leaderboard-report" in notice
    assert "MIT" in notice


# Licences


def test_a_tag_of_the_hub_that_a_licence_is_called_after_means_that_licence(registry: Registry) -> None:
    called = re.compile(r'\(hub tag "([^"]+)"\)')
    tags = {found[1]: licence.id for licence in registry.licences if (found := called.search(licence.name))}
    answering = {tag: registry.licence_names.answering(tag) for tag in tags}
    assert {tag: ids for tag, ids in answering.items() if ids and set(ids) != {tags[tag]}} == {}
    assert "modified-mit" in tags


@pytest.mark.parametrize(
    ("licence", "use", "permission"),
    [
        # A model made with the output is counted among what is made of the model, in words like those of the RAILs.
        ("bigscience-rail-1.0", Use("train-on-output"), "conditional"),
        ("bigcode-openrail-m-1", Use("train-on-output"), "conditional"),
        ("yi-community-2.1", Use("train-on-output"), "conditional"),
        ("stability-non-commercial-2023", Use("train-on-output"), "conditional"),
        # "any output [...] to create other works for any purpose which conflicts with the Acceptable Use Policy"
        ("falcon-2-11b-1.0", Use("train-on-output"), "conditional"),
        ("falcon-180b-tii", Use("train-on-output"), "conditional"),
        ("falcon-llm-licence", Use("train-on-output"), "conditional"),
        ("c4ai-cc-by-nc", Use("train-on-output"), "conditional"),
        ("qwen-research-2024", Use("train-on-output"), "conditional"),
        ("xai-community", Use("train-on-output"), "no"),
        # Models that may be used for research, and not passed on
        ("microsoft-research-orca-2", Use("sell"), "no"),
        ("microsoft-research-orca-2", Use("publish-finetune"), "no"),
        # Hosting needs another licence, a product with the model in the background doesn't.
        ("falcon-180b-tii", Use("serve"), "conditional"),
        ("falcon-llm-licence", Use("sell"), "conditional"),
        # Whether more revenue than that needs an agreement depends on whether others get the model as a service.
        ("kimi-k3", Use("revenue", 10_000_000), "yes"),
        ("kimi-k3", Use("revenue", 30_000_000), "conditional"),
        ("kimi-k3", Use("users", 200_000_000), "conditional"),
        ("qwen-3.8-max", Use("revenue", 40_000_000), "yes"),
        ("qwen-3.8-max", Use("revenue", 60_000_000), "conditional"),
        ("glm-5.3-licence", Use("revenue", 9_000_000_000), "yes"),
        ("glm-5.3-licence", Use("revenue", 11_000_000_000), "conditional"),
        # As a service it needs another licence, whatever the revenue; its name is shown above 20 million a month.
        ("qwen-community-1.0", Use("serve"), "conditional"),
        ("qwen-community-1.0", Use("revenue", 60_000_000), "yes"),
        ("qwen-community-1.0", Use("revenue", 300_000_000), "conditional"),
        ("modified-mit-kimi-k2.6", Use("revenue", 200_000_000), "yes"),
        ("modified-mit-kimi-k2.6", Use("revenue", 300_000_000), "conditional"),
        # Policies that were read
        ("stability-community-2024", Use("field", field="adult-content"), "no"),
        ("stability-community-2024", Use("field", field="medical"), "conditional"),
        ("stability-community-2024", Use("field", field="finance"), "not said"),
        ("c4ai-cc-by-nc", Use("field", field="medical"), "not said"),
        ("nvidia-open-model", Use("field", field="medical"), "not said"),
        ("nvidia-open-model", Use("field", field="surveillance"), "conditional"),
        # Policies that nobody has read
        ("falcon-llm-licence", Use("field", field="medical"), "unknown"),
        ("databricks-open-model", Use("field", field="medical"), "unknown"),
        ("xai-community", Use("field", field="medical"), "unknown"),
    ],
)
def test_what_a_licence_says_of_a_use(registry: Registry, licence: str, use: Use, permission: Permission) -> None:
    assert said_of_use(registry.licence_by_id[licence], use).permission == permission


def test_no_clause_is_told_twice_of_a_use(registry: Registry) -> None:
    """A clause that names hosting can be of a kind that limits commerce, too."""
    twice = {
        (licence.id, use)
        for licence in registry.licences
        for use in ("sell", "serve", "publish-finetune", "train-on-output")
        if len(said := said_of_use(licence, Use(use)).clauses) != len({id(clause) for clause in said})
    }
    assert twice == set()
