"""What isn't known of a lineage: facts that nobody states, and those that rest on less than a source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from llmsurvey.answers.dossier_entries import DossierLicence, DossierStep, DossierTerm
from llmsurvey.answers.dossier_facts import datasets_of
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.messages import Word, join_texts, mark, say
from llmsurvey.records import NO_WEIGHTS, NONE_STATED, Model, Size

_NO_LICENCE = mark("{model}: no licence is known.")
_NONE_STATED = mark("{model}: no licence is stated where it is published.")
_NO_WEIGHTS = mark("{model}: its weights aren't released; on which terms others were given them isn't known.")
_NO_BASE = mark("{model}: from which weights it was made isn't recorded.")
_NO_KIND = mark("{model}: whether it was trained from scratch or made from other weights isn't recorded.")
_NO_DATA = mark("{model}: what it was trained on isn't recorded.")
_UNRESOLVED = mark("{model}: its source says that it was made from {base}, which isn't in the registry.")
_NO_SIZE = mark("{model}: from which size of {base} it was made isn't recorded; every size is looked at.")


def list_gaps(
    licensing: Licensing,
    on_the_way: Sequence[tuple[Model, Size]],
    steps: Iterable[DossierStep],
    terms: Iterable[DossierTerm],
    licences: Iterable[DossierLicence],
) -> Iterator[str]:
    """Yield in a sentence each what isn't known of the sizes on the way, of their data and licences."""
    yield from _gaps_of_models(licensing, on_the_way)
    yield from _gaps_of_data(licensing, on_the_way)
    yield from _gaps_of_licences(licences)
    yield from _gaps_of_terms(terms)
    for fact in dict.fromkeys(fact for step in steps for fact in step.rests_on):
        yield say("This isn't a sourced fact of the catalogue: {fact}.", fact=fact)


def _gaps_of_models(licensing: Licensing, on_the_way: Iterable[tuple[Model, Size]]) -> Iterator[str]:
    """Yield what isn't known of models, their sizes together; `sizes` are kept by the sentence and its parts."""
    sizes: dict[tuple[str, str, str], list[str]] = {}
    for model, size in on_the_way:
        for template, base in _gaps_of_size(licensing, size):
            sizes.setdefault((template, model.name, base), []).append(size.name if model.sizes else "")
    for (template, name, base), members in sizes.items():
        owner = join_texts([name, ", ".join(members)]) if any(members) else name
        yield say(template, model=owner, base=base) if base else say(template, model=owner)


def _gaps_of_size(licensing: Licensing, size: Size) -> Iterator[tuple[str, str]]:
    own, licence, _ = licensing.own(size)
    if own == NO_WEIGHTS:
        yield _NO_WEIGHTS, ""
    elif licence is None:
        yield _NO_LICENCE, ""
    elif licence.id == NONE_STATED:
        yield _NONE_STATED, ""
    if licensing.lineage and not size.foundations and size.kind != "pretrained":
        yield (_NO_BASE if size.kind == "finetuned" else _NO_KIND), ""
    for link, (base_id, base_size) in licensing.links(size):
        base = licensing.registry.model_by_id[base_id]
        if base_size is None and len(base.sizes) > 1 and link.by_weights:
            yield _NO_SIZE, base.name
    for item in size.unresolved or ():
        if item.is_open:
            yield _UNRESOLVED, item.name
    if not size.datasets:
        yield _NO_DATA, ""


def _gaps_of_data(licensing: Licensing, on_the_way: Iterable[tuple[Model, Size]]) -> Iterator[str]:
    for dataset in datasets_of(licensing.registry, [size for _, size in on_the_way]):
        if dataset.licence is None and dataset.rights is None:
            yield say("{dataset}: under which licence these data are isn't recorded.", dataset=dataset.name)


def _gaps_of_licences(licences: Iterable[DossierLicence]) -> Iterator[str]:
    for licence in licences:
        if licence.commercial == "unknown" and licence.licence != NONE_STATED:
            yield say("{licence}: what it says of commercial use isn't known.", licence=licence.licence_name)
        if not licence.url and licence.licence != NONE_STATED:
            yield say("{licence}: where its text stands isn't recorded.", licence=licence.licence_name)
        if licence.derivatives is None and licence.licence_kind == "model":
            yield say("{licence}: what it passes on to derivatives isn't recorded.", licence=licence.licence_name)


def _gaps_of_terms(terms: Iterable[DossierTerm]) -> Iterator[str]:
    """Yield the conditions whose clause isn't quoted, those of a licence together."""
    unquoted: dict[str, dict[str, None]] = {}
    for term in terms:
        if term.quote is None:
            unquoted.setdefault(term.licence_name, {}).setdefault(Word("condition", term.condition))
    for licence, kinds in unquoted.items():
        yield say(
            "{licence}: the clause isn't quoted for these conditions: {kinds}.",
            licence=licence,
            kinds=join_texts(kinds, ", "),
        )
