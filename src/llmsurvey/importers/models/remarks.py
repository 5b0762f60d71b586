"""What texts and files of a model say otherwise than the front matter of its card: it is told, and kept beside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from llmsurvey.importers.hub import hub_of
from llmsurvey.importers.models.facts import Entry, Facts, is_itself
from llmsurvey.importers.models.folder import ModelFiles
from llmsurvey.importers.models.licence_words import says_other_licence
from llmsurvey.lineage.graph import made_from, nearest_first
from llmsurvey.messages import Message, list_names, say
from llmsurvey.registry.registry import Identity, Registry

_FRONT_MATTER_DECIDES: Entry = {"en": "the front matter decides", "ko": "머리말이 우선한다"}


def remark_on_text(model: ModelFiles, registry: Registry, known: Identity | None, facts: Facts) -> None:
    """Keep what the text of a card says otherwise than its front matter, and tell it."""
    if model.card is None:
        return
    taken = facts.values.get("licence")
    for said in model.card.said_licences:
        if says_other_licence(said.value, taken, registry):
            model.warn(said.place, _tell_of_licence(said.value, taken))
            facts.keep("licence", said.value, said.place, _FRONT_MATTER_DECIDES)
    named = [base.value for base in model.bases]
    if not named and known is not None:
        return  # the registry has what it was made from
    for said in model.card.said_bases:
        if _says_other_base(model, said.value, registry):
            model.warn(said.place, _tell_of_base(said.value, named))
            facts.keep("foundations", said.value, said.place, _FRONT_MATTER_DECIDES)


def _says_other_base(model: ModelFiles, said: str, registry: Registry) -> bool:
    """Whether a text names a model of the registry as the base, which is neither the model itself nor a named base."""
    named = {(hub_of(base.value) or base.value).casefold() for base in model.bases}
    found = registry.find_model(said)
    if found is None or said.casefold() in named or is_itself(model, said):
        return False
    return all(registry.find_model(name) != found for name in named)


def remark_on_files(model: ModelFiles, registry: Registry, facts: Facts) -> None:
    """Keep what texts of licences and headers of weights beside a card say otherwise than it does, and tell it."""
    taken = facts.values.get("licence")
    for stated in model.licence_files:
        if taken is not None and stated.value not in (None, taken):
            model.warn(
                stated.place,
                say('is the text of "{text}", and "{taken}" is taken: both are kept', text=stated.value, taken=taken),
            )
            facts.keep("licence", str(stated.value), stated.place, _FRONT_MATTER_DECIDES)
    for said in model.other_licences:
        if taken is not None and says_other_licence(said.value, taken, registry):
            message = say(
                'names the licence "{said}", and "{taken}" is taken: both are kept', said=said.value, taken=taken
            )
            model.warn(said.place, message)
            facts.keep("licence", said.value, said.place, _FRONT_MATTER_DECIDES)
    named = [base.value for base in model.bases]
    for said in model.other_bases:
        name = hub_of(said.value) or said.value
        if _says_other_base(model, name, registry) and not _is_below(name, named, registry):
            taken_bases = list_names(named, most=3)
            message = say('names the base "{said}", and {taken} is taken: both are kept', said=name, taken=taken_bases)
            model.warn(said.place, message)
            facts.keep("foundations", name, said.place, _FRONT_MATTER_DECIDES)


def _is_below(name: str, bases: Iterable[str], registry: Registry) -> bool:
    """Whether one of some bases was itself made from a model: converters write the base of what they converted."""
    wanted = registry.find_model(name)
    found = [found for base in bases if (found := registry.find_model(hub_of(base) or base)) is not None]
    start = [(model.id, size.name if size is not None else None) for model, size in found]
    below = nearest_first(start, lambda place: made_from(registry, place))
    return wanted is not None and any(identity == wanted[0].id for identity, _ in below)


def _tell_of_licence(said: str, taken: str | None) -> Message:
    """Return what to say of a licence that only the text of a card names."""
    if taken is None:
        return say('the text says licence "{said}", the front matter none: none is taken', said=said)
    return say('the text says licence "{said}", the front matter "{taken}": both are kept', said=said, taken=taken)


def _tell_of_base(said: str, named: Sequence[str]) -> Message:
    """Return what to say of a base that only the text of a card names."""
    if not named:
        return say('the text names the base "{said}", the front matter none: none is taken', said=said)
    return say(
        'the text names the base "{said}", the front matter {taken}: both are kept',
        said=said,
        taken=list_names(named, most=3),
    )
