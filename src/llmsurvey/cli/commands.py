"""Every command: its module, its panel in the help, and the example below its own help."""

from __future__ import annotations

from typing import NamedTuple

_CATALOGUE, _BOARDS, _SURVEY, _DATA = "Catalogue", "Boards", "The survey", "Data"


class Command(NamedTuple):
    """Where a command is, and how the help shows it."""

    module: str
    panel: str
    example: str
    hidden: bool = False


COMMANDS = {
    "list": Command("list_command", _CATALOGUE, "llmsurvey list --commercial --max-size 13B --format csv"),
    "show": Command("show", _CATALOGUE, "llmsurvey show KULLM@12.8B-v2 --sources"),
    "search": Command("search", _CATALOGUE, "llmsurvey search 구름"),
    "lineage": Command("lineage", _CATALOGUE, "llmsurvey lineage LLaMA --down --format mermaid"),
    "licence": Command("licence", _CATALOGUE, "llmsurvey licence Vicuna"),
    "licences": Command("licences", _CATALOGUE, "llmsurvey licences --where verdict=conditional"),
    "compare": Command("compare", _BOARDS, "llmsurvey compare --benchmark hellaswag"),
    "rank": Command("rank", _BOARDS, "llmsurvey rank --commercial"),
    "table": Command("table", _SURVEY, "llmsurvey table 1 --format latex"),
    "errata": Command("errata", _SURVEY, "llmsurvey errata --kind metric"),
    "claims": Command("claims", _SURVEY, "llmsurvey claims C61"),
    "cite": Command("cite", _SURVEY, "llmsurvey cite KULLM --format bibtex"),
    "timeline": Command("timeline", _SURVEY, "llmsurvey timeline --by developer"),
    "stats": Command("stats", _CATALOGUE, "llmsurvey stats --by licence"),
    "memory": Command("memory", _CATALOGUE, "llmsurvey memory LLaMA@65B --gpu A100-80GB"),
    "boards": Command("boards", _BOARDS, "llmsurvey boards"),
    "history": Command("history", _BOARDS, "llmsurvey history LLaMA@65B"),
    "diff": Command("diff", _BOARDS, "llmsurvey diff open-llm-leaderboard@2023-06-29 open-llm-leaderboard@2023-07-14"),
    "frontier": Command("frontier", _BOARDS, "llmsurvey frontier --commercial --by memory"),
    "import": Command("import_command", _BOARDS, "llmsurvey import open-llm-leaderboard 20231231.csv"),
    "export": Command("export", _DATA, "llmsurvey export catalogue/ --format csv"),
    "validate": Command("validate", _DATA, "llmsurvey validate my-models.yaml"),
    "schema": Command("schema", _DATA, "llmsurvey schema --output registry.schema.json"),
    "license": Command("licence", _CATALOGUE, "llmsurvey license Vicuna", hidden=True),
    "licenses": Command("licences", _CATALOGUE, "llmsurvey licenses", hidden=True),
}
