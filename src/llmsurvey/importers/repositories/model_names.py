"""Which texts are names of models: what looks like a repository of the hub and is none is told apart here."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from llmsurvey.importers.hub import hub_of
from llmsurvey.records import Model, Size
from llmsurvey.registry.names import strict_form
from llmsurvey.registry.registry import Registry


class Place(IntEnum):
    """How sure it is that a model stands at a place: `ANY` text, behind a `WORD` that speaks of models, in a `CALL`."""

    ANY = 0
    WORD = 1
    CALL = 2


REPOSITORY = r"[A-Za-z0-9][\w.-]{0,95}+/[A-Za-z0-9][\w.-]{0,95}+"
"""What an owner and a name look like, wherever they stand: as a whole, for a part of a longer path is no name."""

ADDRESS = r"(?:https?://|hf://|hf\.co/|git@(?:hf|huggingface)\.co:)[^\s\"'`<>)\]},;]+"
"""An address in a text."""

PROVIDER = (
    r"(?:hf[_-]hub:|(?:Pro|LoRA|anyscale|baseten|cerebras|deepinfra|featherless_ai|fireworks_ai|groq|hosted_vllm|huggingface"
    r"|hyperbolic|litellm_proxy|lm_studio|nebius|novita|nvidia_nim|openai|openrouter|replicate|sambanova|together"
    r"|together_ai|vllm)/(?=[^/\s]+/))"
)
"""What stands before a repository of the hub where a library asks who serves it: `together_ai/ORG/NAME`."""

_PROVIDER = re.compile(rf"\A{PROVIDER}")
_OF_OLLAMA = re.compile(r"\Aollama(?:_chat)?/(?=[^/]+$)")
"""What stands before a tag of Ollama in the same libraries."""

_REPOSITORY = re.compile(REPOSITORY, re.ASCII)
_LETTER = re.compile(r"[A-Za-z]")
_SURELY_NOT = re.compile(r"--|\.\.|\.git$|[.-](?:/|$)")
_BEHIND = re.compile(r"[@:][\w.-]+$")
"""A revision (`ORG/NAME@main`), or the type of the weights (`ORG/NAME:Q4_K_M`)."""

_FILES = re.compile(
    r"\.(?:bin|bz2|c|cc|cfg|ckpt|conf|cpp|css|csv|cu|db|dockerfile|env|exe|ggml|gguf|gif|go|gz|h|h5|html?|ico|ini|ipynb"
    r"|java|jinja2?|jpe?g|js|jsonl?|lock|log|md|model|mp[34]|msgpack|npy|npz|onnx|parquet|pb|pdf|pem|pickle|pkl|png|pt"
    r"|pth|py|pyi|rs|rst|safetensors|sh|sock|sql|svg|tar|tflite|tgz|toml|tsx?|tsv|txt|wav|webp|whl|xml|ya?ml|zip|zst)$",
    re.IGNORECASE,
)
"""How files end."""

_FOLDERS = {
    "adapters", "app", "apps", "artifact", "artifacts", "asset", "assets", "base", "bin", "build", "cache", "chart",
    "charts", "checkpoint", "checkpoints", "ckpt", "ckpts", "cmd", "code", "common", "conf", "config", "configs",
    "content", "core", "data", "dataset", "datasets", "demo", "demos", "deploy", "deps", "dev", "dist", "doc", "docker",
    "docs", "download", "downloads", "engine", "engines", "etc", "eval", "evals", "evaluation", "example", "examples",
    "exp", "experiments", "export", "exports", "file", "files", "folder", "home", "images", "img", "include", "infra",
    "input", "inputs", "layers", "lib", "libs", "local", "log", "logs", "lora", "loras", "main", "media", "mnt",
    "model", "models", "modules", "notebooks", "opt", "out", "output", "outputs", "package", "packages", "path",
    "pretrained", "pretrained_models", "prompts", "public", "release", "releases", "resources", "result", "results",
    "root", "run", "runs", "save", "saved", "saved_models", "saves", "script", "scripts", "server", "share", "source",
    "src", "static", "storage", "templates", "test", "tests", "text", "third_party", "tmp", "tools", "train",
    "training", "trained", "users", "usr", "utils", "var", "vendor", "volume", "volumes", "weights", "work",
    "workspace",
}  # fmt: skip
"""Where paths begin."""

_MEDIA = {"application", "audio", "font", "haptics", "image", "message", "multipart", "text", "video"}
"""The first half of the type of a file's content: `application/json`."""

