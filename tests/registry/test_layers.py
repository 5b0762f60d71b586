from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from llmsurvey.errors import Fault, RegistryError
from llmsurvey.registry import layers
from llmsurvey.registry.compile import compile_layers
from llmsurvey.registry.configuration import config_folder
from llmsurvey.registry.layers import (
    BUILT_IN,
    data_folder,
    layers_for,
    misplaced_registry,
    read_layer,
    user_registry_folder,
)
from llmsurvey.registry.load import load_registry
from llmsurvey.registry.nodes import read_document

ONE = b"models:\n- {id: one, name: One}\n"


def fault_of(path: str | Path) -> Fault:
    with pytest.raises(RegistryError) as caught:
        read_layer(str(path))
    (fault,) = caught.value.faults
    return fault


def configured(name: str, content: bytes = ONE) -> Path:
    path = user_registry_folder() / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_without_anything_of_the_users_there_is_the_built_in_layer_alone() -> None:
    (layer,) = layers_for()
    assert layer.name == BUILT_IN
    assert {name for name, _ in layer.files} >= {"data/models.yaml", "data/datasets.yaml", "data/licences.yaml"}


def test_the_built_in_layer_is_the_data_folder() -> None:
    (layer,) = layers_for()
    assert dict(layer.files)["data/models.yaml"] == (data_folder() / "models.yaml").read_bytes()


def test_the_config_folder_follows_xdg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert config_folder() == tmp_path / "llmsurvey"


def test_yaml_files_of_the_registry_folder_are_one_layer_in_the_order_of_their_names() -> None:
    second, first = configured("b.yml"), configured("a.yaml")
    configured("notes.txt")
    assert [name for name, _ in layers_for()[1].files] == [str(first), str(second)]


def test_files_of_the_config_folder_itself_are_no_layer_but_noticed() -> None:
    assert misplaced_registry() is None
    config_folder().mkdir(parents=True, exist_ok=True)
    for name in ("mine.yaml", "notes.toml", "my.schema.json"):
        (config_folder() / name).write_bytes(ONE)
    assert len(layers_for()) == 1
    assert misplaced_registry() is not None
    (config_folder() / "mine.yaml").unlink()
    assert misplaced_registry() is None


def test_the_configuration_file_names_layers_relative_to_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.yaml").write_bytes(ONE)
    (tmp_path / "my.toml").write_text('registry = ["mine.yaml"]')
    monkeypatch.setenv("LLMSURVEY_CONFIG", str(tmp_path / "my.toml"))
    monkeypatch.chdir("/")
    assert [layer.name for layer in layers_for()[1:]] == [str(tmp_path / "mine.yaml")]


def test_a_registry_folder_that_is_a_file_is_a_fault() -> None:
    config_folder().mkdir(parents=True, exist_ok=True)
    user_registry_folder().write_bytes(ONE)
    with pytest.raises(RegistryError, match="can't be read: not a directory"):
        layers_for()


def test_no_config_folder_below_a_file_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "file"))
    assert len(layers_for()) == 1


def test_a_registry_folder_without_yaml_is_no_layer() -> None:
    configured("notes.txt")
    assert len(layers_for()) == 1


def test_the_variable_names_files_separated_as_in_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [tmp_path / "x.yaml", tmp_path / "y.yaml"]
    paths[0].write_bytes(ONE)
    paths[1].write_bytes(ONE)
    monkeypatch.setenv("LLMSURVEY_REGISTRY", os.pathsep.join(["", str(paths[0]), str(paths[1])]))
    assert [layer.name for layer in layers_for()[1:]] == [str(path) for path in paths]


