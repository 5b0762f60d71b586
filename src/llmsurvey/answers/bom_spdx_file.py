"""The models and datasets of an SPDX 3 file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from llmsurvey.answers.bom_entries import NOASSERTION, NONE, BomEntry, BomLink
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

_RECORDS: Mapping[str, Record] = {"ai_AIPackage": "model", "dataset_DatasetPackage": "dataset"}


def _record_of(element: Mapping[str, Any], *, is_base: bool) -> Record | None:
    """Return what an element is: by its type, the hub's package URL, or as a package that another comes from."""
    kind = str(element.get("type"))
    record = _RECORDS.get(kind) or record_at(element.get("software_packageUrl"))
    return record or ("model" if is_base and kind == "software_Package" else None)


def read_spdx(stated: Mapping[str, Any]) -> Iterator[BomEntry]:
    """Yield the models and datasets of a file. Raises what Python does where the file doesn't keep to its standard."""
    return _Graph(list_of(stated.get("@graph")) or [stated]).entries()


def _bases_in(elements: Iterable[Mapping[str, Any]]) -> set[str]:
    """Return the ids of what a relation says that others come from."""
    bases: set[str] = set()
    for element in elements:
        if element.get("relationshipType") == "descendantOf":
            bases.update(str(end) for end in list_of(element["to"]))
        elif element.get("relationshipType") == "ancestorOf":
            bases.add(str(element["from"]))
    return bases


_Relation = tuple[str, str, Mapping[str, Any]]
"""What a relation is, the element that it leads to, and the relation as the file has it."""


class _Graph:
    """The elements of a file by their ids, and the relations from each, and to each."""

    def __init__(self, elements: list[dict[str, Any]]) -> None:
        self.by_id = {name: element for element in elements if (name := element.get("spdxId") or element.get("@id"))}
        self.records: dict[str, Record] = {}
        self.packages: dict[str, str] = {}
        """The address of each model and dataset in the bill."""
        bases, taken = _bases_in(elements), set[str]()
        for name, element in self.by_id.items():
            if (record := _record_of(element, is_base=name in bases)) is not None:
                self.records[name] = record
                self.packages[name] = first_free(self._properties_of(element).get("component", name), taken)
                taken.add(self.packages[name])
        self.relations: dict[str, list[_Relation]] = {}
        for element in elements:
            if str(element.get("type")).endswith("Relationship"):
                self._add_relation(element)
        bills = (element for element in elements if element.get("type") == "software_Sbom")
        self.subjects = {name for bill in bills for name in list_of(bill.get("rootElement"))}

    def _add_relation(self, relation: Mapping[str, Any]) -> None:
        """Note a relation with the element that it starts from, turned round where the standard tells it backwards.

        `A ancestorOf B` is noted as `B descendantOf A`.
        """
        start, kind = str(relation["from"]), str(relation["relationshipType"])
        forwards = {"ancestorOf": "descendantOf", "generates": "generatedBy"}
        for end in list_of(relation["to"]):
            if kind in forwards:
                self.relations.setdefault(str(end), []).append((forwards[kind], start, relation))
            else:
                self.relations.setdefault(start, []).append((kind, str(end), relation))

    def entries(self) -> Iterator[BomEntry]:
        for name in self.packages:
            yield self._entry_of(name)

    def _entry_of(self, name: str) -> BomEntry:
        package, properties = self.by_id[name], self._properties_of(self.by_id[name])
        relations, is_model = self.relations.get(name, []), self.records[name] == "model"
        concluded = [(end, relation) for kind, end, relation in relations if kind == "hasConcludedLicense"]
        declared = (end for kind, end, _ in relations if kind == "hasDeclaredLicense")
        trained_on = (end for kind, end, _ in relations if kind == "trainedOn" and is_model and self._is_dataset(end))
        comments = (text_or_none(relation.get("comment")) for _, relation in concluded)
        makers = [*list_of(package.get("originatedBy")), package.get("suppliedBy")]
        kinds = list_of(package.get("ai_typeOfModel"))
        released = text_or_none(package.get("releaseTime"))
        hub = hub_of(package.get("software_packageUrl"), package.get("software_downloadLocation"))
        entry = BomEntry(
            component=self.packages[name],
            record=self.records[name],
            name=str(package.get("name") or name),
            size=text_or_none(package.get("software_packageVersion")),
            developers=sorted_once(str(self.by_id[maker].get("name")) for maker in makers if maker in self.by_id),
            released=released[:10] if released else None,
            hub=hub or (None if properties else hub_called(None, package.get("name"))),
            architecture=str(kinds[0]) if kinds else None,
            parameters=None,
            declared=join_licences(licence for end in declared for licence in self._licences(end)),
            concluded=sorted_once(licence for end, _ in concluded for licence in self._licences(end)),
            verdict=None,
            links=sorted_once(self._links_of(relations, is_model=is_model)),
            datasets=sorted_once(self.packages[end] for end in trained_on),
            because=lines_of(next(filter(None, comments), None)),
            is_subject=name in self.subjects,
        )
        return put_properties(entry, properties)

    def _is_dataset(self, name: str) -> bool:
        return self.records.get(name) == "dataset"

    def _links_of(self, relations: Iterable[_Relation], *, is_model: bool) -> Iterator[BomLink]:
        """Yield what an element was made from; data that a model was trained on are no such link, but `datasets`."""
        for kind, end, relation in relations:
            if end not in self.packages:
                continue
            if kind == "descendantOf":
                yield BomLink(self.packages[end], text_or_none(relation.get("summary")) or DERIVED)
            elif kind == "generatedBy":
                yield BomLink(self.packages[end], "generated")
            elif kind == "trainedOn" and not (is_model and self._is_dataset(end)):
                yield BomLink(self.packages[end], "distilled")

    def _properties_of(self, package: Mapping[str, Any]) -> dict[str, str]:
        """Return what this program wrote of an element."""
        return {
            str(item["extension_cdxPropName"]).removeprefix(PREFIX): str(item.get("extension_cdxPropValue", ""))
            for extension in list_of(package.get("extension"))
            for item in list_of(extension.get("extension_cdxProperty"))
            if str(item["extension_cdxPropName"]).startswith(PREFIX)
        }

    def _licences(self, asked: str) -> Iterator[str]:
        """Yield the licences that one stands for; a set may be in a set, and is looked at once."""
        waiting, seen = [asked], {asked}
        while waiting:
            name = waiting.pop()
            element = self.by_id.get(name, {})
            if element.get("type") == "expandedlicensing_ConjunctiveLicenseSet":
                members = [str(member) for member in list_of(element.get("expandedlicensing_member"))]
                waiting += [member for member in members if member not in seen]
                seen.update(members)
            else:
                yield from self._names_of(name, element)

    def _names_of(self, name: str, element: Mapping[str, Any]) -> tuple[str, ...]:
        if expression := element.get("simplelicensing_licenseExpression"):
            return split_licence(str(expression))
        last = name.rpartition("/")[2].rpartition("_")[2]
        if last in ("NoAssertionLicense", "NoneLicense"):
            return (NOASSERTION if last == "NoAssertionLicense" else NONE,)
        if name.startswith(("https://spdx.org/licenses/", "http://spdx.org/licenses/")):
            return (name.rpartition("/")[2],)
        return (str(element.get("name") or NOASSERTION),)