_TIME_ZONES = {
    "africa", "america", "antarctica", "arctic", "asia", "atlantic", "australia", "brazil", "canada", "chile", "europe",
    "indian", "mexico", "pacific", "us",
}  # fmt: skip
"""Where names of time zones begin: `Europe/London`."""

_STAND_INS = {
    "account", "author", "dummy", "example-org", "fake", "foo", "hf-user", "hf_username", "me", "my-org", "my_org",
    "myorg", "namespace", "org", "org_name", "organisation", "organization", "owner", "owner_name", "repo",
    "repo_owner", "someone", "user", "user-name", "user_name", "username", "xxx", "your", "yourname", "yourorg",
}  # fmt: skip
"""What stands in examples in place of an owner."""

_PAGES = {
    "api", "blog", "buckets", "changelog", "chat", "collections", "datasets", "docs", "enterprise", "hardware",
    "inference", "join", "kernels", "learn", "login", "metrics", "models", "new", "organizations", "papers", "posts",
    "pricing", "settings", "spaces", "support", "tasks",
}  # fmt: skip
"""Where the hub's own pages begin."""

_NO_OWNERS = _FOLDERS | _MEDIA | _TIME_ZONES | _STAND_INS | _PAGES
_NO_OWNER = re.compile(r"your[-_].*|v\d+(?:(?:alpha|beta)\d*)?|.*\.(?:ai|app|cloud|co|com|dev|io|net|org|sh)")
"""A stand-in, the beginning of an interface's addresses (`v1/models`), or a domain (`kubeai.org/v1`)."""

_WORDS = {"a", "and", "n", "or", "na", "no", "off", "on", "true", "false", "yes", "none", "null"}
"""Words that are put beside each other: `and/or`, `n/a`, `true/false`."""

_OLD_NAME = re.compile(
    r"(?:albert|bart|bert|camembert|ctrl|deberta|distilbart|distilbert|distilgpt2|distilroberta|electra|flaubert|funnel"
    r"|gpt2|openai-gpt|roberta|t5|transfo-xl|xlm|xlnet)(?:-[\w.]+)*",
)
"""The families whose oldest repositories on the hub have no owner: `bert-base-uncased`, `gpt2`."""

_SENTENCE_TRANSFORMERS = "sentence-transformers/"
_SHORTEST = 3
_DIGIT = re.compile(r"[0-9]")


class InText(NamedTuple):
    """A model that a text names: where its name begins, how it reads, what it stands in, and how the registry has it.

    It is `known_as` something else only where that isn't its name: a tag of Ollama.
    """

    offset: int
    name: str
    named_in: str
    known_as: str = ""


def find_named(registry: Registry, name: str) -> tuple[Model, Size | None] | None:
    """Return the model of a name as code has it: a service may be named by way of a router (`openrouter/gpt-4`)."""
    model_and_size = registry.find_model(name)
    if model_and_size is not None or "/" not in name:
        return model_and_size
    behind_router = registry.find_model(name.rpartition("/")[2])
    return behind_router if behind_router is not None and behind_router[0].kind == "service" else None


