"""Which columns of a foreign table hold facts: as it is said, else by a usual word, where their cells agree with it."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from llmsurvey.boards.tidy import COLUMNS
from llmsurvey.errors import RequestError
from llmsurvey.importers.contents import are_bits, are_metrics, are_shots, read_shots, sample_of, say_shots
from llmsurvey.importers.grid import Cells
from llmsurvey.importers.heading_words import FACT_WORDS, first_called
from llmsurvey.messages import option, say

_READ_ONLY = ("filter", "line")
"""Facts that a table may have which aren't kept as they are."""

MEASURE_FIELDS = ("metric", "shots", "harness", "version", "reporter")
"""Facts of how a row was measured."""

IN_WIDE_TABLES = (
    "name", "hub", "revision", "precision", "parameters", "date", "note", "metric", "shots", "harness", "reporter",
)  # fmt: skip
"""Facts that a column has where each row is a model, without anybody's saying so."""

_FEW = 32
"""No row was measured with more worked examples below `few-shot`, as a score may be called, too."""


def columns_of_facts(
    free: Sequence[str], mapping: Mapping[str, str], holding: Container[str], cells: Mapping[str, Cells]
) -> dict[str, str]:
    """Return the column of each fact. Raises RequestError where two columns are said to be one fact."""
    facts = _stated_facts(mapping)
    unused = list(free)
    for fact in FACT_WORDS:
        fitting = [heading for heading in unused if _fits_fact(fact, heading, holding, cells)]
        heading = None if fact in facts else first_called(fact, fitting)
        if heading is not None:
            facts[fact] = heading
            unused.remove(heading)
    in_words = (
        heading for heading in unused if heading in cells and heading not in holding and say_shots(cells[heading])
    )
    if "shots" not in facts and (heading := next(in_words, None)) is not None:
        facts["shots"] = heading
    if "name" not in facts and "value" not in facts:
        facts = {fact: heading for fact, heading in facts.items() if fact != "metric" or heading in mapping}
    return facts


def _stated_facts(mapping: Mapping[str, str]) -> dict[str, str]:
    facts: dict[str, str] = {}
    for heading, meaning in mapping.items():
        if meaning not in COLUMNS and meaning not in _READ_ONLY:
            continue
        if meaning in facts:
            raise RequestError(
                say(
                    "{option}: {first} and {second} are both said to be {fact}. Leave one out: {hint}.",
                    first=facts[meaning],
                    second=heading,
                    fact=meaning,
                    option=option("map"),
                    hint=option("map", {heading: ""}),
                )
            )
        facts[meaning] = heading
    return facts


def _fits_fact(fact: str, heading: str, holding: Container[str], cells: Mapping[str, Cells]) -> bool:
    """Whether the cells of a column can be of a fact that its heading names.

    Numbers below `Precision` are scores, if they aren't bits; and so are those below `Metric` or `Harness`. Metrics in
    units of their own are no set-up of one figure.
    """
    if heading not in cells:
        return fact != "metric" or heading not in holding
    if fact == "shots":
        column = cells[heading]
        is_plain = "few" not in heading.casefold() or _at_most(column, _FEW)
        return are_shots(column) and is_plain
    if fact == "precision":
        return heading not in holding or are_bits(cells[heading])
    if fact == "metric":
        return heading not in holding and are_metrics(cells[heading])
    return fact not in ("harness", "reporter") or heading not in holding


def _at_most(cells: Cells, most: int) -> bool:
    return all((read_shots(cell) or 0) <= most for cell in sample_of(cells))
