"""The Python interface: every answer of the command line as a method, with the same words for its options."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from llmsurvey.library import Library

if TYPE_CHECKING:
    from llmsurvey.answers.as_printed import PrintedAnswer
    from llmsurvey.answers.cite import CitationsAnswer, PublicationsAnswer
    from llmsurvey.answers.claims import ClaimsAnswer, WorkingAnswer
    from llmsurvey.answers.compare_facts import FactsAnswer
    from llmsurvey.answers.compare_scores import ScoresAnswer
    from llmsurvey.answers.conditions import ConditionsAnswer
    from llmsurvey.answers.differences import DifferencesAnswer
    from llmsurvey.answers.errata import ErrataAnswer
    from llmsurvey.answers.export import ExportAnswer
    from llmsurvey.answers.licence import LicenceAnswer
    from llmsurvey.answers.licences import LicencesAnswer
    from llmsurvey.answers.lineage import LineageAnswer
    from llmsurvey.answers.memory import MemoryAnswer
    from llmsurvey.answers.search import SearchAnswer
    from llmsurvey.answers.show import ShowAnswer, SourcesAnswer
    from llmsurvey.answers.stats import By, FieldsAnswer, StatsAnswer
    from llmsurvey.answers.table import TableAnswer
    from llmsurvey.answers.timeline import Grouping, TimelineAnswer
    from llmsurvey.importers.file_reading import FileReading


class Catalogue(Library):
    """A catalogue that answers questions. Each answer has `entries`, `notes`, `table()` and `to_pandas()`.

    >>> import llmsurvey
    >>> catalogue = llmsurvey.open()
    >>> catalogue.registry.resolve_model("KULLM")[0].name
    'KULLM'
    """

    def compare(
        self,
        *names: str,
        benchmark: str | None = None,
        board: str | None = None,
        samples: Sequence[str | Path] = (),
        metric: str | None = None,
        mix: bool = False,
        as_printed: bool = False,
        reading: FileReading | None = None,
    ) -> FactsAnswer | ScoresAnswer | DifferencesAnswer | PrintedAnswer:
        """Return models on their facts, on a `benchmark`, or two on a `board` or by `samples`, logs of the harness.

        With `mix` scores that can't be compared are in one list; `as_printed` is the survey's Table 4. `reading` says
        how a file is to be read that `board` names, `metric` by which samples are compared.

        >>> catalogue = open()
        >>> answer = catalogue.compare("MPT@30B", "Falcon@40B", benchmark="hellaswag")
        >>> [(entry.name, entry.value) for entry in answer.entries]
        [('Falcon@40B', 85.3), ('MPT@30B', 82.4)]
        """
        from llmsurvey.answers.compare import CompareQuestion, compare_models
        from llmsurvey.importers.file_reading import FileReading

        question = CompareQuestion(
            names=names,
            benchmark=benchmark,
            board=board,
            samples=tuple(map(str, samples)),
            metric=metric,
            mix=mix,
            as_printed=as_printed,
            reading=reading or FileReading(),
        )
        return compare_models(self, question)

    def claims(self, *names: str) -> ClaimsAnswer | WorkingAnswer:
        """Return every claim of the survey with what came out of it, or what some (C61) were computed from.

        >>> catalogue = open()
        >>> catalogue.claims("C3").entries[-1].value
        '13.32'
        """
        from llmsurvey.answers.claims import ClaimsQuestion, check_claims

        return check_claims(self, ClaimsQuestion(names=names))

    def table(self, number: int, *, as_printed: bool = False) -> TableAnswer:
        """Return a table of the survey, 1 to 4, corrected, or `as_printed`.

        >>> catalogue = open()
        >>> catalogue.table(1).entries[-1].id
        'llama-2'
        """
        from llmsurvey.answers.table import TableQuestion, show_table

        return show_table(self, TableQuestion(number=number, as_printed=as_printed))

    def errata(self, *names: str, kind: str | Sequence[str] = (), table: int | None = None) -> ErrataAnswer:
        """Return the survey's mistakes: all, some (E12), those of some kinds, or those of one `table`.

        >>> catalogue = open()
        >>> [entry.erratum for entry in catalogue.errata(table=4, kind="metric").entries][:1]
        ['E67']
        """
        from llmsurvey.answers.errata import ErrataQuestion, list_errata

        return list_errata(self, ErrataQuestion(names=names, kind=_each(kind), table=table))

    def timeline(self, *, by: Grouping = "year") -> TimelineAnswer:
        """Return the history that the survey tells, in order of date, in groups by year, developer or kind.

        >>> catalogue = open()
        >>> catalogue.timeline().entries[0].name
        'word2vec'
        """
        from llmsurvey.answers.timeline import TimelineQuestion, tell_history

        return tell_history(self, TimelineQuestion(by=by))

    def cite(self, *names: str, references: bool = False) -> PublicationsAnswer | CitationsAnswer:
        """Return the works to cite for references, models, datasets or benchmarks; for none the survey itself.

        With `references` it is what the survey cites its references for.

        >>> catalogue = open()
        >>> [entry.key for entry in catalogue.cite().entries]
        ['joo2023survey']
        """
        from llmsurvey.answers.cite import CiteQuestion, cite_works

        return cite_works(self, CiteQuestion(names=names, references=references))

    def show(self, name: str, *, sources: bool = False) -> ShowAnswer | SourcesAnswer:
        """Return every fact of a model, MODEL@SIZE, dataset, benchmark or licence, or every one of its `sources`.

        >>> catalogue = open()
        >>> catalogue.show("KULLM@12.8B-v2").entries[1]
        ShowEntry(field='size', value='12.8B-v2', source=None, layer=None)
        """
        from llmsurvey.answers.show import ShowQuestion, show_record

        return show_record(self, ShowQuestion(name=name, sources=sources))

    def search(self, text: str) -> SearchAnswer:
        """Return the models and datasets in which all words of `text` are found, slips of the keyboard forgiven.

        >>> catalogue = open()
        >>> catalogue.search("vicunna").entries[0].id
        'vicuna'
        """
        from llmsurvey.answers.search import SearchQuestion, search_records

        return search_records(self, SearchQuestion(text=text))

    def lineage(self, name: str, *, down: bool = False, depth: int | None = None) -> LineageAnswer:
        """Return what a model or dataset was made from, or what came from it (`down`), at most `depth` steps away.

        >>> catalogue = open()
        >>> [branch.id for branch in catalogue.lineage("Alpaca").root.branches]
        ['llama', 'alpaca-52k']
        """
        from llmsurvey.answers.lineage import LineageQuestion, trace_lineage

        return trace_lineage(self, LineageQuestion(name=name, down=down, depth=depth))

    def licence(
        self,
        name: str,
        *,
        own_licence: bool = False,
        data: Literal["caveat", "strict"] = "caveat",
        conditions: bool = False,
    ) -> LicenceAnswer | ConditionsAnswer | ShowAnswer:
        """Return whether a model may be used commercially and why, or its `conditions`; of a licence its facts.

        `own_licence` judges by a model's own licence alone, `data` says whether terms of training data count.

        >>> catalogue = open()
        >>> [(step.says, step.holder) for step in catalogue.licence("Vicuna@13B-v1.1").entries][:2]
        [('no', 'Vicuna 13B-v1.1'), ('no', 'LLaMA 13B')]
        """
        from llmsurvey.answers.licence import LicenceQuestion, explain_licence

        question = LicenceQuestion(name=name, own_licence=own_licence, data=data, conditions=conditions)
        return explain_licence(self, question)

    def licences(self) -> LicencesAnswer:
        """Return every licence with what it says of commercial use, and the models and datasets that are under it.

        >>> catalogue = open()
        >>> [licence.verdict for licence in catalogue.licences().entries if licence.id == "mit"]
        ['yes']
        """
        from llmsurvey.answers.licences import LicencesQuestion, list_licences

        return list_licences(self, LicencesQuestion())

    def stats(self, *, by: By | None = None, most: int | None = None) -> StatsAnswer | FieldsAnswer:
        """Return how many models there are `by` one property or by all; `field` counts facts and their sources.

        `most` is how many values of each property are given.

        >>> catalogue = open()
        >>> catalogue.stats(by="year").table().names()
        ['by', 'value', 'models', 'sizes', 'percent']
        """
        from llmsurvey.answers.stats import StatsQuestion, count_catalogue

        return count_catalogue(self, StatsQuestion(by=by, most=most))

    def memory(
        self,
        name: str,
        *,
        context: int | None = None,
        batch: int = 1,
        precision: str | Sequence[str] = (),
        gpu: str | None = None,
    ) -> MemoryAnswer:
        """Return the bytes of the weights of one size in each `precision`, of its cache, and of both.

        `context` is the tokens in the cache, `batch` how many texts there are at once, `gpu` what it is to fit on.

        >>> catalogue = open()
        >>> [(need.bytes, need.fits) for need in catalogue.memory("LLaMA@7B", precision="int4", gpu="24GB").entries]
        [(3369207808, 'yes')]
        """
        from llmsurvey.answers.memory import MemoryQuestion, compute_memory

        question = MemoryQuestion(name=name, context=context, batch=batch, precision=_each(precision), gpu=gpu)
        return compute_memory(self, question)

    def export(self) -> ExportAnswer:
        """Return the whole catalogue as tables: models, sizes, datasets, licences, benchmarks, scores and sources.

        >>> catalogue = open()
        >>> list(catalogue.export().tables)
        ['models', 'sizes', 'datasets', 'licences', 'benchmarks', 'scores', 'sources']
        """
        from llmsurvey.answers.export import export_catalogue

        return export_catalogue(self)


def _each(names: str | Sequence[str]) -> tuple[str, ...]:
    """Some names, of which one may stand for itself."""
    return (names,) if isinstance(names, str) else tuple(names)


def open(registry: str | Path | Sequence[str | Path] = ()) -> Catalogue:
    """Open the built-in catalogue, with registry files or folders of your own laid over it.

    Nothing is read before it is asked for.
    """
    return Catalogue([registry] if isinstance(registry, (str, Path)) else registry)
