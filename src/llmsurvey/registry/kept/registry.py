"""A registry into a file of parts, and out of it: what others work out from all models, this one has kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from llmsurvey.records import Model, Size
from llmsurvey.registry import cache
from llmsurvey.registry.kept.mappings import KeptMapping, parts_by_hash
from llmsurvey.registry.kept.parts import DamagedError, KeptParts, open_parts, pack_parts
from llmsurvey.registry.kept.sequences import KeptSequence, parts_of
from llmsurvey.registry.names import Index, forms_of
from llmsurvey.registry.registry import WHOLE, Registry, spellings_of

Item = TypeVar("Item")

_KIND = "registry"
"""The kind of what is kept here, in the names of files."""


class Standing(NamedTuple):
    """Which layers a record and its fields are from, by the fields' paths, and whether a source is lacking.

    The path of the record itself is empty; what the catalogue states is from no layer.
    """

    origins: dict[str, str]
    is_unsourced: bool


class _Extent(NamedTuple):
    """How much is kept apart; `first_characters` are those of the names that models answer to."""

    models: int
    unsourced: int | None
    first_characters: list[str]


def write_registry(key: str, registry: Registry) -> bytes:
    """Keep a registry under this key, and return what was kept; a folder that can't be written is no error."""
    content = pack_registry(key, registry)
    cache.write_content(key, content, _KIND)
    return content


def pack_registry(key: str, registry: Registry) -> bytes:
    """Return what is kept of a registry: its models and what is told of each apart from everything else."""
    from msgspec.json import encode

    spellings = list(spellings_of(registry.models))
    meant = [(number, place) for _, number, place in spellings]
    strict, loose = forms_of([name for name, _, _ in spellings])
    unsourced = registry.unsourced
    extent = _Extent(
        len(registry.models), None if unsourced is None else len(unsourced), sorted(registry.first_characters)
    )
    return pack_parts(
        key,
        {
            "rest": [cache.encode_record(registry.replace(models=(), origins={}, unsourced=None))],
            "extent": [encode(extent)],
            "models": list(parts_of(registry.models, cache.encode_records)),
            "unsourced": list(parts_of(unsourced or (), encode)),
            "strictly": parts_by_hash(_gather(strict, meant)),
            "loosely": parts_by_hash(_gather(loose, meant)),
            "standings": parts_by_hash(_standings_of(registry)),
            "used_by": parts_by_hash(registry.used_by),
        },
    )


def _gather(forms: Iterable[str], meant: Iterable[tuple[int, int]]) -> dict[str, list[tuple[int, int]]]:
    """Return all that has each form."""
    gathered: dict[str, list[tuple[int, int]]] = {}
    for form, model_and_size in zip(forms, meant, strict=True):
        gathered.setdefault(form, []).append(model_and_size)
    return gathered


def _standings_of(registry: Registry) -> dict[str, Standing]:
    # in order, for a set has another one in each run, and what is kept of a registry is always the same
    standings = {record: Standing({}, is_unsourced=True) for record in sorted(registry.without_source)}
    for address, layer in registry.origins.items():
        record, field = _split(address)
        standings.setdefault(record, Standing({}, is_unsourced=False)).origins[field] = layer
    return standings


def _split(address: str) -> tuple[str, str]:
    """Return the record (`model/llama`) that an address is of, and the path of the field; none of the record's own."""
    kind, _, rest = address.partition("/")
    identity, _, field = rest.partition("/")
    return f"{kind}/{identity}", field


def read_registry(key: str, renew: Callable[[], bytes] | None = None) -> Registry | None:
    """Return the registry that was kept under this key, or None.

    `renew` compiles it again, and returns what `write_registry` does: for a part that is damaged, which is seen only
    when it is read. Without it, and where that doesn't help, what is read then raises RegistryError.
    """
    path = cache.path_of(key, _KIND)
    try:
        parts = open_parts(key, path)
        if parts is None:
            return None
        registry = parts.decode_part("rest", 0, lambda part: cache.decode_record(part, Registry, path))
        extent = parts.decode_part("extent", 0, _decoder_of(_Extent))
    except DamagedError:
        return None
    parts.renew = renew
    return _with_kept(registry, extent, parts, path)


