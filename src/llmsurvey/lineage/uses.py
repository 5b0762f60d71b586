"""What one may do with a model, use by use, as far as the conditions of its licences tell."""

from __future__ import annotations

from typing import Literal, get_args

from llmsurvey.lineage.verdict import Assessment
from llmsurvey.records import Condition

Use = Literal["sell", "serve", "finetune", "train-on-output"]
"""To sell what is made with it, offer it as a service, publish a fine-tune, or train another model on its output."""

USES: tuple[Use, ...] = get_args(Use)

Permission = Literal["no", "unknown", "not said", "conditional", "yes"]
"""What the licences say of a use. Silence is `not said`, never yes."""

PASSING: frozenset[Permission] = frozenset({"not said", "conditional", "yes"})
"""What doesn't speak against a use."""


def judge_use(assessment: Assessment, use: Use) -> Permission:
    """Return what the licences of the whole lineage say of a use.

    Selling and serving are what the verdict is about. Of fine-tunes and of output conditions speak, which are all known
    only where every licence is. A fine-tune that nobody may pass on can't be published.
    """
    if use in ("sell", "serve"):
        return "unknown" if assessment.verdict == "no weights" else assessment.verdict
    if use == "finetune" and any(_bars_finetunes(each.condition) for each in assessment.conditions):
        return "no"
    speaking = [each.condition for each in assessment.conditions if each.condition.kind == "outputs"]
    if use == "train-on-output" and any(condition.forbids for condition in speaking):
        return "no"
    if not assessment.known:
        return "unknown"
    if use == "train-on-output":
        return "conditional" if speaking else "not said"
    return "conditional" if assessment.kinds else "yes"


def _bars_finetunes(condition: Condition) -> bool:
    """Whether a condition lets nobody else have what was made of the model."""
    return condition.kind == "no-derivatives" or (condition.kind == "no-redistribution" and condition.forbids)
