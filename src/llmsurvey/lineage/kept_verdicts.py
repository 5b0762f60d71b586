"""The verdicts of a registry, kept so that they are worked out once.

They are kept beside the compiled registry, under what that is kept under and the code that worked them out.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any, NamedTuple

from llmsurvey.lineage.graph import Place
from llmsurvey.lineage.verdict import Inheritance, Licensing
from llmsurvey.messages import Message
from llmsurvey.records import Verdict
from llmsurvey.registry.cache import read_bytes, write_bytes
from llmsurvey.registry.registry import Registry

_KIND = "verdicts"


class _Kept(NamedTuple):
    """Each inheritance once; for each model its sizes with the verdict of their own licence, and which inheritance."""

    inheritances: tuple[Inheritance, ...]
    sizes: dict[str, dict[str, tuple[Verdict, int]]]


def open_licensing(registry: Registry, key: str) -> Licensing:
    """Return what licences say of the sizes of a registry, out of the cache if it was worked out before.

    `key` is what the compiled registry is kept under.
    """
    licensing = Licensing(registry)
    digest = hashlib.sha256(f"{key}/{_code_that_decides()}".encode()).hexdigest()
    kept = _read_verdicts(digest)
    if kept is None:
        _keep_verdicts(digest, _work_out(licensing))
    else:
        licensing.remember(*kept)
    return licensing


def _code_that_decides() -> str:
    """Return when each file of this folder was written and how long it is."""
    with os.scandir(Path(__file__).parent) as entries:
        files = sorted((entry.name, entry.stat()) for entry in entries if entry.name.endswith(".py"))
    return "/".join(f"{name}:{status.st_mtime_ns}:{status.st_size}" for name, status in files)


def _work_out(licensing: Licensing) -> _Kept:
    """Return the verdicts of all sizes."""
    numbers: dict[Inheritance, int] = {}
    sizes: dict[str, dict[str, tuple[Verdict, int]]] = {}
    for model in licensing.registry.models:
        for size in model.each_size():
            assessment = licensing.assess(model, size)
            number = numbers.setdefault(assessment.inheritance, len(numbers))
            sizes.setdefault(model.id, {})[size.name] = (assessment.own, number)
    return _Kept(tuple(numbers), sizes)


def _read_verdicts(digest: str) -> tuple[dict[Place, Verdict], dict[Place, Inheritance]] | None:
    """Return the verdict of each size's own licence and what each passes on, as they were kept.

    None where none were, or what is there has another form.
    """
    from msgspec import DecodeError
    from msgspec.json import decode

    body = read_bytes(digest, _KIND)
    try:
        if body is None:
            return None
        inheritances, models = decode(body, type=_Kept, dec_hook=_read_message)
        sizes: dict[Place, tuple[Verdict, int]] = {
            (model, name): size for model, each in models.items() for name, size in each.items()
        }
        owns = {place: own for place, (own, _) in sizes.items()}
        return owns, {place: inheritances[number] for place, (_, number) in sizes.items()}
    except (DecodeError, ValueError, LookupError, TypeError, AttributeError):
        return None


def _keep_verdicts(digest: str, kept: _Kept) -> None:
    from msgspec.json import encode

    write_bytes(digest, encode(kept, enc_hook=_plain_message), _KIND)


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
