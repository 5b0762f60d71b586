"""What comes from data is shown as text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.tables.text import escape_steering, plain_text

DIRECTION = [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
"""The characters with the property Bidi_Control in Unicode's PropList.txt."""


@pytest.mark.parametrize("code", [*range(0x20), *range(0x7F, 0xA0)], ids=hex)
def test_control_characters_are_written_out(code: int) -> None:
    assert escape_steering(chr(code)) in (f"\\x{code:02x}", {9: r"\t", 10: r"\n", 13: r"\r"}.get(code))


@pytest.mark.parametrize("code", DIRECTION, ids=hex)
def test_characters_that_turn_the_direction_of_text_are_written_out(code: int) -> None:
    assert escape_steering(f"a{chr(code)}b") == f"a\\u{code:04x}b"


@pytest.mark.parametrize("code", [0x200B, 0x2060, 0xFEFF, 0x2028, 0x2029, 0xD800, 0xDFFF], ids=hex)
def test_line_ends_what_has_no_width_and_halves_of_characters_are_written_out(code: int) -> None:
    assert ascii(escape_steering(chr(code))) == ascii(f"\\u{code:04x}")


@given(st.text(st.characters(categories=["L", "N", "P", "S", "M"])))
def test_letters_digits_and_signs_stay_as_they_are(text: str) -> None:
    assert escape_steering(text) == text


@given(st.text())
def test_what_is_visible_can_always_be_written(text: str) -> None:
    assert escape_steering(text).encode().decode() == escape_steering(text)
    assert escape_steering(escape_steering(text)) == escape_steering(text)


def test_a_cell_is_one_line() -> None:
    assert plain_text(None) == ""
    assert plain_text(("a", "b\nc")) == r"a, b\nc"
    assert plain_text(("a", "b"), separator="; ") == "a; b"
    assert plain_text(0) == "0"
    assert plain_text(71.425) == "71.425"
    assert plain_text(71.425, digits=1) == "71.4"