def test_layers_stand_in_the_order_built_in_config_variable_option(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_config = configured("a.yaml")
    in_variable, as_option = tmp_path / "variable.yaml", tmp_path / "option.yaml"
    in_variable.write_bytes(ONE)
    as_option.write_bytes(ONE)
    monkeypatch.setenv("LLMSURVEY_REGISTRY", str(in_variable))
    names = [layer.name for layer in layers_for([str(as_option)])]
    assert names == [BUILT_IN, str(in_config.parent), str(in_variable), str(as_option)]


def test_a_later_layer_wins_over_each_below(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configured("a.yaml", b"models:\n- {id: one, name: Config, kind: pretrained, access: open}\n")
    in_variable, as_option = tmp_path / "variable.yaml", tmp_path / "option.yaml"
    in_variable.write_bytes(b"models:\n- {id: one, name: Variable, kind: finetuned}\n")
    as_option.write_bytes(b"models:\n- {id: one, name: Option}\n")
    monkeypatch.setenv("LLMSURVEY_REGISTRY", str(in_variable))
    model = compile_layers(layers_for([str(as_option)])).registry.model_by_id["one"]
    assert (model.name, model.kind, model.access) == ("Option", "finetuned", "open")


def test_a_folder_is_one_layer_of_its_files_and_not_of_folders_in_it(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_bytes(ONE)
    (tmp_path / "a.yml").write_bytes(ONE)
    (tmp_path / "c.json").write_bytes(b"{}")
    (tmp_path / "registry.schema.json").write_bytes(b"{}")
    (tmp_path / "notes.txt").write_bytes(b"")
    (tmp_path / "folder.yaml").mkdir()
    layer = read_layer(str(tmp_path))
    assert [name for name, _ in layer.files] == [str(tmp_path / each) for each in ("a.yml", "b.yaml", "c.json")]


@pytest.mark.parametrize("is_folder", [False, True])
def test_a_path_that_is_not_utf_8_is_written_as_the_terminal_has_it(tmp_path: Path, *, is_folder: bool) -> None:
    file = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9")) / "a.yaml"
    try:
        file.parent.mkdir()
    except OSError:
        pytest.skip("this file system has UTF-8 alone")
    file.write_bytes(ONE)
    path = file.parent if is_folder else file
    for _ in range(2):
        assert set(load_registry([str(path)]).origins.values()) == {f"{tmp_path}/caf\\udce9/a.yaml"}


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(ONE)))
    assert read_layer("-").files == (("standard input", ONE),)


def test_standard_input_without_end_is_read_to_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    with Path("/dev/zero").open() as endless:
        monkeypatch.setattr("sys.stdin", endless)
        ((_, content),) = read_layer("-").files
    assert len(content) == layers.MAX_BYTES + 1


def test_closed_standard_input_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    assert str(fault_of("-")) == "standard input: can't be read: closed. Give it a registry: < FILE"


def test_a_missing_file_is_a_fault_that_says_to_check_the_path(tmp_path: Path) -> None:
    fault = fault_of(tmp_path / "none.yaml")
    assert (
        str(fault)
        == f"{tmp_path / 'none.yaml'}: can't be read: no such file or directory. Check the path and its permissions"
    )


def test_a_missing_file_of_the_variable_is_a_fault_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLMSURVEY_REGISTRY", "none.yaml")
    with pytest.raises(RegistryError, match=r"none\.yaml: can't be read"):
        layers_for()


def test_a_file_that_may_not_be_read_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret.yaml"
    path.write_bytes(ONE)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "can't be read: permission denied. Check the path and its permissions" in fault_of(path).message


def test_a_folder_that_may_not_be_read_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.scandir", refuse)
    assert "can't be read: permission denied" in fault_of(tmp_path).message


def test_a_path_in_a_folder_that_may_not_be_entered_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", refuse)
    monkeypatch.setattr(Path, "open", refuse)
    assert "can't be read: permission denied" in fault_of("secret/mine.yaml").message


def test_a_name_that_no_file_can_have_is_a_fault() -> None:
    assert "can't be read: file name too long" in fault_of("a" * 300).message


def test_a_folder_without_yaml_is_a_fault_that_says_what_it_needs(tmp_path: Path) -> None:
    assert (
        str(fault_of(tmp_path))
        == f"{tmp_path}: has no .yaml, .yml or .json file. Name the folder that holds the registry"
    )


def test_a_link_to_nowhere_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "nowhere")
    assert fault_of(tmp_path).file == str(tmp_path / "gone.yaml")


def test_a_file_of_more_than_64_mib_is_a_fault_and_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(2**28)
    ((_, content),) = read_layer(str(path)).files
    assert len(content) == layers.MAX_BYTES + 1
    with pytest.raises(RegistryError, match=r"has more than 64 MiB\. Split it into several files"):
        read_document(str(path), content)


def test_a_file_of_just_64_mib_is_read() -> None:
    assert read_document("mine.yaml", b"a: 1\n#".ljust(layers.MAX_BYTES, b"x")) is not None


def test_the_limit_is_64_mib() -> None:
    assert layers.MAX_BYTES == 64 * 1024 * 1024


def test_what_stands_in_a_folder_is_told_from_by_its_file(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(f"models: [{{id: {name}, name: {name}}}]")
    (tmp_path / "alone.yaml.txt").write_text("models: [{id: c, name: c}]")
    found = compile_layers([read_layer(str(tmp_path)), read_layer(str(tmp_path / "alone.yaml.txt"))]).registry.origins
    files = {"model/a": "a.yaml", "model/b": "b.yaml", "model/c": "alone.yaml.txt"}
    assert found == {record: str(tmp_path / file) for record, file in files.items()}
