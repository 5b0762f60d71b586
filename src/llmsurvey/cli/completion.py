"""What stands at the place where Tab was pressed, and what is offered there."""

from __future__ import annotations

from collections.abc import Sequence

from llmsurvey.cli import offered_names
from llmsurvey.cli.command_index import Offer, offers_of
from llmsurvey.cli.commands import COMMANDS
from llmsurvey.messages import say, translated

Completion = tuple[str, str]
"""What is offered, and what is said of it, if anything."""


def complete_words(words: Sequence[str], incomplete: str) -> list[Completion]:
    """Return what completes a word behind the `words` of a command line, without the program's own name."""
    offers = offers_of("")
    position = _Place(offers, words, has_commands=True)
    if position.open_option is None and position.arguments:
        command = position.arguments[0]
        if command not in COMMANDS:
            return []
        offers = offers_of(command)
        position = _Place(offers, words[position.end :])
    else:
        command = ""
    if position.open_option is not None:
        return _without_text(_complete_value(position.open_option, command, incomplete))
    if incomplete.startswith("-") and not position.is_closed:
        return _without_text(_complete_option(offers, words, command, incomplete))
    if not command:
        return [
            (name, translated(say(entry.summary)))
            for name, entry in COMMANDS.items()
            if name.startswith(incomplete) and not entry.is_hidden
        ]
    argument = position.next_argument
    return _without_text(_complete_value(argument, command, incomplete)) if argument else []


class _Place:
    """Where a command line ends: behind an option that wants a value, or among arguments."""

    def __init__(self, offers: Sequence[Offer], words: Sequence[str], *, has_commands: bool = False) -> None:
        by_flag = {flag: offer for offer in offers for flag in offer.flags}
        self.offers = offers
        self.open_option: Offer | None = None
        self.arguments: list[str] = []
        self.is_closed = False
        self.end = 0
        for word in words:
            self.end += 1
            if self.open_option is not None:
                self.open_option = None
            elif self.is_closed or not word.startswith("-") or word == "-":
                self.arguments.append(word)
                if has_commands:
                    return
            elif word == "--":
                self.is_closed = True
            elif (offer := by_flag.get(word)) is not None and not offer.is_alone:
                self.open_option = offer

    @property
    def next_argument(self) -> Offer | None:
        """The argument that comes next, the last one again and again if it can be repeated."""
        arguments = [offer for offer in self.offers if not offer.flags]
        number = len(self.arguments)
        if number < len(arguments):
            return arguments[number]
        return arguments[-1] if arguments and arguments[-1].is_repeatable else None


def _complete_value(offer: Offer, command: str, incomplete: str) -> list[str]:
    if offer.choices:
        return [choice for choice in offer.choices if choice.startswith(incomplete)]
    if offer.names is None:
        return []
    return offered_names.complete_name(offer.names, command, incomplete)


def _complete_option(offers: Sequence[Offer], words: Sequence[str], command: str, incomplete: str) -> list[str]:
    """Return what begins as an option does that is typed so far; behind a = its values, `--format=csv`."""
    flag, equals, value = incomplete.partition("=")
    if not equals:
        return _complete_flags(offers, words, incomplete)
    offer = next((offer for offer in offers if flag in offer.flags and not offer.is_alone), None)
    return [f"{flag}={name}" for name in _complete_value(offer, command, value)] if offer else []


def _complete_flags(offers: Sequence[Offer], words: Sequence[str], incomplete: str) -> list[str]:
    """Return the options that begin as typed, without those that are given already and can't be again."""
    given = {word.partition("=")[0] for word in words}
    return [
        flag
        for offer in offers
        if offer.is_repeatable or given.isdisjoint(offer.flags)
        for flag in offer.flags
        if flag.startswith(incomplete)
    ]


def _without_text(names: Sequence[str]) -> list[Completion]:
    return [(name, "") for name in names]
