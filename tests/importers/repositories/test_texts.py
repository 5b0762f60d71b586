"""The models that settings, scripts and cards name."""

from __future__ import annotations

import json

import pytest

from llmsurvey.importers.repositories.cards import find_in_card
from llmsurvey.importers.repositories.model_names import ModelNames
from llmsurvey.importers.repositories.notebooks import find_in_notebook
from llmsurvey.importers.repositories.texts import find_in_script, find_in_text


@pytest.mark.parametrize(
    ("text", "name", "named_in"),
    [
        ("model: x/y1", "x/y1", "model"),
        ('  base_model: "x/y1"  # why', "x/y1", "base_model"),
        ("model:\n  kind: big\n  name: x/y1", "x/y1", "model"),
        ("models:\n  - x/y1", "x/y1", "models"),
        ("models:\n- x/y1", "x/y1", "models"),
        ("models: [x/y1]", "x/y1", "models"),
        ("slices:\n  - sources:\n      - model: x/y1", "x/y1", "model"),
        ('{"model_name_or_path": "x/y1"}', "x/y1", "model_name_or_path"),
        ('{\n  "models": [\n    "x/y1"\n  ]\n}', "x/y1", "models"),
        ('{\n "model": {\n  "path": "x/y1"\n }\n}', "x/y1", "model"),
        ('[model]\nname = "x/y1"', "x/y1", "model"),
        ("[llm]\nname = x/y1", "x/y1", "llm"),
        ("MODEL_ID=x/y1", "x/y1", "MODEL_ID"),
        ("ENV MODEL_ID x/y1", "x/y1", "MODEL_ID"),
        ("      - --model\n      - x/y1", "x/y1", "--model"),
        ('CMD ["serve", "--model", "x/y1"]', "x/y1", "--model"),
        ("run --model=x/y1", "x/y1", "--model"),
        ("command: ${MODEL_PATH:-x/y1}", "x/y1", "MODEL_PATH"),
        ("vllm serve x/y1 --port 1", "x/y1", "vllm serve"),
        ("vllm serve \\\n   x/y1", "x/y1", "vllm serve"),
        ("huggingface-cli download --local-dir m x/y1", "x/y1", "huggingface-cli download"),
        ("hf download x/y1", "x/y1", "hf download"),
        ("lm_eval --model hf --model_args pretrained=x/y1,dtype=float16", "x/y1", "pretrained"),
        ("llama-server -hf x/y1:Q4_K_M", "x/y1", "-hf"),
        ("ollama run llama2:7b", "llama2:7b", "ollama run"),
        ("git clone https://huggingface.co/bigcode/starcoder.git", "bigcode/starcoder", "huggingface.co"),
        ("model: gpt-4", "gpt-4", "model"),
        ("model: gpt-3.5-turbo", "gpt-3.5-turbo", "model"),
        ("model: llama2:7b", "llama2:7b", "model"),
        ("model: ollama/llama2:7b", "llama2:7b", "model"),
        ("model: hosted_vllm/x/y1", "x/y1", "model"),
        ("anything: huggingface/facebook/opt-125m", "facebook/opt-125m", ""),
        ("RUN git clone git@hf.co:x/y1", "x/y1", "huggingface.co"),
        ("""python -c "AutoModel.from_pretrained('x/y1')" """, "x/y1", "from_pretrained"),
        ("""python -c "pipeline('text-generation', model='x/y1')" """, "x/y1", "pipeline"),
        ("ollama run hf.co/x/y1:Q4_K_M", "x/y1", "huggingface.co"),
        ("run --model gpt-4", "gpt-4", "--model"),
        ("anything: facebook/opt-125m", "facebook/opt-125m", ""),
        ("llm_name: Pro/x-y/z1", "x-y/z1", "llm_name"),
        ("url: ollama://llama2:7b", "llama2:7b", "ollama"),
        ("name: ${MODEL_ID:x/y1}", "x/y1", "MODEL_ID"),
        ("name: ${ANY:facebook/opt-125m}", "facebook/opt-125m", "ANY"),
    ],
)
def test_text_that_names_a_model(text: str, name: str, named_in: str, names: ModelNames) -> None:
    assert [(found.name, found.named_in) for found in find_in_text(text, names)] == [(name, named_in)]


@pytest.mark.parametrize(
    "text",
    [
        "# model: facebook/opt-125m",
        "  # vllm serve facebook/opt-125m",
        "x: 1  # facebook/opt-125m",
        "image: vllm/vllm-openai",
        "uses: actions/checkout@v4",
        "- repo: https://github.com/x/y1",
        "type: application/json",
        "model_type: a/b1",
        "dataset: x/y1",
        "datasets:\n  - x/y1",
        "huggingface-cli download --repo-type dataset x/y1",
        "huggingface-cli download x/y1 --repo-type dataset",
        "ollama run nobody-knows",
        "model_path: outputs/run",
        '"homepage": "https://huggingface.co/docs/x"',
        "name: x/y1",
        "model:\n  name: big\nother:\n  name: x/y1",
        "model: somebody/x-y/z1",
        "model: somebody/x-y.z1/more",
        "name: ${ANY:x/y1}",
        "url: ollama://nobody-knows",
    ],
)
def test_text_that_names_none(text: str, names: ModelNames) -> None:
    assert find_in_text(text, names) == []


