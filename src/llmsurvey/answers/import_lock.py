"""One import of models at a time: each is laid over those before it, or put among what one of them left in a file."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def hold_imports(into: str | None, *, writes: bool) -> Iterator[None]:
    """Keep other imports out of the folder `into`, or of the user's own imports, where this one writes anything.

    Raises OutputError where the folder can't be written or locked, or another import holds it for too long.
    """
    if not writes:
        yield
        return
    from llmsurvey.boards.lock import lock_folder
    from llmsurvey.registry.layers import imports_folder

    with lock_folder(imports_folder() if into is None else Path(into)):
        yield
