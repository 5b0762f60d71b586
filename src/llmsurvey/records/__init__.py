"""What the data is: frozen records that refuse unknown fields. Nothing here reads or prints.

The records of the survey and of hardware aren't named here, so that only the commands that need them load them.
"""

from llmsurvey.records.benchmark import Benchmark
from llmsurvey.records.dataset import Dataset, Derivation
from llmsurvey.records.licence import NONE_STATED, Condition, ConditionKind, Licence
from llmsurvey.records.licence_period import LicencePeriod
from llmsurvey.records.model import Foundation, Model, Reference, Size
from llmsurvey.records.organisation import Organisation
from llmsurvey.records.score import Score
from llmsurvey.records.shape import Shape
from llmsurvey.records.source import Source
from llmsurvey.records.statement import Statement
from llmsurvey.records.unresolved import Unresolved
from llmsurvey.records.verdict import EVERY_VERDICT, NO_WEIGHTS, VERDICTS, CommercialUse, Verdict, strictest_verdict

__all__ = [
    "EVERY_VERDICT",
    "NONE_STATED",
    "NO_WEIGHTS",
    "VERDICTS",
    "Benchmark",
    "CommercialUse",
    "Condition",
    "ConditionKind",
    "Dataset",
    "Derivation",
    "Foundation",
    "Licence",
    "LicencePeriod",
    "Model",
    "Organisation",
    "Reference",
    "Score",
    "Shape",
    "Size",
    "Source",
    "Statement",
    "Unresolved",
    "Verdict",
    "strictest_verdict",
]
