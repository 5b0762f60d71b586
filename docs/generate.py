"""Writes what the documentation takes from the program: the reference, pictures, and the output of every example."""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import yaml

from llmsurvey.answers.columns import ColumnEntry, ColumnsQuestion, explain_columns
from llmsurvey.answers.database import every_table
from llmsurvey.answers.forms import FORMS
from llmsurvey.answers.schema import find_schema
from llmsurvey.cli.app import DescribedCommand, load_command
from llmsurvey.cli.columns import columns_of
from llmsurvey.cli.commands import COMMANDS
from llmsurvey.cli.hints import as_typed
from llmsurvey.records import (
    Benchmark,
    Condition,
    Dataset,
    Derivation,
    Foundation,
    Licence,
    LicencePeriod,
    Model,
    Organisation,
    Reference,
    Score,
    Shape,
    Size,
    Source,
)
from llmsurvey.records.bilingual import Bilingual, Prose
from llmsurvey.records.board import BoardRecord, Snapshot
from llmsurvey.records.dates import parse_date
from llmsurvey.records.erratum import Erratum
from llmsurvey.records.hardware import Gpu, Precision
from llmsurvey.records.milestone import Milestone
from llmsurvey.records.printed_table import PrintedColumn, PrintedModel, PrintedRow, PrintedTable
from llmsurvey.records.publication import Citation, Publication
from llmsurvey.records.quantities import parse_count
from llmsurvey.records.reading import Reading
from llmsurvey.records.record import Record, is_required
from llmsurvey.records.rules import ReadBy

sys.path.insert(0, str(Path(__file__).parent.parent))
from docs.examples import acting_in, pages, refreshed
from docs.gallery import FOLDER as PICTURES
from docs.gallery import make_pictures
from docs.interface import python_page as describe_interface
from docs.notebook import notebooks, refreshed_notebook

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "docs" / "reference"
_MADE = "<!-- Made by `make docs` from the program itself: edit the program, not this page. -->\n"


def commands_page() -> str:
    """Every command with its help, arguments, options and columns, as the program has them."""
    parts = ["# Commands\n", _MADE, _COMMANDS_INTRO]
    for name, entry in COMMANDS.items():
        if not entry.is_hidden:
            parts.append("\n".join(_command(name, load_command(name), entry.examples)))
    return "\n".join(parts)


_COMMANDS_INTRO = """
Exit codes: 0 answered; 1 the data or the machine is at fault; 2 the request is; 130 interrupted by Ctrl-C; 141 the
reader of the output went away. Errors are one line on standard error. `--license` works wherever `--licence` does.

Columns that people see unless they choose are bold. A column holds the same in every command that has it; `--columns
help` says what. The JSON Schema of each command's answer is in `schemas/`, and `llmsurvey schema COMMAND` writes it.

Environment: `LLMSURVEY_REGISTRY` names files or folders to lay over the catalogue, separated as in `PATH`;
`LLMSURVEY_LANG` is the language (`en`, `ko`), after `--lang` and before the locale; `NO_COLOR` turns colour off.
Defaults stand in `llmsurvey/config.toml` in the configuration folder (`XDG_CONFIG_HOME`), or in the file that
`LLMSURVEY_CONFIG` names ([set your defaults](../how-to/set-your-defaults.md)). The user's own registry files are read
from `llmsurvey/registry/` in that folder, and compiled registries are kept in `llmsurvey/` in the cache folder
(`XDG_CACHE_HOME`), from where they can be deleted at any time.
Imported boards and logs are kept in `llmsurvey/boards/` and `llmsurvey/logs/` in the data folder (`XDG_DATA_HOME`);
`LLMSURVEY_LOGS` names another folder of logs. Imported models are a layer in `llmsurvey/registry/imports/` in the
configuration folder.
"""


def _command(name: str, command: DescribedCommand, examples: Sequence[str]) -> Iterator[str]:
    yield f"## {name}\n"
    yield f"{command.text}\n"
    yield "\n".join(["```sh", *examples, "```\n"])
    arguments = [parameter for parameter in command.parameters if not parameter.flags]
    options = [parameter for parameter in command.parameters if parameter.flags and not parameter.is_hidden]
    if arguments:
        yield "| argument | meaning |\n| --- | --- |"
        for argument in arguments:
            yield f"| `{argument.metavar}` | {_cell(argument.help)} |"
        yield ""
    yield "| option | meaning |\n| --- | --- |"
    for option in options:
        names = ", ".join(f"`{flag}`" for flag in (*option.flags, *option.opposites))
        values = f" One of {', '.join(f'`{choice}`' for choice in option.choices)}." if option.choices else ""
        yield f"| {names}{' ...' if option.is_repeatable else ''} | {_cell(option.help)}{values} |"
    yield ""
    if any(option.is_repeatable for option in options):
        yield "Options with ... may be given more than once.\n"
    if columns_of(name):
        yield from _columns(explain_columns(ColumnsQuestion(command=name)).entries)


