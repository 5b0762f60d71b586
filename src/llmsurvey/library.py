"""What answers are made from: the registry, the survey, boards and hardware, each loaded when it is first asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from llmsurvey.errors import BoardError, Fault, RequestError, UnknownNameError, UnregisteredLicenceError, reason_of
from llmsurvey.messages import Word, either_of, join_texts, option, say
from llmsurvey.paths import kind_of

if TYPE_CHECKING:
    from llmsurvey.boards.board import Board
    from llmsurvey.boards.folders import BoardFolders
    from llmsurvey.boards.places import Places
    from llmsurvey.boards.score_cache import KeptScores
    from llmsurvey.boards.scores import Scores
    from llmsurvey.boards.store import BoardStore
    from llmsurvey.importers import Reading, Request
    from llmsurvey.importers.reading_options import FileReading
    from llmsurvey.lineage.verdict import Licensing
    from llmsurvey.records import Benchmark, Dataset, Licence, Model, Organisation, Score, Size
    from llmsurvey.registry.built_in import Hardware, Survey
    from llmsurvey.registry.built_in_boards import Boards
    from llmsurvey.registry.layers import Layer
    from llmsurvey.registry.registry import Registry

RecordKind = Literal["model", "dataset", "benchmark", "licence", "organisation"]
"""What has a name that one may ask for."""

_SUFFIXES = (".csv", ".tsv", ".txt", ".json", ".jsonl", ".md", ".markdown", ".html", ".htm", ".xlsx", ".parquet")
"""What is taken for a file even where there is none of the name, so that the message is about files."""


class Found(NamedTuple):
    """A record by its kind; of a model also the size, where one was named."""

    kind: RecordKind
    record: Model | Dataset | Benchmark | Licence | Organisation
    size: Size | None = None


class OpenedBoard(NamedTuple):
    """A board, with what is known of it.

    `chance` is what the board says that guessing scores, by benchmark; `source` is where it was read, `about` what is
    known of its day. Of a file, `faults` are what looks wrong in it, each with its line, and `remarks` say what
    was presumed of it, what doesn't count, and which columns were left out.
    """

    board: Board
    chance: Mapping[str, float]
    source: str | None
    about: str | None = None
    faults: tuple[Fault, ...] = ()
    remarks: tuple[str, ...] = ()


class Library:
    """Registry, survey, hardware, boards and scores, with what follows from them.

    `registries` are files or folders that are laid over the built-in catalogue; `registry` is one that is loaded
    already, and takes the place of all. `board_folders` take the place of those of the program and the user. `as_of` is
    a day: models that were out by then, under the licences of that day; of a month or a year it is the last one.
    Whatever is asked for first may raise RegistryError, with all faults, each with its place.
    """

    def __init__(
        self,
        registries: Sequence[str | Path] = (),
        *,
        registry: Registry | None = None,
        board_folders: BoardFolders | None = None,
        as_of: str | None = None,
    ) -> None:
        self.registries = tuple(str(path) for path in registries)
        self.as_of = None if as_of is None else _day_of(as_of)
        self._is_registry_given = registry is not None
        self.left_below = 0
        if registry is not None:
            self.__dict__["present"] = registry
        if board_folders is not None:
            self.__dict__["board_folders"] = board_folders

    @cached_property
    def registry(self) -> Registry:
        """Models, datasets, licences, benchmarks and organisations, with the user's layers over the built-in ones."""
        return self._on_day(self.present)

    def _on_day(self, registry: Registry) -> Registry:
        """Return a registry as it was on the day that is asked about, if any."""
        if self.as_of is None:
            return registry
        from llmsurvey.lineage.as_of import registry_on

        return registry_on(registry, self.as_of)

    @cached_property
    def present(self) -> Registry:
        """The registry as it is today, whatever day is asked about."""
        from llmsurvey.registry.load import load_with_key

        registry, self.__dict__["_registry_key"] = load_with_key(self.layers)
        return registry

    @cached_property
    def layers(self) -> list[Layer]:
        """The layers of the registry, lowest first, of which streams can be read only once."""
        from llmsurvey.registry.layers import layers_for

        return layers_for(self.registries)

    def layers_now(self) -> list[Layer]:
        """Return the layers as their files are now, with what streams held. Raises what `layers` does."""
        from llmsurvey.registry.layers import StreamLayer, layers_for

        return layers_for(self.registries, [layer for layer in self.layers if isinstance(layer, StreamLayer)])

    @cached_property
    def _registry_key(self) -> str | None:
        """What the registry is kept under; None for one that was given."""
        return None

    def on(self, as_of: str) -> Library:
        """Return the library of a day. Raises RequestError for what is no date."""
        day = _day_of(as_of)
        if day not in self._on_days:
            self._on_days[day] = Library(
                self.registries, registry=self.present, board_folders=self.board_folders, as_of=day
            )
            self._on_days[day].__dict__ |= self._read_layers()
        return self._on_days[day]

    @cached_property
    def _on_days(self) -> dict[str, Library]:
        return {}

    @cached_property
    def survey(self) -> Survey:
        """What the survey prints, its errata and references."""
        from llmsurvey.registry.built_in import load_survey

        return load_survey()

    @cached_property
    def hardware(self) -> Hardware:
        """Cards, and the precisions that weights are stored in."""
        from llmsurvey.registry.built_in import load_hardware

        return load_hardware()

    @cached_property
    def about_boards(self) -> Boards:
        """What is known of the boards that come with the program."""
        from llmsurvey.registry.built_in_boards import load_boards

        return load_boards()

    def _read_layers(self) -> dict[str, list[Layer]]:
        """Return `layers` for another library where they were read, as streams can't be read again."""
        return {"layers": self.layers} if "layers" in self.__dict__ else {}

    @cached_property
    def boards_key(self) -> str | None:
        """A digest of all that decides what the entries of boards are, which is known before the registry is loaded.

        None for a registry that was given.
        """
        from llmsurvey.registry.cache import key_of

        if self._is_registry_given:
            return None
        digest = hashlib.sha256(f"{key_of(self.layers)}{self.as_of or ''}".encode())
        for record in self.about_boards.boards:
            digest.update(f"{record.id}:{record.deltas!r}".encode())
        return digest.hexdigest()

    @cached_property
    def board_folders(self) -> BoardFolders:
        """Which boards and snapshots there are, of the program and the user's own."""
        from llmsurvey.boards.folders import BoardFolders

        return BoardFolders.standard()

    @cached_property
    def board_store(self) -> BoardStore:
        """The boards themselves."""
        from llmsurvey.boards.store import BoardStore

        return BoardStore(self.board_folders.folders)

    @cached_property
    def scores(self) -> tuple[Score, ...]:
        """The scores of the survey's tables and of the registry."""
        from llmsurvey.registry.scores import load_scores

        return tuple(load_scores(self.registry))

    @cached_property
    def measured_scores(self) -> Scores:
        """Every score that is known: those of the registry and the survey, and those of boards, the user's included."""
        from llmsurvey.boards.scores import Scores

        return Scores(
            self.registry,
            self.scores,
            self.board_folders,
            self._load_board,
            self.about_boards,
        )

    @cached_property
    def kept_scores(self) -> KeptScores:
        """What `measured_scores` answers, for whoever asks the same of boards again and again: kept in the cache."""
        from llmsurvey.boards.score_cache import KeptScores

        return KeptScores(self.measured_scores, self.boards_key)

    def places_on(self, address: str, reading: FileReading | None = None) -> Places:
        """Return where the sizes of the registry stand on a board, or in a file, read as `reading` says.

        Raises what `open_board` does, and RequestError where its scores can't be compared.
        """
        from llmsurvey.boards.places import keep_places, key_of_places, rank_places, read_places

        if reading is not None and reading.stated:
            opened = self.open_board(address, reading)
            return rank_places(opened.board, self.registry, opened.chance)
        if address not in self._places:
            key = key_of_places(self.board_folders, self.boards_key, address)
            places = None if key is None else read_places(key)
            if places is None:
                opened = self.open_board(address)
                places = rank_places(opened.board, self.registry, opened.chance)
                if key is not None:
                    keep_places(key, places)
            self._places[address] = places
        return self._places[address]

    @cached_property
    def _places(self) -> dict[str, Places]:
        return {}

    def _load_board(self, address: str) -> Board:
        """Return the board at an address, by the store, which is loaded, and NumPy with it, for the first one."""
        return self.board_store.load(address)

    def licensing(self, *, data: Literal["caveat", "strict"] = "caveat", lineage: bool = True) -> Licensing:
        """Return what licences say of sizes; `data` is whether terms of data count, `lineage` whether foundations."""
        from llmsurvey.lineage.kept_verdicts import open_licensing
        from llmsurvey.lineage.verdict import Licensing

        asked = (data, lineage)
        if asked not in self._licensings:
            registry = self.registry  # before its key, which is known with it
            if asked == ("caveat", True) and self._registry_key is not None and self.as_of is None:
                self._licensings[asked] = open_licensing(registry, self._registry_key)
            else:
                self._licensings[asked] = Licensing(registry, data=data, lineage=lineage)
        return self._licensings[asked]

    @cached_property
    def _licensings(self) -> dict[tuple[str, bool], Licensing]:
        return {}

    def over(self, registry: Registry, present: Registry | None = None) -> Library:
        """Return a library of another registry, that of the same day, in which all else is as it is in this one.

        `present` is that registry as it is today, where it isn't the same.
        """
        other = Library(
            registry=present or registry, board_folders=self.__dict__.get("board_folders"), as_of=self.as_of
        )
        other.registries = self.registries
        other.__dict__ |= {"registry": registry, "dumps": self.dumps, **self._read_layers()}
        other.left_below = self.left_below
        return other

    @cached_property
    def dumps(self) -> tuple[Path, ...]:
        """The files of columns among the user's imports, whose models aren't in the registry; by name, the last first.

        Dumps are called by their days, and the newest is to be believed.
        """
        from llmsurvey.registry.layers import imports_folder

        if self._is_registry_given or not (folder := imports_folder()).is_dir():
            return ()
        return tuple(sorted(folder.glob("*.columns"), reverse=True))

    def reaching(self, names: Sequence[str], *, below: bool = False) -> Library:
        """Return a library that has the models of these names, also where they stand in an imported dump.

        With `below` it has what was made from them, too, as far as it isn't too much: `left_below` says how many it
        leaves out. It is this library itself where no dump has any. Raises RegistryError for a file that can't be read,
        or isn't as it was written.
        """
        if not self.dumps:
            return self
        wanted = [name.partition("@")[0] for name in names if "/" in name and not self._find_or_none(name, "model")]
        roots = [found.record.id for name in names if below and (found := self._find_or_none(name, "model"))]
        if not wanted and not roots:
            return self
        from llmsurvey.importers.graphs.reach_models import reach_models

        reached = reach_models(self.present, self.dumps, wanted, roots if below else None)
        if reached.registry is self.present:
            return self
        library = self.over(self._on_day(reached.registry), reached.registry)
        library.left_below = reached.left_below
        return library

    def find(self, name: str, kinds: Sequence[RecordKind]) -> Found:
        """Return the record of that name, of the first kind that has one; `dataset/NAME` asks for a dataset alone.

        Raises UnknownNameError with the nearest names of all these kinds, or with the licence that a word of the hub's
        may mean; and AmbiguousNameError where several answer to the name.
        """
        errors: list[UnknownNameError] = []
        before, _, behind = name.partition("/")
        for kind in kinds:
            if kind == before and (found := self._find_or_none(behind, kind)):
                return found
        for kind in kinds:
            try:
                return self._find_record(name, kind)
            except UnregisteredLicenceError:
                raise
            except UnknownNameError as error:
                errors.append(error)
        if len(errors) == 1 or errors[0].kind != kinds[0]:  # of a model that there is, the size isn't known
            raise errors[0]
        from llmsurvey.registry.nearest_names import nearest_names

        nearest = nearest_names(name, [candidate for error in errors for candidate in error.nearest])
        raise UnknownNameError(either_of([Word("record", kind) for kind in kinds]), name, nearest)

    def others_called(self, name: str, found: Found, kinds: Sequence[RecordKind]) -> list[str]:
        """Return the names (`dataset/NAME`) under which records of other kinds are found that are called so, too."""
        return [f"{kind}/{name}" for kind in kinds if kind != found.kind and self._find_or_none(name, kind)]

    def _find_or_none(self, name: str, kind: RecordKind) -> Found | None:
        try:
            return self._find_record(name, kind)
        except RequestError:
            return None

    def _find_record(self, name: str, kind: RecordKind) -> Found:
        if kind == "model":
            return Found(kind, *self._find_model(name))
        if kind == "dataset":
            return Found(kind, self.registry.resolve_dataset(name))
        if kind == "benchmark":
            return Found(kind, self.registry.resolve_benchmark(name))
        if kind == "organisation":
            return Found(kind, self.registry.resolve_organisation(name))
        return Found(kind, self.registry.resolve_licence(name))

    def _find_model(self, name: str) -> tuple[Model, Size | None]:
        """Return the model of a name. Raises RequestError for one that wasn't out on the day that is asked about."""
        try:
            return self.registry.resolve_model(name)
        except UnknownNameError:
            if self.as_of is None:
                raise
            model, size = self.present.resolve_model(name)
            raise RequestError(
                say(
                    "{name} wasn't out on {day}: it was released {released}.",
                    name=name,
                    day=self.as_of,
                    released=model.released_as([model.complete(size)] if size else model.each_size()),
                )
            ) from None

    def open_board(self, address: str, reading: FileReading | None = None) -> OpenedBoard:
        """Return the board at an address, or that of a file or folder by its path; `-` is standard input.

        A day alone (`@latest`) is one of the default board. Of a board of which no snapshot is kept, it is what the
        registry states of it. `reading` says how a file is to
        be read. Raises UnknownNameError for an address that is neither, BoardError for a file that holds no scores,
        RequestError where it is said how to read what isn't a file.
        """
        from llmsurvey.boards.folders import complete_address

        address = complete_address(address)
        name = address.partition("@")[0]
        if self.is_kept(address):
            return self._open_imported(address, name, reading)
        from llmsurvey.importers.reading_options import FileReading

        read = _read_board(address, (reading or FileReading()).request(self.registry))
        return OpenedBoard(read.board, {}, address, faults=read.faults, remarks=read.notes)

    def is_kept(self, address: str) -> bool:
        """Whether an address is taken for that of a board which is kept, and not for a file, a folder or a stream."""
        return address.partition("@")[0] in self.board_store.boards() or not _is_path(address)

    def _open_imported(self, address: str, name: str, reading: FileReading | None) -> OpenedBoard:
        """Return an imported board and what is known of its day. Raises RequestError where `reading` says anything."""
        if reading is not None and (stated := reading.stated):
            raise RequestError(
                say(
                    "{options}: for files only. {board} is kept as it was imported.",
                    options=join_texts([option(setting) for setting in stated], ", "),
                    board=address,
                )
            )
        try:
            board = self.board_store.load(address)
        except UnknownNameError:
            stated_board = self.measured_scores.stated_board(address)
            if stated_board is None:
                self._check_board_name(name)
                raise
            return OpenedBoard(stated_board, {}, None)
        record = self.about_boards.by_id.get(name)
        if record is None:
            return OpenedBoard(board, {}, None)
        day = self.board_store.find(address)[1]
        snapshot = next((dated for dated in record.snapshots if dated.date == day), None)
        return OpenedBoard(
            board, record.chance, snapshot.source if snapshot else None, snapshot.notes if snapshot else None
        )

    def check_is_board(self, address: str) -> None:
        """Raise UnknownNameError, with the nearest, for an address of no board that is kept or stated, as a path is."""
        from llmsurvey.boards.folders import complete_address

        name = complete_address(address).partition("@")[0]
        if name not in self.board_store.boards():
            self._check_board_name(name)

    def _check_board_name(self, name: str) -> None:
        """Raise UnknownNameError, with the nearest, for a board that is neither kept nor stated."""
        from llmsurvey.registry.nearest_names import nearest_names

        names = list(dict.fromkeys([*self.board_store.boards(), *self.measured_scores.stated_boards()]))
        if name not in names:
            raise UnknownNameError("board", name, nearest_names(name, names) or names) from None

    def largest_before(self, address: str) -> int:
        """Return how many entries the largest former snapshot of a board that is kept has; 0 for a file."""
        from llmsurvey.boards.folders import complete_address

        address = complete_address(address)
        return self.board_store.largest_before(address) if address.partition("@")[0] in self.board_store.boards() else 0


