"""What words say of units and directions."""

from __future__ import annotations

import pytest

from llmsurvey.importers.scales import UNITS, scale_of, scale_of_metric


@pytest.mark.parametrize(
    ("heading", "unit", "better"),
    [
        ("ARC", "percent", "higher"),
        ("HellaSwag (10-shot)", "percent", "higher"),
        ("MATH-500", "percent", "higher"),
        ("TimeQA", "percent", "higher"),
        ("Factual Consistency Rate", "percent", "higher"),
        ("length_controlled_winrate", "percent", "higher"),
        ("Cost ($ Per 1k Calls)", "cost", "lower"),
        ("Price", "cost", "lower"),
        ("비용", "cost", "lower"),
        ("Latency Mean (s)", "seconds", "lower"),
        ("TTFT (ms)", "milliseconds", "lower"),
        ("Time", "seconds", "lower"),
        ("tokens/s", "speed", "higher"),
        ("Throughput", "speed", "higher"),
        ("Perplexity", "perplexity", "lower"),
        ("Perp.", "perplexity", "lower"),
        ("wikitext ppl", "perplexity", "lower"),
        ("eval_loss", "number", "lower"),
        ("MT-Bench", "points", "higher"),
        ("KoMT-Bench", "points", "higher"),
        ("LogicKor", "points", "higher"),
        ("Fluency (1-5)", "points", "higher"),
        ("Overall /10", "points", "higher"),
        ("Arena Elo", "rating", "higher"),
        ("arena_score", "rating", "higher"),
        ("WER", "percent", "lower"),
        ("Hallucination Rate", "percent", "lower"),
        ("Error rate", "percent", "lower"),
        ("MCC", "coefficient", "higher"),
        ("Score ↓", "percent", "lower"),
        ("Average ⬆️", "percent", "higher"),
        ("Harm (lower is better)", "percent", "lower"),
        ("Brier score", "number", "lower"),
    ],
)
def test_a_heading_tells_unit_and_direction(heading: str, unit: str, better: str) -> None:
    assert scale_of(heading)[:2] == (unit, better)


@pytest.mark.parametrize(
    ("heading", "written"),
    [
        ("acc (%)", "percent"),
        ("Accuracy percent", "percent"),
        ("acc (0-1)", "fraction"),
        ("acc (0-100)", "percent"),
        ("acc", None),
    ],
)
def test_a_heading_tells_how_shares_are_written(heading: str, written: str | None) -> None:
    assert scale_of(heading).written == written


@pytest.mark.parametrize(
    ("heading", "bounds"), [("Fluency (1-5)", (1, 5)), ("Overall out of 100", (0, 100)), ("/20", (0, 20))]
)
def test_a_range_that_is_stated_bounds_the_figures(heading: str, bounds: tuple[float, float]) -> None:
    scale = scale_of(heading)
    assert (scale.least, scale.most) == bounds


@pytest.mark.parametrize(
    ("metric", "unit", "better", "written"),
    [
        ("acc,none", "percent", "higher", None),
        ("pass_at_1", "percent", "higher", None),
        ("python_pass@1", "percent", "higher", None),
        ("accuracy", "percent", "higher", None),
        ("4096", "percent", "higher", None),
        ("pct_stereotype", "percent", "lower", None),
        ("exact_match,strict-match", "percent", "higher", None),
        ("bleu", "percent", "higher", "percent"),
        ("mcc", "coefficient", "higher", None),
        ("word_perplexity", "perplexity", "lower", None),
        ("bits_per_byte,none", "perplexity", "lower", None),
        ("brier_score", "number", "lower", None),
        ("bleu_diff", "number", "higher", None),
    ],
)
def test_a_metric_of_the_harness(metric: str, unit: str, better: str, written: str | None) -> None:
    scale = scale_of_metric(metric)
    assert (scale.unit, scale.better, scale.written) == (unit, better, written)


@pytest.mark.parametrize(("said", "better"), [(True, "higher"), (False, "lower")])
def test_the_harness_s_own_direction_wins(said: bool, better: str) -> None:
    assert {scale_of_metric(metric, said).better for metric in ("acc", "perplexity", "ter")} == {better}


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_can_be_named(unit: str) -> None:
    assert UNITS[unit].unit == ("percent" if unit == "fraction" else unit)