def _decoder_of(kind: Any) -> Callable[[memoryview], Any]:
    """Return what decodes JSON of a type. Raises ValueError for other JSON."""
    from msgspec.json import Decoder

    return Decoder(kind).decode


def _with_kept(rest: Registry, extent: _Extent, parts: KeptParts, path: Path) -> Registry:
    """Return a registry with what is kept apart: its fields, and what others work out of these."""
    models = KeptSequence(parts, "models", extent.models, cache.decoder_of_records(Model, path))
    standings = KeptMapping[Standing](parts, "standings", _decoder_of(dict[str, Standing]))
    registry = rest.replace(models=models, origins=_Origins(standings))
    if extent.unsourced is not None:
        unsourced = KeptSequence[str](parts, "unsourced", extent.unsourced, _decoder_of(list[str]))
        registry = registry.replace(unsourced=unsourced)
    decode_meant = _decoder_of(dict[str, list[tuple[int, int]]])
    strictly, loosely = (KeptMapping(parts, section, decode_meant) for section in ("strictly", "loosely"))
    worked_out = {
        "model_by_id": _ModelsById(models, strictly),
        "named_models": Index(_Named(strictly, registry), _Named(loosely, registry)),
        "first_characters": frozenset(extent.first_characters),
        "used_by": KeptMapping(parts, "used_by", _decoder_of(dict[str, list[int]])),
        "amended": _Records(standings, lambda standing: bool(standing.origins)),
        "changed": _Records(standings, lambda standing: any(standing.origins)),
        "without_source": _Records(standings, lambda standing: standing.is_unsourced),
        "told": _Records(standings, lambda _: True),
    }
    registry.__dict__.update(worked_out)  # where cached_property looks first
    return registry


class _Origins(Mapping[str, str]):
    """Which layer a field or a record is from, by its address."""

    def __init__(self, standings: KeptMapping[Standing]) -> None:
        self._standings = standings

    def __getitem__(self, address: str) -> str:
        record, field = _split(address)
        return self._standings[record].origins[field]

    def __iter__(self) -> Iterator[str]:
        for record, standing in self._standings.items():
            yield from (f"{record}/{field}" if field else record for field in standing.origins)

    def __len__(self) -> int:
        return sum(len(standing.origins) for standing in self._standings.values())


class _Records(Set[str]):
    """The records of which something is true, by their addresses."""

    def __init__(self, standings: KeptMapping[Standing], is_one: Callable[[Standing], bool]) -> None:
        self._standings, self._is_one = standings, is_one

    def __contains__(self, record: object) -> bool:
        standing = self._standings.get(record) if isinstance(record, str) else None
        return standing is not None and self._is_one(standing)

    def __iter__(self) -> Iterator[str]:
        return (record for record, standing in self._standings.items() if self._is_one(standing))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    @classmethod
    def _from_iterable(cls, records: Iterable[Item]) -> Set[Item]:
        """Return what `|`, `&` and `-` give, which is kept nowhere."""
        return frozenset(records)


class _ModelsById(Mapping[str, Model]):
    """Models by their ids, which are names of theirs."""

    def __init__(self, models: Sequence[Model], meant: KeptMapping[list[tuple[int, int]]]) -> None:
        self._models, self._meant = models, meant
        self._found: dict[str, Model] = {}

    def __getitem__(self, identity: str) -> Model:
        if identity not in self._found:
            named = (self._models[number] for number, place in self._meant.get(identity, ()) if place == WHOLE)
            model = next((model for model in named if model.id == identity), None)
            if model is None:
                raise KeyError(identity)
            self._found[identity] = model
        return self._found[identity]

    def __iter__(self) -> Iterator[str]:
        return (model.id for model in self._models)

    def __len__(self) -> int:
        return len(self._models)


class _Named:
    """The models and sizes that have each form of a name."""

    def __init__(self, meant: KeptMapping[list[tuple[int, int]]], registry: Registry) -> None:
        self._meant, self._meant_at = meant, registry.meant_at

    def __contains__(self, form: str) -> bool:
        return form in self._meant

    def __iter__(self) -> Iterator[str]:
        return iter(self._meant)

    def at(self, form: str) -> dict[str, tuple[Model, Size | None]]:
        """Return what has a form, by address; nothing where nothing has it."""
        return dict(self._meant_at(number, place) for number, place in self._meant.get(form, ()))
