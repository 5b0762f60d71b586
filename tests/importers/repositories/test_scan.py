"""Which files are looked at, what is told of others, and what is excused."""

from __future__ import annotations

from pathlib import Path

import pytest

from llmsurvey.errors import RequestError
from llmsurvey.importers.repositories.excuses import find_excuses
from llmsurvey.importers.repositories.scan import Scan, scan_paths
from llmsurvey.registry.registry import Registry

CODE = 'AutoModel.from_pretrained("x/y1")\n'


def _write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def _files(scan: Scan, folder: Path) -> list[str]:
    return [Path(model.file).relative_to(folder).as_posix() for model in scan.models]


def test_what_others_wrote_and_what_git_ignores_is_skipped(tmp_path: Path, registry: Registry) -> None:
    files = ["app.py", ".github/a.py", "node_modules/a.py", ".venv/a.py", ".git/a.py", "env/a.py", "out/a.py", "b.pyc"]
    folder = _write(tmp_path, dict.fromkeys(files, CODE) | {"env/pyvenv.cfg": "", ".gitignore": "out/\n"})
    assert sorted(_files(scan_paths([str(folder)], registry), folder)) == [".github/a.py", "app.py"]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("main.rs", 'api.model("x/y1")'),
        ("main.go", 'ModelURL: "x/y1",'),
        ("App.java", 'builder().modelName("x/y1")'),
        ("App.kt", 'val model = "x/y1"'),
        ("App.cs", 'string ModelId = "x/y1";'),
        ("App.swift", 'let model = "x/y1"'),
        ("App.vue", "const model = 'x/y1'"),
        ("chart/templates/pod.tpl", "hf download x/y1"),
        ("main.tf", 'model_id = "x/y1"'),
        ("vllm.service.j2", "vllm serve x/y1"),
    ],
)
def test_other_languages_and_templates_are_looked_at(file: str, text: str, tmp_path: Path, registry: Registry) -> None:
    scan = scan_paths([str(_write(tmp_path, {file: text}))], registry)
    assert [model.mention.name for model in scan.models] == ["x/y1"]


def test_rules_above_the_folder_count_as_far_as_its_repository(tmp_path: Path, registry: Registry) -> None:
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    folder = _write(tmp_path, {"repo/.gitignore": "a.py\n", "repo/sub/a.py": CODE, "repo/sub/b.py": CODE})
    assert _files(scan_paths([str(folder / "repo" / "sub")], registry), folder) == ["repo/sub/b.py"]


def test_links_are_not_followed(tmp_path: Path, registry: Registry) -> None:
    _write(tmp_path, {"outside/a.py": CODE, "repo/b.py": CODE})
    (tmp_path / "repo" / "link.py").symlink_to(tmp_path / "outside" / "a.py")
    (tmp_path / "repo" / "folder").symlink_to(tmp_path / "outside")
    (tmp_path / "repo" / "loop").symlink_to(tmp_path / "repo")
    assert _files(scan_paths([str(tmp_path / "repo")], registry), tmp_path) == ["repo/b.py"]


def test_large_files_are_told_and_binary_ones_passed_over(tmp_path: Path, registry: Registry) -> None:
    folder = _write(tmp_path, {"big.py": CODE + "#" * 2**20, "binary.py": CODE + "\0"})
    scan = scan_paths([str(folder)], registry)
    assert (scan.models, scan.too_large) == ([], [str(folder / "big.py")])


def test_a_path_that_lies_there_is_no_model(tmp_path: Path, registry: Registry) -> None:
    folder = _write(tmp_path, {"app.py": CODE, "x/y1/config.json": "{}"})
    assert scan_paths([str(folder)], registry).models == []


def test_caches_of_the_hub_hold_models(tmp_path: Path, registry: Registry) -> None:
    card = "---\nbase_model: x/z2\n---\n"
    locks = {"hub/.locks/models--x--y1/abc.lock": "", "hub/version.txt": "1"}
    folder = _write(tmp_path, {"hub/models--x--y1/snapshots/abc/README.md": card, **locks})
    for path in (folder, folder / "hub" / "models--x--y1", folder / "hub" / "models--x--y1" / "snapshots" / "abc"):
        (model,) = scan_paths([str(path)], registry).models
        assert (model.mention.name, model.mention.line, model.mention.named_in) == ("x/y1", 0, "cache")


def test_a_file_is_looked_at_once_however_often_it_is_named(tmp_path: Path, registry: Registry) -> None:
    folder = _write(tmp_path, {"app.py": CODE})
    assert len(scan_paths([str(folder), str(folder), str(folder / "app.py")], registry).models) == 1


def test_nothing_at_a_path_is_a_fault_of_the_request(tmp_path: Path, registry: Registry) -> None:
    with pytest.raises(RequestError, match="there is no such file or folder"):
        scan_paths([str(tmp_path / "nowhere")], registry)


def test_code_of_python_2_is_told_and_looked_at_line_by_line(tmp_path: Path, registry: Registry) -> None:
    folder = _write(tmp_path, {"old.py": 'print "x"\nMODEL_ID = "x/y1"\n'})
    scan = scan_paths([str(folder)], registry)
    assert [model.mention.name for model in scan.models] == ["x/y1"]
    assert ["is no Python 3" in fault.message for fault in scan.faults] == [True]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("x  # llmsurvey: ok only a test", "only a test"),
        ("x  // llmsurvey: ok, legal said so (#12)", "legal said so (#12)"),
        ("<!-- llmsurvey: ok weights aren't shipped -->", "weights aren't shipped"),
        ("x  # llmsurvey: ok 법무팀 승인", "법무팀 승인"),
        ("x  # llmsurvey: ok", ""),
        ("x  # llmsurvey: ok  --", ""),
        ('    "m = 1  # llmsurvey: ok only here\\n",', "only here"),
    ],
)
def test_excuses_and_their_reasons(line: str, reason: str) -> None:
    assert [excuse.reason for excuse in find_excuses(line)] == [reason]


def test_text_that_tells_of_excuses_is_none() -> None:
    assert list(find_excuses("use `# llmsurvey: ok REASON` or llmsurvey: ok REASON")) == []


def test_a_comment_excuses_its_line_or_alone_the_next(tmp_path: Path, registry: Registry) -> None:
    lines = [f"{CODE.strip()}  # llmsurvey: ok one", "# llmsurvey: ok two", CODE + CODE.strip()]
    text = "\n".join([*lines, "# llmsurvey: ok three", "", "# llmsurvey: ok", CODE])
    scan = scan_paths([str(_write(tmp_path, {"a.py": text}))], registry)
    assert [(model.mention.line, model.excuse) for model in scan.models] == [
        (1, "one"),
        (3, "two"),
        (4, None),
        (8, None),
    ]
    assert [(fault.line, fault.warning) for fault in scan.faults] == [(5, True), (7, False)]
