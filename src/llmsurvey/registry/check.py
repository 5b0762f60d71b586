"""What a registry may hold, and had better not: warnings for whoever edits it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from operator import itemgetter
from typing import Any

from llmsurvey.errors import Fault
from llmsurvey.messages import Message, Word, list_names, say
from llmsurvey.records import Dataset, Foundation, Licence, Model, Size
from llmsurvey.records.dates import first_day, last_day
from llmsurvey.records.quantities import parse_count
from llmsurvey.records.record import names_of_fields
from llmsurvey.registry.compile import Compiled
from llmsurvey.registry.names import loose_form
from llmsurvey.registry.references import explain_shared_repository, shared_repositories
from llmsurvey.registry.source_addresses import fault_of_address
from llmsurvey.registry.sourced import SIZE_SOURCED, SOURCED, has_source

_NUMBER = re.compile(r"(?<![\d.v])([0-9]{1,12}(?:\.[0-9]{1,12})?)\s*([MBT])(?![a-z])", re.IGNORECASE)
_SECTION = re.compile(
    r"\b(?:section|clause|article|paragraph)s? ?\(?[0-9]|\u00a7|\uc81c ?[0-9]+ ?\uc870", re.IGNORECASE
)
"""A part of a licence as it is cited: section 2, article 5, a paragraph sign, or as Korean texts count them."""

_STATE = re.compile(r"/[0-9a-f]{7,40}/|web\.archive\.org/web/[0-9]|[?&]revision=")
"""What an address of a text at a certain time has: a commit, or a day of the archive."""

_MANY = 5
"""More sizes than this with one fault are told in one warning."""

_TOLERANCE = 0.25
"""A size called 30B may have 32.5 thousand million parameters, and not 40."""


def find_warnings(compiled: Compiled) -> Iterator[Fault]:
    """Yield warnings of facts without a source, odd addresses, and dates, data and names that others contradict."""
    registry = compiled.registry
    by_id: dict[str, Mapping[str, Any]] = {
        "model": registry.model_by_id,
        "dataset": registry.dataset_by_id,
        "licence": registry.licence_by_id,
        "benchmark": registry.benchmark_by_id,
        "organisation": registry.organisation_by_id,
    }
    for (kind, name), node in compiled.nodes.items():
        record = by_id[kind][name]
        for field in SOURCED[kind]:
            if (
                field in node.value
                and getattr(record, field) not in (None, (), "unknown")
                and not has_source(record, field)
            ):
                yield compiled.fault(
                    kind, name, (field,), _message_without_source(field, _name_record(kind, name)), warning=True
                )
        yield from _warn_of_unknown_supports(compiled, kind, record)
        yield from _warn_of_statements_about_nothing(compiled, kind, record)
        yield from _warn_of_odd_addresses(compiled, kind, record)
        if isinstance(record, Model):
            for index, size in enumerate(record.sizes):
                yield from _warn_of_size(compiled, record, size, index)
            yield from _warn_of_early_dates(compiled, record)
            yield from _warn_of_inherited_facts(compiled, record)
        if isinstance(record, Licence):
            yield from _warn_of_sections_without_a_version(compiled, record)
    yield from _warn_of_shared_names(compiled)
    for _, hub, owner, place in shared_repositories(compiled.nodes):
        yield hub.fault(explain_shared_repository(hub, owner, place), warning=True)


def _warn_of_unknown_supports(compiled: Compiled, kind: str, record: Any) -> Iterator[Fault]:
    """Yield a warning for what a source claims to support and the record hasn't as a field."""
    fields = set(names_of_fields(record))
    if isinstance(record, Model):
        fields |= {f"sizes.{field}" for field in names_of_fields(Size)}
        fields |= {f"@{size.name}.{field}" for size in record.sizes for field in names_of_fields(Size)}
    for index, source in enumerate(record.sources):
        for number, name in enumerate(source.supports):
            if name not in fields:
                message = say(
                    'a source of {record} supports "{name}", which is no field of it. Correct it',
                    record=_name_record(kind, record.id),
                    name=name,
                )
                yield compiled.fault(kind, record.id, ("sources", index, "supports", number), message, warning=True)


