"""Faults as they are noticed, so many as anyone can read."""

from __future__ import annotations

from collections.abc import Iterable

from llmsurvey.errors import Fault, RegistryError
from llmsurvey.messages import say

MOST_FAULTS = 100_000
"""A file of more faults than this is something else than a registry, and telling each would fill the memory."""


class Faults(list[Fault]):
    """What is wrong with the files of a run. Adding a fault raises RegistryError where they are too many to go on."""

    def append(self, fault: Fault) -> None:
        """Add a fault."""
        super().append(fault)
        if len(self) == MOST_FAULTS:
            message = say("more faults than {most:,}: the rest isn't checked. Mend these first", most=MOST_FAULTS)
            raise RegistryError([*self, fault._replace(message=message)])

    def extend(self, faults: Iterable[Fault]) -> None:
        """Add faults, each as soon as it is noticed."""
        for fault in faults:
            self.append(fault)
