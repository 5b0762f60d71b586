"""A registry of a few models that imports are laid over: that of the catalogue takes seconds to compile."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Any

from llmsurvey.lineage.verdict import Licensing
from llmsurvey.registry.compile import compile_layers
from llmsurvey.registry.layer_text import layer_text
from llmsurvey.registry.layers import Layer
from llmsurvey.registry.registry import Registry

_SMALL = """
licences:
- {id: apache-2.0, name: Apache License 2.0, spdx: Apache-2.0, kind: software, commercial: yes}
- {id: mit, name: MIT License, spdx: MIT, kind: software, commercial: yes}
- id: llama-2-community
  name: Llama 2 Community License Agreement
  kind: model
  commercial: conditional
  conditions: [{kind: user-threshold, text: Above 700 million users another licence is needed.}]
- id: cc-by-sa-4.0
  name: CC BY-SA 4.0
  spdx: CC-BY-SA-4.0
  kind: content
  commercial: yes
  conditions: [{kind: share-alike, text: What is made of it stays under it.}]
datasets:
- {id: corpus, name: Corpus, licence: cc-by-sa-4.0, generated_by: [{model: base}]}
- {id: c4, name: C4, aliases: [lab/data]}
models:
- {id: base, name: Base, licence: llama-2-community, sizes: [{name: 7B, parameters: 7B, hub: lab/base-7b}]}
- id: tuned
  name: Tuned
  licence: apache-2.0
  foundations: [{model: base, size: 7B, relation: finetuned}]
  datasets: [corpus]
  sizes: [{name: 7B, hub: lab/tuned-7b}]
"""


def small_layer() -> Layer:
    """The layer of the small registry."""
    return Layer("small", (("small.yaml", _SMALL.encode()),))


@functools.cache
def small_registry() -> Registry:
    """The small registry."""
    return compile_layers([small_layer()]).registry


def check_layer(lists: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """A layer that an import made loads over the small registry, and all of its verdicts can be told."""
    layers = [small_layer()]
    if any(lists.values()):
        content = layer_text(lists, "heading").encode("utf-8", "replace")
        layers.append(Layer("mine", (("mine.yaml", content),)))
    registry = compile_layers(layers).registry
    licensing = Licensing(registry)
    for model in registry.models:
        for size in model.each_size():
            assert licensing.assess(model, size).verdict
