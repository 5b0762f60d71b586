"""What the files of one model say, each fact with its file and line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from llmsurvey.errors import Fault
from llmsurvey.importers.hub import hub_of
from llmsurvey.importers.models import gguf_config, merge_config
from llmsurvey.importers.models.card import Card, read_card, relation_of
from llmsurvey.importers.models.config_layers import UnknownShapeError
from llmsurvey.importers.models.config_shape import architecture_of, context_of, language_config, shape_of
from llmsurvey.importers.models.experts import routing_of
from llmsurvey.importers.models.files import (
    Stated,
    fault_of,
    place_of,
    read_mapping,
    read_text,
    root_of,
    stated_text,
)
from llmsurvey.importers.models.find_models import ModelPath
from llmsurvey.importers.models.licence_texts import FILES, licence_of_text
from llmsurvey.importers.models.weights import Settings, Weights, weights_of
from llmsurvey.messages import list_names, say
from llmsurvey.registry.nodes import Node

_QUANTISED = re.compile(r"\b(?:gguf|gptq|awq|exl2|exl3|bnb|mlx|[48]-?bit|quanti[sz]ed|nvfp4|mxfp4)\b", re.IGNORECASE)
"""What names and tags of quantised models say."""

_NO_LICENCE = ("license", "licence")
"""What TRL writes into every card that it makes: `licence: license`."""

_BASE_IN_TAG = re.compile(r"base_model:(?:(?P<relation>[\w-]+):)?(?P<base>[^\s:]+)")


@dataclass
class ModelFiles:
    """What the files of a model state.

    `bases` are the names of what it was made from, with the hub's word for how in `relation`. `other_licences` and
    `other_bases` are what the header of weights says where a card decides. `licence_files` are files with the text of a
    licence, each with the id of the one that it is without a doubt. Of `weights` only headers were read.
    """

    path: ModelPath
    card: Card | None = None
    licence: list[Stated[str]] = field(default_factory=list)
    licence_name: Stated[str] | None = None
    licence_link: Stated[str] | None = None
    licence_files: list[Stated[str | None]] = field(default_factory=list)
    bases: list[Stated[str]] = field(default_factory=list)
    relation: Stated[str] | None = None
    other_licences: list[Stated[str]] = field(default_factory=list)
    other_bases: list[Stated[str]] = field(default_factory=list)
    datasets: list[Stated[str]] = field(default_factory=list)
    languages: list[Stated[str]] = field(default_factory=list)
    shape: Stated[dict[str, int]] | None = None
    context: Stated[int] | None = None
    architecture: Stated[str] | None = None
    weights: Weights | None = None
    faults: list[Fault] = field(default_factory=list)

    @property
    def hub(self) -> str | None:
        """The repository on the hub."""
        return self.path.hub

    @property
    def name(self) -> str:
        """What the model is called: as on the hub, else as its folder, or the one file that was named."""
        if self.hub:
            return self.hub.rpartition("/")[2]
        files = self.path.files
        if files and files[0].suffix in (".gguf", ".safetensors"):
            return files[0].stem
        return self.path.folder.absolute().name

    def warn(self, place: str, message: str) -> None:
        """Tell what looks wrong at a place."""
        self.faults.append(fault_of(place, message, warning=True))


def read_files(path: ModelPath) -> ModelFiles:
    """Return what the files of a model say. Raises RegistryError for one that can't be what its name says."""
    model, root = ModelFiles(path), root_of(path.folder)
    files = _files_of(path)
    config = files.get("config.json")
    tree = read_mapping(config, root) if config is not None else None
    if (card := next((files[name] for name in files if name.lower() in ("readme.md", "readme")), None)) is not None:
        _read_card(model, card, root)
    elif path.files and path.files[0].suffix.lower() == ".md":
        _read_card(model, path.files[0], root)
    if tree is not None:
        _read_config(model, tree)
    for name in files:
        if FILES.fullmatch(name):
            text = read_text(files[name], root).decode(errors="replace")
            model.licence_files.append(Stated(licence_of_text(text), f"{files[name]}:1"))
    if "adapter_config.json" in files:
        _read_adapter(model, read_mapping(files["adapter_config.json"], root))
    for name in merge_config.FILES:
        if name in files:
            _read_merge(model, read_mapping(files[name], root))
    plain = tree.plain() if tree is not None else {}
    settings = Settings(_quantisation_in(plain), routing_of(language_config(plain)))
    model.weights = weights_of(files, root, settings, model.warn)
    if model.weights is not None and model.weights.header is not None:
        gguf_config.fill_in(model, model.weights.header)
    _settle_relation(model, plain)
    return model


def _files_of(path: ModelPath) -> dict[str, Path]:
    """Return the files that are meant, by their names."""
    if path.files is not None:
        return {file.name: file for file in path.files}
    return {entry.name: entry for entry in sorted(path.folder.iterdir()) if not entry.is_dir()}


