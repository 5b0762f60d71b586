"""A registry of models as a folder of YAML: entries with an id, other names, and parents with a relation.

As github.com/evaleval/eval-card-registry publishes it (`seed/models`): several files may speak of one id, whose names
and parents are joined; of other facts the first that is stated counts. Ids in `skip_ids` aren't entries.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from llmsurvey.errors import Fault, RegistryError
from llmsurvey.importers.graphs import Draft, DraftSize, Named, Progress
from llmsurvey.importers.graphs.date_words import read_date
from llmsurvey.importers.graphs.yaml_files import entries_of, read_trees, text_in, texts_in
from llmsurvey.messages import say
from llmsurvey.records.quantities import parse_count, short_count
from llmsurvey.registry.nodes import Node

_RELATIONS = {
    "finetune": "finetuned",
    "finetuned": "finetuned",
    "adapter": "adapter",
    "merge": "merge",
    "quantized": "quantised",
    "quantised": "quantised",
    "distilled": "distilled",
    "distillation": "distilled",
}
_OF_OTHERS = {
    *("website", "hf_org"),  # organisations
    *("dataset_repo", "metric", "metrics", "entity_a"),  # benchmarks
    *("score_type", "lower_is_better"),  # metrics
    *("homepage", "canonical_org"),  # those who serve models
    "fork_url",  # harnesses
}
"""Fields that only entries of something else have."""

_SIBLINGS = ("size", "tier")
"""Axes of a variant along which no weights pass on: a larger one isn't made from a smaller one."""


def read(paths: Sequence[Path], faults: list[Fault], progress: Progress) -> Iterator[Draft]:
    """Yield a draft for each id, and add what looks wrong to `faults`.

    Files of a folder that are about something else are left out: a repository holds organisations, too.
    Raises RegistryError with the place of whatever can't be read, or where nothing has an id.
    """
    trees = read_trees(paths, faults, progress)
    skipped = {text for _, tree, _ in trees for text in _texts_of(tree, "skip_ids")}
    by_id: dict[str, list[Node]] = {}
    wrong: list[Fault] = []
    for file, tree, twice in trees:
        entries = [entry for entry in entries_of(tree) if "id" in entry.value and _is_entry(entry)]
        if not entries and not isinstance(tree.value, dict) and tree.value:
            faults.append(Fault(str(file), tree.line, 0, say("holds no models: left out"), True))
        wrong += twice if entries or file in paths else []
        for entry in entries:
            if (identity := text_in(entry, "id")) and identity not in skipped:
                by_id.setdefault(identity, []).append(entry)
    if wrong:
        raise RegistryError(wrong)
    if not by_id:
        raise RegistryError([Fault(str(paths[0]), 0, 0, say("holds no models. Each begins with `- id:`"))])
    for identity, entries in by_id.items():
        yield _draft_of(identity, entries, faults)


def _texts_of(tree: Node, field: str) -> list[str]:
    return texts_in(tree, field) if isinstance(tree.value, dict) else []


def _is_entry(entry: Node) -> bool:
    """Whether an entry is of a model, and not of what else a registry holds."""
    return not _OF_OTHERS & set(entry.value)


def _draft_of(identity: str, entries: list[Node], faults: list[Fault]) -> Draft:
    first = entries[0]
    tags = [tag for entry in entries for tag in texts_in(entry, "tags")]
    metadata = [content for entry in entries if (content := _metadata_of(entry, faults)) is not None]
    licence = next((tag.partition(":")[2] for tag in tags if tag.startswith("license:")), None)
    open_weights = next((text for entry in entries if (text := text_in(entry, "open_weights"))), "")
    return Draft(
        kind="model",
        name=identity,
        file=first.file,
        line=first.line,
        aliases=tuple(dict.fromkeys(_aliases_of(entries))),
        developers=tuple(dict.fromkeys(filter(None, (text_in(entry, "org_id") for entry in entries))))[:1],
        released=next(filter(None, (read_date(text_in(entry, "release_date")) for entry in entries)), None),
        dates_release=False,
        access={"True": "open", "False": "closed"}.get(open_weights),
        is_service=open_weights == "False" and not any("hf_id" in content for content in metadata),
        licence=licence,
        languages=(),
        sizes=_sizes_of(identity, entries, metadata),
        bases=tuple(dict.fromkeys(_parents_of(entries, faults))),
    )


def _aliases_of(entries: list[Node]) -> Iterator[str]:
    for entry in entries:
        if name := text_in(entry, "display_name"):
            yield name
        yield from texts_in(entry, "aliases")


def _metadata_of(entry: Node, faults: list[Fault]) -> dict[str, Any] | None:
    text = text_in(entry, "metadata")
    try:
        content = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        faults.append(entry.fault(say('"metadata" is no JSON: left out'), warning=True))
        return None
    return content if isinstance(content, dict) else None


def _sizes_of(identity: str, entries: list[Node], metadata: list[dict[str, Any]]) -> tuple[DraftSize, ...]:
    hub = next((str(content["hf_id"]) for content in metadata if content.get("hf_id")), None)
    billions = next((text for entry in entries if (text := text_in(entry, "params_billions"))), "")
    try:
        parameters = parse_count(f"{billions}B") if billions else None
    except ValueError:
        parameters = None
    if parameters is None:
        return (DraftSize("weights", None, hub),) if hub and hub != identity else ()
    return (DraftSize(short_count(parameters), parameters, hub),)


def _parents_of(entries: list[Node], faults: list[Fault]) -> Iterator[Named]:
    for entry in entries:
        node = entry.value.get("parents")
        for parent in node.value if node is not None and isinstance(node.value, list) else ():
            name = text_in(parent, "id") if isinstance(parent.value, dict) else parent.text
            if not name:
                faults.append(parent.fault(say("a parent without an `id`: left out"), warning=True))
                continue
            relation = text_in(parent, "relationship", "relation") if isinstance(parent.value, dict) else ""
            axis = text_in(parent, "axis") if isinstance(parent.value, dict) else ""
            if relation != "variant" or axis not in _SIBLINGS:
                yield Named(name, _RELATIONS.get(relation, "unstated"))
