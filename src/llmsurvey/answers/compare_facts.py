"""Models side by side on their facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from llmsurvey.answers.answer import Answer, rows_of
from llmsurvey.answers.list import with_bases
from llmsurvey.answers.short_texts import names_of_bases, span_of_counts
from llmsurvey.answers.size_facts import SizeFacts, describe_size
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.messages import join_texts, list_names, say
from llmsurvey.records import Model, Size, Verdict
from llmsurvey.tables import Caption, Column, Table
from llmsurvey.tables.detailed import Detailed

COLUMNS = (
    Column("name"),
    Column("id"),
    Column("developers"),
    Column("released", order="date"),
    Column("kind", words="kind"),
    Column("access", words="access"),
    Column("architecture", words="architecture"),
    Column("languages"),
    Column("sizes"),
    Column("parameters", numeric=True, short=True, only="flat"),
    Column("tokens", numeric=True, short=True),
    Column("licence"),
    Column("licence_name", brief=False, only="flat"),
    Column("verdict", order="verdict", words="verdict"),
    Column("conditions", words="condition"),
    Column("caveats"),
    Column("rests_on"),
    Column("foundations"),
    Column("datasets"),
    Column("contamination", brief=False),
)


class FactsEntry(NamedTuple):
    """The facts of a model, or of one size of it; a field that its sizes may differ in holds the values of all."""

    name: str
    id: str
    developers: tuple[str, ...]
    released: str | None
    kind: tuple[str, ...]
    access: tuple[str, ...]
    architecture: str | None
    languages: tuple[str, ...]
    sizes: tuple[Detailed[SizeFacts], ...]
    parameters: tuple[int, ...]
    tokens: tuple[int, ...]
    licence: tuple[str, ...]
    licence_name: tuple[str, ...]
    verdict: tuple[Verdict, ...]
    conditions: tuple[str, ...]
    caveats: tuple[str, ...]
    rests_on: tuple[str, ...]
    foundations: tuple[str, ...]
    datasets: tuple[str, ...]
    contamination: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FactsAnswer(Answer[FactsEntry]):
    """Models side by side, in the order in which they were named; `texts` are what people read beside."""

    columns = COLUMNS

    texts: Mapping[tuple[int, str], str]

    def table(self) -> Table:
        """A row for each model."""
        rows = rows_of(self.entries, COLUMNS)
        names = list_names([entry.name for entry in self.entries], most=10)
        caption = Caption(say("Side by side: {names}", names=names))
        marked = any(entry.contamination for entry in self.entries)
        columns = tuple(
            column._replace(brief=marked) if column.name == "contamination" else column
            for column in with_bases(COLUMNS, rows)
        )
        return Table(columns, rows, notes=self.notes, texts=dict(self.texts), caption=caption)


def compare_facts(licensing: Licensing, models: Sequence[tuple[Model, Size | None]]) -> FactsAnswer:
    """Return models (or sizes of them) side by side on their facts, in the order in which they were named."""
    entries: list[FactsEntry] = []
    texts: dict[tuple[int, str], str] = {}
    for row, (model, named_size) in enumerate(models):
        sizes = [model.complete(named_size)] if named_size else list(model.each_size())
        entry = _entry_of_model(licensing, model, named_size, sizes)
        entries.append(entry)
        texts[row, "parameters"] = span_of_counts(entry.parameters)
        texts[row, "tokens"] = span_of_counts(tuple(dict.fromkeys(entry.tokens)))
        links = (link for size in sizes for link in size.foundations or ())
        texts[row, "foundations"] = ", ".join(names_of_bases(model, links))
        texts[row, "licence"] = ", ".join(entry.licence_name)
        texts[row, "caveats"] = join_texts(_short_caveats(licensing, model, sizes), ", ")
    return FactsAnswer(entries=entries, texts=texts)


def _short_caveats(licensing: Licensing, model: Model, sizes: Iterable[Size]) -> tuple[str, ...]:
    """Return the datasets and teachers that bring caveats, and a last word where there are more than can be named."""
    parts = [licensing.assess(model, size).inheritance.caveats for size in sizes]
    names = _distinct_values(term.dataset or term.because for part in parts for term in part.terms)
    return (*names, say("more")) if any(part.has_more for part in parts) else names


def _entry_of_model(licensing: Licensing, model: Model, named_size: Size | None, sizes: Sequence[Size]) -> FactsEntry:
    assessments = [licensing.assess(model, size) for size in sizes]
    described = tuple(describe_size(licensing, model, size) for size in sizes)
    return FactsEntry(
        name=f"{model.name}@{named_size.name}" if named_size else model.name,
        id=model.id,
        developers=model.developers,
        released=model.released_as(sizes),
        kind=_distinct_values(size.kind for size in sizes),
        access=_distinct_values(size.access for size in sizes),
        architecture=model.architecture,
        languages=_distinct_values(code for size in sizes for code in size.languages or ()),
        sizes=described,
        parameters=tuple(size.parameters for size in sizes if size.parameters),
        tokens=tuple(size.tokens for size in sizes if size.tokens),
        licence=_distinct_values(size.licence for size in sizes),
        licence_name=_distinct_values(size.details.licence_name for size in described),
        verdict=tuple(dict.fromkeys(assessment.verdict for assessment in assessments)),
        conditions=_distinct_values(kind for assessment in assessments for kind in assessment.kinds),
        caveats=_distinct_values(words for assessment in assessments for words in assessment.caveat_words),
        rests_on=_distinct_values(basis.words for assessment in assessments for basis in assessment.rests_on),
        foundations=_distinct_values(str(link) for size in sizes for link in size.foundations or ()),
        datasets=_distinct_values(name for size in sizes for name in size.datasets or ()),
        contamination=_distinct_values(
            exposed.words for size in sizes for exposed in licensing.contamination.of(model, size)
        ),
    )


def _distinct_values(values: Iterable[str | None]) -> tuple[str, ...]:
    """Return every value once, in the order in which it comes."""
    return tuple(dict.fromkeys(value for value in values if value))
