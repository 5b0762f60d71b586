"""Brings the catalogues up to date with the program: `make messages`.

What the program says is collected from its source (`say`, `counted`, `mark`), from its commands (help texts), from the
columns of its tables and from its vocabularies. `ko.po` is what a translator edits: new messages come in empty, those
that the program no longer says go out. It is compiled to the form that gettext reads at run time.
"""

from __future__ import annotations

import ast
import datetime
import errno
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_type_hints

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from typer.main import get_command

from llmsurvey.answers.bom_checklist import Asked, State
from llmsurvey.answers.check import Passing
from llmsurvey.answers.check_dossier import Part
from llmsurvey.answers.check_verdict import Rule
from llmsurvey.answers.compare_scores import LANGUAGES as LANGUAGES_OF_BENCHMARKS
from llmsurvey.answers.config import Origin
from llmsurvey.answers.diff import EVENTS
from llmsurvey.answers.facets import FACETS
from llmsurvey.answers.frontier import Cost
from llmsurvey.answers.import_bom import Disagreement
from llmsurvey.answers.logged_questions import Remark
from llmsurvey.answers.searched_texts import SearchKind
from llmsurvey.answers.stats import OPEN_SIZE, Grouping
from llmsurvey.answers.validate import Severity
from llmsurvey.boards.methods import METHODS
from llmsurvey.cli.app import app
from llmsurvey.cli.commands import COMMANDS
from llmsurvey.cli.parameters import HELP
from llmsurvey.importers.scales import UNITS
from llmsurvey.lineage.rules import Permission
from llmsurvey.lineage.words import FROM, INTO
from llmsurvey.logs.paired_estimates import JUDGEMENTS, WAYS
from llmsurvey.memory.bytes import LayerKind
from llmsurvey.messages import DOMAIN, FOLDER, LANGUAGES
from llmsurvey.records import (
    EVERY_VERDICT,
    Benchmark,
    ConditionKind,
    Dataset,
    Derivation,
    Licence,
    Model,
    Score,
    Shape,
    Size,
)
from llmsurvey.records.dataset import Rights
from llmsurvey.records.erratum import ErratumKind
from llmsurvey.records.licence import FieldOfUse, UseKind
from llmsurvey.records.model import Access, Kind
from llmsurvey.records.publication import PublicationType
from llmsurvey.records.record import names_of_fields
from llmsurvey.records.unresolved import Relation
from llmsurvey.registry.merge import KINDS
from llmsurvey.survey.claims.claim import Outcome

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "llmsurvey"

_KEYWORDS = {"say": None, "counted": (1, 2), "mark": None, "note": (2,)}

_PYDANTIC = (
    "input should be a valid integer",
    "input should be a valid integer, unable to parse string as an integer",
    "input should be a valid integer, got a number with a fractional part",
    "input should be a valid number",
    "input should be a valid number, unable to parse string as a number",
    "input should be a finite number",
    "input should be greater than 0",
    "input should be greater than or equal to 0",
    "input should be less than or equal to 100",
    "input should be a valid dictionary or instance of Source",
)
"""What pydantic says of values that have no sentence of the program's own."""

_SYSTEM = (
    errno.ENOENT,
    errno.EACCES,
    errno.EPERM,
    errno.EISDIR,
    errno.ENOTDIR,
    errno.EEXIST,
    errno.ENOSPC,
    errno.EROFS,
    errno.ENAMETOOLONG,
    errno.ELOOP,
    errno.EBADF,
    errno.EFBIG,
    errno.EDQUOT,
    errno.EIO,
    errno.EINVAL,
    errno.EBUSY,
    errno.ENXIO,
    errno.ENOMEM,
)
"""Why a file can't be read or written."""


_DATE = datetime.datetime(2023, 7, 27, tzinfo=datetime.UTC)
"""What stands in a compiled catalogue, which must have some date."""


def collected() -> Catalog:
    """Everything that the program says, without translations."""
    catalogue = Catalog(project="llmsurvey", charset="utf-8")
    for file, _, message, _, context in extract_from_dir(
        SOURCE, method_map=[("**.py", "python")], keywords=_KEYWORDS, strip_comment_tags=True
    ):
        catalogue.add(message, locations=[(file, 0)], context=context)
    for kind, text in _words():
        catalogue.add(text, context=kind)
    return catalogue


