"""What a bill of materials is made of: a component each for a model, or one size of it, and for a dataset.

It is what is written in either standard, and what is read back from a file of either.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from llmsurvey.answers.bom_expressions import NOASSERTION, NONE, split_licence
from llmsurvey.records import Verdict

__all__ = ["NOASSERTION", "NONE", "BomEntry", "BomFormat", "BomLicence", "BomLink"]

BomFormat = Literal["spdx", "cyclonedx"]

TEACHING = ("distilled", "generated")
"""The relations by which a component learned from the output of another, of which it holds nothing itself."""

HUB_ADDRESS: Final = "https://huggingface.co/"

LICENCE_REF: Final = "LicenseRef-llmsurvey-"
"""What stands before the id of a licence that the SPDX list hasn't."""


class BomLink(NamedTuple):
    """What a component was made from, by its `component`, and how: a relation of the registry.

    `distilled` and `generated` name a teacher, whose output was learned from and whose weights weren't taken over.
    """

    component: str
    relation: str


class BomLicence(NamedTuple):
    """A licence as the bill names it: an SPDX id, or `LicenseRef-...`, with its name and where its text is."""

    licence: str
    licence_name: str
    url: str | None


class BomEntry(NamedTuple):
    """A component. `component` is its address in the bill: `model/kullm@12.8B-v2`, `model/llama`, `dataset/oig`.

    `declared` is the licence that its makers state; `concluded` are those that bind it together: its own, and those of
    all that it holds. Each is an SPDX id, a `LicenseRef-...`, NOASSERTION or NONE. `verdict` is what these allow
    commercially, and `because` says in sentences where each comes from. `is_subject` marks what the bill is about, and
    `named_at` is where a repository names it: `app.py:14:9`.
    """

    component: str
    record: Literal["model", "dataset"]
    name: str
    size: str | None
    developers: tuple[str, ...]
    released: str | None
    hub: str | None
    architecture: str | None
    parameters: int | None
    declared: str
    concluded: tuple[str, ...]
    verdict: Verdict | None
    links: tuple[BomLink, ...]
    datasets: tuple[str, ...]
    because: tuple[str, ...]
    is_subject: bool
    named_at: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether more, or something else, binds it than its makers declare."""
        return self.concluded != split_licence(self.declared)

    @property
    def made_from(self) -> tuple[str, ...]:
        """What it was made from, and how: `finetuned model/llama@7B`."""
        return tuple(f"{link.relation} {link.component}" for link in self.links)

    @property
    def title(self) -> str:
        """How people call it: `KULLM 12.8B-v2`."""
        return f"{self.name} {self.size}" if self.size else self.name
