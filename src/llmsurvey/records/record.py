"""What every record has in common."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]*$")]
"""Lower case letters, digits, dots, hyphens: what other records refer to."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Any text that isn't blank."""


class Record(BaseModel):
    """A frozen record that refuses unknown fields; schemas are built when first needed, to start fast."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
