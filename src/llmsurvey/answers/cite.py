"""Works to cite, and what the survey cites its references for, as rows."""

from __future__ import annotations

from collections.abc import Sequence

from llmsurvey.messages import counted, joined, say
from llmsurvey.records.publication import Citation, Publication, organisation
from llmsurvey.registry.built_in import Survey
from llmsurvey.tables import Cell, Column, Table

COLUMNS = (
    Column("key"),
    Column("numbers", numeric=True),
    Column("type", words="publication"),
    Column("title"),
    Column("authors"),
    Column("date", order="date"),
    Column("container", brief=False),
    Column("doi", brief=False),
    Column("arxiv", brief=False),
    Column("url", brief=False),
    Column("cites", brief=False),
    Column("source", brief=False),
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


def list_publications(publications: Sequence[Publication]) -> Table:
    """Works as rows."""
    texts = {(row, "authors"): _few(each) for row, each in enumerate(publications)}
    return Table(COLUMNS, tuple(_row(each) for each in publications), texts=texts)


def _row(work: Publication) -> tuple[Cell, ...]:
    return (
        work.key,
        work.numbers,
        work.type,
        work.title,
        (*(organisation(author) or author for author in work.authors), *(["others"] if work.et_al else [])),
        work.date,
        work.container,
        work.doi,
        work.arxiv,
        work.url,
        work.cites,
        tuple(source.url for source in work.sources),
    )


def _few(work: Publication) -> str:
    """The first author, with the second where there are no more."""
    names = [organisation(author) or author.partition(",")[0] for author in work.authors]
    if len(names) > _FEW or work.et_al:
        return say("{name} et al.", name=names[0])
    return " & ".join(names)


def list_citations(survey: Survey, works: Sequence[Publication] = ()) -> Table:
    """Every place where the survey cites a reference, or one of some works: what for, and whether it is about that."""
    by_number = {number: work.key for work in works or survey.publications for number in work.numbers}
    chosen = [citation for citation in survey.citations if citation.reference in by_number]
    rows = tuple(_citation(citation, by_number) for citation in chosen)
    wrong = sum(not citation.right for citation in chosen)
    notes = [counted("{number} citation.", "{number} citations.", len(rows))]
    if wrong:
        notes.append(counted("{number} is wrong.", "{number} are wrong.", wrong))
    notes.append(
        say("`llmsurvey cite 16` gives the entry of one, `llmsurvey errata --kind citation` says what is wrong.")
    )
    return Table(CITATION_COLUMNS, rows, notes=(joined(notes),))


def _citation(citation: Citation, by_number: dict[int, str]) -> tuple[Cell, ...]:
    return (
        citation.reference,
        citation.section,
        citation.cited_for.text,
        "yes" if citation.right else "no",
        f"E{citation.erratum}" if citation.erratum else None,
        citation.instead,
        by_number[citation.reference],
        citation.cited_for.ko,
    )
