"""Which models of the registry the entries of a board are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import overload

from llmsurvey.boards.arrow_text import ArrowText
from llmsurvey.boards.board import OWN, Board
from llmsurvey.errors import AmbiguousNameError, UnknownNameError
from llmsurvey.registry.names import loose_form, strict_form
from llmsurvey.registry.registry import Identity, Registry


class Identities(Sequence[Identity | None]):
    """What each of so many `entries` is; those that the registry knows are `known` by their row, in order.

    Of a large board that is a few, so that who looks at these alone needs no pass over all.
    """

    def __init__(self, entries: int, known: Mapping[int, Identity]) -> None:
        self.entries = entries
        self.known = known

    def __len__(self) -> int:
        return self.entries

    @overload
    def __getitem__(self, row: int) -> Identity | None: ...

    @overload
    def __getitem__(self, row: slice) -> Sequence[Identity | None]: ...

    def __getitem__(self, row: int | slice) -> Identity | Sequence[Identity | None] | None:
        rows = range(self.entries)[row]
        return self.known.get(rows) if isinstance(rows, int) else list(map(self.known.get, rows))

    def __iter__(self) -> Iterator[Identity | None]:
        return map(self.known.get, range(self.entries))


def identify_entries(board: Board, registry: Registry) -> Identities:
    """Return which model each entry is, by its repository or else by its name; None where the registry doesn't know."""
    identities = ((row, registry.identify(name)) for row, name in _names_to_look_up(board, registry))
    return Identities(len(board), {row: identity for row, identity in identities if identity is not None})


def _names_to_look_up(board: Board, registry: Registry) -> Iterable[tuple[int, str]]:
    """Return the rows that the registry may know, with what to look for; of a large column all are sifted at once."""
    names = board.facts["name"]
    if "hub" not in board.facts:
        if isinstance(names, ArrowText):
            return [(row, names[row]) for row in names.rows_among(registry.loose_names).tolist()]
        return enumerate(names)
    return enumerate(hub or name for hub, name in zip(board.fact("hub"), names, strict=True))


def states_base(identity: Identity) -> bool:
    """Whether a source, and not only its name, states what a model was made from, or that it was made from nothing."""
    model, size = identity
    if size is None:
        return False
    if not size.foundations:
        return size.kind == "pretrained"
    return any(source.states_field("foundations") for source in model.sources_for("foundations", size))


def entries_called(board: Board, wanted: str, registry: Registry) -> list[int]:
    """Return the rows that a name means: as the board writes it, else by the registry's model or size."""
    exact = [row for row, name in enumerate(board.facts["name"]) if loose_form(name) == loose_form(wanted)]
    if exact:
        return _all_rows(board, exact, registry)
    try:
        model, size = registry.resolve_model(wanted)
    except (UnknownNameError, AmbiguousNameError):
        return []
    return [
        row
        for row, identity in enumerate(identify_entries(board, registry))
        if identity
        and identity.model.id == model.id
        and (size is None or (identity.size and identity.size.name == size.name))
    ]


def _all_rows(board: Board, rows: Sequence[int], registry: Registry) -> list[int]:
    """Return some `rows` and all others that are of the same models, whatever these are called there."""
    models = models_of(board, registry)
    asked = {models[row] for row in rows}
    return [row for row, model in enumerate(models) if model in asked]


def models_of(board: Board, registry: Registry) -> list[str]:
    """Return each entry's model in one spelling: that of the registry where it knows model and size, else its own.

    A run of one's own never counts as another row of a model of the board, even if it is of the same model.
    """
    entries = zip(board.fact("hub"), board.facts["name"], identify_entries(board, registry), strict=True)
    names = [
        strict_form(hub or name)
        if identity is None or identity.size is None
        else f"{identity.model.id}@{identity.size.name}"
        for hub, name, identity in entries
    ]
    return _tell_own_apart(board, names)


def spelled_models(board: Board) -> list[str]:
    """Return each entry's repository or name: capitals don't tell those of the hub apart."""
    names = [strict_form(hub or name) for hub, name in zip(board.fact("hub"), board.facts["name"], strict=True)]
    return _tell_own_apart(board, names)


def _tell_own_apart(board: Board, names: list[str]) -> list[str]:
    """Return what models are called, with the run behind those that are of one's own."""
    if OWN not in board.facts:
        return names
    return [name if run is None else f"{name} {run}" for name, run in zip(names, board.fact(OWN), strict=True)]
