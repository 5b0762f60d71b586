"""A bill of materials as SPDX 3.0.1 with the profiles for AI and datasets, as JSON-LD.

https://spdx.github.io/spdx-spec/v3.0.1/: what a model was made from is `descendantOf`, data and teachers are
`trainedOn`, and each component has one `hasDeclaredLicense` and one `hasConcludedLicense`, as the profiles ask.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from functools import cached_property
from typing import Any
from urllib.parse import quote

from spdx_python_model import v3_0_1 as spdx

from llmsurvey.answers.bom import BomAnswer
from llmsurvey.answers.bom_entries import HUB_ADDRESS, NOASSERTION, NONE, TEACHING, BomEntry, BomLicence
from llmsurvey.answers.bom_expressions import join_licences, parts_of_licence, split_licence
from llmsurvey.boms.properties import properties_of
from llmsurvey.boms.text_of_licence import text_of_licence
from llmsurvey.version import __version__

_TERMS = "https://spdx.org/rdf/3.0.1/terms"
_NO_LICENCE = {
    NOASSERTION: f"{_TERMS}/ExpandedLicensing/NoAssertionLicense",
    NONE: f"{_TERMS}/ExpandedLicensing/NoneLicense",
}
"""The individuals of the standard; its library shortens them to names that its own JSON Schema doesn't know."""

_SHORTENED = {f"expandedlicensing_{address.rpartition('/')[2]}": address for address in _NO_LICENCE.values()}

_PROFILES = ("ai", "core", "dataset", "expandedLicensing", "extension", "simpleLicensing", "software")


def render(answer: BomAnswer) -> bytes:
    """Return the document."""
    content = _Document(answer).serialise()
    return f"{json.dumps(content, ensure_ascii=False, indent=2)}\n".encode("utf-8", "backslashreplace")


