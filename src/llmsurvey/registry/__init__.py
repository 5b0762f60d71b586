"""YAML and CSV in, records out: layers, faults with their place, and a compiled cache."""

from llmsurvey.registry.layers import Layer, layers_for
from llmsurvey.registry.load import load_registry
from llmsurvey.registry.registry import Registry
from llmsurvey.registry.scores import load_scores

__all__ = ["Layer", "Registry", "layers_for", "load_registry", "load_scores"]
