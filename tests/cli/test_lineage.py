"""`llmsurvey lineage` as a process."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import Run


def _chain(length: int) -> str:
    """Models of which each was made from the one before."""
    link = "- {{id: m{0}, name: M{0}, foundations: [{{model: m{1}, relation: finetuned}}]}}\n"
    return "models:\n- {id: m0, name: M0}\n" + "".join(link.format(place, place - 1) for place in range(1, length))


@pytest.mark.parametrize("arguments", [("m2999",), ("m0", "--down")])
def test_a_lineage_of_thousands_of_steps_is_drawn(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "chain.yaml").write_text(_chain(3000))
    result = run("lineage", *arguments, "--format", "csv", "--registry", "chain.yaml")
    assert (result.returncode, result.stdout.count("\n")) == (0, 3001)


def test_a_lineage_that_is_too_deep_is_one_line_that_says_what_to_do(run: Run, tmp_path: Path) -> None:
    (tmp_path / "chain.yaml").write_text(_chain(20_000))
    result = run("lineage", "m19999", "--registry", "chain.yaml")
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert "--depth" in result.stderr
    shallow = run("lineage", "m19999", "--depth", "3", "--registry", "chain.yaml")
    assert shallow.stdout.count("\n") == 4


@pytest.mark.parametrize(
    ("name", "start"), [("out.dot", "digraph"), ("out.mmd", "flowchart"), ("out.csv", "depth,"), ("out.txt", "KULLM")]
)
def test_the_suffix_of_the_output_says_the_format(run: Run, tmp_path: Path, name: str, start: str) -> None:
    assert run("lineage", "구름", "--output", name).returncode == 0
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)
