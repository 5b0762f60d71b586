"""The models and datasets of an SPDX 3 file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from llmsurvey.answers.bom_entries import NOASSERTION, NONE, BomEntry, BomLink
from llmsurvey.answers.bom_expressions import join_licences, split_licence
from llmsurvey.answers.bom_stated import (
    DERIVED,
    PREFIX,
    compose_entry,
    first_free,
    hub_called,
    hub_of,
    list_of,
    record_at,
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


class _Graph:
    """The elements of a file by their ids, and the relations from each, and to each."""

    def __init__(self, elements: list[dict[str, Any]]) -> None:
        self.by_id = {name: each for each in elements if (name := each.get("spdxId") or each.get("@id"))}
        self.records: dict[str, Record] = {}
        self.packages: dict[str, str] = {}
        """The address of each model and dataset in the bill."""
        taken: set[str] = set()
        bases = {
            str(end)
            for each in elements
            if each.get("relationshipType") == "descendantOf"
            for end in list_of(each["to"])
        }
        bases |= {str(each["from"]) for each in elements if each.get("relationshipType") == "ancestorOf"}
        for name, each in self.by_id.items():
            if (record := _record_of(each, is_base=name in bases)) is not None:
                self.records[name] = record
                self.packages[name] = first_free(self._properties_of(each).get("component", name), taken)
                taken.add(self.packages[name])
        self.relations: dict[str, list[tuple[str, str, Mapping[str, Any]]]] = {}
        for each in elements:
            if str(each.get("type")).endswith("Relationship"):
                self._add_relation(each)
        bills = (each for each in elements if each.get("type") == "software_Sbom")
        self.subjects = {name for each in bills for name in list_of(each.get("rootElement"))}

    def _add_relation(self, relation: Mapping[str, Any]) -> None:
        """Note a relation with the element that it is from; one that is told backwards, with those that it is to."""
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
        package = self.by_id[name]
        record = self.records[name]
        relations = self.relations.get(name, [])
        concluded = [each for each in relations if each[0] == "hasConcludedLicense"]
        makers = [*list_of(package.get("originatedBy")), package.get("suppliedBy")]
        kinds = list_of(package.get("ai_typeOfModel"))
        released = text_or_none(package.get("releaseTime"))
        return compose_entry(
            self.packages[name],
            record,
            name=str(package.get("name") or name),
            properties=self._properties_of(package),
            version=text_or_none(package.get("software_packageVersion")),
            developers=(str(self.by_id[maker].get("name")) for maker in makers if maker in self.by_id),
            released=released[:10] if released else None,
            hub=hub_of(package.get("software_packageUrl"), package.get("software_downloadLocation"))
            or (None if self._properties_of(package) else hub_called(None, package.get("name"))),
            architecture=str(kinds[0]) if kinds else None,
            declared=join_licences(
                licence for kind, end, _ in relations if kind == "hasDeclaredLicense" for licence in self._licences(end)
            ),
            concluded=(licence for _, end, _ in concluded for licence in self._licences(end)),
            links=self._links_of(relations, record),
            datasets=(
                self.packages[end]
                for kind, end, _ in relations
                if kind == "trainedOn" and self._is_dataset(end) and record == "model"
            ),
            because=next((comment for *_, each in concluded if (comment := text_or_none(each.get("comment")))), None),
            is_subject=name in self.subjects,
        )

    def _is_dataset(self, name: str) -> bool:
        return self.records.get(name) == "dataset"

    def _links_of(
        self, relations: list[tuple[str, str, Mapping[str, Any]]], record: Literal["model", "dataset"]
    ) -> Iterator[BomLink]:
        for kind, end, relation in relations:
            if end not in self.packages:
                continue
            if kind == "descendantOf":
                yield BomLink(self.packages[end], text_or_none(relation.get("summary")) or DERIVED)
            elif kind == "generatedBy":
                yield BomLink(self.packages[end], "generated")
            elif kind == "trainedOn" and not (self._is_dataset(end) and record == "model"):
                yield BomLink(self.packages[end], "distilled")

    def _properties_of(self, package: Mapping[str, Any]) -> dict[str, str]:
        """Return what this program wrote of an element."""
        return {
            str(each["extension_cdxPropName"]).removeprefix(PREFIX): str(each.get("extension_cdxPropValue", ""))
            for extension in list_of(package.get("extension"))
            for each in list_of(extension.get("extension_cdxProperty"))
            if str(each["extension_cdxPropName"]).startswith(PREFIX)
        }

    def _licences(self, asked: str) -> Iterator[str]:
        """Yield the licences that one stands for; a set may be in a set, and is looked at once."""
        waiting, seen = [asked], {asked}
        while waiting:
            name = waiting.pop()
            element = self.by_id.get(name, {})
            if element.get("type") == "expandedlicensing_ConjunctiveLicenseSet":
                members = [str(each) for each in list_of(element.get("expandedlicensing_member"))]
                waiting += [each for each in members if each not in seen]
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
