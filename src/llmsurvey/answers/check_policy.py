"""A policy: what models must be for `check` to let them pass, as a file says it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar, get_args

from llmsurvey.errors import Fault, RegistryError, RequestError, reason_of
from llmsurvey.inputs import read_input
from llmsurvey.lineage.uses import Use, parse_use
from llmsurvey.messages import list_names, say
from llmsurvey.records import ConditionKind
from llmsurvey.registry.hub_licences import HUB_LICENCES, hub_word, names_several
from llmsurvey.registry.names import strict_form
from llmsurvey.registry.nearest_names import did_you_mean
from llmsurvey.registry.nodes import Node, read_document
from llmsurvey.registry.registry import Registry

Word = TypeVar("Word", bound="str | Use")

LeastVerdict = Literal["yes", "conditional", "no"]
Choice = Literal["allow", "deny"]

_MOST_BYTES = 2**20


class PolicyError(RegistryError):
    """A policy that can't be read, with all of its faults, each with its place."""

    exit_code = 2


class ExcusedModel(NamedTuple):
    """A model that is excused wherever it is named, and why."""

    model: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What a model must be to pass. What isn't said is as it stands here.

    `verdict` is the least that passes of commercial use; `no` lets all pass. `unknown` says whether models pass that
    the registry doesn't have, or of which a licence on the way isn't known, and `services` whether those do that have
    no weights to license. `data` says whether terms of training data count for the verdict. No licence may forbid one
    of the `uses`. Of licences and conditions those that are allowed are the only ones, where any are.
    """

    verdict: LeastVerdict = "conditional"
    unknown: Choice = "deny"
    services: Choice = "allow"
    data: Literal["caveat", "strict"] = "caveat"
    uses: tuple[Use, ...] = ()
    allowed_licences: tuple[str, ...] | None = None
    denied_licences: tuple[str, ...] = ()
    allowed_conditions: tuple[ConditionKind, ...] | None = None
    denied_conditions: tuple[ConditionKind, ...] = ()
    excused: tuple[ExcusedModel, ...] = ()


_WORDS: dict[str, tuple[str, ...]] = {
    "verdict": get_args(LeastVerdict),
    "unknown": get_args(Choice),
    "services": get_args(Choice),
    "data": ("caveat", "strict"),
}
"""The fields that are one word of some."""

_FIELDS = (*_WORDS, "uses", "licences", "conditions", "excused")
_SPELLINGS = {"licenses": "licences"}


def read_policy(path: Path, registry: Registry) -> Policy:
    """Return the policy in a file, its licences by their ids. Raises PolicyError with everything that is wrong."""
    try:
        content = read_input(path, _MOST_BYTES)
    except OSError as error:
        raise PolicyError([Fault(str(path), 0, 0, say("can't be read: {reason}", reason=reason_of(error)))]) from None
    if len(content) > _MOST_BYTES:
        raise PolicyError([Fault(str(path), 0, 0, say("is too large for a policy"))])
    try:
        root = read_document(str(path), content)
    except RegistryError as error:
        raise PolicyError(error.faults) from None
    if root is None or not isinstance(root.value, dict):
        message = say("a policy has fields: verdict, unknown, services, data, uses, licences, conditions, excused")
        raise PolicyError([Fault(str(path), 0 if root is None else root.line, 0, message)])
    return _Reader(registry).read(root)


class _Reader:
    """Reads a policy, and collects what is wrong with it."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._faults: list[Fault] = []

    def read(self, root: Node) -> Policy:
        """Return the policy. Raises PolicyError."""
        settings: dict[str, Any] = {}
        for key, node in root.value.items():
            field = _SPELLINGS.get(key, key)
            if field in _WORDS:
                settings[field] = self._word(node, _WORDS[field])
            elif field == "uses":
                settings[field] = self._words(node, self._use)
            elif field == "licences":
                settings |= self._allowed_and_denied(node, "licences", self._licence)
            elif field == "conditions":
                settings |= self._allowed_and_denied(node, "conditions", self._one_of(get_args(ConditionKind)))
            elif field == "excused":
                settings[field] = self._excused(node)
            else:
                self._refuse_key(root, key, _FIELDS)
        if self._faults:
            raise PolicyError(self._faults)
        return Policy(**settings)

    def _refuse_key(self, owner: Node, key: str, keys: tuple[str, ...]) -> None:
        message = say(
            'unknown word "{word}".{hint} There are: {known}',
            word=key,
            hint=did_you_mean(key, keys),
            known=list_names(keys, most=20),
        )
        self._faults.append(owner.find((key,), key=True).fault(message))

    def _one_of(self, known: tuple[str, ...]) -> Callable[[Node], str | None]:
        return lambda node: self._word(node, known)

    def _word(self, node: Node, words: tuple[str, ...]) -> str | None:
        text = "" if node.value is None else node.text
        if text in words:
            return text
        if not text:
            self._faults.append(node.fault(say("should be one of: {known}", known=list_names(words, most=20))))
            return None
        message = say(
            '"{word}" is none of the words that stand here.{hint} There are: {known}',
            word=text,
            hint=did_you_mean(text, words),
            known=list_names(words, most=20),
        )
        self._faults.append(node.fault(message))
        return None

    def _use(self, node: Node) -> Use | None:
        """Return the use that a word names: `sell`, `users=50M`, `field=medical`."""
        try:
            return parse_use(node.text)
        except RequestError as error:
            self._faults.append(node.fault(error.message))
            return None

    def _words(self, node: Node, read: Callable[[Node], Word | None]) -> tuple[Word, ...]:
        items = node.value if isinstance(node.value, list) else [node]
        return tuple(dict.fromkeys(word for item in items if (word := read(item)) is not None))

    def _licence(self, node: Node) -> str | None:
        """Return the id of the licence that answers to an id, a name or an SPDX identifier.

        A word of the hub's for one that the registry doesn't have is the id that an import of a card would give it. One
        for several licences (`openrail`), and a licence without its version (`GPL`, `CC BY-NC`), is refused: whoever
        denies it means more than the one that goes by that name.
        """
        word = strict_form(node.text)
        try:
            licence, *versions = self._registry.licences_named(node.text)
            if versions:
                message = say(
                    '"{name}" is the name of several licences. Name those that are meant, of {known}',
                    name=node.text,
                    known=list_names(sorted([licence.id, *(version.id for version in versions)]), most=20),
                )
                self._faults.append(node.fault(message))
                return None
            return licence.id
        except RequestError as error:
            if word in HUB_LICENCES and not names_several(word):
                return word
            self._faults.append(node.fault(hub_word(word) or error.message))
            return None

    def _allowed_and_denied(self, node: Node, what: str, read: Callable[[Node], str | None]) -> dict[str, Any]:
        """Return `allow` and `deny` of licences or conditions."""
        if not isinstance(node.value, dict):
            message = say("should have allow, deny or both: {what}: {{deny: [...]}}", what=what)
            self._faults.append(node.fault(message))
            return {}
        settings: dict[str, Any] = {}
        for key, words in node.value.items():
            if key == "allow":
                settings[f"allowed_{what}"] = self._words(words, read)
            elif key == "deny":
                settings[f"denied_{what}"] = self._words(words, read)
            else:
                self._refuse_key(node, key, ("allow", "deny"))
        denied = settings.get(f"denied_{what}", ())
        if both := [word for word in settings.get(f"allowed_{what}") or () if word in denied]:
            self._faults.append(node.fault(say("allowed and denied at once: {names}", names=list_names(both, most=5))))
        return settings

    def _excused(self, node: Node) -> tuple[ExcusedModel, ...]:
        excused = []
        for item in node.value if isinstance(node.value, list) else [node]:
            fields = item.value if isinstance(item.value, dict) else {}
            for key in fields:
                if key not in ExcusedModel._fields:
                    self._refuse_key(item, key, ExcusedModel._fields)
            texts = [fields[name].text.strip() if name in fields else "" for name in ExcusedModel._fields]
            if all(texts):
                excused.append(ExcusedModel(*texts))
            else:
                self._faults.append(item.fault(say("an excuse needs both: {{model: ORG/NAME, reason: ...}}")))
        return tuple(excused)
