"""A bill of materials as a CycloneDX 1.6 ML-BOM, as JSON.

https://cyclonedx.org/docs/1.6/json/: what a component was made from is its pedigree, licences are told apart as
declared and concluded. The library of the standard knows no model cards, and gives the places at which a component is
named in any order: both are put in behind it.
"""

from __future__ import annotations

import datetime
import json
import re
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from cyclonedx.model import AttachedText, ExternalReference, ExternalReferenceType, Property, XsUri
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType, Pedigree
from cyclonedx.model.contact import OrganizationalContact
from cyclonedx.model.dependency import Dependency
from cyclonedx.model.license import DisjunctiveLicense, LicenseAcknowledgement
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.spdx import is_supported_id
from packageurl import PackageURL

from llmsurvey.answers.bom import BomAnswer
from llmsurvey.answers.bom_entries import HUB_ADDRESS, TEACHING, BomEntry, BomLicence
from llmsurvey.answers.bom_stated import PREFIX
from llmsurvey.boms.properties import properties_of
from llmsurvey.boms.text_of_licence import text_of_licence
from llmsurvey.version import __version__

_PLACE = re.compile(r"(?P<file>.+):(?P<line>[0-9]+):[0-9]+", re.DOTALL)

_TYPES = {"model": ComponentType.MACHINE_LEARNING_MODEL, "dataset": ComponentType.DATA}


def render(answer: BomAnswer) -> bytes:
    """Return the document."""
    entries = {entry.component: entry for entry in answer.entries}
    licences = {licence.licence: licence for licence in answer.licences}
    components = {name: _component_of(entry, entries, licences) for name, entry in entries.items()}
    subjects = [entry.component for entry in answer.entries if entry.is_subject]
    metadata = BomMetaData(
        component=components[subjects[0]] if len(subjects) == 1 else None,
        timestamp=datetime.datetime.fromisoformat(answer.created.time),
        properties=[Property(name=f"{PREFIX}created", value=str(answer.created.note))],
    )
    metadata.tools.components.add(Component(name="llmsurvey", version=__version__, type=ComponentType.APPLICATION))
    bom = Bom(
        serial_number=uuid.uuid5(uuid.NAMESPACE_URL, f"llmsurvey:{answer.digest}"),
        metadata=metadata,
        components=[component for name, component in components.items() if [name] != subjects],
    )
    bom.dependencies = [
        Dependency(components[name].bom_ref, [Dependency(components[base].bom_ref) for base in _bases_of(entry)])
        for name, entry in entries.items()
    ]
    content = json.loads(JsonV1Dot6(bom).output_as_string())
    for component in filter(None, [content["metadata"].get("component"), *content.get("components", ())]):
        entry = entries[component["bom-ref"]]
        if entry.record == "model":
            component["modelCard"] = _card_of(entry)
        if entry.named_at:
            component["evidence"] = {"occurrences": [_occurrence_of(place) for place in entry.named_at]}
    return f"{json.dumps(content, ensure_ascii=False, indent=2)}\n".encode("utf-8", "backslashreplace")


def _bases_of(entry: BomEntry) -> Iterator[str]:
    """Return what a component was made from, trained on, or taught by, each once."""
    return iter(dict.fromkeys([*(link.component for link in entry.links), *entry.datasets]))


def _component_of(entry: BomEntry, entries: Mapping[str, BomEntry], licences: Mapping[str, BomLicence]) -> Component:
    component = _name_component(entry)
    component.bom_ref.value = entry.component
    component.authors = [OrganizationalContact(name=name) for name in entry.developers]
    component.licenses = list(_licences_of(entry, licences))
    component.properties = [Property(name=name, value=value) for name, value in _all_properties(entry)]
    if entry.hub:
        address = XsUri(HUB_ADDRESS + entry.hub)
        component.external_references = [ExternalReference(type=ExternalReferenceType.DISTRIBUTION, url=address)]
    component.pedigree = Pedigree(
        ancestors=[
            _name_ancestor(entries[link.component], link.relation)
            for link in entry.links
            if link.relation not in TEACHING
        ],
        notes="\n".join(entry.because),
    )
    return component


def _occurrence_of(place: str) -> dict[str, Any]:
    """Return a place of a file (`app.py:14:9`) as the standard has it, which knows lines and no columns."""
    if match := _PLACE.fullmatch(place):
        return {"location": match["file"], "line": int(match["line"])}
    return {"location": place}


def _name_component(entry: BomEntry) -> Component:
    """Return a component with what it is called alone."""
    owner, _, name = (entry.hub or "").rpartition("/")
    return Component(
        type=_TYPES[entry.record],
        name=entry.name,
        version=entry.size,
        purl=PackageURL("huggingface", owner or None, name) if name else None,
    )


def _name_ancestor(entry: BomEntry, relation: str) -> Component:
    """Return what another was made from, as a pedigree names it: it stands in the bill itself, with all its facts."""
    ancestor = _name_component(entry)
    ancestor.properties = [
        Property(name=f"{PREFIX}component", value=entry.component),
        Property(name=f"{PREFIX}relation", value=relation),
    ]
    return ancestor


def _all_properties(entry: BomEntry) -> Iterator[tuple[str, str]]:
    """Yield what the standard has no field for: also teachers, of which a component holds nothing."""
    yield from properties_of(entry)
    for link in entry.links:
        if link.relation in TEACHING:
            yield f"{PREFIX}{link.relation}", link.component


def _licences_of(entry: BomEntry, licences: Mapping[str, BomLicence]) -> Iterator[DisjunctiveLicense]:
    yield _licence(entry.declared, LicenseAcknowledgement.DECLARED, licences)
    for name in entry.concluded:
        yield _licence(name, LicenseAcknowledgement.CONCLUDED, licences)


def _licence(
    name: str, acknowledgement: LicenseAcknowledgement, licences: Mapping[str, BomLicence]
) -> DisjunctiveLicense:
    """Return a licence by its SPDX id where the standard's list has it, else by its name in the bill."""
    licence = licences.get(name)
    url = XsUri(licence.url) if licence and licence.url else None
    if is_supported_id(name):
        return DisjunctiveLicense(id=name, url=url, acknowledgement=acknowledgement)
    text = AttachedText(content=text_of_licence(licence)) if licence else None
    return DisjunctiveLicense(name=name, url=url, text=text, acknowledgement=acknowledgement)


def _card_of(entry: BomEntry) -> dict[str, Any]:
    """Return the model card: what kind of network it is, and what it was trained on."""
    parameters: dict[str, Any] = {}
    if entry.architecture:
        parameters["modelArchitecture"] = entry.architecture
    if entry.datasets:
        parameters["datasets"] = [{"ref": dataset} for dataset in entry.datasets]
    return {"modelParameters": parameters}
