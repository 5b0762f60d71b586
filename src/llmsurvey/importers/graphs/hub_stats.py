"""A dump of the models of the Hugging Face hub, a row a repository, in Parquet, CSV or lines of JSON.

Columns are those of the dumps that are published (`cfahlgren1/hub-stats`, `librarian-bots/model_cards_with_metadata`):
an id, an author, tags (`license:mit`, `base_model:finetune:ORG/NAME`, `dataset:NAME`), and, where they are there, the
front matter of the card, the parameters, whether access is gated, and when the repository was made. Rows come one after
the other; no file is held in memory as a whole.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from llmsurvey.errors import Fault, RegistryError, reason_of
from llmsurvey.importers.graphs import Draft, DraftSize, Named, Progress
from llmsurvey.importers.graphs.date_words import read_date
from llmsurvey.inputs import remember_input
from llmsurvey.messages import Message, say
from llmsurvey.records.quantities import short_count

Row = Mapping[str, Any]

RELATIONS = {"finetune": "finetuned", "adapter": "adapter", "merge": "merge", "quantized": "quantised"}
"""The hub's words for how a model was made from another."""

_COLUMNS = {
    "id": ("id", "modelId", "model_id", "repo_id"),
    "author": ("author",),
    "created": ("createdAt", "created_at", "created"),
    "tags": ("tags",),
    "gated": ("gated",),
    "card": ("cardData", "card_data"),
    "base_models": ("baseModels", "base_models"),
    "safetensors": ("safetensors",),
    "gguf": ("gguf",),
    "license": ("license",),
}
"""What each column is called in one dump or another."""

_PACKED = ("I8", "U8", "I16", "U16", "I32", "U32")
"""Types of whole numbers: each may hold several parameters, or be a mask that is none."""

_MOST_PACKED = 0.01
"""So much of the weights may be of these types without a word on the parameters being wrong."""

_FIRST_DAY = "2022-03-02"
"""The day that the hub gives to all repositories that are older."""

_MOST = 100_000
"""More models than a registry file can hold."""

_BATCH = 1_000
_LONGEST_LINE = 64 * 2**20
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")
_HUB_ID = re.compile(r"[^\s/:]+/[^\s/:]+|[^\s/:]+")


class TooManyModelsError(RegistryError):
    """A dump holds more models than a layer of the registry can."""


def read(paths: Sequence[Path], faults: list[Fault], progress: Progress, most: int | None = _MOST) -> Iterator[Draft]:
    """Yield a draft for each row, and add what looks wrong to `faults`; `progress` gets the rows read, and all.

    Raises RegistryError for a file that isn't of its kind or has no column of ids, and TooManyModelsError for one that
    holds more than `most` models.
    """
    for path in paths:
        rows = _rows_of(path, progress, most)
        for number, row in rows:
            if most is not None and number > most:
                raise _too_many(path, most)
            if (draft := _draft_of(str(path), number, row, faults)) is not None:
                yield draft


def _too_many(path: Path, most: int) -> TooManyModelsError:
    message = say("holds more than {most:,} models, too many for a layer", most=most)
    return TooManyModelsError([Fault(str(path), 0, 0, message)])


def _rows_of(path: Path, progress: Progress, most: int | None) -> Iterator[tuple[int, Row]]:
    """Return the rows of a file, each with its number from 1, or the line of a text."""
    suffix = path.suffix.casefold()
    try:
        if path.is_dir() or suffix not in (*_READERS, ".parquet"):
            raise _error(path, 0, say("is no dump of the hub. Name a file that ends in .parquet, .csv or .jsonl"))
        remember_input(path)
        if suffix == ".parquet":
            yield from _rows_of_parquet(path, progress, most)
        else:
            yield from _READERS[suffix](path, progress)
    except OSError as error:
        raise _error(path, 0, say("can't be read: {reason}", reason=reason_of(error))) from None


def _error(path: Path, line: int, message: Message) -> RegistryError:
    return RegistryError([Fault(str(path), line, 0, message)])


