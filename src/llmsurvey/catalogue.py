"""The Python interface: every answer of the command line as a method, with the same words for its options."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from llmsurvey.library import Library

if TYPE_CHECKING:
    from llmsurvey.answers.as_printed import PrintedAnswer
    from llmsurvey.answers.cite import CitationsAnswer, PublicationsAnswer
    from llmsurvey.answers.claims import ClaimsAnswer, WorkingAnswer
    from llmsurvey.answers.compare_facts import FactsAnswer
    from llmsurvey.answers.compare_scores import ScoresAnswer
    from llmsurvey.answers.differences import DifferencesAnswer
    from llmsurvey.answers.errata import ErrataAnswer
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

        kinds = (kind,) if isinstance(kind, str) else tuple(kind)
        return list_errata(self, ErrataQuestion(names=names, kind=kinds, table=table))

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


def open(registry: str | Path | Sequence[str | Path] = ()) -> Catalogue:
    """Open the built-in catalogue, with registry files or folders of your own laid over it.

    Nothing is read before it is asked for.
    """
    return Catalogue([registry] if isinstance(registry, (str, Path)) else registry)
