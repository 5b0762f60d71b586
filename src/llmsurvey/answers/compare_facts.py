"""Models side by side on their facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from llmsurvey.answers.list import with_bases
from llmsurvey.answers.short_texts import bases, span
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.messages import joined, say
from llmsurvey.records import Model, Size
from llmsurvey.tables import Cell, Column, Table

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
    Column("parameters", numeric=True),
    Column("tokens", numeric=True),
    Column("licence"),
    Column("verdict", order="verdict", words="verdict"),
    Column("conditions", words="condition"),
    Column("caveats"),
    Column("rests_on"),
    Column("foundations"),
    Column("datasets"),
)


def compare_facts(licensing: Licensing, chosen: Sequence[tuple[Model, Size | None]]) -> Table:
    """Models (or sizes of them) side by side on their facts, in the order in which they were named."""
    rows, texts = [], {}
    for place, (model, size) in enumerate(chosen):
        sizes = [model.complete(size)] if size else list(model.each_size())
        rows.append(_facts(licensing, model, size, sizes))
        counts = [each.parameters for each in sizes if each.parameters]
        tokens = list(dict.fromkeys(each.tokens for each in sizes if each.tokens))
        texts[place, "parameters"] = span(counts)
        texts[place, "tokens"] = span(tokens)
        links = (link for each in sizes for link in each.foundations or ())
        texts[place, "foundations"] = ", ".join(bases(model, links))
        few = [licensing.of(model, each).inheritance.caveats for each in sizes]
        caveats = _all(term.dataset.id if term.dataset else term.because for each in few for term in each.terms)
        if any(each.has_more for each in few):
            caveats = (*caveats, say("more"))
        texts[place, "caveats"] = joined(caveats, ", ")
    return Table(with_bases(COLUMNS, rows), tuple(rows), texts=texts)


def _facts(licensing: Licensing, model: Model, size: Size | None, sizes: Sequence[Size]) -> tuple[Cell, ...]:
    found = [licensing.of(model, each) for each in sizes]
    return (
        f"{model.name}@{size.name}" if size else model.name,
        model.id,
        model.developers,
        model.released_as(sizes),
        _all(each.kind for each in sizes),
        _all(each.access for each in sizes),
        model.architecture,
        _all(code for each in sizes for code in each.languages or ()),
        tuple(each.name for each in sizes) if model.sizes else (),
        tuple(each.parameters for each in sizes if each.parameters),
        tuple(each.tokens for each in sizes if each.tokens),
        _all(each.licence for each in sizes),
        _all(each.verdict for each in found),
        _all(kind for each in found for kind in each.kinds),
        _all(words for each in found for words in each.caveat_words),
        _all(basis.words for each in found for basis in each.rests_on),
        _all(str(link) for each in sizes for link in each.foundations or ()),
        _all(name for each in sizes for name in each.datasets or ()),
    )


def _all(values: Iterable[str | None]) -> tuple[str, ...]:
    """Every value once, in the order in which it comes."""
    return tuple(dict.fromkeys(value for value in values if value))
