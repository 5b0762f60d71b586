"""All records of a run, by id and by name."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import field
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from llmsurvey.errors import AmbiguousNameError, UnknownNameError, UnregisteredLicenceError
from llmsurvey.messages import say
from llmsurvey.records import Benchmark, Dataset, Licence, Model, Organisation, Reference, Score, Size
from llmsurvey.records.record import Record
from llmsurvey.registry.hub_licences import hub_word
from llmsurvey.registry.licence_names import LicenceNames, versions_of
from llmsurvey.registry.names import Index, loose_form, strict_form
from llmsurvey.registry.sourced import unsourced_records

_LONGEST_NAME = 1_000
"""A name of more characters than this isn't looked for in two halves."""

WHOLE = -1
"""Stands for a model as a whole where the number of one of its sizes might."""

_MOST_IDENTIFIED = 20_000
"""So many names are remembered with what was found by them."""

Named = TypeVar("Named", Model, Dataset, Licence, Benchmark, Organisation)


class Identity(NamedTuple):
    """A model, and a size of it with all its facts where the name, or the model having but one, says which."""

    model: Model
    size: Size | None


class Registry(Record):
    """Models, datasets, licences, benchmarks and organisations, as the layers of a run give them.

    `scores` are those that layers add to the built-in boards. `origins` says which layer a field is from
    (`model/llama/licence`), or a record that isn't built in (`model/mine`); `overruled` is what the built-in catalogue
    says of such a field. `surveyed` are the ids of the models that the survey names, and of the models that these were
    made from. `unsourced` are the records (`model/llama`) with a fact that no source states, None where nobody has
    looked. What is worked out from all models (`cached_property`) may have been kept with them, so that most questions
    read few of them (`kept/`).
    """

    models: Sequence[Model] = ()
    datasets: tuple[Dataset, ...] = ()
    licences: tuple[Licence, ...] = ()
    benchmarks: tuple[Benchmark, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    scores: tuple[Score, ...] = ()
    origins: Mapping[str, str] = field(default_factory=dict)
    overruled: dict[str, str] = field(default_factory=dict)
    surveyed: tuple[str, ...] = ()
    unsourced: Sequence[str] | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the fields alone: what was kept beside them reads a file."""
        fields = self.stated() | {"models": tuple(self.models), "origins": dict(self.origins)}
        if self.unsourced is not None:
            fields["unsourced"] = tuple(self.unsourced)
        return type(self).of_fields, (fields,)

    @cached_property
    def amended(self) -> Set[str]:
        """The records (`model/llama`) of which a field is from another layer than the built-in one."""
        return frozenset("/".join(address.split("/", 2)[:2]) for address in self.origins)

    def layer_of(self, record: str, field: str) -> str | None:
        """Return the layer that a field of a record (`model/llama`) is from; None for the built-in catalogue."""
        return self.origins.get(f"{record}/{field}") or self.origins.get(record)

    @cached_property
    def changed(self) -> Set[str]:
        """The records of which a layer changes a field that one below it has given, or left out."""
        return frozenset("/".join(address.split("/", 2)[:2]) for address in self.origins if address.count("/") > 1)

    @cached_property
    def told(self) -> Set[str]:
        """The records with anything that isn't a sourced fact of the catalogue, of which answers tell who says it."""
        return self.amended | self.without_source

    @cached_property
    def without_source(self) -> Set[str]:
        """The records that have a fact which no source states."""
        if self.unsourced is None:
            return frozenset(unsourced_records(self.models, self.datasets, self.licences))
        return frozenset(self.unsourced)

    @cached_property
    def model_by_id(self) -> Mapping[str, Model]:
        """Models by id."""
        return {model.id: model for model in self.models}

    @cached_property
    def dataset_by_id(self) -> Mapping[str, Dataset]:
        """Datasets by id."""
        return {dataset.id: dataset for dataset in self.datasets}

    @cached_property
    def licence_by_id(self) -> Mapping[str, Licence]:
        """Licences by id."""
        return {licence.id: licence for licence in self.licences}

    @cached_property
    def benchmark_by_id(self) -> Mapping[str, Benchmark]:
        """Benchmarks by id."""
        return {benchmark.id: benchmark for benchmark in self.benchmarks}

    @cached_property
    def organisation_by_id(self) -> Mapping[str, Organisation]:
        """Organisations by id."""
        return {organisation.id: organisation for organisation in self.organisations}

    def resolve_model(self, name: str) -> tuple[Model, Size | None]:
        """Return the model of that id, name, alias or hub repository, and the size where one is named.

        `KULLM@12.8B-v2` names a size; so do `KULLM 12.8B v2` and its hub repository. Case, full width, the composition
        of Hangul, spaces and hyphens don't matter.

        Raises UnknownNameError or AmbiguousNameError (both with candidates).
        """
        name = unicodedata.normalize("NFKC", name)
        head, at, tail = name.rpartition("@")
        if at and not self._models_called(name):
            model, _ = self._resolve_without_size(head)
            size = model.size(tail) or next(
                (sibling for sibling in model.sizes if loose_form(sibling.name) == loose_form(tail) != ""), None
            )
            if size is None:
                kind = say("size of {model}", model=model.name)
                raise UnknownNameError(kind, tail, [sibling.name for sibling in model.sizes])
            return model, size
        return self._resolve_without_size(name)

    def _models_called(self, name: str) -> dict[str, tuple[Model, Size | None]]:
        """Return every model and size that answers to a name, by address; where both do, the size and not the model."""
        if model := self.model_by_id.get(strict_form(name)):
            return {model.id: (model, None)}
        named = self.named_models.get(name) or self._sizes_named(name)
        sizes = {address: entry for address, entry in named.items() if entry[1] is not None}
        one_model = len({model.id for model, _ in named.values()}) == 1
        return sizes if one_model and len(sizes) == 1 else named

    def _resolve_without_size(self, name: str) -> tuple[Model, Size | None]:
        candidates = self._models_called(name)
        if len(candidates) > 1:
            raise AmbiguousNameError(name, sorted(candidates))
        if not candidates:
            names = ((spelling, model.id) for model in self.models for spelling in (model.name, *model.aliases))
            raise UnknownNameError("model", name, _suggest_names(name, names))
        return next(iter(candidates.values()))

    def meant_by(self, reference: Reference) -> tuple[Model, tuple[Size, ...]]:
        """Return the model that a reference names, and the size that it names, else all, each with all its facts."""
        model = self.model_by_id[reference.model]
        size = model.size(reference.size) if reference.size else None
        return model, (model.complete(size),) if size else tuple(model.each_size())

    def names_of_models(self) -> list[str]:
        """Return every name and alias of a model, for completion."""
        return [name for model in self.models for name in (model.name, *model.aliases)]

    def find_model(self, name: str) -> tuple[Model, Size | None] | None:
        """Return what `resolve_model` does, but None where no model, or more than one, answers to the name."""
        candidates = self._models_called(name)
        return next(iter(candidates.values())) if len(candidates) == 1 else None

    def identify(self, name: str) -> Identity | None:
        """Return what `find_model` does, with the size's facts complete."""
        if name in self._identified:
            return self._identified[name]
        match = self.find_model(name)
        identity = None if match is None else _complete(*match)
        if len(self._identified) < _MOST_IDENTIFIED:
            self._identified[name] = identity
        return identity

    @cached_property
    def _identified(self) -> dict[str, Identity | None]:
        """What was found by a name before: the entries of a board have the same names on every day."""
        return {}

    @cached_property
    def named_models(self) -> Index[tuple[Model, Size | None]]:
        """Each name that a model or a size answers to, with the address of what it means."""
        return Index.of((name, *self.meant_at(number, place)) for name, number, place in spellings_of(self.models))

    def meant_at(self, number: int, place: int) -> tuple[str, tuple[Model, Size | None]]:
        """Return the address of the model of a number and, but for WHOLE, of its size at a place, and both."""
        model = self.models[number]
        if place == WHOLE:
            return model.id, (model, None)
        return f"{model.id}@{model.sizes[place].name}", (model, model.sizes[place])

    @cached_property
    def used_by(self) -> Mapping[str, Sequence[int]]:
        """The numbers of the models that name each record (`model/llama`, `dataset/pile`) as what they come from."""
        users: dict[str, dict[int, None]] = {}
        for number, model in enumerate(self.models):
            for size in model.each_size():
                for link in size.foundations or ():
                    users.setdefault(f"model/{link.model}", {})[number] = None
                for dataset in size.datasets or ():
                    users.setdefault(f"dataset/{dataset}", {})[number] = None
        return {record: list(numbers) for record, numbers in users.items()}

    def _sizes_named(self, name: str) -> dict[str, tuple[Model, Size | None]]:
        """Return the sizes that answer to their model's name and their own in one: `llama-65b`, or loosely `LLaMA 65B`.

        The name is cut in two wherever it may be, for a model may have as many names as it has sizes.
        """
        if len(name) > _LONGEST_NAME:
            return {}
        ways = ((strict_form, "-", self.named_models.strictly), (loose_form, "", self.named_models.loosely))
        for key, separator, names in ways:
            wanted = key(name)
            if wanted[:2] not in self.first_characters and wanted[:1] not in self.first_characters:
                continue  # most names on a board are of no model that is known
            sizes: dict[str, tuple[Model, Size | None]] = {}
            for cut in range(1, len(wanted)):
                if wanted.startswith(separator, cut) and wanted[:cut] in names:
                    rest = wanted[cut + len(separator) :]
                    for model in _whole(names.at(wanted[:cut])):
                        for size in self._sizes_spelled(model, rest):
                            if key(size.name) == rest:
                                sizes[f"{model.id}@{size.name}"] = (model, size)
            if sizes:
                return sizes
        return {}

    @cached_property
    def first_characters(self) -> Set[str]:
        """The first two characters of each name that anything answers to, as it is written and loosely."""
        return {name[:2] for names in (self.named_models.strictly, self.named_models.loosely) for name in names}

    @cached_property
    def loose_names(self) -> frozenset[str]:
        """The loose form of every name that a model or a size answers to: what has another one, nothing answers to."""
        sizes = {model.id: [loose_form(size.name) for size in model.sizes] for model in self.models}
        names = self.named_models.loosely
        halves = (name + size for name in names for model in _whole(names.at(name)) for size in sizes[model.id])
        return frozenset((*names, *halves))

    def _sizes_spelled(self, model: Model, spelling: str) -> Sequence[Size]:
        """Return the sizes of a model whose own name has that form, as it is written or loosely."""
        if model.id not in self._size_names:
            sizes: dict[str, list[Size]] = {}
            for size in model.sizes:
                for form in {strict_form(size.name), loose_form(size.name)}:
                    sizes.setdefault(form, []).append(size)
            self._size_names[model.id] = sizes
        return self._size_names[model.id].get(spelling, ())

    @cached_property
    def _size_names(self) -> dict[str, dict[str, list[Size]]]:
        """The sizes of each model that was asked about, by the forms of their own names."""
        return {}

    def resolve_licence(self, name: str) -> Licence:
        """Return the licence of that id, name, alias or SPDX identifier.

        Raises UnknownNameError or AmbiguousNameError, and for a word of the hub's that none has its
        UnregisteredLicenceError.
        """
        if name in self.licence_by_id:
            return self.licence_by_id[name]
        names = self.licence_names
        ids = names.answering(name)
        if len(ids) > 1:
            raise AmbiguousNameError(name, sorted(ids))
        if not ids:
            problem = hub_word(name)
            if problem:
                raise UnregisteredLicenceError(problem)
            raise UnknownNameError("licence", name, names.alike(name) or names.named_in_part(name))
        return self.licence_by_id[ids[0]]

    def licences_named(self, name: str) -> tuple[Licence, ...]:
        """Return the licence of a name, and its versions where the name is that of all of them (`GPL`) and no id.

        Raises what `resolve_licence` raises.
        """
        licence = self.resolve_licence(name)
        versions = versions_of(licence.id, self.licence_by_id) if name != licence.id else []
        return (licence, *(self.licence_by_id[version] for version in versions))

    @cached_property
    def licence_names(self) -> LicenceNames:
        """What licences answer to."""
        return LicenceNames((name, licence.id) for licence in self.licences for name in _spellings_of(licence))

    def resolve_benchmark(self, name: str) -> Benchmark:
        """Return the benchmark of that id, name or alias. Raises UnknownNameError or AmbiguousNameError."""
        return _resolve_record("benchmark", name, self.benchmarks)

    def find_benchmark(self, name: str) -> Benchmark | None:
        """Return what `resolve_benchmark` does, but None where no benchmark, or more than one, answers to the name."""
        candidates = self._benchmark_names.get(name)
        return next(iter(candidates.values())) if len(candidates) == 1 else None

    @cached_property
    def _benchmark_names(self) -> Index[Benchmark]:
        """Each name that a benchmark answers to."""
        return Index.of(
            (name, benchmark.id, benchmark) for benchmark in self.benchmarks for name in _spellings_of(benchmark)
        )

    def resolve_dataset(self, name: str) -> Dataset:
        """Return the dataset of that id, name or alias. Raises UnknownNameError or AmbiguousNameError."""
        return _resolve_record("dataset", name, self.datasets)

    def resolve_organisation(self, name: str) -> Organisation:
        """Return the organisation of that id, name or alias. Raises UnknownNameError or AmbiguousNameError."""
        return _resolve_record("organisation", name, self.organisations)

    def makers_called(self, name: str) -> tuple[Organisation, ...]:
        """Return the organisations that go by the name of a developer or creator: mostly one."""
        if name not in self._makers_called:
            beginnings = [name[:end] for end, character in enumerate(name) if character == " "]
            named = self._makers_by_name.get(name, []), *map(self._makers_by_beginning.get, beginnings)
            places = sorted({place for some in named for place in some or ()})
            self._makers_called[name] = tuple(self.organisations[place] for place in places)
        return self._makers_called[name]

    @cached_property
    def _makers_called(self) -> dict[str, tuple[Organisation, ...]]:
        """What `makers_called` returned before."""
        return {}

    @cached_property
    def _makers_by_name(self) -> dict[str, list[int]]:
        """The places of organisations by each of their names."""
        return _places_by_name((maker.name, *maker.aliases) for maker in self.organisations)

    @cached_property
    def _makers_by_beginning(self) -> dict[str, list[int]]:
        """The places of organisations by the name with which those of their parts begin."""
        return _places_by_name((maker.name,) for maker in self.organisations)

    def find_organisation(self, name: str) -> Organisation | None:
        """Return what `resolve_organisation` does, but None where none, or more than one, answers to the name."""
        candidates = self._organisation_names.get(name)
        return next(iter(candidates.values())) if len(candidates) == 1 else None

    @cached_property
    def _organisation_names(self) -> Index[Organisation]:
        """Each name that an organisation answers to."""
        return Index.of((name, maker.id, maker) for maker in self.organisations for name in _spellings_of(maker))


def spellings_of(models: Iterable[Model]) -> Iterator[tuple[str, int, int]]:
    """Yield each name that a model or a size answers to, with the model's number and the size's place, or WHOLE."""
    for number, model in enumerate(models):
        yield from ((name, number, WHOLE) for name in (model.id, model.name, *model.aliases))
        for place, size in enumerate(model.sizes):
            yield from ((name, number, place) for name in (size.hub, *size.aliases) if name)


def _whole(named: Mapping[str, tuple[Model, Size | None]]) -> list[Model]:
    """Return the models that answer to a name themselves, and not by one of their sizes."""
    return [model for model, size in named.values() if size is None]


def _places_by_name(names: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    """Return the places of several things by each of their names."""
    places: dict[str, list[int]] = {}
    for place, spellings in enumerate(names):
        for name in spellings:
            places.setdefault(name, []).append(place)
    return places


def _complete(model: Model, size: Size | None) -> Identity:
    if size is not None:
        return Identity(model, model.complete(size))
    sizes = list(model.each_size())
    return Identity(model, sizes[0] if len(sizes) == 1 else None)


def _spellings_of(record: Model | Dataset | Licence | Benchmark | Organisation) -> list[str]:
    spdx = [record.spdx] if isinstance(record, Licence) and record.spdx else []
    return [record.id, record.name, *record.aliases, *spdx]


def _resolve_record(kind: str, name: str, records: Iterable[Named]) -> Named:
    names: list[tuple[str, str, Named]] = []
    for record in records:
        names += [(spelling, record.id, record) for spelling in _spellings_of(record)]
    candidates = Index.of(names).get(name)
    if len(candidates) > 1:
        raise AmbiguousNameError(name, sorted(candidates))
    if not candidates:
        raise UnknownNameError(
            kind, name, _suggest_names(name, ((spelling, address) for spelling, address, _ in names))
        )
    return next(iter(candidates.values()))


def _suggest_names(name: str, names: Iterable[tuple[str, str]]) -> list[str]:
    """Return up to three names like it, each of another record, for two of one record would be one answer twice."""
    from llmsurvey.registry.nearest_names import nearest_names

    address_of = dict(names)
    best: dict[str, str] = {}
    for spelling in nearest_names(name, list(address_of), limit=len(address_of)):
        best.setdefault(address_of[spelling], spelling)
    return list(best.values())[:3]