class _Document:
    """The elements of a document. Their ids come from a digest of the bill."""

    def __init__(self, answer: BomAnswer) -> None:
        self.answer = answer
        self.namespace = f"https://spdx.org/spdxdocs/llmsurvey-{answer.digest[:32]}"
        self.objects = spdx.SHACLObjectSet()
        self._made: dict[str, Any] = {}
        """The elements that several others name, by what they are called."""

    def serialise(self) -> dict[str, Any]:
        """Return everything as JSON-LD."""
        for entry in self.answer.entries:
            self._add_package(entry)
        for entry in self.answer.entries:
            self._add_relations(entry)
        self._add_document()
        content: dict[str, Any] = spdx.JSONLDSerializer().serialize_data(self.objects)
        content["@graph"] = [_write_out(element) for element in content["@graph"]]
        return content

    def _id(self, *parts: str) -> str:
        return f"{self.namespace}#{quote('-'.join(parts), safe='')}"

    def _add(self, element: Any) -> Any:
        element.creationInfo = self._creation
        self.objects.add(element)
        return element

    @cached_property
    def _creation(self) -> Any:
        agent = spdx.SoftwareAgent(spdxId=self._id("agent"), name="llmsurvey")
        tool = spdx.Tool(spdxId=self._id("tool"), name=f"llmsurvey {__version__}")
        creation = spdx.CreationInfo(
            created=_time(self.answer.created.time),
            specVersion="3.0.1",
            createdBy=[agent],
            createdUsing=[tool],
            comment=str(self.answer.created.note),
        )
        for element in (agent, tool):
            element.creationInfo = creation
            self.objects.add(element)
        return creation

    def _add_package(self, entry: BomEntry) -> None:
        kind: Any = spdx.ai_AIPackage if entry.record == "model" else spdx.dataset_DatasetPackage
        package = kind(spdxId=self._id(entry.component), name=entry.name)
        package.originatedBy = [self._organisation(name) for name in entry.developers]
        if len(entry.developers) == 1:
            package.suppliedBy = package.originatedBy[0]
        if entry.size:
            package.software_packageVersion = entry.size
        if entry.released and entry.released.count("-") == 2:
            package.releaseTime = _time(f"{entry.released}T00:00:00Z")
        if entry.named_at:
            package.comment = f"Named at: {', '.join(entry.named_at)}"
        if entry.hub:
            package.software_downloadLocation = HUB_ADDRESS + quote(entry.hub)
            package.software_packageUrl = f"pkg:huggingface/{quote(entry.hub)}"
        purpose = "model" if entry.record == "model" else "data"
        package.software_primaryPurpose = getattr(spdx.software_SoftwarePurpose, purpose)
        if entry.record == "dataset":
            package.dataset_datasetType = [spdx.dataset_DatasetType.text]
        elif entry.architecture:
            package.ai_typeOfModel = [entry.architecture]
        package.extension = [
            spdx.extension_CdxPropertiesExtension(
                extension_cdxProperty=[
                    spdx.extension_CdxPropertyEntry(extension_cdxPropName=name, extension_cdxPropValue=value)
                    for name, value in properties_of(entry)
                ]
            )
        ]
        self._made[entry.component] = self._add(package)

    def _organisation(self, name: str) -> Any:
        key = f"organisation/{name}"
        if key not in self._made:
            self._made[key] = self._add(spdx.Organization(spdxId=self._id(key), name=name))
        return self._made[key]

    def _add_relations(self, entry: BomEntry) -> None:
        for link in entry.links:
            teaches = link.relation in TEACHING and entry.record == "model"
            kind = "trainedOn" if teaches else "descendantOf"
            if link.relation == "generated":
                self._relate(link.component, "generates", [self._made[entry.component]], link.relation)
            else:
                self._relate(entry.component, kind, [self._made[link.component]], link.relation)
        for dataset in entry.datasets:
            self._relate(entry.component, "trainedOn", [self._made[dataset]], "trained")
        self._relate(entry.component, "hasDeclaredLicense", [self._licence(split_licence(entry.declared))])
        concluded = self._relate(entry.component, "hasConcludedLicense", [self._licence(entry.concluded)])
        concluded.comment = "\n".join(entry.because)

    def _relate(self, start: str, kind: str, ends: list[Any], summary: str | None = None) -> Any:
        """Add a relation from a component; `summary` is what the registry calls it."""
        number = str(len(self.objects.objects))
        relation = spdx.Relationship(spdxId=self._id("relationship", number))
        relation.from_ = self._made[start]
        relation.relationshipType = getattr(spdx.RelationshipType, kind)
        relation.to = ends
        if summary:
            relation.summary = summary
        return self._add(relation)

    def _licence(self, names: tuple[str, ...]) -> Any:
        """Return the licence that some names come to together: an expression, or a set where something isn't known."""
        licences = [name for name in names if name not in _NO_LICENCE]
        parts = [_NO_LICENCE[name] for name in names if name in _NO_LICENCE]
        if licences:
            parts.insert(0, self._expression(licences))
        if len(parts) == 1:
            return parts[0]
        key = f"set/{' AND '.join(names)}"
        if key not in self._made:
            together = spdx.expandedlicensing_ConjunctiveLicenseSet(spdxId=self._id(key))
            together.expandedlicensing_member = parts
            self._made[key] = self._add(together)
        return self._made[key]

    def _expression(self, names: Iterable[str]) -> Any:
        text = join_licences(names)
        key = f"expression/{text}"
        if key not in self._made:
            expression = spdx.simplelicensing_LicenseExpression(spdxId=self._id(key))
            expression.simplelicensing_licenseExpression = text
            expression.simplelicensing_customIdToUri = [
                spdx.DictionaryEntry(key=licence.licence, value=self._custom_licence(licence).spdxId)
                for licence in self.answer.licences
                if licence.licence.startswith("LicenseRef-") and licence.licence in parts_of_licence(text)
            ]
            self._made[key] = self._add(expression)
        return self._made[key]

    def _custom_licence(self, licence: BomLicence) -> Any:
        """Return a licence that the SPDX list hasn't: where its text stands is said, and linked."""
        if licence.licence not in self._made:
            custom = spdx.expandedlicensing_CustomLicense(spdxId=self._id(licence.licence), name=licence.licence_name)
            custom.simplelicensing_licenseText = text_of_licence(licence)
            if licence.url:
                custom.expandedlicensing_seeAlso = [licence.url]
            self._made[licence.licence] = self._add(custom)
        return self._made[licence.licence]

    def _add_document(self) -> None:
        subjects = [self._made[entry.component] for entry in self.answer.entries if entry.is_subject]
        bill = spdx.software_Sbom(spdxId=self._id("bom"), name=str(self.answer.title))
        bill.rootElement = subjects
        bill.element = [self._made[entry.component] for entry in self.answer.entries]
        self._add(bill)
        document = spdx.SpdxDocument(spdxId=self.namespace, name=str(self.answer.title))
        document.rootElement = [bill]
        document.profileConformance = [getattr(spdx.ProfileIdentifierType, name) for name in _PROFILES]
        self._add(document)


def _time(text: str) -> datetime.datetime:
    return datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=datetime.UTC)


def _write_out(element: dict[str, Any]) -> dict[str, Any]:
    """Return an element with the individuals of the standard by their whole addresses."""
    written = dict(element)
    for name in ("to", "expandedlicensing_member"):
        if name in element:
            written[name] = [_SHORTENED.get(item, item) if isinstance(item, str) else item for item in element[name]]
    return written
