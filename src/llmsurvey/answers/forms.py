"""In which forms each command answers: for whoever tells its columns without asking anything."""

from __future__ import annotations

from importlib import import_module
from typing import Any, NamedTuple

from llmsurvey.answers.answer import Answer
from llmsurvey.messages import Hint, option, question


class Form(NamedTuple):
    """An answer by its module and class, and the option that asks for it; None for what is answered without one."""

    module: str
    name: str
    option: Hint | None = None

    @property
    def answer(self) -> type[Answer[Any]]:
        """The class of the answer."""
        answer: type[Answer[Any]] = getattr(import_module(f"llmsurvey.answers.{self.module}"), self.name)
        return answer


FORMS: dict[str, tuple[Form, ...]] = {
    "choose": (Form("choose", "ChooseAnswer"), Form("choose_why", "WhyAnswer", option("why"))),
    "list": (Form("list", "ListAnswer"), Form("as_printed", "PrintedTable1Answer", option("as_printed"))),
    "show": (Form("show", "ShowAnswer"), Form("show", "SourcesAnswer", option("sources"))),
    "search": (Form("search", "SearchAnswer"),),
    "lineage": (Form("lineage", "LineageAnswer"),),
    "licence": (
        Form("licence", "LicenceAnswer"),
        Form("conditions", "ConditionsAnswer", option("conditions")),
        Form("licence_uses", "UsesAnswer", option("use")),
        Form("licence_descendants", "DescendantsAnswer", option("descendants")),
        Form("show", "ShowAnswer"),
        Form("dossier", "DossierAnswer", option("dossier")),
        Form("check_dossier", "CheckAnswer", option("check")),
    ),
    "check": (Form("check", "CheckModelsAnswer"),),
    "licences": (Form("licences", "LicencesAnswer"),),
    "bom": (Form("bom", "BomAnswer"), Form("bom_checklist", "ChecklistAnswer", option("checklist"))),
    "compare": (
        Form("compare_facts", "FactsAnswer"),
        Form("compare_scores", "ScoresAnswer", option("benchmark")),
        Form("differences", "DifferencesAnswer", option("board")),
        Form("differences_from_first", "FromFirstAnswer", option("board")),
        Form("differences_of_logs", "LogDifferencesAnswer", option("logs")),
        Form("flips", "FlipsAnswer", option("show_flips")),
        Form("as_printed", "PrintedTable4Answer", option("as_printed")),
    ),
    "memory": (Form("memory", "MemoryAnswer"),),
    "stats": (
        Form("stats", "StatsAnswer"),
        Form("stats", "FieldsAnswer", option("by", "field")),
        Form("declared_licences", "DeclaredAnswer", option("by", "declared")),
    ),
    "rank": (
        Form("rank", "RankAnswer"),
        Form("rank_methods", "MethodsAnswer", option("methods")),
        Form("rank_logs", "RankLogsAnswer", option("logs")),
        Form("leaders_by_subject", "LeadersAnswer", option("by_subject")),
    ),
    "boards": (Form("boards", "BoardsAnswer"), Form("remove_boards", "RemoveAnswer", question("remove_boards"))),
    "questions": (Form("questions", "QuestionsAnswer"), Form("questions_enough", "EnoughAnswer", option("enough"))),
    "logs": (
        Form("logs", "LogsAnswer"),
        Form("import_logs", "ImportLogsAnswer", question("import_logs")),
        Form("remove_logs", "RemoveLogsAnswer", question("remove_logs")),
        Form("log_scores", "LogScoresAnswer", question("log_scores")),
    ),
    "history": (Form("history", "HistoryAnswer"), Form("history_of_best", "TopAnswer", option("top"))),
    "diff": (Form("diff", "DiffAnswer"),),
    "frontier": (Form("frontier", "FrontierAnswer"),),
    "import": (
        Form("import_scores", "ImportAnswer"),
        Form("import_graphs", "ImportGraphsAnswer", option("format")),
        Form("import_models", "ImportModelsAnswer", option("format", "model")),
        Form("import_bom", "ImportBomAnswer", question("import_bom")),
    ),
    "table": (Form("table", "TableAnswer"),),
    "timeline": (Form("timeline", "TimelineAnswer"),),
    "errata": (Form("errata", "ErrataAnswer"),),
    "claims": (Form("claims", "ClaimsAnswer"), Form("claims", "WorkingAnswer", option("names"))),
    "config": (Form("config", "ConfigAnswer"),),
    "validate": (Form("validate", "ValidateAnswer"), Form("unresolved", "UnresolvedAnswer", option("unresolved"))),
    "conflicts": (Form("conflicts", "ConflictsAnswer"),),
    "families": (Form("families", "FamiliesAnswer"),),
    "cite": (Form("cite", "PublicationsAnswer"), Form("cite", "CitationsAnswer", option("references"))),
}
"""The forms of each command that answers in rows, the usual one first."""