class ModelNames:
    """Tells which texts name models: what the registry knows, and what has the form of a repository of the hub."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._read: dict[tuple[str, Place], str | None] = {}
        sizes = (name for model in registry.models for size in model.sizes for name in (size.hub, *size.aliases))
        names = (name for model in registry.models for name in model.aliases)
        self.repositories = frozenset(strict_form(name) for name in (*sizes, *names) if name and "/" in name)
        services = (model for model in registry.models if model.kind == "service")
        self._of_services = {size.name: model.id for model in services for size in model.sizes}
        """The versions by which services are asked for (`gpt-4-0613`), each with the id of the service."""

    def read(self, text: str, place: Place) -> str | None:
        """Return the model that a text names at such a place, as the hub or the registry calls it; None for none."""
        key = (text, place)
        if key not in self._read:
            self._read[key] = self._read_anew(text.strip(), place)
        return self._read[key]

    def known_as(self, name: str) -> str:
        """Return how the registry has what goes by a tag of Ollama, or is a service's version; empty for all others."""
        if "/" in name or self.is_known(name):
            return ""
        return self._of_services.get(name) or (self.read_ollama(name) if ":" in name else None) or ""

    def may_name(self, text: str) -> bool:
        """Whether a text may name a model at any place at all: what is to be looked at no further isn't."""
        text = _PROVIDER.sub("", text)
        if "/" in text:
            name = _BEHIND.sub("", text)
            return is_repository(name) or strict_form(name) in self.repositories
        return self.read(text, Place.WORD) is not None

    def is_known(self, name: str) -> bool:
        """Whether the registry knows a model by this name."""
        return self._registry.find_model(name) is not None

    def _read_anew(self, text: str, place: Place) -> str | None:
        if text.startswith("hf://"):
            text = text.removeprefix("hf://")
        elif "://" in text or text.startswith(("hf.co/", "git@")):
            return _repository_at(text)
        text = _PROVIDER.sub("", text)
        if (tag := _OF_OLLAMA.sub("", text)) != text and place > Place.ANY and self.read_ollama(tag) is not None:
            return tag
        for name in dict.fromkeys((text, _BEHIND.sub("", text))):
            if "/" not in name:
                continue
            if strict_form(name) in self.repositories:
                return name
            if place > Place.ANY and is_repository(name):
                return name
        if place == Place.ANY or "/" in text or len(text) < _SHORTEST:
            return None
        if place == Place.WORD and not _DIGIT.search(text) and not self.is_service(text):
            return None  # the name of a family (`llama`), or of an architecture
        is_model = self.is_known(text) or self.known_as(text) or (place == Place.CALL and _OLD_NAME.fullmatch(text))
        return text if is_model else None

    def is_service(self, name: str) -> bool:
        """Whether the registry knows a service by this name, which programs ask for as it is."""
        known = self._registry.find_model(name)
        return name in self._of_services or (known is not None and known[0].kind == "service")

    def read_sentence_transformer(self, text: str) -> str | None:
        """Return what a name without an owner means to that library, which puts its own before it."""
        name = self.read(text, Place.CALL)
        if name is not None or "/" in text or not re.fullmatch(r"[A-Za-z][\w.]*(?:-[\w.]+)+", text):
            return name
        return _SENTENCE_TRANSFORMERS + text

    def read_ollama(self, tag: str) -> str | None:
        """Return what the registry calls the model of a tag of Ollama (`llama2:7b`); None where it maps none.

        A tag is mapped by its whole name, or by that and the size in it, which may be the only one that begins like it
        (`llama3.3:70b` is 70B-Instruct); `hf.co/ORG/NAME` is a repository of the hub.
        """
        if tag.startswith("hf.co/"):
            return self.read(_BEHIND.sub("", tag), Place.ANY)
        model, _, size = tag.partition(":")
        parts = size.split("-")
        tries = [
            tag,
            f"{model} {size}",
            *(f"{model} {part}" for part in parts),
            *([model] if size in ("", "latest") else []),
        ]
        known = next((name for name in tries if len(model) >= _SHORTEST and self.is_known(name)), None)
        return known or self._only_size(model, parts[0])

    def _only_size(self, name: str, start: str) -> str | None:
        """Return how the one size of a model is called that begins with so many parameters; None for several."""
        known = self._registry.find_model(name) if len(name) >= _SHORTEST and _DIGIT.match(start) else None
        sizes = known[0].sizes if known is not None and known[1] is None else ()
        names = [size.name for size in sizes if size.name.partition("-")[0].casefold() == start.casefold()]
        return f"{name} {names[0]}" if len(names) == 1 else None


@lru_cache(maxsize=2**16)
def is_repository(name: str) -> bool:
    """Whether a name can be that of a repository with an owner, and isn't a path, a type of content or a date."""
    if not _REPOSITORY.fullmatch(name) or _SURELY_NOT.search(name) or _FILES.search(name):
        return False
    owner, _, model = name.partition("/")
    if not _LETTER.search(owner) or not _LETTER.search(model):
        return False
    lower = owner.lower()
    if lower in _NO_OWNERS or _NO_OWNER.fullmatch(lower):
        return False
    return not {lower, model.lower()} <= _WORDS


def _repository_at(address: str) -> str | None:
    """Return the repository of models that an address of the hub leads to."""
    if address.startswith("git@"):
        address = address.removeprefix("git@").replace(":", "/", 1)
    name = _BEHIND.sub("", hub_of(address.split("?")[0].rstrip(".,:")) or "")
    if "://" in name or name.partition("/")[0] in _PAGES or not is_repository(name.removesuffix(".git")):
        return None
    return name.removesuffix(".git")
