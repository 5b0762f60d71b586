"""What a file of the harness says of its run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from llmsurvey.errors import BoardError
from llmsurvey.importers.lm_eval_run import facts_of

COMMIT = "fe8a4ea1ffedaf415f4da2f062534de366a451e6"
OTHER = "0123456789abcdef0123456789abcdef01234567"

CONFIG = {"model": "hf", "model_dtype": "torch.bfloat16", "model_revision": "main", "model_sha": COMMIT}


def facts(data: dict[str, Any], *names: str, file: str = "results.json") -> list[str | None]:
    known = facts_of(Path(file), data)
    return [known[name] for name in names]


def named(arguments: Any, *names: str, **config: Any) -> list[str | None]:
    """Facts of a run with these arguments."""
    data = {"config": {**CONFIG, "model_args": arguments, **config}, "model_name": "lab/stated"}
    return facts(data, *names)


@pytest.mark.parametrize(
    ("arguments", "name", "revision", "precision"),
    [
        ("pretrained=lab/a", "lab/a", COMMIT, "bfloat16"),
        ("pretrained=lab/a,revision=step1000,dtype=torch.float32", "lab/a", "step1000", "float32"),
        ("pretrained=lab/a,dtype=auto", "lab/a", COMMIT, None),
        ("pretrained=lab/a,load_in_4bit=True,dtype=float16", "lab/a", COMMIT, "4bit"),
        ("pretrained=/models/a,b,revision=main", "/models/a,b", COMMIT, "bfloat16"),
        ("engine=davinci", "davinci", COMMIT, "bfloat16"),
        ({"pretrained": "lab/a", "dtype": "float16", "peft": None}, "lab/a", COMMIT, "float16"),
        ({"model": "local-alias", "base_url": "http://localhost:8000"}, "local-alias", COMMIT, "bfloat16"),
        ({"pretrained": ["lab/a"], "load_in_8bit": True}, "lab/stated", COMMIT, "8bit"),
        ("", "lab/stated", COMMIT, "bfloat16"),
        (None, "lab/stated", COMMIT, "bfloat16"),
        (7, "lab/stated", COMMIT, "bfloat16"),
    ],
)
def test_arguments_say_which_model_it_is(
    arguments: Any, name: str, revision: str | None, precision: str | None
) -> None:
    assert named(arguments, "name", "revision", "precision") == [name, revision, precision]


@pytest.mark.parametrize("kind", ["peft", "delta"])
def test_an_adapter_has_a_commit_of_its_own(kind: str) -> None:
    arguments = f"pretrained=lab/a,{kind}=lab/b"
    assert named(arguments, "name", "revision", **{f"{kind}_sha": OTHER}) == ["lab/b", OTHER]
    assert named(arguments, "name", "revision") == ["lab/b", "main"]


@pytest.mark.parametrize(
    ("path", "name", "hub", "revision"),
    [
        (f"/data/hub/models--lab--a-b_c.d/snapshots/{OTHER}", "lab/a-b_c.d", "lab/a-b_c.d", OTHER),
        (f"/data/hub/models--lab--a/snapshots/{OTHER}/", "lab/a", "lab/a", OTHER),
        (f"~/.cache/huggingface/hub/models--lab--a/snapshots/{OTHER}", "lab/a", "lab/a", OTHER),
        (rf"C:\Users\me\hub\models--lab--a\snapshots\{OTHER}", "lab/a", "lab/a", OTHER),
        ("/data/hub/models--lab--a", "lab/a", "lab/a", None),
        (f"/data/hub/models--gpt2/snapshots/{OTHER}", "gpt2", "gpt2", OTHER),
        ("https://huggingface.co/lab/a", "lab/a", "lab/a", None),
        ("/models/mine/", "/models/mine", None, None),
        ("${HOME}/outputs/mine_0.1.0/", "${HOME}/outputs/mine_0.1.0", None, None),
        ("D:\\models\\mine\\", "D:\\models\\mine", None, None),
        ("./lab/a", "./lab/a", None, None),
        ("~/a", "~/a", None, None),
        ("models/a", "models/a", None, None),
        ("my-run/checkpoint-500", "my-run/checkpoint-500", None, None),
        ("lab/a\n", "lab/a", "lab/a", None),
        ("/", "/", None, None),
    ],
)
def test_paths_tell_the_repository_or_are_none(path: str, name: str, hub: str | None, revision: str | None) -> None:
    data = {"config": {"model_args": f"pretrained={path},dtype=float16"}}
    assert facts(data, "name", "hub", "revision") == [name, hub, revision]


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("my-run.json", "my-run"),
        ("pythia-1.4b-global_step71500_eval_results_12-30-2022-04-21-13.json", "pythia-1.4b-global_step71500"),
        ("lab__a_2026-01-28T18-08-16+09-00_2026-01-28T19-16-58.132562.json", "lab__a"),
        ("gsm8k_result.json", "gsm8k"),
        ("results_2024-08-21T04-27-29.701325.json", "results_2024-08-21T04-27-29.701325"),
        ("results.json", "results"),
        ("\n.json", "?"),
    ],
)
def test_a_run_without_a_name_is_called_as_its_file(file: str, name: str) -> None:
    assert facts({}, "name", "hub", file=file) == [name, None]


def test_a_name_that_is_too_long_is_refused() -> None:
    with pytest.raises(BoardError, match=r"^results.json names its model in 131,073 characters\.$"):
        named("pretrained=" + "x" * 131_073)


@pytest.mark.parametrize(
    ("file", "date", "day"),
    [
        ("results.json", 1723609592.06, "2024-08-14"),
        ("results.json", "1723609592.06", None),
        ("results.json", "2024-08-14T04:26:32", "2024-08-14"),
        ("results.json", 1781075.6, None),  # since the machine was started
        ("results.json", 10**400, None),
        ("results.json", True, None),
        ("results_2024-08-21T04-27-29.701325.json", 7085427.7, "2024-08-21"),
        ("results_2024-08-21T04-27-29.701325.json", 1723609592.06, "2024-08-14"),
        ("results_2024-08-21T20-23-11.json", None, "2024-08-21"),
        ("gsm8k_2026-01-28T18-08-16+09-00_2026-01-28T19-16-58.132562.json", None, "2026-01-28"),
        ("night_2026-01-28T23-58-16+09-00_2026-01-29T00-16-58.132562.json", None, "2026-01-29"),
        ("eval_results_11-25-2022-06-27-49.json", None, "2022-11-25"),
        ("a_eval_results_05-11-2022-20-22-11.json", None, "2022-05-11"),
        ("a_eval_results_01-21-2023-19-18-21.json", None, "2023-01-21"),
        ("a_05-11-2022.json", None, None),  # which of the two is the month?
        ("agieval.json", None, None),
    ],
)
def test_the_day_of_a_run(file: str, date: Any, day: str | None) -> None:
    assert facts({"date": date}, "date", file=file) == [day]


@pytest.mark.parametrize(
    ("data", "harness"),
    [
        ({"git_hash": "38bd7350"}, "lm-evaluation-harness 38bd735"),
        ({"git_hash": "38bd7350", "lm_eval_version": "0.4.9.2"}, "lm-evaluation-harness 0.4.9.2"),
        ({"git_hash": None}, "lm-evaluation-harness"),
        ({"git_hash": 5, "lm_eval_version": []}, "lm-evaluation-harness"),
        ({"config_general": {"lighteval_sha": "494ee12240e716e8"}}, "lighteval 494ee12"),
        ({"config_general": {"lighteval_sha": "?"}}, "lighteval ?"),
        ({"config_general": {}}, "lighteval"),
    ],
)
def test_which_harness_it_was(data: dict[str, Any], harness: str) -> None:
    assert facts(data, "harness") == [harness]


def test_lighteval_says_the_model_in_its_own_place() -> None:
    general = {"model_config": {"model_name": "lab/a", "revision": "v2", "dtype": "bfloat16"}}
    assert facts({"config_general": general}, "name", "revision", "precision") == ["lab/a", "v2", "bfloat16"]
    stated = {"model_name": "lab/a", "model_sha": COMMIT, "model_dtype": "torch.bfloat16"}
    assert facts({"config_general": stated}, "name", "revision", "precision") == ["lab/a", COMMIT, "bfloat16"]
