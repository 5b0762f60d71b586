"""Loads every module of the program, so that what Hypothesis draws doesn't depend on what ran before."""

from __future__ import annotations

import importlib
import pkgutil

import llmsurvey


def load_whole_package() -> None:
    """Import every module of the program.

    Hypothesis draws some of its values from the constants in the modules that are loaded by then. Commands load theirs
    when they run, so without this a test would draw other values after other tests, or in another worker, although its
    seed is fixed.
    """
    for module in pkgutil.walk_packages(llmsurvey.__path__, f"{llmsurvey.__name__}."):
        if not module.name.endswith(".__main__"):
            importlib.import_module(module.name)