def _columns(entries: Sequence[ColumnEntry]) -> Iterator[str]:
    """What each column holds, in a table for each option that asks for others; what people see stands in bold."""
    for option, group in groupby(entries, key=lambda entry: entry.option):
        yield "Columns:\n" if option is None else f"With `{as_typed(option)}`:\n"
        yield "| column | holds | unit |\n| --- | --- | --- |"
        for entry in group:
            column = f"**`{entry.column}`**" if entry.shown else f"`{entry.column}`"
            yield f"| {column} | {_cell(entry.meaning)} | {entry.unit or ''} |"
        yield ""


def write_schemas(folder: Path) -> None:
    """Write the JSON Schema of every command's answer, a file each, and leave no other file there."""
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.json"):
        old.unlink()
    for name in FORMS:
        content = json.dumps(find_schema(name), indent=2, ensure_ascii=False)
        (folder / f"{name}.json").write_text(f"{content}\n", encoding="utf-8")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def registry_page() -> str:
    """Every record and field of a registry file, from the records' own definitions."""
    parts = ["# Registry files\n", _MADE, _REGISTRY_INTRO]
    records = (
        *(Model, Size, Shape, Foundation, LicencePeriod, Source, Dataset, Derivation, Reference),
        *(Licence, Condition, Benchmark, Organisation, Score),
    )
    return "\n".join([*parts, *_records(records)])


def built_in_page() -> str:
    """Every record and field of the built-in files that aren't part of the registry."""
    records = (
        Erratum,
        PrintedTable,
        PrintedColumn,
        PrintedRow,
        PrintedModel,
        Milestone,
        Publication,
        Citation,
        Reading,
        Bilingual,
        Precision,
        Gpu,
        BoardRecord,
        Snapshot,
    )
    return "\n".join(["# Files of the survey, of hardware and of boards\n", _MADE, _BUILT_IN_INTRO, *_records(records)])


def _records(records: Sequence[type[Record]]) -> Iterator[str]:
    for record in records:
        yield from (f"## {record.__name__}\n", f"{_paragraphs(record.__doc__ or '')}\n", *_fields(record), "")


def columns_page() -> str:
    """Every column of every answer with its meaning, its unit and the commands that have it: the data's dictionary."""
    commands: dict[ColumnEntry, list[str]] = {}
    for name, entry in COMMANDS.items():
        if not entry.is_hidden and columns_of(name):
            for column in explain_columns(ColumnsQuestion(command=name)).entries:
                known = commands.setdefault(column._replace(option=None, shown=False, heading=column.column), [])
                known.extend([name] if name not in known else [])
    rows = [
        f"| `{column.column}` | {_cell(column.meaning)} | {column.unit or ''} | {', '.join(names)} |"
        for column, names in sorted(commands.items())
    ]
    heading = "| column | holds | unit | commands |\n| --- | --- | --- | --- |"
    return "\n".join(["# Columns\n", _MADE, _COLUMNS_INTRO, heading, *rows, ""])


_COLUMNS_INTRO = """
What the columns of answers hold. A name means the same in every command that has it: in `--columns`, `--sort` and
`--where`, as a heading of CSV, Parquet and Excel, as a key of JSON and YAML, and as a field of an entry in Python. What
is unknown is empty there (`null` in JSON), never a guess. The fields of the registry itself are in
[registry files](registry.md).
"""


def llms_text() -> str:
    """What programs that read the documentation for people should know: its pages in the order of the navigation."""
    settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    sections: dict[str, list[str]] = {}
    for entry in settings["nav"]:
        ((section, pages_of),) = entry.items()
        own = "Start" if isinstance(pages_of, str) else section
        for page in [pages_of] if isinstance(pages_of, str) else pages_of:
            path = page if isinstance(page, str) else next(iter(page.values()))
            sections.setdefault(own, []).append(_link_to(path))
    parts = [f"# {settings['site_name']}\n\n> {settings['site_description']}.\n", _LLMS_INTRO]
    return "\n".join([*parts, *(f"## {name}\n\n{''.join(links)}" for name, links in sections.items())])


_LLMS_INTRO = """\
Answers are computed offline from a registry in which every fact has a source; what no source says is unknown, and never
counts as no or yes. Agents ask it by `llmsurvey mcp` (Model Context Protocol), or by the commands with `--format json`.
"""


