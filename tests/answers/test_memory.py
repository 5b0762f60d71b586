"""What a size needs in every precision, as rows."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from llmsurvey.answers.memory import MemoryAnswer, MemoryQuestion, compute_memory
from llmsurvey.errors import RequestError
from llmsurvey.formats.terminal import Terminal, render
from llmsurvey.library import Library
from llmsurvey.records.parse import parse_record
from llmsurvey.registry.built_in import load_hardware
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Table

SHAPE = {"layers": 2, "heads": 8, "kv_heads": 4, "head_size": 64}
"""2 x 2 x 4 x 64 x 2 = 2048 bytes a token."""


def ask(registry: Registry, name: str, **question: Any) -> MemoryAnswer:
    return compute_memory(Library(registry=registry), MemoryQuestion(name=name, **question))


def table_of(registry: Registry, name: str, **question: Any) -> Table:
    return ask(registry, name, **question).table()


def records(table: Table) -> list[dict[str, Any]]:
    return [dict(zip(table.names(), row, strict=True)) for row in table.rows]


def one(asked: dict[str, Any] | None = None, **facts: Any) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The row and the notes of a model with a million parameters, in 16 bits."""
    size = {"name": "1M", "parameters": 1_000_001} | facts
    model = {"id": "m", "name": "M", "architecture": "decoder-only", "sizes": [size]}
    table = table_of(parse_record(Registry, {"models": [model]}), "m@1M", precision=("bf16",), **(asked or {}))
    return records(table)[0], table.notes


def in_bytes(amount: int) -> dict[str, str]:
    """A question for what fits in so many bytes."""
    return {"fits": f"{Decimal(amount) / 1000}KB"}


def test_there_is_a_row_for_each_precision(registry: Registry) -> None:
    rows = records(table_of(registry, "LLaMA@7B"))
    assert [row["precision"] for row in rows] == [each.name for each in load_hardware().precisions]
    assert [row["bits"] for row in rows] == [float(each.bits) for each in load_hardware().precisions]


def test_amounts_are_in_bytes_and_in_units_of_10_9(registry: Registry) -> None:
    for row in records(table_of(registry, "Llama 2@70B", context=4096)):
        assert row["gb"] == row["bytes"] / 1e9
        assert row["cache_gb"] == row["cache_bytes"] / 1e9 == 1.34217728
        assert row["total_bytes"] == row["bytes"] + row["cache_bytes"]
        assert row["total_gb"] == row["total_bytes"] / 1e9
        assert row["total_gib"] == row["total_bytes"] / 2**30


def test_the_context_is_what_it_was_trained_on_unless_another_is_asked_for() -> None:
    assert one(shape=SHAPE, context=100)[0]["cache_bytes"] == 100 * 2048
    assert one({"context": 300, "batch": 5}, shape=SHAPE, context=100)[0]["cache_bytes"] == 300 * 5 * 2048
    assert one({"context": 300, "batch": 5}, shape=SHAPE, context=100)[0]["context"] == 300
    assert one({"context": 300, "batch": 5}, shape=SHAPE, context=100)[0]["batch"] == 5


def test_a_context_that_no_source_states_is_said_to_be_taken() -> None:
    row, notes = one(shape=SHAPE)
    assert row["context"] == 2048
    said = "No source in the registry states its context. `context` names another."
    assert said in notes
    assert said not in one(shape=SHAPE, context=2048)[1]
    assert said not in one({"context": 2048}, shape=SHAPE)[1]


def test_more_tokens_than_it_was_trained_on_are_warned_of() -> None:
    said = "It was trained on texts of 100 tokens, which is less."
    assert said in one({"context": 101}, shape=SHAPE, context=100)[1]
    assert said not in one({"context": 100}, shape=SHAPE, context=100)[1]


PLAIN = "The cache is for full attention in every layer: the registry names no window and no latent attention."
LESS = "The cache is what the model needs; engines set aside: llama.cpp"


def test_full_attention_that_is_only_taken_for_granted_is_told() -> None:
    assert PLAIN in one(shape=SHAPE)[1]
    said = one(shape=SHAPE | {"full_attention_layers": 2})[1]
    assert PLAIN not in said
    assert not any(sentence.startswith(LESS) for sentence in said)


@pytest.mark.parametrize(
    "fields",
    [
        {"full_attention_layers": 1, "sliding_window": 8},
        {"kv_lora_rank": 8, "qk_rope_head_dim": 2},
        {"state_layers": 1, "state_size": 9},
    ],
)
def test_whose_figure_a_smaller_cache_is_is_told(fields: dict[str, int]) -> None:
    row, said = one(shape=SHAPE | fields, context=100)
    assert row["cache_bytes"] < 100 * 2048
    assert any(sentence.startswith(LESS) for sentence in said)
    assert PLAIN not in said


def test_more_bytes_than_there_are_is_a_wrong_request() -> None:
    huge = {"layers": 10**6, "heads": 10**6, "kv_heads": 10**6, "head_size": 10**6}
    with pytest.raises(RequestError, match="2,048 tokens of 1 text are more than any memory holds"):
        one(shape=huge)


