"""Amounts of memory as people write them, and cards by their names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.errors import RequestError, UnknownNameError
from llmsurvey.memory.bytes import GB, GIB
from llmsurvey.memory.room import Room, parse_bytes, room_of
from llmsurvey.registry.built_in import Hardware, load_hardware


@pytest.fixture
def hardware() -> Hardware:
    return load_hardware()


@pytest.mark.parametrize(
    "text", ["9" * 3_000_000 + "GB", "0." + "0" * 3_000_000 + "1KB", "1e5GB", "GB", "0KB", "4G\u0130B", "4\u212aB"]
)
def test_memory_without_end_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no amount of memory"):
        parse_bytes(text)


@given(st.integers(1, 10**9), st.integers(0, 999))
def test_an_amount_of_memory_is_read_exactly(whole: int, thousandths: int) -> None:
    assert parse_bytes(f"{whole}.{thousandths:03}KB") == whole * 1000 + thousandths


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("24GB", 24_000_000_000),
        ("24GiB", 25_769_803_776),
        ("24 gb", 24_000_000_000),
        (" 24gib ", 25_769_803_776),
        ("0.5TB", 500_000_000_000),
        ("1TiB", 1_099_511_627_776),
        ("512MB", 512_000_000),
        ("512MiB", 536_870_912),
        ("1KB", 1000),
        ("1KiB", 1024),
        ("2.5GB", 2_500_000_000),
    ],
)
def test_an_amount_is_read_with_its_unit(text: str, amount: int) -> None:
    assert parse_bytes(text) == amount


def test_decimal_and_binary_units_differ() -> None:
    assert (parse_bytes("1GB"), parse_bytes("1GiB")) == (GB, GIB)


NO_AMOUNTS = ["24", "24G", "GB", "", " ", "-1GB", "+1GB", "0GB", "0.0000000001GB", "NaN", "NaNGB", "infGB", "1e3GB"]
NO_AMOUNTS += ["24 G B", "1,5GB", "24GB x", "24GB\n24GB", "\uff12\uff14GB", "9" * 400 + "GB", "24B", "1PB"]


def test_every_card_answers_to_all_its_names(hardware: Hardware) -> None:
    for gpu in hardware.gpus:
        assert {room_of(hardware, name).gpu for name in (gpu.id, gpu.name, *gpu.aliases)} == {gpu}


@pytest.mark.parametrize("text", NO_AMOUNTS)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no amount of memory"):
        parse_bytes(text)


@given(st.integers(1, 10**6), st.sampled_from(["KB", "MB", "GB"]))
def test_a_binary_unit_is_more_than_the_decimal_one(number: int, unit: str) -> None:
    assert parse_bytes(f"{number}{unit[0]}i{unit[1]}") > parse_bytes(f"{number}{unit}")


def test_a_room_is_an_amount_or_a_card(hardware: Hardware) -> None:
    assert room_of(hardware, "23GB") == Room("23GB", 23 * 10**9)
    assert room_of(hardware, "24GiB") == Room("24GiB", 24 * 2**30)
    card = room_of(hardware, "rtx 4090")
    assert (card.name, card.bytes) == ("GeForce RTX 4090", 24564 * 2**20)


def test_an_amount_that_cards_are_sold_as_having_knows_these(hardware: Hardware) -> None:
    assert "GeForce RTX 4090" in room_of(hardware, "24GB").cards
    assert [room_of(hardware, text).cards for text in ("24GiB", "23GB", "RTX-4090")] == [(), (), ()]


@pytest.mark.parametrize("text", ["24", "24 G", "0GB"])
def test_an_amount_without_a_unit_is_a_wrong_request(hardware: Hardware, text: str) -> None:
    with pytest.raises(RequestError, match="24GB or 24GiB, or name a card"):
        room_of(hardware, text)


def test_an_unknown_card_names_the_nearest(hardware: Hardware) -> None:
    with pytest.raises(UnknownNameError) as raised:
        room_of(hardware, "RTX 4091")
    assert "GeForce RTX 4090" in raised.value.nearest


def test_a_card_like_no_other_names_all(hardware: Hardware) -> None:
    with pytest.raises(RequestError) as raised:
        room_of(hardware, "abacus")
    assert all(gpu.id in str(raised.value) for gpu in hardware.gpus)


@pytest.mark.parametrize("text", ["0xA100-80GB", "-1xA100-80GB", "1.5xRTX-4090", "100000x24GB", "0 x 24GB"])
def test_as_many_cards_as_there_cannot_be_are_no_amount_of_memory(hardware: Hardware, text: str) -> None:
    with pytest.raises(RequestError, match="number of cards is a whole number from 1 to 9,999") as raised:
        room_of(hardware, text)
    assert text in str(raised.value)


def test_several_cards_are_written_with_any_sign_for_times(hardware: Hardware) -> None:
    rooms = {room_of(hardware, text) for text in ("2xRTX-4090", "2 x RTX-4090", "2*RTX-4090", "2\u00d7RTX-4090")}
    assert [(room.count, room.bytes) for room in rooms] == [(2, 2 * 24564 * 2**20)]
