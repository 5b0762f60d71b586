"""Assets of Ecosystem Graphs (github.com/stanford-crfm/ecosystem-graphs): models, datasets and applications as YAML.

A field may hold a value and an explanation. Dependencies are names, of which it isn't said what they are or how they
were used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from llmsurvey.errors import Fault, RegistryError
from llmsurvey.importers.graphs import Draft, Named, Progress
from llmsurvey.importers.graphs.date_words import read_date
from llmsurvey.importers.graphs.size_words import read_sizes
from llmsurvey.importers.graphs.yaml_files import entries_of, explanation_in, read_trees, text_in, texts_in
from llmsurvey.messages import either_of, say
from llmsurvey.registry.nodes import Node

_TYPES = ("model", "dataset", "application")
_NOTHING = {"", "none", "unknown", "unknkown", "n/a"}
_BETWEEN = re.compile(r"\s*(?:,|;|\band\b)\s*(?!Inc|Ltd|LLC|PBC|Co\b)")


def read(paths: Sequence[Path], faults: list[Fault], progress: Progress) -> Iterator[Draft]:
    """Yield the assets of some files or folders, and add what looks wrong to `faults`.

    Files of a folder that are about something else are left out: a repository holds settings, too. Raises RegistryError
    with the place of whatever can't be read, or is no asset.
    """
    wrong: list[Fault] = []
    drafts: list[Draft] = []
    for file, tree, twice in read_trees(paths, faults, progress):
        entries = list(entries_of(tree))
        if file not in paths and not any(map(_may_be_asset, entries)):
            faults.append(tree.fault(say("holds no assets: left out"), warning=True))
            continue
        wrong += twice
        if not entries:
            wrong.append(tree.fault(say("holds no assets. Each begins with `- name:` and has a `type:`")))
        for entry in entries:
            problem = _problem_of(entry)
            if problem is not None:
                wrong.append(problem)
            else:
                drafts.append(_draft_of(entry, faults))
    if not drafts and not wrong:
        wrong.append(Fault(str(paths[0]), 0, 0, say("holds no assets. Each begins with `- name:` and has a `type:`")))
    if wrong:
        raise RegistryError(wrong)
    yield from drafts


def _may_be_asset(entry: Node) -> bool:
    """Whether an entry is meant as an asset, be it a broken one."""
    return text_in(entry, "type") in _TYPES or bool({"organization", "dependencies"} & set(entry.value))


def _problem_of(entry: Node) -> Fault | None:
    """Return why an entry is no asset; None where it is one."""
    if not text_in(entry, "name"):
        return entry.fault(say("an asset without a name. Give it one"))
    kind = text_in(entry, "type")
    if kind not in _TYPES:
        message = say(
            '"{name}" is of the type "{kind}", not {types}',
            name=text_in(entry, "name"),
            kind=kind,
            types=either_of(_TYPES),
        )
        return entry.fault(message)
    return None


def _draft_of(entry: Node, faults: list[Fault]) -> Draft:
    kind, name = text_in(entry, "type"), text_in(entry, "name")
    access = text_in(entry, "access").casefold()
    size = text_in(entry, "size")
    sizes = read_sizes(size) if kind == "model" else ()
    date = text_in(entry, "created_date")
    released = read_date(date)
    if released is None and date.casefold() not in _NOTHING:
        node = entry.value["created_date"]
        faults.append(node.fault(say('"{text}" of "{name}" is no date: left out', text=date, name=name), warning=True))
    says = list(_kept_words(entry))
    if kind == "model" and size.casefold() not in _NOTHING and not sizes:
        says.append(f'size: "{size}"')
    return Draft(
        kind="dataset" if kind == "dataset" else "model",
        name=name,
        file=entry.file,
        line=entry.line,
        developers=tuple(
            part for part in _BETWEEN.split(text_in(entry, "organization")) if part.casefold() not in _NOTHING
        ),
        released=released,
        access=access if access in ("open", "limited", "closed") else None,
        is_service=kind == "application",
        licence=_licence_of(entry) or None,
        sizes=sizes,
        extent=size if kind == "dataset" and size.casefold() not in _NOTHING else None,
        bases=tuple(
            Named(base, "unstated", may_be_data=True)
            for base in texts_in(entry, "dependencies")
            if base.casefold() not in _NOTHING
        ),
        says=tuple(says),
    )


def _licence_of(entry: Node) -> str:
    """Return the words for the licence; several as one text, which means none of them: which one binds isn't said."""
    return ", ".join(texts_in(entry, "license"))


def _kept_words(entry: Node) -> Iterator[str]:
    """Yield the source's words that no field of a record holds: its page, its licence, and what explains these."""
    if (page := text_in(entry, "url")).casefold() not in _NOTHING:
        yield page
    if (licence := _licence_of(entry)).casefold() not in _NOTHING:
        yield f'license: "{licence}"'
    for field in ("license", "created_date"):
        if explanation := explanation_in(entry, field):
            yield f'{field}, explained: "{explanation}"'
