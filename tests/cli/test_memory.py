"""`llmsurvey memory` and `llmsurvey list --fits`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run

WRONG_REQUESTS = [
    (("memory", "Vicuna"), "Name one: Vicuna@7B-v0."),
    (("memory", "GPT-4"), "no source in the registry states the parameters of GPT-4:"),
    (("memory", "LLaMA@30B", "--gpu", "A100"), '"A100" could be a100-40gb or a100-80gb.'),
    (("memory", "GPT-4@gpt-4-0613"), "no source in the registry states the parameters"),
    (("memory", "vicunna@7B"), "Did you mean"),
    (("memory", "LLaMA@8B"), "LLaMA"),
    (("memory", "LLaMA@7B", "--context", "0"), "from 1 on"),
    (("memory", "LLaMA@7B", "--context", "-1"), "from 1 on"),
    (("memory", "LLaMA@7B", "--context", "9" * 400), "--context"),
    (("memory", "LLaMA@7B", "--context", "100000001"), "--context"),
    (("memory", "LLaMA@7B", "--batch", "0"), "from 1 on"),
    (("memory", "LLaMA@7B", "--batch", "9" * 400), "--batch"),
    (("memory", "LLaMA@7B", "--batch", "10001"), "--batch"),
    (("memory", "LLaMA@7B", "--gpu", "24"), "24GB or 24GiB"),
    (("memory", "LLaMA@7B", "--gpu", "9" * 400 + "GB"), "is no amount of memory"),
    (("memory", "LLaMA@7B", "--gpu", "RTX 4091"), "GeForce RTX 4090"),
    (("memory", "LLaMA@7B", "--gpu", ""), "--gpu needs a value."),
    (("memory", "LLaMA@7B", "--precision", "int3"), "There are fp32"),
    (("memory",), "MODEL"),
    (("list", "--precision", "int4"), "--precision goes with --fits"),
    (("list", "--fits", "24"), "24GB or 24GiB"),
    (("list", "--fits", "RTX 4091"), "GeForce RTX 4090"),
    (("list", "--fits", "24GB", "--precision", "int3"), "There are fp32"),
    (("memory", "LLaMA@7B", "--cache-type", "8"), "There are f16 (16 bits), q8_0 (8.5 bits), fp8 (8 bits), q4_0"),
    (("memory", "LLaMA@7B", "--cache-type", "q8_0", "--engine", "vllm"), "vLLM has no type of cache called"),
    (("memory", "LLaMA@7B", "--engine", "ollama"), "there are llama.cpp, vLLM"),
    (("memory", "LLaMA@7B", "--kv-cache-dtype", "fp8"), "Did you mean --cache-type?"),
    (("list", "--cache-type", "q8_0"), "--cache-type goes with --fits"),
    (("list", "--fits", "24GB", "--cache-type", "q3"), "no type of cache is called"),
]


@pytest.mark.parametrize(("arguments", "said"), WRONG_REQUESTS, ids=lambda each: " ".join(each)[:50])
def test_a_wrong_request_is_one_line_and_exit_2(run: Run, arguments: tuple[str, ...], said: str) -> None:
    result = run(*arguments)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("llmsurvey: ")
    assert result.stderr.count("\n") == 1
    assert said in result.stderr


def test_json_has_type_bytes_and_gb(run: Run) -> None:
    rows = json.loads(run("memory", "LLaMA@7B", "--format", "json").stdout)
    assert {row["precision"] for row in rows} >= {"fp16", "int8", "int4", "Q4_K_M", "Q8_0"}
    assert all(row["gb"] == row["bytes"] / 1e9 for row in rows)
    assert next(row["bytes"] for row in rows if row["precision"] == "fp16") == 2 * 6_738_415_616


def test_only_the_precisions_that_are_asked_for(run: Run) -> None:
    result = run("memory", "LLaMA@7B", "--precision", "q4_k_m", "--precision", "4bit", "--format", "json")
    assert [row["precision"] for row in json.loads(result.stdout)] == ["Q4_K_M", "int4"]


def test_a_model_with_one_size_needs_none_named(run: Run) -> None:
    assert run("memory", "GPT-J").stdout == run("memory", "GPT-J@6B").stdout != ""


def test_the_most_that_can_be_asked_for_is_written_in_every_format(run: Run, tmp_path: Path) -> None:
    for suffix in ("parquet", "xlsx", "csv", "json"):
        result = run("memory", "BLOOM@176B", "--context", "100000000", "--batch", "10000", "-o", f"most.{suffix}")
        assert (result.returncode, result.stderr) == (0, "")
        assert (tmp_path / f"most.{suffix}").stat().st_size > 0


def test_the_list_in_fewer_bits_is_longer(run: Run) -> None:
    short, long = (
        json.loads(run("list", "--fits", "RTX-4090", *more, "--format", "json").stdout)
        for more in ((), ("--precision", "int4"))
    )
    assert 0 < len(short) < len(long)


def test_the_list_counts_what_it_leaves_out_as_unknown(run: Run) -> None:
    assert "because parameters, layers or heads are unknown or rounded." in run("list", "--fits", "24GB").stdout


TABLES = Path(__file__).parents[1] / "data" / "tables"
PLAIN = "The cache is for full attention in every layer: the registry names no window and no latent attention."


def with_shape(tmp_path: Path, name: str, fields: str) -> str:
    """A copy of a file in which the shape says more."""
    path = tmp_path / name
    path.write_text((TABLES / name).read_text().replace("head_size: 128}", f"head_size: 128, {fields}}}"))
    return str(path)


def test_latent_attention_is_told_from_plain(run: Run, tmp_path: Path) -> None:
    name = "33_memory_mla.yaml"
    asked = ("memory", "mla-model", "--precision", "bf16", "--notes", "--registry")
    assert PLAIN in run(*asked, str(TABLES / name)).stdout
    latent = with_shape(tmp_path, name, "kv_lora_rank: 512, qk_rope_head_dim: 64")
    assert json.loads(run(*asked, latent, "-f", "json").stdout)[0]["cache_bytes"] == 61 * 576 * 2 * 4096
    assert PLAIN not in run(*asked, latent).stdout


def test_windows_are_told_from_plain_attention(run: Run, tmp_path: Path) -> None:
    name = "34_memory_sliding_window.yaml"
    asked = ("memory", "swa-model", "--precision", "Q4_K_M", "--gpu", "48GB", "--notes", "--registry")
    assert PLAIN in run(*asked, str(TABLES / name)).stdout
    windows = with_shape(tmp_path, name, "full_attention_layers: 10, sliding_window: 1024")
    (row,) = json.loads(run(*asked, windows, "-f", "json").stdout)
    assert (row["cache_bytes"], row["fits"]) == ((10 * 131_072 + 52 * 1024) * 8192, True)
    assert "52 layers keep 1,024 tokens" in run(*asked, windows).stdout
    assert "52 layers keep 1,024 tokens" not in run("show", "swa-model", "--registry", windows).stdout  # no source


BAD_SIZES = [
    ("active_parameters: 700B", "active_parameters are 700,000,000,000 of 671,026,419,200: they can't be more"),
    ("active_parameters: none", "is no size"),
]


@pytest.mark.parametrize(("field", "said"), BAD_SIZES)
def test_more_active_parameters_than_there_are_is_one_line(run: Run, tmp_path: Path, field: str, said: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text((TABLES / "33_memory_mla.yaml").read_text().replace("context: 4096", f"context: 4096, {field}"))
    result = run("validate", str(path))
    assert result.returncode == 1
    assert said in result.stdout + result.stderr
    assert "Traceback" not in result.stderr


def test_a_window_longer_than_the_context_is_one_line(run: Run, tmp_path: Path) -> None:
    windows = with_shape(tmp_path, "34_memory_sliding_window.yaml", "full_attention_layers: 10, sliding_window: 200000")
    result = run("validate", windows)
    assert result.returncode == 1
    said = "the sliding_window of 200,000 tokens is longer than the context of 131,072: correct one"
    assert said in result.stdout + result.stderr


def test_the_cache_of_an_engine_in_another_type(run: Run, tmp_path: Path) -> None:
    """By hand: 10 layers of 131,072 tokens and 52 of 1,536 cells, 4,096 numbers each, 34 bytes for 32 of them."""
    windows = with_shape(tmp_path, "34_memory_sliding_window.yaml", "full_attention_layers: 10, sliding_window: 1024")
    asked = ("memory", "swa-model", "--precision", "Q4_K_M", "--registry", windows, "--engine", "LLaMA.cpp")
    (row,) = json.loads(run(*asked, "--cache-type", "q8_0", "-f", "json").stdout)
    assert row["cache_bytes"] == (10 * 131_072 + 52 * 1536) * 4096 // 32 * 34
    assert (row["cache_type"], row["engine"]) == ("q8_0", "llama.cpp")
