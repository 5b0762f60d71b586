"""What a page holds, as one object of lists and numbers, from which its script draws everything."""

from __future__ import annotations

from string import Formatter
from typing import Any

from llmsurvey.answers.lineage import LineageEntry
from llmsurvey.answers.report import PrintedPair, ReportAnswer, ReportBoard
from llmsurvey.answers.report_sizes import ReportChoices, ReportSize
from llmsurvey.messages import Word, language, say, translated
from llmsurvey.records import EVERY_VERDICT
from llmsurvey.report.texts import Texts, describe_table, in_each_language, number_of_heading
from llmsurvey.report.words import HEADINGS, WORDS
from llmsurvey.tables import Table
from llmsurvey.tables.text import escape_steering

_FACETS = ("verdict", "kind", "developers", "languages", "licence_name", "architecture")
"""The columns of models by whose values they can be chosen."""


def describe_content(answer: ReportAnswer) -> dict[str, Any]:
    """Return everything that the page shows and computes with, in both languages."""
    texts = Texts()
    content = {
        "language": language(),
        "sections": answer.sections,
        "words": {name: _number_of_word(template, texts) for name, template in WORDS.items()},
        "verdicts": {verdict: texts.number_of(Word("verdict", verdict)) for verdict in EVERY_VERDICT},
        "headings": {name: number_of_heading(column, texts) for name, column in HEADINGS.items()},
        "notes": texts.numbers_of(answer.notes),
        "choices": _describe_choices(answer.choices, texts) if answer.choices else None,
        "models": _table(answer.models, texts, _FACETS),
        "searched": {id: texts.number(*["\n".join(found)] * 2) for id, found in answer.searched.items()},
        "records": {
            f"{record.kind}/{record.id}": {
                "name": _number_of_data(record.name, texts),
                "tables": [
                    [texts.number_of(heading), describe_table(table, texts)] for heading, table in record.tables
                ],
            }
            for record in answer.records
        },
        "steps": _describe_steps(answer, texts),
        "boards": [_describe_board(board, texts) for board in answer.boards],
        "printed": [_describe_pair(pair, texts) for pair in answer.printed],
        "errata": _table(answer.errata, texts, ("erratum_kind",)),
        "claims": _table(answer.claims, texts, ("outcome",)),
        "workings": _describe_workings(answer.workings, texts),
        "timeline": _table(answer.timeline, texts, ("kind",)),
        "licences": _table(answer.licences, texts, ("commercial", "licence_kind")),
        "sources": _table(answer.sources, texts, ("record",)),
    }
    return {**content, "texts": texts.lists()}


def _table(table: Table | None, texts: Texts, items: tuple[str, ...] = ()) -> dict[str, Any] | None:
    return None if table is None else describe_table(table, texts, items)


def _number_of_word(template: str, texts: Texts) -> int:
    """Return the number of a sentence of the page, in which the names of its parts stand for these."""
    parts = {name: f"{{{name}}}" for _, name, _, _ in Formatter().parse(template) if name}
    return texts.number(*in_each_language(lambda: translated(say(template, **parts))))


def _number_of_data(text: str | None, texts: Texts) -> int:
    """Return the number of a text of the data, which is the same in every language."""
    return texts.number(*[escape_steering(text or "")] * 2)


def _describe_choices(choices: ReportChoices, texts: Texts) -> dict[str, Any]:
    """Return the sizes by columns, and what one may ask of them."""
    sizes = choices.sizes
    columns: dict[str, list[Any]] = {field: [getattr(size, field) for size in sizes] for field in ReportSize._fields}
    for field in ("name", "id", "size", "rank_set", "hub"):
        columns[field] = [_number_of_data(getattr(size, field), texts) for size in sizes]
    columns["conditions"] = [[texts.number_of(Word("condition", kind)) for kind in size.conditions] for size in sizes]
    return {
        **choices._asdict(),
        "uses": [[use, texts.number_of(Word("use", use))] for use in choices.uses],
        "sizes": columns,
    }


def _describe_steps(answer: ReportAnswer, texts: Texts) -> dict[str, Any]:
    """Return models and datasets as nodes, and the arrows from each to what it was made from."""
    nodes: dict[str, list[Any]] = {}
    arrows: list[list[Any]] = []
    for key, (record, *bases) in answer.steps.items():
        nodes[key] = _describe_node(record, texts)
        for base in bases:
            base_key = f"{base.record}/{base.id}"
            nodes.setdefault(base_key, _describe_node(base, texts))
            by = [_number_of_data(base.by, texts), _number_of_data(", ".join(base.sizes), texts)]
            arrows.append([key, base_key, texts.number_of(base.relation or ""), *by])
    return {"nodes": nodes, "arrows": arrows}


def _describe_node(entry: LineageEntry, texts: Texts) -> list[Any]:
    """Return a node: its name, verdict, licence and date, and whether it is data under terms that may matter."""
    return [
        _number_of_data(entry.name, texts),
        entry.verdict,
        _number_of_data(entry.licence_name, texts),
        entry.released,
        entry.caveat,
    ]


def _describe_board(board: ReportBoard, texts: Texts) -> dict[str, Any]:
    return {
        "address": board.address,
        "name": _number_of_data(board.address, texts),
        "total": board.total,
        "ranking": describe_table(board.ranking, texts),
        "frontier": None if board.frontier is None else describe_table(board.frontier, texts),
    }


def _describe_pair(pair: PrintedPair, texts: Texts) -> dict[str, Any]:
    return {
        "number": pair.number,
        "printed": describe_table(pair.printed, texts),
        "corrected": describe_table(pair.corrected, texts, keep_marks=True),
    }


def _describe_workings(table: Table | None, texts: Texts) -> dict[str, Any] | None:
    """Return the facts behind each claim by its name."""
    if table is None:
        return None
    claim = table.names().index("claim")
    shown = ["fact", "value"]
    rows: dict[str, list[int]] = {}
    for number, row in enumerate(table.rows):
        rows.setdefault(str(row[claim]), []).append(number)
    return {"rows": rows, "table": describe_table(table.select(shown), texts)}
