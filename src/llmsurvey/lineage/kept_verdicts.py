"""The verdicts of a registry, kept so that they are worked out once.

They are kept beside the compiled registry, under what that is kept under and the code that worked them out.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

from llmsurvey.lineage.graph import Place
from llmsurvey.lineage.verdict import Inheritance, Licensing
from llmsurvey.messages import Message
from llmsurvey.records import Verdict
from llmsurvey.registry.cache import path_of, write_content
from llmsurvey.registry.kept.mappings import KeptMapping, parts_by_hash
from llmsurvey.registry.kept.parts import DamagedError, KeptParts, open_parts, pack_parts
from llmsurvey.registry.kept.sequences import KeptSequence, parts_of
from llmsurvey.registry.registry import Registry

_KIND = "verdicts"


def open_licensing(registry: Registry, key: str) -> Licensing:
    """Return what licences say of the sizes of a registry, out of the cache if it was worked out before.

    `key` is what the compiled registry is kept under.
    """
    digest = hashlib.sha256(f"{key}/{_code_that_decides()}".encode()).hexdigest()
    path = path_of(digest, _KIND)
    parts = open_parts(digest, path)
    if parts is not None and (count := _count_inheritances(parts)) is not None:
        parts.renew = lambda: _keep_verdicts(digest, Licensing(registry))
        return Licensing(registry, recall=_KeptVerdicts(parts, count).of)
    licensing = Licensing(registry)
    _keep_verdicts(digest, licensing)
    return licensing


def _code_that_decides() -> str:
    """Return when each file of this folder was written and how long it is."""
    with os.scandir(Path(__file__).parent) as entries:
        files = sorted((entry.name, entry.stat()) for entry in entries if entry.name.endswith(".py"))
    return "/".join(f"{name}:{status.st_mtime_ns}:{status.st_size}" for name, status in files)


def _keep_verdicts(digest: str, licensing: Licensing) -> bytes:
    """Work out the verdicts of all sizes, keep them and return what is kept: each inheritance once."""
    from msgspec.json import encode

    numbers: dict[Inheritance, int] = {}
    models: dict[str, dict[str, tuple[Verdict, int]]] = {}
    for model in licensing.registry.models:
        for size in model.each_size():
            assessment = licensing.assess(model, size)
            number = numbers.setdefault(assessment.inheritance, len(numbers))
            models.setdefault(model.id, {})[size.name] = (assessment.own, number)
    every = tuple(numbers)
    sections = {
        "count": [encode(len(every))],
        "inheritances": list(parts_of(every, lambda few: encode(few, enc_hook=_plain_message))),
        "models": parts_by_hash(models),
    }
    content = pack_parts(digest, sections)
    write_content(digest, content, _KIND)
    return content


def _count_inheritances(parts: KeptParts) -> int | None:
    """Return how many inheritances are kept; None where what is there has another form."""
    from msgspec.json import Decoder

    try:
        return parts.decode_part("count", 0, Decoder(int).decode)
    except DamagedError:
        return None


class _KeptVerdicts:
    """The verdicts of a file of parts, which are read as they are asked for."""

    def __init__(self, parts: KeptParts, inheritances: int) -> None:
        from msgspec.json import Decoder

        several = Decoder(list[Inheritance], dec_hook=_read_message)
        self._inheritances = KeptSequence(parts, "inheritances", inheritances, several.decode)
        models = Decoder(dict[str, dict[str, tuple[Verdict, int]]])
        self._models = KeptMapping(parts, "models", models.decode)

    def of(self, place: Place) -> tuple[Verdict, Inheritance] | None:
        """Return the verdict of a size's own licence, and what the size passes on; None of all sizes of a model."""
        model, size = place
        kept = None if size is None else self._models.get(model, {}).get(size)
        return None if kept is None else (kept[0], self._inheritances[kept[1]])


def _plain_message(message: object) -> tuple[str, dict[str, Any]]:
    """Return what a sentence is made of. Raises TypeError for anything else."""
    if not isinstance(message, Message) or message.several is not None:
        raise TypeError(type(message).__name__)
    return message.template, message.parts


def _read_message(_: type, plain: Any) -> Message:
    """Return a sentence by what it is made of: its template, and parts that are texts or sentences themselves."""
    template, parts = plain
    said = {name: part if isinstance(part, str) else _read_message(Message, part) for name, part in parts.items()}
    return Message(template, said)
