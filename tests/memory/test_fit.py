"""What a size needs in a precision, whether that fits, and the hardware that it is asked of."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

import pytest

from llmsurvey.answers.list import ListQuestion, list_models
from llmsurvey.answers.memory import MemoryQuestion, compute_memory
from llmsurvey.answers.model_filter import ModelFilter
from llmsurvey.errors import RequestError
from llmsurvey.library import Library
from llmsurvey.memory.cache_use import CacheUse
from llmsurvey.memory.fit import Budget, Need, need_of
from llmsurvey.memory.known_facts import Known, KnownFacts, known_of
from llmsurvey.memory.precision import precision_of
from llmsurvey.memory.room import Room
from llmsurvey.records import Shape
from llmsurvey.records.hardware import Precision
from llmsurvey.records.parse import parse_record
from llmsurvey.registry.built_in import Hardware, load_hardware
from llmsurvey.registry.names import loose_form
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Table

SHAPE = Shape(layers=32, heads=32, kv_heads=32, head_size=128)
BF16 = Precision(id="bf16", name="bf16", family="plain", bits=Decimal(16))
BLOCKS = Precision(id="q4_k_m", name="Q4_K_M", family="gguf", bits=Decimal("4.84"), block=256)


@pytest.fixture
def hardware() -> Hardware:
    return load_hardware()


def room(amount: int) -> Room:
    return Room("here", amount)


# Needs


def test_the_total_is_weights_and_cache() -> None:
    found = need_of(Known(1000, SHAPE, None), BF16, "decoder-only", CacheUse(1, 3))
    assert (found.weights, found.cache) == (2000, 3 * 2 * 32 * 32 * 128 * 2)
    assert found.total == 2000 + 3 * 2 * 32 * 32 * 128 * 2


def test_without_a_shape_there_is_no_cache_and_no_total() -> None:
    found = need_of(Known(1000, None, None), BF16, "decoder-only", CacheUse(1))
    assert (found.weights, found.cache, found.total) == (2000, None, None)


def test_without_parameters_there_are_no_weights() -> None:
    found = need_of(Known(None, SHAPE, None), BF16, "decoder-only", CacheUse(1))
    assert (found.weights, found.total) == (None, None)


@pytest.mark.parametrize("architecture", ["encoder-only", "word-embedding"])
def test_what_generates_no_text_keeps_no_cache(architecture: str) -> None:
    found = need_of(Known(1000, None, None), BF16, architecture, CacheUse(1000))
    assert (found.cache, found.total) == (0, 2000)


def test_blocks_that_do_not_fit_the_rows_have_no_figure() -> None:
    odd = Shape(layers=32, heads=71, kv_heads=1, head_size=64)
    assert need_of(Known(1000, odd, None), BLOCKS, "decoder-only", CacheUse(1)).weights is None
    assert need_of(Known(1000, odd, None), BF16, "decoder-only", CacheUse(1)).weights == 2000
    assert need_of(Known(1000, SHAPE, None), BLOCKS, "decoder-only", CacheUse(1)).weights == 605
    assert need_of(Known(1000, None, None), BLOCKS, "decoder-only", CacheUse(1)).weights == 605


def test_rows_may_be_longer_than_the_heads_of_a_layer() -> None:
    """Gemma 3 1B: 4 heads of 256 are whole blocks, rows of 1,152 aren't."""
    shape = Shape(layers=26, heads=4, kv_heads=1, head_size=256, hidden_size=1152)
    assert need_of(Known(1000, shape, None), BLOCKS, "decoder-only", CacheUse(1)).weights is None
    longer = shape.replace(hidden_size=1280)
    assert need_of(Known(1000, longer, None), BLOCKS, "decoder-only", CacheUse(1)).weights == 605


def test_k_quants_of_falcon_7b_have_no_figure(registry: Registry, hardware: Hardware) -> None:
    """Its rows are 71 x 64 = 4544 long, 17 blocks of 256 and three quarters of one."""
    model, size = registry.resolve_model("falcon@7B")
    assert size is not None
    known = known_of(registry, model, size)
    without = {
        each.name
        for each in hardware.precisions
        if need_of(known, each, model.architecture, CacheUse(1)).weights is None
    }
    assert without == {each.name for each in hardware.precisions if each.block == 256}
    assert {"Q2_K", "Q4_K_M", "Q6_K"} <= without


# What fits


