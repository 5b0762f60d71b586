"""The models that Python code names."""

from __future__ import annotations

import pytest

from llmsurvey.importers.repositories.model_names import ModelNames
from llmsurvey.importers.repositories.python_code import find_in_python


def _named(text: str, names: ModelNames) -> list[tuple[int, int, str, str]]:
    return sorted(
        (found.line, found.column, found.name, found.named_in) for found in find_in_python(text, names).mentions
    )


@pytest.mark.parametrize(
    ("text", "name", "named_in"),
    [
        ('AutoModel.from_pretrained("x/y1")', "x/y1", "from_pretrained"),
        ('PeftModel.from_pretrained(base, "x/adapter1")', "x/adapter1", "from_pretrained"),
        ('m = "x/y1"\nAutoModel.from_pretrained(m)', "x/y1", "from_pretrained"),
        ('for m in ["x/y1"]:\n    AutoModel.from_pretrained(m)', "x/y1", "from_pretrained"),
        ('pipeline("text-generation", "x/y1")', "x/y1", "pipeline"),
        ('pipeline(task="x", model="x/y1")', "x/y1", "pipeline"),
        ('snapshot_download(repo_id="x/y1")', "x/y1", "snapshot_download"),
        ('hf_hub_download("x/y1", "model.bin")', "x/y1", "hf_hub_download"),
        ('LLM(model="x/y1")', "x/y1", "LLM"),
        ('SentenceTransformer("all-MiniLM-L6-v2")', "sentence-transformers/all-MiniLM-L6-v2", "SentenceTransformer"),
        ('load_model("x/y1")', "x/y1", "load_model"),
        ('MODEL_ID = "x/y1"', "x/y1", "MODEL_ID"),
        ('self.base_model: str = "x/y1"', "x/y1", "base_model"),
        ('config["model"] = "x/y1"', "x/y1", "model"),
        ('os.environ.get("MODEL", "x/y1")', "x/y1", "MODEL"),
        ('getattr(args, "model_name", "x/y1")', "x/y1", "model_name"),
        ('parser.add_argument("--model", default="x/y1")', "x/y1", "--model"),
        ('def run(model_name="x/y1"): ...', "x/y1", "model_name"),
        ('def run(*, model_name: str = "x/y1"): ...', "x/y1", "model_name"),
        ('class A:\n    model_name: str = Field(default="x/y1")', "x/y1", "model_name"),
        ('{"model": "x/y1"}', "x/y1", "model"),
        ('MODELS = {"small": ["x/y1"]}', "x/y1", "MODELS"),
        ('model = "x/y1" if small else name', "x/y1", "model"),
        ('subprocess.run(["vllm", "serve", "x/y1"])', "x/y1", "vllm serve"),
        ('subprocess.run(["ollama", "run", "llama2:7b"])', "llama2:7b", "ollama run"),
        ('ollama.chat(model="llama2:13b")', "llama2:13b", "model"),
        ('completion(model="together_ai/x/y1")', "x/y1", "model"),
        ('ask(model="gpt-3.5-turbo")', "gpt-3.5-turbo", "model"),
        ('subprocess.run(["python", "--model-path", "x/y1"])', "x/y1", "--model-path"),
        ('os.system("huggingface-cli download x/y1")', "x/y1", "huggingface-cli download"),
        ('client.create(model="gpt-4")', "gpt-4", "model"),
        ('anything = "facebook/opt-125m"', "facebook/opt-125m", ""),
    ],
)
def test_code_that_names_a_model(text: str, name: str, named_in: str, names: ModelNames) -> None:
    assert [found[2:] for found in _named(text, names)] == [(name, named_in)]


@pytest.mark.parametrize(
    "text",
    [
        '# AutoModel.from_pretrained("facebook/opt-125m")',
        '"""from_pretrained("facebook/opt-125m")"""',
        'def f():\n    """facebook/opt-125m"""',
        'load_dataset("tatsu-lab/alpaca")',
        'snapshot_download("x/y1", repo_type="dataset")',
        'model.push_to_hub("me-and-you/my-model1")',
        'headers = {"Content-Type": "application/json"}',
        'model_path = "checkpoints/step-1"',
        'repo = "EleutherAI/lm-evaluation-harness"',
        'SUPPORTED_MODELS = ["llama", "mistral", "qwen2"]',
        'model_type = "llama"',
        'AutoModel.from_pretrained("output_dir")',
        'AutoModel.from_pretrained(f"{org}/name")',
        'x = "rewards/chosen"',
        'LoadDataFromHub(repo_id="x/y1")',
        'LightevalTaskConfig(name="x", hf_repo="x/y1", hf_subset="default")',
        'class A:\n    repo_id: str = field(default="x/y1")\ndata.push_to_hub(args.repo_id)',
        'repo_id = "x/y1"\nmodel.push_to_hub(repo_id, private=True)',
        'model = {"apiVersion": "serving.x/v1", "license": "x/y1"}',
        'MODEL_ADDRESS = "x/y1"',
    ],
)
def test_code_that_names_none(text: str, names: ModelNames) -> None:
    assert _named(text, names) == []


def test_places_count_characters_from_one(names: ModelNames) -> None:
    text = '한글 = "가"; y = AutoModel.from_pretrained("x/y1")\nAutoModel.from_pretrained(\n    "x/z2")'
    assert [found[:3] for found in _named(text, names)] == [(1, text.index("x/y1") + 1, "x/y1"), (3, 6, "x/z2")]


def test_a_repository_that_is_read_counts_though_it_is_written_too(names: ModelNames) -> None:
    text = 'repo_id = "x/y1"\nm = AutoModel.from_pretrained(repo_id)\nm.push_to_hub(repo_id)'
    assert _named(text, names) == [(1, 12, "x/y1", "from_pretrained")]


def test_a_name_in_a_text_of_several_lines_is_at_its_own(names: ModelNames) -> None:
    text = 'CONFIG = """\n  base: 1\n  한: vllm serve x/y1\n"""\nrun("""vllm serve x/z2""")\n'
    assert [found[:3] for found in _named(text, names)] == [(3, 17, "x/y1"), (5, 19, "x/z2")]


def test_calls_whose_model_only_a_run_tells_are_counted(names: ModelNames) -> None:
    text = 'name = "x/y1"\nm(from_pretrained(args.model), from_pretrained(name), from_pretrained(unknown))'
    assert find_in_python(text, names).untold == 2


def test_what_is_no_python_is_refused(names: ModelNames) -> None:
    with pytest.raises(SyntaxError):
        find_in_python('print "from_pretrained"', names)
    with pytest.raises(SyntaxError):
        find_in_python('x = "from_pretrained"' + "(" * 5000, names)


def test_code_is_never_run(names: ModelNames) -> None:
    assert _named('model = "x/y1"\nraise SystemExit(3)', names) != []
