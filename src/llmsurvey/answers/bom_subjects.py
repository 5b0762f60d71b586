"""What a bill of materials is about: models by name, those that lie at paths, and those that repositories name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from llmsurvey.answers.models_at_path import is_path, locate, name_of
from llmsurvey.errors import Fault, LlmsurveyError, RequestError
from llmsurvey.lineage.graph import address
from llmsurvey.messages import Message, counted, list_names, question, say
from llmsurvey.paths import path_from_home
from llmsurvey.records import NO_WEIGHTS, Model, Size
from llmsurvey.tables.note import Note, as_note, note

if TYPE_CHECKING:
    from llmsurvey.importers.repositories.scan import NamedModel
    from llmsurvey.library import Library

Named = tuple[Model, Size | None]
"""A model, or one size of it where that is named."""


@dataclass
class Subjects:
    """The models that a bill is about, in a `library` that has them all, and where a repository names each.

    `places` are by model and size, as `app.py:14:9`. `faults` are what looks wrong in files, and `notes` say what is in
    no bill.
    """

    library: Library
    named: list[Named] = field(default_factory=list)
    places: dict[tuple[str, str], dict[str, None]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    @property
    def sizes(self) -> list[tuple[Model, Size]]:
        """The sizes that have weights, each once."""
        found = {(model.id, size.name): (model, size) for model, named in self.named for size in _sizes(model, named)}
        licensing = self.library.licensing()
        return [(model, size) for model, size in found.values() if licensing.own(size)[0] != NO_WEIGHTS]

    def add(self, named: Named, place: str | None = None) -> None:
        """Add a model, and where it is named."""
        if named not in self.named:
            self.named.append(named)
        for size in _sizes(*named):
            self.places.setdefault((named[0].id, size.name), {}).update({place: None} if place else {})


def gather_subjects(library: Library, names: Sequence[str]) -> Subjects:
    """Return the models of some names and paths, and all that repositories at some paths name.

    Raises RequestError where none is named, for a model without weights that is asked for, and for a repository in
    which none is; else what `locate` and `Library.find` do.
    """
    if not names:
        raise RequestError(say("no model is named. A bill of materials is of one or several."))
    folders = [name for name in names if is_path(library, name) and _is_repository(name)]
    located = locate(library, [name for name in names if name not in folders])
    subjects = Subjects(located.library, faults=list(located.faults))
    for name in located.names:
        match = subjects.library.find(name, ("model",))
        assert isinstance(match.record, Model)  # noqa: S101 (it is of the kind that is asked for)
        if not _has_weights(subjects.library, (match.record, match.size)):
            raise _without_weights(match.record, match.size)
        subjects.add((match.record, match.size))
    if folders:
        _add_repositories(subjects, folders)
    return subjects


def _is_repository(name: str) -> bool:
    """Whether a path is of something that names models, and isn't one itself."""
    from llmsurvey.importers.models.find_models import is_model

    path = path_from_home(name)
    return path.exists() and not is_model(path)


def _add_repositories(subjects: Subjects, folders: Sequence[str]) -> None:
    """Add each model that files in some folders name, with the places; say which have no weights."""
    from llmsurvey.importers.repositories.model_names import find_named
    from llmsurvey.importers.repositories.scan import scan_paths

    scan = scan_paths(folders, subjects.library.registry)
    subjects.faults += scan.faults
    if not scan.models:
        raise RequestError(say("{paths}: no model is named there.", paths=list_names(list(folders), most=3)))
    mentioned = _by_name(scan.models)
    subjects.library = subjects.library.reaching(list(mentioned))
    _take_in_unknown(subjects, mentioned)
    left_out: dict[str, str] = {}
    for name, models in mentioned.items():
        named = find_named(subjects.library.registry, name)
        if named is None or not _has_weights(subjects.library, named):
            left_out[name] = "ambiguous" if named is None else "service"
            continue
        for model in models:
            subjects.add(named, model.place)
    subjects.notes += _note_left_out(left_out)


def _by_name(models: Sequence[NamedModel]) -> Mapping[str, list[NamedModel]]:
    """Return the places of each model by the name under which the registry has it."""
    mentioned: dict[str, list[NamedModel]] = {}
    for model in models:
        mentioned.setdefault(model.mention.known_as or model.mention.name, []).append(model)
    return mentioned


def _take_in_unknown(subjects: Subjects, mentioned: Mapping[str, list[NamedModel]]) -> None:
    """Lay models that the registry hasn't over it: by the card in a cache, else as names of which nothing is known.

    A bill that left them out would say that they aren't used.
    """
    from llmsurvey.importers.graphs import Draft
    from llmsurvey.importers.graphs.reach_models import registry_with
    from llmsurvey.importers.repositories.model_names import find_named

    unknown = []
    for name, models in mentioned.items():
        if find_named(subjects.library.registry, name) is not None:
            continue
        cache = next((model.cache for model in models if model.cache is not None), None)
        if cache is None or not _take_in_cached(subjects, cache):
            unknown.append((Draft("model", name, models[0].file, models[0].mention.line), models[0].file))
    if unknown:
        subjects.library = subjects.library.over(registry_with(subjects.library.registry, unknown))
        subjects.notes.append(_note_unknown([draft.name for draft, _ in unknown]))


def _take_in_cached(subjects: Subjects, cache: Path) -> bool:
    """Whether a cached repository tells of a model, which then is in the library."""
    try:
        located = locate(subjects.library, [str(cache)])
    except LlmsurveyError:
        return False
    subjects.library = located.library
    subjects.faults += located.faults
    return True


def _sizes(model: Model, size: Size | None) -> list[Size]:
    return [model.complete(size)] if size is not None else list(model.each_size())


def _has_weights(library: Library, found: Named) -> bool:
    licensing = library.licensing()
    return any(licensing.own(size)[0] != NO_WEIGHTS for size in _sizes(*found))


def _without_weights(model: Model, size: Size | None) -> RequestError:
    return RequestError(
        say(
            "{name} has no weights that a bill of materials could be of. What its terms say: `{hint}`.",
            name=address(model, size),
            hint=question("licence", name_of(model, None)),
        )
    )


def _note_left_out(reasons: Mapping[str, str]) -> Iterator[Note]:
    services = [name for name, reason in reasons.items() if reason == "service"]
    ambiguous = [name for name, reason in reasons.items() if reason == "ambiguous"]
    if services:
        yield note("left-out", "Without weights, and not in the bill: {names}.", names=list_names(services, most=5))
    if ambiguous:
        yield note(
            "left-out", "Several models may be meant, and none is in the bill: {names}.", names=list_names(ambiguous)
        )


def _note_unknown(names: Sequence[str]) -> Note:
    sentence: Message = counted(
        "Of {number} model nothing is known but its name: {names}.",
        "Of {number} models nothing is known but their names: {names}.",
        len(names),
        names=list_names(names, most=3),
    )
    return as_note("unknown", sentence)
