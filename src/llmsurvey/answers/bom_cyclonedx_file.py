"""The models and datasets of a CycloneDX file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from llmsurvey.answers.bom_entries import NOASSERTION, TEACHING, BomEntry, BomLink
from llmsurvey.answers.bom_expressions import join_licences, split_licence
from llmsurvey.answers.bom_stated import (
    DERIVED,
    PREFIX,
    compose_entry,
    first_free,
    hub_of,
    list_of,
    text_or_none,
)

_RECORDS: Mapping[str, Literal["model", "dataset"]] = {"machine-learning-model": "model", "data": "dataset"}


def read_cyclonedx(stated: Mapping[str, Any]) -> Iterator[BomEntry]:
    """Yield the models and datasets of a file, those within others and those that only a pedigree names included.

    Raises ValueError, or what Python raises for a wrong type, where the file doesn't keep to its standard.
    """
    subject = stated.get("metadata", {}).get("component")
    waiting = [*([subject] if subject else []), *list_of(stated.get("components"))]
    names: dict[str, dict[str, Any]] = {}
    for component in _each_component(waiting):
        names[first_free(_name_of(component), names)] = component
    written: set[str] = set()
    for name, component in names.items():
        written.add(name)
        yield _entry_of(name, component, names, is_subject=component is subject)
    for component in list(names.values()):
        for ancestor in _ancestors_of(component):
            name = _address_of(ancestor, names)
            if name not in written:
                written.add(name)
                yield _entry_of(name, ancestor, names, is_subject=False)


def _each_component(waiting: list[Any]) -> Iterator[dict[str, Any]]:
    """Yield components and those within them, without recursion."""
    waiting = waiting[::-1]
    while waiting:
        component = waiting.pop()
        if isinstance(component, dict):
            if component.get("type") in _RECORDS:
                yield component
            waiting += list_of(component.get("components"))[::-1]


def _ancestors_of(component: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    pedigree = component.get("pedigree") or {}
    return (
        base for base in list_of(pedigree.get("ancestors")) if isinstance(base, dict) and base.get("type") in _RECORDS
    )


def _name_of(component: Mapping[str, Any]) -> str:
    """Return how a component is called in the file: its reference, else its package URL, else name and version.

    Raises ValueError for one that has none of these.
    """
    reference = text_or_none(component.get("bom-ref")) or text_or_none(component.get("purl"))
    named = (component.get("group"), component.get("name"), component.get("version"))
    if not (name := reference or "/".join(str(part) for part in named if part)):
        raise ValueError("a component without a name")
    return name


def _address_of(ancestor: Mapping[str, Any], names: Mapping[str, Mapping[str, Any]]) -> str:
    """Return which component of the file a pedigree means: by our property, by package URL, or by name."""
    if (own := _properties_of(ancestor).get("component")) in names:
        return str(own)
    keys = ("purl",) if ancestor.get("purl") else ("group", "name", "version")
    wanted = [ancestor.get(key) for key in keys]
    return next((name for name, one in names.items() if [one.get(key) for key in keys] == wanted), _name_of(ancestor))


def _properties_of(component: Mapping[str, Any]) -> dict[str, str]:
    """Return what this program wrote of a component; of a property that stands twice, the last."""
    return {
        str(each["name"]).removeprefix(PREFIX): str(each.get("value", ""))
        for each in list_of(component.get("properties"))
        if str(each["name"]).startswith(PREFIX)
    }


def _entry_of(
    name: str, component: Mapping[str, Any], names: Mapping[str, Mapping[str, Any]], *, is_subject: bool
) -> BomEntry:
    properties = _properties_of(component)
    card = (component.get("modelCard") or {}).get("modelParameters") or {}
    pedigree = component.get("pedigree") or {}
    references = (each.get("url") for each in list_of(component.get("externalReferences")))
    return compose_entry(
        name,
        _RECORDS[component["type"]],
        name=str(component["name"]),
        properties=properties,
        version=text_or_none(component.get("version")),
        developers=_developers_of(component),
        released=None,
        hub=hub_of(component.get("purl"), *references),
        architecture=text_or_none(card.get("modelArchitecture")),
        declared=join_licences(_licences_of(component, concluded=False)),
        concluded=_licences_of(component, concluded=True),
        links=_links_of(component, names),
        datasets=(str(data["ref"]) for data in list_of(card.get("datasets")) if "ref" in data),
        because=text_or_none(pedigree.get("notes")),
        is_subject=is_subject or properties.get("subject") == "true",
    )


def _developers_of(component: Mapping[str, Any]) -> Iterator[str]:
    people = [*list_of(component.get("authors")), component.get("manufacturer"), component.get("supplier")]
    named = [str(each["name"]) for each in people if isinstance(each, dict) and each.get("name")]
    return iter(named or ([str(component["group"])] if component.get("group") else []))


def _links_of(component: Mapping[str, Any], names: Mapping[str, Mapping[str, Any]]) -> Iterator[BomLink]:
    for ancestor in _ancestors_of(component):
        relation = _properties_of(ancestor).get("relation", DERIVED)
        yield BomLink(_address_of(ancestor, names), relation)
    for each in list_of(component.get("properties")):
        relation = str(each["name"]).removeprefix(PREFIX)
        if str(each["name"]).startswith(PREFIX) and relation in TEACHING:
            yield BomLink(str(each["value"]), relation)


def _licences_of(component: Mapping[str, Any], *, concluded: bool) -> Iterator[str]:
    """Yield licences by acknowledgement; one without any counts as declared, as that is what tools copy."""
    for each in list_of(component.get("licenses")):
        licence = each.get("license") or each
        if (licence.get("acknowledgement") == "concluded") == concluded:
            name = licence.get("expression") or licence.get("id") or licence.get("name") or NOASSERTION
            yield from split_licence(str(name)) if "expression" in licence else (str(name),)
