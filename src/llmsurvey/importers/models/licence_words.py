"""Which licence of the registry a card means, by the hub's words, a name or an address."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from llmsurvey.errors import AmbiguousNameError, UnknownNameError
from llmsurvey.importers.models.files import Stated
from llmsurvey.importers.models.folder import ModelFiles
from llmsurvey.messages import list_names, say
from llmsurvey.registry.hub_licences import HUB_LICENCES
from llmsurvey.registry.licence_expressions import Expression, UnreadExpressionError, is_expression, parse_expression
from llmsurvey.registry.licence_names import versions_of
from llmsurvey.registry.names import loose_form
from llmsurvey.registry.registry import Registry

_OTHER = ("other", "unknown")


class MeantLicence(NamedTuple):
    """The id of a licence, and the record of one that the registry doesn't have: a name, and nothing that it allows.

    Of an `expression` of licences that the registry has (`Apache-2.0 OR MIT`) it is the id of what that comes to.
    """

    id: str
    place: str
    record: dict[str, object] | None = None
    expression: Expression | None = None


def meant_licence(model: ModelFiles, registry: Registry) -> MeantLicence | None:
    """Return the licence that the front matter names, or where it names none the one whose text lies beside it.

    It is None where there is none, or several. What isn't clear is told: a licence that the registry doesn't have
    stands with its name, and allows nothing known.
    """
    words = {stated.value.casefold(): stated for stated in model.licence}
    if len(words) > 1:
        names = list_names([stated.value for stated in words.values()])
        model.warn(
            model.licence[0].place,
            say("names several licences ({names}), and not which one binds: none is taken", names=names),
        )
        return None
    word = next(iter(words.values()), None)
    named, link = model.licence_name, model.licence_link
    if word is None:
        return _in_file(model, registry)
    if word.value.casefold() not in _OTHER:
        if named is not None and loose_form(named.value) != loose_form(word.value):
            _tell_of_two_names(model, word, named, registry)
        return _named(model, registry, word)
    by_name = _id_of(registry, named.value) if named is not None else None
    if link is not None and (at_link := _licence_at(registry, link.value)) is not None:
        if by_name not in (None, at_link):
            message = say(
                'license_name is "{name}", and license_link leads to {id}: the latter is taken',
                name=named.value if named else "",
                id=at_link,
            )
            model.warn(link.place, message)
        return MeantLicence(at_link, link.place)
    if named is not None and by_name is not None:
        return MeantLicence(by_name, named.place)
    if named is None and model.licence_files:
        return _in_file(model, registry)
    if named is None:
        model.warn(word.place, say('"{word}" names no licence, and no license_name stands beside it', word=word.value))
        return None
    return _unregistered(model, registry, named, named.value)


def _in_file(model: ModelFiles, registry: Registry) -> MeantLicence | None:
    """Return the licence whose text lies in a file; where it is no text that is known, one that allows nothing known.

    None where there is no such file, or several that differ.
    """
    files = {stated.value: stated for stated in model.licence_files}
    if len(files) > 1:
        places = list_names([stated.place for stated in model.licence_files])
        model.warn(
            model.licence_files[0].place, say("several licences lie there ({places}): none is taken", places=places)
        )
    if len(files) != 1:
        return None
    ((name, stated),) = files.items()
    if name in registry.licence_by_id:
        return MeantLicence(str(name), stated.place)
    model.warn(stated.place, say("is no text of a licence that is known word by word: what it allows isn't known"))
    file = stated.place.rpartition(":")[0]
    identity = slug_of(f"licence-of-{file}")
    record: dict[str, object] = {"id": identity, "name": f"Licence of {model.name} ({file})", "kind": "model"}
    return MeantLicence(identity, stated.place, record)


def _named(model: ModelFiles, registry: Registry, word: Stated[str]) -> MeantLicence | None:
    """Return the licence that a word of the hub's means."""
    try:
        return MeantLicence(registry.resolve_licence(word.value).id, word.place)
    except AmbiguousNameError as error:
        model.warn(word.place, say("{problem} None is taken", problem=error.message))
        return None
    except UnknownNameError:
        if is_expression(word.value):
            return _expressed(model, registry, word)
        title = next((title for name, title in HUB_LICENCES.items() if name == word.value.casefold()), word.value)
        return _unregistered(model, registry, word, title)


def _expressed(model: ModelFiles, registry: Registry, word: Stated[str]) -> MeantLicence:
    """Return the licence that an expression of SPDX comes to; one that can't be read allows nothing known."""
    try:
        expression = parse_expression(word.value, registry.licence_names)
    except UnreadExpressionError as error:
        model.warn(word.place, say('licence "{name}": {problem}', name=word.value, problem=error.args[0]))
        return _unregistered(model, registry, word, word.value)
    return MeantLicence(expression.id, word.place, expression=expression)


def _unregistered(model: ModelFiles, registry: Registry, word: Stated[str], title: str) -> MeantLicence:
    """Return a licence that the registry doesn't have, by its name and where its text is said to be.

    `Apache-2.0+` isn't Apache-2.0, though signs are no part of an id.
    """
    model.warn(word.place, say('licence "{name}" is not in the registry: what it allows isn\'t known', name=title))
    identity = slug_of(word.value)
    while identity in registry.licence_by_id:
        identity += "-as-named"
    record: dict[str, object] = {"id": identity, "name": title, "kind": "model"}
    if model.licence_link is not None and urlsplit(model.licence_link.value).scheme in ("http", "https"):
        record["url"] = model.licence_link.value
    return MeantLicence(identity, word.place, record)


def _tell_of_two_names(model: ModelFiles, word: Stated[str], named: Stated[str], registry: Registry) -> None:
    if _id_of(registry, named.value) != _id_of(registry, word.value):
        model.warn(
            named.place,
            say(
                'license_name is "{name}", and license "{word}": the latter is taken', name=named.value, word=word.value
            ),
        )


def _id_of(registry: Registry, name: str) -> str | None:
    """Return the id of the one licence that answers to a name; None for none or several."""
    try:
        return registry.resolve_licence(name).id
    except (UnknownNameError, AmbiguousNameError):
        return None


def _licence_at(registry: Registry, address: str) -> str | None:
    """Return the id of the one licence whose text is at an address."""
    wanted = _plain(address)
    ids = {
        licence.id
        for licence in registry.licences
        if wanted and wanted in (_plain(licence.url or ""), *(_plain(source.url) for source in licence.sources))
    }
    return ids.pop() if len(ids) == 1 else None


def _plain(address: str) -> str:
    """Return an address without what doesn't tell pages apart; empty for what is none."""
    parts = urlsplit(address)
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}" if parts.netloc else ""


def says_other_licence(said: str, taken: str | None, registry: Registry) -> bool:
    """Whether a text names a licence of the registry, and another than the one that is taken, if one is.

    Who names no version says nothing else than who names one.
    """
    known = _id_of(registry, said)
    return known is not None and taken not in (known, *versions_of(known, registry.licence_by_id))


def slug_of(name: str) -> str:
    """Return an id made of a name: lower case letters, digits, dots and hyphens; never empty."""
    slug = re.sub(r"[^a-z0-9._-]+", "-", name.casefold()).strip("-._")
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*", slug):
        digits = "".join(f"{ord(character):x}" for character in name[:8])
        return f"x{digits}"
    return slug[:120]