def _rows_of_parquet(path: Path, progress: Progress, most: int | None) -> Iterator[tuple[int, Row]]:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(path) as file:
            total = file.metadata.num_rows
            if most is not None and total > most:
                raise _too_many(path, most)
            names = _known_names(path, file.schema_arrow.names)
            number = 0
            for batch in file.iter_batches(_BATCH, columns=list(names.values())):
                columns = {name: batch.column(column).to_pylist() for name, column in names.items()}
                for row in zip(*columns.values(), strict=True):
                    number += 1
                    yield number, dict(zip(columns, row, strict=True))
                progress(number, total)
    except pa.ArrowException as error:
        raise _error(path, 0, say("is no Parquet: {problem}", problem=str(error).splitlines()[0])) from None


def _rows_of_csv(path: Path, progress: Progress) -> Iterator[tuple[int, Row]]:
    import csv

    size = path.stat().st_size
    with path.open("rb") as content, _long_cells():
        reader = csv.reader(TextIOWrapper(content, "utf-8-sig", newline=""))
        try:
            names = _known_names(path, next(reader, []))
            headings = _heading_of(path)
            places = {name: headings.index(column) for name, column in names.items()}
            for row in reader:
                if row:
                    yield (
                        reader.line_num,
                        {name: row[place] if place < len(row) else None for name, place in places.items()},
                    )
                progress(content.tell(), size)
        except (csv.Error, UnicodeDecodeError) as error:
            raise _error(path, reader.line_num + 1, say("is no CSV in UTF-8: {problem}", problem=str(error))) from None


@contextmanager
def _long_cells() -> Iterator[None]:
    """Let cells be as long as a line may be, for as long as a dump is read: the limit is one for the whole process."""
    import csv

    usual = csv.field_size_limit(_LONGEST_LINE)
    try:
        yield
    finally:
        csv.field_size_limit(usual)


def _heading_of(path: Path) -> list[str]:
    import csv

    with path.open(encoding="utf-8-sig", newline="", errors="replace") as file:
        return next(csv.reader(file), [])


def _rows_of_lines(path: Path, progress: Progress) -> Iterator[tuple[int, Row]]:
    size, done = path.stat().st_size, 0
    with path.open("rb") as file:
        for number, line in enumerate(iter(lambda: file.readline(_LONGEST_LINE), b""), 1):
            done += len(line)
            if line.strip():
                try:
                    content = json.loads(line)
                except (ValueError, RecursionError):
                    raise _error(path, number, say("is no line of JSON")) from None
                if not isinstance(content, dict):
                    raise _error(path, number, say("is no object of JSON"))
                names = _known_names(path, list(content), number)
                yield number, {name: content[column] for name, column in names.items()}
            progress(done, size)


_READERS = {
    ".csv": _rows_of_csv,
    ".jsonl": _rows_of_lines,
    ".ndjson": _rows_of_lines,
}


def _known_names(path: Path, columns: Sequence[str], line: int = 0) -> dict[str, str]:
    """Return the column of each fact that a dump has. Raises RegistryError where none holds the id."""
    names = {
        name: next(spelling for spelling in spellings if spelling in columns)
        for name, spellings in _COLUMNS.items()
        if any(spelling in columns for spelling in spellings)
    }
    if "id" not in names:
        raise _error(path, line, say("has no column of ids. Call it `id` or `modelId`"))
    return names


def _draft_of(file: str, number: int, row: Row, faults: list[Fault]) -> Draft | None:
    identity = row.get("id")
    if not isinstance(identity, str) or not _HUB_ID.fullmatch(identity.strip()):
        faults.append(Fault(file, number, 0, say('"{id}" is no id of the hub: left out', id=identity), True))
        return None
    identity = identity.strip()
    tags, card = _list_of(row.get("tags")), _mapping_of(row.get("card"))
    created = read_date(str(row.get("created") or ""))
    author = row.get("author") or identity.partition("/")[0] if "/" in identity else row.get("author")
    return Draft(
        kind="model",
        name=identity,
        file=file,
        line=number,
        developers=(str(author),) if author else (),
        released=None if created == _FIRST_DAY else created,
        dates_release=False,
        access=_access_of(row.get("gated")),
        licence=_licence_of(row, tags, card),
        languages=(),
        sizes=_sizes_of(identity, row),
        bases=tuple(dict.fromkeys((*_bases_of(row, tags, card), *_data_of(tags, card)))),
        says=(
            *_uncounted(row),
            *(["released: the day on which the repository was made"] if created and created != _FIRST_DAY else []),
            *(f"{name}: {card[name]}" for name in ("license_name", "license_link") if card.get(name)),
        ),
    )


