"""`llmsurvey lineage` as a process."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.cli.conftest import Run


def _chain(length: int) -> str:
    """Models of which each was made from the one before."""
    link = "- {{id: m{0}, name: M{0}, foundations: [{{model: m{1}, relation: finetuned}}]}}\n"
    return "models:\n- {id: m0, name: M0}\n" + "".join(link.format(place, place - 1) for place in range(1, length))


@pytest.mark.parametrize(
    ("arguments", "format"),
    [("m2999", "tree"), ("m2999", "json"), ("m2999", "yaml"), ("m2999", "table"), ("m0 --down", "csv")],
)
def test_a_lineage_of_thousands_of_steps_is_drawn(run: Run, tmp_path: Path, arguments: str, format: str) -> None:
    (tmp_path / "chain.yaml").write_text(_chain(3000))
    result = run("lineage", *arguments.split(), "--format", format, "--registry", "chain.yaml")
    assert (result.returncode, result.stderr) == (0, "")
    assert len(set(re.findall(r"\bM[0-9]+\b", result.stdout))) == 3000


def test_of_a_long_lineage_as_many_steps_are_drawn_as_asked_for(run: Run, tmp_path: Path) -> None:
    (tmp_path / "chain.yaml").write_text(_chain(3000))
    drawn = run("lineage", "m2999", "--depth", "3", "--registry", "chain.yaml").stdout
    assert drawn.partition("\n\n")[0].count("\n") == 3


@pytest.mark.parametrize(
    ("name", "start"), [("out.dot", "digraph"), ("out.mmd", "flowchart"), ("out.csv", "depth,"), ("out.txt", "KULLM")]
)
def test_the_suffix_of_the_output_says_the_format(run: Run, tmp_path: Path, name: str, start: str) -> None:
    assert run("lineage", "구름", "--output", name).returncode == 0
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)
