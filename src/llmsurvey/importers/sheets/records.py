"""Records in JSON, however they are laid out: lists of objects, objects by model, what pandas and HELM write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Record = dict[str, Any]

_WRAPPERS = frozenset(
    (
        *("scores", "score", "results", "result", "metrics", "metric", "benchmarks", "benchmark", "evals", "eval"),
        *("evaluation", "evaluations", "performance", "data", "점수", "结果", "スコア"),
    )
)
"""Keys of nested objects that say no more than that scores are in them."""

_MOST_DEEP = 5

_ENVELOPE = {"llmsurvey", "command", "answer"}
"""The keys of an answer of the program itself in its envelope."""


def tables_in(content: Any) -> list[tuple[str, list[Record]]] | None:
    """Return the tables that a document holds, each with its title; None for what holds none."""
    if isinstance(content, list):
        if content and all(_is_titled(table) for table in content):
            return [(str(table.get("title") or ""), _by_header(table["header"], table["rows"])) for table in content]
        return [("", [flatten_record(record) for record in content])] if _are_objects(content) else None
    if not isinstance(content, dict):
        return None
    if content.keys() >= _ENVELOPE:
        return tables_in(content["answer"])
    if _is_titled(content):
        return [(str(content.get("title") or ""), _by_header(content["header"], content["rows"]))]
    if isinstance(content.get("columns"), list) and isinstance(content.get("data"), list):
        return _from_split(content)
    lists = [value for value in content.values() if isinstance(value, list) and value and _are_objects(value)]
    if len(lists) == 1:
        return [("", [flatten_record(record) for record in lists[0]])]
    if len(content) == 1 and isinstance(inner := next(iter(content.values())), dict) and _are_objects(inner.values()):
        return tables_in(inner)
    if content and _are_objects(content.values()) and all(content.values()):
        return [("", list(_by_key(content)))]
    return None


def flatten_record(record: Mapping[str, Any], above: str = "", depth: int = 0) -> Record:
    """Return an object with the values of those within it beside its own, under the keys of both.

    A key that says only that scores are below it is left out, where no other value has the name.
    """
    cells: Record = {}
    for key, value in record.items():
        name = f"{above} {key}".strip()
        if not isinstance(value, dict):
            cells.setdefault(name, value)
        elif depth < _MOST_DEEP:
            inner = flatten_record(value, above if key.casefold() in _WRAPPERS else name, depth + 1)
            clashing = inner.keys() & (cells.keys() | record.keys()) if key.casefold() in _WRAPPERS else ()
            for inner_name, cell in inner.items():
                cells[f"{key} {inner_name}" if inner_name in clashing else inner_name] = cell
    return cells


def _are_objects(values: Any) -> bool:
    return all(isinstance(value, dict) for value in values)


def _is_titled(table: Any) -> bool:
    """Whether it is a table as HELM writes it: a header and rows of cells, each with its value."""
    return isinstance(table, dict) and isinstance(table.get("header"), list) and isinstance(table.get("rows"), list)


def _by_header(header: Sequence[Any], rows: Sequence[Any]) -> list[Record]:
    names = [str(_value_in(cell)) for cell in header]
    return [dict(zip(names, map(_value_in, row), strict=False)) for row in rows if isinstance(row, list)]


def _value_in(cell: Any) -> Any:
    return cell.get("value") if isinstance(cell, dict) else cell


def _from_split(content: Mapping[str, Any]) -> list[tuple[str, list[Record]]] | None:
    """Return the records of what pandas writes as `split`; an index is kept if it has names."""
    names = [str(name) for name in content["columns"]]
    rows = content["data"]
    if not all(isinstance(row, list) and len(row) == len(names) for row in rows):
        return None
    index = content.get("index")
    records = [dict(zip(names, row, strict=True)) for row in rows]
    if isinstance(index, list) and len(index) == len(records) and not _are_counts(index):
        records = [{"": key, **record} for key, record in zip(index, records, strict=True)]
    return [("", records)]


def _are_counts(keys: Any) -> bool:
    return all(str(key).isdecimal() for key in keys)


def _by_key(content: Mapping[str, Mapping[str, Any]]) -> Iterator[Record]:
    """Yield a record for each key of an object of objects; columns by row number, as of pandas, are turned."""
    rows = list(dict.fromkeys(key for inner in content.values() for key in inner))
    if _are_counts(rows) and not _are_counts(content):
        for row in rows:
            yield {name: inner.get(row) for name, inner in content.items()}
        return
    are_counts = _are_counts(content)
    for key, inner in content.items():
        yield flatten_record(inner) if are_counts else {"": key, **flatten_record(inner)}
