"""The names of models, by the built-in registry."""

from __future__ import annotations

import pytest

from llmsurvey.importers.repositories.model_names import ModelNames
from llmsurvey.registry.registry import Registry


@pytest.fixture(scope="session")
def names(registry: Registry) -> ModelNames:
    """What the built-in registry knows."""
    return ModelNames(registry)
