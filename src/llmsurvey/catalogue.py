"""The Python interface: every answer of the command line as a method, with the same words for its options."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from llmsurvey.library import Library

if TYPE_CHECKING:
    from llmsurvey.answers.conditions import ConditionsAnswer
    from llmsurvey.answers.export import ExportAnswer
    from llmsurvey.answers.licence import LicenceAnswer
    from llmsurvey.answers.licences import LicencesAnswer
    from llmsurvey.answers.lineage import LineageAnswer
    from llmsurvey.answers.memory import MemoryAnswer
    from llmsurvey.answers.search import SearchAnswer
    from llmsurvey.answers.show import ShowAnswer, SourcesAnswer
    from llmsurvey.answers.stats import By, FieldsAnswer, StatsAnswer


class Catalogue(Library):
    """A catalogue that answers questions. Each answer has `entries`, `notes`, `table()` and `to_pandas()`.

    >>> import llmsurvey
    >>> catalogue = llmsurvey.open()
    >>> catalogue.registry.resolve_model("KULLM")[0].name
    'KULLM'
    """

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
