"""The models and datasets of a CycloneDX file."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from llmsurvey.answers.bom_entries import NOASSERTION, TEACHING, BomEntry, BomLink
from llmsurvey.answers.bom_expressions import join_licences, split_licence
from llmsurvey.answers.bom_stated import (
    DERIVED,
    PREFIX,
    first_free,
    hub_called,
    hub_of,
    lines_of,
    list_of,
    put_properties,
    record_at,
    sorted_once,
    text_or_none,
)

Record = Literal["model", "dataset"]

_RECORDS: Mapping[str, Record] = {"machine-learning-model": "model", "data": "dataset"}


def read_cyclonedx(stated: Mapping[str, Any]) -> Iterator[BomEntry]:
    """Yield the models and datasets of a file, those within others and those that only a pedigree names included.

    Raises ValueError, or what Python raises for a wrong type, where the file doesn't keep to its standard.
    """
    subject = stated.get("metadata", {}).get("component")
    waiting = [*([subject] if subject else []), *list_of(stated.get("components"))]
    names: dict[str, dict[str, Any]] = {}
    records: dict[str, Record] = {}
    for component in _each_component(waiting):
        name = first_free(_name_of(component), names)
        names[name], records[name] = component, _record_of(component) or "model"
    pedigrees: dict[str, list[dict[str, Any]]] = {}
    others = _follow_pedigrees(names, records, pedigrees)
    for component in (*names.values(), *list(others.values())):
        for address, data in _datasets_of(component):
            if data and address not in records:
                others[address], records[address] = data, "dataset"
    for name, component in (*names.items(), *others.items()):
        links = list(_links_of(component, pedigrees.get(name, ()), names))
        yield _entry_of(name, component, records[name], links, is_subject=component is subject)


def _record_of(component: Mapping[str, Any]) -> Record | None:
    """Return what a component is: by its type, or where that says nothing of it by the hub's package URL."""
    return _RECORDS.get(str(component.get("type"))) or record_at(component.get("purl"))


def _each_component(waiting: list[Any]) -> Iterator[dict[str, Any]]:
    """Yield components and those within them, without recursion."""
    waiting = waiting[::-1]
    while waiting:
        component = waiting.pop()
        if isinstance(component, dict):
            if _record_of(component):
                yield component
            waiting += list_of(component.get("components"))[::-1]


def _follow_pedigrees(
    names: Mapping[str, dict[str, Any]], records: dict[str, Record], pedigrees: dict[str, list[dict[str, Any]]]
) -> dict[str, dict[str, Any]]:
    """Return the components that only pedigrees name, by their names; note in `pedigrees` what each was made from.

    An ancestor may have a pedigree itself. What a model was made from is a model, whatever its type is said to be.
    """
    others: dict[str, dict[str, Any]] = {}
    waiting = deque(names.items())
    while waiting:
        name, component = waiting.popleft()
        for ancestor in list_of((component.get("pedigree") or {}).get("ancestors")):
            if not isinstance(ancestor, dict):
                continue
            address = _address_of(ancestor, names)
            pedigrees.setdefault(name, []).append(ancestor)
            waiting.append((address, ancestor))
            if address not in records:
                others[address], records[address] = ancestor, _record_of(ancestor) or records[name]
    return others


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
    name: str, component: Mapping[str, Any], record: Record, links: Iterable[BomLink], *, is_subject: bool
) -> BomEntry:
    properties = _properties_of(component)
    card = (component.get("modelCard") or {}).get("modelParameters") or {}
    pedigree = component.get("pedigree") or {}
    references = (each.get("url") for each in list_of(component.get("externalReferences")))
    hub = hub_of(component.get("purl"), *references)
    entry = BomEntry(
        component=name,
        record=record,
        name=str(component["name"]),
        size=text_or_none(component.get("version")),
        developers=sorted_once(_developers_of(component)),
        released=None,
        hub=hub or (None if properties else hub_called(component.get("group"), component.get("name"))),
        architecture=text_or_none(card.get("modelArchitecture")),
        parameters=None,
        declared=join_licences(_licences_of(component, concluded=False)),
        concluded=sorted_once(_licences_of(component, concluded=True)),
        verdict=None,
        links=sorted_once(links),
        datasets=sorted_once(address for address, _ in _datasets_of(component)),
        because=lines_of(text_or_none(pedigree.get("notes"))),
        is_subject=is_subject or properties.get("subject") == "true",
    )
    return put_properties(entry, properties)


def _datasets_of(component: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the addresses of the data that a card names, each with what it says of it where it stands right there."""
    card = (component.get("modelCard") or {}).get("modelParameters") or {}
    for data in list_of(card.get("datasets")):
        if "ref" in data:
            yield str(data["ref"]), {}
        elif name := text_or_none(data.get("name")):
            yield str(data.get("bom-ref") or name), {"type": "data", "name": name}


def _developers_of(component: Mapping[str, Any]) -> Iterator[str]:
    people = [*list_of(component.get("authors")), component.get("manufacturer"), component.get("supplier")]
    named = [str(each["name"]) for each in people if isinstance(each, dict) and each.get("name")]
    single = [component[key] for key in ("author", "group") if text_or_none(component.get(key))]  # "author" until 1.5
    return iter(named or single[:1])


def _links_of(
    component: Mapping[str, Any], ancestors: Iterable[dict[str, Any]], names: Mapping[str, Mapping[str, Any]]
) -> Iterator[BomLink]:
    for ancestor in ancestors:
        relation = _properties_of(ancestor).get("relation", DERIVED)
        yield BomLink(_address_of(ancestor, names), relation)
    for entry in list_of(component.get("properties")):
        relation = str(entry["name"]).removeprefix(PREFIX)
        if str(entry["name"]).startswith(PREFIX) and relation in TEACHING:
            yield BomLink(str(entry["value"]), relation)


def _licences_of(component: Mapping[str, Any], *, concluded: bool) -> Iterator[str]:
    """Yield licences by acknowledgement; one without any counts as declared, as that is what tools copy."""
    for each in list_of(component.get("licenses")):
        licence = each.get("license") or each
        if (licence.get("acknowledgement") == "concluded") == concluded:
            name = licence.get("expression") or licence.get("id") or licence.get("name") or NOASSERTION
            yield from split_licence(str(name)) if "expression" in licence else (str(name),)
