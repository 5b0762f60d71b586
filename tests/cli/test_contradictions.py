"""What contradicts itself or the catalogue is told in one line, with file and line, and nothing of it is guessed."""

from __future__ import annotations

import pytest
from tests.cli.conftest import Run
from tests.conftest import WriteRegistry
from tests.growth import LINEAR, growth

from llmsurvey.errors import RegistryError
from llmsurvey.registry.check import find_warnings
from llmsurvey.registry.compile import compile_layers
from llmsurvey.registry.layers import BUILT_IN, Layer, layers_for

SHAPE = "layers: 4, heads: 4, kv_heads: 2, head_size: 8"
WINDOW = "sliding_window: 4096"


def sized(facts: str) -> str:
    return f"models:\n- id: mine\n  name: Mine\n  sizes:\n  - {{name: 7B, {facts}}}\n"


CONTRADICTIONS = [
    (sized(f"shape: {{{SHAPE}, full_attention_layers: 5}}"), 5, "more layers of single kinds than the 4 in all"),
    (sized(f"shape: {{{SHAPE}, full_attention_layers: 3}}"), 5, "what 1 layer keeps isn't said"),
    (sized("parameters: 7B, active_parameters: 8B"), 5, "active_parameters are 8,000,000,000 of 7,000,000,000"),
    (
        sized(f"context: 2048, shape: {{{SHAPE}, full_attention_layers: 3, {WINDOW}}}"),
        5,
        "the sliding_window of 4,096 tokens is longer than the context of 2,048",
    ),
    (
        sized("hub: lab/x") + "- id: other\n  name: Other\n  sizes:\n  - {name: 7B, hub: Lab/X}\n",
        9,
        'hub "Lab/X" is that of model "mine" too',
    ),
]


@pytest.mark.parametrize(("text", "line", "said"), CONTRADICTIONS)
def test_a_contradiction_is_one_line_with_its_place_and_ends_every_command(
    text: str, line: int, said: str, run: Run, write_registry: WriteRegistry
) -> None:
    path = write_registry(text)
    for arguments in (("validate", str(path)), ("list", "--registry", str(path))):
        result = run(*arguments)
        told = [each for each in result.stderr.splitlines() if str(path) in each]
        assert (result.returncode, result.stdout, len(told)) == (1, "", 1)
        assert told[0].startswith(f"{path}:{line}:")
        assert said in told[0]


def test_two_names_of_one_repository_name_both_places() -> None:
    both = (
        ("a.yaml", sized("hub: lab/x").encode()),
        ("b.yaml", b"models:\n- {id: b, name: B, sizes: [{name: S, hub: lab/x}]}"),
    )
    with pytest.raises(RegistryError) as caught:
        compile_layers([Layer("mine", both)])
    assert [str(fault) for fault in caught.value.faults] == [
        'b.yaml:2:43: hub "lab/x" is that of model "mine" too (a.yaml, line 5). Name it in one of them'
    ]


def test_sizes_of_one_model_may_be_revisions_of_one_repository() -> None:
    text = "models:\n- {id: a, name: A, sizes: [{name: v1, hub: lab/x}, {name: v2, hub: lab/x}]}"
    assert compile_layers([Layer("mine", (("mine.yaml", text.encode()),))]).registry.models


def test_a_repository_of_the_catalogue_s_is_warned_of_and_asked_about(run: Run, write_registry: WriteRegistry) -> None:
    path = write_registry(sized("hub: nlpai-lab/kullm-polyglot-12.8b-v2"))
    result = run("validate", str(path))
    assert result.returncode == 0
    assert f"{path}:5:" in result.stderr
    assert 'is that of model "kullm" too (data/models.yaml, line ' in result.stderr
    asked = run("show", "nlpai-lab/kullm-polyglot-12.8b-v2", "--registry", str(path))
    assert (asked.returncode, asked.stdout) == (2, "")
    assert "could be kullm@12.8B-v2 or mine@7B. Write one of these" in asked.stderr


LOOSENED = "licences:\n- {id: llama-2-community, commercial: 'yes', conditions: []}\n"
OTHERWISE = "Your layer says otherwise than the built-in registry: "


def test_a_layer_that_loosens_a_licence_is_told_wherever_its_verdict_is(
    run: Run, write_registry: WriteRegistry
) -> None:
    path = write_registry(LOOSENED)
    told = f"llama-2-community.commercial ({path}; built in: conditional)"
    for command in ("licence", "show"):
        result = run(command, "llama-2-70b", "--registry", str(path))
        assert f"{OTHERWISE}{told}" in result.stdout
        assert OTHERWISE not in run(command, "kullm@5.8B-v2", "--registry", str(path)).stdout
    record = run("show", "licence/llama-2-community", "--registry", str(path)).stdout
    assert f"{OTHERWISE}commercial ({path}; built in: conditional)" in record
    assert f"{path}:2:" in run("validate", str(path)).stderr


