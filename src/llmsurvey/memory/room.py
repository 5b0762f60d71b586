"""How much memory there is to fit into: an amount with its unit (24GB, 24GiB), a card, or several (2xA100-80GB)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from llmsurvey.errors import AmbiguousNameError, LlmsurveyError, RequestError, UnknownNameError
from llmsurvey.messages import say
from llmsurvey.records.hardware import Gpu
from llmsurvey.registry.built_in import Hardware
from llmsurvey.registry.names import loose_form

_UNITS = {
    "KB": 10**3,
    "MB": 10**6,
    "GB": 10**9,
    "TB": 10**12,
    "KIB": 2**10,
    "MIB": 2**20,
    "GIB": 2**30,
    "TIB": 2**40,
}
_FORM = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([KMGT]i?B)", re.IGNORECASE | re.ASCII)
_SEVERAL = re.compile(r"([1-9][0-9]{0,3})\s*[x*\u00d7]\s*(.+)", re.IGNORECASE | re.ASCII)
"""So many cards or amounts: `2xA100-80GB`."""

_MISCOUNTED = re.compile(r"[+-]?[0-9][0-9.,]*\s*[x*\u00d7]\s*(.+)", re.IGNORECASE | re.ASCII)
"""As many cards as there can't be: `0xA100`."""

_LONGEST = 60
"""A number of more characters is no amount, and nobody waits until it is computed."""


@dataclass(frozen=True)
class Room:
    """An amount of memory to fit into, and what it is called: `24GB`, or a card.

    `cards` are those that are sold as having an amount that was named, which isn't quite what they have. `count` is how
    many cards, or amounts, are taken together.
    """

    name: str
    bytes: int
    gpu: Gpu | None = None
    cards: tuple[str, ...] = ()
    count: int = 1


def room_of(hardware: Hardware, text: str) -> Room:
    """Read an amount with its unit (24GB, 24GiB) or the name of a card (A100-80GB), or several of one (2xA100-80GB).

    Raises RequestError for an amount without a unit, for a card that isn't known, and for a name that several have
    in part (A100, of which there are two).
    """
    if (several := _SEVERAL.fullmatch(text.strip())) and not _is_card(hardware, text):
        card = _one_room(hardware, several[2])
        count = int(several[1])
        name = say("{count} x {room}", count=count, room=card.name)
        return replace(card, name=name, bytes=card.bytes * count, cards=card.cards if count == 1 else (), count=count)
    if _MISCOUNTED.fullmatch(text.strip()) and not _is_card(hardware, text):
        raise RequestError(say('"{text}": the number of cards is a whole number from 1 to 9,999.', text=text))
    return _one_room(hardware, text)


def _is_card(hardware: Hardware, text: str) -> bool:
    return any(
        loose_form(text) in {loose_form(name) for name in (gpu.id, gpu.name, *gpu.aliases)} for gpu in hardware.gpus
    )


def _one_room(hardware: Hardware, text: str) -> Room:
    """Read an amount or the name of one card. Raises what `room_of` does."""
    for gpu in hardware.gpus:
        if loose_form(text) in {loose_form(name) for name in (gpu.id, gpu.name, *gpu.aliases)}:
            return Room(gpu.name, gpu.bytes, gpu)
    try:
        amount = parse_bytes(text)
        cards = tuple(gpu.name for gpu in hardware.gpus if gpu.memory_gb * 10**9 == amount)
        return Room(text.strip(), amount, cards=cards)
    except ValueError as error:
        if not text.strip()[:1].isalpha():
            raise RequestError(say("{problem}, or name a card: RTX-4090.", problem=error.args[0])) from None
        raise _error_without_card(hardware, text) from None


def _error_without_card(hardware: Hardware, text: str) -> LlmsurveyError:
    """Return a name that no card has: with those that begin so, or the nearest, or else with all that there are."""
    from llmsurvey.registry.nearest_names import nearest_names

    begun = [
        gpu.id
        for gpu in hardware.gpus
        if any(loose_form(name).startswith(loose_form(text)) for name in (gpu.id, gpu.name, *gpu.aliases))
    ]
    if len(begun) > 1:
        return AmbiguousNameError(text, begun)
    # people type RTX 4090: the maker's word before it would make every other name of as many letters nearer
    names = {gpu.name.removeprefix("GeForce "): gpu.name for gpu in hardware.gpus}
    if nearest := nearest_names(text, list(names)):
        return UnknownNameError("card", text, [names[name] for name in nearest])
    every = ", ".join(gpu.id for gpu in hardware.gpus)
    return RequestError(say('no card is called "{name}". There are {names}.', name=text, names=every))


def parse_bytes(text: str) -> int:
    """Read an amount of memory with its unit: 24GB is 24 x 10^9 bytes, 24GiB is 24 x 2^30.

    Raises ValueError for what has no unit, for it could mean either, and for more than any machine has.
    """
    stripped = text.strip()
    match = _FORM.fullmatch(stripped) if len(stripped) <= _LONGEST else None
    amount = int(Fraction(match[1]) * _UNITS[match[2].upper()]) if match else 0
    if not 0 < amount < 10**18:
        raise ValueError(say('"{text}" is no amount of memory. Write it with its unit: 24GB or 24GiB', text=text))
    return amount