def test_a_rounded_number_of_parameters_is_told() -> None:
    assert any("is a published rounding" in note for note in one(parameters="1M")[1])
    assert not any("is a published rounding" in note for note in one()[1])


def test_without_a_shape_there_is_no_cache_and_the_note_says_why() -> None:
    row, notes = one()
    assert row["bytes"] == 2_000_002
    assert [row[name] for name in ("cache_gb", "total_gb", "total_gib", "cache_bytes", "total_bytes")] == [None] * 5
    assert notes[0].startswith("No cache, no total: no source in the registry states its layers and heads")


@pytest.mark.parametrize(("amount", "fits"), [(3_000_000, None), (2_000_002, None), (2_000_001, False)])
def test_without_a_shape_only_weights_alone_can_be_too_large(amount: int, fits: bool | None) -> None:
    assert one(in_bytes(amount))[0]["fits"] == fits


@pytest.mark.parametrize(("amount", "fits"), [(2_000_002 + 2048, True), (2_000_002 + 2047, False)])
def test_what_fits_is_weights_and_cache(amount: int, fits: bool | None) -> None:
    assert one(in_bytes(amount), shape=SHAPE, context=1)[0]["fits"] == fits


def test_how_much_a_card_has_is_told_and_of_an_amount_that_was_named_it_is_not() -> None:
    gpu = load_hardware().gpus[0]
    assert any(note.startswith(f"{gpu.name} has ") for note in one({"fits": gpu.id})[1])
    assert not any(" has " in note for note in one(in_bytes(gpu.bytes))[1])


def test_what_fits_is_only_told_where_it_is_asked() -> None:
    assert "fits" not in one()[0]


def test_k_quants_of_falcon_7b_are_refused_and_the_note_says_why(registry: Registry) -> None:
    table = table_of(registry, "falcon@7B")
    rows = {row["precision"]: row["bytes"] for row in records(table)}
    assert rows["Q4_K_M"] is None
    assert rows["Q4_0"] is not None
    assert any(note.startswith("Types without a figure: their blocks don't fit its rows") for note in table.notes)
    assert not any(note.startswith("Types without") for note in table_of(registry, "LLaMA@7B").notes)


def test_whose_parameters_and_shape_are_taken_is_told(registry: Registry) -> None:
    told = [note for note in table_of(registry, "guanaco@33B").notes if "that of LLaMA@30B" in note]
    assert [note.split(":")[0] for note in told] == ["Number of parameters", "Shape"]
    assert not any("that of" in note for note in table_of(registry, "LLaMA@30B").notes)


def test_a_number_that_differs_from_the_size_s_own_is_told_above() -> None:
    entries = [
        {"id": "base", "name": "base", "sizes": [{"name": "7B", "parameters": 6_738_415_616}]},
        {
            "id": "tuned",
            "name": "tuned",
            "sizes": [
                {
                    "name": "7B",
                    "parameters": 7_000_000_000,
                    "foundations": [{"model": "base", "size": "7B", "relation": "finetuned"}],
                }
            ],
        },
    ]
    registry = parse_record(Registry, {"models": entries})
    table = table_of(registry, "tuned@7B")
    assert table.title == "tuned@7B: 6,738,415,616 parameters (its own figure, 7,000,000,000, is less exact)"
    assert table_of(registry, "base@7B").title == "base@7B: 6,738,415,616 parameters"


def test_of_several_sizes_the_one_that_the_name_speaks_of_is_suggested(registry: Registry) -> None:
    with pytest.raises(RequestError, match=r"Name one: Vicuna@13B-v0\."):
        ask(registry, "vicuna-13b")
    with pytest.raises(RequestError, match=r"Name one: Vicuna@7B-v0\."):
        ask(registry, "vicuna")


def test_what_is_left_out_is_always_told(registry: Registry) -> None:
    for name in ("LLaMA@7B", "T5@11B", "BERT@large-cased"):
        assert table_of(registry, name).notes[-1].startswith("Left out: activations")


def test_an_encoder_has_no_cache_and_its_total_are_its_weights(registry: Registry) -> None:
    table = table_of(registry, "BERT@large-cased")
    assert {(row["cache_bytes"], row["total_bytes"] == row["bytes"]) for row in records(table)} == {(0, True)}
    assert "It keeps no key-value cache, for it generates no text." in table.notes


def test_without_parameters_there_is_no_table(registry: Registry) -> None:
    with pytest.raises(RequestError, match=r"no source in the registry states the parameters of GPT-4@gpt-4-0613"):
        table_of(registry, "GPT-4@gpt-4-0613")


def test_people_read_gb_to_two_digits(registry: Registry) -> None:
    """Llama 2 70B in Q4_K_M: 68,976,648,192 x 4.84 / 8 = 41.73 GB, and 1.34 GB for 4096 tokens."""
    lines = render(table_of(registry, "Llama 2@70B"), Terminal()).splitlines()
    assert next(line.split()[1:5] for line in lines if line.startswith("Q4_K_M ")) == ["4.84", "41.73", "1.34", "43.07"]


