"""What the harness logs of each question, of two models."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from tests.fuzz.program import answer, clear_folder
from tests.fuzz.structure import mutate_json_lines
from tests.fuzz.surface import Surface, seeds

_GOOD = seeds("samples")[1]


def _check_log(content: bytes) -> None:
    """A log of whatever content, against a good one and against itself."""
    clear_folder()
    Path("samples_quiz_1.jsonl").write_bytes(content)
    Path("samples_quiz_2.jsonl").write_bytes(_GOOD)
    _compare("samples_quiz_1.jsonl", "samples_quiz_2.jsonl")
    _compare("samples_quiz_1.jsonl", "samples_quiz_1.jsonl")


def _compare(first: str, second: str) -> bytes | int:
    given = answer("compare", "--samples", first, "--samples", second, "-f", "json")
    return given.code or given.output


def _check_lines(logs: dict[str, Any]) -> None:
    """The order of the lines changes nothing."""
    clear_folder()
    for place, lines in enumerate((logs["first"], logs["second"], [logs["first"][at] for at in logs["order"]])):
        Path(f"samples_quiz{place}.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    before = _compare("samples_quiz0.jsonl", "samples_quiz1.jsonl")
    Path("samples_quiz2.jsonl").replace("samples_quiz0.jsonl")
    assert _compare("samples_quiz0.jsonl", "samples_quiz1.jsonl") == before, "the order of lines changes the answer"


@st.composite
def logs(draw: st.DrawFn) -> dict[str, Any]:
    """Two logs of some questions, each question once, and another order of the first one's lines."""
    sides: dict[str, Any] = {}
    for side in ("first", "second"):
        numbers = draw(st.lists(st.integers(0, 12), min_size=1, max_size=12, unique=True))
        sides[side] = [f'{{"doc_id": {number}, "acc": {draw(st.integers(0, 1))}.0}}' for number in numbers]
    sides["order"] = draw(st.permutations(range(len(sides["first"]))))
    return sides


SURFACES = (
    Surface("samples", _check_log, 60, seeds("samples")[1:], mutate_json_lines),
    Surface("samples-order", _check_lines, 20, structures=logs()),
)