def test_places_are_those_of_the_file_also_in_joined_lines(names: ModelNames) -> None:
    (found,) = find_in_text("a\nvllm serve \\\n   x/y1 \\\n  --port 1\n", names)
    assert (found.line, found.column) == (3, 4)
    (found,) = find_in_text("a\r\nmodel: x/y1\r\n", names)
    assert (found.line, found.column) == (2, 8)


def test_a_card_names_models_in_its_front_matter_alone(names: ModelNames) -> None:
    card = "---\nlicense: mit\nbase_model:\n- x/y1\ndatasets: [x/z2]\n---\nUse `facebook/opt-125m`.\nmodel: x/y3\n"
    assert [(found.line, found.name) for found in find_in_card(card, names)] == [(4, "x/y1")]
    assert find_in_card("model: x/y1\n", names) == []


def test_scripts_name_models_outside_of_comments(names: ModelNames) -> None:
    script = """\
import { pipeline } from '@x/y0';
import z from "../models/user";
/**
 * model: x/y1
 */
const pipe = await pipeline('text-generation', 'x/y2');  // model: x/y3
const tokenizer = await AutoTokenizer.from_pretrained("x/y4");
const globs = ["src/**/*.ts", "a/*"], answer = ask({ model: 'gpt-3.5-turbo', to: "together_ai/x/y5" });
export const baseModel = "x/y6";
"""
    found = [(one.line, one.name, one.known_as) for one in find_in_script(script, names)]
    assert sorted(found) == [(6, "x/y2", ""), (7, "x/y4", ""), (8, "gpt-3.5-turbo", "gpt-3.5"), (9, "x/y6", "")]


CANDLE = """\
#[arg(long, default_value = "x/y0")]
model_id: String,
let api = Api::new()?.repo(Repo::with_revision("x/y1".into(), RepoType::Model, rev));
let repo = api.model("x/y2".to_string());
let id = match which { Which::Opt => "facebook/opt-125m", Which::Other => "x/y3" };
model: Falcon7B,
// api.model("x/y4")
log::info("x/y5");
"""

JAVA = """\
ChatModel model = OllamaChatModel.builder().modelName("llama2:7b").build();
String MODEL = "x/y1"; /* modelName("x/y2") */
var service = ServiceModel.builder().modelName("gpt-4").modelName(GPT_4).build();
"""


@pytest.mark.parametrize(
    ("code", "found"),
    [
        (CANDLE, [(3, "x/y1"), (4, "x/y2"), (5, "facebook/opt-125m")]),
        (JAVA, [(1, "llama2:7b"), (2, "x/y1"), (3, "gpt-4")]),
    ],
    ids=["Rust", "Java"],
)
def test_code_of_other_languages_names_models_by_its_keys_and_calls(
    code: str, found: list[tuple[int, str]], names: ModelNames
) -> None:
    assert sorted((one.line, one.name) for one in find_in_script(code, names)) == found


def _notebook(*cells: tuple[str, list[str] | str], ascii: bool = False) -> str:
    listed: list[dict[str, object]] = [
        {"cell_type": kind, "source": source, "outputs": [], "metadata": {}} for kind, source in cells
    ]
    return json.dumps(
        {"cells": listed, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1, ensure_ascii=ascii
    )


@pytest.mark.parametrize("ascii", [False, True])
@pytest.mark.parametrize("whole", [False, True])
def test_a_notebook_names_models_in_its_code_at_their_places_in_the_file(
    names: ModelNames, *, ascii: bool, whole: bool
) -> None:
    lines = ["%matplotlib inline\n", "!huggingface-cli download x/y1\n", '한 = AutoModel.from_pretrained("x/y2")']
    source = "".join(lines) if whole else lines
    text = _notebook(("markdown", ['from_pretrained("x/y0")']), ("code", source), ascii=ascii)
    found = find_in_notebook(text, names).mentions
    assert [mention.name for mention in found] == ["x/y1", "x/y2"]
    for mention in found:
        line = text.split("\n")[mention.line - 1]
        assert line[mention.column - 1 :].startswith(mention.name)


def test_cells_of_other_languages_are_looked_at_for_commands(names: ModelNames) -> None:
    text = _notebook(
        ("code", ["%%bash\n", "vllm serve x/y1"]), ("code", ["this isn't python: vllm\n", "run --model x/y2"])
    )
    assert [mention.name for mention in find_in_notebook(text, names).mentions] == ["x/y1", "x/y2"]


@pytest.mark.parametrize("text", ["{", "[]", '{"cells": 3}', "[" * 100_000])
def test_what_is_no_notebook_is_refused(text: str, names: ModelNames) -> None:
    with pytest.raises(ValueError, match=r"."):
        find_in_notebook(text, names)
