"""One file a way into the program; each names its surfaces in `SURFACES`."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from tests.fuzz.surface import Surface

FILES = sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py"))


@functools.cache
def load_surfaces(names: Sequence[str] = ()) -> list[Surface]:
    """The surfaces of these names, or all; part of a name will do. Raises SystemExit where none fits."""
    surfaces = [surface for file in FILES for surface in import_module(f"{__name__}.{file}").SURFACES]
    wanted = [surface for surface in surfaces if not names or any(name in surface.name for name in names)]
    if not wanted:
        raise SystemExit(f"no surface is called {' or '.join(names)}: {', '.join(each.name for each in surfaces)}")
    return wanted
