"""The graph of what was made from what: ancestors, descendants, and the licence that follows from them."""

from llmsurvey.lineage.reasons import Contradiction, Reason, reasons_for
from llmsurvey.lineage.tree import Branch, ancestors, dataset_origins, descendants
from llmsurvey.lineage.verdict import Assessment, Caveat, CollectedCondition, Licensing, address
from llmsurvey.lineage.words import relation_words

__all__ = [
    "Assessment",
    "Branch",
    "Caveat",
    "CollectedCondition",
    "Contradiction",
    "Licensing",
    "Reason",
    "address",
    "ancestors",
    "dataset_origins",
    "descendants",
    "reasons_for",
    "relation_words",
]