def _warn_of_statements_about_nothing(compiled: Compiled, kind: str, record: Any) -> Iterator[Fault]:
    """Yield a warning for what is said otherwise of a field that the record hasn't, or of a size."""
    fields = {*names_of_fields(record), *(names_of_fields(Size) if isinstance(record, Model) else ())}
    for index, statement in enumerate(getattr(record, "otherwise", ())):
        has_size = statement.size is None or (isinstance(record, Model) and record.size(statement.size) is not None)
        if statement.field not in fields or not has_size:
            message = say(
                'what is said otherwise of {record} is about "{name}", which is no field of it. Correct it',
                record=_name_record(kind, record.id),
                name=f"@{statement.size}.{statement.field}" if statement.size else statement.field,
            )
            yield compiled.fault(kind, record.id, ("otherwise", index), message, warning=True)


def _warn_of_odd_addresses(compiled: Compiled, kind: str, record: Any) -> Iterator[Fault]:
    """Yield a warning for every source whose address isn't that of the page that was read."""
    for index, source in enumerate(record.sources):
        if fault := fault_of_address(source.url):
            message = say("a source of {record} {fault}", record=_name_record(kind, record.id), fault=fault)
            yield compiled.fault(kind, record.id, ("sources", index, "url"), message, warning=True)


def _warn_of_sections_without_a_version(compiled: Compiled, licence: Licence) -> Iterator[Fault]:
    """Yield a warning for conditions that cite a section of a licence, though nothing says of which version of it.

    That is a number in its name, its date, or the address of a source that names a state of the text.
    """
    names_version = licence.released or re.search(r"[0-9]|no version", f"{licence.id} {licence.name}")
    if names_version or any(_STATE.search(source.url) for source in licence.sources):
        return
    for index, condition in enumerate(licence.conditions):
        if _SECTION.search(condition.text):
            message = say(
                'a condition of {record} cites a section, but nothing says of which version. Give it "released", '
                "or the address of the text as it was read",
                record=_name_record("licence", licence.id),
            )
            yield compiled.fault("licence", licence.id, ("conditions", index, "text"), message, warning=True)


def _warn_of_shared_names(compiled: Compiled) -> Iterator[Fault]:
    """Yield a warning for a name that two models (or licences, organisations) share, so that neither answers to it."""
    owners: dict[tuple[str, str], str] = {}
    models = [("model", model.id, model.name, model.aliases) for model in compiled.registry.models]
    licences = [("licence", licence.id, licence.name, licence.aliases) for licence in compiled.registry.licences]
    organisations = [("organisation", maker.id, maker.name, maker.aliases) for maker in compiled.registry.organisations]
    for kind, address, name, aliases in (*models, *licences, *organisations):
        for field, spelling in (("name", name), *(("aliases", alias) for alias in aliases)):
            owner = owners.setdefault((kind, loose_form(spelling)), address)
            if owner != address:
                message = say(
                    '"{spelling}" of "{model}" is a name of "{owner}" too. Rename one of them',
                    spelling=spelling,
                    model=address,
                    owner=owner,
                )
                yield compiled.fault(kind, address, (field,), message, warning=True)


def _name_record(kind: str, name: str) -> Message:
    """Return a record as it is called in a fault: `model "llama"`."""
    return say('{kind} "{name}"', kind=Word("record", kind), name=name)


def _name_size(model: Model, size: Size) -> Message:
    """Return a size as it is called in a fault: `size "7B" of "llama"`."""
    return say('size "{size}" of "{model}"', size=size.name, model=model.id)


def _message_without_source(field: str, owner: Message) -> Message:
    return say('"{field}" of {owner} has no source. Name one that supports it', field=field, owner=owner)


def _warn_of_size(compiled: Compiled, model: Model, size: Size, index: int) -> Iterator[Fault]:
    path: tuple[str | int, ...] = ("sizes", index)
    where = _name_size(model, size)
    for field in SIZE_SOURCED:
        if getattr(size, field) not in (None, ()) and not model.sources_for(field, size):
            yield compiled.fault("model", model.id, (*path, field), _message_without_source(field, where), warning=True)
    match = _NUMBER.search(size.name)
    if match and size.parameters and not _agrees_with_name(match[1], match[2], size.parameters):
        message = say(
            "{size} has {parameters:,} parameters, which its name contradicts. Correct one of them",
            size=where,
            parameters=size.parameters,
        )
        yield compiled.fault("model", model.id, (*path, "parameters"), message, warning=True)