def test_a_question_names_precisions_and_a_card(registry: Registry) -> None:
    answer = ask(registry, "LLaMA@65B", precision=("q4_k_m", "4bit"), fits="A100-80GB", context=100, batch=2)
    assert [(entry.precision, entry.fits) for entry in answer.entries] == [("Q4_K_M", True), ("int4", True)]
    assert {(entry.context, entry.batch) for entry in answer.entries} == {(100, 2)}
    assert answer.room is not None
    assert (answer.name, answer.parameters, answer.room.bytes) == ("LLaMA@65B", 65_285_660_672, 85_899_345_920)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ({"context": 0}, "context takes a number from 1 on."),
        ({"context": 10**8 + 1}, "context takes a number up to 100000000."),
        ({"batch": 0}, "batch takes a number from 1 on."),
        ({"precision": ("int3",)}, "no precision is called"),
        ({"fits": "24"}, "24GB or 24GiB"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(registry: Registry, question: dict[str, Any], said: str) -> None:
    with pytest.raises(RequestError, match=said):
        ask(registry, "LLaMA@7B", **question)


def test_one_of_several_sizes_has_to_be_named(registry: Registry) -> None:
    with pytest.raises(RequestError, match=r"Vicuna has several sizes: .* Name one: Vicuna@7B-v0"):
        ask(registry, "Vicuna")
    assert ask(registry, "GPT-J") == ask(registry, "GPT-J@6B")


def test_memory_as_a_frame(registry: Registry) -> None:
    frame = ask(registry, "falcon@7B", fits="24GB").to_pandas()
    assert (str(frame["bytes"].dtype), str(frame["gb"].dtype)) == ("Int64", "float64")
    assert frame.loc[frame["precision"] == "Q4_K_M", "bytes"].isna().all()


def test_active_parameters_are_told_beside_all(registry: Registry) -> None:
    answer = ask(registry, "Mixtral 8x7B@47B", precision=("bf16",))
    assert (answer.parameters, answer.active_parameters) == (47_000_000_000, 13_000_000_000)
    assert answer.table().title == "Mixtral 8x7B@47B: 47,000,000,000 parameters, 13,000,000,000 of them active"
    assert answer.entries[0].bytes == 94_000_000_000
    assert any(sentence.startswith("All experts are counted") for sentence in answer.notes)


@pytest.mark.parametrize(
    ("asked", "shape", "said"),
    [
        ({}, None, "no source in the registry states its layers and heads"),
        ({"cache_type": "q8_0"}, SHAPE | {"head_size": 80}, "whose blocks of 32 don't divide a head of 80"),
        ({"engine": "vLLM"}, SHAPE | {"state_layers": 1, "state_size": 9}, "vLLM pads a state by its parts"),
    ],
)
def test_which_fact_is_missing_is_told(asked: dict[str, Any], shape: dict[str, int] | None, said: str) -> None:
    row, notes = one(asked | {"context": 100}, shape=shape)
    assert (row["cache_bytes"], row["total_bytes"]) == (None, None)
    assert any(said in sentence for sentence in notes)


@pytest.mark.parametrize(
    ("asked", "fields", "said"),
    [
        ({"engine": "llama.cpp"}, {}, "llama.cpp: it keeps tokens in steps of 256."),
        (
            {"engine": "llama.cpp"},
            {"full_attention_layers": 1, "sliding_window": 8},
            "llama.cpp: a layer with a window keeps 512 tokens more, in steps of 256.",
        ),
        (
            {"engine": "llama.cpp"},
            {"full_attention_layers": 0, "sliding_window": 8},
            "llama.cpp makes no use of a window that all layers have: they keep every token.",
        ),
        (
            {"engine": "llama.cpp"},
            {"state_layers": 1, "state_size": 9},
            "llama.cpp keeps states in 32 bits, whatever the type of the cache.",
        ),
        ({"engine": "vLLM"}, {}, "vLLM 0.33: blocks of 16 tokens."),
        (
            {"engine": "vLLM"},
            {"full_attention_layers": 1, "sliding_window": 8},
            "vLLM 0.33: blocks of 16 tokens; a layer with a window keeps up to 4,096 tokens more.",
        ),
        ({"cache_type": "q8_0"}, {}, "q8_0: 8.5 bits a number, with the scale that each 32 share."),
        ({"cache_type": "q8_0"}, {}, "Cache: 8.5-bit keys and values of 100 tokens, 1 text at once (2 layers, 8 heads, "
         "4 key-value heads of 64)."),
    ],
)  # fmt: skip
def test_how_the_cache_is_kept_is_told(asked: dict[str, Any], fields: dict[str, int], said: str) -> None:
    assert said in one(asked, shape=SHAPE | fields, context=100)[1]
