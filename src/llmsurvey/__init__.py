"""A catalogue of large language models and explorer of their leaderboards.

>>> import llmsurvey
>>> catalogue = llmsurvey.open()

The catalogue answers the questions of the command line: `help(llmsurvey.Catalogue)`.
"""

from __future__ import annotations

from llmsurvey.version import __version__

TYPE_CHECKING = False  # as in `typing`, which alone takes as long to import as Python takes to start
if TYPE_CHECKING:
    from typing import Any

    from llmsurvey.catalogue import Catalogue as Catalogue
    from llmsurvey.catalogue import open as open  # noqa: A004  # as in `llmsurvey.open()`

__all__ = ["Catalogue", "__version__", "open"]


def __getattr__(name: str) -> Any:
    """Load the interface when it is first used (PEP 562), so that importing the package costs next to nothing."""
    if name in ("Catalogue", "open"):
        from llmsurvey import catalogue

        return getattr(catalogue, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