@pytest.mark.parametrize(
    ("weights", "cache", "amount", "fits"),
    [
        (60, 40, 100, True),
        (60, 41, 100, False),
        (60, None, 100, None),
        (100, None, 100, None),
        (101, None, 100, False),
        (None, 40, 100, None),
        (None, None, 100, None),
    ],
)
def test_it_fits_if_weights_and_cache_do_and_is_unknown_where_one_is(
    weights: int | None, cache: int | None, amount: int, fits: bool | None
) -> None:
    assert Need(BF16, weights, cache).fits(room(amount)) is fits


@pytest.mark.parametrize(
    ("weights", "cache", "amount", "fits"),
    [
        (100, 40, 145, True),
        (100, 40, 144, None),
        (100, 40, 135, None),
        (100, 40, 134, False),
        (100, None, 95, None),
        (100, None, 94, False),
    ],
)
def test_a_number_in_doubt_leaves_open_what_depends_on_it(
    weights: int, cache: int | None, amount: int, fits: bool | None
) -> None:
    assert Need(BF16, weights, cache, share_in_doubt=0.05).fits(room(amount)) is fits


def test_by_how_much_the_number_may_be_off_is_what_the_need_says() -> None:
    for parameters, share in ((7 * 10**9, 0.5 / 7), (6_738_415_616, 0)):
        for architecture in ("decoder-only", "encoder-only"):
            assert need_of(Known(parameters, SHAPE, None), BF16, architecture, CacheUse(1)).share_in_doubt == share


def build(**facts: Any) -> Registry:
    size = {"name": "1M", "parameters": 1_000_001} | facts
    model = {"id": "m", "name": "M", "architecture": "decoder-only", "sizes": [size]}
    return parse_record(Registry, {"models": [model]})


def admitted(registry: Registry, amount: int) -> bool | None:
    model, size = registry.resolve_model("m@1M")
    assert size is not None
    return Budget(registry, room(amount), BF16).admits(model, size)


TINY = {"layers": 1, "heads": 1, "kv_heads": 1, "head_size": 1}
"""4 bytes a token."""


@pytest.mark.parametrize(("context", "tokens"), [(None, 2048), (1024, 1024), (16384, 16384)])
def test_a_budget_counts_as_many_tokens_as_it_was_trained_on_or_2048(context: int | None, tokens: int) -> None:
    registry = build(shape=TINY, context=context)
    assert admitted(registry, 2_000_002 + 4 * tokens) is True
    assert admitted(registry, 2_000_002 + 4 * tokens - 1) is False


def test_a_budget_leaves_open_what_is_not_known() -> None:
    assert admitted(build(), 10**9) is None
    assert admitted(build(parameters=None, shape=TINY), 10**9) is None
    assert admitted(build(), 2_000_001) is False
    assert admitted(build(parameters="1M", shape=TINY), 2_000_002 + 4 * 2048) is None


def fitting(registry: Registry, amount: int, precision: Precision = BF16, **wanted: Any) -> Table:
    models = ModelFilter(fits=f"{Decimal(amount) / 10**9:f}GB", precision=precision.name, **wanted)
    return list_models(Library(registry=registry), ListQuestion(models=models)).table()


def test_the_list_has_only_what_fits_and_counts_what_is_unknown(registry: Registry) -> None:
    budget = Budget(registry, room(24 * 10**9), BF16)
    answers = {
        (model.id, size.name): budget.admits(model, size) for model in registry.models for size in model.each_size()
    }
    table = fitting(registry, 24 * 10**9)
    rows = [dict(zip(table.names(), row, strict=True)) for row in table.rows]
    listed = {(row["id"], size) for row in rows for size in cast("tuple[str, ...]", row["sizes"])}
    assert listed == {each for each, fits in answers.items() if fits}
    unknown = {model for (model, _), fits in answers.items() if fits is None}
    assert (
        f"{len(unknown)} left out, or sizes of them, because parameters, layers or heads are unknown or rounded."
        in str(table.notes[0])
    )


def test_what_another_filter_leaves_out_is_not_counted_as_unknown(registry: Registry) -> None:
    assert "1 left out, or sizes of it," in fitting(build(), 10**9).notes[0]
    assert "left out, or sizes" not in fitting(build(), 10**9, kind=("pretrained",)).notes[0]
    assert "left out, or sizes" not in fitting(build(), 10**9, commercial=True).notes[0]


