"""Models side by side on their facts."""

from __future__ import annotations

from typing import Any

from llmsurvey.answers.compare_facts import compare_facts
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.registry.registry import Registry


def facts(registry: Registry, *names: str) -> list[dict[str, Any]]:
    table = compare_facts(Licensing(registry), [registry.resolve_model(name) for name in names]).table()
    return [dict(zip(table.names(), row, strict=True)) for row in table.rows]


def test_models_stand_side_by_side_in_the_order_of_the_request(registry: Registry) -> None:
    assert [row["name"] for row in facts(registry, "LLaMA", "Falcon", "BLOOM")] == ["LLaMA", "Falcon", "BLOOM"]


def test_a_size_stands_with_its_own_facts(registry: Registry) -> None:
    (whole, chat) = facts(registry, "MPT", "MPT@7B-Chat")
    assert whole["verdict"] == ("yes", "no")
    assert (chat["name"], chat["verdict"], chat["sizes"]) == ("MPT@7B-Chat", ("no",), ("7B-Chat",))
    assert chat["licence"] == ("cc-by-nc-sa-4.0",)


def test_facts_keep_exact_numbers_where_people_read_a_span(registry: Registry) -> None:
    table = compare_facts(Licensing(registry), [registry.resolve_model("LLaMA")]).table()
    assert table.rows[0][table.names().index("parameters")] == (6738415616, 13015864320, 32528943616, 65285660672)
    assert table.texts[0, "parameters"] == "6.74-65.3B"


def test_models_side_by_side_as_entries_and_as_a_frame(registry: Registry) -> None:
    answer = compare_facts(Licensing(registry), [registry.resolve_model(name) for name in ("MPT", "Falcon@40B")])
    assert [entry.verdict for entry in answer.entries] == [("yes", "no"), ("yes",)]
    assert list(answer.to_pandas()["parameters"])[1] == [answer.entries[1].parameters[0]]