def _access_of(gated: object) -> str | None:
    """Return whether weights can be had at once, or on request; None where the dump doesn't say."""
    if gated is None or gated == "":
        return None
    return "open" if gated in (False, "False", "false", 0, "0") else "limited"


def _licence_of(row: Row, tags: Iterable[str], card: Mapping[str, Any]) -> str | None:
    """Return the licence in the hub's words; where these are `other`, the name that the card gives it.

    Several are returned as one text, which means none of them: which one binds isn't said.
    """
    tagged = [tag.partition(":")[2] for tag in tags if tag.startswith("license:")]
    stated = row.get("license") or card.get("license")
    words = list(dict.fromkeys(word for word in tagged or _list_of(stated) if word))
    name = card.get("license_name")
    if words in ([], ["other"]) and isinstance(name, str) and name:
        return name
    return ", ".join(words) or None


def _sizes_of(identity: str, row: Row) -> tuple[DraftSize, ...]:
    if any(True for _ in _uncounted(row)):
        return ()
    for field in ("safetensors", "gguf"):
        total = _mapping_of(row.get(field)).get("total")
        if isinstance(total, (int, float)) and not isinstance(total, bool) and 0 < total < 10**15:
            return (DraftSize(short_count(int(total)), int(total), identity),)
    return ()


def _uncounted(row: Row) -> Iterator[str]:
    """Yield what a dump says of weights of which it doesn't tell the parameters: packed ones, or a wrong sum."""
    weights = _mapping_of(row.get("safetensors"))
    by_type = {
        name: count
        for name, count in _mapping_of(weights.get("parameters")).items()
        if isinstance(count, int) and count > 0
    }
    packed, numbers, total = sum(by_type.get(name, 0) for name in _PACKED), sum(by_type.values()), weights.get("total")
    is_wrong = isinstance(total, int) and total < numbers * (1 - _MOST_PACKED)
    if packed > numbers * _MOST_PACKED or is_wrong:
        yield "safetensors: " + ", ".join(f"{count} {name}" for name, count in by_type.items())


def _bases_of(row: Row, tags: Iterable[str], card: Mapping[str, Any]) -> Iterator[Named]:
    """Yield what a model was made from: by the tags, which the hub makes of the card, else by the other columns.

    The card has the names of its time. Where it names as many as the tags do they are the same, renamed since.
    """
    relations: dict[str, str] = {}
    for tag in tags:
        if tag.startswith("base_model:"):
            relation, _, name = tag.removeprefix("base_model:").rpartition(":")
            if name and (relation or name not in relations):
                relations[name] = RELATIONS.get(relation, "unstated")
    stated = _mapping_of(row.get("base_models"))
    for model in stated.get("models") or ():
        base = model.get("id") if isinstance(model, Mapping) else model
        if isinstance(base, str) and base:
            relations.setdefault(base, RELATIONS.get(str(stated.get("relation")), "unstated"))
    written = dict.fromkeys(_list_of(card.get("base_model")))
    for name in written if len(written) > len(relations) else ():
        relations.setdefault(name, RELATIONS.get(str(card.get("base_model_relation")), "unstated"))
    yield from (Named(name, relation) for name, relation in relations.items())


def _data_of(tags: Iterable[str], card: Mapping[str, Any]) -> Iterator[Named]:
    tagged = [tag.removeprefix("dataset:") for tag in tags if tag.startswith("dataset:")]
    yield from (Named(name, "data") for name in dict.fromkeys((*tagged, *_list_of(card.get("datasets")))) if name)


def _list_of(value: object) -> list[str]:
    """Return a list of texts: as it is, or written in a cell as JSON or as Python writes it; of a text alone itself."""
    if isinstance(value, str) and value.startswith("["):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return ["".join(parts) for parts in _QUOTED.findall(str(value))]
    if isinstance(value, (list, tuple)):
        return [item for item in value if isinstance(item, str)]
    return [value] if isinstance(value, str) and value else []


def _mapping_of(value: object) -> Mapping[str, Any]:
    """Return a mapping: as it is, or written in a cell as JSON."""
    if isinstance(value, str) and value.startswith("{"):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return {}
    return value if isinstance(value, Mapping) else {}
