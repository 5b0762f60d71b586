"""Broken structures: documents and tables that are read without a fault, and hold what nobody expects."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import yaml
from tests.fuzz.mutation import TOKENS, mutate_bytes

_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 0.5, 7, 1e308, float("nan"), float("inf"), 10**30, 10**400, -0.0),
    *("", [], {}, [1], ["a"], {"a": 1}, [[[[[]]]]], "x" * 3000, *TOKENS),
)
"""What a value is replaced by."""

Path = tuple[str | int, ...]


def mutate_json(random: Random, seeds: Sequence[bytes]) -> bytes:
    """A JSON document with some of its values or keys changed; now and then broken bytes."""
    if random.random() < 0.25:
        return mutate_bytes(random, seeds)
    tree = _changed(random, [json.loads(seed) for seed in seeds])
    return json.dumps(tree, ensure_ascii=random.random() < 0.5).encode("utf-8", "surrogatepass")


def mutate_json_lines(random: Random, seeds: Sequence[bytes]) -> bytes:
    """The same of a file that has a document on each line."""
    if random.random() < 0.25:
        return mutate_bytes(random, seeds)
    trees = [[json.loads(line) for line in seed.splitlines()] for seed in seeds]
    tree = _changed(random, trees)
    lines = tree if isinstance(tree, list) else [tree]
    return "".join(f"{json.dumps(line)}\n" for line in lines).encode()


def mutate_yaml(random: Random, seeds: Sequence[bytes]) -> bytes:
    """The same of a YAML document, in blocks or in brackets."""
    if random.random() < 0.25:
        return mutate_bytes(random, seeds)
    tree = _changed(random, [yaml.load(seed, Loader=yaml.CBaseLoader) for seed in seeds])
    flow = random.choice((True, False, None))
    return bytes(
        yaml.dump(tree, Dumper=yaml.CSafeDumper, encoding="utf-8", allow_unicode=True, default_flow_style=flow)
    )


def shrink_json(content: bytes, fails: Callable[[bytes], bool], *, seconds: float) -> bytes:
    """A JSON document without whatever values can go while it still fails; any other content as it is."""
    try:
        tree = json.loads(content)
    except (ValueError, RecursionError):
        return content
    end = time.monotonic() + seconds
    paths = iter(_paths(tree)[1:])
    while (path := next(paths, None)) is not None and time.monotonic() < end:
        smaller = _without(tree, path)
        if fails(text := json.dumps(smaller).encode()):
            tree, content, paths = smaller, text, iter(_paths(smaller)[1:])
    return content


def _changed(random: Random, trees: Sequence[Any]) -> Any:
    """One of the trees with changes; pieces of the others may come in."""
    tree = random.choice(trees)
    for _ in range(random.choice((1, 1, 2, 3))):
        paths = list(_paths(tree))
        path = random.choice(paths)
        pieces = [_at(tree, random.choice(paths)), random.choice(trees)]
        tree = random.choice(_TREE_CHANGES)(random, tree, path, pieces)
    return tree


def _paths(tree: Any, above: Path = ()) -> list[Path]:
    """Where each value of a tree is."""
    paths = [above]
    inside = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for step, value in inside:
        paths += _paths(value, (*above, step))
    return paths


def _at(tree: Any, path: Path) -> Any:
    for step in path:
        tree = tree[step]
    return tree


def _with(tree: Any, path: Path, change: Callable[[Any], Any]) -> Any:
    """The tree with the value at a path changed."""
    if not path:
        return change(tree)
    step = path[0]
    items = tree.items() if isinstance(tree, dict) else enumerate(tree)
    changed = {key: _with(value, path[1:], change) if key == step else value for key, value in items}
    return changed if isinstance(tree, dict) else list(changed.values())


def _put_value(random: Random, tree: Any, path: Path, pieces: Sequence[Any]) -> Any:
    return _with(tree, path, lambda value: random.choice(_VALUES))


def _put_piece(random: Random, tree: Any, path: Path, pieces: Sequence[Any]) -> Any:
    return _with(tree, path, lambda value: random.choice(pieces))


def _wrap(random: Random, tree: Any, path: Path, pieces: Sequence[Any]) -> Any:
    return _with(tree, path, lambda value: random.choice(([value], {"a": value}, [value] * random.choice((2, 300)))))


def _shift_number(random: Random, tree: Any, path: Path, pieces: Sequence[Any]) -> Any:
    factor = random.choice((100, 0.01, -1, 1e12))

    def shifted(value: Any) -> Any:
        """The number times the factor; as it is where it has too many digits for a float, or is none."""
        try:
            return value * factor if type(value) in (int, float) else value
        except OverflowError:
            return value

    return _with(tree, path, shifted)


def _remove(random: Random, tree: Any, path: Path, pieces: Sequence[Any]) -> Any:
    return _without(tree, path) if path else tree


def _without(tree: Any, path: Path) -> Any:
    """The tree without the value at a path."""

    def removed(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: inner for key, inner in value.items() if key != path[-1]}
        return [inner for place, inner in enumerate(value) if place != path[-1]]

    return _with(tree, path[:-1], removed)


def _rename(random: Random, tree: Any, path: Path, pieces: Sequence[Any]) -> Any:
    keys = [str(step) for path in _paths(tree) for step in path[-1:]]
    name = random.choice((*keys, random.choice(TOKENS)))

    def renamed(value: Any) -> Any:
        if isinstance(value, dict):
            return {name if key == path[-1] else key: inner for key, inner in value.items()}
        return [*value, *value[:1]]

    return _with(tree, path[:-1], renamed) if path else tree


_TREE_CHANGES = (*(_put_value,) * 4, *(_put_piece,) * 2, _wrap, _shift_number, _remove, *(_rename,) * 2)

_HEADINGS = (
    *(
        "Model",
        "Average",
        "Rank",
        "#",
        "",
        "Params (B)",
        "hellaswag",
        "ARC (25-shot)",
        "acc_stderr",
        "Cost ($)",
        "Metric",
    ),
    *("Tasks", "Value", "Stderr", "Elo", "MT-Bench", "Unnamed: 0", "모델", "평균 ⬆️", "URL", "Date", "Unit", "Shots"),
)
_CELLS = (
    *TOKENS,
    "0.5",
    "50",
    "0,75",
    "1.234,5",
    "50 %",
    "70.1 ± 0.4",
    "70.1±0.4",
    "**70**",
    "[70](x)",
    "1 234",
    "70/100",
)

Rows = list[list[str]]


def mutate_table(random: Random, seeds: Sequence[bytes]) -> bytes:
    """A table of separated values with cells, rows or columns changed; now and then broken bytes."""
    if random.random() < 0.25:
        return mutate_bytes(random, seeds)
    rows, delimiter = _read(random.choice(seeds))
    for _ in range(random.choice((1, 1, 2, 3))):
        random.choice(_ROW_CHANGES)(random, rows)
    text = io.StringIO(newline="")
    delimiter = random.choice((delimiter,) * 8 + (",", ";", "\t"))
    csv.writer(text, delimiter=delimiter, lineterminator=random.choice(("\n", "\n", "\r\n"))).writerows(rows)
    return text.getvalue().encode("utf-8", "surrogatepass")


def mutate_markdown(random: Random, seeds: Sequence[bytes]) -> bytes:
    """The same of a table in Markdown."""
    if random.random() < 0.25:
        return mutate_bytes(random, seeds)
    lines = random.choice(seeds).decode().splitlines()
    rows = [line.strip().strip("|").split("|") for line in lines if "|" in line] or [["a", "b"]]
    for _ in range(random.choice((1, 1, 2, 3))):
        random.choice(_ROW_CHANGES)(random, rows)
    return "".join(f"| {' | '.join(row)} |\n" for row in rows).encode("utf-8", "surrogatepass")


def _read(content: bytes) -> tuple[Rows, str]:
    text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)), delimiter


def _change_cell(random: Random, rows: Rows) -> None:
    row = random.choice(rows)
    if row:
        row[random.randrange(len(row))] = random.choice(_CELLS)


def _change_column(random: Random, rows: Rows) -> None:
    column, cell = random.randrange(max(map(len, rows)) or 1), random.choice(_CELLS)
    for row in rows[1:]:
        row[column : column + 1] = [cell]


def _change_heading(random: Random, rows: Rows) -> None:
    if rows[0]:
        rows[0][random.randrange(len(rows[0]))] = random.choice((*_HEADINGS, random.choice(TOKENS)))


def _copy_row(random: Random, rows: Rows) -> None:
    rows.insert(random.randrange(len(rows) + 1), list(random.choice(rows)))


def _copy_column(random: Random, rows: Rows) -> None:
    column = random.randrange(max(map(len, rows)) or 1)
    for row in rows:
        row.extend(row[column : column + 1])


def _remove_row(random: Random, rows: Rows) -> None:
    if len(rows) > 1:
        del rows[random.randrange(len(rows))]


def _remove_column(random: Random, rows: Rows) -> None:
    column = random.randrange(max(map(len, rows)) or 1)
    for row in rows:
        del row[column : column + 1]


def _shuffle(random: Random, rows: Rows) -> None:
    random.shuffle(rows)


def _turn(random: Random, rows: Rows) -> None:
    """Models across."""
    width = max(map(len, rows))
    whole = [row + [""] * (width - len(row)) for row in rows]
    rows[:] = [list(column) for column in zip(*whole, strict=True)] or rows


_ROW_CHANGES = (
    *(_change_cell,) * 5,
    *(_change_column,) * 2,
    *(_change_heading,) * 3,
    _copy_row,
    _copy_column,
    _remove_row,
    _remove_column,
    _shuffle,
    _turn,
)
