from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path

import platformdirs
import pytest

from llmsurvey.errors import RegistryError
from llmsurvey.formats import registry_file
from llmsurvey.registry import cache
from llmsurvey.registry.built_in import Survey
from llmsurvey.registry.compile import compile_layers
from llmsurvey.registry.kept.parts import pack_parts
from llmsurvey.registry.kept.registry import read_registry
from llmsurvey.registry.kept.registry import write_registry as keep_registry
from llmsurvey.registry.layers import Layer, layers_for
from llmsurvey.registry.load import load_registry
from llmsurvey.registry.registry import Registry

WriteRegistry = Callable[..., Path]

MINE = """
models:
- id: mine
  name: 내 모델
  released: 2023-05
  licence: mit
  kind: pretrained
  foundations: [{model: llama, size: 7B, relation: delta}]
  sizes: [{name: 7B, foundations: [], parameters: 6738415616}]
- {id: llama, licence: }
benchmarks:
- {id: mine, name: Mine, chance: 25, human: 95.6, unit: fraction}
scores:
- {board: b, reading: actual, name_as_printed: A, benchmark: mine, metric: acc, value: '67.0', unit: percent, source: x}
"""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The file of a layer, which no test changes."""
    file = tmp_path_factory.mktemp("mine") / "mine.yaml"
    file.write_text(MINE, encoding="utf-8")
    return str(file)


@pytest.fixture
def layers(path: str) -> list[Layer]:
    return layers_for([path])


@functools.cache
def compiled(path: str) -> Registry:
    return compile_layers(layers_for([path])).registry


@pytest.fixture
def mine(path: str) -> Registry:
    """The registry as it is compiled, without any cache."""
    return compiled(path)


def folder() -> Path:
    return Path(platformdirs.user_cache_dir("llmsurvey", appauthor=False))


def kept() -> Path:
    (path,) = folder().glob("registry-*")
    return path


def no_compiling(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise AssertionError("compiled again")

    monkeypatch.setattr("llmsurvey.registry.compile.compile_layers", refuse)


def test_the_registry_is_the_same_with_and_without_the_cache(layers: list[Layer], mine: Registry) -> None:
    keep_registry(cache.key_of(layers), mine)
    assert read_registry(cache.key_of(layers)) == mine


def test_the_built_in_registry_is_the_same_out_of_the_cache(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load_registry() == registry
    no_compiling(monkeypatch)
    assert load_registry() == registry


def test_a_registry_is_compiled_once(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_registry([path])
    no_compiling(monkeypatch)
    assert load_registry([path]) == first


def test_nothing_is_kept_of_a_registry_at_fault(write_registry: WriteRegistry) -> None:
    with pytest.raises(RegistryError):
        load_registry([str(write_registry("models:\n- id: a\n"))])
    assert list(folder().glob("*")) == []


@pytest.mark.parametrize(
    "text", ["models:\n- {id: mine, name: Other}\n", MINE.replace("2023-05", "2023-06"), MINE + "# a comment\n"]
)
def test_a_file_that_changed_is_read_again(write_registry: WriteRegistry, text: str, layers: list[Layer]) -> None:
    assert cache.key_of(layers_for([str(write_registry(text))])) != cache.key_of(layers)


def test_the_order_and_the_names_of_layers_count(write_registry: WriteRegistry) -> None:
    one, two = str(write_registry(MINE, "one.yaml")), str(write_registry(MINE, "two.yaml"))
    keys = {cache.key_of(layers_for(paths)) for paths in ([one], [two], [one, two], [two, one])}
    assert len(keys) == 4


def test_a_cache_of_another_version_is_not_believed(
    layers: list[Layer], mine: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = cache.key_of(layers)
    keep_registry(key, mine)
    monkeypatch.setattr(cache, "__version__", "99.0")
    assert cache.key_of(layers) != key
    assert read_registry(cache.key_of(layers)) is None


def test_a_cache_of_other_content_is_not_believed(layers: list[Layer], mine: Registry) -> None:
    key = cache.key_of(layers)
    keep_registry(key, mine)
    other = cache.key_of(layers_for())
    kept().rename(folder() / f"registry-{other[:32]}.cache")
    assert read_registry(other) is None


def damage(content: bytes, how: str) -> bytes:
    return {
        "empty": b"",
        "truncated": content[:-1],
        "half": content[: len(content) // 2],
        "longer": content + b" ",
        "a bit changed": content.replace(b"2023-05", b"2023-06"),
        "no seal": content.partition(b"\n")[2],
        "binary": bytes(range(256)),
        "another program's": b'{"models": []}',
    }[how]


@pytest.mark.parametrize(
    "how", ["empty", "truncated", "half", "longer", "a bit changed", "no seal", "binary", "another program's"]
)
def test_a_damaged_cache_is_ignored_and_mended(how: str, path: str, layers: list[Layer], mine: Registry) -> None:
    keep_registry(cache.key_of(layers), mine)
    sound = kept().read_bytes()
    kept().write_bytes(damage(sound, how))
    assert load_registry([path]) == mine
    assert kept().read_bytes() == sound


def test_a_sealed_cache_whose_records_are_none_is_ignored(layers: list[Layer]) -> None:
    key, body = cache.key_of(layers), b'[{"tables": [{"id": "Not An Id"}]}, {}]'
    cache.write_record(key, Survey())
    kept().write_bytes(cache._seal_of(key, body).encode() + b"\n" + body)
    assert cache.read_record(key, Survey) is None
    cache.write_content(key, pack_parts(key, {"rest": [body]}), "registry")
    assert read_registry(key) is None


def test_a_folder_in_the_place_of_the_file_is_ignored(path: str, layers: list[Layer], mine: Registry) -> None:
    keep_registry(cache.key_of(layers), mine)
    place = kept()
    place.unlink()
    place.mkdir()
    assert load_registry([path]) == mine


def test_a_cache_that_cannot_be_written_is_no_error(
    path: str, mine: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(in_the_way))
    assert load_registry([path]) == mine


def test_a_full_disk_is_no_error_and_leaves_nothing_behind(
    path: str, mine: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", refuse)
    assert load_registry([path]) == mine
    assert list(folder().iterdir()) == []


def test_only_the_newest_files_are_kept(write_registry: WriteRegistry) -> None:
    for number in range(25):
        keep_registry(f"{number:02}".ljust(64, "0"), Registry())
    assert len(list(folder().glob("registry-*"))) == 20


def test_others_may_not_look_into_the_folder() -> None:
    keep_registry("0" * 64, Registry())
    assert folder().stat().st_mode & 0o077 == 0


def test_what_is_stated_is_kept_apart_from_what_is_usual(layers: list[Layer], mine: Registry) -> None:
    """A layer that states the usual value hides another one below it, so an export must state it too."""
    keep_registry(cache.key_of(layers), mine)
    read = read_registry(cache.key_of(layers))
    assert read is not None
    assert registry_file.lists_of_records(read, read.scores) == registry_file.lists_of_records(mine, mine.scores)
