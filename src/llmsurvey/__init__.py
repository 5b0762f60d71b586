"""A catalogue of large language models and explorer of their leaderboards.

>>> import llmsurvey
>>> catalogue = llmsurvey.open()
>>> catalogue.licence("KULLM").verdicts
('yes',)

The catalogue answers the questions of the command line: `help(llmsurvey.Catalogue)`. What can't be answered raises a
`LlmsurveyError`.
"""

from __future__ import annotations

from llmsurvey.version import __version__

TYPE_CHECKING = False  # as in `typing`, which alone takes as long to import as Python takes to start
if TYPE_CHECKING:
    from typing import Any

    from llmsurvey.catalogue import Catalogue as Catalogue
    from llmsurvey.catalogue import open as open  # noqa: A004  # as in `llmsurvey.open()`
    from llmsurvey.errors import AmbiguousNameError as AmbiguousNameError
    from llmsurvey.errors import BoardError as BoardError
    from llmsurvey.errors import Fault as Fault
    from llmsurvey.errors import InputError as InputError
    from llmsurvey.errors import LlmsurveyError as LlmsurveyError
    from llmsurvey.errors import OutputError as OutputError
    from llmsurvey.errors import RegistryError as RegistryError
    from llmsurvey.errors import RequestError as RequestError
    from llmsurvey.errors import UnknownNameError as UnknownNameError

__all__ = [
    "AmbiguousNameError",
    "BoardError",
    "Catalogue",
    "Fault",
    "InputError",
    "LlmsurveyError",
    "OutputError",
    "RegistryError",
    "RequestError",
    "UnknownNameError",
    "__version__",
    "open",
]


def __getattr__(name: str) -> Any:
    """Load the interface when it is first used (PEP 562), so that importing the package costs next to nothing."""
    if name in ("Catalogue", "open"):
        from llmsurvey import catalogue

        return getattr(catalogue, name)
    if name in __all__:
        from llmsurvey import errors

        return getattr(errors, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