def _read_card(model: ModelFiles, path: Path, root: Path) -> None:
    model.card = card = read_card(path, root)
    stated = [*card.deciding_texts("license"), *card.deciding_texts("licence")]
    model.licence = [word for word in stated if word.value.casefold() not in _NO_LICENCE]
    model.licence_name, model.licence_link = card.text("license_name"), card.text("license_link")
    model.bases = card.deciding_texts("base_model")
    model.relation = relation_of(card)
    _read_tags(model, card.texts("tags"))
    if (wrong := card.no_text("datasets")) is not None:
        model.warn(place_of(wrong), say('"{field}" should be a text, or a list of texts: left out', field="datasets"))
    model.datasets = card.texts("datasets")
    model.languages = card.texts("language") or card.texts("languages")


def _read_tags(model: ModelFiles, tags: Sequence[Stated[str]]) -> None:
    """Take the bases that tags name as well, as the hub and PEFT write them: `base_model:adapter:ORG/NAME`."""
    named = {base.value.casefold() for base in model.bases}
    for tag in tags:
        match = _BASE_IN_TAG.fullmatch(tag.value)
        if match is None:
            continue
        if match["base"].casefold() not in named:
            named.add(match["base"].casefold())
            model.bases = [*model.bases, Stated(match["base"], tag.place)]
        if match["relation"]:
            model.relation = model.relation or Stated(match["relation"], tag.place)


def _read_config(model: ModelFiles, tree: Node) -> None:
    """Take shape, context and architecture of a config.json; why one can't be had is told."""
    config = tree.plain()
    fields = language_config(config)
    place = place_of(_node_of(tree, ("num_hidden_layers", "n_layer", "n_layers", "num_layers")))
    try:
        model.shape = Stated(shape_of(fields), place)
    except UnknownShapeError as error:
        model.warn(place, say("no shape, for {reason}: its cache can't be computed", reason=error.reason))
    if (context := context_of(fields)) is not None:
        model.context = Stated(context, place_of(_node_of(tree, ("max_position_embeddings", "n_positions"))))
    if (architecture := architecture_of({**fields, **config})) is not None:
        model.architecture = Stated(architecture, place_of(_node_of(tree, ("architectures",))))


def _node_of(tree: Node, names: tuple[str, ...]) -> Node:
    """Return the node of the first of some fields, wherever in the tree it is; the tree itself where none is."""
    nodes = [tree]
    while nodes:
        node = nodes.pop(0)
        if isinstance(node.value, dict):
            for name in names:
                if name in node.value:
                    return node.keys.get(name, node.value[name])
            nodes += [child for child in node.value.values() if isinstance(child.value, dict)]
    return tree


def _read_adapter(model: ModelFiles, tree: Node) -> None:
    """Take what an adapter was trained on, where the card doesn't name it, and that it is one."""
    base = stated_text(tree.value.get("base_model_name_or_path"))
    if base is not None:
        named = {stated.value.casefold() for stated in model.bases}
        if not model.bases:
            model.bases = [base]
        elif base.value.casefold() not in named:
            model.warn(
                base.place,
                say('adapts "{base}", and the card names {named}: both stand', base=base.value, named=", ".join(named)),
            )
            model.bases = [*model.bases, base]
    model.relation = model.relation or Stated("adapter", place_of(tree))


def _read_merge(model: ModelFiles, tree: Node) -> None:
    """Take what a model was merged from: all of it, also where the card names less."""
    named = [stated.value for stated in model.bases]
    known = {(hub_of(name) or name).casefold() for name in named}
    merged = [stated for stated in merge_config.models_merged(tree) if stated.value.casefold() not in known]
    if named and merged:
        names = list_names([stated.value for stated in merged], most=5)
        message = say("merges {names}, and the card names {named}: all stand", names=names, named=list_names(named))
        model.warn(merged[0].place, message)
    model.bases = [*model.bases, *merged]
    if model.bases:
        model.relation = model.relation or Stated("merge", place_of(tree))


def _quantisation_in(config: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a config says of how weights are packed."""
    for name in ("quantization_config", "compression_config", "quantization"):
        if isinstance(config.get(name), dict):
            return dict(config[name])
    nested = config.get("text_config")
    return _quantisation_in(nested) if isinstance(nested, dict) else {}


def _settle_relation(model: ModelFiles, config: Mapping[str, Any]) -> None:
    """Say how a model came from its bases where the card doesn't, as the hub does: by its files and their number."""
    if not model.bases or model.relation is not None:
        return
    tags = (
        [stated.value for name in ("tags", "library_name") for stated in model.card.texts(name)] if model.card else []
    )
    words = " ".join((model.name, *tags))
    if "peft" in tags or "lora" in tags:
        word = "adapter"
    elif len(model.bases) > 1 or "merge" in tags or "mergekit" in tags:
        word = "merge"
    elif _quantisation_in(config) or _QUANTISED.search(words) or (model.weights and model.weights.header):
        word = "quantized"
    else:
        word = "finetune"
    model.relation = Stated(word, model.bases[0].place, inferred=True)
