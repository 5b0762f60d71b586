"""Works to cite, and what the survey cites its references for, as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from llmsurvey.answers.answer import Answer, rows_of
from llmsurvey.answers.works import find_works
from llmsurvey.library import Library
from llmsurvey.messages import Either, Message, counted, join_texts, question, say
from llmsurvey.records.publication import Citation, Publication, organisation_name
from llmsurvey.registry.built_in import Survey
from llmsurvey.tables import Column, Table
from llmsurvey.tables.note import as_note

COLUMNS = (
    Column("key"),
    Column("references", numeric=True),
    Column("type", words="publication"),
    Column("title", leads_to="url"),
    Column("authors"),
    Column("date", order="date"),
    Column("container", brief=False),
    Column("doi", brief=False),
    Column("arxiv", brief=False),
    Column("url", brief=False),
    Column("cites", brief=False),
    Column("sources", brief=False),
)

CITATION_COLUMNS = (
    Column("reference", numeric=True),
    Column("section"),
    Column("cited_for"),
    Column("right", words="right"),
    Column("erratum"),
    Column("instead"),
    Column("key", brief=False),
    Column("cited_for_ko", brief=False),
)

_FEW = 2


@dataclass(frozen=True, kw_only=True)
class CiteQuestion:
    """What to cite: references by number (16), keys, models, datasets, benchmarks, boards; for none the survey itself.

    `references` asks what the survey cites them, or all of its references, for.
    """

    names: tuple[str, ...] = ()
    references: bool = False


class PublicationEntry(NamedTuple):
    """A work, as it should be cited; `cites` is what of the registry it introduces."""

    key: str
    references: tuple[int, ...]
    type: str
    title: str
    authors: tuple[str, ...]
    date: str | None
    container: str | None
    doi: str | None
    arxiv: str | None
    url: str | None
    cites: tuple[str, ...]
    sources: tuple[str, ...]


class CitationEntry(NamedTuple):
    """A place where the survey cites a reference: what for, and whether it is about that."""

    reference: int
    section: str
    cited_for: Either
    right: bool
    erratum: str | None
    instead: str | None
    key: str
    cited_for_ko: str


@dataclass(frozen=True, kw_only=True)
class PublicationsAnswer(Answer[PublicationEntry]):
    """Works to cite; `warnings` say what the survey cites them for that they don't support."""

    columns = COLUMNS

    publications: tuple[Publication, ...]
    warnings: tuple[Message, ...] = ()

    def table(self) -> Table:
        """A row for each work."""
        texts = {(row, "authors"): _shorten_authors(work) for row, work in enumerate(self.publications)}
        return Table(COLUMNS, rows_of(self.entries, COLUMNS), notes=self.notes, texts=texts)


@dataclass(frozen=True, kw_only=True)
class CitationsAnswer(Answer[CitationEntry]):
    """What the survey cites works for; `publications` and `warnings` are as of a PublicationsAnswer."""

    columns = CITATION_COLUMNS
    publications: tuple[Publication, ...]
    warnings: tuple[Message, ...] = ()


def cite_works(library: Library, asked: CiteQuestion) -> PublicationsAnswer | CitationsAnswer:
    """Return the works to cite for some names, each once, or what the survey cites its references for.

    Raises UnknownNameError for a name that nothing has, RequestError for a number that the survey hasn't.
    """
    survey = library.survey
    if asked.references and not asked.names:
        return list_citations(survey, tuple(work for work in survey.publications if work.numbers))
    cited = find_works(library, asked.names)
    if asked.references:
        return replace(list_citations(survey, cited.publications), warnings=cited.warnings)
    return replace(list_publications(cited.publications), warnings=cited.warnings)


def list_publications(publications: Sequence[Publication]) -> PublicationsAnswer:
    """Return works as entries."""
    return PublicationsAnswer(entries=[_entry_of_work(work) for work in publications], publications=tuple(publications))


def _entry_of_work(work: Publication) -> PublicationEntry:
    authors = (*(organisation_name(author) or author for author in work.authors), *(["others"] if work.et_al else []))
    return PublicationEntry(
        key=work.key,
        references=work.numbers,
        type=work.type,
        title=work.title,
        authors=authors,
        date=work.date,
        container=work.container,
        doi=work.doi,
        arxiv=work.arxiv,
        url=work.url,
        cites=work.cites,
        sources=tuple(source.url for source in work.sources),
    )


def _shorten_authors(work: Publication) -> str:
    """Return the first author, with the second where there are no more."""
    names = [organisation_name(author) or author.partition(",")[0] for author in work.authors]
    if len(names) > _FEW or work.et_al:
        return say("{name} et al.", name=names[0])
    return " & ".join(names)


def list_citations(survey: Survey, works: Sequence[Publication] = ()) -> CitationsAnswer:
    """Return every place where the survey cites a reference, or one of some works: what for, and whether rightly."""
    works = works or survey.publications
    key_of = {number: work.key for work in works for number in work.numbers}
    citations = [citation for citation in survey.citations if citation.reference in key_of]
    wrong = sum(not citation.right for citation in citations)
    counts = [counted("{number} citation.", "{number} citations.", len(citations))]
    if wrong:
        counts.append(counted("{number} is wrong.", "{number} are wrong.", wrong))
    counts.append(
        say(
            "`{one}` gives the entry of one, `{errata}` says what is wrong.",
            one=question("cite", "16"),
            errata=question("errata", kind="citation"),
        )
    )
    return CitationsAnswer(
        entries=[_entry_of_citation(citation, key_of[citation.reference]) for citation in citations],
        notes=(as_note("selection", join_texts(counts)),),
        publications=tuple(works),
    )


def _entry_of_citation(citation: Citation, key: str) -> CitationEntry:
    return CitationEntry(
        reference=citation.reference,
        section=citation.section,
        cited_for=citation.cited_for.text,
        right=citation.right,
        erratum=f"E{citation.erratum}" if citation.erratum else None,
        instead=citation.instead,
        key=key,
        cited_for_ko=citation.cited_for.ko,
    )
