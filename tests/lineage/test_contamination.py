"""Benchmarks that models were trained on, along data and weights."""

from __future__ import annotations

from typing import Any

from llmsurvey.answers.rank import RankQuestion, rank_board
from llmsurvey.library import Library
from llmsurvey.lineage.contamination import Contamination
from llmsurvey.records.parse import parse_record
from llmsurvey.registry.registry import Registry


def build(**lists: list[dict[str, Any]]) -> Registry:
    named = {kind: [{"name": record["id"].upper(), **record} for record in records] for kind, records in lists.items()}
    return parse_record(Registry, named)


def words(registry: Registry, name: str) -> list[str]:
    model, size = registry.resolve_model(name)
    return [str(each.words) for each in Contamination(registry).of(model, size or next(model.each_size()))]


DATA = [
    {"id": "quiz", "benchmarks": [{"benchmark": "arc", "split": "train"}, {"benchmark": "mmlu"}]},
    {"id": "translated", "derived_from": [{"dataset": "quiz", "relation": "translated"}]},
    {"id": "part", "derived_from": [{"dataset": "quiz", "relation": "subset"}]},
]


def test_weights_and_data_carry_what_they_were_trained_on() -> None:
    registry = build(
        datasets=DATA,
        models=[
            {"id": "base", "datasets": ["translated"]},
            {"id": "tuned", "foundations": [{"model": "base", "relation": "finetuned"}]},
            {"id": "mix", "foundations": [{"model": "tuned", "relation": "merge"}]},
            {"id": "partly", "datasets": ["part"]},
            {"id": "student", "foundations": [{"model": "mix", "relation": "distilled"}]},
            {"id": "said", "trained_on_benchmarks": [{"benchmark": "gsm8k", "split": "test"}]},
        ],
    )
    trained = ["arc (training split)", "mmlu (split not stated)"]
    assert words(registry, "base") == words(registry, "tuned") == words(registry, "mix") == trained
    assert words(registry, "partly") == []  # nobody knows which questions stayed in a part
    assert words(registry, "student") == [
        "arc (training split, by its teacher)",
        "mmlu (split not stated, by its teacher)",
    ]
    assert words(registry, "said") == ["gsm8k (test split)"]


def test_a_clean_rank_leaves_out_what_was_trained_on_its_benchmarks(registry: Registry) -> None:
    library = Library(registry=registry)
    every = rank_board(library, RankQuestion(sets="none"))
    clean = rank_board(library, RankQuestion(sets="none", clean=True))
    marked = [entry.name for entry in every.entries if entry.trained_on]
    assert "OpenOrca-Preview1-13B@13B" in marked
    assert not [entry.name for entry in clean.entries if entry.trained_on]
    assert len(clean.entries) == len(every.entries) - len(marked)
    (told,) = [note for note in clean.notes if getattr(note, "kind", "") == "trained"]
    assert told.parts["number"] == len(marked)  # type: ignore[attr-defined]
    ranks = {entry.name: entry.rank for entry in every.entries}
    assert all(ranks[entry.name] == entry.rank for entry in clean.entries)