def test_more_fits_in_more_memory_and_in_fewer_bits(registry: Registry, hardware: Hardware) -> None:
    int4 = precision_of(hardware, "int4")
    small, large = ({row[0] for row in fitting(registry, gb * 10**9).rows} for gb in (8, 80))
    assert small < large
    assert small < {row[0] for row in fitting(registry, 8 * 10**9, int4).rows}


def test_what_is_counted_is_told(registry: Registry) -> None:
    counted = (
        "Fits 24GB in bf16, with a 16-bit cache of as many tokens as it was trained on, 2,048 where that isn't known; "
        "full attention in every layer where the registry says no other."
    )
    assert counted in fitting(registry, 24 * 10**9).notes


# Names of cards and precisions


def test_every_precision_answers_to_all_its_names(hardware: Hardware) -> None:
    for precision in hardware.precisions:
        names = (precision.id, precision.name, precision.name.lower(), *precision.aliases)
        assert {precision_of(hardware, name) for name in names} == {precision}


def test_an_unknown_precision_names_all(hardware: Hardware) -> None:
    with pytest.raises(RequestError) as raised:
        precision_of(hardware, "int3")
    assert all(each.name in str(raised.value) for each in hardware.precisions)


# The hardware itself


def test_every_precision_and_card_has_a_source_that_was_opened(hardware: Hardware) -> None:
    records: list[Any] = [*hardware.precisions, *hardware.gpus]
    for record in records:
        assert record.sources, record.id
        for source in record.sources:
            assert source.url.startswith("https://"), record.id
            assert len(source.checked or "") == 10, record.id
            assert source.says, record.id


def test_no_two_share_a_name(hardware: Hardware) -> None:
    for records in (hardware.gpus, hardware.precisions):
        owners: dict[str, str] = {}
        for record in records:
            for name in (record.id, record.name, *record.aliases):
                assert owners.setdefault(loose_form(name), record.id) == record.id


def test_a_precision_has_about_the_bits_that_its_name_says(hardware: Hardware) -> None:
    """A type of GGUF has its scales on top of them, and larger types for some tensors: less than one and a half."""
    for precision in hardware.precisions:
        named = Decimal("".join(sign for sign in precision.name.removesuffix("_0").split("_")[0] if sign.isdigit()))
        assert named <= precision.bits < named + Decimal("1.5"), precision.id
        assert (precision.bits == named) == (precision.family == "plain"), precision.id
        assert (precision.block is None) == (precision.family == "plain"), precision.id


def test_the_memory_of_a_card_is_about_what_its_maker_calls_it(hardware: Hardware) -> None:
    """A driver reports up to 7 % less than its maker's figure in GiB, never more: some is kept for the card itself."""
    for gpu in hardware.gpus:
        assert 4 <= gpu.memory_gb <= 512, gpu.id
        assert gpu.bytes >= gpu.memory_gb * 10**9 * 0.95, gpu.id
        assert gpu.bytes <= gpu.memory_gb * 2**30, gpu.id


def test_a_card_of_which_no_driver_was_read_has_the_least_that_its_figure_can_mean(hardware: Hardware) -> None:
    unread = [gpu for gpu in hardware.gpus if gpu.memory_mib is None]
    assert unread
    assert all(gpu.bytes == gpu.memory_gb * 10**9 for gpu in unread)


@pytest.mark.parametrize("precision", ["bf16", "int4", "Q4_K_M"])
@pytest.mark.parametrize(("context", "cache_type"), [(None, None), (1, None), (32_768, None), (None, "q4_0")])
@pytest.mark.parametrize("room", ["8GB", "24GB", "A100-80GB"])
def test_what_the_list_says_fits_is_what_memory_says_fits(
    registry: Registry, room: str, context: int | None, precision: str, cache_type: str | None
) -> None:
    library = Library(registry=registry)
    wanted = ModelFilter(fits=room, precision=precision, context=context, cache_type=cache_type)
    listed = list_models(library, ListQuestion(models=wanted)).entries
    fitting = {f"{entry.id}@{size}" for entry in listed for size in entry.sizes}
    facts = KnownFacts(registry)
    for model in registry.models:
        for size in model.sizes:
            if facts.of(model, model.complete(size)).parameters is not None:
                name = f"{model.id}@{size.name}"
                question = MemoryQuestion(
                    name=name, fits=room, precision=(precision,), context=context, cache_type=cache_type
                )
                (entry,) = compute_memory(library, question).entries
                assert (entry.fits is True) == (name in fitting), name