def _words() -> Iterator[tuple[str, str]]:
    """Every word of a vocabulary, heading and help text, with the kind that it is looked up by."""
    yield from (("verdict", verdict) for verdict in (*EVERY_VERDICT, "earlier", "contradiction", "conflict", "caveat"))
    yield from (("claim", outcome) for outcome in get_args(Outcome))
    yield from (("fits", answer) for answer in ("yes", "no", "unknown"))
    yield from (("origin", origin) for origin in get_args(Origin))
    yield from (("severity", severity) for severity in get_args(Severity))
    yield from (("asked", asked) for asked in get_args(Asked))
    yield from (("state", state) for state in get_args(State))
    yield from (("disagreement", answer) for answer in get_args(Disagreement))
    yield from (("passes", passing) for passing in get_args(Passing))
    yield from (("rule", rule) for rule in get_args(Rule))
    yield from (("part", part) for part in get_args(Part))
    yield from (("answer", answer) for answer in ("yes", "no"))
    yield from (("right", answer) for answer in ("yes", "no"))
    yield from (("method", method) for method in METHODS)
    yield from (("event", event) for event in (*EVENTS, "back", "measured otherwise"))
    yield from (("cost", cost) for cost in get_args(Cost))
    yield from (("apart", answer) for answer in ("yes", "no"))
    yield from (("remark", remark) for remark in get_args(Remark))
    yield from (("pairing", pairing) for pairing in ("paired", "unpaired"))
    yield from (("test", way) for way in WAYS)
    yield from (("equivalence", judgement) for judgement in JUDGEMENTS)
    yield from (("column", method) for method in METHODS)
    yield from (("kind", kind) for kind in (*get_args(Kind), "architecture"))
    yield from (("publication", kind) for kind in get_args(PublicationType))
    yield from (("grouping", name) for name in get_args(Grouping))
    yield from (("facet", name) for name in FACETS)
    yield from (("access", access) for access in get_args(Access))
    yield from (("rights", rights) for rights in get_args(Rights))
    yield from (("condition", kind) for kind in get_args(ConditionKind))
    yield from (("erratum", kind) for kind in get_args(ErratumKind))
    yield from (("architecture", text) for text in _choices(Model, "architecture"))
    yield from (("licence kind", text) for text in get_args(get_type_hints(Licence)["kind"]))
    yield from (("use", use) for use in get_args(UseKind))
    yield from (("field", field) for field in get_args(FieldOfUse))
    yield from (("permission", permission) for permission in get_args(Permission))
    yield from (("layers", kind) for kind in get_args(LayerKind))
    yield from (("unit", text) for text in (*get_args(get_type_hints(Benchmark)["unit"]), *UNITS))
    yield from (("relation", text) for text in (*get_args(Relation), "data"))
    yield from (("relation", text) for text in get_args(get_type_hints(Derivation)["relation"]))
    yield from (("lineage", text) for text in (*FROM.values(), *INTO.values()))
    yield from (("language", text) for text in LANGUAGES_OF_BENCHMARKS.values())
    yield from (
        ("record", kind)
        for kind in (
            *KINDS.values(),
            "foundation",
            OPEN_SIZE,
            *literals("UnknownNameError", "known", "check_is_one_of"),
        )
    )
    yield from (("record", kind) for kind in get_args(SearchKind))
    yield from (("column", name) for name in (*literals("Column", "ShowEntry"), *_fields()))
    yield from (("problem", text) for text in _PYDANTIC)
    yield from (("reason", os.strerror(number).lower()) for number in _SYSTEM)
    yield "reason", "closed"
    yield from (("panel", entry.panel) for entry in COMMANDS.values())
    yield from _help()


def _choices(record: Any, field: str) -> tuple[str, ...]:
    """The values that a field of a record may have."""
    annotation = get_type_hints(record)[field]
    return tuple(choice for part in get_args(annotation) for choice in get_args(part))


def _fields() -> list[str]:
    """The names of the facts of all records, which `show` and `export` have as columns."""
    records = (Model, Size, Shape, Dataset, Licence, Benchmark, Score)
    return [name for record in records for name in names_of_fields(record)]


def literals(*functions: str) -> list[str]:
    """The first argument of every call of these functions that is written out in the source."""
    names: dict[str, None] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in functions:
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    names[first.value] = None
    return list(names)


def _help() -> Iterator[tuple[str, str]]:
    """The help text of every command, option and argument, and the panels of the options."""
    group: Any = get_command(app)
    yield "help", group.help
    yield "help", HELP.help
    with group.make_context(DOMAIN, [], resilient_parsing=True) as context:
        for name in COMMANDS:
            command = group.get_command(context, name)
            yield "help", command.help
            for parameter in command.get_params(context):
                if parameter.help:
                    yield "help", parameter.help
                if panel := getattr(parameter, "rich_help_panel", None):
                    yield "panel", panel
        for parameter in group.get_params(context):
            if parameter.help:
                yield "help", parameter.help


def merged(language: str) -> Catalog:
    """The catalogue of a language with what the program says now: known translations kept, no guesses."""
    path = ROOT / "translations" / f"{language}.po"
    template = collected()
    catalogue = Catalog(locale=language, project="llmsurvey", charset="utf-8", fuzzy=False)
    if path.exists():
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def as_po(catalogue: Catalog) -> bytes:
    """What a translator edits, the same for the same catalogue: sorted, without line numbers or dates."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=110, sort_output=True, no_location=True, omit_header=False, ignore_obsolete=True)
    stamps = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By', b'"Last-Translator', b'"Language-Team')
    lines = [line for line in buffer.getvalue().splitlines(keepends=True) if not line.startswith(stamps)]
    start = next(place for place, line in enumerate(lines) if line.startswith(b"msgid"))
    return b"".join(lines[start:])


def as_mo(po: bytes, language: str) -> bytes:
    """What gettext reads at run time, the same for the same catalogue."""
    catalogue = read_po(io.BytesIO(po), locale=language)
    catalogue.creation_date = catalogue.revision_date = _DATE
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def compiled(language: str) -> Path:
    """Where the compiled catalogue of a language is."""
    return FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.mo"


def main() -> None:
    """Write every catalogue anew, and tell how much of it is translated."""
    for language in LANGUAGES[1:]:
        catalogue = merged(language)
        po = as_po(catalogue)
        (ROOT / "translations" / f"{language}.po").write_bytes(po)
        compiled(language).parent.mkdir(parents=True, exist_ok=True)
        compiled(language).write_bytes(as_mo(po, language))
        missing = [message for message in catalogue if message.id and not is_translated(message)]
        sys.stdout.write(f"{language}: {len(catalogue)} messages, {len(missing)} without a translation\n")


def is_translated(message: Message) -> bool:
    """Whether a message is said in the language of its catalogue, in every plural form."""
    return all(message.string) if isinstance(message.string, (tuple, list)) else bool(message.string)


if __name__ == "__main__":
    main()