def _day_of(as_of: str) -> str:
    """Return the last day that a date may mean. Raises RequestError for what is no date."""
    from llmsurvey.records.dates import last_day, parse_date

    try:
        return last_day(parse_date(as_of))
    except ValueError as error:
        raise RequestError(say("{option}: {problem}.", option=option("as_of"), problem=error.args[0])) from None


def _is_path(address: str) -> bool:
    path = Path(address)
    exists = address != "" and kind_of(path) is not None
    return exists or address == "-" or "/" in address or path.suffix in _SUFFIXES


def _read_board(address: str, request: Request) -> Reading:
    if address == "-" or kind_of(Path(address)) == "stream":
        return _read_stream(address, request)
    from llmsurvey.importers import read_any

    return read_any(Path(address), request)


def _read_stream(address: str, request: Request) -> Reading:
    """Read a board from standard input (`-`), a pipe or a device. Raises BoardError."""
    from llmsurvey.importers import MAX_BYTES
    from llmsurvey.importers.piped import read_piped
    from llmsurvey.inputs import read_input, read_standard_input

    name = say("standard input") if address == "-" else address
    try:
        content = read_standard_input(MAX_BYTES) if address == "-" else read_input(Path(address), MAX_BYTES)
        return read_piped(content, name, request)
    except OSError as error:
        raise BoardError(say("{file} can't be read: {reason}.", file=name, reason=reason_of(error))) from None
