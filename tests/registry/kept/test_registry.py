"""A kept registry answers as the compiled one does, reads little, and never believes what isn't as it was written."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.errors import RegistryError
from llmsurvey.library import Library
from llmsurvey.records import Model
from llmsurvey.registry import cache
from llmsurvey.registry.compile import compile_layers
from llmsurvey.registry.kept.parts import KeptParts, pack_parts
from llmsurvey.registry.kept.registry import pack_registry, read_registry, write_registry
from llmsurvey.registry.layers import BUILT_IN, Layer, read_layer
from llmsurvey.registry.load import load_layers, load_registry
from llmsurvey.registry.names import loose_form, strict_form
from llmsurvey.registry.registry import Registry

KEY = "0" * 64

MINE = """
licences:
- {id: free, name: Free, kind: software, commercial: "yes"}
datasets:
- {id: pile, name: Pile}
models:
- id: one
  name: 하나
  aliases: [One, ONE 2]
  licence: free
  sizes: [{name: 7B, hub: lab/one, aliases: [lab/uno]}, {name: 1B}]
  sources: [{url: "https://example.org", supports: [licence, sizes.hub]}]
- id: two
  name: Two
  foundations: [{model: one, size: 7B, relation: finetuned}]
  datasets: [pile]
  sizes: [{name: 7B}]
