"""The Python interface: every answer of the command line as a method, with the same words for its options."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

from llmsurvey.boards.folders import DEFAULT_ADDRESS, DEFAULT_BOARD
from llmsurvey.errors import RequestError
from llmsurvey.library import Library
from llmsurvey.messages import option, say

if TYPE_CHECKING:
    from typing import Unpack

    from llmsurvey.answers.as_printed import PrintedAnswer
    from llmsurvey.answers.boards import BoardsAnswer
    from llmsurvey.answers.bom import BomAnswer
    from llmsurvey.answers.bom_checklist import ChecklistAnswer
    from llmsurvey.answers.check import CheckModelsAnswer
    from llmsurvey.answers.check_dossier import CheckAnswer
    from llmsurvey.answers.choose import ChooseAnswer, ChooseQuestion
    from llmsurvey.answers.choose_why import WhyAnswer
    from llmsurvey.answers.cite import CitationsAnswer, PublicationsAnswer
    from llmsurvey.answers.claims import ClaimsAnswer, WorkingAnswer
    from llmsurvey.answers.compare_facts import FactsAnswer
    from llmsurvey.answers.compare_scores import ScoresAnswer
    from llmsurvey.answers.conditions import ConditionsAnswer
    from llmsurvey.answers.config import ConfigAnswer
    from llmsurvey.answers.conflicts import ConflictsAnswer
    from llmsurvey.answers.declared_licences import DeclaredAnswer
    from llmsurvey.answers.diff import DiffAnswer
    from llmsurvey.answers.differences import DifferencesAnswer
    from llmsurvey.answers.differences_from_first import FromFirstAnswer
    from llmsurvey.answers.differences_of_logs import LogDifferencesAnswer
    from llmsurvey.answers.dossier import DossierAnswer
    from llmsurvey.answers.errata import ErrataAnswer
    from llmsurvey.answers.export import ExportAnswer
    from llmsurvey.answers.families import FamiliesAnswer
    from llmsurvey.answers.flips import FlipsAnswer
    from llmsurvey.answers.frontier import Cost, FrontierAnswer
    from llmsurvey.answers.history import HistoryAnswer
    from llmsurvey.answers.history_of_best import TopAnswer
    from llmsurvey.answers.import_bom import ImportBomAnswer
    from llmsurvey.answers.import_graphs import ImportGraphsAnswer
    from llmsurvey.answers.import_logs import ImportLogsAnswer
    from llmsurvey.answers.import_models import ImportModelsAnswer
    from llmsurvey.answers.import_scores import ImportAnswer
    from llmsurvey.answers.keywords import (
        BoardKeywords,
        ChoiceKeywords,
        CompareKeywords,
        LogKeywords,
        MeasureKeywords,
        ModelKeywords,
        Names,
        PlotKeywords,
        ReadingKeywords,
        ScoreKeywords,
    )
    from llmsurvey.answers.leaders_by_subject import LeadersAnswer
    from llmsurvey.answers.licence import LicenceAnswer
    from llmsurvey.answers.licence_descendants import DescendantsAnswer
    from llmsurvey.answers.licence_uses import UsesAnswer
    from llmsurvey.answers.licences import LicencesAnswer
    from llmsurvey.answers.lineage import LineageAnswer
    from llmsurvey.answers.list import ListAnswer
    from llmsurvey.answers.log_scores import LogScoresAnswer
    from llmsurvey.answers.logs import LogsAnswer
    from llmsurvey.answers.memory import MemoryAnswer
    from llmsurvey.answers.plot import PlotAnswer, PlotKind
    from llmsurvey.answers.questions import Order, QuestionsAnswer
    from llmsurvey.answers.questions_enough import EnoughAnswer
    from llmsurvey.answers.rank import RankAnswer
    from llmsurvey.answers.rank_logs import RankLogsAnswer
    from llmsurvey.answers.rank_methods import MethodsAnswer
    from llmsurvey.answers.remove_boards import RemoveAnswer
    from llmsurvey.answers.remove_logs import RemoveLogsAnswer
    from llmsurvey.answers.report import ReportAnswer
    from llmsurvey.answers.search import SearchAnswer
    from llmsurvey.answers.show import ShowAnswer, SourcesAnswer
    from llmsurvey.answers.stats import By, FieldsAnswer, StatsAnswer
    from llmsurvey.answers.stats import Grouping as Property
    from llmsurvey.answers.table import TableAnswer
    from llmsurvey.answers.timeline import Grouping, TimelineAnswer
    from llmsurvey.answers.unresolved import UnresolvedAnswer
    from llmsurvey.answers.validate import ValidateAnswer
    from llmsurvey.boards.correction import Correction
    from llmsurvey.boards.methods import Method, Missing
    from llmsurvey.boards.ranking import Repeats, Sets
    from llmsurvey.logs.engine import EngineName


class Catalogue(Library):
    """A catalogue that answers questions. Each answer has `entries`, `notes`, `table()` and `to_pandas()`.

    Nothing is printed, and what can't be answered raises an error of `llmsurvey.errors`.

    >>> import llmsurvey
    >>> catalogue = llmsurvey.open()
    >>> [entry.name for entry in catalogue.list(commercial=True, survey=True, language="ko").entries]
    ['BERT', 'Polyglot-Ko', 'KoAlpaca-Polyglot', 'KULLM']
    """

    def choose(self, **asked: Unpack[ChoiceKeywords]) -> ChooseAnswer:
        """Return the sizes that fit on a card and may be used, the best-ranked on a `board` first.

        `fits` is the card, several (`"2xA100-80GB"`) or an amount (None for a card of 24 GB); of several types of
        weights in `precision` the largest that fits is taken. `context` tokens must fit, of `cache_type`. `use` is what
        licences mustn't forbid: `"sell"`, `"serve"`, `"publish-finetune"`, `"train-on-output"`, `"users=50M"`,
        `"revenue=20M"`, `"field=medical"`. `models` are filters, as of
        `list`.

        >>> catalogue = llmsurvey.open()
        >>> best = catalogue.choose(fits="RTX-4090", commercial=True, language="ko").entries[0]
        >>> best.verdict in ("yes", "conditional"), best.total_bytes < 24 * 2**30
        (True, True)
        """
        from llmsurvey.answers.choose import choose_sizes

        return choose_sizes(self, _choice_of(asked))

    def explain_choice(self, name: str, **asked: Unpack[ChoiceKeywords]) -> WhyAnswer:
        """Return the whole reckoning of one size: licences, bytes of weights and cache, context and score.

        What it is asked with is that of `choose`.

        >>> catalogue = llmsurvey.open()
        >>> [line.value for line in catalogue.explain_choice("LLaMA@7B", fits="24GB").entries if line.what == "verdict"]
        ['no']
        """
        from llmsurvey.answers.choose_why import explain_choice

        return explain_choice(self, _choice_of(asked), name)

    @overload
    def list(
        self,
        *,
        as_printed: Literal[False] = ...,
        added: Names = ...,
        board: str = ...,
        **models: Unpack[ModelKeywords],
    ) -> ListAnswer: ...

    @overload
    def list(self, *, as_printed: Literal[True], **models: Unpack[ModelKeywords]) -> PrintedAnswer: ...

    def list(
        self,
        *,
        as_printed: bool = False,
        added: Names = (),
        board: str = DEFAULT_ADDRESS,
        **models: Unpack[ModelKeywords],
    ) -> ListAnswer | PrintedAnswer:
        """Return the models that fit, with what the licences of their whole lineage allow.

        `models` are filters: `commercial=True`, `language="ko"`, `licence=["mit", "apache-2.0"]`, `max_size="13B"`. A
        model whose sizes have different verdicts, or caveats in part, gives an entry for each. `as_printed` is the
        survey's own Table 1. `added` are columns of the table beside the usual ones: `score`, `rank`, `rank_set` and
        the like of the best-ranked size on a `board`.

        >>> catalogue = llmsurvey.open()
        >>> [entry.name for entry in catalogue.list(developer="Stanford").entries]
        ['Alpaca']
        """
        from llmsurvey.answers.keywords import asked_by, each_of
        from llmsurvey.answers.list import ListQuestion, answer_list

        wanted = asked_by(models, "models").models
        question = ListQuestion(models=wanted, as_printed=as_printed, added=each_of(added), board=board)
        return answer_list(self, question)

    @overload
    def compare(self, *names: str) -> FactsAnswer: ...

    @overload
    def compare(
        self,
        *names: str,
        benchmark: str,
        board: str | None = None,
        mix: bool = False,
        **reading: Unpack[ReadingKeywords],
    ) -> ScoresAnswer: ...

    @overload
    def compare(
        self, first: str, second: str, /, *, board: str, runs: Names = (), **reading: Unpack[ReadingKeywords]
    ) -> DifferencesAnswer: ...

    @overload
    def compare(
        self,
        first: str,
        second: str,
        third: str,
        /,
        *others: str,
        board: str,
        runs: Names = (),
        **reading: Unpack[ReadingKeywords],
    ) -> FromFirstAnswer: ...

    @overload
    def compare(
        self, *, samples: Sequence[str | Path], metric: str | None = None, mix: bool = False
    ) -> DifferencesAnswer: ...

    @overload
    def compare(
        self,
        first: str,
        second: str,
        /,
        *others: str,
        logs: Literal[True],
        benchmark: str | None = None,
        metric: str | None = None,
        correction: Correction = "holm",
        mid_p: bool = False,
        clusters: bool = True,
        equivalent_within: float | None = None,
        show_flips: Literal[False] = ...,
        **which: Unpack[LogKeywords],
    ) -> LogDifferencesAnswer: ...

    @overload
    def compare(
        self,
        first: str,
        second: str,
        /,
        *others: str,
        logs: Literal[True],
        benchmark: str | None = None,
        metric: str | None = None,
        show_flips: Literal[True],
        **which: Unpack[LogKeywords],
    ) -> FlipsAnswer: ...

    @overload
    def compare(self, *, as_printed: Literal[True], benchmark: str | None = None) -> PrintedAnswer: ...

    def compare(
        self,
        *names: str,
        benchmark: str | None = None,
        board: str | None = None,
        samples: Sequence[str | Path] = (),
        metric: str | None = None,
        mix: bool = False,
        as_printed: bool = False,
        runs: Names = (),
        correction: Correction = "holm",
        mid_p: bool = False,
        clusters: bool = True,
        equivalent_within: float | None = None,
        show_flips: bool = False,
        logs: bool = False,
        **asked: Unpack[CompareKeywords],
    ) -> (
        FactsAnswer
        | ScoresAnswer
        | DifferencesAnswer
        | FromFirstAnswer
        | LogDifferencesAnswer
        | FlipsAnswer
        | PrintedAnswer
    ):
        """Return models on their facts, on a `benchmark`, on a `board`, or by `samples`, two logs of the harness.

        On a board alone each is compared with the first; `runs`, results of one's own, are put beside its entries for
        this answer alone (`--with`).

        With `logs=True` each is compared with the first by what was logged of each question (`logs_in` another folder).
        `correction` is for the number of tests (`"holm"`, `"bh"`, `"none"`), `mid_p` takes McNemar's mid-p value for
        the exact one. Questions that share a subject, passage or document count as drawn together, without `clusters`
        each by itself. Is the other as good, `equivalent_within` so many percentage points? `show_flips` are the
        questions on which two differ.

        With `mix` scores that can't be compared are in one list; `as_printed` is the survey's Table 4. `metric` is what
        samples and logs are compared by. What else is `asked` says how a file is to be read that `board` names
        (`unit="fraction"`), or which `engine` reads the logs.

        >>> catalogue = llmsurvey.open()
        >>> answer = catalogue.compare("MPT@30B", "Falcon@40B", benchmark="hellaswag")
        >>> [(entry.name, entry.value) for entry in answer.entries]
        [('Falcon@40B', 85.3), ('MPT@30B', 82.4)]
        """
        from llmsurvey.answers.compare import CompareQuestion, compare_models
        from llmsurvey.answers.keywords import asked_by, each_of
        from llmsurvey.answers.paired_tests import PairedTests

        files = asked_by({"logs": logs, **asked}, "reading", "logs")
        question = CompareQuestion(
            names=names,
            benchmark=benchmark,
            board=board,
            samples=tuple(map(str, samples)),
            metric=metric,
            mix=mix,
            as_printed=as_printed,
            runs=each_of(runs),
            reading=files.reading,
            asked_logs=files.logs,
            tests=PairedTests(
                correction=correction, mid_p=mid_p, clusters=clusters, equivalent_within=equivalent_within
            ),
            show_flips=show_flips,
        )
        return compare_models(self, question)

    @overload
    def claims(self) -> ClaimsAnswer: ...

    @overload
    def claims(self, name: str, /, *names: str) -> WorkingAnswer: ...

    def claims(self, *names: str) -> ClaimsAnswer | WorkingAnswer:
        """Return every claim of the survey with what came out of it, or what some (C61) were computed from.

        >>> catalogue = llmsurvey.open()
        >>> catalogue.claims("C3").entries[-1].value
        '13.32'
        """
        from llmsurvey.answers.claims import ClaimsQuestion, check_claims

        return check_claims(self, ClaimsQuestion(names=names))

    def table(self, number: int, *, as_printed: bool = False) -> TableAnswer:
        """Return a table of the survey, 1 to 4, corrected, or `as_printed`.

        >>> catalogue = llmsurvey.open()
        >>> catalogue.table(1).entries[-1].id
        'llama-2'
        """
        from llmsurvey.answers.table import TableQuestion, show_table

        return show_table(self, TableQuestion(number=number, as_printed=as_printed))

    def errata(self, *names: str, kind: Names = (), table: int | None = None) -> ErrataAnswer:
        """Return the survey's mistakes: all, some (E12), those of some kinds, or those of one `table`.

        >>> catalogue = llmsurvey.open()
        >>> [entry.erratum for entry in catalogue.errata(table=4, kind="metric").entries][:1]
        ['E67']
        """
        from llmsurvey.answers.errata import ErrataQuestion, list_errata
        from llmsurvey.answers.keywords import each_of

        return list_errata(self, ErrataQuestion(names=names, kind=each_of(kind), table=table))

    def timeline(self, *, by: Grouping = "year") -> TimelineAnswer:
        """Return the history that the survey tells, in order of date, in groups by year, developer or kind.

        >>> catalogue = llmsurvey.open()
        >>> catalogue.timeline().entries[0].name
        'word2vec'
        """
        from llmsurvey.answers.timeline import TimelineQuestion, tell_history

        return tell_history(self, TimelineQuestion(by=by))

    @overload
    def cite(self, *names: str, references: Literal[False] = ...) -> PublicationsAnswer: ...

    @overload
    def cite(self, *names: str, references: Literal[True]) -> CitationsAnswer: ...

    def cite(self, *names: str, references: bool = False) -> PublicationsAnswer | CitationsAnswer:
        """Return the works to cite for references, models, datasets, benchmarks or boards; for none the survey itself.

        With `references` it is what the survey cites its references for.

        >>> catalogue = llmsurvey.open()
        >>> [entry.key for entry in catalogue.cite().entries]
        ['joo2023survey']
        """
        from llmsurvey.answers.cite import CiteQuestion, cite_works

        return cite_works(self, CiteQuestion(names=names, references=references))

    @overload
    def show(self, name: str, *, sources: Literal[False] = ...) -> ShowAnswer: ...

    @overload
    def show(self, name: str, *, sources: Literal[True]) -> SourcesAnswer: ...

    def show(self, name: str, *, sources: bool = False) -> ShowAnswer | SourcesAnswer:
        """Return every fact of a model, MODEL@SIZE, dataset, benchmark or licence, or every one of its `sources`.

        >>> catalogue = llmsurvey.open()
        >>> catalogue.show("KULLM@12.8B-v2").entries[0]
        ShowEntry(field='verdict', value='yes', size=None, sourced=None, source=None, layer=None)
        """
        from llmsurvey.answers.show import ShowQuestion, show_record

        return show_record(self, ShowQuestion(name=name, sources=sources))

    def search(self, text: str) -> SearchAnswer:
        """Return the models and datasets in which all words of `text` are found, slips of the keyboard forgiven.

        >>> catalogue = llmsurvey.open()
        >>> catalogue.search("vicunna").entries[0].id
        'vicuna'
        """
        from llmsurvey.answers.search import SearchQuestion, search_records

        return search_records(self, SearchQuestion(text=text))

    def lineage(
        self,
        name: str | None = None,
        *,
        down: bool = False,
        both: bool = False,
        between: tuple[str, str] | None = None,
        datasets: bool = True,
        depth: int | None = None,
    ) -> LineageAnswer:
        """Return what a model or dataset was made from, what came from it (`down`), or `both`; at most `depth` steps.

        `between` asks for the ways from one to another in place of a name. Without `datasets` only models are.

        >>> catalogue = llmsurvey.open()
        >>> [branch.id for branch in catalogue.lineage("Alpaca").root.branches]
        ['llama', 'alpaca-52k']
        >>> [entry.id for entry in catalogue.lineage(between=("LLaMA", "Alpaca"), datasets=False).entries]
        ['llama', 'alpaca']
        """
        from llmsurvey.answers.lineage import LineageQuestion, trace_lineage

        if (name is None) == (between is None):
            raise RequestError(say("name one, or the two ends with {between}.", between=option("between")))
        first, to = (name or "", None) if between is None else between
        question = LineageQuestion(name=first, down=down, both=both, to=to, depth=depth, datasets=datasets)
        return trace_lineage(self, question)

    @overload
    def licence(
        self,
        name: str,
        *,
        own_licence: bool = False,
        data: Literal["caveat", "strict"] = "caveat",
        conditions: Literal[False] = ...,
    ) -> LicenceAnswer | ShowAnswer: ...

    @overload
    def licence(
        self,
        name: str,
        *,
        own_licence: bool = False,
        data: Literal["caveat", "strict"] = "caveat",
        conditions: Literal[True],
    ) -> ConditionsAnswer: ...

    @overload
    def licence(
        self,
        name: str,
        *,
        own_licence: bool = False,
        data: Literal["caveat", "strict"] = "caveat",
        use: Names,
    ) -> UsesAnswer: ...

    def licence(
        self,
        name: str,
        *,
        own_licence: bool = False,
        data: Literal["caveat", "strict"] = "caveat",
        conditions: bool = False,
        use: Names = (),
    ) -> LicenceAnswer | ConditionsAnswer | UsesAnswer | ShowAnswer:
        """Return whether a model may be used commercially and why, its `conditions`, or what is said of a `use`.

        Of a licence, its facts. `own_licence` judges by a model's own licence alone, `data` says whether terms of
        training data count. Uses are `"sell"`, `"serve"`, `"publish-finetune"`, `"train-on-output"`, `"users=50M"`,
        `"revenue=20M"` (US dollars a year) and `"field=medical"`.

        >>> catalogue = llmsurvey.open()
        >>> [(step.commercial, step.holder) for step in catalogue.licence("Vicuna@13B-v1.1").entries][:2]
        [('no', 'Vicuna 13B-v1.1'), ('no', 'LLaMA 13B')]
        >>> [(said.said, said.licence) for said in catalogue.licence("Llama 2@7B", use="users=800M").entries]
        [('no', 'llama-2-community')]
        """
        from llmsurvey.answers.keywords import each_of
        from llmsurvey.answers.licence import LicenceQuestion, explain_licence

        question = LicenceQuestion(
            name=name, own_licence=own_licence, data=data, conditions=conditions, use=each_of(use)
        )
        return explain_licence(self, question)

    def licence_descendants(self, name: str, *, data: Literal["caveat", "strict"] = "caveat") -> DescendantsAnswer:
        """Return all sizes whose verdict rests on a model, MODEL@SIZE or a licence, with theirs, the nearest first.

        >>> catalogue = llmsurvey.open()
        >>> [(entry.name, entry.verdict) for entry in catalogue.licence_descendants("Alpaca@7B").entries][:1]
        [('Alpaca@7B', 'no')]
        """
        from llmsurvey.answers.licence_descendants import DescendantsQuestion, find_descendants

        return find_descendants(self, DescendantsQuestion(name=name, data=data))

    def families(self) -> FamiliesAnswer:
        """List each model that others were made from and that was made from no other, with the size of its family.

        >>> catalogue = llmsurvey.open()
        >>> [entry.name for entry in catalogue.families().entries][:1]
        ['Llama 2']
        """
        from llmsurvey.answers.families import FamiliesQuestion, list_families

        return list_families(self, FamiliesQuestion())

    def dossier(
        self, *names: str, own_licence: bool = False, data: Literal["caveat", "strict"] = "caveat"
    ) -> DossierAnswer:
        """Return what the licences say of models, or MODEL@SIZE, with all that this rests on, for whoever must sign.

        `llmsurvey.dossiers.render(answer, "html")` is the document (or `"md"`), `document` the same as one object.

        >>> catalogue = llmsurvey.open()
        >>> answer = catalogue.dossier("KULLM@12.8B-v2", "Vicuna@13B-v1.1")
        >>> [(section.name, section.verdict, section.caveat_count) for section in answer.entries]
        [('KULLM', 'yes', 5), ('Vicuna', 'no', 2)]
        """
        from llmsurvey.answers.dossier import DossierQuestion, compose_dossier

        return compose_dossier(self, DossierQuestion(names=names, own_licence=own_licence, data=data))

    def bom(self, *names: str) -> BomAnswer:
        """Return a bill of materials: models, or MODEL@SIZE, all that they were made from, and what binds each.

        `llmsurvey.boms.render(answer, "spdx")` is the document (or `"cyclonedx"`).

        >>> catalogue = llmsurvey.open()
        >>> guanaco, *_ = catalogue.bom("Guanaco@7B").entries
        >>> guanaco.declared, guanaco.concluded
        ('Apache-2.0', ('Apache-2.0', 'LicenseRef-llmsurvey-llama-licence'))
        """
        from llmsurvey.answers.bom import BomQuestion, compose_bom

        return compose_bom(self, BomQuestion(names=names))

    def bom_checklist(self, *names: str) -> ChecklistAnswer:
        """Return what OpenChain's guide to AI bills of materials asks for of licences, filled in for some models.

        >>> catalogue = llmsurvey.open()
        >>> answer = catalogue.bom_checklist("Guanaco@7B")
        >>> next(entry.finding for entry in answer.entries if entry.holder == "LLaMA 7B")
        'declared: LLaMA License Agreement; no commercial use'
        """
        from llmsurvey.answers.bom_checklist import ChecklistQuestion, fill_checklist

        return fill_checklist(self, ChecklistQuestion(names=names))

    def import_bom(self, path: str | Path) -> ImportBomAnswer:
        """Return where a bill of materials, in SPDX 3 or CycloneDX, declares a licence that isn't all that binds.

        Nothing is kept of the file.
        """
        from llmsurvey.answers.import_bom import ImportBomQuestion, import_bom

        return import_bom(self, ImportBomQuestion(path=str(path)))

    def check_dossier(self, path: str | Path) -> CheckAnswer:
        """Return what changed since the dossier in a file (HTML, Markdown or JSON) was written.

        >>> import tempfile
        >>> from llmsurvey.dossiers import render
        >>> catalogue = llmsurvey.open()
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = Path(folder) / "dossier.html"
        ...     _ = path.write_bytes(render(catalogue.dossier("KULLM"), "html"))
        ...     catalogue.check_dossier(path).has_changed
        False
        """
        from llmsurvey.answers.check_dossier import CheckQuestion, check_dossier

        return check_dossier(self, CheckQuestion(check=path))

    def check(
        self,
        *paths: str | Path,
        policy: str | Path | None = None,
        progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> CheckModelsAnswer:
        """Return every model that files and folders name, and whether the `policy` in a file lets each pass.

        Without one, what may be used commercially passes. `progress` is told the number of files read, and of all.

        >>> from tempfile import TemporaryDirectory
        >>> catalogue = llmsurvey.open()
        >>> with TemporaryDirectory() as folder:
        ...     _ = Path(folder, "app.py").write_text('AutoModel.from_pretrained("facebook/opt-125m")')
        ...     answer = catalogue.check(folder)
        >>> answer.is_met, answer.entries[0].name, answer.entries[0].verdict
        (False, 'facebook/opt-125m', 'no')
        """
        from llmsurvey.answers.check import CheckModelsQuestion, check_models

        return check_models(self, CheckModelsQuestion(paths=tuple(map(str, paths)), policy=policy), progress)

    def licences(self) -> LicencesAnswer:
        """Return every licence with what it says of commercial use, and the models and datasets that are under it.

        >>> catalogue = llmsurvey.open()
        >>> [licence.commercial for licence in catalogue.licences().entries if licence.id == "mit"]
        ['yes']
        """
        from llmsurvey.answers.licences import LicencesQuestion, list_licences

        return list_licences(self, LicencesQuestion())

    @overload
    def stats(self, *, by: Property | None = None, most: int | None = None) -> StatsAnswer: ...

    @overload
    def stats(self, *, by: Literal["field"], most: int | None = None) -> FieldsAnswer: ...

    @overload
    def stats(self, *, by: Literal["declared"], most: int | None = None) -> DeclaredAnswer: ...

    def stats(self, *, by: By | None = None, most: int | None = None) -> StatsAnswer | FieldsAnswer | DeclaredAnswer:
        """Return how many models there are `by` one property or by all; `field` counts facts and their sources.

        `declared` counts what licences say by themselves beside what follows from the lineage, of imported dumps, too.

        `most` is how many values of each property are given.

        >>> catalogue = llmsurvey.open()
        >>> catalogue.stats(by="year").table().names()
        ['property', 'value', 'model_count', 'size_count', 'percent', 'rests_on']
        """
        from llmsurvey.answers.stats import StatsQuestion, count_catalogue

        return count_catalogue(self, StatsQuestion(by=by, most=most))

    def memory(
        self,
        name: str,
        *,
        context: int | None = None,
        batch: int = 1,
        precision: Names = (),
        fits: str | None = None,
        cache_type: str | None = None,
        engine: str | None = None,
    ) -> MemoryAnswer:
        """Return the bytes of the weights of one size in each `precision`, of its cache, and of both.

        `name` may be the path of a folder or a file of a model; then the weights as they are stored come first.
        `context` is the tokens in the cache, `batch` how many texts there are at once, `fits` what it is to fit into.
        `cache_type` is the type of its numbers (f16, q8_0, fp8, q4_0), and `engine` sets it aside (llama.cpp, vLLM);
        without one it is what the model needs.

        >>> catalogue = llmsurvey.open()
        >>> [(need.bytes, need.fits) for need in catalogue.memory("LLaMA@7B", precision="int4", fits="24GB").entries]
        [(3369207808, True)]
        """
        from llmsurvey.answers.keywords import each_of
        from llmsurvey.answers.memory import MemoryQuestion, compute_memory

        question = MemoryQuestion(
            name=name,
            context=context,
            batch=batch,
            precision=each_of(precision),
            fits=fits,
            cache_type=cache_type,
            engine=engine,
        )
        return compute_memory(self, question)

    def export(self) -> ExportAnswer:
        """Return the whole catalogue as tables: models, sizes, datasets, licences, benchmarks, scores and sources.

        >>> catalogue = llmsurvey.open()
        >>> list(catalogue.export().tables)[:7]
        ['models', 'sizes', 'datasets', 'licences', 'benchmarks', 'scores', 'sources']
        """
        from llmsurvey.answers.export import export_catalogue

        return export_catalogue(self)

    def report(self, *, board: Names = (), section: Names = (), **reading: Unpack[ReadingKeywords]) -> ReportAnswer:
        """Return what a page shows: every part or some (`section`), every board or some, the first of which scores.

        `reading` says how files are to be read that `board` names (`unit="fraction"`).
        `llmsurvey.report.render(answer)` is the page, as bytes.

        >>> catalogue = llmsurvey.open()
        >>> [record.id for record in catalogue.report(section="models").records][:2]
        ['word2vec', 'gpt']
        """
        from llmsurvey.answers.keywords import asked_by, each_of
        from llmsurvey.answers.report import ReportQuestion, compose_report

        asked = asked_by(reading, "reading").reading
        return compose_report(self, ReportQuestion(board=each_of(board), section=each_of(section), reading=asked))

    def rank(
        self,
        board: str = DEFAULT_ADDRESS,
        *,
        method: Method = "mean",
        weight: Mapping[str, float] | None = None,
        missing: Missing = "complete",
        repeats: Repeats = "best",
        sets: Sets = "simultaneous",
        frontier: bool = False,
        clean: bool = False,
        limit: int | None = None,
        runs: Names = (),
        added: Names = (),
        **others: Unpack[ScoreKeywords],
    ) -> RankAnswer:
        """Rank a board, or a file of scores, with a confidence set for every rank.

        `weight` says how much a benchmark counts (`{"hellaswag": 2}`). `others` are filters of models
        (`commercial=True`), how scores were measured (`shots=5`, or `shots={"mmlu": 5}` of one benchmark), and how a
        file is to be read (`unit="fraction"`); filters, `frontier` and `clean` (without what was trained on one of the
        benchmarks, as far as sources tell) leave entries out and keep the ranks of the whole board. `runs`, results of
        one's own, are put beside its entries for this answer alone (`--with`). `added` are columns of the table beside
        the usual ones: `licence`, `released`, `developers` and the like. Entries are built
        when they are asked for. Raises RequestError for scores that can't be compared.

        >>> catalogue = llmsurvey.open()
        >>> first = catalogue.rank().entries[0]
        >>> first.rank, first.rank_set, first.name, first.figure
        (1, '1-5', 'FreeWilly2@70B', 71.425)
        """
        from llmsurvey.answers.keywords import asked_by, each_of
        from llmsurvey.answers.rank import RankQuestion, rank_board

        asked = asked_by(others)
        question = RankQuestion(
            board=board,
            method=method,
            weight=weight or {},
            missing=missing,
            repeats=repeats,
            sets=sets,
            frontier=frontier,
            clean=clean,
            limit=limit,
            runs=each_of(runs),
            added=each_of(added),
            models=asked.models,
            measures=asked.measures,
            reading=asked.reading,
        )
        return rank_board(self, question)

    def rank_methods(
        self,
        board: str = DEFAULT_ADDRESS,
        *,
        weight: Mapping[str, float] | None = None,
        missing: Missing = "complete",
        repeats: Repeats = "best",
        **others: Unpack[BoardKeywords],
    ) -> MethodsAnswer:
        """Rank a board, or a file of scores, by every method, side by side: `rank --methods`.

        `others` say how scores were measured, and how a file is to be read.

        >>> catalogue = llmsurvey.open()
        >>> catalogue.rank_methods("@survey").entries[1].spread
        1
        """
        from llmsurvey.answers.keywords import asked_by
        from llmsurvey.answers.rank_methods import MethodsQuestion, compare_methods

        asked = asked_by(others, "measures", "reading")
        question = MethodsQuestion(
            board=board,
            weight=weight or {},
            missing=missing,
            repeats=repeats,
            measures=asked.measures,
            reading=asked.reading,
        )
        return compare_methods(self, question)

    def rank_logs(
        self,
        *,
        benchmark: Names = (),
        metric: Names = (),
        subject: Names = (),
        limit: int | None = None,
        clusters: bool = True,
        frontier: bool = False,
        clean: bool = False,
        logs_in: str | Path | None = None,
        engine: EngineName = "duckdb",
        master: str | None = None,
        **models: Unpack[ModelKeywords],
    ) -> RankLogsAnswer:
        """Rank the models of logs on the questions that all of them answered, by paired differences: `rank --logs`.

        Benchmarks count alike. `subject` leaves only questions of some subjects; `models` (`commercial=True`),
        `frontier` and `clean` (without what was trained on one of the benchmarks) leave entries out and keep the ranks
        of all. Questions that share a subject, passage or document count as drawn
        together, without `clusters` each by itself. `logs_in` is a folder of logs, your own without one. Raises
        RequestError where fewer than two models answered the same questions.

        >>> catalogue = llmsurvey.open()
        >>> catalogue.rank_logs(logs_in=".")
        Traceback (most recent call last):
          ...
        llmsurvey.errors.RequestError: there are no logs in .. `import_logs('PATH', logs_in='.')` reads some.
        """
        from llmsurvey.answers.keywords import asked_by, each_of
        from llmsurvey.answers.logged_scores import LoggedScoresQuestion
        from llmsurvey.answers.rank_logs import rank_logs
        from llmsurvey.logs.asked_logs import AskedLogs

        question = LoggedScoresQuestion(
            benchmark=each_of(benchmark),
            metric=each_of(metric),
            subject=each_of(subject),
            limit=limit,
            models=asked_by(models, "models").models,
            clusters=clusters,
            frontier=frontier,
            clean=clean,
            asked_logs=AskedLogs(logs=True, logs_in=logs_in, engine=engine, master=master),
        )
        return rank_logs(self, question)

    def leaders_by_subject(
        self,
        *,
        benchmark: Names = (),
        metric: Names = (),
        subject: Names = (),
        limit: int | None = None,
        logs_in: str | Path | None = None,
        engine: EngineName = "duckdb",
        master: str | None = None,
    ) -> LeadersAnswer:
        """List who leads each subject of the logs, and who may lead it as well: `rank --logs --by-subject`.

        What is asked means what it does in `rank_logs`.
        """
        from llmsurvey.answers.keywords import each_of
        from llmsurvey.answers.leaders_by_subject import list_leaders
        from llmsurvey.answers.logged_scores import LoggedScoresQuestion
        from llmsurvey.logs.asked_logs import AskedLogs

        question = LoggedScoresQuestion(
            benchmark=each_of(benchmark),
            metric=each_of(metric),
            subject=each_of(subject),
            limit=limit,
            asked_logs=AskedLogs(logs=True, logs_in=logs_in, engine=engine, master=master),
        )
        return list_leaders(self, question)

    def frontier(
        self,
        board: str = DEFAULT_ADDRESS,
        *,
        by: Cost = "size",
        **others: Unpack[ScoreKeywords],
    ) -> FrontierAnswer:
        """Find the entries of a board that no other beats on both score and size (or memory, or date).

        `others` are filters of models, which leave out before anything is compared (`precision`, the type of the
        weights, is also that of `by="memory"`), how scores were measured, and how a file is to be read.

        >>> catalogue = llmsurvey.open()
        >>> [entry.name for entry in catalogue.frontier(min_size="60B").entries]
        ['FreeWilly1@65B', 'FreeWilly2@70B']
        """
        from llmsurvey.answers.frontier import FrontierQuestion, find_frontier
        from llmsurvey.answers.keywords import asked_by

        asked = asked_by(others)
        question = FrontierQuestion(
            board=board,
            by=by,
            models=asked.models,
            measures=asked.measures,
            reading=asked.reading,
        )
        return find_frontier(self, question)

    def plot(
        self,
        picture: PlotKind,
        *names: str,
        board: str | None = None,
        by: Cost = "size",
        top: int | None = None,
        limit: int | None = None,
        down: bool = False,
        depth: int | None = None,
        subject: Names = (),
        enough: bool = False,
        **others: Unpack[PlotKeywords],
    ) -> PlotAnswer:
        """Return what is drawn on a picture: an answer with its numbers (`data`), a caption and the sources.

        `llmsurvey.plots.render(answer, "svg", width="two-columns")` is the picture (or `"png"`, `"pdf"`; the extra
        `plot`), `llmsurvey.drawings.plot_text.render(answer, Terminal())` the same in characters. What a picture takes
        is what the question of its name takes: a `board`, models by name, `others` that filter, say how scores were
        measured, or which logs are asked.

        >>> catalogue = llmsurvey.open()
        >>> catalogue.plot("rank", limit=3).data.names()[:2]
        ['rank', 'board_rank']
        """
        from llmsurvey.answers.keywords import asked_by, each_of
        from llmsurvey.answers.plot import PlotQuestion, compose_plot

        asked = asked_by(others, "models", "measures", "reading", "logs")
        question = PlotQuestion(
            picture=picture,
            names=names,
            board=board,
            by=by,
            top=top,
            limit=limit,
            down=down,
            depth=depth,
            subject=each_of(subject),
            enough=enough,
            asked_logs=asked.logs,
            models=asked.models,
            measures=asked.measures,
            reading=asked.reading,
        )
        return compose_plot(self, question)

    def diff(self, before: str, after: str, **others: Unpack[BoardKeywords]) -> DiffAnswer:
        """Show what changed between two boards, or files of scores.

        `others` say how scores were measured, and how files are to be read.

        >>> catalogue = llmsurvey.open()
        >>> answer = catalogue.diff("open-llm-leaderboard@2023-06-29", "open-llm-leaderboard@2023-07-14")
        >>> answer.notes[4]
        'mmlu was measured anew: 99 of the 99 models that are in both have another score.'
        """
        from llmsurvey.answers.diff import DiffQuestion, compare_boards
        from llmsurvey.answers.keywords import asked_by

        asked = asked_by(others, "measures", "reading")
        return compare_boards(
            self, DiffQuestion(before=before, after=after, measures=asked.measures, reading=asked.reading)
        )

    @overload
    def history(
        self, model: str, *, board: str = DEFAULT_BOARD, **others: Unpack[MeasureKeywords]
    ) -> HistoryAnswer: ...

    @overload
    def history(
        self, *, top: int | None = ..., board: str = DEFAULT_BOARD, **others: Unpack[MeasureKeywords]
    ) -> TopAnswer: ...

    def history(
        self,
        model: str | None = None,
        *,
        top: int | None = None,
        board: str = DEFAULT_BOARD,
        **others: Unpack[MeasureKeywords],
    ) -> HistoryAnswer | TopAnswer:
        """Show how a model, or the best (`top`, or 5), did on a board from snapshot to snapshot.

        A board with a day ends with that day. `others` say how scores were measured.

        >>> catalogue = llmsurvey.open()
        >>> entries = catalogue.history("llama-65b").entries
        >>> [entry.snapshot for entry in entries if "mmlu" in entry.measured_anew]
        ['2023-07-14', '2023-07-24']
        """
        from llmsurvey.answers.history import HistoryQuestion, show_history
        from llmsurvey.answers.keywords import asked_by

        question = HistoryQuestion(model=model, top=top, board=board, measures=asked_by(others, "measures").measures)
        return show_history(self, question)

    def boards(self) -> BoardsAnswer:
        """List the boards that come with the program and your own, an entry for each snapshot.

        >>> catalogue = llmsurvey.open()
        >>> catalogue.boards().entries[0].address
        'open-llm-leaderboard@2023-05-23'
        """
        from llmsurvey.answers.boards import BoardsQuestion, list_boards

        return list_boards(self, BoardsQuestion())

    def remove_boards(self, *names: str) -> RemoveAnswer:
        """Remove boards of one's own (`mine`), or snapshots of them (`mine@2024-01-31`): `boards remove`.

        >>> catalogue = llmsurvey.open()
        >>> catalogue.remove_boards("nowhere")
        Traceback (most recent call last):
            ...
        llmsurvey.errors.UnknownNameError: no board of your own is called "nowhere".
        """
        from llmsurvey.answers.remove_boards import RemoveQuestion, remove_boards

        return remove_boards(self, RemoveQuestion(names=names))

    def import_scores(
        self,
        format: str,
        paths: str | Path | Sequence[str | Path],
        *,
        board: str | None = None,
        date: str | None = None,
        metric: str | None = None,
        shots: int | None = None,
        reporter: str | None = None,
        into: str | Path | None = None,
        replace: bool = False,
        strict: bool = False,
        dry_run: bool = False,
        progress: Callable[[int, int], None] = lambda done, total: None,
        **others: Unpack[ReadingKeywords],
    ) -> ImportAnswer:
        """Read scores (`open-llm-leaderboard`, `lm-eval`, `every-eval-ever` or `table`), and keep them as boards.

        What looks wrong is among `faults`. `others` say how files are to be read; `progress` is called with the number
        of files read so far, and of all.

        >>> catalogue = llmsurvey.open()
        >>> catalogue.import_scores("table", "nowhere.csv", board="mine")
        Traceback (most recent call last):
            ...
        llmsurvey.errors.BoardError: nowhere.csv can't be read: no such file or directory.
        """
        from llmsurvey.answers.import_scores import ImportQuestion, import_scores
        from llmsurvey.answers.keywords import asked_by

        question = ImportQuestion(
            format=format,
            paths=_texts_of(paths),
            board=board,
            date=date,
            metric=metric,
            shots=shots,
            reporter=reporter,
            into=_text_or_none(into),
            replace=replace,
            strict=strict,
            dry_run=dry_run,
            reading=asked_by(others, "reading").reading,
        )
        return import_scores(self, question, progress)

    def import_models(
        self,
        *paths: str | Path,
        board: str | None = None,
        into: str | Path | None = None,
        keep: bool = True,
        replace: bool = False,
        strict: bool = False,
        dry_run: bool = False,
        progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> ImportModelsAnswer:
        r"""Read folders of models, caches of the hub, cards or weights, and keep what they say as a layer.

        Only headers of weights are read, and nothing that lies there is run. The layer goes into the user's registry,
        which a catalogue that is opened afterwards has; with `keep=False` it is the answer's `layer` alone. What looks
        wrong is among `faults`.

        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     _ = Path(folder, "README.md").write_text("---\nlicense: mit\n---\n# Mine\n")
        ...     [entry.licence for entry in llmsurvey.open().import_models(folder, keep=False).entries]
        ['mit']
        """
        from llmsurvey.answers.import_models import ImportModelsQuestion, import_models

        question = ImportModelsQuestion(
            paths=tuple(map(str, paths)),
            board=board,
            into=_text_or_none(into),
            keep=keep,
            replace=replace,
            strict=strict,
            dry_run=dry_run,
        )
        return import_models(self, question, progress)

    def import_graphs(
        self,
        format: str,
        paths: str | Path | Sequence[str | Path],
        *,
        into: str | Path | None = None,
        replace: bool = False,
        strict: bool = False,
        dry_run: bool = False,
        progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> ImportGraphsAnswer:
        """Read models and what they were made from (`ecosystem-graphs`, `hub-stats` or `model-registry`) into a layer.

        The layer is one of the next catalogue that is opened. What looks wrong is among `faults`.

        >>> catalogue = llmsurvey.open()
        >>> catalogue.import_graphs("ecosystem-graphs", "nowhere")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
            ...
        llmsurvey.errors.RegistryError: nowhere: can't be read: no such file or directory. ...
        """
        from llmsurvey.answers.import_graphs import ImportGraphsQuestion, import_graphs

        question = ImportGraphsQuestion(
            format=format,
            paths=_texts_of(paths),
            into=_text_or_none(into),
            replace=replace,
            strict=strict,
            dry_run=dry_run,
        )
        return import_graphs(self, question, progress)

    def log_scores(self, *benchmarks: str, **which: Unpack[LogKeywords]) -> LogScoresAnswer:
        """Return what each model scored on each benchmark of the logs, with its standard error: `logs scores`.

        All benchmarks count where none is named; `which` logs are asked is told by `logs_in`, a folder, and `engine`.

        >>> catalogue = llmsurvey.open()
        >>> catalogue.log_scores("mmlu", logs_in="nowhere")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
            ...
        llmsurvey.errors.RequestError: there are no logs in nowhere. ...
        """
        from llmsurvey.answers.keywords import asked_by
        from llmsurvey.answers.log_scores import LogScoresQuestion, list_log_scores

        question = LogScoresQuestion(benchmarks=benchmarks, asked_logs=asked_by(which, "logs").logs)
        return list_log_scores(self, question)

    def logs(self, *, logs_in: str | Path | None = None) -> LogsAnswer:
        """List the runs whose answers to each question are kept, and what keeps them from being compared.

        >>> catalogue = llmsurvey.open()
        >>> catalogue.logs(logs_in="nowhere").entries
        []
        """
        from llmsurvey.answers.logs import LogsQuestion, list_logs

        return list_logs(self, LogsQuestion(logs_in=_text_or_none(logs_in)))

    def questions(
        self,
        benchmark: str | None = None,
        *,
        order: Order = "telling",
        subject: Names = (),
        model: Names = (),
        metric: str | None = None,
        **which: Unpack[LogKeywords],
    ) -> QuestionsAnswer:
        """Judge the questions of a benchmark by what was logged of each: how hard, how telling, whether rightly keyed.

        `order` is `"hardest"`, `"easiest"`, `"disputed"`, `"telling"` or `"suspect"`. A `subject` and a `model`, or
        several, are those among which everything is computed; `metric` is what counts as the score. `which` logs are
        asked is told by `logs_in`, a folder, and `engine`.

        >>> catalogue = llmsurvey.open()
        >>> catalogue.questions("mmlu", logs_in="nowhere")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
            ...
        llmsurvey.errors.RequestError: there are no logs in nowhere. ...
        """
        from llmsurvey.answers.keywords import asked_by, each_of
        from llmsurvey.answers.questions import QuestionsQuestion, judge_benchmark

        question = QuestionsQuestion(
            benchmark=benchmark,
            order=order,
            subject=each_of(subject),
            model=each_of(model),
            metric=metric,
            asked_logs=asked_by(which, "logs").logs,
        )
        return judge_benchmark(self, question)

    def questions_enough(
        self,
        benchmark: str | None = None,
        *,
        subject: Names = (),
        model: Names = (),
        metric: str | None = None,
        **which: Unpack[LogKeywords],
    ) -> EnoughAnswer:
        """Tell how well rankings from 10, 20, 50, ... questions agree with that from all: `questions --enough`.

        What it is asked with is that of `questions`.

        >>> catalogue = llmsurvey.open()
        >>> catalogue.questions_enough("mmlu", logs_in="nowhere")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
            ...
        llmsurvey.errors.RequestError: there are no logs in nowhere. ...
        """
        from llmsurvey.answers.keywords import asked_by, each_of
        from llmsurvey.answers.questions import QuestionsQuestion
        from llmsurvey.answers.questions_enough import judge_number_of_questions

        question = QuestionsQuestion(
            benchmark=benchmark,
            subject=each_of(subject),
            model=each_of(model),
            metric=metric,
            asked_logs=asked_by(which, "logs").logs,
        )
        return judge_number_of_questions(self, question)

    def import_logs(
        self,
        paths: str | Path | Sequence[str | Path],
        *,
        log_format: str | None = None,
        model: str | None = None,
        benchmark: str | None = None,
        map: Mapping[str, str] | None = None,
        texts: bool = False,
        logs_in: str | Path | None = None,
        dry_run: bool = False,
        progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> ImportLogsAnswer:
        """Read logs of harnesses, and keep the answers to each question: `logs import`.

        `log_format` is found out of each file unless it is named. `model` and `benchmark` are in force over what a log
        says, `map` says what the columns of a table are. `texts` keeps those of questions and answers, too. `progress`
        is called with the number of logs read so far, and of all.

        >>> catalogue = llmsurvey.open()
        >>> catalogue.import_logs("nowhere.jsonl")
        Traceback (most recent call last):
            ...
        llmsurvey.errors.BoardError: nowhere.jsonl can't be read: no such file or directory.
        """
        from llmsurvey.answers.import_logs import ImportLogsQuestion, import_logs

        question = ImportLogsQuestion(
            paths=_texts_of(paths),
            log_format=log_format,
            model=model,
            benchmark=benchmark,
            map={} if map is None else map,
            texts=texts,
            logs_in=_text_or_none(logs_in),
            dry_run=dry_run,
        )
        return import_logs(self, question, progress)

    def remove_logs(self, *names: str, logs_in: str | Path | None = None) -> RemoveLogsAnswer:
        """Remove all runs of a benchmark or a model, or one by its name, from the logs: `logs remove`.

        >>> catalogue = llmsurvey.open()
        >>> catalogue.remove_logs("nothing", logs_in="nowhere")
        Traceback (most recent call last):
            ...
        llmsurvey.errors.UnknownNameError: no run is called "nothing".
        """
        from llmsurvey.answers.remove_logs import RemoveLogsQuestion, remove_logs

        question = RemoveLogsQuestion(names=names, logs_in=_text_or_none(logs_in))
        return remove_logs(self, question)

    def conflicts(self, name: str | None = None, *, fields: Sequence[str] = ()) -> ConflictsAnswer:
        """List where the catalogue, layers and imports disagree: what is in force, what is said otherwise, and why.

        >>> catalogue = llmsurvey.open()
        >>> catalogue.conflicts("BLOOM").entries
        []
        """
        from llmsurvey.answers.conflicts import ConflictsQuestion, list_conflicts

        return list_conflicts(self, ConflictsQuestion(name=name, fields=tuple(fields)))

    def unresolved(self, *paths: str | Path) -> UnresolvedAnswer:
        """List the names of what models and data were made from that nothing answers to, and the guesses.

        >>> catalogue = llmsurvey.open()
        >>> catalogue.unresolved().entries
        []
        """
        from llmsurvey.answers.unresolved import UnresolvedQuestion, list_unresolved

        return list_unresolved(self, UnresolvedQuestion(paths=tuple(map(str, paths))))

    def validate(self, *paths: str | Path, warnings: bool = True) -> ValidateAnswer:
        """Check registry files, or this catalogue with its layers: every fault and warning with its place.

        A fault keeps the registry from loading; `warnings` are what merely looks wrong. Raises RegistryError for a file
        that can't be read at all.

        >>> catalogue = llmsurvey.open()
        >>> catalogue.validate(warnings=False).is_valid
        True
        """
        from llmsurvey.answers.validate import ValidateQuestion, check_registry

        return check_registry(self, ValidateQuestion(paths=tuple(map(str, paths)), warnings=warnings))

    def schema(self, command: str | None = None) -> dict[str, Any]:
        """Return the JSON Schema of what a command writes as JSON; of a registry file where none is named.

        >>> catalogue = llmsurvey.open()
        >>> catalogue.schema("licences")["title"]
        'llmsurvey licences'
        """
        from llmsurvey.answers.schema import find_schema

        return find_schema(command)

    def config(self) -> ConfigAnswer:
        """Show the user's settings, and where each comes from: the environment, the configuration file, or built in.

        Of these, Python obeys `registry`; the others are defaults of the command line.

        >>> catalogue = llmsurvey.open()
        >>> [entry.setting for entry in catalogue.config().entries]
        ['lang', 'registry', 'board', 'fits', 'precision', 'pager', 'color']
        """
        from llmsurvey.answers.config import ConfigQuestion, list_settings

        return list_settings(self, ConfigQuestion())


def open(registry: str | Path | Sequence[str | Path] = (), *, as_of: str | None = None) -> Catalogue:
    """Open the built-in catalogue, with registry files or folders of your own laid over it.

    `as_of` is a day (`"2023-05-28"`; of a month or a year the last one): the models that were out by then, under the
    licences of that day. Nothing is read before it is asked for, so a file that can't be loaded raises RegistryError at
    the first question.

    >>> catalogue = llmsurvey.open()
    >>> catalogue.show("KULLM").record.id
    'kullm'
    >>> llmsurvey.open(as_of="2023-05-28").licence("Falcon@40B").verdicts, catalogue.licence("Falcon@40B").verdicts
    (('conditional',), ('yes',))
    """
    return Catalogue([registry] if isinstance(registry, (str, Path)) else registry, as_of=as_of)


def _texts_of(paths: str | Path | Sequence[str | Path]) -> tuple[str, ...]:
    """Return some paths as texts, of which one may stand for itself."""
    return (str(paths),) if isinstance(paths, (str, Path)) else tuple(map(str, paths))


def _text_or_none(path: str | Path | None) -> str | None:
    return None if path is None else str(path)


def _choice_of(asked: ChoiceKeywords) -> ChooseQuestion:
    """Return the question of a choice that keyword arguments ask. Raises TypeError for one that it hasn't."""
    from llmsurvey.answers.choose import ChooseQuestion
    from llmsurvey.answers.keywords import asked_by, each_of

    of_models: dict[str, Any] = dict(asked)
    own = {name: of_models.pop(name) for name in ("fits", "context", "cache_type", "board") if name in of_models}
    precision = each_of(of_models.pop("precision", ()))
    return ChooseQuestion(models=asked_by(of_models, "models").models, precision=precision, **own)
