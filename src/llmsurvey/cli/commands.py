"""Every command: its module, its panel and its summary in the help of all, and the examples below its own help.

The help of all is made from this table, so that it loads no command.
"""

from __future__ import annotations

from typing import NamedTuple

from llmsurvey.messages import mark

_CATALOGUE, _BOARDS, _SURVEY, _DATA = "Catalogue", "Boards", "The survey", "Data"


class Command(NamedTuple):
    """Where a command is, and how the help shows it; `summary` is the first sentence of its docstring."""

    module: str
    panel: str
    summary: str
    examples: tuple[str, ...]
    is_hidden: bool = False


COMMANDS = {
    "choose": Command(
        "choose_command",
        _CATALOGUE,
        mark("Choose among all sizes: what one may do with each, whether it fits on a card, and how good it is."),
        (
            "llmsurvey choose --commercial --gpu RTX-4090 --language en",
            "llmsurvey choose --gpu 2xA100-80GB --context 32768 --use train-on-output",
            'llmsurvey choose --why "Llama 2@13B-chat"',
        ),
    ),
    "list": Command(
        "list_command",
        _CATALOGUE,
        mark("List the models that fit, with what the licences of their whole lineage allow."),
        (
            "llmsurvey list --commercial --max-size 13B --format csv",
            "llmsurvey list --language ko --min-size 10B",
            "llmsurvey list --where 'parameters>=60B' --sort -released",
        ),
    ),
    "explore": Command(
        "explore",
        _CATALOGUE,
        mark("Explore the catalogue: models, sizes, boards and the survey on the whole screen, narrowed as one types."),
        (
            "llmsurvey explore --language ko",
            "llmsurvey explore --commercial --gpu RTX-4090 --context 8192",
            "llmsurvey explore --plain",
        ),
    ),
    "show": Command(
        "show",
        _CATALOGUE,
        mark("Show all facts of one record, each with a source; --columns all shows the address beside every fact."),
        (
            "llmsurvey show KULLM@12.8B-v2 --sources",
            "llmsurvey show LLaMA@65B --columns field,source --where field=parameters",
        ),
    ),
    "search": Command(
        "search",
        _CATALOGUE,
        mark("Search everything by words, forgiving slips of the keyboard."),
        ("llmsurvey search 구름", "llmsurvey search vicunna --format json", "llmsurvey search HellaSwag"),
    ),
    "lineage": Command(
        "lineage",
        _CATALOGUE,
        mark("Trace a model to its foundations and datasets, and those to what they were made from."),
        (
            "llmsurvey lineage LLaMA --down --format mermaid",
            "llmsurvey lineage KULLM@12.8B-v2",
            "llmsurvey lineage --between LLaMA Vicuna",
        ),
    ),
    "families": Command(
        "families",
        _CATALOGUE,
        mark("List the families of models by their root: how large each is, and how it grew year by year."),
        ("llmsurvey families --limit 10", "llmsurvey families --where model_count>=20"),
    ),
    "licence": Command(
        "licence",
        _CATALOGUE,
        mark(
            "Say whether a model may be used commercially: its own licence, those of "
            "everything below it, and the data's."
        ),
        (
            "llmsurvey licence Vicuna",
            "llmsurvey licence ./my-model --conditions",
            "llmsurvey licence KULLM Falcon@40B --output dossier.html",
        ),
    ),
    "bom": Command(
        "bom",
        _CATALOGUE,
        mark("Write a bill of materials: models with all that they were made from, and which licences bind each."),
        (
            "llmsurvey bom KULLM@12.8B-v2 --output kullm.spdx3.json",
            "llmsurvey bom KULLM@12.8B-v2 --format cyclonedx",
            "llmsurvey bom KULLM@12.8B-v2 --checklist",
        ),
    ),
    "licences": Command(
        "licences",
        _CATALOGUE,
        mark(
            "List every licence with what it says of commercial use, its conditions, and the models that are under it."
        ),
        ("llmsurvey licences --where commercial=conditional", "llmsurvey licences --columns name,commercial"),
    ),
    "compare": Command(
        "compare",
        _BOARDS,
        mark("Compare models on their facts, scores on one benchmark, or models on all benchmarks of a board."),
        (
            "llmsurvey compare --benchmark hellaswag",
            "llmsurvey compare LLaMA Falcon",
            'llmsurvey compare FreeWilly2 "Llama 2@70B" --board open-llm-leaderboard@survey',
        ),
    ),
    "rank": Command(
        "rank",
        _BOARDS,
        mark("Rank a board, with a confidence set for every rank: which differences are real, and which aren't."),
        (
            "llmsurvey rank --commercial",
            "llmsurvey rank open-llm-leaderboard@2023-07-28 --commercial --fits 24GB --limit 3",
            "llmsurvey rank --logs --benchmark mmlu",
        ),
    ),
    "table": Command(
        "table",
        _SURVEY,
        mark(
            "Show a table of the survey, corrected, each changed cell marked with its erratum; or exactly as printed."
        ),
        ("llmsurvey table 1 --format latex", "llmsurvey table 1 --as-printed --limit 3"),
    ),
    "errata": Command(
        "errata",
        _SURVEY,
        mark(
            "List the survey's mistakes: the place, what is printed, what is right, why, and the source that proves it."
        ),
        ("llmsurvey errata --kind metric", "llmsurvey errata E38 E52 --columns erratum,place,printed,correct"),
    ),
    "claims": Command(
        "claims",
        _SURVEY,
        mark("Recompute what the survey claims, from the registry and the boards, yours included."),
        ("llmsurvey claims C61", "llmsurvey claims C11 C66 --columns claim,fact,value"),
    ),
    "cite": Command(
        "cite",
        _SURVEY,
        mark(
            "Write what to cite, as BibTeX, CSL-JSON or RIS: works as they should be cited, "
            "not as the survey prints them."
        ),
        ("llmsurvey cite KULLM --format bibtex", 'llmsurvey cite "Llama 2" --format csl-json'),
    ),
    "timeline": Command(
        "timeline",
        _SURVEY,
        mark("Draw the history of language models that the survey tells, in order of date, with their foundations."),
        ("llmsurvey timeline --by developer", "llmsurvey timeline --format mermaid"),
    ),
    "stats": Command(
        "stats",
        _CATALOGUE,
        mark(
            "Count the models by year, developer, licence, verdict, foundation and language, "
            "and the facts with a source."
        ),
        ("llmsurvey stats --by licence", "llmsurvey stats --by year --format csv"),
    ),
    "memory": Command(
        "memory",
        _CATALOGUE,
        mark("Compute the bytes of a model's weights in each precision, of its key-value cache, and of both."),
        (
            "llmsurvey memory LLaMA@65B --fits A100-80GB",
            "llmsurvey memory KULLM@12.8B-v2 --precision bf16 --precision int8",
            "llmsurvey memory ./my-model --context 8192",
        ),
    ),
    "boards": Command(
        "boards",
        _BOARDS,
        mark(
            "List the boards that come with the program and your own, a row for each snapshot; or remove some of yours."
        ),
        ("llmsurvey boards --columns address,models,matched,partial", "llmsurvey boards remove mine@2024-01-31"),
    ),
    "history": Command(
        "history",
        _BOARDS,
        mark("Show how a model, or the best ones, did on a board from snapshot to snapshot."),
        ("llmsurvey history LLaMA@65B", "llmsurvey history --top 5"),
    ),
    "diff": Command(
        "diff",
        _BOARDS,
        mark("Show what changed from one snapshot to another: changed scores first, who entered, who left, who moved."),
        (
            "llmsurvey diff open-llm-leaderboard@2023-06-29 open-llm-leaderboard@2023-07-14",
            "llmsurvey diff open-llm-leaderboard@2023-07-24 open-llm-leaderboard@2023-07-28 --limit 4",
        ),
    ),
    "frontier": Command(
        "frontier",
        _BOARDS,
        mark(
            "Find the models that no other beats on both score and size (or memory, or "
            "date), and draw them among the others."
        ),
        ("llmsurvey frontier --commercial --by memory", "llmsurvey frontier --format csv"),
    ),
    "import": Command(
        "import_command",
        _BOARDS,
        mark("Import what others publish: scores of boards, runs and tables, or models and what they were made from."),
        (
            "llmsurvey import table scores.csv --board mine --date 2024-01-31",
            "llmsurvey import ecosystem-graphs assets/",
            "llmsurvey import model my-model/ --output my-layer.yaml",
        ),
    ),
    "logs": Command(
        "logs",
        _BOARDS,
        mark("List the runs whose answers to each question are kept; or import logs of harnesses, or remove some."),
        (
            "llmsurvey logs import results/ --model org/model",
            "llmsurvey logs scores mmlu",
            "llmsurvey logs remove mmlu",
        ),
    ),
    "questions": Command(
        "questions",
        _BOARDS,
        mark("Tell which questions of a benchmark are hard, tell models apart, or have a key that looks wrong."),
        (
            "llmsurvey questions mmlu --order suspect",
            "llmsurvey questions hellaswag --order hardest --columns +question_text",
            "llmsurvey questions mmlu --subject anatomy --enough",
        ),
    ),
    "plot": Command(
        "plot",
        _DATA,
        mark("Draw an answer for a paper or a slide: as SVG, PNG or PDF, in colours that differ in grey too."),
        (
            "llmsurvey plot rank --limit 10 --output rank.svg",
            "llmsurvey plot history LLaMA@65B --width two-columns --output history.pdf",
            "llmsurvey plot timeline --text",
        ),
    ),
    "export": Command(
        "export",
        _DATA,
        mark("Write everything out: models, sizes, datasets, licences, benchmarks, scores, sources and boards."),
        ("llmsurvey export catalogue/ --format csv", "llmsurvey export catalogue.yaml"),
    ),
    "report": Command(
        "report",
        _DATA,
        mark("Write one page with everything to look at: it filters and computes in the browser, without a network."),
        (
            "llmsurvey report --output page.html",
            "llmsurvey report --section choose --section models --output models.html",
        ),
    ),
    "validate": Command(
        "validate",
        _DATA,
        mark("Check registry files: YAML, fields, types, references and cycles, each fault as file:line:column."),
        ("llmsurvey validate my-models.yaml", "llmsurvey validate --no-warnings", "llmsurvey validate --unresolved"),
    ),
    "conflicts": Command(
        "conflicts",
        _DATA,
        mark("List where sources disagree, side by side: what is in force, what is said otherwise, and why."),
        ("llmsurvey conflicts", "llmsurvey conflicts --field licence --registry my-models.yaml"),
    ),
    "check": Command(
        "check",
        _DATA,
        mark("Check every model that a repository names against a policy: code, settings, scripts, notebooks, caches."),
        (
            "llmsurvey check .",
            "llmsurvey check src/ --policy policy.yaml --output models.sarif",
            "llmsurvey check src/ --format json",
        ),
    ),
    "schema": Command(
        "schema",
        _DATA,
        mark("Write the JSON Schema of a registry file, or of what a command writes with --format json."),
        ("llmsurvey schema --output registry.schema.json", "llmsurvey schema rank"),
    ),
    "mcp": Command(
        "mcp",
        _DATA,
        mark(
            "Serve the catalogue to an agent, read-only: a server of the Model Context "
            "Protocol on standard input and output."
        ),
        ("llmsurvey mcp", "llmsurvey mcp --registry my-models.yaml"),
    ),
    "config": Command(
        "config",
        _DATA,
        mark(
            "Show every setting, its value, and where that comes from: an option, the "
            "environment, your file, or built in."
        ),
        ("llmsurvey config", "llmsurvey config --columns setting,value,meaning"),
    ),
    "license": Command(
        "licence",
        _CATALOGUE,
        mark(
            "Say whether a model may be used commercially: its own licence, those of "
            "everything below it, and the data's."
        ),
        ("llmsurvey license Vicuna",),
        is_hidden=True,
    ),
    "licenses": Command(
        "licences",
        _CATALOGUE,
        mark(
            "List every licence with what it says of commercial use, its conditions, and the models that are under it."
        ),
        ("llmsurvey licenses",),
        is_hidden=True,
    ),
}
