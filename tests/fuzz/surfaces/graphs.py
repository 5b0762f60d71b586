"""Models and what they were made from, as others publish them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.fuzz.program import clear_folder
from tests.fuzz.small_registry import check_layer, small_registry
from tests.fuzz.structure import mutate_json_lines, mutate_table, mutate_yaml
from tests.fuzz.surface import Surface, check_messages, check_refusal, seeds

from llmsurvey.errors import Fault, LlmsurveyError
from llmsurvey.importers.graphs import load_graph_format
from llmsurvey.importers.graphs.draft_layer import make_layer


def _checking(form: str, name: str) -> Callable[[bytes], None]:
    def check(content: bytes) -> None:
        """A file is refused with places, or makes a layer that loads; what is named is found, guessed or kept."""
        clear_folder()
        Path(name).write_bytes(content)
        faults: list[Fault] = []
        try:
            drafts = list(load_graph_format(form).read([Path(name)], faults, lambda done, total: None))
            layer = make_layer(drafts, small_registry(), faults)
        except LlmsurveyError as error:
            check_refusal(error)
            return
        check_messages(fault.text for fault in layer.faults)
        check_layer(layer.lists)
        for counts in layer.counts.values():
            assert counts.named == counts.found + counts.guessed + counts.unresolved, "a name was dropped"

    return check


SURFACES = (
    Surface("graph-assets", _checking("ecosystem-graphs", "a.yaml"), 150, seeds("assets"), mutate_yaml),
    Surface("graph-hub-csv", _checking("hub-stats", "a.csv"), 100, seeds("hub_csv"), mutate_table),
    Surface("graph-hub-lines", _checking("hub-stats", "a.jsonl"), 100, seeds("hub_jsonl"), mutate_json_lines),
    Surface("graph-models", _checking("model-registry", "a.yaml"), 150, seeds("model_registry"), mutate_yaml),
)