def _link_to(path: str) -> str:
    """Return a line with the title, the address and the first sentence of a page."""
    text = (ROOT / "docs" / path).read_text(encoding="utf-8")
    title, _, rest = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL).partition("\n")
    paragraphs = (" ".join(block.split()) for block in rest.split("\n\n"))
    first = next(block for block in paragraphs if block and not re.match(r"[<#|>\-!]", block))
    sentence = re.split(r"(?<=[.?])\s", re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", first))[0]
    address = re.sub(r"(index)?\.md$", "", path).rstrip("/")
    return f"- [{title.removeprefix('# ')}]({address or '.'}/): {sentence}\n"


def database_page() -> str:
    """Every table of the database that `export --format sqlite` writes, with its fields and keys."""
    parts = ["# The database\n", _MADE, _DATABASE_INTRO]
    for table in every_table():
        parts += [
            f"## {table.name}\n",
            f"A row is {table.meaning}.\n",
            "| field | type | holds | leads to |",
            "| --- | --- | --- | --- |",
        ]
        links = {name: link for link in table.references for name in link.fields if len(link.fields) == 1}
        for field in table.fields:
            link = links.get(field.name)
            to = f"[`{link.table}`](#{link.table})" if link else ""
            marks = ", ".join(mark for mark in ("key" if field.is_key else "", to) if mark)
            parts.append(f"| `{field.name}` | {field.kind} | {_cell(field.meaning)} | {marks} |")
        parts += [
            f"\n{_listed(link.fields)} lead to {_listed(link.targets)} of [`{link.table}`](#{link.table})."
            for link in table.references
            if len(link.fields) > 1
        ]
        parts.append("")
    return "\n".join(parts)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


_DATABASE_INTRO = """
`llmsurvey export catalogue.sqlite` writes the whole catalogue, and all boards with it, as one SQLite file. Every
reference holds (`PRAGMA foreign_key_check` finds nothing), and the schema itself says what each field holds. What isn't
known is NULL.
"""


def python_page() -> str:
    """Every method, answer and error of the Python interface, from its docstrings."""
    return str(describe_interface(_MADE))


_BUILT_IN_INTRO = """
`data/survey/` holds what is known of the survey: `errata.yaml`, `tables.yaml`, `history.yaml`,
`publications.yaml`, `citations.yaml` and `readings.yaml`. `data/hardware/` holds `precisions.yaml` and `gpus.yaml`,
`data/boards/` a file about each board. They are read like the registry and checked like it, but users don't lay files
over them.
"""


_REGISTRY_INTRO = """
A registry file is YAML (JSON too) in UTF-8 with one or more of the lists `models`, `datasets`, `licences`,
`benchmarks`, `organisations` and `scores`. An entry with a new `id` adds a record; one with a known `id` amends it: its
fields replace the ones below, its sizes amend those of the same name, its sources are added. `llmsurvey schema` writes
the JSON Schema, with which editors complete and check a file; `llmsurvey validate` checks one.

A text for people is text in one language, or in both: `{en: ..., ko: ...}`.

Dates are `2023`, `2023-05` or `2023-05-30`, as precise as their source. Counts are `7B`, `7e9`, `1.4T` or `6738415616`.
"""


def _fields(record: type[Record]) -> Iterator[str]:
    yield "| field | holds | needed |\n| --- | --- | --- |"
    types = get_type_hints(record, include_extras=True)
    for field in record.__dataclass_fields__.values():
        yield f"| `{field.name}` | {_cell(_in_words(types[field.name]))} | {'required' if is_required(field) else ''} |"


_WORDS = {
    "str": "text",
    "int": "whole number",
    "float": "number",
    "Decimal": "number",
    "bool": "true or false",
    "dict": "mapping of text",
}


_READ_BY = {parse_date: "date", parse_count: "count"}


def _in_words(annotation: Any, metadata: Sequence[Any] = ()) -> str:
    """A type in words: what a list holds, what a text may be."""
    for rule in metadata:
        if isinstance(rule, ReadBy) and rule.read in _READ_BY:
            return _READ_BY[rule.read]
    origin, arguments = get_origin(annotation), [each for each in get_args(annotation) if each is not NoneType]
    if origin is Annotated:
        return _in_words(arguments[0], arguments[1:])
    if origin is Literal:
        return " or ".join(f"`{choice}`" for choice in arguments)
    if origin is tuple:
        return f"list of {_in_words(arguments[0])}"
    if annotation is Prose:
        return "text for people"
    if origin in (Union, UnionType):
        return _in_words(arguments[0])
    name = getattr(origin or annotation, "__name__", str(annotation))
    return _WORDS.get(name, name)


def _paragraphs(doc: str) -> str:
    return "\n".join(line.strip() for line in doc.strip().splitlines())


def main() -> None:
    """Write the generated pages, then the outputs on every page, then the pictures."""
    (REFERENCE / "commands.md").write_text(commands_page(), encoding="utf-8")
    (REFERENCE / "registry.md").write_text(registry_page(), encoding="utf-8")
    (REFERENCE / "built-in.md").write_text(built_in_page(), encoding="utf-8")
    (REFERENCE / "database.md").write_text(database_page(), encoding="utf-8")
    (REFERENCE / "python.md").write_text(python_page(), encoding="utf-8")
    (REFERENCE / "columns.md").write_text(columns_page(), encoding="utf-8")
    write_schemas(REFERENCE / "schemas")
    for notebook in notebooks(ROOT):
        with tempfile.TemporaryDirectory() as folder, acting_in(Path(folder)):
            content = refreshed_notebook(notebook.read_text(encoding="utf-8"))
        notebook.write_text(content, encoding="utf-8")
    for page in pages(ROOT):
        with tempfile.TemporaryDirectory() as folder:
            page.write_text(refreshed(page.read_text(encoding="utf-8"), Path(folder)), encoding="utf-8")
    make_pictures(PICTURES)
    (ROOT / "docs" / "llms.txt").write_text(llms_text(), encoding="utf-8")


if __name__ == "__main__":
    main()