def _warn_of_early_dates(compiled: Compiled, model: Model) -> Iterator[Fault]:
    """Yield warnings for sizes that are dated before what they are made from.

    Sizes share the foundations of their model, so these are looked at once for all of them, by date.
    """
    sharing: dict[int, list[int]] = {}
    complete = [model.complete(size) for size in model.sizes]
    for index, size in enumerate(complete):
        if size.released and size.foundations:
            sharing.setdefault(id(size.foundations), []).append(index)
    for indexes in sharing.values():
        dated = sorted((last_day(complete[index].released or ""), index) for index in indexes)
        has_own = model.sizes[indexes[0]].foundations is not None
        path: tuple[str | int, ...] = ("sizes", indexes[0]) if has_own else ()
        for number, link in enumerate(complete[indexes[0]].foundations or ()):
            released = _release_of_base(compiled.registry.model_by_id[link.model], link)
            number_early = bisect_left(dated, first_day(released), key=itemgetter(0)) if released else 0
            early = [complete[index] for _, index in dated[:number_early]]
            for message in _messages_of_early_dates(model, early, str(link), released):
                yield compiled.fault("model", model.id, (*path, "foundations", number), message, warning=True)


def _warn_of_inherited_facts(compiled: Compiled, model: Model) -> Iterator[Fault]:
    """Yield warnings for sizes that take a date or data from their model which their own facts contradict."""
    data_by_id = compiled.registry.dataset_by_id
    for index, size in enumerate(model.sizes):
        late = [
            data_by_id[name]
            for name in (size.datasets or () if size.released is None and model.released else ())
            if last_day(model.released or "") < first_day(data_by_id[name].released or "0")
        ]
        for data in late:
            message = say(
                "{size} takes its date {released} from its model, before its data {dataset} ({later}). "
                "Give it a date of its own",
                size=_name_size(model, size),
                released=model.released,
                dataset=data.id,
                later=data.released,
            )
            yield compiled.fault("model", model.id, ("sizes", index, "datasets"), message, warning=True)
        for data in _data_in_other_languages(model, size, data_by_id):
            message = say(
                "{size} takes its data from its model, but {dataset} is in none of its languages ({languages}). "
                "Give it data of its own, or none",
                size=_name_size(model, size),
                dataset=data.id,
                languages=", ".join(size.languages or ()),
            )
            yield compiled.fault("model", model.id, ("sizes", index, "languages"), message, warning=True)


def _data_in_other_languages(model: Model, size: Size, data_by_id: Mapping[str, Dataset]) -> list[Dataset]:
    """Return the data that a size with languages of its own takes from its model, and that have none of these."""
    if not size.languages or size.datasets is not None:
        return []
    inherited = [data_by_id[name] for name in model.datasets]
    return [data for data in inherited if data.languages and not set(data.languages) & set(size.languages)]


def _release_of_base(base: Model, link: Foundation) -> str | None:
    size = base.size(link.size) if link.size else None
    return base.complete(size).released if size else base.released


def _messages_of_early_dates(model: Model, sizes: list[Size], base: str, released: str | None) -> Iterator[Message]:
    """Yield what is said of sizes that are dated before a foundation: of each, or of many in one sentence."""
    if len(sizes) > _MANY:
        yield say(
            '{number:,} sizes of "{model}" ({sizes}) are dated before their foundation {base} ({earlier}). '
            "Correct the dates",
            number=len(sizes),
            model=model.id,
            base=base,
            earlier=released,
            sizes=list_names([size.name for size in sizes], _MANY),
        )
        return
    for size in sizes:
        yield say(
            "{size} is dated {released}, before its foundation {base} ({earlier}). Correct one of them",
            size=_name_size(model, size),
            released=size.released,
            base=base,
            earlier=released,
        )


def _agrees_with_name(number: str, unit: str, parameters: int) -> bool:
    """Whether parameters agree with the number in a name: nearly, or cut to whole units (2.7B called `2B`)."""
    try:
        named, unit_size = parse_count(f"{number}{unit}"), parse_count(f"1{unit}")
    except ValueError:  # 0B, 1.0001M, 9999999T: a number that no model has says nothing
        return True
    nearly = 1 - _TOLERANCE <= parameters / named <= 1 + _TOLERANCE
    return nearly or ("." not in number and named <= parameters < named + unit_size)