- {id: one-two, name: ONE-2}
"""
OVER = "models:\n- {id: one, licence: }\n- {id: three, name: Three, foundations: [{model: two, relation: merge}]}\n"


@pytest.fixture(autouse=True)
def _empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


LAYERS = [Layer(BUILT_IN, [("base.yaml", MINE.encode())]), Layer("over.yaml", [("over.yaml", OVER.encode())])]


@pytest.fixture
def mine() -> Registry:
    return compile_layers(LAYERS).registry


@pytest.fixture(params=["mine", "the catalogue"])
def any_registry(request: pytest.FixtureRequest, mine: Registry, registry: Registry) -> Registry:
    return mine if request.param == "mine" else registry


def compiled(registry: Registry) -> Registry:
    """The registry with nothing that was kept."""
    return registry.replace()


def kept_of(registry: Registry) -> Registry:
    write_registry(KEY, registry)
    kept = read_registry(KEY)
    assert kept is not None
    return kept


def test_what_is_worked_out_from_all_models_is_kept(any_registry: Registry) -> None:
    mine = compiled(any_registry)
    kept = kept_of(mine)
    assert kept == mine
    assert list(kept.model_by_id) == list(mine.model_by_id)
    assert dict(kept.model_by_id) == mine.model_by_id
    assert kept.origins == mine.origins
    assert dict(kept.origins) == mine.origins
    assert len(kept.origins) == len(mine.origins)
    assert dict(kept.used_by) == mine.used_by
    for name in ("amended", "changed", "told", "without_source", "first_characters"):
        own, other = getattr(kept, name), getattr(mine, name)
        assert set(own) == set(other)
        assert len(own) == len(other)
        assert all(each in own for each in other)
        assert "model/none" not in own
    assert kept.loose_names == mine.loose_names
    assert kept.names_of_models() == mine.names_of_models()


def test_every_name_means_what_it_means_in_the_compiled_registry(any_registry: Registry) -> None:
    mine = compiled(any_registry)
    kept = kept_of(mine)
    names = [name for model in mine.models for name in (model.id, model.name, *model.aliases)]
    names += [name for model in mine.models for size in model.sizes for name in (size.hub or "", *size.aliases)]
    names += [f"{model.name} {size.name}" for model in mine.models for size in model.sizes]
    for name in (*names, "하나", "one  2", "lab/UNO", "none of these", "", "@", "one@7b"):
        assert kept.identify(name) == mine.identify(name), name
    for form in mine.named_models.strictly:
        assert kept.named_models.strictly.at(form) == mine.named_models.strictly.at(form)
    for form in mine.named_models.loosely:
        assert form in kept.named_models.loosely
        assert kept.named_models.loosely.at(form) == mine.named_models.loosely.at(form)


WORDS = st.text(st.sampled_from("aAbB1 -_가각é\u1100\uff21"), min_size=1, max_size=4).filter(lambda text: text.strip())


@given(names=st.lists(st.lists(WORDS, min_size=1, max_size=3), max_size=60), asked=st.lists(WORDS, max_size=20))
def test_any_names_are_found_as_in_the_compiled_registry(names: list[list[str]], asked: list[str]) -> None:
    models = tuple(
        Model(id=f"m{number}", name=first, aliases=tuple(others)) for number, (first, *others) in enumerate(names)
    )
    registry = Registry(models=models)
    kept = kept_of(registry)
    assert kept == registry
    for name in (*asked, *(name for each in names for name in each)):
        assert kept.named_models.get(name) == registry.named_models.get(name)
        assert (strict_form(name) in kept.named_models.strictly) == (
            strict_form(name) in registry.named_models.strictly
        )
        assert (loose_form(name) in kept.named_models.loosely) == (loose_form(name) in registry.named_models.loosely)


def test_models_are_as_a_tuple_has_them(registry: Registry) -> None:
    models, kept = tuple(registry.models), kept_of(registry).models
    assert len(kept) == len(models)
    assert kept == models
    assert hash(kept) == hash(models)
    assert kept != models[1:]
    assert kept[-1] == models[-1]
    assert kept[3:40:5] == models[3:40:5]
    assert kept[len(kept) - 1] is kept[-1]
    for outside in (len(kept), -len(kept) - 1):
        with pytest.raises(IndexError):
            kept[outside]


def test_a_kept_registry_can_be_pickled(mine: Registry) -> None:
    again = pickle.loads(pickle.dumps(kept_of(mine)))
    assert again == mine
    assert again.models[0].sources == mine.models[0].sources != ()
    assert again.resolve_model("lab/uno")[1] == mine.models[0].sizes[0]


def parts_read(monkeypatch: pytest.MonkeyPatch, ask: Callable[[Library], object]) -> dict[str, int]:
    """How many parts of each section a question reads of the catalogue."""
    load_registry()
    read: dict[str, int] = {}
    decode_part = KeptParts.decode_part

    def count(self: KeptParts, section: str, number: int, decode: Callable[[memoryview], object]) -> object:
        read[section] = read.get(section, 0) + 1
        return decode_part(self, section, number, decode)

    monkeypatch.setattr(KeptParts, "decode_part", count)
    ask(Library())
    return read


def test_a_question_about_one_model_reads_few_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(library: Library) -> None:
        model, size = library.registry.resolve_model("KULLM")
        licensing = library.licensing()
        for each in model.each_size():
            assert licensing.assess(model, each).verdict
        assert size is None

    Library().licensing()
    read = parts_read(monkeypatch, ask)
    assert read["models"] <= 3
    assert max(read.values()) <= 3


def run_in_threads(action: Callable[[], None]) -> None:
    """Carry it out in four threads at once, to the end of all."""
    threads = [threading.Thread(target=action) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def flipped(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def path_of(key: str) -> Path:
    return cache.path_of(key, "registry")


def places_in(content: bytes) -> Iterator[int]:
    return iter(range(0, len(content), len(content) // 97))


def test_whatever_byte_changes_the_registry_is_the_same_and_the_file_is_mended(mine: Registry) -> None:
    load_layers(LAYERS)
    path = path_of(cache.key_of(LAYERS))
    sound = path.read_bytes()
    for at in places_in(sound):
        path.write_bytes(flipped(sound, at))
        registry = load_layers(LAYERS)
        assert registry == mine, at
        assert registry.loose_names == mine.loose_names
        assert dict(registry.used_by) == mine.used_by
        assert set(registry.named_models.strictly) == set(mine.named_models.strictly)
        assert path.read_bytes() == sound
    assert at > 0.98 * len(sound)


def test_a_part_that_changed_is_told_where_nothing_can_be_compiled(mine: Registry) -> None:
    sound = write_registry(KEY, mine)
    path_of(KEY).write_bytes(flipped(sound, len(sound) // 2))
    registry = read_registry(KEY)
    assert registry is not None
    with pytest.raises(RegistryError, match=r"registry-0+\.cache: is damaged\. Delete it"):
        _ = (list(registry.models), registry.loose_names, dict(registry.used_by), dict(registry.origins))


def test_a_file_that_changed_since_it_was_looked_at_is_not_mixed_with_what_was_kept(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(MINE, encoding="utf-8")
    layers = [Layer(BUILT_IN, []), read_layer(str(path))]
    load_layers(layers)
    kept = path_of(cache.key_of(layers))
    sound = kept.read_bytes()
    kept.write_bytes(flipped(sound, sound.index(b'"id":"one"') + 1))
    registry = load_layers([Layer(BUILT_IN, []), read_layer(str(path))])
    path.write_text(MINE.replace("name: Two", "name: Zwei"), encoding="utf-8")
    with pytest.raises(RegistryError, match="is damaged"):
        registry.resolve_model("one")
    assert load_layers([Layer(BUILT_IN, []), read_layer(str(path))]).resolve_model("zwei")[0].id == "two"


def test_a_file_that_changes_while_it_is_compiled_is_kept_under_what_was_compiled(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(MINE, encoding="utf-8")
    layers = [read_layer(str(path))]
    path.write_text(MINE.replace("name: Two", "name: Zwei"), encoding="utf-8")
    assert load_layers(layers).resolve_model("zwei")
    path.write_text(MINE, encoding="utf-8")
    assert load_layers([read_layer(str(path))]).find_model("zwei") is None
    assert load_layers([read_layer(str(path))]).find_model("two") is not None


def test_nothing_is_read_of_a_file_that_was_made_anew_and_became_another(mine: Registry) -> None:
    """What was read before, and what is read later, are of the registry that was opened, or nothing is."""
    sound = write_registry(KEY, mine)
    path_of(KEY).write_bytes(flipped(sound, sound.index(b'"id":"one"') + 1))
    other = compiled(mine).replace(models=tuple(model.replace(notes="Other") for model in mine.models))
    registry = read_registry(KEY, lambda: pack_registry(KEY, other))
    assert registry is not None
    for _ in range(2):
        with pytest.raises(RegistryError, match="is damaged"):
            list(registry.models)
    assert dict(registry.used_by) == mine.used_by


def test_what_cannot_be_made_anew_now_is_made_anew_later(tmp_path: Path, mine: Registry) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(MINE, encoding="utf-8")
    load_layers([read_layer(str(path))])
    kept = path_of(cache.key_of([read_layer(str(path))]))
    sound = kept.read_bytes()
    kept.write_bytes(flipped(sound, sound.index(b'"id":"one"') + 1))
    registry = load_layers([read_layer(str(path))])
    path.rename(tmp_path / "away")
    for _ in range(2):
        with pytest.raises(RegistryError, match=r"mine\.yaml: can't be read"):
            registry.resolve_model("one")
    (tmp_path / "away").rename(path)
    assert registry.resolve_model("two")[0] == mine.resolve_model("two")[0]


def test_threads_that_meet_the_same_damage_make_the_file_anew_once(mine: Registry) -> None:
    sound = write_registry(KEY, mine)
    path_of(KEY).write_bytes(flipped(sound, sound.index(b'"id":"one"') + 1))
    renewed, found = [], []
    start = threading.Barrier(4)

    def renew() -> bytes:
        renewed.append(KEY)
        time.sleep(0.1)
        return sound

    registry = read_registry(KEY, renew)
    assert registry is not None

    def read() -> None:
        start.wait()
        found.append(list(registry.models))

    run_in_threads(read)
    assert len(renewed) == 1
    assert found == [list(mine.models)] * 4


def test_kept_sets_of_records_can_be_combined(mine: Registry) -> None:
    kept = kept_of(mine)
    own = compiled(mine)
    for other in (kept.amended, own.amended, {"model/two"}):
        assert kept.told | other == own.told | set(other)
        assert kept.told & other == own.told & set(other)
        assert kept.told - other == own.told - set(other)
        assert other - kept.told == set(other) - own.told


@pytest.mark.parametrize("length", [0, 10, 64, 80, 1000, -1])
def test_a_truncated_file_is_as_if_it_were_not_there(mine: Registry, length: int) -> None:
    sound = write_registry(KEY, mine)
    path_of(KEY).write_bytes(sound[:length])
    assert read_registry(KEY) is None


@pytest.mark.parametrize("other", [b" ", b"\0" * 4096])
def test_a_longer_file_is_as_if_it_were_not_there(mine: Registry, other: bytes) -> None:
    path_of(KEY).parent.mkdir(parents=True)
    path_of(KEY).write_bytes(pack_registry(KEY, mine) + other)
    assert read_registry(KEY) is None


def test_a_file_of_another_key_is_as_if_it_were_not_there(mine: Registry) -> None:
    cache.write_content(KEY, pack_registry("1" * 64, mine), "registry")
    assert read_registry(KEY) is None


@pytest.mark.parametrize(
    "sections",
    [
        {},
        {"rest": [b"[{}, {}]"]},
        {"rest": [b"[{}, {}]"], "extent": [b"[0]"]},
        {"rest": [b"[{}]"], "extent": [b"[0, null, []]"]},
        {"rest": [b'[{"datasets": [{"id": "a"}]}, {}]'], "extent": [b"[0, null, []]"]},
        {"rest": [b"{"], "extent": [b"[0, null, []]"]},
    ],
)
def test_a_sealed_file_of_another_form_is_as_if_it_were_not_there(sections: dict[str, list[bytes]]) -> None:
    cache.write_content(KEY, pack_parts(KEY, sections), "registry")
    assert read_registry(KEY) is None


@pytest.mark.parametrize("models", [[], [b"[]"], [b"[[], []]"], [b'[[{"id": "a"}], [null]]'], [b'[[{"id": 1}], []]']])
def test_models_of_another_form_under_a_seal_are_told(models: list[bytes]) -> None:
    sections = {"rest": [b"[{}, {}]"], "extent": [b"[1, null, []]"], "models": models}
    cache.write_content(KEY, pack_parts(KEY, sections), "registry")
    registry = read_registry(KEY)
    assert registry is not None
    with pytest.raises(RegistryError, match="is damaged"):
        list(registry.models)


@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_every_process_keeps_the_same(mine: Registry, tmp_path: Path, seed: str) -> None:
    """Else a part that is damaged couldn't be made anew by another process than the one that wrote it."""
    (tmp_path / "base.yaml").write_text(MINE, encoding="utf-8")
    program = (
        "import sys; from llmsurvey.registry.layers import Layer;"
        "from llmsurvey.registry.compile import compile_layers;"
        "from llmsurvey.registry.kept.registry import pack_registry;"
        "base, over = (open(name, 'rb').read() for name in sys.argv[1:]);"
        "layers = [Layer('built-in', [('base.yaml', base)]), Layer('over.yaml', [('over.yaml', over)])];"
        "sys.stdout.buffer.write(pack_registry('0' * 64, compile_layers(layers).registry))"
    )
    (tmp_path / "over.yaml").write_text(OVER, encoding="utf-8")
    files = [str(tmp_path / "base.yaml"), str(tmp_path / "over.yaml")]
    packed = subprocess.run(
        [sys.executable, "-c", program, *files],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        check=True,
    ).stdout
    assert packed == pack_registry(KEY, mine)


def test_threads_get_the_same_records(mine: Registry) -> None:
    kept = kept_of(mine)
    found: list[list[Model]] = []
    start = threading.Barrier(4)

    def read() -> None:
        start.wait()
        found.append(list(kept.models))

    run_in_threads(read)
    assert len(found) == 4
    assert all(one is another for models in found for one, another in zip(models, found[0], strict=True))


def test_a_registry_whose_file_is_replaced_stays_what_it_was(mine: Registry) -> None:
    kept = kept_of(mine)
    write_registry(KEY, Registry())
    assert kept == mine
