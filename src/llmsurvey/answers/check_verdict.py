"""What the licences of a model that a repository names say, and which rules of a policy it doesn't meet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from llmsurvey.answers.check_policy import Policy
from llmsurvey.errors import LlmsurveyError
from llmsurvey.importers.repositories.model_names import find_named
from llmsurvey.lineage.reasons import Reason, reasons_for
from llmsurvey.lineage.uses import PASSING, judge_use, name_use
from llmsurvey.lineage.verdict import Assessment, Licensing, address
from llmsurvey.messages import Message, Word, join_texts, say
from llmsurvey.records import NO_WEIGHTS, VERDICTS, CommercialUse, Model, Size, Verdict

if TYPE_CHECKING:
    from llmsurvey.library import Library

Rule = Literal["verdict", "unknown", "service", "use", "licence", "condition"]
"""What a policy asks for."""


class Breach(NamedTuple):
    """A rule that a model doesn't meet, and why."""

    rule: Rule
    because: Message


class ModelVerdict(NamedTuple):
    """What is known of a model: its id, the strictest verdict of the sizes that are meant, and why it is that.

    `licences` are the ids of all on the way down; `breaches` are the rules that it doesn't meet, none if it passes.
    """

    id: str | None
    verdict: Verdict
    because: Message
    licences: tuple[str, ...]
    breaches: tuple[Breach, ...]


@dataclass(frozen=True)
class Judge:
    """Judges models by the registry of a library and a policy."""

    library: Library
    policy: Policy

    def judge(self, name: str, cache: Path | None = None) -> ModelVerdict:
        """Return the verdict of a model by its name; one that only a `cache` holds is judged by the card there."""
        model_and_size = find_named(self.library.registry, name)
        if model_and_size is not None:
            model, size = model_and_size
            return self._judge_sizes(self.library.licensing(data=self.policy.data), model, size)
        if cache is not None:
            return self._judge_cached(cache)
        return self._unregistered(say("not in the registry, so its licence isn't known"))

    def _judge_cached(self, cache: Path) -> ModelVerdict:
        from llmsurvey.answers.models_at_path import open_model

        try:
            lying = open_model(self.library, str(cache))
        except LlmsurveyError as error:
            faults = [fault.message for fault in error.faults] or [error.message]
            because = join_texts([say("not in the registry, and what lies here tells no licence"), faults[0]], ": ")
            return self._unregistered(because)
        licensing = lying.library.licensing(data=self.policy.data)
        return self._judge_sizes(licensing, lying.model, lying.size)

    def _unregistered(self, because: Message) -> ModelVerdict:
        breaches = (Breach("unknown", because),) if self.policy.unknown == "deny" else ()
        return ModelVerdict(None, "unknown", because, (), breaches)

    def _judge_sizes(self, licensing: Licensing, model: Model, size: Size | None) -> ModelVerdict:
        """Return the strictest verdict of the sizes that a name means, with the breaches of each, once."""
        sizes = [model.complete(size)] if size is not None else list(model.each_size())
        judged = [self._judge_size(licensing, model, size) for size in sizes]
        strictest = min(judged, key=_strictness)
        breaches = [
            breach if _is_of_all(breach, judged) else _of_some(breach)
            for judgement in judged
            for breach in judgement.breaches
        ]
        licences = tuple(dict.fromkeys(licence for judgement in judged for licence in judgement.licences))
        because = strictest.because
        if len({judgement.verdict for judgement in judged}) > 1:
            because = _depends_on_size(because)
        identity = model.id if size is None else f"{model.id}@{size.name}"
        return ModelVerdict(identity, strictest.verdict, because, licences, tuple(dict.fromkeys(breaches)))

    def _judge_size(self, licensing: Licensing, model: Model, size: Size) -> ModelVerdict:
        assessment = licensing.assess(model, size)
        reasons, _ = reasons_for(licensing, model, size)
        because = _explain(assessment, reasons, model, size)
        licences = tuple(dict.fromkeys(reason.licence.id for reason in reasons if reason.licence is not None))
        if assessment.verdict == NO_WEIGHTS:
            breaches = [Breach("service", because)] if self.policy.services == "deny" else []
        else:
            breaches = list(self._breaches(assessment, reasons, because))
        return ModelVerdict(address(model, size), assessment.verdict, because, licences, tuple(breaches))

    def _breaches(self, assessment: Assessment, reasons: list[Reason], because: Message) -> Iterator[Breach]:
        policy = self.policy
        verdict = assessment.verdict
        if verdict == "unknown":
            if policy.unknown == "deny":
                yield Breach("unknown", because)
        elif _is_less(verdict, policy.verdict):
            yield Breach("verdict", because)
        for use in policy.uses:
            permission = judge_use(assessment, use)
            if permission not in PASSING and not (permission == "unknown" and policy.unknown == "allow"):
                yield Breach(
                    "use", say("{use}: {permission}", use=name_use(use), permission=Word("permission", permission))
                )
        for reason in reasons:
            if reason.licence is not None and self._is_denied(reason.licence.id):
                yield Breach(
                    "licence",
                    say("{licence} isn't allowed ({holder})", licence=reason.licence.name, holder=_holder_of(reason)),
                )
        yield from self._breaches_by_conditions(assessment)

    def _is_denied(self, licence: str) -> bool:
        allowed = self.policy.allowed_licences
        return licence in self.policy.denied_licences or (allowed is not None and licence not in allowed)

    def _breaches_by_conditions(self, assessment: Assessment) -> Iterator[Breach]:
        allowed, denied = self.policy.allowed_conditions, self.policy.denied_conditions
        if allowed is None and not denied:
            return
        for binding in assessment.conditions:
            kind = binding.condition.kind
            if kind in denied or (allowed is not None and kind not in allowed):
                yield Breach(
                    "condition",
                    say(
                        "{condition} isn't allowed ({licence}, {holder})",
                        condition=Word("condition", kind),
                        licence=binding.licence.name,
                        holder=binding.holder,
                    ),
                )


def _is_of_all(breach: Breach, judged: Sequence[ModelVerdict]) -> bool:
    return all(breach in judgement.breaches for judgement in judged)


def _of_some(breach: Breach) -> Breach:
    return breach._replace(because=_depends_on_size(breach.because))


def _depends_on_size(because: Message) -> Message:
    return say("it depends on the size: {because}", because=because)


def _is_less(verdict: Verdict, least: CommercialUse) -> bool:
    return verdict != NO_WEIGHTS and VERDICTS.index(verdict) < VERDICTS.index(least)


def _strictness(judged: ModelVerdict) -> tuple[bool, int]:
    """Order verdicts from the strictest; what breaks a rule comes first, and what has no weights last."""
    order = len(VERDICTS) if judged.verdict == NO_WEIGHTS else VERDICTS.index(judged.verdict)
    return not judged.breaches, order


def _explain(assessment: Assessment, reasons: list[Reason], model: Model, size: Size) -> Message:
    """Return the licence that decides the verdict, and whose it is where that is another model."""
    deciding = next((reason for reason in reasons if reason.verdict == assessment.verdict), reasons[0])
    own = (deciding.model.id, deciding.size.name) == (model.id, size.name)
    what = deciding.because if deciding.licence is None or assessment.verdict == NO_WEIGHTS else deciding.licence.name
    if deciding.verdict != assessment.verdict:
        return say("terms of its training data")
    return join_texts([what]) if own else say("{licence}, of {holder}", licence=what, holder=_holder_of(deciding))


def _holder_of(reason: Reason) -> str:
    return address(reason.model, reason.size)