BASE = """
licences:
- {id: free, name: Free, kind: software, commercial: 'yes'}
- {id: closed, name: Closed, kind: model, commercial: 'no'}
datasets:
- {id: talk, name: Talk, licence: closed}
models:
- {id: base, name: Base, licence: closed, sizes: [{name: 7B}, {name: 13B, licence: free}]}
- {id: tuned, name: Tuned, licence: free, datasets: [talk], foundations: [{model: base, size: 7B, relation: finetuned}]}
"""


def overruled(*layers: str) -> dict[str, str]:
    own = [Layer(f"l{number}.yaml", ((f"l{number}.yaml", text.encode()),)) for number, text in enumerate(layers, 1)]
    return compile_layers([Layer(BUILT_IN, (("data/base.yaml", BASE.encode()),)), *own]).registry.overruled


@pytest.mark.parametrize(
    ("layers", "found"),
    [
        (("models: [{id: base, licence: free}]",), {"model/base/licence": "closed"}),
        (("models: [{id: base, sizes: [{name: 7b, licence: free}]}]",), {"model/base/@7B.licence": "closed"}),
        (("models: [{id: base, sizes: [{name: 13B, licence: closed}]}]",), {"model/base/@13B.licence": "free"}),
        (("models: [{id: tuned, foundations: []}]",), {"model/tuned/foundations": "base@7B"}),
        (("models: [{id: tuned, datasets: []}]",), {"model/tuned/datasets": "talk"}),
        (("models: [{id: base, licence: closed}]",), {}),
        (("models: [{id: base, kind: service}]",), {}),
        (("models: [{id: mine, name: Mine, licence: free}]", "models: [{id: mine, licence: closed}]"), {}),
        (
            ("models: [{id: base, licence: free}]", "models: [{id: base, licence: }]"),
            {"model/base/licence": "closed"},
        ),
    ],
)
def test_what_the_catalogue_says_is_kept_where_a_layer_says_something_else(
    layers: tuple[str, ...], found: dict[str, str]
) -> None:
    assert overruled(*layers) == found


def warned(conditions: str, facts: str = "", url: str = "https://example.org/terms") -> list[str]:
    text = f"""
licences:
- id: my-terms
  name: My Terms
  kind: terms
  {facts}
  conditions: [{{kind: other, text: "{conditions}"}}]
  sources: [{{url: '{url}', supports: [conditions, released]}}]
"""
    return [str(fault) for fault in find_warnings(compile_layers([Layer("mine", (("mine.yaml", text.encode()),))]))]


@pytest.mark.parametrize("cited", ["No rivals (section 2c iii).", "Clause 7 forbids it.", "\u00a7 3", "\uc81c5\uc870"])
def test_a_section_without_the_version_of_its_licence_is_warned_of_at_its_place(cited: str) -> None:
    (warning,) = warned(cited)
    assert warning.startswith("mine.yaml:7:36: warning: a condition of licence")
    assert "cites a section, but nothing says of which version" in warning


@pytest.mark.parametrize(
    ("conditions", "facts", "url"),
    [
        ("No rivals.", "", "https://example.org/terms"),
        ("No rivals (section 2).", "released: 2023-03-14", "https://example.org/terms"),
        ("No rivals (section 2).", "", "https://github.com/o/r/blob/cebd3de49c7f/LICENSE"),
        ("No rivals (section 2).", "", "https://web.archive.org/web/20230501000000/https://example.org/terms"),
    ],
)
def test_a_section_of_a_version_that_is_named_is_left_alone(conditions: str, facts: str, url: str) -> None:
    assert warned(conditions, facts, url) == []


def family(count: int) -> Layer:
    models = "".join(
        f"- {{id: made-{place}, name: Made {place}, licence: free, "
        f"sizes: [{{name: 7B, parameters: 7B, hub: lab/m{place}}}], "
        "foundations: [{model: base, size: 7B, relation: finetuned}]}\n"
        for place in range(count)
    )
    return Layer("mine", (("mine.yaml", f"models:\n{models}".encode()),))


def test_a_family_of_ten_thousand_is_read_in_the_time_of_its_entries() -> None:
    base = Layer(BUILT_IN, (("data/base.yaml", BASE.encode()),))
    made = family(10_000)
    registry = compile_layers([base, made]).registry
    assert len(registry.models) == 10_002
    assert len(registry.origins) == 10_000
    assert growth(lambda layer: compile_layers([base, layer]), family, 250) < LINEAR


def test_no_repository_of_the_catalogue_is_that_of_two_models() -> None:
    warnings = [str(fault) for fault in find_warnings(compile_layers(layers_for()))]
    assert [each for each in warnings if "is that of model" in each or "cites a section" in each] == []
