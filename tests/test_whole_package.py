"""Properties try the same values in every run, whatever ran before."""

from __future__ import annotations

import sys
from pathlib import Path

from hypothesis import settings

import llmsurvey


def test_properties_have_a_fixed_seed() -> None:
    assert (settings().derandomize, settings().database) == (True, None)


def test_every_module_is_loaded_before_the_first_property() -> None:
    folder = Path(llmsurvey.__file__).parent
    paths = [path.relative_to(folder.parent).with_suffix("") for path in folder.rglob("*.py")]
    names = {".".join(path.parts).removesuffix(".__init__") for path in paths} - {"llmsurvey.__main__"}
    assert names <= sys.modules.keys()
