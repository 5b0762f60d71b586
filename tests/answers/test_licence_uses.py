"""What each licence says of a use, clause by clause."""

from __future__ import annotations

import pytest

from llmsurvey.answers.licence import LicenceQuestion, explain_licence
from llmsurvey.answers.licence_uses import UsesAnswer
from llmsurvey.errors import RequestError, UnknownNameError
from llmsurvey.library import Library
from llmsurvey.registry.registry import Registry


def ask(registry: Registry, name: str, *use: str) -> UsesAnswer:
    answer = explain_licence(Library(registry=registry), LicenceQuestion(name=name, use=use))
    assert isinstance(answer, UsesAnswer)
    return answer


def test_each_licence_answers_with_its_clause_and_the_day_it_was_read(registry: Registry) -> None:
    entries = ask(registry, "luna-ai-llama2-uncensored", "users=800M", "train-on-output").entries
    said = {(entry.use, entry.licence): entry.said for entry in entries}
    assert said == {
        ("train-on-output", "cc-by-sa-4.0"): "not said",
        ("train-on-output", "llama-2-community"): "no",
        ("users=800000000", "cc-by-sa-4.0"): "not said",
        ("users=800000000", "llama-2-community"): "no",
    }
    assert {entry.permission for entry in entries} == {"no"}
    barring = [entry for entry in entries if entry.said == "no"]
    assert all(entry.quote and entry.source and entry.checked for entry in barring)


def test_a_use_stands_above_what_is_said_of_it(registry: Registry) -> None:
    table = ask(registry, "Llama 2@7B", "finetune", "field=legal").table()
    assert [str(table.texts[row, "use"]) for row in range(len(table.rows))] == [
        "publish-finetune: conditional",
        "field: legal: conditional",
    ]


def test_nobody_has_asked_about_uses_of_a_licence_or_with_conditions(registry: Registry) -> None:
    library = Library(registry=registry)
    with pytest.raises(RequestError, match="two questions"):
        explain_licence(library, LicenceQuestion(name="Llama 2", use=("sell",), conditions=True))
    with pytest.raises(RequestError, match="is a licence"):
        explain_licence(library, LicenceQuestion(name="mit", use=("sell",)))
    with pytest.raises(UnknownNameError, match="medical"):
        ask(registry, "Llama 2", "field=medicall")


def test_clauses_in_conflict_stand_beside_each_other(registry: Registry) -> None:
    answer = explain_licence(Library(registry=registry), LicenceQuestion(name="luna-ai-llama2-uncensored"))
    sides = [row for row in answer.table().rows if "conflict" in row]
    assert len(sides) == 2
    assert answer.entries[0].verdict == "conditional"  # type: ignore[union-attr]
    quotes = [entry.quote for entry in answer.entries if entry.commercial == "conflict"]  # type: ignore[union-attr]
    assert [quote and quote[:22] for quote in quotes] == ["if You Share Adapted M", "If you distribute or m"]


def test_the_row_that_decides_where_data_count_is_named(registry: Registry) -> None:
    answer = explain_licence(Library(registry=registry), LicenceQuestion(name="KULLM@12.8B-v2", data="strict"))
    deciding = [entry.step for entry in answer.entries if entry.decides]  # type: ignore[union-attr]
    assert deciding == [3, 5]
    assert any(note.startswith("The verdict (no) follows from step 3") for note in answer.notes)
