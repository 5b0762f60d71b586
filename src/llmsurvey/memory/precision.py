"""Which type of weights is meant by a name (bf16, int4, Q4_K_M)."""

from __future__ import annotations

from llmsurvey.errors import RequestError
from llmsurvey.messages import say
from llmsurvey.records.hardware import Precision
from llmsurvey.registry.built_in import Hardware
from llmsurvey.registry.names import loose_form


def precision_of(hardware: Hardware, text: str) -> Precision:
    """Return the precision of that name. Raises RequestError with all that there are."""
    for precision in hardware.precisions:
        if loose_form(text) in {loose_form(name) for name in (precision.id, precision.name, *precision.aliases)}:
            return precision
    names = ", ".join(precision.name for precision in hardware.precisions)
    raise RequestError(say('no precision is called "{name}". There are {names}.', name=text, names=names))
